/* join.h - two tables, row matched to row by equal keys.
 *
 * Missing keys match nothing. Key types must be equal, or integer and number (which match when they are exactly the
 * same number); a column of missing rows only goes with any type. The cardinality is a promise the caller states and the
 * data keeps, or the join fails (SL_EDATA) naming three keys that break it:
 *
 *     m:1   each left row meets at most one right row (default)      1:1   and each right row at most one left
 *     1:m   each right row meets at most one left row                m:m   nothing is promised
 *
 * Result columns: left's, then right's without its keys; a name that both have gets `suffix` on the right's.
 * Row order: left's order, within it right's; right and full add the unmatched right rows at the end in their order.
 * semi and anti keep left columns only and promise nothing of cardinality.
 */
#ifndef SL_QUERY_JOIN_H
#define SL_QUERY_JOIN_H

#include "core/values/table.h"

typedef enum SlJoin { SL_JOIN_INNER, SL_JOIN_LEFT, SL_JOIN_RIGHT, SL_JOIN_FULL, SL_JOIN_SEMI, SL_JOIN_ANTI } SlJoin;
typedef enum SlCardinality { SL_MANY_TO_ONE, SL_ONE_TO_ONE, SL_ONE_TO_MANY, SL_MANY_TO_MANY } SlCardinality;

typedef enum SlRangeOperator { SL_RANGE_LT, SL_RANGE_LE, SL_RANGE_GT, SL_RANGE_GE } SlRangeOperator;

/* A condition beside the keys: the left table's value, the operator, the right one's, as in day < stop. */
typedef struct SlJoinRange {
  SlStr left, right;
  SlRangeOperator op;
} SlJoinRange;

typedef struct SlJoinOptions {
  SlJoin how;
  SlCardinality expect;
  const SlStr *left_keys, *right_keys; /* key_count of each, paired */
  int64_t key_count;
  SlStr suffix; /* "_right" when empty */
  /* A last pair that is matched to the nearest key at or before the left's instead of by equality ("asof"): "the
   * population estimate in force then". Of equal ones the last row, so that m:1 always holds; NaN matches nothing.
   * Empty names: none. Ordinal or numeric. */
  SlStr asof_left, asof_right;
  /* Rows meet where all of these hold, too; not together with asof. Numbers, dates or periods; missing and NaN meet nothing. Integers
   * and numbers are compared by their exact values. Both columns are in the result. Cost: a sort of the right rows and some steps for each pair made. */
  const SlJoinRange *ranges;
  int64_t range_count;
} SlJoinOptions;

bool sl_join_find(SlStr name, SlJoin *how);               /* "inner" "left" ... */
bool sl_cardinality_find(SlStr name, SlCardinality *card); /* "m:1" ... */

SlStatus sl_table_join(const SlTable *left, const SlTable *right, const SlJoinOptions *options, SlTable **out,
                       SlError *err);

#endif
