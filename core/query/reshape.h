/* reshape.h - long to wide and back, and filling what is absent.
 *
 *     year force n            pivot{names force, values n}       year Essex Kent
 *     2018 Kent  4      ----------------------------------->     2018  1    4
 *     2018 Essex 1      <-----------------------------------     2019 nil   2
 *     2019 Kent  2            unpivot of Essex, Kent              (and a row 2019 Essex nil)
 *
 * Marks go with their cells; sources are borrowed, results are new tables that share dictionaries.
 */
#ifndef SL_QUERY_RESHAPE_H
#define SL_QUERY_RESHAPE_H

#include "core/query/groups.h"

/* One column for each distinct value of `names`, in ascending order (missing last, as "missing"), filled from `values`;
 * rows: the distinct combinations of all other columns, in order of appearance. A combination with two values is
 * SL_EDATA naming it: aggregate first. Cells nobody has are missing. */
SlStatus sl_table_pivot(const SlTable *table, SlStr names, SlStr values, SlTable **out, SlError *err);

/* The named columns below one another: their names in `names`, their values in `values`; other columns repeated.
 * Types must agree (integer meets number as number). Row order: all rows of the first row of the table, and so on. */
SlStatus sl_table_unpivot(const SlTable *table, const SlStr *columns, int64_t count, SlStr names, SlStr values, SlTable **out,
                          SlError *err);

/* Adds a row for every combination of the named columns' present values that no row has, sorted by them behind the
 * present rows; all other columns are missing there. */
SlStatus sl_table_complete(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);

/* Missing rows of the named columns take the last present value above, of the row's own group when `groups` is not NULL; rows before
 * any stay missing. */
SlStatus sl_table_fill_down(const SlTable *table, const SlStr *names, int64_t count, const SlGroups *groups, SlTable **out,
                            SlError *err);

#endif
