/* place.h - whose line an error is told of.
 *
 *     column "forse" is not in the table
 *       in scripts/annual.lua:4
 *
 * The place is the nearest line of Lua that is not the library's own: its author can mend it.
 *
 * An error is a string, so that a script that catches one can search it, put words around it, print it or raise it again; and
 * the place is in the string, so that it is there when the script prints it. Whether a string has its place already cannot be
 * seen by looking at it: data and authors may write "\n  in Kent". So the last few messages that got a place are kept in the
 * registry, and a string has a place when it is one of them or has one of them in it:
 *
 *     pcall        m = 'no column "forse"\n  in a.lua:4'      kept
 *     error("2023: " .. m, 0)                                has m in it: printed as it is
 *     error("no figures:\n  in Kent", 0)                     none of the kept: gets its place
 *
 * Kept are whole messages with their place, not the bare ones beside their places: a bare one may be "no", which is in many a
 * later message that has another place. A message that was caught more than 16 errors ago and is raised now gets a second place,
 * which is true as well.
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

/* The message on top, which C of ours is about to raise, gets its place at the end, unless it has one already. */
void sll_add_own_place(lua_State *L);

/* The same for a message that anyone raised: a position that Lua put in front of it ("a.lua:4: ..."), when it is the author's,
 * becomes the place; one inside the library stays, as it says where the library is wrong. */
void sll_add_place(lua_State *L);

/* The module "slavelab.place" for scripts/lib: without(message) takes the place off, to put the message among others. */
void sll_open_place(lua_State *L);

/* Lua's own form, "scripts/annual.lua:4: what happened", on top becomes "what happened", the line's text and the place.
 * source is the chunk's name and short_source how messages show it; false when the message does not begin so. */
bool sll_move_place(lua_State *L, const char *source, const char *short_source);

/* Prints a text on standard error, ending its line. */
void sll_print_error(const char *text);

#endif
