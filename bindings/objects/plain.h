/* plain.h - columns as plain lists, and what a reader is shown of their cells.
 *
 *     column            values            markers          shown
 *     17004             17004             -                "17,004"
 *     missing, [c]      nil               "[c]"            "[c]"
 *     missing           nil               -                "[x]", or what was asked for
 *     12, [p]           12                "[p]"            "12 [p]"
 *
 * Tables of documents, tables on the terminal and verbs written in Lua all walk a column here and nowhere else. Reading and
 * writing are two calls: decimals and thousands separators of a cell depend on the whole column and on what its author asked
 * for, which Lua decides in between (scripts/lib/figures/plain.lua). Both take lists, so that tables that a script made of
 * Lua values are written by the same loop as those of the engine.
 */
#ifndef SLL_PLAIN_H
#define SLL_PLAIN_H

#include <lua.h>
#include <stdbool.h>

#include "core/values/column.h"

/* Pushes the reason of a missing cell or the flags of a present one, "[c]" or "[p][r]"; false, and nothing pushed, for neither. */
bool sll_push_marker(lua_State *L, const SlColumn *column, int64_t row);

void sll_open_plain(lua_State *L); /* the module slavelab.plain, for scripts/lib alone */

#endif
