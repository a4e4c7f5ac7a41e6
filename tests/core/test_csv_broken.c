/* What is said about a broken CSV file, to the letter where it matters: a message is part of the program. */
#include "tests/support/csv.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/runtime.h"

static SlError fail_bytes(SlStr text, const SlCsvOptions *options) {
  SlCsvOptions plain = default_options();
  SlTable *table = NULL;
  SlCsvReport report;
  sl_csv_report_init(&report);
  SlError err = {0};
  SlStatus status = sl_csv_read_text(text, "data/nrm.csv", options ? options : &plain, &table, &report, &err);
  assert_int_not_equal(status, SL_OK);
  assert_int_equal(err.status, status);
  assert_null(table);
  return err;
}

static SlError fail_text(const char *text, const SlCsvOptions *options) { return fail_bytes(sl_str(text), options); }

static SlCsvOptions promise(SlCsvType *type, const char *column, SlType of) {
  *type = (SlCsvType){sl_str(column), of};
  SlCsvOptions options = default_options();
  options.types = type;
  options.type_count = 1;
  return options;
}

/* ---- broken promises ---- */

static void a_broken_promise_is_shown_counted_and_advised_on(void **state) {
  (void)state;
  SlCsvType type;
  SlCsvOptions options = promise(&type, "people", SL_INTEGER);
  SlError err = fail_text("force,age,people\nKent,Adult,12\nDevon & Cornwall,Adult,1O4\nEssex,Child,\nSurrey,Child,7\n", &options);
  assert_string_equal(err.text,
                      "data/nrm.csv:3:24: column \"people\": \"1O4\" is not an integer (row 2)\n"
                      "    3 | Devon & Cornwall,Adult,1O4\n"
                      "                               ^\n"
                      "  2 of 3 cells in this column are integers.\n"
                      "  Fix the file, or read_csv(path, { types = { people = \"text\" } }), or { on_error = \"reject\" }.");
  assert_int_equal(err.line, 3);
  assert_int_equal(err.column, 24);
}

static void the_first_broken_cell_of_the_file_is_told(void **state) {
  (void)state;
  SlCsvType types[] = {{sl_str("b"), SL_INTEGER}, {sl_str("a"), SL_NUMBER}};
  SlCsvOptions options = default_options();
  options.types = types;
  options.type_count = 2;
  SlError err = fail_text("a,b\n1,1\n2,2\n3,3\nx,y\nz,5\n", &options);
  assert_says(err, "data/nrm.csv:5:1: column \"a\": \"x\" is not a number (row 4)");
  assert_says(err, "3 of 5 cells");
}

static void the_caret_counts_characters_not_bytes(void **state) {
  (void)state;
  SlCsvType type;
  SlCsvOptions options = promise(&type, "n", SL_INTEGER);
  SlError err = fail_text("name,n\nCaf\xC3\xA9,\"x\"\n", &options);
  assert_says(err, "data/nrm.csv:2:7: column \"n\": \"x\" is not an integer (row 1)\n"
                   "    2 | Caf\xC3\xA9,\"x\"\n"
                   "              ^\n");
}

static void a_cell_after_a_quoted_line_end_is_on_its_own_line(void **state) {
  (void)state;
  SlCsvType type;
  SlCsvOptions options = promise(&type, "n", SL_INTEGER);
  SlError err = fail_text("a,n\n\"one\ntwo\",x\n", &options);
  assert_says(err, "data/nrm.csv:3:6: column \"n\": \"x\" is not an integer (row 1)\n    3 | two\",x\n             ^\n");
}

