#include "core/query/window.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/windows/call.h"

static const struct {
  SlDoc doc;
  bool takes_column, takes_n, needs_n, needs_numbers;
} windows[SL_WINDOW_COUNT] = {
    [SL_WIN_LAG] = {
        {"lag", "lag(x, n)", "(n?: integer)", "The value n rows before (1 unless given), within the group.",
         "print(col.n:lag())"},
        true, true, false, false},
    [SL_WIN_LEAD] = {
        {"lead", "lead(x, n)", "(n?: integer)", "The value n rows after (1 unless given), within the group.",
         "print(col.n:lead())"},
        true, true, false, false},
    [SL_WIN_CUMSUM] = {
        {"cumsum", "cumsum(x)", "()", "The sum so far; a missing row is missing and the sum goes on after it.",
         "print(col.n:cumsum())"},
        true, false, false, true},
    [SL_WIN_CUMMAX] = {
        {"cummax", "cummax(x)", "()", "The largest value so far; a missing row is missing and is passed over.", "print(col.n:cummax())"},
        true, false, false, false},
    [SL_WIN_CUMMIN] = {
        {"cummin", "cummin(x)", "()", "The smallest value so far; a missing row is missing and is passed over.", "print(col.n:cummin())"},
        true, false, false, false},
    [SL_WIN_RANK] = {
        {"rank", "rank(x)", "()", "1 for the smallest; equal values share the lowest rank.", "print(col.n:rank())"},
        true, false, false, false},
    [SL_WIN_DENSE_RANK] = {
        {"dense_rank", "dense_rank(x)", "()", "1 for the smallest; equal values share a rank, and the next value has the next rank.",
         "print(col.n:dense_rank())"},
        true, false, false, false},
    [SL_WIN_NTILE] = {
        {"ntile", "ntile(x, n)", "(n: integer)",
         "The number, 1 to n, of the part that a row lies in when the rows of a group, put in order, are cut into n parts of as many rows, "
         "the first ones of one more. Equal values stand in the order of rows and may be parted; missing rows stay missing.",
         "print(col.n:ntile(4))"},
        true, true, true, false},
    [SL_WIN_ROW_NUMBER] = {
        {"row_number", "row_number()", NULL, "The number of the row within its group, from 1.",
         "print(lab.expr(\"row_number() <= 3\"))"},
        false, false, false, false},
    [SL_WIN_PCT_CHANGE] = {
        {"pct_change", "pct_change(x, n)", "(n?: integer)",
         "The change in percent against n rows before (1 unless given).", "print(col.n:pct_change())"},
        true, true, false, true},
    [SL_WIN_ROLL_SUM] = {
        {"roll_sum", "roll_sum(x, n)", "(n: integer)", "The sum over n rows that end here.",
         "print(col.n:roll_sum(4))"},
        true, true, true, true},
    [SL_WIN_ROLL_MEAN] = {
        {"roll_mean", "roll_mean(x, n)", "(n: integer)", "The mean over n rows that end here.",
         "print(col.n:roll_mean(4))"},
        true, true, true, true},
};

bool sl_window_find(SlStr name, SlWindow *window) {
  for (int i = 0; i < SL_WINDOW_COUNT; i++) {
    if (!sl_str_equal(name, sl_str(windows[i].doc.name))) continue;
    *window = (SlWindow)i;
    return true;
  }
  return false;
}

const SlDoc *sl_window_doc(SlWindow window) { return &windows[window].doc; }
const char *sl_window_name(SlWindow window) { return windows[window].doc.name; }

void sl_window_arity(SlWindow window, bool *takes_column, bool *takes_n, bool *needs_n) {
  *takes_column = windows[window].takes_column;
  *takes_n = windows[window].takes_n;
  *needs_n = windows[window].needs_n;
}

const char *sl_window_counts(SlWindow window) { return window == SL_WIN_NTILE ? "parts" : "rows"; }

SlStatus sl_window_type(SlWindow window, SlType argument, SlType *out, SlError *err) {
  if (windows[window].needs_numbers && !sl_type_is_numeric(argument))
    return sl_fail(err, SL_ETYPE, "%s needs integers or numbers, not %s", windows[window].doc.name, sl_type_name(argument));
  switch (window) {
    case SL_WIN_LAG: case SL_WIN_LEAD: case SL_WIN_CUMSUM: case SL_WIN_CUMMAX: case SL_WIN_CUMMIN: case SL_WIN_ROLL_SUM:
      *out = argument;
      break;
    case SL_WIN_RANK: case SL_WIN_DENSE_RANK: case SL_WIN_NTILE: case SL_WIN_ROW_NUMBER: *out = SL_INTEGER; break;
    case SL_WIN_PCT_CHANGE: case SL_WIN_ROLL_MEAN: *out = SL_NUMBER; break;
  }
  return SL_OK;
}

