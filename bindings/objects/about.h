/* about.h - the description of a table, t:about(): where its figures come from, titles and units of its columns, notes of what
 * was done to them, and what a read found.
 *
 *     box of t   user value 1 -> { sources = ..., fields = ..., notes = ... }   or nil: nothing was ever said of the table
 *
 * box.h lists the fields. Tables made from one another share a description, so nothing in it is changed once a table has it: a
 * verb that has something to say makes a copy. carry.h hands it on.
 * Ownership: Lua's; it lives as long as a table that has it.
 */
#ifndef SLL_ABOUT_H
#define SLL_ABOUT_H

#include <lua.h>

/* Pushes the description of the table at index `table`, or nil. Ours: for reading. */
void sll_push_about(lua_State *L, int table);

/* Pushes a copy, one level deep, of the Lua table on top. */
void sll_push_shallow_copy(lua_State *L);

/* Pushes a copy of the description, one level deep and never nil, for a verb that sets a field of it. */
void sll_push_about_copy(lua_State *L, int table);

/* What is on top, a Lua table or nil, becomes the description of the table at index; pops it. */
void sll_set_about(lua_State *L, int table);

/* How many columns were declared to have the role (scripts/lib/figures/roles.lua), those too that the table no longer has. */
int sll_count_role(lua_State *L, int table, const char *role);

#endif
