#include "core/expr/check/steps.h"

#include "core/expr/tree.h"

static SlStatus run_whole(SlCheck *check, SlWholeFunction function, SlNode **nodes, SlPlanMode scope, SlStep *step, SlError *err) {
  SlColumn *column;
  SlStatus status = sl_step_arguments(check, nodes, 1, scope, &column, err);
  if (status != SL_OK) return status;
  SlError said;
  status = function(column, &step->result, &said);
  sl_column_release(column);
  return status == SL_OK ? SL_OK : sl_check_fail(check, step->expr, status, err, "%s", said.text);
}

/* A step in every walk, so that steps keep their numbers; it is used where the argument is a text of many values. */
SlStatus sl_walk_whole(SlCheck *check, const SlExpr *expr, SlWholeFunction function, SlPlanMode scope, const SlMaking *making,
                       SlNode **out) {
  SlError *err = making->err;
  SlNode **nodes;
  SlStatus status = sl_walk_all(check, expr->operands, expr->count, scope, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  SlStep *step;
  status = sl_step_next(check, expr, &step, err);
  if (status != SL_OK) return status;
  bool of_texts = expr->count == 1 && !nodes[0]->unknown && !nodes[0]->untyped && nodes[0]->type == SL_TEXT && nodes[0]->kind != SL_NODE_LITERAL;
  if (!of_texts) return sl_make_function(making, expr->name, nodes, expr->count, out);
  step->unknown = false; /* of a walk before, which was dry */
  if (sl_step_is_due(check, step)) status = run_whole(check, function, nodes, scope, step, err);
  if (status != SL_OK) return status;
  step->unknown = !step->result;
  if (step->result) step->type = step->result->type;
  step->untyped = step->result && step->type == SL_TEXT;
  return sl_step_use(making, step, scope == SL_PLAN_GROUPS, scope, out);
}
