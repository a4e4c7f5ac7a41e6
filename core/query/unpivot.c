#include "core/base/alloc.h"
#include "core/query/reshape.h"
#include "core/values/builder.h"

typedef struct Unpivot {
  const SlTable *table;
  const SlStr *names;       /* of the columns to stack */
  int64_t count;
  const SlColumn **stacked;
  size_t rows;              /* of the result */
  SlStr *out_names;
  SlColumn **out_columns;   /* counted */
  int64_t made;
} Unpivot;

static bool is_stacked(const Unpivot *u, SlStr name) {
  for (int64_t i = 0; i < u->count; i++)
    if (sl_str_equal(name, u->names[i])) return true;
  return false;
}

static bool is_empty(const SlColumn *column) { return column->null_count == column->length; }

static SlStatus find_stacked(Unpivot *u, SlError *err) {
  for (int64_t i = 0; i < u->count; i++) {
    int64_t index;
    SlStatus status = sl_table_require(u->table, u->names[i], &index, err);
    if (status != SL_OK) return status;
    const SlColumn *column = u->stacked[i] = u->table->columns[index], *first = u->stacked[0];
    bool alike = column->type == first->type || (sl_type_is_numeric(column->type) && sl_type_is_numeric(first->type)) || is_empty(column) ||
                 is_empty(first);
    if (!alike)
      return sl_fail(err, SL_ETYPE, "unpivot: \"%.*s\" holds %s and \"%.*s\" %s; one column cannot hold both", SL_STR_ARGS(u->names[0]),
                     sl_type_name(first->type), SL_STR_ARGS(u->names[i]), sl_type_name(column->type));
  }
  return SL_OK;
}

static void put(Unpivot *u, SlStr name, SlColumn *column) {
  u->out_names[u->made] = name;
  u->out_columns[u->made++] = column;
}

/* The other columns, each row as often as there are stacked ones. */
static SlStatus repeat_others(Unpivot *u, int64_t *rows, SlError *err) {
  for (size_t i = 0; i < u->rows; i++) rows[i] = (int64_t)i / u->count;
  for (int64_t i = 0; i < u->table->column_count; i++) {
    SlColumn *column;
    if (is_stacked(u, u->table->names[i])) continue;
    SlStatus status = sl_column_take(u->table->columns[i], rows, (int64_t)u->rows, &column, err);
    if (status != SL_OK) return status;
    put(u, u->table->names[i], column);
  }
  return SL_OK;
}

static SlStatus put_names(Unpivot *u, SlStr name, SlError *err) {
  SlBuilder builder;
  SlColumn *column;
  sl_builder_init(&builder, SL_TEXT);
  for (int64_t row = 0; row < u->table->length && builder.status == SL_OK; row++)
    for (int64_t i = 0; i < u->count; i++) sl_builder_add_text(&builder, u->names[i]);
  SlStatus status = sl_builder_finish(&builder, &column, err);
  if (status == SL_OK) put(u, name, column);
  return status;
}

/* Appended, the columns stand one below the other; the result has all of the first row, then of the second, ... */
static SlStatus put_values(Unpivot *u, SlStr name, int64_t *rows, SlError *err) {
  SlColumn *below, *column;
  SlStatus status = sl_column_append(u->stacked, u->count, &below, err);
  if (status != SL_OK) return status;
  for (int64_t row = 0; row < u->table->length; row++)
    for (int64_t i = 0; i < u->count; i++) rows[row * u->count + i] = i * u->table->length + row;
  status = sl_column_take(below, rows, (int64_t)u->rows, &column, err);
  sl_column_release(below);
  if (status == SL_OK) put(u, name, column);
  return status;
}

SlStatus sl_table_unpivot(const SlTable *table, const SlStr *columns, int64_t count, SlStr names, SlStr values, SlTable **out,
                          SlError *err) {
  if (count == 0) return sl_fail(err, SL_EARG, "unpivot: name at least one column");
  Unpivot u = {.table = table, .names = columns, .count = count};
  if (!sl_multiply_size((size_t)table->length, (size_t)count, &u.rows)) return sl_fail_alloc(err, SIZE_MAX);
  size_t room = (size_t)table->column_count + 2;
  u.stacked = sl_alloc_array((size_t)count, sizeof *u.stacked);
  u.out_names = sl_alloc_array(room, sizeof *u.out_names);
  u.out_columns = sl_alloc_array(room, sizeof *u.out_columns);
  int64_t *rows = sl_alloc_array(u.rows, sizeof *rows);
  SlStatus status = u.stacked && u.out_names && u.out_columns && rows ? SL_OK : sl_fail_alloc(err, u.rows * sizeof *rows);
  if (status == SL_OK) status = find_stacked(&u, err);
  if (status == SL_OK) status = repeat_others(&u, rows, err);
  if (status == SL_OK) status = put_names(&u, names, err);
  if (status == SL_OK) status = put_values(&u, values, rows, err);
  if (status == SL_OK) status = sl_table_new(u.out_names, u.out_columns, u.made, (int64_t)u.rows, out, err);
  for (int64_t i = 0; i < u.made; i++) sl_column_release(u.out_columns[i]);
  sl_free(rows);
  sl_free(u.out_columns);
  sl_free(u.out_names);
  sl_free(u.stacked);
  return status;
}
