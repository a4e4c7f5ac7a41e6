/* repl_editor.c - see repl_editor.h. */
#include "bindings/prompt/repl_editor.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <lauxlib.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "bindings/base/interrupt.h"
#include "core/base/width.h"

#define EDITOR_TYPE "slavelab.editor"

enum { MOST_LISTED = 200, HISTORY_ENTRIES = 5000 };

typedef struct Editor {
  lua_State *L;    /* valid during read() */
  int functions;   /* reference to the table of callbacks */
  bool plain;
  EditLine *edit;
  History *history;
  char *prompt;    /* as libedit wants it: escape codes between \1 */
  char *fill;
  bool interrupted;
  bool listed;     /* the last key was Tab and found more than one */
} Editor;

static volatile sig_atomic_t resized;

/* Keys that no keyboard sends stand for libedit's own commands, so that ours can hand over to them. */
static const struct {
  const char *key, *command;
} hidden_keys[] = {
  {"\033\001a", "ed-newline"},      {"\033\001b", "ed-prev-line"},    {"\033\001c", "ed-next-line"},
  {"\033\001d", "ed-prev-history"}, {"\033\001e", "ed-next-history"},
  {"\033\001f", "lab-fill"},
};
#define KEY_ACCEPT "\033\001a"
#define KEY_LINE_UP "\033\001b"
#define KEY_LINE_DOWN "\033\001c"
#define KEY_OLDER "\033\001d"
#define KEY_NEWER "\033\001e"
#define KEY_FILL "\033\001f"

/* --- the terminal ------------------------------------------------------------------------------------------------------*/

int sll_terminal_is_capable(void) {
  const char *term = getenv("TERM");
  return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

void sll_terminal_size(int *columns, int *rows) {
  struct winsize size;
  *columns = 80;
  *rows = 24;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
    *columns = size.ws_col;
    *rows = size.ws_row;
  }
}

static void on_resize(int signal_number) {
  (void)signal_number;
  resized = 1;
}

/* --- what libedit asks for ---------------------------------------------------------------------------------------------*/

static Editor *editor_of(EditLine *edit) {
  void *editor = NULL;
  el_get(edit, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt_of(EditLine *edit) { return editor_of(edit)->prompt; }

/* Waits for a byte. False at the end of input or when Ctrl-C was pressed. */
static bool read_byte(Editor *editor, char *byte) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGWINCH);
  for (;;) {
    /* A signal that comes between looking and waiting is held back until ppoll() lets it in. */
    sigprocmask(SIG_BLOCK, &blocked, &before);
    if (sll_interrupt_taken()) {
      sigprocmask(SIG_SETMASK, &before, NULL);
      editor->interrupted = true;
      return false;
    }
    if (resized) {
      resized = 0;
      el_resize(editor->edit); /* it forgets that the prompt stands there, and writes it again */
      fputs("\r\033[J", stdout);
      fflush(stdout);
      el_set(editor->edit, EL_REFRESH);
    }
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = ppoll(&input, 1, NULL, &before);
    int reason = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (ready < 0 && reason != EINTR)
      return false;
    if (ready <= 0)
      continue;
    ssize_t got = read(STDIN_FILENO, byte, 1);
    if (got == 1)
      return true;
    if (got == 0 || (errno != EINTR && errno != EAGAIN))
      return false;
  }
}

static int read_character(EditLine *edit, wchar_t *character) {
  Editor *editor = editor_of(edit);
  mbstate_t state;
  memset(&state, 0, sizeof state);
  for (;;) {
    char byte;
    if (!read_byte(editor, &byte)) {
      *character = L'\0';
      return editor->interrupted ? -1 : 0;
    }
    size_t used = mbrtowc(character, &byte, 1, &state);
    if (used == (size_t)-2)
      continue;
    if (used == (size_t)-1) { /* not UTF-8: pass it over, and begin again with the next */
      memset(&state, 0, sizeof state);
      continue;
    }
    return 1;
  }
}

/* --- callbacks into Lua ------------------------------------------------------------------------------------------------*/

/* Pushes the callback, or returns false. */
static bool push_callback(Editor *editor, const char *name) {
  lua_State *L = editor->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, editor->functions);
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
  if (lua_isfunction(L, -1))
    return true;
  lua_pop(L, 1);
  return false;
}

