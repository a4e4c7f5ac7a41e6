/* Workbooks for scripts of the library: the module "slavelab.workbook". It opens a file, says what is in it, and takes cells of a
 * sheet as a table; which cells, and what they are called, is scripts/lib/workbook's affair. Rows and columns count from 1 here. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/module.h"
#include "bindings/files/inputs.h"
#include "bindings/files/progress.h"
#include "bindings/objects/about.h"
#include "bindings/objects/table.h"
#include "core/base/alike.h"
#include "core/base/alloc.h"
#include "core/base/names.h"
#include "core/workbook/open.h"
#include "core/workbook/take.h"

static void free_book(void *book) { sl_workbook_free(book); }

static int book_open(lua_State *L) {
  const char *path = sll_check_text(L, 1, "workbook: path").bytes;
  bool shown = lua_toboolean(L, 2);
  void **slot = sll_new_holder(L, free_book);
  SlWorkbook *book;
  SlError err;
  bool watched = sll_progress_start(L, path);
  SlStatus status = sl_workbook_open(path, shown, &book, &err);
  if (watched) sll_progress_stop();
  if (status != SL_OK) return sll_raise(L, &err);
  *slot = book;
  return 1;
}

static SlWorkbook *check_book(lua_State *L, int index) {
  void **slot = luaL_checkudata(L, index, "slavelab.Holder");
  return *slot;
}

static SlSheet *check_sheet(lua_State *L, const SlWorkbook *book, int index) {
  int64_t number = sll_check_integer(L, index, "workbook: sheet");
  if (number < 1 || number > book->sheet_count) sll_fail(L, "workbook: there is no sheet %d", (int)number);
  return &book->sheets[number - 1];
}

static int book_close(lua_State *L) {
  check_book(L, 1);
  sll_release_now(L, 1);
  return 0;
}

/* --- what is in it ------------------------------------------------------------------------------------------------------------------ */

static void push_str(lua_State *L, SlStr text) { lua_pushlstring(L, text.bytes, text.length); }

static void set_str(lua_State *L, const char *field, SlStr text) {
  push_str(L, text);
  lua_setfield(L, -2, field);
}

static void set_integer(lua_State *L, const char *field, int64_t value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, field);
}

static void set_boolean(lua_State *L, const char *field, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, field);
}

static void set_range(lua_State *L, const SlRange *range) {
  set_integer(L, "first_row", range->first_row + 1);
  set_integer(L, "last_row", range->last_row + 1);
  set_integer(L, "first_column", range->first_column + 1);
  set_integer(L, "last_column", range->last_column + 1);
}

