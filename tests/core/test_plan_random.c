/* Random expressions over random tables give what a walk of the tree, row by row, gives: no batches, no types settled
 * beforehand, no dictionaries looked up, no literals folded. */
#include <stdlib.h>

#include "core/base/arena.h"
#include "core/expr/plan.h"
#include "tests/support/columns.h"

/* --- the tree ----------------------------------------------------------------------------------------------------- */

typedef struct Cell {
  bool missing;
  SlReason reason;
  unsigned flags;
  int64_t integer; /* of ordinal types, too */
  double number;
  SlStr text;
} Cell;

typedef enum Op {
  COLUMN, LITERAL, ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, REMAINDER, NEGATE, ABS, EQUAL, UNEQUAL, LESS, AT_MOST,
  GREATER, AT_LEAST, AND, OR, NOT, IS_MISSING, IN, BETWEEN, CONTAINS, LENGTH, CONCAT, TRIM, IF_ELSE, COALESCE, MIN_OF,
  MAX_OF, YEAR
} Op;

enum { MOST_OPERANDS = 7, COLUMNS = 10 };

typedef struct Tree {
  Op op;
  SlType type;
  int column;
  Cell literal;
  int count;
  struct Tree *in[MOST_OPERANDS];
} Tree;

static const char *const column_names[COLUMNS] = {"small", "wide", "x",    "odd",  "word",
                                                  "text",  "few",  "flag", "open", "day"};
static const RandomKind column_kinds[COLUMNS] = {
    RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS,     RANDOM_NUMBERS,  RANDOM_ODD_NUMBERS, RANDOM_WORDS,
    RANDOM_LONG_TEXTS,     RANDOM_FEW_OF_MANY_TEXTS, RANDOM_BOOLEANS, RANDOM_BOOLEANS,    RANDOM_DATES};

/* --- making one --------------------------------------------------------------------------------------------------- */

typedef struct Maker {
  SlArena arena;
  uint64_t state;
} Maker;

static int64_t below(Maker *maker, int64_t bound) { return random_below(&maker->state, bound); }

static Tree *new_tree(Maker *maker, Op op, SlType type) {
  Tree *tree = sl_arena_alloc_array(&maker->arena, 1, sizeof *tree);
  assert_non_null(tree);
  tree->op = op;
  tree->type = type;
  return tree;
}

static Tree *random_tree(Maker *maker, SlType type, int depth);

static Tree *random_literal(Maker *maker, SlType type) {
  static const char *const texts[] = {"Kent", "", "kent", "ent", "Essex", "zzz"};
  Tree *tree = new_tree(maker, LITERAL, type);
  tree->literal.integer = type == SL_DATE      ? 17000 + below(maker, 900)
                          : type == SL_BOOLEAN ? below(maker, 2)
                                               : below(maker, 60) - 20;
  tree->literal.number = (double)(below(maker, 80) - 40) / 4;
  tree->literal.text = sl_str(texts[below(maker, 6)]);
  return tree;
}

static Tree *random_leaf(Maker *maker, SlType type) {
  if (below(maker, 4) == 0) return random_literal(maker, type);
  int column = (int)below(maker, COLUMNS);
  while (random_type(column_kinds[column]) != type) column = (int)below(maker, COLUMNS);
  Tree *tree = new_tree(maker, COLUMN, type);
  tree->column = column;
  return tree;
}

static Tree *with_operands(Maker *maker, Op op, SlType type, SlType operands, int count, int depth) {
  Tree *tree = new_tree(maker, op, type);
  tree->count = count;
  for (int i = 0; i < count; i++) tree->in[i] = random_tree(maker, operands, depth - 1);
  return tree;
}

static SlType random_numeric(Maker *maker) { return below(maker, 2) ? SL_INTEGER : SL_NUMBER; }

static Tree *random_comparison(Maker *maker, int depth) {
  static const SlType types[] = {SL_INTEGER, SL_NUMBER, SL_TEXT, SL_TEXT, SL_DATE, SL_BOOLEAN};
  SlType type = types[below(maker, 6)];
  bool mixed = sl_type_is_numeric(type) && below(maker, 2);
  Tree *tree = with_operands(maker, (Op)(EQUAL + below(maker, 6)), SL_BOOLEAN, type, 2, depth);
  if (mixed) tree->in[1] = random_tree(maker, random_numeric(maker), depth - 1);
  return tree;
}

