/* Looks at all of a sheet for where its tables are: rows that are filled, runs of rows of one kind, what columns hold. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/files/workbook.h"

/* filled(book, sheet, first_row, last_row, first_column, last_column, skip_hidden): the rows that have a cell there, as { first, last,
 * ... }, and how many were left out as they are hidden. */
int sll_book_filled(lua_State *L) {
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
int sll_book_runs(lua_State *L) {
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
        sll_set_range(L, &run);
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
int sll_book_columns(lua_State *L) {
  enum { TEXTS, NUMBERS, DATES, SHORT, OTHERS, KINDS };
  static const char *const names[KINDS] = {"texts", "numbers", "dates", "short", "others"};
  SllRows rows = sll_check_rows(L, 3), again = rows;
  bool skip = lua_toboolean(L, 5);
  int64_t columns = 0, count = 0;
  for (const SlSheetRow *row; (row = sll_rows_next(&rows));) {
    const SlSheetCell *end = &rows.sheet->cells[row->first_cell + row->cells - 1];
    if (end->last >= columns) columns = end->last + 1;
  }
  int64_t(*counts)[KINDS] = sll_new_array(L, columns + 1, sizeof *counts); /* how much more there are than in the column before */
  memset(counts, 0, (size_t)(columns + 1) * sizeof *counts);
  for (const SlSheetRow *row; (row = sll_rows_next(&again));) {
    if (row->hidden && skip) continue;
    for (int32_t c = 0; c < row->cells; c++) {
      const SlSheetCell *cell = &again.sheet->cells[row->first_cell + c];
      int kind = cell->type <= SL_SHEET_CURRENCY ? NUMBERS : cell->type <= SL_SHEET_DATETIME ? DATES : cell->type == SL_SHEET_TEXT ? TEXTS : OTHERS;
      bool is_short = kind == TEXTS && sl_dict_get(again.book->texts, cell->text).length <= 3;
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

int sll_book_hidden_column(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
  lua_pushboolean(L, sl_sheet_is_hidden_column(sheet, sll_check_integer(L, 3, "workbook: column") - 1));
  return 1;
}
