#include "core/query/keys.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"

/* The bits of a double turned so that their unsigned order is the order of values. */
static uint64_t number_image(double value) {
  value += 0.0; /* -0 becomes 0 */
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static uint64_t ordinal_image(int64_t value) { return (uint64_t)value ^ (uint64_t)1 << 63; }

/* --- the range of a column's values -------------------------------------------------------------------------------------- */

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
    widen(range, ordinal_image(smallest));                             \
    widen(range, ordinal_image(largest));                              \
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
    if (sl_bitmap_get(column->validity, first + i)) widen(range, ordinal_image(values[i]));
}

static void scan_numbers(const SlColumn *column, int64_t first, int64_t count, Range *range) {
  double values[SL_BATCH_ROWS];
  sl_column_load_numbers(column, first, count, values);
  for (int64_t i = 0; i < count; i++) {
    if (sl_column_is_null(column, first + i)) continue;
    if (values[i] != values[i])
      range->has_nan = true;
    else
      widen(range, number_image(values[i]));
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

/* --- codes of one part ------------------------------------------------------------------------------------------------------ */

/* The codes of ordinary values in ascending order; what stands at missing rows and NaN is put right by the callers. */
static void load_codes(const SlKeyPart *part, int64_t first, int64_t count, uint64_t *codes) {
  switch (part->kind) {
    case SL_KEY_ORDINAL: {
      int64_t values[SL_BATCH_ROWS];
      sl_column_load_integers(part->column, first, count, values);
      for (int64_t i = 0; i < count; i++) codes[i] = ordinal_image(values[i]) - part->base;
      break;
    }
    case SL_KEY_NUMBER: {
      double values[SL_BATCH_ROWS];
      sl_column_load_numbers(part->column, first, count, values);
      for (int64_t i = 0; i < count; i++) codes[i] = number_image(values[i]) - part->base;
      if (part->has_nan) {
        for (int64_t i = 0; i < count; i++)
          if (values[i] != values[i]) codes[i] = part->values;
      }
      break;
    }
    case SL_KEY_CODE: {
      uint32_t entries[SL_BATCH_ROWS];
      sl_column_load_codes(part->column, first, count, entries);
      if (part->ranks && part->has_null) { /* a missing row's entry is not to be trusted, nor may it be looked up */
        for (int64_t i = 0; i < count; i++)
          codes[i] = sl_bitmap_get(part->column->validity, first + i) ? part->ranks[entries[i]] : 0;
      } else if (part->ranks) {
        for (int64_t i = 0; i < count; i++) codes[i] = part->ranks[entries[i]];
      } else {
        for (int64_t i = 0; i < count; i++) codes[i] = entries[i];
      }
      break;
    }
    case SL_KEY_DENSE:
      for (int64_t i = 0; i < count; i++) codes[i] = part->dense[first + i];
      break;
  }
}

static void part_codes(const SlKeyPart *part, int64_t first, int64_t count, uint64_t *codes) {
  load_codes(part, first, count, codes);
  if (part->descending) {
    for (int64_t i = 0; i < count; i++) codes[i] = codes[i] < part->values ? part->values - 1 - codes[i] : codes[i];
  }
  if (part->has_null && part->kind != SL_KEY_DENSE) {
    uint64_t missing = part->values + part->has_nan;
    for (int64_t i = 0; i < count; i++) codes[i] = sl_bitmap_get(part->column->validity, first + i) ? codes[i] : missing;
  }
}

void sl_keys_words(const SlKeys *keys, int64_t first, int64_t count, uint64_t *words) {
  if (keys->part_count == 0) {
    memset(words, 0, (size_t)count * sizeof *words);
    return;
  }
  part_codes(&keys->parts[0], first, count, words);
  if (keys->part_count == 1) return;
  uint64_t weight = keys->parts[0].weight;
  for (int64_t i = 0; i < count; i++) words[i] *= weight;
  for (int64_t p = 1; p < keys->part_count; p++) {
    uint64_t codes[SL_BATCH_ROWS];
    part_codes(&keys->parts[p], first, count, codes);
    weight = keys->parts[p].weight;
    for (int64_t i = 0; i < count; i++) words[i] += codes[i] * weight;
  }
}

#define EACH(type, code)                                             \
  do {                                                               \
    const type *in = (const type *)part->column->values + first;     \
    for (int64_t i = 0; i < count; i++) words[i] = (code) * weight;  \
  } while (0)

/* The code of each row times the part's weight, straight from how the column lies; false when it takes more than that. */
static bool small_codes(const SlKeyPart *part, int64_t first, int64_t count, uint32_t *restrict words) {
  uint32_t weight = (uint32_t)part->weight, base = (uint32_t)(part->base ^ (uint64_t)1 << 63);
  const uint32_t *ranks = part->ranks;
  if (part->has_null || part->descending || (part->kind != SL_KEY_ORDINAL && part->kind != SL_KEY_CODE)) return false;
  switch (part->column->storage) {
    case SL_I8: EACH(int8_t, (uint32_t)in[i] - base); return true;
    case SL_I16: EACH(int16_t, (uint32_t)in[i] - base); return true;
    case SL_I32: EACH(int32_t, (uint32_t)in[i] - base); return true;
    case SL_CODE8: if (ranks) EACH(uint8_t, ranks[in[i]]); else EACH(uint8_t, in[i]); return true;
    case SL_CODE16: if (ranks) EACH(uint16_t, ranks[in[i]]); else EACH(uint16_t, in[i]); return true;
    case SL_CODE32: if (ranks) EACH(uint32_t, ranks[in[i]]); else EACH(uint32_t, in[i]); return true;
    default: return false;
  }
}

/* Products and sums that are below 2^32 may be taken modulo 2^32. */
static void small_part(const SlKeyPart *part, int64_t first, int64_t count, uint32_t *words) {
  if (small_codes(part, first, count, words)) return;
  uint64_t codes[SL_BATCH_ROWS];
  part_codes(part, first, count, codes);
  for (int64_t i = 0; i < count; i++) words[i] = (uint32_t)codes[i] * (uint32_t)part->weight;
}

void sl_keys_small_words(const SlKeys *keys, int64_t first, int64_t count, uint32_t *words) {
  if (keys->part_count == 0) memset(words, 0, (size_t)count * sizeof *words);
  for (int64_t p = 0; p < keys->part_count; p++) {
    uint32_t more[SL_BATCH_ROWS];
    small_part(&keys->parts[p], first, count, p == 0 ? words : more);
    for (int64_t i = 0; p > 0 && i < count; i++) words[i] += more[i];
  }
}

typedef struct ItemFill {
  const SlKeys *keys;
  SlRadixItem *items;
} ItemFill;

static SlStatus fill_items(void *context, int64_t morsel, SlError *err) {
  ItemFill *fill = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  uint64_t words[SL_BATCH_ROWS];
  int64_t end = sl_morsel_end(morsel, fill->keys->row_count);
  for (int64_t first = morsel * SL_MORSEL_ROWS; first < end; first += SL_BATCH_ROWS) {
    int64_t count = sl_batch_size(first, end);
    sl_keys_words(fill->keys, first, count, words);
    for (int64_t i = 0; i < count; i++) fill->items[first + i] = (SlRadixItem){words[i], first + i};
  }
  return SL_OK;
}

SlStatus sl_keys_items(const SlKeys *keys, SlRadixItem **items, SlError *err) {
  ItemFill fill = {keys, sl_alloc_array((size_t)keys->row_count, sizeof(SlRadixItem))};
  if (!fill.items) return sl_fail_alloc(err, (size_t)keys->row_count * sizeof(SlRadixItem));
  SlStatus status = sl_parallel(sl_morsels_of(keys->row_count), fill_items, &fill, err);
  if (status != SL_OK) {
    sl_free(fill.items);
    return status;
  }
  *items = fill.items;
  return SL_OK;
}

/* --- dense codes ------------------------------------------------------------------------------------------------------------ */

static bool is_missing(const SlKeyPart *part, int64_t row) {
  return part->has_null && !sl_bitmap_get(part->column->validity, row);
}

static bool is_nan(const SlKeyPart *part, int64_t row) {
  if (!part->has_nan) return false;
  double value = sl_column_number(part->column, row);
  return value != value;
}

/* Puts the rows with ordinary values, each with its ascending code, into items; *gathered is how many. */
static SlStatus gather_values(const SlKeyPart *part, int64_t row_count, SlRadixItem *items, int64_t *gathered, SlError *err) {
  uint64_t codes[SL_BATCH_ROWS];
  int64_t kept = 0;
  for (int64_t first = 0; first < row_count; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, row_count);
    load_codes(part, first, count, codes);
    for (int64_t i = 0; i < count; i++) {
      if (is_missing(part, first + i) || is_nan(part, first + i)) continue;
      items[kept++] = (SlRadixItem){codes[i], first + i};
    }
  }
  *gathered = kept;
  return SL_OK;
}

static bool are_sorted(const SlRadixItem *items, int64_t count) {
  for (int64_t i = 1; i < count; i++)
    if (items[i].word < items[i - 1].word) return false;
  return true;
}

static SlStatus too_many_values(SlError *err) {
  return sl_fail(err, SL_ERANGE, "a key has more than 4,294,967,290 distinct values");
}

/* Numbers the rows of sorted items by their distinct words; *values is how many those are. */
static SlStatus number_items(const SlRadixItem *items, int64_t count, uint32_t *dense, int64_t *values, SlError *err) {
  SL_ASSERT(are_sorted(items, count));
  int64_t number = 0;
  for (int64_t i = 0; i < count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    if (i > 0 && items[i].word != items[i - 1].word) number++;
    dense[items[i].row] = (uint32_t)number;
  }
  *values = count > 0 ? number + 1 : 0;
  return *values > (int64_t)UINT32_MAX - 4 ? too_many_values(err) : SL_OK;
}

typedef struct RankedText {
  SlStr text;
  int64_t number;
} RankedText;

static int compare_texts(const void *a, const void *b) {
  return sl_str_compare(((const RankedText *)a)->text, ((const RankedText *)b)->text);
}

/* Dense numbers of dictionary entries follow the entries; this renumbers them in the order of their texts. */
static SlStatus order_texts(const SlColumn *column, const SlRadixItem *items, int64_t count, int64_t values, uint32_t *dense,
                            SlError *err) {
  RankedText *texts = sl_alloc_array((size_t)values, sizeof *texts);
  uint32_t *ranks = sl_alloc_array((size_t)values, sizeof *ranks);
  SlStatus status = texts && ranks ? SL_OK : sl_fail_alloc(err, (size_t)values * sizeof *texts);
  if (status == SL_OK) {
    for (int64_t i = 0; i < count; i++) {
      int64_t number = dense[items[i].row];
      texts[number] = (RankedText){sl_dict_get(column->dict, (int64_t)items[i].word), number};
    }
    qsort(texts, (size_t)values, sizeof *texts, compare_texts);
    for (int64_t i = 0; i < values; i++) ranks[texts[i].number] = (uint32_t)i;
    for (int64_t i = 0; i < count; i++) dense[items[i].row] = ranks[dense[items[i].row]];
  }
  sl_free(texts);
  sl_free(ranks);
  return status;
}

/* Numbers a column's distinct values in order: the part becomes one of kind DENSE. `unranked`: a text whose dictionary
 * has no ranks yet, because it has far more entries than the column has rows. */
static SlStatus make_dense(SlKeyPart *part, bool unranked, int64_t row_count, SlError *err) {
  SlRadixItem *items = sl_alloc_array((size_t)row_count, sizeof *items);
  uint32_t *dense = sl_alloc_array((size_t)row_count, sizeof *dense);
  SlStatus status = items && dense ? SL_OK : sl_fail_alloc(err, (size_t)row_count * sizeof *items);
  int64_t kept = 0, values = 0;
  if (status == SL_OK) {
    status = gather_values(part, row_count, items, &kept, err);
    if (status == SL_OK) status = sl_radix_sort(items, kept, sl_radix_bits(part->values - 1), err);
  }
  if (status == SL_OK) status = number_items(items, kept, dense, &values, err);
  if (status == SL_OK && unranked && values > 0) status = order_texts(part->column, items, kept, values, dense, err);
  sl_free(items);
  if (status != SL_OK) {
    sl_free(dense);
    return status;
  }
  for (int64_t row = 0; kept < row_count && row < row_count; row++) {
    if (is_missing(part, row))
      dense[row] = (uint32_t)values + part->has_nan;
    else if (is_nan(part, row))
      dense[row] = (uint32_t)values;
  }
  part->ranks = NULL;
  part->kind = SL_KEY_DENSE;
  part->dense = dense;
  part->values = (uint64_t)values;
  part->domain = part->values + part->has_nan + part->has_null;
  return SL_OK;
}

/* --- parts ---------------------------------------------------------------------------------------------------------------- */

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
  return too_wide ? make_dense(part, false, part->column->length, err) : SL_OK;
}

