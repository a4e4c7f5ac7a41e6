/* node.h - a checked expression: typed nodes in the order in which they are worked out. For the files of this room.
 *
 *     people / total > 0.1        0 column people   1 column total   2 divide 0 1   3 literal 0.1   4 greater 2 3
 *
 * A program is a list of nodes, arguments before those that use them, each kind of node once (common parts are shared).
 * It runs in batches of rows; every node has a vector of its own, which stays in the cache:
 *
 *     values     int64_t for ordinal types, double for numbers, SlStr for texts, uint8_t (0 or 1) for booleans
 *     present    1 where there is a value; no array when no row of the batch is missing
 *     reasons    why a row is missing; no array when none of the batch has a reason, or none is missing
 *     flags      of present rows; no array when none of the batch has one
 *
 * What a node cannot have (no missing rows, no reasons, no flags) is known when it is made; what a batch does not have,
 * when it comes. The loops for it are the simple ones. Values of missing rows are there but mean nothing.
 * Private to core/expr.
 */
#ifndef SL_EXPR_NODE_H
#define SL_EXPR_NODE_H

#include "core/base/arena.h"
#include "core/base/batches.h"
#include "core/expr/expr.h"
#include "core/query/groups.h"

typedef struct SlVector {
  union {
    int64_t *integers;
    double *numbers;
    SlStr *texts;
    uint8_t *booleans;
    void *values;
  };
  uint8_t *present, *reasons, *flags;                /* of this batch, or NULL */
  uint8_t *present_room, *reasons_room, *flags_room; /* where they can lie; NULL: the node never has them */
} SlVector;

typedef struct SlNode SlNode;

/* One batch on its way through a node. */
typedef struct SlBatch {
  const SlNode *node;
  const SlVector *in[4];  /* of up to four arguments; kernels of more take node->arguments and all */
  const SlVector *all;    /* of every node, by index */
  SlVector *out;
  int64_t count;
  int64_t first_row;      /* of the table, for messages */
  SlArena *texts;         /* for text that is made; lives as long as the batch */
} SlBatch;

/* Fills out->values. Presence and marks of the arguments have been united into `out` before; a kernel makes further
 * rows missing with sl_batch_clear(). With own_marks, `out` has arrays where an argument has, and the kernel fills
 * them. */
typedef SlStatus (*SlKernel)(SlBatch *batch, SlError *err);

typedef enum SlNodeKind {
  SL_NODE_COLUMN,  /* a row a row of the scope */
  SL_NODE_LITERAL,
  SL_NODE_GROUPED, /* column has a row a group; a row takes that of its group */
  SL_NODE_MAPPED,  /* column has a row an entry of keys' dictionary, then one for each reason of a missing row */
  SL_NODE_KERNEL
} SlNodeKind;

struct SlNode {
  SlNodeKind kind;
  SlType type;
  bool untyped;          /* a missing literal, or a text column without a value: goes with any type */
  bool unknown;          /* depends on a function defined outside whose result is not there yet: goes with any type */
  bool constant;
  bool may_miss, may_reason, may_flag;
  bool own_marks;        /* the kernel sets presence and marks itself */
  bool raw;              /* of COLUMN: values lie as in the column's storage, for kernels that take them so */
  int index;             /* in its program */
  int64_t count;
  SlNode **arguments;
  SlKernel kernel;
  int64_t choice;        /* which of a kernel's variants: an operator, a number of decimals */
  SlColumn *column;      /* borrowed */
  const SlColumn *keys;  /* of MAPPED; borrowed */
  SlScalar value;        /* of LITERAL; what a kernel compares with */
  SlNode *mapped;        /* the same as a MAPPED node, when this is the faster way to it */
  void *data;            /* of the kernel: a compiled pattern */
  const SlExpr *expr;    /* where it stands, for messages */
};

typedef struct SlProgram {
  SlArena *arena;
  SlNode **nodes;
  int64_t count, capacity;
  SlNode **slots; /* of a hash table of them, so that equal ones are found at once; slot_count is a power of two */
  int64_t slot_count;
} SlProgram;

/* Adds the node, or gives an equal one that is there. NULL without memory. */
SlNode *sl_program_add(SlProgram *program, const SlNode *node);

/* --- for kernels -------------------------------------------------------------------------------------------------- */

/* Row i of the batch becomes missing for this reason; a reason that it has already stays when it is stronger. */
void sl_batch_clear(SlBatch *batch, int64_t i, SlReason reason);
static inline bool sl_batch_present(const SlBatch *batch, int64_t i) {
  return !batch->out->present || batch->out->present[i];
}
/* Room for text that the kernel makes, for as long as the batch lives; NULL, and the error filled, without memory. */
char *sl_batch_room(SlBatch *batch, size_t bytes, SlError *err);
/* "row 1,042: <message>" */
SlStatus sl_batch_fail(const SlBatch *batch, int64_t i, SlStatus status, SlError *err, const char *format, ...)
    SL_PRINTF(5, 6);

/* --- running ------------------------------------------------------------------------------------------------------ */

/* What the rows of a program are. */
typedef struct SlScope {
  int64_t length;
  const SlGroups *groups; /* for GROUPED nodes; NULL: all rows are of group 0 */
} SlScope;

/* The value of a node for every row of the scope, as a column. */
SlStatus sl_program_run(const SlProgram *program, const SlNode *root, const SlScope *scope, SlColumn **out,
                        SlError *err);

#endif
