#include "core/csv/reading.h"

#include "core/base/alloc.h"
#include "core/base/names.h"
#include "core/base/runtime.h"
#include "core/csv/message.h"
#include "core/csv/names.h"

enum { LOOK_UP_EVERY = 4096 }; /* columns, of which a file may have a million */

/* The fields that columns and types name; -1 for what the file has not. */
static SlStatus find_fields(SlReading *reading, int64_t **columns, int64_t **types, SlError *err) {
  const SlCsvOptions *options = reading->options;
  int64_t column_count = options->columns ? options->column_count : 0, count = column_count + options->type_count;
  *columns = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof **columns);
  SlStr *wanted = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *wanted);
  if (count == 0) return SL_OK;
  if (!*columns || !wanted) return sl_fail_alloc(err, (size_t)count * sizeof *wanted);
  *types = *columns + column_count;
  for (int64_t i = 0; i < count; i++) wanted[i] = i < column_count ? options->columns[i] : options->types[i - column_count].column;
  return sl_names_find(reading->header.names, reading->header.count, wanted, count, *columns, err);
}

static SlStatus fail_no_column(const SlReading *reading, SlStr name, SlError *err) {
  sl_fail_no_column(err, reading->source->name, name, reading->header.names, reading->header.count);
  return SL_ENAME;
}

/* Few rules for many columns: without a promise, and one for each type that may be promised. */
static void make_rules(SlReading *reading) {
  const SlCsvOptions *options = reading->options;
  for (int i = 0; i <= SL_TYPE_COUNT; i++)
    reading->rules[i] = (SlCellRules){
      .declared = i > 0,
      .type = i > 0 ? (SlType)(i - 1) : SL_INTEGER,
      .missing = options->missing,
      .missing_count = options->missing_count,
      .markers = options->markers_gss != 0,
      .strips_marks = options->marks_strip != 0,
      .decimal = options->decimal ? options->decimal : '.',
      .date_order = options->date_order,
      .loose_numbers = options->numbers_loose != 0,
      .doubts_point = options->delimiter == ';' && !options->decimal,
    };
}

SlStr sl_reading_name(const SlReading *reading, int64_t column) { return reading->header.names[reading->columns[column].field]; }

const SlReadOdds *sl_reading_odds(const SlReading *reading, int64_t column) {
  static const SlReadOdds none;
  return reading->odds ? &reading->odds[column] : &none;
}

SlStatus sl_reading_choose_columns(SlReading *reading, SlError *err) {
  const SlCsvOptions *options = reading->options;
  int64_t fields = reading->header.count;
  int64_t count = options->columns ? options->column_count : fields;
  reading->column_of_field = sl_arena_alloc_array(&reading->arena, (size_t)fields, sizeof *reading->column_of_field);
  reading->columns = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *reading->columns);
  if (!reading->column_of_field || (count > 0 && !reading->columns)) return sl_fail_alloc(err, (size_t)count * sizeof *reading->columns);
  int64_t *asked = NULL, *promised = NULL;
  SlStatus status = find_fields(reading, &asked, &promised, err);
  if (status != SL_OK) return status;
  for (int64_t i = 0; i < fields; i++) reading->column_of_field[i] = -1;
  make_rules(reading);
  for (int64_t i = 0; i < count; i++) {
    int64_t field = i;
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (options->columns) {
      field = asked[i];
      if (field < 0) return fail_no_column(reading, options->columns[i], err);
      if (reading->column_of_field[field] >= 0)
        return sl_fail(err, SL_EARG, "columns names \"%.*s\" twice", SL_STR_ARGS(options->columns[i]));
    }
    reading->column_of_field[field] = i;
    reading->columns[i] = (SlScanColumn){field, &reading->rules[0], SL_CELLS_NONE};
    reading->column_count = i + 1;
  }
  for (int64_t i = 0; i < options->type_count; i++) {
    int64_t field = promised[i];
    if (field < 0) return fail_no_column(reading, options->types[i].column, err);
    if (reading->column_of_field[field] < 0) continue; /* promised, but not asked for */
    reading->columns[reading->column_of_field[field]].rules = &reading->rules[1 + options->types[i].type];
    if (options->on_error != SL_BAD_STOP) reading->checks_promises = true;
  }
  return SL_OK;
}

void sl_reading_reset(SlReading *reading) {
  for (int64_t i = 0; reading->streamed && i < reading->column_count; i++) {
    sl_cells_reset(&reading->streamed[i].cells);
    sl_cell_store_reset(&reading->streamed[i].store);
  }
  sl_free(reading->streamed);
  sl_free(reading->odds);
  for (int64_t i = 0; reading->again_stores && i < reading->again_tasks * reading->column_count; i++) sl_cell_store_reset(&reading->again_stores[i]);
  for (int64_t i = 0; reading->again_arenas && i < reading->again_tasks; i++) sl_arena_reset(&reading->again_arenas[i]);
  sl_free(reading->again_stores);
  sl_free(reading->again_arenas);
  for (int64_t i = 0; i < reading->scanned_count; i++) sl_scanned_reset(&reading->scanned[i]);
  sl_free(reading->scanned);
  sl_free(reading->blocks);
  sl_free(reading->stretches);
  sl_free(reading->rejected);
  sl_lines_reset(&reading->preamble);
  sl_lines_reset(&reading->footnotes);
  sl_lines_reset(&reading->rejects);
  sl_marked_reset(&reading->marked);
  sl_arena_reset(&reading->arena);
}

void sl_reading_init(SlReading *reading, SlSource *source, const SlCsvOptions *options) {
  *reading = (SlReading){.source = source, .options = options, .partial = !source->whole};
  sl_arena_init(&reading->arena);
  sl_lines_init(&reading->preamble);
  sl_lines_init(&reading->footnotes);
  sl_lines_init(&reading->rejects);
  sl_marked_init(&reading->marked);
}

void sl_reading_begin_scan(SlReading *reading) {
  reading->scan = (SlScan){.dialect = &reading->dialect, .fields = reading->header.count, .columns = reading->columns,
                           .column_count = reading->column_count};
}

SlStatus sl_reading_begin_stream(SlReading *reading, SlError *err) {
  size_t count = (size_t)reading->column_count;
  bool wide = sl_scan_is_wide(reading->header.count);
  reading->streamed = sl_alloc_zeroed(count, sizeof *reading->streamed);
  if (!reading->streamed) return sl_fail_alloc(err, count * sizeof *reading->streamed);
  for (int64_t i = 0; i < reading->column_count; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) return sl_fail_interrupted(err);
    SlStreamColumn *column = &reading->streamed[i];
    sl_cell_store_init(&column->store);
    sl_cells_init(&column->cells, reading->columns[i].rules, &column->store, &reading->error);
    if (wide) sl_cells_turn_to(&column->cells, reading->columns[i].rules, &column->store, &reading->arena); /* no arena for each */
    sl_cells_begin(&column->cells, reading->columns[i].kind);
  }
  return SL_OK;
}
