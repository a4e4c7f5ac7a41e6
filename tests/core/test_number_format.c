#include "core/workbook/number_format.h"

#include <stdlib.h>
#include <string.h>

#include "core/values/datetime.h"
#include "tests/support/test.h"

/* LibreOffice 7.4 shows the same of a workbook with these cells and formats, but for the point of "0." and the eleven digits of General, which are as Excel
 * has them. */
static const struct {
  const char *code;
  double number;
  const char *shown; /* NULL: not known */
} numbers[] = {
    {"", 1234.5, "1234.5"}, {"General", -0.25, "-0.25"}, {"General", 0, "0"}, {"General", 1223.8943250001, "1223.894325"}, {"@", 17, "17"},
    {"General", 1e12, NULL}, {"General", 0.00001, NULL},
    {"0", 1234.5, "1235"}, {"0", -1234.5, "-1235"}, {"0", 0.4, "0"}, {"0.00", 2.675, "2.68"}, {"0.00", -0.004, "0.00"}, {"000", 7, "007"}, {"000.0", 1234.56, "1234.6"},
    {"#,##0", 1234567, "1,234,567"}, {"#,##0", 12, "12"}, {"#,##0.0", 12345.67, "12,345.7"}, {"#,##0.0#", 5, "5.0"}, {"#,##0.0#", 5.123, "5.12"}, {"#.##", 0.5, ".5"},
    {"#", 0, ""}, {"0.", 5, "5."}, {"0,000", 12, "0,012"}, {"00,000,000.0", 1234.5, "00,001,234.5"},
    {"0%", 0.426, "43%"}, {"0.0%", 0.426, "42.6%"}, {"0.00%", -0.5, "-50.00%"}, {"0 %", 0.05, "5 %"}, {"#,##0%", 12.5, "1,250%"},
    {"0,", 12345, "12"}, {"0.0,", 12345, "12.3"}, {"#,##0.0,,\"m\"", 12345678, "12.3m"}, {"#,##0,", 1499499, "1,499"},
    {"#,##0;(#,##0)", -1234, "(1,234)"}, {"#,##0;(#,##0)", 1234, "1,234"}, {"#,##0_);(#,##0)", 1234, "1,234 "}, {"0;-0;\"-\"", 0, "-"}, {"0;-0;\"-\"", -3, "-3"},
    {"0;;", -3, ""}, {"0;;", 0, ""}, {"0;[Red]-0", -3, "-3"}, {"[Blue]0.0", 3, "3.0"}, {"0\\ \"people\"", 3, "3 people"}, {"\"n/a\"", 3, "n/a"}, {"General;\"minus \"General", 3, "3"},
    {"[$\xC2\xA3-809]#,##0.00", 1234.5, "\xC2\xA3" "1,234.50"}, {"\xC2\xA3#,##0", -5, "-\xC2\xA3" "5"}, {"$#,##0", 5, "$5"}, {"_-* #,##0_-", 5, " 5 "},
    {"0.0E+00", 5, NULL}, {"# ?/?", 0.5, NULL}, {"[>100]0;0.0", 5, NULL}, {"000-000", 123456, NULL}, {"0.0.0", 1, NULL}, {"abc", 1, NULL}, {"\"open", 1, NULL}, {"0\\", 1, NULL},
    {"[$-407]0", 1, NULL}, {"as the reader's system has it", 1, NULL},
};

static void numbers_show_what_their_format_says(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    SlSheetCell cell = {.type = SL_SHEET_NUMBER, .number = numbers[i].number};
    SlBuf out = {0};
    sl_buf_add_text(&out, "x");
    bool known = sl_number_format(sl_str(numbers[i].code), &cell, &out);
    if (known != (numbers[i].shown != NULL)) fail_msg("%s: %s", numbers[i].code, sl_buf_text(&out));
    if (strcmp(sl_buf_text(&out) + 1, known ? numbers[i].shown : "") != 0) fail_msg("%s of %g: \"%s\"", numbers[i].code, numbers[i].number, sl_buf_text(&out) + 1);
    sl_buf_reset(&out);
  }
}

