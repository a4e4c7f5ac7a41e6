/* take(book, { sheet=, rows = { first, last, ... }, passes=, columns = { { name=, cells = { number | text, ... }, flags = { number | false },
 *      cell_flags = { letter | "" }, fill = "merged" | "down", row_texts = { number | false, ... }, type=, is_figure=, ... }, ... }, texts=, missing=,
 *      replacements = { from, to, ... }, row_flags = { [place] = letter }, ... }): the table, and of each column what was found.
 * What the table of take holds is made by scripts/lib/workbook/take.lua; numbers in it are looked at all the same. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/files/inputs.h"
#include "bindings/files/workbook.h"
#include "bindings/objects/about.h"
#include "core/base/alloc.h"
#include "core/base/names.h"
#include "core/workbook/take.h"

/* Pushes an array of the texts of a list, which live as long as the list; one that is absent has none. */
static SlStr *field_strs(lua_State *L, int index, const char *name, int64_t *count) {
  lua_getfield(L, index, name);
  *count = lua_istable(L, -1) ? sll_list_length(L, -1) : 0;
  SlStr *list = sll_new_array(L, *count + 1, sizeof *list);
  for (int64_t i = 0; i < *count; i++) {
    lua_rawgeti(L, -2, i + 1);
    list[i] = sll_text_at(L, -1);
    lua_pop(L, 1);
  }
  lua_remove(L, -2);
  return list;
}

