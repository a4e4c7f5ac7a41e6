#include "core/values/parse.h"

#include <locale.h>
#include <stdlib.h>

#include "core/values/print.h"
#include "tests/support/test.h"

typedef struct IntegerCase { const char *name, *text; bool grouped, reads; int64_t value; } IntegerCase;
static const IntegerCase integers[] = {
    {"zero_is_an_integer", "0", false, true, 0},
    {"a_minus_sign_is_read", "-42", false, true, -42},
    {"eighteen_digits_are_read", "999999999999999999", false, true, 999999999999999999},
    {"nineteen_digits_are_not", "1000000000000000000", false, false, 0},
    {"a_leading_zero_makes_a_code", "007", false, false, 0},
    {"two_zeros_make_a_code", "00", false, false, 0},
    {"a_leading_plus_is_text", "+44", false, false, 0},
    {"a_lone_minus_is_text", "-", false, false, 0},
    {"a_letter_among_digits_is_text", "1O4", false, false, 0},
    {"white_space_is_text", " 12", false, false, 0},
    {"the_empty_text_is_no_integer", "", false, false, 0},
    {"hexadecimal_is_text", "0x1F", false, false, 0},
    {"groups_of_three_are_read", "1,234,567", true, true, 1234567},
    {"negative_groups_are_read", "-1,234", true, true, -1234},
    {"a_group_of_two_is_text", "12,34", true, false, 0},
    {"a_group_of_four_is_text", "1,2345", true, false, 0},
    {"a_first_group_of_four_is_text", "1234,567", true, false, 0},
    {"a_trailing_comma_is_text", "1,", true, false, 0},
    {"groups_are_text_unless_asked_for", "1,234", false, false, 0},
};

static void integer_case(void **state) {
  const IntegerCase *c = *state;
  int64_t value = -77;
  assert_int_equal(sl_parse_integer(sl_str(c->text), c->grouped, &value), c->reads);
  assert_int_equal(value, c->reads ? c->value : -77);
}

static void where_an_integer_is_promised_all_of_64_bits_are_read(void **state) {
  (void)state;
  int64_t value = 0;
  assert_true(sl_parse_declared_integer(sl_str("9223372036854775807"), false, &value));
  assert_int_equal(value, INT64_MAX);
  assert_true(sl_parse_declared_integer(sl_str("-9,223,372,036,854,775,808"), true, &value));
  assert_int_equal(value, INT64_MIN);
  assert_false(sl_parse_declared_integer(sl_str("9223372036854775808"), false, &value));
  assert_false(sl_parse_declared_integer(sl_str("-9223372036854775809"), false, &value));
  assert_false(sl_parse_declared_integer(sl_str("10000000000000000000"), false, &value));
  assert_false(sl_parse_declared_integer(sl_str("0123"), false, &value));
}

typedef struct NumberCase { const char *name, *text; char decimal; bool grouped, reads; double value; } NumberCase;
static const NumberCase numbers[] = {
    {"a_decimal_is_read", "6.9", '.', false, true, 6.9},
    {"a_negative_decimal_is_read", "-0.5", '.', false, true, -0.5},
    {"a_point_may_stand_first", ".5", '.', false, true, 0.5},
    {"a_point_may_stand_last", "5.", '.', false, true, 5.0},
    {"an_exponent_is_read", "1e5", '.', false, true, 1e5},
    {"a_signed_exponent_is_read", "2.5E-3", '.', false, true, 2.5e-3},
    {"an_exponent_needs_digits", "1e", '.', false, false, 0},
    {"overflow_is_no_number", "1e400", '.', false, false, 0},
    {"underflow_is_zero", "1e-400", '.', false, true, 0},
    {"the_hardest_halfway_rounds_to_even", "9007199254740993.0", '.', false, true, 9007199254740992.0},
    {"seventeen_digits_are_rounded_right", "0.30000000000000004", '.', false, true, 0.30000000000000004},
    {"the_smallest_normal_is_exact", "2.2250738585072014e-308", '.', false, true, 2.2250738585072014e-308},
    {"a_comma_can_be_the_decimal_mark", "1.234,5", ',', true, true, 1234.5},
    {"groups_stand_before_the_point", "1,234.5", '.', true, true, 1234.5},
    {"groups_do_not_stand_behind_it", "1.234,5", '.', true, false, 0},
    {"inf_is_text", "inf", '.', false, false, 0},
    {"nan_is_text", "nan", '.', false, false, 0},
    {"a_lone_point_is_text", ".", '.', false, false, 0},
    {"a_code_is_no_number", "007", '.', false, false, 0},
    {"two_points_are_text", "1.2.3", '.', false, false, 0},
    {"nineteen_digits_without_a_point_are_text", "1234567890123456789", '.', false, false, 0},
};

