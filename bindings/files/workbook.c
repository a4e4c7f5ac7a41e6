/* Workbooks for scripts of the library: the module "slavelab.workbook". This file opens one and says what is in it; workbook.h has the others.
 * Which cells are a table, and what they are called, is scripts/lib/workbook's affair. Rows and columns count from 1 here. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/files/progress.h"
#include "bindings/files/workbook.h"
#include "bindings/objects/table.h"
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

SllRows sll_check_rows(lua_State *L, int index) {
  SllRows rows = {.book = sll_check_book(L, 1)};
  rows.sheet = sll_check_sheet(L, rows.book, 2);
  rows.at = sl_sheet_rows_from(rows.sheet, sll_check_integer(L, index, "workbook: row") - 1);
  rows.last = sll_check_integer(L, index + 1, "workbook: row") - 1;
  return rows;
}

const SlSheetRow *sll_rows_next(SllRows *rows) {
  if (rows->at == rows->sheet->row_count || rows->sheet->rows[rows->at].number > rows->last) return NULL;
  return &rows->sheet->rows[rows->at++];
}

static int book_close(lua_State *L) {
  luaL_checkudata(L, 1, "slavelab.Holder");
  sll_release_now(L, 1);
  return 0;
}

/* --- what is in it ------------------------------------------------------------------------------------------------------------------ */

void sll_set_range(lua_State *L, const SlRange *range) {
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
  sll_set_text(L, "name", sheet->name);
  lua_pushstring(L, states[sheet->state]);
  lua_setfield(L, -2, "state");
  sll_set_truth(L, "is_chart", sheet->is_chart);
  if (sl_sheet_used(sheet, &used)) sll_set_range(L, &used);
  for (int64_t i = 0; i < sheet->row_count; i++)
    if (sheet->rows[i].hidden) hidden += sheet->rows[i].last - sheet->rows[i].number + 1;
  sll_set_integer(L, "hidden_rows", hidden);
  sll_set_integer(L, "cells", sheet->cell_count);
  lua_createtable(L, (int)sheet->merge_count, 0);
  for (int64_t i = 0; i < sheet->merge_count; i++) {
    lua_createtable(L, 0, 4);
    sll_set_range(L, &sheet->merges[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "merges");
}

/* info(book): { name=, format=, bytes=, sheets = {...}, tables = {...}, properties = { {name, value}, ... } } */
static int book_info(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  lua_createtable(L, 0, 6);
  sll_set_text(L, "name", book->name);
  sll_set_text(L, "format", book->format);
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
    sll_set_text(L, "name", table->name);
    sll_set_integer(L, "sheet", table->sheet + 1);
    sll_set_truth(L, "has_header", table->has_header);
    sll_set_truth(L, "is_filter", table->is_filter);
    sll_set_truth(L, "is_name", table->is_name);
    sll_set_range(L, &table->range);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "tables");
  lua_createtable(L, (int)book->property_count / 2, 0);
  for (int64_t i = 0; i < book->property_count; i += 2) {
    lua_createtable(L, 2, 0);
    sll_push_str(L, book->properties[i]);
    lua_rawseti(L, -2, 1);
    sll_push_str(L, book->properties[i + 1]);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, i / 2 + 1);
  }
  lua_setfield(L, -2, "properties");
  return 1;
}

/* --- addresses ---------------------------------------------------------------------------------------------------------------------- */

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
  sll_set_range(L, &range);
  return 2;
}

void sll_open_workbook(lua_State *L) {
  static const luaL_Reg functions[] = {{"open", book_open}, {"close", book_close}, {"info", book_info}, {"cells", sll_book_cells}, {"texts", sll_book_texts}, {"column", sll_book_column},
                                       {"runs", sll_book_runs}, {"columns", sll_book_columns}, {"flagged", sll_book_flagged},
                                       {"unmarked", sll_book_unmarked}, {"filled", sll_book_filled}, {"hidden_column", sll_book_hidden_column}, {"address", book_address},
                                       {"range", book_range}, {"looks", sll_book_looks}, {"take", sll_book_take}, {"enter", sll_book_enter}, {"describe", sll_book_describe}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.workbook");
}
