/* What a CSV text becomes: types, missing values, encodings, lines that are set aside. The messages of broken files are
 * in test_csv_broken.c. */
#include "tests/support/csv.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/values/print.h"

/* ---- types are proved on every row ---- */

static void check_type(const char *text, SlType type) {
  Csv csv = read_text(text, NULL);
  assert_string_equal(sl_type_name(csv.table->columns[0]->type), sl_type_name(type));
  csv_reset(&csv);
}

static void whole_numbers_are_integers(void **state) {
  (void)state;
  Csv csv = read_text("year,people\n2018,12\n2019,-7\n", NULL);
  assert_cells(&csv, "year:integer people:integer | 2018,12 | 2019,-7");
  csv_reset(&csv);
}

static void one_decimal_makes_numbers_of_integers_before_it(void **state) {
  (void)state;
  Csv csv = read_text("x\n1\n2\n3.5\n4\n", NULL);
  assert_cells(&csv, "x:number | 1.0 | 2.0 | 3.5 | 4.0");
  csv_reset(&csv);
}

static void a_late_text_makes_text_of_all_cells_as_written(void **state) {
  (void)state;
  Csv csv = read_text("a,b,c,d\n1,1.50,2019-03-25,\"1,234\"\n2,2,2019-03-26,5\n3,3,2019-03-27,6\nx,y,z,w\n", NULL);
  assert_cells(&csv, "a:text b:text c:text d:text | 1,1.50,2019-03-25,1;234 | 2,2,2019-03-26,5 | 3,3,2019-03-27,6 | x,y,z,w");
  csv_reset(&csv);
}

static void order_of_rows_never_changes_a_type(void **state) {
  (void)state;
  const char *cells[] = {"1", "2.5", "", "2019-03-25", "-0", "abc", "12345678901234567"};
  enum { CELLS = sizeof cells / sizeof cells[0] };
  for (int i = 0; i < CELLS; i++) {
    for (int j = 0; j < CELLS; j++) {
      char there[64], back[64];
      snprintf(there, sizeof there, "a,b\n%s,1\n%s,2\n", cells[i], cells[j]);
      snprintf(back, sizeof back, "a,b\n%s,2\n%s,1\n", cells[j], cells[i]);
      Csv one = read_text(there, NULL), two = read_text(back, NULL);
      assert_int_equal(one.table->columns[0]->type, two.table->columns[0]->type);
      assert_true(sl_column_rows_equal(one.table->columns[0], 0, two.table->columns[0], 1));
      assert_true(sl_column_rows_equal(one.table->columns[0], 1, two.table->columns[0], 0));
      csv_reset(&one);
      csv_reset(&two);
    }
  }
}

static void long_codes_keep_their_digits_beside_fractions(void **state) {
  (void)state;
  Csv csv = read_text("x\n1\n12345678901234567\n2\n3\n1.5\n4\n", NULL);
  assert_cells(&csv, "x:text | 1 | 12345678901234567 | 2 | 3 | 1.5 | 4");
  csv_reset(&csv);
  csv = read_text("x\n1.5\n2\n3\n4\n-9007199254740993\n", NULL);
  assert_cells(&csv, "x:text | 1.5 | 2 | 3 | 4 | -9007199254740993");
  csv_reset(&csv);
  csv = read_text("x\n12345678901234567\n1\n2\n3\n4\n", NULL);
  assert_cells(&csv, "x:integer | 12345678901234567 | 1 | 2 | 3 | 4");
  csv_reset(&csv);
}

static void long_integers_that_a_number_holds_become_numbers(void **state) {
  (void)state;
  Csv csv = read_text("x\n9007199254740992\n100000000000000000\n3\n0.5\n", NULL);
  assert_cells(&csv, "x:number | 9007199254740992.0 | 1e+17 | 3.0 | 0.5");
  csv_reset(&csv);
}

static void a_number_that_is_promised_may_be_rounded(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("x"), SL_NUMBER}};
  SlCsvOptions options = default_options();
  options.types = types;
  options.type_count = 1;
  Csv csv = read_text("x\n1.5\n12345678901234567\n", &options);
  assert_cells(&csv, "x:number | 1.5 | 12345678901234568.0");
  csv_reset(&csv);
}

static void codes_keep_their_zeros(void **state) {
  (void)state;
  check_type("code\n12\n007\n", SL_TEXT);
  check_type("code\n0\n0.5\n", SL_NUMBER);
}

static void what_is_no_number_is_text(void **state) {
  (void)state;
  const char *cells[] = {"+44", "0x10", "1e", "inf", "nan", "TRUE", "1234567890123456789", "1,23", "12 ", "1.2.3", "NA", "-", "n/a", "[c]"};
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    char text[64];
    snprintf(text, sizeof text, "x\n1\n\"%s\"\n", cells[i]);
    check_type(text, SL_TEXT);
  }
}

static void eighteen_digits_are_exact(void **state) {
  (void)state;
  Csv csv = read_text("x\n999999999999999999\n-999999999999999999\n", NULL);
  assert_int_equal(csv.table->columns[0]->type, SL_INTEGER);
  assert_true(sl_column_integer(csv.table->columns[0], 0) == 999999999999999999);
  assert_true(sl_column_integer(csv.table->columns[0], 1) == -999999999999999999);
  csv_reset(&csv);
}

static void regular_thousands_are_read(void **state) {
  (void)state;
  Csv csv = read_text("n,m\n\"1,234\",\"12,345.5\"\n\"1,234,567\",1\n", NULL);
  assert_cells(&csv, "n:integer m:number | 1234,12345.5 | 1234567,1.0");
  csv_reset(&csv);
}

