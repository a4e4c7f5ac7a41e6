/* calls.h - a Lua function called once for each row or group, and the column of what it gives.
 *
 * Errors the function raises say the row and show the author's line; Ctrl-C stops between calls and within them.
 */
#ifndef SLL_CALLS_H
#define SLL_CALLS_H

#include <lua.h>
#include <stdint.h>

/* Where the subject stands on the stack when arguments are pushed. */
enum { SLL_CALLS_SUBJECT = 3 };

typedef struct SllCalls {
  int64_t count;
  const char *unit;   /* what one call is for: "row" or "group" */
  const char *name;   /* of a function that lab.define made, for messages; else NULL */
  const char *truths; /* as in gather.h */
  /* Pushes the arguments of call number i and gives how many. May raise. */
  int (*push)(lua_State *L, void *context, int64_t i);
  void *context;
} SllCalls;

/* function: its index. The value on top, the subject, is taken; the column's box is pushed in its place. */
void sll_call_each(lua_State *L, int function, const SllCalls *calls);

#endif
