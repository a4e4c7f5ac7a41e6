/* about.h - what is known of a table besides its values, and how verbs hand it on (see box.h for its form).
 */
#ifndef SLL_ABOUT_H
#define SLL_ABOUT_H

#include <lua.h>

/* Pushes the table's about, or nil. */
void sll_push_about(lua_State *L, int table);

/* Pushes a new Lua table: the table's about, copied one level deep, for a verb that changes a field of it. */
void sll_push_about_copy(lua_State *L, int table);

/* The box on top, which is filled, gets the about of the table at index: shared, unless the box lacks the column by
 * which rows name their sources (sources.h). */
void sll_keep_about(lua_State *L, int table);

/* The box on top gets the about of the table at index without what described the columns (for verbs whose columns are
 * new). */
void sll_keep_sources(lua_State *L, int table);

/* sll_keep_about() without what described the columns whose names are among the texts of the list at index (its other
 * items do not matter): columns that a verb makes anew. */
void sll_keep_about_without(lua_State *L, int table, int list);

/* The box on top gets what is known of all tables at first .. last: sources and notes united, and of each column what the
 * first table that has it says. */
void sll_unite_about(lua_State *L, int first, int last);

/* What is on top, a table or nil, becomes the about of the table at index; pops it. */
void sll_set_about(lua_State *L, int table);

#endif
