/* script.h - Lua code from files, from the command line and from standard input, and errors its author can read.
 *
 *     attempt to index a nil value (local 'figures')
 *         4 | print(figures.total)
 *       in scripts/annual.lua:4
 */
#ifndef SLL_SCRIPT_H
#define SLL_SCRIPT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum SllExit { SLL_DONE = 0, SLL_FAILED = 1, SLL_USAGE = 2, SLL_INTERRUPTED = 130 } SllExit;

/* A state with Lua's libraries and `lab`; NULL without memory. With a limit, Lua's own memory counts towards it. */
lua_State *sll_state_new(bool limited);

/* From now on the locals of a script are kept when it fails, the innermost of a name, so that they can be looked at. */
void sll_keep_locals(lua_State *L);
/* No longer. With `adopt` those that were kept become globals, unless there are such, and a note on standard error names them. */
void sll_end_locals(lua_State *L, bool adopt);

/* Loads from a file; "-" is standard input. The function is pushed, or the message. */
bool sll_load_file(lua_State *L, const char *path);
bool sll_load_text(lua_State *L, const char *text, const char *chunk_name);

/* Calls the function below `count` arguments and forgets its results. What goes wrong is printed on standard error. */
SllExit sll_call(lua_State *L, int count);

#endif
