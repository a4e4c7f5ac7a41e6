/* Rows taken from columns. The rows named are cut into ranges; a range is taken from one column after the other, so that
 * its row numbers stay in the cache. Texts that lie as plain strings are measured first, then each range knows where its
 * own begin. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/batches.h"
#include "core/base/runtime.h"
#include "core/values/column.h"

enum { RANGE_ROWS = SL_SIZE(1 << 14, 64) /* whole words of a bitmap */, AHEAD = 16, SHORT_BYTES = 16 };

typedef struct Take {
  const SlColumn *column;
  const int64_t *rows;
  SlColumn *taken;
  int64_t *starts;  /* of strings: of each range the bytes it takes, then where they begin; one more at the end */
  uint8_t *absent;  /* whether each range names a row -1 */
  bool has_absent;
} Take;

typedef struct Taking {
  Take *takes;
  int64_t take_count, row_count, range_count;
} Taking;

static int64_t range_end(const Taking *taking, int64_t range) {
  return sl_piece_end(range, RANGE_ROWS, taking->row_count);
}

/* --- looking ----------------------------------------------------------------------------------------------------------- */

static bool names_absent(const int64_t *rows, int64_t first, int64_t end) {
  int64_t signs = 0;
  for (int64_t i = first; i < end; i++) signs |= rows[i];
  return signs < 0;
}

static int64_t length_of(const SlColumn *column, int64_t row) {
  if (row < 0 || sl_column_is_null(column, row)) return 0;
  return column->offsets[row + 1] - column->offsets[row];
}

static SlStatus look_at_range(void *context, int64_t range, SlError *err) {
  Taking *taking = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t first = range * RANGE_ROWS, end = range_end(taking, range);
  for (int64_t t = 0; t < taking->take_count; t++) {
    Take *take = &taking->takes[t];
    if (!take->rows) continue;
    const Take *before = t > 0 ? take - 1 : NULL;
    bool known = before && before->rows == take->rows;
    take->absent[range] = known ? before->absent[range] : names_absent(take->rows, first, end);
    if (!take->starts) continue;
    int64_t bytes = 0;
    for (int64_t i = first; i < end; i++) bytes += length_of(take->column, take->rows[i]);
    take->starts[range] = bytes;
  }
  return SL_OK;
}

/* --- taking ------------------------------------------------------------------------------------------------------------ */

#define GATHER(type)                                                                              \
  do {                                                                                            \
    const type *in = column->values;                                                              \
    type *to = take->taken->values;                                                               \
    if (absent) {                                                                                 \
      for (int64_t i = first; i < end; i++) {                                                     \
        int64_t row = rows[i], none = row >> 63; /* all ones for -1 */                            \
        to[i] = (type)(in[row & ~none] & (type)~none);                                            \
      }                                                                                           \
    } else {                                                                                      \
      for (int64_t i = first; i < end; i++) to[i] = in[rows[i]];                                  \
    }                                                                                             \
  } while (0)

static void take_values(const Take *take, int64_t first, int64_t end, bool absent) {
  const SlColumn *column = take->column;
  const int64_t *rows = take->rows;
  if (column->length == 0) return; /* all are absent, and values 0 already */
  switch (sl_storage_bytes(column->storage)) {
    case 1: GATHER(uint8_t); break;
    case 2: GATHER(uint16_t); break;
    case 4: GATHER(uint32_t); break;
    default: GATHER(uint64_t); break;
  }
}

/* Short texts are copied as one block of fixed size where what lies behind is within the range's own bytes. */
static void take_strings(const Take *take, int64_t first, int64_t end, int64_t at, int64_t limit) {
  const SlColumn *column = take->column;
  const char *from = column->values;
  char *to = take->taken->values;
  int64_t held = column->offsets[column->length];
  for (int64_t i = first; i < end; i++) {
    int64_t row = take->rows[i], length = length_of(column, row);
    if (i + 2 * AHEAD < end) {
      int64_t soon = take->rows[i + AHEAD], later = take->rows[i + 2 * AHEAD];
      if (soon >= 0) __builtin_prefetch(from + column->offsets[soon]);
      if (later >= 0) __builtin_prefetch(&column->offsets[later]);
    }
    take->taken->offsets[i] = at;
    if (length == 0) continue;
    int64_t begin = column->offsets[row];
    if (length <= SHORT_BYTES && begin + SHORT_BYTES <= held && at + SHORT_BYTES <= limit)
      memcpy(to + at, from + begin, SHORT_BYTES);
    else
      memcpy(to + at, from + begin, (size_t)length);
    at += length;
  }
}

/* Rows that are there; `first` begins a word. */
static void mark_absent(const int64_t *rows, int64_t first, int64_t end, uint64_t *validity) {
  for (int64_t start = first; start < end; start += 64) {
    uint64_t bits = 0;
    int64_t count = end - start < 64 ? end - start : 64;
    for (int64_t i = 0; i < count; i++) bits |= (uint64_t)(rows[start + i] >= 0) << i;
    validity[start / 64] = bits;
  }
}

/* `before`: one that may have the same validity, or NULL. */
static void take_marks(const Take *take, const Take *before, int64_t first, int64_t end) {
  const SlColumn *column = take->column;
  SlColumn *taken = take->taken;
  const int64_t *rows = take->rows;
  bool alike = before && before->rows == rows && !before->column->validity;
  if (taken->validity && column->validity) {
    for (int64_t i = first; i < end; i++)
      if (rows[i] < 0 || sl_column_is_null(column, rows[i])) sl_bitmap_clear(taken->validity, i);
  } else if (taken->validity && alike) {
    memcpy(taken->validity + first / 64, before->taken->validity + first / 64, (size_t)((end - first + 63) / 64) * 8);
  } else if (taken->validity) {
    mark_absent(rows, first, end, taken->validity);
  }
  for (int64_t i = first; taken->reasons && i < end; i++) taken->reasons[i] = rows[i] < 0 ? 0 : column->reasons[rows[i]];
  for (int64_t i = first; taken->flags && i < end; i++) taken->flags[i] = rows[i] < 0 ? 0 : column->flags[rows[i]];
}

