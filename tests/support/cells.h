/* cells.h - what an expression is by definition: every cell is worked out by a walk of the whole tree. No batches, no
 * types settled beforehand, no dictionaries looked up, nothing folded.
 */
#ifndef SL_TESTS_SUPPORT_CELLS_H
#define SL_TESTS_SUPPORT_CELLS_H

#include "core/query/groups.h"
#include "core/values/decimal.h"
#include "tests/support/trees.h"

__extension__ typedef __int128 Wide;

typedef struct Walk {
  const SlTable *table;
  const SlGroups *groups; /* NULL: all rows are one group */
  SlArena arena;
  bool too_large;         /* an integer somewhere did not fit */
} Walk;

typedef enum Scope { ROWS, GROUPS } Scope;

static int64_t group_of(const Walk *walk, int64_t row) { return walk->groups ? sl_groups_of_row(walk->groups, row) : 0; }

static Cell cell_of(const SlColumn *column, int64_t row) {
  Cell cell = {.missing = sl_column_is_null(column, row), .reason = sl_column_reason(column, row)};
  cell.flags = sl_column_flags(column, row);
  if (column->type == SL_TEXT) cell.text = sl_column_text(column, row);
  else if (column->type == SL_NUMBER) cell.number = sl_column_number(column, row);
  else cell.integer = sl_column_integer(column, row);
  return cell;
}

static Cell missing_for(SlReason reason) { return (Cell){.missing = true, .reason = reason}; }

static unsigned flags_of(const Cell *in, int count) {
  unsigned flags = 0;
  for (int i = 0; i < count; i++) flags |= in[i].missing ? 0 : in[i].flags;
  return flags;
}

/* The marks of what is worked out from all of them. */
static Cell marks_of(const Cell *in, int count) {
  Cell cell = {0};
  for (int i = 0; i < count; i++) {
    cell.missing |= in[i].missing;
    if (in[i].missing && in[i].reason > cell.reason) cell.reason = in[i].reason;
  }
  cell.flags = flags_of(in, count);
  return cell.missing ? missing_for(cell.reason) : cell;
}

static double number_in(const Tree *tree, Cell cell) {
  return tree->type == SL_NUMBER ? cell.number : (double)cell.integer;
}

/* -1, 0, 1, or 2 beside NaN. Integers and doubles are exact in a long double of 64 bits of mantissa. */
static int order(const Tree *left, Cell a, const Tree *right, Cell b) {
  if (left->type == SL_TEXT) {
    int way = sl_str_compare(a.text, b.text);
    return (way > 0) - (way < 0);
  }
  long double x = left->type == SL_NUMBER ? (long double)a.number : (long double)a.integer;
  long double y = right->type == SL_NUMBER ? (long double)b.number : (long double)b.integer;
  return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
}

static bool holds(SlOperator op, int way) {
  switch (op) {
    case SL_OP_EQ: return way == 0;
    case SL_OP_NE: return way != 0;
    case SL_OP_LT: return way == -1;
    case SL_OP_LE: return way == -1 || way == 0;
    case SL_OP_GT: return way == 1;
    default: return way == 1 || way == 0;
  }
}

/* Kleene: one operand that is `settled` settles it. */
static Cell logic(const Cell *in, bool settled) {
  Cell both = marks_of(in, 2);
  for (int i = 0; i < 2; i++)
    if (!in[i].missing && (bool)in[i].integer == settled)
      return (Cell){.integer = settled, .flags = flags_of(in, 2)};
  both.integer = !settled;
  return both;
}

static void put_integer(Walk *walk, Cell *cell, Wide value) {
  walk->too_large |= value > INT64_MAX || value < INT64_MIN;
  cell->integer = (int64_t)value;
}

static Cell reckon_integers(Walk *walk, SlOperator op, Cell cell, Wide a, Wide b) {
  Wide quotient = 0, rest = 0;
  if (op == SL_OP_IDIV || op == SL_OP_MOD) {
    if (b == 0) return missing_for(SL_REASON_NOT_APPLICABLE);
    quotient = a / b, rest = a % b;
    if (rest != 0 && (rest < 0) != (b < 0)) quotient--, rest += b;
  }
  put_integer(walk, &cell, op == SL_OP_ADD ? a + b : op == SL_OP_SUB ? a - b : op == SL_OP_MUL ? a * b
                           : op == SL_OP_IDIV ? quotient : op == SL_OP_MOD ? rest : -a);
  return cell;
}

