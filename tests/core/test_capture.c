/* Multiple systems estimation. References: R 4.2.2 (glm to 1e-14), SparseMSE 2.0.1 for the choice of pairs. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/stats/capture.h"
#include "tests/support/columns.h"
#include "tests/support/test.h"
#include "tests/support/ukdat.h"

static double six[63], five[31];
static const SlCaptures uk = {6, six}, uk_5 = {5, five};

static int set_up(void **state) {
  (void)state;
  ukdat_counts(6, six);
  ukdat_counts(5, five);
  return 0;
}

static SlCaptureModel model_of(int count, const int *terms) {
  SlCaptureModel model = {.count = count};
  for (int i = 0; i < count; i++) model.terms[i] = (uint16_t)terms[i];
  return model;
}

static SlCaptureModel every_pair(int lists) {
  SlCaptureModel model = {.count = 0};
  for (int i = 0; i < lists; i++)
    for (int j = i + 1; j < lists; j++) model.terms[model.count++] = (uint16_t)(1 << i | 1 << j);
  return model;
}

static SlCaptureVerdict verdict_of(const SlCaptures *captures, const SlCaptureModel *model) {
  SlCaptureVerdict verdict;
  SlError err;
  assert_ok(sl_capture_check(captures, model, &verdict, &err), err);
  return verdict;
}

typedef struct Expected {
  double estimate, error, wald[2], profile[2], deviance, aic;
} Expected;

static void assert_fit(const SlCaptures *captures, const SlCaptureModel *model, const Expected *expected) {
  SlCaptureFit fit;
  SlInterval profile;
  SlError err;
  assert_int_equal(verdict_of(captures, model), SL_CAPTURE_SOUND);
  assert_ok(sl_capture_fit(captures, model, &fit, NULL, &err), err);
  assert_near(fit.estimate, expected->estimate, 1e-5);
  assert_near(fit.error, expected->error, 1e-10);
  assert_near(fit.deviance, expected->deviance, 1e-7);
  assert_near(fit.aic, expected->aic, 1e-7);
  SlInterval wald = sl_capture_wald(captures, &fit, 0.95);
  assert_near(wald.lower, expected->wald[0], 1e-3);
  assert_near(wald.upper, expected->wald[1], 1e-3);
  assert_ok(sl_capture_profile(captures, model, 0.95, &profile, &err), err);
  assert_near(profile.lower, expected->profile[0], 1e-6 * expected->profile[0]);
  assert_near(profile.upper, expected->profile[1], 1e-6 * expected->profile[1]);
}

static void models_that_are_given(void **state) {
  (void)state;
  static const struct { int count, terms[5]; Expected expected; } cases[] = {
      {0, {0}, {12213.99512, 0.07068797012, {10988.799, 13621.259}, {10983.85, 13648.21}, 179.3548494, 305.0199890}},
      {1, {LA | NG}, {12791.84227, 0.07267053147, {11457.960, 14329.908}, {11455.28, 14359.34}, 152.4174229, 280.0825625}},
      {2, {LA | PF, PF | NCA}, {14219.13862, 0.07781968777, {12595.848, 16109.899}, {12599.55, 16146.92}, 107.4756821, 237.1408217}},
      {5, {LA | NG, LA | PF, NG | GP, GO | GP, PF | NCA}, {13559.28817, 0.08305084069, {11934.626, 15471.148}, {11940.32, 15509.89}, 47.0877674, 182.7529070}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlCaptureModel model = model_of(cases[i].count, cases[i].terms);
    assert_fit(&uk, &model, &cases[i].expected);
  }
}

/* Nobody stands on both: the histories that hold both are dropped, and the pair counts as a parameter. */
static void a_pair_that_nobody_stands_on(void **state) {
  (void)state;
  static const int terms[] = {LA | GP};
  SlCaptureModel model = model_of(1, terms), all = every_pair(5);
  SlCaptureFit fit;
  SlError err;
  assert_ok(sl_capture_fit(&uk, &model, &fit, NULL, &err), err);
  assert_near(fit.estimate, 12113.75662, 1e-5);
  assert_near(fit.aic, 301.7330478, 1e-7);
  assert_int_equal(fit.empty, 1);
  Expected expected = {11232.53137, 0.4153475637, {6504.868, 21903.186}, {6154.74, 20761.45}, 10.52994266, 129.7771898};
  assert_fit(&uk_5, &all, &expected);
}

