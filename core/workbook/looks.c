#include "core/workbook/looks.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/width.h"
#include "core/workbook/number_format.h"

enum { FIRST_YEAR = 1800, LAST_YEAR = 2100 };
static const double LETTERS_A_WIDTH = 1.2; /* a column is measured in digits; words with narrow letters need less */

static void see(SlSeen *seen, int64_t row, int64_t count) {
  if (seen->count == 0) seen->row = row;
  seen->count += count;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What the cell shows; false when that is not known. */
static bool shown_of(const SlWorkbook *book, const SlSheet *sheet, const SlSheetCell *cell, SlBuf *room, SlStr *shown) {
  if (sheet->shown) {
    *shown = sl_dict_get(book->texts, sheet->shown[cell - sheet->cells]);
    return shown->length > 0;
  }
  uint32_t code = sl_sheet_style(book, cell)->format;
  room->length = 0;
  if (!sl_number_format(code ? sl_dict_get(book->texts, code) : (SlStr){"", 0}, cell, room)) return false;
  *shown = sl_buf_str(room);
  return true;
}

static void look_at_number(const SlWorkbook *book, const SlSheetCell *cell, SlStr shown, int64_t row, int64_t count, double width, SlLooks *out) {
  double number = cell->number;
  bool is_year = number == floor(number) && number >= FIRST_YEAR && number <= LAST_YEAR, has_minus = false;
  size_t run = 0, longest = 0, first = shown.length;
  bool point = false, is_zero = true;
  for (size_t i = 0; i < shown.length; i++) {
    char c = shown.bytes[i];
    bool digit = is_digit(c);
    if (digit && first == shown.length) first = i;
    is_zero &= !digit || c == '0';
    has_minus |= c == '-' || strncmp(shown.bytes + i, "\xE2\x88\x92", shown.length - i < 3 ? shown.length - i : 3) == 0;
    point |= c == '.' && first < shown.length;
    run = digit && !point ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  if (shown.length > 0 && shown.bytes[0] == '#') see(&out->narrow, row, count); /* as LibreOffice writes it */
  if (first == shown.length) return; /* no digit: shorthand */
  if (longest >= 4) see(&out->plain, row, count);
  if (is_year && memchr(shown.bytes, ',', shown.length)) see(&out->grouped, row, count);
  if (first > 0 && shown.bytes[first - 1] == '.') see(&out->bare, row, count);
  if (number < 0 && !has_minus && !is_zero) see(&out->unsign, row, count);
  if (width > 0 && sl_sheet_style(book, cell)->format && (double)shown.length > width + 1) see(&out->narrow, row, count); /* General gives digits up */
}

static void look_at_text(const SlWorkbook *book, const SlSheet *sheet, const SlSheetRow *at, const SlSheetCell *cell, double width, int64_t count, SlLooks *out) {
  if (width <= 0 || sl_sheet_style(book, cell)->wraps || !sl_sheet_cell_of(sheet, at, (int64_t)cell->last + 1)) return;
  SlStr text = sl_sheet_label(sl_dict_get(book->texts, cell->text)); /* dots that lead to a figure may be cut */
  if (memchr(text.bytes, '\n', text.length)) return;
  if ((double)sl_text_width(text) > width * LETTERS_A_WIDTH) see(&out->cut, at->number, count);
}

SlStatus sl_sheet_looks(const SlWorkbook *book, const SlSheet *sheet, int64_t column, int64_t first, int64_t last, double width, SlLooks *out, SlError *err) {
  SlBuf room = {0};
  *out = (SlLooks){0};
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count && sheet->rows[i].number <= last; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    const SlSheetCell *cell = sl_sheet_cell_of(sheet, row, column);
    if (!cell) continue;
    int64_t from = row->number < first ? first : row->number, count = (row->last > last ? last : row->last) - from + 1;
    SlStr shown;
    if (cell->type == SL_SHEET_TEXT) {
      look_at_text(book, sheet, row, cell, width, count, out);
    } else if (cell->type <= SL_SHEET_CURRENCY) {
      out->numbers += count;
      if (cell->number == floor(cell->number) && cell->number >= FIRST_YEAR && cell->number <= LAST_YEAR) out->years += count;
      if (shown_of(book, sheet, cell, &room, &shown)) look_at_number(book, cell, shown, from, count, width, out);
    }
  }
  bool failed = room.failed;
  sl_buf_reset(&room);
  return failed ? sl_fail_alloc(err, 64) : SL_OK;
}
