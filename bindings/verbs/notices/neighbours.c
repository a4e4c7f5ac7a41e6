#include "bindings/verbs/notices/neighbours.h"

#include "bindings/base/modules/module.h"
#include "bindings/verbs/expressions/calls_in.h"

void sll_look_at_neighbours(lua_State *L, const char *verb, int table, int list) {
  static const char *const windows[] = {"lag", "lead", "pct_change", "roll_sum", "roll_mean", "cumsum", NULL};
  table = lua_absindex(L, table);
  int top = lua_gettop(L);
  if (sll_push_calls_in(L, list, windows) > 0) {
    lua_pushvalue(L, table);
    lua_pushstring(L, verb);
    lua_pushvalue(L, top + 1);
    sll_call_module(L, "lib.figures.periods.neighbours", "look", 3, 0);
  }
  lua_settop(L, top);
}
