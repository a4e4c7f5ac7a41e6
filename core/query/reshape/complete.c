/* Filling what is absent: rows of combinations that nobody has, and cells that repeat the one above. */
#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "core/query/reshape.h"

/* A table of the keys of groups that have no row. */
static SlStatus absent_rows(const SlStr *names, const SlGroups *groups, SlTable **out, SlError *err) {
  int64_t absent = 0, at = 0, count = groups->key_count;
  for (int64_t g = 0; g < groups->group_count; g++) absent += groups->sizes[g] == 0;
  int64_t *rows = sl_alloc_array((size_t)absent, sizeof *rows);
  SlColumn **columns = sl_alloc_zeroed((size_t)count, sizeof *columns);
  SlStatus status = rows && columns ? SL_OK : sl_fail_alloc(err, (size_t)absent * sizeof *rows);
  for (int64_t g = 0; status == SL_OK && g < groups->group_count; g++) {
    if (sl_interrupted_at(g)) status = sl_fail_interrupted(err);
    if (groups->sizes[g] == 0) rows[at++] = g;
  }
  for (int64_t k = 0; status == SL_OK && k < count; k++)
    status = sl_column_take(groups->keys[k], rows, absent, &columns[k], err);
  if (status == SL_OK) status = sl_table_new(names, columns, count, absent, out, err);
  for (int64_t k = 0; columns && k < count; k++) sl_column_release(columns[k]);
  sl_free(columns);
  sl_free(rows);
  return status;
}

SlStatus sl_table_complete(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err) {
  if (count == 0) return sl_fail(err, SL_EARG, "complete: name at least one column");
  const SlColumn **columns = sl_alloc_array((size_t)count, sizeof *columns);
  if (!columns) return sl_fail_alloc(err, (size_t)count * sizeof *columns);
  SlGroups *groups = NULL;
  SlTable *absent = NULL;
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    int64_t index;
    status = sl_table_require(table, names[i], &index, err);
    if (status == SL_OK) columns[i] = table->columns[index];
  }
  if (status == SL_OK) status = sl_groups_new(columns, count, table->length, true, &groups, err);
  if (status == SL_OK) status = absent_rows(names, groups, &absent, err);
  if (status == SL_OK) {
    const SlTable *both[] = {table, absent};
    status = sl_table_append(both, 2, out, err);
  }
  sl_table_release(absent);
  sl_groups_free(groups);
  sl_free(columns);
  return status;
}

/* --- fill_down ---------------------------------------------------------------------------------------------------- */

/* The last row of each group, or of the table when there is none, that had a value so far; -1 before the first. */
static int64_t *new_lasts(const SlGroups *groups, SlError *err) {
  int64_t count = groups ? groups->group_count : 1, *lasts = sl_alloc_array((size_t)count, sizeof *lasts);
  if (!lasts) sl_fail_alloc(err, (size_t)count * sizeof *lasts);
  for (int64_t g = 0; lasts && g < count; g++) lasts[g] = -1;
  return lasts;
}

static SlStatus fill_column(SlColumn *column, const SlGroups *groups, SlColumn **out, SlError *err) {
  if (column->null_count == 0) {
    *out = sl_column_retain(column);
    return SL_OK;
  }
  int64_t *lasts = new_lasts(groups, err);
  if (!lasts) return SL_ENOMEM;
  int64_t *rows = sl_alloc_array((size_t)column->length, sizeof *rows);
  SlStatus status = rows ? SL_OK : sl_fail_alloc(err, (size_t)column->length * sizeof *rows);
  for (int64_t row = 0; status == SL_OK && row < column->length; row++) {
    if (sl_interrupted_at(row)) status = sl_fail_interrupted(err);
    int64_t *last = &lasts[groups ? sl_groups_of_row(groups, row) : 0];
    if (!sl_column_is_null(column, row)) *last = row;
    rows[row] = *last >= 0 ? *last : row; /* before the first value a missing row keeps its reason */
  }
  if (status == SL_OK) status = sl_column_take(column, rows, column->length, out, err);
  sl_free(rows);
  sl_free(lasts);
  return status;
}

SlStatus sl_table_fill_down(const SlTable *table, const SlStr *names, int64_t count, const SlGroups *groups, SlTable **out,
                            SlError *err) {
  SlTable *result = sl_table_retain(table);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    int64_t index;
    SlColumn *filled = NULL;
    SlTable *next = NULL;
    status = sl_table_require(result, names[i], &index, err);
    if (status == SL_OK) status = fill_column(result->columns[index], groups, &filled, err);
    if (status == SL_OK) status = sl_table_with_column(result, names[i], filled, &next, err);
    sl_column_release(filled);
    if (status != SL_OK) break;
    sl_table_release(result);
    result = next;
  }
  if (status == SL_OK)
    *out = result;
  else
    sl_table_release(result);
  return status;
}
