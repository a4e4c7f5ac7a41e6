/* held_back.h - a notice when a sum is of less than the whole, as counts of it were held back.
 *
 *     t:suppress{ "n", below = 5 }:mutate("100 * n / sum(n)")     the sum is of what is shown; t:share knows the whole
 *
 * mutate, filter and summarise call this with their expressions before they work them out. It costs nothing on a table of which no
 * count was held back; scripts/lib/figures/held_back.lua says the rest. Nothing is pushed, and only that module raises.
 * Private to bindings/verbs.
 */
#ifndef SLL_HELD_BACK_H
#define SLL_HELD_BACK_H

#include <lua.h>

/* For the expressions in the list at `list`, which `verb` works out over the table at `table`. */
void sll_look_at_held_back(lua_State *L, const char *verb, int table, int list);

#endif
