#include <math.h>

#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"

/* --- ordinal values -------------------------------------------------------------------------------------------------------- */

static void start_smallest(void *states, int64_t first, int64_t count) {
  int64_t *values = states;
  for (int64_t g = first; g < first + count; g++) values[g] = INT64_MAX;
}

static void start_largest(void *states, int64_t first, int64_t count) {
  int64_t *values = states;
  for (int64_t g = first; g < first + count; g++) values[g] = INT64_MIN;
}

static void keep_smallest(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *values = states;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t held = values[batch->groups[i]], value = batch->integers[i];
    values[batch->groups[i]] = value < held ? value : held;
  }
}

static void keep_largest(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *values = states;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t held = values[batch->groups[i]], value = batch->integers[i];
    values[batch->groups[i]] = value > held ? value : held;
  }
}

static void merge_smallest(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  int64_t *values = states;
  const int64_t *others = later;
  for (int64_t g = first; g < first + count; g++)
    if (others[g] < values[g]) values[g] = others[g];
}

static void merge_largest(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  int64_t *values = states;
  const int64_t *others = later;
  for (int64_t g = first; g < first + count; g++)
    if (others[g] > values[g]) values[g] = others[g];
}

static SlStatus extreme_ordinals(const SlAggregateCall *call, SlFoldInput input, const SlColumn *column, int64_t **values,
                                 SlError *err) {
  bool smallest = call->aggregate == SL_AGG_MIN;
  SlFold fold = {.groups = call->groups, .input = input, .columns = {column}, .state_bytes = sizeof(int64_t),
                 .start = smallest ? start_smallest : start_largest, .rows = smallest ? keep_smallest : keep_largest,
                 .merge = smallest ? merge_smallest : merge_largest};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status == SL_OK) *values = states;
  return status;
}

static SlStatus of_ordinals(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  int64_t *values;
  SlStatus status = extreme_ordinals(call, SL_FOLD_INTEGERS, call->columns[0], &values, err);
  if (status != SL_OK) return status;
  status = sl_result_new(call, call->columns[0]->type, NULL, out, err);
  for (int64_t g = 0; status == SL_OK && g < call->groups->group_count; g++)
    if (call->present[g]) sl_result_set_ordinal(*out, g, values[g]);
  sl_free(values);
  return status;
}

/* --- numbers: NaN stands only where there is nothing else --------------------------------------------------------------- */

static void start_numbers(void *states, int64_t first, int64_t count) {
  double *values = states;
  for (int64_t g = first; g < first + count; g++) values[g] = NAN;
}

static double smaller(double held, double value) { return value < held || held != held ? value : held; }
static double larger(double held, double value) { return value > held || held != held ? value : held; }

static void keep_smaller(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  double *values = states;
  for (int64_t i = 0; i < batch->count; i++) values[batch->groups[i]] = smaller(values[batch->groups[i]], batch->numbers[i]);
}

static void keep_larger(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  double *values = states;
  for (int64_t i = 0; i < batch->count; i++) values[batch->groups[i]] = larger(values[batch->groups[i]], batch->numbers[i]);
}

static void merge_smaller(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  double *values = states;
  const double *others = later;
  for (int64_t g = first; g < first + count; g++) values[g] = smaller(values[g], others[g]);
}

static void merge_larger(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  double *values = states;
  const double *others = later;
  for (int64_t g = first; g < first + count; g++) values[g] = larger(values[g], others[g]);
}

static SlStatus of_numbers(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  bool smallest = call->aggregate == SL_AGG_MIN;
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_NUMBERS, .columns = {call->columns[0]},
                 .state_bytes = sizeof(double), .start = start_numbers, .rows = smallest ? keep_smaller : keep_larger,
                 .merge = smallest ? merge_smaller : merge_larger};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  const double *values = states;
  status = sl_result_new(call, SL_NUMBER, NULL, out, err);
  for (int64_t g = 0; status == SL_OK && g < call->groups->group_count; g++)
    if (call->present[g]) sl_result_set_number(*out, g, values[g]);
  sl_free(states);
  return status;
}

/* --- text: the extreme rank of the dictionary's entries ----------------------------------------------------------------- */

static void keep_smallest_rank(void *states, const SlFoldBatch *batch, void *context) {
  int64_t *values = states;
  const uint32_t *ranks = context;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t held = values[batch->groups[i]], rank = ranks[batch->integers[i]];
    values[batch->groups[i]] = rank < held ? rank : held;
  }
}

static void keep_largest_rank(void *states, const SlFoldBatch *batch, void *context) {
  int64_t *values = states;
  const uint32_t *ranks = context;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t held = values[batch->groups[i]], rank = ranks[batch->integers[i]];
    values[batch->groups[i]] = rank > held ? rank : held;
  }
}

/* Codes are looked up at present rows only: a missing row's code is none. */
static SlStatus of_coded(const SlAggregateCall *call, const SlColumn *coded, SlColumn **out, SlError *err) {
  size_t size = (size_t)sl_dict_size(coded->dict);
  const uint32_t *ranks;
  uint32_t *entries = sl_alloc_array(size, sizeof *entries);
  void *states = NULL;
  SlStatus status = entries ? sl_dict_ranks(coded->dict, &ranks, err) : sl_fail_alloc(err, size * sizeof *entries);
  if (status == SL_OK) {
    for (size_t code = 0; code < size; code++) entries[ranks[code]] = (uint32_t)code;
    bool smallest = call->aggregate == SL_AGG_MIN;
    SlFold fold = {.groups = call->groups, .input = SL_FOLD_CODES, .columns = {coded}, .state_bytes = sizeof(int64_t),
                   .start = smallest ? start_smallest : start_largest,
                   .rows = smallest ? keep_smallest_rank : keep_largest_rank,
                   .merge = smallest ? merge_smallest : merge_largest, .context = (void *)ranks};
    status = sl_fold(&fold, &states, err);
  }
  if (status == SL_OK) status = sl_result_new(call, SL_TEXT, coded->dict, out, err);
  for (int64_t g = 0; status == SL_OK && g < call->groups->group_count; g++)
    if (call->present[g]) ((uint32_t *)(*out)->values)[g] = entries[((int64_t *)states)[g]];
  sl_free(states);
  sl_free(entries);
  return status;
}

static SlStatus of_texts(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  SlColumn *coded;
  SlStatus status = sl_column_encode(call->columns[0], &coded, err);
  if (status != SL_OK) return status;
  status = of_coded(call, coded, out, err);
  sl_column_release(coded);
  return status;
}

SlStatus sl_aggregate_extreme(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  switch (call->columns[0]->type) {
    case SL_NUMBER: return of_numbers(call, out, err);
    case SL_TEXT: return of_texts(call, out, err);
    default: return of_ordinals(call, out, err);
  }
}
