#include "core/values/period.h"
#include "tests/support/test.h"

static void every_day_of_all_years_goes_there_and_back(void **state) {
  (void)state;
  int64_t expected = sl_day_number(1, 1, 1);
  for (int year = 1; year <= 9999; year++) {
    for (int month = 1; month <= 12; month++) {
      for (int day = 1; sl_day_valid(year, month, day); day++, expected++) {
        assert_int_equal(sl_day_number(year, month, day), expected);
        SlDay back = sl_day_split(expected);
        assert_true(back.year == year && back.month == month && back.day == day);
      }
    }
  }
  assert_int_equal(sl_day_split(expected).year, 10000);
  assert_int_equal(sl_day_split(sl_day_number(1, 1, 1) - 367).year, -1); /* 0 was a leap year */
  assert_int_equal(sl_day_number(1970, 1, 1), 0);
  assert_int_equal(sl_day_number(2019, 3, 25), 17980);
}

typedef struct DateCase { const char *name, *text; SlDateOrder order; const char *iso; } DateCase;
static const DateCase dates[] = {
    {"an_iso_date_is_read", "2019-03-25", SL_DATE_ISO, "2019-03-25"},
    {"a_british_date_is_read", "25/03/2019", SL_DATE_DMY, "2019-03-25"},
    {"a_leap_day_is_read", "2024-02-29", SL_DATE_ISO, "2024-02-29"},
    {"no_leap_day_in_2023", "2023-02-29", SL_DATE_ISO, NULL},
    {"no_thirteenth_month", "2023-13-01", SL_DATE_ISO, NULL},
    {"no_american_order", "03/25/2019", SL_DATE_DMY, NULL},
    {"one_digit_days_are_not_guessed", "2019-3-25", SL_DATE_ISO, NULL},
    {"a_month_may_be_named", "25 March 2019", SL_DATE_LONG, "2019-03-25"},
    {"a_named_month_may_be_short", "1 Jan 2023", SL_DATE_LONG, "2023-01-01"},
    {"the_longest_month", "30 September 2019", SL_DATE_LONG, "2019-09-30"},
    {"september_has_two_short_names", "01 Sept 2019", SL_DATE_LONG, "2019-09-01"},
    {"capitals_do_not_count_in_months", "01-JAN-2023", SL_DATE_LONG, "2023-01-01"},
    {"small_letters_do_not_either", "29 february 2020", SL_DATE_LONG, "2020-02-29"},
    {"may_is_full_and_short", "31 May 2019", SL_DATE_LONG, "2019-05-31"},
    {"no_thirty_first_of_june", "31 June 2019", SL_DATE_LONG, NULL},
    {"no_day_nought", "0 June 2019", SL_DATE_LONG, NULL},
    {"no_month_of_two_letters", "01 Ma 2019", SL_DATE_LONG, NULL},
    {"no_month_of_four_letters", "1 Marc 2019", SL_DATE_LONG, NULL},
    {"no_letters_behind_a_month", "1 Mayo 2019", SL_DATE_LONG, NULL},
    {"no_other_language", "1 Mai 2019 ", SL_DATE_LONG, NULL},
    {"no_year_of_two_digits", "25 March 19", SL_DATE_LONG, NULL},
    {"no_mixed_gaps", "25-March 2019", SL_DATE_LONG, NULL},
    {"no_two_blanks", "1  Jan 2023", SL_DATE_LONG, NULL},
    {"no_three_digits", "101 Jan 2023", SL_DATE_LONG, NULL},
    {"nothing_may_follow", "2019-03-25T00:00", SL_DATE_ISO, NULL},
};

static void date_case(void **state) {
  const DateCase *c = *state;
  int64_t day;
  bool reads = sl_date_parse(sl_str(c->text), c->order, &day);
  assert_int_equal(reads, c->iso != NULL);
  if (!reads) return;
  SlBuf out;
  sl_buf_init(&out);
  sl_date_print(day, &out);
  assert_string_equal(sl_buf_text(&out), c->iso);
  sl_buf_reset(&out);
}