static void steps_add_the_most_surprising_pairs(void **state) {
  (void)state;
  static const int path[] = {PF | NCA, LA | NG, NG | GP, LA | PF, PF | GP, GO | GP, NG | GO};
  static const int path_5[] = {LA | NG, NG | GP, PF | GP, LA | PF, GO | GP, NG | GO};
  SlCaptureModel model;
  SlCaptureVerdict verdict;
  SlError err;
  assert_ok(sl_capture_stepwise(&uk, 0.02, &model, &verdict, &err), err);
  assert_int_equal(model.count, 7);
  for (int i = 0; i < 7; i++) assert_int_equal(model.terms[i], path[i]);
  Expected expected = {11417.99109, 0.09267316131, {9977.2826, 13145.657}, {9982.26, 13181.69}, 22.99391537, 162.6590550};
  assert_fit(&uk, &model, &expected);
  assert_ok(sl_capture_stepwise(&uk_5, 0.02, &model, &verdict, &err), err);
  assert_int_equal(model.count, 6);
  for (int i = 0; i < 6; i++) assert_int_equal(model.terms[i], path_5[i]);
  Expected expected_5 = {11312.99029, 0.093053094, {9884.4028, 13027.397}, {9889.20, 13063.10}, 16.3513834, 127.5986306};
  assert_fit(&uk_5, &model, &expected_5);
}

static void of_all_models_the_bic_and_the_range_are_known(void **state) {
  (void)state;
  SlCaptureModel all = every_pair(5);
  double best = INFINITY, estimate = 0, least = INFINITY, most = 0;
  for (int set = 0; set < 1024; set++) {
    SlCaptureModel model = {.count = 0};
    for (int pair = 0; pair < 10; pair++)
      if (set >> pair & 1) model.terms[model.count++] = all.terms[pair];
    SlCaptureFit fit;
    SlError err;
    assert_int_equal(verdict_of(&uk_5, &model), SL_CAPTURE_SOUND);
    assert_ok(sl_capture_fit(&uk_5, &model, &fit, NULL, &err), err);
    if (fit.bic < best) best = fit.bic, estimate = fit.estimate;
    least = fmin(least, fit.estimate), most = fmax(most, fit.estimate);
  }
  assert_near(best, 196.539755552, 1e-8);
  assert_near(estimate, 22991.3313142, 1e-5);
  assert_near(least, 5289, 0.5);
  assert_near(most, 29426, 0.5);
}

/* A = 50, B = 40, C = 30, A and C 5: B meets nobody, so that those whom nobody listed could be any number. */
static void without_overlaps_there_is_no_estimate(void **state) {
  (void)state;
  static const double counts[] = {50, 40, 0, 30, 5, 0, 0};
  static const int pair[] = {5};
  SlCaptures captures = {3, counts};
  SlCaptureModel model = model_of(1, pair), main = {.count = 0};
  assert_int_equal(verdict_of(&captures, &model), SL_CAPTURE_NO_ESTIMATE);
  assert_int_equal(verdict_of(&captures, &main), SL_CAPTURE_SOUND);
  static const double apart[] = {3, 5, 0};
  SlCaptures two = {2, apart};
  assert_int_equal(verdict_of(&two, &main), SL_CAPTURE_NO_ESTIMATE);
}

/* Two lists and their pair: four parameters for three histories. */
static void terms_that_cannot_be_told_apart(void **state) {
  (void)state;
  static const double counts[] = {10, 20, 4};
  static const int pair[] = {3};
  SlCaptures captures = {2, counts};
  SlCaptureModel model = model_of(1, pair);
  assert_int_equal(verdict_of(&captures, &model), SL_CAPTURE_NOT_TOLD);
}

/* Lincoln and Petersen: two lists alone give n1 n2 / m. */
static void two_lists_give_lincoln_and_petersen(void **state) {
  (void)state;
  static const double counts[] = {463 - 56, 907 - 56, 56};
  SlCaptures captures = {2, counts};
  SlCaptureModel main = {.count = 0};
  SlCaptureFit fit;
  SlError err;
  assert_ok(sl_capture_fit(&captures, &main, &fit, NULL, &err), err);
  assert_near(fit.estimate, 463.0 * 907 / 56, 1e-6);
}

