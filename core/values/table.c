#include "core/values/table.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/names.h"
#include "core/base/runtime.h"

enum { LOOK_UP_EVERY = SL_SIZE(4096, 16) }; /* columns */

static bool is_time_to_look(int64_t column) { return column % LOOK_UP_EVERY == LOOK_UP_EVERY - 1; }

/* The names and, behind them, what they are: two blocks for a table, and not one for each of its columns. */
static SlStatus copy_names(SlTable *table, const SlStr *names, int64_t count, SlError *err) {
  size_t bytes = 0;
  for (int64_t i = 0; i < count; i++) bytes += names[i].length + 1;
  table->names = sl_alloc_array((size_t)count, sizeof *table->names);
  char *texts = table->name_bytes = sl_alloc(bytes);
  if (!table->names || !texts) return sl_fail_alloc(err, (size_t)count * sizeof *table->names + bytes);
  for (int64_t i = 0; i < count; i++) {
    if (is_time_to_look(i) && sl_interrupted()) return sl_fail_interrupted(err);
    if (names[i].length) memcpy(texts, names[i].bytes, names[i].length);
    texts[names[i].length] = '\0';
    table->names[i] = (SlStr){texts, names[i].length};
    texts += names[i].length + 1;
  }
  return SL_OK;
}

static SlStatus fail_twice(SlStr name, SlError *err) {
  return sl_fail(err, SL_EDATA, "two columns are called \"%.*s\"", SL_STR_ARGS(name));
}

/* A few names are compared one with another; many are looked up. */
static SlStatus check_names(const SlStr *names, int64_t count, SlNameIndex *index, SlError *err) {
  enum { FEW = 32 };
  for (int64_t i = 0; count <= FEW && i < count; i++)
    for (int64_t j = 0; j < i; j++)
      if (sl_str_equal(names[i], names[j])) return fail_twice(names[i], err);
  if (count <= FEW) return SL_OK;
  SlStatus status = sl_name_index_init(index, count, err);
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    if (is_time_to_look(i) && sl_interrupted()) status = sl_fail_interrupted(err);
    if (status == SL_OK && sl_name_index_add(index, names, i) != i) status = fail_twice(names[i], err);
  }
  if (status != SL_OK) sl_name_index_reset(index);
  return status;
}

static SlStatus check_columns(const SlStr *names, SlColumn *const *columns, int64_t count, int64_t length, SlNameIndex *index,
                              SlError *err) {
  for (int64_t i = 0; i < count; i++) {
    if (names[i].length == 0) return sl_fail(err, SL_EARG, "column %" PRId64 " has no name", i + 1);
    if (columns[i]->length != length)
      return sl_fail(err, SL_EARG, "column \"%.*s\" has %" PRId64 " rows and the table has %" PRId64, SL_STR_ARGS(names[i]),
                     columns[i]->length, length);
  }
  return check_names(names, count, index, err);
}

SlStatus sl_table_new(const SlStr *names, SlColumn *const *columns, int64_t count, int64_t length, SlTable **out, SlError *err) {
  if (count > 0) length = columns[0]->length;
  SlNameIndex index = {.slots = NULL};
  SlStatus status = check_columns(names, columns, count, length, &index, err);
  if (status != SL_OK) return status;
  SlTable *table = sl_alloc_zeroed(1, sizeof *table);
  if (!table) {
    sl_name_index_reset(&index);
    return sl_fail_alloc(err, sizeof *table);
  }
  table->index = index;
  atomic_init(&table->references, 1);
  table->length = length;
  status = copy_names(table, names, count, err);
  if (status == SL_OK && !(table->columns = sl_alloc_array((size_t)count, sizeof *table->columns)))
    status = sl_fail_alloc(err, (size_t)count * sizeof *table->columns);
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    table->columns[i] = sl_column_retain(columns[i]);
    table->column_count = i + 1;
  }
  if (status == SL_OK)
    *out = table;
  else
    sl_table_release(table);
  return status;
}

SlTable *sl_table_retain(const SlTable *table) {
  SL_ASSERT(atomic_load(&((SlTable *)table)->references) > 0);
  SlTable *counted = (SlTable *)table;
  atomic_fetch_add_explicit(&counted->references, 1, memory_order_relaxed);
  return counted;
}

void sl_table_release(SlTable *table) {
  if (!table || atomic_fetch_sub_explicit(&table->references, 1, memory_order_acq_rel) != 1) return;
  for (int64_t i = 0; i < table->column_count; i++) sl_column_release(table->columns[i]);
  sl_name_index_reset(&table->index);
  sl_free(table->names);
  sl_free(table->name_bytes);
  sl_free(table->columns);
  sl_free(table);
}

int64_t sl_table_find(const SlTable *table, SlStr name) {
  if (table->index.slots) return sl_name_index_find(&table->index, table->names, name);
  for (int64_t i = 0; i < table->column_count; i++)
    if (sl_str_equal(table->names[i], name)) return i;
  return -1;
}

