#include "core/expr/check/steps.h"

#include "core/base/alloc.h"
#include "core/expr/rewrite.h"
#include "core/expr/tree.h"

SlStatus sl_step_next(SlCheck *check, const SlExpr *expr, SlStep **out, SlError *err) {
  if (check->step_next == check->step_count) {
    SlStatus status = sl_check_grow((void **)&check->steps, check->step_count, &check->step_capacity, sizeof *check->steps, err);
    if (status != SL_OK) return status;
    check->steps[check->step_count++] = (SlStep){.expr = expr};
  }
  *out = &check->steps[check->step_next++];
  return SL_OK;
}

/* A step before this one that works out the same. */
static const SlStep *same_step(const SlCheck *check, const SlStep *step) {
  for (const SlStep *before = check->steps; before < step; before++)
    if (before->result && sl_expr_equal(before->expr, step->expr)) return before;
  return NULL;
}

bool sl_step_is_due(const SlCheck *check, SlStep *step) {
  if (!check->live || step->result || step->unknown) return false;
  const SlStep *same = same_step(check, step);
  if (same) step->result = sl_column_retain(same->result);
  return !same;
}

SlStatus sl_step_use(const SlMaking *making, const SlStep *step, bool one_per_group, SlPlanMode scope, SlNode **out) {
  SlNodeKind kind = one_per_group && scope == SL_PLAN_ROWS ? SL_NODE_GROUPED : SL_NODE_COLUMN;
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

SlStatus sl_step_arguments(SlCheck *check, SlNode **nodes, int64_t count, SlPlanMode scope, SlColumn **columns,
                           SlError *err) {
  SlScope rows = sl_check_rows(check), groups = sl_check_group_rows(check);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count; i++) columns[i] = NULL;
  for (int64_t i = 0; status == SL_OK && i < count; i++)
    status = scope == SL_PLAN_ROWS ? sl_program_run(&check->rows, nodes[i], &rows, &columns[i], err)
                                   : sl_program_run(&check->group_rows, nodes[i], &groups, &columns[i], err);
  if (status == SL_OK) return SL_OK;
  for (int64_t i = 0; i < count; i++) sl_column_release(columns[i]);
  return status;
}
