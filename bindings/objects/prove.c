/* The module "slavelab.prove", for verbs that make texts into columns or take rows off them.
 *
 *     prove(column, markers, marks)   the column as what all its texts read as (core/cells/prove.h); markers: reasons and flags in brackets
 *                                     are read, marks: marks at the end of cells are taken off
 *     problem(column)                 why a column of texts is one although most of its cells read as something else: the row of the first that
 *                                     does not, what was wanted, and why it is not (core/cells/problem.h); nothing when there is no problem
 *     unmarked(text)                  the text without the marks at its end, (R) [note 1] *, as it is written otherwise (core/base/alike.h)
 */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/base/alike.h"
#include "core/cells/problem.h"
#include "core/cells/prove.h"

static int prove(lua_State *L) {
  const SlColumn *column = sll_hold_column(L, 1);
  const SlCellRules rules = {.decimal = '.', .date_order = -1, .markers = lua_toboolean(L, 2), .strips_marks = lua_toboolean(L, 3)};
  SlColumn **box = sll_new_column(L);
  SlError err;
  if (sl_column_prove(column, &rules, box, &err) != SL_OK) return sll_raise(L, &err);
  sll_column_done(L);
  return 1;
}

static int problem(lua_State *L) {
  const SlColumn *column = sll_hold_column(L, 1);
  const SlCellRules rules = {.decimal = '.', .date_order = -1};
  SlProblem found = {.row = -1};
  SlError err;
  if (column->type == SL_TEXT && sl_problem_find(column, &rules, &found, &err) != SL_OK) return sll_raise(L, &err);
  if (found.row < 0) return 0;
  lua_pushinteger(L, (lua_Integer)found.row + 1);
  lua_pushstring(L, sl_type_name(found.wanted));
  lua_pushstring(L, found.why);
  return 3;
}

static int unmarked(lua_State *L) {
  SlStr text = sl_text_unmarked(sll_check_text(L, 1, "text"));
  sll_push_str(L, text);
  return 1;
}

void sll_open_prove(lua_State *L) {
  static const luaL_Reg for_lua[] = {{"prove", prove}, {"problem", problem}, {"unmarked", unmarked}, {NULL, NULL}};
  luaL_newlib(L, for_lua);
  sll_provide(L, "slavelab.prove");
}
