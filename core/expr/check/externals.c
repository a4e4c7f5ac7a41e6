#include "core/expr/check/steps.h"

#include "core/base/alloc.h"
#include "core/expr/tree.h"

int64_t sl_external_find(const SlCheck *check, SlStr name) {
  for (int64_t i = 0; i < check->context->external_count; i++)
    if (sl_str_equal(check->context->externals[i].name, name)) return i;
  return -1;
}

SlStatus sl_walk_external(SlCheck *check, const SlExpr *expr, int64_t external, SlPlanMode scope, const SlMaking *making,
                          SlNode **out) {
  SlError *err = making->err;
  bool aggregate = check->context->externals[external].kind == SL_EXTERNAL_AGGREGATE;
  SlPlanMode inner = aggregate ? SL_PLAN_ROWS : scope;
  SlNode **nodes;
  SlStatus status = sl_walk_all(check, expr->operands, expr->count, inner, &nodes, err);
  if (status != SL_OK || check->stopped) return status;
  SlStep *step;
  status = sl_step_next(check, expr, &step, err);
  if (status != SL_OK) return status;
  step->external = true;
  int64_t call = check->call_next++;
  if (call == check->call_count) {
    status = sl_check_grow((void **)&check->calls, check->call_count, &check->call_capacity, sizeof *check->calls, err);
    if (status != SL_OK) return status;
    int64_t rows = aggregate || scope == SL_PLAN_GROUPS ? sl_check_group_rows(check).length : check->context->table->length;
    check->calls[check->call_count++] = (SlCall){external, rows};
  }
  if (check->live && call == check->stop_at) {
    check->arguments = sl_alloc_zeroed((size_t)expr->count, sizeof *check->arguments);
    if (!check->arguments) return sl_fail_alloc(err, (size_t)expr->count * sizeof *check->arguments);
    status = sl_step_arguments(check, nodes, expr->count, inner, check->arguments, err);
    check->argument_count = expr->count;
    check->stopped = true;
    return status;
  }
  const SlColumn *result = step->result;
  step->unknown = !result;
  if (result) step->type = result->type;
  step->untyped = result && result->type == SL_TEXT && result->null_count == result->length;
  return sl_step_use(making, step, aggregate, scope, out);
}
