/* globals.h - the variables that are everywhere, and the watch over them.
 *
 * A script finds Lua's own libraries, `lab`, `col` and `arg`. Reading any other global, or assigning one in a script, is an
 * error worded by scripts/lib/base/strict.lua, which is loaded when the first one happens. Assigning is allowed to lines typed
 * by hand: chunks whose name begins with SLL_TYPED, as the prompt's and -e's do.
 *
 * os.setlocale is not Lua's own: it gives nil and a reason for every locale but C, unless for the names of months ("time").
 */
#ifndef SLL_GLOBALS_H
#define SLL_GLOBALS_H

#include <lua.h>

#define SLL_TYPED "=typed"

/* Sets lab and col, and begins to watch. lab is on top of the stack and stays there. */
void sll_globals_open(lua_State *L);

#endif