static Cell reckon_numbers(SlOperator op, Cell cell, double a, double b) {
  if (b == 0 && (op == SL_OP_DIV || op == SL_OP_IDIV || op == SL_OP_MOD)) return missing_for(SL_REASON_NOT_APPLICABLE);
  switch (op) {
    case SL_OP_ADD: cell.number = a + b; break;
    case SL_OP_SUB: cell.number = a - b; break;
    case SL_OP_MUL: cell.number = a * b; break;
    case SL_OP_DIV: cell.number = a / b; break;
    case SL_OP_IDIV: cell.number = floor(a / b); break;
    case SL_OP_POW: cell.number = pow(a, b); break;
    case SL_OP_NEG: cell.number = -a; break;
    default: /* as Lua's */
      cell.number = fmod(a, b);
      if (cell.number > 0 ? b < 0 : cell.number < 0 && b > 0) cell.number += b;
  }
  bool checked = op == SL_OP_DIV || op == SL_OP_IDIV || op == SL_OP_MOD || op == SL_OP_POW;
  if (checked && !isfinite(cell.number) && isfinite(a) && isfinite(b)) return missing_for(SL_REASON_NOT_APPLICABLE);
  return cell;
}

static SlStr keep(Walk *walk, SlBuf *buf) {
  SlStr text = {sl_arena_copy_text(&walk->arena, buf->length ? buf->bytes : "", buf->length), buf->length};
  sl_buf_reset(buf);
  return text;
}

static Cell operate(Walk *walk, const Tree *tree, const Cell *in) {
  Cell cell = marks_of(in, tree->count);
  if (tree->op == SL_OP_AND || tree->op == SL_OP_OR) return logic(in, tree->op == SL_OP_OR);
  if (tree->op == SL_OP_IS_MISSING) return (Cell){.integer = in[0].missing};
  if (cell.missing) return cell;
  if (tree->op == SL_OP_NOT) cell.integer = !in[0].integer;
  else if (tree->type == SL_BOOLEAN) cell.integer = holds(tree->op, order(tree->in[0], in[0], tree->in[1], in[1]));
  else if (tree->type == SL_INTEGER) return reckon_integers(walk, tree->op, cell, in[0].integer, in[1].integer);
  else if (tree->type == SL_NUMBER) {
    double b = tree->count > 1 ? number_in(tree->in[1], in[1]) : 1;
    return reckon_numbers(tree->op, cell, number_in(tree->in[0], in[0]), b);
  } else {
    SlBuf joined = {0};
    sl_buf_add_str(&joined, in[0].text);
    sl_buf_add_str(&joined, in[1].text);
    cell.text = keep(walk, &joined);
  }
  return cell;
}

/* Half away from zero, on the digits. */
static Cell to_tens(Walk *walk, Cell cell, int64_t value) {
  Wide size = value < 0 ? -(Wide)value : value, tens = (size + 5) / 10 * 10;
  put_integer(walk, &cell, value < 0 ? -tens : tens);
  return cell;
}

static Cell to_whole(Walk *walk, Cell cell, double value) {
  if (isnan(value)) return missing_for(SL_REASON_NOT_APPLICABLE);
  if (value >= -0x1p63 && value < 0x1p63) cell.integer = (int64_t)value;
  else walk->too_large = true;
  return cell;
}

/* The texts at hand have one letter beyond ASCII. */
static SlStr turned(Walk *walk, SlStr text, bool up) {
  char *turned = sl_arena_copy_text(&walk->arena, text.bytes, text.length);
  for (size_t i = 0; i < text.length; i++) {
    char *c = &turned[i];
    if (up ? *c >= 'a' && *c <= 'z' : *c >= 'A' && *c <= 'Z') *c ^= 0x20;
    if (i > 0 && c[-1] == '\xC3' && *c == (up ? '\xA9' : '\x89')) *c ^= 0x20;
  }
  return (SlStr){turned, text.length};
}

