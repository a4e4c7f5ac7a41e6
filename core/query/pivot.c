#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "core/query/reshape.h"
#include "core/values/print.h"

typedef struct Pivot {
  const SlTable *table;
  int64_t names, values;    /* their columns */
  const SlColumn **keys;    /* the other columns */
  SlStr *key_names;
  int64_t key_count;
  SlGroups *rows, *columns; /* groups of the keys; of names */
  int64_t row_count;        /* of the result */
  int64_t *place;           /* of a group of keys in the result: order of appearance */
  int64_t *first_rows;      /* of the table, by place */
  int64_t *cells;           /* row of the table for each column and place, -1 for none */
} Pivot;

static void pivot_reset(Pivot *p) {
  sl_groups_free(p->rows);
  sl_groups_free(p->columns);
  sl_free(p->keys);
  sl_free(p->key_names);
  sl_free(p->place);
  sl_free(p->first_rows);
  sl_free(p->cells);
}

static SlStatus split_columns(Pivot *p, SlStr names, SlStr values, SlError *err) {
  const SlTable *table = p->table;
  SlStatus status = sl_table_require(table, names, &p->names, err);
  if (status == SL_OK) status = sl_table_require(table, values, &p->values, err);
  if (status != SL_OK) return status;
  if (p->names == p->values)
    return sl_fail(err, SL_EARG, "pivot: names and values are the same column \"%.*s\"", SL_STR_ARGS(names));
  p->keys = sl_alloc_array((size_t)table->column_count, sizeof *p->keys);
  p->key_names = sl_alloc_array((size_t)table->column_count, sizeof *p->key_names);
  if (!p->keys || !p->key_names) return sl_fail_alloc(err, (size_t)table->column_count * sizeof *p->key_names);
  for (int64_t i = 0; i < table->column_count; i++) {
    if (i == p->names || i == p->values) continue;
    p->keys[p->key_count] = table->columns[i];
    p->key_names[p->key_count++] = table->names[i];
  }
  return SL_OK;
}

/* Groups come sorted by their keys; the result shows them in the order of the table. */
static SlStatus place_rows(Pivot *p, SlError *err) {
  size_t count = (size_t)p->rows->group_count;
  p->place = sl_alloc_array(count, sizeof *p->place);
  p->first_rows = sl_alloc_array(count, sizeof *p->first_rows);
  if (!p->place || !p->first_rows) return sl_fail_alloc(err, count * sizeof *p->place);
  for (size_t g = 0; g < count; g++) {
    if (sl_interrupted_at((int64_t)g)) return sl_fail_interrupted(err);
    p->place[g] = -1;
  }
  for (int64_t row = 0; row < p->table->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    uint32_t group = sl_groups_of_row(p->rows, row);
    if (p->place[group] >= 0) continue;
    p->place[group] = p->row_count;
    p->first_rows[p->row_count++] = row;
  }
  return SL_OK;
}

static void print_cell(const SlColumn *column, int64_t row, SlBuf *out) {
  if (sl_column_is_null(column, row))
    sl_buf_add_text(out, "missing");
  else
    sl_print_value(column, row, out);
}

static SlStatus fail_twice(const Pivot *p, int64_t row, int64_t other, SlError *err) {
  SlBuf shown;
  sl_buf_init(&shown);
  for (int64_t k = 0; k < p->key_count; k++) {
    sl_buf_printf(&shown, "%.*s = ", SL_STR_ARGS(p->key_names[k]));
    print_cell(p->keys[k], row, &shown);
    sl_buf_add_text(&shown, ", ");
  }
  sl_buf_printf(&shown, "%.*s = ", SL_STR_ARGS(p->table->names[p->names]));
  print_cell(p->table->columns[p->names], row, &shown);
  sl_fail(err, SL_EDATA,
          "pivot: rows %" PRId64 " and %" PRId64 " both have %.*s; summarise first, so that each cell has one value",
          other + 1, row + 1, SL_STR_ARGS(sl_buf_str(&shown)));
  sl_buf_reset(&shown);
  return SL_EDATA;
}

