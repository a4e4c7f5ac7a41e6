/* call.h - one aggregate at work, for the files of this folder.
 *
 * aggregate.c checks the types, counts the present rows and picks the family; the family makes the result column with a
 * value for every group that has present rows, or marks that group missing itself; aggregate.c then clears the groups
 * that have none, and sets reasons and flags.
 * Private to core/query/aggregates.
 */
#ifndef SL_QUERY_AGGREGATE_CALL_H
#define SL_QUERY_AGGREGATE_CALL_H

#include "core/query/aggregate.h"
#include "core/query/groups/fold.h"

__extension__ typedef __int128 SlWide; /* a sum of 64-bit integers that cannot overflow */

typedef struct SlAggregateCall {
  SlAggregate aggregate;
  const SlColumn *columns[2]; /* the second for corr and weighted_mean only */
  SlConstant constant;
  const SlGroups *groups;
  const int64_t *present;     /* rows of each group in which no column is missing */
} SlAggregateCall;

/* A column for the results, a row a group, all present, with room for reasons. Text is a code of dict. */
SlStatus sl_result_new(const SlAggregateCall *call, SlType type, SlDict *dict, SlColumn **out, SlError *err);
void sl_result_clear(SlColumn *result, int64_t group, SlReason reason); /* missing, and why */
void sl_result_set_ordinal(SlColumn *result, int64_t group, int64_t value);
static inline void sl_result_set_number(SlColumn *result, int64_t group, double value) {
  ((double *)result->values)[group] = value;
}

/* A sum and what rounding took from it (Neumaier 1974, in Knuth's form without a comparison). */
typedef struct SlSum {
  double sum, lost;
} SlSum;

static inline void sl_sum_add(SlSum *to, double value) {
  double sum = to->sum + value;
  double part = sum - to->sum;
  to->lost += (to->sum - (sum - part)) + (value - part);
  to->sum = sum;
}

/* Past an infinity `lost` is NaN and says nothing. */
static inline double sl_sum_total(SlSum sum) {
  double total = sum.sum + sum.lost;
  return total - total == 0 ? total : sum.sum;
}

static inline void sl_sum_merge(SlSum *to, SlSum other) {
  sl_sum_add(to, other.sum);
  to->lost += other.lost;
}

/* The exact sums of an integer column's groups; free with sl_free(). Narrow: of a column whose sums fit 64 bits whatever its
 * values are, in half the memory. */
SlStatus sl_group_wide_sums(const SlGroups *groups, const SlColumn *column, SlWide **sums, SlError *err);
bool sl_sums_are_narrow(const SlColumn *column);
SlStatus sl_group_narrow_sums(const SlGroups *groups, const SlColumn *column, int64_t **sums, SlError *err);
SlStatus sl_fail_wide(SlWide sum, SlError *err); /* SL_ERANGE: it does not fit 64 bits */

/* The exact sums of a numeric column's groups, each rounded once. */
SlStatus sl_exact_sums(const SlGroups *groups, const SlColumn *column, double *totals, SlError *err);

/* The compensated sums of a numeric column's groups; free with sl_free(). */
SlStatus sl_group_sums(const SlGroups *groups, const SlColumn *column, const SlColumn *beside, SlSum **sums, SlError *err);

SlStatus sl_aggregate_sums(const SlAggregateCall *call, SlColumn **out, SlError *err);     /* sum mean share weighted_mean */
SlStatus sl_aggregate_parts(const SlAggregateCall *call, SlColumn **out, SlError *err);    /* what sums of parts are carried in */
SlStatus sl_aggregate_spread(const SlAggregateCall *call, SlColumn **out, SlError *err);   /* var sd corr */
SlStatus sl_aggregate_extreme(const SlAggregateCall *call, SlColumn **out, SlError *err);  /* min max */
SlStatus sl_aggregate_logic(const SlAggregateCall *call, SlColumn **out, SlError *err);    /* any all */
SlStatus sl_aggregate_order(const SlAggregateCall *call, SlColumn **out, SlError *err);    /* median quantile top mode */
SlStatus sl_aggregate_distinct(const SlAggregateCall *call, SlColumn **out, SlError *err); /* n_distinct */
SlStatus sl_aggregate_texts(const SlAggregateCall *call, SlColumn **out, SlError *err);    /* join_text */
SlStatus sl_aggregate_edge(const SlAggregateCall *call, SlColumn **out, SlError *err);     /* first last */

#endif
