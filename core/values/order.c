#include "core/values/order.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/alloc.h"

static SlStorage storage_of(int64_t labels) {
  return labels <= UINT8_MAX + 1 ? SL_CODE8 : labels <= UINT16_MAX + 1 ? SL_CODE16 : SL_CODE32;
}

static void put_code(SlColumn *column, int64_t row, uint32_t code) {
  switch (column->storage) {
    case SL_CODE8: ((uint8_t *)column->values)[row] = (uint8_t)code; break;
    case SL_CODE16: ((uint16_t *)column->values)[row] = (uint16_t)code; break;
    default: ((uint32_t *)column->values)[row] = code;
  }
}

/* Codes of the column become those of the order; each different text is looked up once. */
static SlStatus fill(const SlColumn *from, SlColumn *to, uint32_t *map, SlError *err) {
  for (int64_t row = 0; row < from->length; row++) {
    if (sl_column_is_null(from, row)) continue;
    uint32_t *code = &map[sl_column_code(from, row)];
    if (*code == UINT32_MAX) {
      SlStr label = sl_column_text(from, row);
      int64_t found = sl_dict_find(to->dict, label);
      if (found < 0)
        return sl_fail(err, SL_EDATA, "row %" PRId64 ": \"%.*s\" is not in the order", row + 1, (int)sl_str_cut(label, 60), label.bytes);
      *code = (uint32_t)found;
    }
    put_code(to, row, *code);
  }
  return SL_OK;
}

SlStatus sl_column_order(const SlColumn *column, const SlStr *labels, int64_t count, SlColumn **out, SlError *err) {
  if (column->type != SL_TEXT) return sl_fail(err, SL_ETYPE, "it holds %s; labels are texts", sl_type_name(column->type));
  SlDict *order = NULL;
  SlColumn *from = NULL, *to = NULL;
  uint32_t *map = NULL;
  SlStatus status = sl_dict_new_ordered(labels, count, &order, err);
  if (status == SL_OK) status = sl_column_encode(column, &from, err);
  if (status == SL_OK) {
    size_t entries = (size_t)sl_dict_size(from->dict) + 1;
    map = sl_alloc_array(entries, sizeof *map);
    if (map)
      memset(map, 0xFF, entries * sizeof *map);
    else
      status = sl_fail_alloc(err, entries * sizeof *map);
  }
  if (status == SL_OK) status = sl_column_alloc(SL_TEXT, storage_of(count), from->length, false, order, &to, err);
  if (status == SL_OK) status = sl_column_copy_marks(from, to, err);
  if (status == SL_OK) status = fill(from, to, map, err);
  if (status == SL_OK) {
    sl_column_seal(to);
    *out = to;
  } else {
    sl_column_release(to);
  }
  sl_free(map);
  sl_column_release(from);
  sl_dict_release(order);
  return status;
}