static void number_case(void **state) {
  const NumberCase *c = *state;
  double value = -77;
  assert_int_equal(sl_parse_number(sl_str(c->text), c->grouped, c->decimal, &value), c->reads);
  assert_true(value == (c->reads ? c->value : -77));
}

/* Random doubles, printed, must read back to the same bits, and as strtod reads them. */
static void printed_numbers_read_back_equal(void **state) {
  (void)state;
  uint64_t seed = 42;
  SlBuf out;
  sl_buf_init(&out);
  for (int i = 0; i < 200000; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    uint64_t bits = seed ^ (seed >> 29);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (i % 2) value = (double)(int64_t)(bits >> 40) / 1000;
    if (!isfinite(value)) continue;
    out.length = 0;
    sl_print_number(value, &out);
    double back = 0;
    assert_true(sl_parse_number(sl_buf_str(&out), false, '.', &back));
    assert_memory_equal(&back, &value, sizeof value);
    assert_true(strtod(sl_buf_text(&out), NULL) == back);
  }
  sl_buf_reset(&out);
}

typedef struct PrintCase { const char *name; double value; const char *text; } PrintCase;
static const PrintCase prints[] = {
    {"whole_numbers_keep_their_type", 3, "3.0"}, {"tenths_print_short", 0.1, "0.1"},
    {"a_third_prints_enough", 1.0 / 3, "0.3333333333333333"}, {"large_numbers_print_an_exponent", 1e300, "1e+300"},
    {"minus_zero_keeps_its_sign", -0.0, "-0.0"}, {"percentages_print_short", 6.9, "6.9"},
};

static void print_case(void **state) {
  const PrintCase *c = *state;
  SlBuf out;
  sl_buf_init(&out);
  sl_print_number(c->value, &out);
  assert_string_equal(sl_buf_text(&out), c->text);
  sl_buf_reset(&out);
}

static void the_most_negative_integer_prints(void **state) {
  (void)state;
  SlBuf out;
  sl_buf_init(&out);
  sl_print_integer(INT64_MIN, &out);
  assert_string_equal(sl_buf_text(&out), "-9223372036854775808");
  sl_buf_reset(&out);
}

static void booleans_are_the_two_words_and_nothing_else(void **state) {
  (void)state;
  static const char *const others[] = {"", "t", "f", "yes", "no", "0", "1", "truee", "falsehood", " true", "maybe"};
  bool truth = false;
  assert_true(sl_parse_boolean(sl_str("True"), &truth));
  assert_true(truth);
  assert_true(sl_parse_boolean(sl_str("FALSE"), &truth));
  assert_false(truth);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_false(sl_parse_boolean(sl_str(others[i]), &truth));
}

enum {
  INTEGERS = sizeof integers / sizeof *integers,
  NUMBERS = sizeof numbers / sizeof *numbers,
  PRINTS = sizeof prints / sizeof *prints
};

int main(void) {
  struct CMUnitTest cases[INTEGERS + NUMBERS + PRINTS];
  size_t at = 0;
  for (size_t i = 0; i < INTEGERS; i++)
    cases[at++] = (struct CMUnitTest){.name = integers[i].name, .test_func = integer_case, .initial_state = (void *)&integers[i]};
  for (size_t i = 0; i < NUMBERS; i++)
    cases[at++] = (struct CMUnitTest){.name = numbers[i].name, .test_func = number_case, .initial_state = (void *)&numbers[i]};
  for (size_t i = 0; i < PRINTS; i++)
    cases[at++] = (struct CMUnitTest){.name = prints[i].name, .test_func = print_case, .initial_state = (void *)&prints[i]};
  int failed = cmocka_run_group_tests_name("parse", cases, NULL, NULL);
  const struct CMUnitTest others[] = {
      cmocka_unit_test(printed_numbers_read_back_equal),
      cmocka_unit_test(where_an_integer_is_promised_all_of_64_bits_are_read),
      cmocka_unit_test(the_most_negative_integer_prints),
      cmocka_unit_test(booleans_are_the_two_words_and_nothing_else),
  };
  return failed + cmocka_run_group_tests_name("print", others, NULL, NULL);
}
