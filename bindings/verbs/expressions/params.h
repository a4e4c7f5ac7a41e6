/* params.h - $values: t:filter("force in $forces and year >= $from", { forces = {"Kent", "Essex"}, from = 2014 }).
 *
 * They are values, never spliced into the text: a force called `x" or true` is just that.
 * Private to bindings/verbs/expressions.
 */
#ifndef SLL_PARAMS_H
#define SLL_PARAMS_H

#include <lua.h>

#include "core/expr/plan.h"

typedef struct SllParams {
  SlParam *items; /* by name */
  int64_t count;
} SllParams;

/* Of the arguments of a verb, those from first on: the index of the table of $values, which is the last, has keys only
 * and others before it; 0 when there is none. *last becomes the last of the others. nil behind the first counts for
 * nothing. */
int sll_split_params(lua_State *L, int first, int *last);

/* The table at index, which must stay there; 0 means that there is none. Pushes one value that the arrays live in. */
SllParams sll_push_params(lua_State *L, int index, const char *verb);

/* Raises when one of them is used by no expression of the list at index (whose other values do not matter). */
void sll_check_params_used(lua_State *L, const SllParams *params, int list, const char *verb);

#endif
