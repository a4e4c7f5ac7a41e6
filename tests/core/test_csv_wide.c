/* Texts of very many columns: what a column costs, and that both readers give the same. */
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "tests/support/csv.h"

#ifdef CHUNKS_ARE_TINY /* where a tenth of the columns has as many windows and parts */
enum { COLUMNS = 4000 };
#else
enum { COLUMNS = 40000 };
#endif
enum { ROWS = 40, MANY_REQUESTS = 1 << 30 };

static const char *integer_cell(int row) { return row % 3 ? "7" : "1234567"; }
static const char *number_cell(int row) { return row % 2 ? "7.25" : "-3"; }
static const char *text_cell(int row) { return row % 2 ? "Kent" : "\"Devon, and \"\"Cornwall\"\"\""; }
static const char *date_cell(int row) { return row % 2 ? "2023-01-31" : "2024-02-29"; }
static const char *holey_cell(int row) { return row % 5 ? "" : "12"; }
static const char *marked_cell(int row) { return row % 4 == 0 ? "[c]" : row % 4 == 1 ? "12 [p]" : "3"; }
static const char *late_text_cell(int row) { return row == ROWS - 1 ? "n/k" : "1.50"; }
static const char *empty_cell(int row) { return row < 0 ? "x" : ""; }

static const char *(*const cells[])(int row) = {integer_cell, number_cell, text_cell,      date_cell,
                                                holey_cell,   marked_cell, late_text_cell, empty_cell};
enum { KINDS = sizeof cells / sizeof *cells };

static void add_names(SlBuf *text, int columns) {
  for (int i = 0; i < columns; i++) sl_buf_printf(text, "n%d%c", i, i + 1 < columns ? ',' : '\n');
}

/* Columns of all kinds in turn. */
static SlBuf mixed_text(int columns, int rows) {
  SlBuf text;
  sl_buf_init(&text);
  add_names(&text, columns);
  for (int row = 0; row < rows; row++)
    for (int i = 0; i < columns; i++) {
      sl_buf_add_text(&text, cells[i % KINDS](row));
      sl_buf_add_char(&text, i + 1 < columns ? ',' : '\n');
    }
  return text;
}

/* Several windows and, where there are threads, parts; columns that turn to text in the last row are read again. */
static void both_readers_give_the_same_of_many_columns(void **state) {
  (void)state;
  SlBuf text = mixed_text(COLUMNS, ROWS);
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  Csv scanned = read_bytes(sl_buf_str(&text), &options);
  options.reader = SL_READER_STREAM;
  Csv streamed = read_bytes(sl_buf_str(&text), &options);
  assert_int_equal(scanned.table->column_count, COLUMNS);
  assert_int_equal(scanned.table->length, ROWS);
  assert_true(sl_table_equal(scanned.table, streamed.table));
  assert_true(sl_table_equal(scanned.report.problems, streamed.report.problems));
  assert_int_equal(scanned.report.problems->length, COLUMNS / KINDS);
  SlStr late = sl_column_text(scanned.table->columns[6], 0);
  assert_int_equal(late.length, 4); /* 1.50 as it was written */
  csv_reset(&scanned);
  csv_reset(&streamed);
  sl_buf_reset(&text);
}

static void some_columns_of_many_are_read(void **state) {
  (void)state;
  SlBuf text = mixed_text(COLUMNS, ROWS);
  SlCsvOptions options = default_options();
  SlStr wanted[] = {sl_str("n3993"), sl_str("n2")};
  options.columns = wanted;
  options.column_count = 2;
  Csv csv = read_bytes(sl_buf_str(&text), &options);
  assert_int_equal(csv.table->column_count, 2);
  assert_int_equal(csv.table->columns[0]->type, SL_NUMBER);
  SlStr force = sl_column_text(csv.table->columns[1], 0);
  assert_memory_equal(force.bytes, "Devon, and \"Cornwall\"", force.length);
  csv_reset(&csv);
  sl_buf_reset(&text);
}

#ifndef CHUNKS_ARE_TINY /* where a long row is left to the stream */

typedef struct Cost { /* of a read, for each column */
  double bytes, requests;
} Cost;

/* The most bytes are those of the process, so that what costs less than another read before it is not seen. */
static Cost cost_of(SlStr text, int columns) {
  size_t held = sl_memory_held();
  sl_memory_fail_after(MANY_REQUESTS);
  Csv csv = read_bytes(text, NULL);
  uint64_t requests = MANY_REQUESTS - sl_memory_fail_after(0);
  assert_int_equal(csv.table->column_count, columns);
  csv_reset(&csv);
  return (Cost){(double)(sl_memory_peak() - held) / columns, (double)requests / columns};
}

/* A million equal names are the largest header there is to be expected; what each column holds is what their memory is. */
static void a_column_of_equal_names_costs_a_few_hundred_bytes_and_one_request(void **state) {
  (void)state;
  enum { COUNT = 200000 };
  sl_threads_set(1);
  SlBuf text;
  sl_buf_init(&text);
  for (int i = 0; i < COUNT; i++) sl_buf_add_text(&text, i + 1 < COUNT ? "a," : "a\n");
  for (int i = 0; i < COUNT; i++) sl_buf_add_text(&text, i + 1 < COUNT ? "1," : "1\n");
  Cost cost = cost_of(sl_buf_str(&text), COUNT);
  if (getenv("SHOW_COST")) print_message("equal names: %.1f bytes, %.3f requests\n", cost.bytes, cost.requests);
  assert_true(cost.bytes < 450);
  assert_true(cost.requests < 1.1); /* the column itself */
  sl_buf_reset(&text);
}

static void columns_of_all_kinds_cost_little_more(void **state) {
  (void)state;
  SlBuf text = mixed_text(COLUMNS, 3);
  Cost cost = cost_of(sl_buf_str(&text), COLUMNS);
  if (getenv("SHOW_COST")) print_message("all kinds: %.1f bytes, %.3f requests\n", cost.bytes, cost.requests);
  assert_true(cost.requests < 5);
  sl_buf_reset(&text);
}

#endif

int main(void) {
  const struct CMUnitTest tests[] = {
#ifndef CHUNKS_ARE_TINY
      cmocka_unit_test(a_column_of_equal_names_costs_a_few_hundred_bytes_and_one_request), /* first: see cost_of() */
      cmocka_unit_test(columns_of_all_kinds_cost_little_more),
#endif
      cmocka_unit_test(both_readers_give_the_same_of_many_columns),
      cmocka_unit_test(some_columns_of_many_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
