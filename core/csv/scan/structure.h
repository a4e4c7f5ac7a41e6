/* structure.h - where fields end: the places of delimiters and line ends in a stretch of text, found many bytes at a time.
 *
 *     Kent,12\n"a,b",3\n        delimiters and line ends outside quotes: 4 7 13 15
 *
 * Three ways of finding them, chosen when the program runs (base/simd.h): AVX-512, AVX2, and portable C that looks at eight bytes
 * at once.
 * Private to core/csv.
 */
#ifndef SL_CSV_STRUCTURE_H
#define SL_CSV_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct SlStructure {
  char delimiter, quote;      /* quote: 0 when quotes are characters like any other */
  bool quoted;                /* in: whether the text begins inside quotes; out: whether it ends there */
  char next;                  /* in: the byte behind the text, 0 at the very end */
  uint32_t *places;           /* room for a place for each byte, and 64 more */
  int64_t count;              /* out: of places */
  int64_t ends;               /* out: line ends among them */
  int64_t lines;              /* out: line feeds, those inside quotes too */
  int64_t quotes;             /* out */
  bool lone_return;           /* out: a CR outside quotes that no LF follows */
  bool beyond_ascii, nul;     /* out: whether there are such bytes */
} SlStructure;

/* Finds the places in text[0, length). */
void sl_structure_find(const char *text, size_t length, SlStructure *structure);

/* What a text is made of, for deciding how to read it. */
typedef struct SlSurvey {
  int64_t quotes, feeds, returns; /* LF and CR, wherever they stand */
  bool beyond_ascii, nul;
} SlSurvey;
SlSurvey sl_structure_survey(const char *text, size_t length, char quote);

#endif
