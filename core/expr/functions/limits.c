/* Limits of confidence intervals: wilson_lower, byar_upper and the like.
 *
 *     wilson_lower(referred, recorded)      of a share: two counts, the first a part of the second; in 0..1
 *     byar_upper(offences)                  of a count; divided by a population it is that of a rate
 *
 * The formulas are those of core/stats/interval.h. What cannot be (a count below 0, a part above its whole, a fraction of a case) is an
 * error that names the row, as a figure with such an interval would be wrong and look right.
 */
#include <math.h>

#include "core/expr/functions.h"
#include "core/stats/interval.h"
#include "core/values/print.h"

enum { UPPER = 1, WEIGHTED = 2 }; /* bits of a node's choice; its value is the confidence */

typedef bool (*ShareLimits)(double x, double n, double confidence, SlInterval *out);
typedef bool (*CountLimits)(double x, double confidence, SlInterval *out);

static const char *text_of(double value, char *room) { return sl_number_text(value, room); }

static bool is_case_count(double x, int64_t choice) { return x >= 0 && isfinite(x) && (choice & WEIGHTED || trunc(x) == x); }

/* What is wrong with a count that is none. */
static SlStatus fail_count(const SlBatch *batch, int64_t i, const char *name, double x, SlError *err) {
  char room[SL_NUMBER_BYTES];
  if (x < 0) return sl_batch_fail(batch, i, SL_ERANGE, err, "%s takes counts, not %s", name, text_of(x, room));
  return sl_batch_fail(batch, i, SL_ERANGE, err,
                       "%s takes whole cases, not %s; where cases are weighted, say so: the last argument is true", name,
                       text_of(x, room));
}

static SlStatus share_limits(SlBatch *batch, ShareLimits limits, const char *name, SlError *err) {
  const double *x = batch->in[0]->numbers, *n = batch->in[1]->numbers;
  double confidence = batch->node->value.number, *out = batch->out->numbers;
  int64_t choice = batch->node->choice;
  for (int64_t i = 0; i < batch->count; i++) {
    out[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    if (isnan(x[i]) || isnan(n[i])) {
      sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
      continue;
    }
    for (int side = 0; side < 2; side++)
      if (!is_case_count(side ? n[i] : x[i], choice)) return fail_count(batch, i, name, side ? n[i] : x[i], err);
    char part[SL_NUMBER_BYTES], whole[SL_NUMBER_BYTES];
    if (x[i] > n[i])
      return sl_batch_fail(batch, i, SL_ERANGE, err, "%s takes a part and its whole, not %s of %s", name, text_of(x[i], part),
                           text_of(n[i], whole));
    SlInterval got;
    if (n[i] == 0 || !limits(x[i], n[i], confidence, &got))
      sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
    else
      out[i] = choice & UPPER ? got.upper : got.lower;
  }
  return SL_OK;
}

static SlStatus count_limits(SlBatch *batch, CountLimits limits, const char *name, SlError *err) {
  const double *x = batch->in[0]->numbers;
  double confidence = batch->node->value.number, *out = batch->out->numbers;
  int64_t choice = batch->node->choice;
  for (int64_t i = 0; i < batch->count; i++) {
    out[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    SlInterval got;
    if (isnan(x[i]))
      sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
    else if (!is_case_count(x[i], choice) || !limits(x[i], confidence, &got))
      return fail_count(batch, i, name, x[i], err);
    else
      out[i] = choice & UPPER ? got.upper : got.lower;
  }
  return SL_OK;
}

static SlStatus wilson(SlBatch *batch, SlError *err) { return share_limits(batch, sl_interval_wilson, "wilson", err); }
static SlStatus exact(SlBatch *batch, SlError *err) {
  return share_limits(batch, sl_interval_clopper_pearson, "clopper_pearson", err);
}
static SlStatus byar(SlBatch *batch, SlError *err) { return count_limits(batch, sl_interval_byar, "byar", err); }
static SlStatus poisson(SlBatch *batch, SlError *err) { return count_limits(batch, sl_interval_poisson, "poisson", err); }

/* --- type rule ---------------------------------------------------------------------------------------------------- */

/* The columns become numbers; behind them the confidence, a number that stands there, and whether cases are weighted. */
static SlStatus make_limits(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, int64_t columns,
                            bool upper, SlNode **out) {
  SlStatus status = sl_make_numeric(making, nodes, columns, function->doc.name);
  for (int64_t i = 0; status == SL_OK && i < columns; i++) status = sl_make_number(making, &nodes[i]);
  if (status != SL_OK) return status;
  double confidence = 0.95;
  if (count > columns && (!sl_node_constant(nodes[columns], &confidence) || !(confidence > 0 && confidence < 1)))
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "%s: confidence is a number between 0 and 1 that stands there, as 0.95, or a $value", function->doc.usage);
  const SlNode *weighted = count > columns + 1 ? nodes[columns + 1] : NULL;
  if (weighted && (weighted->kind != SL_NODE_LITERAL || weighted->type != SL_BOOLEAN || weighted->value.missing))
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "%s: weighted is true or false", function->doc.usage);
  SlShape shape = {.kernel = function->kernels[0],
                   .type = SL_NUMBER,
                   .choice = (upper ? UPPER : 0) | (weighted && weighted->value.integer ? WEIGHTED : 0),
                   .value = {.type = SL_NUMBER, .number = confidence},
                   .clears = true,
                   .fails = true};
  return sl_make_kernel(making, &shape, nodes, columns, out);
}

