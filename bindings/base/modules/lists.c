/* What verbs and blocks written in Lua need of check.h: the module "slavelab.lists". Its functions are for scripts/lib alone.
 *
 *     list(value, what)       a copy of a script's list
 *     options(value, what)    a copy of a script's table of options, one level deep; nil gives an empty one
 *
 * Both read raw: ipairs() and pairs() would ask a metatable, and one that has an answer for every number or a key after every
 * other never ends. A hole in a list, and a table that answers for itself, raise "what: ..." (check.h says why).
 */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"

/* (value, what) */
static int list_of(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  sll_push_list(L, 1, luaL_checkstring(L, 2));
  return 1;
}

/* (value, what) */
static int options_of(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_newtable(L);
    return 1;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  sll_push_copy(L, 1, luaL_checkstring(L, 2));
  return 1;
}

void sll_open_lists(lua_State *L) {
  static const luaL_Reg functions[] = {{"list", list_of}, {"options", options_of}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.lists");
}
