/* methods.h - the methods of each kind of value, in one table a kind: of C, and of Lua (lab.method).
 *
 * For a table, some are written in Lua and loaded when first asked for: see manifest.h.
 */
#ifndef SLL_METHODS_H
#define SLL_METHODS_H

#include <lua.h>
#include <stdbool.h>

/* Pushes the table of methods of "table", "column" or "expression", to be filled by sll_register(). */
void sll_push_methods(lua_State *L, const char *kind);

/* Pushes the method of the name at index; false, and nothing pushed, when there is none. Loads the Lua module that has it. */
bool sll_push_method(lua_State *L, const char *kind, int name);

/* Pushes a list of the names of all methods of the kind, in no order: for suggestions. */
void sll_push_method_names(lua_State *L, const char *kind);

/* Loads every Lua module that adds methods, so that all of them are documented. */
void sll_load_methods(lua_State *L);

void sll_open_methods(lua_State *L); /* lab.method */

#endif
