/* Columns one below the other: whole arrays at a time, and texts of several dictionaries by a map from the codes of
 * each to those of a new one. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/batches.h"
#include "core/base/runtime.h"
#include "core/values/column.h"

static bool has_values(const SlColumn *column) { return column->null_count < column->length; }

/* The type all columns can take, by the rule in the header. */
static SlStatus common_type(const SlColumn *const *columns, int64_t count, SlType *out, SlError *err) {
  SlType type = count ? columns[0]->type : SL_TEXT;
  bool settled = false;
  for (int64_t i = 0; i < count; i++) {
    if (!has_values(columns[i])) continue;
    SlType other = columns[i]->type;
    if (!settled) {
      type = other;
      settled = true;
    } else if (other != type) {
      if (!sl_type_is_numeric(type) || !sl_type_is_numeric(other))
        return sl_fail(err, SL_ETYPE, "%s cannot be put below %s", sl_type_name(other), sl_type_name(type));
      type = SL_NUMBER;
    }
  }
  *out = type;
  return SL_OK;
}

static bool share_dictionary(const SlColumn *const *columns, int64_t count, SlDict **dict) {
  *dict = NULL;
  for (int64_t i = 0; i < count; i++) {
    if (!has_values(columns[i])) continue;
    if (*dict && *dict != columns[i]->dict && !(columns[i]->dict && sl_dict_same_order(*dict, columns[i]->dict))) return false;
    *dict = columns[i]->dict;
  }
  return *dict != NULL;
}

/* A storage that holds what all columns with values hold. Codes of one shared dictionary stay what they are; those of
 * several may become as many as there are entries in all. */
static SlStorage common_storage(const SlColumn *const *columns, int64_t count, SlType type, bool shared) {
  if (type != SL_INTEGER && type != SL_TEXT) return sl_storage_default(type);
  SlStorage widest = type == SL_TEXT ? SL_CODE8 : SL_I8;
  int64_t entries = 0;
  for (int64_t i = 0; i < count; i++) {
    if (!has_values(columns[i])) continue;
    if (columns[i]->storage > widest) widest = columns[i]->storage;
    if (columns[i]->dict) entries += sl_dict_size(columns[i]->dict);
  }
  if (type == SL_INTEGER || widest == SL_STRING || shared) return widest;
  return entries <= UINT8_MAX + 1 ? SL_CODE8 : entries <= UINT16_MAX + 1 ? SL_CODE16 : SL_CODE32;
}

static void *slot(const SlColumn *column, int64_t row) {
  return (char *)column->values + (size_t)row * sl_storage_bytes(column->storage);
}

static void put_integers(SlColumn *out, int64_t first, int64_t count, const int64_t *values) {
  switch (out->storage) {
    case SL_I8: SL_CONVERT(int8_t, (int8_t *)out->values + first, int64_t, values, count); break;
    case SL_I16: SL_CONVERT(int16_t, (int16_t *)out->values + first, int64_t, values, count); break;
    case SL_I32: SL_CONVERT(int32_t, (int32_t *)out->values + first, int64_t, values, count); break;
    default: memcpy((int64_t *)out->values + first, values, (size_t)count * sizeof *values);
  }
}

static void put_codes(SlColumn *out, int64_t first, int64_t count, const uint32_t *codes) {
  switch (out->storage) {
    case SL_CODE8: SL_CONVERT(uint8_t, (uint8_t *)out->values + first, uint32_t, codes, count); break;
    case SL_CODE16: SL_CONVERT(uint16_t, (uint16_t *)out->values + first, uint32_t, codes, count); break;
    default: memcpy((uint32_t *)out->values + first, codes, (size_t)count * sizeof *codes);
  }
}

static SlStatus add_values(const SlColumn *column, SlColumn *out, int64_t at, SlError *err) {
  for (int64_t first = 0; first < column->length; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, column->length);
    if (out->type == SL_NUMBER) {
      sl_column_load_numbers(column, first, count, (double *)out->values + at + first);
    } else if (column->storage == out->storage) {
      memcpy(slot(out, at + first), slot(column, first), (size_t)count * sl_storage_bytes(out->storage));
    } else if (out->type == SL_TEXT) {
      uint32_t codes[SL_BATCH_ROWS];
      sl_column_load_codes(column, first, count, codes);
      put_codes(out, at + first, count, codes);
    } else {
      int64_t values[SL_BATCH_ROWS];
      sl_column_load_integers(column, first, count, values);
      put_integers(out, at + first, count, values);
    }
  }
  return SL_OK;
}

