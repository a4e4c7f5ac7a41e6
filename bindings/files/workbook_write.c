/* Workbooks written, for scripts of the library: the module "slavelab.workbook_write". What stands on the pages is scripts/lib's affair.
 *
 *     write(kind, path, pages)     kind: "ods" or "xlsx"; whole or not at all
 *     bytes(kind, pages)           the same as a text
 *     marks(t)                     { markers = { "[c]", "[p]" }, blanks =, blank_rows = }: what a reader has to be told of a table
 *
 *     pages = { title =, language =, author =, keywords =,
 *               { name = "Table_1", lines = { { text =, style = "title", link = "#Notes" }, ... },
 *                 table = { name =, t = a table that no script can reach, missing =, rounds =,
 *                           { column =, heading =, links = a column's name, decimals =, width =, grouping =, share = }, ... } }, ... }
 *
 * The tables of Lua are read where they lie: they are the library's own, and stand on the stack until the file is written. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/workbook/write.h"

/* An array that lives as long as the list at `keep`. */
static void *kept_array(lua_State *L, int keep, int64_t count, size_t size) {
  void *array = sll_new_array(L, count + 1, size);
  lua_rawseti(L, keep, (lua_Integer)lua_rawlen(L, keep) + 1);
  memset(array, 0, (size_t)(count + 1) * size);
  return array;
}

static void read_lines(lua_State *L, int keep, SlPage *page) {
  static const char *const styles[] = {"text", "title", "heading"};
  if (lua_getfield(L, -1, "lines") == LUA_TTABLE) {
    page->line_count = (int64_t)lua_rawlen(L, -1);
    SlPageLine *lines = kept_array(L, keep, page->line_count, sizeof *lines);
    for (int64_t i = 0; i < page->line_count; i++) {
      lua_rawgeti(L, -1, i + 1);
      int at = lua_gettop(L);
      lines[i] = (SlPageLine){.text = sll_field_text(L, at, "text"), .link = sll_field_text(L, at, "link")};
      SlStr style = sll_field_text(L, at, "style");
      for (int s = 0; s < 3; s++)
        if (sl_str_equal(style, sl_str(styles[s]))) lines[i].style = (SlPageStyle)s;
      lua_pop(L, 1);
    }
    page->lines = lines;
  }
  lua_pop(L, 1);
}

static const SlColumn *check_column(lua_State *L, const SlTable *table, SlStr name) {
  const SlColumn *column = sl_table_column(table, name);
  if (!column) sll_fail(L, "workbook: there is no column \"%s\"", name.bytes);
  return column;
}

static void read_table(lua_State *L, int keep, SlPage *page) {
  if (lua_getfield(L, -1, "table") == LUA_TTABLE) {
    int at = lua_gettop(L);
    SlPageTable *table = kept_array(L, keep, 1, sizeof *table);
    table->name = sll_field_text(L, at, "name");
    table->missing = sll_field_text(L, at, "missing");
    table->rounds = sll_field_truth(L, at, "rounds");
    lua_getfield(L, at, "t");
    const SlTable *values = sll_check_table(L, -1);
    lua_pop(L, 1);
    table->rows = values->length;
    table->column_count = (int64_t)lua_rawlen(L, at);
    SlPageColumn *columns = kept_array(L, keep, table->column_count, sizeof *columns);
    for (int64_t i = 0; i < table->column_count; i++) {
      lua_rawgeti(L, at, i + 1);
      int one = lua_gettop(L);
      SlStr links = sll_field_text(L, one, "links");
      columns[i] = (SlPageColumn){.heading = sll_field_text(L, one, "heading"), .cells = check_column(L, values, sll_field_text(L, one, "column")),
                                  .decimals = (int)sll_field_integer(L, one, "decimals", -1), .width = (int)sll_field_integer(L, one, "width", 0),
                                  .grouping = sll_field_truth(L, one, "grouping"), .is_share = sll_field_truth(L, one, "share")};
      if (links.length) columns[i].links = check_column(L, values, links);
      lua_pop(L, 1);
    }
    table->columns = columns;
    page->table = table;
  }
  lua_pop(L, 1);
}

/* The pages at index, in the order of the list; leaves what keeps them on the stack. */
static SlPages read_pages(lua_State *L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  SlPages pages = {.title = sll_field_text(L, index, "title"), .language = sll_field_text(L, index, "language"), .author = sll_field_text(L, index, "author"),
                   .keywords = sll_field_text(L, index, "keywords"), .count = (int64_t)lua_rawlen(L, index)};
  lua_newtable(L);
  int keep = lua_gettop(L);
  SlPage *list = kept_array(L, keep, pages.count, sizeof *list);
  for (int64_t i = 0; i < pages.count; i++) {
    lua_rawgeti(L, index, i + 1);
    list[i].name = sll_field_text(L, lua_gettop(L), "name");
    read_lines(L, keep, &list[i]);
    read_table(L, keep, &list[i]);
    lua_pop(L, 1);
  }
  pages.list = list;
  return pages;
}

static SlBookKind check_kind(lua_State *L) {
  static const char *const kinds[] = {"ods", "xlsx", NULL};
  return luaL_checkoption(L, 1, NULL, kinds) == 0 ? SL_BOOK_ODS : SL_BOOK_XLSX;
}

static int pages_write(lua_State *L) {
  SlBookKind kind = check_kind(L);
  const char *path = luaL_checkstring(L, 2);
  SlPages pages = read_pages(L, 3);
  SlError err;
  return sl_pages_write(&pages, kind, path, &err) == SL_OK ? 0 : sll_raise(L, &err);
}

static int pages_bytes(lua_State *L) {
  SlBookKind kind = check_kind(L);
  SlPages pages = read_pages(L, 2);
  SlBuf *bytes = sll_new_buffer(L);
  SlError err;
  if (sl_pages_to_bytes(&pages, kind, bytes, &err) != SL_OK) return sll_raise(L, &err);
  sll_buffer_done(L);
  return 1;
}

static void add_marker(lua_State *L, const char *marker) {
  lua_pushstring(L, marker);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static int table_marks(lua_State *L) {
  static const SlReason reasons[] = {SL_REASON_CONFIDENTIAL, SL_REASON_NOT_AVAILABLE, SL_REASON_NOT_APPLICABLE, SL_REASON_LOW};
  static const struct {
    SlFlag flag;
    const char *marker;
  } flags[] = {{SL_FLAG_PROVISIONAL, "[p]"}, {SL_FLAG_REVISED, "[r]"}, {SL_FLAG_ESTIMATED, "[e]"}, {SL_FLAG_BREAK, "[b]"}, {SL_FLAG_LOW_RELIABILITY, "[u]"}};
  SlTableMarks marks = sl_table_marks(sll_check_table(L, 1));
  lua_createtable(L, 0, 3);
  lua_newtable(L);
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (marks.reasons & 1u << reasons[i]) add_marker(L, sl_reason_marker(reasons[i]));
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (marks.flags & flags[i].flag) add_marker(L, flags[i].marker);
  lua_setfield(L, -2, "markers");
  sll_set_integer(L, "blanks", marks.blanks);
  sll_set_integer(L, "blank_rows", marks.blank_rows);
  return 1;
}

void sll_open_workbook_write(lua_State *L) {
  static const luaL_Reg functions[] = {{"write", pages_write}, {"bytes", pages_bytes}, {"marks", table_marks}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.workbook_write");
}
