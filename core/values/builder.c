#include "core/values/builder.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/batches.h"

/* A dictionary pays while texts repeat. It is judged each time this many rows more have come. */
enum { JUDGE_EVERY = 1 << 20 };

void sl_builder_init(SlBuilder *builder, SlType type) {
  memset(builder, 0, sizeof *builder);
  builder->type = type;
}

void sl_builder_reset(SlBuilder *builder) {
  sl_free(builder->integers);
  sl_free(builder->numbers);
  sl_free(builder->codes);
  sl_dict_release(builder->dict);
  sl_free(builder->offsets);
  sl_buf_reset(&builder->bytes);
  sl_free(builder->validity);
  sl_free(builder->reasons);
  sl_free(builder->flags);
  sl_builder_init(builder, builder->type);
}

static bool fail_append(SlBuilder *builder, size_t bytes) {
  builder->status = sl_fail_alloc(&builder->error, bytes);
  return false;
}

/* Grows one array of the builder, if it is there at all. */
static bool grow(SlBuilder *builder, void **array, size_t items, size_t item_bytes) {
  if (!*array) return true;
  void *grown = sl_realloc_array(*array, items, item_bytes);
  if (!grown) return fail_append(builder, items * item_bytes);
  *array = grown;
  return true;
}

static bool grow_all(SlBuilder *builder, int64_t rows) {
  size_t capacity = sl_grow_capacity((size_t)builder->capacity, (size_t)rows);
  capacity = (capacity + 63) / 64 * 64; /* whole words of validity */
  size_t words = capacity / 64, old_words = (size_t)builder->capacity / 64;
  if (!grow(builder, (void **)&builder->integers, capacity, sizeof(int64_t)) ||
      !grow(builder, (void **)&builder->numbers, capacity, sizeof(double)) ||
      !grow(builder, (void **)&builder->codes, capacity, sizeof(uint32_t)) ||
      !grow(builder, (void **)&builder->offsets, capacity + 1, sizeof(int64_t)) ||
      !grow(builder, (void **)&builder->validity, words, sizeof(uint64_t)) ||
      !grow(builder, (void **)&builder->reasons, capacity, 1) || !grow(builder, (void **)&builder->flags, capacity, 1))
    return false;
  if (builder->validity) memset(builder->validity + old_words, 0, (words - old_words) * sizeof(uint64_t));
  if (builder->reasons) memset(builder->reasons + builder->capacity, 0, capacity - (size_t)builder->capacity);
  if (builder->flags) memset(builder->flags + builder->capacity, 0, capacity - (size_t)builder->capacity);
  builder->capacity = (int64_t)capacity;
  return true;
}

static bool ensure_values(SlBuilder *builder) {
  if (builder->integers || builder->numbers || builder->codes || builder->offsets) return true;
  size_t capacity = (size_t)builder->capacity;
  void *values;
  if (builder->type == SL_TEXT) {
    if (!builder->dict) builder->dict = sl_dict_new();
    if (!builder->dict) return fail_append(builder, 0);
    values = builder->codes = sl_alloc_array(capacity, sizeof(uint32_t));
  } else if (builder->type == SL_NUMBER) {
    values = builder->numbers = sl_alloc_array(capacity, sizeof(double));
  } else {
    values = builder->integers = sl_alloc_array(capacity, sizeof(int64_t));
  }
  return values || fail_append(builder, capacity * sizeof(int64_t));
}

static bool room(SlBuilder *builder) {
  if (builder->status != SL_OK) return false;
  if (builder->length == builder->capacity && !grow_all(builder, builder->length + 1)) return false;
  return ensure_values(builder);
}

void sl_builder_reserve(SlBuilder *builder, int64_t rows) {
  if (builder->status == SL_OK && rows > builder->capacity) grow_all(builder, rows);
}

static void mark_present(SlBuilder *builder) {
  if (builder->validity) sl_bitmap_set(builder->validity, builder->length);
  builder->length++;
}

void sl_builder_add_integer(SlBuilder *builder, int64_t value) {
  if (builder->type == SL_NUMBER) {
    sl_builder_add_number(builder, (double)value);
    return;
  }
  SL_ASSERT(builder->type != SL_NUMBER && builder->type != SL_TEXT);
  SL_ASSERT(builder->type != SL_BOOLEAN || value == 0 || value == 1);
  if (!room(builder)) return;
  builder->integers[builder->length] = value;
  mark_present(builder);
}

