#include "bindings/base/module.h"

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
