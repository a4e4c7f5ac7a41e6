/* interrupt.h - Ctrl-C stops the work and keeps the Lua state sound.
 *
 *     sll_interrupt_begin(L);
 *     status = lua_pcall(L, ...);
 *     if (sll_interrupt_end()) ...            the user pressed Ctrl-C
 *
 * Between the two the signal handler does what is safe in a handler: it calls sl_interrupt(), which core's loops and the
 * pattern matcher look at, and it sets a debug hook on every coroutine that is running, which raises "interrupted" at the
 * next instruction of Lua. Both stay until end(), so that a pcall() in the script cannot swallow the interruption.
 *
 * Work that has not stopped a quarter of a second after Ctrl-C does so in no way known here; Ctrl-C once more then ends the
 * program with exit status 130. Sooner, a second press is taken for an impatient first.
 *
 * Call everything here from the thread that runs Lua; the signal itself may arrive on any thread.
 */
#ifndef SLL_INTERRUPT_H
#define SLL_INTERRUPT_H

#include <lua.h>
#include <stdbool.h>

/* Replaces what would keep an interruption out: coroutine.resume and wrap, string.find, match, gmatch and gsub (pattern.h),
 * and table.sort. Their meaning is unchanged. Once a state. */
void sll_interrupt_open(lua_State *L);

/* Installs the handler until sll_interrupt_end(). Pairs may be nested; only the outermost one clears what was before. */
void sll_interrupt_begin(lua_State *L);

/* Whether Ctrl-C was pressed since the matching begin. The outermost one puts back the handler and the hook of before and
 * clears core's flag. */
bool sll_interrupt_end(void);

/* For a prompt, which is there between pieces of work as well: installs the handler for good. */
void sll_interrupt_stay(void);

/* After sll_interrupt_stay(), between pieces of work: whether Ctrl-C was pressed since the last call. */
bool sll_interrupt_taken(void);

#endif
