#include <math.h>

#include "core/base/alloc.h"
#include "core/query/aggregate_call.h"
#include "core/query/segments.h"

typedef struct OrderRun {
  double p;        /* quantile; 0.5 for the median */
  int64_t n;       /* top */
  SlType type;
  SlColumn *result;
  const uint32_t *entries; /* of ranks, for texts */
} OrderRun;

/* --- median and quantile --------------------------------------------------------------------------------------------------- */

static double number_at(const OrderRun *run, uint64_t word) {
  return run->type == SL_INTEGER ? (double)sl_integer_of_word(word) : sl_number_of_word(word);
}

static bool holds_nan(const uint64_t *words, int64_t count) {
  bool found = false;
  for (int64_t i = 0; i < count; i++) found |= words[i] == UINT64_MAX;
  return found;
}

/* Type 7 of Hyndman & Fan (1996), Am. Stat. 50:361-365: the value at (n - 1) p, on the line between its neighbours. NaN
 * among the values leaves no order to speak of, and gives NaN. */
static void quantile(const SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch) {
  (void)scratch;
  const OrderRun *run = work->context;
  if (count == 0) return;
  if (run->type == SL_NUMBER && holds_nan(words, count)) {
    sl_result_set_number(run->result, group, NAN);
    return;
  }
  double place = (double)(count - 1) * run->p;
  int64_t below = (int64_t)place;
  double part = place - (double)below;
  double low = number_at(run, sl_select_word(words, count, below));
  if (part == 0) {
    sl_result_set_number(run->result, group, low);
    return;
  }
  uint64_t next = words[below + 1]; /* the smallest of those behind */
  for (int64_t i = below + 2; i < count; i++) next = words[i] < next ? words[i] : next;
  double high = number_at(run, next);
  sl_result_set_number(run->result, group, low == high ? low : low + part * (high - low));
}

/* --- top ---------------------------------------------------------------------------------------------------------------------- */

static void set_top(const OrderRun *run, int64_t group, uint64_t word) {
  if (run->type == SL_NUMBER)
    sl_result_set_number(run->result, group, sl_number_of_word(word));
  else if (run->type == SL_TEXT)
    ((uint32_t *)run->result->values)[group] = run->entries[word];
  else
    sl_result_set_ordinal(run->result, group, sl_integer_of_word(word));
}

/* Where the n-th largest stands in ascending order, or -1 when there are fewer. NaN is left out unless it is alone. */
static int64_t top_rank(const OrderRun *run, const uint64_t *words, int64_t count) {
  int64_t nans = 0;
  if (run->type == SL_NUMBER)
    for (int64_t i = 0; i < count; i++) nans += words[i] == UINT64_MAX;
  int64_t values = nans < count ? count - nans : count;
  return run->n <= values ? values - run->n : -1;
}

static void top(const SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch) {
  (void)scratch;
  const OrderRun *run = work->context;
  int64_t rank = top_rank(run, words, count);
  if (rank >= 0 && count > 0) set_top(run, group, sl_select_word(words, count, rank));
}

/* --- both ---------------------------------------------------------------------------------------------------------------------- */

static SlStatus run_order(const SlAggregateCall *call, const SlColumn *column, const uint32_t *ranks, OrderRun *run,
                          SlError *err) {
  SlFoldInput input = column->type == SL_NUMBER ? SL_FOLD_NUMBERS : column->type == SL_TEXT ? SL_FOLD_CODES : SL_FOLD_INTEGERS;
  SlSegments segments;
  SlStatus status = sl_segments_init(&segments, input, column, ranks, NULL, call->groups, call->present, err);
  if (status != SL_OK) return status;
  bool tops = call->aggregate == SL_AGG_TOP;
  SlSegmentWork work = {.segments = &segments, .group = tops ? top : quantile, .context = run};
  status = sl_segments_each(&work, err);
  /* Groups share words of the bitmap, so the tasks leave it alone. */
  for (int64_t g = 0; status == SL_OK && tops && g < segments.group_count; g++) {
    int64_t start = segments.starts[g];
    if (top_rank(run, segments.words + start, segments.starts[g + 1] - start) < 0)
      sl_result_clear(run->result, g, SL_REASON_NONE);
  }
  sl_segments_reset(&segments);
  return status;
}

static SlStatus order_values(const SlAggregateCall *call, OrderRun *run, SlColumn **out, SlError *err) {
  SlType type = call->aggregate == SL_AGG_TOP ? run->type : SL_NUMBER;
  SlStatus status = sl_result_new(call, type, NULL, &run->result, err);
  if (status != SL_OK) return status;
  status = run_order(call, call->columns[0], NULL, run, err);
  if (status != SL_OK) {
    sl_column_release(run->result);
    return status;
  }
  *out = run->result;
  return SL_OK;
}

static SlStatus order_codes(const SlAggregateCall *call, const SlColumn *coded, OrderRun *run, SlColumn **out, SlError *err) {
  size_t size = (size_t)sl_dict_size(coded->dict);
  const uint32_t *ranks;
  uint32_t *entries = sl_alloc_array(size, sizeof *entries);
  SlStatus status = entries ? sl_dict_ranks(coded->dict, &ranks, err) : sl_fail_alloc(err, size * sizeof *entries);
  if (status == SL_OK) status = sl_result_new(call, SL_TEXT, coded->dict, &run->result, err);
  if (status == SL_OK) {
    for (size_t code = 0; code < size; code++) entries[ranks[code]] = (uint32_t)code;
    run->entries = entries;
    status = run_order(call, coded, ranks, run, err);
    if (status == SL_OK)
      *out = run->result;
    else
      sl_column_release(run->result);
  }
  sl_free(entries);
  return status;
}

SlStatus sl_aggregate_order(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  OrderRun run = {.type = call->columns[0]->type};
  run.p = call->aggregate == SL_AGG_MEDIAN ? 0.5 : call->constant;
  if (call->aggregate == SL_AGG_TOP) run.n = (int64_t)call->constant;
  if (run.type != SL_TEXT) return order_values(call, &run, out, err);
  SlColumn *coded;
  SlStatus status = sl_column_encode(call->columns[0], &coded, err);
  if (status != SL_OK) return status;
  status = order_codes(call, coded, &run, out, err);
  sl_column_release(coded);
  return status;
}
