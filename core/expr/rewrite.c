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

SlStatus sl_expr_for_column(SlExpr *each, SlStr column, SlExpr **out, SlError *err) {
  if (each->kind == SL_EXPR_PARAM && sl_str_equal(each->name, sl_str("*"))) {
    *out = sl_expr_column(column);
    return *out ? SL_OK : sl_fail_alloc(err, sizeof **out);
  }
  if (each->count == 0) {
    *out = sl_expr_retain(each);
    return SL_OK;
  }
  SlExpr **operands = sl_alloc_zeroed((size_t)each->count, sizeof *operands), *made = NULL;
  if (!operands) return sl_fail_alloc(err, (size_t)each->count * sizeof *operands);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < each->count && status == SL_OK; i++) status = sl_expr_for_column(each->operands[i], column, &operands[i], err);
  if (status == SL_OK) {
    made = each->kind == SL_EXPR_CALL ? sl_expr_call(each->name, operands, each->count) : sl_expr_operation(each->op, operands, each->count);
    if (!made) status = sl_fail_alloc(err, sizeof *made);
  }
  for (int64_t i = 0; i < each->count; i++) sl_expr_release(operands[i]);
  sl_free(operands);
  if (status == SL_OK) *out = made;
  return status;
}
