/* protect.h - which further cells of a table are hidden so that the hidden small counts stay hidden.
 *
 *                Adult  Child  Total                 Adult  Child  Total
 *     Kent          30      2     32          Kent     [c]    [c]     32      raising Child of Kent by 1 lowers Adult of Kent,
 *     Essex         20      8     28  ------> Essex    [c]    [c]     28      raises Adult of Essex and lowers Child of Essex:
 *     Total         50     10     60          Total     50     10     60      all sums stay
 *
 * The reader knows every cell that is shown and every sum (sums.h), that cells are whole numbers, and the least value that a hidden cell
 * can have: 0, or 1 where zeros are shown. What a hidden cell can be, given all that, is the range of its circulations: it can rise by as
 * much as flows from its end back to its beginning along the other hidden cells, each of which can be raised without limit and lowered by
 * its `slack`, its value less the least one. In a graph the least and the greatest of whole numbers are those of fractions.
 *
 * Levels
 *   threshold   every small count can rise by its `need`, to the threshold: nobody can show that it is small. (Hence it can be two
 *               values.)
 *   exact       every small count can rise or fall by 1: nobody can tell which one it is.
 *
 * The choice: for each small count the paths that cost least, where a cell that is hidden already costs nothing; then, from the
 * dearest of the further cells down, each is shown again whose absence leaves all small counts safe. Once is enough, as showing one more
 * never helps: no further cell is left that could be shown, nor one whose value a reader could tell. Small tables are also done the other
 * way round, beginning with everything hidden, and the cheaper answer stands. The answer is the same every time.
 */
#ifndef SL_DISCLOSURE_PROTECT_H
#define SL_DISCLOSURE_PROTECT_H

#include "core/disclosure/sums.h"

typedef enum SlCellState {
  SL_CELL_OPEN,    /* shown, and may be hidden */
  SL_CELL_SHOWN,   /* shown, and stays so */
  SL_CELL_PRIMARY, /* a hidden small count, to be protected */
  SL_CELL_BEFORE,  /* hidden already; not to be protected */
  SL_CELL_FURTHER, /* hidden for the sake of the primary ones */
  SL_CELL_EXPOSED  /* primary, and nothing can protect it */
} SlCellState;

typedef struct SlProtection {
  const int64_t *slack; /* by cell: how far it can be lowered; 0 or more */
  const int64_t *need;  /* by cell: how far a primary one must be able to rise, 1 or more; of others not read */
  const int64_t *cost;  /* by cell: of hiding an open one, 1 or more; their sum fits into 62 bits */
  bool exact;
} SlProtection;

/* Open cells become further ones, primary ones exposed where even hiding all open cells would not do (then no further cell is chosen, and
 * the others stay as they are). SL_ENOMEM, SL_EINTERRUPTED. */
SlStatus sl_protect(const SlSums *sums, const SlProtection *how, uint8_t *state, SlError *err);

/* The least and the greatest value that a hidden cell can have, as changes from the one it has: *fall and *rise, 0 or more. More than
 * `most` is given as `most`. A cell in no sum rises by `most`. */
SlStatus sl_protect_range(const SlSums *sums, const int64_t *slack, const uint8_t *state, int64_t cell, int64_t most, int64_t *fall,
                          int64_t *rise, SlError *err);

#endif
