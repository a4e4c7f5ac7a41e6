#include "core/values/column.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/batches.h"
#include "core/base/runtime.h"

/* Values of a few rows lie behind the column in one block with it: a table of a million columns is likely to have few rows. */
enum { MOST_INSIDE = 64 }; /* bytes */

_Static_assert(sizeof(SlColumn) % 8 == 0, "values behind a column are aligned");

SlStatus sl_column_alloc(SlType type, SlStorage storage, int64_t length, bool with_validity, SlDict *dict, SlColumn **out,
                         SlError *err) {
  size_t width = storage == SL_STRING ? 0 : sl_storage_bytes(storage);
  bool inside = width > 0 && length <= (int64_t)(MOST_INSIDE / width);
  size_t bytes = sizeof(SlColumn) + (inside ? (size_t)length * width : 0);
  SlColumn *column = sl_alloc_zeroed(1, bytes);
  if (!column) return sl_fail_alloc(err, bytes);
  atomic_init(&column->references, 1);
  column->type = type;
  column->storage = storage;
  column->values_inside = inside;
  column->length = length;
  column->dict = dict ? sl_dict_retain(dict) : NULL;
  if (storage == SL_STRING)
    column->offsets = sl_alloc_zeroed((size_t)length + 1, sizeof *column->offsets);
  else
    column->values = inside ? (void *)(column + 1) : sl_alloc_zeroed((size_t)length, width);
  if (with_validity) column->validity = sl_bitmap_new(length, true);
  if ((!column->values && !column->offsets) || (with_validity && !column->validity)) {
    sl_column_release(column);
    return sl_fail_alloc(err, (size_t)length * (storage == SL_STRING ? sizeof(int64_t) : width));
  }
  SlStatus status = inside || !column->values ? SL_OK : sl_claim(column->values, (size_t)length * width, err);
  if (status != SL_OK) {
    sl_column_release(column);
    return status;
  }
  *out = column;
  return SL_OK;
}

static uint8_t *drop_if_all_zero(uint8_t *bytes, int64_t length) {
  if (!bytes) return NULL;
  for (int64_t row = 0; row < length; row++)
    if (bytes[row]) return bytes;
  sl_free(bytes);
  return NULL;
}

/* --- invariants, looked at in debug builds --- */

static bool fits_type(SlStorage storage, SlType type) {
  switch (storage) {
    case SL_F64: return type == SL_NUMBER;
    case SL_BOOL8: return type == SL_BOOLEAN;
    case SL_STRING: case SL_CODE8: case SL_CODE16: case SL_CODE32: return type == SL_TEXT;
    default: return type != SL_NUMBER && type != SL_TEXT;
  }
}

static bool rise_from_0(const int64_t *offsets, int64_t length) {
  if (offsets[0] != 0) return false;
  for (int64_t row = 0; row < length; row++)
    if (offsets[row + 1] < offsets[row]) return false;
  return true;
}

static bool are_in_dictionary(const SlColumn *column) {
  int64_t size = sl_dict_size(column->dict);
  for (int64_t row = 0; row < column->length; row++)
    if (!sl_column_is_null(column, row) && sl_column_code(column, row) >= size) return false;
  return true;
}

/* Invariant 4. */
static bool storage_is_sound(const SlColumn *column) {
  if (!fits_type(column->storage, column->type)) return false;
  if (column->storage == SL_STRING) return rise_from_0(column->offsets, column->length);
  return !sl_storage_is_code(column->storage) || (column->dict && are_in_dictionary(column));
}

/* Bits past the length are 0 (bitmap.h), present rows have no reason, and missing ones no flag that counts: accessors ask the
 * validity first. */
static bool bits_end_with_rows(const SlColumn *column) {
  int64_t last = column->length % 64;
  return !column->validity || last == 0 || column->validity[column->length / 64] >> last == 0;
}

void sl_column_seal(SlColumn *column) {
  column->null_count = column->validity ? column->length - sl_bitmap_count(column->validity, column->length) : 0;
  if (column->null_count == 0) {
    sl_free(column->validity);
    column->validity = NULL;
  }
  column->reasons = drop_if_all_zero(column->reasons, column->length);
  column->flags = drop_if_all_zero(column->flags, column->length);
  SL_ASSERT(column->null_count >= 0 && column->null_count <= column->length);
  SL_ASSERT((column->validity != NULL) == (column->null_count > 0)); /* invariant 2 */
  SL_ASSERT(bits_end_with_rows(column));
  SL_ASSERT(storage_is_sound(column));
}

