#include "bindings/base/modules/module.h"

#include <lauxlib.h>

void sll_require(lua_State *L, const char *module) {
  luaL_checkstack(L, 3, NULL);
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  lua_call(L, 1, 1);
}

void sll_call_module(lua_State *L, const char *module, const char *function, int arguments, int results) {
  sll_require(L, module);
  if (function) {
    lua_getfield(L, -1, function);
    lua_remove(L, -2);
  }
  lua_insert(L, -arguments - 1);
  lua_call(L, arguments, results);
}

void sll_provide(lua_State *L, const char *name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

/* The table on top becomes its field, read raw; what is no table becomes nil. */
static void step_into(lua_State *L, const char *field) {
  if (!lua_istable(L, -1)) {
    lua_pushnil(L);
  } else {
    lua_pushstring(L, field);
    lua_rawget(L, -2);
  }
  lua_remove(L, -2);
}

void sll_push_program_option(lua_State *L, const char *name) {
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  step_into(L, "slavelab");
  step_into(L, "options");
  step_into(L, name);
}