/* --- rows in the order of their groups ---------------------------------------------------------------------------- */

static SlStatus open_groups(SlWindowCall *w, const SlGroups *groups, SlError *err) {
  if (groups) {
    w->group_count = groups->group_count;
    return sl_groups_order(groups, &w->order, &w->starts, err);
  }
  w->starts = sl_alloc_array(2, sizeof *w->starts);
  if (!w->starts) return sl_fail_alloc(err, 2 * sizeof *w->starts);
  w->starts[0] = 0;
  w->starts[1] = w->row_count;
  w->group_count = 1;
  return SL_OK;
}

static SlStatus cut_runs(SlWindowCall *w, SlError *err) {
  int64_t most = w->row_count / SL_MORSEL_ROWS + 2;
  w->run_starts = sl_alloc_array((size_t)most + 1, sizeof *w->run_starts);
  if (!w->run_starts) return sl_fail_alloc(err, ((size_t)most + 1) * sizeof *w->run_starts);
  w->run_starts[0] = 0;
  for (int64_t g = 0; g < w->group_count; g++)
    if (w->starts[g + 1] - w->starts[w->run_starts[w->run_count]] >= SL_MORSEL_ROWS) w->run_starts[++w->run_count] = g + 1;
  if (w->run_starts[w->run_count] < w->group_count) w->run_starts[++w->run_count] = w->group_count;
  return SL_OK;
}

static SlStatus widen(SlWindowCall *w, SlError *err) {
  if (!w->column || !windows[w->window].needs_numbers) return SL_OK;
  bool number = w->column->type == SL_NUMBER;
  const void *values = w->column->values;
  if (!number && w->column->storage != SL_I64) {
    values = w->widened = sl_alloc_array((size_t)w->row_count, sizeof(int64_t));
    if (!values) return sl_fail_alloc(err, (size_t)w->row_count * sizeof(int64_t));
    for (int64_t first = 0; first < w->row_count; first += SL_MORSEL_ROWS) {
      if (sl_interrupted()) return sl_fail_interrupted(err);
      int64_t count = w->row_count - first < SL_MORSEL_ROWS ? w->row_count - first : SL_MORSEL_ROWS;
      sl_column_load_integers(w->column, first, count, (int64_t *)w->widened + first);
    }
  }
  if (number)
    w->numbers = values;
  else
    w->integers = values;
  return SL_OK;
}

static SlStatus new_result(SlWindowCall *w, SlType type, SlError *err) {
  SlStatus status = sl_column_alloc(type, sl_storage_default(type), w->row_count, true, NULL, &w->out, err);
  if (status != SL_OK) return status;
  bool flagged = w->column && w->column->flags;
  w->out->reasons = sl_alloc_zeroed((size_t)w->row_count, 1);
  w->out->flags = flagged ? sl_alloc_zeroed((size_t)w->row_count, 1) : NULL;
  if (!w->out->reasons || (flagged && !w->out->flags)) return sl_fail_alloc(err, (size_t)w->row_count);
  return sl_claim(w->out->reasons, (size_t)w->row_count, err);
}

/* Rows of several groups share a word of the bitmap, so bits are set when all groups are done. */
static SlStatus seal_result(const SlWindowCall *w, SlError *err) {
  uint8_t *reasons = w->out->reasons;
  for (int64_t row = 0; row < w->row_count; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    if (reasons[row] == 0) continue;
    sl_bitmap_clear(w->out->validity, row);
    reasons[row]--;
  }
  sl_column_seal(w->out);
  return SL_OK;
}

/* --- lag and lead: rows taken from elsewhere ---------------------------------------------------------------------- */

static SlStatus shift(SlWindowCall *w, SlError *err) {
  int64_t *rows = sl_alloc_array((size_t)w->row_count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)w->row_count * sizeof *rows);
  int64_t step = w->window == SL_WIN_LAG ? -w->n : w->n;
  for (int64_t g = 0; g < w->group_count; g++) {
    for (int64_t i = w->starts[g]; i < w->starts[g + 1]; i++) {
      if (sl_interrupted_at(i)) {
        sl_free(rows);
        return sl_fail_interrupted(err);
      }
      bool inside = step < 0 ? i - w->starts[g] >= -step : w->starts[g + 1] - i > step;
      rows[row_at(w, i)] = inside ? row_at(w, i + step) : -1;
    }
  }
  SlStatus status = sl_column_take(w->column, rows, w->row_count, &w->out, err);
  sl_free(rows);
  return status;
}

/* --- sums that keep what rounding takes --------------------------------------------------------------------------- */

