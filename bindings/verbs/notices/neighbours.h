/* neighbours.h - a notice when lag(people) may not be the people of the period before.
 *
 *     year 2014, 2016:  lag(people) of 2016 is that of 2014, because windows look at rows and not at the calendar
 *
 * mutate and filter call this with their expressions before they work them out. Here the windows are found that look at the
 * row above or below, and the columns they look at; scripts/lib/figures/periods/neighbours.lua looks at the table and says something when
 * rows and periods do not agree. Nothing is pushed, and only that module raises.
 * Private to bindings/verbs.
 */
#ifndef SLL_NEIGHBOURS_H
#define SLL_NEIGHBOURS_H

#include <lua.h>

/* For the expressions in the list at `list` (its other values are passed over), which `verb` works out over the table at
 * `table`. */
void sll_look_at_neighbours(lua_State *L, const char *verb, int table, int list);

#endif
