/* A row for each part of a text: "a; b" beside x becomes a beside x and b beside x. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/reshape.h"
#include "core/values/builder.h"

typedef struct Parts {
  SlStr rest, separator;
  bool more;
} Parts;

static Parts parts_of(SlStr text, SlStr separator) { return (Parts){text, separator, true}; }

/* The next part without blanks around it; an empty text has one. */
static bool next_part(Parts *parts, SlStr *part) {
  if (!parts->more) return false;
  const char *found = memmem(parts->rest.bytes, parts->rest.length, parts->separator.bytes, parts->separator.length);
  parts->more = found != NULL;
  size_t length = found ? (size_t)(found - parts->rest.bytes) : parts->rest.length;
  *part = sl_str_trim((SlStr){parts->rest.bytes, length});
  if (found) {
    parts->rest.bytes += length + parts->separator.length;
    parts->rest.length -= length + parts->separator.length;
  }
  return true;
}

static SlStatus count_rows(const SlColumn *column, SlStr separator, int64_t *count, SlError *err) {
  *count = 0;
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    Parts parts = parts_of(sl_column_text(column, row), separator);
    for (SlStr part; next_part(&parts, &part);) ++*count;
  }
  return SL_OK;
}

/* The parts, and the row of the table that each is of. Marks of a cell are those of its parts. */
static SlStatus take_parts(const SlColumn *column, SlStr separator, int64_t *rows, SlColumn **out, SlError *err) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_TEXT);
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_interrupted_at(row)) {
      sl_builder_reset(&builder);
      return sl_fail_interrupted(err);
    }
    if (sl_column_is_null(column, row)) {
      sl_builder_add_null(&builder, sl_column_reason(column, row));
      *rows++ = row;
      continue;
    }
    unsigned flags = sl_column_flags(column, row);
    Parts parts = parts_of(sl_column_text(column, row), separator);
    for (SlStr part; next_part(&parts, &part);) {
      sl_builder_add_text(&builder, part);
      if (flags) sl_builder_flag_last(&builder, flags);
      *rows++ = row;
    }
  }
  return sl_builder_finish(&builder, out, err);
}

SlStatus sl_table_split_rows(const SlTable *table, SlStr name, SlStr separator, SlTable **out, SlError *err) {
  if (separator.length == 0) return sl_fail(err, SL_EARG, "split_rows: the separator is empty");
  int64_t index, count;
  SlStatus status = sl_table_require(table, name, &index, err);
  if (status != SL_OK) return status;
  const SlColumn *column = table->columns[index];
  if (column->type != SL_TEXT && column->null_count < column->length)
    return sl_fail(err, SL_ETYPE, "split_rows: column \"%.*s\" holds %s; texts have parts", SL_STR_ARGS(name), sl_type_name(column->type));
  if (column->type != SL_TEXT) { /* nothing to split */
    *out = sl_table_retain(table);
    return SL_OK;
  }
  status = count_rows(column, separator, &count, err);
  if (status != SL_OK) return status;
  int64_t *rows = sl_alloc_array((size_t)count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)count * sizeof *rows);
  SlColumn *parts = NULL;
  SlTable *repeated = NULL;
  status = take_parts(column, separator, rows, &parts, err);
  if (status == SL_OK) status = sl_table_take(table, rows, count, &repeated, err);
  if (status == SL_OK) status = sl_table_with_column(repeated, name, parts, out, err);
  sl_table_release(repeated);
  sl_column_release(parts);
  sl_free(rows);
  return status;
}
