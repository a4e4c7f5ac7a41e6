#include "core/expr/check/check.h"

#include "core/base/alloc.h"
#include "core/base/foreign.h"
#include "core/base/names.h"
#include "core/expr/check/steps.h"
#include "core/expr/rewrite.h"
#include "core/expr/tree.h"
#include "core/expr/written.h"

/* --- messages -------------------------------------------------------------------------------------------------------- */

/* `what "name"`, with what it may have meant. */
static SlStatus fail_unknown(const SlCheck *check, const SlExpr *expr, const char *what, const SlStr *names,
                             int64_t count, SlError *err) {
  if (!err) return SL_ENAME;
  SlError said;
  sl_fail(&said, SL_ENAME, "%s \"%.*s\"", what, SL_STR_ARGS(expr->name));
  if (expr->kind == SL_EXPR_CALL)
    sl_fail_foreign(&said, SL_FOREIGN_FUNCTION, expr->name, names, count);
  else
    sl_fail_suggest(&said, expr->name, names, count);
  return sl_check_fail(check, expr, SL_ENAME, err, "%s", said.text);
}

/* --- names ----------------------------------------------------------------------------------------------------------- */

static SlStatus walk_column(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out) {
  const SlPlanContext *context = check->context;
  int64_t index = sl_table_find(context->table, expr->name);
  if (scope == SL_PLAN_GROUPS && context->groups) {
    for (int64_t k = 0; k < context->groups->key_count; k++)
      if (sl_str_equal(context->key_names[k], expr->name))
        return sl_make_table_column(making, context->groups->keys[k], out);
  }
  if (index < 0) {
    SlError said;
    sl_fail_no_column(&said, "", expr->name, context->table->names, context->table->column_count);
    return sl_check_fail(check, expr, SL_ENAME, making->err, "%s", said.text);
  }
  if (scope == SL_PLAN_GROUPS)
    return sl_check_fail(
        check, expr, SL_EARG, making->err,
        "column \"%.*s\" has a value in every row, and one value is wanted%s: sum(%.*s), first(%.*s) or another "
        "aggregate gives one",
        SL_STR_ARGS(expr->name), context->groups ? " for each group" : "", SL_STR_ARGS(expr->name),
        SL_STR_ARGS(expr->name));
  return sl_make_table_column(making, context->table->columns[index], out);
}

static const SlParam *find_param(const SlCheck *check, SlStr name) {
  for (int64_t i = 0; i < check->context->param_count; i++)
    if (sl_str_equal(check->context->params[i].name, name)) return &check->context->params[i];
  return NULL;
}

static SlStatus fail_param(const SlCheck *check, const SlExpr *expr, SlError *err) {
  int64_t count = check->context->param_count;
  SlStr *names = sl_alloc_array((size_t)count, sizeof *names);
  if (!names) return sl_fail_alloc(err, (size_t)count * sizeof *names);
  for (int64_t i = 0; i < count; i++) names[i] = check->context->params[i].name;
  SlStatus status = fail_unknown(check, expr, "no value was handed in for", names, count, err);
  sl_free(names);
  return status;
}

static SlStatus walk_param(SlCheck *check, const SlExpr *expr, const SlMaking *making, SlNode **out) {
  const SlParam *param = find_param(check, expr->name);
  if (!param) return fail_param(check, expr, making->err);
  if (param->list)
    return sl_check_fail(check, expr, SL_ETYPE, making->err,
                         "$%.*s is a list; a list can stand after in, x in $%.*s, and in functions of any number of values: "
                         "cut(x, $%.*s)",
                         SL_STR_ARGS(expr->name), SL_STR_ARGS(expr->name), SL_STR_ARGS(expr->name));
  return sl_make_literal(making, &param->value, out);
}

const SlParam *sl_list_of(const SlCheck *check, const SlExpr *expr) {
  const SlParam *param = expr->kind == SL_EXPR_PARAM ? find_param(check, expr->name) : NULL;
  return param && param->list ? param : NULL;
}

