#include "core/expr/run/load.h"

#include <endian.h>
#include <string.h>

bool sl_leaf_lies_as_vector(const SlNode *node) {
  if (node->kind != SL_NODE_COLUMN) return false;
  SlStorage storage = node->column->storage;
  return node->raw || storage == SL_I64 || storage == SL_F64 || storage == SL_BOOL8;
}

/* --- marks -------------------------------------------------------------------------------------------------------- */

static bool all_ones(const uint64_t *words, int64_t count) {
  for (int64_t w = 0; w < count / 64; w++)
    if (words[w] != UINT64_MAX) return false;
  uint64_t last = ((uint64_t)1 << (count % 64)) - 1;
  return count % 64 == 0 || (words[count / 64] & last) == last;
}

static bool any_byte(const uint8_t *bytes, int64_t count) {
  uint8_t any = 0;
  for (int64_t i = 0; i < count; i++) any |= bytes[i];
  return any != 0;
}

/* Eight bits become eight bytes of 0 or 1: each byte keeps its bit of the copies, and a carry takes that to the top. */
static void spread(const uint64_t *words, int64_t count, uint8_t *present) {
  for (int64_t i = 0; i < count; i += 8) {
    uint64_t bits = words[i / 64] >> i % 64 & 0xFF;
    uint64_t bytes = bits * 0x0101010101010101u & 0x8040201008040201u;
    bytes = (bytes + 0x7F7F7F7F7F7F7F7Fu) >> 7 & 0x0101010101010101u;
    bytes = htole64(bytes);
    memcpy(present + i, &bytes, 8);
  }
}

static void load_marks(const SlColumn *column, SlVector *vector, int64_t first, int64_t count) {
  vector->present = vector->reasons = vector->flags = NULL;
  if (vector->present_room && !all_ones(column->validity + first / 64, count)) {
    spread(column->validity + first / 64, count, vector->present_room);
    vector->present = vector->present_room;
    if (column->reasons && any_byte(column->reasons + first, count)) vector->reasons = column->reasons + first;
  }
  if (column->flags && any_byte(column->flags + first, count)) vector->flags = column->flags + first;
}

/* --- rows as they come -------------------------------------------------------------------------------------------- */

static void load_strings(const SlColumn *column, int64_t first, int64_t count, SlStr *texts) {
  const char *bytes = column->values;
  const int64_t *offsets = column->offsets + first;
  for (int64_t i = 0; i < count; i++) texts[i] = (SlStr){bytes + offsets[i], (size_t)(offsets[i + 1] - offsets[i])};
}

static void load_entries(const SlColumn *column, int64_t first, int64_t count, SlStr *texts) {
  uint32_t codes[SL_BATCH_ROWS];
  sl_column_load_codes(column, first, count, codes);
  if (sl_dict_size(column->dict) == 0) memset(texts, 0, (size_t)count * sizeof *texts); /* all rows are missing */
  else
    for (int64_t i = 0; i < count; i++) texts[i] = sl_dict_get(column->dict, codes[i]);
}

static void load_column(const SlNode *node, SlVector *vector, int64_t first, int64_t count) {
  const SlColumn *column = node->column;
  if (sl_leaf_lies_as_vector(node))
    vector->values = (char *)column->values + (size_t)first * sl_storage_bytes(column->storage);
  else if (column->storage == SL_STRING)
    load_strings(column, first, count, vector->texts);
  else if (column->type == SL_TEXT)
    load_entries(column, first, count, vector->texts);
  else
    sl_column_load_integers(column, first, count, vector->integers);
  load_marks(column, vector, first, count);
}

/* --- rows picked -------------------------------------------------------------------------------------------------- */

