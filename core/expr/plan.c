#include "core/expr/plan.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/check/check.h"

struct SlPlan {
  SlCheck check;
  SlNode *root;  /* of the last walk, when that was live and nothing can change it; else NULL */
  SlType type;
};

SlStatus sl_plan_new(const SlExpr *expr, const SlPlanContext *context, SlPlan **out, SlError *err) {
  SlPlan *plan = sl_alloc_zeroed(1, sizeof *plan);
  if (!plan) return sl_fail_alloc(err, sizeof *plan);
  SlCheck *check = &plan->check;
  check->root = expr;
  check->context = context;
  check->stop_at = -1;
  sl_arena_init(&check->arena);
  check->live = !sl_check_has_steps(expr, context); /* then nothing runs on the way, and once is enough */
  SlNode *root = NULL;
  SlStatus status = sl_check_walk(check, &root, err);
  if (status != SL_OK) {
    sl_plan_free(plan);
    return status;
  }
  plan->type = root->type;
  plan->root = check->live ? root : NULL;
  *out = plan;
  return SL_OK;
}

void sl_plan_free(SlPlan *plan) {
  if (!plan) return;
  sl_check_reset(&plan->check);
  sl_arena_reset(&plan->check.arena);
  sl_free(plan);
}

SlType sl_plan_type(const SlPlan *plan) { return plan->type; }
int64_t sl_plan_external_count(const SlPlan *plan) { return plan->check.call_count; }

SlStatus sl_plan_external_arguments(SlPlan *plan, int64_t call, int64_t *external, SlColumn ***arguments,
                                    int64_t *count, int64_t *rows, SlError *err) {
  SlCheck *check = &plan->check;
  SlNode *root;
  check->live = true;
  check->stop_at = call;
  check->arguments = NULL;
  SlStatus status = sl_check_walk(check, &root, err);
  check->stop_at = -1;
  if (status != SL_OK) {
    sl_free(check->arguments);
    return status;
  }
  *external = check->calls[call].external;
  *rows = check->calls[call].rows;
  *arguments = check->arguments;
  *count = check->argument_count;
  return SL_OK;
}

/* The step of an external call, found by walking the steps of the last walk. */
static SlStep *step_of_call(SlCheck *check, int64_t call) {
  for (int64_t i = 0; i < check->step_count; i++)
    if (check->steps[i].external && call-- == 0) return &check->steps[i];
  return NULL;
}

SlStatus sl_plan_external_supply(SlPlan *plan, int64_t call, SlColumn *result, SlError *err) {
  SlStep *step = step_of_call(&plan->check, call);
  int64_t rows = plan->check.calls[call].rows;
  if (result->length != rows)
    return sl_fail(err, SL_EARG, "%lld values were wanted, %lld came", (long long)rows, (long long)result->length);
  sl_column_release(step->result);
  step->result = sl_column_retain(result);
  return SL_OK;
}

SlStatus sl_plan_run(SlPlan *plan, SlColumn **out, SlError *err) {
  SlCheck *check = &plan->check;
  SlNode *root = plan->root;
  check->live = true;
  SlStatus status = root ? SL_OK : sl_check_walk(check, &root, err);
  if (status != SL_OK) return status;
  plan->type = root->type;
  bool by_row = check->context->mode == SL_PLAN_ROWS;
  SlScope rows = sl_check_rows(check), groups = sl_check_group_rows(check);
  return by_row ? sl_program_run(&check->rows, root, &rows, out, err)
                : sl_program_run(&check->group_rows, root, &groups, out, err);
}
