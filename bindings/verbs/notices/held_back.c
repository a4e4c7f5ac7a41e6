#include "bindings/verbs/notices/held_back.h"

#include <stdbool.h>

#include "bindings/base/modules/module.h"
#include "bindings/objects/about.h"
#include "bindings/verbs/expressions/calls_in.h"

int sll_look_at_held_back(lua_State *L, const char *verb, int table, int list) {
  static const char *const sums[] = {"sum", "mean", "share", "cumsum", "weighted_mean", NULL};
  table = lua_absindex(L, table), list = lua_absindex(L, list);
  lua_pushnil(L);
  int said = lua_gettop(L);
  sll_push_about(L, table);
  bool held = lua_istable(L, -1) && lua_getfield(L, -1, "held_back") == LUA_TTABLE;
  if (held && sll_push_calls_in(L, list, sums) > 0) {
    int calls = lua_gettop(L);
    lua_pushvalue(L, table);
    lua_pushstring(L, verb);
    lua_pushvalue(L, calls);
    sll_call_module(L, "lib.figures.held_back", "look", 3, 1);
    lua_replace(L, said);
  }
  lua_settop(L, said);
  return said;
}

void sll_note_held_back(lua_State *L, const char *verb, int said) {
  if (lua_type(L, said) != LUA_TSTRING) return;
  lua_pushstring(L, verb);
  lua_pushvalue(L, said);
  lua_pushliteral(L, ".");
  lua_concat(L, 2);
  sll_call_module(L, "lib.figures.notes", "add", 3, 1);
}