static void a_decimal_comma_turns_the_signs_round(void **state) {
  (void)state;
  SlCsvOptions options = options_with_delimiter(';');
  options.decimal = ',';
  Csv csv = read_text("a;b\n1,5;1.234\n2;12\n", &options);
  assert_cells(&csv, "a:number b:integer | 1.5,1234 | 2.0,12");
  csv_reset(&csv);
}

static void dates_have_one_format_per_column(void **state) {
  (void)state;
  Csv csv = read_text("iso,dmy,mixed\n2019-03-25,25/03/2019,2019-03-25\n2020-02-29,01/04/2019,25/03/2019\n", NULL);
  assert_cells(&csv, "iso:date dmy:date mixed:text | 2019-03-25,2019-03-25,2019-03-25 | 2020-02-29,2019-04-01,25/03/2019");
  csv_reset(&csv);
}

static void a_stated_date_order_excludes_the_other(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.date_order = SL_DATE_DMY;
  Csv csv = read_text("a,b\n2019-03-25,25/03/2019\n", &options);
  assert_cells(&csv, "a:text b:date | 2019-03-25,2019-03-25");
  csv_reset(&csv);
}

static void dates_that_name_their_month_are_one_form(void **state) {
  (void)state;
  Csv csv = read_text("a,b,c,n\n1 Jan 2023,01-FEB-2023,1 Jan 2023,12\n,28-Feb-2023,2 Jan 2023,7\n30 September 2019,,2023-01-01,3\n", NULL);
  assert_cells(&csv, "a:date b:date c:text n:integer | 2023-01-01,2023-02-01,1 Jan 2023,12 | nil,2023-02-28,2 Jan 2023,7 | "
                     "2019-09-30,nil,2023-01-01,3");
  csv_reset(&csv);
}

static void a_street_and_a_day_that_is_none_are_texts(void **state) {
  (void)state;
  Csv csv = read_text("a,b\n1 Jan Street,31 Apr 2023\n12 High St 2023,1 May 2023\n", NULL);
  assert_cells(&csv, "a:text b:text | 1 Jan Street,31 Apr 2023 | 12 High St 2023,1 May 2023");
  csv_reset(&csv);
}

static void a_stated_long_form_excludes_the_others(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.date_order = SL_DATE_LONG;
  Csv csv = read_text("a,b,c\n2019-03-25,25/03/2019,25 March 2019\n", &options);
  assert_cells(&csv, "a:text b:text c:date | 2019-03-25,25/03/2019,2019-03-25");
  csv_reset(&csv);
}

static void datetimes_have_one_form_per_column(void **state) {
  (void)state;
  Csv csv = read_text("iso,dmy,long,mixed\n2019-03-25 10:30,25/03/2019 9:30,25 Mar 2019 10:30,2019-03-25 10:30\n"
                      "2019-03-25T10:30:05.5,26/03/2019 10:30:59,,25/03/2019 10:30\n", NULL);
  assert_cells(&csv, "iso:datetime dmy:datetime long:datetime mixed:text | "
                     "2019-03-25 10:30:00,2019-03-25 09:30:00,2019-03-25 10:30:00,2019-03-25 10:30 | "
                     "2019-03-25 10:30:05.500,2019-03-26 10:30:59,nil,25/03/2019 10:30");
  csv_reset(&csv);
}

static void dates_and_datetimes_in_one_column_are_texts(void **state) {
  (void)state;
  Csv csv = read_text("a,b\n2019-03-25 10:30,2019-03-25\n2019-03-26,2019-03-26 10:30\n", NULL);
  assert_cells(&csv, "a:text b:text | 2019-03-25 10:30,2019-03-25 | 2019-03-26,2019-03-26 10:30");
  csv_reset(&csv);
}

static void a_declared_datetime_takes_the_stated_order(void **state) {
  (void)state;
  static const SlCsvType types[] = {{{"at", 2}, SL_DATETIME}};
  SlCsvOptions options = default_options();
  options.types = types;
  options.type_count = 1;
  Csv csv = read_text("at\n25/03/2019 10:30\n26/03/2019 23:59:59\n", &options);
  assert_cells(&csv, "at:datetime | 2019-03-25 10:30:00 | 2019-03-26 23:59:59");
  csv_reset(&csv);
  options.date_order = SL_DATE_ISO;
  SlTable *table = NULL;
  SlError err;
  assert_int_equal(sl_csv_read_text(sl_str("at\n25/03/2019 10:30\n"), "t.csv", &options, &table, NULL, &err), SL_EPARSE);
  assert_says(err, "\"25/03/2019 10:30\" is not a datetime (2019-03-25 10:30)");
}

static void narrowest_storage_is_chosen(void **state) {
  (void)state;
  Csv csv = read_text("a,b,c,d\n1,1,1,1\n-128,300,70000,5000000000\n", NULL);
  SlStorage expected[] = {SL_I8, SL_I16, SL_I32, SL_I64};
  for (int i = 0; i < 4; i++) assert_int_equal(csv.table->columns[i]->storage, expected[i]);
  csv_reset(&csv);
}

static void a_column_of_missing_cells_is_text(void **state) {
  (void)state;
  Csv csv = read_text("a,b\n,1\n,2\n", NULL);
  assert_cells(&csv, "a:text b:integer | nil,1 | nil,2");
  csv_reset(&csv);
}

/* ---- missing ---- */

static void empty_is_missing_and_quoted_empty_is_not(void **state) {
  (void)state;
  Csv csv = read_text("a,b\n,x\n\"\",y\n", NULL);
  assert_cells(&csv, "a:text b:text | nil,x | ,y");
  csv_reset(&csv);
}

