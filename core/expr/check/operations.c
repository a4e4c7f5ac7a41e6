/* Nodes of operators. */
#include <math.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/check/making.h"
#include "core/expr/run/kernels.h"
#include "core/expr/run/set.h"
#include "core/values/period.h"

#define MOST_EXACT ((int64_t)1 << 53) /* integers up to this are numbers exactly */

/* --- arithmetic --------------------------------------------------------------------------------------------------- */

static const char *sign_of(SlOperator op) {
  static const char *const signs[] = {[SL_OP_ADD] = "+",   [SL_OP_SUB] = "-", [SL_OP_MUL] = "*",  [SL_OP_DIV] = "/",
                                      [SL_OP_IDIV] = "//", [SL_OP_MOD] = "%", [SL_OP_POW] = "^",  [SL_OP_NEG] = "-",
                                      [SL_OP_AND] = "and", [SL_OP_OR] = "or", [SL_OP_NOT] = "not"};
  return signs[op];
}

/* -5 stands there as much as 5 does. */
static bool negate_literal(const SlNode *node, SlScalar *value) {
  if (node->kind != SL_NODE_LITERAL || node->value.missing) return false;
  *value = node->value;
  value->number = -value->number;
  return node->type == SL_NUMBER ||
         (node->type == SL_INTEGER && !__builtin_sub_overflow(0, node->value.integer, &value->integer));
}

static bool is_date(const SlNode *node) { return node->type == SL_DATE || node->type == SL_DATETIME; }