static Tree *random_membership(Maker *maker, int depth) {
  static const SlType types[] = {SL_INTEGER, SL_NUMBER, SL_TEXT, SL_DATE, SL_BOOLEAN};
  SlType type = types[below(maker, 5)];
  Tree *tree = with_operands(maker, IN, SL_BOOLEAN, type, 1, depth);
  tree->count = 2 + (int)below(maker, MOST_OPERANDS - 1);
  for (int i = 1; i < tree->count; i++) {
    tree->in[i] = random_literal(maker, sl_type_is_numeric(type) ? random_numeric(maker) : type);
    tree->in[i]->literal.missing = below(maker, 12) == 0;
    if (below(maker, 12) == 0) tree->in[i] = random_tree(maker, type, depth - 1);
  }
  return tree;
}

static Tree *random_condition(Maker *maker, int depth) {
  switch (below(maker, 9)) {
    case 0: return with_operands(maker, AND, SL_BOOLEAN, SL_BOOLEAN, 2, depth);
    case 1: return with_operands(maker, OR, SL_BOOLEAN, SL_BOOLEAN, 2, depth);
    case 2: return with_operands(maker, NOT, SL_BOOLEAN, SL_BOOLEAN, 1, depth);
    case 3: return with_operands(maker, IS_MISSING, SL_BOOLEAN, (SlType)below(maker, SL_DATE + 1), 1, depth);
    case 4: return random_membership(maker, depth);
    case 5: return with_operands(maker, BETWEEN, SL_BOOLEAN, random_numeric(maker), 3, depth);
    case 6: return with_operands(maker, CONTAINS, SL_BOOLEAN, SL_TEXT, 2, depth);
    default: return random_comparison(maker, depth);
  }
}

static Tree *random_choice(Maker *maker, SlType type, int depth) {
  static const Op ops[] = {COALESCE, MIN_OF, MAX_OF, IF_ELSE};
  Op op = ops[below(maker, 4)];
  Tree *tree = with_operands(maker, op, type, type, op == IF_ELSE ? 3 : 2 + (int)below(maker, 2), depth);
  if (op == IF_ELSE) tree->in[0] = random_tree(maker, SL_BOOLEAN, depth - 1);
  return tree;
}

static Tree *random_number(Maker *maker, int depth) {
  static const Op ops[] = {ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, ABS};
  Op op = ops[below(maker, 6)];
  Tree *tree = with_operands(maker, op, SL_NUMBER, SL_NUMBER, op < NEGATE ? 2 : 1, depth);
  if (tree->count == 2 && below(maker, 3) == 0) tree->in[below(maker, 2)] = random_tree(maker, SL_INTEGER, depth - 1);
  if (op == DIVIDE && below(maker, 3) == 0) tree->in[0] = random_tree(maker, SL_INTEGER, depth - 1);
  return tree;
}

static Tree *random_integer(Maker *maker, int depth) {
  static const Op ops[] = {ADD, SUBTRACT, MULTIPLY, FLOOR_DIVIDE, REMAINDER, NEGATE, ABS};
  if (below(maker, 6) == 0) return with_operands(maker, LENGTH, SL_INTEGER, SL_TEXT, 1, depth);
  if (below(maker, 6) == 0) return with_operands(maker, YEAR, SL_INTEGER, SL_DATE, 1, depth);
  Op op = ops[below(maker, 7)];
  return with_operands(maker, op, SL_INTEGER, SL_INTEGER, op < NEGATE ? 2 : 1, depth);
}

static Tree *random_text(Maker *maker, int depth) {
  if (below(maker, 3) == 0) return with_operands(maker, TRIM, SL_TEXT, SL_TEXT, 1, depth);
  Tree *tree = with_operands(maker, CONCAT, SL_TEXT, SL_TEXT, 2, depth);
  if (below(maker, 3) == 0) tree->in[1] = random_tree(maker, SL_INTEGER, depth - 1);
  return tree;
}

