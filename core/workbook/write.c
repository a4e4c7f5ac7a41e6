#include "core/workbook/write.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/values/decimal.h"
#include "core/values/print.h"
#include "core/values/shortest.h"
#include "core/workbook/sheet.h"
#include "core/workbook/write_parts.h"

enum { FLUSH_BYTES = 1 << 16, MOST_DIGITS = 15, MOST_DECIMALS = 15 };
#define MOST_EXACT INT64_C(999999999999999) /* of MOST_DIGITS digits */

/* --- what a text may hold -------------------------------------------------------------------------------------------------------- */

/* The character that XML cannot hold, or -1: controls, and two that are none. */
static int bad_character(SlStr text) {
  const unsigned char *bytes = (const unsigned char *)text.bytes;
  for (size_t i = 0; i < text.length; i++) {
    if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r') return bytes[i];
    if (bytes[i] == 0xEF && i + 2 < text.length && bytes[i + 1] == 0xBF && bytes[i + 2] >= 0xBE) return 0xFF40 + bytes[i + 2];
  }
  return -1;
}

static SlStatus check_words(SlStr text, const char *what, SlStr name, SlError *err) {
  int bad = bad_character(text);
  if (bad < 0) return SL_OK;
  return sl_fail(err, SL_EDATA, "%s \"%.*s\" has a character in it (U+%04X) that no workbook can hold; take it out", what, SL_STR_ARGS(name), bad);
}

/* --- what the pages promise ------------------------------------------------------------------------------------------------------ */