/* What is known of some rows: their sum, and what any of them says of it. Of integers the sum is exact in `whole`, of
 * numbers it is total + lost, where lost is what rounding took (Neumaier 1974). */
typedef struct Sum {
  __extension__ __int128 whole;
  double total, lost;
  bool missing;
  uint8_t reason, flags;
} Sum;

static void add_number(Sum *sum, double value) {
  double before = sum->total, next = before + value;
  if (isfinite(next)) sum->lost += fabs(before) >= fabs(value) ? (before - next) + value : (value - next) + before;
  sum->total = next;
}

static double number_of(const Sum *sum) { return isfinite(sum->total) ? sum->total + sum->lost : sum->total; }

static void add_row(const SlWindowCall *w, Sum *sum, int64_t row) {
  if (sl_column_is_null(w->column, row)) {
    SlReason reason = sl_column_reason(w->column, row);
    sum->missing = true;
    sum->reason = (uint8_t)sl_reason_stronger((SlReason)sum->reason, reason);
    return;
  }
  if (w->column->flags) sum->flags |= w->column->flags[row];
  if (w->integers)
    sum->whole += w->integers[row];
  else
    add_number(sum, w->numbers[row]);
}

static Sum both(const Sum *a, const Sum *b) {
  Sum sum = *a;
  sum.whole += b->whole;
  add_number(&sum, b->total);
  sum.lost += b->lost;
  sum.missing |= b->missing;
  sum.reason = (uint8_t)sl_reason_stronger((SlReason)a->reason, (SlReason)b->reason);
  sum.flags |= b->flags;
  return sum;
}

static SlStatus too_large(const SlWindowCall *w, SlError *err) {
  return sl_fail(err, SL_ERANGE, "%s: a sum does not fit into 64 bits; number(x) reckons with doubles",
                 windows[w->window].doc.name);
}

static SlStatus put_sum(const SlWindowCall *w, int64_t row, const Sum *sum, SlError *err) {
  set_flags(w, row, sum->flags);
  if (w->numbers) {
    put_number(w, row, number_of(sum));
    return SL_OK;
  }
  if (sum->whole > INT64_MAX || sum->whole < INT64_MIN) return too_large(w, err);
  put_integer(w, row, (int64_t)sum->whole);
  return SL_OK;
}

static SlStatus cumulate(const SlWindowCall *w, int64_t from, int64_t to, SlError *err) {
  Sum sum = {0};
  for (int64_t i = from; i < to; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    int64_t row = row_at(w, i);
    if (sl_column_is_null(w->column, row)) {
      clear_row(w, row, sl_column_reason(w->column, row));
      continue;
    }
    add_row(w, &sum, row);
    SlStatus status = put_sum(w, row, &sum, err);
    if (status != SL_OK) return status;
  }
  return SL_OK;
}

static SlStatus put_rolled(const SlWindowCall *w, int64_t row, const Sum *sum, SlError *err) {
  if (sum->missing) {
    clear_row(w, row, (SlReason)sum->reason);
    return SL_OK;
  }
  if (w->window == SL_WIN_ROLL_SUM) return put_sum(w, row, sum, err);
  set_flags(w, row, sum->flags);
  put_number(w, row, (w->integers ? (double)sum->whole : number_of(sum)) / (double)w->n);
  return SL_OK;
}

/* The group is cut into blocks of n rows, so that every window is the end of one block and the beginning of the next:
 *
 *     n = 3     a b c | d e f | g         window c d e = the end from c on, and the beginning up to e
 *
 * Nothing is ever subtracted, so nothing drifts and no infinity lingers, and a row costs the same whatever n is. */
static SlStatus roll(const SlWindowCall *w, int64_t from, int64_t to, SlError *err) {
  int64_t n = w->n;
  if (to - from < n) {
    for (int64_t i = from; i < to; i++) clear_row(w, row_at(w, i), SL_REASON_NONE);
    return SL_OK;
  }
  Sum *ends = sl_alloc_array((size_t)n, sizeof *ends); /* of the block before: ends[k] is the sum from its row k on */
  if (!ends) return sl_fail_alloc(err, (size_t)n * sizeof *ends);
  SlStatus status = SL_OK;
  for (int64_t block = from; status == SL_OK && block < to; block += n) {
    if (sl_interrupted()) status = sl_fail_interrupted(err);
    Sum beginning = {0};
    int64_t rows = to - block < n ? to - block : n;
    for (int64_t k = 0; status == SL_OK && k < rows; k++) {
      if (k > 0 && sl_interrupted_at(k)) { /* a block may be the whole group */
        status = sl_fail_interrupted(err);
        break;
      }
      int64_t row = row_at(w, block + k);
      add_row(w, &beginning, row);
      if (k == n - 1) {
        status = put_rolled(w, row, &beginning, err);
      } else if (block == from) {
        clear_row(w, row, SL_REASON_NONE);
      } else {
        Sum window = both(&ends[k + 1], &beginning);
        status = put_rolled(w, row, &window, err);
      }
    }
    Sum end = {0};
    for (int64_t k = rows; k-- > 0;) {
      add_row(w, &end, row_at(w, block + k));
      ends[k] = end;
    }
  }
  sl_free(ends);
  return status;
}

