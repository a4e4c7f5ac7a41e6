/* pattern.h - Lua's patterns, matched so that Ctrl-C and time limits can stop them.
 *
 * A pattern such as ("a*"):rep(30) .. "b" backtracks for longer than anyone waits, and Lua's own matcher is one C call that
 * no debug hook interrupts. This one has the same meaning and the same messages, and asks sl_interrupted() as it goes.
 */
#ifndef SLL_PATTERN_H
#define SLL_PATTERN_H

#include <lua.h>

/* Replaces string.find, match, gmatch and gsub, and with them the methods of strings. Does nothing without a string library. */
void sll_open_patterns(lua_State *L);

#endif
