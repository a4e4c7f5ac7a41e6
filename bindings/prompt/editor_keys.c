/* What the keys do that libedit does not know as we mean them: entries of several lines, and pastes. */
#include <stdlib.h>
#include <string.h>

#include "bindings/prompt/editor.h"
#include "bindings/prompt/terminal.h"

/* Keys that no keyboard sends stand for libedit's own commands, so that ours can hand over to them. */
static const struct {
  const char *key, *command;
} hidden_keys[] = {
  {"\033\001a", "ed-newline"},      {"\033\001b", "ed-prev-line"},    {"\033\001c", "ed-next-line"},
  {"\033\001d", "ed-prev-history"}, {"\033\001e", "ed-next-history"},
  {SLL_KEY_FILL, "lab-fill"},
};
#define KEY_ACCEPT "\033\001a"
#define KEY_LINE_UP "\033\001b"
#define KEY_LINE_DOWN "\033\001c"
#define KEY_OLDER "\033\001d"
#define KEY_NEWER "\033\001e"

static bool text_is_ready(SllEditor *editor, const char *text, size_t length) {
  lua_State *L = editor->L;
  if (!sll_editor_push_callback(editor, "ready"))
    return true;
  lua_pushlstring(L, text, length);
  bool ready = lua_pcall(L, 1, 1, 0) != LUA_OK || lua_toboolean(L, -1);
  lua_pop(L, 1);
  return ready;
}

static bool has_newline(const char *from, const char *to) {
  return memchr(from, '\n', (size_t)(to - from)) != NULL;
}

static unsigned char key_enter(EditLine *edit, int key) {
  (void)key;
  const LineInfo *line = el_line(edit);
  if (text_is_ready(sll_editor_of(edit), line->buffer, (size_t)(line->lastchar - line->buffer))) {
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
  SllEditor *editor = sll_editor_of(edit);
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

void sll_bind_keys(EditLine *edit) {
  el_wset(edit, EL_ADDFN, L"lab-enter", L"Send the entry, or begin its next line", key_enter);
  el_wset(edit, EL_ADDFN, L"lab-line-break", L"Begin the next line", key_line_break);
  el_wset(edit, EL_ADDFN, L"lab-fill", L"Take in the text to begin with", key_fill);
  el_wset(edit, EL_ADDFN, L"lab-up", L"The line above, or the entry before", key_up);
  el_wset(edit, EL_ADDFN, L"lab-down", L"The line below, or the entry after", key_down);
  el_wset(edit, EL_ADDFN, L"lab-paste", L"Take in what is pasted", key_paste);
  el_wset(edit, EL_ADDFN, L"lab-complete", L"Complete what is before the cursor", sll_key_tab);
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