static bool text_is_ready(Editor *editor, const char *text, size_t length) {
  lua_State *L = editor->L;
  if (!push_callback(editor, "ready"))
    return true;
  lua_pushlstring(L, text, length);
  bool ready = lua_pcall(L, 1, 1, 0) != LUA_OK || lua_toboolean(L, -1);
  lua_pop(L, 1);
  return ready;
}

/* --- keys --------------------------------------------------------------------------------------------------------------*/

static bool has_newline(const char *from, const char *to) {
  return memchr(from, '\n', (size_t)(to - from)) != NULL;
}

static unsigned char key_enter(EditLine *edit, int key) {
  (void)key;
  const LineInfo *line = el_line(edit);
  if (text_is_ready(editor_of(edit), line->buffer, (size_t)(line->lastchar - line->buffer))) {
    el_push(edit, KEY_ACCEPT);
    return CC_NORM;
  }
  return el_insertstr(edit, "\n") < 0 ? CC_ERROR : CC_REFRESH;
}

static unsigned char key_line_break(EditLine *edit, int key) {
  (void)key;
  return el_insertstr(edit, "\n") < 0 ? CC_ERROR : CC_REFRESH;
}

/* Comes first when the text to begin with was given. */
static unsigned char key_fill(EditLine *edit, int key) {
  (void)key;
  Editor *editor = editor_of(edit);
  int status = editor->fill ? el_insertstr(edit, editor->fill) : 0;
  free(editor->fill);
  editor->fill = NULL;
  return status < 0 ? CC_ERROR : CC_REFRESH;
}

static unsigned char key_up(EditLine *edit, int key) {
  (void)key;
  const LineInfo *line = el_line(edit);
  int columns, rows, line_count = 1;
  sll_terminal_size(&columns, &rows);
  for (const char *p = line->buffer; p < line->lastchar; p++)
    line_count += *p == '\n';
  /* In an entry taller than the window libedit loses sight of the cursor; there, up means the entry before. */
  el_push(edit, line_count < rows && has_newline(line->buffer, line->cursor) ? KEY_LINE_UP : KEY_OLDER);
  return CC_NORM;
}

static unsigned char key_down(EditLine *edit, int key) {
  (void)key;
  const LineInfo *line = el_line(edit);
  el_push(edit, has_newline(line->cursor, line->lastchar) ? KEY_LINE_DOWN : KEY_NEWER);
  return CC_NORM;
}

/* What comes between the paste brackets goes in as it is, but for its last line break: it is Enter that sends an entry. */
static unsigned char key_paste(EditLine *edit, int key) {
  (void)key;
  static const wchar_t closing[] = L"\033[201~";
  enum { CLOSING_LENGTH = 6 };
  wchar_t *text = NULL;
  size_t length = 0, room = 0;
  for (wchar_t c; el_wgetc(edit, &c) == 1;) {
    if (length + 2 > room) {
      size_t larger_room = room ? room * 2 : 1024;
      wchar_t *larger = realloc(text, larger_room * sizeof *text);
      if (!larger) {
        free(text);
        return CC_ERROR;
      }
      text = larger;
      room = larger_room;
    }
    if (c == L'\r')
      c = L'\n';
    text[length++] = c;
    if (length >= CLOSING_LENGTH && wmemcmp(text + length - CLOSING_LENGTH, closing, CLOSING_LENGTH) == 0) {
      length -= CLOSING_LENGTH;
      break;
    }
  }
  while (length > 0 && text[length - 1] == L'\n')
    length--;
  unsigned char result = CC_NORM;
  if (length > 0) {
    text[length] = L'\0';
    result = el_winsertstr(edit, text) < 0 ? CC_ERROR : CC_REFRESH;
  }
  free(text);
  return result;
}

/* --- completion --------------------------------------------------------------------------------------------------------*/

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
  Editor *editor = editor_of(edit);
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

