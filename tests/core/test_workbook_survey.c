/* What a workbook says of how it is shown: places, modes, faults. What is made of it is in tests/scripts/check_workbook_test.lua. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/workbook/survey.h"
#include "core/base/file.h"
#include "tests/support/zip.h"

#define OFFICE "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">"

static const char ods_content[] =
  OFFICE "<table:table table:name=\"One\"><table:table-row table:number-rows-repeated=\"3\"/>"
  "<table:table-row><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell table:formula=\"=1\" table:style-name=\"a\"/></table:table-row></table:table>"
  "<table:table table:name=\"Two\"><table:table-row><table:table-cell table:style-name=\"a\"><text:p>Head <text:a>line</text:a></text:p></table:table-cell>"
  "<table:covered-table-cell table:style-name=\"b\"/><table:table-cell table:style-name=\"b\" table:formula=\"=2\"/></table:table-row></table:table></office:document-content>";

static const char xlsx_sheet[] =
  "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"5\"><x:c r=\"C5\"><x:f>1+1</x:f></x:c><x:c><x:f/></x:c></x:row><x:row><x:c r=\"A6\"><x:f/></x:c></x:row></x:sheetData></x:worksheet>";

typedef struct Sample {
  char path[64];
  SlBuf bytes;
} Sample;

static void set_up(Sample *sample) {
  *sample = (Sample){.path = "/tmp/slavelab_survey_XXXXXX"};
  int file = mkstemp(sample->path);
  assert_true(file >= 0);
  close(file);
  ZipPart parts[] = {{.name = "content.xml", .text = sl_str(ods_content)}, {.name = "xl/sheet.xml", .text = sl_str(xlsx_sheet)},
                     {.name = "bad.xml", .text = sl_str("<a><b></a>")}};
  make_zip(parts, 3, &sample->bytes);
  SlError err;
  assert_ok(sl_file_write(sample->path, sl_buf_str(&sample->bytes), &err), err);
}

static void tear_down(Sample *sample) {
  unlink(sample->path);
  sl_buf_reset(&sample->bytes);
}

static void check_place(const SlSurveyFound *found, int64_t rule, int64_t sheet, int64_t row, int64_t column) {
  assert_int_equal(found->rule, rule);
  assert_int_equal(found->sheet, sheet);
  assert_int_equal(found->row, row);
  assert_int_equal(found->column, column);
}

#define WORD(text) {text, sizeof(text) - 1}

static void places_in_ods_count_what_is_repeated_and_covered(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  static const SlSurveyRule rules[] = {{WORD("table-cell"), WORD("formula"), SL_SURVEY_ALL}, {WORD("table-cell"), {"", 0}, SL_SURVEY_FIRST_CELL},
                                       {WORD("table-cell"), WORD("style-name"), SL_SURVEY_EACH}};
  SlSurvey survey = {0};
  SlError err;
  assert_ok(sl_survey(sample.path, "content.xml", rules, 3, &survey, &err), err);
  assert_int_equal(survey.count, 6);
  check_place(&survey.list[0], 0, 0, 3, 2);
  check_place(&survey.list[1], 2, 0, 3, 2);
  check_place(&survey.list[2], 1, 1, 0, 0);
  check_place(&survey.list[3], 2, 1, 0, 0);
  check_place(&survey.list[4], 0, 1, 0, 2);
  check_place(&survey.list[5], 2, 1, 0, 2);
  assert_int_equal(survey.list[0].attribute_count, 4);
  assert_true(sl_str_equal(survey.list[0].attributes[0], sl_str("formula")));
  assert_true(sl_str_equal(survey.list[0].attributes[1], sl_str("=1")));
  assert_true(sl_str_equal(survey.list[3].text, sl_str("Head line")));
  sl_survey_reset(&survey);
  tear_down(&sample);
}

static void places_in_xlsx_are_those_of_the_cell_that_is_open(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  static const SlSurveyRule rules[] = {{WORD("f"), {"", 0}, SL_SURVEY_ALL}};
  SlSurvey survey = {0};
  SlError err;
  assert_ok(sl_survey(sample.path, "xl/sheet.xml", rules, 1, &survey, &err), err);
  assert_int_equal(survey.count, 3);
  check_place(&survey.list[0], 0, -1, 4, 2);
  check_place(&survey.list[1], 0, -1, 4, 3);
  check_place(&survey.list[2], 0, -1, 5, 0);
  assert_true(sl_str_equal(survey.list[0].text, sl_str("1+1")));
  sl_survey_reset(&survey);
  tear_down(&sample);
}

static void a_part_that_is_not_there_has_nothing_and_a_damaged_one_is_an_error(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  static const SlSurveyRule rules[] = {{WORD("b"), {"", 0}, SL_SURVEY_ALL}};
  SlSurvey survey = {0};
  SlError err;
  assert_ok(sl_survey(sample.path, "none.xml", rules, 1, &survey, &err), err);
  assert_int_equal(survey.count, 0);
  assert_int_equal(sl_survey(sample.path, "bad.xml", rules, 1, &survey, &err), SL_EPARSE);
  sl_survey_reset(&survey);
  SlBuf names = {0};
  assert_ok(sl_survey_parts(sample.path, &names, &err), err);
  assert_true(sl_str_equal(sl_buf_str(&names), sl_str("content.xml\nxl/sheet.xml\nbad.xml\n")));
  sl_buf_reset(&names);
  tear_down(&sample);
}

static void each_failing_allocation_is_told(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  static const SlSurveyRule rules[] = {{WORD("table-cell"), {"", 0}, SL_SURVEY_ALL}, {WORD("table-cell"), WORD("style-name"), SL_SURVEY_EACH}};
  size_t held = sl_memory_held();
  bool fired = true;
  for (uint64_t nth = 1; fired; nth = next_to_try(nth, UINT64_MAX)) {
    SlSurvey survey = {0};
    SlError err;
    sl_memory_fail_after(nth);
    SlStatus status = sl_survey(sample.path, "content.xml", rules, 2, &survey, &err);
    fired = sl_memory_fail_after(0) == 0;
    if (fired) assert_int_equal(status, SL_ENOMEM);
    else assert_ok(status, err);
    sl_survey_reset(&survey);
    assert_int_equal(sl_memory_held(), held);
  }
  tear_down(&sample);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(places_in_ods_count_what_is_repeated_and_covered),
    cmocka_unit_test(places_in_xlsx_are_those_of_the_cell_that_is_open),
    cmocka_unit_test(a_part_that_is_not_there_has_nothing_and_a_damaged_one_is_an_error),
    cmocka_unit_test(each_failing_allocation_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
