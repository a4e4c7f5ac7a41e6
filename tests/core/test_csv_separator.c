/* What separates the cells when the caller does not say: proved on every row. */
#include "tests/support/csv.h"

#include <string.h>

typedef struct Case {
  const char *name, *text;
  int64_t columns, rows;
  char separator; /* that a notice names; 0: no notice */
} Case;

static const Case cases[] = {
    {"semicolons_in_every_row_separate", "force;year;people\nKent;2022;12\nEssex;2022;7\n", 3, 2, ';'},
    {"tabs_in_every_row_separate", "force\tpeople\nKent\t12\n", 2, 1, 't'},
    {"bars_in_every_row_separate", "force|people\nKent|12\n", 2, 1, '|'},
    {"decimal_commas_do_not_hide_semicolons", "force;rate\nKent;1,5\nEssex;0,5\n", 2, 2, ';'},
    {"commas_in_a_header_do_not_hide_semicolons", "force;adults, all\nKent;12\nEssex;7\n", 2, 2, ';'},
    {"a_comma_that_cuts_every_row_alike_stands", "a,b;c\n1,2;3\n4,5;6\n", 2, 2, 0},
    {"one_row_cut_otherwise_leaves_one_column", "a;b\n1;2\n3\n", 1, 2, 0},
    {"the_last_row_of_many_counts", "a;b\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2;3\n", 1, 11, 0},
    {"two_that_cut_alike_leave_the_comma", "a;b|c\n1;2|3\n", 1, 1, 0},
    {"one_of_two_in_the_header_that_cuts_alike_separates", "a;b|c\n1;2\n3;4\n", 2, 2, ';'},
    {"semicolons_in_quotes_do_not_separate", "a;b\n1;\"2;3\"\n", 2, 1, ';'},
    {"a_header_alone_is_cut_too", "a;b\n", 2, 0, ';'},
    {"no_separator_at_all_is_one_column", "force\nKent\n", 1, 1, 0},
    {"a_first_line_of_excel_says_it", "sep=;\nforce;people\nKent;12\n", 2, 1, 0},
    {"a_first_line_of_excel_wins_over_a_proof", "sep=,\na;b\n1;2\n", 1, 1, 0},
};

static void separator_case(void **state) {
  const Case *c = *state;
  SlCsvOptions options = default_options();
  SlCsvReport report;
  SlTable *table = NULL;
  SlError err = {0};
  sl_csv_report_init(&report);
  if (sl_csv_read_text(sl_str(c->text), "x.csv", &options, &table, &report, &err) != SL_OK) fail_msg("%s", err.text);
  assert_int_equal(table->column_count, c->columns);
  assert_int_equal(table->length, c->rows);
  char wanted[] = "separated by \"x\"";
  wanted[strlen(wanted) - 2] = c->separator;
  if (c->separator == 't') memcpy(wanted, "separated by \"\\t", sizeof "separated by \"\\t");
  sl_buf_add_char(&report.notices, '\0');
  if (c->separator)
    assert_non_null(strstr(report.notices.bytes, wanted));
  else
    assert_null(strstr(report.notices.bytes, "separated"));
  sl_table_release(table);
  sl_csv_report_reset(&report);
}

static SlError fail_reading(const char *text, const SlCsvOptions *options) {
  SlTable *table = NULL;
  SlError err = {0};
  assert_int_not_equal(sl_csv_read_text(sl_str(text), "x.csv", options, &table, NULL, &err), SL_OK);
  return err;
}

static void a_separator_that_is_given_is_not_doubted(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.delimiter = ',';
  SlTable *table = NULL;
  assert_int_equal(sl_csv_read_text(sl_str("a;b\n1;2\n"), "x.csv", &options, &table, NULL, NULL), SL_OK);
  assert_int_equal(table->column_count, 1);
  sl_table_release(table);
}

static void what_no_separator_cuts_alike_fails_by_commas(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  SlError err = fail_reading("a,b;c\n1,2,3;4\n5;6;7\n", &options);
  assert_says(err, "x.csv:2:1: 3 fields where the header has 2");
}

static void rows_that_may_be_rejected_do_not_keep_the_comma(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.ragged = SL_BAD_REJECT;
  SlTable *table = NULL;
  assert_int_equal(sl_csv_read_text(sl_str("force;adults, all\nKent;12\n"), "x.csv", &options, &table, NULL, NULL), SL_OK);
  assert_int_equal(table->column_count, 2);
  assert_int_equal(table->length, 1);
  sl_table_release(table);
}

