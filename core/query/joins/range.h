/* range.h - which rows meet where keys are equal and other values lie in a range, for joins alone.
 *
 *     left  day 3          right  start 1  4  2  6          start <= day      the first three in order of start: 1 2 4 -> 1 2
 *                                 stop  4  9  3  7          day < stop        of these those whose stop is above 3: the first
 *
 * Right rows are listed bucket by bucket in the order of one of their columns, so that its conditions are two binary searches. A condition
 * on another column is looked up in a tree of its largest values over that order, which leads past whatever cannot meet:
 *
 *     words of stop in order   4 3 9 7        largest of each node's rows, so many rows a node
 *
 * Further conditions are tried on what is left. All conditions are made to ask "is the right row's word at least this?", or at most for the
 * column of the order.
 * Private to core/query/joins.
 */
#ifndef SL_QUERY_JOIN_RANGE_H
#define SL_QUERY_JOIN_RANGE_H

#include "core/query/joins/match.h"

typedef struct SlRange {
  const SlColumn *left, *right; /* borrowed; integers, numbers, dates or periods, neither missing nor NaN in matchable rows */
  SlRangeOperator op;           /* left op right */
} SlRange;

/* Of match, whose buckets have been found: left_rows, right_rows (NULL for semi and anti) and count, and how many right rows each left row
 * meets in *met, which is the caller's to free. With `single` no row of the result is made once a left row meets several: the caller says
 * which from *met. */
SlStatus sl_match_ranges(SlMatch *match, const SlRange *ranges, int64_t count, SlJoin how, bool single, int64_t **met, SlError *err);

#endif
