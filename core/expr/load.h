/* load.h - the leaves of a program: rows of columns, and literals, become vectors.
 * Private to core/expr.
 */
#ifndef SL_EXPR_LOAD_H
#define SL_EXPR_LOAD_H

#include "core/expr/node.h"

/* The node's values need no room: they are looked at where they lie in the column. */
bool sl_leaf_lies_as_vector(const SlNode *node);

/* Rows [first, first + count) of a node that is no kernel; first is a multiple of 64. */
void sl_leaf_load(const SlNode *node, SlVector *vector, const SlScope *scope, int64_t first, int64_t count);

#endif