static SlStatus take_range(void *context, int64_t range, SlError *err) {
  Taking *taking = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t first = range * RANGE_ROWS, end = range_end(taking, range);
  for (int64_t t = 0; t < taking->take_count; t++) {
    const Take *take = &taking->takes[t];
    if (!take->rows) continue;
    if (take->starts)
      take_strings(take, first, end, take->starts[range], take->starts[range + 1]);
    else
      take_values(take, first, end, take->absent[range]);
    take_marks(take, t > 0 ? take - 1 : NULL, first, end);
  }
  return SL_OK;
}

/* --- before and behind --------------------------------------------------------------------------------------------------- */

static SlStatus prepare(Taking *taking, SlError *err) {
  size_t ranges = (size_t)taking->range_count;
  for (int64_t t = 0; t < taking->take_count; t++) {
    Take *take = &taking->takes[t];
    if (!take->rows) continue;
    bool strings = take->column->storage == SL_STRING;
    take->absent = sl_alloc_zeroed(ranges, sizeof *take->absent);
    take->starts = strings ? sl_alloc_zeroed(ranges + 1, sizeof *take->starts) : NULL;
    if (!take->absent || (strings && !take->starts)) return sl_fail_alloc(err, (ranges + 1) * sizeof *take->starts);
  }
  return SL_OK;
}

static SlStatus add_room(Take *take, int64_t range_count, int64_t count, SlError *err) {
  const SlColumn *column = take->column;
  for (int64_t r = 0; r < range_count; r++) take->has_absent |= take->absent[r];
  SlStatus status = sl_column_alloc(column->type, column->storage, count, column->validity || take->has_absent, column->dict,
                                    &take->taken, err);
  if (status != SL_OK) return status;
  if (take->starts) {
    int64_t total = 0;
    for (int64_t r = 0; r <= range_count; r++) {
      int64_t bytes = take->starts[r];
      take->starts[r] = total;
      total += bytes;
    }
    take->taken->offsets[count] = total;
    take->taken->values = sl_alloc((size_t)total);
    if (!take->taken->values) return sl_fail_alloc(err, (size_t)total);
  }
  if (column->reasons) take->taken->reasons = sl_alloc((size_t)count);
  if (column->flags) take->taken->flags = sl_alloc((size_t)count);
  bool failed = (column->reasons && !take->taken->reasons) || (column->flags && !take->taken->flags);
  return failed ? sl_fail_alloc(err, (size_t)count) : SL_OK;
}

static SlStatus run_serially(int64_t count, SlTask task, void *context, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) status = task(context, i, err);
  return status;
}

typedef SlStatus (*Runner)(int64_t count, SlTask task, void *context, SlError *err);

static bool are_rows_of(const int64_t *rows, int64_t count, const SlColumn *column) {
  for (int64_t i = 0; rows && i < count; i++)
    if (rows[i] < -1 || rows[i] >= column->length) return false;
  return true;
}

static SlStatus take_all(Taking *taking, Runner run, SlError *err) {
  for (int64_t t = 0; t < taking->take_count; t++)
    SL_ASSERT(are_rows_of(taking->takes[t].rows, taking->row_count, taking->takes[t].column));
  SlStatus status = prepare(taking, err);
  if (status == SL_OK) status = run(taking->range_count, look_at_range, taking, err);
  for (int64_t t = 0; status == SL_OK && t < taking->take_count; t++)
    if (taking->takes[t].rows) status = add_room(&taking->takes[t], taking->range_count, taking->row_count, err);
  if (status == SL_OK) status = run(taking->range_count, take_range, taking, err);
  for (int64_t t = 0; t < taking->take_count; t++) {
    Take *take = &taking->takes[t];
    sl_free(take->absent);
    sl_free(take->starts);
    if (status == SL_OK) {
      if (take->rows) sl_column_seal(take->taken);
    } else {
      sl_column_release(take->taken);
    }
  }
  return status;
}

SlStatus sl_column_take(const SlColumn *column, const int64_t *rows, int64_t count, SlColumn **out, SlError *err) {
  Take take = {.column = column, .rows = rows};
  Taking taking = {&take, 1, count, sl_pieces_of(count, RANGE_ROWS)};
  SlStatus status = take_all(&taking, run_serially, err);
  if (status == SL_OK) *out = take.taken;
  return status;
}

SlStatus sl_columns_take(const SlColumn *const *columns, const int64_t *const *rows, int64_t column_count, int64_t count,
                         SlColumn **out, SlError *err) {
  Taking taking = {sl_alloc_zeroed((size_t)column_count, sizeof(Take)), column_count, count, sl_pieces_of(count, RANGE_ROWS)};
  if (!taking.takes) return sl_fail_alloc(err, (size_t)column_count * sizeof(Take));
  for (int64_t t = 0; t < column_count; t++) taking.takes[t] = (Take){.column = columns[t], .rows = rows[t]};
  SlStatus status = take_all(&taking, sl_parallel, err);
  for (int64_t t = 0; status == SL_OK && t < column_count; t++)
    out[t] = rows[t] ? taking.takes[t].taken : sl_column_retain(columns[t]);
  sl_free(taking.takes);
  return status;
}
