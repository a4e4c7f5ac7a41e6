/* kind.h - what tables and columns have in common as userdata: how they are opened, and how a loop goes over their rows.
 *
 *     for row, i in t:rows() do ... end       for i, value in c:values() do ... end
 *
 *     closure of next()     upvalue 1: a box of its own, so that t:close() does not end the loop
 *                           upvalue 2: how many rows it has given
 */
#ifndef SLL_KIND_H
#define SLL_KIND_H

#include <lua.h>
#include <stdint.h>

#include "bindings/base/bindings.h"

/* Registers the methods of a kind ("table"; ended by a NULL name), adds close(), which the box has, with this text and example,
 * and sets the events (__index, ...; ended by a NULL name) in the metatable of its boxes, `box` (box.h). */
typedef struct SllKind {
  const char *name, *box;
  const SllFunction *methods;
  const luaL_Reg *events;
  const char *close_text, *close_example;
} SllKind;

void sll_open_kind(lua_State *L, const SllKind *kind);

/* The box on top becomes the closure that a loop calls. */
void sll_push_loop(lua_State *L, lua_CFunction next);

/* In `next`: the row, from 0, whose turn it is, with its number, from 1, pushed; -1, and nothing pushed, when all `length` rows
 * have been given. */
int64_t sll_next_row(lua_State *L, int64_t length);

#endif