static SlStr replaced(Walk *walk, SlStr text, SlStr part, SlStr with) {
  SlBuf out = {0};
  for (size_t at = 0; at < text.length;) {
    bool here = part.length && sl_str_starts_with((SlStr){text.bytes + at, text.length - at}, part);
    if (here) sl_buf_add_str(&out, with);
    else sl_buf_add_char(&out, text.bytes[at]);
    at += here ? part.length : 1;
  }
  return keep(walk, &out);
}

static SlStr printed(Walk *walk, const Tree *tree, Cell cell) {
  SlBuf out = {0};
  switch (tree->type) {
    case SL_INTEGER: sl_buf_printf(&out, "%lld", (long long)cell.integer); break;
    case SL_NUMBER: sl_print_number(cell.number, &out); break;
    case SL_BOOLEAN: sl_buf_add_text(&out, cell.integer ? "true" : "false"); break;
    case SL_DATE: sl_date_print(cell.integer, &out); break;
    default: sl_buf_add_str(&out, cell.text); break;
  }
  return keep(walk, &out);
}

static Cell call_scalar(Walk *walk, const Tree *tree, const Cell *in) {
  Cell cell = marks_of(in, tree->count);
  if (cell.missing) return cell;
  double x = number_in(tree->in[0], in[0]);
  bool whole = tree->in[0]->type == SL_INTEGER;
  switch (tree->call) {
    case ROUND:
      if (!whole) cell.number = sl_round_decimal(x, 0);
      else cell.integer = in[0].integer;
      break;
    case TENS:
      if (whole) return to_tens(walk, cell, in[0].integer);
      cell.number = sl_round_decimal(x, -1);
      break;
    case FLOOR: case CEIL:
      if (!whole) return to_whole(walk, cell, tree->call == FLOOR ? floor(x) : ceil(x));
      cell.integer = in[0].integer;
      break;
    case ABS: cell.number = fabs(x); break;
    case SQRT:
      if (x < 0) return missing_for(SL_REASON_NOT_APPLICABLE);
      cell.number = sqrt(x);
      break;
    case LOWER: case UPPER: cell.text = turned(walk, in[0].text, tree->call == UPPER); break;
    case REPLACE: cell.text = replaced(walk, in[0].text, in[1].text, in[2].text); break;
    case TEXT: cell.text = printed(walk, tree->in[0], in[0]); break;
    case MONTH: cell.integer = sl_day_split(in[0].integer).month; break;
    case STARTS_WITH: cell.integer = sl_str_starts_with(in[0].text, in[1].text); break;
    case ENDS_WITH: cell.integer = sl_str_ends_with(in[0].text, in[1].text); break;
    case NUMBER: cell.number = x; break;
    default: cell.integer = in[0].integer; break; /* INTEGER, of a boolean */
  }
  return cell;
}

/* The lesser or greater of those that are there, the first of equals; NaN only when there is nothing else. */
static int best_of(const Tree *const *trees, const Cell *in, int count, bool largest) {
  int best = -1;
  for (int i = 0; i < count; i++) {
    if (in[i].missing) continue;
    bool nan = trees[i]->type == SL_NUMBER && isnan(in[i].number);
    bool held_nan = best >= 0 && trees[best]->type == SL_NUMBER && isnan(in[best].number);
    if (best < 0 || (held_nan && !nan) || order(trees[i], in[i], trees[best], in[best]) == (largest ? 1 : -1)) best = i;
  }
  return best;
}

static Cell choose(const Tree *tree, const Cell *in) {
  int from = tree->call == IF_ELSE, best = -1;
  Cell found = {0};
  if (from && in[0].missing) return missing_for(in[0].reason);
  if (from) best = in[0].integer ? 1 : 2;
  else if (tree->call == COALESCE) best = !in[0].missing ? 0 : !in[1].missing ? 1 : -1;
  else best = best_of((const Tree *const *)tree->in, in, 2, tree->call == MAX_OF);
  if (best < 0) return missing_for(in[0].reason > in[1].reason ? in[0].reason : in[1].reason);
  found = in[best];
  if (tree->type == SL_NUMBER && !found.missing) found.number = number_in(tree->in[best], found);
  if (tree->call == MIN_OF || tree->call == MAX_OF) found.flags = flags_of(in, 2);
  return found;
}

