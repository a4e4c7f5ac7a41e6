/* Nodes of the scalar functions. */
#include <math.h>

#include "core/base/alloc.h"
#include "core/expr/functions.h"
#include "core/expr/kernels.h"
#include "core/expr/making.h"
#include "core/values/period.h"

/* --- functions ---------------------------------------------------------------------------------------------------- */

static SlStatus need_text(const SlMaking *making, SlNode **nodes, int64_t count, const char *name) {
  for (int64_t i = 0; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_TEXT) return sl_make_wrong_type(making, nodes[i], name, "needs text; text(x) makes it");
  }
  return SL_OK;
}

static SlStatus make_math(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  const char *name = sl_function_name(function);
  SlStatus status = sl_make_numeric(making, nodes, count, name);
  bool number = function == SL_FN_LOG || function == SL_FN_EXP || function == SL_FN_SQRT;
  bool whole = function == SL_FN_FLOOR || function == SL_FN_CEIL;
  SlShape shape = {.clears = function == SL_FN_LOG || function == SL_FN_SQRT || whole,
                   .fails = true,
                   .choice = function == SL_FN_CEIL};
  if (status == SL_OK && function == SL_FN_ROUND && count == 2) {
    double decimals;
    if (!sl_node_constant(nodes[1], &decimals) || trunc(decimals) != decimals || fabs(decimals) > 300)
      return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                           "round(x, decimals): decimals is a whole number that stands there, or a $value");
    shape.choice = (int64_t)decimals;
    count = 1;
  }
  for (int64_t i = 0; status == SL_OK && number && i < count; i++) status = sl_make_number(making, &nodes[i]);
  if (status != SL_OK) return status;
  shape.kernel = sl_kernel_math(function, nodes[0]->type);
  shape.type = whole ? SL_INTEGER : number ? SL_NUMBER : nodes[0]->type;
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus make_choice(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  const char *name = sl_function_name(function);
  int64_t first = function == SL_FN_IF_ELSE;
  if (first) {
    SlStatus status = sl_make_typed(making, SL_BOOLEAN, &nodes[0]);
    if (status != SL_OK) return status;
    if (nodes[0]->type != SL_BOOLEAN) return sl_make_wrong_type(making, nodes[0], name, "needs a condition first");
  }
  bool all_nil = true;
  for (int64_t i = first; i < count; i++) all_nil &= nodes[i]->untyped && nodes[i]->kind == SL_NODE_LITERAL;
  if (all_nil) {
    *out = nodes[first];
    return SL_OK;
  }
  SlStatus status = sl_make_alike(making, nodes + first, count - first, false, "the values differ in type");
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = sl_kernel_choose(function), .type = nodes[first]->type, .own_marks = true,
                 .choice = function == SL_FN_MAX_OF};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus keep_pattern(const SlMaking *making, SlStr text, void **out) {
  SlError said;
  SlStatus status = sl_pattern_new(text, out, &said);
  if (status == SL_EPARSE) return sl_check_fail(making->check, making->expr, status, making->err, "%s", said.text);
  if (status != SL_OK) return sl_fail_alloc(making->err, text.length);
  return sl_check_own(making->check, *out, sl_pattern_free, making->err);
}

static SlStatus make_text_function(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count,
                                   SlNode **out) {
  SlStatus status = need_text(making, nodes, count, sl_function_name(function));
  if (status != SL_OK) return status;
  bool asks = function == SL_FN_CONTAINS || function == SL_FN_STARTS_WITH || function == SL_FN_ENDS_WITH ||
              function == SL_FN_MATCHES;
  SlShape shape = {.kernel = sl_kernel_text(function),
                   .type = asks                       ? SL_BOOLEAN
                           : function == SL_FN_LENGTH ? SL_INTEGER
                                                      : SL_TEXT};
  if (function == SL_FN_MATCHES) {
    if (nodes[1]->kind != SL_NODE_LITERAL || nodes[1]->value.missing)
      return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                           "matches(text, pattern): the pattern is a text that stands there, or a $value");
    status = keep_pattern(making, nodes[1]->value.text, &shape.data);
    if (status != SL_OK) return status;
  }
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus make_date_literal(const SlMaking *making, SlNode *node, SlNode **out) {
  SlScalar value = {.type = SL_DATE};
  SlStr text = node->value.text;
  if (!sl_date_parse(text, SL_DATE_ISO, &value.integer) && !sl_date_parse(text, SL_DATE_DMY, &value.integer))
    return sl_check_fail(making->check, node->expr, SL_EPARSE, making->err, "\"%.*s\" is not a date, as \"2019-03-25\"",
                         SL_STR_ARGS(text));
  return sl_make_literal(making, &value, out);
}