static void missing_texts_are_missing_unless_in_quotes(void **state) {
  (void)state;
  SlStr missing[] = {sl_str("NA"), sl_str("-")};
  SlCsvOptions options = default_options();
  options.missing = missing;
  options.missing_count = 2;
  Csv csv = read_text("a,b\n1,x\nNA,-\n4,\"-\"\n", &options);
  assert_cells(&csv, "a:integer b:text | 1,x | nil,nil | 4,-");
  csv_reset(&csv);
}

static void markers_give_reasons_and_flags(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  Csv csv = read_text("a,t\n12,x\n[c],[z]\n13 [p],y\n14[p][r],z [note 1]\n,[q]\n", &options);
  assert_cells(&csv, "a:integer t:text | 12,x | [c],[z] | 13[p],y | 14[p][r],z [note 1] | nil,[q]");
  assert_int_equal(sl_column_reason(csv.table->columns[0], 1), SL_REASON_CONFIDENTIAL);
  assert_int_equal(sl_column_reason(csv.table->columns[0], 4), SL_REASON_NONE);
  assert_int_equal(sl_column_flags(csv.table->columns[0], 3), SL_FLAG_PROVISIONAL | SL_FLAG_REVISED);
  csv_reset(&csv);
}

/* strips_marks: what is taken off, what stays, and that the stretches of a column that turns to text are read again alike. */
static void marks_are_taken_off_and_kept(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.marks_strip = true;
  Csv csv = read_text("t,n\nKent (R),\"1,204 [note 1]\"\nKent [r](p),2*\n\"Kent [1, 2]\",3 (r)\nKent (all),4 (12)\n[c],\n*,5~\n", &options);
  assert_cells(&csv, "t:text n:integer | Kent[r],1204 | Kent[p][r],2 | Kent,3[r] | Kent (all),4 | [c],nil | *,5");
  SlTable *marks = csv.report.marks;
  assert_int_equal(marks->length, 5);
  assert_true(sl_str_equal(sl_column_text(marks->columns[2], 0), sl_str("1,204 [note 1]")));
  assert_true(sl_str_equal(sl_column_text(marks->columns[3], 2), sl_str("[1, 2]")));
  assert_true(sl_str_equal(sl_column_text(marks->columns[1], 2), sl_str("t")));
  assert_int_equal(sl_column_integer(marks->columns[0], 2), 4);
  assert_string_equal(sl_buf_text(&csv.report.notes),
                      "column \"t\": the marks of 3 cells were taken off (marks = \"strip\"): those of 1 are in t:marks(), the others are flags\n"
                      "column \"n\": the marks of 5 cells were taken off (marks = \"strip\"): those of 4 are in t:marks(), the others are flags\n");
  csv_reset(&csv);
  csv = read_text("n\n1 (r)\n2*\n3\n4\nfive (p)\n", &options);
  assert_cells(&csv, "n:text | 1[r] | 2 | 3 | 4 | five[p]");
  assert_int_equal(csv.report.marks->length, 1);
  csv_reset(&csv);
  options.markers_gss = true;
  SlStr dash = sl_str("-");
  options.missing = &dash;
  options.missing_count = 1;
  csv = read_text("n\n[c] [note 1]\n- (r)\n\"- (r)\"\n5 [e]*\n", &options);
  assert_cells(&csv, "n:text | [c] | nil | -[r] | 5[e]");
  assert_int_equal(csv.report.marks->length, 3);
  csv_reset(&csv);
}

/* A file may be all marks: some are kept, and the others counted. */
static void many_marks_are_counted(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.marks_strip = true;
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "n\n");
  for (int i = 0; i < 10003; i++) sl_buf_add_text(&text, "1*\n");
  Csv csv = read_text(sl_buf_text(&text), &options);
  assert_int_equal(csv.report.marks->length, 10000);
  assert_non_null(strstr(sl_buf_text(&csv.report.notices), "the first 10,000 cells with marks are in t:marks(), and 3 more are not\n"));
  csv_reset(&csv);
  sl_buf_reset(&text);
}

static void markers_survive_a_column_that_turns_to_text(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  Csv csv = read_text("a\n12 [p]\n[c]\n3\n4\n1O4\n", &options);
  assert_cells(&csv, "a:text | 12[p] | [c] | 3 | 4 | 1O4");
  csv_reset(&csv);
}

/* ---- rows and quotes ---- */

static void quoted_newline_stays_in_its_field(void **state) {
  (void)state;
  Csv csv = read_text("a,b\n\"one\ntwo\",1\n\"x\r\ny\",2\n", NULL);
  assert_int_equal(csv.table->length, 2);
  assert_text(&csv, 0, 0, "one\ntwo");
  assert_text(&csv, 0, 1, "x\r\ny");
  csv_reset(&csv);
}

static void doubled_quotes_are_one(void **state) {
  (void)state;
  Csv csv = read_text("a\n\"say \"\"yes\"\"\"\n\"\"\"\"\n", NULL);
  assert_text(&csv, 0, 0, "say \"yes\"");
  assert_text(&csv, 0, 1, "\"");
  csv_reset(&csv);
}

static void spaces_belong_to_the_cell(void **state) {
  (void)state;
  Csv csv = read_text("a,b\n x , 1\n\" y \",2\n", NULL);
  assert_text(&csv, 0, 0, " x ");
  assert_text(&csv, 0, 1, " y ");
  assert_text(&csv, 1, 0, " 1");
  csv_reset(&csv);
}

static void every_line_end_is_a_line_end(void **state) {
  (void)state;
  const char *texts[] = {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "a,b\n1,2\r\n3,4", "a,b\r1,2\r\n3,4"};
  for (int i = 0; i < 5; i++) {
    Csv csv = read_text(texts[i], NULL);
    assert_cells(&csv, "a:integer b:integer | 1,2 | 3,4");
    csv_reset(&csv);
  }
}