static void push_sheet(lua_State *L, const SlSheet *sheet) {
  static const char *const states[] = {"visible", "hidden", "very hidden"};
  SlRange used;
  int64_t hidden = 0;
  lua_createtable(L, 0, 10);
  set_str(L, "name", sheet->name);
  lua_pushstring(L, states[sheet->state]);
  lua_setfield(L, -2, "state");
  set_boolean(L, "is_chart", sheet->is_chart);
  if (sl_sheet_used(sheet, &used)) set_range(L, &used);
  for (int64_t i = 0; i < sheet->row_count; i++)
    if (sheet->rows[i].hidden) hidden += sheet->rows[i].last - sheet->rows[i].number + 1;
  set_integer(L, "hidden_rows", hidden);
  set_integer(L, "cells", sheet->cell_count);
  lua_createtable(L, (int)sheet->merge_count, 0);
  for (int64_t i = 0; i < sheet->merge_count; i++) {
    lua_createtable(L, 0, 4);
    set_range(L, &sheet->merges[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "merges");
}

/* info(book): { name=, format=, bytes=, sheets = {...}, tables = {...}, properties = { {name, value}, ... } } */
static int book_info(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  lua_createtable(L, 0, 6);
  set_str(L, "name", book->name);
  set_str(L, "format", book->format);
  set_integer(L, "bytes", book->bytes);
  lua_createtable(L, (int)book->sheet_count, 0);
  for (int64_t i = 0; i < book->sheet_count; i++) {
    push_sheet(L, &book->sheets[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "sheets");
  lua_createtable(L, (int)book->table_count, 0);
  for (int64_t i = 0; i < book->table_count; i++) {
    const SlMarkedTable *table = &book->tables[i];
    lua_createtable(L, 0, 9);
    set_str(L, "name", table->name);
    set_integer(L, "sheet", table->sheet + 1);
    set_boolean(L, "has_header", table->has_header);
    set_boolean(L, "is_filter", table->is_filter);
    set_boolean(L, "is_name", table->is_name);
    set_range(L, &table->range);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "tables");
  lua_createtable(L, (int)book->property_count / 2, 0);
  for (int64_t i = 0; i < book->property_count; i += 2) {
    lua_createtable(L, 2, 0);
    push_str(L, book->properties[i]);
    lua_rawseti(L, -2, 1);
    push_str(L, book->properties[i + 1]);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, i / 2 + 1);
  }
  lua_setfield(L, -2, "properties");
  return 1;
}

/* --- cells ---------------------------------------------------------------------------------------------------------------------------- */

static const char *const type_names[] = {"number", "percentage", "currency", "date", "datetime", "time", "boolean", "text", "error"};

/* A cell as { text=, type=, column=, last=, mark=, bold=, indent= }; the buffer is at index. */
static void push_cell(lua_State *L, const SlWorkbook *book, const SlSheetCell *cell, SlBuf *room) {
  room->length = 0;
  SlStr text = cell->type == SL_SHEET_ERROR ? sl_dict_get(book->texts, cell->text) : sl_sheet_text(book, cell, room);
  lua_createtable(L, 0, 7);
  set_str(L, "text", text);
  lua_pushstring(L, type_names[cell->type]);
  lua_setfield(L, -2, "type");
  set_integer(L, "column", cell->first + 1);
  set_integer(L, "last", cell->last + 1);
  if (cell->type == SL_SHEET_TEXT && cell->mark) set_str(L, "mark", sl_dict_get(book->texts, cell->mark));
  if (sl_sheet_is_bold(book, cell)) set_boolean(L, "bold", true);
  if (sl_sheet_style(book, cell)->indent) set_integer(L, "indent", sl_sheet_style(book, cell)->indent);
}

/* rows(book, sheet, first, last): of rows that have cells, { number=, last=, hidden=, cells... }, for looks at a few rows. */
static int book_cells(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  int64_t first = sll_check_integer(L, 3, "workbook: row") - 1, last = sll_check_integer(L, 4, "workbook: row") - 1, count = 0;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    if (row->number > last) break;
    lua_createtable(L, row->cells, 3);
    set_integer(L, "number", row->number + 1);
    set_integer(L, "last", row->last + 1);
    set_boolean(L, "hidden", row->hidden);
    for (int32_t c = 0; c < row->cells; c++) {
      push_cell(L, book, &sheet->cells[row->first_cell + c], room);
      lua_rawseti(L, -2, c + 1);
    }
    lua_rawseti(L, -2, ++count);
    sll_check_interrupt(L, count);
  }
  return 1;
}

/* column(book, sheet, column, first, last): list of { row=, last_row=, text=, ... } of the cells of one column. */
static int book_column(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  int64_t column = sll_check_integer(L, 3, "workbook: column") - 1, count = 0;
  int64_t first = sll_check_integer(L, 4, "workbook: row") - 1, last = sll_check_integer(L, 5, "workbook: row") - 1;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    if (row->number > last) break;
    const SlSheetCell *cell = sl_sheet_cell_of(sheet, row, column);
    if (!cell) continue;
    push_cell(L, book, cell, room);
    set_integer(L, "row", row->number + 1);
    set_integer(L, "last_row", row->last + 1);
    lua_rawseti(L, -2, ++count);
    sll_check_interrupt(L, count);
  }
  return 1;
}

/* filled(book, sheet, first_row, last_row, first_column, last_column, skip_hidden): the rows that have a cell there, as { first, last,
 * ... }, and how many were left out as they are hidden. */
static int book_filled(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  int64_t first = sll_check_integer(L, 3, "workbook: row") - 1, last = sll_check_integer(L, 4, "workbook: row") - 1;
  int64_t left = sll_check_integer(L, 5, "workbook: column") - 1, right = sll_check_integer(L, 6, "workbook: column") - 1;
  bool skip = lua_toboolean(L, 7);
  int64_t count = 0, from = -1, to = -2, hidden = 0;
  lua_newtable(L);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i <= sheet->row_count; i++) {
    const SlSheetRow *row = i < sheet->row_count ? &sheet->rows[i] : NULL;
    bool over = !row || row->number > last;
    int64_t begin = over ? 0 : row->number < first ? first : row->number, end = over ? 0 : row->last > last ? last : row->last;
    if (!over) {
      bool any = false;
      for (int32_t c = 0; c < row->cells && !any; c++) {
        const SlSheetCell *cell = &sheet->cells[row->first_cell + c];
        any = cell->first <= right && cell->last >= left;
      }
      if (!any) continue;
      if (row->hidden && skip) {
        hidden += end - begin + 1;
        continue;
      }
      if (begin == to + 1 && from >= 0) {
        to = end;
        continue;
      }
    }
    if (from >= 0) {
      lua_pushinteger(L, from + 1);
      lua_rawseti(L, -2, ++count);
      lua_pushinteger(L, to + 1);
      lua_rawseti(L, -2, ++count);
    }
    from = begin, to = end;
    if (over) break;
  }
  lua_pushinteger(L, hidden);
  return 2;
}

