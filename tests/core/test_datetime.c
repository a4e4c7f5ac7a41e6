#include "core/values/datetime.h"
#include "tests/support/test.h"

typedef struct Case { const char *name, *text; SlDateOrder order; const char *printed; } Case;
static const Case cases[] = {
    {"hours_and_minutes_are_enough", "2023-01-02 10:30", SL_DATE_ISO, "2023-01-02 10:30:00"},
    {"a_t_may_part_them", "2023-01-02T10:30:05", SL_DATE_ISO, "2023-01-02 10:30:05"},
    {"to_the_microsecond", "2023-01-02T10:30:05.123456", SL_DATE_ISO, "2023-01-02 10:30:05.123456"},
    {"thousandths_have_three_digits", "2023-01-02 10:30:05.12", SL_DATE_ISO, "2023-01-02 10:30:05.120"},
    {"one_microsecond", "2023-01-02 10:30:05.000001", SL_DATE_ISO, "2023-01-02 10:30:05.000001"},
    {"zeros_behind_microseconds", "2023-01-02 10:30:05.123456000", SL_DATE_ISO, "2023-01-02 10:30:05.123456"},
    {"an_hour_of_one_digit", "2023-01-02 9:30", SL_DATE_ISO, "2023-01-02 09:30:00"},
    {"the_day_first", "02/01/2023 10:30:05", SL_DATE_DMY, "2023-01-02 10:30:05"},
    {"the_month_named", "2 Jan 2023 10:30", SL_DATE_LONG, "2023-01-02 10:30:00"},
    {"october_has_a_t", "2-OCT-2023 10:30", SL_DATE_LONG, "2023-10-02 10:30:00"},
    {"the_last_moment", "9999-12-31T23:59:59.999999", SL_DATE_ISO, "9999-12-31 23:59:59.999999"},
    {"the_first_moment", "0001-01-01T00:00", SL_DATE_ISO, "0001-01-01 00:00:00"},
    {"a_microsecond_before_1970", "1969-12-31 23:59:59.999999", SL_DATE_ISO, "1969-12-31 23:59:59.999999"},
    {"no_date_alone", "2023-01-02", SL_DATE_ISO, NULL},
    {"no_time_alone", "10:30", SL_DATE_ISO, NULL},
    {"no_hour_24", "2023-01-02 24:00", SL_DATE_ISO, NULL},
    {"no_minute_60", "2023-01-02 10:60", SL_DATE_ISO, NULL},
    {"no_minute_of_one_digit", "2023-01-02 10:5", SL_DATE_ISO, NULL},
    {"no_second_60", "2023-01-02 10:30:60", SL_DATE_ISO, NULL},
    {"no_point_without_digits", "2023-01-02 10:30:05.", SL_DATE_ISO, NULL},
    {"nothing_finer_than_a_microsecond", "2023-01-02 10:30:05.1234561", SL_DATE_ISO, NULL},
    {"no_ten_digits", "2023-01-02 10:30:05.1234560000", SL_DATE_ISO, NULL},
    {"no_zone", "2023-01-02T10:30:05Z", SL_DATE_ISO, NULL},
    {"no_offset", "2023-01-02T10:30:05+01:00", SL_DATE_ISO, NULL},
    {"no_t_behind_a_british_date", "02/01/2023T10:30", SL_DATE_DMY, NULL},
    {"no_day_that_there_is_not", "2023-02-29 10:30", SL_DATE_ISO, NULL},
    {"no_two_blanks", "2023-01-02  10:30", SL_DATE_ISO, NULL},
    {"nothing_behind_it", "2023-01-02 10:30 ", SL_DATE_ISO, NULL},
    {"no_half_of_the_day", "2023-01-02 10:30 am", SL_DATE_ISO, NULL},
};

static void parse_case(void **state) {
  const Case *c = *state;
  int64_t datetime;
  bool reads = sl_datetime_parse(sl_str(c->text), c->order, &datetime);
  assert_int_equal(reads, c->printed != NULL);
  if (!reads) return;
  SlBuf out;
  sl_buf_init(&out);
  sl_datetime_print(datetime, &out);
  assert_string_equal(sl_buf_text(&out), c->printed);
  int64_t again;
  assert_true(sl_datetime_parse(sl_buf_str(&out), SL_DATE_ISO, &again));
  assert_int_equal(again, datetime);
  sl_buf_reset(&out);
}

static void a_datetime_is_the_microseconds_since_1970(void **state) {
  (void)state;
  int64_t datetime;
  assert_true(sl_datetime_parse(sl_str("1970-01-02 00:00:01.5"), SL_DATE_ISO, &datetime));
  assert_int_equal(datetime, SL_DAY_MICROSECONDS + 1500000);
  assert_true(sl_datetime_parse(sl_str("1969-12-31 23:59:59.999999"), SL_DATE_ISO, &datetime));
  assert_int_equal(datetime, -1);
  assert_int_equal(sl_day_of_datetime(-1), -1);
  assert_int_equal(sl_time_of_datetime(-1), SL_DAY_MICROSECONDS - 1);
  assert_int_equal(sl_day_of_datetime(0), 0);
  assert_int_equal(sl_day_of_datetime(-SL_DAY_MICROSECONDS), -1);
}

static void a_zone_is_told_from_other_faults(void **state) {
  (void)state;
  static const char *const zones[] = {"2023-01-02T10:30:05Z", "2023-01-02 10:30+01:00", "2023-01-02 10:30:05.5 -0500"};
  static const char *const others[] = {"2023-01-02 10:30", "2023-01-02", "2023-01-02Z", "12+3", "", "Z"};
  for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) assert_true(sl_datetime_has_zone(sl_str(zones[i]), SL_DATE_ISO));
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_false(sl_datetime_has_zone(sl_str(others[i]), SL_DATE_ISO));
}

static void a_date_that_stands_beside_datetimes_is_its_midnight(void **state) {
  (void)state;
  int64_t datetime;
  assert_true(sl_datetime_parse_literal(sl_str("1970-01-02"), &datetime));
  assert_int_equal(datetime, SL_DAY_MICROSECONDS);
  assert_true(sl_datetime_parse_literal(sl_str("1970-01-02T00:01"), &datetime));
  assert_int_equal(datetime, SL_DAY_MICROSECONDS + 60000000);
  assert_false(sl_datetime_parse_literal(sl_str("02/01/1970"), &datetime));
}

int main(void) {
  enum { CASES = sizeof cases / sizeof *cases };
  struct CMUnitTest tests[CASES + 3] = {
      cmocka_unit_test(a_datetime_is_the_microseconds_since_1970), cmocka_unit_test(a_zone_is_told_from_other_faults),
      cmocka_unit_test(a_date_that_stands_beside_datetimes_is_its_midnight)};
  for (int i = 0; i < CASES; i++)
    tests[3 + i] = (struct CMUnitTest){.name = cases[i].name, .test_func = parse_case, .initial_state = (void *)&cases[i]};
  return cmocka_run_group_tests_name("datetime", tests, NULL, NULL);
}
