#include "bindings/objects/carry.h"

#include <lauxlib.h>

#include "bindings/base/box.h"
#include "bindings/objects/about.h"

void sll_keep_about(lua_State *L, int table) {
  sll_push_about(L, table);
  sll_set_about(L, -2);
}

void sll_keep_about_without(lua_State *L, int table, int list) {
  int box = lua_gettop(L);
  sll_keep_about(L, table);
  sll_push_about(L, box);
  if (lua_istable(L, -1) && lua_getfield(L, -1, "fields") == LUA_TTABLE) {
    sll_push_shallow_copy(L);
    int fields = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, list);
    for (lua_Integer i = 1; i <= count; i++) {
      if (lua_rawgeti(L, list, i) == LUA_TSTRING) {
        lua_pushnil(L);
        lua_rawset(L, fields);
      }
      lua_settop(L, fields);
    }
    lua_pushvalue(L, box + 1);
    sll_push_shallow_copy(L);
    lua_pushvalue(L, fields);
    lua_setfield(L, -2, "fields");
    sll_set_about(L, box);
  }
  lua_settop(L, box);
}

/* Adds the entries of the list on top to the list at `list`, each once; pops the former. */
static void add_entries(lua_State *L, int list) {
  lua_Integer have = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, -1); i <= count; i++) {
    if (lua_rawgeti(L, -1, i) == LUA_TNIL) { /* the list ends, whatever length it claims */
      lua_pop(L, 1);
      break;
    }
    bool known = false;
    for (lua_Integer k = 1; k <= have && !known; k++) {
      lua_rawgeti(L, list, k);
      known = lua_rawequal(L, -1, -2);
      lua_pop(L, 1);
    }
    if (known)
      lua_pop(L, 1);
    else
      lua_rawseti(L, list, ++have);
  }
  lua_pop(L, 1);
}

/* Whether one of the tables at first .. last has the column. */
static bool any_has(lua_State *L, int first, int last, SlStr column) {
  for (int i = first; i <= last; i++)
    if (sl_table_find(sll_check_table(L, i), column) >= 0) return true;
  return false;
}

/* Adds what the about on top, of the table at `last`, says of columns that the tables before it lack. */
static void add_fields(lua_State *L, int fields, int first, int last) {
  if (lua_getfield(L, -1, "fields") == LUA_TTABLE) {
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      SlStr name;
      if (lua_type(L, -2) != LUA_TSTRING) continue;
      name.bytes = lua_tolstring(L, -2, &name.length);
      if (any_has(L, first, last - 1, name)) continue;
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, fields);
    }
  }
  lua_pop(L, 1);
}

void sll_unite_about(lua_State *L, int first, int last) {
  first = lua_absindex(L, first), last = lua_absindex(L, last);
  int box = lua_gettop(L), sources = box + 1, notes = box + 2, fields = box + 3;
  for (int i = 0; i < 3; i++) lua_newtable(L);
  for (int i = first; i <= last; i++) {
    sll_push_about(L, i);
    if (lua_istable(L, -1)) {
      if (lua_getfield(L, -1, "sources") == LUA_TTABLE)
        add_entries(L, sources);
      else
        lua_pop(L, 1);
      if (lua_getfield(L, -1, "notes") == LUA_TTABLE)
        add_entries(L, notes);
      else
        lua_pop(L, 1);
      add_fields(L, fields, first, i);
    }
    lua_pop(L, 1);
  }
  lua_createtable(L, 0, 3);
  lua_insert(L, sources);
  lua_setfield(L, sources, "fields");
  lua_setfield(L, sources, "notes");
  lua_setfield(L, sources, "sources");
  sll_set_about(L, box);
}