static void blank_lines_are_no_rows_of_a_table_with_several_columns(void **state) {
  (void)state;
  Csv csv = read_text("\n\na,b\n\n1,2\n\n\n3,4\n\n", NULL);
  assert_cells(&csv, "a:integer b:integer | 1,2 | 3,4");
  csv_reset(&csv);
}

static void a_blank_line_is_a_missing_cell_of_a_single_column(void **state) {
  (void)state;
  Csv csv = read_text("a\n1\n\n3\n", NULL);
  assert_cells(&csv, "a:integer | 1 | nil | 3");
  csv_reset(&csv);
}

static void a_header_alone_is_a_table_of_no_rows(void **state) {
  (void)state;
  Csv csv = read_text("year,people", NULL);
  assert_cells(&csv, "year:text people:text");
  assert_int_equal(csv.table->length, 0);
  csv_reset(&csv);
}

static void a_row_of_empty_cells_is_no_row_and_is_said(void **state) {
  (void)state;
  Csv csv = read_text("a,b\r\n,\r\n1,\r\n\"\",\r\n,,,\r\n", NULL);
  assert_cells(&csv, "a:text b:text | 1,nil | ,nil");
  assert_notice(&csv, "2 rows of empty cells alone were left out\n");
  csv_reset(&csv);
}

static void rows_without_a_cell_are_kept_when_asked_for(void **state) {
  (void)state;
  SlCsvOptions options;
  const char text[] = "\na,b\n1,2\n,\n\n3,x\n\n";
  sl_csv_options_init(&options);
  options.blank_rows_keep = 1;
  Csv csv = read_text(text, &options);
  assert_cells(&csv, "a:integer b:text | 1,2 | nil,nil | nil,nil | 3,x | nil,nil");
  csv_reset(&csv);
  options.trim = true; /* records are walked */
  csv = read_text(text, &options);
  assert_cells(&csv, "a:integer b:text | 1,2 | nil,nil | nil,nil | 3,x | nil,nil");
  csv_reset(&csv);
}

static void a_fault_behind_rows_without_a_cell_is_found_at_its_line(void **state) {
  (void)state;
  SlCsvOptions options;
  const SlCsvType promise = {sl_str("b"), SL_INTEGER};
  sl_csv_options_init(&options);
  options.blank_rows_keep = 1;
  options.types = &promise;
  options.type_count = 1;
  SlTable *table = NULL;
  SlError err;
  assert_int_equal(sl_csv_read_text(sl_str("a,b\n1,2\n,\n\n\n3,x\n"), "t.csv", &options, &table, NULL, &err), SL_EPARSE);
  assert_non_null(strstr(err.text, "t.csv:6:3: column \"b\": \"x\" is not an integer (row 5)"));
}

static void quotes_can_be_plain_characters(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.quotes = false;
  Csv csv = read_text("a,b\n\"x,5'11\"\n", &options);
  assert_text(&csv, 0, 0, "\"x");
  assert_text(&csv, 1, 0, "5'11\"");
  csv_reset(&csv);
}

static void delimiter_and_quote_are_chosen(void **state) {
  (void)state;
  SlCsvOptions options = options_with_delimiter('\t');
  options.quote = '\'';
  Csv csv = read_text("a\tb\n'x\ty'\t1\n", &options);
  assert_text(&csv, 0, 0, "x\ty");
  csv_reset(&csv);
}

/* ---- header ---- */

static void repeated_names_get_numbers_that_no_other_column_has(void **state) {
  (void)state;
  Csv csv = read_text("n,n,n_2,n\n1,2,3,4\n", NULL);
  assert_cells(&csv, "n:integer n_3:integer n_2:integer n_4:integer | 1,2,3,4");
  assert_notice(&csv, "the header has \"n\" twice: column 2 is called \"n_3\"");
  csv_reset(&csv);
}

static void empty_names_are_numbered(void **state) {
  (void)state;
  Csv csv = read_text("a,,col_2\n1,2,3\n", NULL);
  assert_cells(&csv, "a:integer col_2_2:integer col_2:integer | 1,2,3");
  assert_notice(&csv, "column 2 has no name in the header: it is called \"col_2_2\"");
  csv_reset(&csv);
  csv = read_text("a,\n1,2\n", NULL);
  assert_cells(&csv, "a:integer col_2:integer | 1,2");
  csv_reset(&csv);
}

static void without_a_header_columns_are_numbered(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.has_header = false;
  Csv csv = read_text("1,x\n2,y\n", &options);
  assert_cells(&csv, "col_1:integer col_2:text | 1,x | 2,y");
  assert_int_equal(csv.report.notices.length, 0);
  csv_reset(&csv);
}

static void a_header_is_not_filled_past_a_column_with_a_cell_of_its_own(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.header_rows = 3;
  Csv csv = read_text("New,,Total,,Repair\nPublic,Private,,,House\n,,,x,\n1,2,3,4,5\n", &options);
  assert_cells(&csv, "New Public:integer New Private:integer Total:integer Total x:integer Repair House:integer | 1,2,3,4,5");
  csv_reset(&csv);
}

static void several_header_rows_are_joined(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.header_rows = 2;
  Csv csv = read_text(",Adults,,Children,\nForce,Male,Female,Male,Female\nKent,1,2,3,4\n", &options);
  assert_cells(&csv, "Force:text Adults Male:integer Adults Female:integer Children Male:integer Children Female:integer | Kent,1,2,3,4");
  csv_reset(&csv);
}

