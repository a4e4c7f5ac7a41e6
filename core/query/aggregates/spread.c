#include <math.h>

#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"

/* Two passes: the mean first, then sums of deviations from it, corrected for what the mean itself was rounded (Chan,
 * Golub & LeVeque 1983, equation 1.7). A correlation of integers of 8 or 16 bits needs one pass, as sums of their products
 * are exact. A column that holds one value all through is told apart by comparing, not by arithmetic: its deviation is 0
 * exactly. */

typedef struct Centre {
  SlSum sum;
  double first;
  bool seen, varies;
} Centre;

static void add_centre(void *states, const SlFoldBatch *batch, const double *values) {
  Centre *centres = states;
  for (int64_t i = 0; i < batch->count; i++) {
    Centre *centre = &centres[batch->groups[i]];
    double value = values[i];
    if (!centre->seen) {
      centre->seen = true;
      centre->first = value;
    }
    centre->varies |= value != centre->first;
    sl_sum_add(&centre->sum, value);
  }
}

static void add_centres(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  add_centre(states, batch, batch->numbers);
}

static void merge_centres(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  Centre *centres = states;
  const Centre *others = later;
  for (int64_t g = first; g < first + count; g++) {
    if (!others[g].seen) continue;
    if (!centres[g].seen) {
      centres[g] = others[g];
      continue;
    }
    centres[g].varies |= others[g].varies || others[g].first != centres[g].first;
    sl_sum_merge(&centres[g].sum, others[g].sum);
  }
}

/* The mean of each group, and whether its values differ; over rows where `beside` (may be NULL) is present too. */
static SlStatus find_centres(const SlAggregateCall *call, const SlColumn *column, const SlColumn *beside, Centre **out,
                             SlError *err) {
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {column, beside}, .state_bytes = sizeof(Centre),
                 .rows = add_centres, .merge = merge_centres};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  Centre *centres = states;
  for (int64_t g = 0; g < call->groups->group_count; g++)
    centres[g].first = centres[g].varies ? sl_sum_total(centres[g].sum) / (double)call->present[g] : centres[g].first;
  *out = centres;
  return SL_OK;
}

/* --- var and sd ----------------------------------------------------------------------------------------------------------- */

typedef struct Deviation {
  double sum, squares;
} Deviation;

static void add_deviations(void *states, const SlFoldBatch *batch, void *context) {
  Deviation *deviations = states;
  const double *means = context;
  for (int64_t i = 0; i < batch->count; i++) {
    uint32_t g = batch->groups[i];
    double d = batch->numbers[i] - means[g];
    deviations[g].sum += d;
    deviations[g].squares += d * d;
  }
}

static void merge_deviations(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  Deviation *deviations = states;
  const Deviation *others = later;
  for (int64_t g = first; g < first + count; g++) {
    deviations[g].sum += others[g].sum;
    deviations[g].squares += others[g].squares;
  }
}

/* What is left of the squares (or products) when the mean's own rounding is taken out. */
static double corrected(double squares, double sum_a, double sum_b, double n) {
  double correction = sum_a * sum_b / n;
  return correction - correction == 0 ? squares - correction : squares;
}

/* Deviations this small beside the mean may all come from its rounding. */
static bool may_be_constant(double squares, double mean, double n) {
  double rounding = fabs(mean) * 0x1p-50;
  return !(squares > n * rounding * rounding);
}

/* Whether the values of groups differ; asked only when there is a group for which arithmetic cannot say. */
static SlStatus find_constant(const SlAggregateCall *call, const Deviation *deviations, const double *means, Centre **centres,
                              SlError *err) {
  *centres = NULL;
  bool doubtful = false;
  for (int64_t g = 0; g < call->groups->group_count; g++)
    doubtful |= call->present[g] > 1 && may_be_constant(deviations[g].squares, means[g], (double)call->present[g]);
  return doubtful ? find_centres(call, call->columns[0], NULL, centres, err) : SL_OK;
}

static SlStatus find_means(const SlAggregateCall *call, double **out, SlError *err) {
  SlSum *sums;
  SlStatus status = sl_group_sums(call->groups, call->columns[0], NULL, &sums, err);
  if (status != SL_OK) return status;
  int64_t count = call->groups->group_count;
  double *means = sl_alloc_array((size_t)count, sizeof *means);
  for (int64_t g = 0; means && g < count; g++) means[g] = sl_sum_total(sums[g]) / (double)call->present[g];
  sl_free(sums);
  *out = means;
  return means ? SL_OK : sl_fail_alloc(err, (size_t)count * sizeof *means);
}

static void set_variances(const SlAggregateCall *call, const Deviation *deviations, const Centre *centres, SlColumn *result) {
  for (int64_t g = 0; g < result->length; g++) {
    double n = (double)call->present[g];
    if (n < 2) {
      sl_result_clear(result, g, SL_REASON_NONE);
      continue;
    }
    double squares = corrected(deviations[g].squares, deviations[g].sum, deviations[g].sum, n);
    double value = squares < 0 || (centres && !centres[g].varies && squares == squares) ? 0 : squares / (n - 1);
    sl_result_set_number(result, g, call->aggregate == SL_AGG_SD ? sqrt(value) : value);
  }
}

static SlStatus variance(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  double *means;
  SlStatus status = find_means(call, &means, err);
  if (status != SL_OK) return status;
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {call->columns[0]},
                 .state_bytes = sizeof(Deviation), .rows = add_deviations, .merge = merge_deviations, .context = means};
  void *deviations = NULL;
  Centre *centres = NULL;
  status = sl_fold(&fold, &deviations, err);
  if (status == SL_OK) status = find_constant(call, deviations, means, &centres, err);
  if (status == SL_OK) set_variances(call, deviations, centres, result);
  sl_free(centres);
  sl_free(deviations);
  sl_free(means);
  return status;
}

