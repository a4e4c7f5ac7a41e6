#include "core/query/window.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/keys.h"
#include "core/query/radix.h"

enum { ROWS_BETWEEN_LOOKS = 1 << 16 };

static const struct {
  const char *name;
  bool takes_column, takes_n, needs_n, needs_numbers;
} windows[SL_WINDOW_COUNT] = {
    [SL_WIN_LAG] = {"lag", true, true, false, false},
    [SL_WIN_LEAD] = {"lead", true, true, false, false},
    [SL_WIN_CUMSUM] = {"cumsum", true, false, false, true},
    [SL_WIN_RANK] = {"rank", true, false, false, false},
    [SL_WIN_ROW_NUMBER] = {"row_number", false, false, false, false},
    [SL_WIN_PCT_CHANGE] = {"pct_change", true, true, false, true},
    [SL_WIN_ROLL_SUM] = {"roll_sum", true, true, true, true},
    [SL_WIN_ROLL_MEAN] = {"roll_mean", true, true, true, true},
};

bool sl_window_find(SlStr name, SlWindow *window) {
  for (int i = 0; i < SL_WINDOW_COUNT; i++) {
    if (!sl_str_equal(name, sl_str(windows[i].name))) continue;
    *window = (SlWindow)i;
    return true;
  }
  return false;
}

const char *sl_window_name(SlWindow window) { return windows[window].name; }

void sl_window_arity(SlWindow window, bool *takes_column, bool *takes_n, bool *needs_n) {
  *takes_column = windows[window].takes_column;
  *takes_n = windows[window].takes_n;
  *needs_n = windows[window].needs_n;
}

SlStatus sl_window_type(SlWindow window, SlType argument, SlType *out, SlError *err) {
  if (windows[window].needs_numbers && !sl_type_is_numeric(argument))
    return sl_fail(err, SL_ETYPE, "%s needs integers or numbers, not %s", windows[window].name, sl_type_name(argument));
  switch (window) {
    case SL_WIN_LAG: case SL_WIN_LEAD: case SL_WIN_CUMSUM: case SL_WIN_ROLL_SUM: *out = argument; break;
    case SL_WIN_RANK: case SL_WIN_ROW_NUMBER: *out = SL_INTEGER; break;
    case SL_WIN_PCT_CHANGE: case SL_WIN_ROLL_MEAN: *out = SL_NUMBER; break;
  }
  return SL_OK;
}

/* --- rows in the order of their groups ------------------------------------------------------------------------------------- */

/* Row order[i] for i in [starts[g], starts[g + 1]) are the rows of group g, in the order of the table. Without groups the
 * order is that of the table, and order is NULL. */
typedef struct Windows {
  SlWindow window;
  const SlColumn *column;
  int64_t n, row_count;
  int64_t *order, *starts;
  int64_t group_count;
  SlColumn *out;
} Windows;

static int64_t row_at(const Windows *w, int64_t place) { return w->order ? w->order[place] : place; }

static SlStatus open_groups(Windows *w, const SlGroups *groups, SlError *err) {
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

static SlStatus new_result(Windows *w, SlType type, SlError *err) {
  SlStatus status = sl_column_alloc(type, sl_storage_default(type), w->row_count, true, NULL, &w->out, err);
  if (status != SL_OK) return status;
  w->out->reasons = sl_alloc_zeroed((size_t)w->row_count, 1);
  w->out->flags = w->column && w->column->flags ? sl_alloc_zeroed((size_t)w->row_count, 1) : NULL;
  if (!w->out->reasons || (w->column && w->column->flags && !w->out->flags)) return sl_fail_alloc(err, (size_t)w->row_count);
  return SL_OK;
}

static void clear(const Windows *w, int64_t row, SlReason reason) {
  sl_bitmap_clear(w->out->validity, row);
  w->out->reasons[row] = (uint8_t)reason;
}

static void set_flags(const Windows *w, int64_t row, unsigned flags) {
  if (w->out->flags) w->out->flags[row] = (uint8_t)flags;
}

/* --- lag and lead: rows taken from elsewhere --------------------------------------------------------------------------------- */

static SlStatus shift(Windows *w, SlError *err) {
  int64_t *rows = sl_alloc_array((size_t)w->row_count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)w->row_count * sizeof *rows);
  int64_t step = w->window == SL_WIN_LAG ? -w->n : w->n;
  for (int64_t g = 0; g < w->group_count; g++) {
    for (int64_t i = w->starts[g]; i < w->starts[g + 1]; i++) {
      bool inside = step < 0 ? i - w->starts[g] >= -step : w->starts[g + 1] - i > step;
      rows[row_at(w, i)] = inside ? row_at(w, i + step) : -1;
    }
  }
  SlStatus status = sl_column_take(w->column, rows, w->row_count, &w->out, err);
  sl_free(rows);
  return status;
}