/* --- calls ----------------------------------------------------------------------------------------------------------- */

static SlStatus fail_function(const SlCheck *check, const SlExpr *expr, SlError *err) {
  int64_t externals = check->context->external_count, scalars = 0, count = 0;
  while (sl_scalar_function(scalars)) scalars++;
  int64_t most = scalars + SL_AGGREGATE_COUNT + SL_WINDOW_COUNT + externals;
  SlStr *names = sl_alloc_array((size_t)most, sizeof *names);
  if (!names) return sl_fail_alloc(err, (size_t)most * sizeof *names);
  for (int64_t i = 0; i < scalars; i++) names[count++] = sl_str(sl_scalar_function(i)->name);
  for (int i = 0; i < SL_AGGREGATE_COUNT; i++) names[count++] = sl_str(sl_aggregate_name((SlAggregate)i));
  for (int i = 0; i < SL_WINDOW_COUNT; i++) names[count++] = sl_str(sl_window_name((SlWindow)i));
  for (int64_t i = 0; i < externals; i++) names[count++] = check->context->externals[i].name;
  SlStatus status = fail_unknown(check, expr, "no function", names, count, err);
  sl_free(names);
  return status;
}

/* The arguments of a function that takes any number: a $value that is a list stands for each of its items. */
static SlStatus walk_spread(SlCheck *check, const SlExpr *expr, SlPlanMode scope, SlNode ***out, int64_t *out_count, SlError *err) {
  int64_t most = 1, count = 0;
  for (int64_t i = 0; i < expr->count; i++)
    most += sl_list_of(check, expr->operands[i]) ? sl_list_of(check, expr->operands[i])->list_count : 1;
  SlNode **nodes = sl_arena_alloc_array(&check->arena, (size_t)most, sizeof *nodes);
  if (!nodes) return sl_fail_alloc(err, (size_t)most * sizeof *nodes);
  for (int64_t i = 0; i < expr->count; i++) {
    const SlParam *list = sl_list_of(check, expr->operands[i]);
    SlMaking making = {check, scope == SL_PLAN_ROWS ? &check->rows : &check->group_rows, expr->operands[i], err};
    SlStatus status = list ? SL_OK : sl_walk(check, expr->operands[i], scope, &nodes[count++], err);
    for (int64_t k = 0; list && status == SL_OK && k < list->list_count; k++)
      status = sl_make_literal(&making, &list->list[k], &nodes[count++]);
    if (status != SL_OK || check->stopped) return status;
  }
  *out = nodes;
  *out_count = count;
  return SL_OK;
}

static SlStatus walk_call(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out) {
  SlAggregate aggregate;
  SlWindow window;
  int64_t external = sl_external_find(check, expr->name);
  if (sl_aggregate_find(expr->name, &aggregate)) return sl_walk_aggregate(check, expr, aggregate, scope, making, out);
  if (sl_window_find(expr->name, &window)) return sl_walk_window(check, expr, window, scope, making, out);
  if (external >= 0) return sl_walk_external(check, expr, external, scope, making, out);
  SlWholeFunction whole = sl_whole_function_find(expr->name);
  if (whole) return sl_walk_whole(check, expr, whole, scope, making, out);
  const SlFunction *function = sl_function_find(expr->name);
  if (!function) return fail_function(check, expr, making->err);
  SlNode **nodes;
  int64_t count = expr->count;
  SlStatus status = function->most == SL_ANY_NUMBER ? walk_spread(check, expr, scope, &nodes, &count, making->err)
                                                    : sl_walk_all(check, expr->operands, count, scope, &nodes, making->err);
  if (status != SL_OK || check->stopped) return status;
  return sl_make_function(making, expr->name, nodes, count, out);
}

/* --- operations ------------------------------------------------------------------------------------------------------ */

