#include <float.h>
#include <math.h>

#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"
#include "core/query/aggregates/frequent.h"
#include "core/query/groups/segments.h"

typedef struct OrderRun {
  double p;        /* quantile; 0.5 for the median */
  int64_t n;       /* top */
  SlType type;
  SlColumn *result;
  const uint32_t *ranks, *entries; /* for texts: of entries, and the other way round */
} OrderRun;

static SlFoldInput input_of(const SlColumn *column) {
  return column->type == SL_NUMBER ? SL_FOLD_NUMBERS : column->type == SL_TEXT ? SL_FOLD_CODES : SL_FOLD_INTEGERS;
}

/* The result of a group is a value of the column. */
static void set_value(const OrderRun *run, int64_t group, uint64_t word) {
  if (run->type == SL_NUMBER)
    sl_result_set_number(run->result, group, sl_number_of_word(word));
  else if (run->type == SL_TEXT)
    ((uint32_t *)run->result->values)[group] = run->entries[word];
  else
    sl_result_set_ordinal(run->result, group, sl_integer_of_word(word));
}

/* --- median and quantile --------------------------------------------------------------------------------------------------- */

static double number_at(const OrderRun *run, uint64_t word) {
  return run->type == SL_INTEGER ? (double)sl_integer_of_word(word) : sl_number_of_word(word);
}

static bool holds_nan(const uint64_t *words, int64_t count) {
  bool found = false;
  for (int64_t i = 0; i < count; i++) found |= words[i] == UINT64_MAX;
  return found;
}

/* On the line between two values. Between values of opposite sign near the ends of doubles the difference overflows, and next
 * to an infinity it is one: both ends are then weighted by themselves, as R does. */
static double between(double low, double high, double part) {
  if (low == high) return low;
  double step = high - low;
  return isfinite(step) ? low + part * step : (1 - part) * low + part * high;
}

/* The same of dates and datetimes, down to a whole day or microsecond. Halfway is exact. What is so little below the next day that rounding of p or of the place can have taken it
 * there is that day: (n - 1) * 0.29 of 101 dates is 28.999999999999996. */
static int64_t whole_between(int64_t low, int64_t high, double place, double part) {
  if (part == 0.5) return low + (high - low) / 2;
  double step = (double)(high - low), way = part * step + 4 * DBL_EPSILON * (place + 1) * step;
  return way < step ? low + (int64_t)way : high;
}

/* Type 7 of Hyndman & Fan (1996), Am. Stat. 50:361-365: the value at (n - 1) p, on the line between its neighbours. NaN
 * among the values leaves no order to speak of, and gives NaN. */
static SlStatus quantile(const SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch,
                         SlError *err) {
  (void)scratch;
  const OrderRun *run = work->context;
  if (count == 0) return SL_OK;
  if (run->type == SL_NUMBER && holds_nan(words, count)) {
    sl_result_set_number(run->result, group, NAN);
    return SL_OK;
  }
  double place = (double)(count - 1) * run->p;
  int64_t below = (int64_t)place;
  double part = place - (double)below;
  uint64_t selected;
  SlStatus status = sl_select_word(words, count, below, &selected, err);
  if (status != SL_OK) return status;
  uint64_t next = selected;
  if (part > 0) {
    next = words[below + 1]; /* the smallest of those behind */
    for (int64_t i = below + 2; i < count; i++) next = words[i] < next ? words[i] : next;
  }
  if (sl_type_is_numeric(run->type))
    sl_result_set_number(run->result, group, between(number_at(run, selected), number_at(run, next), part));
  else
    sl_result_set_ordinal(run->result, group, whole_between(sl_integer_of_word(selected), sl_integer_of_word(next), place, part));
  return SL_OK;
}

/* --- top ---------------------------------------------------------------------------------------------------------------------- */

/* Where the n-th largest stands in ascending order, or -1 when there are fewer. NaN is left out unless it is alone. */
static int64_t top_rank(const OrderRun *run, const uint64_t *words, int64_t count) {
  int64_t nans = 0;
  if (run->type == SL_NUMBER)
    for (int64_t i = 0; i < count; i++) nans += words[i] == UINT64_MAX;
  int64_t values = nans < count ? count - nans : count;
  return run->n <= values ? values - run->n : -1;
}

static SlStatus top(const SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch,
                    SlError *err) {
  (void)scratch;
  const OrderRun *run = work->context;
  int64_t rank = top_rank(run, words, count);
  uint64_t selected;
  if (rank < 0 || count == 0) return SL_OK;
  SlStatus status = sl_select_word(words, count, rank, &selected, err);
  if (status == SL_OK) set_value(run, group, selected);
  return status;
}

/* A few of the largest are kept while rows come: largest first, 0 where there is none yet, and behind them how many are NaN. */
enum { MOST_KEPT = 8 };

