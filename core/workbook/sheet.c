#include "core/workbook/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/values/datetime.h"
#include "core/values/print.h"

#define MOST_LOOKS (INT64_C(1) << 28)

/* --- looking ------------------------------------------------------------------------------------------------------------------- */

int64_t sl_sheet_rows_from(const SlSheet *sheet, int64_t row) {
  int64_t low = 0, high = sheet->row_count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (sheet->rows[middle].last < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const SlSheetRow *sl_sheet_row(const SlSheet *sheet, int64_t row) {
  int64_t at = sl_sheet_rows_from(sheet, row);
  return at < sheet->row_count && sheet->rows[at].number <= row ? &sheet->rows[at] : NULL;
}

const SlSheetCell *sl_sheet_cell_of(const SlSheet *sheet, const SlSheetRow *row, int64_t column) {
  const SlSheetCell *cells = sheet->cells + row->first_cell;
  int64_t low = 0, high = row->cells;
  if (column < 0) return NULL;
  if (column < high && cells[column].first == column) return &cells[column]; /* of a full row */
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (cells[middle].last < column)
      low = middle + 1;
    else
      high = middle;
  }
  return low < row->cells && cells[low].first <= column ? &cells[low] : NULL;
}

const SlSheetCell *sl_sheet_cell(const SlSheet *sheet, int64_t row, int64_t column) {
  const SlSheetRow *found = sl_sheet_row(sheet, row);
  return found ? sl_sheet_cell_of(sheet, found, column) : NULL;
}

bool sl_sheet_is_hidden_column(const SlSheet *sheet, int64_t column) {
  for (int64_t i = 0; i < sheet->hidden_count; i++)
    if (column >= sheet->hidden_columns[i].first_column && column <= sheet->hidden_columns[i].last_column) return true;
  return false;
}

bool sl_sheet_used(const SlSheet *sheet, SlRange *range) {
  if (sheet->row_count == 0) return false;
  *range = (SlRange){sheet->rows[0].number, sheet->rows[sheet->row_count - 1].last, SL_SHEET_COLUMNS, 0};
  for (int64_t i = 0; i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    const SlSheetCell *cells = sheet->cells + row->first_cell;
    if (cells[0].first < range->first_column) range->first_column = cells[0].first;
    if (cells[row->cells - 1].last > range->last_column) range->last_column = cells[row->cells - 1].last;
  }
  return true;
}

bool sl_sheet_is_bold(const SlWorkbook *book, const SlSheetCell *cell) { return (cell->bits & SL_CELL_BOLD) || sl_sheet_style(book, cell)->bold; }

static void print_time(int64_t microseconds, SlBuf *room) {
  int64_t seconds = microseconds / SL_SECOND_MICROSECONDS, rest = microseconds % SL_SECOND_MICROSECONDS;
  sl_buf_printf(room, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
  if (rest) sl_buf_printf(room, ".%06d", (int)rest);
}

static void print_number(double value, SlBuf *room) {
  char text[SL_NUMBER_BYTES];
  if (value == (double)(int64_t)value && value > -1e15 && value < 1e15)
    sl_print_integer((int64_t)value, room);
  else
    sl_buf_add_text(room, sl_number_text(value, text));
}

SlStr sl_sheet_text(const SlWorkbook *book, const SlSheetCell *cell, SlBuf *room) {
  size_t start = room->length;
  switch ((SlSheetType)cell->type) {
    case SL_SHEET_TEXT: return sl_dict_get(book->texts, cell->text);
    case SL_SHEET_ERROR: return (SlStr){"", 0};
    case SL_SHEET_NUMBER:
    case SL_SHEET_PERCENTAGE:
    case SL_SHEET_CURRENCY: print_number(cell->number, room); break;
    case SL_SHEET_DATE: sl_date_print(cell->moment, room); break;
    case SL_SHEET_DATETIME: sl_datetime_print(cell->moment, room); break;
    case SL_SHEET_TIME: print_time(cell->moment, room); break;
    case SL_SHEET_BOOLEAN: sl_buf_add_text(room, cell->moment ? "true" : "false"); break;
  }
  return room->failed ? (SlStr){"", 0} : (SlStr){room->bytes + start, room->length - start};
}

SlStr sl_sheet_label(SlStr text) {
  text = sl_str_trim(text);
  size_t end = text.length, dots = 0;
  while (end > 0 && (text.bytes[end - 1] == '.' || text.bytes[end - 1] == ' ')) dots += text.bytes[--end] == '.';
  return dots >= 3 && end > 0 ? (SlStr){text.bytes, end} : text;
}

/* --- addresses ----------------------------------------------------------------------------------------------------------------- */

const char *sl_address(int64_t row, int64_t column, char out[SL_ADDRESS_BYTES]) {
  char letters[8];
  int count = 0;
  for (int64_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters[count++] = (char)('A' + (rest - 1) % 26);
  char name[8];
  for (int i = 0; i < count; i++) name[i] = letters[count - 1 - i];
  sl_print_cut(out, SL_ADDRESS_BYTES, "%.*s%lld", count, name, (long long)row + 1);
  return out;
}

/* Letters and digits of one end, either of which may be absent: -1. */
static bool parse_end(SlStr text, size_t *at, int64_t *row, int64_t *column) {
  size_t from = *at;
  *row = *column = -1;
  if (*at < text.length && text.bytes[*at] == '$') (*at)++;
  for (; *at < text.length && sl_lower(text.bytes[*at]) >= 'a' && sl_lower(text.bytes[*at]) <= 'z'; (*at)++) {
    *column = (*column + 1) * 26 + sl_lower(text.bytes[*at]) - 'a';
    if (*column >= SL_SHEET_COLUMNS) return false;
  }
  if (*at < text.length && text.bytes[*at] == '$') (*at)++;
  for (; *at < text.length && text.bytes[*at] >= '0' && text.bytes[*at] <= '9'; (*at)++) {
    *row = (*row < 0 ? 0 : *row) * 10 + text.bytes[*at] - '0';
    if (*row > SL_SHEET_ROWS) return false;
  }
  if (*row == 0) return false;
  if (*row > 0) (*row)--;
  return *at > from;
}

/* The name in front, 'Sheet 1'! or $Table_1. ; *at moves behind it. */
static bool parse_sheet(SlStr text, SlArena *arena, size_t *at, SlStr *sheet) {
  *sheet = (SlStr){"", 0};
  size_t from = *at < text.length && text.bytes[*at] == '$' ? *at + 1 : *at;
  if (from < text.length && text.bytes[from] == '\'') {
    char *name = sl_arena_copy_text(arena, text.bytes, text.length);
    if (!name) return false;
    size_t length = 0, i = from + 1;
    for (; i < text.length; i++) {
      if (text.bytes[i] == '\'') {
        if (i + 1 >= text.length || text.bytes[i + 1] != '\'') break;
        i++;
      }
      name[length++] = text.bytes[i];
    }
    if (i + 1 >= text.length || (text.bytes[i + 1] != '!' && text.bytes[i + 1] != '.')) return false;
    *sheet = (SlStr){name, length};
    *at = i + 2;
    return true;
  }
  size_t end = from;
  for (size_t i = from; i < text.length && text.bytes[i] != ':'; i++)
    if (text.bytes[i] == '!' || text.bytes[i] == '.') end = i + 1;
  if (end == from) return true;
  const char *name = sl_arena_copy_text(arena, text.bytes + from, end - 1 - from);
  if (!name) return false;
  *sheet = (SlStr){name, end - 1 - from};
  *at = end;
  return true;
}

bool sl_range_parse(SlStr text, SlArena *arena, SlRange *out, SlStr *sheet) {
  size_t at = 0;
  int64_t row, column, last_row, last_column;
  SlStr again;
  if (!parse_sheet(text, arena, &at, sheet) || !parse_end(text, &at, &row, &column)) return false;
  last_row = row, last_column = column;
  if (at < text.length) {
    if (text.bytes[at++] != ':') return false;
    if (!parse_sheet(text, arena, &at, &again) || (again.length && sheet->length && !sl_str_equal(again, *sheet))) return false;
    if (!parse_end(text, &at, &last_row, &last_column)) return false;
  } else if (row < 0 || column < 0) {
    return false;
  }
  if (at < text.length || (row < 0) != (last_row < 0) || (column < 0) != (last_column < 0)) return false;
  if (row < 0) row = 0, last_row = SL_SHEET_ROWS - 1;
  if (column < 0) column = 0, last_column = SL_SHEET_COLUMNS - 1;
  if (last_row < row || last_column < column) return false;
  *out = (SlRange){(int32_t)row, (int32_t)last_row, (int32_t)column, (int32_t)last_column};
  return true;
}

/* --- making -------------------------------------------------------------------------------------------------------------------- */

bool sl_book_grow(void *array, int64_t count, int64_t *capacity, size_t size) {
  if (count < *capacity) return true;
  size_t more = sl_grow_capacity((size_t)*capacity, (size_t)count + 1);
  void *grown = sl_realloc_array(*(void **)array, more, size);
  if (!grown) return false;
  *(void **)array = grown;
  *capacity = (int64_t)more;
  return true;
}

SlWorkbook *sl_workbook_new(const char *name) {
  SlWorkbook *book = sl_alloc_zeroed(1, sizeof *book);
  if (!book) return NULL;
  sl_arena_init(&book->arena);
  book->texts = sl_dict_new();
  const char *copy = sl_arena_copy_text(&book->arena, name, strlen(name));
  uint32_t code;
  if (!book->texts || !copy || sl_dict_add(book->texts, (SlStr){"", 0}, &code, NULL) != SL_OK ||
      !sl_book_grow(&book->styles, 0, &book->style_capacity, sizeof *book->styles)) {
    sl_workbook_free(book);
    return NULL;
  }
  book->styles[0] = (SlSheetStyle){0};
  book->style_count = 1;
  book->name = sl_str(copy);
  return book;
}

static bool keep_text(SlWorkbook *book, SlStr *text) {
  const char *copy = sl_arena_copy_text(&book->arena, text->bytes, text->length);
  if (copy) text->bytes = copy;
  return copy != NULL;
}

SlStatus sl_workbook_add_sheet(SlWorkbook *book, SlStr name, SlSheet **out, SlError *err) {
  if (book->sheet_count >= SL_WORKBOOK_SHEETS)
    return sl_fail(err, SL_EDATA, "%.*s: it has more than %d sheets, which is more than an office opens", SL_STR_ARGS(book->name), SL_WORKBOOK_SHEETS);
  if (!sl_book_grow(&book->sheets, book->sheet_count, &book->sheet_capacity, sizeof *book->sheets) || !keep_text(book, &name))
    return sl_fail_alloc(err, sizeof *book->sheets);
  *out = &book->sheets[book->sheet_count++];
  **out = (SlSheet){.name = name};
  return SL_OK;
}

SlStatus sl_workbook_add_property(SlWorkbook *book, const char *name, SlStr value, SlError *err) {
  value = sl_str_trim(value);
  if (value.length == 0) return SL_OK;
  if (!sl_book_grow(&book->properties, book->property_count + 1, &book->property_capacity, sizeof *book->properties) || !keep_text(book, &value))
    return sl_fail_alloc(err, value.length);
  book->properties[book->property_count++] = sl_str(name);
  book->properties[book->property_count++] = value;
  return SL_OK;
}

SlStatus sl_workbook_add_text(SlWorkbook *book, SlStr text, uint32_t *code, SlError *err) { return sl_dict_add(book->texts, text, code, err); }

SlStatus sl_workbook_add_table(SlWorkbook *book, const SlMarkedTable *table, SlError *err) {
  SlMarkedTable kept = *table;
  if (!sl_book_grow(&book->tables, book->table_count, &book->table_capacity, sizeof *book->tables) || !keep_text(book, &kept.name))
    return sl_fail_alloc(err, sizeof *book->tables);
  book->tables[book->table_count++] = kept;
  return SL_OK;
}

SlStatus sl_sheet_begin_row(SlSheet *sheet, int64_t number, int64_t last, bool hidden, SlError *err) {
  if (!sl_book_grow(&sheet->rows, sheet->row_count, &sheet->row_capacity, sizeof *sheet->rows)) return sl_fail_alloc(err, sizeof *sheet->rows);
  sheet->rows[sheet->row_count++] =
      (SlSheetRow){.number = (int32_t)number, .last = (int32_t)last, .first_cell = sheet->cell_count, .hidden = hidden};
  return SL_OK;
}

SlStatus sl_sheet_add(const SlWorkbook *book, SlSheet *sheet, const SlSheetCell *cell, uint32_t shown, SlError *err) {
  if (!sl_book_grow(&sheet->cells, sheet->cell_count, &sheet->cell_capacity, sizeof *sheet->cells) ||
      (book->keeps_shown && !sl_book_grow(&sheet->shown, sheet->cell_count, &sheet->shown_capacity, sizeof *sheet->shown)))
    return sl_fail_alloc(err, sizeof *cell);
  if (book->keeps_shown) sheet->shown[sheet->cell_count] = shown;
  sheet->cells[sheet->cell_count++] = *cell;
  sheet->rows[sheet->row_count - 1].cells++;
  return SL_OK;
}

void sl_sheet_end_row(SlSheet *sheet) {
  if (sheet->rows[sheet->row_count - 1].cells == 0) sheet->row_count--;
}

SlStatus sl_sheet_add_merge(SlSheet *sheet, SlRange range, SlError *err) {
  if (!sl_book_grow(&sheet->merges, sheet->merge_count, &sheet->merge_capacity, sizeof *sheet->merges)) return sl_fail_alloc(err, sizeof range);
  sheet->merges[sheet->merge_count++] = range;
  return SL_OK;
}

SlStatus sl_sheet_add_hidden(SlSheet *sheet, int64_t first, int64_t last, SlError *err) {
  if (!sl_book_grow(&sheet->hidden_columns, sheet->hidden_count, &sheet->hidden_capacity, sizeof *sheet->hidden_columns))
    return sl_fail_alloc(err, sizeof(SlRange));
  sheet->hidden_columns[sheet->hidden_count++] = (SlRange){0, 0, (int32_t)first, (int32_t)last};
  return SL_OK;
}

static int by_first_row(const void *left, const void *right) {
  const SlRange *a = left, *b = right;
  if (a->first_row != b->first_row) return a->first_row < b->first_row ? -1 : 1;
  return (a->first_column > b->first_column) - (a->first_column < b->first_column);
}

/* Cells of a row that a range covers, all but its first one. */
static void drop_covered(SlSheet *sheet, SlSheetRow *row, const SlRange *range) {
  SlSheetCell *cells = sheet->cells + row->first_cell;
  uint32_t *shown = sheet->shown ? sheet->shown + row->first_cell : NULL;
  int32_t kept = 0;
  for (int32_t i = 0; i < row->cells; i++) {
    int32_t first = range->first_column + (row->number == range->first_row);
    if (cells[i].first >= first && cells[i].last <= range->last_column) continue;
    if (shown) shown[kept] = shown[i];
    cells[kept++] = cells[i];
  }
  row->cells = kept;
}

SlStatus sl_sheet_finish(const SlWorkbook *book, SlSheet *sheet, SlError *err) {
  if (sheet->merge_count == 0) return SL_OK;
  int64_t looks = 0;
  qsort(sheet->merges, (size_t)sheet->merge_count, sizeof *sheet->merges, by_first_row);
  int64_t row = 0, kept = 0;
  for (int64_t i = 0; i < sheet->merge_count; i++) {
    const SlRange *range = &sheet->merges[i];
    while (row < sheet->row_count && sheet->rows[row].last < range->first_row) row++;
    for (int64_t at = row; at < sheet->row_count && sheet->rows[at].number <= range->last_row; at++) {
      if (sheet->rows[at].number >= range->first_row) drop_covered(sheet, &sheet->rows[at], range);
      looks += 1 + sheet->rows[at].cells;
    }
    if (looks > MOST_LOOKS)
      return sl_fail(err, SL_EDATA, "%.*s: sheet \"%.*s\" has merged ranges that lie over each other thousands of times; no office makes them, and it is not read",
                     SL_STR_ARGS(book->name), SL_STR_ARGS(sheet->name));
  }
  for (row = 0; row < sheet->row_count; row++)
    if (sheet->rows[row].cells > 0) sheet->rows[kept++] = sheet->rows[row];
  sheet->row_count = kept;
  return SL_OK;
}

static void free_sheet(SlSheet *sheet) {
  sl_free(sheet->rows);
  sl_free(sheet->cells);
  sl_free(sheet->shown);
  sl_free(sheet->merges);
  sl_free(sheet->hidden_columns);
}

void sl_workbook_drop_last_sheet(SlWorkbook *book) {
  int64_t last = book->sheet_count - 1, kept = 0;
  for (int64_t i = 0; i < book->table_count; i++)
    if (book->tables[i].sheet != last) book->tables[kept++] = book->tables[i];
  book->table_count = kept;
  free_sheet(&book->sheets[last]);
  book->sheet_count--;
}

void sl_workbook_free(SlWorkbook *book) {
  if (!book) return;
  for (int64_t i = 0; i < book->sheet_count; i++) free_sheet(&book->sheets[i]);
  sl_free(book->sheets);
  sl_free(book->styles);
  sl_free(book->tables);
  sl_free(book->properties);
  sl_dict_release(book->texts);
  sl_arena_reset(&book->arena);
  sl_free(book);
}

int64_t sl_workbook_find_sheet(const SlWorkbook *book, SlStr name) {
  for (int64_t i = 0; i < book->sheet_count; i++)
    if (sl_str_equal(book->sheets[i].name, name)) return i;
  for (int64_t i = 0; i < book->sheet_count; i++)
    if (sl_str_equal_caseless(book->sheets[i].name, name)) return i;
  return -1;
}