static void a_name_that_is_no_lua_name_is_written_as_a_key(void **state) {
  (void)state;
  SlCsvType type;
  SlCsvOptions options = promise(&type, "Age \"group\"", SL_INTEGER);
  SlError err = fail_text("\"Age \"\"group\"\"\"\nx\n", &options);
  assert_says(err, "{ types = { [\"Age \\\"group\\\"\"] = \"text\" } }");
  options = promise(&type, "end", SL_DATE);
  err = fail_text("end\nx\n", &options);
  assert_says(err, "is not a date");
  assert_says(err, "{ types = { [\"end\"] = \"text\" } }");
  static const struct { const char *name, *key; } cases[] = {
      {"AZaz_09", "AZaz_09"}, {"_", "_"}, {"0a", "[\"0a\"]"}, {"a b", "[\"a b\"]"}, {"caf\xC3\xA9", "[\"caf\xC3\xA9\"]"}, {"@", "[\"@\"]"}, {"a[", "[\"a[\"]"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[32], offered[64];
    snprintf(text, sizeof text, "%s\nx\n", cases[i].name);
    snprintf(offered, sizeof offered, "{ types = { %s = \"text\" } }", cases[i].key);
    options = promise(&type, cases[i].name, SL_INTEGER);
    assert_says(fail_text(text, &options), offered);
  }
}

static void a_long_line_is_shown_around_the_caret(void **state) {
  (void)state;
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a,n,b\n");
  for (int i = 0; i < 500; i++) sl_buf_add_char(&text, 'x');
  sl_buf_add_text(&text, ",bad,");
  for (int i = 0; i < 500; i++) sl_buf_add_char(&text, 'y');
  SlCsvType type;
  SlCsvOptions options = promise(&type, "n", SL_INTEGER);
  SlError err = fail_bytes(sl_buf_str(&text), &options);
  const char *line = strstr(err.text, "    2 | ...x");
  assert_non_null(line);
  const char *caret = strchr(strchr(line, '\n') + 1, '^');
  assert_non_null(caret);
  const char *caret_line = strchr(line, '\n') + 1;
  assert_memory_equal(line + (caret - caret_line), "bad", 3);
  assert_true(caret_line - line < 130);
  sl_buf_reset(&text);
}

static void a_date_that_breaks_the_order_of_its_column_is_bad(void **state) {
  (void)state;
  SlCsvType type;
  SlCsvOptions options = promise(&type, "d", SL_DATE);
  SlError err = fail_text("d\nsoon\n2019-03-25\n25/03/2019\n", &options);
  assert_says(err, ":2:1: column \"d\": \"soon\" is not a date (row 1)");
  assert_says(err, "1 of 3 cells in this column are dates.");
}

/* ---- ragged rows ---- */

static void ragged_rows_are_counted_and_ten_are_named(void **state) {
  (void)state;
  SlError err = fail_text("a,b\n1,2\n3\n4,5\n6,7,8\n", NULL);
  assert_string_equal(err.text,
                      "data/nrm.csv:3:1: 1 field where the header has 2 (row 2)\n"
                      "    3 | 3\n"
                      "        ^\n"
                      "  2 of 4 rows have another number of fields than the header: lines 3 (1), 5 (3).\n"
                      "  Fix the file, or read_csv(path, { ragged = \"reject\" }).");
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a,b\n1,2\n");
  for (int i = 0; i < 12; i++) sl_buf_add_text(&text, "x\n");
  err = fail_bytes(sl_buf_str(&text), NULL);
  assert_says(err, "12 of 13 rows have another number of fields than the header: lines 3 (1), 4 (1),");
  assert_says(err, " 12 (1), and more.");
  sl_buf_reset(&text);
}

static void a_title_above_the_header_is_recognised(void **state) {
  (void)state;
  SlError err = fail_text("Referrals by force\nforce,people\nKent,1\n", NULL);
  assert_says(err, "If the header is on line 2: read_csv(path, { skip = 1 }).");
}

static void ragged_rows_come_before_broken_promises(void **state) {
  (void)state;
  SlCsvType type;
  SlCsvOptions options = promise(&type, "a", SL_INTEGER);
  SlError err = fail_text("a,b\nx,2\n3\n", &options);
  assert_says(err, "data/nrm.csv:3:1: 1 field where the header has 2");
}

/* ---- quotes ---- */

static void an_unclosed_quote_is_told_where_it_opens(void **state) {
  (void)state;
  SlError err = fail_text("a,b\n1,2\n3,\"four\n5,6\n7,8\n", NULL);
  assert_string_equal(err.text,
                      "data/nrm.csv:3:3: the quote that opens here is never closed\n"
                      "    3 | 3,\"four\n"
                      "          ^\n"
                      "  Fix the file, or read_csv(path, { quotes = \"lenient\" }), or { ragged = \"reject\" }.");
  err = fail_text("a,b\n1,\"", NULL);
  assert_says(err, "data/nrm.csv:2:3: the quote that opens here");
}

static void a_quote_in_the_wrong_place_is_an_error(void **state) {
  (void)state;
  SlError err = fail_text("a,b\n1,5'11\"\n", NULL);
  assert_says(err, "data/nrm.csv:2:7: a quote inside a field that does not begin with one");
  err = fail_text("a,b\n1,\"x\"y\n", NULL);
  assert_says(err, "data/nrm.csv:2:6: text after a closing quote");
  err = fail_text("a,b\n1, \"x\"\n", NULL);
  assert_says(err, "data/nrm.csv:2:4: a quote inside");
  err = fail_text("a,b\n\"x\" ,1\n", NULL);
  assert_says(err, "data/nrm.csv:2:4: text after a closing quote");
  err = fail_text("a,\"b\n", NULL);
  assert_says(err, "data/nrm.csv:1:3: the quote that opens here");
}

/* ---- bytes ---- */

static void a_nul_byte_is_an_error(void **state) {
  (void)state;
  static const char text[] = "a,b\n1,\0\n";
  SlError err = fail_bytes((SlStr){text, sizeof text - 1}, NULL);
  assert_says(err, "data/nrm.csv:2:3: a NUL byte");
}

static void utf16_without_a_mark_is_offered_where_it_may_be_read_so(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t length;
    bool offered;
  } texts[] = {{"a\0,\0n\0\n\0x\0,\0001\0\n\0", 16, true}, {"a\0\xE9\0\n\0", 6, true}, {"\x16\4,\0\x3d\4\n\0", 8, true},
               {"a\0b,n\nx,1\n", 10, false}, {"a,n\nx\0y,1\n", 10, false}, {"a,b\n1,\0\n", 8, false}, {"\0a\0,\0b\0\n", 8, false}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    SlError err = fail_bytes((SlStr){texts[i].bytes, texts[i].length}, NULL);
    assert_says(err, "a NUL byte");
    assert_int_equal(strstr(err.text, "encoding = \"utf-16\"") != NULL, texts[i].offered);
  }
}

