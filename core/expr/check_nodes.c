/* Nodes of checked arguments: types are made to agree, and the loop for them is picked. */
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/check.h"
#include "core/expr/functions.h"
#include "core/expr/kernels.h"
#include "core/expr/mapped.h"
#include "core/expr/tree.h"
#include "core/values/builder.h"
#include "core/values/period.h"

static SlStatus add(const SlMaking *making, const SlNode *node, SlNode **out) {
  *out = sl_program_add(making->program, node);
  return *out ? SL_OK : sl_fail_memory(making->err, sizeof *node);
}

/* --- leaves ---------------------------------------------------------------------------------------------------------------------- */

SlStatus sl_make_column(const SlMaking *making, SlColumn *column, SlNodeKind kind, SlNode **out) {
  SlNode node = {.kind = kind, .type = column->type, .column = column, .may_miss = column->validity != NULL,
                 .may_reason = column->reasons != NULL, .may_flag = column->flags != NULL, .expr = making->expr};
  return add(making, &node, out);
}

SlStatus sl_make_table_column(const SlMaking *making, SlColumn *column, SlNode **out) {
  if (column->type != SL_TEXT || column->null_count < column->length) return sl_make_column(making, column, SL_NODE_COLUMN, out);
  SlNode node = {.kind = SL_NODE_COLUMN, .type = SL_TEXT, .untyped = true, .column = column, .may_miss = column->validity != NULL,
                 .may_reason = column->reasons != NULL, .expr = making->expr};
  return add(making, &node, out);
}

SlStatus sl_make_literal(const SlMaking *making, const SlScalar *value, SlNode **out) {
  SlNode node = {.kind = SL_NODE_LITERAL, .type = value->type, .value = *value, .constant = true, .may_miss = value->missing,
                 .untyped = value->missing && value->untyped, .expr = making->expr};
  return add(making, &node, out);
}

SlStatus sl_make_unknown(const SlMaking *making, SlNode **out) {
  SlNode node = {.kind = SL_NODE_KERNEL, .type = SL_NUMBER, .unknown = true, .expr = making->expr};
  return add(making, &node, out);
}

bool sl_node_constant(const SlNode *node, double *value) {
  if (node->kind == SL_NODE_KERNEL && node->count == 1 && node->kernel == sl_kernel_arithmetic(SL_OP_NEG, node->type) &&
      sl_node_constant(node->arguments[0], value)) {
    *value = -*value;
    return true;
  }
  if (node->kind != SL_NODE_LITERAL || node->value.missing || !sl_type_is_numeric(node->type)) return false;
  *value = node->type == SL_INTEGER ? (double)node->value.integer : node->value.number;
  return true;
}

/* --- kernels ---------------------------------------------------------------------------------------------------------------------- */

typedef struct Shape {
  SlKernel kernel;
  SlType type;
  int64_t choice;
  void *data;
  bool clears;    /* the kernel may make rows missing */
  bool own_marks;
  bool fails;     /* the kernel may fail for a value, so it is not tried on values that no row has */
} Shape;

static SlStatus make(const SlMaking *making, const Shape *shape, SlNode **arguments, int64_t count, SlNode **out) {
  SlNode node = {.kind = SL_NODE_KERNEL, .type = shape->type, .kernel = shape->kernel, .choice = shape->choice, .data = shape->data,
                 .own_marks = shape->own_marks, .count = count, .constant = true, .may_miss = shape->clears, .may_reason = shape->clears,
                 .expr = making->expr};
  node.arguments = sl_arena_alloc_array(making->program->arena, (size_t)count, sizeof *node.arguments);
  if (!node.arguments) return sl_fail_memory(making->err, (size_t)count * sizeof *node.arguments);
  for (int64_t k = 0; k < count; k++) {
    const SlNode *argument = node.arguments[k] = arguments[k];
    node.constant &= argument->constant;
    node.may_miss |= argument->may_miss;
    node.may_reason |= argument->may_reason;
    node.may_flag |= argument->may_flag;
  }
  if (shape->own_marks && shape->choice == SL_OP_IS_MISSING) node.may_miss = node.may_reason = node.may_flag = false;
  if (making->check->live && !shape->fails && !node.constant) {
    SlStatus status = sl_make_mapped(making, &node, out);
    if (status != SL_OK || *out) return status;
  }
  return add(making, &node, out);
}

