#include "bindings/base/modules/manifest.h"

#include <lauxlib.h>

#include "bindings/base/modules/module.h"

static const char manifest_key[] = "slavelab.manifest";
static const char module_name[] = "lib.manifest";

/* Whether there is such a module: one that is broken is to say so. */
static bool is_there(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  bool preloaded = lua_getfield(L, -1, module_name) != LUA_TNIL;
  lua_pop(L, 2);
  if (preloaded) return true;
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchpath");
  lua_pushstring(L, module_name);
  lua_getfield(L, -3, "path");
  lua_call(L, 2, 1);
  bool found = !lua_isnil(L, -1);
  lua_pop(L, 2);
  return found;
}

void sll_push_manifest(lua_State *L, const char *part) {
  luaL_checkstack(L, 8, NULL);
  if (lua_getfield(L, LUA_REGISTRYINDEX, manifest_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    if (!is_there(L)) { /* asked again next time: where modules lie may not be known yet */
      lua_newtable(L);
      return;
    }
    sll_require(L, module_name);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, manifest_key);
  }
  lua_getfield(L, -1, part);
  lua_remove(L, -2);
  luaL_checktype(L, -1, LUA_TTABLE);
}

bool sll_require_for(lua_State *L, const char *part, int name) {
  name = lua_absindex(L, name);
  sll_push_manifest(L, part);
  lua_pushvalue(L, name);
  if (lua_rawget(L, -2) != LUA_TSTRING) {
    lua_pop(L, 2);
    return false;
  }
  sll_require(L, lua_tostring(L, -1));
  lua_replace(L, -3);
  lua_pop(L, 1);
  return true;
}

void sll_require_all(lua_State *L, const char *part) {
  sll_push_manifest(L, part);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    sll_require(L, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}
