#include "bindings/verbs/notices/grouping.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/verbs/expressions/define.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

static bool looks_at_groups(lua_State *L, const SlExpr *expr) {
  if (sl_expr_kind(expr) == SL_EXPR_CALL) {
    SlAggregate aggregate;
    SlWindow window;
    SlStr name = sl_expr_name(expr);
    if (sl_aggregate_find(name, &aggregate) || sl_window_find(name, &window) || sll_is_aggregate(L, name)) return true;
  }
  for (int64_t i = 0; i < sl_expr_operand_count(expr); i++)
    if (looks_at_groups(L, sl_expr_operand(expr, i))) return true;
  return false;
}

/* Pushes "force", "year": the keys of the grouping on top, which it replaces. */
static void name_keys(lua_State *L) {
  int keys = lua_gettop(L);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, keys); i <= count; i++) {
    luaL_addstring(&text, i > 1 ? ", \"" : "\"");
    lua_rawgeti(L, keys, i);
    luaL_addvalue(&text);
    luaL_addstring(&text, "\"");
  }
  luaL_pushresult(&text);
  lua_replace(L, keys);
}

void sll_check_groups_used(lua_State *L, const char *verb, int table, int list) {
  list = lua_absindex(L, list);
  if (lua_getiuservalue(L, table, SLL_TABLE_BY) != LUA_TTABLE) {
    lua_pop(L, 1);
    return;
  }
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count; i++) {
    lua_rawgeti(L, list, i);
    const SlExpr *expr = sll_test_expression(L, -1);
    bool looks = expr && looks_at_groups(L, expr);
    lua_pop(L, 1);
    if (!looks) continue;
    lua_pop(L, 1);
    return;
  }
  name_keys(L);
  sll_fail(L,
           "%s after group_by(%s): it has no aggregate or window that looks at the groups, and the grouping would be lost; "
           "call %s first and group_by right before the verb that uses the groups",
           verb, lua_tostring(L, -1), verb);
}
