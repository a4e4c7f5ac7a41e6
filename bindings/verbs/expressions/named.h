/* named.h - the arguments of mutate and summarise: expressions with the names of their columns, in order.
 *
 *     "rate = people / total"        "sum(people)" (its text is its name)      col.people:sum() (likewise)
 *     {{"rate", col.people / col.total}, {"band", function(row) ... end}}     lists of all these
 *     { rate = "people / total" }    one entry: with more, Lua's order is random
 *     "*_mean = mean(*) over numeric"    for each column that the condition holds of (scripts/lib/figures/column_sets.lua)
 */
#ifndef SLL_NAMED_H
#define SLL_NAMED_H

#include <lua.h>
#include <stdbool.h>

#include "core/base/str.h"

/* What "mean(*) over numeric" needs: the index of the table whose columns are meant, 0 where there are none, and that of the $values,
 * 0 where there are none. */
typedef struct SllOver {
  int table, params;
} SllOver;

/* Arguments first .. last (a table of $values not among them). Pushes a list { name, value, name, value ... } whose
 * values are what sll_evaluate takes, and gives the number of pairs. Behind them stand the conditions
 * behind "over", so that who looks whether a $value is used finds it there. */
lua_Integer sll_push_named(lua_State *L, const char *verb, SllOver over, int first, int last);

/* Whether the text is an expression over columns; pushes its condition then. */
bool sll_push_over_condition(lua_State *L, SlStr text);

#endif
