#include "core/expr/rewrite.h"

#include "core/base/alloc.h"
#include "core/expr/tree.h"

void sl_expr_calls(const SlExpr *expr, void (*visit)(void *context, SlStr function), void *context) {
  if (expr->kind == SL_EXPR_CALL) visit(context, expr->name);
  for (int64_t i = 0; i < expr->count; i++) sl_expr_calls(expr->operands[i], visit, context);
}

SlStatus sl_expr_rewrite(SlExpr *expr, SlReplaceCall replace, void *context, SlExpr **out, SlError *err) {
  SlExpr *other = NULL;
  SlStatus status = SL_OK;
  if (expr->kind == SL_EXPR_CALL) status = replace(context, expr->name, expr->operands, expr->count, &other, err);
  if (status != SL_OK) return status;
  if (other || expr->count == 0) {
    *out = other ? other : sl_expr_retain(expr);
    return SL_OK;
  }
  SlExpr **operands = sl_alloc_zeroed((size_t)expr->count, sizeof *operands);
  if (!operands) return sl_fail_alloc(err, (size_t)expr->count * sizeof *operands);
  for (int64_t i = 0; i < expr->count && status == SL_OK; i++)
    status = sl_expr_rewrite(expr->operands[i], replace, context, &operands[i], err);
  if (status == SL_OK) {
    other = expr->kind == SL_EXPR_CALL ? sl_expr_call(expr->name, operands, expr->count)
                                       : sl_expr_operation(expr->op, operands, expr->count);
    if (!other) status = sl_fail_alloc(err, sizeof *other);
  }
  for (int64_t i = 0; i < expr->count; i++) sl_expr_release(operands[i]);
  sl_free(operands);
  if (status == SL_OK) *out = other;
  return status;
}
