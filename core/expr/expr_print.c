/* A tree as text with no more brackets than it needs. */
#include <math.h>
#include <string.h>

#include "core/expr/tree.h"
#include "core/values/print.h"

typedef struct Printer {
  SlBuf *out;
  const SlExpr *mark;
  size_t *mark_at;
} Printer;

/* The levels of parser.c; an operand takes brackets when its level is below what its place asks for. */
enum { LEVEL_OR = 1, LEVEL_AND, LEVEL_COMPARE, LEVEL_CONCAT, LEVEL_ADD, LEVEL_MUL, LEVEL_UNARY, LEVEL_POW, LEVEL_OPERAND };

static void print_expr(Printer *printer, const SlExpr *expr, int least);

static int level_of_operator(SlOperator op) {
  switch (op) {
    case SL_OP_OR: return LEVEL_OR;
    case SL_OP_AND: return LEVEL_AND;
    case SL_OP_NOT: case SL_OP_NEG: return LEVEL_UNARY;
    case SL_OP_EQ: case SL_OP_NE: case SL_OP_LT: case SL_OP_LE: case SL_OP_GT: case SL_OP_GE:
    case SL_OP_IN: case SL_OP_BETWEEN: case SL_OP_IS_MISSING: return LEVEL_COMPARE;
    case SL_OP_CONCAT: return LEVEL_CONCAT;
    case SL_OP_ADD: case SL_OP_SUB: return LEVEL_ADD;
    case SL_OP_MUL: case SL_OP_DIV: case SL_OP_IDIV: case SL_OP_MOD: return LEVEL_MUL;
    case SL_OP_POW: return LEVEL_POW;
  }
  return LEVEL_OPERAND;
}

/* As they are written, but for between, which has a word for each of its gaps. */
static const char *word_of_operator(SlOperator op) {
  switch (op) {
    case SL_OP_OR: return "or";
    case SL_OP_AND: return "and";
    case SL_OP_EQ: return "==";
    case SL_OP_NE: return "~=";
    case SL_OP_LT: return "<";
    case SL_OP_LE: return "<=";
    case SL_OP_GT: return ">";
    case SL_OP_GE: return ">=";
    case SL_OP_ADD: return "+";
    case SL_OP_SUB: return "-";
    case SL_OP_MUL: return "*";
    case SL_OP_DIV: return "/";
    case SL_OP_IDIV: return "//";
    case SL_OP_MOD: return "%";
    case SL_OP_POW: return "^";
    case SL_OP_CONCAT: return "..";
    case SL_OP_NOT: return "not";
    case SL_OP_NEG: return "-";
    case SL_OP_IN: return "in";
    case SL_OP_BETWEEN: return "between";
    case SL_OP_IS_MISSING: return "is missing";
  }
  return "";
}

const char *sl_expr_operator(const SlExpr *expr) { return expr->kind == SL_EXPR_OPERATION ? word_of_operator(expr->op) : NULL; }

static void mark(Printer *printer, const SlExpr *expr) {
  if (expr == printer->mark && printer->mark_at) *printer->mark_at = printer->out->length;
}

static bool is_plain_name(SlStr name) {
  if (name.length == 0 || sl_tree_is_keyword(name)) return false;
  for (size_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  return true;
}

static void print_name(SlStr name, SlBuf *out) {
  if (is_plain_name(name)) {
    sl_buf_add_str(out, name);
    return;
  }
  sl_buf_add_char(out, '`');
  for (size_t i = 0; i < name.length; i++) {
    if (name.bytes[i] == '`') sl_buf_add_char(out, '`');
    sl_buf_add_char(out, name.bytes[i]);
  }
  sl_buf_add_char(out, '`');
}

static void print_text(SlStr text, SlBuf *out) {
  sl_buf_add_char(out, '"');
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.bytes[i];
    if (c == '"' || c == '\\')
      sl_buf_printf(out, "\\%c", c);
    else if (c == '\n')
      sl_buf_add_text(out, "\\n");
    else if (c == '\t')
      sl_buf_add_text(out, "\\t");
    else if (c < 0x20 || c == 0x7F)
      sl_buf_printf(out, "\\%03d", c);
    else
      sl_buf_add_char(out, (char)c);
  }
  sl_buf_add_char(out, '"');
}

static void print_number(double value, SlBuf *out) {
  if (isinf(value)) {
    sl_buf_add_text(out, value < 0 ? "-1e999" : "1e999");
    return;
  }
  size_t before = out->length;
  sl_print_number(value, out);
  if (out->failed) return;
  for (size_t i = before; i < out->length; i++) /* digits alone would read back as an integer */
    if (strchr(".eE", out->bytes[i])) return;
  sl_buf_add_text(out, ".0");
}

static void print_literal(const SlScalar *value, SlBuf *out) {
  if (value->missing)
    sl_buf_add_text(out, "missing");
  else if (value->type == SL_TEXT)
    print_text(value->text, out);
  else if (value->type == SL_BOOLEAN)
    sl_buf_add_text(out, value->integer ? "true" : "false");
  else if (value->type == SL_NUMBER)
    print_number(value->number, out);
  else
    sl_print_integer(value->integer, out);
}

static bool is_number_literal(const SlExpr *expr) {
  return expr->kind == SL_EXPR_LITERAL && !expr->value.missing && sl_type_is_numeric(expr->value.type);
}

