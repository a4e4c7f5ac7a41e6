/* promise.h - the cardinality that a join was promised, and the join it is checked of: for joins alone.
 *
 *     expect = "m:1"    a right row's key stands once, where a left row asks for it; with ranges, no left row meets several right rows
 *
 * Private to core/query/joins.
 */
#ifndef SL_QUERY_JOIN_PROMISE_H
#define SL_QUERY_JOIN_PROMISE_H

#include "core/query/joins/range.h"

/* The keys of both tables stand one below the other, so that they are numbered as one. */
typedef struct SlJoining {
  const SlTable *left, *right;
  const SlJoinOptions *options;
  int64_t *left_keys, *right_keys; /* indices of columns */
  SlColumn **keys;                 /* counted: left's above right's */
  bool *matchable;                 /* of the rows of keys: not where one is missing; NULL: none is */
  const SlColumn *asof_left, *asof_right;
  SlRange *ranges;                 /* options->range_count */
  int64_t *met;                    /* right rows that each left row meets, with ranges; NULL without */
  SlMatch match;
} SlJoining;

/* Whether anything is promised, and what: that right rows stand once, that left rows do. */
bool sl_join_promises(const SlJoining *j, bool *right_once, bool *left_once);

/* SL_EDATA naming three keys that break it: once the buckets are known, and where ranges or asof say what meets, once rows are matched. */
SlStatus sl_join_check_keys(const SlJoining *j, SlError *err);
SlStatus sl_join_check_left_rows(const SlJoining *j, SlError *err);
SlStatus sl_join_check_met(const SlJoining *j, SlError *err);

#endif