/* --- making types agree -------------------------------------------------------------------------------------------------------------- */

static SlStatus wrong_type(const SlMaking *making, const SlNode *node, const char *what, const char *wanted) {
  return sl_check_fail(making->check, node->expr ? node->expr : making->expr, SL_ETYPE, making->err, "%s %s, and this is %s", what, wanted,
                       sl_type_name(node->type));
}

SlStatus sl_check_keep(const SlMaking *making, SlColumn *column) {
  SlCheck *check = making->check;
  if (check->kept_count == check->kept_capacity) {
    size_t capacity = sl_grow_capacity((size_t)check->kept_capacity, (size_t)check->kept_count + 1);
    SlColumn **grown = sl_realloc_array(check->kept, capacity, sizeof *grown);
    if (!grown) {
      sl_column_release(column);
      return sl_fail_alloc(making->err, capacity * sizeof *grown);
    }
    check->kept = grown;
    check->kept_capacity = (int64_t)capacity;
  }
  check->kept[check->kept_count++] = column;
  return SL_OK;
}

/* The column, which has no value, as one of another type: its reasons stay. */
static SlStatus retype(const SlMaking *making, const SlColumn *column, SlType type, SlColumn **out) {
  SlColumn *retyped;
  SlStatus status = sl_column_alloc(type, sl_storage_default(type), column->length, true, NULL, &retyped, making->err);
  if (status != SL_OK) return status;
  for (int64_t row = 0; row < column->length; row++) sl_bitmap_clear(retyped->validity, row);
  if (column->reasons) {
    retyped->reasons = sl_alloc((size_t)column->length);
    if (!retyped->reasons) {
      sl_column_release(retyped);
      return sl_fail_alloc(making->err, (size_t)column->length);
    }
    memcpy(retyped->reasons, column->reasons, (size_t)column->length);
  }
  sl_column_seal(retyped);
  *out = retyped;
  return SL_OK;
}

SlStatus sl_make_typed(const SlMaking *making, SlType type, SlNode **node) {
  if (!(*node)->untyped) return SL_OK;
  if ((*node)->kind == SL_NODE_LITERAL) {
    SlScalar missing = {.type = type, .missing = true};
    return sl_make_literal(making, &missing, node);
  }
  if (type == SL_TEXT) return SL_OK;
  if (!(*node)->column) { /* the result of a step that has not run */
    SlNode typed = **node;
    typed.type = type;
    typed.untyped = false;
    return add(making, &typed, node);
  }
  SlColumn *column;
  SlStatus status = retype(making, (*node)->column, type, &column);
  if (status == SL_OK) status = sl_check_keep(making, column);
  return status == SL_OK ? sl_make_column(making, column, (*node)->kind, node) : status;
}

static SlStatus to_number(const SlMaking *making, SlNode **node) {
  if ((*node)->type != SL_INTEGER || (*node)->unknown) return SL_OK;
  if ((*node)->kind == SL_NODE_LITERAL) {
    SlScalar value = {.type = SL_NUMBER, .missing = (*node)->value.missing, .number = (double)(*node)->value.integer};
    return sl_make_literal(making, &value, node);
  }
  Shape shape = {.kernel = sl_kernel_convert(SL_FN_NUMBER, SL_INTEGER), .type = SL_NUMBER};
  SlNode *argument = *node;
  return make(making, &shape, &argument, 1, node);
}

static bool parse_as(SlType type, SlStr text, int64_t *value) {
  switch (type) {
    case SL_DATE: return sl_date_parse(text, SL_DATE_ISO, value);
    case SL_QUARTER: return sl_quarter_parse(text, value);
    case SL_YEAR_ENDING: return sl_year_ending_parse(text, value);
    default: return false;
  }
}

static const char *example_of(SlType type) {
  return type == SL_DATE ? "a date, as \"2019-03-25\"" : type == SL_QUARTER ? "a quarter, as \"2019 Q1\"" : "a year ending, as \"year ending 2019-03\"";
}

static bool is_time(SlType type) { return type == SL_DATE || sl_type_is_period(type); }

