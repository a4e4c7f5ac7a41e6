/* place.h - whose line an error is told of.
 *
 *     column "forse" is not in the table
 *       in scripts/annual.lua:4
 *
 * The place is the nearest line of Lua that is not the library's own: its author can mend it.
 */
#ifndef SLL_PLACE_H
#define SLL_PLACE_H

#include <lua.h>
#include <stdbool.h>

/* The library's Lua lies in this folder and below. Said once, when the places of scripts are known (files/paths.h); before,
 * no Lua is the library's. */
void sll_set_library(lua_State *L, const char *folder);

/* A chunk of the library's own Lua, by the name of its source. */
bool sll_is_library(lua_State *L, const char *source);

/* Pushes "  in scripts/annual.lua:4", or "" when no Lua code runs. */
void sll_push_place(lua_State *L);

/* The message on top gets its place at the end, unless it has one already. */
void sll_add_place(lua_State *L);

/* Lua's own form, "scripts/annual.lua:4: what happened", on top becomes "what happened", the line's text and the place.
 * source is the chunk's name and short_source how messages show it; false when the message does not begin so. */
bool sll_move_place(lua_State *L, const char *source, const char *short_source);

/* Prints a text on standard error, ending its line. */
void sll_print_error(const char *text);

#endif