static Tree *random_tree(Maker *maker, SlType type, int depth) {
  if (depth <= 0 || below(maker, 6) == 0) return random_leaf(maker, type);
  if (below(maker, 5) == 0 || type == SL_DATE) return random_choice(maker, type, depth);
  switch (type) {
    case SL_BOOLEAN: return random_condition(maker, depth);
    case SL_INTEGER: return random_integer(maker, depth);
    case SL_NUMBER: return random_number(maker, depth);
    default: return random_text(maker, depth);
  }
}

/* --- as text ------------------------------------------------------------------------------------------------------ */

static void print_literal(const Tree *tree, SlBuf *out) {
  if (tree->literal.missing) sl_buf_add_text(out, "missing");
  else if (tree->type == SL_INTEGER) sl_buf_printf(out, "(%d)", (int)tree->literal.integer);
  else if (tree->type == SL_NUMBER) sl_buf_printf(out, "(%.2f)", tree->literal.number);
  else if (tree->type == SL_BOOLEAN) sl_buf_add_text(out, tree->literal.integer ? "true" : "false");
  else if (tree->type == SL_TEXT) sl_buf_printf(out, "'%.*s'", SL_STR_ARGS(tree->literal.text));
  else {
    sl_buf_add_text(out, "date('");
    sl_date_print(tree->literal.integer, out);
    sl_buf_add_text(out, "')");
  }
}

static void print_tree(const Tree *tree, SlBuf *out) {
  static const char *const calls[] = {[ABS] = "abs(",       [CONTAINS] = "contains(", [LENGTH] = "length(",
                                      [TRIM] = "trim(",     [IF_ELSE] = "if_else(",   [COALESCE] = "coalesce(",
                                      [MIN_OF] = "min_of(", [MAX_OF] = "max_of(",     [YEAR] = "year("};
  static const char *const signs[] = {
      [ADD] = " + ",       [SUBTRACT] = " - ",     [MULTIPLY] = " * ", [DIVIDE] = " / ", [FLOOR_DIVIDE] = " // ",
      [REMAINDER] = " % ", [EQUAL] = " == ",       [UNEQUAL] = " ~= ", [LESS] = " < ",   [AT_MOST] = " <= ",
      [GREATER] = " > ",   [AT_LEAST] = " >= ",    [AND] = " and ",    [OR] = " or ",    [CONCAT] = " .. ",
      [IN] = " in (",      [BETWEEN] = " between "};
  if (tree->op == COLUMN) {
    sl_buf_add_text(out, column_names[tree->column]);
    return;
  }
  if (tree->op == LITERAL) {
    print_literal(tree, out);
    return;
  }
  const char *call = calls[tree->op];
  sl_buf_add_text(out, call ? call : "(");
  if (tree->op == NOT) sl_buf_add_text(out, "not ");
  if (tree->op == NEGATE) sl_buf_add_text(out, "-");
  for (int i = 0; i < tree->count; i++) {
    if (i > 0)
      sl_buf_add_text(out, call || (tree->op == IN && i > 1) ? ", "
                           : tree->op == BETWEEN && i == 2   ? " and "
                                                             : signs[tree->op]);
    print_tree(tree->in[i], out);
  }
  if (tree->op == IS_MISSING) sl_buf_add_text(out, " is missing");
  sl_buf_add_text(out, tree->op == IN ? "))" : ")");
}

/* --- row by row --------------------------------------------------------------------------------------------------- */

typedef struct Walk {
  const SlTable *table;
  SlArena arena;
  bool overflowed;
} Walk;

static Cell of_row(const SlColumn *column, int64_t row) {
  Cell cell = {.missing = sl_column_is_null(column, row),
               .reason = sl_column_reason(column, row),
               .flags = sl_column_flags(column, row)};
  if (column->type == SL_TEXT) cell.text = sl_column_text(column, row);
  else if (column->type == SL_NUMBER) cell.number = sl_column_number(column, row);
  else cell.integer = sl_column_integer(column, row);
  return cell;
}

static Cell missing_for(SlReason reason) { return (Cell){.missing = true, .reason = reason}; }

/* Missing when one is, for the strongest reason; else with the flags of all. */
static Cell united(const Cell *in, int count) {
  Cell cell = {0};
  for (int i = 0; i < count; i++) {
    cell.missing |= in[i].missing;
    if (in[i].missing && in[i].reason > cell.reason) cell.reason = in[i].reason;
    if (!in[i].missing) cell.flags |= in[i].flags;
  }
  if (cell.missing) cell.flags = 0;
  return cell;
}

