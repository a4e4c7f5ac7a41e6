#include "core/query/aggregates/exact.h"

#include <float.h>
#include <math.h>

#include "tests/support/test.h"

__extension__ typedef __int128 Wide;

static double exact_sum(const double *values, int count) {
  SlExact sum = {0};
  for (int i = 0; i < count; i++) sl_exact_add(&sum, values[i]);
  return sl_exact_total(&sum);
}

static uint64_t next_random(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return *seed >> 11;
}

/* Multiples of 2^-30 up to 2^60: their sum as a whole number of 2^-30 is exact in 128 bits. */
static double random_multiple(uint64_t *seed, Wide *sum) {
  int64_t part = (int64_t)(next_random(seed) % ((uint64_t)1 << 52)) - ((int64_t)1 << 51);
  int shift = (int)(next_random(seed) % 38);
  *sum += (Wide)part * ((Wide)1 << shift);
  return ldexp((double)part, shift - 30);
}

static void sums_are_those_of_whole_numbers(void **state) {
  (void)state;
  uint64_t seed = 1807;
  for (int round = 0; round < 2000; round++) {
    SlExact exact = {0};
    SlPair pair = {0};
    Wide sum = 0;
    int count = (int)(next_random(&seed) % 50);
    for (int i = 0; i < count; i++) {
      double value = random_multiple(&seed, &sum);
      sl_exact_add(&exact, value);
      sl_pair_add(&pair, value);
    }
    double expected = ldexp((double)sum, -30); /* the conversion rounds once, to nearest */
    assert_true(sl_exact_total(&exact) == expected);
    assert_true(sl_pair_holds(pair));
    assert_true(pair.high + pair.low == expected);
  }
}

static void what_cancels_leaves_what_is_left(void **state) {
  (void)state;
  assert_true(exact_sum((double[]){1e300, 1, 1e-300, -1e300, -1}, 5) == 1e-300);
  assert_true(exact_sum((double[]){DBL_MAX, DBL_MAX, -DBL_MAX, -DBL_MAX, 3}, 5) == 3);
  assert_true(exact_sum((double[]){5e-324, 5e-324, -5e-324}, 3) == 5e-324);
  assert_true(exact_sum((double[]){-1e300, 1, 1e300, -3}, 4) == -2);
  assert_true(exact_sum(NULL, 0) == 0);
}

static void halves_go_to_even_and_more_than_half_goes_up(void **state) {
  (void)state;
  double large = 9007199254740992.0; /* 2^53: the next double is 2 away */
  assert_true(exact_sum((double[]){large, 1}, 2) == large);
  assert_true(exact_sum((double[]){large, 1, 1e-300}, 3) == large + 2);
  assert_true(exact_sum((double[]){large, 2, 1}, 3) == large + 4);
  assert_true(exact_sum((double[]){-large, -1, -1e-300}, 3) == -large - 2);
}

static void past_the_largest_double_is_infinite(void **state) {
  (void)state;
  assert_true(exact_sum((double[]){DBL_MAX, DBL_MAX}, 2) == (double)INFINITY);
  assert_true(exact_sum((double[]){(double)INFINITY, -DBL_MAX}, 2) == (double)INFINITY);
  assert_true(isnan(exact_sum((double[]){(double)INFINITY, -(double)INFINITY}, 2)));
  assert_true(isnan(exact_sum((double[]){(double)NAN, 1}, 2)));
}

static void a_pair_says_when_it_is_not_enough(void **state) {
  (void)state;
  static const double values[] = {1e100, 1e50, 1, -1e100, -1e50};
  SlPair pair = {0};
  for (int i = 0; i < 5; i++) sl_pair_add(&pair, values[i]);
  assert_false(sl_pair_holds(pair));
  SlPair first = {0}, second = {0};
  sl_pair_add(&first, 1e100);
  sl_pair_add(&first, 1e50);
  sl_pair_add(&second, 1);
  assert_true(sl_pair_holds(first));
  sl_pair_merge(&first, second);
  assert_false(sl_pair_holds(first));
  sl_pair_add(&second, (double)INFINITY);
  assert_false(sl_pair_holds(second));
}

static bool same_bits(SlPair a, SlPair b) {
  return memcmp(&a.high, &b.high, sizeof a.high) == 0 && (memcmp(&a.low, &b.low, sizeof a.low) == 0 || (isnan(a.low) && isnan(b.low)));
}

static void two_pairs_at_once_are_as_one_by_one(void **state) {
  (void)state;
  static const double values[] = {0.1, -7e40, 3, 1e-17, 7e40, 1e17, -0.3, 1e300, 5e-324, -1e300};
  enum { COUNT = sizeof values / sizeof *values };
  SlPair first = {0}, second = {0}, first_alone = {0}, second_alone = {0};
  for (int i = 0; i < COUNT; i++) {
    sl_pair_add_two(&first, &second, values[i], values[COUNT - 1 - i] / 3);
    sl_pair_add(&first_alone, values[i]);
    sl_pair_add(&second_alone, values[COUNT - 1 - i] / 3);
    assert_true(same_bits(first, first_alone));
    assert_true(same_bits(second, second_alone));
  }
  assert_false(sl_pair_holds(first));
  first = (SlPair){0}, second = (SlPair){0};
  sl_pair_add_two(&first, &second, (double)INFINITY, 1);
  assert_false(sl_pair_holds(first));
  assert_true(sl_pair_holds(second));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sums_are_those_of_whole_numbers),
      cmocka_unit_test(what_cancels_leaves_what_is_left),
      cmocka_unit_test(halves_go_to_even_and_more_than_half_goes_up),
      cmocka_unit_test(past_the_largest_double_is_infinite),
      cmocka_unit_test(a_pair_says_when_it_is_not_enough),
      cmocka_unit_test(two_pairs_at_once_are_as_one_by_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
