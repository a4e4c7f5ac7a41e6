#include "core/expr/check/steps.h"

#include "core/expr/tree.h"

/* The context's groups, or one of all rows. */
static SlStatus find_groups(SlCheck *check, const SlGroups **out, SlError *err) {
  *out = check->context->groups;
  if (*out) return SL_OK;
  SlStatus status =
      check->own_groups ? SL_OK : sl_groups_new(NULL, 0, check->context->table->length, false, &check->own_groups, err);
  *out = check->own_groups;
  return status;
}

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
  SlStatus status = sl_step_arguments(check, nodes, count, SL_PLAN_ROWS, columns, err);
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

SlStatus sl_walk_aggregate(SlCheck *check, const SlExpr *expr, SlAggregate aggregate, SlPlanMode scope,
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
  SlStatus status = sl_walk_all(check, expr->operands, expr->count, SL_PLAN_ROWS, &nodes, err);
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
  if (status == SL_OK) status = sl_step_next(check, expr, &step, err);
  if (status != SL_OK) return status;
  step->unknown = sl_any_unknown(nodes, expr->count);
  if (!step->unknown) {
    status = type_aggregate(check, expr, aggregate, nodes, count, step, err);
    if (status != SL_OK) return status;
    step->untyped = step->type == SL_TEXT && nodes[0]->untyped;
  }
  if (sl_step_is_due(check, step)) status = run_aggregate(check, aggregate, nodes, count, constant, step, err);
  if (status != SL_OK) return status;
  return sl_step_use(making, step, true, scope, out);
}