/* --- running along a group ------------------------------------------------------------------------------------------------------ */

static SlStatus too_large(const Windows *w, SlError *err) {
  return sl_fail(err, SL_ERANGE, "%s: a sum does not fit into 64 bits; number(x) reckons with doubles", windows[w->window].name);
}

static SlStatus cumulate(Windows *w, int64_t from, int64_t to, SlError *err) {
  bool whole = w->column->type == SL_INTEGER;
  int64_t sum = 0;
  double total = 0, lost = 0; /* Neumaier: what rounding took */
  unsigned flags = 0;
  for (int64_t i = from; i < to; i++) {
    int64_t row = row_at(w, i);
    if (sl_column_is_null(w->column, row)) {
      clear(w, row, sl_column_reason(w->column, row));
      continue;
    }
    flags |= sl_column_flags(w->column, row);
    set_flags(w, row, flags);
    if (whole) {
      if (__builtin_add_overflow(sum, sl_column_integer(w->column, row), &sum)) return too_large(w, err);
      ((int64_t *)w->out->values)[row] = sum;
    } else {
      double value = sl_column_number(w->column, row), next = total + value;
      if (isfinite(next)) lost += fabs(total) >= fabs(value) ? (total - next) + value : (value - next) + total;
      total = next;
      ((double *)w->out->values)[row] = isfinite(total) ? total + lost : total;
    }
  }
  return SL_OK;
}

static SlStatus number_rows(Windows *w, int64_t from, int64_t to, SlError *err) {
  (void)err;
  for (int64_t i = from; i < to; i++) ((int64_t *)w->out->values)[row_at(w, i)] = i - from + 1;
  return SL_OK;
}

static SlStatus change(Windows *w, int64_t from, int64_t to, SlError *err) {
  (void)err;
  for (int64_t i = from; i < to; i++) {
    int64_t row = row_at(w, i);
    if (i - from < w->n) {
      clear(w, row, SL_REASON_NONE);
      continue;
    }
    int64_t before = row_at(w, i - w->n);
    if (sl_column_is_null(w->column, row) || sl_column_is_null(w->column, before)) {
      clear(w, row, sl_reason_stronger(sl_column_reason(w->column, row), sl_column_reason(w->column, before)));
      continue;
    }
    double base = sl_column_number(w->column, before), now = sl_column_number(w->column, row);
    if (base == 0) {
      clear(w, row, SL_REASON_NOT_APPLICABLE);
      continue;
    }
    ((double *)w->out->values)[row] = (now - base) / base * 100;
    set_flags(w, row, sl_column_flags(w->column, row) | sl_column_flags(w->column, before));
  }
  return SL_OK;
}

/* Sums over n rows are made afresh for numbers, so that nothing drifts; those of integers are exact either way. */
static SlStatus roll_one(Windows *w, int64_t first, int64_t last, int64_t row, SlError *err) {
  SlReason reason = SL_REASON_NONE;
  bool missing = false;
  unsigned flags = 0;
  __extension__ __int128 whole = 0;
  double sum = 0, lost = 0;
  for (int64_t i = first; i <= last; i++) {
    int64_t at = row_at(w, i);
    if (sl_column_is_null(w->column, at)) {
      missing = true;
      reason = sl_reason_stronger(reason, sl_column_reason(w->column, at));
      continue;
    }
    flags |= sl_column_flags(w->column, at);
    if (w->column->type == SL_INTEGER) {
      whole += sl_column_integer(w->column, at);
    } else {
      double value = sl_column_number(w->column, at), next = sum + value;
      if (isfinite(next)) lost += fabs(sum) >= fabs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }
  }
  if (missing) {
    clear(w, row, reason);
    return SL_OK;
  }
  set_flags(w, row, flags);
  double total = w->column->type == SL_INTEGER ? (double)whole : isfinite(sum) ? sum + lost : sum;
  if (w->window == SL_WIN_ROLL_MEAN) {
    ((double *)w->out->values)[row] = total / (double)w->n;
  } else if (w->column->type == SL_INTEGER) {
    if (whole > INT64_MAX || whole < INT64_MIN) return too_large(w, err);
    ((int64_t *)w->out->values)[row] = (int64_t)whole;
  } else {
    ((double *)w->out->values)[row] = total;
  }
  return SL_OK;
}

