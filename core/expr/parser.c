/* Precedence climbing. Every level of brackets is one recursion; the limit on nesting is far below the stack's. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/lexer.h"
#include "core/expr/tree.h"

enum { MOST_NESTING = 200, LOOK_UP_EVERY = SL_SIZE(4096, 2) /* items of a list */ };

typedef struct Parser {
  SlLexer lexer;
  SlToken last, token; /* the one taken and the one looked at */
  int nesting;
  bool each; /* whether "*" may stand for a column */
  SlStatus status;
  SlError *err;
} Parser;

/* The operands of one call or list while they are read. */
typedef struct List {
  SlExpr **items;
  size_t count, capacity;
} List;

static SlExpr *parse_level(Parser *parser, int above);

/* ---- failing ------------------------------------------------------------------------------------------------------- */

static SlExpr *fail_at(Parser *parser, size_t at, const char *format, ...) SL_PRINTF(3, 4);
static SlExpr *fail_at(Parser *parser, size_t at, const char *format, ...) {
  va_list args;
  va_start(args, format);
  parser->status = sl_tree_vfail(parser->err, SL_EPARSE, parser->lexer.source, at, format, args);
  va_end(args);
  return NULL;
}

static SlExpr *fail_memory(Parser *parser) {
  parser->status = sl_fail_alloc(parser->err, sizeof(SlExpr));
  return NULL;
}

static SlStr token_text(const Parser *parser, const SlToken *token) {
  return (SlStr){parser->lexer.source.bytes + token->begin, token->end - token->begin};
}

static bool is_word(SlStr text, const char *word) {
  return sl_str_equal_caseless(text, sl_str(word));
}

