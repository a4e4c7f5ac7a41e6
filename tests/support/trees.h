/* trees.h - random expressions with aggregates and neighbours, as trees of our own that become those of core.
 */
#ifndef SL_TESTS_SUPPORT_TREES_H
#define SL_TESTS_SUPPORT_TREES_H

#include "core/base/arena.h"
#include "core/expr/expr.h"
#include "tests/support/columns.h"

typedef struct Cell {
  bool missing;
  SlReason reason;
  unsigned flags;
  int64_t integer; /* ordinal types */
  double number;
  SlStr text;
} Cell;

typedef enum Call {
  ROUND, TENS, FLOOR, CEIL, ABS, SQRT, LOWER, UPPER, REPLACE, TEXT, MONTH, STARTS_WITH, ENDS_WITH, NUMBER, INTEGER,
  COALESCE, IF_ELSE, MIN_OF, MAX_OF, LAG, LEAD, COUNT, COUNT_IF, SUM, MIN, MAX, FIRST, LAST, ANY, ALL
} Call;

static const char *const calls[] = {
    [ROUND] = "round", [TENS] = "round", [FLOOR] = "floor", [CEIL] = "ceil", [ABS] = "abs", [SQRT] = "sqrt",
    [LOWER] = "lower", [UPPER] = "upper", [REPLACE] = "replace", [TEXT] = "text", [MONTH] = "month",
    [STARTS_WITH] = "starts_with", [ENDS_WITH] = "ends_with", [NUMBER] = "number", [INTEGER] = "integer",
    [COALESCE] = "coalesce", [IF_ELSE] = "if_else", [MIN_OF] = "min_of", [MAX_OF] = "max_of", [LAG] = "lag",
    [LEAD] = "lead", [COUNT] = "count", [COUNT_IF] = "count_if", [SUM] = "sum", [MIN] = "min", [MAX] = "max", [FIRST] = "first", [LAST] = "last",
    [ANY] = "any", [ALL] = "all"};

typedef enum Kind { COLUMN, LITERAL, OPERATION, CALL } Kind;

enum { COLUMNS = 9, KEYS = 2, MOST_OPERANDS = 3 };

typedef struct Tree {
  Kind kind;
  SlType type;
  int column;
  Cell literal;
  SlOperator op;
  Call call;
  int count;
  struct Tree *in[MOST_OPERANDS];
  Cell *by_group; /* of an aggregate, once it is known */
} Tree;

/* The first two are the keys of groups. */
static const char *const names[COLUMNS] = {"word", "small", "many", "wide", "x", "odd", "name", "flag", "day"};
static const RandomKind kinds[COLUMNS] = {
    RANDOM_WORDS,       RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_NUMBERS,
    RANDOM_ODD_NUMBERS, RANDOM_LONG_TEXTS,     RANDOM_BOOLEANS,      RANDOM_DATES};

/* --- making trees ------------------------------------------------------------------------------------------------- */

typedef struct Maker {
  SlArena arena;
  uint64_t state;
  bool by_group; /* outside aggregates only keys and literals stand */
  bool by_row;   /* within an aggregate, or no groups wanted */
} Maker;

static int64_t below(Maker *maker, int64_t limit) { return random_below(&maker->state, limit); }

static Tree *new_tree(Maker *maker, Kind kind, SlType type) {
  Tree *tree = sl_arena_alloc_array(&maker->arena, 1, sizeof *tree);
  assert_non_null(tree);
  tree->kind = kind;
  tree->type = type;
  return tree;
}

static Tree *make(Maker *maker, SlType type, int depth);

static Tree *literal(Maker *maker, SlType type) {
  static const char *const texts[] = {"Kent", "", "e", "K", "ent", "all"};
  static const int64_t integers[] = {0, 1, 2, 3, 7, 100, INT64_MAX};
  static const double numbers[] = {0, 0.5, 1, 2.5, 0x1p53, 0x1p63};
  Tree *tree = new_tree(maker, LITERAL, type);
  tree->literal.integer = type == SL_BOOLEAN ? below(maker, 2) : integers[below(maker, below(maker, 8) ? 6 : 7)];
  tree->literal.number = numbers[below(maker, below(maker, 8) ? 4 : 6)];
  tree->literal.text = sl_str(texts[below(maker, 6)]);
  return tree;
}

static Tree *leaf(Maker *maker, SlType type) {
  bool key = type == SL_TEXT || type == SL_INTEGER, only_keys = maker->by_group && !maker->by_row;
  if (type != SL_DATE && (below(maker, 5) == 0 || (only_keys && !key))) return literal(maker, type);
  int column = (int)below(maker, COLUMNS);
  while (random_type(kinds[column]) != type || (only_keys && column >= KEYS) || (column == 3 && below(maker, 8)))
    column = (int)below(maker, COLUMNS);
  Tree *tree = new_tree(maker, COLUMN, type);
  tree->column = column;
  return tree;
}

