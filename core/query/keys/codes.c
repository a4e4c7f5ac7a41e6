/* The loops that turn columns into codes and codes into words. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/query/keys/parts.h"

void sl_key_codes(const SlKeyPart *part, int64_t first, int64_t count, uint64_t *codes) {
  switch (part->kind) {
    case SL_KEY_ORDINAL: {
      int64_t values[SL_BATCH_ROWS];
      sl_column_load_integers(part->column, first, count, values);
      for (int64_t i = 0; i < count; i++) codes[i] = sl_ordinal_image(values[i]) - part->base;
      break;
    }
    case SL_KEY_NUMBER: {
      double values[SL_BATCH_ROWS];
      sl_column_load_numbers(part->column, first, count, values);
      for (int64_t i = 0; i < count; i++) codes[i] = sl_number_image(values[i]) - part->base;
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
  sl_key_codes(part, first, count, codes);
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
