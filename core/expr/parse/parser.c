/* Precedence climbing. Every level of brackets is one recursion; the limit on nesting is far below the stack's. */
#include "core/expr/parse/parsing.h"

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/tree.h"

enum { MOST_NESTING = 200, LOOK_UP_EVERY = SL_SIZE(4096, 2) /* items of a list */ };

/* ---- taking -------------------------------------------------------------------------------------------------------- */

SlStr sl_parser_text(const SlParser *parser, const SlToken *token) {
  return (SlStr){parser->lexer.source.bytes + token->begin, token->end - token->begin};
}

bool sl_token_is_name(SlTokenKind kind) { return kind == SL_TOKEN_NAME || kind == SL_TOKEN_QUOTED; }

bool sl_parser_advance(SlParser *parser) {
  parser->last = parser->token;
  parser->status = sl_lexer_next(&parser->lexer, &parser->token, parser->err);
  return parser->status == SL_OK;
}

/* Whether the token was of that kind and is taken. On a lexical error false, with the status set. */
bool sl_parser_take(SlParser *parser, SlTokenKind kind) { return parser->token.kind == kind && sl_parser_advance(parser); }

static bool close_bracket(SlParser *parser, size_t opened_at) {
  if (sl_parser_take(parser, SL_TOKEN_CLOSE)) return true;
  if (parser->status != SL_OK) return false;
  if (parser->token.kind == SL_TOKEN_END)
    sl_parser_fail(parser, opened_at, "this \"(\" is never closed");
  else
    sl_parser_fail_leftover(parser);
  return false;
}

void sl_parsed_release(SlParsed *list) {
  for (size_t i = 0; i < list->count; i++) sl_expr_release(list->items[i]);
  sl_free(list->items);
}

