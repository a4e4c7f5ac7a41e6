#include "core/expr/expr.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/tree.h"
#include "core/values/datetime.h"

static const char no_text[] = "";

/* An empty text is not copied: a long list has a million. */
static bool copy_text(SlStr text, SlStr *copy) {
  *copy = (SlStr){no_text, 0};
  if (text.length == 0) return true;
  char *bytes = sl_alloc(text.length + 1);
  if (!bytes) return false;
  memcpy(bytes, text.bytes, text.length);
  bytes[text.length] = '\0';
  *copy = (SlStr){bytes, text.length};
  return true;
}

static void free_text(SlStr text) {
  if (text.bytes != no_text) sl_free((void *)text.bytes);
}

static SlExpr *new_node(SlExprKind kind, SlStr name, SlExpr *const *operands, int64_t count, int64_t at) {
  int levels = 1;
  for (int64_t i = 0; i < count; i++)
    if (operands[i]->levels >= levels) levels = operands[i]->levels + 1;
  if (levels > SL_EXPR_MOST_LEVELS) return NULL;
  size_t bytes;
  if (!sl_multiply_size((size_t)count, sizeof(SlExpr *), &bytes)) return NULL;
  SlExpr *expr = sl_alloc_zeroed(1, sizeof *expr + bytes);
  if (!expr) return NULL;
  atomic_init(&expr->references, 1);
  expr->kind = kind;
  expr->levels = levels;
  expr->at = at;
  if (!copy_text(name, &expr->name)) {
    sl_free(expr);
    return NULL;
  }
  expr->count = count;
  for (int64_t i = 0; i < count; i++) expr->operands[i] = sl_expr_retain(operands[i]);
  return expr;
}

SlExpr *sl_tree_column(SlStr name, int64_t at) { return new_node(SL_EXPR_COLUMN, name, NULL, 0, at); }
SlExpr *sl_tree_param(SlStr name, int64_t at) { return new_node(SL_EXPR_PARAM, name, NULL, 0, at); }

SlExpr *sl_tree_call(SlStr function, SlExpr *const *arguments, int64_t count, int64_t at) {
  return new_node(SL_EXPR_CALL, function, arguments, count, at);
}

SlExpr *sl_tree_operation(SlOperator op, SlExpr *const *operands, int64_t count, int64_t at) {
  SlExpr *expr = new_node(SL_EXPR_OPERATION, (SlStr){"", 0}, operands, count, at);
  if (expr) expr->op = op;
  return expr;
}

static SlExpr *new_literal(SlScalar value, int64_t at) {
  SlExpr *expr = new_node(SL_EXPR_LITERAL, (SlStr){"", 0}, NULL, 0, at);
  if (!expr) return NULL;
  SlStr text = value.text;
  value.text = (SlStr){NULL, 0};
  expr->value = value;
  if (value.type == SL_TEXT && !value.missing && !copy_text(text, &expr->value.text)) {
    sl_expr_release(expr);
    return NULL;
  }
  return expr;
}

/* A value that has no literal of its own, as the call that gives it. */
static SlExpr *call_with_text(const char *function, SlBuf *text, int64_t at) {
  SlExpr *call = NULL;
  if (!text->failed) {
    SlExpr *argument = new_literal((SlScalar){.type = SL_TEXT, .text = sl_buf_str(text)}, at);
    if (argument) call = sl_tree_call(sl_str(function), &argument, 1, at);
    sl_expr_release(argument);
  }
  sl_buf_reset(text);
  return call;
}

/* NaN has no literal: infinity less infinity. */
static SlExpr *not_a_number(int64_t at) {
  SlExpr *infinity = new_literal((SlScalar){.type = SL_NUMBER, .number = (double)INFINITY}, at);
  if (!infinity) return NULL;
  SlExpr *difference = sl_tree_operation(SL_OP_SUB, (SlExpr *[]){infinity, infinity}, 2, at);
  sl_expr_release(infinity);
  return difference;
}

SlExpr *sl_tree_literal(const SlScalar *value, int64_t at) {
  if (value->missing) return new_literal((SlScalar){.type = SL_TEXT, .missing = true, .untyped = true}, at);
  SlBuf text = {0};
  switch (value->type) {
    case SL_INTEGER: return new_literal((SlScalar){.type = SL_INTEGER, .integer = value->integer}, at);
    case SL_BOOLEAN: return new_literal((SlScalar){.type = SL_BOOLEAN, .integer = value->integer != 0}, at);
    case SL_TEXT: return new_literal((SlScalar){.type = SL_TEXT, .text = value->text}, at);
    case SL_NUMBER:
      if (isnan(value->number)) return not_a_number(at);
      return new_literal((SlScalar){.type = SL_NUMBER, .number = value->number}, at);
    case SL_DATE: sl_date_print(value->integer, &text); return call_with_text("date", &text, at);
    case SL_DATETIME: sl_datetime_print(value->integer, &text); return call_with_text("datetime", &text, at);
    case SL_MONTH: case SL_QUARTER: case SL_FINANCIAL_YEAR: case SL_YEAR_ENDING: case SL_YEAR:
      sl_period_print(value->type, value->integer, &text);
      return call_with_text("period", &text, at);
  }
  return NULL;
}

