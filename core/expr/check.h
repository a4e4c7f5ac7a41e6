/* check.h - from a tree to nodes: names found, types proved, aggregates and windows worked out. For plan.c.
 * What a walk is stands in walk.h.
 * Private to core/expr.
 */
#ifndef SL_EXPR_CHECK_H
#define SL_EXPR_CHECK_H

#include "core/expr/walk.h"

/* Whether the expression calls what works on whole columns: an aggregate, a window, an external. */
bool sl_check_has_steps(const SlExpr *expr, const SlPlanContext *context);

/* The node of the root: in group_rows when the mode is GROUPS, else in rows. When stopped, *out is not written. */
SlStatus sl_check_walk(SlCheck *check, SlNode **out, SlError *err);
void sl_check_reset(SlCheck *check);

#endif
