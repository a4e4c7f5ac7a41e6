#include "bindings/base/modules/methods.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/manifest.h"

static const char methods_key[] = "slavelab.methods";

void sll_push_methods(lua_State *L, const char *kind) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, methods_key);
  luaL_getsubtable(L, -1, kind);
  lua_remove(L, -2);
}

void sll_load_methods(lua_State *L) { sll_require_all(L, "methods"); }

bool sll_push_method(lua_State *L, const char *kind, int name) {
  name = lua_absindex(L, name);
  sll_push_methods(L, kind);
  lua_pushvalue(L, name);
  bool may_load = strcmp(kind, "table") == 0 && lua_type(L, name) == LUA_TSTRING;
  if (lua_rawget(L, -2) == LUA_TNIL && may_load && sll_require_for(L, "methods", name)) {
    lua_pop(L, 2);
    lua_pushvalue(L, name);
    lua_rawget(L, -2);
  }
  if (lua_isnil(L, -1)) {
    lua_pop(L, 2);
    return false;
  }
  lua_remove(L, -2);
  return true;
}

void sll_push_method_names(lua_State *L, const char *kind) {
  lua_newtable(L);
  int names = lua_gettop(L);
  lua_Integer count = 0;
  sll_push_methods(L, kind);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_rawseti(L, names, ++count);
  }
  if (strcmp(kind, "table") == 0) {
    int methods = lua_gettop(L);
    sll_push_manifest(L, "methods");
    for (lua_pushnil(L); lua_next(L, methods + 1); lua_pop(L, 1)) {
      lua_pushvalue(L, -2);
      if (lua_rawget(L, methods) == LUA_TNIL) { /* not loaded yet */
        lua_pushvalue(L, -3);
        lua_rawseti(L, names, ++count);
      }
      lua_pop(L, 1);
    }
  }
  lua_settop(L, names);
}

static const char *const doc_fields[] = {"signature", "text", "example", NULL};

static int lab_method(lua_State *L) {
  static const char *const kinds[] = {"table", "column", "expression", NULL};
  const char *kind = kinds[luaL_checkoption(L, 1, NULL, kinds)];
  const char *name = sll_check_text(L, 2, "lab.method: name").bytes;
  luaL_checktype(L, 3, LUA_TFUNCTION);
  luaL_checktype(L, 4, LUA_TTABLE);
  sll_check_options(L, 4, "lab.method", doc_fields);
  for (int i = 0; doc_fields[i]; i++) {
    if (lua_getfield(L, 4, doc_fields[i]) != LUA_TSTRING)
      return sll_fail(L, "lab.method %s: %s is a text", name, doc_fields[i]);
  }
  sll_document(L, kind, name, lua_tostring(L, -3), lua_tostring(L, -2), lua_tostring(L, -1));
  sll_push_methods(L, kind);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 3);
  lua_rawset(L, -3);
  return 0;
}

static const SllFunction functions[] = {
    {"method", lab_method,
     "(kind: \"table\"|\"column\"|\"expression\", name: string, method: function, doc: {signature: string, text: "
     "string, example: string})",
     "Adds a method to all tables, columns or expressions: t:name(...). doc is what ?name shows at the prompt. A "
     "method of that name is replaced.",
     "lab.method(\"table\", \"middle\", function(t) return t[\"n\"]:median() end,\n"
     "  { signature = \"(): number\", text = \"The median of column n.\", example = \"print(1)\" })\n"
     "print(lab.table({ columns = { \"n\" }, { 1 }, { 5 }, { 6 } }):middle())"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_methods(lua_State *L) { sll_register(L, "lab", functions); }
