/* carry.h - how verbs hand on what is known of a table (about.h) to the table they make.
 */
#ifndef SLL_CARRY_H
#define SLL_CARRY_H

#include <lua.h>

/* The box on top, which is filled, gets the about of the table at index: shared, unless the box lacks the column by
 * which rows name their sources (sources.h). */
void sll_keep_about(lua_State *L, int table);

/* sll_keep_about() without what described the columns whose names are among the texts of the list at index (its other
 * items do not matter): columns that a verb makes anew. */
void sll_keep_about_without(lua_State *L, int table, int list);

/* The box on top gets what is known of all tables at first .. last: sources and notes united, and of each column what the
 * first table that has it says. */
void sll_unite_about(lua_State *L, int first, int last);

#endif