static void read_rows(lua_State *L, int index, SlTake *take) {
  lua_getfield(L, index, "rows");
  int64_t ends = sll_list_length(L, -1), count = 0;
  int list = lua_gettop(L);
  for (int64_t i = 1; i < ends; i += 2) {
    lua_rawgeti(L, list, i);
    lua_rawgeti(L, list, i + 1);
    int64_t first = lua_tointeger(L, -2), last = lua_tointeger(L, -1);
    if (first < 1 || last < first || last > SL_SHEET_ROWS) sll_fail(L, "workbook: rows are pairs of a first and a last one, from 1");
    count += last - first + 1;
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
static void read_column(lua_State *L, int keep, const SlTake *take, int64_t text_count, SlTakeColumn *column) {
  int at = lua_gettop(L);
  column->name = sll_field_text(L, at, "name");
  SlStr fill = sll_field_text(L, at, "fill"), type = sll_field_text(L, at, "type");
  column->fill = sl_str_equal(fill, sl_str("down")) ? SL_FILL_DOWN : sl_str_equal(fill, sl_str("merged")) ? SL_FILL_MERGED : SL_FILL_NONE;
  if (type.length) {
    column->rules.declared = sl_type_find(type, &column->rules.type);
    if (!column->rules.declared) fail_type(L, type);
  }
  column->rules.markers = sll_field_truth(L, at, "markers");
  column->rules.loose_numbers = sll_field_truth(L, at, "loose");
  column->is_figure = sll_field_truth(L, at, "is_figure");
  column->rules.strips_marks = sll_field_truth(L, at, "strips");
  if (lua_getfield(L, at, "row_texts") == LUA_TTABLE) {
    int64_t *texts = sll_new_array(L, take->row_count + 1, sizeof *texts);
    for (int64_t i = 0; i < take->row_count; i++) {
      lua_rawgeti(L, at + 1, i + 1);
      int64_t number = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
      texts[i] = number >= 1 && number <= text_count ? number - 1 : -1;
      lua_pop(L, 1);
    }
    column->row_texts = texts;
    lua_rawseti(L, keep, (lua_Integer)lua_rawlen(L, keep) + 1);
  }
  lua_settop(L, at);
  SlTakeCell *cells = sll_new_array(L, take->passes, sizeof *cells);
  lua_rawseti(L, keep, (lua_Integer)lua_rawlen(L, keep) + 1);
  lua_getfield(L, at, "cells");
  lua_getfield(L, at, "flags");
  for (int64_t i = 0; i < take->passes; i++) {
    cells[i] = (SlTakeCell){.column = -1, .flag_column = -1, .text = {"", 0}};
    if (!lua_istable(L, at + 1)) continue;
    lua_rawgeti(L, at + 1, i + 1);
    if (lua_isinteger(L, -1))
      cells[i].column = lua_tointeger(L, -1) - 1;
    else
      cells[i].text = sll_text_at(L, -1);
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
    SlStr flag = sll_text_at(L, -1);
    if (flag.length == 1) cells[i].flag = flag.bytes[0];
    lua_pop(L, 1);
  }
  lua_settop(L, at);
  column->cells = cells;
}

static void read_columns(lua_State *L, int index, SlTake *take, int64_t text_count, const SlCellRules *rules) {
  lua_newtable(L);
  int keep = lua_gettop(L);
  lua_getfield(L, index, "columns");
  take->column_count = sll_list_length(L, -1);
  take->columns = sll_new_array(L, take->column_count + 1, sizeof *take->columns);
  lua_insert(L, -2);
  for (int64_t i = 0; i < take->column_count; i++) {
    take->columns[i] = (SlTakeColumn){.rules = *rules};
    lua_rawgeti(L, -1, i + 1);
    read_column(L, keep, take, text_count, &take->columns[i]);
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
    SlStr letter = sll_text_at(L, -1);
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
    sll_set_integer(L, "numbers", column->numbers);
    sll_set_integer(L, "percentages", column->percentages);
    sll_set_integer(L, "currencies", column->currencies);
    sll_set_integer(L, "errors", column->errors);
    sll_set_integer(L, "marks", column->marks);
    sll_set_integer(L, "broken", column->broken);
    sll_set_integer(L, "unlike", column->unlike);
    lua_rawseti(L, -2, i + 1);
  }
}

int sll_book_take(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_getfield(L, 2, "sheet");
  SlTake take = {.book = book, .sheet = sll_check_sheet(L, book, 3), .passes = sll_field_integer(L, 2, "passes", 1)};
  if (take.passes < 1 || take.passes > SL_SHEET_COLUMNS) sll_fail(L, "workbook: passes are from 1 to %d", SL_SHEET_COLUMNS);
  take.shown = sll_field_truth(L, 2, "shown");
  take.trim = sll_field_truth(L, 2, "trim");
  take.keeps_marks = sll_field_truth(L, 2, "keeps_marks");
  SlStr on_bad = sll_field_text(L, 2, "on_error");
  take.on_bad = sl_str_equal(on_bad, sl_str("missing")) ? SL_TAKE_MEND : sl_str_equal(on_bad, sl_str("reject")) ? SL_TAKE_REJECT : SL_TAKE_STOP;
  SlStr decimal = sll_field_text(L, 2, "decimal");
  SlCellRules rules = {.decimal = decimal.length ? decimal.bytes[0] : '.', .date_order = (int)sll_field_integer(L, 2, "date_order", -1)};
  rules.missing = field_strs(L, 2, "missing", &rules.missing_count);
  int64_t count;
  take.texts = field_strs(L, 2, "texts", &count);
  read_rows(L, 2, &take);
  read_replacements(L, 2, &take);
  read_columns(L, 2, &take, count, &rules);
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
  set_found_table(L, "rejects", report->rejects);
  sll_set_about(L, at);
  sll_release_now(L, at - 1);
  sll_table_done(L);
  push_found(L, &take);
  return 2;
}

/* enter(book, path, rows, rejected): the file is among the inputs of the run. */
int sll_book_enter(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  sll_input_enter(L, sll_check_text(L, 2, "path").bytes, sll_check_integer(L, 3, "rows"), sll_check_integer(L, 4, "rejected"), &book->mark, NULL);
  return 0;
}

/* describe(table, about): the description of a table that the library has just read becomes this one. */
int sll_book_describe(lua_State *L) {
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
