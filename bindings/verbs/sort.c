/* t:sort(...): rows in the order of columns or expressions. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/table.h"
#include "bindings/verbs/expressions/evaluate.h"
#include "bindings/verbs/expressions/expression.h"
#include "core/query/rows.h"
#include "core/values/collate.h"

/* "-referrals" and "-`Age group`": the column's name, when it is one. A name of the table counts as it is written. */
static bool is_descending_name(const SlTable *table, SlStr text, SlStr *name) {
  if (text.length < 2 || text.bytes[0] != '-') return false;
  *name = (SlStr){text.bytes + 1, text.length - 1};
  if (sl_table_find(table, *name) >= 0) return true;
  if (name->length < 3 || name->bytes[0] != '`' || name->bytes[name->length - 1] != '`') return false;
  *name = (SlStr){name->bytes + 1, name->length - 2};
  return sl_table_find(table, *name) >= 0;
}

/* Pushes what is evaluated for the argument at index, and says the direction. */
static bool push_key(lua_State *L, const SlTable *table, int index, const char *what) {
  SlStr text, name;
  if (lua_type(L, index) == LUA_TSTRING) {
    text.bytes = lua_tolstring(L, index, &text.length);
    bool ascending_name = sl_table_find(table, text) >= 0;
    if (ascending_name || is_descending_name(table, text, &name)) {
      sll_push_column_expression(L, ascending_name ? text : name);
      return !ascending_name;
    }
  }
  lua_pushvalue(L, index);
  sll_to_evaluable(L, -1, what);
  if (!sll_test_expression(L, -1)) return false;
  SlExpr *inner = sl_expr_argument(sll_to_operand(L, -1, what), sl_str("desc"));
  if (!inner) return false;
  SlExpr **own = sll_new_expression(L);
  *own = sl_expr_retain(inner);
  lua_remove(L, -2);
  return true;
}

/* Takes collate out of the tables among the arguments, { "name", collate = true }, which are replaced by copies without it. */
static bool take_collate(lua_State *L) {
  bool collate = false;
  for (int i = 2, top = lua_gettop(L); i <= top; i++) {
    if (lua_type(L, i) != LUA_TTABLE || luaL_getmetafield(L, i, "__name") != LUA_TNIL) continue;
    lua_pushliteral(L, "collate");
    lua_rawget(L, i);
    if (!lua_isnil(L, -1)) {
      if (!lua_isboolean(L, -1)) sll_fail(L, "sort: collate is true or false, not a %s", luaL_typename(L, -1));
      collate |= lua_toboolean(L, -1);
      sll_push_copy(L, i, "sort");
      lua_pushliteral(L, "collate");
      lua_pushnil(L);
      lua_rawset(L, -3);
      lua_replace(L, i);
    }
    lua_settop(L, top);
  }
  return collate;
}

/* The key's column, on top, becomes one in the order of an index. */
static SlColumn *collate_key(lua_State *L, const SlColumn *column) {
  SlColumn **box = sll_new_column(L);
  SlError err;
  if (sl_column_collate(column, box, &err) != SL_OK) sll_raise(L, &err);
  lua_replace(L, -2);
  return *box;
}

/* (t, key ..., $values?) */
static int table_sort(lua_State *L) {
  SlTable *table = sll_check_self(L, "sort");
  bool collate = take_collate(L);
  int last, params = sll_split_params(L, 2, &last);
  lua_Integer count = sll_push_items(L, 2, last);
  int list = lua_gettop(L);
  if (count == 0) return sll_fail(L, "sort: a column was expected, as in sort(\"year\", \"-referrals\")");
  SlSortKey *keys = sll_new_array(L, count, sizeof *keys);
  for (lua_Integer i = 1; i <= count; i++) {
    char what[64];
    snprintf(what, sizeof what, "sort: key %lld", (long long)i);
    lua_rawgeti(L, list, i);
    keys[i - 1].descending = push_key(L, table, lua_gettop(L), what);
    lua_rawseti(L, list, i);
    lua_pop(L, 1);
  }
  SllScope scope = sll_open_scope(L, "sort", 1, params, SL_PLAN_ROWS);
  sll_check_params_used(L, &scope.params, list, "sort");
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, list, i);
    SlColumn *column = sll_evaluate(L, &scope, -1, NULL);
    keys[i - 1].column = collate ? collate_key(L, column) : column;
    lua_rawseti(L, list, i); /* which keeps it */
    lua_pop(L, 1);
  }
  table = sll_number_rows(L, scope.table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_sort(table, keys, count, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

static const SllFunction methods[] = {
    {"sort", table_sort,
     "(...: string|slavelab.Expression|fun(row: slavelab.Row): any, values?: table): slavelab.Table",
     "The rows in order of the first key, those equal in it in order of the second, and so on; rows equal in all stay "
     "as they were. \"-name\" or col.name:desc() goes from the largest to the smallest. Missing values come last "
     "either way; text goes by code point, or with collate = true, t:sort{ \"name\", collate = true }, as in an index: Åland beside "
     "Albania. A key may be an expression.",
     "local t = lab.table { columns = { \"year\", \"n\" }, { 2019, 2 }, { 2018, 3 }, { 2019, 5 } }\n"
     "print(t:sort(\"year\", \"-n\"), t:sort(col.n:desc()), t:sort(\"n % 3\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_sort(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", methods);
  lua_pop(L, 1);
}
