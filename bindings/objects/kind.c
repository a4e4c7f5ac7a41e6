#include "bindings/objects/kind.h"

#include <lauxlib.h>

#include "bindings/base/box.h"
#include "bindings/base/modules/methods.h"

void sll_open_kind(lua_State *L, const SllKind *kind) {
  sll_push_methods(L, kind->name);
  sll_register(L, kind->name, kind->methods);
  sll_push_metatable(L, kind->box);
  lua_getfield(L, -1, "close");
  lua_setfield(L, -3, "close");
  sll_document(L, kind->name, "close", "()", kind->close_text, kind->close_example);
  luaL_setfuncs(L, kind->events, 0);
  lua_pop(L, 2);
}

void sll_push_loop(lua_State *L, lua_CFunction next) {
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next, 2);
}

int64_t sll_next_row(lua_State *L, int64_t length) {
  lua_Integer row = lua_tointeger(L, lua_upvalueindex(2));
  if (row >= length) return -1;
  lua_pushinteger(L, row + 1);
  lua_copy(L, -1, lua_upvalueindex(2));
  return row;
}
