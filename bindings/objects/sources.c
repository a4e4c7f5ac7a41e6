#include "bindings/objects/sources.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/box.h"
#include "bindings/objects/about.h"

/* The column of a table by which its rows name their sources; NULL when the about at index has none, or the table. */
static const SlColumn *source_column(lua_State *L, int about, const SlTable *table) {
  if (!table || !lua_istable(L, about)) return NULL;
  const SlColumn *column = NULL;
  if (lua_getfield(L, about, "source_column") == LUA_TSTRING) {
    SlStr name;
    name.bytes = lua_tolstring(L, -1, &name.length);
    column = sl_table_column(table, name);
  }
  lua_pop(L, 1);
  return column && column->type == SL_TEXT ? column : NULL;
}

static void use_name(lua_State *L, int used, SlStr name, lua_Integer *count) {
  lua_pushlstring(L, name.bytes, name.length);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, used) == LUA_TNIL) {
    lua_pushvalue(L, -2);
    lua_pushboolean(L, true);
    lua_rawset(L, used);
    ++*count;
  }
  lua_pop(L, 2);
}

/* Pushes a set of the texts in the column; gives how many there are. */
static lua_Integer push_used(lua_State *L, const SlColumn *column) {
  lua_newtable(L);
  int used = lua_gettop(L);
  lua_Integer count = 0;
  if (!sl_storage_is_code(column->storage)) {
    for (int64_t row = 0; row < column->length; row++)
      if (!sl_column_is_null(column, row)) use_name(L, used, sl_column_text(column, row), &count);
    return count;
  }
  size_t size = (size_t)sl_dict_size(column->dict);
  char *seen = lua_newuserdatauv(L, size + 1, 0);
  memset(seen, 0, size + 1);
  for (int64_t row = 0; row < column->length; row++)
    if (!sl_column_is_null(column, row)) seen[sl_column_code(column, row)] = 1;
  for (size_t code = 0; code < size; code++)
    if (seen[code]) use_name(L, used, sl_dict_get(column->dict, (int64_t)code), &count);
  lua_pop(L, 1);
  return count;
}

static bool is_used(lua_State *L, int source, int used) {
  if (!lua_istable(L, source)) return false;
  bool found = lua_getfield(L, source, "name") == LUA_TSTRING && (lua_rawget(L, used), lua_toboolean(L, -1));
  lua_settop(L, source);
  return found;
}

/* (list, used) on top <- the sources of the list whose name is used, as a new list in the place of both. A used name of
 * no source means that the column was written anew; then rows no longer say where they come from, and all sources stay. */
static void keep_used(lua_State *L, lua_Integer used_count) {
  int used = lua_gettop(L), list = used - 1, kept_list = used + 1;
  lua_newtable(L);
  lua_Integer kept = 0;
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count; i++) {
    lua_rawgeti(L, list, i);
    if (is_used(L, kept_list + 1, used)) lua_rawseti(L, kept_list, ++kept);
    lua_settop(L, kept_list);
  }
  if (kept == used_count) lua_copy(L, kept_list, list);
  lua_settop(L, list);
}

void sll_push_sources(lua_State *L, int table_index) {
  table_index = lua_absindex(L, table_index);
  luaL_checkstack(L, 8, NULL);
  int top = lua_gettop(L);
  lua_newtable(L);
  sll_push_about(L, table_index);
  int about = top + 2;
  if (lua_istable(L, about) && lua_getfield(L, about, "sources") == LUA_TTABLE) {
    for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, -1); i <= count; i++) {
      lua_rawgeti(L, -1, i);
      lua_rawseti(L, top + 1, i);
    }
    const SlColumn *column = source_column(L, about, sll_test_table(L, table_index));
    if (column) {
      lua_pushvalue(L, top + 1);
      keep_used(L, push_used(L, column));
      lua_replace(L, top + 1);
    }
  }
  lua_settop(L, top + 1);
}

void sll_settle_sources(lua_State *L, int table_index, int box) {
  int about = lua_gettop(L);
  table_index = lua_absindex(L, table_index), box = lua_absindex(L, box);
  bool had = source_column(L, about, sll_test_table(L, table_index)) != NULL;
  bool has = source_column(L, about, sll_test_table(L, box)) != NULL;
  if (!had || has) return;
  sll_push_about_copy(L, table_index);
  sll_push_sources(L, table_index);
  lua_setfield(L, about + 1, "sources");
  lua_pushnil(L);
  lua_setfield(L, about + 1, "source_column");
  lua_replace(L, about);
}