static void comments_beyond_ten_thousand_are_counted_and_not_kept(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.comment = sl_str("#");
  options.skip = 2;
  options.stop_at = sl_str("END");
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "title\nsubtitle\na\n");
  for (int i = 0; i < 10003; i++) sl_buf_add_text(&text, i == 5000 ? "1\n# c\n" : "# c\n");
  for (int i = 0; i < 10001; i++) sl_buf_add_text(&text, "END\n");
  Csv csv = read_bytes(sl_buf_str(&text), &options);
  assert_cells(&csv, "a:integer | 1");
  assert_int_equal(csv.report.preamble->length, 10000);
  assert_int_equal(csv.report.footnotes->length, 10000);
  assert_string_equal(sl_buf_text(&csv.report.notices),
                      "the first 10,000 lines of the preamble (skipped lines and comments) are kept, and 5 more are not\n"
                      "the first 10,000 lines of the footnotes are kept, and 1 more are not\n");
  csv_reset(&csv);
  sl_buf_reset(&text);
}

/* Room for all places of a long row would be four times the row, and twice that for the asking. */
static void a_row_too_long_to_be_scanned_is_read_as_a_stream(void **state) {
  (void)state;
  enum { LENGTH = PIECES_SIZE(70, 2) << 20 };
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a\n");
  char *room = sl_buf_room(&text, LENGTH);
  assert_non_null(room);
  memset(room, 'x', LENGTH);
  text.length += LENGTH;
  sl_memory_set_limit(sl_memory_held() + 6 * (size_t)LENGTH);
  Csv csv = read_bytes(sl_buf_str(&text), NULL);
  sl_memory_set_limit(0);
  assert_int_equal(sl_column_text(csv.table->columns[0], 0).length, LENGTH);
  csv_reset(&csv);
  sl_buf_reset(&text);
}

static void skipped_lines_and_comments_are_the_preamble(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.skip = 2;
  options.comment = sl_str("#");
  Csv csv = read_text("Table 1: \"referrals\nPublished 2024\n# a comment\na,b\n1,2\n# another, one\n3,4\n", &options);
  assert_cells(&csv, "a:integer b:integer | 1,2 | 3,4");
  assert_int_equal(csv.report.preamble->length, 4);
  assert_lines(csv.report.preamble, "1 Table 1: \"referrals|2 Published 2024|3 # a comment|6 # another, one|");
  csv_reset(&csv);
}

static void stop_at_ends_the_table_and_keeps_the_footnotes(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.stop_at = sl_str("Source");
  Csv csv = read_text("a,b\n1,2\nSource: Home Office\n\n\"notes, and more\n", &options);
  assert_cells(&csv, "a:integer b:integer | 1,2");
  assert_lines(csv.report.footnotes, "3 Source: Home Office|4 |5 \"notes, and more|");
  csv_reset(&csv);
}

static void only_the_columns_asked_for_are_read(void **state) {
  (void)state;
  SlStr columns[] = {sl_str("c"), sl_str("a")};
  SlCsvOptions options = default_options();
  options.columns = columns;
  options.column_count = 2;
  Csv csv = read_text("a,b,c\n1,x,3\n4,y,6\n", &options);
  assert_cells(&csv, "c:integer a:integer | 3,1 | 6,4");
  csv_reset(&csv);
}

/* ---- declared types ---- */

static void declared_types_are_kept(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("code"), SL_TEXT}, {sl_str("q"), SL_QUARTER}, {sl_str("y"), SL_YEAR_ENDING},
                       {sl_str("b"), SL_BOOLEAN}, {sl_str("n"), SL_NUMBER}, {sl_str("d"), SL_DATE}, {sl_str("i"), SL_INTEGER}};
  SlCsvOptions options = default_options();
  options.types = types;
  options.type_count = 7;
  Csv csv = read_text("code,q,y,b,n,d,i\n12,2019 Q1,2018/19,true,5,25/03/2019,7\n\"\",,,,,,\n", &options);
  assert_cells(&csv, "code:text q:quarter y:year-ending b:boolean n:number d:date i:integer | "
                     "12,January to March 2019,Year ending March 2019,true,5.0,2019-03-25,7 | ,nil,nil,nil,nil,nil,nil");
  csv_reset(&csv);
}

static void cells_that_break_a_promise_can_be_rejected(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("people"), SL_INTEGER}};
  SlCsvOptions options = default_options();
  options.types = types;
  options.type_count = 1;
  options.on_error = SL_BAD_REJECT;
  Csv csv = read_text("force,people\nKent,1\nEssex,1O4\n7,\nSurrey,x\nDorset,5\n", &options);
  assert_cells(&csv, "force:text people:integer | Kent,1 | 7,nil | Dorset,5");
  assert_int_equal(csv.report.rows_read, 5);
  assert_int_equal(csv.report.rows_rejected, 2);
  assert_lines(csv.report.rejects, "3 column \"people\": \"1O4\" is not an integer: Essex,1O4|"
                                   "5 column \"people\": \"x\" is not an integer: Surrey,x|");
  csv_reset(&csv);
}

static void a_rejected_row_has_no_say_in_the_types_of_others(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("b"), SL_INTEGER}};
  SlCsvOptions options = default_options();
  options.types = types;
  options.type_count = 1;
  options.on_error = SL_BAD_REJECT;
  Csv csv = read_text("a,b\n1,1\nx,y\n3,3\n", &options);
  assert_cells(&csv, "a:integer b:integer | 1,1 | 3,3");
  csv_reset(&csv);
}

static void ragged_rows_can_be_rejected(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.ragged = SL_BAD_REJECT;
  Csv csv = read_text("a,b\n1,2\n3\n4,5,6\nx,7\n", &options);
  assert_cells(&csv, "a:text b:integer | 1,2 | x,7");
  assert_lines(csv.report.rejects, "3 1 field, the header has 2: 3|4 3 fields, the header has 2: 4,5,6|");
  csv_reset(&csv);
}

