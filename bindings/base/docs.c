#include <string.h>

#include "bindings/base/bindings.h"

static const char docs_key[] = "slavelab.docs";

void sll_push_docs(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, docs_key);
}

void sll_document(lua_State *L, const char *owner, const char *name, const char *signature, const char *text,
                  const char *example) {
  sll_push_docs(L);
  lua_pushfstring(L, strcmp(owner, "lab") == 0 ? "%s.%s" : "%s:%s", owner, name);
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

void sll_register(lua_State *L, const char *owner, const SllFunction *list) {
  for (; list->name; list++) {
    lua_pushcfunction(L, list->function);
    lua_setfield(L, -2, list->name);
    sll_document(L, owner, list->name, list->signature, list->text, list->example);
  }
}