/* Row i of the vector becomes row rows[i] of the column. */
static void pick(const SlColumn *column, const uint32_t *rows, int64_t count, SlVector *vector) {
  const double *numbers = column->values;
  const uint8_t *booleans = column->values;
  switch (column->type) {
    case SL_NUMBER:
      for (int64_t i = 0; i < count; i++) vector->numbers[i] = numbers[rows[i]];
      break;
    case SL_BOOLEAN:
      for (int64_t i = 0; i < count; i++) vector->booleans[i] = booleans[rows[i]];
      break;
    case SL_TEXT:
      for (int64_t i = 0; i < count; i++) vector->texts[i] = sl_column_text(column, rows[i]);
      break;
    default:
      for (int64_t i = 0; i < count; i++) vector->integers[i] = sl_column_integer(column, rows[i]);
  }
  vector->present = vector->present_room;
  vector->reasons = vector->present ? vector->reasons_room : NULL;
  vector->flags = vector->flags_room;
  for (int64_t i = 0; vector->present && i < count; i++) vector->present[i] = !sl_column_is_null(column, rows[i]);
  for (int64_t i = 0; vector->reasons && i < count; i++)
    vector->reasons[i] = (uint8_t)sl_column_reason(column, rows[i]);
  for (int64_t i = 0; vector->flags && i < count; i++) vector->flags[i] = (uint8_t)sl_column_flags(column, rows[i]);
}

static void load_grouped(const SlNode *node, SlVector *vector, const SlScope *scope, int64_t first, int64_t count) {
  uint32_t rows[SL_BATCH_ROWS] = {0};
  if (scope->groups) sl_groups_load(scope->groups, first, count, rows);
  pick(node->column, rows, count, vector);
}

#define LOOK_UP(type)                                                         \
  do {                                                                        \
    const type *codes = (const type *)keys->values + first;                   \
    for (int64_t i = 0; i < count; i++) vector->booleans[i] = values[codes[i]]; \
  } while (0)

static void look_up(const SlColumn *keys, const uint8_t *values, int64_t first, int64_t count, SlVector *vector) {
  switch (keys->storage) {
    case SL_CODE8: LOOK_UP(uint8_t); break;
    case SL_CODE16: LOOK_UP(uint16_t); break;
    default: LOOK_UP(uint32_t); break;
  }
}

/* The rows of a mapped column behind the dictionary's entries belong to missing keys, by their reason. */
static void load_mapped(const SlNode *node, SlVector *vector, int64_t first, int64_t count) {
  const SlColumn *keys = node->keys;
  if (node->type == SL_BOOLEAN && !vector->present_room && !vector->flags_room && !keys->validity) {
    look_up(keys, node->column->values, first, count, vector);
    return;
  }
  uint32_t rows[SL_BATCH_ROWS];
  sl_column_load_codes(keys, first, count, rows);
  if (keys->validity) {
    int64_t entries = sl_dict_size(keys->dict);
    for (int64_t i = 0; i < count; i++)
      if (!sl_bitmap_get(keys->validity, first + i)) rows[i] = (uint32_t)(entries + sl_column_reason(keys, first + i));
  }
  pick(node->column, rows, count, vector);
}

/* --- literals ----------------------------------------------------------------------------------------------------- */

static void fill_literal(const SlNode *node, SlVector *vector) {
  const SlScalar *value = &node->value;
  for (int64_t i = 0; i < SL_BATCH_ROWS; i++) {
    switch (node->type) {
      case SL_TEXT: vector->texts[i] = value->missing ? (SlStr){"", 0} : value->text; break;
      case SL_NUMBER: vector->numbers[i] = value->number; break;
      case SL_BOOLEAN: vector->booleans[i] = (uint8_t)value->integer; break;
      default: vector->integers[i] = value->integer; break;
    }
  }
  if (value->missing) vector->present = memset(vector->present_room, 0, SL_BATCH_ROWS);
}

void sl_leaf_load(const SlNode *node, SlVector *vector, const SlScope *scope, int64_t first, int64_t count) {
  switch (node->kind) {
    case SL_NODE_COLUMN: load_column(node, vector, first, count); break;
    case SL_NODE_GROUPED: load_grouped(node, vector, scope, first, count); break;
    case SL_NODE_MAPPED: load_mapped(node, vector, first, count); break;
    default: fill_literal(node, vector); break;
  }
}
