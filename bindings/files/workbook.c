/* Workbooks for scripts of the library: the module "slavelab.workbook". It opens a file, says what is in it, and looks at its cells; workbook_take.c
 * takes them as a table. Which cells, and what they are called, is scripts/lib/workbook's affair. Rows and columns count from 1 here. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/module.h"
#include "bindings/files/progress.h"
#include "bindings/files/workbook.h"
#include "bindings/objects/table.h"
#include "core/base/alike.h"
#include "core/cells/cell.h"
#include "core/workbook/open.h"

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

SlWorkbook *sll_check_book(lua_State *L, int index) {
  void **slot = luaL_checkudata(L, index, "slavelab.Holder");
  if (!*slot) sll_fail(L, "workbook: it is closed");
  return *slot;
}

SlSheet *sll_check_sheet(lua_State *L, const SlWorkbook *book, int index) {
  int64_t number = sll_check_integer(L, index, "workbook: sheet");
  if (number < 1 || number > book->sheet_count) sll_fail(L, "workbook: there is no sheet %d", (int)number);
  return &book->sheets[number - 1];
}

static int book_close(lua_State *L) {
  luaL_checkudata(L, 1, "slavelab.Holder");
  sll_release_now(L, 1);
  return 0;
}

/* --- what is in it ------------------------------------------------------------------------------------------------------------------ */

static void push_str(lua_State *L, SlStr text) { lua_pushlstring(L, text.bytes, text.length); }

static void set_str(lua_State *L, const char *field, SlStr text) {
  push_str(L, text);
  lua_setfield(L, -2, field);
}

void sll_set_integer(lua_State *L, const char *field, int64_t value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, field);
}

static void set_boolean(lua_State *L, const char *field, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, field);
}

static void set_range(lua_State *L, const SlRange *range) {
  sll_set_integer(L, "first_row", range->first_row + 1);
  sll_set_integer(L, "last_row", range->last_row + 1);
  sll_set_integer(L, "first_column", range->first_column + 1);
  sll_set_integer(L, "last_column", range->last_column + 1);
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
  sll_set_integer(L, "hidden_rows", hidden);
  sll_set_integer(L, "cells", sheet->cell_count);
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
  const SlWorkbook *book = sll_check_book(L, 1);
  lua_createtable(L, 0, 6);
  set_str(L, "name", book->name);
  set_str(L, "format", book->format);
  sll_set_integer(L, "bytes", book->bytes);
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
    sll_set_integer(L, "sheet", table->sheet + 1);
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
  sll_set_integer(L, "column", cell->first + 1);
  sll_set_integer(L, "last", cell->last + 1);
  if (cell->type == SL_SHEET_TEXT && cell->mark) set_str(L, "mark", sl_dict_get(book->texts, cell->mark));
  if (sl_sheet_is_bold(book, cell)) set_boolean(L, "bold", true);
  if (sl_sheet_style(book, cell)->indent) sll_set_integer(L, "indent", sl_sheet_style(book, cell)->indent);
}

/* rows(book, sheet, first, last): of rows that have cells, { number=, last=, hidden=, cells... }, for looks at a few rows. */
static int book_cells(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
  int64_t first = sll_check_integer(L, 3, "workbook: row") - 1, last = sll_check_integer(L, 4, "workbook: row") - 1, count = 0;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    if (row->number > last) break;
    lua_createtable(L, row->cells, 3);
    sll_set_integer(L, "number", row->number + 1);
    sll_set_integer(L, "last", row->last + 1);
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

/* texts(book, sheet, first, last, left, right): of rows that have cells in these columns, { number=, last=, filled=, cells... }: the cells that are texts
 * or errors, and how many columns hold anything. For looks at all of a sheet, most of which may be numbers. */
static int book_texts(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
  int64_t first = sll_check_integer(L, 3, "workbook: row") - 1, last = sll_check_integer(L, 4, "workbook: row") - 1, count = 0;
  int64_t left = sll_check_integer(L, 5, "workbook: column") - 1, right = sll_check_integer(L, 6, "workbook: column") - 1;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (int64_t i = sl_sheet_rows_from(sheet, first); i < sheet->row_count; i++) {
    const SlSheetRow *row = &sheet->rows[i];
    if (row->number > last) break;
    int64_t filled = 0, texts = 0;
    lua_createtable(L, 0, 3);
    for (int32_t c = 0; c < row->cells; c++) {
      const SlSheetCell *cell = &sheet->cells[row->first_cell + c];
      int64_t from = cell->first > left ? cell->first : left, to = cell->last < right ? cell->last : right;
      if (from > to) continue;
      filled += to - from + 1;
      if (cell->type != SL_SHEET_TEXT && cell->type != SL_SHEET_ERROR) continue;
      push_cell(L, book, cell, room);
      lua_rawseti(L, -2, ++texts);
    }
    if (filled == 0) {
      lua_pop(L, 1);
      continue;
    }
    sll_set_integer(L, "number", row->number + 1);
    sll_set_integer(L, "last", row->last + 1);
    sll_set_integer(L, "filled", filled);
    lua_rawseti(L, -2, ++count);
    sll_check_interrupt(L, count);
  }
  return 1;
}

/* column(book, sheet, column, first, last): list of { row=, last_row=, text=, ... } of the cells of one column. */
static int book_column(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
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
    sll_set_integer(L, "row", row->number + 1);
    sll_set_integer(L, "last_row", row->last + 1);
    lua_rawseti(L, -2, ++count);
    sll_check_interrupt(L, count);
  }
  return 1;
}

/* filled(book, sheet, first_row, last_row, first_column, last_column, skip_hidden): the rows that have a cell there, as { first, last,
 * ... }, and how many were left out as they are hidden. */
static int book_filled(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
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
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
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
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
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
    sll_set_integer(L, "column", column + 1);
    for (int kind = 0; kind < KINDS; kind++) sll_set_integer(L, names[kind], counts[column][kind]);
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

/* flagged(book, sheet, column, first_row, last_row): list of { row, letter } of labels that carry a flag: "Hampshire (R)". */
static int book_flagged(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
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
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
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

void sll_open_workbook(lua_State *L) {
  static const luaL_Reg functions[] = {{"open", book_open}, {"close", book_close}, {"info", book_info}, {"cells", book_cells}, {"texts", book_texts}, {"column", book_column},
                                       {"runs", book_runs}, {"columns", book_columns}, {"flagged", book_flagged},
                                       {"unmarked", book_unmarked}, {"filled", book_filled}, {"hidden_column", book_hidden_column}, {"address", book_address},
                                       {"range", book_range}, {"take", sll_book_take}, {"enter", sll_book_enter}, {"describe", sll_book_describe}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.workbook");
}
