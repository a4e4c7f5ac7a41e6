#include "bindings/base/globals.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"

/* require("lib.base.strict")[what](name, ...): which raises. */
static int complain(lua_State *L, const char *what) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.base.strict");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, what);
  lua_replace(L, 1);
  lua_settop(L, 3);
  lua_call(L, 2, 0);
  return 0;
}

/* (G, name) */
static int global_read(lua_State *L) {
  lua_settop(L, 3);
  return complain(L, "read");
}

static bool is_typed(lua_State *L) {
  lua_Debug frame;
  if (!lua_getstack(L, 1, &frame)) return true; /* C assigns: a library opens */
  lua_getinfo(L, "S", &frame);
  return strncmp(frame.source, SLL_TYPED, sizeof SLL_TYPED - 1) == 0 || strcmp(frame.what, "C") == 0;
}

/* (G, name, value) */
static int global_write(lua_State *L) {
  if (!is_typed(L)) return complain(L, "write");
  lua_rawset(L, 1);
  return 0;
}

void sll_globals_open(lua_State *L) {
  int lab = lua_gettop(L);
  lua_pushglobaltable(L);
  lua_pushvalue(L, lab);
  lua_setfield(L, -2, "lab");
  lua_pushliteral(L, "col");
  if (lua_rawget(L, lab) != LUA_TNIL) {
    lua_setfield(L, -2, "col");
  } else {
    lua_pop(L, 1);
  }
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, global_read);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, global_write);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}