/* ---- problems ---- */

static void the_cell_that_made_a_column_text_is_named(void **state) {
  (void)state;
  Csv csv = read_text("name,people\nKent,1\n\"Devon\nCornwall\",2\nEssex,1O4\nSurrey,7\n", NULL);
  assert_non_null(csv.report.problems);
  assert_int_equal(csv.report.problems->length, 1);
  Csv problems = {.table = csv.report.problems};
  assert_cells(&problems, "column:text type_wanted:text line:integer row:integer value:text why:text | "
                          "people,integer,5,3,1O4,it is not an integer");
  csv_reset(&csv);
}

static void a_column_of_plain_text_is_no_problem(void **state) {
  (void)state;
  Csv csv = read_text("name,x\nKent,1\nEssex,2\n", NULL);
  assert_null(csv.report.problems);
  csv_reset(&csv);
}

static void problems_say_why(void **state) {
  (void)state;
  const struct { const char *text, *type, *why; } cases[] = {
    {"a\n1\n\"\"\n", "integer", "an empty cell in quotes is a text, not a missing value"},
    {"a\n1\n2 \n", "integer", "it has white space around it"},
    {"a\n1.5\n007\n", "number", "a code that begins with 0 keeps its zeros"},
    {"a\n1\n1234567890123456789\n", "integer", "it has more than 18 digits"},
    {"a\n1.5\n2\n12345678901234567\n", "number", "a number would change its last digits; it keeps 15 or 16, an integer 18"},
    {"a\n2019-03-25\n25/03/2019\n", "date", "it is not a date of the column's format"},
    {"a\n1 Jan 2023\n2023-01-02\n3 Jan 2023\n", "date", "it is not a date of the column's format"},
    {"a\n2019-03-25 10:30\n2019-03-25 10:31\n2019-03-25\n", "datetime", "it is a date without a time"},
    {"a\n2019-03-25 10:30\n2019-03-25 10:31\n2019-03-25T10:32Z\n", "datetime", "it names a time zone, which a datetime has not"},
    {"a\n2019-03-25 10:30\n2019-03-25 10:31\n25/03/2019 10:32\n", "datetime", "it is not a datetime of the column's format"},
    {"a\n2019-03-25\n2019-03-26\n2019-03-25 10:32\n", "date", "it is not a date of the column's format"},
    {"a\n12\n6%\n", "integer", "it has a percent sign"},
    {"a\n12\n+6\n", "integer", "it begins with +"},
    {"a\n12\n6x\n", "integer", "it is not an integer"},
    {"a\n1.5\n6x\n", "number", "it is not a number"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Csv csv = read_text(cases[i].text, NULL);
    assert_non_null(csv.report.problems);
    Csv problems = {.table = csv.report.problems};
    assert_text(&problems, 1, 0, cases[i].type);
    assert_text(&problems, 5, 0, cases[i].why);
    csv_reset(&csv);
  }
}

static void problem_rows_count_rejected_ones(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.ragged = SL_BAD_REJECT;
  Csv csv = read_text("a,b\n1,2\n3\n4\n5,6\nx,7\n", &options);
  Csv problems = {.table = csv.report.problems};
  assert_cells(&problems, "column:text type_wanted:text line:integer row:integer value:text why:text | "
                          "a,integer,6,5,x,it is not an integer");
  csv_reset(&csv);
}

/* ---- encodings ---- */

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state) {
  (void)state;
  Csv csv = read_text("\xEF\xBB\xBF" "a,b\n1,2\n", NULL);
  assert_cells(&csv, "a:integer b:integer | 1,2");
  csv_reset(&csv);
}

static void what_is_not_utf8_is_windows_1252_with_a_notice(void **state) {
  (void)state;
  Csv csv = read_text("name\nCaf\xE9\n\x80 5 \x96 \x81\n", NULL);
  assert_text(&csv, 0, 0, "Caf\xC3\xA9");
  assert_text(&csv, 0, 1, "\xE2\x82\xAC 5 \xE2\x80\x93 \xC2\x81");
  assert_notice(&csv, "the text is not UTF-8 (line 2, column 4): it was read as Windows-1252");
  csv_reset(&csv);
}

static void utf16_is_read_by_its_mark(void **state) {
  (void)state;
  static const char little[] = "\xFF\xFE" "a\0\n\0\xE9\0\n\0\x3D\xD8\x00\xDE";
  Csv csv = read_bytes((SlStr){little, sizeof little - 1}, NULL);
  assert_text(&csv, 0, 0, "\xC3\xA9");
  assert_text(&csv, 0, 1, "\xF0\x9F\x98\x80");
  csv_reset(&csv);
  static const char big[] = "\xFE\xFF\0a\0\n\0\xE9";
  csv = read_bytes((SlStr){big, sizeof big - 1}, NULL);
  assert_text(&csv, 0, 0, "\xC3\xA9");
  csv_reset(&csv);
}

/* ---- files ---- */

static void a_file_is_read_as_its_text_is(void **state) {
  (void)state;
  char path[] = "/tmp/slavelab_csv_XXXXXX";
  int file = mkstemp(path);
  assert_true(file >= 0);
  const char text[] = "a,b\n1,x\n";
  assert_int_equal(write(file, text, sizeof text - 1), sizeof text - 1);
  close(file);
  SlCsvOptions options = default_options();
  Csv csv;
  sl_csv_report_init(&csv.report);
  SlError err;
  assert_ok(sl_csv_read(path, &options, &csv.table, &csv.report, &err), err);
  assert_cells(&csv, "a:integer b:text | 1,x");
  assert_int_equal(csv.report.bytes, sizeof text - 1);
  csv_reset(&csv);
  unlink(path);
}

