#include "bindings/base/methods.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"

static const char methods_key[] = "slavelab.methods";

/* Methods of tables that lib.verbs and lib.describe add when one of them is first asked for: starting costs nothing. */
static const struct {
  const char *name, *module;
} in_lua[] = {
    {"rate", "lib.verbs.verbs"},       {"share", "lib.verbs.verbs"},        {"change", "lib.verbs.verbs"},   {"index_to", "lib.verbs.verbs"},
    {"lag", "lib.verbs.verbs"},        {"roll", "lib.verbs.verbs"},         {"cumulate", "lib.verbs.verbs"}, {"totals", "lib.verbs.verbs"},
    {"drop_totals", "lib.verbs.verbs"}, {"totals_found", "lib.verbs.verbs"}, {"suppress", "lib.verbs.verbs"}, {"round", "lib.verbs.verbs"},
    {"revise", "lib.verbs.verbs"},     {"indicator", "lib.verbs.verbs"},    {"notes", "lib.verbs.verbs"},    {"describe", "lib.verbs.describe"},
    {"glimpse", "lib.verbs.describe"}, {"show", "lib.show.show"},          {"collect", "lib.verbs.verbs"},   {"plot", "lib.show.plot"},
    {"unmatched", "lib.verbs.verbs"}, {"roles", "lib.verbs.verbs"},
};

void sll_push_methods(lua_State *L, const char *kind) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, methods_key);
  luaL_getsubtable(L, -1, kind);
  lua_remove(L, -2);
}

static void load(lua_State *L, const char *module) {
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  lua_call(L, 1, 0);
}

void sll_load_methods(lua_State *L) {
  for (size_t i = 0; i < sizeof in_lua / sizeof in_lua[0]; i++) load(L, in_lua[i].module);
}

static const char *module_of(const char *name) {
  for (size_t i = 0; i < sizeof in_lua / sizeof in_lua[0]; i++)
    if (strcmp(in_lua[i].name, name) == 0) return in_lua[i].module;
  return NULL;
}

bool sll_push_method(lua_State *L, const char *kind, int name) {
  name = lua_absindex(L, name);
  sll_push_methods(L, kind);
  lua_pushvalue(L, name);
  if (lua_rawget(L, -2) == LUA_TNIL && strcmp(kind, "table") == 0 && lua_type(L, name) == LUA_TSTRING) {
    const char *module = module_of(lua_tostring(L, name));
    if (module) {
      load(L, module);
      lua_pop(L, 1);
      lua_pushvalue(L, name);
      lua_rawget(L, -2);
    }
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
  for (size_t i = 0; strcmp(kind, "table") == 0 && i < sizeof in_lua / sizeof in_lua[0]; i++) {
    if (lua_getfield(L, -1, in_lua[i].name) == LUA_TNIL) { /* not loaded yet */
      lua_pushstring(L, in_lua[i].name);
      lua_rawseti(L, names, ++count);
    }
    lua_pop(L, 1);
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
