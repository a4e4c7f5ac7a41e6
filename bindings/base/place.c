#include "bindings/base/place.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/base/modules/module.h"
#include "core/base/status.h"

static const char library_key[] = "slavelab.library";

void sll_set_library(lua_State *L, const char *folder) {
  lua_pushfstring(L, "@%s/", folder);
  lua_setfield(L, LUA_REGISTRYINDEX, library_key);
}

bool sll_is_library(lua_State *L, const char *source) {
  bool is_library = lua_getfield(L, LUA_REGISTRYINDEX, library_key) == LUA_TSTRING &&
                    strncmp(source, lua_tostring(L, -1), lua_rawlen(L, -1)) == 0;
  lua_pop(L, 1);
  return is_library;
}

void sll_push_place(lua_State *L) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0 || sll_is_library(L, frame.source)) continue;
    /* short_src cuts long paths; the whole path is what an editor can open. */
    if (frame.source[0] == '@')
      lua_pushfstring(L, "  in %s:%d", frame.source + 1, frame.currentline);
    else
      lua_pushfstring(L, "  in %s:%d", frame.short_src, frame.currentline);
    return;
  }
  lua_pushliteral(L, "");
}

/* Pushes "    4 | text of the line\n", or "" when the file cannot be read. */
static void push_line_of_file(lua_State *L, const char *path, int line) {
  lua_pushliteral(L, "");
  FILE *file = fopen(path, "r");
  if (!file) return;
  char *text = NULL;
  size_t size = 0;
  ssize_t length = 0;
  for (int at = 0; at < line && length >= 0; at++) length = getline(&text, &size, file);
  fclose(file);
  char shown[256] = "";
  if (length > 0) {
    const char *begin = text + strspn(text, " \t");
    sl_print_cut(shown, sizeof shown, "%.*s", (int)strcspn(begin, "\r\n"), begin);
    if (strlen(begin) > sizeof shown) memcpy(shown + sizeof shown - 4, "...", 4);
  }
  free(text);
  if (!*shown) return;
  lua_pop(L, 1);
  lua_pushfstring(L, "    %d | %s\n", line, shown);
}

/* "scripts/a.lua:4: what happened", as Lua's own messages begin: gives what happened and sets the line when the text
 * begins with `source` (as a message shows it) and a line; else NULL. */
static const char *after_position(const char *text, const char *source, int *line) {
  size_t length = strlen(source);
  if (strncmp(text, source, length) != 0 || text[length] != ':') return NULL;
  char *end;
  long number = strtol(text + length + 1, &end, 10);
  if (end == text + length + 1 || strncmp(end, ": ", 2) != 0) return NULL;
  *line = (int)number;
  return end + 2;
}

/* --- what has its place ------------------------------------------------------------------------------------------------------- */

static const char placed_key; /* its address names the list in the registry: { message, the same with its place, ... }, in a ring */

enum { PLACED_KEPT = 16 };

/* The message and, on top, the same with its place. Leaves the one with the place. */
static void keep_placed(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &placed_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 2 * PLACED_KEPT, 1);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &placed_key);
  }
  lua_rawgeti(L, -1, 0);
  lua_Integer at = lua_tointeger(L, -1); /* nil the first time: 0 */
  lua_pop(L, 1);
  lua_pushinteger(L, (at + 1) % PLACED_KEPT);
  lua_rawseti(L, -2, 0);
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, 2 * at + 1);
  lua_pushvalue(L, -2);
  lua_rawseti(L, -2, 2 * at + 2);
  lua_pop(L, 1);
  lua_remove(L, -2);
}

/* Whether the text on top is, or has in it, a message that got its place. Then pushes that message, with its place and without. */
static bool push_placed(lua_State *L) {
  size_t length, placed_length;
  const char *text = lua_tolstring(L, -1, &length);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &placed_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    return false;
  }
  for (lua_Integer at = 0; at < PLACED_KEPT; at++) {
    if (lua_rawgeti(L, -1, 2 * at + 2) == LUA_TSTRING) {
      const char *placed = lua_tolstring(L, -1, &placed_length);
      if (memmem(text, length, placed, placed_length)) {
        lua_rawgeti(L, -2, 2 * at + 1);
        lua_remove(L, -3);
        return true;
      }
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return false;
}

static bool has_place(lua_State *L) {
  luaL_checkstack(L, 8, NULL);
  bool has = push_placed(L);
  if (has) lua_pop(L, 2);
  return has;
}

/* (message) -> the message without its place, when it is known to have one */
static int without_place(lua_State *L) {
  luaL_checktype(L, 1, LUA_TSTRING);
  lua_settop(L, 1);
  if (!push_placed(L)) return 1;
  size_t length, placed_length;
  const char *text = lua_tolstring(L, 1, &length), *placed = lua_tolstring(L, 2, &placed_length);
  const char *found = memmem(text, length, placed, placed_length);
  lua_pushlstring(L, text, (size_t)(found - text));
  lua_pushvalue(L, 3);
  lua_pushlstring(L, found + placed_length, length - (size_t)(found - text) - placed_length);
  lua_concat(L, 3);
  return 1;
}

void sll_open_place(lua_State *L) {
  static const luaL_Reg functions[] = {{"without", without_place}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.place");
}

bool sll_move_place(lua_State *L, const char *source, const char *short_source) {
  int line;
  const char *rest = after_position(lua_tostring(L, -1), short_source, &line);
  if (!rest) return false;
  bool is_file = source[0] == '@';
  lua_pushfstring(L, "%s\n", rest);
  if (is_file)
    push_line_of_file(L, source + 1, line);
  else
    lua_pushliteral(L, "");
  lua_pushfstring(L, "  in %s:%d", is_file ? source + 1 : short_source, line);
  lua_concat(L, 3);
  lua_replace(L, -2);
  return true;
}

/* --- giving it its place ------------------------------------------------------------------------------------------------------- */

/* Of the frames that run, the one whose position stands in front of the message; false when it is the library's or none. */
static bool move_authors_position(lua_State *L) {
  lua_Debug frame;
  int line;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0 || !after_position(lua_tostring(L, -1), frame.short_src, &line)) continue;
    return !sll_is_library(L, frame.source) && sll_move_place(L, frame.source, frame.short_src);
  }
  return false;
}

/* false when no Lua runs that a place could name */
static bool append_place(lua_State *L) {
  sll_push_place(L);
  if (lua_rawlen(L, -1) == 0) {
    lua_pop(L, 1);
    return false;
  }
  lua_pushliteral(L, "\n");
  lua_insert(L, -2);
  lua_concat(L, 3);
  return true;
}

void sll_add_own_place(lua_State *L) {
  if (has_place(L)) return;
  lua_pushvalue(L, -1);
  if (append_place(L))
    keep_placed(L);
  else
    lua_pop(L, 1);
}

void sll_add_place(lua_State *L) {
  if (has_place(L)) return;
  lua_pushvalue(L, -1);
  if (move_authors_position(L) || append_place(L))
    keep_placed(L);
  else
    lua_pop(L, 1);
}

void sll_print_error(const char *text) {
  fflush(stdout); /* what was printed before the error stands before it */
  size_t length = strlen(text);
  fprintf(stderr, "%s%s", text, length && text[length - 1] == '\n' ? "" : "\n");
}
