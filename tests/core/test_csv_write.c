#include "tests/support/csv.h"

#include "core/csv/write.h"

/* What is read is written as `expected`. */
static void check_written(const char *text, const SlCsvOptions *how, const SlCsvWriteOptions *options, const char *expected) {
  Csv csv = read_text(text, how);
  SlBuf out;
  sl_buf_init(&out);
  sl_csv_write_text(csv.table, options, &out);
  assert_string_equal(sl_buf_text(&out), expected);
  sl_buf_reset(&out);
  csv_reset(&csv);
}

static const SlCsvWriteOptions plain = {0};

static void what_was_read_is_written_back(void **state) {
  (void)state;
  const char *text = "name,n,x,d\nKent,1,2.5,2019-03-25\n\"Devon, \"\"C\"\"\",-2,1e+300,2020-02-29\n\"two\nlines\",,,\n\"\",0,0.1,2021-01-01\n";
  check_written(text, NULL, &plain, text);
}

static void a_missing_cell_and_an_empty_text_stay_apart(void **state) {
  (void)state;
  check_written("a\nx\n\n\"\"\n", NULL, &plain, "a\nx\n\n\"\"\n");
}

static void numbers_keep_their_type(void **state) {
  (void)state;
  check_written("x\n1\n2.5\n", NULL, &plain, "x\n1.0\n2.5\n");
}

static void markers_are_written_when_asked_for(void **state) {
  (void)state;
  SlCsvOptions how = default_options();
  how.markers_gss = true;
  const char *text = "n,t\n12 [p],x\n[c],\"a,b [r]\"\n,[z]\n";
  check_written(text, &how, &(SlCsvWriteOptions){.markers = true}, text);
  check_written(text, &how, &plain, "n,t\n12,x\n,\"a,b\"\n,\n");
}

static void missing_cells_can_have_a_text(void **state) {
  (void)state;
  check_written("a,b\n,1\n", NULL, &(SlCsvWriteOptions){.missing = {"NA", 2}}, "a,b\nNA,1\n");
}

static void another_delimiter_is_quoted_for(void **state) {
  (void)state;
  check_written("a,b\nx;y,\"1,5\"\n", NULL, &(SlCsvWriteOptions){.delimiter = ';'}, "a;b\n\"x;y\";1,5\n");
}

static void formulas_are_guarded_and_numbers_are_not(void **state) {
  (void)state;
  check_written("t,n\n=1+1,-5\n@x,2\n\"-a\tb\",3\n+44,4\n", NULL, &(SlCsvWriteOptions){.guard = true},
                "t,n\n'=1+1,-5\n'@x,2\n'-a\tb,3\n'+44,4\n");
  check_written("t\n=1+1\n", NULL, &plain, "t\n=1+1\n");
}

/* A row of nothing but empty fields is none when it is read, so that such rows are counted; in one column it is the missing cell. */
static void rows_that_will_not_read_back_are_counted(void **state) {
  (void)state;
  SlCsvOptions how = default_options();
  how.missing = &(SlStr){"NA", 2};
  how.missing_count = 1;
  how.markers_gss = true;
  Csv csv = read_text("a,b\nNA,NA\n1,x\nNA,\"\"\nNA,[c]\nNA,NA\n", &how);
  static const struct {
    SlCsvWriteOptions options;
    int64_t lost;
  } cases[] = {{{.markers = true}, 2}, {{.markers = false}, 3}, {{.missing = {"-", 1}}, 0}, {{.markers = true, .crlf = true, .bom = true}, 2}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlBuf out;
    sl_buf_init(&out);
    assert_int_equal(sl_csv_write_text(csv.table, &cases[i].options, &out), cases[i].lost);
    Csv again = read_text(sl_buf_text(&out), &how);
    assert_int_equal(again.table->length, 5 - cases[i].lost);
    csv_reset(&again);
    sl_buf_reset(&out);
  }
  csv_reset(&csv);
  csv = read_text("a\n\n1\n\n", NULL);
  SlBuf out;
  sl_buf_init(&out);
  assert_int_equal(sl_csv_write_text(csv.table, &plain, &out), 0);
  csv_reset(&csv);
  sl_buf_reset(&out);
}

static void what_could_separate_cells_is_quoted_in_one_column(void **state) {
  (void)state;
  SlCsvOptions how = default_options();
  how.delimiter = ',';
  check_written("a;b\n1;2\nx|y\n", &how, &plain, "\"a;b\"\n\"1;2\"\n\"x|y\"\n");
  check_written("a;b,c\n1;2,3\n", &how, &plain, "a;b,c\n1;2,3\n");
}

static void every_declared_type_reads_back(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("q"), SL_QUARTER}, {sl_str("y"), SL_YEAR_ENDING}, {sl_str("b"), SL_BOOLEAN}};
  SlCsvOptions how = default_options();
  how.types = types;
  how.type_count = 3;
  const char *text = "q,y,b\nJanuary to March 2019,Year ending March 2019,true\nApril to June 2019,,\n";
  check_written(text, &how, &plain, text);
}

static SlStatus write_table(void *context, SlError *err) {
  SlBuf out;
  sl_buf_init(&out);
  sl_csv_write_text(context, &(SlCsvWriteOptions){.guard = true, .markers = true}, &out);
  SlStatus status = out.failed ? sl_fail_alloc(err, out.length) : SL_OK;
  sl_buf_reset(&out);
  return status;
}

static void running_out_of_memory_is_seen(void **state) {
  (void)state;
  Csv csv = read_text("t,x\n=1,2.5\n\"a,b\",3\n", NULL);
  fail_each_allocation(write_table, csv.table);
  csv_reset(&csv);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_was_read_is_written_back),
    cmocka_unit_test(a_missing_cell_and_an_empty_text_stay_apart),
    cmocka_unit_test(numbers_keep_their_type),
    cmocka_unit_test(markers_are_written_when_asked_for),
    cmocka_unit_test(missing_cells_can_have_a_text),
    cmocka_unit_test(another_delimiter_is_quoted_for),
    cmocka_unit_test(formulas_are_guarded_and_numbers_are_not),
    cmocka_unit_test(rows_that_will_not_read_back_are_counted),
    cmocka_unit_test(what_could_separate_cells_is_quoted_in_one_column),
    cmocka_unit_test(every_declared_type_reads_back),
    cmocka_unit_test(running_out_of_memory_is_seen),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
