#include "bindings/base/lua/globals.h"

#include <lauxlib.h>
#include <locale.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/modules/module.h"

/* require("lib.base.strict")[what](name, ...): which raises. */
static int complain(lua_State *L, const char *what) {
  lua_settop(L, 3);
  sll_call_module(L, "lib.base.strict", what, 2, 0);
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
  luaL_checktype(L, 1, LUA_TTABLE); /* a script can come by this function and hand in anything */
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 0;
}

/* os.setlocale(locale, category) of Lua, but for what a script writes and reads: the decimal point, letters and their order
 * are the C locale's, or a script would give other numbers on another machine. Names of months alone may change. */
static int set_locale(lua_State *L) {
  static const char *const categories[] = {"all", "time", "collate", "ctype", "monetary", "numeric", NULL};
  static const int numbers[] = {LC_ALL, LC_TIME, LC_COLLATE, LC_CTYPE, LC_MONETARY, LC_NUMERIC};
  const char *locale = luaL_optstring(L, 1, NULL);
  int category = numbers[luaL_checkoption(L, 2, "all", categories)];
  if (category == LC_TIME || !locale) {
    lua_pushstring(L, setlocale(category, locale));
    return 1;
  }
  if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0) { /* it is in force */
    lua_pushliteral(L, "C");
    return 1;
  }
  luaL_pushfail(L);
  lua_pushfstring(L, "numbers, letters and their order stay those of the C locale, so that a script gives the same everywhere; "
                     "only os.setlocale(\"%s\", \"time\") can be set", locale);
  return 2;
}

void sll_globals_open(lua_State *L) {
  int lab = lua_gettop(L);
  lua_getglobal(L, "os");
  lua_pushcfunction(L, set_locale);
  lua_setfield(L, -2, "setlocale");
  lua_pop(L, 1);
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
