/* Looks at single cells of a sheet: their texts, types, marks and looks. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/files/workbook.h"
#include "core/base/alike.h"
#include "core/cells/cell.h"

static const char *const type_names[] = {"number", "percentage", "currency", "date", "datetime", "time", "boolean", "text", "error"};

/* A cell as { text=, type=, column=, last=, mark=, bold=, indent= }; the buffer is at index. */
static void push_cell(lua_State *L, const SlWorkbook *book, const SlSheetCell *cell, SlBuf *room) {
  room->length = 0;
  SlStr text = cell->type == SL_SHEET_ERROR ? sl_dict_get(book->texts, cell->text) : sl_sheet_text(book, cell, room);
  lua_createtable(L, 0, 7);
  sll_set_text(L, "text", text);
  lua_pushstring(L, type_names[cell->type]);
  lua_setfield(L, -2, "type");
  sll_set_integer(L, "column", cell->first + 1);
  sll_set_integer(L, "last", cell->last + 1);
  if (cell->type == SL_SHEET_TEXT && cell->mark) sll_set_text(L, "mark", sl_dict_get(book->texts, cell->mark));
  if (sl_sheet_is_bold(book, cell)) sll_set_truth(L, "bold", true);
  if (sl_sheet_style(book, cell)->indent) sll_set_integer(L, "indent", sl_sheet_style(book, cell)->indent);
}

/* rows(book, sheet, first, last): of rows that have cells, { number=, last=, hidden=, cells... }, for looks at a few rows. */
int sll_book_cells(lua_State *L) {
  SllRows rows = sll_check_rows(L, 3);
  int64_t count = 0;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (const SlSheetRow *row; (row = sll_rows_next(&rows));) {
    lua_createtable(L, row->cells, 3);
    sll_set_integer(L, "number", row->number + 1);
    sll_set_integer(L, "last", row->last + 1);
    sll_set_truth(L, "hidden", row->hidden);
    for (int32_t c = 0; c < row->cells; c++) {
      push_cell(L, rows.book, &rows.sheet->cells[row->first_cell + c], room);
      lua_rawseti(L, -2, c + 1);
    }
    lua_rawseti(L, -2, ++count);
    sll_check_interrupt(L, count);
  }
  return 1;
}

/* texts(book, sheet, first, last, left, right): of rows that have cells in these columns, { number=, last=, filled=, cells... }: the cells that are texts
 * or errors, and how many columns hold anything. For looks at all of a sheet, most of which may be numbers. */
int sll_book_texts(lua_State *L) {
  SllRows rows = sll_check_rows(L, 3);
  int64_t count = 0;
  int64_t left = sll_check_integer(L, 5, "workbook: column") - 1, right = sll_check_integer(L, 6, "workbook: column") - 1;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (const SlSheetRow *row; (row = sll_rows_next(&rows));) {
    int64_t filled = 0, texts = 0;
    lua_createtable(L, 0, 3);
    for (int32_t c = 0; c < row->cells; c++) {
      const SlSheetCell *cell = &rows.sheet->cells[row->first_cell + c];
      int64_t from = cell->first > left ? cell->first : left, to = cell->last < right ? cell->last : right;
      if (from > to) continue;
      filled += to - from + 1;
      if (cell->type != SL_SHEET_TEXT && cell->type != SL_SHEET_ERROR) continue;
      push_cell(L, rows.book, cell, room);
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
int sll_book_column(lua_State *L) {
  SllRows rows = sll_check_rows(L, 4);
  int64_t column = sll_check_integer(L, 3, "workbook: column") - 1, count = 0;
  SlBuf *room = sll_new_buffer(L);
  lua_newtable(L);
  for (const SlSheetRow *row; (row = sll_rows_next(&rows));) {
    const SlSheetCell *cell = sl_sheet_cell_of(rows.sheet, row, column);
    if (!cell) continue;
    push_cell(L, rows.book, cell, room);
    sll_set_integer(L, "row", row->number + 1);
    sll_set_integer(L, "last_row", row->last + 1);
    lua_rawseti(L, -2, ++count);
    sll_check_interrupt(L, count);
  }
  return 1;
}

/* flagged(book, sheet, column, first_row, last_row): list of { row, letter } of labels that carry a flag: "Hampshire (R)". */
int sll_book_flagged(lua_State *L) {
  SllRows rows = sll_check_rows(L, 4);
  int64_t column = sll_check_integer(L, 3, "workbook: column") - 1, count = 0;
  lua_newtable(L);
  for (const SlSheetRow *row; (row = sll_rows_next(&rows));) {
    const SlSheetCell *cell = sl_sheet_cell_of(rows.sheet, row, column);
    if (!cell || cell->type != SL_SHEET_TEXT) continue;
    SlStr text = sl_sheet_label(sl_dict_get(rows.book->texts, cell->text)), mark, raised = sl_dict_get(rows.book->texts, cell->mark);
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
int sll_book_unmarked(lua_State *L) {
  SlStr text = sll_check_text(L, 1, "text"), whole = text, mark;
  char letter = 0;
  while (sl_text_take_mark(&text, &mark))
    if (sl_cell_flag_of_mark(mark)) letter = sl_lower(mark.bytes[1]);
  sll_push_str(L, text);
  if (letter)
    lua_pushlstring(L, &letter, 1);
  else
    lua_pushnil(L);
  sll_push_str(L, (SlStr){whole.bytes + text.length, whole.length - text.length});
  return 3;
}
