/* tree.h - what an SlExpr is, for those who walk it: the parser, the printer and the checker.
 *
 *     people / sum(people) > 0.1          GT
 *                                        /  \
 *                                     DIV    0.1
 *                                    /   \
 *                             column      call sum
 *                             people         \
 *                                          column people
 *
 * Invariants
 *   1. A tree is at most SL_EXPR_MOST_LEVELS deep, so that walking it by recursion is safe.
 *   2. A literal is never negative zero's or NaN's text: NaN is written 1e999 - 1e999. A missing literal is untyped.
 *   3. and, or have two operands or more, as they were written: a or b or c is one operation. All others have as many as
 *      SlOperator says.
 *   4. A literal is integer, number, text, boolean or missing; dates and periods are calls: date("2019-03-25").
 * Private to core/expr.
 */
#ifndef SL_EXPR_TREE_H
#define SL_EXPR_TREE_H

#include <stdatomic.h>

#include "core/expr/expr.h"

struct SlExpr {
  atomic_int references;
  SlExprKind kind;
  SlOperator op;    /* of an operation */
  int levels;       /* 1 for a leaf */
  int64_t at;       /* byte of the source where it stands; -1 for what was composed */
  SlStr name;       /* column, param, call; owned */
  SlScalar value;   /* literal; its text is owned */
  SlStr source;     /* root of what was parsed: the whole text, owned; else empty */
  int64_t count;
  SlExpr *operands[]; /* counted */
};

/* As the constructors of expr.h, with a place in the source. */
SlExpr *sl_tree_column(SlStr name, int64_t at);
SlExpr *sl_tree_param(SlStr name, int64_t at);
SlExpr *sl_tree_literal(const SlScalar *value, int64_t at);
SlExpr *sl_tree_operation(SlOperator op, SlExpr *const *operands, int64_t count, int64_t at);
SlExpr *sl_tree_call(SlStr function, SlExpr *const *arguments, int64_t count, int64_t at);
bool sl_tree_set_source(SlExpr *root, SlStr source);

/* As sl_expr_print; *mark_at becomes where the text of `mark` begins (its operator, when it has one). */
void sl_tree_print(const SlExpr *expr, const SlExpr *mark, SlBuf *out, size_t *mark_at);

/* A word of the grammar, which a column cannot be called without backticks. */
bool sl_tree_is_keyword(SlStr word);

/* "expression, column 7: <message>", the line of source and a caret under byte `at`. */
SlStatus sl_tree_fail(SlError *err, SlStatus status, SlStr source, size_t at, const char *format, ...) SL_PRINTF(5, 6);
SlStatus sl_tree_vfail(SlError *err, SlStatus status, SlStr source, size_t at, const char *format, va_list args)
    SL_PRINTF(5, 0);

#endif
