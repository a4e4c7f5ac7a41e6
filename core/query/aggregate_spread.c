#include <math.h>

#include "core/base/alloc.h"
#include "core/query/aggregate_call.h"

/* Two passes: the mean first, then sums of deviations from it, corrected for what the mean itself was rounded (Chan,
 * Golub & LeVeque 1983, equation 1.7). A column that holds one value all through is told apart by comparing, not by
 * arithmetic: its deviation is 0 exactly. */

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

static double *means_of(const Centre *centres, int64_t count) {
  double *means = sl_alloc_array((size_t)count, sizeof *means);
  for (int64_t g = 0; means && g < count; g++) means[g] = centres[g].first;
  return means;
}

static SlStatus variance(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  Centre *centres;
  SlStatus status = find_centres(call, call->columns[0], NULL, &centres, err);
  if (status != SL_OK) return status;
  double *means = means_of(centres, result->length);
  void *states = NULL;
  if (means) {
    SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {call->columns[0]},
                   .state_bytes = sizeof(Deviation), .rows = add_deviations, .merge = merge_deviations, .context = means};
    status = sl_fold(&fold, &states, err);
  } else {
    status = sl_fail_alloc(err, (size_t)result->length * sizeof *means);
  }
  const Deviation *deviations = states;
  for (int64_t g = 0; status == SL_OK && g < result->length; g++) {
    double n = (double)call->present[g];
    if (n < 2) {
      sl_result_clear(result, g, SL_REASON_NONE);
      continue;
    }
    double squares = corrected(deviations[g].squares, deviations[g].sum, deviations[g].sum, n);
    double value = (squares < 0 ? 0 : squares) / (n - 1);
    sl_result_set_number(result, g, call->aggregate == SL_AGG_SD ? sqrt(value) : value);
  }
  sl_free(states);
  sl_free(means);
  sl_free(centres);
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
    double product = xx * yy; /* one root rounds less than two, where the product can be held */
    double r = xy / (product > 1e-290 && product < 1e290 ? sqrt(product) : sqrt(xx) * sqrt(yy));
    sl_result_set_number(result, g, r > 1 ? 1 : r < -1 ? -1 : r);
  }
  sl_free(states);
  return SL_OK;
}

static SlStatus correlation(const SlAggregateCall *call, SlColumn *result, SlError *err) {
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
