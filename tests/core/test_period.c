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

typedef struct PeriodCase { const char *name, *text, *printed; } PeriodCase;
static const PeriodCase quarters[] = {
    {"a_quarter_is_read", "2019 Q1", "2019 Q1"},      {"with_a_hyphen", "2019-Q4", "2019 Q4"},
    {"without_a_space", "2019Q2", "2019 Q2"},         {"quarter_first", "Q3 2019", "2019 Q3"},
    {"no_fifth_quarter", "2019 Q5", NULL},            {"a_year_alone_is_none", "2019", NULL},
};
static const PeriodCase years[] = {
    {"a_year_ending_is_read", "year ending March 2019", "year ending 2019-03"},
    {"in_numbers", "year ending 2019-12", "year ending 2019-12"},
    {"a_financial_year_ends_in_march", "2017/18", "year ending 2018-03"},
    {"the_century_turns", "1999-00", "year ending 2000-03"},
    {"years_must_follow", "2017/19", NULL},
};

static void period_case(const PeriodCase *c, bool (*parse)(SlStr, int64_t *), void (*print)(int64_t, SlBuf *)) {
  int64_t period;
  bool reads = parse(sl_str(c->text), &period);
  assert_int_equal(reads, c->printed != NULL);
  if (!reads) return;
  SlBuf out;
  sl_buf_init(&out);
  print(period, &out);
  assert_string_equal(sl_buf_text(&out), c->printed);
  sl_buf_reset(&out);
}

static void quarter_case(void **state) { period_case(*state, sl_quarter_parse, sl_quarter_print); }
static void year_case(void **state) { period_case(*state, sl_year_ending_parse, sl_year_ending_print); }

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

enum { DATES = sizeof dates / sizeof *dates, QUARTERS = sizeof quarters / sizeof *quarters, YEARS = sizeof years / sizeof *years };

int main(void) {
  struct CMUnitTest cases[DATES + QUARTERS + YEARS + 2];
  size_t at = 0;
  for (size_t i = 0; i < DATES; i++)
    cases[at++] = (struct CMUnitTest){.name = dates[i].name, .test_func = date_case, .initial_state = (void *)&dates[i]};
  for (size_t i = 0; i < QUARTERS; i++)
    cases[at++] = (struct CMUnitTest){.name = quarters[i].name, .test_func = quarter_case, .initial_state = (void *)&quarters[i]};
  for (size_t i = 0; i < YEARS; i++)
    cases[at++] = (struct CMUnitTest){.name = years[i].name, .test_func = year_case, .initial_state = (void *)&years[i]};
  cases[at++] = (struct CMUnitTest)cmocka_unit_test(every_day_of_all_years_goes_there_and_back);
  cases[at++] = (struct CMUnitTest)cmocka_unit_test(the_financial_year_begins_in_april);
  return cmocka_run_group_tests_name("period", cases, NULL, NULL);
}
