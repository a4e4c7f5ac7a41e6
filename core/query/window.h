/* window.h - each row looks at its neighbours, within its group, in the order of the table.
 *
 *     lag(x, n=1)  lead(x, n=1)   the value n rows before, after; missing outside the group
 *     cumsum(x)                   numeric; a missing row gives missing and the sum goes on after it
 *     cummax(x) cummin(x)         any type with an order; a missing row is missing and is passed over; NaN is passed over unless alone
 *     rank(x)                     integer; 1 is the smallest, ties share the lowest rank; missing stays missing
 *     dense_rank(x)               the same, and the next value has the next rank
 *     ntile(x, n)                 integer; the rows in order, ties in that of the table, cut into n parts of as many rows, the first
 *                                 ones of one more; missing stays missing and is not counted
 *     row_number()                integer from 1
 *     pct_change(x, n=1)          percent against n rows before; missing when either is missing, [z] when that one is 0
 *     roll_sum(x, n) roll_mean(x, n)  over n rows ending here; missing until there are n rows, or when one is missing
 *
 * groups == NULL: the whole column is one group.
 */
#ifndef SL_QUERY_WINDOW_H
#define SL_QUERY_WINDOW_H

#include "core/base/doc.h"
#include "core/query/groups.h"

typedef enum SlWindow {
  SL_WIN_LAG, SL_WIN_LEAD, SL_WIN_CUMSUM, SL_WIN_CUMMAX, SL_WIN_CUMMIN, SL_WIN_RANK, SL_WIN_DENSE_RANK, SL_WIN_NTILE,
  SL_WIN_ROW_NUMBER, SL_WIN_PCT_CHANGE, SL_WIN_ROLL_SUM, SL_WIN_ROLL_MEAN
} SlWindow;
enum { SL_WINDOW_COUNT = SL_WIN_ROLL_MEAN + 1 };

bool sl_window_find(SlStr name, SlWindow *window);
const char *sl_window_name(SlWindow window);
const SlDoc *sl_window_doc(SlWindow window);
/* Whether it takes a column, and the constant n: required, optional (then 1) or none. */
void sl_window_arity(SlWindow window, bool *takes_column, bool *takes_n, bool *needs_n);
const char *sl_window_counts(SlWindow window); /* what n is the number of: "rows", "parts" */
SlStatus sl_window_type(SlWindow window, SlType argument, SlType *out, SlError *err);

/* column: NULL for row_number. row_count: of the table. out: row_count rows. */
SlStatus sl_window(SlWindow window, const SlColumn *column, int64_t n, int64_t row_count, const SlGroups *groups,
                   SlColumn **out, SlError *err);

#endif
