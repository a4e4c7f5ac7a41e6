/* check.h - from a tree to nodes: names found, types proved, aggregates and windows worked out. For plan.c, and for the files of this
 * folder, which walk the parts of a tree that are theirs. What a walk is stands in walk.h.
 *
 *     check.c     names, $values, calls, and which file has what
 *     members.c   x in (...), and long chains of == that mean it
 *     steps.h     what is worked out for a whole column
 *     making.h    nodes of arguments that are checked
 * Private to core/expr.
 */
#ifndef SL_EXPR_CHECK_H
#define SL_EXPR_CHECK_H

#include "core/expr/check/making.h"
#include "core/expr/check/walk.h"

/* Whether the expression calls what works on whole columns: an aggregate, a window, an external. */
bool sl_check_has_steps(const SlExpr *expr, const SlPlanContext *context);

/* The node of the root: in group_rows when the mode is GROUPS, else in rows. When stopped, *out is not written. */
SlStatus sl_check_walk(SlCheck *check, SlNode **out, SlError *err);
void sl_check_reset(SlCheck *check);

/* --- parts of a tree: `scope` says whether there is a value for each row or for each group ----------------------------- */

SlStatus sl_walk(SlCheck *check, const SlExpr *expr, SlPlanMode scope, SlNode **out, SlError *err);

/* One after the other; *out, an array, is not written when the walk stops at a call. */
SlStatus sl_walk_all(SlCheck *check, SlExpr *const *exprs, int64_t count, SlPlanMode scope, SlNode ***out, SlError *err);

SlStatus sl_walk_in(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out);
SlStatus sl_walk_chain(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out); /* and, or */

/* The list that a $value stands for; NULL when it is none. */
const SlParam *sl_list_of(const SlCheck *check, const SlExpr *expr);

#endif
