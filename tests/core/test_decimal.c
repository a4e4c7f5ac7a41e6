#include <float.h>
#include <locale.h>
#include <stdlib.h>

#include "core/values/decimal.h"
#include "core/values/parse.h"
#include "core/values/print.h"
#include "tests/support/test.h"

#define NAMES(array) (sizeof(array) / sizeof(array)[0])

typedef struct Rounded {
  const char *name;
  double value;
  int decimals;
  double wanted;
} Rounded;

static Rounded rounded[] = {
    {"a_half_that_binary_holds_too_low_goes_up", 2.675, 2, 2.68},
    {"a_half_that_binary_holds_too_high_goes_up", 1.115, 2, 1.12},
    {"one_and_a_half_hundredth_goes_up", 1.005, 2, 1.01},
    {"halves_go_away_from_zero", -0.5, 0, -1},
    {"two_and_a_half_goes_up", 2.5, 0, 3},
    {"below_a_half_goes_down", 2.49999999999999, 0, 2},
    {"a_half_that_arithmetic_missed_goes_up", 2.4999999999999996, 0, 3},
    {"a_share_of_115_of_200_is_58_percent", 115.0 / 200 * 100, 0, 58},
    {"a_change_from_200_to_257_is_29_percent", (257.0 - 200) / 200 * 100, 0, 29},
    {"sixteen_digits_are_rounded_as_they_print", 1234567890123456.8, 0, 1234567890123457},
    {"seventeen_digits_of_a_whole_number_stay", 12345678901234568.0, 0, 12345678901234568.0},
    {"a_carry_runs_through_nines", 9.995, 2, 10},
    {"a_carry_makes_a_digit", 0.95, 1, 1},
    {"below_the_last_place_is_nothing", 0.004, 2, 0},
    {"half_of_the_last_place_is_one", 0.005, 2, 0.01},
    {"tens_are_rounded_too", 1234, -2, 1200},
    {"half_a_hundred_goes_up", 1250, -2, 1300},
    {"half_of_the_first_place_goes_up", 50, -2, 100},
    {"far_above_the_value_is_nothing", 1234, -10, 0},
    {"a_value_with_fewer_digits_stays", 6.9, 5, 6.9},
    {"a_whole_number_past_2_to_the_53_stays", 9007199254740993.0, 2, 9007199254740992.0},
    {"the_largest_double_stays", DBL_MAX, 2, DBL_MAX},
    {"the_smallest_double_is_nothing", 5e-324, 10, 0},
    {"the_smallest_double_keeps_its_place", 5e-324, 324, 5e-324},
};

static void is_rounded(void **state) {
  const Rounded *wanted = *state;
  double got = sl_round_decimal(wanted->value, wanted->decimals);
  assert_true(got == wanted->wanted);
  if (wanted->value != -0.5) assert_true(sl_round_decimal(-wanted->value, wanted->decimals) == -wanted->wanted);
}

static void nan_and_infinities_stay(void **state) {
  (void)state;
  assert_true(isnan(sl_round_decimal((double)NAN, 2)));
  assert_true(sl_round_decimal((double)INFINITY, 2) == (double)INFINITY);
  assert_true(sl_round_decimal(-(double)INFINITY, -2) == -(double)INFINITY);
}

static void zero_has_no_sign(void **state) {
  (void)state;
  assert_false(signbit(sl_round_decimal(-0.4, 0)));
  assert_false(signbit(sl_round_decimal(-0.0, 2)));
}

/* Rounds the printed text, digit by digit, with integers. */
static double round_printed(double value, int decimals) {
  SlBuf text = {0};
  sl_print_number(fabs(value), &text);
  const char *digits = sl_buf_text(&text);
  assert_null(strchr(digits, 'e'));
  const char *point = strchr(digits, '.');
  int64_t kept = 0;
  bool up = false;
  for (const char *at = digits; *at; at++)
    if (*at != '.' && (at < point || at - point <= decimals)) kept = kept * 10 + (*at - '0');
  for (int64_t missing = decimals - (int64_t)strlen(point + 1); missing > 0; missing--) kept *= 10;
  if ((int64_t)strlen(point + 1) > decimals) up = point[1 + decimals] >= '5';
  kept += up;
  sl_buf_reset(&text);
  sl_buf_printf(&text, "%s%lld.e-%d", value < 0 ? "-" : "", (long long)kept, decimals);
  double wanted;
  assert_true(sl_parse_number(sl_buf_str(&text), false, '.', &wanted));
  sl_buf_reset(&text);
  return wanted;
}

static void random_values_round_as_their_printed_form(void **state) {
  (void)state;
  uint64_t seed = 2463534242u;
  for (int i = 0; i < 200000; i++) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    int decimals = (int)(seed % 6), more = (int)((seed >> 8) % 3);
    int64_t units = (int64_t)((seed >> 16) % 100000000);
    /* a decimal with up to two places more than are kept, many of them ties */
    double value = (double)(more == 1 ? units / 10 * 10 + 5 : units) / pow(10, decimals + more);
    if (value < 0.001) continue;
    if (seed >> 63) value = -value;
    double got = sl_round_decimal(value, decimals), wanted = round_printed(value, decimals);
    if (got != wanted) print_error("%.17g to %d: %.17g, not %.17g\n", value, decimals, got, wanted);
    assert_true(got == wanted);
  }
}