static inline uint64_t larger(uint64_t a, uint64_t b) { return a > b ? a : b; }
static inline uint64_t smaller(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* One or two without a branch: of a group's first rows it cannot be foretold which are kept. */
static inline void keep_word(uint64_t *kept, int64_t n, uint64_t word) {
  if (n == 1) {
    kept[0] = larger(kept[0], word);
  } else if (n == 2) {
    uint64_t below = smaller(kept[0], word);
    kept[0] = larger(kept[0], word);
    kept[1] = larger(kept[1], below);
  } else if (word > kept[n - 1]) {
    int64_t i = n - 1;
    for (; i > 0 && kept[i - 1] < word; i--) kept[i] = kept[i - 1];
    kept[i] = word;
  }
}

static void keep_integers(void *states, const SlFoldBatch *batch, void *context) {
  int64_t n = ((const OrderRun *)context)->n;
  for (int64_t i = 0; i < batch->count; i++)
    keep_word((uint64_t *)states + batch->groups[i] * (n + 1), n, sl_word_of_integer(batch->integers[i]));
}

static inline void keep_numbers_of(int64_t n, uint64_t *states, const SlFoldBatch *batch) {
  for (int64_t i = 0; i < batch->count; i++) {
    uint64_t *kept = states + batch->groups[i] * (n + 1), word = sl_word_of_number(batch->numbers[i]);
    if (word == UINT64_MAX)
      kept[n]++;
    else
      keep_word(kept, n, word);
  }
}

static void keep_numbers(void *states, const SlFoldBatch *batch, void *context) {
  int64_t n = ((const OrderRun *)context)->n;
  switch (n) { /* loops of their own */
    case 1: keep_numbers_of(1, states, batch); break;
    case 2: keep_numbers_of(2, states, batch); break;
    default: keep_numbers_of(n, states, batch); break;
  }
}

static void keep_ranks(void *states, const SlFoldBatch *batch, void *context) {
  const OrderRun *run = context;
  for (int64_t i = 0; i < batch->count; i++)
    keep_word((uint64_t *)states + batch->groups[i] * (run->n + 1), run->n, run->ranks[batch->integers[i]]);
}

static void merge_kept(void *states, const void *later, int64_t first, int64_t count, void *context) {
  int64_t n = ((const OrderRun *)context)->n;
  for (int64_t g = first; g < first + count; g++) {
    uint64_t *kept = (uint64_t *)states + g * (n + 1);
    const uint64_t *others = (const uint64_t *)later + g * (n + 1);
    for (int64_t i = 0; i < n; i++) keep_word(kept, n, others[i]);
    kept[n] += others[n];
  }
}

static SlStatus run_few(const SlAggregateCall *call, const SlColumn *column, OrderRun *run, SlError *err) {
  SlFold fold = {.groups = call->groups, .input = input_of(column), .columns = {column}, .merge = merge_kept, .context = run};
  fold.state_bytes = (size_t)(run->n + 1) * sizeof(uint64_t);
  fold.rows = column->type == SL_NUMBER ? keep_numbers : column->type == SL_TEXT ? keep_ranks : keep_integers;
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  for (int64_t g = 0; g < call->groups->group_count; g++) {
    const uint64_t *kept = (const uint64_t *)states + g * (run->n + 1);
    int64_t nans = (int64_t)kept[run->n], count = call->present[g], values = nans < count ? count - nans : count;
    if (run->n > values)
      sl_result_clear(run->result, g, SL_REASON_NONE);
    else
      set_value(run, g, nans < count ? kept[run->n - 1] : UINT64_MAX);
  }
  sl_free(states);
  return SL_OK;
}

/* --- mode --------------------------------------------------------------------------------------------------------------------- */

static SlStatus mode(const SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch, SlError *err) {
  (void)scratch;
  uint64_t most;
  if (count == 0) return SL_OK;
  SlStatus status = sl_most_frequent(words, count, &most, err);
  if (status == SL_OK) set_value(work->context, group, most);
  return status;
}

/* --- all ---------------------------------------------------------------------------------------------------------------------- */

static SlStatus run_order(const SlAggregateCall *call, const SlColumn *column, OrderRun *run, SlError *err) {
  bool tops = call->aggregate == SL_AGG_TOP;
  if (tops && run->n <= MOST_KEPT) return run_few(call, column, run, err);
  SlSegments segments;
  SlStatus status = sl_segments_init(&segments, input_of(column), column, run->ranks, NULL, call->groups, call->present, err);
  if (status != SL_OK) return status;
  SlSegmentWork work = {.segments = &segments, .group = tops ? top : call->aggregate == SL_AGG_MODE ? mode : quantile, .context = run};
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
  bool keeps_type = call->aggregate == SL_AGG_TOP || call->aggregate == SL_AGG_MODE || !sl_type_is_numeric(run->type);
  SlType type = keeps_type ? run->type : SL_NUMBER;
  SlStatus status = sl_result_new(call, type, NULL, &run->result, err);
  if (status != SL_OK) return status;
  status = run_order(call, call->columns[0], run, err);
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
    run->ranks = ranks;
    run->entries = entries;
    status = run_order(call, coded, run, err);
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
  run.p = call->aggregate == SL_AGG_MEDIAN ? 0.5 : call->constant.number;
  if (call->aggregate == SL_AGG_TOP) run.n = (int64_t)call->constant.number;
  if (run.type != SL_TEXT) return order_values(call, &run, out, err);
  SlColumn *coded;
  SlStatus status = sl_column_encode(call->columns[0], &coded, err);
  if (status != SL_OK) return status;
  status = order_codes(call, coded, &run, out, err);
  sl_column_release(coded);
  return status;
}
