#include "bindings/objects/about.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/box.h"

void sll_push_about(lua_State *L, int table) { lua_getiuservalue(L, table, SLL_TABLE_ABOUT); }

void sll_push_shallow_copy(lua_State *L) {
  lua_newtable(L);
  lua_pushnil(L);
  while (lua_next(L, -3)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
}

void sll_push_about_copy(lua_State *L, int table) {
  sll_push_about(L, table);
  if (lua_istable(L, -1))
    sll_push_shallow_copy(L);
  else
    lua_newtable(L);
  lua_remove(L, -2);
}

void sll_set_about(lua_State *L, int table) {
  table = lua_absindex(L, table);
  lua_setiuservalue(L, table, SLL_TABLE_ABOUT);
}

int sll_count_role(lua_State *L, int table, const char *role) {
  int top = lua_gettop(L), count = 0;
  sll_push_about(L, table);
  if (lua_istable(L, -1) && lua_getfield(L, -1, "fields") == LUA_TTABLE) {
    int fields = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, fields); lua_settop(L, fields + 1))
      count += lua_istable(L, -1) && lua_getfield(L, -1, "role") == LUA_TSTRING && strcmp(lua_tostring(L, -1), role) == 0;
  }
  lua_settop(L, top);
  return count;
}
