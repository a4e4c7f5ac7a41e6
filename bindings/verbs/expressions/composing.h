/* composing.h - trees put together in Lua: what operators, methods and col share.
 *
 *     expression.c   from values to boxes      methods.c   col.age:gt(17)
 *     operators.c    col.a + col.b             col.c       col, lab.expr, lab.lit
 * Private to bindings/verbs/expressions.
 */
#ifndef SLL_COMPOSING_H
#define SLL_COMPOSING_H

#include "bindings/verbs/expressions/expression.h"

/* Push the box of a new tree; the operands stay the caller's. */
int sll_push_operation(lua_State *L, SlOperator op, SlExpr *const *operands, int64_t count);
int sll_push_call(lua_State *L, const char *function, SlExpr *const *operands, int64_t count);

/* The expression at index in a box of our own, which takes its place: a script may close its own while other operands are made. */
SlExpr *sll_own_expression(lua_State *L, int index);

/* The arguments first .. last as operands, in an array that is left on the stack. Messages name the method. */
SlExpr **sll_check_operands(lua_State *L, int first, int last, const char *method);

void sll_set_expression_operators(lua_State *L);               /* in the metatable on top */
void sll_open_expression_methods(lua_State *L); /* in the table on top */
void sll_open_col(lua_State *L);                    /* with lab.expr and lab.lit, in the table on top */

#endif
