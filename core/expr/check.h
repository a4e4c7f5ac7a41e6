/* check.h - from a tree to nodes: names found, types proved, aggregates and windows worked out. For plan.c.
 *
 * A tree is walked in one order, always the same. Aggregates, windows and external functions are *steps*, numbered as they are
 * met, arguments first. In a dry walk nothing runs: a step has a type and may be anything. In a live walk each step is run
 * when it is met, so that what depends on it knows whether its result has missing rows; results are kept by number, so a
 * second walk finds them.
 */
#ifndef SL_EXPR_CHECK_H
#define SL_EXPR_CHECK_H

#include "core/expr/node.h"
#include "core/expr/plan.h"

typedef struct SlStep {
  const SlExpr *expr;
  SlType type;
  bool unknown;      /* an external without its result, or what depends on one */
  bool untyped;      /* text without any value, which goes with any type */
  bool external;
  SlColumn *result;  /* counted; NULL until it has run */
} SlStep;

typedef struct SlCall { /* of an external */
  int64_t external;
  int64_t rows;
} SlCall;

typedef struct SlCheck {
  const SlExpr *root;
  const SlPlanContext *context;
  const SlGroups *groups;    /* the context's, or one group of all rows */
  bool live;
  int64_t stop_at;           /* number of the external call before which a live walk stops; -1: none */
  bool stopped;
  SlColumn **arguments;      /* of that call; owned by whoever asked */
  int64_t argument_count;

  SlArena arena;
  SlProgram rows, group_rows; /* one node a row of the table; a row of a group */
  SlStep *steps;             /* owned; kept from walk to walk */
  int64_t step_count, step_capacity, step_next;
  SlCall *calls;             /* owned */
  int64_t call_count, call_capacity, call_next;
  SlColumn **kept;           /* counted: columns that nodes borrow, made on the way */
  int64_t kept_count, kept_capacity;
  void **patterns;           /* owned */
  int64_t pattern_count, pattern_capacity;
} SlCheck;

/* The node of the root: in group_rows when the mode is GROUPS, else in rows. When stopped, *out is not written. */
SlStatus sl_check_walk(SlCheck *check, SlNode **out, SlError *err);
void sl_check_reset(SlCheck *check);

/* --- check_nodes.c: making nodes of known arguments ---------------------------------------------------------------------------- */

/* A message at the place of the expression. Returns status. */
SlStatus sl_check_fail(const SlCheck *check, const SlExpr *at, SlStatus status, SlError *err, const char *format, ...) SL_PRINTF(5, 6);

typedef struct SlMaking {
  SlCheck *check;
  SlProgram *program;  /* of the scope that is walked */
  const SlExpr *expr;
  SlError *err;
} SlMaking;

SlStatus sl_make_operation(const SlMaking *making, SlOperator op, SlNode **arguments, int64_t count, SlNode **out);
SlStatus sl_make_function(const SlMaking *making, SlStr name, SlNode **arguments, int64_t count, SlNode **out);
SlStatus sl_make_column(const SlMaking *making, SlColumn *column, SlNodeKind kind, SlNode **out);
/* A column that the expression names: of text and without any value, it is untyped. */
SlStatus sl_make_table_column(const SlMaking *making, SlColumn *column, SlNode **out);
SlStatus sl_make_literal(const SlMaking *making, const SlScalar *value, SlNode **out);
SlStatus sl_make_unknown(const SlMaking *making, SlNode **out);

/* An untyped node becomes one of the type: of what has no value, any type can be said. Others stay. */
SlStatus sl_make_typed(const SlMaking *making, SlType type, SlNode **node);

/* Keeps a column that a node borrows until the next walk; takes ownership, also when it fails. */
SlStatus sl_check_keep(const SlMaking *making, SlColumn *column);

/* The value of a literal (or the negative of one, or a scalar $value); false when the node is none. */
bool sl_node_constant(const SlNode *node, double *value);

#endif