/* Entries that no row uses are left behind: only what a row shows is looked up, once. */
static SlStatus add_mapped(const SlColumn *column, SlColumn *out, int64_t at, SlError *err) {
  size_t size = (size_t)sl_dict_size(column->dict);
  uint32_t *map = sl_alloc_array(size, sizeof *map);
  if (!map) return sl_fail_alloc(err, size * sizeof *map);
  memset(map, 0xFF, size * sizeof *map);
  SlStatus status = SL_OK;
  for (int64_t first = 0; status == SL_OK && first < column->length; first += SL_BATCH_ROWS) {
    uint32_t codes[SL_BATCH_ROWS];
    int64_t count = sl_batch_size(first, column->length);
    if (sl_interrupted_at(first)) status = sl_fail_interrupted(err);
    sl_column_load_codes(column, first, count, codes);
    for (int64_t i = 0; status == SL_OK && i < count; i++) {
      if (sl_column_is_null(column, first + i)) {
        codes[i] = 0;
        continue;
      }
      uint32_t *code = &map[codes[i]];
      if (*code == UINT32_MAX) status = sl_dict_add(out->dict, sl_dict_get(column->dict, codes[i]), code, err);
      codes[i] = *code;
    }
    if (status == SL_OK) put_codes(out, at + first, count, codes);
  }
  sl_free(map);
  return status;
}

static SlStatus add_strings(const SlColumn *const *columns, int64_t count, SlColumn *out, SlError *err) {
  int64_t at = 0, end = 0;
  for (int64_t i = 0; i < count; i++) {
    bool empty = !has_values(columns[i]);
    for (int64_t row = 0; row < columns[i]->length; row++) {
      if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
      if (!empty) end += (int64_t)sl_column_text(columns[i], row).length;
      out->offsets[++at] = end;
    }
  }
  char *bytes = out->values = sl_alloc((size_t)end);
  if (!bytes) return sl_fail_alloc(err, (size_t)end);
  at = 0;
  for (int64_t i = 0; i < count; i++) {
    for (int64_t row = 0; has_values(columns[i]) && row < columns[i]->length; row++) {
      if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
      SlStr text = sl_column_text(columns[i], row);
      if (text.length) memcpy(bytes + out->offsets[at + row], text.bytes, text.length);
    }
    at += columns[i]->length;
  }
  return SL_OK;
}

static SlStatus add_marks(const SlColumn *const *columns, int64_t count, SlColumn *out, SlError *err) {
  bool reasons = false, flags = false;
  for (int64_t i = 0; i < count; i++) {
    reasons |= columns[i]->reasons != NULL;
    flags |= columns[i]->flags != NULL;
  }
  out->reasons = reasons ? sl_alloc_zeroed((size_t)out->length, 1) : NULL;
  out->flags = flags ? sl_alloc_zeroed((size_t)out->length, 1) : NULL;
  if ((reasons && !out->reasons) || (flags && !out->flags)) return sl_fail_alloc(err, (size_t)out->length);
  int64_t at = 0;
  for (int64_t i = 0; i < count; i++) {
    const SlColumn *column = columns[i];
    size_t length = (size_t)column->length;
    for (int64_t row = 0; column->validity && row < column->length; row++) {
      if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
      if (sl_column_is_null(column, row)) sl_bitmap_clear(out->validity, at + row);
    }
    if (column->reasons) memcpy(out->reasons + at, column->reasons, length);
    if (column->flags) memcpy(out->flags + at, column->flags, length);
    at += column->length;
  }
  return SL_OK;
}

static SlStatus add_columns(const SlColumn *const *columns, int64_t count, SlColumn *out, bool shared, SlError *err) {
  SlStatus status = add_marks(columns, count, out, err);
  if (status != SL_OK) return status;
  if (out->storage == SL_STRING) return add_strings(columns, count, out, err);
  int64_t at = 0;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    bool values = has_values(columns[i]); /* without them, and whatever its type, the slots stay zero */
    if (values && out->type == SL_TEXT && !shared)
      status = add_mapped(columns[i], out, at, err);
    else if (values)
      status = add_values(columns[i], out, at, err);
    at += columns[i]->length;
  }
  return status;
}

SlStatus sl_column_append(const SlColumn *const *columns, int64_t count, SlColumn **out, SlError *err) {
  SlType type;
  SlStatus status = common_type(columns, count, &type, err);
  if (status != SL_OK) return status;
  int64_t length = 0;
  bool missing = false;
  for (int64_t i = 0; i < count; i++) {
    length += columns[i]->length;
    missing |= columns[i]->null_count > 0;
  }
  SlDict *dict = NULL, *made = NULL;
  bool shared = type == SL_TEXT && share_dictionary(columns, count, &dict);
  SlStorage storage = common_storage(columns, count, type, shared);
  if (sl_storage_is_code(storage) && !shared) {
    dict = made = sl_dict_new();
    if (!made) return sl_fail_alloc(err, 0);
  }
  SlColumn *below = NULL;
  status = sl_column_alloc(type, storage, length, missing, storage == SL_STRING ? NULL : dict, &below, err);
  sl_dict_release(made);
  if (status != SL_OK) return status;
  status = add_columns(columns, count, below, shared, err);
  if (status != SL_OK) {
    sl_column_release(below);
    return status;
  }
  sl_column_seal(below);
  *out = below;
  return SL_OK;
}
