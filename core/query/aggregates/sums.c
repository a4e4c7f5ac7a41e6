#include <math.h>

#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"
#include "core/values/print.h"

/* --- exact sums of integers ----------------------------------------------------------------------------------------------- */

static void add_wide(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  SlWide *sums = states;
  const uint32_t *groups = batch->groups;
  const int64_t *values = batch->integers;
  int64_t count = batch->count, asking = batch->asking, i = 0;
  for (; i < asking; i++) {
    __builtin_prefetch(&sums[groups[i + SL_FOLD_AHEAD]], 1);
    sums[groups[i]] += values[i];
  }
  for (; i < count; i++) sums[groups[i]] += values[i];
}

static void merge_wide(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  SlWide *sums = states;
  const SlWide *others = later;
  for (int64_t g = first; g < first + count; g++) sums[g] += others[g];
}

SlStatus sl_group_wide_sums(const SlGroups *groups, const SlColumn *column, SlWide **sums, SlError *err) {
  SlFold fold = {.groups = groups, .input = SL_FOLD_INTEGERS, .columns = {column}, .state_bytes = sizeof(SlWide),
                 .rows = add_wide, .merge = merge_wide};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status == SL_OK) *sums = states;
  return status;
}

/* Values of at most 32 bits cannot pass 64 bits in fewer than 2^31 rows: half the memory to walk through. */
bool sl_sums_are_narrow(const SlColumn *column) { return column->storage != SL_I64 && column->length < INT32_MAX; }

static void add_narrow(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *sums = states;
  const uint32_t *groups = batch->groups;
  const int64_t *values = batch->integers;
  int64_t count = batch->count, asking = batch->asking, i = 0;
  for (; i < asking; i++) {
    __builtin_prefetch(&sums[groups[i + SL_FOLD_AHEAD]], 1);
    sums[groups[i]] += values[i];
  }
  for (; i < count; i++) sums[groups[i]] += values[i];
}

static void merge_narrow(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  int64_t *sums = states;
  const int64_t *others = later;
  for (int64_t g = first; g < first + count; g++) sums[g] += others[g];
}

SlStatus sl_group_narrow_sums(const SlGroups *groups, const SlColumn *column, int64_t **sums, SlError *err) {
  SlFold fold = {.groups = groups, .input = SL_FOLD_INTEGERS, .columns = {column}, .state_bytes = sizeof(int64_t),
                 .rows = add_narrow, .merge = merge_narrow};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status == SL_OK) *sums = states;
  return status;
}

/* --- compensated sums of numbers -------------------------------------------------------------------------------------------- */

static void add_numbers(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  SlSum *sums = states;
  for (int64_t i = 0; i < batch->count; i++) sl_sum_add(&sums[batch->groups[i]], batch->numbers[i]);
}

static void merge_sums(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  SlSum *sums = states;
  const SlSum *others = later;
  for (int64_t g = first; g < first + count; g++) sl_sum_merge(&sums[g], others[g]);
}

SlStatus sl_group_sums(const SlGroups *groups, const SlColumn *column, const SlColumn *beside, SlSum **sums, SlError *err) {
  SlFold fold = {.groups = groups, .input = SL_FOLD_NUMBERS, .columns = {column, beside}, .state_bytes = sizeof(SlSum),
                 .rows = add_numbers, .merge = merge_sums};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status == SL_OK) *sums = states;
  return status;
}

/* --- sum and mean ------------------------------------------------------------------------------------------------------------ */

SlStatus sl_fail_wide(SlWide sum, SlError *err) {
  return sl_fail(err, SL_ERANGE, "a sum of integers is about %s, which does not fit 64 bits; sum(number(x)) gives it rounded",
                 sl_number_text((double)sum, (char[SL_NUMBER_BYTES]){0}));
}

static SlStatus sum_integers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  int64_t *out = result->values;
  if (sl_sums_are_narrow(call->columns[0])) {
    int64_t *sums;
    SlStatus status = sl_group_narrow_sums(call->groups, call->columns[0], &sums, err);
    if (status != SL_OK) return status;
    for (int64_t g = 0; g < result->length; g++) out[g] = sums[g];
    sl_free(sums);
    return SL_OK;
  }
  SlWide *sums;
  SlStatus status = sl_group_wide_sums(call->groups, call->columns[0], &sums, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < result->length && status == SL_OK; g++) {
    out[g] = (int64_t)sums[g];
    if (sums[g] != out[g]) status = sl_fail_wide(sums[g], err);
  }
  sl_free(sums);
  return status;
}

static SlStatus mean_integers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  if (sl_sums_are_narrow(call->columns[0])) {
    int64_t *sums;
    SlStatus status = sl_group_narrow_sums(call->groups, call->columns[0], &sums, err);
    if (status != SL_OK) return status;
    for (int64_t g = 0; g < result->length; g++)
      if (call->present[g]) sl_result_set_number(result, g, (double)sums[g] / (double)call->present[g]);
    sl_free(sums);
    return SL_OK;
  }
  SlWide *sums;
  SlStatus status = sl_group_wide_sums(call->groups, call->columns[0], &sums, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < result->length; g++)
    if (call->present[g]) sl_result_set_number(result, g, (double)sums[g] / (double)call->present[g]);
  sl_free(sums);
  return SL_OK;
}

