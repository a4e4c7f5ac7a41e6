/* module.h - the library's modules that are written in Lua, used from C.
 *
 *     (..., t, "summarise", windows)   sll_call_module(L, "lib.figures.neighbours", "look", 3, 0)   ->   (...)
 *
 * A module is loaded by require, so that it runs once a state and a script pays for what it touches. Everything here may
 * raise: what the module raises, or that there is no such module.
 */
#ifndef SLL_MODULE_H
#define SLL_MODULE_H

#include <lua.h>

/* Pushes what require(module) gives. */
void sll_require(lua_State *L, const char *module);

/* Calls module[function], or the module itself when function is NULL, with the `arguments` values on top of the stack; its
 * `results` (LUA_MULTRET for all) take their place. */
void sll_call_module(lua_State *L, const char *module, const char *function, int arguments, int results);

#endif
