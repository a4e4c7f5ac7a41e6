/* module.h - modules of Lua: the library's own, called from C, and C's, required by scripts/lib.
 *
 *     (..., t, "summarise", windows)   sll_call_module(L, "lib.figures.periods.neighbours", "look", 3, 0)   ->   (...)
 *
 * A module is loaded by require, so that it runs once a state and a script pays for what it touches. Calling one raises what the
 * module raises, or that there is no such module.
 *
 * What scripts/lib alone needs of C is no field of lab but a module of its own, slavelab.scan or slavelab.plain, so that scripts
 * of users do not come to depend on it.
 */
#ifndef SLL_MODULE_H
#define SLL_MODULE_H

#include <lua.h>

/* Pushes what require(module) gives. */
void sll_require(lua_State *L, const char *module);

/* Calls module[function], or the module itself when function is NULL, with the `arguments` values on top of the stack; its
 * `results` (LUA_MULTRET for all) take their place. */
void sll_call_module(lua_State *L, const char *module, const char *function, int arguments, int results);

/* What is on top becomes what require(name) gives; pops it. */
void sll_provide(lua_State *L, const char *name);

/* Pushes lab.options[name], what the command line said; nil when it said nothing, and while the library is not loaded. */
void sll_push_program_option(lua_State *L, const char *name);

#endif
