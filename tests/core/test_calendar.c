/* Days reckoned with, beside plain counting along the calendar. What another program says of them: test_sqlite.c. */
#include "core/values/calendar.h"
#include "core/values/period.h"
#include "tests/support/test.h"

static void the_first_and_last_day_are_those_of_the_years_1_and_9999(void **state) {
  (void)state;
  assert_int_equal(SL_FIRST_DAY, sl_day_number(1, 1, 1));
  assert_int_equal(SL_LAST_DAY, sl_day_number(9999, 12, 31));
  assert_false(sl_day_in_range(SL_FIRST_DAY - 1));
  assert_false(sl_day_in_range(SL_LAST_DAY + 1));
}

/* 0001-01-01 was a Monday, and began a week that is the first of its year. From there a calendar on the wall is counted on. */
static void weekdays_and_weeks_follow_each_other_through_all_years(void **state) {
  (void)state;
  int weekday = 1, week = 1, year = 1;
  for (int64_t day = SL_FIRST_DAY; day <= SL_LAST_DAY; day++) {
    if (weekday == 1 && day > SL_FIRST_DAY) {
      bool first = sl_day_split(day + 3).year > year; /* its Thursday is of the next year */
      week = first ? 1 : week + 1;
      year += first;
    }
    assert_int_equal(sl_weekday(day), weekday);
    assert_int_equal(sl_iso_week(day), week);
    assert_int_equal(sl_iso_year(day), year);
    weekday = weekday % 7 + 1;
  }
}

static void months_lead_to_the_same_day_or_the_last_of_a_short_month(void **state) {
  (void)state;
  static const struct { int year, month, day; int64_t months; const char *to; } cases[] = {
      {2019, 1, 31, 1, "2019-02-28"},   {2020, 1, 31, 1, "2020-02-29"},   {2020, 2, 29, 12, "2021-02-28"}, {2020, 2, 29, -48, "2016-02-29"},
      {2019, 3, 31, -1, "2019-02-28"},  {2019, 12, 15, 1, "2020-01-15"},  {2019, 1, 15, -1, "2018-12-15"}, {2019, 5, 31, 0, "2019-05-31"},
      {1, 2, 28, -1, "0001-01-28"},     {9999, 11, 30, 1, "9999-12-30"},  {1, 12, 31, 119976, "9999-12-31"}, {2000, 8, 31, 6, "2001-02-28"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t moved;
    assert_true(sl_add_months(sl_day_number(cases[i].year, cases[i].month, cases[i].day), cases[i].months, &moved));
    SlBuf out;
    sl_buf_init(&out);
    sl_date_print(moved, &out);
    assert_string_equal(sl_buf_text(&out), cases[i].to);
    sl_buf_reset(&out);
  }
}

static void months_do_not_lead_out_of_the_calendar(void **state) {
  (void)state;
  int64_t moved;
  assert_false(sl_add_months(sl_day_number(1, 1, 31), -1, &moved));
  assert_false(sl_add_months(sl_day_number(9999, 12, 1), 1, &moved));
  assert_false(sl_add_months(0, INT64_MAX, &moved));
  assert_false(sl_add_months(0, INT64_MIN, &moved));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_first_and_last_day_are_those_of_the_years_1_and_9999),
      cmocka_unit_test(weekdays_and_weeks_follow_each_other_through_all_years),
      cmocka_unit_test(months_lead_to_the_same_day_or_the_last_of_a_short_month),
      cmocka_unit_test(months_do_not_lead_out_of_the_calendar),
  };
  return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