static void stated_utf8_must_be_utf8(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.encoding = SL_ENCODING_UTF8;
  SlError err = fail_text("name\nCaf\xE9\n", &options);
  assert_says(err, "data/nrm.csv:2:4: byte 0xE9 is not UTF-8");
  err = fail_text("\xEF\xBB\xBFname\nCaf\xE9\n", NULL);
  assert_says(err, "data/nrm.csv:2:4: byte 0xE9 is not UTF-8");
}

static void half_a_surrogate_is_an_error(void **state) {
  (void)state;
  static const char lone[] = "\xFF\xFE" "a\0\n\0\x3D\xD8x\0";
  SlError err = fail_bytes((SlStr){lone, sizeof lone - 1}, NULL);
  assert_says(err, "data/nrm.csv:2:1: half of a UTF-16 surrogate pair");
  err = fail_bytes((SlStr){lone, sizeof lone - 2}, NULL);
  assert_says(err, "its end is missing");
}

static void what_is_no_text_is_named_with_what_to_do(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t length;
    const char *says;
  } files[] = {
      {"PK\x03\x04 and more", 13, "this is a zip archive, not CSV text\n  Unpack it first: unzip"},
      {"PK\x03\x04 [Content_Types].xml", 24, "this is an Excel workbook (.xlsx), not CSV text\n  lab.read_sheet(path, { sheet = ... }) reads a table of it"},
      {"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 60, "this is a spreadsheet (.ods)"},
      {"BZh91AY&SY\x93\xAF", 12, "this is packed with bzip2, not CSV text\n  Unpack it first: bunzip2"},
      {"\xFD\x37zXZ\0\0", 7, "this is packed with xz, not CSV text\n  Unpack it first: unxz"},
      {"$FL2@(#) SPSS DATA FILE\0", 24, "this is a file of SPSS (.sav)"},
      {"<stata_dta><header>\0", 20, "this is a file of Stata (.dta)"},
      {"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60\xB3\x14\x11\xCF\0", 21, "this is a file of SAS (.sas7bdat)"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", 9, "this is an old Excel workbook (.xls)"},
      {"%PDF-1.7\n", 9, "this is a PDF"},
      {" \n<!DOCTYPE html>\n<title>404</title>", 36, "this is a web page, not a table as CSV\n  Its address"},
      {"<HTML><body>a,b</body>", 22, "this is a web page"},
      {"<?xml version=\"1.0\"?>", 21, "this is XML"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:12\n", 57, "this is a pointer of Git LFS"},
  };
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    SlError err = fail_bytes((SlStr){files[i].bytes, files[i].length}, NULL);
    assert_says(err, files[i].says);
  }
}

static void a_mixed_encoding_is_measured(void **state) {
  (void)state;
  Csv csv = read_text("name,n\n\xC3\xA9t\xC3\xA9,1\ncaf\xE9,2\n", NULL);
  assert_notice(&csv, "1 byte on 1 line is not UTF-8, but 2 letters on 1 line are, and will look wrong");
  csv_reset(&csv);
  csv = read_text("name,n\ncaf\xE9 \xE9,1\ncaf\xE9,2\n", NULL);
  assert_notice(&csv, "it was read as Windows-1252; 3 bytes on 2 lines are not UTF-8\n");
  csv_reset(&csv);
}

/* ---- nothing there ---- */

static void an_empty_file_says_so(void **state) {
  (void)state;
  SlError err = fail_text("", NULL);
  assert_string_equal(err.text, "data/nrm.csv: the file is empty: no header, no rows");
  assert_int_equal(err.status, SL_EPARSE);
  err = fail_text("\xEF\xBB\xBF", NULL);
  assert_says(err, "the file is empty");
  err = fail_text("\n\n", NULL);
  assert_says(err, "no header was found");
}

static void a_missing_file_is_told_with_its_path(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  SlTable *table;
  SlError err;
  assert_int_equal(sl_csv_read("/nowhere/nrm.csv", &options, &table, NULL, &err), SL_EIO);
  assert_string_equal(err.text, "cannot read /nowhere/nrm.csv: No such file or directory");
}

static void a_directory_is_called_one(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  SlTable *table;
  SlError err;
  assert_int_equal(sl_csv_read("/tmp", &options, &table, NULL, &err), SL_EIO);
  assert_string_equal(err.text, "cannot read /tmp: it is a directory, not a file");
}

/* ---- options ---- */

static void unknown_columns_are_suggested(void **state) {
  (void)state;
  SlStr columns[] = {sl_str("peple")};
  SlCsvOptions options = default_options();
  options.columns = columns;
  options.column_count = 1;
  SlError err = fail_text("people,year\n1,2\n", &options);
  assert_int_equal(err.status, SL_ENAME);
  assert_says(err, "no column \"peple\"; did you mean \"people\"");
  SlCsvType type;
  options = promise(&type, "yaer", SL_INTEGER);
  err = fail_text("people,year\n1,2\n", &options);
  assert_says(err, "no column \"yaer\"; did you mean \"year\"");
}

static void characters_that_contradict_are_refused(void **state) {
  (void)state;
  SlCsvOptions options = options_with_delimiter('"');
  SlError err = fail_text("a\n", &options);
  assert_int_equal(err.status, SL_EARG);
  assert_says(err, "delim and quote are both '\"'");
  options = options_with_delimiter('\n');
  err = fail_text("a\n", &options);
  assert_says(err, "delim must be one ASCII character");
}

static void an_interrupt_stops_the_read(void **state) {
  (void)state;
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a\n");
  for (int i = 0; i < 5000; i++) sl_buf_add_text(&text, "1\n");
  sl_interrupt();
  SlError err = fail_bytes(sl_buf_str(&text), NULL);
  sl_interrupt_clear();
  assert_int_equal(err.status, SL_EINTERRUPTED);
  sl_buf_reset(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_broken_promise_is_shown_counted_and_advised_on),
    cmocka_unit_test(the_first_broken_cell_of_the_file_is_told),
    cmocka_unit_test(the_caret_counts_characters_not_bytes),
    cmocka_unit_test(a_cell_after_a_quoted_line_end_is_on_its_own_line),
    cmocka_unit_test(a_name_that_is_no_lua_name_is_written_as_a_key),
    cmocka_unit_test(a_long_line_is_shown_around_the_caret),
    cmocka_unit_test(a_date_that_breaks_the_order_of_its_column_is_bad),
    cmocka_unit_test(ragged_rows_are_counted_and_ten_are_named),
    cmocka_unit_test(a_title_above_the_header_is_recognised),
    cmocka_unit_test(ragged_rows_come_before_broken_promises),
    cmocka_unit_test(an_unclosed_quote_is_told_where_it_opens),
    cmocka_unit_test(a_quote_in_the_wrong_place_is_an_error),
    cmocka_unit_test(a_nul_byte_is_an_error),
    cmocka_unit_test(utf16_without_a_mark_is_offered_where_it_may_be_read_so),
    cmocka_unit_test(stated_utf8_must_be_utf8),
    cmocka_unit_test(half_a_surrogate_is_an_error),
    cmocka_unit_test(what_is_no_text_is_named_with_what_to_do),
    cmocka_unit_test(a_mixed_encoding_is_measured),
    cmocka_unit_test(an_empty_file_says_so),
    cmocka_unit_test(a_missing_file_is_told_with_its_path),
    cmocka_unit_test(a_directory_is_called_one),
    cmocka_unit_test(unknown_columns_are_suggested),
    cmocka_unit_test(characters_that_contradict_are_refused),
    cmocka_unit_test(an_interrupt_stops_the_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
