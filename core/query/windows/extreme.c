#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/query/keys/keys.h"
#include "core/query/windows/call.h"

/* Along a group, each row is given the row that holds the best value so far, and the column is taken from those: one way for all
 * types. Words (keys.h) are in the order of values; from `values` on they are NaN, which stands only where there is nothing else. */
typedef struct Extreme {
  const SlWindowCall *w;
  const SlRadixItem *items; /* the word of each row, in order of rows */
  uint64_t values;
  int64_t *rows;
  uint8_t *flags; /* of all rows so far; NULL when the column has none */
} Extreme;

static bool is_better(const Extreme *e, int64_t row, int64_t best) {
  if (best < 0) return true;
  uint64_t word = e->items[row].word, held = e->items[best].word;
  if (word >= e->values || held >= e->values) return word < e->values;
  return e->w->window == SL_WIN_CUMMAX ? word > held : word < held;
}

static SlStatus walk_group(const Extreme *e, int64_t g, SlError *err) {
  const SlWindowCall *w = e->w;
  int64_t best = -1;
  unsigned flags = 0;
  for (int64_t i = w->starts[g]; i < w->starts[g + 1]; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    int64_t row = row_at(w, i);
    e->rows[row] = row; /* a missing row stays what it is */
    if (sl_column_is_null(w->column, row)) continue;
    if (is_better(e, row, best)) best = row;
    e->rows[row] = best;
    flags |= sl_column_flags(w->column, row);
    if (e->flags) e->flags[row] = (uint8_t)flags;
  }
  return SL_OK;
}

static SlStatus take_rows(SlWindowCall *w, Extreme *e, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t g = 0; status == SL_OK && g < w->group_count; g++) status = walk_group(e, g, err);
  if (status == SL_OK) status = sl_column_take(w->column, e->rows, w->row_count, &w->out, err);
  if (status != SL_OK || !e->flags) return status;
  sl_free(w->out->flags); /* of the rows that were taken alone; nobody else has the column yet */
  w->out->flags = e->flags;
  e->flags = NULL;
  sl_column_seal(w->out);
  return SL_OK;
}

SlStatus sl_window_extreme(SlWindowCall *w, SlError *err) {
  SlSortKey key = {.column = w->column};
  SlKeys packed = {0};
  SlRadixItem *items = NULL;
  Extreme e = {.w = w};
  SlStatus status = sl_keys_init(&packed, &key, 1, w->row_count, err);
  if (status == SL_OK) status = sl_keys_items(&packed, &items, err);
  if (status == SL_OK) {
    e.items = items;
    e.values = packed.parts[0].has_nan ? packed.parts[0].values : UINT64_MAX;
    e.rows = sl_alloc_array((size_t)w->row_count, sizeof *e.rows);
    if (w->column->flags) e.flags = sl_alloc_zeroed((size_t)w->row_count, 1);
    bool made = e.rows && (e.flags || !w->column->flags);
    status = made ? take_rows(w, &e, err) : sl_fail_alloc(err, (size_t)w->row_count * sizeof *e.rows);
  }
  sl_keys_reset(&packed);
  sl_free(items);
  sl_free(e.rows);
  sl_free(e.flags);
  return status;
}