static Tree *call_of(Maker *maker, Call call, SlType type, SlType operands, int count, int depth) {
  Tree *tree = new_tree(maker, CALL, type);
  tree->call = call;
  tree->count = count;
  for (int i = 0; i < count; i++) tree->in[i] = make(maker, operands, depth - 1);
  return tree;
}

static Tree *operation(Maker *maker, SlOperator op, SlType type, SlType operands, int count, int depth) {
  Tree *tree = call_of(maker, ROUND, type, operands, count, depth);
  tree->kind = OPERATION;
  tree->op = op;
  return tree;
}

static SlType numeric(Maker *maker) { return below(maker, 2) ? SL_INTEGER : SL_NUMBER; }

static Tree *aggregate(Maker *maker, SlType type, int depth) {
  static const Call edges[] = {MIN, MAX, FIRST, LAST};
  bool outside = !maker->by_row;
  maker->by_row = true;
  Tree *tree;
  int64_t draw = below(maker, 4);
  SlType counted = (SlType)below(maker, SL_DATE + 1);
  if (type == SL_INTEGER && draw == 0 && counted == SL_BOOLEAN)
    tree = call_of(maker, COUNT_IF, type, counted, 1, depth);
  else if (type == SL_INTEGER && draw == 0)
    tree = call_of(maker, COUNT, type, counted, (int)below(maker, 2), depth);
  else if (type == SL_INTEGER && draw == 1)
    tree = call_of(maker, SUM, type, below(maker, 4) ? type : SL_BOOLEAN, 1, depth);
  else if (type == SL_BOOLEAN && draw < 3)
    tree = call_of(maker, below(maker, 2) ? ANY : ALL, type, type, 1, depth);
  else
    tree = call_of(maker, edges[below(maker, 4)], type, type, 1, depth);
  maker->by_row = !outside;
  return tree;
}

static Tree *neighbour(Maker *maker, SlType type, int depth) {
  Tree *tree = call_of(maker, below(maker, 2) ? LAG : LEAD, type, type, 1, depth);
  tree->count = 2;
  tree->in[1] = new_tree(maker, LITERAL, SL_INTEGER);
  tree->in[1]->literal.integer = 1 + below(maker, 4);
  return tree;
}

static Tree *choice(Maker *maker, SlType type, int depth) {
  static const Call all[] = {COALESCE, MIN_OF, MAX_OF, IF_ELSE};
  Call call = all[below(maker, 4)];
  Tree *tree = call_of(maker, call, type, type, call == IF_ELSE ? 3 : 2, depth);
  if (call == IF_ELSE) tree->in[0] = make(maker, SL_BOOLEAN, depth - 1);
  if (type == SL_NUMBER && below(maker, 3) == 0) tree->in[1] = make(maker, SL_INTEGER, depth - 1);
  return tree;
}

static Tree *condition(Maker *maker, int depth) {
  static const SlType types[] = {SL_INTEGER, SL_NUMBER, SL_TEXT, SL_DATE, SL_BOOLEAN};
  switch (below(maker, 8)) {
    case 0: return operation(maker, SL_OP_AND, SL_BOOLEAN, SL_BOOLEAN, 2, depth);
    case 1: return operation(maker, SL_OP_OR, SL_BOOLEAN, SL_BOOLEAN, 2, depth);
    case 2: return operation(maker, SL_OP_NOT, SL_BOOLEAN, SL_BOOLEAN, 1, depth);
    case 3: return operation(maker, SL_OP_IS_MISSING, SL_BOOLEAN, types[below(maker, 5)], 1, depth);
    case 4: return call_of(maker, below(maker, 2) ? STARTS_WITH : ENDS_WITH, SL_BOOLEAN, SL_TEXT, 2, depth);
    default: {
      SlType type = types[below(maker, 5)];
      Tree *tree = operation(maker, (SlOperator)(SL_OP_EQ + below(maker, 6)), SL_BOOLEAN, type, 2, depth);
      if (sl_type_is_numeric(type)) tree->in[1] = make(maker, numeric(maker), depth - 1);
      return tree;
    }
  }
}