bool sl_tree_set_source(SlExpr *root, SlStr source) { return copy_text(source, &root->source); }

SlExpr *sl_expr_column(SlStr name) { return sl_tree_column(name, -1); }
SlExpr *sl_expr_literal(const SlScalar *value) { return sl_tree_literal(value, -1); }

SlExpr *sl_expr_operation(SlOperator op, SlExpr *const *operands, int64_t count) {
  return sl_tree_operation(op, operands, count, -1);
}

SlExpr *sl_expr_call(SlStr function, SlExpr *const *arguments, int64_t count) {
  return sl_tree_call(function, arguments, count, -1);
}

SlExpr *sl_expr_retain(SlExpr *expr) {
  atomic_fetch_add_explicit(&expr->references, 1, memory_order_relaxed);
  return expr;
}

void sl_expr_release(SlExpr *expr) {
  if (!expr || atomic_fetch_sub_explicit(&expr->references, 1, memory_order_acq_rel) != 1) return;
  for (int64_t i = 0; i < expr->count; i++) sl_expr_release(expr->operands[i]);
  free_text(expr->name);
  free_text(expr->value.text);
  free_text(expr->source);
  sl_free(expr);
}

int sl_expr_levels(const SlExpr *expr) { return expr->levels; }

static bool literals_equal(const SlScalar *a, const SlScalar *b) {
  if (a->missing || b->missing) return a->missing && b->missing;
  if (a->type != b->type) return false;
  if (a->type == SL_TEXT) return sl_str_equal(a->text, b->text);
  if (a->type == SL_NUMBER) return a->number == b->number && signbit(a->number) == signbit(b->number);
  return a->integer == b->integer;
}

/* a or b or c is one operation of three; composed, it may be two of two, (a or b) or c, and says the same. */
static bool is_chain(const SlExpr *expr, SlOperator op) {
  return expr->kind == SL_EXPR_OPERATION && expr->op == op && (op == SL_OP_OR || op == SL_OP_AND);
}

static int64_t chain_count(const SlExpr *expr) {
  const SlExpr *first = expr->operands[0];
  return expr->count - 1 + (is_chain(first, expr->op) ? chain_count(first) : 1);
}

/* The operand at that place of the chain, counted from its end: those at the end are at hand. */
static const SlExpr *chain_operand(const SlExpr *expr, int64_t from_end) {
  while (from_end > expr->count - 2 && is_chain(expr->operands[0], expr->op)) {
    from_end -= expr->count - 1;
    expr = expr->operands[0];
  }
  return expr->operands[expr->count - 1 - from_end];
}

static bool chains_equal(const SlExpr *a, const SlExpr *b) {
  int64_t count = chain_count(a);
  if (count != chain_count(b)) return false;
  for (int64_t i = 0; i < count; i++)
    if (!sl_expr_equal(chain_operand(a, i), chain_operand(b, i))) return false;
  return true;
}

bool sl_expr_equal(const SlExpr *a, const SlExpr *b) {
  if (a->kind != b->kind || !sl_str_equal(a->name, b->name)) return false;
  if (a->kind == SL_EXPR_LITERAL && !literals_equal(&a->value, &b->value)) return false;
  if (a->kind == SL_EXPR_OPERATION && a->op != b->op) return false;
  if (a->kind == SL_EXPR_OPERATION && (a->op == SL_OP_OR || a->op == SL_OP_AND)) return chains_equal(a, b);
  if (a->count != b->count) return false;
  for (int64_t i = 0; i < a->count; i++)
    if (!sl_expr_equal(a->operands[i], b->operands[i])) return false;
  return true;
}

void sl_expr_columns(const SlExpr *expr, void (*visit)(void *context, SlStr name), void *context) {
  if (expr->kind == SL_EXPR_COLUMN) visit(context, expr->name);
  for (int64_t i = 0; i < expr->count; i++) sl_expr_columns(expr->operands[i], visit, context);
}

void sl_expr_params(const SlExpr *expr, void (*visit)(void *context, SlStr name), void *context) {
  if (expr->kind == SL_EXPR_PARAM) visit(context, expr->name);
  for (int64_t i = 0; i < expr->count; i++) sl_expr_params(expr->operands[i], visit, context);
}

SlExprKind sl_expr_kind(const SlExpr *expr) { return expr->kind; }
SlStr sl_expr_name(const SlExpr *expr) { return expr->name; }
const SlScalar *sl_expr_value(const SlExpr *expr) { return expr->kind == SL_EXPR_LITERAL ? &expr->value : NULL; }
int64_t sl_expr_operand_count(const SlExpr *expr) { return expr->count; }
const SlExpr *sl_expr_operand(const SlExpr *expr, int64_t i) { return expr->operands[i]; }

SlExpr *sl_expr_argument(const SlExpr *expr, SlStr function) {
  bool is_it = expr->kind == SL_EXPR_CALL && expr->count == 1 && sl_str_equal(expr->name, function);
  return is_it ? expr->operands[0] : NULL;
}
