#include "bindings/files/paths.h"

#include <lauxlib.h>
#include <limits.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bindings/base/place.h"
#include "core/base/alloc.h"

/* Paths are put together in buffers of this size; what does not fit is no path of ours. */
typedef struct Path {
  char text[PATH_MAX];
} Path;

static bool join(Path *out, const char *folder, const char *name) {
  int length = snprintf(out->text, sizeof out->text, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
  return length > 0 && (size_t)length < sizeof out->text;
}

static bool is_folder(const char *path) {
  struct stat found;
  return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static bool real_path(const char *path, Path *out) {
  return realpath(path, out->text) != NULL;
}

/* Cuts the last part off; false at the root. */
static bool go_up(Path *path) {
  char *slash = strrchr(path->text, '/');
  if (!slash || strcmp(path->text, "/") == 0) return false;
  slash[slash == path->text] = 0;
  return true;
}

static char *copy_text(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = sl_alloc(size);
  if (copy) memcpy(copy, text, size);
  return copy;
}

char *sll_short_path(const char *path) {
  Path real, here;
  if (!real_path(path, &real)) return copy_text(path);
  if (getcwd(here.text, sizeof here.text) && strcmp(here.text, "/") != 0) {
    size_t length = strlen(here.text);
    if (strcmp(real.text, here.text) == 0) return copy_text(".");
    if (strncmp(real.text, here.text, length) == 0 && real.text[length] == '/') return copy_text(real.text + length + 1);
  }
  return copy_text(real.text);
}

/* The nearest folder `scripts` going up from `folder`, which is real. The root is nobody's project. */
static bool find_scripts(const char *folder, Path *out) {
  Path at;
  snprintf(at.text, sizeof at.text, "%s", folder);
  while (strcmp(at.text, "/") != 0) {
    if (join(out, at.text, "scripts") && is_folder(out->text)) return true;
    if (!go_up(&at)) break;
  }
  return false;
}

/* Scripts of ours hold the module that looks for the others. */
static bool is_home(const char *scripts) {
  Path module;
  return join(&module, scripts, "lib/base/find.lua") && access(module.text, R_OK) == 0;
}

static bool lies_in(const char *path, const char *folder) {
  Path real;
  if (!real_path(folder, &real)) return false;
  size_t length = strlen(real.text);
  return strncmp(path, real.text, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The program's own scripts: installed beside it, in the tree that it was built in, or in the tree that it was built from (a build
 * folder may lie anywhere). The last is for a program that lies in its build folder, so that an installed one never looks there. */
static bool find_home(Path *out) {
  Path program, folder, guess;
  ssize_t length = readlink("/proc/self/exe", program.text, sizeof program.text - 1);
  if (length <= 0) return false;
  program.text[length] = 0;
  if (!go_up(&program)) return false;
  folder = program;
  if (go_up(&folder) && join(&guess, folder.text, "share/slavelab/scripts") && is_home(guess.text)) return real_path(guess.text, out);
  for (folder = program; find_scripts(folder.text, &guess); ) {
    if (is_home(guess.text)) return real_path(guess.text, out);
    folder = guess;
    if (!go_up(&folder) || !go_up(&folder)) break;
  }
  return lies_in(program.text, SLAVELAB_BUILD_FOLDER) && is_home(SLAVELAB_SOURCE_SCRIPTS) && real_path(SLAVELAB_SOURCE_SCRIPTS, out);
}

/* What the search has come to: the real names beside the shown ones, so that none comes twice. */
typedef struct Search {
  SllPlaces *places;
  Path home;
  bool has_home, no_memory;
} Search;

static void add(Search *search, const char *folder, const char *what, bool shipped) {
  Path real, other;
  SllPlaces *places = search->places;
  if (!real_path(folder, &real) || !is_folder(real.text)) return;
  if (!shipped && search->has_home && strcmp(real.text, search->home.text) == 0) return;
  for (int i = 0; i < places->count; i++)
    if (real_path(places->list[i].folder, &other) && strcmp(other.text, real.text) == 0) return;
  if (places->count == SLL_PLACES_MOST) return;
  char *shown = sll_short_path(real.text);
  if (!shown)
    search->no_memory = true;
  else
    places->list[places->count++] = (SllPlace){shown, what};
  places->has_shipped = shipped && shown;
}

static void add_beside_script(Search *search, const char *script, Path *folder) {
  if (!real_path(script, folder) || !go_up(folder)) return;
  add(search, folder->text, "beside the script", false);
}

static void add_project(Search *search, const char *folder) {
  Path scripts;
  if (find_scripts(folder, &scripts)) add(search, scripts.text, "the project", false);
}

static void add_listed(Search *search) {
  const char *list = getenv("SLAVELAB_PATH");
  while (list && *list) {
    size_t length = strcspn(list, ":");
    Path folder;
    if (length > 0 && length < sizeof folder.text) {
      memcpy(folder.text, list, length);
      folder.text[length] = 0;
      add(search, folder.text, "SLAVELAB_PATH", false);
    }
    list += length + (list[length] == ':');
  }
}

static bool users_folder(Path *out) {
  const char *config = getenv("XDG_CONFIG_HOME");
  const char *home = getenv("HOME");
  return config && config[0] == '/' ? join(out, config, "slavelab") : home && join(out, home, ".config/slavelab");
}

char *sll_users_file(const char *name) {
  Path folder, file;
  return users_folder(&folder) && join(&file, folder.text, name) ? copy_text(file.text) : NULL;
}

static void add_users(Search *search) {
  Path folder;
  if (users_folder(&folder)) add(search, folder.text, "yours", false);
}

SlStatus sll_places_find(const char *script, SllPlaces *out, SlError *err) {
  SllPlaces places = {.count = 0};
  Search search = {.places = &places};
  search.has_home = find_home(&search.home);
  Path folder;
  if (script && real_path(script, &folder)) {
    add_beside_script(&search, script, &folder);
    add_project(&search, folder.text);
  }
  if (getcwd(folder.text, sizeof folder.text)) add_project(&search, folder.text);
  add_listed(&search);
  add_users(&search);
  if (search.has_home) add(&search, search.home.text, "shipped", true);
  if (search.no_memory) {
    sll_places_reset(&places);
    return sl_fail_alloc(err, PATH_MAX);
  }
  *out = places;
  return SL_OK;
}

void sll_places_reset(SllPlaces *places) {
  for (int i = 0; i < places->count; i++) sl_free(places->list[i].folder);
  places->count = 0;
}

/* What package.path was before the places were put in front of it. */
static const char own_path_key[] = "slavelab.lua_path";

static void keep_places(lua_State *L, const SllPlaces *places) {
  lua_createtable(L, places->count, 0);
  for (int i = 0; i < places->count; i++) {
    lua_createtable(L, 0, 2);
    lua_pushstring(L, places->list[i].folder);
    lua_setfield(L, -2, "folder");
    lua_pushstring(L, places->list[i].what);
    lua_setfield(L, -2, "what");
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, LUA_REGISTRYINDEX, SLL_PLACES_KEY);
}

/* Where modules of the library are looked for before all places: "/usr/share/slavelab/scripts/?.lua". */
static const char library_path_key[] = "slavelab.library_path";

/* A searcher of package.searchers for "lib.X". The library and the program are of one version: a folder that holds another clone of this
 * project, with a library of its own, must not lend the program parts of it. Modules that the library lacks are looked for as others are. */
static int search_library(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  if (strncmp(name, "lib.", 4) != 0 || lua_getfield(L, LUA_REGISTRYINDEX, library_path_key) != LUA_TSTRING) return 0;
  const char *path = lua_tostring(L, -1);
  const char *module = luaL_gsub(L, name, ".", "/");
  const char *file = luaL_gsub(L, path, "?", module);
  if (access(file, R_OK) != 0) return 0;
  if (luaL_loadfile(L, file) != LUA_OK) return luaL_error(L, "error loading module '%s' from file '%s':\n\t%s", name, file, lua_tostring(L, -1));
  lua_pushstring(L, file);
  return 2;
}

static void use_library(lua_State *L, const char *scripts) {
  lua_pushfstring(L, "%s/lib", scripts);
  sll_set_library(L, lua_tostring(L, -1));
  lua_pop(L, 1);
  bool is_there = lua_getfield(L, LUA_REGISTRYINDEX, library_path_key) != LUA_TNIL;
  lua_pop(L, 1);
  lua_pushfstring(L, "%s/?.lua", scripts);
  lua_setfield(L, LUA_REGISTRYINDEX, library_path_key);
  if (is_there) return;
  lua_getglobal(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "searchers");
  for (lua_Integer i = luaL_len(L, -1); i >= 2; i--) { /* the first finds what was put into package.preload */
    lua_geti(L, -1, i);
    lua_seti(L, -2, i + 1);
  }
  lua_pushcfunction(L, search_library);
  lua_seti(L, -2, 2);
  lua_pop(L, 2);
}

void sll_paths_use(lua_State *L, const SllPlaces *places) {
  keep_places(L, places);
  if (places->has_shipped) use_library(L, places->list[places->count - 1].folder);
  luaL_checkstack(L, places->count + 3, "too many places");
  lua_getglobal(L, LUA_LOADLIBNAME);
  int library = lua_gettop(L);
  for (int i = 0; i < places->count; i++) lua_pushfstring(L, "%s/?.lua;", places->list[i].folder);
  if (lua_getfield(L, LUA_REGISTRYINDEX, own_path_key) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_getfield(L, library, "path");
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, own_path_key);
  }
  lua_concat(L, lua_gettop(L) - library);
  lua_setfield(L, library, "path");
  lua_pop(L, 1);
}
