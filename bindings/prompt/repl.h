/* repl.h - the prompt.
 *
 * What the prompt does is policy and is written in Lua (scripts/lib/prompt/repl.lua); this file runs it and gives it what Lua has
 * not: the line editor, protected calls that Ctrl-C stops, the terminal's size, private files, the pager.
 */
#ifndef SLL_REPL_H
#define SLL_REPL_H

#include <lua.h>

/* Talks with the user until Ctrl-D, .quit or the end of standard input. Returns the exit status: 0, or 1 when the prompt's
 * own scripts cannot be loaded (said on standard error) or standard input was no terminal and an entry failed. `lib.repl`
 * is looked for along package.path. sll_interrupt_open() was called before. Leaves the stack as it was. */
int sll_repl_run(lua_State *L);

#endif