/* Where an estimate exists the fit meets the sums of every term; where it does not, means of empty histories run to 0 and the level away. */
static void the_verdict_agrees_with_where_the_fit_goes(void **state) {
  (void)state;
  uint64_t seed = 11;
  int sound = 0, none = 0;
  for (int round = 0; round < 3000; round++) {
    double counts[15];
    int lists = 3 + round % 2, all = (1 << lists) - 1;
    for (int h = 0; h < all; h++) counts[h] = random_below(&seed, 3) ? 0 : (double)(1 + random_below(&seed, 30));
    SlCaptures captures = {lists, counts};
    SlCaptureModel pairs = every_pair(lists), model = {.count = 0};
    for (int i = 0; i < pairs.count; i++)
      if (random_below(&seed, 3) == 0) model.terms[model.count++] = pairs.terms[i];
    if (!(sl_capture_observed(&captures) > 0)) continue;
    SlCaptureFit fit;
    SlError err;
    double fitted[15];
    SlCaptureVerdict verdict = verdict_of(&captures, &model);
    if (verdict == SL_CAPTURE_NOT_TOLD) continue;
    SlStatus status = sl_capture_fit(&captures, &model, &fit, fitted, &err);
    if (verdict == SL_CAPTURE_SOUND) {
      sound++;
      assert_ok(status, err);
      double least = INFINITY, sum = 0;
      for (int h = 0; h < all; h++) {
        sum += fitted[h];
        if (fitted[h] > 0) least = fmin(least, fitted[h]);
      }
      assert_near(sum, sl_capture_observed(&captures), 1e-5 * sum);
      assert_true(least > 1e-6);
    } else {
      none++;
      double least = INFINITY;
      for (int h = 0; status == SL_OK && h < all; h++)
        if (fitted[h] > 0) least = fmin(least, fitted[h]);
      assert_true(status != SL_OK || least < 1e-4);
    }
  }
  assert_true(sound > 300 && none > 300);
}

static void the_bootstrap_follows_its_seed(void **state) {
  (void)state;
  SlCaptureBootstrap how = {.threshold = 0.02, .confidence = 0.95, .replicates = 60, .seed = 42};
  SlCaptureSpread first, second, other;
  SlError err;
  assert_ok(sl_capture_bootstrap(&uk_5, &how, 11312.99029, &first, &err), err);
  assert_ok(sl_capture_bootstrap(&uk_5, &how, 11312.99029, &second, &err), err);
  assert_memory_equal(&first, &second, sizeof first);
  assert_near(first.acceleration, -0.0121810813738, 1e-10);
  assert_true(first.limits.lower < 11313 && first.limits.upper > 11313 && first.limits.lower > 7000 && first.limits.upper < 25000);
  how.seed = 43;
  assert_ok(sl_capture_bootstrap(&uk_5, &how, 11312.99029, &other, &err), err);
  assert_true(other.limits.upper != first.limits.upper);
}

static void levels_and_quantiles_of_replicates(void **state) {
  (void)state;
  static const double replicates[] = {90, 95, 97, 99, 100, 101, 103, 104, 108, 115, 121, 140};
  static const double q[] = {0.025, 0.5, 0.975}, level[] = {0.0694420507817, 0.663394836418, 0.993418120084}, value[] = {90.9489264649, 106.06081193, 140};
  int below = 0;
  while (replicates[below] < 104) below++;
  double bias = 0, low = -10, high = 10; /* the normal quantile of 7 of 12, by halving */
  for (int i = 0; i < 200; i++) {
    bias = (low + high) / 2;
    if (0.5 * erfc(-bias / sqrt(2)) < below / 12.0) low = bias;
    else high = bias;
  }
  for (int i = 0; i < 3; i++) {
    double at = sl_capture_level(bias, 0.02, q[i]);
    assert_near(at, level[i], 1e-11);
    assert_near(sl_capture_quantile(replicates, 12, at), value[i], 1e-8);
  }
}

static void each_failed_allocation_is_reported(void **state) {
  (void)state;
  for (uint64_t nth = 1; nth < 200; nth++) {
    SlCaptureModel model;
    SlCaptureVerdict verdict = SL_CAPTURE_SOUND;
    SlInterval limits;
    SlError err;
    size_t held = sl_memory_held();
    sl_memory_fail_after(nth);
    SlStatus status = sl_capture_stepwise(&uk_5, 0.02, &model, &verdict, &err);
    if (status == SL_OK) status = sl_capture_profile(&uk_5, &model, 0.95, &limits, &err);
    uint64_t left = sl_memory_fail_after(0);
    assert_int_equal(sl_memory_held(), held);
    if (left > 0) return;
    assert_int_equal(status, SL_ENOMEM);
  }
  fail();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(models_that_are_given),
      cmocka_unit_test(a_pair_that_nobody_stands_on),
      cmocka_unit_test(steps_add_the_most_surprising_pairs),
      cmocka_unit_test(of_all_models_the_bic_and_the_range_are_known),
      cmocka_unit_test(without_overlaps_there_is_no_estimate),
      cmocka_unit_test(terms_that_cannot_be_told_apart),
      cmocka_unit_test(two_lists_give_lincoln_and_petersen),
      cmocka_unit_test(the_verdict_agrees_with_where_the_fit_goes),
      cmocka_unit_test(the_bootstrap_follows_its_seed),
      cmocka_unit_test(levels_and_quantiles_of_replicates),
      cmocka_unit_test(each_failed_allocation_is_reported),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