static unsigned char key_tab(EditLine *edit, int key) {
  (void)key;
  Editor *editor = editor_of(edit);
  lua_State *L = editor->L;
  const LineInfo *line = el_line(edit);
  const char *p = line->cursor;
  while (p > line->buffer && (p[-1] == ' ' || p[-1] == '\t'))
    p--;
  if (p == line->buffer || p[-1] == '\n')
    return el_insertstr(edit, "  ") < 0 ? CC_ERROR : CC_REFRESH;
  if (!push_callback(editor, "complete"))
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

/* --- the editor --------------------------------------------------------------------------------------------------------*/

static void bind_keys(EditLine *edit) {
  el_wset(edit, EL_ADDFN, L"lab-enter", L"Send the entry, or begin its next line", key_enter);
  el_wset(edit, EL_ADDFN, L"lab-line-break", L"Begin the next line", key_line_break);
  el_wset(edit, EL_ADDFN, L"lab-fill", L"Take in the text to begin with", key_fill);
  el_wset(edit, EL_ADDFN, L"lab-up", L"The line above, or the entry before", key_up);
  el_wset(edit, EL_ADDFN, L"lab-down", L"The line below, or the entry after", key_down);
  el_wset(edit, EL_ADDFN, L"lab-paste", L"Take in what is pasted", key_paste);
  el_wset(edit, EL_ADDFN, L"lab-complete", L"Complete what is before the cursor", key_tab);
  static const struct {
    const char *key, *command;
  } keys[] = {
    {"\r", "lab-enter"},          {"\n", "lab-enter"},         {"\033\r", "lab-line-break"}, {"\033\n", "lab-line-break"},
    {"\033[A", "lab-up"},         {"\033OA", "lab-up"},        {"^P", "lab-up"},             {"\033[B", "lab-down"},
    {"\033OB", "lab-down"},       {"^N", "lab-down"},          {"\t", "lab-complete"},       {"\033[200~", "lab-paste"},
    {"^R", "em-inc-search-prev"}, {"\033[H", "ed-move-to-beg"}, {"\033[F", "ed-move-to-end"}, {"\033[3~", "ed-delete-next-char"},
    {"\033[1;5C", "em-next-word"}, {"\033[1;5D", "ed-prev-word"}, {"\033[1~", "ed-move-to-beg"}, {"\033[4~", "ed-move-to-end"},
    {"\033[5~", "ed-search-prev-history"}, {"\033[6~", "ed-search-next-history"}, {"^W", "ed-delete-prev-word"},
    {"^U", "vi-kill-line-prev"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    el_set(edit, EL_BIND, keys[i].key, keys[i].command, NULL);
  for (size_t i = 0; i < sizeof hidden_keys / sizeof *hidden_keys; i++)
    el_set(edit, EL_BIND, hidden_keys[i].key, hidden_keys[i].command, NULL);
}

static void close_editor(lua_State *L, Editor *editor) {
  if (editor->history)
    history_end(editor->history);
  if (editor->edit)
    el_end(editor->edit);
  free(editor->prompt);
  free(editor->fill);
  luaL_unref(L, LUA_REGISTRYINDEX, editor->functions);
  *editor = (Editor){.functions = LUA_NOREF, .plain = true};
}

static Editor *check_editor(lua_State *L) { return luaL_checkudata(L, 1, EDITOR_TYPE); }

static int editor_close(lua_State *L) {
  close_editor(L, check_editor(L));
  return 0;
}

static int editor_is_plain(lua_State *L) {
  lua_pushboolean(L, check_editor(L)->plain);
  return 1;
}

static int editor_add(lua_State *L) {
  Editor *editor = check_editor(L);
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
  Editor *editor = check_editor(L);
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

static int read_edited(lua_State *L, Editor *editor) {
  editor->L = L;
  editor->interrupted = false;
  editor->listed = false;
  if (editor->fill)
    el_push(editor->edit, KEY_FILL);
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
  Editor *editor = check_editor(L);
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
  Editor *editor = lua_newuserdatauv(L, sizeof *editor, 0);
  *editor = (Editor){.functions = LUA_NOREF, .plain = true};
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
  el_wset(editor->edit, EL_GETCFN, read_character);
  el_source(editor->edit, NULL); /* ~/.editrc: keys of one's own, vi mode */
  bind_keys(editor->edit);
  struct sigaction action = {.sa_handler = on_resize};
  sigemptyset(&action.sa_mask);
  sigaction(SIGWINCH, &action, NULL);
}