/* A text that stands in the expression becomes the date or period that it is compared with. */
static SlStatus read_time(const SlMaking *making, SlType type, SlNode **node) {
  if ((*node)->kind != SL_NODE_LITERAL || (*node)->type != SL_TEXT || (*node)->value.missing) return SL_OK;
  SlScalar value = {.type = type};
  if (!parse_as(type, (*node)->value.text, &value.integer))
    return sl_check_fail(making->check, (*node)->expr ? (*node)->expr : making->expr, SL_EPARSE, making->err, "\"%.*s\" is not %s",
                         SL_STR_ARGS((*node)->value.text), example_of(type));
  return sl_make_literal(making, &value, node);
}

/* All of one type (those without a value take that of the others): integers among numbers become numbers (unless kept apart), texts beside dates are read as such. */
static SlStatus agree(const SlMaking *making, SlNode **nodes, int64_t count, bool keep_integers, const char *what) {
  SlStatus status = SL_OK;
  SlType type = SL_TEXT;
  bool typed = false, number = false, time = false;
  for (int64_t i = 0; i < count; i++) {
    if (nodes[i]->untyped || nodes[i]->unknown) continue;
    if (!typed || is_time(nodes[i]->type)) type = nodes[i]->type;
    typed = true;
    number |= nodes[i]->type == SL_NUMBER;
    time |= is_time(nodes[i]->type);
  }
  for (int64_t i = 0; !typed && i < count; i++)
    if (nodes[i]->kind == SL_NODE_LITERAL) type = SL_NUMBER;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    if (nodes[i]->unknown) continue;
    status = sl_make_typed(making, type, &nodes[i]);
    if (status == SL_OK && time) status = read_time(making, type, &nodes[i]);
    if (status == SL_OK && number && !keep_integers) status = to_number(making, &nodes[i]);
    bool alike = nodes[i]->type == type || (sl_type_is_numeric(nodes[i]->type) && sl_type_is_numeric(type));
    if (status == SL_OK && !alike)
      return sl_check_fail(making->check, making->expr, SL_ETYPE, making->err, "%s: %s and %s%s", what, sl_type_name(type),
                           sl_type_name(nodes[i]->type),
                           type == SL_TEXT || nodes[i]->type == SL_TEXT ? "; number(x), date(x) and text(x) convert" : "");
  }
  return status;
}

static bool any_unknown(SlNode *const *nodes, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (nodes[i]->unknown) return true;
  return false;
}

/* --- operations ------------------------------------------------------------------------------------------------------------------------ */

static SlStatus need_numeric(const SlMaking *making, SlNode **nodes, int64_t count, const char *what) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_NUMBER, &nodes[i]);
    if (status != SL_OK) return status;
    if (!sl_type_is_numeric(nodes[i]->type)) return wrong_type(making, nodes[i], what, "needs integers or numbers");
  }
  return SL_OK;
}

static const char *sign_of(SlOperator op) {
  static const char *const signs[] = {[SL_OP_ADD] = "+", [SL_OP_SUB] = "-", [SL_OP_MUL] = "*", [SL_OP_DIV] = "/", [SL_OP_IDIV] = "//",
                                      [SL_OP_MOD] = "%", [SL_OP_POW] = "^", [SL_OP_NEG] = "-", [SL_OP_AND] = "and", [SL_OP_OR] = "or",
                                      [SL_OP_NOT] = "not"};
  return signs[op];
}

static SlStatus make_arithmetic(const SlMaking *making, SlOperator op, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = need_numeric(making, nodes, count, sign_of(op));
  bool number = op == SL_OP_DIV || op == SL_OP_POW;
  for (int64_t i = 0; status == SL_OK && i < count; i++) number |= nodes[i]->type == SL_NUMBER;
  for (int64_t i = 0; status == SL_OK && number && i < count; i++) status = to_number(making, &nodes[i]);
  if (status != SL_OK) return status;
  SlType type = number ? SL_NUMBER : SL_INTEGER;
  Shape shape = {.kernel = sl_kernel_arithmetic(op, type), .type = type, .clears = op == SL_OP_DIV || op == SL_OP_IDIV || op == SL_OP_MOD,
                 .fails = true};
  return make(making, &shape, nodes, count, out);
}

