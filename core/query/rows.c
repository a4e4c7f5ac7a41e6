#include "core/query/rows.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "core/query/keys/keys.h"

/* --- rows that are marked ----------------------------------------------------------------------------------------- */

/* Two passes over the marks: how many rows each morsel keeps, then which, each morsel into its own part of rows. */
typedef struct Selection {
  const uint8_t *marks;     /* 0 or 1 a row */
  const uint64_t *validity; /* of the marks; NULL: all count */
  int64_t length;
  int64_t *starts;          /* morsels + 1: counts at first, then where each morsel's rows begin */
  int64_t *rows;
} Selection;

static bool keeps(const Selection *selection, int64_t row) {
  return selection->marks[row] && (!selection->validity || sl_bitmap_get(selection->validity, row));
}

static SlStatus count_kept(void *context, int64_t morsel, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  Selection *selection = context;
  int64_t end = sl_morsel_end(morsel, selection->length), count = 0;
  if (selection->validity) {
    for (int64_t row = morsel * SL_MORSEL_ROWS; row < end; row++) count += keeps(selection, row);
  } else {
    for (int64_t row = morsel * SL_MORSEL_ROWS; row < end; row++) count += selection->marks[row];
  }
  selection->starts[morsel + 1] = count;
  return SL_OK;
}

static SlStatus list_kept(void *context, int64_t morsel, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  Selection *selection = context;
  int64_t end = sl_morsel_end(morsel, selection->length);
  int64_t at = selection->starts[morsel], last = selection->starts[morsel + 1];
  for (int64_t row = morsel * SL_MORSEL_ROWS; row < end && at < last; row++) {
    selection->rows[at] = row; /* overwritten by the next kept row unless this one is kept */
    at += keeps(selection, row);
  }
  return SL_OK;
}

static SlStatus take_marked(const SlTable *table, const uint8_t *marks, const uint64_t *validity, SlTable **out,
                            SlError *err) {
  int64_t morsels = sl_morsels_of(table->length);
  Selection selection = {.marks = marks, .validity = validity, .length = table->length};
  selection.starts = sl_alloc_zeroed((size_t)morsels + 1, sizeof *selection.starts);
  if (!selection.starts) return sl_fail_alloc(err, ((size_t)morsels + 1) * sizeof *selection.starts);
  SlStatus status = sl_parallel(morsels, count_kept, &selection, err);
  for (int64_t m = 0; m < morsels; m++) selection.starts[m + 1] += selection.starts[m];
  int64_t kept = selection.starts[morsels];
  if (status == SL_OK && kept == table->length) {
    *out = sl_table_retain(table);
  } else if (status == SL_OK) {
    selection.rows = sl_alloc_array((size_t)kept, sizeof *selection.rows);
    if (!selection.rows) status = sl_fail_alloc(err, (size_t)kept * sizeof *selection.rows);
    if (status == SL_OK) status = sl_parallel(morsels, list_kept, &selection, err);
    if (status == SL_OK) status = sl_table_take(table, selection.rows, kept, out, err);
  }
  sl_free(selection.rows);
  sl_free(selection.starts);
  return status;
}

static SlStatus check_mask(const SlTable *table, const SlColumn *mask, SlError *err) {
  if (mask->type != SL_BOOLEAN)
    return sl_fail(err, SL_ETYPE, "a filter needs a condition that is true or false for each row, not %s",
                   sl_type_name(mask->type));
  if (mask->length != table->length)
    return sl_fail(err, SL_EARG, "the condition has %lld rows, the table %lld", (long long)mask->length,
                   (long long)table->length);
  return SL_OK;
}

SlStatus sl_table_filter(const SlTable *table, const SlColumn *mask, SlTable **out, SlError *err) {
  SlStatus status = check_mask(table, mask, err);
  return status == SL_OK ? take_marked(table, mask->values, mask->validity, out, err) : status;
}

typedef struct Masks {
  const SlColumn *const *masks;
  int64_t count, length;
  uint8_t *marks; /* where all are true */
} Masks;

static SlStatus unite_masks(void *context, int64_t morsel, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  const Masks *all = context;
  int64_t first = morsel * SL_MORSEL_ROWS, count = sl_morsel_end(morsel, all->length) - first;
  uint8_t *marks = all->marks + first;
  memset(marks, 1, (size_t)count);
  for (int64_t m = 0; m < all->count; m++) {
    const uint8_t *values = (const uint8_t *)all->masks[m]->values + first;
    const uint64_t *validity = all->masks[m]->validity;
    for (int64_t i = 0; i < count; i++) marks[i] &= values[i];
    for (int64_t i = 0; validity && i < count; i++) marks[i] &= sl_bitmap_get(validity, first + i);
  }
  return SL_OK;
}