SlColumn *sl_table_column(const SlTable *table, SlStr name) {
  int64_t index = sl_table_find(table, name);
  return index < 0 ? NULL : table->columns[index];
}

SlStatus sl_table_require(const SlTable *table, SlStr name, int64_t *index, SlError *err) {
  int64_t found = sl_table_find(table, name);
  if (found >= 0) {
    *index = found;
    return SL_OK;
  }
  sl_fail_no_column(err, "", name, table->names, table->column_count);
  return SL_ENAME;
}

/* A table of these columns of another, under these names. */
static SlStatus pick(const SlTable *table, const int64_t *indices, const SlStr *names, int64_t count, SlTable **out, SlError *err) {
  SlColumn **columns = sl_alloc_array((size_t)count, sizeof *columns);
  if (!columns) return sl_fail_alloc(err, (size_t)count * sizeof *columns);
  for (int64_t i = 0; i < count; i++) columns[i] = table->columns[indices[i]];
  SlStatus status = sl_table_new(names, columns, count, table->length, out, err);
  sl_free(columns);
  return status;
}

SlStatus sl_table_select(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err) {
  int64_t *indices = sl_alloc_array((size_t)count, sizeof *indices);
  if (!indices) return sl_fail_alloc(err, (size_t)count * sizeof *indices);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) status = sl_table_require(table, names[i], &indices[i], err);
  if (status == SL_OK) status = pick(table, indices, names, count, out, err);
  sl_free(indices);
  return status;
}

SlStatus sl_table_drop(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err) {
  SlStatus status = SL_OK;
  size_t columns = (size_t)table->column_count;
  int64_t *kept = sl_alloc_array(columns, sizeof *kept);
  SlStr *kept_names = sl_alloc_array(columns, sizeof *kept_names);
  bool *dropped = sl_alloc_zeroed(columns, sizeof *dropped);
  if (!kept || !kept_names || !dropped) {
    status = sl_fail_alloc(err, columns * sizeof *kept_names);
    goto done;
  }
  for (int64_t i = 0; i < count; i++) {
    int64_t index;
    status = sl_table_require(table, names[i], &index, err);
    if (status != SL_OK) goto done;
    dropped[index] = true;
  }
  int64_t kept_count = 0;
  for (int64_t i = 0; i < table->column_count; i++) {
    if (dropped[i]) continue;
    kept[kept_count] = i;
    kept_names[kept_count++] = table->names[i];
  }
  status = pick(table, kept, kept_names, kept_count, out, err);

done:
  sl_free(kept);
  sl_free(kept_names);
  sl_free(dropped);
  return status;
}

SlStatus sl_table_rename(const SlTable *table, const SlStr *old_names, const SlStr *new_names, int64_t count, SlTable **out,
                         SlError *err) {
  SlStr *names = sl_alloc_array((size_t)table->column_count, sizeof *names);
  if (!names) return sl_fail_alloc(err, (size_t)table->column_count * sizeof *names);
  memcpy(names, table->names, (size_t)table->column_count * sizeof *names);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    int64_t index;
    status = sl_table_require(table, old_names[i], &index, err);
    if (status == SL_OK) names[index] = new_names[i];
  }
  if (status == SL_OK) status = sl_table_new(names, table->columns, table->column_count, table->length, out, err);
  sl_free(names);
  return status;
}

SlStatus sl_table_with_column(const SlTable *table, SlStr name, SlColumn *column, SlTable **out, SlError *err) {
  size_t most = (size_t)table->column_count + 1;
  SlStr *names = sl_alloc_array(most, sizeof *names);
  SlColumn **columns = sl_alloc_array(most, sizeof *columns);
  SlStatus status;
  if (!names || !columns) {
    status = sl_fail_alloc(err, most * (sizeof *names + sizeof *columns));
    goto done;
  }
  memcpy(names, table->names, (size_t)table->column_count * sizeof *names);
  memcpy(columns, table->columns, (size_t)table->column_count * sizeof *columns);
  if (table->column_count == 0 && column->length != table->length && table->length != 0) {
    status = sl_fail(err, SL_EARG, "column \"%.*s\" has %" PRId64 " rows and the table has %" PRId64, SL_STR_ARGS(name),
                     column->length, table->length);
    goto done;
  }
  int64_t index = sl_table_find(table, name);
  int64_t count = table->column_count;
  if (index < 0) index = count++;
  names[index] = name;
  columns[index] = column;
  if (table->column_count > 0 && column->length != table->length) {
    status = sl_fail(err, SL_EARG, "column \"%.*s\" has %" PRId64 " rows and the table has %" PRId64, SL_STR_ARGS(name),
                     column->length, table->length);
    goto done;
  }
  status = sl_table_new(names, columns, count, table->length, out, err);

done:
  sl_free(names);
  sl_free(columns);
  return status;
}