typedef struct PeriodCase {
  const char *name;
  SlType type;
  int64_t period;
  const char *written, *written_short, *first_day, *last_day;
} PeriodCase;
static const PeriodCase periods[] = {
    {"a_month", SL_MONTH, 2024 * 12 + 1, "February 2024", "Feb 2024", "2024-02-01", "2024-02-29"},
    {"a_quarter", SL_QUARTER, 2019 * 4 + 3, "October to December 2019", "Oct to Dec 2019", "2019-10-01", "2019-12-31"},
    {"a_financial_year", SL_FINANCIAL_YEAR, 1999, "April 1999 to March 2000", "1999/00", "1999-04-01", "2000-03-31"},
    {"a_year_ending_in_a_month", SL_YEAR_ENDING, 2019 * 12 + 5, "Year ending June 2019", "Jun 2019", "2018-07-01", "2019-06-30"},
    {"a_year_ending_with_the_year", SL_YEAR_ENDING, 2019 * 12 + 11, "Year ending December 2019", "Dec 2019", "2019-01-01", "2019-12-31"},
    {"a_year", SL_YEAR, 2019, "2019", "2019", "2019-01-01", "2019-12-31"},
};

static void assert_day(int64_t day, const char *iso) {
  SlBuf out;
  sl_buf_init(&out);
  sl_date_print(day, &out);
  assert_string_equal(sl_buf_text(&out), iso);
  sl_buf_reset(&out);
}

static void period_case(void **state) {
  const PeriodCase *c = *state;
  SlBuf out;
  sl_buf_init(&out);
  sl_period_print(c->type, c->period, &out);
  assert_string_equal(sl_buf_text(&out), c->written);
  out.length = 0;
  sl_period_print_short(c->type, c->period, &out);
  assert_string_equal(sl_buf_text(&out), c->written_short);
  sl_buf_reset(&out);
  assert_day(sl_period_first_day(c->type, c->period), c->first_day);
  assert_day(sl_period_last_day(c->type, c->period), c->last_day);
  /* Neighbours leave no day between them and share none. */
  int64_t next = c->period + sl_period_step(c->type), again;
  assert_int_equal(sl_period_first_day(c->type, next), sl_period_last_day(c->type, c->period) + 1);
  assert_true(sl_period_of_month(c->type, sl_period_first_month(c->type, c->period), &again));
  assert_int_equal(again, c->period);
}

static void only_some_months_begin_a_quarter_or_a_year(void **state) {
  (void)state;
  int64_t period;
  for (int month = 0; month < 12; month++) {
    assert_true(sl_period_of_month(SL_MONTH, 2019 * 12 + month, &period));
    assert_int_equal(sl_period_of_month(SL_QUARTER, 2019 * 12 + month, &period), month % 3 == 0);
    assert_int_equal(sl_period_of_month(SL_FINANCIAL_YEAR, 2019 * 12 + month, &period), month == 3);
    assert_int_equal(sl_period_of_month(SL_YEAR, 2019 * 12 + month, &period), month == 0);
    assert_true(sl_period_of_month(SL_YEAR_ENDING, 2019 * 12 + month, &period));
    assert_false(sl_period_of_month(SL_DATE, 2019 * 12 + month, &period));
  }
}

static void the_financial_year_begins_in_april(void **state) {
  (void)state;
  assert_int_equal(sl_financial_year_of_day(sl_day_number(2018, 3, 31)), 2017);
  assert_int_equal(sl_financial_year_of_day(sl_day_number(2018, 4, 1)), 2018);
  assert_int_equal(sl_year_ending_of_day(sl_day_number(2018, 4, 1), 3), 2019 * 12 + 2);
  assert_int_equal(sl_quarter_of_day(sl_day_number(2018, 4, 1)), 2018 * 4 + 1);
  SlBuf out;
  sl_buf_init(&out);
  sl_financial_year_print(1999, &out);
  assert_string_equal(sl_buf_text(&out), "1999/00");
  sl_buf_reset(&out);
}

enum { DATES = sizeof dates / sizeof *dates, PERIODS = sizeof periods / sizeof *periods };

int main(void) {
  struct CMUnitTest cases[DATES + PERIODS + 3];
  size_t at = 0;
  for (size_t i = 0; i < DATES; i++)
    cases[at++] = (struct CMUnitTest){.name = dates[i].name, .test_func = date_case, .initial_state = (void *)&dates[i]};
  for (size_t i = 0; i < PERIODS; i++)
    cases[at++] = (struct CMUnitTest){.name = periods[i].name, .test_func = period_case, .initial_state = (void *)&periods[i]};
  cases[at++] = (struct CMUnitTest)cmocka_unit_test(every_day_of_all_years_goes_there_and_back);
  cases[at++] = (struct CMUnitTest)cmocka_unit_test(the_financial_year_begins_in_april);
  cases[at++] = (struct CMUnitTest)cmocka_unit_test(only_some_months_begin_a_quarter_or_a_year);
  return cmocka_run_group_tests_name("period", cases, NULL, NULL);
}