static SlStatus fill_cells(Pivot *p, SlError *err) {
  size_t count, rows = (size_t)p->row_count;
  if (!sl_multiply_size(rows, (size_t)p->columns->group_count, &count)) return sl_fail_alloc(err, SIZE_MAX);
  p->cells = sl_alloc_array(count, sizeof *p->cells);
  if (!p->cells) return sl_fail_alloc(err, count * sizeof *p->cells);
  for (size_t i = 0; i < count; i++) {
    if (sl_interrupted_at((int64_t)i)) return sl_fail_interrupted(err);
    p->cells[i] = -1;
  }
  for (int64_t row = 0; row < p->table->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    int64_t at = sl_groups_of_row(p->columns, row) * p->row_count + p->place[sl_groups_of_row(p->rows, row)];
    if (p->cells[at] >= 0) return fail_twice(p, row, p->cells[at], err);
    p->cells[at] = row;
  }
  return SL_OK;
}

/* The result in the making: the keys, then a column for each group of names. */
typedef struct Wide {
  const Pivot *pivot;
  int64_t count, made;
  SlStr *names;
  SlColumn **columns; /* counted */
  SlBuf *texts;       /* the names of those made */
} Wide;

static SlStatus take_column(void *context, int64_t i, SlError *err) {
  const Wide *wide = context;
  const Pivot *p = wide->pivot;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  if (i < p->key_count) return sl_column_take(p->keys[i], p->first_rows, p->row_count, &wide->columns[i], err);
  const int64_t *cells = p->cells + (i - p->key_count) * p->row_count;
  return sl_column_take(p->table->columns[p->values], cells, p->row_count, &wide->columns[i], err);
}

static SlStatus name_columns(Wide *wide, SlError *err) {
  const Pivot *p = wide->pivot;
  for (int64_t k = 0; k < p->key_count; k++) wide->names[k] = p->key_names[k];
  for (int64_t g = 0; g < wide->made; g++) {
    SlBuf *text = &wide->texts[g];
    print_cell(p->columns->keys[0], g, text);
    if (!text->failed && text->length == 0) sl_buf_add_text(text, "empty"); /* a column needs a name */
    if (text->failed) return sl_fail_alloc(err, text->length);
    wide->names[p->key_count + g] = sl_buf_str(text);
  }
  return SL_OK;
}

static SlStatus make_table(const Pivot *p, SlTable **out, SlError *err) {
  int64_t made = p->table->length ? p->columns->group_count : 0, count = p->key_count + made;
  Wide wide = {.pivot = p, .count = count, .made = made};
  wide.names = sl_alloc_array((size_t)count, sizeof *wide.names);
  wide.columns = sl_alloc_zeroed((size_t)count, sizeof *wide.columns);
  wide.texts = sl_alloc_zeroed((size_t)made, sizeof *wide.texts);
  bool room = wide.names && wide.columns && wide.texts;
  SlStatus status = room ? SL_OK : sl_fail_alloc(err, (size_t)count * sizeof *wide.columns);
  if (status == SL_OK) status = name_columns(&wide, err);
  if (status == SL_OK) status = sl_parallel(count, take_column, &wide, err);
  if (status == SL_OK) {
    status = sl_table_new(wide.names, wide.columns, count, p->row_count, out, err);
    if (status == SL_EDATA)
      sl_fail_more(err, " after pivot, which names columns by the values of \"%.*s\"; "
                   "rename one, or change these values", SL_STR_ARGS(p->table->names[p->names]));
  }
  for (int64_t i = 0; wide.columns && i < count; i++) sl_column_release(wide.columns[i]);
  for (int64_t g = 0; wide.texts && g < made; g++) sl_buf_reset(&wide.texts[g]);
  sl_free(wide.texts);
  sl_free(wide.columns);
  sl_free(wide.names);
  return status;
}

SlStatus sl_table_pivot(const SlTable *table, SlStr names, SlStr values, SlTable **out, SlError *err) {
  Pivot p = {.table = table};
  SlStatus status = split_columns(&p, names, values, err);
  const SlColumn *named = status == SL_OK ? table->columns[p.names] : NULL;
  if (status == SL_OK) status = sl_groups_new(p.keys, p.key_count, table->length, false, &p.rows, err);
  if (status == SL_OK) status = sl_groups_new(&named, 1, table->length, false, &p.columns, err);
  if (status == SL_OK) status = place_rows(&p, err);
  if (status == SL_OK) status = fill_cells(&p, err);
  if (status == SL_OK) status = make_table(&p, out, err);
  pivot_reset(&p);
  return status;
}
