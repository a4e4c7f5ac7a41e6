#include "core/stats/interval.h"
#include "tests/support/columns.h"
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

/* Breslow & Day's formula worked by hand with z = 1.959964, for ten events, the first that it is taken for, and for 20. */
static void byar_of_ten_and_of_twenty_events(void **state) {
  (void)state;
  SlInterval got;
  assert_true(sl_interval_byar(10, 0.95, &got));
  assert_near(got.lower, 4.7874499, 1e-6); /* exact: 4.7953890 */
  assert_near(got.upper, 18.3914586, 1e-6);
  assert_true(sl_interval_byar(20, 0.95, &got));
  assert_near(got.lower, 12.2114288, 1e-6);
  assert_near(got.upper, 30.8898804, 1e-6);
}

/* Values of R 4.2.2 (prop.test without correction, binom.test). */
static void intervals_of_proportions_agree_with_r(void **state) {
  (void)state;
  static const struct { double x, n, confidence, lower, upper; } wilson[] = {
      {7, 100, .95, 0.03431926106727, 0.13749514739073},
      {29, 39, .95, 0.5891834407832, 0.8543121945901},
      {2, 39, .95, 0.01417795541527, 0.16885640047614},
      {0, 10, .95, 0, 0.2775327998629},
      {10, 10, .95, 0.7224672001371, 1},
      {130, 1845, .95, 0.05965353548448, 0.08305283750489},
      {222, 3215, .998, 0.05647101964624248, 0.084184141852701344},
      {7776456, 7564336677, .95, 0.0010273201001641094, 0.0010287644578977231},
  }, exact[] = {
      {7, 100, .95, 0.02860528890744, 0.1389197284559},
      {0, 10, .95, 0, 0.3084971078188},
      {10, 10, .95, 1 - 0.3084971078188, 1},
      {29, 39, .998, 0.4871145947191, 0.9174171189303},
  };
  SlInterval got;
  for (size_t i = 0; i < sizeof wilson / sizeof *wilson; i++) {
    assert_true(sl_interval_wilson(wilson[i].x, wilson[i].n, wilson[i].confidence, &got));
    assert_near(got.lower, wilson[i].lower, 1e-12);
    assert_near(got.upper, wilson[i].upper, 1e-12);
  }
  for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) {
    assert_true(sl_interval_clopper_pearson(exact[i].x, exact[i].n, exact[i].confidence, &got));
    assert_near(got.lower, exact[i].lower, 1e-12);
    assert_near(got.upper, exact[i].upper, 1e-12);
  }
}

/* The definition: under the upper limit x cases or fewer have probability 2.5%, under the lower one x or more. */
static void exact_limits_of_a_proportion_leave_the_promised_tails(void **state) {
  (void)state;
  for (double n = 1; n < 60; n += 7)
    for (double x = 0; x <= n; x++) {
      SlInterval got;
      assert_true(sl_interval_clopper_pearson(x, n, 0.95, &got));
      double at_most = 0, at_least = 0;
      for (double k = 0; k <= n; k++) {
        double ways = exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1));
        if (k <= x) at_most += ways * pow(got.upper, k) * pow(1 - got.upper, n - k);
        if (k >= x) at_least += ways * pow(got.lower, k) * pow(1 - got.lower, n - k);
      }
      assert_near(at_most, x == n ? 1 : 0.025, 1e-11);
      assert_near(at_least, x == 0 ? 1 : 0.025, 1e-11);
    }
}

/* t.test(c(1, 2, 3, 4, 10)) of R: mean 4, sd 3.535534. */
static void a_mean_has_the_limits_of_student(void **state) {
  (void)state;
  SlInterval got;
  assert_true(sl_interval_mean(4, sqrt(12.5), 5, 0.95, &got));
  assert_near(got.lower, 4 - 2.776445105197799 * sqrt(12.5 / 5), 1e-12);
  assert_near(got.upper, 4 + 2.776445105197799 * sqrt(12.5 / 5), 1e-12);
  assert_false(sl_interval_mean(4, 1, 1, 0.95, &got));
}