/* What a row is as a part of a sheet: a line of text, a heading, figures. */
static const char *kind_of(const SlSheet *sheet, const SlSheetRow *row) {
  const SlSheetCell *cells = sheet->cells + row->first_cell;
  bool figures = false;
  for (int32_t i = 0; i < row->cells; i++) figures |= cells[i].type != SL_SHEET_TEXT && cells[i].type != SL_SHEET_ERROR;
  if (row->cells == 1 && cells[0].first == cells[0].last) return figures ? "one figure" : "line";
  return figures ? "figures" : "texts";
}

/* runs(book, sheet, skip_hidden): runs of rows of one kind that follow each other, as a list of { kind=, first=, last=, first_column=,
 * last_column= }. */
static int book_runs(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  bool skip = lua_toboolean(L, 3);
  int64_t count = 0, next = -1;
  const char *kind = NULL;
  SlRange run = {0, 0, 0, 0};
  lua_newtable(L);
  for (int64_t i = 0; i <= sheet->row_count; i++) {
    const SlSheetRow *row = i < sheet->row_count ? &sheet->rows[i] : NULL;
    if (row && row->hidden && skip) {
      if (row->number == next) next = row->last + 1; /* it parts nothing */
      continue;
    }
    const char *this = row ? kind_of(sheet, row) : NULL;
    int32_t left = row ? sheet->cells[row->first_cell].first : 0, right = row ? sheet->cells[row->first_cell + row->cells - 1].last : 0;
    if (row && kind == this && row->number == next) {
      run.last_row = row->last;
      if (left < run.first_column) run.first_column = left;
      if (right > run.last_column) run.last_column = right;
    } else {
      if (kind) {
        lua_createtable(L, 0, 6);
        set_range(L, &run);
        lua_pushstring(L, kind);
        lua_setfield(L, -2, "kind");
        lua_rawseti(L, -2, ++count);
        sll_check_interrupt(L, count);
      }
      kind = this;
      run = (SlRange){row ? row->number : 0, row ? row->last : 0, left, right};
    }
    if (row) next = row->last + 1;
  }
  return 1;
}

/* columns(book, sheet, first_row, last_row, skip_hidden): of each column that has a cell there, { column=, texts=, numbers=, dates=, short=,
 * others= }; short: texts of three letters at most. */
