#include "core/stats/distribution.h"
#include "tests/support/test.h"

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

/* qchisq, qbeta and qt of R 4.2.2, and tables. */
static void quantiles_agree_with_tables(void **state) {
  (void)state;
  assert_near(sl_chi_squared_quantile(0.95, 1), 3.841458820694124, 1e-13);
  assert_near(sl_chi_squared_quantile(0.5, 4), 3.356693980033321, 1e-13);
  assert_true(sl_chi_squared_quantile(0.3, 0) == 0);
  assert_near(sl_beta_quantile(7, 94, 0.025, true), 0.02860528890744, 1e-13);
  assert_near(sl_beta_quantile(8, 93, 0.025, false), 0.1389197284559, 1e-13);
  assert_near(sl_t_quantile(0.975, 1), 12.70620473617471, 1e-12);
  assert_near(sl_t_quantile(0.975, 5), 2.570581835636314, 1e-13);
  assert_near(sl_t_quantile(0.6, 10), 0.2601848294920805, 1e-13);
  assert_near(sl_t_quantile(0.025, 1e12), -1.959963984542421, 1e-11);
}

/* Of each shape the tail at the quantile is the one asked for; where the quantile lies near 1, its own last digit is all that is left. */
static void tails_and_quantiles_are_inverse(void **state) {
  (void)state;
  static const double tails[] = {0.5, 0.3, 0.025, 0.001, 1e-9};
  for (double a = 0.5; a < 1e7; a *= 7)
    for (double b = 0.5; b < 1e7; b *= 11)
      for (int i = 0; i < 5; i++) {
        double lower = sl_beta_quantile(a, b, tails[i], true), upper = sl_beta_quantile(a, b, tails[i], false);
        if (lower < 0.9) assert_near(sl_beta_tails(a, b, lower).lower / tails[i], 1, 2e-10);
        if (upper < 0.9) assert_near(sl_beta_tails(a, b, upper).upper / tails[i], 1, 2e-10);
        assert_near(1 - upper, sl_beta_quantile(b, a, tails[i], true), 1e-15);
      }
  for (double a = 0.5; a < 1e9; a *= 7)
    for (int i = 0; i < 5; i++) {
      assert_near(sl_gamma_tails(a, sl_gamma_quantile(a, tails[i], true)).lower / tails[i], 1, 1e-9);
      assert_near(sl_gamma_tails(a, sl_gamma_quantile(a, tails[i], false)).upper / tails[i], 1, 1e-9);
      assert_near(sl_t_tails(sl_t_quantile(tails[i], a), a).lower / tails[i], 1, 1e-9);
    }
}

/* Sums of the binomial and the Poisson distribution, term by term. */
static void tails_are_sums_of_terms(void **state) {
  (void)state;
  for (double n = 3; n < 60; n += 11)
    for (double p = 0.05; p < 1; p += 0.17) {
      double at_most = 0;
      for (double k = 0; k < n; k++) {
        at_most += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p));
        assert_near(sl_beta_tails(k + 1, n - k, p).upper, at_most, 1e-12);
      }
    }
  for (double mean = 0.3; mean < 50; mean *= 2.7) {
    double at_most = 0;
    for (double k = 0; k < 60; k++) {
      at_most += exp(k * log(mean) - mean - lgamma(k + 1));
      assert_near(sl_gamma_tails(k + 1, mean).upper, at_most, 1e-12);
    }
  }
}

static void ends_and_nonsense(void **state) {
  (void)state;
  assert_true(isnan(sl_normal_quantile(0)) && isnan(sl_normal_quantile(1)));
  assert_true(isnan(sl_beta_quantile(0, 1, 0.1, true)) && isnan(sl_beta_quantile(1, 1, 0.6, true)));
  assert_true(isnan(sl_gamma_quantile(-1, 0.1, true)) && isnan(sl_t_quantile(0, 3)) && isnan(sl_t_quantile(0.1, 0)));
  assert_true(sl_beta_tails(2, 3, 0).lower == 0 && sl_beta_tails(2, 3, 1).upper == 0);
  assert_true(sl_gamma_tails(2, 0).lower == 0 && sl_gamma_tails(2, INFINITY).upper == 0);
  assert_true(sl_t_tails(INFINITY, 3).upper == 0 && sl_t_tails(0, 3).lower == 0.5 && sl_t_quantile(0.5, 2) == 0);
  assert_true(sl_chi_squared_tails(4, 0).lower == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(normal_quantile_agrees_with_tables),
      cmocka_unit_test(normal_quantile_inverts_the_distribution_everywhere),
      cmocka_unit_test(quantiles_agree_with_tables),
      cmocka_unit_test(tails_and_quantiles_are_inverse),
      cmocka_unit_test(tails_are_sums_of_terms),
      cmocka_unit_test(ends_and_nonsense),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
