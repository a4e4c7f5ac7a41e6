/* Exact sums of numbers by group (exact.h), and sums of parts, which are carried in two columns. */
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/aggregates/call.h"
#include "core/query/aggregates/exact.h"

enum { FEW_GROUPS = SL_SIZE(1 << 12, 4) };

/* Two rows at once. Of few groups both are often of the same one, which therefore has two sums, for rows of even and odd places. */
static void add_to_few(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  SlPair(*pairs)[2] = states;
  const uint32_t *groups = batch->groups;
  const double *values = batch->numbers;
  int64_t count = batch->count, i = 0;
  for (; i < count - 1; i += 2)
    sl_pair_add_two(&pairs[groups[i]][0], &pairs[groups[i + 1]][1], values[i], values[i + 1]);
  if (i < count) sl_pair_add(&pairs[groups[i]][0], values[i]);
}

static void add_to_many(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  SlPair *pairs = states;
  const uint32_t *groups = batch->groups;
  const double *values = batch->numbers;
  int64_t count = batch->count, asking = batch->asking, i = 0;
  for (; i < count - 1; i += 2) {
    if (i + 1 < asking) {
      __builtin_prefetch(&pairs[groups[i + SL_FOLD_AHEAD]], 1);
      __builtin_prefetch(&pairs[groups[i + SL_FOLD_AHEAD + 1]], 1);
    }
    if (groups[i] != groups[i + 1]) {
      sl_pair_add_two(&pairs[groups[i]], &pairs[groups[i + 1]], values[i], values[i + 1]);
    } else {
      sl_pair_add(&pairs[groups[i]], values[i]);
      sl_pair_add(&pairs[groups[i]], values[i + 1]);
    }
  }
  if (i < count) sl_pair_add(&pairs[groups[i]], values[i]);
}

static void merge_pairs(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  SlPair *pairs = states;
  const SlPair *others = later;
  for (int64_t g = first; g < first + count; g++) sl_pair_merge(&pairs[g], others[g]);
}

static void merge_of_few(void *states, const void *later, int64_t first, int64_t count, void *context) {
  merge_pairs(states, later, 2 * first, 2 * count, context);
}

static SlStatus fold_pairs(const SlGroups *groups, const SlColumn *column, SlPair **pairs, SlError *err) {
  bool few = groups->group_count <= FEW_GROUPS;
  SlFold fold = {.groups = groups, .input = SL_FOLD_NUMBERS, .columns = {column}, .state_bytes = few ? sizeof(SlPair[2]) : sizeof(SlPair),
                 .rows = few ? add_to_few : add_to_many, .merge = few ? merge_of_few : merge_pairs};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  *pairs = states;
  for (int64_t g = 0; few && g < groups->group_count; g++) {
    SlPair sum = (*pairs)[2 * g];
    sl_pair_merge(&sum, (*pairs)[2 * g + 1]);
    (*pairs)[g] = sum;
  }
  return SL_OK;
}

/* --- what pairs do not hold ------------------------------------------------------------------------------------------------- */

/* Sums taken exactly at a time: so few that little memory is needed, so many that rows are walked through seldom. */
enum { EXACT_SUMS = SL_SIZE(1 << 15, 2), INTERRUPT_BATCHES = 16 };

/* Adds the present values of groups that have a place, counted from 1. */
static SlStatus add_exactly(const SlGroups *groups, const SlColumn *column, const uint32_t *places, SlExact *sums, SlError *err) {
  uint32_t numbers[SL_BATCH_ROWS];
  double values[SL_BATCH_ROWS];
  int64_t batches = 0;
  for (int64_t first = 0; first < groups->row_count; first += SL_BATCH_ROWS) {
    if (batches++ % INTERRUPT_BATCHES == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, groups->row_count);
    sl_groups_load(groups, first, count, numbers);
    sl_column_load_numbers(column, first, count, values);
    for (int64_t i = 0; i < count; i++) {
      uint32_t place = places[numbers[i]];
      if (place > 0 && !sl_column_is_null(column, first + i)) sl_exact_add(&sums[place - 1], values[i]);
    }
  }
  return SL_OK;
}

/* A sum as two numbers, as far as two hold it. */
static bool split(SlExact *sum, SlPair *out) {
  *out = (SlPair){sl_exact_total(sum), 0};
  if (sum->beyond != 0) return true; /* NaN is not 0 either */
  if (!isfinite(out->high)) return false;
  sl_exact_add(sum, -out->high);
  out->low = sl_exact_total(sum);
  sl_exact_add(sum, -out->low);
  return sl_exact_total(sum) == 0;
}

