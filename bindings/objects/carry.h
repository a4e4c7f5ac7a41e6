/* carry.h - how a verb hands the description of a table (about.h) on to the table it makes.
 *
 *     t:filter(...)        the same description                                     sll_keep_about
 *     t:mutate("n = ...")  a copy that no longer describes the old n                sll_keep_about_without
 *     t:append(u)          sources and notes of both; of a column, what t says      sll_unite_about
 *
 * Called by sll_table_result() and by verbs that make columns or put tables together, once the box of the result is filled: it
 * is on top of the stack, and stays there.
 */
#ifndef SLL_CARRY_H
#define SLL_CARRY_H

#include <lua.h>

/* The box on top, which is filled, gets the about of the table at index. */
void sll_keep_about(lua_State *L, int table);

/* sll_keep_about() without what described the columns whose names are among the texts of the list at index (its other
 * items do not matter): columns that a verb makes anew. */
void sll_keep_about_without(lua_State *L, int table, int list);

/* The box on top gets the descriptions of all tables at first .. last: sources and notes united, and of each column what the
 * first table that has it says. */
void sll_unite_about(lua_State *L, int first, int last);

#endif
