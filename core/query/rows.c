#include "core/query/rows.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "core/query/keys.h"
#include "core/query/radix.h"

enum { MORSEL_ROWS = 1 << 16 };

static int64_t morsels_of(int64_t rows) { return (rows + MORSEL_ROWS - 1) / MORSEL_ROWS; }

static int64_t morsel_end(int64_t morsel, int64_t rows) {
  int64_t end = (morsel + 1) * MORSEL_ROWS;
  return end < rows ? end : rows;
}

/* --- filter ---------------------------------------------------------------------------------------------------------------- */

/* Two passes over the mask: how many rows each morsel keeps, then which, each morsel into its own part of rows. */
typedef struct Selection {
  const SlColumn *mask;
  int64_t *starts; /* morsels + 1: counts at first, then where each morsel's rows begin */
  int64_t *rows;
} Selection;

static bool keeps(const SlColumn *mask, int64_t row) {
  return ((const uint8_t *)mask->values)[row] && !sl_column_is_null(mask, row);
}

static SlStatus count_kept(void *context, int64_t morsel, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  Selection *selection = context;
  const SlColumn *mask = selection->mask;
  int64_t end = morsel_end(morsel, mask->length), count = 0;
  if (mask->validity) {
    for (int64_t row = morsel * MORSEL_ROWS; row < end; row++) count += keeps(mask, row);
  } else {
    const uint8_t *values = mask->values;
    for (int64_t row = morsel * MORSEL_ROWS; row < end; row++) count += values[row];
  }
  selection->starts[morsel + 1] = count;
  return SL_OK;
}

static SlStatus list_kept(void *context, int64_t morsel, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  Selection *selection = context;
  const SlColumn *mask = selection->mask;
  int64_t end = morsel_end(morsel, mask->length);
  int64_t at = selection->starts[morsel], last = selection->starts[morsel + 1];
  for (int64_t row = morsel * MORSEL_ROWS; row < end && at < last; row++) {
    selection->rows[at] = row; /* overwritten by the next kept row unless this one is kept */
    at += keeps(mask, row);
  }
  return SL_OK;
}

SlStatus sl_table_filter(const SlTable *table, const SlColumn *mask, SlTable **out, SlError *err) {
  if (mask->type != SL_BOOLEAN)
    return sl_fail(err, SL_ETYPE, "a filter needs a condition that is true or false for each row, not %s", sl_type_name(mask->type));
  if (mask->length != table->length)
    return sl_fail(err, SL_EARG, "the condition has %lld rows, the table %lld", (long long)mask->length, (long long)table->length);
  int64_t morsels = morsels_of(mask->length);
  Selection selection = {.mask = mask, .starts = sl_alloc_zeroed((size_t)morsels + 1, sizeof(int64_t))};
  if (!selection.starts) return sl_fail_alloc(err, ((size_t)morsels + 1) * sizeof(int64_t));
  SlStatus status = sl_parallel(morsels, count_kept, &selection, err);
  for (int64_t m = 0; m < morsels; m++) selection.starts[m + 1] += selection.starts[m];
  int64_t kept = selection.starts[morsels];
  if (status == SL_OK && kept == table->length) {
    *out = sl_table_retain(table);
  } else if (status == SL_OK) {
    selection.rows = sl_alloc_array((size_t)kept, sizeof *selection.rows);
    status = selection.rows ? sl_parallel(morsels, list_kept, &selection, err) : sl_fail_alloc(err, (size_t)kept * sizeof(int64_t));
    if (status == SL_OK) status = sl_table_take(table, selection.rows, kept, out, err);
  }
  sl_free(selection.rows);
  sl_free(selection.starts);
  return status;
}

/* --- sort ------------------------------------------------------------------------------------------------------------------ */

