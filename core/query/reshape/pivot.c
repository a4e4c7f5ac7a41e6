#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "core/query/reshape.h"
#include "core/values/print.h"

typedef struct Pivot {
  const SlTable *table;
  const SlPivot *asked;
  const SlColumn **names;   /* asked->name_count columns */
  SlColumn **values;        /* asked->value_count, counted; a row for `fill` below those of the table */
  const SlColumn **keys;    /* of rows */
  SlStr *key_names;
  int64_t key_count;
  SlGroups *rows, *columns; /* groups of the keys; of names */
  int64_t row_count;        /* of the result */
  int64_t *place;           /* of a group of keys in the result: order of appearance */
  int64_t *first_rows;      /* of the table, by place */
  int64_t *cells;           /* row of the table for each column and place, or `absent` */
  int64_t absent;           /* -1, or the row of `fill` */
} Pivot;

static void pivot_reset(Pivot *p) {
  for (int64_t i = 0; p->values && i < p->asked->value_count; i++) sl_column_release(p->values[i]);
  sl_groups_free(p->rows);
  sl_groups_free(p->columns);
  sl_free(p->names);
  sl_free(p->values);
  sl_free(p->keys);
  sl_free(p->key_names);
  sl_free(p->place);
  sl_free(p->first_rows);
  sl_free(p->cells);
}

static bool is_among(SlStr name, const SlStr *names, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (sl_str_equal(name, names[i])) return true;
  return false;
}

static SlStatus find_names(Pivot *p, SlError *err) {
  for (int64_t i = 0; i < p->asked->name_count; i++) {
    int64_t index;
    SlStatus status = sl_table_require(p->table, p->asked->names[i], &index, err);
    if (status != SL_OK) return status;
    p->names[i] = p->table->columns[index];
    if (is_among(p->asked->names[i], p->asked->values, p->asked->value_count))
      return sl_fail(err, SL_EARG, "pivot: names and values are the same column \"%.*s\"", SL_STR_ARGS(p->asked->names[i]));
    if (is_among(p->asked->names[i], p->asked->names, i))
      return sl_fail(err, SL_EARG, "pivot: names has \"%.*s\" twice", SL_STR_ARGS(p->asked->names[i]));
  }
  return SL_OK;
}

static bool goes_with(const SlColumn *fill, const SlColumn *column) {
  bool numeric = sl_type_is_numeric(fill->type) && sl_type_is_numeric(column->type);
  return fill->type == column->type || numeric || column->null_count == column->length;
}

static SlStatus find_values(Pivot *p, SlError *err) {
  const SlColumn *fill = p->asked->fill;
  p->absent = fill ? p->table->length : -1;
  for (int64_t i = 0; i < p->asked->value_count; i++) {
    SlStr name = p->asked->values[i];
    int64_t index;
    SlStatus status = sl_table_require(p->table, name, &index, err);
    if (status != SL_OK) return status;
    if (is_among(name, p->asked->values, i)) return sl_fail(err, SL_EARG, "pivot: values has \"%.*s\" twice", SL_STR_ARGS(name));
    const SlColumn *both[] = {p->table->columns[index], fill};
    if (fill && !goes_with(fill, both[0]))
      return sl_fail(err, SL_ETYPE, "pivot: fill is %s and \"%.*s\" holds %s; one column cannot hold both", sl_type_name(fill->type),
                     SL_STR_ARGS(name), sl_type_name(both[0]->type));
    if (!fill)
      p->values[i] = sl_column_retain(both[0]);
    else
      status = sl_column_append(both, 2, &p->values[i], err);
    if (status != SL_OK) return status;
  }
  return SL_OK;
}

static void add_key(Pivot *p, int64_t column) {
  p->keys[p->key_count] = p->table->columns[column];
  p->key_names[p->key_count++] = p->table->names[column];
}

static SlStatus find_keys(Pivot *p, SlError *err) {
  const SlTable *table = p->table;
  for (int64_t i = 0; !p->asked->rows && i < table->column_count; i++)
    if (!is_among(table->names[i], p->asked->names, p->asked->name_count) && !is_among(table->names[i], p->asked->values, p->asked->value_count))
      add_key(p, i);
  for (int64_t i = 0; p->asked->rows && i < p->asked->row_count; i++) {
    SlStr name = p->asked->rows[i];
    int64_t index;
    SlStatus status = sl_table_require(table, name, &index, err);
    if (status != SL_OK) return status;
    bool named = is_among(name, p->asked->names, p->asked->name_count);
    if (named || is_among(name, p->asked->values, p->asked->value_count))
      return sl_fail(err, SL_EARG, "pivot: \"%.*s\" is a key of rows and cannot be among %s, too", SL_STR_ARGS(name), named ? "names" : "values");
    if (is_among(name, p->asked->rows, i)) return sl_fail(err, SL_EARG, "pivot: rows has \"%.*s\" twice", SL_STR_ARGS(name));
    add_key(p, index);
  }
  return SL_OK;
}

static SlStatus split_columns(Pivot *p, SlError *err) {
  size_t columns = (size_t)p->table->column_count, rows = (size_t)p->asked->row_count;
  size_t room = p->asked->rows ? rows : columns;
  p->names = sl_alloc_array((size_t)p->asked->name_count, sizeof *p->names);
  p->values = sl_alloc_zeroed((size_t)p->asked->value_count, sizeof *p->values);
  p->keys = sl_alloc_array(room, sizeof *p->keys);
  p->key_names = sl_alloc_array(room, sizeof *p->key_names);
  if (!p->names || !p->values || !p->keys || !p->key_names) return sl_fail_alloc(err, room * sizeof *p->key_names);
  SlStatus status = find_names(p, err);
  if (status == SL_OK) status = find_values(p, err);
  return status == SL_OK ? find_keys(p, err) : status;
}

