/* sums.h - the sums that a reader knows of a table, as a graph.
 *
 *            Adult  Child  Total                       line Kent ----Adult----> line Adult
 *     Kent      30      2     32      ------>                  \----Child----> line Child
 *     Total     60     19     79                                <---Total----- line of totals
 *
 * A line is a sum: cells that add up to a figure that is known, and perhaps a cell that is their total. Where every cell stands in at
 * most two lines and signs can be chosen so that it has + in one and - in the other, lines are nodes and cells are arcs: raising some
 * cells and lowering others leaves every sum as it is exactly when the changes are a circulation. That holds for groups with totals, for
 * two-way tables with or without margins, and where one of two dimensions is cut up further, but not for three dimensions. What a
 * reader can tell of a hidden cell is then a question of paths and flows (protect.h): D. Gusfield, SIAM J. Comput. 17 (1988) 552-571.
 *
 * Invariants
 *   1. Raising cell c by 1 takes 1 along c from `from[c]` to `to[c]`.
 *   2. A cell in a single line has its other end at the node `lines`, outside; a cell in none has -1 at both.
 *   3. The cells at node n are ends[starts[n]] .. ends[starts[n + 1] - 1].
 * Ownership: whoever holds the struct; sl_sums_reset() frees.
 */
#ifndef SL_DISCLOSURE_SUMS_H
#define SL_DISCLOSURE_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/status.h"

typedef struct SlSums {
  int64_t cells, lines;
  int32_t *from, *to;
  int64_t *starts;
  int32_t *ends;
} SlSums;

/* members[starts[l]] .. members[starts[l + 1] - 1] are the cells of line l: c for a part, ~c for the cell that is the total. *two_way is
 * false, and nothing to be freed, when the lines are no graph. SL_ENOMEM. */
SlStatus sl_sums_init(SlSums *sums, int64_t cells, int64_t lines, const int64_t *starts, const int32_t *members, bool *two_way, SlError *err);
void sl_sums_reset(SlSums *sums);

#endif