static SlStatus make_arithmetic(const SlMaking *making, SlOperator op, SlNode **nodes, int64_t count, SlNode **out) {
  bool sum = op == SL_OP_ADD || op == SL_OP_SUB;
  if (sum && (is_date(nodes[0]) || is_date(nodes[1]))) return sl_make_date_arithmetic(making, op, nodes, out);
  SlStatus status = sl_make_numeric(making, nodes, count, sign_of(op));
  bool number = op == SL_OP_DIV || op == SL_OP_POW;
  for (int64_t i = 0; status == SL_OK && i < count; i++) number |= nodes[i]->type == SL_NUMBER;
  for (int64_t i = 0; status == SL_OK && number && i < count; i++) status = sl_make_number(making, &nodes[i]);
  if (status != SL_OK) return status;
  SlScalar negative;
  if (op == SL_OP_NEG && negate_literal(nodes[0], &negative)) return sl_make_literal(making, &negative, out);
  SlType type = number ? SL_NUMBER : SL_INTEGER;
  SlShape shape = {.kernel = sl_kernel_arithmetic(op, type),
                   .type = type,
                   .clears = op == SL_OP_DIV || op == SL_OP_IDIV || op == SL_OP_MOD || op == SL_OP_POW,
                   .fails = true};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

/* --- comparison --------------------------------------------------------------------------------------------------- */

static bool is_literal(const SlNode *node) { return node->kind == SL_NODE_LITERAL && !node->value.missing; }

static SlOperator mirrored(SlOperator op) {
  switch (op) {
    case SL_OP_LT: return SL_OP_GT;
    case SL_OP_LE: return SL_OP_GE;
    case SL_OP_GT: return SL_OP_LT;
    case SL_OP_GE: return SL_OP_LE;
    default: return op;
  }
}

/* A literal takes the type of what it is compared with, when that says the same: x > 5 of numbers is x > 5.0; of
 * integers, x > 2.5 is x > 2 and x < 2.5 is x <= 2. */
static SlStatus settle_literal(const SlMaking *making, SlOperator *op, SlType type, SlNode **literal) {
  SlScalar value = (*literal)->value;
  if (value.type == type || !sl_type_is_numeric(value.type)) return SL_OK;
  double whole = floor(value.number);
  bool orders = *op != SL_OP_EQ && *op != SL_OP_NE;
  if (type == SL_NUMBER) {
    value.number = (double)value.integer;
    if (value.integer > MOST_EXACT || value.integer < -MOST_EXACT) return SL_OK;
  } else {
    if (!(whole >= -0x1p62 && whole <= 0x1p62) || (whole != value.number && !orders)) return SL_OK;
    value.integer = (int64_t)whole;
    if (whole != value.number) *op = *op == SL_OP_GT || *op == SL_OP_GE ? SL_OP_GT : SL_OP_LE;
  }
  value.type = type;
  return sl_make_literal(making, &value, literal);
}

/* The dictionary of a column of texts that have an order of their own; NULL of all others. */
static const SlDict *order_of(const SlNode *node) {
  bool column = node->type == SL_TEXT && (node->kind == SL_NODE_COLUMN || node->kind == SL_NODE_GROUPED) && node->column;
  return column && node->column->dict && sl_dict_is_ordered(node->column->dict) ? node->column->dict : NULL;
}

static SlStatus fail_label(const SlMaking *making, const SlDict *order, SlStr label) {
  SlBuf labels;
  sl_buf_init(&labels);
  for (int64_t code = 0; code < sl_dict_size(order) && labels.length < 120; code++)
    sl_buf_printf(&labels, "%s\"%.*s\"", code ? ", " : "", SL_STR_ARGS(sl_dict_get(order, code)));
  const char *words = sl_buf_text(&labels);
  SlStatus status = sl_check_fail(making->check, making->expr, SL_EARG, making->err, "\"%.*s\" is not in the order of the column: %s",
                                  SL_STR_ARGS(label), words ? words : "");
  sl_buf_reset(&labels);
  return status;
}

/* Age bands, say, go by their own order: band >= "10-17" is band in ("10-17", "18+"). */
static SlStatus make_ordered(const SlMaking *making, SlOperator op, SlNode *column, const SlNode *literal, SlNode **out) {
  const SlDict *order = order_of(column);
  int64_t size = sl_dict_size(order), at = sl_dict_find(order, literal->value.text);
  if (at < 0) return fail_label(making, order, literal->value.text);
  int64_t first = op == SL_OP_GT ? at + 1 : op == SL_OP_GE ? at : 0;
  int64_t end = op == SL_OP_LT ? at : op == SL_OP_LE ? at + 1 : size;
  if (first >= end) return sl_make_operation(making, SL_OP_NE, (SlNode *[]){column, column}, 2, out); /* false, or missing */
  SlScalar *items = sl_arena_alloc_array(&making->check->arena, (size_t)(end - first), sizeof *items);
  if (!items) return sl_fail_alloc(making->err, (size_t)(end - first) * sizeof *items);
  for (int64_t code = first; code < end; code++) items[code - first] = (SlScalar){.type = SL_TEXT, .text = sl_dict_get(order, code)};
  return sl_make_membership(making, column, items, end - first, NULL, 0, out);
}

/* A day is not equal to any time of it: that is asked of the date. */
static bool is_day_beside_datetime(SlType type, const SlScalar *other) {
  int64_t day;
  return type == SL_DATETIME && other->type == SL_TEXT && !other->missing && sl_date_parse(other->text, SL_DATE_ISO, &day);
}

static SlStatus refuse_day_beside_datetime(const SlMaking *making, SlNode **nodes) {
  for (int i = 0; i < 2; i++) {
    const SlNode *other = nodes[1 - i];
    if (other->kind == SL_NODE_LITERAL && is_day_beside_datetime(nodes[i]->type, &other->value))
      return sl_check_fail(making->check, making->expr, SL_ETYPE, making->err,
                           "a datetime equals no day; date(x) == \"%.*s\" asks for its date, \"%.*s 00:00\" is the midnight it begins with",
                           SL_STR_ARGS(other->value.text), SL_STR_ARGS(other->value.text));
  }
  return SL_OK;
}

static SlStatus make_comparison(const SlMaking *making, SlOperator op, SlNode **nodes, SlNode **out) {
  SlStatus status = op == SL_OP_EQ || op == SL_OP_NE ? refuse_day_beside_datetime(making, nodes) : SL_OK;
  if (status == SL_OK) status = sl_make_alike(making, nodes, 2, true, "these cannot be compared");
  if (status != SL_OK) return status;
  SlNode *left = nodes[0], *right = nodes[1];
  if (is_literal(left) && !is_literal(right)) {
    left = nodes[1], right = nodes[0];
    op = mirrored(op);
  }
  bool sorts = op != SL_OP_EQ && op != SL_OP_NE;
  if (sorts && order_of(left) && is_literal(right)) return make_ordered(making, op, left, right, out);
  if (sorts && (order_of(left) || order_of(right)))
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "a column with an order of its own compares with one of its labels");
  if (is_literal(right)) status = settle_literal(making, &op, left->type, &right);
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = sl_kernel_compare(op, left->type, right->type), .type = SL_BOOLEAN, .choice = op};
  SlNode *arguments[] = {left, right};
  int64_t count = 2;
  bool narrow = left->kind == SL_NODE_COLUMN && left->column && is_literal(right) && left->type == right->type &&
                sl_narrow_holds(left->column->storage, right->value.integer);
  if (status == SL_OK && narrow) {
    status = sl_make_raw(making, left, &arguments[0]);
    shape.kernel = sl_kernel_narrow(left->column->storage);
    shape.value = right->value;
    count = 1;
  }
  return status == SL_OK ? sl_make_kernel(making, &shape, arguments, count, out) : status;
}

