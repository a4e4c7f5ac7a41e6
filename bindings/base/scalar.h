/* scalar.h - single values between Lua and core: cells and scalars on their way out, what a script hands in on its way in.
 */
#ifndef SLL_SCALAR_H
#define SLL_SCALAR_H

#include <lua.h>

#include "core/expr/expr.h"
#include "core/values/column.h"

/* A cell: integer, float, boolean; text, dates, datetimes and periods as text ("2023-03-31", "2023-03-31 10:30:00", "January to March 2023");
 * nil when missing. */
void sll_push_cell(lua_State *L, const SlColumn *column, int64_t row);
/* The value of a scalar without a date or period: nil when it is missing. */
void sll_push_scalar(lua_State *L, const SlScalar *scalar);
/* nil or lab.null, boolean, integer, number or text as a scalar (text borrowed); raises for anything else, naming `what`. */
SlScalar sll_check_scalar(lua_State *L, int index, const char *what);
/* A period of lab.period at index becomes its text, which expressions compare with columns of periods; other values stay. */
void sll_settle_period(lua_State *L, int index);
/* The same without a message, for items of long lists, whose place is written only for one that is wrong; false when it is none. */
bool sll_read_scalar(lua_State *L, int index, SlScalar *out);

#endif
