/* t:summarise(...): one row for each group. */
#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/objects/about.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/lineage.h"
#include "bindings/verbs/expressions/evaluate.h"
#include "bindings/verbs/expressions/named.h"
#include "bindings/verbs/expressions/origin.h"
#include "bindings/verbs/notices/bases.h"
#include "bindings/verbs/notices/held_back.h"

/* Whether the values count or add up, so that no number among them is taken for a year (scripts/lib/figures/roles.lua). */
static bool is_count(lua_State *L, int index) {
  static const char *const counting[] = {"count", "sum", "n_distinct"};
  const SlExpr *expr = sll_test_expression(L, index);
  for (size_t i = 0; expr && sl_expr_kind(expr) == SL_EXPR_CALL && i < sizeof counting / sizeof *counting; i++)
    if (sl_str_equal(sl_expr_name(expr), sl_str(counting[i]))) return true;
  return false;
}

/* Columns of the box on top that count are declared figures. */
static void declare_figures(lua_State *L, int list, lua_Integer count) {
  int box = lua_gettop(L), about = box + 1, fields = box + 2;
  sll_push_about_copy(L, box);
  if (lua_getfield(L, about, "fields") == LUA_TTABLE)
    sll_push_shallow_copy(L);
  else
    lua_newtable(L);
  lua_replace(L, fields);
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, list, i * 2 + 1);
    lua_rawgeti(L, list, i * 2 + 2);
    if (is_count(L, -1)) {
      lua_pop(L, 1);
      lua_createtable(L, 0, 1);
      lua_pushliteral(L, "figure");
      lua_setfield(L, -2, "role");
      lua_rawset(L, fields);
    }
    lua_settop(L, fields);
  }
  lua_setfield(L, about, "fields");
  sll_set_about(L, box);
}

/* What the values of the box on top, whose names and expressions are in the list, were made of; a key is that of the rows of its group. */
static void record(lua_State *L, const SllScope *scope, int list, lua_Integer count, int columns, int params) {
  int box = lua_gettop(L);
  SllOrigin origin = sll_push_origin(L, scope, 1, params);
  for (int64_t i = 0; i < scope->grouping.count; i++) {
    lua_pushvalue(L, box);
    sll_push_recipe(L, 1);
    sll_set_text(L, "key", scope->grouping.names[i]);
    lua_pushvalue(L, origin.groups);
    lua_setfield(L, -2, "groups");
    sll_set_recipe(L, scope->grouping.names[i]);
    lua_pop(L, 1);
  }
  for (lua_Integer i = 0; i < count; i++) {
    int top = lua_gettop(L);
    lua_rawgeti(L, list, i * 2 + 1);
    SlStr name = sll_check_text(L, -1, "summarise");
    lua_rawgeti(L, list, i * 2 + 2);
    lua_rawgeti(L, columns, i + 1);
    lua_pushvalue(L, box);
    sll_record_value(L, &origin, 1, name);
    lua_settop(L, top);
  }
  lua_pushvalue(L, box);
  sll_record_groups(L, &origin, 1);
  lua_settop(L, box);
}

/* The table of the keys, then the values; columns are boxes in the list on top. */
static int push_result(lua_State *L, const SllScope *scope, int list, lua_Integer count, int columns, int params) {
  int64_t keys = scope->grouping.count, total = keys + count;
  SlStr *names = sll_new_array(L, total, sizeof *names);
  SlColumn **all = sll_new_array(L, total, sizeof *all);
  for (int64_t i = 0; i < keys; i++) {
    names[i] = scope->grouping.names[i];
    all[i] = scope->grouping.groups->keys[i];
  }
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, list, i * 2 + 1);
    names[keys + i] = sll_check_text(L, -1, "summarise");
    lua_rawgeti(L, columns, i + 1);
    all[keys + i] = sll_check_column(L, -1);
    lua_pop(L, 2); /* the lists keep them alive */
  }
  SlTable **box = sll_new_table(L);
  SlError err;
  int64_t rows = scope->grouping.groups ? scope->grouping.groups->group_count : 1;
  if (sl_table_new(names, all, total, rows, box, &err) != SL_OK) {
    sl_fail_more(&err, "; summarise gives the keys first, then a column for each expression");
    return sll_raise(L, &err);
  }
  if (sll_is_traced(L, 1)) record(L, scope, list, count, columns, params);
  sll_keep_about_without(L, 1, list);
  declare_figures(L, list, count);
  sll_table_done(L);
  return 1;
}

/* (t, expression ..., $values?) */
static int table_summarise(lua_State *L) {
  sll_hold_table(L, 1);
  int last, params = sll_split_params(L, 2, &last);
  lua_Integer count = sll_push_named(L, "summarise", (SllOver){1, params}, 2, last);
  int list = lua_gettop(L);
  SllScope scope = sll_open_scope(L, "summarise", 1, params, SL_PLAN_GROUPS);
  sll_check_params_used(L, &scope.params, list, "summarise");
  if (count == 0 && !scope.grouping.groups)
    return sll_fail(L, "summarise: an expression was expected, as in summarise(\"total = sum(people)\")");
  sll_look_at_bases(L, "summarise", 1, list);
  int said = sll_look_at_held_back(L, "summarise", 1, list);
  lua_createtable(L, (int)count, 0);
  int columns = lua_gettop(L);
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, list, i * 2 + 2);
    sll_evaluate(L, &scope, -1, NULL);
    lua_rawseti(L, columns, i + 1);
    lua_pop(L, 1);
  }
  push_result(L, &scope, list, count, columns, params);
  sll_note_held_back(L, "summarise", said);
  return 1;
}

#define SUMMARISE_SIGNATURE "(...: string|slavelab.Expression|table, values?: table): slavelab.Table"

static const SllFunction methods[] = {
    {"summarise", table_summarise, SUMMARISE_SIGNATURE,
     "A row for each group of group_by, or one for the whole table: the keys, then a column for each expression, "
     "which may use aggregates, keys and $values. An expression without a name has its text as its name. \"*_mean = mean(*) over numeric\" is "
     "one for each column that the condition holds of (lab.columns); without a name they keep theirs. A function "
     "is given the table of the group's rows. count() of nothing is 0, other aggregates of nothing are missing.",
     "local t = lab.table { columns = { \"force\", \"n\" }, { \"Kent\", 2 }, { \"Essex\", 3 }, { \"Kent\", 4 } }\n"
     "print(t:group_by(\"force\"):summarise(\"total = sum(n)\", \"rows = count()\"))\n"
     "print(t:summarise { { \"middle\", col.n:median() } })"},
    {"summarize", table_summarise, SUMMARISE_SIGNATURE, "The same as summarise.",
     "local t = lab.table { columns = { \"n\" }, { 2 }, { 3 } }\nprint(t:summarize(\"sum(n)\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_summarise(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", methods);
  lua_pop(L, 1);
}