static void an_encoding_that_is_asked_for_is_taken_at_its_word(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.encoding = SL_ENCODING_WINDOWS_1252;
  Csv csv = read_text("a\n\x80 5\n\xC3\xA9\n", &options); /* the last would be UTF-8, too */
  assert_text(&csv, 0, 0, "\xE2\x82\xAC 5");
  assert_text(&csv, 0, 1, "\xC3\x83\xC2\xA9");
  assert_int_equal(csv.report.notices.length, 0);
  csv_reset(&csv);
  options.encoding = SL_ENCODING_UTF16;
  static const char little[] = "a\0\n\0\xE9\0\n\0\x3D\xD8\x00\xDE\n"; /* U+1F600 needs two units */
  csv = read_bytes((SlStr){little, sizeof little}, &options);
  assert_text(&csv, 0, 0, "\xC3\xA9");
  assert_text(&csv, 0, 1, "\xF0\x9F\x98\x80");
  csv_reset(&csv);
}

/* Codes of one, two and four bytes; and texts that hardly repeat, which end up as they are. */
static void texts_are_kept_however_many_are_distinct(void **state) {
  (void)state;
  static const struct { int distinct, rows; SlStorage storage; } cases[] = {
      {200, PIECES_SIZE(150000, 2000), SL_CODE8},
      {300, PIECES_SIZE(150000, 2000), SL_CODE16},
      {70000, PIECES_SIZE(150000, 71000), SL_CODE32},
      {150000, 150000, SL_STRING}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlBuf text;
    sl_buf_init(&text);
    sl_buf_add_text(&text, "a,n\n");
    for (int row = 0; row < cases[i].rows; row++)
      if (row % 1000 == 7)
        sl_buf_add_text(&text, ",0\n");
      else
        sl_buf_printf(&text, "text %d,%d\n", (int)((int64_t)row * 7919 % cases[i].distinct), row);
    Csv csv = read_bytes(sl_buf_str(&text), NULL);
    const SlColumn *column = csv.table->columns[0];
    assert_int_equal(column->length, cases[i].rows);
    assert_int_equal(column->storage, cases[i].storage);
    for (int row = 0; row < cases[i].rows; row++) {
      char expected[32];
      snprintf(expected, sizeof expected, "text %d", (int)((int64_t)row * 7919 % cases[i].distinct));
      assert_int_equal(sl_column_is_null(column, row), row % 1000 == 7);
      if (row % 1000 != 7 && !sl_str_equal(sl_column_text(column, row), sl_str(expected))) fail_msg("row %d is not %s", row, expected);
    }
    csv_reset(&csv);
    sl_buf_reset(&text);
  }
}

static void a_header_of_figures_is_noticed(void **state) {
  (void)state;
  Csv csv = read_bytes(sl_str("2019,1.5\n2020,2.5\n"), NULL);
  assert_string_equal(sl_buf_text(&csv.report.notices),
                      "the header looks like a row: \"2019\" is the name of a column of type integer; if the file has no header, "
                      "read_csv(path, { header = false })\n");
  csv_reset(&csv);
  csv = read_bytes(sl_str("2019-03-25 10:30,Kent\n2019-03-26 10:30,Essex\n"), NULL);
  assert_notice(&csv, "\"2019-03-25 10:30\" is the name of a column of type datetime");
  csv_reset(&csv);
  csv = read_bytes(sl_str("1 Jan 2023,Kent\n2 Jan 2023,Essex\n"), NULL);
  assert_notice(&csv, "\"1 Jan 2023\" is the name of a column of type date");
  csv_reset(&csv);
  csv = read_bytes(sl_str("force,2019\nKent,2\n"), NULL);
  assert_int_equal(csv.report.notices.length, 0);
  csv_reset(&csv);
}

/* ---- size ---- */

static void a_field_of_many_megabytes_is_a_field(void **state) {
  (void)state;
  const size_t size = PIECES_SIZE(20, 2) << 20;
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a,b\n1,\"");
  char *room = sl_buf_room(&text, size);
  assert_non_null(room);
  memset(room, 'x', size);
  text.length += size;
  sl_buf_add_text(&text, "\"\n2,y\n");
  Csv csv = read_bytes(sl_buf_str(&text), NULL);
  assert_int_equal(csv.table->length, 2);
  assert_int_equal(sl_column_text(csv.table->columns[1], 0).length, size);
  csv_reset(&csv);
  sl_buf_reset(&text);
}

static void many_distinct_texts_become_plain_strings(void **state) {
  (void)state;
  enum { ROWS = PIECES_SIZE(2200000, 100000) }; /* stretches of two rows are many enough by then, each with texts to be merged */
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "id,n\n");
  for (int i = 0; i < ROWS; i++) sl_buf_printf(&text, "id%d,%d\n", i, i % 7);
  Csv csv = read_bytes(sl_buf_str(&text), NULL);
  sl_buf_reset(&text);
  const SlColumn *id = csv.table->columns[0];
  if (ROWS > 2000000) assert_int_equal(id->storage, SL_STRING);
  char wanted[24];
  for (int i = 0; i < ROWS; i += 1237) {
    snprintf(wanted, sizeof wanted, "id%d", i);
    assert_true(sl_str_equal(sl_column_text(id, i), sl_str(wanted)));
    assert_int_equal(sl_column_integer(csv.table->columns[1], i), i % 7);
  }
  csv_reset(&csv);
}

/* ---- memory ---- */

