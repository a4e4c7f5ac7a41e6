/* evaluate.h - an expression of any form over a table, to a column. All verbs come through here, so that the forms have
 * one meaning.
 *
 *     text, composed     checked and run by core (expr/plan.h)
 *     function           of a row; in summarise of the table of a group's rows
 *     column             as it is
 */
#ifndef SLL_EVALUATE_H
#define SLL_EVALUATE_H

#include <lua.h>

#include "bindings/objects/groups.h"
#include "bindings/verbs/expressions/params.h"
#include "core/expr/plan.h"

/* What expressions speak of. */
typedef struct SllScope {
  const char *verb; /* in messages */
  SlTable *table;
  SllGrouping grouping;
  SllParams params;
  SlPlanMode mode;
} SllScope;

/* For the table at index and the $values at index (0: none). Pushes values that the scope lives in, the first of which
 * is a box of the table: a function that runs meanwhile may close the script's own. */
SllScope sll_open_scope(lua_State *L, const char *verb, int table, int params, SlPlanMode mode);

/* Pushes the box of the column: a row a row, or a row a group, as the mode says. truths: not NULL for a condition, as
 * in gather.h. */
SlColumn *sll_evaluate(lua_State *L, const SllScope *scope, int index, const char *truths);

#endif
