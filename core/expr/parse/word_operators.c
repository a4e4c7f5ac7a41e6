#include "core/expr/parse/parsing.h"

#include <string.h>

#include "core/expr/tree.h"

/* Behind "is": [not] missing. */
static SlExpr *parse_is(SlParser *parser, SlExpr *left, size_t at) {
  bool negated = sl_parser_take(parser, SL_TOKEN_NOT);
  if (parser->status == SL_OK && (parser->token.kind == SL_TOKEN_MISSING || parser->token.kind == SL_TOKEN_NIL)) {
    if (sl_parser_advance(parser)) {
      SlExpr *expr = sl_parser_unary(parser, SL_OP_IS_MISSING, left, at);
      return expr && negated ? sl_parser_unary(parser, SL_OP_NOT, expr, at) : expr;
    }
  } else if (parser->status == SL_OK) {
    SlStr text = sl_parser_text(parser, &parser->token);
    const char *meant = sl_parser_meant(text);
    if (meant && strcmp(meant, "missing") == 0)
      sl_parser_fail(parser, parser->token.begin, "\"%.*s\" is written \"missing\" here", SL_STR_ARGS(text));
    else
      sl_parser_fail(parser, at, "behind \"is\" stands \"missing\" or \"not missing\"; to compare write \"==\"");
  }
  sl_expr_release(left);
  return NULL;
}

/* Behind "in": a list in brackets, or $names. */
static SlExpr *parse_in(SlParser *parser, SlExpr *left, bool negated, size_t at) {
  SlParsed list = {0};
  SlExpr *expr = NULL;
  bool complete = sl_parsed_add(parser, &list, left);
  if (complete && parser->token.kind == SL_TOKEN_PARAM) {
    SlExpr *param = sl_parse_operand(parser);
    complete = param && sl_parsed_add(parser, &list, param);
  } else if (complete && parser->token.kind == SL_TOKEN_OPEN) {
    size_t opened_at = parser->token.begin;
    complete = sl_parser_advance(parser) && sl_parse_list(parser, &list, opened_at);
  } else if (complete) {
    sl_parser_fail(parser, parser->token.begin, "behind \"in\" stands a list in round brackets, as in (\"a\", \"b\"), or $names");
    complete = false;
  }
  if (complete) {
    expr = sl_tree_operation(SL_OP_IN, list.items, (int64_t)list.count, (int64_t)at);
    if (!expr) sl_parser_fail_to_build(parser, list.items, (int64_t)list.count, at);
  }
  sl_parsed_release(&list);
  return expr && negated ? sl_parser_unary(parser, SL_OP_NOT, expr, at) : expr;
}

/* Behind "between": low and high. The ends bind more tightly than "and". */
static SlExpr *parse_between(SlParser *parser, SlExpr *left, bool negated, size_t at) {
  SlExpr *low = sl_parse_level(parser, SL_COMPARISON_LEVEL), *high = NULL;
  if (low && !sl_parser_take(parser, SL_TOKEN_AND) && parser->status == SL_OK)
    sl_parser_fail(parser, parser->token.begin, "\"between\" wants two ends: between low and high");
  if (low && parser->status == SL_OK) high = sl_parse_level(parser, SL_COMPARISON_LEVEL);
  if (high) {
    SlExpr *expr = sl_parser_operation(parser, SL_OP_BETWEEN, (SlExpr *[]){left, low, high}, 3, at);
    return expr && negated ? sl_parser_unary(parser, SL_OP_NOT, expr, at) : expr;
  }
  sl_expr_release(left);
  sl_expr_release(low);
  return NULL;
}

/* What stands on the level of comparisons but takes no plain right operand. NULL when left is released. */
SlExpr *sl_parse_word_operator(SlParser *parser, SlExpr *left) {
  size_t at = parser->token.begin;
  bool negated = sl_parser_take(parser, SL_TOKEN_NOT);
  if (parser->status == SL_OK) {
    if (!negated && sl_parser_take(parser, SL_TOKEN_IS)) return parse_is(parser, left, at);
    if (parser->status == SL_OK && sl_parser_take(parser, SL_TOKEN_IN)) return parse_in(parser, left, negated, at);
    if (parser->status == SL_OK && sl_parser_take(parser, SL_TOKEN_BETWEEN)) return parse_between(parser, left, negated, at);
    if (parser->status == SL_OK)
      sl_parser_fail(parser, at, "behind \"not\" between two values stands \"in\" or \"between\"; unequal is written \"~=\"");
  }
  sl_expr_release(left);
  return NULL;
}

bool sl_token_is_word_operator(SlTokenKind kind) {
  return kind == SL_TOKEN_IS || kind == SL_TOKEN_IN || kind == SL_TOKEN_BETWEEN || kind == SL_TOKEN_NOT;
}
