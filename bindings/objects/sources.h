/* sources.h - the publications behind a table, and which of them its rows name.
 *
 *     about.sources         list of source tables (box.h)
 *     about.source_column   the column, if any, whose cells are the `name` of a source: rows say where they come from
 *
 * With such a column the sources of a table are those of the rows that it still has. A verb that drops the column
 * settles which they are: data.offences:filter("year == 2019"):select("year", "offences") names what those rows came from,
 * no more.
 * Private to bindings/objects.
 */
#ifndef SLL_SOURCES_H
#define SLL_SOURCES_H

#include <lua.h>

/* Pushes a new list: the sources of the table at index, empty when none are known. */
void sll_push_sources(lua_State *L, int table);

/* The about on top belongs to the table at index and goes to the box at `box`, made from it. When the box lacks the
 * column by which rows name their sources, a copy whose sources are settled takes the about's place. */
void sll_settle_sources(lua_State *L, int table, int box);

#endif
