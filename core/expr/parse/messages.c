#include "core/expr/parse/parsing.h"

#include "core/base/alloc.h"
#include "core/expr/tree.h"

SlExpr *sl_parser_fail(SlParser *parser, size_t at, const char *format, ...) {
  va_list args;
  va_start(args, format);
  parser->status = sl_tree_vfail(parser->err, SL_EPARSE, parser->lexer.source, at, format, args);
  va_end(args);
  return NULL;
}

SlExpr *sl_parser_fail_memory(SlParser *parser) {
  parser->status = sl_fail_alloc(parser->err, sizeof(SlExpr));
  return NULL;
}

static bool is_word(SlStr text, const char *word) {
  return sl_str_equal_caseless(text, sl_str(word));
}

/* A keyword written in capitals. */
const char *sl_parser_meant(SlStr text) {
  static const char *const words[] = {"and", "or", "not", "in", "is", "between", "missing", "true", "false"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (is_word(text, words[i])) return words[i];
  if (is_word(text, "null") || is_word(text, "na") || is_word(text, "none")) return "missing";
  return NULL;
}

static bool begins_operand(SlTokenKind kind) {
  return sl_token_is_name(kind) || kind == SL_TOKEN_PARAM || kind == SL_TOKEN_INTEGER || kind == SL_TOKEN_NUMBER || kind == SL_TOKEN_TEXT;
}

/* The expression could end here, but something follows. */
SlExpr *sl_parser_fail_leftover(SlParser *parser) {
  const SlToken *token = &parser->token, *last = &parser->last;
  SlStr text = sl_parser_text(parser, token), before = sl_parser_text(parser, last);
  if (token->kind == SL_TOKEN_END) return sl_parser_fail(parser, token->begin, "the expression ends too early");
  if (token->kind == SL_TOKEN_ASSIGN) return sl_parser_fail(parser, token->begin, "\"=\" gives a name and does not compare; did you mean \"==\"?");
  if (token->kind == SL_TOKEN_CLOSE) return sl_parser_fail(parser, token->begin, "this \")\" closes nothing");
  if (token->kind == SL_TOKEN_COMMA && last->kind == SL_TOKEN_INTEGER)
    return sl_parser_fail(parser, token->begin, "a comma has no meaning here; numbers are written without it");
  if (token->kind == SL_TOKEN_COMMA) return sl_parser_fail(parser, token->begin, "a comma has no meaning here; write one expression");
  if (token->kind == SL_TOKEN_NAME) {
    const char *meant = sl_parser_meant(text);
    if (meant) return sl_parser_fail(parser, token->begin, "\"%.*s\" is written \"%s\" here", SL_STR_ARGS(text), meant);
    if (is_word(text, "like") || is_word(text, "ilike") || is_word(text, "glob") || is_word(text, "regexp"))
      return sl_parser_fail(parser, token->begin, "there is no \"%.*s\"; use contains(x, \"...\"), starts_with or matches", SL_STR_ARGS(text));
  }
  if (last->kind == SL_TOKEN_NAME) {
    const char *meant = sl_parser_meant(before);
    if (meant) return sl_parser_fail(parser, last->begin, "\"%.*s\" is written \"%s\" here", SL_STR_ARGS(before), meant);
    if (is_word(before, "case"))
      return sl_parser_fail(parser, last->begin, "\"case when ... then\" is case_when(condition, a, condition, b, otherwise) here");
    if (sl_token_is_name(token->kind))
      return sl_parser_fail(parser, token->begin, "two names side by side; a name with a blank needs backticks: `%.*s %.*s`",
                            SL_STR_ARGS(before), SL_STR_ARGS(text));
  }
  if (last->kind == SL_TOKEN_TEXT && token->kind == SL_TOKEN_TEXT)
    return sl_parser_fail(parser, token->begin, "two texts side by side; join them with \"..\", and write a quote inside a text as \\\"");
  if (begins_operand(token->kind) || token->kind == SL_TOKEN_OPEN)
    return sl_parser_fail(parser, token->begin, "an operator is missing before \"%.*s\"", SL_STR_ARGS(text));
  return sl_parser_fail(parser, token->begin, "\"%.*s\" is not expected here", SL_STR_ARGS(text));
}

SlExpr *sl_parser_fail_no_operand(SlParser *parser) {
  const SlToken *token = &parser->token, *last = &parser->last;
  SlStr text = sl_parser_text(parser, token), before = sl_parser_text(parser, last);
  if (token->kind == SL_TOKEN_END && last->end == 0) return sl_parser_fail(parser, token->begin, "the expression is empty");
  if (token->kind == SL_TOKEN_END) return sl_parser_fail(parser, token->begin, "the expression ends where a value should follow \"%.*s\"", SL_STR_ARGS(before));
  if (token->kind == SL_TOKEN_ASSIGN && last->kind == SL_TOKEN_ASSIGN)
    return sl_parser_fail(parser, last->begin, "\"= =\" is written \"==\", without a blank");
  if (token->kind == SL_TOKEN_ASSIGN && last->kind >= SL_TOKEN_EQ && last->kind <= SL_TOKEN_GE)
    return sl_parser_fail(parser, last->begin, "there is no \"%.*s=\"; did you mean \"==\"?", SL_STR_ARGS(before));
  if (token->kind == SL_TOKEN_ADD) return sl_parser_fail(parser, token->begin, "a value should stand here; a number needs no \"+\" before it");
  if (token->kind == SL_TOKEN_MUL && last->kind == SL_TOKEN_OPEN)
    return sl_parser_fail(parser, token->begin, "a value should stand here, not \"*\": the number of rows is count(), and * is each of several columns "
                          "only in mutate and summarise, before \"over\", as in \"mean(*) over numeric\"");
  return sl_parser_fail(parser, token->begin, "a value should stand here, not \"%.*s\"", SL_STR_ARGS(text));
}