/* --- other functions that run along a group ----------------------------------------------------------------------- */

static SlStatus number_rows(const SlWindowCall *w, int64_t from, int64_t to, SlError *err) {
  for (int64_t i = from; i < to; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    put_integer(w, row_at(w, i), i - from + 1);
  }
  return SL_OK;
}

static double value_at(const SlWindowCall *w, int64_t row) { return w->numbers ? w->numbers[row] : (double)w->integers[row]; }

static SlStatus change(const SlWindowCall *w, int64_t from, int64_t to, SlError *err) {
  for (int64_t i = from; i < to; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    int64_t row = row_at(w, i);
    if (i - from < w->n) {
      clear_row(w, row, SL_REASON_NONE);
      continue;
    }
    int64_t before = row_at(w, i - w->n);
    if (sl_column_is_null(w->column, row) || sl_column_is_null(w->column, before)) {
      clear_row(w, row, sl_reason_stronger(sl_column_reason(w->column, row), sl_column_reason(w->column, before)));
      continue;
    }
    double base = value_at(w, before), now = value_at(w, row);
    /* Of a base of zero or less no percentage can be said: -10 to 10 is no fall of 200%. t:change() has the same rule. */
    double percent = 100 * (now - base) / base;
    if (base <= 0 || (!isfinite(percent) && isfinite(base) && isfinite(now))) {
      clear_row(w, row, SL_REASON_NOT_APPLICABLE);
      continue;
    }
    put_number(w, row, percent);
    set_flags(w, row, sl_column_flags(w->column, row) | sl_column_flags(w->column, before));
  }
  return SL_OK;
}

typedef SlStatus (*Along)(const SlWindowCall *w, int64_t from, int64_t to, SlError *err);

static SlStatus run_groups(void *context, int64_t run, SlError *err) {
  const SlWindowCall *w = context;
  Along along = w->window == SL_WIN_CUMSUM       ? cumulate
                : w->window == SL_WIN_ROW_NUMBER ? number_rows
                : w->window == SL_WIN_PCT_CHANGE ? change
                                                 : roll;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  SlStatus status = SL_OK;
  for (int64_t g = w->run_starts[run]; status == SL_OK && g < w->run_starts[run + 1]; g++)
    status = along(w, w->starts[g], w->starts[g + 1], err);
  return status;
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static SlStatus make(SlWindowCall *w, SlType type, const SlGroups *groups, SlError *err) {
  SlStatus status = open_groups(w, groups, err);
  if (status != SL_OK) return status;
  if (w->window == SL_WIN_LAG || w->window == SL_WIN_LEAD) return shift(w, err);
  if (w->window == SL_WIN_CUMMAX || w->window == SL_WIN_CUMMIN) return sl_window_extreme(w, err);
  status = new_result(w, type, err);
  if (status == SL_OK && (w->window == SL_WIN_RANK || w->window == SL_WIN_DENSE_RANK || w->window == SL_WIN_NTILE)) {
    status = sl_window_rank(w, groups, err);
  } else {
    if (status == SL_OK) status = widen(w, err);
    if (status == SL_OK) status = cut_runs(w, err);
    if (status == SL_OK) status = sl_parallel(w->run_count, run_groups, w, err);
  }
  return status == SL_OK ? seal_result(w, err) : status;
}

SlStatus sl_window(SlWindow window, const SlColumn *column, int64_t n, int64_t row_count, const SlGroups *groups,
                   SlColumn **out, SlError *err) {
  SlType type;
  SlStatus status = sl_window_type(window, column ? column->type : SL_INTEGER, &type, err);
  if (status != SL_OK) return status;
  if (n < 1) return sl_fail(err, SL_EARG, "%s: the number of %s is at least 1", windows[window].doc.name, sl_window_counts(window));
  SlWindowCall w = {.window = window, .column = column, .n = n, .row_count = row_count};
  status = make(&w, type, groups, err);
  sl_free(w.order);
  sl_free(w.starts);
  sl_free(w.run_starts);
  sl_free(w.widened);
  if (status != SL_OK) {
    sl_column_release(w.out);
    return status;
  }
  *out = w.out;
  return SL_OK;
}