static SlStatus roll(Windows *w, int64_t from, int64_t to, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = from; status == SL_OK && i < to; i++) {
    if ((i - from) % ROWS_BETWEEN_LOOKS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (i - from + 1 < w->n)
      clear(w, row_at(w, i), SL_REASON_NONE);
    else
      status = roll_one(w, i - w->n + 1, i, row_at(w, i), err);
  }
  return status;
}

/* --- rank --------------------------------------------------------------------------------------------------------------------------- */

static SlStatus rank(Windows *w, const SlGroups *groups, SlError *err) {
  SlSortKey key = {.column = w->column};
  SlKeys packed = {0};
  SlRadixItem *items = NULL;
  int64_t *seen = sl_alloc_zeroed((size_t)w->group_count, sizeof *seen);  /* present rows of the group so far */
  int64_t *ranks = sl_alloc_zeroed((size_t)w->group_count, sizeof *ranks); /* rank of its last word */
  uint64_t *words = sl_alloc_array((size_t)w->group_count, sizeof *words);
  SlStatus status = seen && ranks && words ? SL_OK : sl_fail_alloc(err, (size_t)w->group_count * sizeof *words);
  if (status == SL_OK) status = sl_keys_init(&packed, &key, 1, w->row_count, err);
  if (status == SL_OK) status = sl_keys_items(&packed, &items, err);
  if (status == SL_OK) status = sl_radix_sort(items, w->row_count, sl_radix_bits(packed.largest), err);
  for (int64_t i = 0; status == SL_OK && i < w->row_count; i++) {
    int64_t row = items[i].row;
    int64_t g = groups && groups->key_count > 0 ? groups->group_of_row[row] : 0;
    if (sl_column_is_null(w->column, row)) {
      clear(w, row, sl_column_reason(w->column, row));
      continue;
    }
    if (seen[g] == 0 || words[g] != items[i].word) ranks[g] = seen[g] + 1;
    words[g] = items[i].word;
    seen[g]++;
    ((int64_t *)w->out->values)[row] = ranks[g];
    set_flags(w, row, sl_column_flags(w->column, row));
  }
  sl_keys_reset(&packed);
  sl_free(items);
  sl_free(words);
  sl_free(ranks);
  sl_free(seen);
  return status;
}

/* --- all of them --------------------------------------------------------------------------------------------------------------------- */

static SlStatus run_groups(Windows *w, SlError *err) {
  SlStatus (*run)(Windows *w, int64_t from, int64_t to, SlError *err) = w->window == SL_WIN_CUMSUM       ? cumulate
                                                                      : w->window == SL_WIN_ROW_NUMBER ? number_rows
                                                                      : w->window == SL_WIN_PCT_CHANGE ? change
                                                                                                       : roll;
  SlStatus status = SL_OK;
  for (int64_t g = 0; status == SL_OK && g < w->group_count; g++) {
    if (g % ROWS_BETWEEN_LOOKS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    status = run(w, w->starts[g], w->starts[g + 1], err);
  }
  return status;
}

SlStatus sl_window(SlWindow window, const SlColumn *column, int64_t n, int64_t row_count, const SlGroups *groups,
                   SlColumn **out, SlError *err) {
  SlType type;
  SlStatus status = sl_window_type(window, column ? column->type : SL_INTEGER, &type, err);
  if (status != SL_OK) return status;
  if (n < 1) return sl_fail(err, SL_EARG, "%s: the number of rows is at least 1", windows[window].name);
  Windows w = {.window = window, .column = column, .n = n, .row_count = row_count};
  status = open_groups(&w, groups, err);
  bool shifts = window == SL_WIN_LAG || window == SL_WIN_LEAD;
  if (status == SL_OK && !shifts) status = new_result(&w, type, err);
  if (status == SL_OK) status = shifts ? shift(&w, err) : window == SL_WIN_RANK ? rank(&w, groups, err) : run_groups(&w, err);
  sl_free(w.order);
  sl_free(w.starts);
  if (status != SL_OK) {
    sl_column_release(w.out);
    return status;
  }
  if (!shifts) sl_column_seal(w.out);
  *out = w.out;
  return SL_OK;
}
