#include "core/csv/fields.h"

#include <string.h>

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
    sl_cells_add(cells, unquote(fields, field), false);
  else
    sl_cells_add(cells, field, field.length == 0);
}

void sl_fields_pass(SlFields *fields, int64_t column) {
  if (!fields->quote) return;
  for (int64_t row = 0; row < fields->rows; row++) {
    SlStr field = field_at(fields, row, column);
    if (is_quoted(fields, field)) unquote(fields, field);
  }
}

/* --- the common spellings ------------------------------------------------------------------------------------------------------ */

/* A slot taken by a value that is present. */
static void took(SlCells *cells) {
  if (cells->validity) sl_bitmap_set(cells->validity, cells->rows);
  cells->rows++;
  cells->present++;
}

/* Digits alone, with a sign, up to 18 of them, and no leading zero: an integer in any dialect. */
static bool read_integer(SlStr text, int64_t *value) {
  const char *at = text.bytes, *end = at + text.length;
  bool negative = at < end && *at == '-';
  at += negative;
  if (end - at > 18 || at == end || (*at == '0' && text.length > 1)) return false;
  uint64_t sum = 0;
  for (; at < end; at++) {
    unsigned digit = (unsigned char)*at - '0';
    if (digit > 9) return false;
    sum = sum * 10 + digit;
  }
  *value = negative ? -(int64_t)sum : (int64_t)sum;
  return true;
}

/* Digits, a point, digits, of which 15 count at most: the whole number and the power of ten are exact doubles, so their
 * quotient is the double nearest to what is written (Clinger 1990). */
static bool read_number(SlStr text, double *value) {
  static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char *at = text.bytes, *end = at + text.length;
  bool negative = at < end && *at == '-';
  at += negative;
  if (end - at > 16 || end - at < 3) return false;
  if (*at == '0' && at[1] != '.') return false;
  uint64_t sum = 0;
  const char *point = NULL;
  for (; at < end; at++) {
    unsigned digit = (unsigned char)*at - '0';
    if (digit <= 9) {
      sum = sum * 10 + digit;
    } else if (*at == '.' && !point) {
      point = at;
    } else {
      return false;
    }
  }
  if (!point || point + 1 == end || point == text.bytes + negative) return false;
  double number = (double)sum / powers[end - point - 1];
  *value = negative ? -number : number;
  return true;
}

/* Cells that the rules may read otherwise than by their spelling go one by one. */
static bool has_plain_rules(const SlCellRules *rules) {
  return rules->missing_count == 0 && !rules->markers && rules->decimal == '.';
}

/* Both stop before the first cell that is spelt otherwise. */
static int64_t add_integers(const SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  for (; row < fields->rows; row++) {
    if (!read_integer(field_at(fields, row, column), &cells->slots[cells->rows].integer)) break;
    took(cells);
  }
  return row;
}

static int64_t add_numbers(const SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  for (; row < fields->rows; row++) {
    if (!read_number(field_at(fields, row, column), &cells->slots[cells->rows].number)) break;
    took(cells);
  }
  return row;
}

static int64_t add_texts(const SlFields *fields, int64_t row, int64_t column, SlCells *cells) {
  SlStr texts[SL_DICT_BATCH];
  uint32_t codes[SL_DICT_BATCH];
  while (row < fields->rows) {
    int64_t count = 0;
    for (; count < SL_DICT_BATCH && row + count < fields->rows; count++) {
      texts[count] = field_at(fields, row + count, column);
      if (texts[count].length == 0 || is_quoted(fields, texts[count])) break;
    }
    if (count == 0) break;
    cells->status = sl_dict_add_many(cells->texts->dict, texts, count, codes, &cells->error);
    if (cells->status != SL_OK) return fields->rows;
    for (int64_t i = 0; i < count; i++) {
      cells->slots[cells->rows].integer = codes[i];
      took(cells);
    }
    row += count;
  }
  return row;
}

void sl_fields_add(SlFields *fields, int64_t column, SlCells *cells) {
  if (!sl_cells_reserve(cells, fields->rows)) return;
  bool plain_rules = has_plain_rules(cells->rules);
  for (int64_t row = 0; row < fields->rows && cells->status == SL_OK;) {
    if (plain_rules && !cells->lost) {
      if (cells->kind == SL_CELLS_INTEGER)
        row = add_integers(fields, row, column, cells);
      else if (cells->kind == SL_CELLS_NUMBER)
        row = add_numbers(fields, row, column, cells);
      else if (cells->kind == SL_CELLS_TEXT && !cells->plain && cells->texts->dict)
        row = add_texts(fields, row, column, cells);
      if (row >= fields->rows) return;
    }
    add_any(fields, field_at(fields, row++, column), cells);
    if (fields->broken) return;
  }
}
