/* rewrite.h - expressions taken apart: which functions they call, and the same expression with calls replaced.
 *
 *     sum(people) / count()     replaced: sum(people) by p1, count() by p2     p1 / p2
 *
 * For whoever works an expression out in steps of his own, as a pipeline over a file does.
 */
#ifndef SL_EXPR_REWRITE_H
#define SL_EXPR_REWRITE_H

#include "core/expr/expr.h"

/* Calls visit for the name of each function the expression calls (maybe more than once). */
void sl_expr_calls(const SlExpr *expr, void (*visit)(void *context, SlStr function), void *context);

/* Puts what takes a call's place into *out (a new reference), or leaves it NULL: the call stays, with its arguments rewritten. */
typedef SlStatus (*SlReplaceCall)(void *context, SlStr function, SlExpr *const *arguments, int64_t count, SlExpr **out, SlError *err);

SlStatus sl_expr_rewrite(SlExpr *expr, SlReplaceCall replace, void *context, SlExpr **out, SlError *err);

#endif