/* Both integers and doubles are exact in a long double. */
static int order(const Tree *tree, const Cell *in, int a, int b) {
  const Tree *left = tree->in[a], *right = tree->in[b];
  if (left->type == SL_TEXT) return sl_str_compare(in[a].text, in[b].text);
  long double x = left->type == SL_NUMBER ? in[a].number : (long double)in[a].integer;
  long double y = right->type == SL_NUMBER ? in[b].number : (long double)in[b].integer;
  return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
}

static Cell compared(Op op, const Tree *tree, const Cell *in, int a, int b) {
  Cell cell = united((Cell[]){in[a], in[b]}, 2);
  if (cell.missing) return cell;
  int way = order(tree, in, a, b);
  bool less = way < 0, same = way == 0, greater = way != 2 && way > 0;
  if (tree->in[a]->type == SL_TEXT) greater = way > 0;
  switch (op) {
    case EQUAL: cell.integer = same; break;
    case UNEQUAL: cell.integer = !same; break;
    case LESS: cell.integer = less; break;
    case AT_MOST: cell.integer = less || same; break;
    case GREATER: cell.integer = greater; break;
    default: cell.integer = greater || same; break;
  }
  return cell;
}

static Cell both(Cell a, Cell b) {
  if ((!a.missing && !a.integer) || (!b.missing && !b.integer))
    return (Cell){.flags = (a.missing ? 0 : a.flags) | (b.missing ? 0 : b.flags), .integer = 0};
  Cell cell = united((Cell[]){a, b}, 2);
  cell.integer = 1;
  return cell;
}

static Cell negated(Cell a) {
  a.integer = !a.integer;
  return a;
}

static Cell either(Cell a, Cell b) { return negated(both(negated(a), negated(b))); }

static Cell chosen(const Tree *tree, const Cell *in) {
  if (tree->op == IF_ELSE) return in[0].missing ? missing_for(in[0].reason) : in[0].integer ? in[1] : in[2];
  SlReason reason = SL_REASON_NONE;
  unsigned flags = 0;
  int best = -1;
  for (int i = 0; i < tree->count; i++) {
    if (in[i].missing) {
      reason = in[i].reason > reason ? in[i].reason : reason;
      continue;
    }
    flags |= in[i].flags;
    bool nan = tree->type == SL_NUMBER && isnan(in[i].number),
         best_nan = best >= 0 && tree->type == SL_NUMBER && isnan(in[best].number);
    int way = best < 0 || nan || best_nan ? 0 : order(tree, in, i, best);
    bool better = tree->op == MIN_OF ? way < 0 : tree->op == MAX_OF && way > 0;
    if (best < 0 || (tree->op != COALESCE && !nan && (best_nan || better))) best = i;
  }
  if (best < 0) return missing_for(reason);
  Cell cell = in[best];
  if (tree->op != COALESCE) cell.flags = flags;
  return cell;
}

/* Equal to one of those that stand there, or of the others: only what flags it has depends on which come first. */
static Cell member(const Tree *tree, const Cell *in) {
  Cell cell = {0};
  bool any = false;
  for (int pass = 0; pass < 2; pass++) {
    for (int i = 1; i < tree->count; i++) {
      if ((tree->in[i]->op == LITERAL) != (pass == 0)) continue;
      Cell equal = compared(EQUAL, tree, in, 0, i);
      cell = any ? either(cell, equal) : equal;
      any = true;
    }
  }
  return cell;
}

static Cell arithmetic_of_integers(Walk *walk, const Tree *tree, const Cell *in) {
  Cell cell = united(in, tree->count);
  if (cell.missing) return cell;
  int64_t a = in[0].integer, b = tree->count > 1 ? in[1].integer : 0;
  switch (tree->op) {
    case ADD: walk->overflowed |= __builtin_add_overflow(a, b, &cell.integer); break;
    case SUBTRACT: walk->overflowed |= __builtin_sub_overflow(a, b, &cell.integer); break;
    case MULTIPLY: walk->overflowed |= __builtin_mul_overflow(a, b, &cell.integer); break;
    case NEGATE: walk->overflowed |= __builtin_sub_overflow(0, a, &cell.integer); break;
    case ABS:
      cell.integer = a;
      if (a < 0) walk->overflowed |= __builtin_sub_overflow(0, a, &cell.integer);
      break;
    default: {
      if (b == 0) return missing_for(SL_REASON_NOT_APPLICABLE);
      __extension__ typedef __int128 Wide;
      Wide quotient = (Wide)a / b, rest = (Wide)a % b;
      if (rest != 0 && (rest < 0) != (b < 0)) quotient--, rest += b;
      walk->overflowed |= tree->op == FLOOR_DIVIDE && quotient != (int64_t)quotient;
      cell.integer = (int64_t)(tree->op == FLOOR_DIVIDE ? quotient : rest);
    }
  }
  return cell;
}

