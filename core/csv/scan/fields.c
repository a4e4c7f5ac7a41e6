#include "core/csv/scan/fields.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/csv/scan/numerals.h"
#include "core/values/bitmap.h"

static SlStr field_at(const SlFields *fields, int64_t row, int64_t column) {
  const uint32_t *place = fields->places + row * fields->stride + column;
  const char *begin = fields->text + (uint32_t)(place[-1] + 1), *end = fields->text + place[0];
  if (column == fields->stride - 1 && end > begin && end[-1] == '\r') end--;
  return (SlStr){begin, (size_t)(end - begin)};
}

/* --- quotes ------------------------------------------------------------------------------------------------------------------ */

/* A field that begins with a quote: what is meant, doubled quotes made one. */
static SlStr unquote(SlFields *fields, SlStr field) {
  if (field.length < 2 || field.bytes[field.length - 1] != fields->quote) {
    fields->broken = true;
    return field;
  }
  SlStr inner = {field.bytes + 1, field.length - 2};
  fields->quotes += 2;
  const char *found = inner.length ? memchr(inner.bytes, fields->quote, inner.length) : NULL;
  if (!found) return inner;
  fields->scratch.length = 0;
  const char *at = inner.bytes, *end = inner.bytes + inner.length;
  while (found) {
    if (found + 1 == end || found[1] != fields->quote) {
      fields->broken = true;
      return field;
    }
    fields->quotes += 2;
    sl_buf_add(&fields->scratch, at, (size_t)(found + 1 - at));
    at = found + 2;
    found = at < end ? memchr(at, fields->quote, (size_t)(end - at)) : NULL;
  }
  sl_buf_add(&fields->scratch, at, (size_t)(end - at));
  return sl_buf_str(&fields->scratch);
}

static bool is_quoted(const SlFields *fields, SlStr field) {
  return fields->quote && field.length && field.bytes[0] == fields->quote;
}

static void add_any(SlFields *fields, SlStr field, SlCells *cells) {
  if (is_quoted(fields, field))
    sl_cells_add(cells, unquote(fields, field), SL_CELL_QUOTED);
  else
    sl_cells_add(cells, field, field.length == 0 ? SL_CELL_ABSENT : SL_CELL_PLAIN);
}

void sl_fields_pass(SlFields *fields, int64_t column) {
  if (!fields->quote) return;
  for (int64_t row = 0; row < fields->rows; row++) {
    SlStr field = field_at(fields, row, column);
    if (is_quoted(fields, field)) unquote(fields, field);
  }
}

/* A field as it is meant, where that needs no copying; false when it does. *absent: it is empty and without quotes. */
static inline bool take_simple(SlFields *fields, SlStr field, SlStr *text, bool *absent) {
  *absent = field.length == 0;
  *text = field;
  if (!is_quoted(fields, field)) return true;
  if (field.length < 2 || field.bytes[field.length - 1] != fields->quote) return false;
  *text = (SlStr){field.bytes + 1, field.length - 2};
  if (fields->doubled && text->length && memchr(text->bytes, fields->quote, text->length)) return false;
  fields->quotes += 2;
  return true;
}

/* --- the common spellings ------------------------------------------------------------------------------------------------------ */

/* `count` slots more hold values that are present. */
static void took(SlCells *cells, int64_t count) {
  if (cells->validity) sl_bitmap_set_range(cells->validity, cells->rows, cells->rows + count);
  cells->rows += count;
  cells->present += count;
}

/* Cells that the rules may read otherwise than by their spelling go one by one. */
static bool has_plain_rules(const SlCellRules *rules) {
  return rules->missing_count == 0 && !rules->markers && rules->decimal == '.' && !rules->loose_numbers;
}

/* The spelling of each number counts, until one of them tells what the point is. */
static bool counts_points(const SlCells *cells) { return cells->rules->doubts_point && cells->plain_fractions == 0; }

/* The field's end is far enough from the beginning of all text for numerals.h. */
static bool has_room_before(const SlFields *fields, int64_t row, int64_t column) {
  return fields->text + fields->places[row * fields->stride + column] - fields->floor >= SL_NUMERAL_BYTES;
}

/* The column from a row on. */
static SlPlaces places_from(const SlFields *fields, int64_t row, int64_t column) {
  return (SlPlaces){fields->text, fields->places + row * fields->stride + column, fields->stride, column == fields->stride - 1};
}

/* Both stop before the first cell that is spelt otherwise. Rows are taken many at once, and one by one where that stops. */
static int64_t add_integers(const SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  int64_t first = row, rows = fields->rows, alone = 0;
  SlCellSlot *slots = cells->slots + cells->rows - first;
  for (; row < rows && has_room_before(fields, row, column); row++) {
    if (alone-- == 0) {
      SlPlaces places = places_from(fields, row, column);
      row += sl_numerals_integers(&places, rows - row, &slots[row].integer);
      alone = SL_NUMERAL_ROWS - 1;
      if (row == rows) break;
    }
    if (!sl_numeral_integer(field_at(fields, row, column), &slots[row].integer)) break;
  }
  took(cells, row - first);
  return row;
}

