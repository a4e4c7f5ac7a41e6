/* extremes.h - the least and the greatest that an unknown can be, where all that is known are limits of sums.
 *
 *     x + y = 7,   2 <= y + z <= 3,   x, y, z are 1 or more      y: 1 to 2      x: 5 to 6
 *
 * Rows are sums of any shape, weighted and overlapping, which a graph of flows (sums.h) cannot say: three dimensions, hierarchies, several
 * tables, figures that were rounded, shares. Each question is a linear program, solved by lp_solve (LGPL), which is not linked but looked
 * for when it is first needed: a program that asks nothing of the kind starts and runs without. Its memory is not the gate's (alloc.h).
 *
 * Whole numbers: answers over fractions are rounded inwards, and then sought among whole numbers as far as `steps` last, counted and not
 * timed, so that the answer is the same on every machine. What is not settled by then keeps the answer over fractions, which is never
 * narrower than the truth.
 */
#ifndef SL_DISCLOSURE_EXTREMES_H
#define SL_DISCLOSURE_EXTREMES_H

#include <stdint.h>

#include "core/base/status.h"

typedef struct SlSystem {
  int64_t unknowns, rows;
  const double *least, *greatest; /* by unknown: what it is known to lie between; infinite where nothing is */
  const int64_t *starts;          /* row r has members[starts[r]] .. members[starts[r + 1] - 1], */
  const int32_t *members;         /* unknowns from 0, each once, */
  const double *factors;          /* multiplied by these, */
  const double *low, *high;       /* and their sum lies between these; equal for an equation, infinite where open */
} SlSystem;

/* The extremes of the unknowns named in `wanted`, infinite where they have none, in the places of that list. `steps`: how long whole
 * numbers are sought for one of them; 0: unknowns may be fractions. SL_EDATA when nothing fulfils all rows, SL_ERANGE when lp_solve
 * finds no answer, SL_EIO when there is none, with what to install. SL_ENOMEM, SL_EINTERRUPTED. */
SlStatus sl_extremes(const SlSystem *system, const int32_t *wanted, int64_t count, int64_t steps, double *least, double *greatest, SlError *err);

/* For tests: the library's file that is looked for from now on. NULL: lp_solve's own. */
void sl_extremes_look_for(const char *library);

#endif
