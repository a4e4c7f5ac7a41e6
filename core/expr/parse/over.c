/* "mean(*) over numeric": an expression for each of several columns, and the condition that says for which. */
#include "core/expr/parse/parsing.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/tree.h"

static bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '*' || (unsigned char)c >= 0x80;
}

static size_t skip_blanks(SlStr text, size_t at) {
  while (at < text.length && strchr(" \t\r\n", text.bytes[at])) at++;
  return at;
}

/* The name before "=" in which "*" may stand, "*_mean" or `mean of *`; *after is where the expression begins. False without a name:
 * then *after is 0. */
static bool find_template(SlStr text, SlStr *name, size_t *after) {
  size_t begin = skip_blanks(text, 0), end = begin;
  bool quoted = begin < text.length && text.bytes[begin] == '`';
  *after = 0;
  if (quoted) {
    const char *close = memchr(text.bytes + begin + 1, '`', text.length - begin - 1);
    if (!close) return false;
    end = (size_t)(close - text.bytes) + 1;
  } else {
    while (end < text.length && is_name_byte(text.bytes[end])) end++;
  }
  size_t sign = skip_blanks(text, end);
  if (end == begin || sign == text.length || text.bytes[sign] != '=') return false;
  if (sign + 1 < text.length && text.bytes[sign + 1] == '=') return false;
  *name = quoted ? (SlStr){text.bytes + begin + 1, end - begin - 2} : (SlStr){text.bytes + begin, end - begin};
  *after = sign + 1;
  return name->length > 0;
}

static void find_each(void *context, SlStr name) { *(bool *)context |= sl_str_equal(name, sl_str("*")); }

static bool is_over(const SlParser *parser) {
  return parser->token.kind == SL_TOKEN_NAME && sl_str_equal(sl_parser_text(parser, &parser->token), sl_str("over"));
}

/* Behind "over". */
static SlExpr *parse_condition(SlParser *parser, const SlExpr *each, size_t at) {
  bool stands = false;
  sl_expr_params(each, find_each, &stands);
  if (!stands)
    return sl_parser_fail(parser, at, "behind \"over\" stands which columns * is for, as in \"mean(*) over numeric\", and there is no * before it; "
                          "SQL's \"over (partition by k)\" is t:group_by(\"k\") before the verb");
  if (!sl_parser_advance(parser)) return NULL;
  parser->each = false;
  SlExpr *condition = sl_parse_level(parser, 0);
  if (condition && parser->token.kind == SL_TOKEN_END) return condition;
  sl_expr_release(condition);
  return parser->status == SL_OK ? sl_parser_fail_leftover(parser) : NULL;
}

static SlStatus parse_over(SlParser *parser, SlExpr **each, SlExpr **condition) {
  if (!sl_parser_advance(parser)) return SL_OK; /* the plain parser says what is wrong */
  parser->each = true;
  SlExpr *expr = sl_parse_level(parser, 0);
  if (!expr || !is_over(parser)) {
    sl_expr_release(expr);
    return parser->status == SL_ENOMEM ? SL_ENOMEM : SL_OK;
  }
  SlExpr *holds = parse_condition(parser, expr, parser->token.begin);
  if (holds && sl_tree_set_source(expr, parser->lexer.source) && sl_tree_set_source(holds, parser->lexer.source)) {
    *each = expr;
    *condition = holds;
    return SL_OK;
  }
  if (holds) sl_parser_fail_memory(parser);
  sl_expr_release(holds);
  sl_expr_release(expr);
  return parser->status;
}

SlStatus sl_expr_parse_over(SlStr text, SlBuf *name_out, SlExpr **each, SlExpr **condition, SlError *err) {
  SlParser parser;
  SlStr name = sl_str("*");
  *each = *condition = NULL;
  sl_parser_begin(&parser, text, err);
  find_template(text, &name, &parser.lexer.at);
  SlStatus status = parse_over(&parser, each, condition);
  if (*each) {
    SlBuf copy = {0};
    sl_buf_add_str(&copy, name);
    if (!copy.failed) {
      *name_out = copy;
    } else {
      sl_buf_reset(&copy);
      sl_expr_release(*each);
      sl_expr_release(*condition);
      *each = *condition = NULL;
      status = sl_fail_alloc(err, name.length);
    }
  }
  sl_lexer_reset(&parser.lexer);
  return status;
}
