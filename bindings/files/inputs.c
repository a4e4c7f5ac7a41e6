#include "bindings/files/inputs.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/fields.h"
#include "bindings/files/hash.h"

/* In the registry: the list of entries; and by entry, out of a script's sight, what the file was when it was read. */
static const char list_key[] = "slavelab.inputs";
static const char marks_key[] = "slavelab.input_marks";

typedef struct Mark {
  char real[PATH_MAX]; /* empty: nothing that can be read again */
  SlFileMark file;
} Mark;

static bool mark_file(const char *path, Mark *mark) {
  memset(mark, 0, sizeof *mark);
  return strcmp(path, "-") != 0 && sl_file_mark(path, &mark->file) && realpath(path, mark->real);
}

static bool same_mark(const Mark *a, const Mark *b) {
  return strcmp(a->real, b->real) == 0 && sl_file_marks_equal(&a->file, &b->file);
}

static void push_marks(lua_State *L) {
  if (luaL_getsubtable(L, LUA_REGISTRYINDEX, marks_key)) return;
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
}

/* (entry, key): the hash on its first use. */
static int entry_index(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING || strcmp(lua_tostring(L, 2), "sha256") != 0) return 0;
  push_marks(L);
  lua_pushvalue(L, 1);
  lua_rawget(L, -2);
  const Mark *mark = lua_touserdata(L, -1);
  if (!mark || !mark->real[0]) return 0;
  Mark now;
  if (!mark_file(mark->real, &now) || !same_mark(mark, &now))
    return sll_fail(L, "%s: the file has changed since this run read it, so its figures and its SHA-256 would not belong together; run again",
                    mark->real);
  char text[SLL_HASH_TEXT_BYTES];
  SlError err;
  if (sll_hash_file(mark->real, text, &err) != SL_OK) return sll_raise(L, &err);
  lua_pushvalue(L, 2);
  lua_pushstring(L, text);
  lua_rawset(L, 1);
  lua_pushstring(L, text);
  return 1;
}

/* Pushes the entry of that file, if the list (on top) has one. */
static bool push_known(lua_State *L, const Mark *mark) {
  int list = lua_gettop(L);
  push_marks(L);
  for (lua_Integer i = 1, count = luaL_len(L, list); i <= count; i++) {
    lua_rawgeti(L, list, i);
    lua_pushvalue(L, -1);
    lua_rawget(L, list + 1);
    const Mark *other = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (other && same_mark(mark, other)) {
      lua_remove(L, list + 1);
      return true;
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return false;
}

static void push_new(lua_State *L, const char *path, const Mark *mark, const SlStr *content) {
  lua_createtable(L, 0, 5);
  if (luaL_newmetatable(L, "slavelab.input")) {
    lua_pushcfunction(L, entry_index);
    lua_setfield(L, -2, "__index");
  }
  lua_setmetatable(L, -2);
  lua_pushstring(L, strcmp(path, "-") == 0 ? "standard input" : path);
  lua_setfield(L, -2, "path");
  if (content) {
    char text[SLL_HASH_TEXT_BYTES];
    sll_hash_bytes(*content, text);
    lua_pushstring(L, text);
    lua_setfield(L, -2, "sha256");
  }
  if (content || mark->real[0]) sll_set_integer(L, "bytes", content ? (int64_t)content->length : mark->file.size_bytes);
  push_marks(L);
  lua_pushvalue(L, -2);
  memcpy(lua_newuserdatauv(L, sizeof *mark, 0), mark, sizeof *mark);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void sll_input_enter(lua_State *L, const char *path, int64_t rows, int64_t rejected, const SlFileMark *read_as, const SlStr *content) {
  luaL_checkstack(L, 8, NULL);
  Mark mark;
  bool is_file = mark_file(path, &mark);
  if (is_file && read_as) mark.file = *read_as;
  luaL_getsubtable(L, LUA_REGISTRYINDEX, list_key);
  if (!is_file || !push_known(L, &mark)) {
    push_new(L, path, &mark, is_file ? NULL : content);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, luaL_len(L, -3) + 1);
  }
  sll_set_integer(L, "rows", rows);
  sll_set_integer(L, "rejected", rejected);
  lua_pop(L, 2);
}

static int lab_inputs(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, list_key);
  lua_Integer count = luaL_len(L, -1);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, -2, i);
    lua_rawseti(L, -2, i);
  }
  return 1;
}

static const SllFunction functions[] = {
    {"inputs", lab_inputs,
     "(): {path: string, bytes?: integer, rows?: integer, rejected?: integer, sha256?: string, title?: string, publisher?: string, "
     "date?: string, url?: string, licence?: string, sources?: table[]}[]",
     "The files this run has read, in the order of first reading. sha256 is worked out when it is asked for, and raises when the "
     "file has changed since. rows and rejected are missing when the file was read as bytes.",
     "for _, input in ipairs(lab.inputs()) do print(input.path, input.rows, input.sha256) end"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_inputs(lua_State *L) {
  sll_register(L, "lab", functions);
}