static SlStatus init_text(SlKeyPart *part, SlError *err) {
  int64_t size = sl_dict_size(part->column->dict);
  part->kind = SL_KEY_CODE;
  part->values = (uint64_t)size;
  part->domain = part->values + part->has_null;
  if (size > 2 * part->column->length + 64)
    return make_dense(part, !sl_dict_is_ordered(part->column->dict), part->column->length, err);
  SlStatus status = sl_dict_ranks(part->column->dict, &part->ranks, err);
  if (status != SL_OK) return status;
  bool in_order = true;
  for (int64_t i = 0; i < size && in_order; i++) in_order = part->ranks[i] == (uint32_t)i;
  if (in_order) part->ranks = NULL;
  return SL_OK;
}

static SlStatus init_part(SlKeyPart *part, const SlSortKey *key, SlError *err) {
  part->descending = key->descending;
  part->has_null = key->column->null_count > 0;
  if (key->column->type != SL_TEXT) {
    part->column = sl_column_retain(key->column);
    return init_ranged(part, err);
  }
  SlStatus status = sl_column_encode(key->column, &part->column, err);
  return status == SL_OK ? init_text(part, err) : status;
}

static void reset_part(SlKeyPart *part) {
  sl_column_release(part->column);
  sl_free(part->dense);
  *part = (SlKeyPart){0};
}

