/* Nodes of checked arguments: types are made to agree, and the loop for them is picked. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/check/making.h"
#include "core/expr/check/mapped.h"
#include "core/expr/run/kernels.h"
#include "core/values/datetime.h"
#include "core/values/period_read.h"

static SlStatus add(const SlMaking *making, const SlNode *node, SlNode **out) {
  *out = sl_program_add(making->program, node);
  return *out ? SL_OK : sl_fail_alloc(making->err, sizeof *node);
}

/* --- leaves ------------------------------------------------------------------------------------------------------- */

SlStatus sl_make_column(const SlMaking *making, SlColumn *column, SlNodeKind kind, SlNode **out) {
  SlNode node = {.kind = kind, .type = column->type, .column = column, .may_miss = column->validity != NULL,
                 .may_reason = column->reasons != NULL, .may_flag = column->flags != NULL, .expr = making->expr};
  node.constant = kind == SL_NODE_GROUPED && !sl_check_rows(making->check).groups;
  return add(making, &node, out);
}

SlStatus sl_make_raw(const SlMaking *making, const SlNode *column, SlNode **out) {
  SlNode node = *column;
  node.raw = true;
  return add(making, &node, out);
}

SlStatus sl_make_table_column(const SlMaking *making, SlColumn *column, SlNode **out) {
  if (column->type != SL_TEXT || column->null_count < column->length)
    return sl_make_column(making, column, SL_NODE_COLUMN, out);
  SlNode node = {.kind = SL_NODE_COLUMN,
                 .type = SL_TEXT,
                 .untyped = true,
                 .column = column,
                 .may_miss = column->validity != NULL,
                 .may_reason = column->reasons != NULL,
                 .expr = making->expr};
  return add(making, &node, out);
}

SlStatus sl_make_literal(const SlMaking *making, const SlScalar *value, SlNode **out) {
  SlNode node = {.kind = SL_NODE_LITERAL,
                 .type = value->type,
                 .value = *value,
                 .constant = true,
                 .may_miss = value->missing,
                 .untyped = value->missing && value->untyped,
                 .expr = making->expr};
  return add(making, &node, out);
}

SlStatus sl_make_unknown(const SlMaking *making, SlNode **out) {
  SlNode node = {.kind = SL_NODE_KERNEL, .type = SL_NUMBER, .unknown = true, .expr = making->expr};
  return add(making, &node, out);
}

bool sl_node_constant(const SlNode *node, double *value) {
  if (node->kind != SL_NODE_LITERAL || node->value.missing || !sl_type_is_numeric(node->type)) return false;
  *value = node->type == SL_INTEGER ? (double)node->value.integer : node->value.number;
  return true;
}

/* --- kernels ------------------------------------------------------------------------------------------------------ */

