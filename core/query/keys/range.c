/* A column's part of the keys: its smallest and largest value say how many codes it needs. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/keys/parts.h"

typedef struct Range {
  uint64_t smallest, largest; /* images; smallest > largest when there is no value */
  bool has_nan;
} Range;

typedef struct RangeScan {
  const SlColumn *column;
  Range *ranges; /* one a morsel */
} RangeScan;

static void widen(Range *range, uint64_t image) {
  if (image < range->smallest) range->smallest = image;
  if (image > range->largest) range->largest = image;
}

#define SCAN(type)                                                     \
  do {                                                                 \
    const type *values = (const type *)column->values + first;         \
    type smallest = values[0], largest = values[0];                    \
    for (int64_t i = 1; i < count; i++) {                              \
      smallest = values[i] < smallest ? values[i] : smallest;          \
      largest = values[i] > largest ? values[i] : largest;             \
    }                                                                  \
    widen(range, sl_ordinal_image(smallest));                          \
    widen(range, sl_ordinal_image(largest));                           \
  } while (0)

static void scan_present(const SlColumn *column, int64_t first, int64_t count, Range *range) {
  switch (column->storage) {
    case SL_I8: SCAN(int8_t); break;
    case SL_I16: SCAN(int16_t); break;
    case SL_I32: SCAN(int32_t); break;
    case SL_I64: SCAN(int64_t); break;
    default: SCAN(uint8_t); break;
  }
}

static void scan_integers(const SlColumn *column, int64_t first, int64_t count, Range *range) {
  if (!column->validity) {
    scan_present(column, first, count, range);
    return;
  }
  int64_t values[SL_BATCH_ROWS];
  sl_column_load_integers(column, first, count, values);
  for (int64_t i = 0; i < count; i++)
    if (sl_bitmap_get(column->validity, first + i)) widen(range, sl_ordinal_image(values[i]));
}

static void scan_numbers(const SlColumn *column, int64_t first, int64_t count, Range *range) {
  double values[SL_BATCH_ROWS];
  sl_column_load_numbers(column, first, count, values);
  for (int64_t i = 0; i < count; i++) {
    if (sl_column_is_null(column, first + i)) continue;
    if (values[i] != values[i])
      range->has_nan = true;
    else
      widen(range, sl_number_image(values[i]));
  }
}

static SlStatus scan_range(void *context, int64_t morsel, SlError *err) {
  RangeScan *scan = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  Range range = {.smallest = UINT64_MAX, .largest = 0};
  int64_t end = sl_morsel_end(morsel, scan->column->length);
  for (int64_t first = morsel * SL_MORSEL_ROWS; first < end; first += SL_BATCH_ROWS) {
    if (scan->column->type == SL_NUMBER)
      scan_numbers(scan->column, first, sl_batch_size(first, end), &range);
    else
      scan_integers(scan->column, first, sl_batch_size(first, end), &range);
  }
  scan->ranges[morsel] = range;
  return SL_OK;
}

static SlStatus find_range(const SlColumn *column, Range *out, SlError *err) {
  int64_t morsels = sl_morsels_of(column->length);
  RangeScan scan = {column, sl_alloc_array((size_t)morsels, sizeof(Range))};
  if (!scan.ranges) return sl_fail_alloc(err, (size_t)morsels * sizeof(Range));
  SlStatus status = sl_parallel(morsels, scan_range, &scan, err);
  Range range = {.smallest = UINT64_MAX, .largest = 0};
  for (int64_t i = 0; status == SL_OK && i < morsels; i++) {
    if (scan.ranges[i].smallest < range.smallest) range.smallest = scan.ranges[i].smallest;
    if (scan.ranges[i].largest > range.largest) range.largest = scan.ranges[i].largest;
    range.has_nan |= scan.ranges[i].has_nan;
  }
  sl_free(scan.ranges);
  *out = range;
  return status;
}

/* --- parts ------------------------------------------------------------------------------------------------------------------- */

static SlStatus init_ranged(SlKeyPart *part, SlError *err) {
  Range range;
  SlStatus status = find_range(part->column, &range, err);
  if (status != SL_OK) return status;
  bool any = range.smallest <= range.largest;
  part->kind = part->column->type == SL_NUMBER ? SL_KEY_NUMBER : SL_KEY_ORDINAL;
  part->has_nan = range.has_nan;
  part->base = any ? range.smallest : 0;
  part->values = any ? range.largest - range.smallest + 1 : 0;
  part->domain = part->values + part->has_nan + part->has_null;
  bool too_wide = any && range.largest - range.smallest > UINT64_MAX - 4; /* the domain would pass 2^64 */
  return too_wide ? sl_key_make_dense(part, false, part->column->length, err) : SL_OK;
}

static SlStatus init_text(SlKeyPart *part, SlError *err) {
  int64_t size = sl_dict_size(part->column->dict);
  part->kind = SL_KEY_CODE;
  part->values = (uint64_t)size;
  part->domain = part->values + part->has_null;
  if (size > 2 * part->column->length + 64)
    return sl_key_make_dense(part, !sl_dict_is_ordered(part->column->dict), part->column->length, err);
  SlStatus status = sl_dict_ranks(part->column->dict, &part->ranks, err);
  if (status != SL_OK) return status;
  bool in_order = true;
  for (int64_t i = 0; i < size && in_order; i++) in_order = part->ranks[i] == (uint32_t)i;
  if (in_order) part->ranks = NULL;
  return SL_OK;
}

SlStatus sl_key_part_init(SlKeyPart *part, const SlSortKey *key, SlError *err) {
  part->descending = key->descending;
  part->has_null = key->column->null_count > 0;
  if (key->column->type != SL_TEXT) {
    part->column = sl_column_retain(key->column);
    return init_ranged(part, err);
  }
  SlStatus status = sl_column_encode(key->column, &part->column, err);
  return status == SL_OK ? init_text(part, err) : status;
}

void sl_key_part_reset(SlKeyPart *part) {
  sl_column_release(part->column);
  sl_free(part->dense);
  *part = (SlKeyPart){0};
}