static SlStatus make_time(const SlMaking *making, SlFunction function, SlNode **nodes, int64_t count, SlNode **out) {
  const char *name = sl_function_name(function);
  if (function == SL_FN_DATE && count == 2)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "date takes a text, or a year, a month and a day");
  SlStatus status = sl_make_typed(making,
                                  function == SL_FN_DATE && count == 1 ? SL_TEXT
                                  : function == SL_FN_DATE             ? SL_INTEGER
                                                                       : SL_DATE,
                                  &nodes[0]);
  for (int64_t i = 1; status == SL_OK && i < count; i++) {
    status = sl_make_typed(making, SL_INTEGER, &nodes[i]);
    if (status == SL_OK && nodes[i]->type != SL_INTEGER)
      return sl_make_wrong_type(making, nodes[i], name, "needs integers here");
  }
  if (status != SL_OK) return status;
  SlType type = nodes[0]->type;
  if (function == SL_FN_DATE && count == 1 && type == SL_TEXT) {
    if (nodes[0]->kind == SL_NODE_LITERAL && !nodes[0]->value.missing) return make_date_literal(making, nodes[0], out);
    SlShape shape = {.kernel = sl_kernel_convert(function, type), .type = SL_DATE, .fails = true};
    return sl_make_kernel(making, &shape, nodes, 1, out);
  }
  if (function == SL_FN_DATE && count == 3 && type != SL_INTEGER)
    return sl_make_wrong_type(making, nodes[0], name, "needs integers here");
  if (function != SL_FN_DATE && type == SL_TEXT) {
    status = sl_make_time(making, SL_DATE, &nodes[0]);
    if (status != SL_OK) return status;
    type = nodes[0]->type;
  }
  static const SlType gives[SL_FUNCTION_COUNT] = {
      [SL_FN_YEAR] = SL_INTEGER,        [SL_FN_MONTH] = SL_INTEGER,           [SL_FN_QUARTER] = SL_QUARTER,
      [SL_FN_FINANCIAL_YEAR] = SL_TEXT, [SL_FN_YEAR_ENDING] = SL_YEAR_ENDING, [SL_FN_DATE] = SL_DATE};
  SlShape shape = {.kernel = sl_kernel_time(function, type, count), .type = gives[function], .fails = true};
  if (!shape.kernel)
    return sl_make_wrong_type(making, nodes[0], name,
                              type == SL_TEXT ? "needs a date; date(x) reads one from text" : "needs a date or period");
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus make_conversion(const SlMaking *making, SlFunction function, SlNode **nodes, SlNode **out) {
  static const SlType gives[SL_FUNCTION_COUNT] = {
      [SL_FN_INTEGER] = SL_INTEGER, [SL_FN_NUMBER] = SL_NUMBER, [SL_FN_TEXT] = SL_TEXT};
  SlType type = gives[function];
  SlStatus status = sl_make_typed(making, type, &nodes[0]);
  if (status != SL_OK) return status;
  if (nodes[0]->type == type) {
    *out = nodes[0];
    return SL_OK;
  }
  SlShape shape = {
      .kernel = sl_kernel_convert(function, nodes[0]->type), .type = type, .fails = function != SL_FN_TEXT};
  if (!shape.kernel)
    return sl_make_wrong_type(making, nodes[0], sl_function_name(function), "reads numbers, texts and booleans");
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

SlStatus sl_make_function(const SlMaking *making, SlStr name, SlNode **nodes, int64_t count, SlNode **out) {
  SlFunction function;
  int fewest, most;
  const char *usage;
  *out = NULL;
  if (!sl_function_find(name, &function))
    return sl_fail(making->err, SL_ENAME, "no function \"%.*s\"", SL_STR_ARGS(name));
  sl_function_arity(function, &fewest, &most, &usage);
  if (count < fewest || count > most)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "%.*s has %lld argument%s; it is %s",
                         SL_STR_ARGS(name), (long long)count, count == 1 ? "" : "s", usage);
  if (sl_any_unknown(nodes, count)) return sl_make_unknown(making, out);
  switch (function) {
    case SL_FN_ABS:
    case SL_FN_ROUND:
    case SL_FN_FLOOR:
    case SL_FN_CEIL:
    case SL_FN_LOG:
    case SL_FN_EXP:
    case SL_FN_SQRT: return make_math(making, function, nodes, count, out);
    case SL_FN_MIN_OF:
    case SL_FN_MAX_OF:
    case SL_FN_COALESCE:
    case SL_FN_IF_ELSE: return make_choice(making, function, nodes, count, out);
    case SL_FN_YEAR:
    case SL_FN_MONTH:
    case SL_FN_QUARTER:
    case SL_FN_FINANCIAL_YEAR:
    case SL_FN_YEAR_ENDING:
    case SL_FN_DATE: return make_time(making, function, nodes, count, out);
    case SL_FN_INTEGER: case SL_FN_NUMBER: case SL_FN_TEXT: return make_conversion(making, function, nodes, out);
    default: return make_text_function(making, function, nodes, count, out);
  }
}