/* Groups come sorted by their keys; the result shows them so, or in the order of the table. */
static SlStatus place_rows(Pivot *p, SlError *err) {
  size_t count = (size_t)p->rows->group_count;
  p->place = sl_alloc_array(count, sizeof *p->place);
  p->first_rows = sl_alloc_array(count, sizeof *p->first_rows);
  if (!p->place || !p->first_rows) return sl_fail_alloc(err, count * sizeof *p->place);
  for (size_t g = 0; g < count; g++) {
    if (sl_interrupted_at((int64_t)g)) return sl_fail_interrupted(err);
    p->place[g] = p->asked->in_order ? (int64_t)g : -1;
    p->first_rows[g] = p->rows->first_row[g];
  }
  if (p->asked->in_order && p->table->length > 0) p->row_count = p->rows->group_count;
  for (int64_t row = 0; !p->asked->in_order && row < p->table->length; row++) {
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

static void show_cell(SlStr name, const SlColumn *column, int64_t row, SlBuf *out) {
  sl_buf_printf(out, "%s%.*s = ", out->length ? ", " : "", SL_STR_ARGS(name));
  print_cell(column, row, out);
}

static SlStatus fail_twice(const Pivot *p, int64_t row, int64_t other, SlError *err) {
  SlBuf shown;
  sl_buf_init(&shown);
  for (int64_t k = 0; k < p->key_count; k++) show_cell(p->key_names[k], p->keys[k], row, &shown);
  for (int64_t i = 0; i < p->asked->name_count; i++) show_cell(p->asked->names[i], p->names[i], row, &shown);
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
    p->cells[i] = p->absent;
  }
  for (int64_t row = 0; row < p->table->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    int64_t at = sl_groups_of_row(p->columns, row) * p->row_count + p->place[sl_groups_of_row(p->rows, row)];
    if (p->cells[at] != p->absent) return fail_twice(p, row, p->cells[at], err);
    p->cells[at] = row;
  }
  return SL_OK;
}

/* The result in the making: the keys, then for each value a column for each group of names. */
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
  int64_t value = (i - p->key_count) / p->columns->group_count, group = (i - p->key_count) % p->columns->group_count;
  return sl_column_take(p->values[value], p->cells + group * p->row_count, p->row_count, &wide->columns[i], err);
}

static void name_column(const Pivot *p, int64_t value, int64_t group, SlBuf *text) {
  SlStr separator = p->asked->separator.bytes ? p->asked->separator : sl_str("_");
  if (p->asked->value_count > 1) sl_buf_add_str(text, p->asked->values[value]);
  for (int64_t k = 0; k < p->asked->name_count; k++) {
    if (k > 0 || p->asked->value_count > 1) sl_buf_add_str(text, separator);
    size_t before = text->length;
    print_cell(p->columns->keys[k], group, text);
    if (!text->failed && text->length == before) sl_buf_add_text(text, "empty"); /* a column needs a name */
  }
}

static SlStatus name_columns(Wide *wide, SlError *err) {
  const Pivot *p = wide->pivot;
  for (int64_t k = 0; k < p->key_count; k++) wide->names[k] = p->key_names[k];
  for (int64_t i = 0; i < wide->made; i++) {
    SlBuf *text = &wide->texts[i];
    name_column(p, i / p->columns->group_count, i % p->columns->group_count, text);
    if (text->failed) return sl_fail_alloc(err, text->length);
    wide->names[p->key_count + i] = sl_buf_str(text);
  }
  return SL_OK;
}

static SlStatus make_table(const Pivot *p, SlTable **out, SlError *err) {
  int64_t made = p->table->length ? p->columns->group_count * p->asked->value_count : 0, count = p->key_count + made;
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
                   "rename one, or change these values", SL_STR_ARGS(p->asked->names[0]));
  }
  for (int64_t i = 0; wide.columns && i < count; i++) sl_column_release(wide.columns[i]);
  for (int64_t g = 0; wide.texts && g < made; g++) sl_buf_reset(&wide.texts[g]);
  sl_free(wide.texts);
  sl_free(wide.columns);
  sl_free(wide.names);
  return status;
}

SlStatus sl_table_pivot(const SlTable *table, const SlPivot *pivot, SlTable **out, SlError *err) {
  if (pivot->name_count == 0 || pivot->value_count == 0)
    return sl_fail(err, SL_EARG, "pivot: %s is empty; name at least one column", pivot->name_count == 0 ? "names" : "values");
  Pivot p = {.table = table, .asked = pivot};
  SlStatus status = split_columns(&p, err);
  if (status == SL_OK) status = sl_groups_new(p.keys, p.key_count, table->length, false, &p.rows, err);
  if (status == SL_OK) status = sl_groups_new(p.names, pivot->name_count, table->length, false, &p.columns, err);
  if (status == SL_OK) status = place_rows(&p, err);
  if (status == SL_OK) status = fill_cells(&p, err);
  if (status == SL_OK) status = make_table(&p, out, err);
  pivot_reset(&p);
  return status;
}
