/* Trends. References: R 4.2.2 (glm, prop.trend.test, lm). */
#include "core/stats/trend.h"
#include "tests/support/columns.h"
#include "tests/support/test.h"

static const double periods[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

static void counts_that_scatter_less_than_chance_lets_them(void **state) {
  (void)state;
  static const double y[] = {23, 31, 28, 40, 47, 52};
  SlTrend got;
  assert_true(sl_trend_poisson(periods, y, NULL, 6, &got));
  assert_near(got.slope, 0.1615610872051, 1e-12);
  assert_near(got.error, 0.04033761204017, 1e-13);
  assert_near(got.deviance, 1.238201216363, 1e-11);
  assert_near(got.dispersion, 0.3043184909258, 1e-12);
  SlInterval limits = sl_trend_limits(&got, 0.95);
  assert_near(exp(got.slope), 1.175344254461, 1e-11);
  assert_near(exp(limits.lower), 1.085999564375, 1e-11);
  assert_near(exp(limits.upper), 1.272039291553, 1e-11);
}

static void counts_of_growing_populations(void **state) {
  (void)state;
  static const double y[] = {12, 15, 11, 19, 25, 24, 30}, n[] = {510000, 515000, 520000, 530000, 534000, 540000, 547000};
  SlTrend got;
  assert_true(sl_trend_poisson(periods, y, n, 7, &got));
  assert_near(got.slope, 0.1496649820831, 1e-12);
  assert_near(got.error, 0.04427205527804, 1e-13);
  assert_near(got.deviance, 2.356095950066, 1e-11);
  SlInterval limits = sl_trend_limits(&got, 0.95);
  assert_near(exp(limits.lower), 1.064913258276, 1e-11);
  assert_near(exp(limits.upper), 1.266727262771, 1e-11);
}

static void counts_that_scatter_more_have_wider_limits(void **state) {
  (void)state;
  static const double y[] = {20, 55, 31, 80, 44, 120, 61};
  SlTrend got;
  assert_true(sl_trend_poisson(periods, y, NULL, 7, &got));
  assert_near(got.slope, 0.1654585198736, 1e-11);
  assert_near(got.dispersion, 13.63412031708, 1e-9);
  assert_near(got.error, 0.09417761289862, 1e-11);
  assert_true(got.degrees == 5);
  SlInterval limits = sl_trend_limits(&got, 0.95);
  assert_near(exp(limits.lower), 0.9262299572826, 1e-10);
  assert_near(exp(limits.upper), 1.503130270871, 1e-10);
}

static void proportions_are_tested_as_cochran_and_armitage_do(void **state) {
  (void)state;
  static const double x[] = {12, 18, 25, 31, 40}, n[] = {200, 210, 205, 220, 230};
  SlTrend got;
  assert_true(sl_trend_proportion(periods, x, n, 5, &got));
  assert_near(got.statistic, 16.47382090424, 1e-10);
  assert_near(got.p, 4.932648643197e-05, 1e-15);
}

/* summary(lm(c(1, 2, 4, 4, 6) ~ t)): slope 1.2, standard error 0.1633. */
static void measures_have_the_line_of_least_squares(void **state) {
  (void)state;
  static const double y[] = {1, 2, 4, 4, 6};
  SlTrend got;
  assert_true(sl_trend_linear(periods, y, 5, &got));
  assert_near(got.slope, 1.2, 1e-14);
  assert_near(got.error, sqrt(0.8 / 3 / 10), 1e-14);
  assert_true(got.degrees == 3);
}

/* At the top of the likelihood its slopes are 0, whatever the counts. */
static void random_counts_are_fitted_to_the_top(void **state) {
  (void)state;
  uint64_t seed = 3;
  for (int round = 0; round < 2000; round++) {
    double y[10], n[10], all = 0, fits = 0, tilted = 0;
    int points = 3 + (int)random_below(&seed, 8);
    for (int i = 0; i < points; i++) {
      y[i] = (double)random_below(&seed, round % 3 ? 9 : 100000);
      n[i] = 1 + (double)random_below(&seed, 1000000);
      all += y[i];
    }
    SlTrend got;
    if (!sl_trend_poisson(periods, y, n, points, &got)) continue; /* all of them at one end: no finite slope */
    double exposed = 0;
    for (int i = 0; i < points; i++) exposed += n[i] * exp(got.slope * periods[i]);
    for (int i = 0; i < points; i++) {
      double mean = all / exposed * n[i] * exp(got.slope * periods[i]);
      fits += mean;
      tilted += periods[i] * (y[i] - mean);
    }
    assert_near(fits, all, 1e-8 * all);
    assert_near(tilted, 0, 1e-6 * (1 + all));
  }
}

static void of_too_little_there_is_no_trend(void **state) {
  (void)state;
  static const double none[] = {0, 0, 0, 0}, some[] = {1, 2, 3, 4}, same[] = {2, 2, 2, 2}, bad[] = {1, -2, 3, 4};
  SlTrend got = {.slope = 7};
  assert_false(sl_trend_poisson(periods, none, NULL, 4, &got));
  assert_false(sl_trend_poisson(periods, some, NULL, 2, &got));
  assert_false(sl_trend_poisson(same, some, NULL, 4, &got));
  assert_false(sl_trend_poisson(periods, bad, NULL, 4, &got));
  assert_false(sl_trend_poisson(periods, some, none, 4, &got));
  assert_false(sl_trend_linear(same, some, 4, &got));
  assert_false(sl_trend_proportion(periods, none, some, 4, &got));
  assert_false(sl_trend_proportion(periods, some, some, 4, &got));
  assert_true(got.slope == 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_that_scatter_less_than_chance_lets_them),
      cmocka_unit_test(counts_of_growing_populations),
      cmocka_unit_test(counts_that_scatter_more_have_wider_limits),
      cmocka_unit_test(proportions_are_tested_as_cochran_and_armitage_do),
      cmocka_unit_test(measures_have_the_line_of_least_squares),
      cmocka_unit_test(random_counts_are_fitted_to_the_top),
      cmocka_unit_test(of_too_little_there_is_no_trend),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
