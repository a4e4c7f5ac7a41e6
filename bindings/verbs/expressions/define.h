/* define.h - functions of Lua that expressions use by name: lab.define("name", fn, options).
 *
 * They are kept in one list in the registry, in the order they were defined: { { name = , fn = , aggregate = }, ... }.
 * While expressions run, they are SlExternals, numbered as in that list from 0; behind them stand the functions of the library that are
 * written in Lua (scripts/lib/manifest.lua, "functions"), whose module is required when one is first called.
 * Private to bindings/verbs.
 */
#ifndef SLL_DEFINE_H
#define SLL_DEFINE_H

#include <lua.h>
#include <stdbool.h>

#include "core/expr/plan.h"

/* Whether lab.define made an aggregate of that name. */
bool sll_is_aggregate(lua_State *L, SlStr name);

/* Pushes the method of composed expressions that calls the library's function of the name at index; false, and nothing, when it has none. */
bool sll_push_library_method(lua_State *L, int name);

/* Pushes two values: the list as it is now (a copy: a function may define another while it runs), and the array of
 * their SlExternals, which lives with it. */
SlExternal *sll_push_externals(lua_State *L, int64_t *count);

/* Works out the plan's calls of them, in order. functions: the index of that list. */
void sll_run_externals(lua_State *L, SlPlan *plan, const SlGroups *groups, int functions);

#endif
