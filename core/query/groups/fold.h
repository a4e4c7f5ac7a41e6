/* fold.h - one loop over rows into one state a group: what all aggregates are made of.
 *
 *     rows    [ 0..1023 | 1024..2047 | ... ]      batch -> widen, leave out missing rows -> kernel -> states[group]
 *
 * The kernel gets batches in which every row counts: missing rows are gone, values are widened. It never asks for storage
 * or validity.
 *
 * Two ways to use the cores, chosen by the numbers of rows and groups alone:
 *   - few groups: the rows are cut into morsels at fixed places, each with states of its own, which merge() puts together
 *     in the order of morsels;
 *   - many groups: the groups are dealt out; each task goes over all rows and takes those of its groups, in order.
 * Either way a result is the same bits whatever the number of threads.
 * Private to core/query.
 */
#ifndef SL_QUERY_FOLD_H
#define SL_QUERY_FOLD_H

#include "core/base/batches.h"
#include "core/query/groups.h"

typedef enum SlFoldInput {
  SL_FOLD_PRESENT,  /* the groups of the present rows, no values */
  SL_FOLD_INTEGERS, /* ordinal values */
  SL_FOLD_NUMBERS,  /* numeric values of one column or two */
  SL_FOLD_CODES,    /* dictionary codes, as integers */
  SL_FOLD_FLAGS,    /* flags of the present rows (the union of two columns'), as integers */
  SL_FOLD_REASONS,  /* the missing rows instead, with their reasons (the stronger of two columns'), as integers */
  SL_FOLD_WORDS,    /* the words of `keys` (keys.h), as integers; the same bits */
  SL_FOLD_ROWS      /* every row, missing or not, with its number, as integers */
} SlFoldInput;

typedef struct SlFoldBatch {
  int64_t count;
  const uint32_t *groups;
  const int64_t *integers;
  const double *numbers, *others; /* others: of the second column */
  /* Where states are more than the nearest caches hold, a kernel that does little with each may ask for the state of groups[i + SL_FOLD_AHEAD]
   * while it works on row i, for i < asking (__builtin_prefetch): states then come from memory side by side. Else 0 or less. */
  int64_t asking;
} SlFoldBatch;

enum { SL_FOLD_AHEAD = SL_SIZE(32, 3) };

typedef struct SlFold {
  const SlGroups *groups;
  SlFoldInput input;
  const SlColumn *columns[2]; /* a row is present when it is in all that are not NULL */
  const struct SlKeys *keys;  /* for SL_FOLD_WORDS */
  size_t state_bytes;
  /* Makes states [first, first + count) ready for the first row. NULL: all zero bytes. */
  void (*start)(void *states, int64_t first, int64_t count);
  void (*rows)(void *states, const SlFoldBatch *batch, void *context);
  /* states[g] += later[g] for g in [first, first + count). NULL: the states may not be cut by rows. */
  void (*merge)(void *states, const void *later, int64_t first, int64_t count, void *context);
  void *context; /* shared by tasks: written by group only, and only when merge is NULL */
} SlFold;

/* group_count states, folded over all rows. Free with sl_free(). */
SlStatus sl_fold(const SlFold *fold, void **states, SlError *err);

/* The same into states the caller made ready, of which nothing is merged. The rows are cut into `pieces`, one behind the
 * other, each with group_count states of its own; with 0 pieces there is one row of states, and the groups are dealt out. */
SlStatus sl_fold_into(const SlFold *fold, int64_t pieces, void *states, SlError *err);

/* Of SL_FOLD_REASONS: a state is a byte, the strongest reason of the missing rows. */
void sl_fold_strongest(void *states, const SlFoldBatch *batch, void *context);
void sl_fold_merge_strongest(void *states, const void *later, int64_t first, int64_t count, void *context);

#endif
