/* editor.h - an entry while it is edited: what the files around libedit share.
 *
 *     repl_editor.c   the userdata, and reading an entry     editor_keys.c         what our own keys do
 *     editor_input.c  waiting for a character                editor_completion.c   the key Tab
 * Private to bindings/prompt.
 */
#ifndef SLL_EDITOR_H
#define SLL_EDITOR_H

#include <histedit.h>
#include <lua.h>
#include <stdbool.h>
#include <wchar.h>

typedef struct SllEditor {
  lua_State *L;    /* valid during read() */
  int functions;   /* reference to the table of callbacks */
  bool plain;
  EditLine *edit;
  History *history;
  char *prompt;    /* as libedit wants it: escape codes between \1 */
  char *fill;
  bool interrupted;
  bool listed;     /* the last key was Tab and found more than one */
} SllEditor;

SllEditor *sll_editor_of(EditLine *edit);

/* Pushes the callback of that name, or returns false. */
bool sll_editor_push_callback(SllEditor *editor, const char *name);

/* What libedit calls for the next character: 1; 0 at the end of input; -1 after Ctrl-C, with editor->interrupted set. */
int sll_read_character(EditLine *edit, wchar_t *character);

/* From now on an entry is drawn anew when the size of the window changes. */
void sll_watch_window(void);

void sll_bind_keys(EditLine *edit);
unsigned char sll_key_tab(EditLine *edit, int key);

/* A key that no keyboard sends: it puts in the text to begin with. */
#define SLL_KEY_FILL "\033\001f"

#endif
