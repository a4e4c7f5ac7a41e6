/* problem.h - why a column is text although some of its cells read as something else.
 *
 *     12 | 7 | 1O4 | 40      text; three cells read as integers, so the problem is row 2: "it is not an integer"
 *
 * Ownership: nothing is owned; phrases are constants.
 */
#ifndef SL_CELLS_PROBLEM_H
#define SL_CELLS_PROBLEM_H

#include "core/cells/cell.h"
#include "core/values/column.h"

typedef struct SlProblem {
  int64_t row;      /* the first cell that is not of the wanted type; -1: no problem */
  SlType wanted;    /* what most of the other cells read as */
  const char *why;  /* a phrase: "not an integer" */
} SlProblem;

/* Looks through a text column whose type was not declared. */
SlStatus sl_problem_find(const SlColumn *column, const SlCellRules *rules, SlProblem *problem, SlError *err);

#endif