static int book_columns(lua_State *L) {
  enum { TEXTS, NUMBERS, DATES, SHORT, OTHERS, KINDS };
  static const char *const names[KINDS] = {"texts", "numbers", "dates", "short", "others"};
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  int64_t first = sll_check_integer(L, 3, "workbook: row") - 1, last = sll_check_integer(L, 4, "workbook: row") - 1, count = 0;
  bool skip = lua_toboolean(L, 5);
  int64_t columns = 0;
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count && sheet->rows[i].number <= last; i++) {
    const SlSheetCell *end = &sheet->cells[sheet->rows[i].first_cell + sheet->rows[i].cells - 1];
    if (end->last >= columns) columns = end->last + 1;
  }
  int64_t(*counts)[KINDS] = sll_new_array(L, columns + 1, sizeof *counts); /* how much more there are than in the column before */
  memset(counts, 0, (size_t)(columns + 1) * sizeof *counts);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    if (row->number > last) break;
    if (row->hidden && skip) continue;
    for (int32_t c = 0; c < row->cells; c++) {
      const SlSheetCell *cell = &sheet->cells[row->first_cell + c];
      int kind = cell->type <= SL_SHEET_CURRENCY ? NUMBERS : cell->type <= SL_SHEET_DATETIME ? DATES : cell->type == SL_SHEET_TEXT ? TEXTS : OTHERS;
      bool is_short = kind == TEXTS && sl_dict_get(book->texts, cell->text).length <= 3;
      counts[cell->first][kind]++, counts[cell->last + 1][kind]--;
      counts[cell->first][SHORT] += is_short, counts[cell->last + 1][SHORT] -= is_short;
    }
  }
  lua_newtable(L);
  for (int64_t column = 0; column < columns; column++) {
    for (int kind = 0; kind < KINDS && column > 0; kind++) counts[column][kind] += counts[column - 1][kind];
    if (counts[column][TEXTS] + counts[column][NUMBERS] + counts[column][DATES] + counts[column][OTHERS] == 0) continue;
    lua_createtable(L, 0, KINDS + 1);
    set_integer(L, "column", column + 1);
    for (int kind = 0; kind < KINDS; kind++) set_integer(L, names[kind], counts[column][kind]);
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

/* flagged(book, sheet, column, first_row, last_row): list of { row, letter } of labels that carry a flag: "Hampshire (R)". */
static int book_flagged(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  int64_t column = sll_check_integer(L, 3, "workbook: column") - 1, count = 0;
  int64_t first = sll_check_integer(L, 4, "workbook: row") - 1, last = sll_check_integer(L, 5, "workbook: row") - 1;
  lua_newtable(L);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    if (row->number > last) break;
    const SlSheetCell *cell = sl_sheet_cell_of(sheet, row, column);
    if (!cell || cell->type != SL_SHEET_TEXT) continue;
    SlStr text = sl_sheet_label(sl_dict_get(book->texts, cell->text)), mark, raised = sl_dict_get(book->texts, cell->mark);
    char letter = raised.length == 1 && strchr("RrPp", raised.bytes[0]) ? sl_lower(raised.bytes[0]) : 0;
    while (!letter && text.length > 0 && (text.bytes[text.length - 1] == ')' || text.bytes[text.length - 1] == ']') && sl_text_take_mark(&text, &mark))
      if (sl_cell_flag_of_mark(mark)) letter = sl_lower(mark.bytes[1]);
    if (!letter) continue;
    lua_createtable(L, 2, 0);
    lua_pushinteger(L, row->number + 1);
    lua_rawseti(L, -2, 1);
    lua_pushlstring(L, &letter, 1);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

/* unmarked(text): the text without its marks, the letter of a flag among them or nil, and all that was taken off. */
static int book_unmarked(lua_State *L) {
  SlStr text = sll_check_text(L, 1, "text"), whole = text, mark;
  char letter = 0;
  while (sl_text_take_mark(&text, &mark))
    if (sl_cell_flag_of_mark(mark)) letter = sl_lower(mark.bytes[1]);
  push_str(L, text);
  if (letter)
    lua_pushlstring(L, &letter, 1);
  else
    lua_pushnil(L);
  push_str(L, (SlStr){whole.bytes + text.length, whole.length - text.length});
  return 3;
}

static int book_hidden_column(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  const SlSheet *sheet = check_sheet(L, book, 2);
  lua_pushboolean(L, sl_sheet_is_hidden_column(sheet, sll_check_integer(L, 3, "workbook: column") - 1));
  return 1;
}

static int book_address(lua_State *L) {
  char text[SL_ADDRESS_BYTES];
  lua_pushstring(L, sl_address(sll_check_integer(L, 1, "row") - 1, sll_check_integer(L, 2, "column") - 1, text));
  return 1;
}

/* range(text): sheet or nil, and { first_row=, ... }; nil when it is none. */
static int book_range(lua_State *L) {
  SlStr text = sll_check_text(L, 1, "range"), sheet;
  SlArena arena;
  SlRange range;
  char name[512];
  sl_arena_init(&arena);
  bool good = sl_range_parse(text, &arena, &range, &sheet);
  size_t length = good ? sl_str_cut(sheet, sizeof name) : 0;
  if (length > 0) memcpy(name, sheet.bytes, length);
  sl_arena_reset(&arena);
  if (!good) return 0;
  if (length > 0)
    lua_pushlstring(L, name, length);
  else
    lua_pushnil(L);
  lua_createtable(L, 0, 4);
  set_range(L, &range);
  return 2;
}

/* --- a table ----------------------------------------------------------------------------------------------------------------------------
 * take(book, { sheet=, rows = { first, last, ... }, passes=, columns = { { name=, cells = { number | text, ... }, flags = { number | false },
 *              fill = "merged" | "down", row_texts = { number ... }, type = , }, ... }, texts=, missing=, replacements = { from, to, ... }, ... })
 * The table of take was made by the library: what it holds is of the right kinds. */

static bool field_boolean(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  bool value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

static int64_t field_integer(lua_State *L, int index, const char *name, int64_t otherwise) {
  lua_getfield(L, index, name);
  int64_t value = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : otherwise;
  lua_pop(L, 1);
  return value;
}

/* Texts live as long as the table of take, which is on the stack. */
static SlStr str_at(lua_State *L, int index) {
  size_t length;
  const char *bytes = lua_tolstring(L, index, &length);
  return bytes ? (SlStr){bytes, length} : (SlStr){"", 0};
}

static SlStr field_str(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  SlStr text = str_at(L, -1);
  lua_pop(L, 1);
  return text;
}

/* Pushes an array of the texts of a list; a list that is absent has none. */
static SlStr *field_strs(lua_State *L, int index, const char *name, int64_t *count) {
  lua_getfield(L, index, name);
  *count = lua_istable(L, -1) ? (int64_t)lua_rawlen(L, -1) : 0;
  SlStr *list = sll_new_array(L, *count + 1, sizeof *list);
  for (int64_t i = 0; i < *count; i++) {
    lua_rawgeti(L, -2, i + 1);
    list[i] = str_at(L, -1);
    lua_pop(L, 1);
  }
  lua_remove(L, -2);
  return list;
}

static void read_rows(lua_State *L, int index, SlTake *take) {
  lua_getfield(L, index, "rows");
  int64_t ends = (int64_t)lua_rawlen(L, -1), count = 0;
  int list = lua_gettop(L);
  for (int64_t i = 1; i < ends; i += 2) {
    lua_rawgeti(L, list, i);
    lua_rawgeti(L, list, i + 1);
    count += lua_tointeger(L, -1) - lua_tointeger(L, -2) + 1;
    lua_pop(L, 2);
  }
  int64_t *rows = sll_new_array(L, count + 1, sizeof *rows);
  take->rows = rows;
  for (int64_t i = 1; i < ends; i += 2) {
    lua_rawgeti(L, list, i);
    lua_rawgeti(L, list, i + 1);
    for (int64_t row = lua_tointeger(L, -2); row <= lua_tointeger(L, -1); row++) rows[take->row_count++] = row - 1;
    lua_pop(L, 2);
  }
  lua_remove(L, list);
}

static void fail_type(lua_State *L, SlStr wanted) {
  SlError err;
  SlStr names[SL_TYPE_COUNT];
  for (int i = 0; i < SL_TYPE_COUNT; i++) names[i] = sl_str(sl_type_name((SlType)i));
  sl_fail(&err, SL_EARG, "read_sheet: types: \"%.*s\" is no type", SL_STR_ARGS(wanted));
  sl_fail_suggest(&err, wanted, names, SL_TYPE_COUNT);
  sl_fail_more(&err, "; types are");
  for (int i = 0; i < SL_TYPE_COUNT; i++) sl_fail_more(&err, "%s %s", i ? "," : "", sl_type_name((SlType)i));
  sll_raise(L, &err);
}

/* Fills a column from the table on top; arrays are left below it, under `keep`, a table that holds them. */
static void read_column(lua_State *L, int keep, const SlTake *take, SlTakeColumn *column) {
  int at = lua_gettop(L);
  column->name = field_str(L, at, "name");
  SlStr fill = field_str(L, at, "fill"), type = field_str(L, at, "type");
  column->fill = sl_str_equal(fill, sl_str("down")) ? SL_FILL_DOWN : sl_str_equal(fill, sl_str("merged")) ? SL_FILL_MERGED : SL_FILL_NONE;
  if (type.length) {
    column->rules.declared = sl_type_find(type, &column->rules.type);
    if (!column->rules.declared) fail_type(L, type);
  }
  column->rules.markers = field_boolean(L, at, "markers");
  column->rules.loose_numbers = field_boolean(L, at, "loose");
  column->is_figure = field_boolean(L, at, "is_figure");
  column->rules.strips_marks = field_boolean(L, at, "strips");
  if (lua_getfield(L, at, "row_texts") == LUA_TTABLE) {
    int64_t *texts = sll_new_array(L, take->row_count + 1, sizeof *texts);
    for (int64_t i = 0; i < take->row_count; i++) {
      lua_rawgeti(L, at + 1, i + 1);
      texts[i] = lua_isinteger(L, -1) ? lua_tointeger(L, -1) - 1 : -1;
      lua_pop(L, 1);
    }
    column->row_texts = texts;
    lua_rawseti(L, keep, (lua_Integer)lua_rawlen(L, keep) + 1);
    lua_settop(L, at);
    return;
  }
  lua_settop(L, at);
  SlTakeCell *cells = sll_new_array(L, take->passes, sizeof *cells);
  lua_rawseti(L, keep, (lua_Integer)lua_rawlen(L, keep) + 1);
  lua_getfield(L, at, "cells");
  lua_getfield(L, at, "flags");
  for (int64_t i = 0; i < take->passes; i++) {
    cells[i] = (SlTakeCell){.column = -1, .flag_column = -1, .text = {"", 0}};
    lua_rawgeti(L, at + 1, i + 1);
    if (lua_isinteger(L, -1))
      cells[i].column = lua_tointeger(L, -1) - 1;
    else
      cells[i].text = str_at(L, -1);
    lua_pop(L, 1);
    if (lua_istable(L, at + 2)) {
      lua_rawgeti(L, at + 2, i + 1);
      if (lua_isinteger(L, -1)) cells[i].flag_column = lua_tointeger(L, -1) - 1;
      lua_pop(L, 1);
    }
  }
  lua_settop(L, at);
  lua_getfield(L, at, "cell_flags");
  for (int64_t i = 0; i < take->passes && lua_istable(L, at + 1); i++) {
    lua_rawgeti(L, at + 1, i + 1);
    SlStr flag = str_at(L, -1);
    if (flag.length == 1) cells[i].flag = flag.bytes[0];
    lua_pop(L, 1);
  }
  lua_settop(L, at);
  column->cells = cells;
}

static void read_columns(lua_State *L, int index, SlTake *take, const SlCellRules *rules) {
  lua_newtable(L);
  int keep = lua_gettop(L);
  lua_getfield(L, index, "columns");
  take->column_count = (int64_t)lua_rawlen(L, -1);
  take->columns = sll_new_array(L, take->column_count + 1, sizeof *take->columns);
  lua_insert(L, -2);
  for (int64_t i = 0; i < take->column_count; i++) {
    take->columns[i] = (SlTakeColumn){.rules = *rules};
    lua_rawgeti(L, -1, i + 1);
    read_column(L, keep, take, &take->columns[i]);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* row_flags: { [place of the row among those taken] = letter } */
static void read_row_flags(lua_State *L, int index, SlTake *take) {
  if (lua_getfield(L, index, "row_flags") != LUA_TTABLE) return;
  char *flags = sll_new_array(L, take->row_count + 1, 1);
  memset(flags, 0, (size_t)take->row_count + 1);
  for (lua_pushnil(L); lua_next(L, -3); lua_pop(L, 1)) {
    SlStr letter = str_at(L, -1);
    int64_t row = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
    if (row >= 1 && row <= take->row_count && letter.length == 1) flags[row - 1] = letter.bytes[0];
  }
  take->row_flags = flags;
}

static void read_replacements(lua_State *L, int index, SlTake *take) {
  int64_t count;
  const SlStr *texts = field_strs(L, index, "replacements", &count);
  SlTakeReplacement *list = sll_new_array(L, count / 2 + 1, sizeof *list);
  for (int64_t i = 0; i < count / 2; i++) list[i] = (SlTakeReplacement){texts[2 * i], texts[2 * i + 1]};
  take->replacements = list;
  take->replacement_count = count / 2;
}

static void free_report(void *report) {
  sl_take_report_reset(report);
  sl_free(report);
}

static void set_found_table(lua_State *L, const char *field, const SlTable *table) {
  if (!table) return;
  SlTable **box = sll_new_table(L);
  *box = sl_table_retain(table);
  lua_setfield(L, -2, field);
}

static void push_found(lua_State *L, const SlTake *take) {
  lua_createtable(L, (int)take->column_count, 0);
  for (int64_t i = 0; i < take->column_count; i++) {
    const SlTakeColumn *column = &take->columns[i];
    lua_createtable(L, 0, 6);
    set_integer(L, "numbers", column->numbers);
    set_integer(L, "percentages", column->percentages);
    set_integer(L, "currencies", column->currencies);
    set_integer(L, "errors", column->errors);
    set_integer(L, "marks", column->marks);
    set_integer(L, "unlike", column->unlike);
    lua_rawseti(L, -2, i + 1);
  }
}

static int book_take(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_getfield(L, 2, "sheet");
  SlTake take = {.book = book, .sheet = check_sheet(L, book, 3), .passes = field_integer(L, 2, "passes", 1)};
  take.shown = field_boolean(L, 2, "shown");
  take.trim = field_boolean(L, 2, "trim");
  take.keeps_marks = field_boolean(L, 2, "keeps_marks");
  take.mends = field_boolean(L, 2, "mends");
  SlStr decimal = field_str(L, 2, "decimal");
  SlCellRules rules = {.decimal = decimal.length ? decimal.bytes[0] : '.', .date_order = (int)field_integer(L, 2, "date_order", -1)};
  rules.missing = field_strs(L, 2, "missing", &rules.missing_count);
  int64_t count;
  take.texts = field_strs(L, 2, "texts", &count);
  read_rows(L, 2, &take);
  read_replacements(L, 2, &take);
  read_columns(L, 2, &take, &rules);
  read_row_flags(L, 2, &take);
  void **holder = sll_new_holder(L, free_report);
  SlTakeReport *report = *holder = sl_alloc_zeroed(1, sizeof *report);
  if (!report) sll_fail(L, "out of memory");
  SlTable **box = sll_new_table(L);
  int at = lua_gettop(L);
  SlError err;
  if (sl_workbook_take(&take, box, report, &err) != SL_OK) return sll_raise(L, &err);
  lua_createtable(L, 0, 3);
  set_found_table(L, "problems", report->problems);
  set_found_table(L, "marks", report->marks);
  sll_set_about(L, at);
  sll_release_now(L, at - 1);
  sll_table_done(L);
  push_found(L, &take);
  return 2;
}

/* enter(book, path, rows): the file is among the inputs of the run. */
static int book_enter(lua_State *L) {
  const SlWorkbook *book = check_book(L, 1);
  sll_input_enter(L, sll_check_text(L, 2, "path").bytes, sll_check_integer(L, 3, "rows"), 0, &book->mark, NULL);
  return 0;
}

/* describe(table, about): the description of a table that the library has just read becomes this one. */
static int book_describe(lua_State *L) {
  sll_check_table(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  sll_push_about_copy(L, 1);
  for (lua_pushnil(L); lua_next(L, 2);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
  sll_set_about(L, 1);
  lua_settop(L, 1);
  return 1;
}

void sll_open_workbook(lua_State *L) {
  static const luaL_Reg functions[] = {{"open", book_open}, {"close", book_close}, {"info", book_info}, {"cells", book_cells}, {"column", book_column},
                                       {"runs", book_runs}, {"columns", book_columns}, {"flagged", book_flagged},
                                       {"unmarked", book_unmarked}, {"filled", book_filled}, {"hidden_column", book_hidden_column}, {"address", book_address},
                                       {"range", book_range}, {"take", book_take}, {"enter", book_enter}, {"describe", book_describe}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.workbook");
}