static Cell arithmetic_of_numbers(const Tree *tree, const Cell *in) {
  Cell cell = united(in, tree->count);
  if (cell.missing) return cell;
  double x[2] = {0};
  for (int i = 0; i < tree->count; i++) x[i] = tree->in[i]->type == SL_NUMBER ? in[i].number : (double)in[i].integer;
  switch (tree->op) {
    case ADD: cell.number = x[0] + x[1]; break;
    case SUBTRACT: cell.number = x[0] - x[1]; break;
    case MULTIPLY: cell.number = x[0] * x[1]; break;
    case NEGATE: cell.number = -x[0]; break;
    case ABS: cell.number = fabs(x[0]); break;
    default:
      if (x[1] == 0) return missing_for(SL_REASON_NOT_APPLICABLE);
      cell.number = x[0] / x[1];
      if (!isfinite(cell.number) && isfinite(x[0]) && isfinite(x[1])) return missing_for(SL_REASON_NOT_APPLICABLE);
  }
  return cell;
}

static Cell of_texts(Walk *walk, const Tree *tree, const Cell *in) {
  Cell cell = united(in, tree->count);
  if (cell.missing) return cell;
  SlStr a = in[0].text;
  switch (tree->op) {
    case LENGTH: cell.integer = sl_str_length(a); break;
    case TRIM: cell.text = sl_str_trim(a); break;
    case CONTAINS:
      for (size_t at = 0; at + in[1].text.length <= a.length; at++)
        cell.integer |= sl_str_starts_with((SlStr){a.bytes + at, a.length - at}, in[1].text);
      break;
    default: {
      SlBuf buf;
      sl_buf_init(&buf);
      sl_buf_add_str(&buf, a);
      if (tree->in[1]->type == SL_TEXT) sl_buf_add_str(&buf, in[1].text);
      else sl_buf_printf(&buf, "%lld", (long long)in[1].integer);
      cell.text = (SlStr){sl_arena_copy_text(&walk->arena, buf.length ? buf.bytes : "", buf.length), buf.length};
      sl_buf_reset(&buf);
    }
  }
  return cell;
}

static Cell value_of(Walk *walk, const Tree *tree, int64_t row) {
  if (tree->op == COLUMN) return of_row(walk->table->columns[tree->column], row);
  if (tree->op == LITERAL) return tree->literal;
  Cell in[MOST_OPERANDS] = {{0}};
  for (int i = 0; i < tree->count; i++) in[i] = value_of(walk, tree->in[i], row);
  switch (tree->op) {
    case EQUAL:
    case UNEQUAL:
    case LESS:
    case AT_MOST:
    case GREATER:
    case AT_LEAST: return compared(tree->op, tree, in, 0, 1);
    case AND: return both(in[0], in[1]);
    case OR: return either(in[0], in[1]);
    case NOT: return negated(in[0]);
    case IS_MISSING: return (Cell){.integer = in[0].missing};
    case BETWEEN: return both(compared(AT_LEAST, tree, in, 0, 1), compared(AT_MOST, tree, in, 0, 2));
    case IN: return member(tree, in);
    case IF_ELSE: case COALESCE: case MIN_OF: case MAX_OF: return chosen(tree, in);
    case LENGTH: case TRIM: case CONTAINS: case CONCAT: return of_texts(walk, tree, in);
    case YEAR: {
      Cell cell = united(in, 1);
      cell.integer = sl_day_split(in[0].integer).year;
      return cell;
    }
    default: return tree->type == SL_INTEGER ? arithmetic_of_integers(walk, tree, in) : arithmetic_of_numbers(tree, in);
  }
}