typedef enum Fit {
  FITS,    /* is a value of the type */
  NEVER,   /* equals no value of the type: 2.5 among integers */
  MISSING, /* equals nothing, and nobody knows */
  APART    /* goes with a comparison alone: true, false, and what is of another type, which is an error to be told there */
} Fit;

static Fit fit_number(const SlScalar *item, SlScalar *fitting) {
  fitting->number = (double)item->integer;
  bool exact = fitting->number < 0x1p63 && (int64_t)fitting->number == item->integer;
  return exact ? FITS : NEVER;
}

static Fit fit_integer(const SlScalar *item, SlScalar *fitting) {
  bool whole = floor(item->number) == item->number && item->number >= -0x1p63 && item->number < 0x1p63;
  fitting->integer = whole ? (int64_t)item->number : 0;
  return whole ? FITS : NEVER;
}

/* The item as a value of that type. */
static Fit fit_item(SlType type, const SlScalar *item, SlScalar *fitting) {
  *fitting = *item;
  fitting->type = type;
  if (item->missing) return item->untyped || item->type == type ? MISSING : APART;
  if (type == SL_BOOLEAN) return APART;
  if (item->type == type) return FITS;
  if (item->type == SL_INTEGER && type == SL_NUMBER) return fit_number(item, fitting);
  if (item->type == SL_NUMBER && type == SL_INTEGER) return fit_integer(item, fitting);
  if (item->type == SL_INTEGER && type == SL_YEAR) return FITS;
  if (is_day_beside_datetime(type, item)) return APART;
  return item->type == SL_TEXT && sl_time_parse(type, item->text, &fitting->integer) ? FITS : APART;
}

bool sl_item_fits(SlType type, const SlScalar *item) {
  SlScalar fitting;
  return fit_item(type, item, &fitting) != APART;
}

static SlStatus make_set(const SlMaking *making, SlNode *value, const SlScalar *items, int64_t count, SlNode **out) {
  SlSet *set;
  SlStatus status = sl_set_new(value->type, items, count, &set, making->err);
  if (status == SL_OK) status = sl_check_own(making->check, set, sl_set_free, making->err);
  SlShape shape = {.kernel = sl_kernel_member(value->type), .type = SL_BOOLEAN, .data = set};
  return status == SL_OK ? sl_make_kernel(making, &shape, &value, 1, out) : status;
}

static SlStatus add_alternative(const SlMaking *making, SlNode *alternative, SlNode **any) {
  if (!*any || *any == alternative) {
    *any = alternative;
    return SL_OK;
  }
  return sl_make_operation(making, SL_OP_OR, (SlNode *[]){*any, alternative}, 2, any);
}

static SlStatus add_equal(const SlMaking *making, SlNode *value, SlNode *item, SlNode **any) {
  SlNode *equal;
  SlStatus status = sl_make_operation(making, SL_OP_EQ, (SlNode *[]){value, item}, 2, &equal);
  return status == SL_OK ? add_alternative(making, equal, any) : status;
}

static SlStatus add_item(const SlMaking *making, SlNode *value, const SlScalar *item, SlNode **any) {
  SlNode *literal;
  SlStatus status = sl_make_literal(making, item, &literal);
  return status == SL_OK ? add_equal(making, value, literal, any) : status;
}

/* Among many items only what a set cannot say is compared: whether one is missing, and true and false, each once. When no
 * item can be equal, one comparison says so, and which rows are missing. */
