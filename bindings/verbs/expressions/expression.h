/* expression.h - expressions on their way in: text, composed, or a plain value.
 *
 *     "age > 17"      a text is parsed (where a verb takes an expression)
 *     col.age:gt(17)  a box that holds the tree (box.h)
 *     17              a value stands for itself
 */
#ifndef SLL_EXPRESSION_H
#define SLL_EXPRESSION_H

#include <lua.h>

#include "core/expr/expr.h"

/* Parses the text and pushes the expression's box. */
SlExpr *sll_push_parsed(lua_State *L, SlStr text);

/* Pushes the box of the column of that name. */
SlExpr *sll_push_column_expression(lua_State *L, SlStr name);

/* The value at index becomes the box of an expression: an expression stays, any plain value becomes a literal (a text
 * too). `what` names it in messages. Borrowed from the box. */
SlExpr *sll_to_operand(lua_State *L, int index, const char *what);

/* Pushes its text. */
void sll_push_expression_text(lua_State *L, const SlExpr *expr);

/* Sets the methods that are functions of the language (round, sum, lag ...) in the table on top, and documents them. */
void sll_open_expression_functions(lua_State *L);

/* A method that makes a call of the function whose name is its upvalue, with the expression as its first argument. */
int sll_call_function(lua_State *L);

/* The value at index becomes what sll_evaluate takes: texts are parsed, plain values become literals. `what` names it
 * in messages. A text is parsed as a whole; "name = expr" is read elsewhere. */
void sll_to_evaluable(lua_State *L, int index, const char *what);

#endif