SlStatus sl_table_take(const SlTable *table, const int64_t *rows, int64_t count, SlTable **out, SlError *err) {
  size_t columns = (size_t)table->column_count;
  SlColumn **taken = sl_alloc_zeroed(columns, sizeof *taken);
  const int64_t **from = sl_alloc_array(columns, sizeof *from);
  SlStatus status = taken && from ? SL_OK : sl_fail_alloc(err, columns * sizeof *taken);
  for (size_t i = 0; status == SL_OK && i < columns; i++) from[i] = rows;
  if (status == SL_OK)
    status = sl_columns_take((const SlColumn *const *)table->columns, from, table->column_count, count, taken, err);
  if (status == SL_OK) status = sl_table_new(table->names, taken, table->column_count, count, out, err);
  for (size_t i = 0; taken && i < columns; i++) sl_column_release(taken[i]);
  sl_free(from);
  sl_free(taken);
  return status;
}

SlStatus sl_table_slice(const SlTable *table, int64_t first, int64_t count, SlTable **out, SlError *err) {
  if (first < 0) first = 0;
  if (first > table->length) first = table->length;
  if (count < 0) count = 0;
  if (count > table->length - first) count = table->length - first;
  if (first == 0 && count == table->length) {
    *out = sl_table_retain(table);
    return SL_OK;
  }
  int64_t *rows = sl_alloc_array((size_t)count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)count * sizeof *rows);
  for (int64_t i = 0; i < count; i++) rows[i] = first + i;
  SlStatus status = sl_table_take(table, rows, count, out, err);
  sl_free(rows);
  return status;
}

/* A column of `length` missing rows, of any type: it takes that of the columns it is appended to. */
static SlStatus all_missing(int64_t length, SlColumn **out, SlError *err) {
  SlColumn *column;
  SlStatus status = sl_column_alloc(SL_INTEGER, SL_I8, length, true, NULL, &column, err);
  if (status != SL_OK) return status;
  memset(column->validity, 0, (size_t)sl_bitmap_words(length) * sizeof *column->validity);
  sl_column_seal(column);
  *out = column;
  return SL_OK;
}

static SlStatus append_one(const SlTable *const *tables, int64_t count, SlStr name, SlColumn **out, SlError *err) {
  SlColumn **parts = sl_alloc_zeroed((size_t)count, sizeof *parts);
  if (!parts) return sl_fail_alloc(err, (size_t)count * sizeof *parts);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    SlColumn *column = sl_table_column(tables[i], name);
    if (column)
      parts[i] = sl_column_retain(column);
    else
      status = all_missing(tables[i]->length, &parts[i], err);
  }
  if (status == SL_OK) {
    status = sl_column_append((const SlColumn *const *)parts, count, out, err);
    if (status == SL_ETYPE) sl_fail_more(err, " in column \"%.*s\"; convert one first", SL_STR_ARGS(name));
  }
  for (int64_t i = 0; i < count; i++) sl_column_release(parts[i]);
  sl_free(parts);
  return status;
}

SlStatus sl_table_append(const SlTable *const *tables, int64_t count, SlTable **out, SlError *err) {
  int64_t most = 0, length = 0;
  for (int64_t i = 0; i < count; i++) {
    most += tables[i]->column_count;
    length += tables[i]->length;
  }
  SlStr *names = sl_alloc_array((size_t)most, sizeof *names);
  SlColumn **columns = sl_alloc_zeroed((size_t)most, sizeof *columns);
  SlDict *known = sl_dict_new();
  int64_t name_count = 0;
  SlStatus status = SL_OK;
  if (!names || !columns || !known) {
    status = sl_fail_alloc(err, (size_t)most * (sizeof *names + sizeof *columns));
    goto done;
  }
  for (int64_t i = 0; i < count; i++) {
    for (int64_t j = 0; j < tables[i]->column_count && status == SL_OK; j++) {
      uint32_t code;
      status = sl_dict_add(known, tables[i]->names[j], &code, err);
      if (status == SL_OK && code == name_count) names[name_count++] = tables[i]->names[j];
    }
  }
  for (int64_t i = 0; i < name_count && status == SL_OK; i++) status = append_one(tables, count, names[i], &columns[i], err);
  if (status == SL_OK) status = sl_table_new(names, columns, name_count, length, out, err);

done:
  for (int64_t i = 0; i < name_count; i++) sl_column_release(columns[i]);
  sl_dict_release(known);
  sl_free(names);
  sl_free(columns);
  return status;
}

bool sl_table_equal(const SlTable *a, const SlTable *b) {
  if (a->length != b->length || a->column_count != b->column_count) return false;
  for (int64_t i = 0; i < a->column_count; i++) {
    if (!sl_str_equal(a->names[i], b->names[i]) || a->columns[i]->type != b->columns[i]->type) return false;
    for (int64_t row = 0; row < a->length; row++)
      if (!sl_column_rows_equal(a->columns[i], row, b->columns[i], row)) return false;
  }
  return true;
}

size_t sl_table_bytes(const SlTable *table) {
  size_t bytes = sizeof *table;
  for (int64_t i = 0; i < table->column_count; i++) bytes += table->names[i].length + sl_column_bytes(table->columns[i]);
  return bytes;
}