static SlStatus sum_numbers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  bool mean = call->aggregate == SL_AGG_MEAN;
  double *totals = result->values;
  SlStatus status = sl_exact_sums(call->groups, call->columns[0], totals, err);
  if (status != SL_OK || !mean) return status;
  for (int64_t g = 0; g < result->length; g++)
    if (call->present[g]) totals[g] /= (double)call->present[g];
  return SL_OK;
}

/* --- share --------------------------------------------------------------------------------------------------------------------- */

static SlStatus fail_below_zero(const SlAggregateCall *call, int64_t group, double sum, SlError *err) {
  return sl_fail(err, SL_EDATA, "share(x): the group of row %lld sums to %s, and a part of a whole is not below 0",
                 (long long)call->groups->first_row[group] + 1, sl_number_text(sum, (char[SL_NUMBER_BYTES]){0}));
}

static SlStatus share_integers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  SlWide *sums, whole = 0;
  SlStatus status = sl_group_wide_sums(call->groups, call->columns[0], &sums, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < result->length; g++) whole += sums[g];
  for (int64_t g = 0; g < result->length && status == SL_OK; g++) {
    if (sums[g] < 0)
      status = fail_below_zero(call, g, (double)sums[g], err);
    else if (whole == 0)
      sl_result_clear(result, g, SL_REASON_NOT_APPLICABLE);
    else
      sl_result_set_number(result, g, 100 * (double)sums[g] / (double)whole);
  }
  sl_free(sums);
  return status;
}

static SlStatus share_numbers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  SlSum *sums, whole = {0};
  SlStatus status = sl_group_sums(call->groups, call->columns[0], NULL, &sums, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < result->length; g++) sl_sum_merge(&whole, sums[g]);
  double total = sl_sum_total(whole);
  for (int64_t g = 0; g < result->length && status == SL_OK; g++) {
    double sum = sl_sum_total(sums[g]);
    if (sum < 0)
      status = fail_below_zero(call, g, sum, err);
    else if (total == 0)
      sl_result_clear(result, g, SL_REASON_NOT_APPLICABLE);
    else
      sl_result_set_number(result, g, 100 * sum / total);
  }
  sl_free(sums);
  return status;
}

/* --- weighted mean --------------------------------------------------------------------------------------------------------------- */

typedef struct Weighted {
  SlSum products, weights;
  double lightest; /* the smallest weight, when it is negative */
} Weighted;

static void add_weighted(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  Weighted *groups = states;
  for (int64_t i = 0; i < batch->count; i++) {
    Weighted *group = &groups[batch->groups[i]];
    double weight = batch->others[i];
    sl_sum_add(&group->products, batch->numbers[i] * weight);
    sl_sum_add(&group->weights, weight);
    if (weight < group->lightest) group->lightest = weight;
  }
}

static void merge_weighted(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  Weighted *groups = states;
  const Weighted *others = later;
  for (int64_t g = first; g < first + count; g++) {
    sl_sum_merge(&groups[g].products, others[g].products);
    sl_sum_merge(&groups[g].weights, others[g].weights);
    if (others[g].lightest < groups[g].lightest) groups[g].lightest = others[g].lightest;
  }
}

static SlStatus weighted_mean(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {call->columns[0], call->columns[1]},
                 .state_bytes = sizeof(Weighted), .rows = add_weighted, .merge = merge_weighted};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  const Weighted *groups = states;
  for (int64_t g = 0; g < result->length && status == SL_OK; g++) {
    double weights = sl_sum_total(groups[g].weights);
    if (groups[g].lightest < 0)
      status = sl_fail(err, SL_EDATA, "weighted_mean(x, w): a weight is negative, %s",
                       sl_number_text(groups[g].lightest, (char[SL_NUMBER_BYTES]){0}));
    else if (weights == 0)
      sl_result_clear(result, g, SL_REASON_NOT_APPLICABLE);
    else
      sl_result_set_number(result, g, sl_sum_total(groups[g].products) / weights);
  }
  sl_free(states);
  return status;
}

SlStatus sl_aggregate_sums(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  bool integers = call->columns[0]->type != SL_NUMBER; /* booleans count as 0 and 1 */
  bool sum_of_integers = integers && call->aggregate == SL_AGG_SUM;
  SlColumn *result;
  SlStatus status = sl_result_new(call, sum_of_integers ? SL_INTEGER : SL_NUMBER, NULL, &result, err);
  if (status != SL_OK) return status;
  switch (call->aggregate) {
    case SL_AGG_SUM: status = integers ? sum_integers(call, result, err) : sum_numbers(call, result, err); break;
    case SL_AGG_MEAN: status = integers ? mean_integers(call, result, err) : sum_numbers(call, result, err); break;
    case SL_AGG_SHARE: status = integers ? share_integers(call, result, err) : share_numbers(call, result, err); break;
    default: status = weighted_mean(call, result, err); break;
  }
  if (status != SL_OK) {
    sl_column_release(result);
    return status;
  }
  *out = result;
  return SL_OK;
}