typedef struct Fixed {
  const char *name;
  double value;
  int decimals;
  bool group;
  const char *wanted;
} Fixed;

static Fixed fixed[] = {
    {"prints_as_many_decimals_as_asked", 6.9, 1, false, "6.9"},
    {"pads_with_zeros", 6, 2, false, "6.00"},
    {"prints_none_when_none_are_asked", 6.5, 0, false, "7"},
    {"rounds_the_decimal_form", 2.675, 2, false, "2.68"},
    {"a_small_value_keeps_its_zero", 0.05, 1, false, "0.1"},
    {"zeros_behind_the_point_stay", 0.0123, 3, false, "0.012"},
    {"a_negative_has_its_sign", -0.5, 1, false, "-0.5"},
    {"a_zero_has_no_sign", -0.04, 1, false, "0.0"},
    {"thousands_take_commas", 1234567.891, 1, true, "1,234,567.9"},
    {"a_hundred_takes_none", 999, 0, true, "999"},
    {"a_carry_can_make_a_thousand", 999.95, 1, true, "1,000.0"},
    {"negative_thousands_take_commas", -12345, 0, true, "-12,345"},
    {"large_powers_of_ten_are_written_out", 1e21, 0, false, "1000000000000000000000"},
};

typedef struct Whole {
  const char *name;
  int64_t value;
  int decimals;
  const char *wanted;
} Whole;

static Whole wholes[] = {
    {"every_digit_of_the_largest_integer_counts", INT64_MAX, 0, "9,223,372,036,854,775,807"},
    {"the_most_negative_integer_has_its_sign", INT64_MIN, 0, "-9,223,372,036,854,775,808"},
    {"an_integer_past_the_digits_of_a_double_is_rounded_by_them_all", 1234567890123456449, -2, "1,234,567,890,123,456,400"},
    {"a_carry_goes_beyond_64_bits", INT64_MAX, -1, "9,223,372,036,854,775,810"},
    {"integer_zero_has_no_sign", -4, -1, "0"},
};

static void is_printed_whole(void **state) {
  const Whole *wanted = *state;
  SlBuf text = {0};
  SlDecimal decimal = sl_decimal_of_integer(wanted->value);
  sl_decimal_round(&decimal, wanted->decimals);
  sl_decimal_print(&decimal, wanted->decimals, sl_str(","), &text);
  assert_string_equal(sl_buf_text(&text), wanted->wanted);
  sl_buf_reset(&text);
}

static void integers_are_rounded_by_all_their_digits(void **state) {
  (void)state;
  int64_t got = -77;
  assert_true(sl_round_integer(9007199254740993, 2, &got));
  assert_int_equal(got, 9007199254740993);
  assert_true(sl_round_integer(-1234567890123456750, -2, &got));
  assert_int_equal(got, -1234567890123456800);
  assert_true(sl_round_integer(INT64_MIN, 0, &got));
  assert_int_equal(got, INT64_MIN);
  assert_true(sl_round_integer(INT64_MAX, -20, &got));
  assert_int_equal(got, 0);
  got = -77;
  assert_false(sl_round_integer(INT64_MAX, -1, &got));
  assert_false(sl_round_integer(INT64_MIN, -19, &got));
  assert_int_equal(got, -77);
}

static void is_printed(void **state) {
  const Fixed *wanted = *state;
  SlBuf text = {0};
  SlDecimal decimal = sl_decimal_of_number(wanted->value);
  sl_decimal_round(&decimal, wanted->decimals);
  sl_decimal_print(&decimal, wanted->decimals, sl_str(wanted->group ? "," : ""), &text);
  assert_string_equal(sl_buf_text(&text), wanted->wanted);
  sl_buf_reset(&text);
}

int main(void) {
  const struct CMUnitTest single[] = {
      cmocka_unit_test(nan_and_infinities_stay),
      cmocka_unit_test(zero_has_no_sign),
      cmocka_unit_test(integers_are_rounded_by_all_their_digits),
      cmocka_unit_test(random_values_round_as_their_printed_form),
  };
  struct CMUnitTest tests[NAMES(rounded) + NAMES(fixed) + NAMES(wholes) + NAMES(single)];
  size_t count = 0;
  for (size_t i = 0; i < NAMES(rounded); i++)
    tests[count++] = (struct CMUnitTest){.name = rounded[i].name, .test_func = is_rounded, .initial_state = &rounded[i]};
  for (size_t i = 0; i < NAMES(fixed); i++)
    tests[count++] = (struct CMUnitTest){.name = fixed[i].name, .test_func = is_printed, .initial_state = &fixed[i]};
  for (size_t i = 0; i < NAMES(wholes); i++)
    tests[count++] = (struct CMUnitTest){.name = wholes[i].name, .test_func = is_printed_whole, .initial_state = &wholes[i]};
  for (size_t i = 0; i < NAMES(single); i++) tests[count++] = single[i];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
