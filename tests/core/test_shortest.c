#include "core/values/shortest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/test.h"

typedef struct Shortest {
  const char *name;
  double value;
  uint64_t digits;
  int exponent;
} Shortest;

static const Shortest known[] = {
    {"zero_has_the_digit_0", 0, 0, 0},
    {"a_tenth_has_one_digit", 0.1, 1, -1},
    {"zeros_at_the_end_go_to_the_exponent", 1234500, 12345, 2},
    {"a_third_needs_sixteen", 1.0 / 3, 3333333333333333, -16},
    {"a_sum_that_missed_needs_seventeen", 0.1 + 0.2, 30000000000000004, -17},
    {"a_power_of_ten_is_1", 1e23, 1, 23},
    {"a_whole_number_past_2_to_the_53_is_as_short", 9007199254740993.0, 9007199254740992, 0},
    {"the_largest_double", 1.7976931348623157e308, 17976931348623157, 292},
    {"the_smallest_normal_double", 2.2250738585072014e-308, 22250738585072014, -324},
    {"the_smallest_double_of_all", 5e-324, 5, -324},
    /* Below a power of two the doubles are closer: the nearest decimal of sixteen digits, ...801, is another double's. */
    {"a_power_of_two_takes_the_farther_of_sixteen_digits", 0x1p-44, 5684341886080802, -29},
};

static void is_shortest(void **state) {
  const Shortest *wanted = *state;
  SlShortest got = sl_shortest(wanted->value);
  assert_true(got.digits == wanted->digits);
  assert_int_equal(got.exponent, wanted->exponent);
}

/* The C library prints any number of digits rightly and reads them back rightly: the fewest that read back equal, and the
 * same ones. At a power of two fewer may do that are not the nearest. */
static SlShortest check_that_it_reads_back(double value) {
  SlShortest got = sl_shortest(value);
  char text[64];
  snprintf(text, sizeof text, "%llue%d", (unsigned long long)got.digits, got.exponent);
  double back = strtod(text, NULL);
  if (back != value) print_error("%.17g: %s\n", value, text);
  assert_true(back == value);
  return got;
}

static void check(double value, bool power_of_two) {
  SlShortest got = check_that_it_reads_back(value);
  char text[64], printed[64];
  int count = snprintf(NULL, 0, "%llu", (unsigned long long)got.digits);
  assert_true(count <= 17);
  if (count > 1) { /* if the nearest of one digit less does not, no shorter one does */
    snprintf(printed, sizeof printed, "%.*e", count - 2, value);
    assert_false(strtod(printed, NULL) == value);
  }
  snprintf(printed, sizeof printed, "%.*e", count - 1, value);
  if (power_of_two && strtod(printed, NULL) != value) return;
  char nearest[64];
  size_t at = 0;
  for (const char *c = printed; *c != 'e'; c++)
    if (*c != '.') nearest[at++] = *c;
  nearest[at] = '\0';
  snprintf(text, sizeof text, "%llu", (unsigned long long)got.digits);
  assert_string_equal(text, nearest);
}

static uint64_t seed = 88172645463325252u;
static uint64_t draw(void) {
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return seed;
}

static double of_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void doubles_of_random_bits(void **state) {
  (void)state;
  for (int i = 0; i < 500000; i++) {
    double value = of_bits(draw() >> 1);
    if (!isfinite(value)) continue;
    if (i % 8 == 0)
      check(value, false);
    else
      check_that_it_reads_back(value);
  }
}

static void quotients_and_decimals_of_everyday_size(void **state) {
  (void)state;
  for (int i = 0; i < 50000; i++) {
    check((double)(draw() >> 44) / (double)(draw() % 65536 + 1), false);
    check((double)(draw() >> 30) / 1000, false);
  }
}

static void subnormals(void **state) {
  (void)state;
  for (uint64_t bits = 1; bits < 2000; bits++) check(of_bits(bits), false);
  for (int i = 0; i < 5000; i++) check(of_bits(draw() >> (12 + draw() % 50)), false);
}

static void powers_of_two_and_their_neighbours(void **state) {
  (void)state;
  for (int e = -1074; e < 1024; e++) {
    double value = ldexp(1, e);
    check(value, true);
    check(nextafter(value, 0) > 0 ? nextafter(value, 0) : value, e < -1072);
    check(nextafter(value, (double)INFINITY), false);
  }
}

static void powers_of_ten_and_their_neighbours(void **state) {
  (void)state;
  for (int e = -323; e < 309; e++) {
    char text[16];
    snprintf(text, sizeof text, "1e%d", e);
    double value = strtod(text, NULL);
    check(value, false);
    assert_int_equal(sl_shortest(value).digits, 1);
    check(nextafter(value, 0), false);
    check(nextafter(value, (double)INFINITY), false);
  }
}

enum { KNOWN = sizeof known / sizeof known[0] };

int main(void) {
  const struct CMUnitTest others[] = {
      cmocka_unit_test(doubles_of_random_bits),
      cmocka_unit_test(quotients_and_decimals_of_everyday_size),
      cmocka_unit_test(subnormals),
      cmocka_unit_test(powers_of_two_and_their_neighbours),
      cmocka_unit_test(powers_of_ten_and_their_neighbours),
  };
  struct CMUnitTest cases[KNOWN];
  for (size_t i = 0; i < KNOWN; i++)
    cases[i] = (struct CMUnitTest){.name = known[i].name, .test_func = is_shortest, .initial_state = (void *)&known[i]};
  int failed = cmocka_run_group_tests_name("known", cases, NULL, NULL);
  return failed + cmocka_run_group_tests_name("as the C library prints", others, NULL, NULL);
}
