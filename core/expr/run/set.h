/* set.h - many values to look one up in, for `x in (a, b, ...)`.
 *
 *     integers, dates    a table of bytes when they lie close together, else sorted
 *     numbers            sorted
 *     texts              a dictionary
 * Ownership: one owner; free with sl_set_free().
 * Private to core/expr.
 */
#ifndef SL_EXPR_SET_H
#define SL_EXPR_SET_H

#include "core/expr/run/node.h"

typedef struct SlSet SlSet;

/* Items are present, of that type, not boolean; at least one. */
SlStatus sl_set_new(SlType type, const SlScalar *items, int64_t count, SlSet **out, SlError *err);
void sl_set_free(void *set);

/* Whether the value is in the set that is the node's data. */
SlKernel sl_kernel_member(SlType type);

#endif
