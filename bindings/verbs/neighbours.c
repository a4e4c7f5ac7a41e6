#include "bindings/verbs/neighbours.h"

#include <lauxlib.h>

#include "bindings/base/box.h"
#include "bindings/base/module.h"

static bool is_window(SlStr function) {
  static const char *const windows[] = {"lag", "lead", "pct_change", "roll_sum", "roll_mean", "cumsum"};
  for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
    if (sl_str_equal(function, sl_str(windows[i]))) return true;
  return false;
}

/* Adds "lag", "people" to the list on top for each lag(people) of the expression; of lag(a + b) the column is "". */
static void add_windows(lua_State *L, const SlExpr *expr) {
  int64_t count = sl_expr_operand_count(expr);
  if (sl_expr_kind(expr) == SL_EXPR_CALL && count > 0 && is_window(sl_expr_name(expr))) {
    const SlExpr *of = sl_expr_operand(expr, 0);
    SlStr names[] = {sl_expr_name(expr), sl_expr_kind(of) == SL_EXPR_COLUMN ? sl_expr_name(of) : (SlStr){"", 0}};
    for (int i = 0; i < 2; i++) {
      lua_pushlstring(L, names[i].bytes, names[i].length);
      lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
  }
  for (int64_t i = 0; i < count; i++) add_windows(L, sl_expr_operand(expr, i));
}

void sll_look_at_neighbours(lua_State *L, const char *verb, int table, int list) {
  table = lua_absindex(L, table), list = lua_absindex(L, list);
  int top = lua_gettop(L);
  lua_newtable(L);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count; i++) {
    lua_rawgeti(L, list, i);
    const SlExpr *expr = sll_test_expression(L, -1);
    lua_pop(L, 1);
    if (expr) add_windows(L, expr);
  }
  if (lua_rawlen(L, -1) > 0) {
    lua_pushvalue(L, table);
    lua_pushstring(L, verb);
    lua_pushvalue(L, top + 1);
    sll_call_module(L, "lib.figures.neighbours", "look", 3, 0);
  }
  lua_settop(L, top);
}