/* Newcombe's printed example, .0524 to .3339, with R's digits; then rates and their ratio by R. */
static void two_are_compared(void **state) {
  (void)state;
  double value;
  SlInterval got;
  assert_true(sl_difference_of_proportions(56, 70, 48, 80, 0.95, &value, &got));
  assert_near(value, 0.2, 1e-12);
  assert_near(got.lower, 0.05243147240236, 1e-12);
  assert_near(got.upper, 0.33387265403691, 1e-12);
  assert_true(sl_difference_of_rates(34, 812000, 21, 905000, 0.95, &value, &got));
  assert_near(value * 1e5, 1.866750129276, 1e-11);
  assert_near(got.lower * 1e5, 0.08809558897631, 1e-11);
  assert_near(got.upper * 1e5, 3.751420284827, 1e-11);
  assert_true(sl_ratio_of_rates_wald(34, 812000, 21, 905000, 0.95, &value, &got));
  assert_near(value, 1.80448041285480, 1e-12);
  assert_near(got.lower, 1.04738433912263, 1e-12);
  assert_near(got.upper, 3.10883926630430, 1e-12);
  assert_true(sl_ratio_of_rates_exact(34, 812000, 21, 905000, 0.95, &value, &got));
  assert_near(got.lower, 1.01757347732682, 1e-11);
  assert_near(got.upper, 3.27180663826531, 1e-11);
  assert_true(sl_ratio_of_rates_exact(57, 1, 40, 1, 0.95, &value, &got));
  assert_near(got.lower, 0.9346342335309, 1e-11);
  assert_near(got.upper, 2.1913466373897, 1e-11);
}

static void a_ratio_to_nothing_has_a_lower_limit_alone(void **state) {
  (void)state;
  double value;
  SlInterval got;
  assert_false(sl_ratio_of_rates_wald(3, 10, 0, 10, 0.95, &value, &got));
  assert_true(sl_ratio_of_rates_exact(3, 10, 0, 10, 0.95, &value, &got));
  assert_true(isinf(value) && isinf(got.upper) && got.lower > 0);
  assert_true(sl_ratio_of_rates_exact(0, 10, 3, 10, 0.95, &value, &got));
  assert_true(value == 0 && got.lower == 0 && got.upper > 0);
  assert_false(sl_ratio_of_rates_exact(0, 10, 0, 10, 0.95, &value, &got));
}

/* lower <= estimate <= upper, whatever the counts. */
static void limits_stand_on_both_sides_of_the_estimate(void **state) {
  (void)state;
  uint64_t seed = 20260301;
  for (int round = 0; round < 20000; round++) {
    double n = 1 + (double)(random_below(&seed, round % 2 ? 20 : 2000000)), m = 1 + (double)(random_below(&seed, 5000));
    double x = (double)(random_below(&seed, (int64_t)n + 1)), y = (double)(random_below(&seed, (int64_t)m + 1)), value;
    double confidence = round % 3 ? 0.95 : 0.998;
    SlInterval got;
    assert_true(sl_interval_wilson(x, n, confidence, &got) && got.lower <= x / n && got.upper >= x / n);
    assert_true(sl_interval_clopper_pearson(x, n, confidence, &got) && got.lower <= x / n && got.upper >= x / n);
    assert_true(sl_interval_byar(x, confidence, &got) && got.lower <= x && got.upper >= x);
    assert_true(sl_difference_of_proportions(x, n, y, m, confidence, &value, &got) && got.lower <= value && got.upper >= value);
    assert_true(sl_difference_of_rates(x, n, y, m, confidence, &value, &got) && got.lower <= value && got.upper >= value);
    if (x + y > 0) {
      assert_true(sl_ratio_of_rates_exact(x, n, y, m, confidence, &value, &got));
      assert_true(got.lower <= value && got.upper >= value);
    }
  }
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
      cmocka_unit_test(byar_of_ten_and_of_twenty_events),
      cmocka_unit_test(intervals_of_proportions_agree_with_r),
      cmocka_unit_test(exact_limits_of_a_proportion_leave_the_promised_tails),
      cmocka_unit_test(a_mean_has_the_limits_of_student),
      cmocka_unit_test(two_are_compared),
      cmocka_unit_test(a_ratio_to_nothing_has_a_lower_limit_alone),
      cmocka_unit_test(limits_stand_on_both_sides_of_the_estimate),
      cmocka_unit_test(senseless_arguments_write_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