void sl_builder_add_number(SlBuilder *builder, double value) {
  SL_ASSERT(builder->type == SL_NUMBER);
  if (!room(builder)) return;
  builder->numbers[builder->length] = value;
  mark_present(builder);
}

void sl_builder_add_boolean(SlBuilder *builder, bool value) { sl_builder_add_integer(builder, value); }

/* Goes on with plain strings: writes out the texts of the codes so far and lets the dictionary go. */
static bool leave_dictionary(SlBuilder *builder) {
  builder->offsets = sl_alloc_array((size_t)builder->capacity + 1, sizeof(int64_t));
  if (!builder->offsets) return fail_append(builder, (size_t)builder->capacity * sizeof(int64_t));
  for (int64_t row = 0; row < builder->length; row++) {
    builder->offsets[row] = (int64_t)builder->bytes.length;
    if (!builder->validity || sl_bitmap_get(builder->validity, row))
      sl_buf_add_str(&builder->bytes, sl_dict_get(builder->dict, builder->codes[row]));
  }
  if (builder->bytes.failed) return fail_append(builder, builder->bytes.length);
  builder->offsets[builder->length] = (int64_t)builder->bytes.length;
  sl_free(builder->codes);
  builder->codes = NULL;
  sl_dict_release(builder->dict);
  builder->dict = NULL;
  return true;
}

static bool dictionary_pays(const SlBuilder *builder) {
  return builder->length == 0 || builder->length % JUDGE_EVERY != 0 || sl_dict_size(builder->dict) * 2 <= builder->length;
}

static void add_string(SlBuilder *builder, SlStr text) {
  sl_buf_add_str(&builder->bytes, text);
  if (builder->bytes.failed) {
    fail_append(builder, text.length);
    return;
  }
  builder->offsets[builder->length + 1] = (int64_t)builder->bytes.length;
}

void sl_builder_add_text(SlBuilder *builder, SlStr text) {
  SL_ASSERT(builder->type == SL_TEXT && sl_str_is_utf8(text, NULL));
  if (!room(builder)) return;
  if (builder->codes && !dictionary_pays(builder) && !leave_dictionary(builder)) return;
  if (builder->codes)
    builder->status = sl_dict_add(builder->dict, text, &builder->codes[builder->length], &builder->error);
  else
    add_string(builder, text);
  if (builder->status == SL_OK) mark_present(builder);
}

void sl_builder_add_null(SlBuilder *builder, SlReason reason) {
  if (!room(builder)) return;
  if (!builder->validity) {
    builder->validity = sl_bitmap_new(builder->capacity, false);
    if (!builder->validity) {
      fail_append(builder, (size_t)builder->capacity / 8);
      return;
    }
    for (int64_t row = 0; row < builder->length; row++) sl_bitmap_set(builder->validity, row);
  }
  if (reason != SL_REASON_NONE && !builder->reasons) {
    builder->reasons = sl_alloc_zeroed((size_t)builder->capacity, 1);
    if (!builder->reasons) {
      fail_append(builder, (size_t)builder->capacity);
      return;
    }
  }
  if (builder->reasons) builder->reasons[builder->length] = (uint8_t)reason;
  if (builder->integers) builder->integers[builder->length] = 0;
  if (builder->numbers) builder->numbers[builder->length] = 0;
  if (builder->codes) builder->codes[builder->length] = 0;
  if (builder->offsets) builder->offsets[builder->length + 1] = (int64_t)builder->bytes.length;
  builder->length++;
}

void sl_builder_flag_last(SlBuilder *builder, unsigned flags) {
  if (builder->status != SL_OK || flags == 0) return;
  SL_ASSERT(builder->length > 0);
  if (!builder->flags) builder->flags = sl_alloc_zeroed((size_t)builder->capacity, 1);
  if (!builder->flags) {
    fail_append(builder, (size_t)builder->capacity);
    return;
  }
  builder->flags[builder->length - 1] = (uint8_t)flags;
}

