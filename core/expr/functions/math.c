/* Functions of numbers. */
#include <math.h>
#include <string.h>

#include "core/expr/functions.h"
#include "core/values/decimal.h"
#include "core/values/print.h"

static SlStatus abs_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers;
  int64_t *out = batch->out->integers;
  for (int64_t i = 0; i < count; i++) {
    if (a[i] == INT64_MIN && sl_batch_present(batch, i))
      return sl_batch_fail(batch, i, SL_ERANGE, err, "abs(%lld) does not fit into 64 bits", (long long)a[i]);
    out[i] = a[i] < 0 ? (int64_t)(0 - (uint64_t)a[i]) : a[i];
  }
  return SL_OK;
}

#define FUNCTION_LOOP(name, expression)                                      \
  static SlStatus name(SlBatch *batch, SlError *err) {                       \
    (void)err;                                                               \
    const double *a = batch->in[0]->numbers;                                 \
    double *out = batch->out->numbers;                                       \
    int64_t count = batch->count;                                            \
    for (int64_t i = 0; i < count; i++) out[i] = expression;                 \
    return SL_OK;                                                            \
  }
FUNCTION_LOOP(abs_numbers, fabs(a[i]))
FUNCTION_LOOP(round_numbers, sl_round_decimal(a[i], (int)batch->node->choice))

/* exp(1000) is beyond the doubles: [z]. */
static SlStatus exp_numbers(SlBatch *batch, SlError *err) {
  (void)err;
  const double *a = batch->in[0]->numbers;
  double *out = batch->out->numbers;
  for (int64_t i = 0; i < batch->count; i++) {
    out[i] = exp(a[i]);
    if (isinf(out[i]) && isfinite(a[i]) && sl_batch_present(batch, i)) sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
  }
  return SL_OK;
}

static SlStatus same_integers(SlBatch *batch, SlError *err) {
  (void)err;
  memcpy(batch->out->integers, batch->in[0]->integers, (size_t)batch->count * sizeof(int64_t));
  return SL_OK;
}

static SlStatus round_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers;
  int64_t *out = batch->out->integers;
  int places = (int)batch->node->choice;
  for (int64_t i = 0; i < count; i++) {
    out[i] = 0;
    if (sl_batch_present(batch, i) && !sl_round_integer(a[i], places, &out[i]))
      return sl_batch_fail(batch, i, SL_ERANGE, err, "round(%lld, %d) does not fit into 64 bits", (long long)a[i], places);
  }
  return SL_OK;
}

static SlStatus to_whole(SlBatch *batch, bool up, SlError *err) {
  int64_t count = batch->count;
  const double *a = batch->in[0]->numbers;
  for (int64_t i = 0; i < count; i++) {
    double whole = up ? ceil(a[i]) : floor(a[i]);
    bool fits = whole >= -0x1p63 && whole < 0x1p63;
    batch->out->integers[i] = fits ? (int64_t)whole : 0;
    if (fits || !sl_batch_present(batch, i)) continue;
    if (isnan(whole))
      sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
    else
      return sl_batch_fail(batch, i, SL_ERANGE, err, "%s(%s) does not fit into 64 bits", up ? "ceil" : "floor",
                           sl_number_text(a[i], (char[SL_NUMBER_BYTES]){0}));
  }
  return SL_OK;
}

static SlStatus floor_numbers(SlBatch *batch, SlError *err) { return to_whole(batch, false, err); }
static SlStatus ceil_numbers(SlBatch *batch, SlError *err) { return to_whole(batch, true, err); }

static SlStatus log_numbers(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  const double *a = batch->in[0]->numbers, *base = batch->node->count > 1 ? batch->in[1]->numbers : NULL;
  for (int64_t i = 0; i < count; i++) {
    bool good = a[i] > 0 && (!base || (base[i] > 0 && base[i] != 1));
    double value = !good           ? 0
                   : !base         ? log(a[i])
                   : base[i] == 10 ? log10(a[i])
                   : base[i] == 2  ? log2(a[i])
                                   : log(a[i]) / log(base[i]);
    batch->out->numbers[i] = value;
    if (!good && !isnan(a[i]) && sl_batch_present(batch, i)) sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
    if (isnan(a[i])) batch->out->numbers[i] = a[i];
  }
  return SL_OK;
}