static SlColumn *column_by_rows(Walk *walk, const Tree *tree) {
  SlBuilder builder;
  sl_builder_init(&builder, tree->type);
  for (int64_t row = 0; row < walk->table->length; row++) {
    Cell cell = value_of(walk, tree, row);
    if (cell.missing) sl_builder_add_null(&builder, cell.reason);
    else if (tree->type == SL_TEXT) sl_builder_add_text(&builder, cell.text);
    else if (tree->type == SL_NUMBER) sl_builder_add_number(&builder, cell.number);
    else if (tree->type == SL_BOOLEAN) sl_builder_add_boolean(&builder, cell.integer);
    else sl_builder_add_integer(&builder, cell.integer);
    if (!cell.missing && cell.flags) sl_builder_flag_last(&builder, cell.flags);
    sl_arena_reset(&walk->arena);
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

/* --- the test ----------------------------------------------------------------------------------------------------- */

static SlTable *random_table(uint64_t *state) {
  SlStr names[COLUMNS];
  SlColumn *columns[COLUMNS];
  int64_t length = random_length(state);
  for (int i = 0; i < COLUMNS; i++) {
    names[i] = sl_str(column_names[i]);
    columns[i] = random_column(column_kinds[i], length, state);
  }
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, COLUMNS, length, &table, &err), err);
  for (int i = 0; i < COLUMNS; i++) sl_column_release(columns[i]);
  return table;
}

static const char *first_difference(const SlColumn *expected, const SlColumn *got, int64_t *row) {
  for (*row = 0; *row < expected->length; ++*row) {
    if (!sl_column_rows_equal(expected, *row, got, *row)) return "value";
    if (sl_column_reason(expected, *row) != sl_column_reason(got, *row)) return "reason";
    if (sl_column_flags(expected, *row) != sl_column_flags(got, *row)) return "flags";
  }
  return NULL;
}

static void compare_evaluations(const SlTable *table, const Tree *tree) {
  SlBuf text;
  sl_buf_init(&text);
  print_tree(tree, &text);
  Walk walk = {.table = table};
  sl_arena_init(&walk.arena);
  SlColumn *expected = column_by_rows(&walk, tree), *got = NULL;
  SlExpr *expr = NULL;
  SlPlan *plan = NULL;
  SlError err = {0};
  SlPlanContext context = {.mode = SL_PLAN_ROWS, .table = table};
  assert_ok(sl_expr_parse(sl_buf_str(&text), &expr, &err), err);
  SlStatus status = sl_plan_new(expr, &context, &plan, &err);
  if (status == SL_OK) status = sl_plan_run(plan, &got, &err);
  if (status != (walk.overflowed ? SL_ERANGE : SL_OK)) {
    print_error("%s: %s\n", sl_buf_text(&text), status == SL_OK ? "should overflow" : err.text);
    fail();
  }
  if (status == SL_OK) {
    int64_t row;
    const char *what = first_difference(expected, got, &row);
    if (what) {
      print_error("the %s of row %lld differs: %s\n", what, (long long)row + 1, sl_buf_text(&text));
      fail();
    }
    assert_same_column(expected, got);
  }
  sl_column_release(got);
  sl_column_release(expected);
  sl_plan_free(plan);
  sl_expr_release(expr);
  sl_arena_reset(&walk.arena);
  sl_buf_reset(&text);
}

static void random_expressions_give_what_a_walk_by_rows_gives(void **state) {
  (void)state;
  enum { TABLES = 120, EXPRESSIONS = 15 };
  static const SlType types[] = {SL_BOOLEAN, SL_BOOLEAN, SL_INTEGER, SL_NUMBER, SL_TEXT, SL_DATE};
  const char *seed = getenv("SLAVELAB_SEED"); /* to look further than one run */
  Maker maker = {.state = seed ? strtoull(seed, NULL, 10) : 20190325};
  sl_arena_init(&maker.arena);
  for (int t = 0; t < rounds(TABLES); t++) {
    SlTable *table = random_table(&maker.state);
    for (int e = 0; e < EXPRESSIONS; e++) {
      compare_evaluations(table, random_tree(&maker, types[below(&maker, 6)], 1 + (int)below(&maker, 4)));
      sl_arena_reset(&maker.arena);
    }
    sl_table_release(table);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(random_expressions_give_what_a_walk_by_rows_gives)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