static SlStatus make_comparison(const SlMaking *making, SlOperator op, SlNode **nodes, SlNode **out) {
  SlStatus status = agree(making, nodes, 2, true, "these cannot be compared");
  if (status != SL_OK) return status;
  Shape shape = {.kernel = sl_kernel_compare(op, nodes[0]->type, nodes[1]->type), .type = SL_BOOLEAN, .choice = op};
  return make(making, &shape, nodes, 2, out);
}

static SlStatus make_logic(const SlMaking *making, SlOperator op, SlNode **nodes, int64_t count, SlNode **out) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_BOOLEAN, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_BOOLEAN) return wrong_type(making, nodes[i], sign_of(op), "joins conditions, as in x > 0 and y > 0");
  }
  Shape shape = {.kernel = sl_kernel_logic(op), .type = SL_BOOLEAN, .own_marks = op != SL_OP_NOT};
  return make(making, &shape, nodes, count, out);
}

static SlStatus make_text_of(const SlMaking *making, SlNode **node) {
  SlStatus status = sl_make_typed(making, SL_TEXT, node);
  if (status != SL_OK || (*node)->type == SL_TEXT) return status;
  SlNode *argument = *node;
  Shape shape = {.kernel = sl_kernel_convert(SL_FN_TEXT, argument->type), .type = SL_TEXT};
  return make(making, &shape, &argument, 1, node);
}

SlStatus sl_make_operation(const SlMaking *making, SlOperator op, SlNode **given, int64_t count, SlNode **out) {
  SlNode *nodes[2] = {given[0], count > 1 ? given[1] : NULL};
  *out = NULL;
  if (op == SL_OP_IS_MISSING) {
    SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[0]);
    Shape shape = {.kernel = sl_kernel_logic(op), .type = SL_BOOLEAN, .own_marks = true, .choice = SL_OP_IS_MISSING};
    return status != SL_OK ? status : nodes[0]->unknown ? sl_make_unknown(making, out) : make(making, &shape, nodes, 1, out);
  }
  if (any_unknown(nodes, count)) return sl_make_unknown(making, out);
  switch (op) {
    case SL_OP_EQ: case SL_OP_NE: case SL_OP_LT: case SL_OP_LE: case SL_OP_GT: case SL_OP_GE: return make_comparison(making, op, nodes, out);
    case SL_OP_AND: case SL_OP_OR: case SL_OP_NOT: return make_logic(making, op, nodes, count, out);
    case SL_OP_CONCAT: {
      SlStatus status = make_text_of(making, &nodes[0]);
      if (status == SL_OK) status = make_text_of(making, &nodes[1]);
      Shape shape = {.kernel = sl_kernel_concat(), .type = SL_TEXT};
      return status == SL_OK ? make(making, &shape, nodes, 2, out) : status;
    }
    default: return make_arithmetic(making, op, nodes, count, out);
  }
}

/* --- functions ---------------------------------------------------------------------------------------------------------------------------- */

static SlStatus need_text(const SlMaking *making, SlNode **nodes, int64_t count, const char *name) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_TEXT) return wrong_type(making, nodes[i], name, "needs text; text(x) makes it");
  }
  return SL_OK;
}

static SlStatus make_math(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  const char *name = sl_function_name(function);
  SlStatus status = need_numeric(making, nodes, count, name);
  bool number = function == SL_FN_LOG || function == SL_FN_EXP || function == SL_FN_SQRT;
  bool whole = function == SL_FN_FLOOR || function == SL_FN_CEIL;
  Shape shape = {.clears = function == SL_FN_LOG || function == SL_FN_SQRT || whole, .fails = true, .choice = function == SL_FN_CEIL};
  if (status == SL_OK && function == SL_FN_ROUND && count == 2) {
    double decimals;
    if (!sl_node_constant(nodes[1], &decimals) || trunc(decimals) != decimals || fabs(decimals) > 300)
      return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "round(x, decimals): decimals is a whole number that stands there, or a $value");
    shape.choice = (int64_t)decimals;
    count = 1;
  }
  for (int64_t i = 0; status == SL_OK && number && i < count; i++) status = to_number(making, &nodes[i]);
  if (status != SL_OK) return status;
  shape.kernel = sl_kernel_math(function, nodes[0]->type);
  shape.type = whole ? SL_INTEGER : number ? SL_NUMBER : nodes[0]->type;
  return make(making, &shape, nodes, count, out);
}

