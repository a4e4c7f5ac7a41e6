/* making.h - nodes of arguments that are checked: types are made to agree, and the loop for them is picked.
 *
 *     nodes.c        leaves, kernels, agreement of types
 *     operations.c   operators        functions.c, functions/   scalar functions
 * Private to core/expr.
 */
#ifndef SL_EXPR_MAKING_H
#define SL_EXPR_MAKING_H

#include "core/expr/check/walk.h"

typedef struct SlMaking {
  SlCheck *check;
  SlProgram *program;  /* of the scope that is walked */
  const SlExpr *expr;
  SlError *err;
} SlMaking;

SlStatus sl_make_column(const SlMaking *making, SlColumn *column, SlNodeKind kind, SlNode **out);
/* A column that the expression names: of text and without any value, it is untyped. */
SlStatus sl_make_table_column(const SlMaking *making, SlColumn *column, SlNode **out);
SlStatus sl_make_literal(const SlMaking *making, const SlScalar *value, SlNode **out);
SlStatus sl_make_unknown(const SlMaking *making, SlNode **out);
SlStatus sl_make_operation(const SlMaking *making, SlOperator op, SlNode **arguments, int64_t count, SlNode **out);
/* + or - of which an operand is a date or datetime. */
SlStatus sl_make_date_arithmetic(const SlMaking *making, SlOperator op, SlNode **arguments, SlNode **out);
SlStatus sl_make_function(const SlMaking *making, SlStr name, SlNode **arguments, int64_t count, SlNode **out);

/* value in (items, others): more than a few items are looked up in a set, others are compared one by one. */
SlStatus sl_make_membership(const SlMaking *making, SlNode *value, const SlScalar *items, int64_t item_count,
                            SlNode **others, int64_t other_count, SlNode **out);
/* Whether the item can be looked up among values of that type: when it cannot, only a comparison says what is wrong. */
bool sl_item_fits(SlType type, const SlScalar *item);

/* The value of a numeric literal or $value; false when the node is none. */
bool sl_node_constant(const SlNode *node, double *value);
bool sl_any_unknown(SlNode *const *nodes, int64_t count);

/* --- kernels --- */

typedef struct SlShape {
  SlKernel kernel;
  SlType type;
  int64_t choice;
  SlScalar value;
  void *data;
  bool clears;    /* the kernel may make rows missing */
  bool own_marks;
  bool fails;     /* the kernel may fail for a value, so it is not tried on values that no row has */
} SlShape;

SlStatus sl_make_kernel(const SlMaking *making, const SlShape *shape, SlNode **arguments, int64_t count, SlNode **out);

/* A column's node with values as they lie in memory. */
SlStatus sl_make_raw(const SlMaking *making, const SlNode *column, SlNode **out);

/* --- agreement of types: each replaces nodes by others --- */

/* An untyped node becomes one of the type: of what has no value, any type can be said. Others stay. */
SlStatus sl_make_typed(const SlMaking *making, SlType type, SlNode **node);
SlStatus sl_make_number(const SlMaking *making, SlNode **node);             /* of an integer */
SlStatus sl_make_day(const SlMaking *making, SlNode **node);                /* of a datetime; others stay */
SlStatus sl_make_numeric(const SlMaking *making, SlNode **nodes, int64_t count, const char *what); /* or fails */
SlStatus sl_make_texts(const SlMaking *making, SlNode **nodes, int64_t count, const char *what);   /* all are text, or it fails */
SlStatus sl_make_text(const SlMaking *making, SlNode **node);               /* of anything, as .. and CSV output write it */
SlStatus sl_make_time(const SlMaking *making, SlType type, SlNode **node);  /* of a text that stands there */
bool sl_time_parse(SlType type, SlStr text, int64_t *value);                /* a date, datetime or period, else false */

/* All of one type (those without a value take that of the others): integers among numbers become numbers (unless kept
 * apart), texts beside dates are read as such. */
SlStatus sl_make_alike(const SlMaking *making, SlNode **nodes, int64_t count, bool keep_integers, const char *what);

/* "<what> <wanted>, and this is text" */
SlStatus sl_make_wrong_type(const SlMaking *making, const SlNode *node, const char *what, const char *wanted);

#endif