#define MAKE(name, columns, upper)                                                                              \
  static SlStatus name(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) { \
    return make_limits(making, function, nodes, count, columns, upper, out);                                    \
  }
MAKE(make_share_lower, 2, false)
MAKE(make_share_upper, 2, true)
MAKE(make_count_lower, 1, false)
MAKE(make_count_upper, 1, true)

#define SHARE(name, make, kernel, text)                                                                               \
  {{name, name "(x, n, confidence, weighted)", "(n: slavelab.Operand, confidence?: number, weighted?: boolean)", text, \
    "print(col.referred:" name "(col.recorded))"},                                                                    \
   2, 4, make, SL_NUMBER, {kernel}}
#define COUNT(name, make, kernel, text)                                                       \
  {{name, name "(x, confidence, weighted)", "(confidence?: number, weighted?: boolean)", text, \
    "print(col.offences:" name "())"},                                                        \
   1, 3, make, SL_NUMBER, {kernel}}

const SlFunction sl_limit_functions[] = {
    SHARE("wilson_lower", make_share_lower, wilson,
          "The lower limit of the share x of n, from 0 to 1 (Wilson 1927); [z] where n is 0."),
    SHARE("wilson_upper", make_share_upper, wilson,
          "The upper limit of the share x of n, from 0 to 1 (Wilson 1927); [z] where n is 0."),
    SHARE("clopper_pearson_lower", make_share_lower, exact,
          "The exact lower limit of the share x of n (Clopper and Pearson 1934); [z] where n is 0."),
    SHARE("clopper_pearson_upper", make_share_upper, exact,
          "The exact upper limit of the share x of n (Clopper and Pearson 1934); [z] where n is 0."),
    COUNT("byar_lower", make_count_lower, byar,
          "The lower limit of a count of events (Breslow and Day 1987), exact below 10."),
    COUNT("byar_upper", make_count_upper, byar,
          "The upper limit of a count of events (Breslow and Day 1987), exact below 10."),
    COUNT("poisson_lower", make_count_lower, poisson,
          "The exact lower limit of a count of events (Garwood 1936)."),
    COUNT("poisson_upper", make_count_upper, poisson,
          "The exact upper limit of a count of events (Garwood 1936)."),
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_NUMBER, {NULL}},
};
