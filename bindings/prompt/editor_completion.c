/* The key Tab: what may stand before the cursor is put in as far as it is certain, or listed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/prompt/editor.h"
#include "bindings/prompt/terminal.h"
#include "core/base/width.h"

enum { MOST_LISTED = 200 };

/* Below the entry, in as many columns as fit. The list of items is on top of the stack. */
static void list_items(lua_State *L, int count) {
  int shown = count < MOST_LISTED ? count : MOST_LISTED;
  int widest = 1;
  for (int i = 1; i <= shown; i++) {
    lua_rawgeti(L, -1, i);
    int width = (int)sl_text_width(sl_str(lua_tostring(L, -1)));
    if (width > widest)
      widest = width;
    lua_pop(L, 1);
  }
  int columns, rows;
  sll_terminal_size(&columns, &rows);
  int across = columns / (widest + 2);
  if (across < 1)
    across = 1;
  int down = (shown + across - 1) / across;
  for (int row = 0; row < down; row++) {
    for (int i = row; i < shown; i += down) {
      lua_rawgeti(L, -1, i + 1);
      const char *item = lua_tostring(L, -1);
      int padding = i + down < shown ? widest + 2 - (int)sl_text_width(sl_str(item)) : 0;
      printf("%s%*s", item, padding, "");
      lua_pop(L, 1);
    }
    putchar('\n');
  }
  if (count > shown)
    printf("... and %d more\n", count - shown);
  fflush(stdout);
}

/* How many bytes all items of the list on top of the stack begin with. Never cuts a character in two. */
static size_t common_prefix(lua_State *L, int count) {
  lua_rawgeti(L, -1, 1);
  const char *first = lua_tostring(L, -1);
  size_t common = strlen(first);
  for (int i = 2; i <= count; i++) {
    lua_rawgeti(L, -2, i);
    const char *item = lua_tostring(L, -1);
    size_t same = 0;
    while (same < common && item[same] == first[same])
      same++;
    common = same;
    lua_pop(L, 1);
  }
  while (common > 0 && ((unsigned char)first[common] & 0xC0) == 0x80)
    common--;
  lua_pop(L, 1);
  return common;
}

/* The list of strings on top of the stack is what may replace `typed` bytes before the cursor. */
static unsigned char put_completion(EditLine *edit, int count, size_t typed) {
  SllEditor *editor = sll_editor_of(edit);
  lua_State *L = editor->L;
  for (int i = 1; i <= count; i++) {
    bool is_text = lua_rawgeti(L, -1, i) == LUA_TSTRING;
    lua_pop(L, 1);
    if (!is_text)
      return CC_ERROR;
  }
  if (count == 0)
    return CC_ERROR;
  const LineInfo *line = el_line(edit);
  size_t common = common_prefix(L, count);
  lua_rawgeti(L, -1, 1);
  const char *first = lua_tostring(L, -1);
  bool progress = common > typed || (count == 1 && (common != typed || memcmp(line->cursor - typed, first, typed) != 0));
  if (progress) {
    char *text = strndup(first, common);
    lua_pop(L, 1);
    if (!text)
      return CC_ERROR;
    int characters = 0;
    for (const char *p = line->cursor - typed; p < line->cursor; p++)
      characters += ((unsigned char)*p & 0xC0) != 0x80;
    el_deletestr(edit, characters);
    int status = el_insertstr(edit, text);
    free(text);
    editor->listed = false;
    return status < 0 ? CC_ERROR : CC_REFRESH;
  }
  lua_pop(L, 1);
  if (count == 1)
    return CC_NORM;
  if (!editor->listed) { /* the first Tab only says that there are several */
    editor->listed = true;
    return CC_REFRESH_BEEP;
  }
  const LineInfoW *wide = el_wline(edit);
  int after = (int)(wide->lastchar - wide->cursor);
  el_cursor(edit, after);
  el_set(edit, EL_REFRESH);
  putchar('\n');
  list_items(L, count);
  el_cursor(edit, -after);
  return CC_REDISPLAY;
}

unsigned char sll_key_tab(EditLine *edit, int key) {
  (void)key;
  SllEditor *editor = sll_editor_of(edit);
  lua_State *L = editor->L;
  const LineInfo *line = el_line(edit);
  const char *p = line->cursor;
  while (p > line->buffer && (p[-1] == ' ' || p[-1] == '\t'))
    p--;
  if (p == line->buffer || p[-1] == '\n')
    return el_insertstr(edit, "  ") < 0 ? CC_ERROR : CC_REFRESH;
  if (!sll_editor_push_callback(editor, "complete"))
    return CC_ERROR;
  lua_pushlstring(L, line->buffer, (size_t)(line->lastchar - line->buffer));
  lua_pushinteger(L, line->cursor - line->buffer + 1);
  unsigned char result = CC_ERROR;
  if (lua_pcall(L, 2, 2, 0) != LUA_OK) {
    lua_pop(L, 1);
    return result;
  }
  lua_Integer from = lua_tointeger(L, -2);
  if (lua_istable(L, -1) && from >= 1 && from <= line->cursor - line->buffer + 1)
    result = put_completion(edit, (int)lua_rawlen(L, -1), (size_t)(line->cursor - line->buffer - (from - 1)));
  lua_pop(L, 2);
  return result;
}
