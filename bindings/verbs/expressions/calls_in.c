#include "bindings/verbs/expressions/calls_in.h"

#include <lauxlib.h>

#include "bindings/base/box.h"
#include "bindings/base/fields.h"

static bool is_among(SlStr function, const char *const *names) {
  for (; *names; names++)
    if (sl_str_equal(function, sl_str(*names))) return true;
  return false;
}

static void add_calls(lua_State *L, const SlExpr *expr, const char *const *names) {
  int64_t count = sl_expr_operand_count(expr);
  if (sl_expr_kind(expr) == SL_EXPR_CALL && count > 0 && is_among(sl_expr_name(expr), names)) {
    const SlExpr *of = sl_expr_operand(expr, 0);
    SlStr found[] = {sl_expr_name(expr), sl_expr_kind(of) == SL_EXPR_COLUMN ? sl_expr_name(of) : (SlStr){"", 0}};
    for (int i = 0; i < 2; i++) {
      sll_push_str(L, found[i]);
      lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
  }
  for (int64_t i = 0; i < count; i++) add_calls(L, sl_expr_operand(expr, i), names);
}

lua_Integer sll_push_calls_in(lua_State *L, int list, const char *const *names) {
  list = lua_absindex(L, list);
  lua_newtable(L);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count; i++) {
    lua_rawgeti(L, list, i);
    const SlExpr *expr = sll_test_expression(L, -1);
    lua_pop(L, 1);
    if (expr) add_calls(L, expr, names);
  }
  return (lua_Integer)lua_rawlen(L, -1) / 2;
}