static SlStatus make_choice(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  const char *name = sl_function_name(function);
  int64_t first = function == SL_FN_IF_ELSE;
  if (first) {
    SlStatus status = sl_make_typed(making, SL_BOOLEAN, &nodes[0]);
    if (status != SL_OK) return status;
    if (nodes[0]->type != SL_BOOLEAN) return wrong_type(making, nodes[0], name, "needs a condition first");
  }
  bool all_nil = true;
  for (int64_t i = first; i < count; i++) all_nil &= nodes[i]->untyped && nodes[i]->kind == SL_NODE_LITERAL;
  if (all_nil) {
    *out = nodes[first];
    return SL_OK;
  }
  SlStatus status = agree(making, nodes + first, count - first, false, "the values differ in type");
  if (status != SL_OK) return status;
  Shape shape = {.kernel = sl_kernel_choose(function, nodes[first]->type), .type = nodes[first]->type, .own_marks = true,
                 .choice = function == SL_FN_MAX_OF};
  return make(making, &shape, nodes, count, out);
}

static SlStatus keep_pattern(const SlMaking *making, SlStr text, void **out) {
  SlCheck *check = making->check;
  if (check->pattern_count == check->pattern_capacity) {
    size_t capacity = sl_grow_capacity((size_t)check->pattern_capacity, (size_t)check->pattern_count + 1);
    void **grown = sl_realloc_array(check->patterns, capacity, sizeof *grown);
    if (!grown) return sl_fail_alloc(making->err, capacity * sizeof *grown);
    check->patterns = grown;
    check->pattern_capacity = (int64_t)capacity;
  }
  SlError said;
  SlStatus status = sl_pattern_new(text, out, &said);
  if (status == SL_EPARSE) return sl_check_fail(check, making->expr, status, making->err, "%s", said.text);
  if (status != SL_OK) return sl_fail_alloc(making->err, text.length);
  check->patterns[check->pattern_count++] = *out;
  return SL_OK;
}

static SlStatus make_text_function(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = need_text(making, nodes, count, sl_function_name(function));
  if (status != SL_OK) return status;
  bool asks = function == SL_FN_CONTAINS || function == SL_FN_STARTS_WITH || function == SL_FN_ENDS_WITH || function == SL_FN_MATCHES;
  Shape shape = {.kernel = sl_kernel_text(function), .type = asks ? SL_BOOLEAN : function == SL_FN_LENGTH ? SL_INTEGER : SL_TEXT};
  if (function == SL_FN_MATCHES) {
    if (nodes[1]->kind != SL_NODE_LITERAL || nodes[1]->value.missing)
      return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "matches(text, pattern): the pattern is a text that stands there, or a $value");
    status = keep_pattern(making, nodes[1]->value.text, &shape.data);
    if (status != SL_OK) return status;
  }
  return make(making, &shape, nodes, count, out);
}

static SlStatus make_date_literal(const SlMaking *making, SlNode *node, SlNode **out) {
  SlScalar value = {.type = SL_DATE};
  SlStr text = node->value.text;
  if (!sl_date_parse(text, SL_DATE_ISO, &value.integer) && !sl_date_parse(text, SL_DATE_DMY, &value.integer))
    return sl_check_fail(making->check, node->expr, SL_EPARSE, making->err, "\"%.*s\" is not a date, as \"2019-03-25\"", SL_STR_ARGS(text));
  return sl_make_literal(making, &value, out);
}

