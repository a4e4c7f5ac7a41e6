/* rows.h - operations that choose or order the rows of a table.
 *
 * All keep every column, share dictionaries and carry reasons and flags.
 */
#ifndef SL_QUERY_ROWS_H
#define SL_QUERY_ROWS_H

#include "core/values/table.h"

/* The rows where mask (boolean, as long as the table) is true; false and missing are left out. */
SlStatus sl_table_filter(const SlTable *table, const SlColumn *mask, SlTable **out, SlError *err);

/* The rows where all `count` masks are. */
SlStatus sl_table_filter_all(const SlTable *table, const SlColumn *const *masks, int64_t count, SlTable **out,
                             SlError *err);

typedef struct SlSortKey {
  const SlColumn *column;
  bool descending;
} SlSortKey;

/* Stable. Missing last in either direction, NaN before it; text by code point, false before true. */
SlStatus sl_sort_rows(const SlSortKey *keys, int64_t key_count, int64_t row_count, int64_t **rows, SlError *err); /* free with sl_free */
SlStatus sl_table_sort(const SlTable *table, const SlSortKey *keys, int64_t key_count, SlTable **out, SlError *err);

/* The first row of every distinct combination of the named columns (count 0: of all columns), in order of appearance. */
SlStatus sl_table_distinct(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);

/* n rows drawn without replacement, in table order; the same seed draws the same rows on every machine. n past the
 * length gives all rows. */
SlStatus sl_table_sample(const SlTable *table, int64_t n, uint64_t seed, SlTable **out, SlError *err);

#endif