SlColumn *sl_column_retain(const SlColumn *column) {
  SlColumn *counted = (SlColumn *)column;
  SL_ASSERT(atomic_load(&counted->references) > 0);
  atomic_fetch_add_explicit(&counted->references, 1, memory_order_relaxed);
  return counted;
}

void sl_column_release(SlColumn *column) {
  if (!column || atomic_fetch_sub_explicit(&column->references, 1, memory_order_acq_rel) != 1) return;
  if (!column->values_inside) sl_free(column->values);
  sl_free(column->validity);
  sl_free(column->reasons);
  sl_free(column->flags);
  sl_free(column->offsets);
  sl_dict_release(column->dict);
  sl_free(column);
}

int64_t sl_column_integer(const SlColumn *column, int64_t row) {
  SL_ASSERT(row >= 0 && row < column->length);
  switch (column->storage) {
    case SL_I8: return ((const int8_t *)column->values)[row];
    case SL_I16: return ((const int16_t *)column->values)[row];
    case SL_I32: return ((const int32_t *)column->values)[row];
    case SL_I64: return ((const int64_t *)column->values)[row];
    case SL_BOOL8: return ((const uint8_t *)column->values)[row];
    default: return 0;
  }
}

double sl_column_number(const SlColumn *column, int64_t row) {
  return column->storage == SL_F64 ? ((const double *)column->values)[row] : (double)sl_column_integer(column, row);
}

uint32_t sl_column_code(const SlColumn *column, int64_t row) {
  SL_ASSERT(row >= 0 && row < column->length && sl_storage_is_code(column->storage));
  switch (column->storage) {
    case SL_CODE8: return ((const uint8_t *)column->values)[row];
    case SL_CODE16: return ((const uint16_t *)column->values)[row];
    default: return ((const uint32_t *)column->values)[row];
  }
}

SlStr sl_column_text(const SlColumn *column, int64_t row) {
  SL_ASSERT(row >= 0 && row < column->length && column->type == SL_TEXT);
  if (sl_column_is_null(column, row)) return (SlStr){"", 0};
  if (column->storage == SL_STRING)
    return (SlStr){(const char *)column->values + column->offsets[row],
                   (size_t)(column->offsets[row + 1] - column->offsets[row])};
  return sl_dict_get(column->dict, sl_column_code(column, row));
}

SlReason sl_column_reason(const SlColumn *column, int64_t row) {
  return column->reasons && sl_column_is_null(column, row) ? (SlReason)column->reasons[row] : SL_REASON_NONE;
}

unsigned sl_column_flags(const SlColumn *column, int64_t row) {
  return column->flags && !sl_column_is_null(column, row) ? column->flags[row] : 0;
}

#define LOAD(to_type, from_type) \
  SL_CONVERT(to_type, out, from_type, (const from_type *)column->values + first, count)

void sl_column_load_integers(const SlColumn *column, int64_t first, int64_t count, int64_t *out) {
  SL_ASSERT(first >= 0 && count >= 0 && first + count <= column->length);
  switch (column->storage) {
    case SL_I8: LOAD(int64_t, int8_t); break;
    case SL_I16: LOAD(int64_t, int16_t); break;
    case SL_I32: LOAD(int64_t, int32_t); break;
    case SL_I64: LOAD(int64_t, int64_t); break;
    default: LOAD(int64_t, uint8_t); break;
  }
}

void sl_column_load_numbers(const SlColumn *column, int64_t first, int64_t count, double *out) {
  switch (column->storage) {
    case SL_I8: LOAD(double, int8_t); break;
    case SL_I16: LOAD(double, int16_t); break;
    case SL_I32: LOAD(double, int32_t); break;
    case SL_F64: LOAD(double, double); break;
    default: LOAD(double, int64_t); break;
  }
}

void sl_column_load_codes(const SlColumn *column, int64_t first, int64_t count, uint32_t *out) {
  switch (column->storage) {
    case SL_CODE8: LOAD(uint32_t, uint8_t); break;
    case SL_CODE16: LOAD(uint32_t, uint16_t); break;
    default: LOAD(uint32_t, uint32_t); break;
  }
}