SlStatus sl_make_kernel(const SlMaking *making, const SlShape *shape, SlNode **arguments, int64_t count, SlNode **out) {
  SlNode node = {.kind = SL_NODE_KERNEL,
                 .type = shape->type,
                 .kernel = shape->kernel,
                 .choice = shape->choice,
                 .data = shape->data,
                 .value = shape->value,
                 .own_marks = shape->own_marks,
                 .count = count,
                 .constant = true,
                 .may_miss = shape->clears,
                 .may_reason = shape->clears,
                 .expr = making->expr};
  node.arguments = sl_arena_alloc_array(making->program->arena, (size_t)count, sizeof *node.arguments);
  if (!node.arguments) return sl_fail_alloc(making->err, (size_t)count * sizeof *node.arguments);
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

/* --- making types agree ------------------------------------------------------------------------------------------- */

SlStatus sl_make_wrong_type(const SlMaking *making, const SlNode *node, const char *what, const char *wanted) {
  return sl_check_fail(making->check, node->expr ? node->expr : making->expr, SL_ETYPE, making->err,
                       "%s %s, and this is %s", what, wanted, sl_type_name(node->type));
}

/* The column, which has no value, as one of another type: its reasons stay. */
static SlStatus retype(const SlMaking *making, const SlColumn *column, SlType type, SlColumn **out) {
  SlColumn *retyped;
  SlStatus status = sl_column_alloc(type, sl_storage_default(type), column->length, true, NULL, &retyped, making->err);
  if (status != SL_OK) return status;
  memset(retyped->validity, 0, (size_t)sl_bitmap_words(column->length) * sizeof *retyped->validity);
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
  if (status == SL_OK) status = sl_check_keep(making->check, column, making->err);
  return status == SL_OK ? sl_make_column(making, column, (*node)->kind, node) : status;
}

SlStatus sl_make_number(const SlMaking *making, SlNode **node) {
  if ((*node)->type != SL_INTEGER || (*node)->unknown) return SL_OK;
  if ((*node)->kind == SL_NODE_LITERAL) {
    SlScalar value = {.type = SL_NUMBER, .missing = (*node)->value.missing, .number = (double)(*node)->value.integer};
    return sl_make_literal(making, &value, node);
  }
  SlShape shape = {.kernel = sl_kernel_number_of_integer(), .type = SL_NUMBER};
  SlNode *argument = *node;
  if (argument->kind == SL_NODE_COLUMN && argument->column) { /* narrow storages become numbers in one step */
    SlStatus status = sl_make_raw(making, *node, &argument);
    if (status != SL_OK) return status;
    shape.kernel = sl_kernel_numbers_of_column();
  }
  return sl_make_kernel(making, &shape, &argument, 1, node);
}

bool sl_time_parse(SlType type, SlStr text, int64_t *value) {
  if (type == SL_DATE) return sl_date_parse(text, SL_DATE_ISO, value);
  if (type == SL_DATETIME) return sl_datetime_parse_literal(text, value);
  return sl_type_is_period(type) && sl_period_parse(type, text, value);
}

static const char *example_of(SlType type) {
  switch (type) {
    case SL_DATETIME: return "a datetime, as \"2019-03-25 10:30\"";
    case SL_MONTH: return "a month, as \"September 2019\"";
    case SL_QUARTER: return "a quarter, as \"Jan to Mar 2019\"";
    case SL_FINANCIAL_YEAR: return "a financial year, as \"2018/19\"";
    case SL_YEAR_ENDING: return "a year ending, as \"year ending March 2019\"";
    case SL_YEAR: return "a year, as \"2019\"";
    default: return "a date, as \"2019-03-25\"";
  }
}

static bool is_time(SlType type) { return type == SL_DATE || type == SL_DATETIME || sl_type_is_period(type); }

SlStatus sl_make_time(const SlMaking *making, SlType type, SlNode **node) {
  if (type == SL_YEAR && (*node)->kind == SL_NODE_LITERAL && (*node)->type == SL_INTEGER && !(*node)->value.missing) {
    SlScalar year = {.type = SL_YEAR, .integer = (*node)->value.integer}; /* year == 2019 */
    return sl_make_literal(making, &year, node);
  }
  if ((*node)->kind != SL_NODE_LITERAL || (*node)->type != SL_TEXT || (*node)->value.missing) return SL_OK;
  SlScalar value = {.type = type};
  if (!sl_time_parse(type, (*node)->value.text, &value.integer))
    return sl_check_fail(making->check, (*node)->expr ? (*node)->expr : making->expr, SL_EPARSE, making->err,
                         "\"%.*s\" is not %s", SL_STR_ARGS((*node)->value.text), example_of(type));
  return sl_make_literal(making, &value, node);
}

SlStatus sl_make_alike(const SlMaking *making, SlNode **nodes, int64_t count, bool keep_integers, const char *what) {
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
  for (int64_t i = 0; i < count; i++) {
    if (nodes[i]->unknown) continue;
    SlStatus status = sl_make_typed(making, type, &nodes[i]);
    if (status == SL_OK && time) status = sl_make_time(making, type, &nodes[i]);
    if (status == SL_OK && number && !keep_integers) status = sl_make_number(making, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type == type || (sl_type_is_numeric(nodes[i]->type) && sl_type_is_numeric(type))) continue;
    bool texts = type == SL_TEXT || nodes[i]->type == SL_TEXT;
    bool days = (type == SL_DATE && nodes[i]->type == SL_DATETIME) || (type == SL_DATETIME && nodes[i]->type == SL_DATE);
    return sl_check_fail(making->check, making->expr, SL_ETYPE, making->err, "%s: %s and %s%s", what,
                         sl_type_name(type), sl_type_name(nodes[i]->type),
                         texts  ? "; number(x), date(x) and text(x) convert"
                         : days ? "; date(x) and datetime(x) convert"
                                : "");
  }
  return SL_OK;
}

SlStatus sl_make_numeric(const SlMaking *making, SlNode **nodes, int64_t count, const char *what) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_NUMBER, &nodes[i]);
    if (status != SL_OK) return status;
    if (!sl_type_is_numeric(nodes[i]->type))
      return sl_make_wrong_type(making, nodes[i], what, "needs integers or numbers");
  }
  return SL_OK;
}

SlStatus sl_make_texts(const SlMaking *making, SlNode **nodes, int64_t count, const char *what) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_TEXT) return sl_make_wrong_type(making, nodes[i], what, "needs text; text(x) makes it");
  }
  return SL_OK;
}

bool sl_any_unknown(SlNode *const *nodes, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (nodes[i]->unknown) return true;
  return false;
}

