/* walk.h - what a walk over a tree knows and keeps: for check.c, which walks, and for those who make nodes on the way.
 *
 * A tree is walked in one order, always the same. Aggregates, windows and external functions are *steps*, numbered as
 * they are met, arguments first. In a dry walk nothing runs: a step has a type and may be anything. In a live walk each
 * step is run when it is met, so that what depends on it knows whether its result has missing rows; results are kept by
 * number, so a second walk finds them. A tree without steps needs no dry walk: its live walk runs nothing before all is
 * checked.
 * Ownership: fields say who owns what; nodes of a walk live until the next.
 * Private to core/expr/check.
 */
#ifndef SL_EXPR_WALK_H
#define SL_EXPR_WALK_H

#include "core/expr/plan.h"
#include "core/expr/run/node.h"

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

typedef struct SlOwned {
  void *data;
  void (*drop)(void *data);
} SlOwned;

typedef struct SlCheck {
  const SlExpr *root;
  const SlPlanContext *context;
  SlGroups *own_groups;      /* owned: one of all rows, made when it is first wanted and the context has none */
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
  SlOwned *owned;            /* owned: what kernels look into */
  int64_t owned_count, owned_capacity;
} SlCheck;

/* What the rows of the two programs are. */
SlScope sl_check_rows(const SlCheck *check);
SlScope sl_check_group_rows(const SlCheck *check);

/* A message at the place of the expression. Returns status. */
SlStatus sl_check_fail(const SlCheck *check, const SlExpr *at, SlStatus status, SlError *err, const char *format, ...)
    SL_PRINTF(5, 6);

/* Frees `data` with `drop` when the nodes of this walk go; also when it fails. */
SlStatus sl_check_own(SlCheck *check, void *data, void (*drop)(void *data), SlError *err);

/* Keeps a column that a node borrows until the next walk; takes ownership, also when it fails. */
SlStatus sl_check_keep(SlCheck *check, SlColumn *column, SlError *err);

/* Room for one more of `count` items of `size` bytes. */
SlStatus sl_check_grow(void **items, int64_t count, int64_t *capacity, size_t size, SlError *err);

/* Forgets the nodes of the last walk and what was kept for them. */
void sl_check_forget(SlCheck *check);

#endif