static SlStatus read_everything(void *context, SlError *err) {
  SlCsvOptions *options = context;
  static const char text[] =
    "title\n\"a\",,a,d,p\n1,x*,2019-03-25,\"1,5\",1\n2,y,2019-03-26,2,2 [p]\n#c\n3,,bad,3.5,[c]\nq\n4,z,,x,5\nx,\"\"\"\",,,\nSource\n";
  SlTable *table = NULL;
  SlCsvReport report;
  sl_csv_report_init(&report);
  SlStatus status = sl_csv_read_text((SlStr){text, sizeof text - 1}, "test.csv", options, &table, &report, err);
  sl_table_release(table);
  sl_csv_report_reset(&report);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("p"), SL_INTEGER}};
  SlCsvOptions options = default_options();
  options.skip = 1;
  options.comment = sl_str("#");
  options.stop_at = sl_str("Source");
  options.markers_gss = options.marks_strip = true;
  options.ragged = options.on_error = SL_BAD_REJECT;
  options.types = types;
  options.type_count = 1;
  fail_each_allocation(read_everything, &options);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(whole_numbers_are_integers),
    cmocka_unit_test(one_decimal_makes_numbers_of_integers_before_it),
    cmocka_unit_test(a_late_text_makes_text_of_all_cells_as_written),
    cmocka_unit_test(order_of_rows_never_changes_a_type),
    cmocka_unit_test(long_codes_keep_their_digits_beside_fractions),
    cmocka_unit_test(long_integers_that_a_number_holds_become_numbers),
    cmocka_unit_test(a_number_that_is_promised_may_be_rounded),
    cmocka_unit_test(codes_keep_their_zeros),
    cmocka_unit_test(what_is_no_number_is_text),
    cmocka_unit_test(eighteen_digits_are_exact),
    cmocka_unit_test(regular_thousands_are_read),
    cmocka_unit_test(a_decimal_comma_turns_the_signs_round),
    cmocka_unit_test(dates_have_one_format_per_column),
    cmocka_unit_test(a_stated_date_order_excludes_the_other),
    cmocka_unit_test(dates_that_name_their_month_are_one_form),
    cmocka_unit_test(a_street_and_a_day_that_is_none_are_texts),
    cmocka_unit_test(a_stated_long_form_excludes_the_others),
    cmocka_unit_test(datetimes_have_one_form_per_column),
    cmocka_unit_test(dates_and_datetimes_in_one_column_are_texts),
    cmocka_unit_test(a_declared_datetime_takes_the_stated_order),
    cmocka_unit_test(narrowest_storage_is_chosen),
    cmocka_unit_test(a_column_of_missing_cells_is_text),
    cmocka_unit_test(empty_is_missing_and_quoted_empty_is_not),
    cmocka_unit_test(missing_texts_are_missing_unless_in_quotes),
    cmocka_unit_test(markers_give_reasons_and_flags),
    cmocka_unit_test(marks_are_taken_off_and_kept),
    cmocka_unit_test(many_marks_are_counted),
    cmocka_unit_test(markers_survive_a_column_that_turns_to_text),
    cmocka_unit_test(quoted_newline_stays_in_its_field),
    cmocka_unit_test(doubled_quotes_are_one),
    cmocka_unit_test(spaces_belong_to_the_cell),
    cmocka_unit_test(every_line_end_is_a_line_end),
    cmocka_unit_test(blank_lines_are_no_rows_of_a_table_with_several_columns),
    cmocka_unit_test(a_blank_line_is_a_missing_cell_of_a_single_column),
    cmocka_unit_test(rows_without_a_cell_are_kept_when_asked_for),
    cmocka_unit_test(a_fault_behind_rows_without_a_cell_is_found_at_its_line),
    cmocka_unit_test(a_header_alone_is_a_table_of_no_rows),
    cmocka_unit_test(a_row_of_empty_cells_is_no_row_and_is_said),
    cmocka_unit_test(quotes_can_be_plain_characters),
    cmocka_unit_test(delimiter_and_quote_are_chosen),
    cmocka_unit_test(repeated_names_get_numbers_that_no_other_column_has),
    cmocka_unit_test(empty_names_are_numbered),
    cmocka_unit_test(without_a_header_columns_are_numbered),
    cmocka_unit_test(several_header_rows_are_joined),
    cmocka_unit_test(a_header_is_not_filled_past_a_column_with_a_cell_of_its_own),
    cmocka_unit_test(skipped_lines_and_comments_are_the_preamble),
    cmocka_unit_test(comments_beyond_ten_thousand_are_counted_and_not_kept),
    cmocka_unit_test(a_row_too_long_to_be_scanned_is_read_as_a_stream),
    cmocka_unit_test(stop_at_ends_the_table_and_keeps_the_footnotes),
    cmocka_unit_test(only_the_columns_asked_for_are_read),
    cmocka_unit_test(declared_types_are_kept),
    cmocka_unit_test(cells_that_break_a_promise_can_be_rejected),
    cmocka_unit_test(a_rejected_row_has_no_say_in_the_types_of_others),
    cmocka_unit_test(ragged_rows_can_be_rejected),
    cmocka_unit_test(the_cell_that_made_a_column_text_is_named),
    cmocka_unit_test(a_column_of_plain_text_is_no_problem),
    cmocka_unit_test(problems_say_why),
    cmocka_unit_test(problem_rows_count_rejected_ones),
    cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_name),
    cmocka_unit_test(what_is_not_utf8_is_windows_1252_with_a_notice),
    cmocka_unit_test(utf16_is_read_by_its_mark),
    cmocka_unit_test(a_file_is_read_as_its_text_is),
      cmocka_unit_test(an_encoding_that_is_asked_for_is_taken_at_its_word),
      cmocka_unit_test(texts_are_kept_however_many_are_distinct),
      cmocka_unit_test(a_header_of_figures_is_noticed),
    cmocka_unit_test(a_field_of_many_megabytes_is_a_field),
    cmocka_unit_test(many_distinct_texts_become_plain_strings),
    cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