void sl_builder_add_cell(SlBuilder *builder, const SlColumn *column, int64_t row) {
  SL_ASSERT(row >= 0 && row < column->length);
  if (sl_column_is_null(column, row)) {
    sl_builder_add_null(builder, sl_column_reason(column, row));
    return;
  }
  if (column->type == SL_TEXT)
    sl_builder_add_text(builder, sl_column_text(column, row));
  else if (column->type == SL_NUMBER)
    sl_builder_add_number(builder, sl_column_number(column, row));
  else
    sl_builder_add_integer(builder, sl_column_integer(column, row));
  if (column->flags) sl_builder_flag_last(builder, sl_column_flags(column, row));
}

static SlStorage narrowest(const int64_t *values, int64_t count) {
  int64_t smallest = 0, largest = 0; /* missing rows hold 0 */
  for (int64_t i = 0; i < count; i++) {
    if (values[i] < smallest) smallest = values[i];
    if (values[i] > largest) largest = values[i];
  }
  if (smallest >= INT8_MIN && largest <= INT8_MAX) return SL_I8;
  if (smallest >= INT16_MIN && largest <= INT16_MAX) return SL_I16;
  if (smallest >= INT32_MIN && largest <= INT32_MAX) return SL_I32;
  return SL_I64;
}

static SlStorage storage_for(const SlBuilder *builder) {
  switch (builder->type) {
    case SL_INTEGER: return narrowest(builder->integers, builder->length);
    case SL_TEXT:
      if (builder->offsets) return SL_STRING;
      return sl_dict_size(builder->dict) <= UINT8_MAX + 1 ? SL_CODE8
             : sl_dict_size(builder->dict) <= UINT16_MAX + 1 ? SL_CODE16 : SL_CODE32;
    default: return sl_storage_default(builder->type);
  }
}

static void fill_values(const SlBuilder *builder, SlColumn *column) {
  switch (column->storage) {
    case SL_I8: SL_CONVERT(int8_t, column->values, int64_t, builder->integers, builder->length); break;
    case SL_I16: SL_CONVERT(int16_t, column->values, int64_t, builder->integers, builder->length); break;
    case SL_I32: SL_CONVERT(int32_t, column->values, int64_t, builder->integers, builder->length); break;
    case SL_I64: SL_CONVERT(int64_t, column->values, int64_t, builder->integers, builder->length); break;
    case SL_BOOL8: SL_CONVERT(uint8_t, column->values, int64_t, builder->integers, builder->length); break;
    case SL_F64: SL_CONVERT(double, column->values, double, builder->numbers, builder->length); break;
    case SL_CODE8: SL_CONVERT(uint8_t, column->values, uint32_t, builder->codes, builder->length); break;
    case SL_CODE16: SL_CONVERT(uint16_t, column->values, uint32_t, builder->codes, builder->length); break;
    case SL_CODE32: SL_CONVERT(uint32_t, column->values, uint32_t, builder->codes, builder->length); break;
    case SL_STRING: break;
  }
}

/* The bytes and offsets of plain strings change hands instead of being copied. */
static SlStatus take_strings(SlBuilder *builder, SlColumn *column, SlError *err) {
  if (!builder->bytes.bytes && !sl_buf_room(&builder->bytes, 1)) return sl_fail_alloc(err, 1);
  sl_free(column->offsets);
  column->offsets = builder->offsets;
  builder->offsets = NULL;
  column->offsets[0] = 0;
  column->values = builder->bytes.bytes;
  sl_buf_init(&builder->bytes);
  return SL_OK;
}

SlStatus sl_builder_finish(SlBuilder *builder, SlColumn **out, SlError *err) {
  SlColumn *column = NULL;
  if (builder->status == SL_OK && (builder->capacity > 0 || grow_all(builder, 1))) ensure_values(builder);
  SlStatus status = builder->status;
  if (status != SL_OK) {
    if (err) *err = builder->error;
    goto done;
  }
  status = sl_column_alloc(builder->type, storage_for(builder), builder->offsets ? 0 : builder->length, false, builder->dict,
                           &column, err);
  if (status != SL_OK) goto done;
  column->length = builder->length;
  if (builder->offsets)
    status = take_strings(builder, column, err);
  else
    fill_values(builder, column);
  if (status != SL_OK) goto done;
  column->validity = builder->validity;
  column->reasons = builder->reasons;
  column->flags = builder->flags;
  builder->validity = NULL;
  builder->reasons = builder->flags = NULL;
  sl_column_seal(column);
  *out = column;
  column = NULL;

done:
  sl_column_release(column);
  sl_builder_reset(builder);
  return status;
}
