#include "core/expr/run/result.h"

#include <endian.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"

size_t sl_vector_width(SlType type) {
  return type == SL_TEXT ? sizeof(SlStr) : type == SL_BOOLEAN ? sizeof(uint8_t) : sizeof(int64_t);
}

SlStatus sl_result_open(SlResult *result, const SlNode *root, int64_t length, SlError *err) {
  memset(result, 0, sizeof *result);
  SlStorage storage = root->type == SL_TEXT ? SL_STRING : sl_storage_default(root->type);
  SlStatus status = sl_column_alloc(root->type, storage, length, root->may_miss, NULL, &result->column, err);
  if (status != SL_OK) return status;
  SlColumn *column = result->column;
  if (root->may_reason) column->reasons = sl_alloc_zeroed((size_t)length, 1);
  if (root->may_flag) column->flags = sl_alloc_zeroed((size_t)length, 1);
  if ((root->may_reason && !column->reasons) || (root->may_flag && !column->flags))
    return sl_fail_alloc(err, (size_t)length);
  if (root->type != SL_TEXT) return SL_OK;
  result->morsels = sl_morsels_of(length);
  result->texts = sl_alloc_zeroed((size_t)result->morsels, sizeof *result->texts);
  return result->texts ? SL_OK : sl_fail_alloc(err, (size_t)result->morsels * sizeof *result->texts);
}

/* Values of 8 bytes and truths lie in a column as in a vector, so the root writes where they will stay: batches are disjoint
 * rows, so no other task reads or writes there. What the kernel leaves at missing rows is put to 0 by sl_result_store(),
 * which knows by the address that the copy is not needed. Nothing reads the root's vector but the store: a root is the
 * argument of no node that is needed. */
void *sl_result_place(const SlResult *result, int64_t first) {
  const SlColumn *column = result->column;
  if (column->storage != SL_I64 && column->storage != SL_F64 && column->storage != SL_BOOL8) return NULL;
  return (char *)column->values + (size_t)first * sl_storage_bytes(column->storage);
}

/* --- storing ------------------------------------------------------------------------------------------------------ */

/* Eight bytes of 0 or 1 become eight bits: the product brings byte i to bit 56 + i, and no two others meet. */
static void store_presence(const uint8_t *present, uint64_t *validity, int64_t count) {
  int64_t i = 0;
  for (; i + 64 <= count; i += 64) {
    uint64_t word = 0;
    for (int k = 0; k < 8; k++) {
      uint64_t bytes;
      memcpy(&bytes, present + i + 8 * k, 8);
      word |= (le64toh(bytes) * 0x0102040810204080u) >> 56 << (8 * k);
    }
    validity[i / 64] = word;
  }
  for (; i < count; i++)
    if (!present[i]) sl_bitmap_clear(validity, i);
}

/* Missing rows hold 0. The values may be in place already. */
#define STORE(type, from)                                                                    \
  do {                                                                                       \
    type *to = (type *)column->values + first;                                               \
    const uint8_t *present = vector->present;                                                \
    if ((const void *)to != (const void *)(from))                                            \
      for (int64_t i = 0; i < count; i++) to[i] = (type)(from)[i];                           \
    for (int64_t i = 0; present && i < count; i++) {                                         \
      type value = to[i];                                                                    \
      to[i] = present[i] ? value : (type)0;                                                  \
    }                                                                                        \
  } while (0)

static void store_texts(const SlVector *vector, SlBuf *texts, int64_t *lengths, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    SlStr text = vector->present && !vector->present[i] ? (SlStr){"", 0} : vector->texts[i];
    if (text.length) sl_buf_add_str(texts, text);
    lengths[i] = (int64_t)text.length;
  }
}

void sl_result_store(SlResult *result, const SlVector *vector, int64_t first, int64_t count) {
  SlColumn *column = result->column;
  switch (column->storage) {
    case SL_I32: STORE(int32_t, vector->integers); break;
    case SL_F64: STORE(double, vector->numbers); break;
    case SL_BOOL8: STORE(uint8_t, vector->booleans); break;
    case SL_STRING:
      store_texts(vector, &result->texts[first / SL_MORSEL_ROWS], column->offsets + 1 + first, count);
      break;
    default: STORE(int64_t, vector->integers); break;
  }
  if (vector->present) store_presence(vector->present, column->validity + first / 64, count);
  if (vector->reasons) {
    for (int64_t i = 0; i < count; i++)
      column->reasons[first + i] = vector->present[i] ? SL_REASON_NONE : vector->reasons[i];
    atomic_store_explicit(&result->has_reasons, true, memory_order_relaxed);
  }
  if (vector->flags) {
    memcpy(column->flags + first, vector->flags, (size_t)count);
    atomic_store_explicit(&result->has_flags, true, memory_order_relaxed);
  }
}

/* --- closing ------------------------------------------------------------------------------------------------------ */

/* Texts of the morsels one behind the other, lengths summed to offsets. */
static SlStatus join_texts(SlResult *result, SlError *err) {
  SlColumn *column = result->column;
  size_t total = 0, at = 0;
  for (int64_t m = 0; m < result->morsels; m++) {
    if (result->texts[m].failed) return sl_fail_alloc(err, result->texts[m].capacity);
    total += result->texts[m].length;
  }
  char *bytes = sl_alloc(total);
  if (!bytes) return sl_fail_alloc(err, total);
  for (int64_t m = 0; m < result->morsels; m++) {
    if (sl_interrupted()) {
      sl_free(bytes);
      return sl_fail_interrupted(err);
    }
    if (result->texts[m].length) memcpy(bytes + at, result->texts[m].bytes, result->texts[m].length);
    at += result->texts[m].length;
    sl_buf_reset(&result->texts[m]);
  }
  column->values = bytes;
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    column->offsets[row + 1] += column->offsets[row];
  }
  return SL_OK;
}

SlStatus sl_result_close(SlResult *result, SlStatus status, SlColumn **out, SlError *err) {
  SlColumn *column = result->column;
  if (status == SL_OK && result->texts) status = join_texts(result, err);
  for (int64_t m = 0; result->texts && m < result->morsels; m++) sl_buf_reset(&result->texts[m]);
  sl_free(result->texts);
  if (status != SL_OK) {
    sl_column_release(column);
    return status;
  }
  if (!result->has_reasons) {
    sl_free(column->reasons);
    column->reasons = NULL;
  }
  if (!result->has_flags) {
    sl_free(column->flags);
    column->flags = NULL;
  }
  sl_column_seal(column);
  *out = column;
  return SL_OK;
}