/* A keyword written in capitals. */
static const char *keyword_meant(SlStr text) {
  static const char *const words[] = {"and", "or", "not", "in", "is", "between", "missing", "true", "false"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (is_word(text, words[i])) return words[i];
  if (is_word(text, "null") || is_word(text, "na") || is_word(text, "none")) return "missing";
  return NULL;
}

static bool is_name(SlTokenKind kind) { return kind == SL_TOKEN_NAME || kind == SL_TOKEN_QUOTED; }

static bool begins_operand(SlTokenKind kind) {
  return is_name(kind) || kind == SL_TOKEN_PARAM || kind == SL_TOKEN_INTEGER || kind == SL_TOKEN_NUMBER || kind == SL_TOKEN_TEXT;
}

/* The expression could end here, but something follows. */
static SlExpr *fail_leftover(Parser *parser) {
  const SlToken *token = &parser->token, *last = &parser->last;
  SlStr text = token_text(parser, token), before = token_text(parser, last);
  if (token->kind == SL_TOKEN_END) return fail_at(parser, token->begin, "the expression ends too early");
  if (token->kind == SL_TOKEN_ASSIGN) return fail_at(parser, token->begin, "\"=\" gives a name and does not compare; did you mean \"==\"?");
  if (token->kind == SL_TOKEN_CLOSE) return fail_at(parser, token->begin, "this \")\" closes nothing");
  if (token->kind == SL_TOKEN_COMMA && last->kind == SL_TOKEN_INTEGER)
    return fail_at(parser, token->begin, "a comma has no meaning here; numbers are written without it");
  if (token->kind == SL_TOKEN_COMMA) return fail_at(parser, token->begin, "a comma has no meaning here; write one expression");
  if (token->kind == SL_TOKEN_NAME) {
    const char *meant = keyword_meant(text);
    if (meant) return fail_at(parser, token->begin, "\"%.*s\" is written \"%s\" here", SL_STR_ARGS(text), meant);
    if (is_word(text, "like") || is_word(text, "ilike") || is_word(text, "glob") || is_word(text, "regexp"))
      return fail_at(parser, token->begin, "there is no \"%.*s\"; use contains(x, \"...\"), starts_with or matches", SL_STR_ARGS(text));
  }
  if (last->kind == SL_TOKEN_NAME) {
    const char *meant = keyword_meant(before);
    if (meant) return fail_at(parser, last->begin, "\"%.*s\" is written \"%s\" here", SL_STR_ARGS(before), meant);
    if (is_word(before, "case"))
      return fail_at(parser, last->begin, "\"case when ... then\" is case_when(condition, a, condition, b, otherwise) here");
    if (is_name(token->kind))
      return fail_at(parser, token->begin, "two names side by side; a name with a blank needs backticks: `%.*s %.*s`",
                     SL_STR_ARGS(before), SL_STR_ARGS(text));
  }
  if (last->kind == SL_TOKEN_TEXT && token->kind == SL_TOKEN_TEXT)
    return fail_at(parser, token->begin, "two texts side by side; join them with \"..\", and write a quote inside a text as \\\"");
  if (begins_operand(token->kind) || token->kind == SL_TOKEN_OPEN)
    return fail_at(parser, token->begin, "an operator is missing before \"%.*s\"", SL_STR_ARGS(text));
  return fail_at(parser, token->begin, "\"%.*s\" is not expected here", SL_STR_ARGS(text));
}

static SlExpr *fail_no_operand(Parser *parser) {
  const SlToken *token = &parser->token, *last = &parser->last;
  SlStr text = token_text(parser, token), before = token_text(parser, last);
  if (token->kind == SL_TOKEN_END && last->end == 0) return fail_at(parser, token->begin, "the expression is empty");
  if (token->kind == SL_TOKEN_END) return fail_at(parser, token->begin, "the expression ends where a value should follow \"%.*s\"", SL_STR_ARGS(before));
  if (token->kind == SL_TOKEN_ASSIGN && last->kind == SL_TOKEN_ASSIGN)
    return fail_at(parser, last->begin, "\"= =\" is written \"==\", without a blank");
  if (token->kind == SL_TOKEN_ASSIGN && last->kind >= SL_TOKEN_EQ && last->kind <= SL_TOKEN_GE)
    return fail_at(parser, last->begin, "there is no \"%.*s=\"; did you mean \"==\"?", SL_STR_ARGS(before));
  if (token->kind == SL_TOKEN_ADD) return fail_at(parser, token->begin, "a value should stand here; a number needs no \"+\" before it");
  if (token->kind == SL_TOKEN_MUL && last->kind == SL_TOKEN_OPEN)
    return fail_at(parser, token->begin, "a value should stand here, not \"*\": the number of rows is count(), and * is each of several columns "
                   "only in mutate and summarise, before \"over\", as in \"mean(*) over numeric\"");
  return fail_at(parser, token->begin, "a value should stand here, not \"%.*s\"", SL_STR_ARGS(text));
}

/* ---- taking -------------------------------------------------------------------------------------------------------- */

static bool advance(Parser *parser) {
  parser->last = parser->token;
  parser->status = sl_lexer_next(&parser->lexer, &parser->token, parser->err);
  return parser->status == SL_OK;
}

/* Whether the token was of that kind and is taken. On a lexical error false, with the status set. */
static bool take(Parser *parser, SlTokenKind kind) { return parser->token.kind == kind && advance(parser); }

static bool close_bracket(Parser *parser, size_t opened_at) {
  if (take(parser, SL_TOKEN_CLOSE)) return true;
  if (parser->status != SL_OK) return false;
  if (parser->token.kind == SL_TOKEN_END)
    fail_at(parser, opened_at, "this \"(\" is never closed");
  else
    fail_leftover(parser);
  return false;
}

static void release_list(List *list) {
  for (size_t i = 0; i < list->count; i++) sl_expr_release(list->items[i]);
  sl_free(list->items);
}

static bool add_item(Parser *parser, List *list, SlExpr *item) {
  if (list->count == list->capacity) {
    size_t capacity = sl_grow_capacity(list->capacity, list->count + 1);
    SlExpr **items = sl_realloc_array(list->items, capacity, sizeof *items);
    if (!items) {
      sl_expr_release(item);
      fail_memory(parser);
      return false;
    }
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = item;
  return true;
}

/* "a, b, c)" behind an opening bracket. */
static bool parse_list(Parser *parser, List *list, size_t opened_at) {
  if (take(parser, SL_TOKEN_CLOSE)) return true;
  while (parser->status == SL_OK) {
    SlExpr *item = parse_level(parser, 0);
    if (!item || !add_item(parser, list, item)) return false;
    if (list->count % LOOK_UP_EVERY == 0 && sl_interrupted()) {
      parser->status = sl_fail_interrupted(parser->err);
      return false;
    }
    if (take(parser, SL_TOKEN_COMMA)) continue;
    return parser->status == SL_OK && close_bracket(parser, opened_at);
  }
  return false;
}

/* ---- building ------------------------------------------------------------------------------------------------------ */

/* A constructor gave NULL: the tree was too deep, or there is no memory. */
static SlExpr *fail_to_build(Parser *parser, SlExpr *const *operands, int64_t count, size_t at) {
  for (int64_t i = 0; i < count; i++)
    if (operands[i]->levels >= SL_EXPR_MOST_LEVELS)
      return fail_at(parser, at, "the expression has more than %d levels; use \"in (...)\" for long lists, or several steps",
                     SL_EXPR_MOST_LEVELS);
  return fail_memory(parser);
}

/* The new node or NULL with the status set; the operands are released in any case. */
static SlExpr *operation(Parser *parser, SlOperator op, SlExpr **operands, int64_t count, size_t at) {
  SlExpr *expr = sl_tree_operation(op, operands, count, (int64_t)at);
  if (!expr) fail_to_build(parser, operands, count, at);
  for (int64_t i = 0; i < count; i++) sl_expr_release(operands[i]);
  return expr;
}

static SlExpr *binary(Parser *parser, SlOperator op, SlExpr *left, SlExpr *right, size_t at) {
  return operation(parser, op, (SlExpr *[]){left, right}, 2, at);
}

static SlExpr *unary(Parser *parser, SlOperator op, SlExpr *operand, size_t at) {
  return operation(parser, op, (SlExpr *[]){operand}, 1, at);
}

static SlExpr *literal(Parser *parser, const SlScalar *value, size_t at) {
  SlExpr *expr = sl_tree_literal(value, (int64_t)at);
  return expr ? expr : fail_memory(parser);
}

/* ---- the grammar --------------------------------------------------------------------------------------------------- */

static SlExpr *parse_call(Parser *parser, SlStr name, size_t at) {
  size_t opened_at = parser->last.begin;
  List list = {0};
  SlExpr *expr = NULL;
  if (parse_list(parser, &list, opened_at)) {
    expr = sl_tree_call(name, list.items, (int64_t)list.count, (int64_t)at);
    if (!expr) fail_to_build(parser, list.items, (int64_t)list.count, at);
  }
  release_list(&list);
  return expr;
}

static SlExpr *parse_number(Parser *parser, bool negative) {
  size_t at = negative ? parser->last.begin : parser->token.begin;
  SlToken number = parser->token;
  if (!advance(parser)) return NULL;
  if (number.kind == SL_TOKEN_NUMBER)
    return literal(parser, &(SlScalar){.type = SL_NUMBER, .number = negative ? -number.number : number.number}, at);
  if (number.magnitude > INT64_MAX && !negative)
    return fail_at(parser, at, "this integer does not fit in 64 bits; write %llu.0 for a number that is rounded",
                   (unsigned long long)number.magnitude);
  int64_t value = negative ? (int64_t)(0 - number.magnitude) : (int64_t)number.magnitude;
  return literal(parser, &(SlScalar){.type = SL_INTEGER, .integer = value}, at);
}

static SlExpr *parse_operand(Parser *parser) {
  SlToken token = parser->token;
  switch (token.kind) {
    case SL_TOKEN_INTEGER:
    case SL_TOKEN_NUMBER: return parse_number(parser, false);
    case SL_TOKEN_TEXT:
      if (!advance(parser)) return NULL;
      return literal(parser, &(SlScalar){.type = SL_TEXT, .text = token.text}, token.begin);
    case SL_TOKEN_TRUE:
    case SL_TOKEN_FALSE:
      if (!advance(parser)) return NULL;
      return literal(parser, &(SlScalar){.type = SL_BOOLEAN, .integer = token.kind == SL_TOKEN_TRUE}, token.begin);
    case SL_TOKEN_MISSING:
    case SL_TOKEN_NIL:
      if (!advance(parser)) return NULL;
      return literal(parser, &(SlScalar){.missing = true}, token.begin);
    case SL_TOKEN_PARAM: {
      if (!advance(parser)) return NULL;
      SlExpr *expr = sl_tree_param(token.text, (int64_t)token.begin);
      return expr ? expr : fail_memory(parser);
    }
    case SL_TOKEN_MUL: {
      if (!parser->each) return fail_no_operand(parser);
      if (!advance(parser)) return NULL;
      SlExpr *expr = sl_tree_param(sl_str("*"), (int64_t)token.begin);
      return expr ? expr : fail_memory(parser);
    }
    case SL_TOKEN_NAME:
    case SL_TOKEN_QUOTED: {
      if (!advance(parser)) return NULL;
      if (parser->token.kind == SL_TOKEN_OPEN)
        return advance(parser) ? parse_call(parser, token.text, token.begin) : NULL;
      SlExpr *expr = sl_tree_column(token.text, (int64_t)token.begin);
      return expr ? expr : fail_memory(parser);
    }
    case SL_TOKEN_OPEN: {
      if (!advance(parser)) return NULL;
      SlExpr *expr = parse_level(parser, 0);
      if (!expr) return NULL;
      if (close_bracket(parser, token.begin)) return expr;
      sl_expr_release(expr);
      return NULL;
    }
    default: return fail_no_operand(parser);
  }
}

/* How tightly an operator binds on its left and its right; larger is tighter. */
typedef struct Binding {
  SlOperator op;
  int left, right;
} Binding;

enum { COMPARISON_LEVEL = 3, UNARY_LEVEL = 12, POWER_LEVEL = 13 };

static bool find_binding(SlTokenKind kind, Binding *binding) {
  switch (kind) {
    case SL_TOKEN_OR: *binding = (Binding){SL_OP_OR, 1, 1}; return true;
    case SL_TOKEN_AND: *binding = (Binding){SL_OP_AND, 2, 2}; return true;
    case SL_TOKEN_EQ: *binding = (Binding){SL_OP_EQ, 3, 3}; return true;
    case SL_TOKEN_NE: *binding = (Binding){SL_OP_NE, 3, 3}; return true;
    case SL_TOKEN_LT: *binding = (Binding){SL_OP_LT, 3, 3}; return true;
    case SL_TOKEN_LE: *binding = (Binding){SL_OP_LE, 3, 3}; return true;
    case SL_TOKEN_GT: *binding = (Binding){SL_OP_GT, 3, 3}; return true;
    case SL_TOKEN_GE: *binding = (Binding){SL_OP_GE, 3, 3}; return true;
    case SL_TOKEN_CONCAT: *binding = (Binding){SL_OP_CONCAT, 9, 8}; return true;
    case SL_TOKEN_ADD: *binding = (Binding){SL_OP_ADD, 10, 10}; return true;
    case SL_TOKEN_SUB: *binding = (Binding){SL_OP_SUB, 10, 10}; return true;
    case SL_TOKEN_MUL: *binding = (Binding){SL_OP_MUL, 11, 11}; return true;
    case SL_TOKEN_DIV: *binding = (Binding){SL_OP_DIV, 11, 11}; return true;
    case SL_TOKEN_IDIV: *binding = (Binding){SL_OP_IDIV, 11, 11}; return true;
    case SL_TOKEN_MOD: *binding = (Binding){SL_OP_MOD, 11, 11}; return true;
    default: return false; /* a power is taken with its base: parse_power() */
  }
}

static SlExpr *parse_power(Parser *parser) {
  SlExpr *base = parse_operand(parser);
  if (!base || parser->token.kind != SL_TOKEN_POW) return base;
  size_t at = parser->token.begin;
  SlExpr *exponent = advance(parser) ? parse_level(parser, POWER_LEVEL) : NULL;
  if (exponent) return binary(parser, SL_OP_POW, base, exponent, at);
  sl_expr_release(base);
  return NULL;
}

/* A number that is not the base of a power: its minus belongs to it. */
static bool is_plain_number(const Parser *parser) {
  if (parser->token.kind != SL_TOKEN_INTEGER && parser->token.kind != SL_TOKEN_NUMBER) return false;
  SlLexer ahead = {.source = parser->lexer.source, .at = parser->lexer.at};
  sl_arena_init(&ahead.arena);
  SlToken next;
  bool power = sl_lexer_next(&ahead, &next, NULL) == SL_OK && next.kind == SL_TOKEN_POW;
  sl_lexer_reset(&ahead);
  return !power;
}

static SlExpr *parse_unary(Parser *parser) {
  size_t at = parser->token.begin;
  if (parser->token.kind == SL_TOKEN_SUB) {
    if (!advance(parser)) return NULL;
    if (is_plain_number(parser)) return parse_number(parser, true);
    SlExpr *operand = parse_level(parser, UNARY_LEVEL);
    return operand ? unary(parser, SL_OP_NEG, operand, at) : NULL;
  }
  if (parser->token.kind == SL_TOKEN_NOT) {
    if (!advance(parser)) return NULL;
    SlExpr *operand = parse_level(parser, UNARY_LEVEL);
    return operand ? unary(parser, SL_OP_NOT, operand, at) : NULL;
  }
  return parse_power(parser);
}

/* Behind "is": [not] missing. */
static SlExpr *parse_is(Parser *parser, SlExpr *left, size_t at) {
  bool negated = take(parser, SL_TOKEN_NOT);
  if (parser->status == SL_OK && (parser->token.kind == SL_TOKEN_MISSING || parser->token.kind == SL_TOKEN_NIL)) {
    if (advance(parser)) {
      SlExpr *expr = unary(parser, SL_OP_IS_MISSING, left, at);
      return expr && negated ? unary(parser, SL_OP_NOT, expr, at) : expr;
    }
  } else if (parser->status == SL_OK) {
    SlStr text = token_text(parser, &parser->token);
    const char *meant = keyword_meant(text);
    if (meant && strcmp(meant, "missing") == 0)
      fail_at(parser, parser->token.begin, "\"%.*s\" is written \"missing\" here", SL_STR_ARGS(text));
    else
      fail_at(parser, at, "behind \"is\" stands \"missing\" or \"not missing\"; to compare write \"==\"");
  }
  sl_expr_release(left);
  return NULL;
}

/* Behind "in": a list in brackets, or $names. */
static SlExpr *parse_in(Parser *parser, SlExpr *left, bool negated, size_t at) {
  List list = {0};
  SlExpr *expr = NULL;
  bool complete = add_item(parser, &list, left);
  if (complete && parser->token.kind == SL_TOKEN_PARAM) {
    SlExpr *param = parse_operand(parser);
    complete = param && add_item(parser, &list, param);
  } else if (complete && parser->token.kind == SL_TOKEN_OPEN) {
    size_t opened_at = parser->token.begin;
    complete = advance(parser) && parse_list(parser, &list, opened_at);
  } else if (complete) {
    fail_at(parser, parser->token.begin, "behind \"in\" stands a list in round brackets, as in (\"a\", \"b\"), or $names");
    complete = false;
  }
  if (complete) {
    expr = sl_tree_operation(SL_OP_IN, list.items, (int64_t)list.count, (int64_t)at);
    if (!expr) fail_to_build(parser, list.items, (int64_t)list.count, at);
  }
  release_list(&list);
  return expr && negated ? unary(parser, SL_OP_NOT, expr, at) : expr;
}

/* Behind "between": low and high. The ends bind more tightly than "and". */
static SlExpr *parse_between(Parser *parser, SlExpr *left, bool negated, size_t at) {
  SlExpr *low = parse_level(parser, COMPARISON_LEVEL), *high = NULL;
  if (low && !take(parser, SL_TOKEN_AND) && parser->status == SL_OK)
    fail_at(parser, parser->token.begin, "\"between\" wants two ends: between low and high");
  if (low && parser->status == SL_OK) high = parse_level(parser, COMPARISON_LEVEL);
  if (high) {
    SlExpr *expr = operation(parser, SL_OP_BETWEEN, (SlExpr *[]){left, low, high}, 3, at);
    return expr && negated ? unary(parser, SL_OP_NOT, expr, at) : expr;
  }
  sl_expr_release(left);
  sl_expr_release(low);
  return NULL;
}

/* What stands on the level of comparisons but takes no plain right operand. NULL when left is released. */
static SlExpr *parse_word_operator(Parser *parser, SlExpr *left) {
  size_t at = parser->token.begin;
  bool negated = take(parser, SL_TOKEN_NOT);
  if (parser->status == SL_OK) {
    if (!negated && take(parser, SL_TOKEN_IS)) return parse_is(parser, left, at);
    if (parser->status == SL_OK && take(parser, SL_TOKEN_IN)) return parse_in(parser, left, negated, at);
    if (parser->status == SL_OK && take(parser, SL_TOKEN_BETWEEN)) return parse_between(parser, left, negated, at);
    if (parser->status == SL_OK)
      fail_at(parser, at, "behind \"not\" between two values stands \"in\" or \"between\"; unequal is written \"~=\"");
  }
  sl_expr_release(left);
  return NULL;
}

static bool is_word_operator(SlTokenKind kind) {
  return kind == SL_TOKEN_IS || kind == SL_TOKEN_IN || kind == SL_TOKEN_BETWEEN || kind == SL_TOKEN_NOT;
}

/* What `or` or `and` joins is one operation, however long: "or c or d" behind a or b. Takes over left; NULL when it fails. */
static SlExpr *parse_chain(Parser *parser, SlExpr *left, const Binding *binding) {
  size_t at = parser->token.begin;
  SlTokenKind sign = parser->token.kind;
  List list = {0};
  SlExpr *expr = NULL;
  bool going = add_item(parser, &list, left);
  while (going && parser->token.kind == sign) {
    SlExpr *operand = advance(parser) ? parse_level(parser, binding->right) : NULL;
    going = operand && add_item(parser, &list, operand);
  }
  if (going) {
    expr = sl_tree_operation(binding->op, list.items, (int64_t)list.count, (int64_t)at);
    if (!expr) fail_to_build(parser, list.items, (int64_t)list.count, at);
  }
  release_list(&list);
  return expr;
}

/* An expression of operators that bind more tightly than `above`. */
static SlExpr *parse_level(Parser *parser, int above) {
  if (parser->nesting == MOST_NESTING)
    return fail_at(parser, parser->token.begin, "the expression is nested more than %d levels deep; use several steps", MOST_NESTING);
  parser->nesting++;
  SlExpr *left = parse_unary(parser);
  while (left) {
    Binding binding;
    if (above < COMPARISON_LEVEL && is_word_operator(parser->token.kind)) {
      left = parse_word_operator(parser, left);
      continue;
    }
    if (!find_binding(parser->token.kind, &binding) || binding.left <= above) break;
    if (binding.op == SL_OP_OR || binding.op == SL_OP_AND) {
      left = parse_chain(parser, left, &binding);
      continue;
    }
    size_t at = parser->token.begin;
    SlExpr *right = advance(parser) ? parse_level(parser, binding.right) : NULL;
    if (!right) {
      sl_expr_release(left);
      left = NULL;
      break;
    }
    left = binary(parser, binding.op, left, right, at);
  }
  parser->nesting--;
  return left;
}

/* From the token looked at to the end of the text. */
static SlStatus parse_all(Parser *parser, SlExpr **out) {
  SlExpr *expr = parse_level(parser, 0);
  if (expr && parser->token.kind != SL_TOKEN_END) {
    sl_expr_release(expr);
    expr = fail_leftover(parser);
  }
  if (expr && !sl_tree_set_source(expr, parser->lexer.source)) {
    sl_expr_release(expr);
    expr = fail_memory(parser);
  }
  if (!expr) return parser->status;
  *out = expr;
  return SL_OK;
}

static void begin(Parser *parser, SlStr text, SlError *err) {
  *parser = (Parser){.err = err};
  sl_lexer_init(&parser->lexer, text);
}

SlStatus sl_expr_parse(SlStr text, SlExpr **out, SlError *err) {
  Parser parser;
  begin(&parser, text, err);
  if (advance(&parser)) parser.status = parse_all(&parser, out);
  sl_lexer_reset(&parser.lexer);
  return parser.status;
}

/* Takes "name =" when it stands there; *name stays empty when it does not. */
static bool take_name(Parser *parser, SlStr *name) {
  if (!is_name(parser->token.kind)) return true;
  SlLexer ahead = {.source = parser->lexer.source, .at = parser->lexer.at};
  sl_arena_init(&ahead.arena);
  SlToken next;
  bool named = sl_lexer_next(&ahead, &next, NULL) == SL_OK && next.kind == SL_TOKEN_ASSIGN;
  sl_lexer_reset(&ahead);
  if (!named) return true;
  *name = parser->token.text;
  return advance(parser) && advance(parser);
}

SlStatus sl_expr_parse_named(SlStr text, SlBuf *name_out, SlExpr **out, SlError *err) {
  Parser parser;
  SlStr name = {"", 0};
  SlExpr *expr = NULL;
  begin(&parser, text, err);
  if (advance(&parser) && take_name(&parser, &name)) parser.status = parse_all(&parser, &expr);
  if (parser.status == SL_OK) {
    SlBuf copy = {0};
    sl_buf_add_str(&copy, name.length ? name : sl_str_trim(text));
    if (copy.failed) {
      sl_buf_reset(&copy);
      sl_expr_release(expr);
      parser.status = sl_fail_alloc(err, text.length);
    } else {
      *name_out = copy;
      *out = expr;
    }
  }
  sl_lexer_reset(&parser.lexer);
  return parser.status;
}

/* --- for each of several columns ------------------------------------------------------------------------------------ */

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

static bool is_over(const Parser *parser) {
  return parser->token.kind == SL_TOKEN_NAME && sl_str_equal(token_text(parser, &parser->token), sl_str("over"));
}

/* Behind "over". */
static SlExpr *parse_condition(Parser *parser, const SlExpr *each, size_t at) {
  bool stands = false;
  sl_expr_params(each, find_each, &stands);
  if (!stands)
    return fail_at(parser, at, "behind \"over\" stands which columns * is for, as in \"mean(*) over numeric\", and there is no * before it; "
                   "SQL's \"over (partition by k)\" is t:group_by(\"k\") before the verb");
  if (!advance(parser)) return NULL;
  parser->each = false;
  SlExpr *condition = parse_level(parser, 0);
  if (condition && parser->token.kind == SL_TOKEN_END) return condition;
  sl_expr_release(condition);
  return parser->status == SL_OK ? fail_leftover(parser) : NULL;
}

static SlStatus parse_over(Parser *parser, SlExpr **each, SlExpr **condition) {
  if (!advance(parser)) return SL_OK; /* the plain parser says what is wrong */
  parser->each = true;
  SlExpr *expr = parse_level(parser, 0);
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
  if (holds) fail_memory(parser);
  sl_expr_release(holds);
  sl_expr_release(expr);
  return parser->status;
}

SlStatus sl_expr_parse_over(SlStr text, SlBuf *name_out, SlExpr **each, SlExpr **condition, SlError *err) {
  Parser parser;
  SlStr name = sl_str("*");
  *each = *condition = NULL;
  begin(&parser, text, err);
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