static bool is_name(SlStr text) {
  if (text.length == 0 || (text.bytes[0] >= '0' && text.bytes[0] <= '9')) return false;
  for (size_t i = 0; i < text.length; i++) {
    char c = sl_lower(text.bytes[i]);
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

/* R, C, R1C1: an address in the other way of writing them. */
static bool is_row_column(SlStr text) {
  bool letters[128] = {false};
  for (size_t i = 0; i < text.length; i++) {
    char c = sl_lower(text.bytes[i]);
    if (c >= '0' && c <= '9') continue;
    if ((c != 'r' && c != 'c') || letters[(int)c] || (c == 'r' && letters['c'])) return false;
    letters[(int)c] = true;
  }
  return true;
}

static SlStatus check_page(const SlPages *pages, int64_t index, SlError *err) {
  const SlPage *page = &pages->list[index];
  SlStatus status = SL_OK;
  if (!is_name(page->name) || page->name.length > SL_PAGE_NAME_CHARACTERS)
    return sl_fail(err, SL_EARG, "sheet name \"%.*s\": a name is up to %d letters, digits and underscores, and does not begin with a digit",
                   SL_STR_ARGS(page->name), SL_PAGE_NAME_CHARACTERS);
  for (int64_t i = 0; i < index; i++)
    if (sl_str_equal_caseless(pages->list[i].name, page->name))
      return sl_fail(err, SL_EARG, "two sheets are called \"%.*s\" (large and small letters are the same here)", SL_STR_ARGS(page->name));
  for (int64_t i = 0; i < page->line_count && status == SL_OK; i++) status = check_words(page->lines[i].text, "the line", page->lines[i].text, err);
  const SlPageTable *table = page->table;
  if (!table || status != SL_OK) return status;
  SlRange cell;
  SlStr sheet;
  if (!is_name(table->name) || is_row_column(table->name) || sl_range_parse(table->name, NULL, &cell, &sheet))
    return sl_fail(err, SL_EARG, "table name \"%.*s\": a name is letters, digits and underscores, does not begin with a digit, and is no address of a cell",
                   SL_STR_ARGS(table->name));
  for (int64_t i = 0; i < index; i++)
    if (pages->list[i].table && sl_str_equal_caseless(pages->list[i].table->name, table->name))
      return sl_fail(err, SL_EARG, "two tables are called \"%.*s\" (large and small letters are the same here)", SL_STR_ARGS(table->name));
  if (table->column_count == 0) return sl_fail(err, SL_EARG, "sheet \"%.*s\": a table needs a column", SL_STR_ARGS(page->name));
  if (table->column_count > SL_SHEET_COLUMNS)
    return sl_fail(err, SL_EARG, "sheet \"%.*s\": %lld columns are more than the %d that a spreadsheet has", SL_STR_ARGS(page->name),
                   (long long)table->column_count, SL_SHEET_COLUMNS);
  if (table->rows + page->line_count + 1 > SL_SHEET_ROWS)
    return sl_fail(err, SL_EARG, "sheet \"%.*s\": %lld rows below %lld others are more than the %d that a spreadsheet has; write a CSV file, or a "
                   "workbook for each part of them", SL_STR_ARGS(page->name), (long long)table->rows, (long long)page->line_count + 1, SL_SHEET_ROWS);
  for (int64_t i = 0; i < table->column_count && status == SL_OK; i++)
    status = check_words(table->columns[i].heading, "the heading", table->columns[i].heading, err);
  return status;
}

static SlStatus check_pages(const SlPages *pages, SlError *err) {
  if (pages->count == 0) return sl_fail(err, SL_EARG, "a workbook needs a sheet");
  SlStatus status = check_words(pages->title, "the title", pages->title, err);
  for (int64_t i = 0; i < pages->count && status == SL_OK; i++) status = check_page(pages, i, err);
  return status;
}

/* --- what a reader has to be told ------------------------------------------------------------------------------------------------- */

static bool is_blank(const SlColumn *column, int64_t row) {
  if (sl_column_is_null(column, row)) return sl_column_reason(column, row) == SL_REASON_NONE;
  return column->type == SL_TEXT && sl_column_text(column, row).length == 0;
}

SlTableMarks sl_table_marks(const SlTable *table) {
  SlTableMarks marks = {0};
  bool may_be_blank = table->column_count > 0; /* a row */
  for (int64_t i = 0; i < table->column_count; i++) {
    const SlColumn *column = table->columns[i];
    bool has_blanks = column->validity != NULL || column->type == SL_TEXT;
    int64_t before = marks.blanks;
    for (int64_t row = 0; has_blanks && row < column->length; row++) marks.blanks += is_blank(column, row);
    may_be_blank &= marks.blanks > before;
    for (int64_t row = 0; column->reasons && row < column->length; row++) marks.reasons |= 1u << sl_column_reason(column, row);
    for (int64_t row = 0; column->flags && row < column->length; row++) marks.flags |= sl_column_flags(column, row);
  }
  for (int64_t row = 0; may_be_blank && row < table->length; row++) {
    int64_t at = 0;
    while (at < table->column_count && is_blank(table->columns[at], row)) at++;
    marks.blank_rows += at == table->column_count;
  }
  marks.reasons &= ~1u; /* none */
  return marks;
}

/* --- how a column is shown -------------------------------------------------------------------------------------------------------- */

/* Enough decimals to tell figures apart, two at most; of figures below 1 three significant digits. As tables of documents have it. */
static int decimals_of(const SlColumn *column) {
  int places = 0;
  double largest = 0;
  for (int64_t row = 0; row < column->length; row++) {
    double size = fabs(sl_column_number(column, row));
    if (sl_column_is_null(column, row) || !isfinite(size)) continue;
    if (size > largest) largest = size;
    if (size == floor(size)) continue;
    int own = -sl_shortest(size).exponent;
    if (own > places) places = own;
  }
  int limit = largest > 0 && largest < 1 ? 2 - (int)floor(log10(largest)) : 2;
  return places < limit ? places : limit < MOST_DECIMALS ? limit : MOST_DECIMALS;
}

/* 16 characters, 32 for a heading that would take more than three lines of them or for labels of some words, 56 for sentences. */
static int width_of(const SlPageColumn *column) {
  enum { NARROW = 16, MIDDLE = 32, WIDE = 56, LONG_HEADING = 50, WORDS = 24, SENTENCE = 80 };
  size_t longest = 0;
  const SlColumn *cells = column->cells;
  for (int64_t row = 0; cells->type == SL_TEXT && row < cells->length && longest <= SENTENCE; row++) {
    size_t length = sl_column_text(cells, row).length;
    if (length > longest) longest = length;
  }
  if (longest > SENTENCE) return WIDE;
  return longest > WORDS || column->heading.length > LONG_HEADING || sl_type_is_period(cells->type) ? MIDDLE : NARROW;
}

static SlCellKind kind_of(const SlPageColumn *column) {
  switch (column->cells->type) {
  case SL_INTEGER: case SL_NUMBER: return column->is_share ? SL_CELL_SHARE : SL_CELL_NUMBER;
  case SL_YEAR: return SL_CELL_NUMBER;
  case SL_BOOLEAN: return SL_CELL_TRUTH;
  case SL_DATE: return SL_CELL_DATE;
  case SL_DATETIME: return SL_CELL_DATETIME;
  default: return SL_CELL_WORDS;
  }
}

static void look_at(const SlPageColumn *column, SlColumnLook *look) {
  look->kind = kind_of(column);
  look->grouping = column->grouping && column->cells->type != SL_YEAR;
  look->width = column->width ? column->width : width_of(column);
  look->decimals = column->decimals;
  if (look->decimals < 0) look->decimals = column->cells->type == SL_NUMBER ? decimals_of(column->cells) : 0;
  if (look->kind == SL_CELL_SHARE && column->decimals < 0) look->decimals = look->decimals > 2 ? look->decimals - 2 : column->cells->type == SL_NUMBER;
}

/* --- cells ----------------------------------------------------------------------------------------------------------------------- */

SlStatus sl_out_fail_cell(SlBookOut *out, const SlPage *page, int64_t column, int64_t row, const char *what) {
  char place[SL_ADDRESS_BYTES];
  return sl_fail(out->err, SL_EDATA, "column \"%.*s\", row %lld (%.*s!%s): %s", SL_STR_ARGS(page->table->columns[column].heading), (long long)row + 1,
                 SL_STR_ARGS(page->name), sl_address(page->line_count + 1 + row, column, place), what);
}

/* A number as it is shown, appended to out->shown. */
static void show_number(SlBookOut *out, const SlColumn *column, int64_t row, const SlColumnLook *look) {
  SlDecimal decimal = column->type == SL_NUMBER ? sl_decimal_of_number(sl_column_number(column, row) * (look->kind == SL_CELL_SHARE ? 100 : 1))
                                                : sl_decimal_of_integer(sl_column_integer(column, row) * (look->kind == SL_CELL_SHARE ? 100 : 1));
  sl_decimal_round(&decimal, look->decimals);
  sl_decimal_print(&decimal, look->decimals, sl_str(look->grouping ? "," : ""), &out->shown);
  if (look->kind == SL_CELL_SHARE) sl_buf_add_char(&out->shown, '%');
}

/* All its digits, appended to `text`. */
static void store_number(const SlColumn *column, int64_t row, SlBuf *text) {
  if (column->type != SL_NUMBER) {
    sl_print_integer(sl_column_integer(column, row), text);
    return;
  }
  char digits[SL_NUMBER_BYTES];
  sl_buf_add_text(text, sl_number_text(sl_column_number(column, row), digits));
}

/* Present, with flags: "12 [p]". */
static void take_flagged(SlBookOut *out, const SlColumn *column, int64_t row, unsigned flags, const SlColumnLook *look, bool rounds, SlOutCell *cell) {
  if (rounds && (look->kind == SL_CELL_NUMBER || look->kind == SL_CELL_SHARE))
    show_number(out, column, row, look);
  else if (look->kind == SL_CELL_NUMBER || look->kind == SL_CELL_SHARE)
    store_number(column, row, &out->shown);
  else
    sl_print_value(column, row, &out->shown);
  sl_buf_add_char(&out->shown, ' ');
  sl_flags_print(flags, &out->shown);
  cell->kind = SL_CELL_WORDS;
}

static void take_number(SlBookOut *out, const SlColumn *column, int64_t row, const SlColumnLook *look, SlOutCell *cell) {
  if (column->type != SL_NUMBER) {
    int64_t value = sl_column_integer(column, row);
    if (value > MOST_EXACT || value < -MOST_EXACT) { /* a spreadsheet would round it */
      sl_print_integer(value, &out->shown);
      cell->kind = SL_CELL_WORDS;
      return;
    }
  }
  show_number(out, column, row, look);
  store_number(column, row, &out->stored);
}

static bool is_number_out(const SlColumn *column, int64_t row) {
  return column->type == SL_NUMBER && !isfinite(sl_column_number(column, row));
}

SlStatus sl_out_cell(SlBookOut *out, const SlPage *page, int64_t index, int64_t row, const SlColumnLook *look, SlOutCell *cell) {
  const SlColumn *column = page->table->columns[index].cells;
  out->shown.length = out->stored.length = 0;
  *cell = (SlOutCell){.kind = look->kind};
  if (sl_column_is_null(column, row)) {
    SlReason reason = sl_column_reason(column, row);
    cell->text = reason == SL_REASON_NONE ? page->table->missing : sl_str(sl_reason_marker(reason));
    cell->kind = cell->text.length ? SL_CELL_WORDS : SL_CELL_BLANK;
    return SL_OK;
  }
  if (is_number_out(column, row))
    return sl_out_fail_cell(out, page, index, row, "an infinite number, or one that is none (0 / 0), cannot stand in a workbook; make it missing: if_else(x < 1e300, x, nil)");
  unsigned flags = sl_column_flags(column, row);
  if (column->type == SL_TEXT) {
    SlStr text = sl_column_text(column, row);
    if (bad_character(text) >= 0)
      return sl_out_fail_cell(out, page, index, row, "the text has a control character in it, which no workbook can hold; replace_matches(x, \"[[:cntrl:]]\", \" \") "
                       "takes such out");
    if (flags == 0) {
      cell->text = text;
      if (text.length == 0) cell->kind = SL_CELL_BLANK;
      return SL_OK;
    }
  }
  if (flags)
    take_flagged(out, column, row, flags, look, page->table->rounds, cell);
  else if (look->kind == SL_CELL_NUMBER || look->kind == SL_CELL_SHARE)
    take_number(out, column, row, look, cell);
  else
    sl_print_value(column, row, &out->shown);
  if (look->kind == SL_CELL_DATE || look->kind == SL_CELL_DATETIME || look->kind == SL_CELL_TRUTH) cell->moment = sl_column_integer(column, row);
  cell->text = sl_buf_str(&out->shown);
  cell->stored = sl_buf_str(&out->stored);
  return out->shown.failed || out->stored.failed ? sl_fail_alloc(out->err, 64) : SL_OK;
}

int64_t sl_out_linked_sheet(const SlPages *pages, SlStr link) {
  for (int64_t i = 0; link.length > 1 && link.bytes[0] == '#' && i < pages->count; i++)
    if (sl_str_equal(pages->list[i].name, (SlStr){link.bytes + 1, link.length - 1})) return i;
  return -1;
}

SlStr sl_out_link(const SlPageColumn *column, int64_t row) {
  if (!column->links || sl_column_is_null(column->links, row)) return (SlStr){"", 0};
  return sl_column_text(column->links, row);
}

/* --- XML ------------------------------------------------------------------------------------------------------------------------- */

void sl_out_escaped(SlBookOut *out, SlStr text) {
  SlBuf *xml = &out->xml;
  size_t from = 0;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c != '&' && c != '<' && c != '>' && c != '"') continue;
    sl_buf_add(xml, text.bytes + from, i - from);
    sl_buf_add_text(xml, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;");
    from = i + 1;
  }
  sl_buf_add(xml, text.bytes + from, text.length - from);
}

SlStatus sl_out_flush(SlBookOut *out, size_t from_bytes) {
  if (out->xml.length < from_bytes) return SL_OK;
  if (out->xml.failed) return sl_fail_alloc(out->err, out->xml.length);
  if (sl_interrupted()) return sl_fail_interrupted(out->err); /* here, as rows are of a few cells or of thousands */
  SlStatus status = sl_zip_out_add(out->zip, sl_buf_str(&out->xml), out->err);
  out->xml.length = 0;
  return status;
}

SlStatus sl_out_begin_part(SlBookOut *out, const char *part) { return sl_zip_out_begin(out->zip, part, true, out->err); }

SlStatus sl_out_end_part(SlBookOut *out) {
  if (out->xml.failed) return sl_fail_alloc(out->err, FLUSH_BYTES);
  SlStatus status = sl_out_flush(out, 0);
  return status == SL_OK ? sl_zip_out_end(out->zip, out->err) : status;
}

SlStatus sl_out_part(SlBookOut *out, const char *part, const char *text) { return sl_zip_out_part(out->zip, part, true, sl_str(text), out->err); }

/* --- all of it ------------------------------------------------------------------------------------------------------------------- */

static bool find_style(SlBookOut *out, SlColumnLook *look) {
  SlShown shown = {.kind = look->kind};
  if (sl_out_is_right(look->kind)) shown.decimals = look->decimals, shown.grouping = look->grouping;
  int64_t at = 0;
  while (at < out->style_count && (out->styles[at].kind != shown.kind || out->styles[at].decimals != shown.decimals || out->styles[at].grouping != shown.grouping)) at++;
  if (at == out->style_count) {
    if (!sl_book_grow(&out->styles, out->style_count, &out->style_capacity, sizeof shown)) return false;
    out->styles[out->style_count++] = shown;
  }
  look->style = (int)at;
  return true;
}

static SlStatus look_at_all(SlBookOut *out) {
  const SlPages *pages = out->pages;
  out->looks = sl_alloc_zeroed((size_t)pages->count, sizeof *out->looks);
  if (!out->looks) return sl_fail_alloc(out->err, sizeof *out->looks);
  for (int64_t i = 0; i < pages->count; i++) {
    const SlPageTable *table = pages->list[i].table;
    if (!table) continue;
    out->looks[i] = sl_alloc_zeroed((size_t)table->column_count, sizeof **out->looks);
    if (!out->looks[i]) return sl_fail_alloc(out->err, sizeof **out->looks);
    for (int64_t column = 0; column < table->column_count; column++) {
      if (sl_interrupted()) return sl_fail_interrupted(out->err);
      look_at(&table->columns[column], &out->looks[i][column]);
      if (!find_style(out, &out->looks[i][column])) return sl_fail_alloc(out->err, sizeof *out->styles);
    }
  }
  return SL_OK;
}

static SlStatus write_to(const SlPages *pages, SlBookKind kind, SlFileOut *file, SlBuf *bytes, const char *name, SlError *err) {
  SlError own;
  SlBookOut out = {.pages = pages, .err = err ? err : &own};
  SlStatus status = sl_zip_out_new(file, bytes, name, &out.zip, out.err);
  if (status == SL_OK) status = look_at_all(&out);
  if (status == SL_OK) status = kind == SL_BOOK_ODS ? sl_ods_write(&out) : sl_xlsx_write(&out);
  if (status == SL_OK) status = sl_zip_out_finish(out.zip, out.err);
  for (int64_t i = 0; out.looks && i < pages->count; i++) sl_free(out.looks[i]);
  sl_free(out.looks);
  sl_free(out.styles);
  sl_buf_reset(&out.xml);
  sl_buf_reset(&out.shown);
  sl_buf_reset(&out.stored);
  sl_zip_out_free(out.zip);
  return status;
}

SlStatus sl_pages_to_bytes(const SlPages *pages, SlBookKind kind, SlBuf *out, SlError *err) {
  SlStatus status = check_pages(pages, err);
  return status == SL_OK ? write_to(pages, kind, NULL, out, "the workbook", err) : status;
}

SlStatus sl_pages_write(const SlPages *pages, SlBookKind kind, const char *path, SlError *err) {
  SlStatus status = check_pages(pages, err);
  if (status != SL_OK) return status;
  if (sl_file_is_in_place(path)) {
    SlBuf bytes;
    sl_buf_init(&bytes);
    status = write_to(pages, kind, NULL, &bytes, path, err);
    if (status == SL_OK) status = sl_file_write(path, sl_buf_str(&bytes), err);
    sl_buf_reset(&bytes);
    return status;
  }
  SlFileOut file;
  status = sl_file_out_open(path, &file, err);
  if (status != SL_OK) return status;
  status = write_to(pages, kind, &file, NULL, path, err);
  if (status == SL_OK) return sl_file_out_commit(&file, err);
  sl_file_out_reset(&file);
  return status;
}
