#include "core/stats/interval.h"
#include "tests/support/test.h"

/* Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3. */
static void wilson_agrees_with_newcombe(void **state) {
  (void)state;
  static const struct { double x, n, lower, upper; } cases[] = {
      {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0000, 0.1611}, {1, 29, 0.0061, 0.1718}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlInterval got;
    assert_true(sl_interval_wilson(cases[i].x, cases[i].n, 0.95, &got));
    assert_near(got.lower, cases[i].lower, 5e-5);
    assert_near(got.upper, cases[i].upper, 5e-5);
  }
}

static void wilson_ends_are_exactly_zero_and_one(void **state) {
  (void)state;
  SlInterval got;
  assert_true(sl_interval_wilson(0, 7, 0.95, &got));
  assert_true(got.lower == 0);
  assert_true(sl_interval_wilson(7, 7, 0.95, &got));
  assert_true(got.upper == 1);
}

static void wilson_of_a_half_is_symmetric(void **state) {
  (void)state;
  SlInterval got;
  assert_true(sl_interval_wilson(50, 100, 0.95, &got));
  assert_near(got.lower + got.upper, 1, 1e-15);
  assert_near(got.lower, 0.40383153, 1e-8);
}

/* Garwood's limits (1936) at 95 %, digits worked out with 30-digit arithmetic. */
static void poisson_agrees_with_published_limits(void **state) {
  (void)state;
  static const struct { double x, lower, upper; } cases[] = {
      {0, 0, 3.68887945411394},
      {1, 0.0253178079842899, 5.5716433909389},
      {2, 0.242209278543965, 7.22468766772396},
      {5, 1.62348639011842, 11.6683320793227},
      {10, 4.79538869613243, 18.3903560420178},
      {20, 12.2165195854039, 30.8883779026746},
      {100, 81.3639912509231, 121.626793792426},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlInterval got;
    assert_true(sl_interval_poisson(cases[i].x, 0.95, &got));
    assert_near(got.lower, cases[i].lower, 1e-13 * cases[i].upper);
    assert_near(got.upper, cases[i].upper, 1e-13 * cases[i].upper);
  }
}

/* The definition itself: the upper limit is the mean under which x events or fewer have probability 2.5 %. */
static void poisson_limits_leave_the_promised_tails(void **state) {
  (void)state;
  static const double counts[] = {1, 3, 17, 60, 400};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    double x = counts[i];
    SlInterval got;
    assert_true(sl_interval_poisson(x, 0.9, &got));
    double at_most = 0, below = 0;
    for (double k = 0; k <= x; k++) {
      at_most += exp(k * log(got.upper) - got.upper - lgamma(k + 1));
      if (k < x) below += exp(k * log(got.lower) - got.lower - lgamma(k + 1));
    }
    assert_near(at_most, 0.05, 1e-12);
    assert_near(1 - below, 0.05, 1e-12);
  }
}

static void poisson_of_huge_counts_nears_the_normal(void **state) {
  (void)state;
  static const double counts[] = {1e6, 1e9, 1e12};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    SlInterval got;
    assert_true(sl_interval_poisson(counts[i], 0.95, &got));
    double half = 1.959963984540054 * sqrt(counts[i]);
    assert_near(got.lower, counts[i] - half, 3);
    assert_near(got.upper, counts[i] + half, 4);
  }
}

static void byar_is_exact_below_ten_and_near_it_above(void **state) {
  (void)state;
  for (double x = 0; x < 200; x++) {
    SlInterval byar, exact;
    assert_true(sl_interval_byar(x, 0.95, &byar));
    assert_true(sl_interval_poisson(x, 0.95, &exact));
    double tolerance = x < 10 ? 0 : 0.01;
    assert_near(byar.lower, exact.lower, tolerance);
    assert_near(byar.upper, exact.upper, tolerance);
  }
}

/* Breslow & Day's formula worked by hand for 20 events with z = 1.959964. */
static void byar_of_twenty_events(void **state) {
  (void)state;
  SlInterval got;
  assert_true(sl_interval_byar(20, 0.95, &got));
  assert_near(got.lower, 12.2114288, 1e-6);
  assert_near(got.upper, 30.8898804, 1e-6);
}

static void normal_quantile_agrees_with_tables(void **state) {
  (void)state;
  static const struct { double p, x; } cases[] = {{0.5, 0},
                                                  {0.975, 1.9599639845400545},
                                                  {0.995, 2.5758293035489004},
                                                  {0.9, 1.2815515655446004},
                                                  {0.025, -1.9599639845400545},
                                                  {0.25, -0.6744897501960817},
                                                  {1e-10, -6.361340902404056},
                                                  {1e-20, -9.262340089798408}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_near(sl_normal_quantile(cases[i].p), cases[i].x, 2e-14 * fmax(1, fabs(cases[i].x)));
}

static void normal_quantile_inverts_the_distribution_everywhere(void **state) {
  (void)state;
  for (double x = -37.4; x < 0; x += 0.0999) {
    double p = 0.5 * erfc(-x / sqrt(2));
    assert_near(sl_normal_quantile(p), x, 1e-12);
  }
  assert_true(isfinite(sl_normal_quantile(5e-324)));
}

static void senseless_arguments_write_nothing(void **state) {
  (void)state;
  SlInterval got = {-1, -2};
  assert_false(sl_interval_wilson(1, 0, 0.95, &got));
  assert_false(sl_interval_wilson(-1, 10, 0.95, &got));
  assert_false(sl_interval_wilson(11, 10, 0.95, &got));
  assert_false(sl_interval_wilson(NAN, 10, 0.95, &got));
  assert_false(sl_interval_wilson(1, 10, 1, &got));
  assert_false(sl_interval_byar(-1, 0.95, &got));
  assert_false(sl_interval_poisson(INFINITY, 0.95, &got));
  assert_false(sl_interval_poisson(3, 0, &got));
  assert_true(got.lower == -1 && got.upper == -2);
  assert_true(isnan(sl_normal_quantile(0)) && isnan(sl_normal_quantile(1)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wilson_agrees_with_newcombe),
      cmocka_unit_test(wilson_ends_are_exactly_zero_and_one),
      cmocka_unit_test(wilson_of_a_half_is_symmetric),
      cmocka_unit_test(poisson_agrees_with_published_limits),
      cmocka_unit_test(poisson_limits_leave_the_promised_tails),
      cmocka_unit_test(poisson_of_huge_counts_nears_the_normal),
      cmocka_unit_test(byar_is_exact_below_ten_and_near_it_above),
      cmocka_unit_test(byar_of_twenty_events),
      cmocka_unit_test(normal_quantile_agrees_with_tables),
      cmocka_unit_test(normal_quantile_inverts_the_distribution_everywhere),
      cmocka_unit_test(senseless_arguments_write_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
