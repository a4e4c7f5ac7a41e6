/* Arithmetic of literals alone: random decimals of few places against whole numbers of their last place. */
#include <math.h>

#include "core/expr/written.h"
#include "tests/support/columns.h"

static bool value_of(const char *text, SlScalar *value) {
  SlExpr *expr = NULL;
  SlError err;
  assert_ok(sl_expr_parse(sl_str(text), &expr, &err), err);
  bool found = sl_written_value(expr, value);
  sl_expr_release(expr);
  return found;
}

static double number_of(const char *text) {
  SlScalar value;
  assert_true(value_of(text, &value));
  assert_int_equal(value.type, SL_NUMBER);
  return value.number;
}

/* What is written to so many places, as whole numbers of the last, is their exact quotient: a double divides once, and rightly. */
static void decimals_of_few_places_are_reckoned_as_whole_numbers_are(void **state) {
  (void)state;
  uint64_t seed = 607;
  for (int i = 0; i < 20000; i++) {
    int64_t a = (int64_t)(random_word(&seed) % 200000) - 100000, b = (int64_t)(random_word(&seed) % 200000) - 100000;
    if (a == 0 || b == 0) continue;
    char text[80], left[24], right[24];
    snprintf(left, sizeof left, "(%s%lld.%03lld)", a < 0 ? "-" : "", (long long)llabs(a) / 1000, (long long)llabs(a) % 1000);
    snprintf(right, sizeof right, "(%s%lld.%03lld)", b < 0 ? "-" : "", (long long)llabs(b) / 1000, (long long)llabs(b) % 1000);
    snprintf(text, sizeof text, "%s + %s", left, right);
    assert_true(number_of(text) == (double)(a + b) / 1e3);
    snprintf(text, sizeof text, "%s - %s", left, right);
    assert_true(number_of(text) == (double)(a - b) / 1e3);
    snprintf(text, sizeof text, "%s * %s", left, right);
    assert_true(number_of(text) == (double)(a * b) / 1e6);
    int64_t rest = a % b, whole = a / b;
    if (rest != 0 && (rest < 0) != (b < 0)) rest += b, whole--;
    snprintf(text, sizeof text, "%s // %s", left, right);
    assert_true(number_of(text) == (double)whole);
    snprintf(text, sizeof text, "%s %% %s", left, right);
    assert_true(number_of(text) == (double)rest / 1e3);
    snprintf(text, sizeof text, "%s / %s", left, right);
    SlScalar value;
    if (value_of(text, &value)) assert_true(value.number == (double)a / (double)b);
  }
}

static void what_decimals_do_not_say_is_left_to_doubles(void **state) {
  (void)state;
  static const char *const texts[] = {"1 / 3",           "1 / 0",          "1.5 // 0",       "2 ^ 0.5", "1e300 + 1", "0.0 * -1",
                                      "-(0.0)",          "x + 1",          "1 + x * 0",      "1e999 - 1", "'1' + 1", "missing + 1",
                                      "9223372036854775807 + 1", "3 ^ 100", "(9223372036854775807 + 1) - 1", "1.5 == 1.5", "1.5"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    SlScalar value;
    if (value_of(texts[i], &value)) fail_msg("%s", texts[i]);
  }
}

static void integers_stay_integers(void **state) {
  (void)state;
  SlScalar value;
  assert_true(value_of("-9223372036854775807 - 1", &value));
  assert_int_equal(value.type, SL_INTEGER);
  assert_true(value.integer == INT64_MIN);
  assert_true(value_of("-7 // 2 * 1000000000000000000 + -7 % 3", &value));
  assert_int_equal(value.type, SL_INTEGER);
  assert_true(value.integer == -4000000000000000000 + 2);
}

static void powers_and_long_chains_are_rounded_once(void **state) {
  (void)state;
  assert_true(number_of("1.1 ^ 3") == 1.331);
  assert_true(number_of("2 ^ -3") == 0.125);
  assert_true(number_of("10 ^ 22 * 10 ^ -22") == 1);
  assert_true(number_of("1e20 + 0.1 - 1e20") == 0.1);
  assert_true(number_of("0.1 + 0.2 - 0.3") == 0);
  assert_true(number_of("(0.1 + 0.2) / 0.3") == 1);
  assert_true(number_of("9007199254740993 + 0.0 - 9007199254740992") == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(decimals_of_few_places_are_reckoned_as_whole_numbers_are),
      cmocka_unit_test(what_decimals_do_not_say_is_left_to_doubles),
      cmocka_unit_test(integers_stay_integers),
      cmocka_unit_test(powers_and_long_chains_are_rounded_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
