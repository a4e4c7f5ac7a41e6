/* aggregate.h - many rows to one value a group.
 *
 *     name            of                  gives            of nothing   missing rows
 *     count()         -                   integer          0            counted
 *     count(x)        any                 integer          0            not counted
 *     count_if(b)     boolean             integer          0            not counted, as false ones are not
 *     sum(x)          integer | number    same type        missing      left out; of booleans the number of true ones, an integer
 *     mean(x)         numeric             number           missing      left out
 *     median(x)       numeric | date      number | date    missing      left out; between the middle two; NaN gives NaN
 *     quantile(x, p)  the same, 0<=p<=1   number | date    missing      left out; type 7 (Hyndman & Fan 1996); NaN gives NaN; of dates
 *                                                                       the day in which it lies: what is past midnight is cut off. Datetimes likewise, to the
 *                                                                       microsecond
 *     min(x) max(x)   any with order      same type        missing      left out; NaN is left out unless alone
 *     var(x) sd(x)    numeric             number           missing      left out; n - 1; one value gives missing
 *     n_distinct(x)   any                 integer          0            left out; NaN is one value
 *     first(x) last(x) any                same type        missing      not left out: the row's value, missing or not
 *     share(x)        numeric             number, percent  missing      sum over the group / sum over all groups * 100;
 *                                                                       [z] when all groups sum to 0; a group that sums to less
 *                                                                       is SL_EDATA
 *     corr(x, y)      numeric             number           missing      pairs with one missing are left out (Pearson); one
 *                                                                       pair gives missing, a constant x or y gives [z]
 *     weighted_mean(x, w)  numeric        number           missing      pairs left out; negative weight is SL_EDATA; weights
 *                                                                       that sum to 0 give [z]
 *     any(b) all(b)   boolean             boolean          missing      three-valued: any is true when one is true,
 *                                                                       missing when none is but one is missing
 *     top(x, n)       any with order      same type        missing      left out; the n-th largest value (n >= 1), missing
 *                                                                       when there are fewer; NaN as for max
 *     mode(x)         any with order      same type        missing      left out; the value that occurs most often, of several the
 *                                                                       smallest; NaN is one value, larger than all
 *     join_text(x, separator)  text       text             missing      left out; in the order of rows, repeated as often as they are
 *
 * An integer sum is kept in 128 bits and is SL_ERANGE when it does not fit 64. sum and mean of numbers are those of the exact sum,
 * rounded once (exact.h), so that neither threads nor the order of rows nor parts change a bit; the other sums are compensated and
 * taken in an order that does not depend on threads. A result that is missing because the only rows were missing carries
 * their strongest reason. A present result carries the flags of the rows it used (their union), except for count,
 * count_if, n_distinct and share.
 * A sum is put together from sums of parts in two columns, none of it lost: "sum high"(x) and "sum low"(x) of each part, the same of
 * the two of several parts, "sum high"(high, low), and at the end "sum of parts"(high, low), or "number of parts"(high, low), which
 * does not ask whether a sum of integers fits 64 bits. SL_EDATA when two numbers do not hold a sum of numbers. Nobody can write
 * these names: they are for who runs a question over a file in chunks.
 *
 * sum, mean and the others of a text or date column are SL_ETYPE, with the column's type in the message.
 */
#ifndef SL_QUERY_AGGREGATE_H
#define SL_QUERY_AGGREGATE_H

#include "core/base/doc.h"
#include "core/query/groups.h"

typedef enum SlAggregate {
  SL_AGG_COUNT, SL_AGG_COUNT_IF, SL_AGG_SUM, SL_AGG_MEAN, SL_AGG_MEDIAN, SL_AGG_QUANTILE, SL_AGG_MIN, SL_AGG_MAX, SL_AGG_VAR,
  SL_AGG_SD, SL_AGG_N_DISTINCT, SL_AGG_FIRST, SL_AGG_LAST, SL_AGG_SHARE, SL_AGG_CORR, SL_AGG_WEIGHTED_MEAN, SL_AGG_ANY,
  SL_AGG_ALL, SL_AGG_TOP, SL_AGG_MODE, SL_AGG_JOIN_TEXT,
  /* Of one column, or of two that together are what parts of it gave: see below. */
  SL_AGG_SUM_HIGH, SL_AGG_SUM_LOW, SL_AGG_SUM_OF_PARTS, SL_AGG_NUMBER_OF_PARTS
} SlAggregate;
enum { SL_AGGREGATE_COUNT = SL_AGG_JOIN_TEXT + 1, SL_AGGREGATE_ALL_COUNT = SL_AGG_NUMBER_OF_PARTS + 1 };

/* What follows the columns: p of quantile, n of top; the separator of join_text. */
typedef enum SlConstantKind { SL_CONSTANT_NONE, SL_CONSTANT_NUMBER, SL_CONSTANT_TEXT } SlConstantKind;
typedef struct SlConstant {
  double number;
  SlStr text; /* borrowed */
} SlConstant;

bool sl_aggregate_find(SlStr name, SlAggregate *aggregate);
const char *sl_aggregate_name(SlAggregate aggregate);
const SlDoc *sl_aggregate_doc(SlAggregate aggregate);
/* How many columns it takes (count: 0 or 1), and what constant follows them. */
void sl_aggregate_arity(SlAggregate aggregate, int *fewest, int *most, SlConstantKind *constant);
/* SL_EARG: "quantile takes one column and p, from 0 to 1". */
SlStatus sl_aggregate_fail_arity(SlAggregate aggregate, SlError *err);
/* SL_EARG when the number is not one that the aggregate has a meaning for. */
SlStatus sl_aggregate_check_number(SlAggregate aggregate, double value, SlError *err);

/* The type of the result for arguments of these types; SL_ETYPE with a sentence when it has no meaning. */
SlStatus sl_aggregate_type(SlAggregate aggregate, const SlType *types, int count, SlType *out, SlError *err);

/* columns: `count` of them, groups->row_count rows each. out: group_count rows. */
SlStatus sl_aggregate(SlAggregate aggregate, const SlColumn *const *columns, int count, SlConstant constant,
                      const SlGroups *groups, SlColumn **out, SlError *err);

#endif