/* The sums of one column's values, or two's, that pairs[g] does not hold, into pairs[g]: high is rounded once. *whole: high and
 * low of each of them are all of the sum. */
static SlStatus sum_again(const SlGroups *groups, const SlColumn *const *columns, SlPair *pairs, bool *whole, SlError *err) {
  *whole = true;
  int64_t group = 0;
  while (group < groups->group_count && sl_pair_holds(pairs[group])) group++;
  if (group == groups->group_count) return SL_OK;
  uint32_t *places = sl_alloc_array((size_t)groups->group_count, sizeof *places);
  SlExact *sums = sl_alloc_array(EXACT_SUMS, sizeof *sums);
  SlStatus status = places && sums ? SL_OK : sl_fail_alloc(err, (size_t)groups->group_count * sizeof *places);
  while (status == SL_OK && group < groups->group_count) {
    memset(places, 0, (size_t)groups->group_count * sizeof *places);
    memset(sums, 0, EXACT_SUMS * sizeof *sums);
    int64_t first = group;
    uint32_t count = 0;
    for (; group < groups->group_count && count < EXACT_SUMS; group++)
      if (!sl_pair_holds(pairs[group])) places[group] = ++count;
    for (int c = 0; c < 2 && status == SL_OK; c++)
      if (columns[c]) status = add_exactly(groups, columns[c], places, sums, err);
    for (int64_t g = first; g < group && status == SL_OK; g++)
      if (places[g] > 0) *whole &= split(&sums[places[g] - 1], &pairs[g]);
  }
  sl_free(places);
  sl_free(sums);
  return status;
}

/* --- sums -------------------------------------------------------------------------------------------------------------------- */

SlStatus sl_exact_sums(const SlGroups *groups, const SlColumn *column, double *totals, SlError *err) {
  SlPair *pairs;
  SlStatus status = fold_pairs(groups, column, &pairs, err);
  if (status != SL_OK) return status;
  bool hold = true, whole;
  for (int64_t g = 0; g < groups->group_count; g++) {
    hold &= sl_pair_holds(pairs[g]);
    totals[g] = pairs[g].high + pairs[g].low;
  }
  if (!hold) status = sum_again(groups, (const SlColumn *const[2]){column, NULL}, pairs, &whole, err);
  for (int64_t g = 0; !hold && status == SL_OK && g < groups->group_count; g++)
    if (!isfinite(totals[g])) totals[g] = pairs[g].high;
  sl_free(pairs);
  return status;
}

/* --- sums of parts ----------------------------------------------------------------------------------------------------------- */

/* The sums that the aggregate before this one left of the same columns, for the caller to free; NULL when it left none. What it
 * left of others is not asked for any more. */
static void *take_left(const SlAggregateCall *call, bool *whole) {
  SlLeftSums *left = call->groups->left;
  void *sums = left->sums;
  *whole = left->whole;
  if (left->columns[0] != call->columns[0] || left->columns[1] != call->columns[1]) {
    sl_free(sums);
    sums = NULL;
  }
  for (int c = 0; c < 2; c++) sl_column_release(left->columns[c]);
  *left = (SlLeftSums){0};
  return sums;
}

/* Takes the sums over. "sum low" is asked last. */
static void leave(const SlAggregateCall *call, void *sums, bool whole) {
  if (call->aggregate == SL_AGG_SUM_LOW) {
    sl_free(sums);
    return;
  }
  SlLeftSums *left = call->groups->left;
  *left = (SlLeftSums){.sums = sums, .whole = whole};
  for (int c = 0; c < 2; c++) left->columns[c] = call->columns[c] ? sl_column_retain(call->columns[c]) : NULL;
}

enum { LOW_BITS = 32 }; /* of a sum of integers: the number of rows is less than 2^31, so that the high part fits 64 bits */

static SlStatus set_integer(SlAggregate aggregate, SlWide sum, int64_t group, SlColumn *result, SlError *err) {
  int64_t low = (int64_t)(sum & UINT32_MAX), *out = result->values;
  switch (aggregate) {
    case SL_AGG_SUM_HIGH: out[group] = (int64_t)((sum - low) / ((SlWide)1 << LOW_BITS)); return SL_OK;
    case SL_AGG_SUM_LOW: out[group] = low; return SL_OK;
    case SL_AGG_NUMBER_OF_PARTS: sl_result_set_number(result, group, (double)sum); return SL_OK;
    default: out[group] = (int64_t)sum; return out[group] == sum ? SL_OK : sl_fail_wide(sum, err);
  }
}

