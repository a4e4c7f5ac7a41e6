/* written.h - arithmetic of numbers that stand in an expression, as whoever wrote them reckons: in decimal.
 *
 *     0.06 + 0.01        0.07          in doubles 0.06999999999999999
 *     0.3 // 0.1         3             in doubles 2
 *     (1 - 0.9) * 100    10            in doubles 9.999999999999998
 *     1 / 3              no value      no decimal ends there: doubles are left to divide
 *
 * A literal is the shortest decimal that reads back as its double: what was written, up to 15 digits and nearly always up to 17.
 * All of an operation whose leaves are literals is worked out exactly, and rounded to a double once. Integers stay integers.
 * Private to core/expr.
 */
#ifndef SL_EXPR_WRITTEN_H
#define SL_EXPR_WRITTEN_H

#include "core/expr/expr.h"

/* The value of an expression of literals and arithmetic alone. False when it is none, when it has no value (division by zero),
 * when an integer does not fit into 64 bits, and when more than 37 digits would be needed: then it is worked out as for columns. */
bool sl_written_value(const SlExpr *expr, SlScalar *out);

#endif
