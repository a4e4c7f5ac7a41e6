/* mapped.h - what only depends on one dictionary column is worked out once an entry, not once a row.
 *
 *     contains(lower(force), "kent")      forces: 43 entries      rows: 10 million
 * Private to core/expr/check.
 */
#ifndef SL_EXPR_MAPPED_H
#define SL_EXPR_MAPPED_H

#include "core/expr/check/making.h"

/* The kernel node as a MAPPED node, when that is possible and pays; *out is NULL when it is not. When one entry alone
 * makes it true, the node compares codes with that of the entry, and has the MAPPED node at hand. */
SlStatus sl_make_mapped(const SlMaking *making, const SlNode *node, SlNode **out);

#endif