SlStatus sl_table_filter_all(const SlTable *table, const SlColumn *const *masks, int64_t count, SlTable **out,
                             SlError *err) {
  if (count == 1) return sl_table_filter(table, masks[0], out, err);
  for (int64_t m = 0; m < count; m++) {
    SlStatus status = check_mask(table, masks[m], err);
    if (status != SL_OK) return status;
  }
  Masks all = {masks, count, table->length, sl_alloc((size_t)table->length)};
  if (!all.marks) return sl_fail_alloc(err, (size_t)table->length);
  SlStatus status = sl_parallel(sl_morsels_of(table->length), unite_masks, &all, err);
  if (status == SL_OK) status = take_marked(table, all.marks, NULL, out, err);
  sl_free(all.marks);
  return status;
}

/* --- sort --------------------------------------------------------------------------------------------------------- */

typedef struct Order {
  const SlRadixItem *items;
  int64_t count;
  int64_t *rows;
} Order;

static SlStatus copy_rows(void *context, int64_t morsel, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  const Order *order = context;
  int64_t end = sl_morsel_end(morsel, order->count);
  for (int64_t i = morsel * SL_MORSEL_ROWS; i < end; i++) order->rows[i] = order->items[i].row;
  return SL_OK;
}

SlStatus sl_sort_rows(const SlSortKey *keys, int64_t key_count, int64_t row_count, int64_t **rows, SlError *err) {
  SlKeys packed = {0};
  SlRadixItem *items = NULL;
  SlStatus status = sl_keys_init(&packed, keys, key_count, row_count, err);
  if (status == SL_OK) status = sl_keys_items(&packed, &items, err);
  if (status == SL_OK) status = sl_radix_sort(items, row_count, sl_radix_bits(packed.largest), err);
  sl_keys_reset(&packed);
  Order order = {.items = items, .count = row_count};
  if (status == SL_OK) {
    order.rows = sl_alloc_array((size_t)row_count, sizeof *order.rows);
    status = order.rows ? sl_parallel(sl_morsels_of(row_count), copy_rows, &order, err)
                        : sl_fail_alloc(err, (size_t)row_count * sizeof *order.rows);
  }
  sl_free(items);
  if (status == SL_OK)
    *rows = order.rows;
  else
    sl_free(order.rows);
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

/* --- distinct ----------------------------------------------------------------------------------------------------- */

/* names NULL: all columns. */
static SlStatus find_columns(const SlTable *table, const SlStr *names, int64_t count, const SlColumn **columns,
                             SlError *err) {
  for (int64_t i = 0; i < count; i++) {
    int64_t index = i;
    SlStatus status = names ? sl_table_require(table, names[i], &index, err) : SL_OK;
    if (status != SL_OK) return status;
    columns[i] = table->columns[index];
  }
  return SL_OK;
}

/* Groups are in the order of keys; their first rows are marked, and taken in the order of the table. */
static SlStatus take_first_rows(const SlTable *table, const SlGroups *groups, SlTable **out, SlError *err) {
  uint8_t *first = sl_alloc_zeroed((size_t)table->length, sizeof *first);
  if (!first) return sl_fail_alloc(err, (size_t)table->length);
  SlStatus status = SL_OK;
  for (int64_t g = 0; status == SL_OK && g < groups->group_count; g++) {
    if (sl_interrupted_at(g)) status = sl_fail_interrupted(err);
    first[groups->first_row[g]] = 1;
  }
  if (status == SL_OK) status = take_marked(table, first, NULL, out, err);
  sl_free(first);
  return status;
}

SlStatus sl_table_distinct(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err) {
  if (count == 0) names = NULL, count = table->column_count;
  if (count == 0) return sl_table_slice(table, 0, 1, out, err); /* rows without columns are all alike */
  const SlColumn **columns = sl_alloc_array((size_t)count, sizeof *columns);
  if (!columns) return sl_fail_alloc(err, (size_t)count * sizeof *columns);
  SlGroups *groups = NULL;
  SlStatus status = find_columns(table, names, count, columns, err);
  if (status == SL_OK) status = sl_groups_new(columns, count, table->length, false, &groups, err);
  if (status == SL_OK) status = take_first_rows(table, groups, out, err);
  sl_groups_free(groups);
  sl_free(columns);
  return status;
}

/* --- sample ------------------------------------------------------------------------------------------------------- */

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
  /* Selection sampling (Knuth, TAOCP vol. 2, 3.4.2, algorithm S): each row in turn, with the chance still right for it. */
  SlStatus status = SL_OK;
  int64_t taken = 0;
  for (int64_t row = 0; status == SL_OK && taken < n; row++) {
    if (sl_interrupted_at(row)) status = sl_fail_interrupted(err);
    if (random_below(&seed, (uint64_t)(table->length - row)) < (uint64_t)(n - taken)) rows[taken++] = row;
  }
  if (status == SL_OK) status = sl_table_take(table, rows, n, out, err);
  sl_free(rows);
  return status;
}