static int64_t add_numbers(const SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  int64_t first = row, rows = fields->rows, alone = 0;
  SlCellSlot *slots = cells->slots + cells->rows - first;
  for (; row < rows && has_room_before(fields, row, column); row++) {
    if (alone-- == 0) {
      SlPlaces places = places_from(fields, row, column);
      row += sl_numerals_numbers(&places, rows - row, &slots[row].number);
      alone = SL_NUMERAL_ROWS - 1;
      if (row == rows) break;
    }
    if (!sl_numeral_number(field_at(fields, row, column), &slots[row].number)) break;
  }
  took(cells, row - first);
  return row;
}

/* Bytes of a word that are of a text: the last of them, by their number. */
static inline uint64_t last_bytes(size_t count) { return count ? ~UINT64_C(0) << 8 * (8 - count) : 0; }

/* Short texts without quotes, many at a time, straight from the text's words. Stops before any other field. */
static int64_t add_short_texts(SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  SlShortText texts[SL_DICT_BATCH];
  char quote = fields->quote;
  while (row < fields->rows && has_room_before(fields, row, column)) {
    int64_t most = fields->rows - row < SL_DICT_BATCH ? fields->rows - row : SL_DICT_BATCH, count = 0;
    for (; count < most; count++) {
      SlStr field = field_at(fields, row + count, column);
      if (field.length - 1 >= SL_SHORT_BYTES || (quote && field.bytes[0] == quote)) break;
      const char *end = field.bytes + field.length;
      size_t behind = field.length < 8 ? field.length : 8;
      texts[count].low = sl_numeral_word(end - 8) & last_bytes(behind);
      texts[count].high = sl_numeral_word(end - 16) & last_bytes(field.length - behind);
      texts[count].length = field.length;
    }
    cells->status = sl_dict_add_short(cells->store->dict, texts, count, &cells->slots[cells->rows].integer, cells->error);
    if (cells->status != SL_OK) return fields->rows;
    took(cells, count);
    row += count;
    if (count < most) break;
  }
  return row;
}

/* Texts and missing cells. Stops before the first field in quotes that must be copied. */
static int64_t add_texts(SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  SlStr texts[SL_DICT_BATCH];
  uint32_t codes[SL_DICT_BATCH];
  bool absent[SL_DICT_BATCH], stopped = false;
  while (row < fields->rows && !stopped) {
    int64_t begun = row;
    row = add_short_texts(fields, row, column, cells);
    if (row == fields->rows || cells->status != SL_OK) return fields->rows;
    /* What stopped it is likely to be met again: where it got far, only that is taken otherwise. */
    int64_t batch = row - begun >= SL_DICT_BATCH ? 1 : SL_DICT_BATCH, count = 0, present = 0;
    for (; count < batch && row + count < fields->rows; count++) {
      if (!take_simple(fields, field_at(fields, row + count, column), &texts[present], &absent[count])) break;
      present += !absent[count];
    }
    stopped = count < batch;
    if (present < count && !sl_cells_need_validity(cells)) return fields->rows;
    cells->status = sl_dict_add_many(cells->store->dict, texts, present, codes, cells->error);
    if (cells->status != SL_OK) return fields->rows;
    for (int64_t i = 0, code = 0; i < count; i++) {
      cells->slots[cells->rows + i].integer = absent[i] ? 0 : codes[code];
      if (cells->validity && !absent[i]) sl_bitmap_set(cells->validity, cells->rows + i);
      code += !absent[i];
    }
    cells->rows += count;
    cells->present += present;
    row += count;
  }
  return row;
}

/* The same without a dictionary. */
static int64_t add_plain_texts(SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  for (; row < fields->rows; row++) {
    SlStr text;
    bool absent;
    if (!take_simple(fields, field_at(fields, row, column), &text, &absent)) break;
    if (absent) {
      if (!sl_cells_need_validity(cells)) return fields->rows;
    } else {
      sl_buf_add_str(&cells->bytes, text);
      if (cells->validity) sl_bitmap_set(cells->validity, cells->rows);
      cells->present++;
    }
    cells->slots[cells->rows++].integer = (int64_t)cells->bytes.length;
  }
  if (cells->bytes.failed) cells->status = sl_fail_alloc(cells->error, cells->bytes.capacity);
  return row;
}

void sl_fields_add(SlFields *fields, int64_t column, SlCells *cells) {
  if (!sl_cells_reserve(cells, fields->rows)) return;
  bool plain_rules = has_plain_rules(cells->rules);
  for (int64_t row = 0; row < fields->rows && cells->status == SL_OK;) {
    if (plain_rules && !cells->lost) {
      if (cells->kind == SL_CELLS_INTEGER)
        row = add_integers(fields, row, column, cells);
      else if (cells->kind == SL_CELLS_NUMBER && !counts_points(cells))
        row = add_numbers(fields, row, column, cells);
      else if (cells->kind == SL_CELLS_TEXT && cells->plain)
        row = add_plain_texts(fields, row, column, cells);
      else if (cells->kind == SL_CELLS_TEXT && cells->store->dict)
        row = add_texts(fields, row, column, cells);
      if (row >= fields->rows || cells->status != SL_OK) return;
    }
    add_any(fields, field_at(fields, row++, column), cells);
    if (fields->broken) return;
  }
}
