/* repl_editor.h - reading an entry at the prompt.
 *
 * At a terminal an entry is edited in libedit as one buffer that may hold several lines: Enter asks `ready` whether the text
 * is complete and puts in a line break when it is not; a bracketed paste goes in as one piece; history holds whole entries.
 * Anywhere else (a pipe, TERM=dumb) lines are read as they come, and no escape codes are written.
 *
 * In Lua an editor is a userdata:
 *
 *     editor:read(prompt [, colour])  an entry; or nil and "end" (Ctrl-D), "interrupt" (Ctrl-C); a plain editor gives one line.
 *                                     The colour is what SGR takes ("1;34")
 *     editor:add(entry)               to the history
 *     editor:fill(text)               the next read begins with this text
 *     editor:is_plain()               whether lines are read as they come
 *     editor:close()                  gives the terminal back; the collector does it too
 * Private to bindings/prompt.
 */
#ifndef SLL_REPL_EDITOR_H
#define SLL_REPL_EDITOR_H

#include <lua.h>

/* Pushes a new editor. On top of the stack is a table of functions, which is popped:
 *   ready(text) -> boolean         whether an entry is complete
 *   complete(text, cursor) -> from, list   what may stand at bytes from .. cursor - 1 (counted from 1) instead; an item ending
 *                                  in "/" or "(" and the like is put in as it is
 * A function that raises counts as having said "yes" or "nothing". */
void sll_push_editor(lua_State *L);

#endif
