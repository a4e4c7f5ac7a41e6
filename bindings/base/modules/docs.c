#include <string.h>

#include "bindings/base/bindings.h"

static const char docs_key[] = "slavelab.docs", later_key[] = "slavelab.docs.later";

static void put(lua_State *L, const char *owner, const char *name, const char *signature, const char *text, const char *example,
                bool replaces) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, docs_key);
  lua_pushfstring(L, strcmp(owner, "lab") == 0 ? "%s.%s" : "%s:%s", owner, name);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) != LUA_TNIL && !replaces) {
    lua_pop(L, 3);
    return;
  }
  lua_pop(L, 1);
  lua_createtable(L, 0, 5);
  const char *const fields[][2] = {
      {"owner", owner}, {"name", name}, {"signature", signature}, {"text", text}, {"example", example}};
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    lua_pushstring(L, fields[i][1]);
    lua_setfield(L, -2, fields[i][0]);
  }
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void sll_document(lua_State *L, const char *owner, const char *name, const char *signature, const char *text,
                  const char *example) {
  put(L, owner, name, signature, text, example, true);
}

void sll_document_shipped(lua_State *L, const char *owner, const char *name, const char *signature, const char *text,
                          const char *example) {
  put(L, owner, name, signature, text, example, false);
}

/* --- later: few programs ask, and all would wait ---------------------------------------------------------------------- */

static void add_later(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, later_key);
  lua_insert(L, -2);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 1);
}

void sll_document_later(lua_State *L, lua_CFunction document) {
  lua_pushcfunction(L, document);
  add_later(L);
}

static int document_list(lua_State *L) {
  const char *owner = lua_touserdata(L, lua_upvalueindex(1));
  for (const SllFunction *list = lua_touserdata(L, lua_upvalueindex(2)); list->name; list++)
    sll_document_shipped(L, owner, list->name, list->signature, list->text, list->example);
  return 0;
}

void sll_register(lua_State *L, const char *owner, const SllFunction *list) {
  for (const SllFunction *at = list; at->name; at++) {
    lua_pushcfunction(L, at->function);
    lua_setfield(L, -2, at->name);
  }
  lua_pushlightuserdata(L, (void *)owner);
  lua_pushlightuserdata(L, (void *)list);
  lua_pushcclosure(L, document_list, 2);
  add_later(L);
}

void sll_push_docs(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, later_key);
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++) lua_call(L, 0, 0);
  lua_pop(L, 2);
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, later_key);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, docs_key);
}