/* --- putting parts together ----------------------------------------------------------------------------------------------- */

/* A word is a number in mixed radix: code 0 times the domains behind it, plus code 1 times those behind it, and so on. As
 * every code is below its domain, what stands behind a part adds up to less than the part's weight; so words compare as
 * their first codes that differ do, and equal words mean equal codes. The largest is the product of all domains less one.
 *
 * Where that product passes 2^64 there are far more combinations than rows, and numbering those that occur makes it
 * smaller: first the values of a part with more codes than rows (its domain falls to the number of rows at most), and when
 * every part has fewer, combinations of leading parts. Each round leaves one part fewer that is sparse, or fewer
 * parts, so the rounds end. */

/* Sets the weights of the first `count` parts; false when their words would pass 64 bits. */
static bool set_weights(SlKeys *keys, int64_t count) {
  uint64_t product = 1;
  for (int64_t p = count - 1; p >= 0; p--) {
    uint64_t domain = keys->parts[p].domain;
    keys->parts[p].weight = product;
    if (domain > 0 && __builtin_mul_overflow(product, domain, &product)) return false; /* 0: a column of no rows */
  }
  keys->largest = product - 1;
  return true;
}

static SlKeyPart *widest_sparse_part(const SlKeys *keys) {
  SlKeyPart *widest = NULL;
  for (int64_t p = 0; p < keys->part_count; p++) {
    SlKeyPart *part = &keys->parts[p];
    if (part->kind == SL_KEY_DENSE || part->domain <= (uint64_t)keys->row_count) continue;
    if (!widest || part->domain > widest->domain) widest = part;
  }
  return widest;
}

