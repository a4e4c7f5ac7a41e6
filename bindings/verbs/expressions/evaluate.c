#include "bindings/verbs/expressions/evaluate.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/calls.h"
#include "bindings/objects/row.h"
#include "bindings/verbs/expressions/define.h"
#include "bindings/verbs/expressions/expression.h"
#include "core/base/alloc.h"

SllScope sll_open_scope(lua_State *L, const char *verb, int table, int params, SlPlanMode mode) {
  SllScope scope = {.verb = verb, .mode = mode};
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  sll_check_table(L, table);
  SlTable **box = sll_new_table(L);
  scope.table = *box = sl_table_retain(sll_check_table(L, table));
  scope.grouping = sll_push_grouping(L, table);
  scope.params = sll_push_params(L, params, verb);
  return scope;
}

/* --- functions of a group ----------------------------------------------------------------------------------------- */

typedef struct GroupRun {
  const SlTable *table;
  int64_t *order, *starts;
} GroupRun;

static int push_group_table(lua_State *L, void *context, int64_t i) {
  GroupRun *run = context;
  SlError err;
  SlTable **box = sll_new_table(L);
  if (sl_table_take(run->table, run->order + run->starts[i], run->starts[i + 1] - run->starts[i], box, &err) != SL_OK)
    sll_raise(L, &err);
  return 1;
}

static int push_whole_table(lua_State *L, void *context, int64_t i) {
  (void)i;
  *sll_new_table(L) = sl_table_retain(context);
  return 1;
}

static void apply_to_groups(lua_State *L, const SllScope *scope, int function) {
  const SlGroups *groups = scope->grouping.groups;
  GroupRun run = {.table = scope->table};
  SllCalls calls = {.count = 1, .unit = "group", .push = push_whole_table, .context = scope->table};
  int top = lua_gettop(L);
  if (groups) {
    sll_push_group_order(L, groups, &run.order, &run.starts);
    calls = (SllCalls){.count = groups->group_count, .unit = "group", .push = push_group_table, .context = &run};
  }
  lua_pushnil(L);
  sll_call_each(L, function, &calls);
  lua_copy(L, -1, top + 1);
  lua_settop(L, top + 1);
}

/* --- plans -------------------------------------------------------------------------------------------------------- */

static void free_plan(void *plan) { sl_plan_free(plan); }

static void run_plan(lua_State *L, const SllScope *scope, int index) {
  sll_check_expression(L, index);
  int top = lua_gettop(L);
  SlPlanContext context = {.table = scope->table,
                           .groups = scope->grouping.groups,
                           .key_names = scope->grouping.names,
                           .params = scope->params.items,
                           .param_count = scope->params.count,
                           .mode = scope->mode};
  context.externals = sll_push_externals(L, &context.external_count);
  int functions = top + 1;
  SlExpr **own = sll_new_expression(L); /* a function that runs meanwhile may close the script's own */
  *own = sl_expr_retain(sll_check_expression(L, index));
  SlPlan *plan = NULL;
  SlError err;
  void **slot = sll_new_holder(L, free_plan);
  if (sl_plan_new(*own, &context, &plan, &err) != SL_OK) sll_raise(L, &err);
  *slot = plan;
  sll_run_externals(L, plan, scope->grouping.groups, functions);
  SlColumn **box = sll_new_column(L);
  if (sl_plan_run(plan, box, &err) != SL_OK) sll_raise(L, &err);
  sll_release_now(L, top + 4);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
  sll_column_done(L);
}

/* --- any form ----------------------------------------------------------------------------------------------------- */

static void push_given_column(lua_State *L, const SllScope *scope, int index) {
  SlColumn *column = sll_check_column(L, index);
  const SlGroups *groups = scope->grouping.groups;
  bool per_group = scope->mode == SL_PLAN_GROUPS;
  int64_t length = !per_group ? scope->table->length : groups ? groups->group_count : 1;
  if (column->length != length)
    sll_fail(L, "%s: the column has %lld values, the %s %lld %s", scope->verb, (long long)column->length,
             per_group ? "result" : "table", (long long)length, length == 1 ? "row" : "rows");
  SlColumn **own = sll_new_column(L); /* a function that runs meanwhile may close the script's own */
  *own = sl_column_retain(sll_check_column(L, index));
}

/* Whether the first text there is reads true or false: a file says no more of such a column than that it is text. */
static bool spells_booleans(const SlColumn *column) {
  if (column->type != SL_TEXT) return false;
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_column_is_null(column, row)) continue;
    SlStr text = sl_column_text(column, row);
    return (text.length == 4 && memcmp(text.bytes, "true", 4) == 0) ||
           (text.length == 5 && memcmp(text.bytes, "false", 5) == 0);
  }
  return false;
}

static void check_condition(lua_State *L, const SllScope *scope, const SlColumn *column, const char *truths) {
  if (column->type == SL_BOOLEAN) return;
  const char *type = sl_type_name(column->type);
  const char *hint = spells_booleans(column) ? "\n  Texts \"true\" and \"false\" become boolean when the file is read with "
                                               "types = { NAME = \"boolean\" }." : "";
  sll_fail(L, "%s: the condition gives %s %s; %s%s", scope->verb, type[0] == 'i' ? "an" : "a", type, truths, hint);
}

SlColumn *sll_evaluate(lua_State *L, const SllScope *scope, int index, const char *truths) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  if (lua_isfunction(L, index)) {
    if (scope->mode == SL_PLAN_GROUPS)
      apply_to_groups(L, scope, index);
    else
      sll_apply_to_rows(L, scope->table, index, truths);
  } else if (luaL_testudata(L, index, SLL_COLUMN)) {
    push_given_column(L, scope, index);
  } else {
    run_plan(L, scope, index);
  }
  SlColumn *column = sll_check_column(L, -1);
  if (truths) check_condition(L, scope, column, truths);
  return column;
}