static void a_broken_promise_is_told_of_the_cells_that_were_found(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  SlCsvType type = {sl_str("people"), SL_INTEGER};
  options.types = &type;
  options.type_count = 1;
  SlError err = fail_reading("force;people\nKent;1O4\n", &options);
  assert_says(err, "x.csv:2:6: column \"people\": \"1O4\" is not an integer");
}

static void assert_told(const char *text, char delimiter, char decimal, const char *part) {
  SlCsvOptions options = options_with_delimiter(delimiter);
  options.decimal = decimal;
  Csv csv = read_text(text, &options);
  if (part)
    assert_notice(&csv, part);
  else
    assert_null(strstr(csv.report.notices.length ? sl_buf_text(&csv.report.notices) : "", "decimal"));
  csv_reset(&csv);
}

static void figures_that_a_decimal_comma_reads_otherwise_are_told(void **state) {
  (void)state;
  const char *points = "force;n\nKent;1.200\nEssex;3.400\n", *commas = "force;n\nKent;1,200\nEssex;12\n";
  assert_told(points, 0, 0, "column \"n\": 1.200 is read as 1.2 and 1,200 as 1200, in 2 cells; decimal = \",\" reads them");
  assert_told(points, ';', 0, "in 2 cells; decimal =");
  assert_told(commas, ';', 0, "in 1 cell; decimal =");
  assert_told(points, ';', '.', NULL);
  assert_told(points, ';', ',', NULL);
  assert_told("force;n\nKent;1.200\nEssex;3.45\n", ';', 0, NULL);
  assert_told("force;n\nKent;0.125\n", ';', 0, NULL);
  assert_told("force,n\nKent,1.200\n", ',', 0, NULL);
}

static void ten_columns_of_a_kind_are_told_and_the_others_counted(void **state) {
  (void)state;
  SlBuf text;
  sl_buf_init(&text);
  for (int i = 0; i < 13; i++) sl_buf_printf(&text, "n%d;", i);
  sl_buf_add_text(&text, "x\n");
  for (int i = 0; i < 13; i++) sl_buf_add_text(&text, "1.200;");
  sl_buf_add_text(&text, "y\n");
  assert_told(sl_buf_text(&text), ';', 0, "\"n9\": 1.200");
  assert_told(sl_buf_text(&text), ';', 0, "and 3 more columns of figures such as 1.200 and 1,200\n");
  Csv csv = read_text(sl_buf_text(&text), NULL);
  assert_null(strstr(sl_buf_text(&csv.report.notices), "n10"));
  csv_reset(&csv);
  sl_buf_reset(&text);
}

static void decimal_commas_that_make_text_are_told(void **state) {
  (void)state;
  assert_told("force;rate\nKent;1,5\nEssex;0,5\n", 0, 0, "column \"rate\" is text, but its cells are numbers if the comma is their decimal point");
  assert_told("force;rate\nKent;1,5\nEssex;x\n", 0, 0, NULL);
}

int main(void) {
  enum { CASES = sizeof cases / sizeof *cases };
  const struct CMUnitTest others[] = {
      cmocka_unit_test(a_separator_that_is_given_is_not_doubted),
      cmocka_unit_test(what_no_separator_cuts_alike_fails_by_commas),
      cmocka_unit_test(rows_that_may_be_rejected_do_not_keep_the_comma),
      cmocka_unit_test(a_broken_promise_is_told_of_the_cells_that_were_found),
      cmocka_unit_test(figures_that_a_decimal_comma_reads_otherwise_are_told),
      cmocka_unit_test(decimal_commas_that_make_text_are_told),
      cmocka_unit_test(ten_columns_of_a_kind_are_told_and_the_others_counted),
  };
  struct CMUnitTest tests[CASES + sizeof others / sizeof *others];
  for (size_t i = 0; i < CASES; i++)
    tests[i] = (struct CMUnitTest){.name = cases[i].name, .test_func = separator_case, .initial_state = (void *)(uintptr_t)&cases[i]};
  memcpy(tests + CASES, others, sizeof others);
  return cmocka_run_group_tests_name("csv_separator", tests, NULL, NULL);
}
