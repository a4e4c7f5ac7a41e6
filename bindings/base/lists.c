/* What verbs and blocks written in Lua need of check.h: the module "slavelab.lists". Its functions are for scripts/lib alone.
 *
 *     list(value, what)    a copy of a script's list, read raw: ipairs() would ask its metatable, and one whose __index has an
 *                          answer for every number never ends. A hole, and a table that answers for itself, raise
 *                          "what: ..." (check.h says why).
 */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/module.h"

/* (value, what) */
static int list_of(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  sll_push_list(L, 1, luaL_checkstring(L, 2));
  return 1;
}

void sll_open_lists(lua_State *L) {
  static const luaL_Reg functions[] = {{"list", list_of}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.lists");
}
