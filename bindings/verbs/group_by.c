/* The verb group_by: its result is the table with the names of the grouping in its box (objects/groups.h). */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/column_sets.h"
#include "bindings/objects/lineage.h"
#include "bindings/verbs/expressions/evaluate.h"
#include "bindings/verbs/expressions/expression.h"
#include "bindings/verbs/expressions/named.h"
#include "bindings/verbs/expressions/origin.h"
#include "core/base/alloc.h"

/* A text that is meant for an expression rather than for the name of a column. */
static bool is_expression_text(const SlTable *table, SlStr text) {
  return sl_table_find(table, text) < 0 &&
         (memchr(text.bytes, '=', text.length) || memchr(text.bytes, '(', text.length));
}

/* The key on top is an expression: adds its column to the table in the box at index and leaves the name instead. */
static void add_key(lua_State *L, int box) {
  int key = lua_gettop(L);
  sll_push_named(L, "group_by", (SllOver){0, 0}, key, key);
  lua_rawgeti(L, -1, 1);
  lua_replace(L, key);
  SllScope scope = sll_open_scope(L, "group_by", box, 0, SL_PLAN_ROWS);
  lua_rawgeti(L, key + 1, 2);
  SlColumn *column = sll_evaluate(L, &scope, -1, NULL);
  SlTable **grown = sll_new_table(L);
  SlError err;
  SlStr name = sll_check_text(L, key, "group_by");
  if (sl_table_with_column(scope.table, name, column, grown, &err) != SL_OK) sll_raise(L, &err);
  if (sll_is_traced(L, box)) {
    SllOrigin origin = sll_push_origin(L, &scope, box, 0);
    lua_rawgeti(L, key + 1, 2); /* the expression, its column and the table that has it */
    lua_pushvalue(L, origin.groups - 2);
    lua_pushvalue(L, origin.groups - 1);
    sll_record_value(L, &origin, box, name);
    lua_settop(L, origin.groups - 1);
  }
  lua_replace(L, box);
  lua_settop(L, key);
}

/* The key on top becomes the name of a column of the table in the box at index. */
static void settle_key(lua_State *L, int box) {
  SlTable *table = sll_check_table(L, box);
  if (lua_istable(L, -1)) { /* a pair, as in a list of pairs */
    lua_createtable(L, 1, 0);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
  } else if (sll_test_expression(L, -1)) {
    sll_push_expression_text(L, sll_to_operand(L, -1, "group_by"));
    bool is_column = sl_table_find(table, sll_check_text(L, -1, "group_by")) >= 0;
    if (is_column) lua_replace(L, -2);
    if (is_column) return;
    lua_pop(L, 1);
  } else {
    SlStr text = sll_check_text(L, -1, "group_by: column or \"name = expression\"");
    int64_t column;
    SlError err;
    if (!is_expression_text(table, text)) {
      if (sl_table_require(table, text, &column, &err) != SL_OK) sll_raise(L, &err);
      return;
    }
  }
  add_key(L, box);
}

/* The name on top is not among the first `count` of the list at index. */
static void check_new(lua_State *L, int list, lua_Integer count) {
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, list, i);
    if (lua_rawequal(L, -1, -2)) sll_fail(L, "group_by: \"%s\" is named twice", lua_tostring(L, -1));
    lua_pop(L, 1);
  }
}

/* (t, keys ..., options?) */
static int table_group_by(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  sll_expand_arguments(L, "group_by", false);
  int last = lua_gettop(L);
  bool complete = false;
  if (last > 1 && lua_type(L, last) == LUA_TTABLE && lua_rawlen(L, last) == 0) {
    static const char *const known[] = {"complete", NULL};
    sll_check_options(L, last, "group_by", known);
    sll_option_boolean(L, last, "group_by", "complete", &complete);
    last--;
  }
  lua_Integer count = sll_push_items(L, 2, last);
  int by = lua_gettop(L), box = by + 1;
  SlTable **own = sll_new_table(L);
  *own = sl_table_retain(table);
  static const int same[] = {SLL_TABLE_ABOUT, SLL_TABLE_MADE};
  for (int i = 0; i < 2; i++) {
    lua_getiuservalue(L, 1, same[i]);
    lua_setiuservalue(L, box, same[i]);
  }
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, by, i);
    settle_key(L, box);
    check_new(L, by, i - 1);
    lua_rawseti(L, by, i);
  }
  sll_keep_about(L, 1);
  if (count == 0) return 1;
  if (complete) {
    lua_pushboolean(L, 1);
    lua_setfield(L, by, "complete");
  }
  lua_pushvalue(L, by);
  lua_setiuservalue(L, box, SLL_TABLE_BY);
  return 1;
}

static const SllFunction methods[] = {
    {"group_by", table_group_by,
     "(...: string|slavelab.Expression|string[]|slavelab.Columns, options?: {complete: boolean}): slavelab.Table",
     "The table with a grouping for the next verb: summarise gives a row for each group, mutate and filter take "
     "aggregates over the row's group. A key is a column, or \"name = expression\" or {{\"name\", expression}}, which becomes one. Groups come in "
     "the order of their keys; a missing key is a group of its own, sorted last. complete = true makes a group of "
     "every combination of the keys' values, also of those without a row. Without names the grouping ends.",
     "local t = lab.table { columns = { \"force\", \"n\" }, { \"Kent\", 2 }, { \"Essex\", 3 }, { \"Kent\", 4 } }\n"
     "print(t:group_by(\"force\"):summarise(\"total = sum(n)\"))\n"
     "print(t:group_by(\"many = n > 2\"):summarise(\"rows = count()\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_group_by(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", methods);
  lua_pop(L, 1);
}
