#include "bindings/program/script.h"

#include <errno.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/lua/globals.h"
#include "bindings/base/lua/interrupt.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/place.h"
#include "core/base/alloc.h"

/* Lua's memory through core's gate, so that one limit holds for both. */
static void *allocate(void *context, void *block, size_t old_size, size_t size) {
  (void)context, (void)old_size;
  if (size > 0) return sl_realloc(block, size);
  sl_free(block);
  return NULL;
}

/* (userdata) -> lab: all that may raise while a state is set up. */
static int open_all(lua_State *L) {
  luaL_openlibs(L);
  sll_interrupt_open(L);
  luaopen_slavelab(L);
  sll_globals_open(L);
  return 0;
}

lua_State *sll_state_new(bool limited) {
  lua_State *L = limited ? lua_newstate(allocate, NULL) : luaL_newstate();
  if (!L) return NULL;
  lua_pushcfunction(L, open_all);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
    sll_print_error(lua_tostring(L, -1));
    lua_close(L);
    return NULL;
  }
  return L;
}

static bool wants_traceback(lua_State *L) {
  sll_push_program_option(L, "traceback");
  bool wants = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return wants;
}

/* --- locals of a script that failed ------------------------------------------------------------------------------------------- */

static const char locals_key[] = "slavelab.locals";

void sll_keep_locals(lua_State *L) {
  lua_newtable(L);
  lua_setfield(L, LUA_REGISTRYINDEX, locals_key);
}

/* Of one frame into the table on top; names that are there stay. */
static void keep_frame(lua_State *L, const lua_Debug *frame) {
  const char *name;
  for (int i = 1; (name = lua_getlocal(L, frame, i)); i++) {
    bool wanted = name[0] != '(' && lua_getfield(L, -2, name) == LUA_TNIL;
    if (name[0] != '(') lua_pop(L, 1);
    if (wanted)
      lua_setfield(L, -2, name);
    else
      lua_pop(L, 1);
  }
}

/* Called where the error is, before the stack is left. */
static void keep_locals(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, locals_key) == LUA_TTABLE) {
    lua_Debug frame;
    for (int level = 0; lua_getstack(L, level, &frame); level++) {
      lua_getinfo(L, "S", &frame);
      if (frame.what[0] != 'C' && !sll_is_library(L, frame.source)) keep_frame(L, &frame);
    }
  }
  lua_pop(L, 1);
}

void sll_end_locals(lua_State *L, bool adopt) {
  int count = 0;
  bool kept = lua_getfield(L, LUA_REGISTRYINDEX, locals_key) == LUA_TTABLE;
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, locals_key);
  if (!kept || !adopt) {
    lua_pop(L, 1);
    return;
  }
  int locals = lua_gettop(L);
  lua_pushglobaltable(L);
  lua_pushnil(L);
  while (lua_next(L, locals)) {
    lua_pushvalue(L, -2);
    bool is_new = lua_rawget(L, locals + 1) == LUA_TNIL;
    lua_pop(L, 1);
    if (is_new) {
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, locals + 1);
      fprintf(stderr, "%s%s", count++ ? ", " : "slavelab: locals of the script, as globals here: ", lua_tostring(L, -2));
    }
    lua_pop(L, 1);
  }
  if (count) fputc('\n', stderr);
  lua_settop(L, locals - 1);
}

/* A message handler for lua_pcall: whatever was raised becomes the text that script.h shows. An error that has a place already
 * (bindings.h) keeps it. With lab.options.traceback every call that led to it follows. */
static int explain(lua_State *L) {
  keep_locals(L);
  luaL_tolstring(L, 1, NULL);
  if (lua_type(L, 1) != LUA_TSTRING && !luaL_getmetafield(L, 1, "__tostring"))
    lua_pushfstring(L, "an error was raised with a %s instead of a message", luaL_typename(L, 1));
  else
    lua_settop(L, 2);
  sll_add_place(L);
  if (wants_traceback(L)) {
    luaL_traceback(L, L, lua_tostring(L, -1), 1);
  }
  return 1;
}

/* --- loading and calling ---------------------------------------------------------------------------------------------------- */

/* A syntax error, "[string]:3: unexpected symbol near 'x'", at the top of the stack: the same form as other errors. The
 * name that messages show is found by asking a function of the same chunk name for it. */
static void explain_syntax(lua_State *L, const char *chunk_name) {
  lua_Debug frame;
  if (luaL_loadbufferx(L, "", 0, chunk_name, "t") != LUA_OK) {
    lua_pop(L, 1);
    return;
  }
  lua_getinfo(L, ">S", &frame);
  sll_move_place(L, chunk_name, frame.short_src);
}

bool sll_load_file(lua_State *L, const char *path) {
  bool is_input = strcmp(path, "-") == 0;
  errno = 0;
  int status = luaL_loadfilex(L, is_input ? NULL : path, "t");
  if (status == LUA_OK) return true;
  if (status == LUA_ERRFILE) {
    lua_pushfstring(L, "%s: %s", is_input ? "standard input" : path, strerror(errno));
    lua_replace(L, -2);
  } else if (status == LUA_ERRSYNTAX) {
    const char *name = is_input ? "=stdin" : lua_pushfstring(L, "@%s", path);
    if (!is_input) lua_insert(L, -2);
    explain_syntax(L, name);
    if (!is_input) lua_remove(L, -2);
  }
  return false;
}

bool sll_load_text(lua_State *L, const char *text, const char *chunk_name) {
  int status = luaL_loadbufferx(L, text, strlen(text), chunk_name, "t");
  if (status == LUA_ERRSYNTAX) explain_syntax(L, chunk_name);
  return status == LUA_OK;
}

SllExit sll_call(lua_State *L, int count) {
  int function = lua_gettop(L) - count;
  lua_pushcfunction(L, explain);
  lua_insert(L, function);
  sll_interrupt_begin(L);
  int status = lua_pcall(L, count, 0, function);
  bool interrupted = sll_interrupt_end();
  SllExit result = SLL_DONE;
  if (status != LUA_OK) {
    const char *text = lua_tostring(L, -1);
    result = interrupted ? SLL_INTERRUPTED : SLL_FAILED;
    if (status == LUA_ERRMEM && sl_memory_limit() > 0)
      sll_print_error("out of memory: the script needs more than --max-memory allows");
    else
      sll_print_error(text ? text : "the error could not be told");
    lua_pop(L, 1);
  }
  lua_remove(L, function);
  return result;
}