SlStatus sl_column_copy_marks(const SlColumn *from, SlColumn *to, SlError *err) {
  size_t words = (size_t)sl_bitmap_words(from->length);
  if (from->validity) {
    to->validity = sl_alloc_array(words, sizeof *to->validity);
    if (!to->validity) return sl_fail_alloc(err, words * sizeof *to->validity);
    memcpy(to->validity, from->validity, words * sizeof *to->validity);
  }
  if (from->reasons) {
    to->reasons = sl_alloc((size_t)from->length);
    if (!to->reasons) return sl_fail_alloc(err, (size_t)from->length);
    memcpy(to->reasons, from->reasons, (size_t)from->length);
  }
  if (from->flags) {
    to->flags = sl_alloc((size_t)from->length);
    if (!to->flags) return sl_fail_alloc(err, (size_t)from->length);
    memcpy(to->flags, from->flags, (size_t)from->length);
  }
  to->null_count = from->null_count;
  return SL_OK;
}

SlStatus sl_column_add_reasons(const SlColumn *from, SlColumn *to, SlError *err) {
  SL_ASSERT(from->length == to->length && atomic_load(&to->references) == 1);
  if (!from->reasons || !to->validity) return SL_OK;
  if (!to->reasons) to->reasons = sl_alloc_zeroed((size_t)to->length, 1);
  if (!to->reasons) return sl_fail_alloc(err, (size_t)to->length);
  for (int64_t row = 0; row < to->length; row++)
    if (from->reasons[row] && sl_column_is_null(to, row))
      to->reasons[row] = (uint8_t)sl_reason_stronger((SlReason)to->reasons[row], (SlReason)from->reasons[row]);
  return SL_OK;
}

SlStatus sl_column_encode(const SlColumn *column, SlColumn **out, SlError *err) {
  if (column->storage != SL_STRING) {
    *out = sl_column_retain(column);
    return SL_OK;
  }
  SlDict *dict = sl_dict_new();
  if (!dict) return sl_fail_alloc(err, 0);
  SlColumn *encoded = NULL;
  SlStatus status = sl_column_alloc(SL_TEXT, SL_CODE32, column->length, false, dict, &encoded, err);
  if (status == SL_OK) status = sl_column_copy_marks(column, encoded, err);
  for (int64_t row = 0; status == SL_OK && row < column->length; row++) {
    uint32_t code = 0;
    if (sl_interrupted_at(row))
      status = sl_fail_interrupted(err);
    else if (!sl_column_is_null(column, row))
      status = sl_dict_add(dict, sl_column_text(column, row), &code, err);
    if (status == SL_OK) ((uint32_t *)encoded->values)[row] = code;
  }
  sl_dict_release(dict);
  if (status != SL_OK) {
    sl_column_release(encoded);
    return status;
  }
  *out = encoded;
  return SL_OK;
}

SlStatus sl_column_to_number(const SlColumn *column, SlColumn **out, SlError *err) {
  if (column->type == SL_NUMBER) {
    *out = sl_column_retain(column);
    return SL_OK;
  }
  SlColumn *numbers;
  SlStatus status = sl_column_alloc(SL_NUMBER, SL_F64, column->length, false, NULL, &numbers, err);
  if (status != SL_OK) return status;
  status = sl_column_copy_marks(column, numbers, err);
  if (status != SL_OK) {
    sl_column_release(numbers);
    return status;
  }
  sl_column_load_numbers(column, 0, column->length, numbers->values);
  *out = numbers;
  return SL_OK;
}

bool sl_column_rows_equal(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  bool missing_a = sl_column_is_null(a, row_a), missing_b = sl_column_is_null(b, row_b);
  if (missing_a || missing_b) return missing_a && missing_b && sl_column_reason(a, row_a) == sl_column_reason(b, row_b);
  if (a->type != b->type) return false;
  if (a->type == SL_TEXT) return sl_str_equal(sl_column_text(a, row_a), sl_column_text(b, row_b));
  if (a->type == SL_NUMBER) {
    double x = sl_column_number(a, row_a), y = sl_column_number(b, row_b);
    return x == y || (isnan(x) && isnan(y));
  }
  return sl_column_integer(a, row_a) == sl_column_integer(b, row_b);
}

size_t sl_column_bytes(const SlColumn *column) {
  size_t length = (size_t)column->length;
  size_t bytes = sizeof *column;
  if (column->storage == SL_STRING)
    bytes += (length + 1) * sizeof(int64_t) + (size_t)column->offsets[length];
  else
    bytes += length * sl_storage_bytes(column->storage);
  if (column->validity) bytes += (size_t)sl_bitmap_words(column->length) * sizeof(uint64_t);
  if (column->reasons) bytes += length;
  if (column->flags) bytes += length;
  if (column->dict) bytes += sl_dict_bytes(column->dict);
  return bytes;
}
