/* table.h - named columns of equal length.
 *
 *     "year"    "force"    "people"
 *     [2018     [Kent      [12
 *      2019]     Essex]     nil]
 *
 * Invariants
 *   1. All columns have `length` rows. A table may have no columns and still have rows.
 *   2. Names are unique, not empty, valid UTF-8.
 *   3. Nothing changes a table after it was made.
 * Ownership: counted (atomically). A table holds references to its columns; verbs share them.
 */
#ifndef SL_VALUES_TABLE_H
#define SL_VALUES_TABLE_H

#include "core/base/name_index.h"
#include "core/values/column.h"

typedef struct SlTable {
  atomic_int references;
  int64_t length;
  int64_t column_count;
  SlStr *names;       /* owned; they lie in name_bytes */
  SlColumn **columns; /* counted */
  char *name_bytes;   /* owned */
  SlNameIndex index;  /* of many names; without slots for few, which are compared */
} SlTable;

/* Copies the names, retains the columns. SL_EARG when lengths differ or a name is empty, SL_EDATA for a name used twice.
 * `length` matters only when count is 0. */
SlStatus sl_table_new(const SlStr *names, SlColumn *const *columns, int64_t count, int64_t length, SlTable **out, SlError *err);

SlTable *sl_table_retain(const SlTable *table);
void sl_table_release(SlTable *table); /* NULL is allowed */

int64_t sl_table_find(const SlTable *table, SlStr name); /* index of the column, or -1 */
SlColumn *sl_table_column(const SlTable *table, SlStr name); /* borrowed; NULL when there is none */

/* As sl_table_find, but an unknown name is SL_ENAME and the message of sl_fail_no_column() (base/names.h). */
SlStatus sl_table_require(const SlTable *table, SlStr name, int64_t *index, SlError *err);

SlStatus sl_table_select(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);
SlStatus sl_table_drop(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);
SlStatus sl_table_rename(const SlTable *table, const SlStr *old_names, const SlStr *new_names, int64_t count, SlTable **out,
                         SlError *err);
/* Replaces the column of that name in its place, or adds it at the end. */
SlStatus sl_table_with_column(const SlTable *table, SlStr name, SlColumn *column, SlTable **out, SlError *err);

/* sl_column_take on every column, in parallel. An index of -1 gives a row of missing values. */
SlStatus sl_table_take(const SlTable *table, const int64_t *rows, int64_t count, SlTable **out, SlError *err);
SlStatus sl_table_slice(const SlTable *table, int64_t first, int64_t count, SlTable **out, SlError *err); /* clipped to the table */

/* One below the other, matched by name; a column that one lacks is missing there. Order of first appearance. */
SlStatus sl_table_append(const SlTable *const *tables, int64_t count, SlTable **out, SlError *err);

bool sl_table_equal(const SlTable *a, const SlTable *b); /* names, types, values, missingness; for tests */
size_t sl_table_bytes(const SlTable *table);

#endif
