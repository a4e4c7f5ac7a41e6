#include "bindings/base/place.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool has_place(const char *text) {
  const char *last = strrchr(text, '\n');
  return last && strncmp(last, "\n  in ", 6) == 0;
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

/* A position in front of the message that is the author's own moves to the end; one inside the library stays, for whoever
 * mends the library. */
void sll_add_place(lua_State *L) {
  if (has_place(lua_tostring(L, -1))) return;
  lua_Debug frame;
  int line;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0 || !after_position(lua_tostring(L, -1), frame.short_src, &line)) continue;
    if (sll_is_library(L, frame.source)) break;
    sll_move_place(L, frame.source, frame.short_src);
    return;
  }
  sll_push_place(L);
  if (lua_rawlen(L, -1) == 0) {
    lua_pop(L, 1);
    return;
  }
  lua_pushliteral(L, "\n");
  lua_insert(L, -2);
  lua_concat(L, 3);
}

void sll_print_error(const char *text) {
  fflush(stdout); /* what was printed before the error stands before it */
  size_t length = strlen(text);
  fprintf(stderr, "%s%s", text, length && text[length - 1] == '\n' ? "" : "\n");
}
