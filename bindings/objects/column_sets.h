/* column_sets.h - lab.columns("...") among the arguments of a verb: columns chosen by what they are (scripts/lib/figures/column_sets.lua).
 *
 *     t:select("force", lab.columns("numeric"))   ->   t:select { "force", "year", "people" }
 */
#ifndef SLL_COLUMN_SETS_H
#define SLL_COLUMN_SETS_H

#include <lua.h>
#include <stdbool.h>

/* Whether the value is such a set. */
bool sll_is_column_set(lua_State *L, int index);

/* Where a set stands among the arguments 2 .. top, or in a list among them, one list of all names takes their place, for the table at
 * 1; else nothing is done. `optional`: a set may hold no column. Last, a table of options, say, is left alone when it is no list and no
 * set. */
void sll_expand_arguments(lua_State *L, const char *verb, bool optional);

/* The same for the option of that name in the table of options at index, which is our own. */
void sll_expand_option(lua_State *L, int options, const char *verb, const char *option);

#endif