static SlStatus walk_operation(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out) {
  if (expr->op == SL_OP_IN) return sl_walk_in(check, expr, scope, making, out);
  if (expr->op == SL_OP_AND || expr->op == SL_OP_OR) return sl_walk_chain(check, expr, scope, making, out);
  SlScalar written;
  if (sl_written_value(expr, &written)) return sl_make_literal(making, &written, out);
  SlNode **nodes;
  SlStatus status = sl_walk_all(check, expr->operands, expr->count, scope, &nodes, making->err);
  if (status != SL_OK || check->stopped) return status;
  if (expr->op != SL_OP_BETWEEN) return sl_make_operation(making, expr->op, nodes, expr->count, out);
  SlNode *from, *to;
  status = sl_make_operation(making, SL_OP_GE, (SlNode *[]){nodes[0], nodes[1]}, 2, &from);
  if (status == SL_OK) status = sl_make_operation(making, SL_OP_LE, (SlNode *[]){nodes[0], nodes[2]}, 2, &to);
  if (status == SL_OK) status = sl_make_operation(making, SL_OP_AND, (SlNode *[]){from, to}, 2, out);
  return status;
}

/* --- a walk ---------------------------------------------------------------------------------------------------------- */

SlStatus sl_walk_all(SlCheck *check, SlExpr *const *exprs, int64_t count, SlPlanMode scope, SlNode ***out,
                     SlError *err) {
  SlNode **nodes = sl_arena_alloc_array(&check->arena, (size_t)count + 1, sizeof *nodes);
  if (!nodes) return sl_fail_alloc(err, ((size_t)count + 1) * sizeof *nodes);
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_walk(check, exprs[i], scope, &nodes[i], err);
    if (status != SL_OK || check->stopped) return status;
  }
  *out = nodes;
  return SL_OK;
}

SlStatus sl_walk(SlCheck *check, const SlExpr *expr, SlPlanMode scope, SlNode **out, SlError *err) {
  SlMaking making = {check, scope == SL_PLAN_ROWS ? &check->rows : &check->group_rows, expr, err};
  switch (expr->kind) {
    case SL_EXPR_COLUMN: return walk_column(check, expr, scope, &making, out);
    case SL_EXPR_PARAM: return walk_param(check, expr, &making, out);
    case SL_EXPR_LITERAL: return sl_make_literal(&making, &expr->value, out);
    case SL_EXPR_OPERATION: return walk_operation(check, expr, scope, &making, out);
    case SL_EXPR_CALL: break;
  }
  return walk_call(check, expr, scope, &making, out);
}

typedef struct Seek {
  const SlPlanContext *context;
  bool found;
} Seek;

static void seek_step(void *context, SlStr function) {
  Seek *seek = context;
  SlAggregate aggregate;
  SlWindow window;
  if (sl_aggregate_find(function, &aggregate) || sl_window_find(function, &window) || sl_whole_function_find(function)) seek->found = true;
  for (int64_t i = 0; i < seek->context->external_count; i++)
    if (sl_str_equal(seek->context->externals[i].name, function)) seek->found = true;
}

bool sl_check_has_steps(const SlExpr *expr, const SlPlanContext *context) {
  Seek seek = {.context = context};
  sl_expr_calls(expr, seek_step, &seek);
  return seek.found;
}

SlStatus sl_check_walk(SlCheck *check, SlNode **out, SlError *err) {
  sl_check_forget(check);
  check->step_next = check->call_next = 0;
  check->stopped = false;
  return sl_walk(check, check->root, check->context->mode == SL_PLAN_ROWS ? SL_PLAN_ROWS : SL_PLAN_GROUPS, out, err);
}

void sl_check_reset(SlCheck *check) {
  sl_check_forget(check);
  sl_groups_free(check->own_groups);
  for (int64_t i = 0; i < check->step_count; i++) sl_column_release(check->steps[i].result);
  sl_free(check->steps);
  sl_free(check->calls);
  sl_free(check->kept);
  sl_free(check->owned);
}