/* --- corr ---------------------------------------------------------------------------------------------------------------------- */

typedef struct Pair {
  double sum_x, sum_y, xx, yy, xy;
} Pair;

typedef struct Means {
  double x, y;
} Means;

static void add_pairs(void *states, const SlFoldBatch *batch, void *context) {
  Pair *pairs = states;
  const Means *means = context;
  for (int64_t i = 0; i < batch->count; i++) {
    uint32_t g = batch->groups[i];
    Pair *pair = &pairs[g];
    double dx = batch->numbers[i] - means[g].x, dy = batch->others[i] - means[g].y;
    pair->sum_x += dx;
    pair->sum_y += dy;
    pair->xx += dx * dx;
    pair->yy += dy * dy;
    pair->xy += dx * dy;
  }
}

/* With means of 0. */
static void add_plain_pairs(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  Pair *pairs = states;
  for (int64_t i = 0; i < batch->count; i++) {
    Pair *pair = &pairs[batch->groups[i]];
    double x = batch->numbers[i], y = batch->others[i];
    pair->sum_x += x;
    pair->sum_y += y;
    pair->xx += x * x;
    pair->yy += y * y;
    pair->xy += x * y;
  }
}

static void merge_pairs(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  Pair *pairs = states;
  const Pair *others = later;
  for (int64_t g = first; g < first + count; g++) {
    pairs[g].sum_x += others[g].sum_x;
    pairs[g].sum_y += others[g].sum_y;
    pairs[g].xx += others[g].xx;
    pairs[g].yy += others[g].yy;
    pairs[g].xy += others[g].xy;
  }
}

static double ratio(double xx, double yy, double xy) {
  double product = xx * yy; /* one root rounds less than two, where the product can be held */
  double r = xy / (product > 1e-290 && product < 1e290 ? sqrt(product) : sqrt(xx) * sqrt(yy));
  return r > 1 ? 1 : r < -1 ? -1 : r;
}

static SlStatus correlate(const SlAggregateCall *call, const Centre *x, const Centre *y, SlColumn *result, SlError *err) {
  Means *means = sl_alloc_array((size_t)result->length, sizeof *means);
  if (!means) return sl_fail_alloc(err, (size_t)result->length * sizeof *means);
  for (int64_t g = 0; g < result->length; g++) means[g] = (Means){x[g].first, y[g].first};
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {call->columns[0], call->columns[1]},
                 .state_bytes = sizeof(Pair), .rows = add_pairs, .merge = merge_pairs, .context = means};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  sl_free(means);
  if (status != SL_OK) return status;
  const Pair *pairs = states;
  for (int64_t g = 0; g < result->length; g++) {
    double n = (double)call->present[g];
    if (n < 2 || !x[g].varies || !y[g].varies) { /* a denominator of 0, unless there is no pair to speak of */
      sl_result_clear(result, g, n < 2 ? SL_REASON_NONE : SL_REASON_NOT_APPLICABLE);
      continue;
    }
    double xx = corrected(pairs[g].xx, pairs[g].sum_x, pairs[g].sum_x, n);
    double yy = corrected(pairs[g].yy, pairs[g].sum_y, pairs[g].sum_y, n);
    double xy = corrected(pairs[g].xy, pairs[g].sum_x, pairs[g].sum_y, n);
    sl_result_set_number(result, g, ratio(xx, yy, xy));
  }
  sl_free(states);
  return SL_OK;
}

/* Sums of products that doubles hold exactly. */
static bool fits_exactly(const SlColumn *column) {
  int64_t length = column->length;
  return (column->storage == SL_I8 && length < INT64_C(1) << 39) || (column->storage == SL_I16 && length < INT64_C(1) << 23);
}

/* n^2 times the variances and the covariance, without rounding. */
static SlStatus correlate_exactly(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {call->columns[0], call->columns[1]},
                 .state_bytes = sizeof(Pair), .rows = add_plain_pairs, .merge = merge_pairs};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  const Pair *pairs = states;
  for (int64_t g = 0; g < result->length; g++) {
    SlWide n = call->present[g], x = (SlWide)pairs[g].sum_x, y = (SlWide)pairs[g].sum_y;
    SlWide xx = n * (SlWide)pairs[g].xx - x * x, yy = n * (SlWide)pairs[g].yy - y * y, xy = n * (SlWide)pairs[g].xy - x * y;
    if (n < 2 || xx == 0 || yy == 0)
      sl_result_clear(result, g, n < 2 ? SL_REASON_NONE : SL_REASON_NOT_APPLICABLE);
    else
      sl_result_set_number(result, g, ratio((double)xx, (double)yy, (double)xy));
  }
  sl_free(states);
  return SL_OK;
}

static SlStatus correlation(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  if (fits_exactly(call->columns[0]) && fits_exactly(call->columns[1])) return correlate_exactly(call, result, err);
  Centre *x = NULL, *y = NULL;
  SlStatus status = find_centres(call, call->columns[0], call->columns[1], &x, err);
  if (status == SL_OK) status = find_centres(call, call->columns[1], call->columns[0], &y, err);
  if (status == SL_OK) status = correlate(call, x, y, result, err);
  sl_free(x);
  sl_free(y);
  return status;
}

SlStatus sl_aggregate_spread(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  SlColumn *result;
  SlStatus status = sl_result_new(call, SL_NUMBER, NULL, &result, err);
  if (status != SL_OK) return status;
  status = call->aggregate == SL_AGG_CORR ? correlation(call, result, err) : variance(call, result, err);
  if (status != SL_OK) {
    sl_column_release(result);
    return status;
  }
  *out = result;
  return SL_OK;
}
