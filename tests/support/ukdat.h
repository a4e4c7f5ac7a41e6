/* ukdat.h - the UK's strategic assessment of 2013: 2,744 potential victims of modern slavery by the lists that held them. Published by the Home
 * Office (Silverman 2014, "Modern slavery: an application of multiple systems estimation", Open Government Licence v3.0), as printed there:
 * local authorities, non-government organisations, police forces, government organisations, the general public, the National Crime Agency.
 */
#ifndef SL_TESTS_SUPPORT_UKDAT_H
#define SL_TESTS_SUPPORT_UKDAT_H

enum { LA = 1, NG = 2, PF = 4, GO = 8, GP = 16, NCA = 32 };

static const struct { int history; double cases; } ukdat[] = {
    {LA, 54}, {NG, 463}, {PF, 907}, {GO, 695}, {GP, 316}, {NCA, 57}, {LA | NG, 15}, {LA | PF, 19}, {LA | GO, 3}, {NG | PF, 56},
    {NG | GO, 19}, {NG | GP, 1}, {NG | NCA, 3}, {PF | GO, 69}, {PF | GP, 10}, {PF | NCA, 31}, {GO | GP, 8}, {GO | NCA, 6},
    {GP | NCA, 1}, {LA | NG | PF, 1}, {LA | NG | GO, 1}, {NG | PF | GO, 4}, {NG | PF | NCA, 3}, {PF | GO | NCA, 1}, {LA | NG | PF | GO, 1}};

/* Counts of the 63 histories of six lists, or of the 31 of five, the police and the NCA taken for one. */
static inline void ukdat_counts(int lists, double *counts) {
  for (int h = 0; h < (1 << lists) - 1; h++) counts[h] = 0;
  for (unsigned i = 0; i < sizeof ukdat / sizeof *ukdat; i++) {
    int history = ukdat[i].history;
    if (lists == 5 && history & NCA) history = (history & ~NCA) | PF;
    counts[history - 1] += ukdat[i].cases;
  }
}

#endif
