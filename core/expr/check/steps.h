/* steps.h - what is worked out for a whole column before rows can use it: an aggregate, a window, an external, a function that looks
 * at all of a column. walk.h says how steps are numbered.
 *
 *     aggregates.c   windows.c   externals.c   whole.c      a kind of step each; steps.c what all of them do
 *
 * Each kind walks its arguments, takes the next step, has it run when the walk is live, and gives the node that uses its result.
 * Private to core/expr/check.
 */
#ifndef SL_EXPR_STEPS_H
#define SL_EXPR_STEPS_H

#include "core/expr/check/check.h"
#include "core/expr/check/making.h"
#include "core/expr/functions.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

SlStatus sl_walk_aggregate(SlCheck *check, const SlExpr *expr, SlAggregate aggregate, SlPlanMode scope, const SlMaking *making, SlNode **out);
SlStatus sl_walk_window(SlCheck *check, const SlExpr *expr, SlWindow window, SlPlanMode scope, const SlMaking *making, SlNode **out);
SlStatus sl_walk_whole(SlCheck *check, const SlExpr *expr, SlWholeFunction function, SlPlanMode scope, const SlMaking *making, SlNode **out);

/* Which of the context's externals has that name; -1: none. */
int64_t sl_external_find(const SlCheck *check, SlStr name);
SlStatus sl_walk_external(SlCheck *check, const SlExpr *expr, int64_t external, SlPlanMode scope, const SlMaking *making, SlNode **out);

/* --- what all of them do --- */

/* The step of this walk's next number; new ones are empty. */
SlStatus sl_step_next(SlCheck *check, const SlExpr *expr, SlStep **out, SlError *err);

/* Whether the step has to be run now: in a live walk, once. When one before it works out the same, it takes that one's result instead. */
bool sl_step_is_due(const SlCheck *check, SlStep *step);

/* The columns of argument nodes, counted: the caller releases them. */
SlStatus sl_step_arguments(SlCheck *check, SlNode **nodes, int64_t count, SlPlanMode scope, SlColumn **columns, SlError *err);

/* The result of a step where it is used. one_per_group: else it has a row a row. */
SlStatus sl_step_use(const SlMaking *making, const SlStep *step, bool one_per_group, SlPlanMode scope, SlNode **out);

#endif
