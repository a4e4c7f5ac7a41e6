/* bases.h - aggregates over rows whose figures are of several bases.
 *
 *     t:summarise("n = sum(offences)")     rows of two releases: added up with a notice, a share of them refused
 *
 * mutate, filter and summarise call this with their expressions before they work them out. It costs nothing on a table without a column
 * that was declared a basis; scripts/lib/figures/bases.lua says the rest. Nothing is pushed, and only that module raises.
 * Private to bindings/verbs.
 */
#ifndef SLL_BASES_H
#define SLL_BASES_H

#include <lua.h>

/* For the expressions in the list at `list`, which `verb` works out over the table at `table`. */
void sll_look_at_bases(lua_State *L, const char *verb, int table, int list);

#endif