static SlStatus add_items(const SlMaking *making, SlNode *value, const SlScalar *items, int64_t count, SlNode **any) {
  SlScalar *fitting = sl_arena_alloc_array(&making->check->arena, (size_t)count, sizeof *fitting);
  if (!fitting) return sl_fail_alloc(making->err, (size_t)count * sizeof *fitting);
  const SlScalar *never = NULL, *missing = NULL;
  bool compared[2] = {false, false}; /* with false, with true */
  int64_t in_set = 0;
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(making->err);
    switch (fit_item(value->type, &items[i], &fitting[in_set])) {
      case FITS: in_set++; break;
      case NEVER: never = &items[i]; break;
      case MISSING: missing = &items[i]; break;
      case APART:
        if (items[i].type == SL_BOOLEAN && compared[items[i].integer != 0]) break;
        if (items[i].type == SL_BOOLEAN) compared[items[i].integer != 0] = true;
        status = add_item(making, value, &items[i], any);
    }
  }
  SlNode *member;
  if (status == SL_OK && in_set > 0) {
    status = make_set(making, value, fitting, in_set, &member);
    if (status == SL_OK) status = add_alternative(making, member, any);
  }
  if (status == SL_OK && missing) status = add_item(making, value, missing, any);
  if (status == SL_OK && never && !*any) status = add_item(making, value, never, any);
  return status;
}

SlStatus sl_make_membership(const SlMaking *making, SlNode *value, const SlScalar *items, int64_t item_count,
                            SlNode **others, int64_t other_count, SlNode **out) {
  enum { FEW = 3 }; /* are compared faster than looked up */
  SlNode *any = NULL;
  SlStatus status = SL_OK;
  if (value->unknown && item_count + other_count > 0) return sl_make_unknown(making, out);
  if (value->untyped && item_count > 1) item_count = 1; /* no row has a value: it is missing whatever the items are */
  if (item_count > FEW)
    status = add_items(making, value, items, item_count, &any);
  else
    for (int64_t i = 0; status == SL_OK && i < item_count; i++) status = add_item(making, value, &items[i], &any);
  for (int64_t i = 0; status == SL_OK && i < other_count; i++) status = add_equal(making, value, others[i], &any);
  if (status != SL_OK) return status;
  if (any) {
    *out = any;
    return SL_OK;
  }
  SlScalar no = {.type = SL_BOOLEAN}; /* nothing is in an empty list */
  return sl_make_literal(making, &no, out);
}

/* --- logic and text ----------------------------------------------------------------------------------------------- */

static SlStatus make_logic(const SlMaking *making, SlOperator op, SlNode **nodes, int64_t count, SlNode **out) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_BOOLEAN, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_BOOLEAN)
      return sl_make_wrong_type(making, nodes[i], sign_of(op), "joins conditions, as in x > 0 and y > 0");
  }
  SlShape shape = {.kernel = sl_kernel_logic(op), .type = SL_BOOLEAN, .own_marks = op != SL_OP_NOT};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

SlStatus sl_make_text(const SlMaking *making, SlNode **node) {
  SlStatus status = sl_make_typed(making, SL_TEXT, node);
  if (status != SL_OK || (*node)->type == SL_TEXT) return status;
  SlNode *argument = *node;
  SlShape shape = {.kernel = sl_kernel_text_of_any(), .type = SL_TEXT};
  return sl_make_kernel(making, &shape, &argument, 1, node);
}

/* --- operators ---------------------------------------------------------------------------------------------------- */

SlStatus sl_make_operation(const SlMaking *making, SlOperator op, SlNode **given, int64_t count, SlNode **out) {
  SlNode *nodes[2] = {given[0], count > 1 ? given[1] : NULL};
  *out = NULL;
  if (op == SL_OP_IS_MISSING) {
    SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[0]);
    SlShape shape = {.kernel = sl_kernel_logic(op), .type = SL_BOOLEAN, .own_marks = true, .choice = SL_OP_IS_MISSING};
    return status != SL_OK     ? status
           : nodes[0]->unknown ? sl_make_unknown(making, out)
                               : sl_make_kernel(making, &shape, nodes, 1, out);
  }
  if (sl_any_unknown(nodes, count)) return sl_make_unknown(making, out);
  switch (op) {
    case SL_OP_EQ:
    case SL_OP_NE:
    case SL_OP_LT:
    case SL_OP_LE:
    case SL_OP_GT:
    case SL_OP_GE: return make_comparison(making, op, nodes, out);
    case SL_OP_AND: case SL_OP_OR: case SL_OP_NOT: return make_logic(making, op, nodes, count, out);
    case SL_OP_CONCAT: {
      SlStatus status = sl_make_text(making, &nodes[0]);
      if (status == SL_OK) status = sl_make_text(making, &nodes[1]);
      SlShape shape = {.kernel = sl_kernel_concat(), .type = SL_TEXT};
      return status == SL_OK ? sl_make_kernel(making, &shape, nodes, 2, out) : status;
    }
    default: return make_arithmetic(making, op, nodes, count, out);
  }
}

