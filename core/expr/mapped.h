/* mapped.h - what only depends on one dictionary column is worked out once an entry, not once a row.
 *
 *     contains(lower(force), "kent")      forces: 43 entries      rows: 10 million
 */
#ifndef SL_EXPR_MAPPED_H
#define SL_EXPR_MAPPED_H

#include "core/expr/check.h"

/* The kernel node as a MAPPED node, when that is possible and pays; *out is NULL when it is not. */
SlStatus sl_make_mapped(const SlMaking *making, const SlNode *node, SlNode **out);

#endif
