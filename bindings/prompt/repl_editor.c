#include "bindings/prompt/repl_editor.h"

#include <errno.h>
#include <langinfo.h>
#include <lauxlib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/base/lua/interrupt.h"
#include "bindings/prompt/editor.h"
#include "bindings/prompt/terminal.h"

#define EDITOR_TYPE "slavelab.editor"

enum { HISTORY_ENTRIES = 5000 };

SllEditor *sll_editor_of(EditLine *edit) {
  void *editor = NULL;
  el_get(edit, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt_of(EditLine *edit) { return sll_editor_of(edit)->prompt; }

bool sll_editor_push_callback(SllEditor *editor, const char *name) {
  lua_State *L = editor->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, editor->functions);
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
  if (lua_isfunction(L, -1))
    return true;
  lua_pop(L, 1);
  return false;
}

static void close_editor(lua_State *L, SllEditor *editor) {
  if (editor->history)
    history_end(editor->history);
  if (editor->edit)
    el_end(editor->edit);
  free(editor->prompt);
  free(editor->fill);
  luaL_unref(L, LUA_REGISTRYINDEX, editor->functions);
  *editor = (SllEditor){.functions = LUA_NOREF, .plain = true};
}

static SllEditor *check_editor(lua_State *L) { return luaL_checkudata(L, 1, EDITOR_TYPE); }

static int editor_close(lua_State *L) {
  close_editor(L, check_editor(L));
  return 0;
}

static int editor_is_plain(lua_State *L) {
  lua_pushboolean(L, check_editor(L)->plain);
  return 1;
}

static int editor_add(lua_State *L) {
  SllEditor *editor = check_editor(L);
  const char *entry = luaL_checkstring(L, 2);
  HistEvent event;
  if (editor->history)
    history(editor->history, &event, H_ENTER, entry);
  return 0;
}

static char *copy(lua_State *L, const char *text) {
  char *result = strdup(text);
  if (!result)
    luaL_error(L, "not enough memory");
  return result;
}

static int editor_fill(lua_State *L) {
  SllEditor *editor = check_editor(L);
  char *text = copy(L, luaL_checkstring(L, 2));
  free(editor->fill);
  editor->fill = text;
  return 0;
}

static int push_ending(lua_State *L, const char *ending) {
  lua_pushnil(L);
  lua_pushstring(L, ending);
  return 2;
}

static int read_plain(lua_State *L, const char *prompt) {
  fputs(prompt, stdout);
  fflush(stdout);
  char *line = NULL;
  size_t room = 0;
  errno = 0;
  ssize_t length = getline(&line, &room, stdin);
  if (length < 0) {
    free(line);
    bool interrupted = errno == EINTR && sll_interrupt_taken();
    clearerr(stdin);
    return push_ending(L, interrupted ? "interrupt" : "end");
  }
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    length--;
  lua_pushlstring(L, line, (size_t)length);
  free(line);
  return 1;
}

static int read_edited(lua_State *L, SllEditor *editor) {
  editor->L = L;
  editor->interrupted = false;
  editor->listed = false;
  if (editor->fill)
    el_push(editor->edit, SLL_KEY_FILL);
  fputs("\033[?2004h", stdout); /* from here on a paste comes in brackets */
  fflush(stdout);
  int length = 0;
  const char *line = el_gets(editor->edit, &length);
  bool interrupted = editor->interrupted;
  fputs(interrupted ? "^C\n\033[?2004l" : "\033[?2004l", stdout);
  fflush(stdout);
  if (!line || length <= 0)
    return push_ending(L, interrupted ? "interrupt" : "end");
  if (line[length - 1] == '\n')
    length--;
  lua_pushlstring(L, line, (size_t)length);
  return 1;
}

static int editor_read(lua_State *L) {
  SllEditor *editor = check_editor(L);
  const char *prompt = luaL_checkstring(L, 2);
  const char *colour = luaL_optstring(L, 3, NULL);
  if (editor->plain)
    return read_plain(L, prompt);
  if (colour)
    lua_pushfstring(L, "\1\033[%sm\1%s\1\033[0m\1", colour, prompt);
  else
    lua_pushstring(L, prompt);
  char *text = copy(L, lua_tostring(L, -1));
  free(editor->prompt);
  editor->prompt = text;
  return read_edited(L, editor);
}

void sll_push_editor(lua_State *L) {
  static const luaL_Reg methods[] = {{"read", editor_read},         {"add", editor_add},     {"fill", editor_fill},
                                     {"is_plain", editor_is_plain}, {"close", editor_close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", editor_close}, {"__close", editor_close}, {NULL, NULL}};
  luaL_checktype(L, -1, LUA_TTABLE);
  SllEditor *editor = lua_newuserdatauv(L, sizeof *editor, 0);
  *editor = (SllEditor){.functions = LUA_NOREF, .plain = true};
  if (luaL_newmetatable(L, EDITOR_TYPE)) {
    luaL_setfuncs(L, meta, 0);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
  }
  lua_setmetatable(L, -2);
  lua_insert(L, -2);
  editor->functions = luaL_ref(L, LUA_REGISTRYINDEX);
  if (!sll_terminal_is_capable())
    return;
  /* Only the meaning of characters: numbers are written and read as ever. */
  if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
    setlocale(LC_CTYPE, "C.UTF-8");
  editor->edit = el_init("slavelab", stdin, stdout, stderr);
  if (!editor->edit)
    return;
  editor->history = history_init();
  if (!editor->history)
    return;
  editor->plain = false;
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, HISTORY_ENTRIES);
  el_set(editor->edit, EL_CLIENTDATA, editor);
  el_set(editor->edit, EL_EDITOR, "emacs");
  el_set(editor->edit, EL_SIGNAL, 0);
  el_set(editor->edit, EL_HIST, history, editor->history);
  el_set(editor->edit, EL_PROMPT_ESC, prompt_of, '\1');
  el_wset(editor->edit, EL_GETCFN, sll_read_character);
  el_source(editor->edit, NULL); /* ~/.editrc: keys of one's own, vi mode */
  sll_bind_keys(editor->edit);
  sll_watch_window();
}
