/* neighbours.h - windows that take the row beside for the period before: scripts/lib/figures/neighbours.lua says when it is none.
 * Private to bindings/verbs.
 */
#ifndef SLL_NEIGHBOURS_H
#define SLL_NEIGHBOURS_H

#include <lua.h>

/* For the expressions in the list at `list` (its other values are passed over), which `verb` works out over the table at
 * `table`. */
void sll_look_at_neighbours(lua_State *L, const char *verb, int table, int list);

#endif