static Cell value_of(Walk *walk, Tree *tree, Scope scope, int64_t at);

static Cell beside(Walk *walk, Tree *tree, int64_t row) {
  int64_t step = tree->call == LAG ? -1 : 1, left = tree->in[1]->literal.integer, at = row;
  while (left > 0) {
    at += step;
    if (at < 0 || at >= walk->table->length) return missing_for(SL_REASON_NONE);
    left -= group_of(walk, at) == group_of(walk, row);
  }
  return value_of(walk, tree->in[0], ROWS, at);
}

static Cell aggregate_of(Walk *walk, Tree *tree, const Cell *in, int64_t count) {
  Cell cell = {0}, all = {0};
  Wide sum = 0;
  int64_t present = 0, truths = 0;
  const Tree *kinds_of[2] = {tree->in[0], tree->in[0]};
  Cell best = {.missing = true};
  for (int64_t i = 0; tree->count && i < count; i++) {
    if (in[i].missing && in[i].reason > all.reason) all.reason = in[i].reason;
    if (in[i].missing) continue;
    all.flags |= in[i].flags;
    present++;
    truths += in[i].integer != 0;
    sum += in[i].integer;
    if (best_of(kinds_of, (Cell[]){best, in[i]}, 2, tree->call == MAX) == 1) best = in[i];
  }
  switch (tree->call) {
    case COUNT: return (Cell){.integer = tree->count ? present : count};
    case COUNT_IF: return (Cell){.integer = truths};
    case FIRST: return count ? in[0] : missing_for(SL_REASON_NONE);
    case LAST: return count ? in[count - 1] : missing_for(SL_REASON_NONE);
    case MIN: case MAX: cell = best; break;
    case SUM: put_integer(walk, &cell, sum); break;
    default: {
      bool any = tree->call == ANY, settled = any ? truths > 0 : truths < present;
      if (!settled && present < count) present = 0;
      cell.integer = any ? settled : !settled;
    }
  }
  if (present == 0) return missing_for(all.reason);
  cell.flags = all.flags;
  return cell;
}

static Cell by_group(Walk *walk, Tree *tree, int64_t group) {
  int64_t groups = walk->groups ? walk->groups->group_count : 1, length = walk->table->length;
  if (!tree->by_group) {
    tree->by_group = sl_arena_alloc_array(&walk->arena, (size_t)groups + 1, sizeof(Cell));
    Cell *all = sl_alloc_array((size_t)length, sizeof *all), *in = sl_alloc_array((size_t)length, sizeof *in);
    for (int64_t row = 0; tree->count && row < length; row++) all[row] = value_of(walk, tree->in[0], ROWS, row);
    for (int64_t g = 0; g < groups; g++) {
      int64_t count = 0;
      for (int64_t row = 0; row < length; row++)
        if (group_of(walk, row) == g) in[count++] = tree->count ? all[row] : (Cell){0};
      tree->by_group[g] = aggregate_of(walk, tree, in, count);
    }
    sl_free(all);
    sl_free(in);
  }
  return tree->by_group[group];
}

static Cell value_of(Walk *walk, Tree *tree, Scope scope, int64_t at) {
  if (tree->kind == LITERAL) return tree->literal;
  if (tree->kind == COLUMN)
    return cell_of((scope == GROUPS ? walk->groups->keys : walk->table->columns)[tree->column], at);
  if (tree->kind == CALL && tree->call >= COUNT) return by_group(walk, tree, scope == GROUPS ? at : group_of(walk, at));
  if (tree->kind == CALL && (tree->call == LAG || tree->call == LEAD)) {
    value_of(walk, tree->in[0], ROWS, at); /* what is too large is so for every row, whoever looks at it */
    return beside(walk, tree, at);
  }
  Cell in[MOST_OPERANDS] = {{0}};
  for (int i = 0; i < tree->count; i++) in[i] = value_of(walk, tree->in[i], scope, at);
  if (tree->kind == OPERATION) return operate(walk, tree, in);
  return tree->call >= COALESCE ? choose(tree, in) : call_scalar(walk, tree, in);
}

#endif