static SlStatus sqrt_numbers(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  const double *a = batch->in[0]->numbers;
  for (int64_t i = 0; i < count; i++) {
    batch->out->numbers[i] = a[i] < 0 ? 0 : sqrt(a[i]);
    if (a[i] < 0 && sl_batch_present(batch, i)) sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
  }
  return SL_OK;
}

/* --- type rules: kernels are of integers, of numbers ---------------------------------------------------------------- */

/* Gives the type of its argument. */
static SlStatus make_same(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                          SlNode **out) {
  SlStatus status = sl_make_numeric(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  SlType type = nodes[0]->type;
  SlShape shape = {.kernel = function->kernels[type == SL_NUMBER], .type = type, .fails = true};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus make_round(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                           SlNode **out) {
  SlStatus status = sl_make_numeric(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  double places = 0;
  if (count == 2 && (!sl_node_constant(nodes[1], &places) || trunc(places) != places || fabs(places) > 300))
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "%s: places is a whole number that stands there, or a $value", function->doc.usage);
  SlType type = nodes[0]->type;
  SlShape shape = {
      .kernel = function->kernels[type == SL_NUMBER], .type = type, .choice = (int64_t)places, .fails = true};
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

/* Gives an integer. NaN has none. */
static SlStatus make_whole(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                           SlNode **out) {
  SlStatus status = sl_make_numeric(making, nodes, count, function->doc.name);
  if (status != SL_OK) return status;
  SlShape shape = {
      .kernel = function->kernels[nodes[0]->type == SL_NUMBER], .type = SL_INTEGER, .clears = true, .fails = true};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

/* Of numbers, which integers become. */
/* Of numbers, and missing where they lie outside the domain. */
static SlStatus make_in_domain(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                               SlNode **out) {
  SlStatus status = sl_make_numeric(making, nodes, count, function->doc.name);
  for (int64_t i = 0; status == SL_OK && i < count; i++) status = sl_make_number(making, &nodes[i]);
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = function->kernels[1], .type = SL_NUMBER, .clears = true, .fails = true};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

const SlFunction sl_math_functions[] = {
    {{"abs", "abs(x)", "()", "Without its sign.", "print(col.change:abs())"},
     1, 1, make_same, SL_NUMBER, {abs_integers, abs_numbers}},
    {{"round", "round(x, places)", "(places?: integer)",
      "Rounded half up on the decimal form of 15 digits; places is 0 unless given.", "print(col.rate:round(1))"},
     1, 2, make_round, SL_NUMBER, {round_integers, round_numbers}},
    {{"floor", "floor(x)", "()", "The largest integer that is not above; missing [z] of NaN.",
      "print(col.rate:floor())"},
     1, 1, make_whole, SL_INTEGER, {same_integers, floor_numbers}},
    {{"ceil", "ceil(x)", "()", "The smallest integer that is not below; missing [z] of NaN.",
      "print(col.rate:ceil())"},
     1, 1, make_whole, SL_INTEGER, {same_integers, ceil_numbers}},
    {{"log", "log(x, base)", "(base?: number)",
      "The natural logarithm, or to another base; missing [z] where there is none.", "print(col.n:log(10))"},
     1, 2, make_in_domain, SL_NUMBER, {NULL, log_numbers}},
    {{"exp", "exp(x)", "()", "e to that power; missing [z] beyond the doubles.", "print(col.n:exp())"},
     1, 1, make_in_domain, SL_NUMBER, {NULL, exp_numbers}},
    {{"sqrt", "sqrt(x)", "()", "The square root; missing [z] of a negative number.", "print(col.n:sqrt())"},
     1, 1, make_in_domain, SL_NUMBER, {NULL, sqrt_numbers}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_NUMBER, {NULL}},
};
