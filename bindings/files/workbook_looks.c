/* looks(book, sheet, column, first, last, width): { numbers =, years =, and of each sign that some cells have { count =, row = } } (core/workbook/looks.h),
 * for what checks how tables are shown. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/files/workbook.h"
#include "core/workbook/looks.h"

static void set_seen(lua_State *L, const char *name, SlSeen seen) {
  if (seen.count == 0) return;
  lua_createtable(L, 0, 2);
  sll_set_integer(L, "count", seen.count);
  sll_set_integer(L, "row", seen.row + 1);
  lua_setfield(L, -2, name);
}

int sll_book_looks(lua_State *L) {
  const SlWorkbook *book = sll_check_book(L, 1);
  const SlSheet *sheet = sll_check_sheet(L, book, 2);
  int64_t column = sll_check_integer(L, 3, "workbook: column") - 1;
  int64_t first = sll_check_integer(L, 4, "workbook: row") - 1, last = sll_check_integer(L, 5, "workbook: row") - 1;
  SlLooks looks;
  SlError err;
  if (sl_sheet_looks(book, sheet, column, first, last, lua_tonumber(L, 6), &looks, &err) != SL_OK) return sll_raise(L, &err);
  lua_createtable(L, 0, 8);
  sll_set_integer(L, "numbers", looks.numbers);
  sll_set_integer(L, "years", looks.years);
  set_seen(L, "plain", looks.plain);
  set_seen(L, "grouped", looks.grouped);
  set_seen(L, "bare", looks.bare);
  set_seen(L, "unsign", looks.unsign);
  set_seen(L, "narrow", looks.narrow);
  set_seen(L, "cut", looks.cut);
  return 1;
}
