/* Files as a script meets them: a whole one in, a whole one out, the names in a folder, and where things lie. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/fields.h"
#include "bindings/files/inputs.h"
#include "bindings/files/paths.h"
#include "core/base/alloc.h"
#include "core/base/file.h"

static int lab_read_file(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  SlBuf *buffer = sll_new_buffer(L);
  SlError err;
  if (sl_file_read(path, buffer, &err) != SL_OK) return sll_raise(L, &err);
  SlStr bytes = {buffer->bytes ? buffer->bytes : "", buffer->length};
  sll_input_enter(L, path, -1, -1, NULL, &bytes);
  sll_push_str(L, bytes);
  sl_buf_reset(buffer);
  return 1;
}

static int lab_write_file(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  SlStr bytes;
  bytes.bytes = luaL_checklstring(L, 2, &bytes.length);
  SlError err;
  if (sl_file_write(path, bytes, &err) != SL_OK) return sll_raise(L, &err);
  return 0;
}

/* --- folders -------------------------------------------------------------------------------------------------------------- */

static int close_folder(lua_State *L) {
  DIR **folder = lua_touserdata(L, 1);
  if (*folder) closedir(*folder);
  *folder = NULL;
  return 0;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Pushes a list of the names, sorted by bytes. The names are read into the list, sorted in an array beside it. */
static void push_sorted(lua_State *L, int names) {
  lua_Integer count = luaL_len(L, names);
  const char **sorted = lua_newuserdatauv(L, (size_t)count * sizeof *sorted + 1, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_geti(L, names, i + 1);
    sorted[i] = lua_tostring(L, -1); /* the list keeps it alive */
    lua_pop(L, 1);
  }
  qsort(sorted, (size_t)count, sizeof *sorted, compare_names);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_pushstring(L, sorted[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

static int lab_list_folder(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  DIR **folder = lua_newuserdatauv(L, sizeof *folder, 0);
  *folder = NULL;
  if (luaL_newmetatable(L, "slavelab.folder")) {
    lua_pushcfunction(L, close_folder);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  *folder = opendir(path);
  if (!*folder) return sll_fail(L, "%s: %s", path, strerror(errno));
  lua_newtable(L);
  int names = lua_gettop(L);
  lua_Integer count = 0;
  for (struct dirent *entry; (entry = readdir(*folder));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    lua_pushstring(L, entry->d_name);
    lua_rawseti(L, names, ++count);
  }
  closedir(*folder);
  *folder = NULL;
  push_sorted(L, names);
  return 1;
}

static int lab_path_kind(lua_State *L) {
  struct stat found;
  if (stat(luaL_checkstring(L, 1), &found) != 0)
    lua_pushnil(L);
  else
    lua_pushstring(L, S_ISREG(found.st_mode) ? "file" : S_ISDIR(found.st_mode) ? "folder" : "other");
  return 1;
}

static int lab_short_path(lua_State *L) {
  char *path = sll_short_path(luaL_checkstring(L, 1));
  if (!path) return sll_fail(L, "out of memory");
  lua_pushstring(L, path); /* a failure here loses a few bytes, at the end of all memory */
  sl_free(path);
  return 1;
}

static int lab_places(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, SLL_PLACES_KEY) != LUA_TTABLE) lua_newtable(L);
  return 1;
}

static const SllFunction functions[] = {
    {"read_file", lab_read_file, "(path: string): string",
     "The bytes of a file, as they are; \"-\" is standard input. The file is entered in "
     "lab.inputs(). Raises when it is missing, unreadable or a folder.",
     "lab.write_file(\"note.txt\", \"seen\\n\")\nprint(lab.read_file(\"note.txt\"))"},
    {"write_file", lab_write_file, "(path: string, bytes: string)",
     "Writes a file whole: beside its target first, renamed when complete, so that a failure leaves the old file. Raises when "
     "it cannot be written.",
     "lab.write_file(\"note.txt\", \"seen\\n\")"},
    {"list_folder", lab_list_folder, "(path: string): string[]",
     "The names of what lies in a folder, sorted by bytes, hidden ones too. Raises when it is no folder.",
     "for _, name in ipairs(lab.list_folder(\".\")) do print(name) end"},
    {"path_kind", lab_path_kind, "(path: string): \"file\"|\"folder\"|\"other\"|nil",
     "What stands at a path, links followed; nil when there is nothing.", "print(lab.path_kind(\".\"))"},
    {"short_path", lab_short_path, "(path: string): string",
     "The path as it is best shown: relative when it lies in the current directory, else absolute, without links and \"..\". A "
     "path where nothing stands comes back as it is.",
     "print(lab.short_path(\"./\"))"},
    {"places", lab_places, "(): {folder: string, what: string}[]",
     "The folders in which modules, formats, indicators and reports are looked for, the first one first.",
     "for _, place in ipairs(lab.places()) do print(place.folder, place.what) end"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_files(lua_State *L) {
  sll_register(L, "lab", functions);
  lua_newtable(L);
  lua_setfield(L, -2, "options");
  lua_pushliteral(L, ".");
  lua_setfield(L, -2, "script_dir");
}
