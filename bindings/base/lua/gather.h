/* gather.h - values that Lua functions give, one a row, to a column.
 *
 *     SllGather *gather = sll_gather_new(L, "row", NULL);       a holder is pushed
 *     ... call the function; sll_gather_add(L, gather, -1);      for each row
 *     sll_gather_finish(L, gather);                              the holder becomes the column's box
 *
 * The type is that of the values: integer, number (integers among floats become numbers), text or boolean; nil is
 * missing. Values of two kinds are an error that names a row of each. Missing values alone make a column of text.
 * Private to bindings/base.
 */
#ifndef SLL_GATHER_H
#define SLL_GATHER_H

#include <lua.h>

#include "core/values/builder.h"

typedef struct SllGather {
  SlBuilder builder;   /* of that type, once there was a value */
  bool typed;
  SlType type;
  int64_t length;      /* with the missing values before the first that is there */
  int64_t first;       /* row of the first value */
  const char *unit;    /* what a value belongs to, in messages: "row" or "group" */
  const char *truths;  /* not NULL: only booleans are taken, and these words say why */
} SllGather;

SllGather *sll_gather_new(lua_State *L, const char *unit, const char *truths);
void sll_gather_add(lua_State *L, SllGather *gather, int index);
/* The gather's holder is on top and becomes the box of the column. */
void sll_gather_finish(lua_State *L, SllGather *gather);

#endif