/* Sums that fit 64 bits are low alone. */
static SlStatus parts_of_narrow(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  int64_t *out = result->values, *sums;
  memset(out, 0, (size_t)result->length * sizeof *out);
  if (call->aggregate == SL_AGG_SUM_HIGH) return SL_OK;
  SlStatus status = sl_group_narrow_sums(call->groups, call->columns[0], &sums, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < result->length; g++) {
    if (call->aggregate == SL_AGG_NUMBER_OF_PARTS)
      sl_result_set_number(result, g, (double)sums[g]);
    else
      out[g] = sums[g];
  }
  sl_free(sums);
  return SL_OK;
}

static SlStatus fold_integers(const SlAggregateCall *call, SlWide **sums, SlError *err) {
  SlWide *lows;
  SlStatus status = sl_group_wide_sums(call->groups, call->columns[0], sums, err);
  if (status != SL_OK || !call->columns[1]) return status;
  status = sl_group_wide_sums(call->groups, call->columns[1], &lows, err);
  if (status != SL_OK) {
    sl_free(*sums);
    return status;
  }
  for (int64_t g = 0; g < call->groups->group_count; g++) (*sums)[g] = (*sums)[g] * ((SlWide)1 << LOW_BITS) + lows[g];
  sl_free(lows);
  return SL_OK;
}

static SlStatus parts_of_integers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  if (!call->columns[1] && sl_sums_are_narrow(call->columns[0])) return parts_of_narrow(call, result, err);
  bool whole;
  SlWide *sums = take_left(call, &whole);
  SlStatus status = sums ? SL_OK : fold_integers(call, &sums, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < result->length && status == SL_OK; g++)
    if (call->present[g]) status = set_integer(call->aggregate, sums[g], g, result, err);
  leave(call, sums, true);
  return status;
}

/* Both numbers of a pair that holds, the high one rounded. */
static SlPair settled(SlPair pair) {
  double high = pair.high + pair.low, part = high - pair.high;
  return (SlPair){high, (pair.high - (high - part)) + (pair.low - part)};
}

/* *whole: two numbers are all of each sum. */
static SlStatus fold_numbers(const SlAggregateCall *call, SlPair **sums, bool *whole, SlError *err) {
  SlPair *pairs, *lows = NULL;
  SlStatus status = fold_pairs(call->groups, call->columns[0], &pairs, err);
  if (status != SL_OK) return status;
  if (call->columns[1]) status = fold_pairs(call->groups, call->columns[1], &lows, err);
  int64_t groups = call->groups->group_count;
  for (int64_t g = 0; lows && g < groups; g++) sl_pair_merge(&pairs[g], lows[g]);
  sl_free(lows);
  for (int64_t g = 0; g < groups; g++)
    if (sl_pair_holds(pairs[g])) pairs[g] = settled(pairs[g]);
  *whole = true;
  if (status == SL_OK) status = sum_again(call->groups, call->columns, pairs, whole, err);
  if (status == SL_OK)
    *sums = pairs;
  else
    sl_free(pairs);
  return status;
}

static SlStatus parts_of_numbers(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  bool low = call->aggregate == SL_AGG_SUM_LOW, half = low || call->aggregate == SL_AGG_SUM_HIGH, whole;
  SlPair *pairs = take_left(call, &whole);
  SlStatus status = pairs ? SL_OK : fold_numbers(call, &pairs, &whole, err);
  if (status != SL_OK) return status;
  if (half && !whole) status = sl_fail(err, SL_EDATA, "two numbers do not hold a sum of these numbers");
  for (int64_t g = 0; g < result->length && status == SL_OK; g++)
    if (call->present[g]) sl_result_set_number(result, g, low ? pairs[g].low : pairs[g].high);
  leave(call, pairs, whole);
  return status;
}

SlStatus sl_aggregate_parts(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  bool integers = call->columns[0]->type != SL_NUMBER; /* booleans count as 0 and 1 */
  SlColumn *result;
  SlType type = call->aggregate == SL_AGG_NUMBER_OF_PARTS || !integers ? SL_NUMBER : SL_INTEGER;
  SlStatus status = sl_result_new(call, type, NULL, &result, err);
  if (status != SL_OK) return status;
  status = integers ? parts_of_integers(call, result, err) : parts_of_numbers(call, result, err);
  if (status != SL_OK) {
    sl_column_release(result);
    return status;
  }
  *out = result;
  return SL_OK;
}