static bool is_negative_literal(const SlExpr *expr) {
  if (!is_number_literal(expr)) return false;
  return expr->value.type == SL_INTEGER ? expr->value.integer < 0 : signbit(expr->value.number) != 0;
}

static void print_items(Printer *printer, SlExpr *const *items, int64_t count) {
  sl_buf_add_char(printer->out, '(');
  for (int64_t i = 0; i < count; i++) {
    if (i > 0) sl_buf_add_text(printer->out, ", ");
    print_expr(printer, items[i], LEVEL_OR);
  }
  sl_buf_add_char(printer->out, ')');
}

static bool is_operation(const SlExpr *expr, SlOperator op) { return expr->kind == SL_EXPR_OPERATION && expr->op == op; }

/* `not` around in, between and is missing has a form of its own. */
static bool is_negated_word(const SlExpr *expr) {
  return is_operation(expr, SL_OP_NOT) && (is_operation(expr->operands[0], SL_OP_IN) || is_operation(expr->operands[0], SL_OP_BETWEEN) ||
                                           is_operation(expr->operands[0], SL_OP_IS_MISSING));
}

static int level_of(const SlExpr *expr) {
  if (is_negated_word(expr)) return LEVEL_COMPARE;
  if (expr->kind == SL_EXPR_OPERATION) return level_of_operator(expr->op);
  return is_negative_literal(expr) ? LEVEL_UNARY : LEVEL_OPERAND;
}

static void print_word_operation(Printer *printer, const SlExpr *expr, const SlExpr *inner) {
  bool negated = inner != expr;
  print_expr(printer, inner->operands[0], LEVEL_COMPARE);
  sl_buf_add_char(printer->out, ' ');
  mark(printer, expr);
  mark(printer, inner);
  if (inner->op == SL_OP_IS_MISSING) {
    sl_buf_add_text(printer->out, negated ? "is not missing" : "is missing");
    return;
  }
  if (negated) sl_buf_add_text(printer->out, "not ");
  if (inner->op == SL_OP_IN) {
    sl_buf_add_text(printer->out, "in ");
    print_items(printer, inner->operands + 1, inner->count - 1);
    return;
  }
  sl_buf_add_text(printer->out, "between ");
  print_expr(printer, inner->operands[1], LEVEL_CONCAT);
  sl_buf_add_text(printer->out, " and ");
  print_expr(printer, inner->operands[2], LEVEL_CONCAT);
}

static void print_operation(Printer *printer, const SlExpr *expr) {
  SlBuf *out = printer->out;
  int level = level_of_operator(expr->op);
  switch (expr->op) {
    case SL_OP_IN: case SL_OP_BETWEEN: case SL_OP_IS_MISSING: print_word_operation(printer, expr, expr); return;
    case SL_OP_NOT:
      if (is_negated_word(expr)) {
        print_word_operation(printer, expr, expr->operands[0]);
        return;
      }
      mark(printer, expr);
      sl_buf_add_text(out, "not ");
      print_expr(printer, expr->operands[0], LEVEL_UNARY);
      return;
    case SL_OP_NEG:
      mark(printer, expr);
      sl_buf_add_char(out, '-');
      /* a minus before a plain number would become part of it, and two would be a comment */
      print_expr(printer, expr->operands[0],
                 is_number_literal(expr->operands[0]) || is_operation(expr->operands[0], SL_OP_NEG) ? LEVEL_OPERAND + 1 : LEVEL_UNARY);
      return;
    case SL_OP_CONCAT: /* joins from the right */
    case SL_OP_POW:
      print_expr(printer, expr->operands[0], level + 1);
      break;
    default: print_expr(printer, expr->operands[0], level); break;
  }
  for (int64_t i = 1; i < expr->count; i++) {
    sl_buf_add_char(out, ' ');
    if (i == 1) mark(printer, expr);
    sl_buf_add_text(out, word_of_operator(expr->op));
    sl_buf_add_char(out, ' ');
    if (expr->op == SL_OP_POW)
      print_expr(printer, expr->operands[i], LEVEL_UNARY);
    else
      print_expr(printer, expr->operands[i], expr->op == SL_OP_CONCAT ? level : level + 1);
  }
}

static void print_expr(Printer *printer, const SlExpr *expr, int least) {
  bool brackets = level_of(expr) < least;
  if (brackets) sl_buf_add_char(printer->out, '(');
  if (expr->kind != SL_EXPR_OPERATION) mark(printer, expr);
  switch (expr->kind) {
    case SL_EXPR_COLUMN: print_name(expr->name, printer->out); break;
    case SL_EXPR_PARAM:
      sl_buf_add_char(printer->out, '$');
      sl_buf_add_str(printer->out, expr->name);
      break;
    case SL_EXPR_LITERAL: print_literal(&expr->value, printer->out); break;
    case SL_EXPR_OPERATION: print_operation(printer, expr); break;
    case SL_EXPR_CALL:
      print_name(expr->name, printer->out);
      print_items(printer, expr->operands, expr->count);
      break;
  }
  if (brackets) sl_buf_add_char(printer->out, ')');
}

void sl_tree_print(const SlExpr *expr, const SlExpr *marked, SlBuf *out, size_t *mark_at) {
  Printer printer = {.out = out, .mark = marked, .mark_at = mark_at};
  print_expr(&printer, expr, LEVEL_OR);
}

void sl_expr_print(const SlExpr *expr, SlBuf *out) { sl_tree_print(expr, NULL, out, NULL); }
