/* row.h - functions of a row: t:filter(function(r) return r.age and r.age > 17 end).
 *
 * r is one userdata (slavelab.Row) that is moved from row to row: r.age, r["Age group"]; a missing value is nil. It is
 * good while the function runs; what is to be kept, is taken out of it.
 */
#ifndef SLL_ROW_H
#define SLL_ROW_H

#include <lua.h>

#include "core/values/table.h"

/* Calls the function at index for each row of the table and pushes the box of the column of its values. truths as in
 * gather.h. */
void sll_apply_to_rows(lua_State *L, const SlTable *table, int function, const char *truths);

#endif