/* Replaces as many leading parts as fit into a word by one that numbers their distinct combinations. It must be the leading
 * ones: numbers follow the order of words, so the joined part sorts as the parts it stands for did, before all others. Two
 * parts fit, as each has no more codes than there are rows by now, unless rows are more than 2^32: then one is numbered
 * alone, or refused. */
static SlStatus join_leading_parts(SlKeys *keys, SlError *err) {
  SlKeys leading = {.row_count = keys->row_count, .part_count = keys->part_count, .parts = keys->parts};
  while (!set_weights(&leading, leading.part_count)) leading.part_count--;
  SlRadixItem *items;
  SlStatus status = sl_keys_items(&leading, &items, err);
  if (status != SL_OK) return status;
  uint32_t *dense = sl_alloc_array((size_t)keys->row_count, sizeof *dense);
  if (!dense) status = sl_fail_alloc(err, (size_t)keys->row_count * sizeof *dense);
  if (status == SL_OK) status = sl_radix_sort(items, keys->row_count, sl_radix_bits(leading.largest), err);
  int64_t values = 0;
  if (status == SL_OK) status = number_items(items, keys->row_count, dense, &values, err);
  sl_free(items);
  if (status != SL_OK) {
    sl_free(dense);
    return status;
  }
  for (int64_t p = 0; p < leading.part_count; p++) reset_part(&keys->parts[p]);
  int64_t rest = keys->part_count - leading.part_count;
  keys->parts[0] = (SlKeyPart){.kind = SL_KEY_DENSE, .dense = dense, .values = (uint64_t)values, .domain = (uint64_t)values};
  memmove(keys->parts + 1, keys->parts + leading.part_count, (size_t)rest * sizeof *keys->parts);
  memset(keys->parts + 1 + rest, 0, (size_t)(leading.part_count - 1) * sizeof *keys->parts);
  keys->part_count = 1 + rest;
  return SL_OK;
}

SlStatus sl_keys_init(SlKeys *keys, const SlSortKey *columns, int64_t count, int64_t row_count, SlError *err) {
  *keys = (SlKeys){.row_count = row_count, .part_count = count};
  keys->parts = sl_alloc_zeroed((size_t)count, sizeof *keys->parts);
  if (!keys->parts) return sl_fail_alloc(err, (size_t)count * sizeof *keys->parts);
  SlStatus status = SL_OK;
  for (int64_t p = 0; status == SL_OK && p < count; p++) status = init_part(&keys->parts[p], &columns[p], err);
  while (status == SL_OK && !set_weights(keys, keys->part_count)) {
    SlKeyPart *wide = widest_sparse_part(keys);
    status = wide ? make_dense(wide, false, row_count, err) : join_leading_parts(keys, err);
  }
  if (status != SL_OK) sl_keys_reset(keys);
  return status;
}

void sl_keys_reset(SlKeys *keys) {
  for (int64_t p = 0; keys->parts && p < keys->part_count; p++) reset_part(&keys->parts[p]);
  sl_free(keys->parts);
  *keys = (SlKeys){0};
}
