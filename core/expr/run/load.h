/* load.h - the leaves of a program: rows of columns, and literals, become vectors.
 *
 *     COLUMN     integers narrower than 64 bits are widened, codes become their texts; what lies as a vector is pointed at
 *     GROUPED    the row of each row's group           MAPPED    the row of each row's dictionary entry
 *     LITERAL    the value again and again, once for all batches
 *
 * Presence is spread from bits to bytes, and marks are pointed at, where a row of the batch needs them. What a vector
 * points at belongs to the column and lives as long as it does.
 * Private to core/expr/run.
 */
#ifndef SL_EXPR_LOAD_H
#define SL_EXPR_LOAD_H

#include "core/expr/run/node.h"

/* The node's values need no room: the vector points into the column. */
bool sl_leaf_lies_as_vector(const SlNode *node);

/* Rows [first, first + count) of a node that is no kernel; first is a multiple of 64. */
void sl_leaf_load(const SlNode *node, SlVector *vector, const SlScope *scope, int64_t first, int64_t count);

#endif
