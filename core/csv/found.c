#include "core/csv/reading.h"

#include "core/base/alloc.h"
#include "core/cells/problem.h"

/* The record that became a row of the table: past the rejected ones before it. */
static int64_t record_of_row(const SlReading *reading, int64_t row) {
  for (int64_t i = 0; i < reading->rejected_count && reading->rejected[i] <= row; i++) row++;
  return row;
}

typedef struct Problems {
  SlBuilder column, type_wanted, line, row, value, why;
} Problems;

static SlStatus add_problem(SlReading *reading, const SlTable *table, int64_t index, Problems *problems, SlRecordPlace *place,
                            SlError *err) {
  const SlReadColumn *column = &reading->columns[index];
  const SlColumn *cells = table->columns[index];
  if (column->rules.declared || cells->type != SL_TEXT) return SL_OK;
  SlProblem problem;
  SlStatus status = sl_problem_find(cells, &column->rules, &problem, err);
  if (status != SL_OK || problem.row < 0) return status;
  reading->needs_whole = reading->passing; /* its line is asked for */
  if (reading->passing) return SL_OK;
  int64_t number = record_of_row(reading, problem.row);
  status = sl_reading_locate(reading, number, place, err);
  if (status != SL_OK) return status;
  sl_builder_add_text(&problems->column, column->name);
  sl_builder_add_text(&problems->type_wanted, sl_str(sl_type_name(problem.wanted)));
  sl_builder_add_integer(&problems->line, sl_record_place_line(place, column->field));
  sl_builder_add_integer(&problems->row, number + 1);
  sl_builder_add_text(&problems->value, sl_column_text(cells, problem.row));
  sl_builder_add_text(&problems->why, sl_str(problem.why));
  return SL_OK;
}

static SlStatus finish_problems(SlReading *reading, const SlTable *table, SlTable **out, SlError *err) {
  static const char *const titles[] = {"column", "type_wanted", "line", "row", "value", "why"};
  enum { COUNT = 6 };
  Problems problems;
  SlBuilder *builders[COUNT] = {&problems.column, &problems.type_wanted, &problems.line,
                                &problems.row,    &problems.value,       &problems.why};
  for (int i = 0; i < COUNT; i++) sl_builder_init(builders[i], i == 2 || i == 3 ? SL_INTEGER : SL_TEXT);
  SlRecordPlace place = {0};
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < reading->column_count && status == SL_OK; i++)
    status = add_problem(reading, table, i, &problems, &place, err);
  sl_record_place_reset(&place);

  bool any = problems.column.length > 0 || problems.column.status != SL_OK;
  SlColumn *columns[COUNT] = {NULL};
  SlStr names[COUNT];
  for (int i = 0; i < COUNT; i++) {
    names[i] = sl_str(titles[i]);
    if (any && status == SL_OK) status = sl_builder_finish(builders[i], &columns[i], err);
    sl_builder_reset(builders[i]);
  }
  if (any && status == SL_OK) status = sl_table_new(names, columns, COUNT, 0, out, err);
  for (int i = 0; i < COUNT; i++) sl_column_release(columns[i]);
  return status;
}

SlStatus sl_reading_report(SlReading *reading, const SlTable *table, SlCsvReport *report, SlError *err) {
  report->rows_read = reading->records;
  report->rows_rejected = reading->rejected_count;
  report->bytes = reading->source->input_bytes;
  SlStatus status = sl_lines_finish(&reading->preamble, false, &report->preamble, err);
  if (status == SL_OK) status = sl_lines_finish(&reading->footnotes, false, &report->footnotes, err);
  if (status == SL_OK) status = sl_lines_finish(&reading->rejects, true, &report->rejects, err);
  if (status == SL_OK) status = finish_problems(reading, table, &report->problems, err);
  if (status == SL_OK && report->notices.failed) status = sl_fail_alloc(err, 128);
  return status;
}
