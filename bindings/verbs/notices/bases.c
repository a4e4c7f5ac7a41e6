#include "bindings/verbs/notices/bases.h"

#include "bindings/base/modules/module.h"
#include "bindings/objects/about.h"
#include "bindings/verbs/expressions/calls_in.h"

void sll_look_at_bases(lua_State *L, const char *verb, int table, int list) {
  static const char *const aggregates[] = {"share", "sum", "mean", "weighted_mean", "median", "quantile", "first", "last", NULL};
  table = lua_absindex(L, table), list = lua_absindex(L, list);
  int top = lua_gettop(L);
  if (sll_count_role(L, table, "basis") > 0 && sll_push_calls_in(L, list, aggregates) > 0) {
    lua_pushvalue(L, table);
    lua_pushstring(L, verb);
    lua_pushvalue(L, top + 1);
    sll_call_module(L, "lib.figures.bases", "look", 3, 0);
  }
  lua_settop(L, top);
}