static const struct {
  const char *code, *moment, *shown; /* a date, a datetime or a time */
} moments[] = {
    {"mmm-yy", "2019-09-30", "Sep-19"}, {"d-mmm-yy", "2019-09-05", "5-Sep-19"}, {"dd/mm/yyyy", "2019-09-05", "05/09/2019"}, {"d mmmm yyyy", "2019-09-05", "5 September 2019"},
    {"dddd, d mmmm", "2019-09-05", "Thursday, 5 September"}, {"ddd", "2019-09-05", "Thu"}, {"mmmmm", "2019-09-05", "S"}, {"yyyy", "2019-09-05", "2019"},
    {"[$-809]d mmmm yyyy;@", "2019-09-05", "5 September 2019"}, {"[$-409]mmm\\-yy;@", "2019-09-05", "Sep-19"}, {"yyyy\\-mm\\-dd", "2019-09-05", "2019-09-05"},
    {"dd/mm/yyyy hh:mm", "2019-09-05 07:08:09", "05/09/2019 07:08"}, {"h:mm:ss", "2019-09-05 07:08:09", "7:08:09"}, {"h:mm AM/PM", "2019-09-05 17:08:09", "5:08 PM"},
    {"h AM/PM", "2019-09-05 00:08:09", "12 AM"}, {"mm:ss", "2019-09-05 07:08:09", "08:09"}, {"hh:mm", "10:30:00", "10:30"}, {"m/d", "2019-09-05", "9/5"},
    {"[$-407]d mmmm yyyy", "2019-09-05", NULL}, {"[$-F800]dddd, mmmm dd, yyyy", "2019-09-05", NULL}, {"[h]:mm", "10:30:00", NULL}, {"dd/mm/yyyy", "10:30:00", NULL}, {"ss.00", "10:30:00", NULL},
    {"General", "2019-09-05", NULL}, {"as the reader's system has it", "2019-09-05", NULL},
};

static void moments_show_what_their_format_says(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
    SlSheetCell cell = {.type = SL_SHEET_DATE};
    SlStr text = sl_str(moments[i].moment);
    int64_t value;
    if (sl_date_parse(text, SL_DATE_ISO, &value)) cell.type = SL_SHEET_DATE;
    else if (sl_datetime_parse(text, SL_DATE_ISO, &value)) cell.type = SL_SHEET_DATETIME;
    else if (sl_time_of_day_parse(text, &value)) cell.type = SL_SHEET_TIME;
    cell.moment = value;
    SlBuf out = {0};
    bool known = sl_number_format(sl_str(moments[i].code), &cell, &out);
    if (known != (moments[i].shown != NULL)) fail_msg("%s: %s", moments[i].code, out.length ? sl_buf_text(&out) : "");
    if (known && strcmp(sl_buf_text(&out), moments[i].shown) != 0) fail_msg("%s: \"%s\"", moments[i].code, sl_buf_text(&out));
    sl_buf_reset(&out);
  }
}

static void formats_that_have_a_number_alone_have_its_code(void **state) {
  (void)state;
  SlSheetCell cell = {.type = SL_SHEET_NUMBER, .number = 1234.5};
  SlBuf out = {0};
  assert_null(sl_number_format_built_in(0));
  assert_true(sl_number_format(sl_str(sl_number_format_built_in(4)), &cell, &out));
  assert_string_equal(sl_buf_text(&out), "1,234.50");
  for (int64_t id = 1; id < 200; id++) sl_number_format(sl_str(sl_number_format_built_in(id)), &cell, &out);
  assert_false(sl_number_format(sl_str(sl_number_format_built_in(14)), &cell, &out));
  sl_buf_reset(&out);
}

/* Any letters as a code: it is known or not, and whatever is read stays within it. */
static void no_code_is_too_odd(void **state) {
  (void)state;
  static const char letters[] = "0#?,.%;\"\\_*[]$-@yYmdhsaAP/p ()E+GeneralRd\xC2\xA3" "09F";
  unsigned random = 7;
  for (int round = 0; round < 200000; round++) {
    size_t length = 0;
    char *code = malloc(12); /* of its own, so that a sanitizer sees its end */
    assert_non_null(code);
    do random = random * 1103515245 + 12345, code[length++] = letters[random / 65536 % (sizeof letters - 1)];
    while (length < 12 && random / 65536 % 8);
    char *exact = malloc(length);
    assert_non_null(exact);
    memcpy(exact, code, length);
    free(code);
    for (int type = 0; type < 4; type++) {
      SlSheetCell cell = {.type = (uint8_t)(type == 0 ? SL_SHEET_NUMBER : type == 1 ? SL_SHEET_DATE : type == 2 ? SL_SHEET_DATETIME : SL_SHEET_TIME)};
      if (type == 0) cell.number = (double)random / 1000 - 1e6;
      else cell.moment = random % 90000;
      SlBuf out = {0};
      if (!sl_number_format((SlStr){exact, length}, &cell, &out)) assert_int_equal(out.length, 0);
      sl_buf_reset(&out);
    }
    free(exact);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_show_what_their_format_says), cmocka_unit_test(moments_show_what_their_format_says),
      cmocka_unit_test(formats_that_have_a_number_alone_have_its_code), cmocka_unit_test(no_code_is_too_odd),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