static SlStatus make_time(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  const char *name = sl_function_name(function);
  if (function == SL_FN_DATE && count == 2)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "date takes a text, or a year, a month and a day");
  SlStatus status = sl_make_typed(making, function == SL_FN_DATE && count == 1 ? SL_TEXT : function == SL_FN_DATE ? SL_INTEGER : SL_DATE, &nodes[0]);
  for (int64_t i = 1; status == SL_OK && i < count; i++) {
    status = sl_make_typed(making, SL_INTEGER, &nodes[i]);
    if (status == SL_OK && nodes[i]->type != SL_INTEGER) return wrong_type(making, nodes[i], name, "needs integers here");
  }
  if (status != SL_OK) return status;
  SlType type = nodes[0]->type;
  if (function == SL_FN_DATE && count == 1 && type == SL_TEXT) {
    if (nodes[0]->kind == SL_NODE_LITERAL && !nodes[0]->value.missing) return make_date_literal(making, nodes[0], out);
    Shape shape = {.kernel = sl_kernel_convert(function, type), .type = SL_DATE, .fails = true};
    return make(making, &shape, nodes, 1, out);
  }
  if (function == SL_FN_DATE && count == 3 && type != SL_INTEGER) return wrong_type(making, nodes[0], name, "needs integers here");
  if (function != SL_FN_DATE && type == SL_TEXT) {
    status = read_time(making, SL_DATE, &nodes[0]);
    if (status != SL_OK) return status;
    type = nodes[0]->type;
  }
  static const SlType gives[SL_FUNCTION_COUNT] = {[SL_FN_YEAR] = SL_INTEGER, [SL_FN_MONTH] = SL_INTEGER, [SL_FN_QUARTER] = SL_QUARTER,
                                                  [SL_FN_FINANCIAL_YEAR] = SL_TEXT, [SL_FN_YEAR_ENDING] = SL_YEAR_ENDING, [SL_FN_DATE] = SL_DATE};
  Shape shape = {.kernel = sl_kernel_time(function, type, count), .type = gives[function], .fails = true};
  if (!shape.kernel) return wrong_type(making, nodes[0], name, type == SL_TEXT ? "needs a date; date(x) reads one from text" : "needs a date or period");
  return make(making, &shape, nodes, count, out);
}

static SlStatus make_conversion(const SlMaking *making, SlFunction function, SlNode **nodes, SlNode **out) {
  static const SlType gives[SL_FUNCTION_COUNT] = {[SL_FN_INTEGER] = SL_INTEGER, [SL_FN_NUMBER] = SL_NUMBER, [SL_FN_TEXT] = SL_TEXT};
  SlType type = gives[function];
  SlStatus status = sl_make_typed(making, type, &nodes[0]);
  if (status != SL_OK) return status;
  if (nodes[0]->type == type) {
    *out = nodes[0];
    return SL_OK;
  }
  Shape shape = {.kernel = sl_kernel_convert(function, nodes[0]->type), .type = type, .fails = function != SL_FN_TEXT};
  if (!shape.kernel) return wrong_type(making, nodes[0], sl_function_name(function), "reads numbers, texts and booleans");
  return make(making, &shape, nodes, 1, out);
}

SlStatus sl_make_function(const SlMaking *making, SlStr name, SlNode **nodes, int64_t count, SlNode **out) {
  SlFunction function;
  int fewest, most;
  const char *usage;
  *out = NULL;
  if (!sl_function_find(name, &function)) return sl_fail(making->err, SL_ENAME, "no function \"%.*s\"", SL_STR_ARGS(name));
  sl_function_arity(function, &fewest, &most, &usage);
  if (count < fewest || count > most)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "%.*s has %lld argument%s; it is %s", SL_STR_ARGS(name),
                         (long long)count, count == 1 ? "" : "s", usage);
  if (any_unknown(nodes, count)) return sl_make_unknown(making, out);
  switch (function) {
    case SL_FN_ABS: case SL_FN_ROUND: case SL_FN_FLOOR: case SL_FN_CEIL: case SL_FN_LOG: case SL_FN_EXP: case SL_FN_SQRT:
      return make_math(making, function, nodes, count, out);
    case SL_FN_MIN_OF: case SL_FN_MAX_OF: case SL_FN_COALESCE: case SL_FN_IF_ELSE: return make_choice(making, function, nodes, count, out);
    case SL_FN_YEAR: case SL_FN_MONTH: case SL_FN_QUARTER: case SL_FN_FINANCIAL_YEAR: case SL_FN_YEAR_ENDING: case SL_FN_DATE:
      return make_time(making, function, nodes, count, out);
    case SL_FN_INTEGER: case SL_FN_NUMBER: case SL_FN_TEXT: return make_conversion(making, function, nodes, out);
    default: return make_text_function(making, function, nodes, count, out);
  }
}
