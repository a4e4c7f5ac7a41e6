/* Funnel limits. References: R 4.2.2. */
#include "core/stats/funnel.h"
#include "tests/support/columns.h"
#include "tests/support/test.h"

static SlFunnel fit(SlFunnelKind kind, const double *x, const double *n, int64_t count, double target, SlDispersion dispersion) {
  SlFunnel funnel;
  SlError err;
  assert_int_equal(sl_funnel_fit(kind, x, n, count, target, dispersion, &funnel, &err), SL_OK);
  return funnel;
}

static void limits_of_a_proportion(void **state) {
  (void)state;
  static const double x[] = {7, 14}, n[] = {100, 200};
  SlFunnel funnel = fit(SL_FUNNEL_PROPORTION, x, n, 2, NAN, SL_DISPERSION_NONE);
  assert_near(funnel.target, 0.07, 1e-15);
  SlInterval got = sl_funnel_limits(&funnel, 7, 100, 0.95);
  assert_near(got.lower, 0.0199921037008, 1e-12);
  assert_near(got.upper, 0.1200078962992, 1e-12);
  got = sl_funnel_limits(&funnel, 30, 500, 0.998);
  assert_near(got.lower, 0.03473883795261, 1e-12);
  assert_near(got.upper, 0.10526116204740, 1e-12);
  got = sl_funnel_limits(&funnel, 1, 40, 0.95);
  assert_true(got.lower == 0);
  assert_near(got.upper, 0.1490694266495, 1e-12);
  assert_int_equal(sl_funnel_position(&funnel, 53, 500, 0.998), 1);
  assert_int_equal(sl_funnel_position(&funnel, 52, 500, 0.998), 0);
  assert_int_equal(sl_funnel_position(&funnel, 17, 500, 0.998), -1);
}

static void limits_of_a_ratio_are_those_of_its_events(void **state) {
  (void)state;
  static const struct { double k, level, lower, upper; } cases[] = {{10, 0.95, 0.543763262503, 2.085336691907},
                                                                    {25, 0.998, 0.5600850828922, 2.026432356332},
                                                                    {100, 0.95, 0.8221872572804, 1.229044918551}};
  SlFunnel funnel = {.kind = SL_FUNNEL_RATIO, .target = 1}, rate = {.kind = SL_FUNNEL_RATE, .target = 0.002};
  for (size_t i = 0; i < 3; i++) {
    SlInterval got = sl_funnel_limits(&funnel, cases[i].k, 1, cases[i].level);
    assert_near(got.lower, cases[i].lower, 1e-11);
    assert_near(got.upper, cases[i].upper, 1e-11);
    got = sl_funnel_limits(&rate, cases[i].k, 9000, cases[i].level);
    assert_near(got.lower, cases[i].lower * 0.002, 1e-14);
    assert_near(got.upper, cases[i].upper * 0.002, 1e-14);
  }
  assert_true(sl_funnel_limits(&funnel, 0, 1, 0.95).lower == 0 && isnan(sl_funnel_limits(&funnel, 0, 1, 0.95).upper));
}

/* Where the limit of k events is the limit of its size, an area on the curve is an area at its limit. */
static void the_curve_goes_through_the_limits_of_whole_events(void **state) {
  (void)state;
  SlFunnel funnel = {.kind = SL_FUNNEL_RATE, .target = 0.01};
  for (double k = 1; k < 3000; k = ceil(k * 1.7))
    for (int i = 0; i < 2; i++) {
      double level = i ? 0.95 : 0.998;
      SlInterval limits = sl_funnel_limits(&funnel, k, 1, level);
      double small = k / limits.upper, large = k / limits.lower; /* the sizes at which k events are at a limit */
      assert_near(sl_funnel_curve(&funnel, large, level).lower, k / large, 1e-9 * k / large);
      assert_near(sl_funnel_curve(&funnel, small, level).upper, k / small, 1e-9 * k / small);
    }
  assert_true(sl_funnel_curve(&funnel, 100, 0.95).lower == 0); /* none is likely where one is expected */
}

static void over_dispersion_of_proportions(void **state) {
  (void)state;
  static const double x[] = {12, 30, 45, 9, 80, 22, 61, 14, 33, 50}, n[] = {200, 410, 700, 150, 900, 260, 1000, 310, 420, 640};
  SlFunnel funnel = fit(SL_FUNNEL_PROPORTION, x, n, 10, NAN, SL_DISPERSION_AUTO);
  assert_near(funnel.target, 0.07134268537074, 1e-13);
  assert_near(funnel.mean_square, 1.211420812496, 1e-11);
  assert_near(funnel.phi, 0.7168577034087, 1e-11);
  assert_int_equal(funnel.dispersion, SL_DISPERSION_NONE); /* phi is not above 1 */
  SlInterval got = sl_funnel_limits(&funnel, 12, 200, 0.95);
  double t = funnel.target, half = 1.959963984540054 * sqrt(t * (1 - t) / 200);
  assert_near(got.lower, t - half, 1e-14);
}

