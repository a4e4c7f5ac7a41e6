/* held_back.h - a word when a sum is of less than the whole, as counts of it were held back: on standard error and in t:notes().
 *
 *     t:suppress{ "n", below = 5 }:mutate("100 * n / sum(n)")     the sum is of what is shown; t:share knows the whole
 *
 * mutate, filter and summarise call this with their expressions before they work them out. It costs nothing on a table of which no
 * count was held back; scripts/lib/figures/held_back.lua says the rest. Only that module raises.
 * Private to bindings/verbs.
 */
#ifndef SLL_HELD_BACK_H
#define SLL_HELD_BACK_H

#include <lua.h>

/* For the expressions in the list at `list`, which `verb` works out over the table at `table`. Pushes the sentence that was said, or nil, and
 * gives its place. */
int sll_look_at_held_back(lua_State *L, const char *verb, int table, int list);
/* The table on top, which is the verb's result, gets the sentence at `said` as a note. */
void sll_note_held_back(lua_State *L, const char *verb, int said);

#endif
