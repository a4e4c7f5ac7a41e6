/* origin.h - what is kept of the expression by which a verb made a column (objects/lineage.h): it says later which cells it looked at.
 *
 *     { from = table, value = expression | function | column, groups = column?, by = keys?, params = $values?, whole = true in summarise,
 *       read = names of the columns that a function of a row looked at, as keys }
 */
#ifndef SLL_ORIGIN_H
#define SLL_ORIGIN_H

#include <lua.h>

#include "bindings/verbs/expressions/evaluate.h"

/* Places on the stack of what all expressions of one verb have in common. */
typedef struct SllOrigin {
  int groups, by, params;
  bool whole;
} SllOrigin;

/* For the table at index, whose scope it is, and the $values at params (0: none). Pushes three values. */
SllOrigin sll_push_origin(lua_State *L, const SllScope *scope, int table, int params);

/* The box on top has the column `name`, made by an expression over the table at `from`. Stack: expression, its column, box. Leaves it so. */
void sll_record_value(lua_State *L, const SllOrigin *origin, int from, SlStr name);

/* The box on top has a row for each group of the table at `from`. */
void sll_record_groups(lua_State *L, const SllOrigin *origin, int from);

/* Opens the module "slavelab.origin": expressions node by node, for scripts/lib/figures/lineage/looked_at.lua. */
void sll_open_origin(lua_State *L);

#endif
