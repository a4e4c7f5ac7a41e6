#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/reshape.h"
#include "core/values/builder.h"

typedef struct Unpivot {
  const SlTable *table;
  const SlUnpivot *asked;
  int64_t count;        /* of columns to stack */
  const SlColumn **stacked;
  int64_t row_count;    /* of the result */
  int64_t *rows;        /* one a row of the result, for taking columns */
} Unpivot;

/* A column of missing rows only goes with any type. */
static SlStatus find_stacked(Unpivot *u, SlError *err) {
  int64_t typed = -1; /* the first that says what type they have */
  for (int64_t i = 0; i < u->count; i++) {
    int64_t index;
    SlStatus status = sl_table_require(u->table, u->asked->columns[i], &index, err);
    if (status != SL_OK) return status;
    const SlColumn *column = u->stacked[i] = u->table->columns[index];
    if (column->null_count == column->length) continue;
    if (typed < 0) typed = i;
    SlType first = u->stacked[typed]->type;
    if (column->type == first || (sl_type_is_numeric(column->type) && sl_type_is_numeric(first))) continue;
    return sl_fail(err, SL_ETYPE, "unpivot: \"%.*s\" holds %s and \"%.*s\" %s; one column cannot hold both",
                   SL_STR_ARGS(u->asked->columns[typed]), sl_type_name(first), SL_STR_ARGS(u->asked->columns[i]),
                   sl_type_name(column->type));
  }
  return SL_OK;
}

/* Sets rows to row * by_row + i * by_column for the i-th stacked column of each row of the table. */
static SlStatus set_rows(const Unpivot *u, int64_t by_row, int64_t by_column, SlError *err) {
  int64_t *to = u->rows;
  for (int64_t row = 0; row < u->table->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    for (int64_t i = 0; i < u->count; i++) *to++ = row * by_row + i * by_column;
  }
  return SL_OK;
}

/* Adds the rows of a column at the end; a name that is there already is an error, not a replacement. */
static SlStatus add_column(const Unpivot *u, SlTable **result, SlStr name, const SlColumn *from, SlError *err) {
  if (sl_table_find(*result, name) >= 0)
    return sl_fail(err, SL_EDATA, "unpivot: the result has a column \"%.*s\" already; give another name",
                   SL_STR_ARGS(name));
  SlColumn *column;
  SlTable *next = NULL;
  SlStatus status = sl_column_take(from, u->rows, u->row_count, &column, err);
  if (status != SL_OK) return status;
  status = sl_table_with_column(*result, name, column, &next, err);
  sl_column_release(column);
  if (status != SL_OK) return status;
  sl_table_release(*result);
  *result = next;
  return SL_OK;
}

/* The other columns, each row as often as there are stacked ones. */
static SlStatus repeat_others(const Unpivot *u, SlTable **result, SlError *err) {
  SlTable *others;
  SlStatus status = sl_table_drop(u->table, u->asked->columns, u->count, &others, err);
  if (status != SL_OK) return status;
  status = set_rows(u, 1, 0, err);
  if (status == SL_OK) status = sl_table_take(others, u->rows, u->row_count, result, err);
  sl_table_release(others);
  return status;
}

/* What the k-th of the names says of the stacked columns, in their order. */
static SlStatus make_names(const Unpivot *u, int64_t k, SlColumn **out, SlError *err) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_TEXT);
  for (int64_t i = 0; i < u->count; i++)
    sl_builder_add_text(&builder, u->asked->parts ? u->asked->parts[i * u->asked->name_count + k] : u->asked->columns[i]);
  return sl_builder_finish(&builder, out, err);
}

static SlStatus add_names(const Unpivot *u, SlTable **result, SlError *err) {
  SlStatus status = set_rows(u, 0, 1, err);
  for (int64_t k = 0; status == SL_OK && k < u->asked->name_count; k++) {
    SlColumn *names = NULL;
    status = make_names(u, k, &names, err);
    if (status == SL_OK) status = add_column(u, result, u->asked->names[k], names, err);
    sl_column_release(names);
  }
  return status;
}

/* Appended, the columns stand one below the other; the result has all of the first row, then of the second, ... */
static SlStatus add_values(const Unpivot *u, SlTable **result, SlError *err) {
  SlColumn *below;
  SlStatus status = sl_column_append(u->stacked, u->count, &below, err);
  if (status != SL_OK) return status;
  status = set_rows(u, 1, u->table->length, err);
  if (status == SL_OK) status = add_column(u, result, u->asked->values, below, err);
  sl_column_release(below);
  return status;
}

SlStatus sl_table_unpivot(const SlTable *table, const SlUnpivot *unpivot, SlTable **out, SlError *err) {
  int64_t count = unpivot->count;
  if (count == 0) return sl_fail(err, SL_EARG, "unpivot: name at least one column");
  Unpivot u = {.table = table, .asked = unpivot, .count = count};
  if (__builtin_mul_overflow(table->length, count, &u.row_count)) return sl_fail_alloc(err, SIZE_MAX);
  SlTable *result = NULL;
  u.stacked = sl_alloc_array((size_t)count, sizeof *u.stacked);
  u.rows = sl_alloc_array((size_t)u.row_count, sizeof *u.rows);
  SlStatus status = u.stacked && u.rows ? SL_OK : sl_fail_alloc(err, (size_t)u.row_count * sizeof *u.rows);
  if (status == SL_OK) status = find_stacked(&u, err);
  if (status == SL_OK) status = repeat_others(&u, &result, err);
  if (status == SL_OK) status = add_names(&u, &result, err);
  if (status == SL_OK) status = add_values(&u, &result, err);
  sl_free(u.rows);
  sl_free(u.stacked);
  if (status == SL_OK)
    *out = result;
  else
    sl_table_release(result);
  return status;
}
