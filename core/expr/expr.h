/* expr.h - an expression over the columns of a table: a tree, however it was written.
 *
 * Grammar (Lua's operators and precedence, lowest first):
 *
 *     or     and     < <= > >= ~= == = (an error: did you mean ==)   is [not] missing   [not] in (a, b)   [not] between a and b
 *     ..     + -     * / // %     unary: not -     ^ (right)
 *
 *     names       people   `Age group`        literals   12  0.5  1e5  "text"  'text'  true  false  missing (nil)
 *     $force      a value handed in           calls      sum(people)  round(x, 1)  date("2019-03-25")
 *     *           each of several columns, only before "over" (sl_expr_parse_over)
 *
 * Comparisons, `is`, `in` and `between` share one level and join from the left; `not in`, `not between` and
 * `is not missing` negate. Numbers are Lua's (0x1F too); an integer literal beyond 64 bits is an error, not a number.
 * A backtick inside backticks is doubled. There are no comments: `--` is an error rather than a silent cut.
 *
 * A tree is immutable once made. Places in the text are kept for messages; composed trees have none.
 * Ownership: counted; constructors retain the trees they are given.
 */
#ifndef SL_EXPR_EXPR_H
#define SL_EXPR_EXPR_H

#include "core/values/table.h"

typedef struct SlExpr SlExpr;

typedef enum SlOperator {
  SL_OP_OR, SL_OP_AND, /* operands: two or more */
  SL_OP_NOT,
  SL_OP_EQ, SL_OP_NE, SL_OP_LT, SL_OP_LE, SL_OP_GT, SL_OP_GE,
  SL_OP_ADD, SL_OP_SUB, SL_OP_MUL, SL_OP_DIV, SL_OP_IDIV, SL_OP_MOD, SL_OP_POW, SL_OP_NEG, SL_OP_CONCAT,
  SL_OP_IN,        /* operands: the value, then the list */
  SL_OP_BETWEEN,   /* operands: value, low, high; both ends belong */
  SL_OP_IS_MISSING /* operand: the value; never missing itself */
} SlOperator;

/* A literal or a value handed in as $name. */
typedef struct SlScalar {
  SlType type;
  bool missing;      /* then only type counts; an untyped missing is SL_TEXT with untyped set */
  bool untyped;
  int64_t integer;   /* ordinal types */
  double number;
  SlStr text;        /* borrowed from whoever made the scalar; copied by constructors */
} SlScalar;

/* Syntax errors carry line and column and show the text with a caret under the place. */
SlStatus sl_expr_parse(SlStr text, SlExpr **out, SlError *err);

/* "name = expr", as mutate and summarise take it; `name` is copied into *name_out (free with sl_buf_reset). A text with
 * no "name =" gives the text itself as the name, e.g. "sum(people)". */
SlStatus sl_expr_parse_named(SlStr text, SlBuf *name_out, SlExpr **out, SlError *err);

/* "*_mean = mean(*) over numeric": an expression for each column that a condition holds of, "*" standing for the column, in the
 * expression and in the name, which is "*" unless given. *each is the expression, in which the column is the param "*"; *condition is
 * what stands behind "over". Both are NULL, and SL_OK is given, when no "over" stands behind the first whole expression. */
SlStatus sl_expr_parse_over(SlStr text, SlBuf *name_out, SlExpr **each, SlExpr **condition, SlError *err);

/* The expression with the column of that name for every param "*". */
SlStatus sl_expr_for_column(SlExpr *each, SlStr column, SlExpr **out, SlError *err);

/* Deeper trees are refused (SL_EARG by the parser, NULL by the constructors): everything that walks a tree recurses. */
enum { SL_EXPR_MOST_LEVELS = 1000 };

/* Constructors for the composed form; NULL when there is no memory or the tree would be too deep (an operand has
 * SL_EXPR_MOST_LEVELS levels already). A literal date or period becomes the call that gives it: date("2019-03-25"). */
SlExpr *sl_expr_column(SlStr name);
SlExpr *sl_expr_literal(const SlScalar *value);
SlExpr *sl_expr_operation(SlOperator op, SlExpr *const *operands, int64_t count);
SlExpr *sl_expr_call(SlStr function, SlExpr *const *arguments, int64_t count);

SlExpr *sl_expr_retain(SlExpr *expr);
void sl_expr_release(SlExpr *expr); /* NULL is allowed */

int sl_expr_levels(const SlExpr *expr);
bool sl_expr_equal(const SlExpr *a, const SlExpr *b); /* the same tree, wherever it was written */

/* As text that parses to an equal tree. */
void sl_expr_print(const SlExpr *expr, SlBuf *out);

/* Calls visit for each column name the expression mentions (maybe more than once). */
void sl_expr_columns(const SlExpr *expr, void (*visit)(void *context, SlStr name), void *context);
/* The same for the names of values handed in: $name without its sign. */
void sl_expr_params(const SlExpr *expr, void (*visit)(void *context, SlStr name), void *context);

/* --- looking at a tree: what is borrowed lives as long as the tree ------------------------------------------------------ */

typedef enum SlExprKind { SL_EXPR_COLUMN, SL_EXPR_PARAM, SL_EXPR_LITERAL, SL_EXPR_OPERATION, SL_EXPR_CALL } SlExprKind;

SlExprKind sl_expr_kind(const SlExpr *expr);
SlStr sl_expr_name(const SlExpr *expr);              /* of a column, a param or a call's function; else empty */
const SlScalar *sl_expr_value(const SlExpr *expr);   /* of a literal; else NULL */
const char *sl_expr_operator(const SlExpr *expr);    /* of an operation: "+", "and", "not", "in", "is missing"; else NULL */
int64_t sl_expr_operand_count(const SlExpr *expr);   /* of an operation or a call; 0 for leaves */
const SlExpr *sl_expr_operand(const SlExpr *expr, int64_t i);

/* What x is when the whole expression is function(x), as desc(x) is in a sort; else NULL. Borrowed. */
SlExpr *sl_expr_argument(const SlExpr *expr, SlStr function);

#endif
