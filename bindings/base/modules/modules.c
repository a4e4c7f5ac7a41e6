/* Fields of lab that Lua modules make: the module is required when its field is first used, so that starting costs
 * nothing and a script pays for what it touches. */
#include "bindings/base/bindings.h"
#include "bindings/base/modules/manifest.h"

/* lab, list of names at the top <- every field that is set or can be loaded. */
static void push_field_names(lua_State *L, int lab) {
  lua_newtable(L);
  lua_Integer count = 0;
  sll_push_manifest(L, "fields");
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_rawseti(L, -5, ++count);
  }
  lua_pop(L, 1);
  lua_pushnil(L);
  while (lua_next(L, lab)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) {
      lua_pushvalue(L, -1);
      lua_rawseti(L, -3, ++count);
    }
  }
}

static int lab_index(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE); /* a script can come by this function and hand in anything */
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING) return sll_fail(L, "lab has no field of type %s", luaL_typename(L, 2));
  const char *field = lua_tostring(L, 2);
  if (sll_require_for(L, "fields", 2)) {
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1); /* the next use finds it in lab itself */
    return 1;
  }
  push_field_names(L, 1);
  sll_push_suggestion(L, sl_str(field), -1);
  return sll_fail(L, "lab has no field \"%s\"%s", field, lua_tostring(L, -1));
}

void sll_load_modules(lua_State *L) { sll_require_all(L, "fields"); }

void sll_open_modules(lua_State *L) {
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, lab_index);
  lua_setfield(L, -2, "__index");
  lua_pushliteral(L, "lab");
  lua_setfield(L, -2, "__name");
  lua_setmetatable(L, -2);
}
