#include "bindings/objects/column_sets.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"

static const char module[] = "lib.figures.column_sets";

bool sll_is_column_set(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE || luaL_getmetafield(L, index, "__name") == LUA_TNIL) return false;
  bool is_set = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "slavelab.Columns") == 0;
  lua_pop(L, 1);
  return is_set;
}

static bool is_set(lua_State *L, int index, const void *context) {
  (void)context;
  return sll_is_column_set(L, index);
}

/* Whether the value is a set or a list that holds one. */
static bool holds_set(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TTABLE && (sll_is_column_set(L, index) || sll_any_item(L, index, is_set, NULL));
}

/* Calls expand with the values at first .. last, and leaves the list. */
static void expand(lua_State *L, const char *where, bool optional, int first, int last) {
  luaL_checkstack(L, last - first + 8, NULL);
  lua_pushvalue(L, 1);
  lua_pushstring(L, where);
  lua_pushboolean(L, optional);
  for (int i = first; i <= last; i++) lua_pushvalue(L, i);
  sll_call_module(L, module, "expand", 3 + last - first + 1, 1);
}

void sll_expand_arguments(lua_State *L, const char *verb, bool optional) {
  int top = lua_gettop(L), last = top;
  bool any = false;
  for (int i = 2; i <= top && !any; i++) any = holds_set(L, i);
  if (!any) return;
  bool options = last > 2 && lua_type(L, last) == LUA_TTABLE && !sll_is_column_set(L, last) && lua_rawlen(L, last) == 0;
  if (options) last--;
  expand(L, verb, optional, 2, last);
  lua_insert(L, 2);
  if (options)
    lua_replace(L, 3); /* what was last */
  lua_settop(L, options ? 3 : 2);
}

void sll_expand_option(lua_State *L, int options, const char *verb, const char *option) {
  options = lua_absindex(L, options);
  if (!lua_istable(L, options)) return;
  lua_pushstring(L, option);
  lua_rawget(L, options);
  if (holds_set(L, lua_gettop(L))) {
    char where[128];
    sl_print_cut(where, sizeof where, "%s: %s", verb, option);
    expand(L, where, false, lua_gettop(L), lua_gettop(L));
    lua_pushstring(L, option);
    lua_insert(L, -2);
    lua_rawset(L, options);
  }
  lua_pop(L, 1);
}