bool sl_parsed_add(SlParser *parser, SlParsed *list, SlExpr *item) {
  if (list->count == list->capacity) {
    size_t capacity = sl_grow_capacity(list->capacity, list->count + 1);
    SlExpr **items = sl_realloc_array(list->items, capacity, sizeof *items);
    if (!items) {
      sl_expr_release(item);
      sl_parser_fail_memory(parser);
      return false;
    }
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = item;
  return true;
}

/* "a, b, c)" behind an opening bracket. */
bool sl_parse_list(SlParser *parser, SlParsed *list, size_t opened_at) {
  if (sl_parser_take(parser, SL_TOKEN_CLOSE)) return true;
  while (parser->status == SL_OK) {
    SlExpr *item = sl_parse_level(parser, 0);
    if (!item || !sl_parsed_add(parser, list, item)) return false;
    if (list->count % LOOK_UP_EVERY == 0 && sl_interrupted()) {
      parser->status = sl_fail_interrupted(parser->err);
      return false;
    }
    if (sl_parser_take(parser, SL_TOKEN_COMMA)) continue;
    return parser->status == SL_OK && close_bracket(parser, opened_at);
  }
  return false;
}

/* ---- building ------------------------------------------------------------------------------------------------------ */

/* A constructor gave NULL: the tree was too deep, or there is no memory. */
SlExpr *sl_parser_fail_to_build(SlParser *parser, SlExpr *const *operands, int64_t count, size_t at) {
  for (int64_t i = 0; i < count; i++)
    if (operands[i]->levels >= SL_EXPR_MOST_LEVELS)
      return sl_parser_fail(parser, at, "the expression has more than %d levels; use \"in (...)\" for long lists, or several steps",
                            SL_EXPR_MOST_LEVELS);
  return sl_parser_fail_memory(parser);
}

/* The new node or NULL with the status set; the operands are released in any case. */
SlExpr *sl_parser_operation(SlParser *parser, SlOperator op, SlExpr **operands, int64_t count, size_t at) {
  SlExpr *expr = sl_tree_operation(op, operands, count, (int64_t)at);
  if (!expr) sl_parser_fail_to_build(parser, operands, count, at);
  for (int64_t i = 0; i < count; i++) sl_expr_release(operands[i]);
  return expr;
}

static SlExpr *binary(SlParser *parser, SlOperator op, SlExpr *left, SlExpr *right, size_t at) {
  return sl_parser_operation(parser, op, (SlExpr *[]){left, right}, 2, at);
}

SlExpr *sl_parser_unary(SlParser *parser, SlOperator op, SlExpr *operand, size_t at) {
  return sl_parser_operation(parser, op, (SlExpr *[]){operand}, 1, at);
}

static SlExpr *literal(SlParser *parser, const SlScalar *value, size_t at) {
  SlExpr *expr = sl_tree_literal(value, (int64_t)at);
  return expr ? expr : sl_parser_fail_memory(parser);
}

/* ---- the grammar --------------------------------------------------------------------------------------------------- */

static SlExpr *parse_call(SlParser *parser, SlStr name, size_t at) {
  size_t opened_at = parser->last.begin;
  SlParsed list = {0};
  SlExpr *expr = NULL;
  if (sl_parse_list(parser, &list, opened_at)) {
    expr = sl_tree_call(name, list.items, (int64_t)list.count, (int64_t)at);
    if (!expr) sl_parser_fail_to_build(parser, list.items, (int64_t)list.count, at);
  }
  sl_parsed_release(&list);
  return expr;
}

static SlExpr *parse_number(SlParser *parser, bool negative) {
  size_t at = negative ? parser->last.begin : parser->token.begin;
  SlToken number = parser->token;
  if (!sl_parser_advance(parser)) return NULL;
  if (number.kind == SL_TOKEN_NUMBER)
    return literal(parser, &(SlScalar){.type = SL_NUMBER, .number = negative ? -number.number : number.number}, at);
  if (number.magnitude > INT64_MAX && !negative)
    return sl_parser_fail(parser, at, "this integer does not fit in 64 bits; write %llu.0 for a number that is rounded",
                          (unsigned long long)number.magnitude);
  int64_t value = negative ? (int64_t)(0 - number.magnitude) : (int64_t)number.magnitude;
  return literal(parser, &(SlScalar){.type = SL_INTEGER, .integer = value}, at);
}

SlExpr *sl_parse_operand(SlParser *parser) {
  SlToken token = parser->token;
  switch (token.kind) {
    case SL_TOKEN_INTEGER:
    case SL_TOKEN_NUMBER: return parse_number(parser, false);
    case SL_TOKEN_TEXT:
      if (!sl_parser_advance(parser)) return NULL;
      return literal(parser, &(SlScalar){.type = SL_TEXT, .text = token.text}, token.begin);
    case SL_TOKEN_TRUE:
    case SL_TOKEN_FALSE:
      if (!sl_parser_advance(parser)) return NULL;
      return literal(parser, &(SlScalar){.type = SL_BOOLEAN, .integer = token.kind == SL_TOKEN_TRUE}, token.begin);
    case SL_TOKEN_MISSING:
    case SL_TOKEN_NIL:
      if (!sl_parser_advance(parser)) return NULL;
      return literal(parser, &(SlScalar){.missing = true}, token.begin);
    case SL_TOKEN_PARAM: {
      if (!sl_parser_advance(parser)) return NULL;
      SlExpr *expr = sl_tree_param(token.text, (int64_t)token.begin);
      return expr ? expr : sl_parser_fail_memory(parser);
    }
    case SL_TOKEN_MUL: {
      if (!parser->each) return sl_parser_fail_no_operand(parser);
      if (!sl_parser_advance(parser)) return NULL;
      SlExpr *expr = sl_tree_param(sl_str("*"), (int64_t)token.begin);
      return expr ? expr : sl_parser_fail_memory(parser);
    }
    case SL_TOKEN_NAME:
    case SL_TOKEN_QUOTED: {
      if (!sl_parser_advance(parser)) return NULL;
      if (parser->token.kind == SL_TOKEN_OPEN)
        return sl_parser_advance(parser) ? parse_call(parser, token.text, token.begin) : NULL;
      SlExpr *expr = sl_tree_column(token.text, (int64_t)token.begin);
      return expr ? expr : sl_parser_fail_memory(parser);
    }
    case SL_TOKEN_OPEN: {
      if (!sl_parser_advance(parser)) return NULL;
      SlExpr *expr = sl_parse_level(parser, 0);
      if (!expr) return NULL;
      if (close_bracket(parser, token.begin)) return expr;
      sl_expr_release(expr);
      return NULL;
    }
    default: return sl_parser_fail_no_operand(parser);
  }
}

/* How tightly an operator binds on its left and its right; larger is tighter. */
typedef struct Binding {
  SlOperator op;
  int left, right;
} Binding;

enum { UNARY_LEVEL = 12, POWER_LEVEL = 13 };

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

static SlExpr *parse_power(SlParser *parser) {
  SlExpr *base = sl_parse_operand(parser);
  if (!base || parser->token.kind != SL_TOKEN_POW) return base;
  size_t at = parser->token.begin;
  SlExpr *exponent = sl_parser_advance(parser) ? sl_parse_level(parser, POWER_LEVEL) : NULL;
  if (exponent) return binary(parser, SL_OP_POW, base, exponent, at);
  sl_expr_release(base);
  return NULL;
}

/* A number that is not the base of a power: its minus belongs to it. */
static bool is_plain_number(const SlParser *parser) {
  if (parser->token.kind != SL_TOKEN_INTEGER && parser->token.kind != SL_TOKEN_NUMBER) return false;
  SlLexer ahead = {.source = parser->lexer.source, .at = parser->lexer.at};
  sl_arena_init(&ahead.arena);
  SlToken next;
  bool power = sl_lexer_next(&ahead, &next, NULL) == SL_OK && next.kind == SL_TOKEN_POW;
  sl_lexer_reset(&ahead);
  return !power;
}

static SlExpr *parse_unary(SlParser *parser) {
  size_t at = parser->token.begin;
  if (parser->token.kind == SL_TOKEN_SUB) {
    if (!sl_parser_advance(parser)) return NULL;
    if (is_plain_number(parser)) return parse_number(parser, true);
    SlExpr *operand = sl_parse_level(parser, UNARY_LEVEL);
    return operand ? sl_parser_unary(parser, SL_OP_NEG, operand, at) : NULL;
  }
  if (parser->token.kind == SL_TOKEN_NOT) {
    if (!sl_parser_advance(parser)) return NULL;
    SlExpr *operand = sl_parse_level(parser, UNARY_LEVEL);
    return operand ? sl_parser_unary(parser, SL_OP_NOT, operand, at) : NULL;
  }
  return parse_power(parser);
}

/* What `or` or `and` joins is one operation, however long: "or c or d" behind a or b. Takes over left; NULL when it fails. */
static SlExpr *parse_chain(SlParser *parser, SlExpr *left, const Binding *binding) {
  size_t at = parser->token.begin;
  SlTokenKind sign = parser->token.kind;
  SlParsed list = {0};
  SlExpr *expr = NULL;
  bool going = sl_parsed_add(parser, &list, left);
  while (going && parser->token.kind == sign) {
    SlExpr *operand = sl_parser_advance(parser) ? sl_parse_level(parser, binding->right) : NULL;
    going = operand && sl_parsed_add(parser, &list, operand);
  }
  if (going) {
    expr = sl_tree_operation(binding->op, list.items, (int64_t)list.count, (int64_t)at);
    if (!expr) sl_parser_fail_to_build(parser, list.items, (int64_t)list.count, at);
  }
  sl_parsed_release(&list);
  return expr;
}

/* An expression of operators that bind more tightly than `above`. */
SlExpr *sl_parse_level(SlParser *parser, int above) {
  if (parser->nesting == MOST_NESTING)
    return sl_parser_fail(parser, parser->token.begin, "the expression is nested more than %d levels deep; use several steps", MOST_NESTING);
  parser->nesting++;
  SlExpr *left = parse_unary(parser);
  while (left) {
    Binding binding;
    if (above < SL_COMPARISON_LEVEL && sl_token_is_word_operator(parser->token.kind)) {
      left = sl_parse_word_operator(parser, left);
      continue;
    }
    if (!find_binding(parser->token.kind, &binding) || binding.left <= above) break;
    if (binding.op == SL_OP_OR || binding.op == SL_OP_AND) {
      left = parse_chain(parser, left, &binding);
      continue;
    }
    size_t at = parser->token.begin;
    SlExpr *right = sl_parser_advance(parser) ? sl_parse_level(parser, binding.right) : NULL;
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
static SlStatus parse_all(SlParser *parser, SlExpr **out) {
  SlExpr *expr = sl_parse_level(parser, 0);
  if (expr && parser->token.kind != SL_TOKEN_END) {
    sl_expr_release(expr);
    expr = sl_parser_fail_leftover(parser);
  }
  if (expr && !sl_tree_set_source(expr, parser->lexer.source)) {
    sl_expr_release(expr);
    expr = sl_parser_fail_memory(parser);
  }
  if (!expr) return parser->status;
  *out = expr;
  return SL_OK;
}

void sl_parser_begin(SlParser *parser, SlStr text, SlError *err) {
  *parser = (SlParser){.err = err};
  sl_lexer_init(&parser->lexer, text);
}

SlStatus sl_expr_parse(SlStr text, SlExpr **out, SlError *err) {
  SlParser parser;
  sl_parser_begin(&parser, text, err);
  if (sl_parser_advance(&parser)) parser.status = parse_all(&parser, out);
  sl_lexer_reset(&parser.lexer);
  return parser.status;
}

/* Takes "name =" when it stands there; *name stays empty when it does not. */
static bool take_name(SlParser *parser, SlStr *name) {
  if (!sl_token_is_name(parser->token.kind)) return true;
  SlLexer ahead = {.source = parser->lexer.source, .at = parser->lexer.at};
  sl_arena_init(&ahead.arena);
  SlToken next;
  bool named = sl_lexer_next(&ahead, &next, NULL) == SL_OK && next.kind == SL_TOKEN_ASSIGN;
  sl_lexer_reset(&ahead);
  if (!named) return true;
  *name = parser->token.text;
  return sl_parser_advance(parser) && sl_parser_advance(parser);
}

SlStatus sl_expr_parse_named(SlStr text, SlBuf *name_out, SlExpr **out, SlError *err) {
  SlParser parser;
  SlStr name = {"", 0};
  SlExpr *expr = NULL;
  sl_parser_begin(&parser, text, err);
  if (sl_parser_advance(&parser) && take_name(&parser, &name)) parser.status = parse_all(&parser, &expr);
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
