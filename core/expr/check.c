#include "core/expr/check.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/foreign.h"
#include "core/base/names.h"
#include "core/expr/functions.h"
#include "core/expr/making.h"
#include "core/expr/rewrite.h"
#include "core/expr/tree.h"
#include "core/expr/written.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

typedef enum Scope { ROWS, GROUPS } Scope;

static SlStatus walk(SlCheck *check, const SlExpr *expr, Scope scope, SlNode **out, SlError *err);

/* --- groups ------------------------------------------------------------------------------------------------------- */

/* The context's groups, or one of all rows. */
static SlStatus find_groups(SlCheck *check, const SlGroups **out, SlError *err) {
  *out = check->context->groups;
  if (*out) return SL_OK;
  SlStatus status =
      check->own_groups ? SL_OK : sl_groups_new(NULL, 0, check->context->table->length, false, &check->own_groups, err);
  *out = check->own_groups;
  return status;
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

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

/* --- names -------------------------------------------------------------------------------------------------------- */

static SlStatus walk_column(SlCheck *check, const SlExpr *expr, Scope scope, const SlMaking *making, SlNode **out) {
  const SlPlanContext *context = check->context;
  int64_t index = sl_table_find(context->table, expr->name);
  if (scope == GROUPS && context->groups) {
    for (int64_t k = 0; k < context->groups->key_count; k++)
      if (sl_str_equal(context->key_names[k], expr->name))
        return sl_make_table_column(making, context->groups->keys[k], out);
  }
  if (index < 0) {
    SlError said;
    sl_fail_no_column(&said, "", expr->name, context->table->names, context->table->column_count);
    return sl_check_fail(check, expr, SL_ENAME, making->err, "%s", said.text);
  }
  if (scope == GROUPS)
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

/* The list that a $value stands for; NULL when it is none. */
static const SlParam *list_of(const SlCheck *check, const SlExpr *expr) {
  const SlParam *param = expr->kind == SL_EXPR_PARAM ? find_param(check, expr->name) : NULL;
  return param && param->list ? param : NULL;
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

/* The step of this walk's next number; new ones are empty. */
static SlStatus next_step(SlCheck *check, const SlExpr *expr, SlStep **out, SlError *err) {
  if (check->step_next == check->step_count) {
    SlStatus status = sl_check_grow((void **)&check->steps, check->step_count, &check->step_capacity, sizeof *check->steps, err);
    if (status != SL_OK) return status;
    check->steps[check->step_count++] = (SlStep){.expr = expr};
  }
  *out = &check->steps[check->step_next++];
  return SL_OK;
}

/* A step before the one numbered `before` that works out the same; its result serves for both. */
static const SlStep *same_step(const SlCheck *check, const SlExpr *expr, int64_t before) {
  for (int64_t i = 0; i < before; i++)
    if (check->steps[i].result && sl_expr_equal(check->steps[i].expr, expr)) return &check->steps[i];
  return NULL;
}

/* The result of a step where it is used. one_per_group: else it has a row a row. */
static SlStatus use_step(const SlMaking *making, const SlStep *step, bool one_per_group, Scope scope, SlNode **out) {
  SlNodeKind kind = one_per_group && scope == ROWS ? SL_NODE_GROUPED : SL_NODE_COLUMN;
  const SlColumn *result = step->result;
  if (step->unknown) return sl_make_unknown(making, out);
  SlNode node = {.kind = kind,
                 .type = step->type,
                 .untyped = step->untyped,
                 .column = step->result,
                 .expr = making->expr,
                 .may_miss = !result || result->validity,
                 .may_reason = !result || result->reasons,
                 .may_flag = !result || result->flags};
  node.constant = kind == SL_NODE_GROUPED && !sl_check_rows(making->check).groups;
  *out = sl_program_add(making->program, &node);
  return *out ? SL_OK : sl_fail_alloc(making->err, sizeof node);
}

/* The columns of argument nodes. */
static SlStatus run_arguments(SlCheck *check, SlNode **nodes, int64_t count, Scope scope, SlColumn **columns,
                              SlError *err) {
  SlScope rows = sl_check_rows(check), groups = sl_check_group_rows(check);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count; i++) columns[i] = NULL;
  for (int64_t i = 0; status == SL_OK && i < count; i++)
    status = scope == ROWS ? sl_program_run(&check->rows, nodes[i], &rows, &columns[i], err)
                           : sl_program_run(&check->group_rows, nodes[i], &groups, &columns[i], err);
  if (status == SL_OK) return SL_OK;
  for (int64_t i = 0; i < count; i++) sl_column_release(columns[i]);
  return status;
}

static SlStatus walk_all(SlCheck *check, SlExpr *const *exprs, int64_t count, Scope scope, SlNode ***out,
                         SlError *err) {
  SlNode **nodes = sl_arena_alloc_array(&check->arena, (size_t)count + 1, sizeof *nodes);
  if (!nodes) return sl_fail_alloc(err, ((size_t)count + 1) * sizeof *nodes);
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = walk(check, exprs[i], scope, &nodes[i], err);
    if (status != SL_OK || check->stopped) return status;
  }
  *out = nodes;
  return SL_OK;
}

static bool any_unknown(SlNode *const *nodes, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (nodes[i]->unknown) return true;
  return false;
}

/* --- aggregates --------------------------------------------------------------------------------------------------- */

static SlStatus check_constant(const SlCheck *check, const SlExpr *expr, SlAggregate aggregate, SlConstantKind kind,
                               const SlNode *node, SlConstant *constant, SlError *err) {
  const char *name = sl_aggregate_name(aggregate);
  if (kind == SL_CONSTANT_TEXT) {
    if (node->kind != SL_NODE_LITERAL || node->type != SL_TEXT || node->value.missing)
      return sl_check_fail(check, expr, SL_EARG, err, "the last argument of %s is a text that stands there, or a $value", name);
    constant->text = node->value.text;
    return SL_OK;
  }
  if (!sl_node_constant(node, &constant->number))
    return sl_check_fail(check, expr, SL_EARG, err,
                         "the last argument of %s is a number or a $value, not worked out from columns", name);
  SlError said;
  SlStatus status = sl_aggregate_check_number(aggregate, constant->number, &said);
  return status == SL_OK ? SL_OK : sl_check_fail(check, expr, status, err, "%s", said.text);
}

static SlStatus run_aggregate(SlCheck *check, SlAggregate aggregate, SlNode **nodes, int64_t count, SlConstant constant,
                              SlStep *step, SlError *err) {
  SlColumn *columns[2];
  SlStatus status = run_arguments(check, nodes, count, ROWS, columns, err);
  if (status != SL_OK) return status;
  const SlGroups *groups;
  status = find_groups(check, &groups, err);
  if (status == SL_OK)
    status =
        sl_aggregate(aggregate, (const SlColumn *const *)columns, (int)count, constant, groups, &step->result, err);
  for (int64_t i = 0; i < count; i++) sl_column_release(columns[i]);
  return status;
}

/* The type of the result. What has no value stays text where texts are taken, and else becomes a condition or a
 * number. */
static SlStatus type_aggregate(SlCheck *check, const SlExpr *expr, SlAggregate aggregate, SlNode **nodes, int64_t count,
                               SlStep *step, SlError *err) {
  SlMaking making = {check, &check->rows, expr, err};
  static const SlType tried[] = {SL_TEXT, SL_NUMBER, SL_BOOLEAN};
  SlType types[2] = {SL_INTEGER, SL_INTEGER};
  SlError said;
  for (int t = 0; t < 3; t++) {
    for (int64_t i = 0; i < count; i++) types[i] = nodes[i]->untyped ? tried[t] : nodes[i]->type;
    if (sl_aggregate_type(aggregate, types, (int)count, &step->type, &said) != SL_OK) continue;
    SlStatus status = SL_OK;
    for (int64_t i = 0; status == SL_OK && i < count; i++) status = sl_make_typed(&making, tried[t], &nodes[i]);
    return status;
  }
  return sl_check_fail(check, expr, said.status, err, "%s", said.text);
}

/* count(n > 1) would count the rows where n is there. Of a column that is true or false, how many there are is a question. */
static bool counts_condition(const SlExpr *expr, SlAggregate aggregate, SlNode *const *nodes) {
  if (aggregate != SL_AGG_COUNT || expr->count != 1 || nodes[0]->unknown || nodes[0]->untyped) return false;
  SlExprKind kind = expr->operands[0]->kind;
  return nodes[0]->type == SL_BOOLEAN && (kind == SL_EXPR_OPERATION || kind == SL_EXPR_CALL);
}

static SlStatus walk_aggregate(SlCheck *check, const SlExpr *expr, SlAggregate aggregate, Scope scope,
                               const SlMaking *making, SlNode **out) {
  SlError *err = making->err;
  int fewest, most;
  SlConstantKind kind;
  sl_aggregate_arity(aggregate, &fewest, &most, &kind);
  int64_t count = expr->count - (kind != SL_CONSTANT_NONE);
  if (count < fewest || count > most) {
    SlError said;
    SlStatus wrong = sl_aggregate_fail_arity(aggregate, &said);
    return sl_check_fail(check, expr, wrong, err, "%s", said.text);
  }
  SlNode **nodes;
  SlStatus status = walk_all(check, expr->operands, expr->count, ROWS, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  if (counts_condition(expr, aggregate, nodes))
    return sl_check_fail(check, expr, SL_EARG, err,
                         "count(x) counts the rows where x is there, and a condition is there when it is false, too; count_if(condition) "
                         "counts those where it is true");
  SlConstant constant = {0};
  if (kind != SL_CONSTANT_NONE && !nodes[count]->unknown)
    status = check_constant(check, expr->operands[count], aggregate, kind, nodes[count], &constant, err);
  if (status == SL_OK && aggregate == SL_AGG_JOIN_TEXT && !nodes[0]->unknown)
    status = sl_make_text(&(SlMaking){check, &check->rows, expr, err}, &nodes[0]);
  SlStep *step;
  if (status == SL_OK) status = next_step(check, expr, &step, err);
  if (status != SL_OK) return status;
  step->unknown = any_unknown(nodes, expr->count);
  if (!step->unknown) {
    status = type_aggregate(check, expr, aggregate, nodes, count, step, err);
    if (status != SL_OK) return status;
    step->untyped = step->type == SL_TEXT && nodes[0]->untyped;
  }
  if (check->live && !step->result && !step->unknown) {
    const SlStep *same = same_step(check, expr, check->step_next - 1);
    if (same)
      step->result = sl_column_retain(same->result);
    else
      status = run_aggregate(check, aggregate, nodes, count, constant, step, err);
    if (status != SL_OK) return status;
  }
  return use_step(making, step, true, scope, out);
}

/* --- windows ------------------------------------------------------------------------------------------------------ */

static SlStatus run_window(SlCheck *check, SlWindow window, SlNode **nodes, bool takes_column, int64_t n, SlStep *step,
                           SlError *err) {
  SlColumn *column = NULL;
  SlStatus status = takes_column ? run_arguments(check, nodes, 1, ROWS, &column, err) : SL_OK;
  if (status != SL_OK) return status;
  status = sl_window(window, column, n, check->context->table->length, check->context->groups, &step->result, err);
  sl_column_release(column);
  return status;
}

/* As of an aggregate. */
static SlStatus type_window(SlCheck *check, const SlExpr *expr, SlWindow window, SlNode **node, SlStep *step,
                            SlError *err) {
  SlMaking making = {check, &check->rows, expr, err};
  SlError said;
  if (sl_window_type(window, node ? (*node)->type : SL_INTEGER, &step->type, &said) == SL_OK) return SL_OK;
  if (!node || !(*node)->untyped || sl_window_type(window, SL_NUMBER, &step->type, &said) != SL_OK)
    return sl_check_fail(check, expr, said.status, err, "%s", said.text);
  return sl_make_typed(&making, SL_NUMBER, node);
}

static SlStatus walk_window(SlCheck *check, const SlExpr *expr, SlWindow window, Scope scope, const SlMaking *making,
                            SlNode **out) {
  SlError *err = making->err;
  const char *name = sl_window_name(window);
  bool takes_column, takes_n, needs_n;
  sl_window_arity(window, &takes_column, &takes_n, &needs_n);
  int64_t fewest = takes_column + needs_n, most = takes_column + takes_n;
  if (scope == GROUPS)
    return sl_check_fail(
        check, expr, SL_EARG, err,
        "%s gives a value for every row, and one value is wanted; it belongs into mutate, or into an aggregate", name);
  if (expr->count < fewest || expr->count > most)
    return sl_check_fail(check, expr, SL_EARG, err, "%s takes %s%s%s%s", name, takes_column ? "a column" : "nothing",
                         needs_n ? " and a number of " : takes_n ? ", and a number of " : "", takes_n ? sl_window_counts(window) : "",
                         takes_n && !needs_n ? " unless it is 1" : "");
  SlNode **nodes;
  SlStatus status = walk_all(check, expr->operands, expr->count, ROWS, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  double n = 1;
  if (expr->count == 2 && !nodes[1]->unknown &&
      (!sl_node_constant(nodes[1], &n) || !(n >= 1 && n <= 0x1p53 && trunc(n) == n)))
    return sl_check_fail(check, expr->operands[1], SL_EARG, err,
                         "the number of %s of %s is a whole number of at least 1, or such a $value", sl_window_counts(window), name);
  SlStep *step;
  status = next_step(check, expr, &step, err);
  if (status != SL_OK) return status;
  step->unknown = any_unknown(nodes, expr->count);
  if (!step->unknown) {
    status = type_window(check, expr, window, takes_column ? &nodes[0] : NULL, step, err);
    if (status != SL_OK) return status;
    step->untyped = step->type == SL_TEXT && nodes[0]->untyped;
  }
  if (check->live && !step->result && !step->unknown) {
    const SlStep *same = same_step(check, expr, check->step_next - 1);
    if (same)
      step->result = sl_column_retain(same->result);
    else
      status = run_window(check, window, nodes, takes_column, (int64_t)n, step, err);
    if (status != SL_OK) return status;
  }
  return use_step(making, step, false, scope, out);
}

/* --- functions defined outside ------------------------------------------------------------------------------------ */

static int64_t find_external(const SlCheck *check, SlStr name) {
  for (int64_t i = 0; i < check->context->external_count; i++)
    if (sl_str_equal(check->context->externals[i].name, name)) return i;
  return -1;
}

static SlStatus walk_external(SlCheck *check, const SlExpr *expr, int64_t external, Scope scope, const SlMaking *making,
                              SlNode **out) {
  SlError *err = making->err;
  bool aggregate = check->context->externals[external].kind == SL_EXTERNAL_AGGREGATE;
  Scope inner = aggregate ? ROWS : scope;
  SlNode **nodes;
  SlStatus status = walk_all(check, expr->operands, expr->count, inner, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  SlStep *step;
  status = next_step(check, expr, &step, err);
  if (status != SL_OK) return status;
  step->external = true;
  int64_t call = check->call_next++;
  if (call == check->call_count) {
    status = sl_check_grow((void **)&check->calls, check->call_count, &check->call_capacity, sizeof *check->calls, err);
    if (status != SL_OK) return status;
    int64_t rows = aggregate || scope == GROUPS ? sl_check_group_rows(check).length : check->context->table->length;
    check->calls[check->call_count++] = (SlCall){external, rows};
  }
  if (check->live && call == check->stop_at) {
    check->arguments = sl_alloc_zeroed((size_t)expr->count, sizeof *check->arguments);
    if (!check->arguments) return sl_fail_alloc(err, (size_t)expr->count * sizeof *check->arguments);
    status = run_arguments(check, nodes, expr->count, inner, check->arguments, err);
    check->argument_count = expr->count;
    check->stopped = true;
    return status;
  }
  const SlColumn *result = step->result;
  step->unknown = !result;
  if (result) step->type = result->type;
  step->untyped = result && result->type == SL_TEXT && result->null_count == result->length;
  return use_step(making, step, aggregate, scope, out);
}

/* --- functions that need the whole column --------------------------------------------------------------------------- */

static SlStatus run_whole(SlCheck *check, SlWholeFunction function, SlNode **nodes, Scope scope, SlStep *step, SlError *err) {
  SlColumn *column;
  SlStatus status = run_arguments(check, nodes, 1, scope, &column, err);
  if (status != SL_OK) return status;
  SlError said;
  status = function(column, &step->result, &said);
  sl_column_release(column);
  return status == SL_OK ? SL_OK : sl_check_fail(check, step->expr, status, err, "%s", said.text);
}

/* A step in every walk, so that steps keep their numbers; it is used where the argument is a text of many values. */
static SlStatus walk_whole(SlCheck *check, const SlExpr *expr, SlWholeFunction function, Scope scope, const SlMaking *making,
                           SlNode **out) {
  SlError *err = making->err;
  SlNode **nodes;
  SlStatus status = walk_all(check, expr->operands, expr->count, scope, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  SlStep *step;
  status = next_step(check, expr, &step, err);
  if (status != SL_OK) return status;
  bool of_texts = expr->count == 1 && !nodes[0]->unknown && !nodes[0]->untyped && nodes[0]->type == SL_TEXT && nodes[0]->kind != SL_NODE_LITERAL;
  if (!of_texts) return sl_make_function(making, expr->name, nodes, expr->count, out);
  if (check->live && !step->result) {
    const SlStep *same = same_step(check, expr, check->step_next - 1);
    if (same)
      step->result = sl_column_retain(same->result);
    else
      status = run_whole(check, function, nodes, scope, step, err);
    if (status != SL_OK) return status;
  }
  step->unknown = !step->result;
  if (step->result) step->type = step->result->type;
  step->untyped = step->result && step->type == SL_TEXT;
  return use_step(making, step, scope == GROUPS, scope, out);
}

/* --- calls -------------------------------------------------------------------------------------------------------- */

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
static SlStatus walk_spread(SlCheck *check, const SlExpr *expr, Scope scope, SlNode ***out, int64_t *out_count, SlError *err) {
  int64_t most = 1, count = 0;
  for (int64_t i = 0; i < expr->count; i++)
    most += list_of(check, expr->operands[i]) ? list_of(check, expr->operands[i])->list_count : 1;
  SlNode **nodes = sl_arena_alloc_array(&check->arena, (size_t)most, sizeof *nodes);
  if (!nodes) return sl_fail_alloc(err, (size_t)most * sizeof *nodes);
  for (int64_t i = 0; i < expr->count; i++) {
    const SlParam *list = list_of(check, expr->operands[i]);
    SlMaking making = {check, scope == ROWS ? &check->rows : &check->group_rows, expr->operands[i], err};
    SlStatus status = list ? SL_OK : walk(check, expr->operands[i], scope, &nodes[count++], err);
    for (int64_t k = 0; list && status == SL_OK && k < list->list_count; k++)
      status = sl_make_literal(&making, &list->list[k], &nodes[count++]);
    if (status != SL_OK || check->stopped) return status;
  }
  *out = nodes;
  *out_count = count;
  return SL_OK;
}

static SlStatus walk_call(SlCheck *check, const SlExpr *expr, Scope scope, const SlMaking *making, SlNode **out) {
  SlAggregate aggregate;
  SlWindow window;
  int64_t external = find_external(check, expr->name);
  if (sl_aggregate_find(expr->name, &aggregate)) return walk_aggregate(check, expr, aggregate, scope, making, out);
  if (sl_window_find(expr->name, &window)) return walk_window(check, expr, window, scope, making, out);
  if (external >= 0) return walk_external(check, expr, external, scope, making, out);
  SlWholeFunction whole = sl_whole_function_find(expr->name);
  if (whole) return walk_whole(check, expr, whole, scope, making, out);
  const SlFunction *function = sl_function_find(expr->name);
  if (!function) return fail_function(check, expr, making->err);
  SlNode **nodes;
  int64_t count = expr->count;
  SlStatus status = function->most == SL_ANY_NUMBER ? walk_spread(check, expr, scope, &nodes, &count, making->err)
                                                    : walk_all(check, expr->operands, count, scope, &nodes, making->err);
  if (status != SL_OK || check->stopped) return status;
  return sl_make_function(making, expr->name, nodes, count, out);
}

/* --- operations --------------------------------------------------------------------------------------------------- */

/* Items that stand there, those of a $value that is a list among them, are kept apart from those worked out. */
static SlStatus walk_in(SlCheck *check, const SlExpr *expr, Scope scope, const SlMaking *making, SlNode **out) {
  SlNode *value;
  SlStatus status = walk(check, expr->operands[0], scope, &value, making->err);
  if (status != SL_OK || check->stopped) return status;
  int64_t most = 1, item_count = 0, other_count = 0;
  for (int64_t i = 1; i < expr->count; i++)
    most += list_of(check, expr->operands[i]) ? list_of(check, expr->operands[i])->list_count : 1;
  SlScalar *items = sl_arena_alloc_array(&check->arena, (size_t)most, sizeof *items);
  SlNode **others = sl_arena_alloc_array(&check->arena, (size_t)expr->count, sizeof *others);
  if (!items || !others) return sl_fail_alloc(making->err, (size_t)most * sizeof *items);
  for (int64_t i = 1; i < expr->count; i++) {
    const SlParam *list = list_of(check, expr->operands[i]);
    for (int64_t k = 0; list && k < list->list_count; k++) items[item_count++] = list->list[k];
    if (list) continue;
    if (expr->operands[i]->kind == SL_EXPR_LITERAL) { /* a node each would be a million of them */
      items[item_count++] = expr->operands[i]->value;
      continue;
    }
    SlNode *item;
    status = walk(check, expr->operands[i], scope, &item, making->err);
    if (status != SL_OK || check->stopped) return status;
    if (item->kind == SL_NODE_LITERAL)
      items[item_count++] = item->value;
    else
      others[other_count++] = item;
  }
  return sl_make_membership(making, value, items, item_count, others, other_count, out);
}

/* The value that the operand is equal to, in an == (or ~=) of something with a literal; NULL when it is none. */
static const SlExpr *literal_of(const SlExpr *expr, SlOperator op, const SlExpr **compared) {
  if (expr->kind != SL_EXPR_OPERATION || expr->op != op) return NULL;
  bool left = expr->operands[0]->kind == SL_EXPR_LITERAL, right = expr->operands[1]->kind == SL_EXPR_LITERAL;
  if (left == right) return NULL;
  *compared = expr->operands[left ? 1 : 0];
  return expr->operands[left ? 0 : 1];
}

/* What is compared with a literal in most of a long chain: that of the first operand that does. */
static const SlExpr *compared_in(const SlExpr *expr, SlOperator op) {
  const SlExpr *compared = NULL;
  for (int64_t i = 0; i < expr->count; i++)
    if (literal_of(expr->operands[i], op, &compared)) return compared;
  return NULL;
}

/* x == 1 or x == 2 or ... is x in (1, 2, ...), and x ~= 1 and x ~= 2 ... its negation: looked up, however many there are.
 * What does not fit stays what it was, and tells what is wrong in its own place. */
static SlStatus gather_items(SlCheck *check, const SlExpr *expr, Scope scope, const SlMaking *making, SlExpr **rest,
                             int64_t *rest_count, SlNode **member) {
  SlOperator op = expr->op == SL_OP_OR ? SL_OP_EQ : SL_OP_NE;
  const SlExpr *compared = compared_in(expr, op), *own = NULL;
  SlScalar *items = sl_arena_alloc_array(&check->arena, (size_t)expr->count, sizeof *items);
  SlNode *value = NULL;
  if (!items) return sl_fail_alloc(making->err, (size_t)expr->count * sizeof *items);
  SlStatus status = compared ? walk(check, compared, scope, &value, making->err) : SL_OK;
  if (status != SL_OK || check->stopped) return status;
  bool plain = value && !value->unknown && !value->untyped;
  int64_t count = 0;
  for (int64_t i = 0; i < expr->count; i++) {
    const SlExpr *literal = literal_of(expr->operands[i], op, &own);
    if (plain && literal && sl_expr_equal(own, compared) && sl_item_fits(value->type, &literal->value))
      items[count++] = literal->value;
    else
      rest[(*rest_count)++] = expr->operands[i];
  }
  if (count == 0) return SL_OK;
  status = sl_make_membership(making, value, items, count, NULL, 0, member);
  return status == SL_OK && op == SL_OP_NE ? sl_make_operation(making, SL_OP_NOT, member, 1, member) : status;
}

/* and, or: long ones through gather_items(), unless it would work out a step that is met later. */
static SlStatus walk_chain(SlCheck *check, const SlExpr *expr, Scope scope, const SlMaking *making, SlNode **out) {
  enum { LONG = 8 };
  SlNode **nodes, *joined = NULL;
  SlExpr *const *rest = expr->operands;
  int64_t count = expr->count;
  SlStatus status = SL_OK;
  if (count > LONG && check->live && check->step_count == 0) {
    SlExpr **others = sl_arena_alloc_array(&check->arena, (size_t)count, sizeof *others);
    if (!others) return sl_fail_alloc(making->err, (size_t)count * sizeof *others);
    rest = others;
    count = 0;
    status = gather_items(check, expr, scope, making, others, &count, &joined);
  }
  if (status == SL_OK) status = walk_all(check, rest, count, scope, &nodes, making->err);
  if (status != SL_OK || check->stopped) return status;
  for (int64_t i = 0; status == SL_OK && i < count; i++)
    if (joined)
      status = sl_make_operation(making, expr->op, (SlNode *[]){joined, nodes[i]}, 2, &joined);
    else
      joined = nodes[i];
  *out = joined;
  return status;
}

static SlStatus walk_operation(SlCheck *check, const SlExpr *expr, Scope scope, const SlMaking *making, SlNode **out) {
  if (expr->op == SL_OP_IN) return walk_in(check, expr, scope, making, out);
  if (expr->op == SL_OP_AND || expr->op == SL_OP_OR) return walk_chain(check, expr, scope, making, out);
  SlScalar written;
  if (sl_written_value(expr, &written)) return sl_make_literal(making, &written, out);
  SlNode **nodes;
  SlStatus status = walk_all(check, expr->operands, expr->count, scope, &nodes, making->err);
  if (status != SL_OK || check->stopped) return status;
  if (expr->op != SL_OP_BETWEEN) return sl_make_operation(making, expr->op, nodes, expr->count, out);
  SlNode *from, *to;
  status = sl_make_operation(making, SL_OP_GE, (SlNode *[]){nodes[0], nodes[1]}, 2, &from);
  if (status == SL_OK) status = sl_make_operation(making, SL_OP_LE, (SlNode *[]){nodes[0], nodes[2]}, 2, &to);
  if (status == SL_OK) status = sl_make_operation(making, SL_OP_AND, (SlNode *[]){from, to}, 2, out);
  return status;
}

static SlStatus walk(SlCheck *check, const SlExpr *expr, Scope scope, SlNode **out, SlError *err) {
  SlMaking making = {check, scope == ROWS ? &check->rows : &check->group_rows, expr, err};
  switch (expr->kind) {
    case SL_EXPR_COLUMN: return walk_column(check, expr, scope, &making, out);
    case SL_EXPR_PARAM: return walk_param(check, expr, &making, out);
    case SL_EXPR_LITERAL: return sl_make_literal(&making, &expr->value, out);
    case SL_EXPR_OPERATION: return walk_operation(check, expr, scope, &making, out);
    case SL_EXPR_CALL: break;
  }
  return walk_call(check, expr, scope, &making, out);
}

/* --- a walk ------------------------------------------------------------------------------------------------------- */

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
  return walk(check, check->root, check->context->mode == SL_PLAN_ROWS ? ROWS : GROUPS, out, err);
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
