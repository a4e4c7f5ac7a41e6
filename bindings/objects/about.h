/* about.h - what comes with a table besides its values: sources, titles, units, notes of what was done (box.h lists the
 * fields). It is a Lua table in user value 1 of the table's box, never changed once a table has it; nil when nothing is known.
 */
#ifndef SLL_ABOUT_H
#define SLL_ABOUT_H

#include <lua.h>

/* Pushes the table's about, or nil. */
void sll_push_about(lua_State *L, int table);

/* Pushes a copy, one level deep, of the Lua table on top. */
void sll_push_shallow_copy(lua_State *L);

/* Pushes a new Lua table: the table's about, copied one level deep, for a verb that changes a field of it. */
void sll_push_about_copy(lua_State *L, int table);

/* What is on top, a table or nil, becomes the about of the table at index; pops it. */
void sll_set_about(lua_State *L, int table);

#endif
