#include "core/expr/check/steps.h"

#include <math.h>

#include "core/expr/tree.h"

static SlStatus run_window(SlCheck *check, SlWindow window, SlNode **nodes, bool takes_column, int64_t n, SlStep *step,
                           SlError *err) {
  SlColumn *column = NULL;
  SlStatus status = takes_column ? sl_step_arguments(check, nodes, 1, SL_PLAN_ROWS, &column, err) : SL_OK;
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

SlStatus sl_walk_window(SlCheck *check, const SlExpr *expr, SlWindow window, SlPlanMode scope, const SlMaking *making,
                        SlNode **out) {
  SlError *err = making->err;
  const char *name = sl_window_name(window);
  bool takes_column, takes_n, needs_n;
  sl_window_arity(window, &takes_column, &takes_n, &needs_n);
  int64_t fewest = takes_column + needs_n, most = takes_column + takes_n;
  if (scope == SL_PLAN_GROUPS)
    return sl_check_fail(
        check, expr, SL_EARG, err,
        "%s gives a value for every row, and one value is wanted; it belongs into mutate, or into an aggregate", name);
  if (expr->count < fewest || expr->count > most)
    return sl_check_fail(check, expr, SL_EARG, err, "%s takes %s%s%s%s", name, takes_column ? "a column" : "nothing",
                         needs_n ? " and a number of " : takes_n ? ", and a number of " : "", takes_n ? sl_window_counts(window) : "",
                         takes_n && !needs_n ? " unless it is 1" : "");
  SlNode **nodes;
  SlStatus status = sl_walk_all(check, expr->operands, expr->count, SL_PLAN_ROWS, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  double n = 1;
  if (expr->count == 2 && !nodes[1]->unknown &&
      (!sl_node_constant(nodes[1], &n) || !(n >= 1 && n <= 0x1p53 && trunc(n) == n)))
    return sl_check_fail(check, expr->operands[1], SL_EARG, err,
                         "the number of %s of %s is a whole number of at least 1, or such a $value", sl_window_counts(window), name);
  SlStep *step;
  status = sl_step_next(check, expr, &step, err);
  if (status != SL_OK) return status;
  step->unknown = sl_any_unknown(nodes, expr->count);
  if (!step->unknown) {
    status = type_window(check, expr, window, takes_column ? &nodes[0] : NULL, step, err);
    if (status != SL_OK) return status;
    step->untyped = step->type == SL_TEXT && nodes[0]->untyped;
  }
  if (sl_step_is_due(check, step)) status = run_window(check, window, nodes, takes_column, (int64_t)n, step, err);
  if (status != SL_OK) return status;
  return sl_step_use(making, step, false, scope, out);
}
