/* t:filter(...): the rows for which every condition is true. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/table.h"
#include "bindings/verbs/expressions/evaluate.h"
#include "bindings/verbs/expressions/expression.h"
#include "bindings/verbs/notices/bases.h"
#include "bindings/verbs/notices/grouping.h"
#include "bindings/verbs/notices/held_back.h"
#include "bindings/verbs/notices/neighbours.h"
#include "core/query/rows.h"

static const char truths[] =
    "filter keeps the rows where the condition is true and leaves out those where it is false or missing";

static int refuse_boolean(lua_State *L, int index) {
  return sll_fail(
      L,
      "filter was handed %s, not a condition: Lua worked the comparison out before filter saw a row, as it does with "
      "== between a column and a value. Write a text, filter('age == 17'), or a method, filter(col.age:eq(17))",
      lua_toboolean(L, index) ? "true" : "false");
}

/* The conditions among arguments 2 .. last as a list of evaluable values, which is pushed. */
static lua_Integer push_conditions(lua_State *L, int last) {
  lua_Integer count = sll_push_items(L, 2, last);
  if (count == 0) sll_fail(L, "filter: a condition was expected, as in filter(\"year >= 2014\")");
  for (lua_Integer i = 1; i <= count; i++) {
    char what[64];
    snprintf(what, sizeof what, "filter: condition %lld", (long long)i);
    lua_rawgeti(L, -1, i);
    if (lua_isboolean(L, -1)) refuse_boolean(L, -1);
    sll_to_evaluable(L, -1, what);
    lua_rawseti(L, -2, i);
  }
  return count;
}

/* (t, condition ..., $values?) */
static int table_filter(lua_State *L) {
  sll_hold_table(L, 1);
  int last, params = sll_split_params(L, 2, &last);
  lua_Integer count = push_conditions(L, last);
  int list = lua_gettop(L);
  sll_check_groups_used(L, "filter", 1, list);
  sll_look_at_neighbours(L, "filter", 1, list);
  sll_look_at_bases(L, "filter", 1, list);
  int said = sll_look_at_held_back(L, "filter", 1, list);
  SllScope scope = sll_open_scope(L, "filter", 1, params, SL_PLAN_ROWS);
  sll_check_params_used(L, &scope.params, list, "filter");
  const SlColumn **masks = lua_newuserdatauv(L, (size_t)count * sizeof *masks, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, list, i);
    masks[i - 1] = sll_evaluate(L, &scope, -1, truths);
    lua_rawseti(L, list, i); /* the box of the mask in the place of its condition, where it stays alive */
    lua_pop(L, 1);
  }
  SlTable *table = sll_number_rows(L, scope.table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_filter_all(table, masks, count, box, &err) != SL_OK) return sll_raise(L, &err);
  sll_table_result(L);
  sll_note_held_back(L, "filter", said);
  return 1;
}

static const SllFunction methods[] = {
    {"filter", table_filter,
     "(...: string|slavelab.Expression|slavelab.Column|fun(row: slavelab.Row): boolean?, values?: table): "
     "slavelab.Table",
     "The rows where the condition is true; those where it is false or missing are left out. Several conditions must "
     "all be true. A last table gives the values of $names. After group_by, aggregates are taken over the row's group.",
     "local t = lab.table { columns = { \"force\", \"n\" }, { \"Kent\", 2 }, { \"Essex\", 3 } }\n"
     "print(t:filter(\"n > 2\"), t:filter(col.n:gt(2)), t:filter(function(r) return r.n > 2 end))\n"
     "print(t:filter(\"force in $forces\", { forces = { \"Kent\", \"Surrey\" } }))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_filter(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", methods);
  lua_pop(L, 1);
}
