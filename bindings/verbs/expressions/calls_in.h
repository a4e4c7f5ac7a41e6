/* calls_in.h - which functions expressions call, and of which columns: for what a verb says before it works them out.
 *
 *     pct_change(people) / lag(n + 1)   looked through for lag and pct_change:   { "pct_change", "people", "lag", "" }
 *
 * Private to bindings/verbs.
 */
#ifndef SLL_CALLS_IN_H
#define SLL_CALLS_IN_H

#include <lua.h>

/* Pushes the calls of functions in `names` (NULL ends it) in the expressions of the list at `list`, whose other values are passed
 * over: the function and its first argument, "" when that is no column. Returns how many calls there are. */
lua_Integer sll_push_calls_in(lua_State *L, int list, const char *const *names);

#endif
