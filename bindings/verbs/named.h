/* named.h - the arguments of mutate and summarise: expressions with the names of their columns, in order.
 *
 *     "rate = people / total"        "sum(people)" (its text is its name)      col.people:sum() (likewise)
 *     {{"rate", col.people / col.total}, {"band", function(row) ... end}}     lists of all these
 *     { rate = "people / total" }    one entry: with more, Lua's order is random
 */
#ifndef SLL_NAMED_H
#define SLL_NAMED_H

#include <lua.h>

/* Arguments first .. last (a table of $values not among them). Pushes a list { name, value, name, value ... } whose
 * values are what sll_evaluate takes, and gives the number of pairs. */
lua_Integer sll_push_named(lua_State *L, const char *verb, int first, int last);

#endif