static Tree *integer_tree(Maker *maker, int depth) {
  static const SlOperator ops[] = {SL_OP_ADD, SL_OP_SUB, SL_OP_MUL, SL_OP_IDIV, SL_OP_MOD};
  switch (below(maker, 9)) {
    case 0: return call_of(maker, below(maker, 2) ? FLOOR : CEIL, SL_INTEGER, numeric(maker), 1, depth);
    case 1: return call_of(maker, below(maker, 2) ? ROUND : TENS, SL_INTEGER, SL_INTEGER, 1, depth);
    case 2: return call_of(maker, MONTH, SL_INTEGER, SL_DATE, 1, depth);
    case 3: return call_of(maker, INTEGER, SL_INTEGER, SL_BOOLEAN, 1, depth);
    case 4: return operation(maker, SL_OP_NEG, SL_INTEGER, SL_INTEGER, 1, depth);
    default: return operation(maker, ops[below(maker, 5)], SL_INTEGER, SL_INTEGER, 2, depth);
  }
}

static Tree *number_tree(Maker *maker, int depth) {
  static const SlOperator ops[] = {SL_OP_ADD, SL_OP_SUB, SL_OP_MUL, SL_OP_IDIV, SL_OP_MOD, SL_OP_DIV, SL_OP_POW};
  static const Call of_one[] = {ROUND, TENS, ABS, SQRT, NUMBER};
  if (below(maker, 3) == 0) {
    Call call = of_one[below(maker, 5)];
    return call_of(maker, call, SL_NUMBER, call == NUMBER || call == SQRT ? SL_INTEGER : SL_NUMBER, 1, depth);
  }
  if (below(maker, 8) == 0) return operation(maker, SL_OP_NEG, SL_NUMBER, SL_NUMBER, 1, depth);
  SlOperator op = ops[below(maker, 7)];
  Tree *tree = operation(maker, op, SL_NUMBER, SL_NUMBER, 2, depth);
  bool mixed = op == SL_OP_DIV || op == SL_OP_POW || below(maker, 3) == 0;
  if (mixed) tree->in[below(maker, 2)] = make(maker, SL_INTEGER, depth - 1);
  return tree;
}

static Tree *text_tree(Maker *maker, int depth) {
  static const SlType types[] = {SL_INTEGER, SL_NUMBER, SL_TEXT, SL_DATE, SL_BOOLEAN};
  switch (below(maker, 4)) {
    case 0: return call_of(maker, below(maker, 2) ? LOWER : UPPER, SL_TEXT, SL_TEXT, 1, depth);
    case 1: return call_of(maker, REPLACE, SL_TEXT, SL_TEXT, 3, depth);
    case 2: return call_of(maker, TEXT, SL_TEXT, types[below(maker, 5)], 1, depth);
    default: return operation(maker, SL_OP_CONCAT, SL_TEXT, SL_TEXT, 2, depth);
  }
}

static Tree *make(Maker *maker, SlType type, int depth) {
  bool outside = maker->by_group && !maker->by_row;
  if (outside && (type == SL_DATE || below(maker, 3) == 0)) return aggregate(maker, type, depth < 1 ? 1 : depth);
  if (depth <= 0 || below(maker, 7) == 0) return leaf(maker, type);
  if (below(maker, 9) == 0) return aggregate(maker, type, depth);
  if (!outside && below(maker, 9) == 0) return neighbour(maker, type, depth);
  if (type == SL_DATE || below(maker, 5) == 0) return choice(maker, type, depth);
  switch (type) {
    case SL_BOOLEAN: return condition(maker, depth);
    case SL_INTEGER: return integer_tree(maker, depth);
    case SL_NUMBER: return number_tree(maker, depth);
    default: return text_tree(maker, depth);
  }
}

static SlExpr *expr_of(const Tree *tree) {
  SlExpr *operands[MOST_OPERANDS + 1], *expr;
  int count = tree->count;
  for (int i = 0; i < count; i++) operands[i] = expr_of(tree->in[i]);
  const Cell *cell = &tree->literal;
  SlScalar value = {.type = tree->type, .integer = cell->integer, .number = cell->number, .text = cell->text};
  switch (tree->kind) {
    case COLUMN: expr = sl_expr_column(sl_str(names[tree->column])); break;
    case LITERAL: expr = sl_expr_literal(&value); break;
    case OPERATION: expr = sl_expr_operation(tree->op, operands, count); break;
    default:
      if (tree->call == TENS) {
        SlScalar one = {.type = SL_INTEGER, .integer = 1};
        SlExpr *ones = sl_expr_literal(&one);
        operands[count++] = sl_expr_operation(SL_OP_NEG, &ones, 1);
        sl_expr_release(ones);
      }
      expr = sl_expr_call(sl_str(calls[tree->call]), operands, count);
  }
  for (int i = 0; i < count; i++) sl_expr_release(operands[i]);
  assert_non_null(expr);
  return expr;
}

#endif