SlStatus sl_sort_rows(const SlSortKey *keys, int64_t key_count, int64_t row_count, int64_t **rows, SlError *err) {
  SlKeys packed = {0};
  SlRadixItem *items = NULL;
  SlStatus status = sl_keys_init(&packed, keys, key_count, row_count, err);
  if (status == SL_OK) status = sl_keys_items(&packed, &items, err);
  if (status == SL_OK) status = sl_radix_sort(items, row_count, sl_radix_bits(packed.largest), err);
  sl_keys_reset(&packed);
  int64_t *order = status == SL_OK ? sl_alloc_array((size_t)row_count, sizeof *order) : NULL;
  if (status == SL_OK && !order) status = sl_fail_alloc(err, (size_t)row_count * sizeof *order);
  for (int64_t i = 0; status == SL_OK && i < row_count; i++) order[i] = items[i].row;
  sl_free(items);
  if (status == SL_OK) *rows = order;
  return status;
}

SlStatus sl_table_sort(const SlTable *table, const SlSortKey *keys, int64_t key_count, SlTable **out, SlError *err) {
  int64_t *rows;
  SlStatus status = sl_sort_rows(keys, key_count, table->length, &rows, err);
  if (status != SL_OK) return status;
  status = sl_table_take(table, rows, table->length, out, err);
  sl_free(rows);
  return status;
}

/* --- distinct -------------------------------------------------------------------------------------------------------------- */

static int compare_rows(const void *a, const void *b) {
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
  return (left > right) - (left < right);
}

static SlStatus find_columns(const SlTable *table, const SlStr *names, int64_t count, const SlColumn **columns, SlError *err) {
  for (int64_t i = 0; i < count; i++) {
    int64_t index = i;
    SlStatus status = names ? sl_table_require(table, names[i], &index, err) : SL_OK;
    if (status != SL_OK) return status;
    columns[i] = table->columns[index];
  }
  return SL_OK;
}

SlStatus sl_table_distinct(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err) {
  if (count == 0) names = NULL, count = table->column_count;
  if (count == 0) return sl_table_slice(table, 0, 1, out, err); /* rows without columns are all alike */
  const SlColumn **columns = sl_alloc_array((size_t)count, sizeof *columns);
  if (!columns) return sl_fail_alloc(err, (size_t)count * sizeof *columns);
  SlGroups *groups = NULL;
  SlStatus status = find_columns(table, names, count, columns, err);
  if (status == SL_OK) status = sl_groups_new(columns, count, table->length, false, &groups, err);
  if (status == SL_OK) {
    qsort(groups->first_row, (size_t)groups->group_count, sizeof *groups->first_row, compare_rows);
    status = sl_table_take(table, groups->first_row, groups->group_count, out, err);
  }
  sl_groups_free(groups);
  sl_free(columns);
  return status;
}

/* --- sample ---------------------------------------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine. */
static uint64_t next_random(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return z ^ z >> 31;
}

/* A number below `limit`, every one equally likely: draws that would favour the small ones are thrown away. */
static uint64_t random_below(uint64_t *state, uint64_t limit) {
  uint64_t unfair = UINT64_MAX - UINT64_MAX % limit;
  uint64_t drawn = next_random(state);
  while (drawn >= unfair) drawn = next_random(state);
  return drawn % limit;
}

SlStatus sl_table_sample(const SlTable *table, int64_t n, uint64_t seed, SlTable **out, SlError *err) {
  if (n < 0) return sl_fail(err, SL_EARG, "a sample has at least 0 rows");
  if (n >= table->length) {
    *out = sl_table_retain(table);
    return SL_OK;
  }
  int64_t *rows = sl_alloc_array((size_t)n, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)n * sizeof *rows);
  /* Selection sampling (Knuth, TAOCP vol. 2, 3.4.2, algorithm S): each row in turn, with the chance that is still right. */
  int64_t taken = 0;
  for (int64_t row = 0; taken < n; row++)
    if (random_below(&seed, (uint64_t)(table->length - row)) < (uint64_t)(n - taken)) rows[taken++] = row;
  SlStatus status = sl_table_take(table, rows, n, out, err);
  sl_free(rows);
  return status;
}