static void over_dispersion_of_ratios(void **state) {
  (void)state;
  static const double x[] = {12, 41, 8, 66, 30, 0, 95, 22}, n[] = {20.5, 33.1, 9.7, 51.2, 44.9, 3.2, 70.3, 25.6};
  SlFunnel funnel = fit(SL_FUNNEL_RATIO, x, n, 8, NAN, SL_DISPERSION_AUTO);
  assert_near(funnel.mean_square, 4.631377838128, 1e-11);
  assert_near(funnel.phi, 3.664340859843, 1e-11);
  assert_int_equal(funnel.dispersion, SL_DISPERSION_ADDITIVE);
  assert_near(funnel.tau2, 0.02623546904258, 1e-13);
  SlInterval got = sl_funnel_limits(&funnel, 12, 10, 0.95);
  assert_near(got.lower, 0.3095333208314, 1e-11);
  assert_near(got.upper, 2.084104568141, 1e-11);
  got = sl_funnel_limits(&funnel, 12, 60, 0.95);
  assert_near(got.lower, 0.4333017496239, 1e-11);
  assert_near(got.upper, 1.800275355153, 1e-11);
  got = sl_funnel_limits(&funnel, 12, 60, 0.998);
  assert_near(got.lower, 0.2126876017241, 1e-11);
  assert_near(got.upper, 2.367964959269, 1e-11);
  SlFunnel wide = fit(SL_FUNNEL_RATIO, x, n, 8, NAN, SL_DISPERSION_MULTIPLICATIVE);
  assert_near(sl_funnel_z(&wide, 12, 20.5) * sqrt(wide.phi), (sqrt(12 / 20.5) - 1) * 2 * sqrt(20.5), 1e-12);
  SlFunnel plain = fit(SL_FUNNEL_RATIO, x, n, 8, NAN, SL_DISPERSION_NONE);
  assert_true(plain.dispersion == SL_DISPERSION_NONE && plain.phi == funnel.phi);
}

/* A point is outside when the target is outside the limits of its count, the same for the exact limits below 10 events. */
static void positions_agree_with_exact_limits_below_ten_events(void **state) {
  (void)state;
  SlFunnel funnel = {.kind = SL_FUNNEL_RATE, .target = 0.01};
  for (double k = 1; k < 10; k++)
    for (double n = 20; n < 6000; n *= 1.13) {
      SlInterval limits = sl_funnel_limits(&funnel, k, n, 0.95);
      int expected = k / n > limits.upper ? 1 : k / n < limits.lower ? -1 : 0;
      assert_int_equal(sl_funnel_position(&funnel, k, n, 0.95), expected);
    }
}

static void many_areas_have_the_limits_of_each(void **state) {
  (void)state;
  enum { AREAS = 3000 };
  static double x[AREAS], n[AREAS], lower[AREAS], upper[AREAS];
  uint64_t seed = 7;
  for (int i = 0; i < AREAS; i++) {
    x[i] = i % 50 == 0 ? NAN : (double)random_below(&seed, i % 3 ? 40 : 9000);
    n[i] = i % 70 == 0 ? 0 : (double)(1 + random_below(&seed, 5000));
  }
  for (int kind = SL_FUNNEL_RATE; kind <= SL_FUNNEL_RATIO; kind++) {
    SlFunnel funnel = {.kind = (SlFunnelKind)kind, .target = 0.4};
    sl_funnel_limits_of_all(&funnel, x, n, AREAS, 0.95, lower, upper);
    for (int i = 0; i < AREAS; i++) {
      SlInterval one = sl_funnel_limits(&funnel, x[i], n[i], 0.95);
      assert_true(lower[i] == one.lower || (isnan(lower[i]) && isnan(one.lower)));
      assert_true(upper[i] == one.upper || (isnan(upper[i]) && isnan(one.upper)));
    }
  }
}

static void areas_without_figures_take_no_part(void **state) {
  (void)state;
  static const double x[] = {7, NAN, 3, 14}, n[] = {100, 50, 0, 200};
  SlFunnel funnel = fit(SL_FUNNEL_PROPORTION, x, n, 4, NAN, SL_DISPERSION_NONE);
  assert_int_equal(funnel.areas, 2);
  assert_near(funnel.target, 0.07, 1e-15);
  assert_true(isnan(sl_funnel_z(&funnel, 3, 0)) && isnan(sl_funnel_limits(&funnel, NAN, 5, 0.95).lower));
}

static void around_nothing_there_is_no_funnel(void **state) {
  (void)state;
  static const double none[] = {0, 0}, all[] = {3, 4}, n[] = {3, 4};
  SlFunnel funnel = {.areas = -1};
  SlError err;
  assert_int_equal(sl_funnel_fit(SL_FUNNEL_RATE, none, n, 2, NAN, SL_DISPERSION_AUTO, &funnel, &err), SL_EARG);
  assert_int_equal(sl_funnel_fit(SL_FUNNEL_PROPORTION, all, n, 2, NAN, SL_DISPERSION_AUTO, &funnel, &err), SL_EARG);
  assert_int_equal(sl_funnel_fit(SL_FUNNEL_RATE, all, none, 2, NAN, SL_DISPERSION_AUTO, &funnel, &err), SL_EARG);
  assert_int_equal(funnel.areas, -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(limits_of_a_proportion),
      cmocka_unit_test(limits_of_a_ratio_are_those_of_its_events),
      cmocka_unit_test(the_curve_goes_through_the_limits_of_whole_events),
      cmocka_unit_test(over_dispersion_of_proportions),
      cmocka_unit_test(over_dispersion_of_ratios),
      cmocka_unit_test(positions_agree_with_exact_limits_below_ten_events),
      cmocka_unit_test(many_areas_have_the_limits_of_each),
      cmocka_unit_test(areas_without_figures_take_no_part),
      cmocka_unit_test(around_nothing_there_is_no_funnel),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
