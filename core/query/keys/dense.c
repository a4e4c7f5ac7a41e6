/* Distinct values numbered in order: codes as small as the column allows. */
#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/query/keys/parts.h"

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
    sl_key_codes(part, first, count, codes);
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

SlStatus sl_key_number_items(const SlRadixItem *items, int64_t count, uint32_t *dense, int64_t *values, SlError *err) {
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

/* Dense numbers of dictionary entries follow the entries; this renumbers them in the order of their texts: those of a dictionary that has
 * no others, whose entries have the same numbers. */
static SlStatus order_texts(const SlColumn *column, const SlRadixItem *items, int64_t count, uint32_t *dense, SlError *err) {
  SlDict *texts = sl_dict_new();
  if (!texts) return sl_fail_alloc(err, 0);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    uint32_t number;
    if (i > 0 && items[i].word == items[i - 1].word) continue;
    if (sl_interrupted_at(dense[items[i].row])) status = sl_fail_interrupted(err);
    if (status == SL_OK) status = sl_dict_add(texts, sl_dict_get(column->dict, (int64_t)items[i].word), &number, err);
    SL_ASSERT(status != SL_OK || number == dense[items[i].row]);
  }
  const uint32_t *ranks = NULL;
  if (status == SL_OK) status = sl_dict_ranks(texts, &ranks, err);
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    if (sl_interrupted_at(i)) status = sl_fail_interrupted(err);
    dense[items[i].row] = ranks[dense[items[i].row]];
  }
  sl_dict_release(texts);
  return status;
}

SlStatus sl_key_make_dense(SlKeyPart *part, bool unranked, int64_t row_count, SlError *err) {
  SlRadixItem *items = sl_alloc_array((size_t)row_count, sizeof *items);
  uint32_t *dense = sl_alloc_array((size_t)row_count, sizeof *dense);
  SlStatus status = items && dense ? SL_OK : sl_fail_alloc(err, (size_t)row_count * sizeof *items);
  if (status == SL_OK) status = sl_claim(dense, (size_t)row_count * sizeof *dense, err);
  int64_t kept = 0, values = 0;
  if (status == SL_OK) {
    status = gather_values(part, row_count, items, &kept, err);
    if (status == SL_OK) status = sl_radix_sort(items, kept, sl_radix_bits(part->values - 1), err);
  }
  if (status == SL_OK) status = sl_key_number_items(items, kept, dense, &values, err);
  if (status == SL_OK && unranked && values > 0) status = order_texts(part->column, items, kept, dense, err);
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
