#include "bindings/files/outputs.h"

#include <lauxlib.h>
#include <stdlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/place.h"
#include "core/base/file.h"

/* In the registry while outputs are kept: a list of path, bytes, path, bytes ... */
static const char kept_key[] = "slavelab.outputs";

void sll_outputs_keep(lua_State *L) {
  lua_newtable(L);
  lua_setfield(L, LUA_REGISTRYINDEX, kept_key);
}

void sll_outputs_forget(lua_State *L) {
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, kept_key);
}

static SlStatus write_now(lua_State *L, int path, int bytes, SlError *err) {
  SlStr content;
  content.bytes = lua_tolstring(L, bytes, &content.length);
  return sl_file_write(lua_tostring(L, path), content, err);
}

bool sll_outputs_write(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, kept_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    return true;
  }
  sll_outputs_forget(L);
  bool good = true;
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, -1); good && i < count; i += 2) {
    SlError err;
    lua_rawgeti(L, -1, i);
    lua_rawgeti(L, -2, i + 1);
    good = write_now(L, -2, -1, &err) == SL_OK;
    if (!good) sll_print_error(err.text);
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  return good;
}

static int lab_write_output(lua_State *L) {
  luaL_checkstring(L, 1);
  luaL_checkstring(L, 2);
  lua_settop(L, 2);
  if (lua_getfield(L, LUA_REGISTRYINDEX, kept_key) == LUA_TTABLE) {
    for (int i = 1; i <= 2; i++) {
      lua_pushvalue(L, i);
      lua_rawseti(L, 3, (lua_Integer)lua_rawlen(L, 3) + 1);
    }
    return 0;
  }
  SlError err;
  return write_now(L, 1, 2, &err) == SL_OK ? 0 : sll_raise(L, &err);
}

/* Upvalue: os.exit as Lua has it. */
static int exit_program(lua_State *L) {
  bool success = lua_isnoneornil(L, 1) || (lua_isboolean(L, 1) ? lua_toboolean(L, 1) : lua_tointeger(L, 1) == EXIT_SUCCESS);
  if (success && !sll_outputs_write(L)) {
    lua_settop(L, 0);
    lua_pushinteger(L, EXIT_FAILURE);
  }
  int count = lua_gettop(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, count, 0);
  return 0;
}

static const SllFunction functions[] = {
    {"write_output", lab_write_output, "(path: string, bytes: string)",
     "As lab.write_file, but in a script that runs the file is written when the script has ended well: one that fails later leaves the "
     "old file. Reports are written so.",
     "lab.write_output(\"note.txt\", \"seen\\n\")"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_outputs(lua_State *L) {
  sll_register(L, "lab", functions);
  lua_getglobal(L, "os");
  lua_getfield(L, -1, "exit");
  lua_pushcclosure(L, exit_program, 1);
  lua_setfield(L, -2, "exit");
  lua_pop(L, 1);
}
