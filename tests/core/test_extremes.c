#include "core/disclosure/extremes.h"

#include <stdlib.h>

#include "core/base/runtime.h"
#include "tests/support/test.h"

enum { MOST_UNKNOWNS = 6, MOST_ROWS = 6, MOST_MEMBERS = 32, STEPS = 10000 };

/* A system in place, row by row. */
typedef struct Sums {
  SlSystem system;
  double least[MOST_UNKNOWNS], greatest[MOST_UNKNOWNS], factors[MOST_MEMBERS], low[MOST_ROWS], high[MOST_ROWS];
  int64_t starts[MOST_ROWS + 1];
  int32_t members[MOST_MEMBERS];
} Sums;

static void begin(Sums *sums, int64_t unknowns, double least, double greatest) {
  *sums = (Sums){.system = {.unknowns = unknowns}};
  sums->system.least = sums->least, sums->system.greatest = sums->greatest, sums->system.starts = sums->starts;
  sums->system.members = sums->members, sums->system.factors = sums->factors, sums->system.low = sums->low, sums->system.high = sums->high;
  for (int64_t u = 0; u < unknowns; u++) sums->least[u] = least, sums->greatest[u] = greatest;
}

/* factors has one for each unknown; 0 leaves it out. */
static void add(Sums *sums, const double *factors, double low, double high) {
  int64_t row = sums->system.rows++, at = sums->starts[row];
  for (int32_t u = 0; u < sums->system.unknowns; u++)
    if (factors[u] != 0) sums->members[at] = u, sums->factors[at++] = factors[u];
  sums->starts[row + 1] = at;
  sums->low[row] = low, sums->high[row] = high;
}

static void assert_extremes(const Sums *sums, int32_t unknown, int64_t steps, double least, double greatest) {
  double found[2];
  SlError err;
  assert_ok(sl_extremes(&sums->system, &unknown, 1, steps, &found[0], &found[1], &err), err);
  if (isinf(greatest)) assert_true(found[1] == greatest);
  else assert_near(found[1], greatest, 1e-7);
  if (isinf(least)) assert_true(found[0] == least);
  else assert_near(found[0], least, 1e-7);
}

static void limits_of_sums_bound_what_is_in_them(void **state) {
  (void)state;
  Sums sums;
  begin(&sums, 3, 1, INFINITY);
  add(&sums, (const double[]){1, 1, 0}, 7, 7);
  add(&sums, (const double[]){0, 1, 1}, 2, 3);
  assert_extremes(&sums, 0, 0, 5, 6);
  assert_extremes(&sums, 1, 0, 1, 2);
  assert_extremes(&sums, 2, 0, 1, 2);
}

static void what_no_sum_bounds_has_no_end(void **state) {
  (void)state;
  Sums sums;
  begin(&sums, 3, 0, INFINITY);
  add(&sums, (const double[]){1, -1, 0}, 2, INFINITY);
  assert_extremes(&sums, 0, STEPS, 2, INFINITY);
  assert_extremes(&sums, 1, STEPS, 0, INFINITY);
  assert_extremes(&sums, 2, STEPS, 0, INFINITY);
  begin(&sums, 1, -INFINITY, INFINITY);
  assert_extremes(&sums, 0, 0, -INFINITY, INFINITY);
}

/* Each two of three add up to 5 at the most and all to 7 at the least: halves reach what whole numbers do not. */
static void whole_numbers_reach_less_far_than_fractions(void **state) {
  (void)state;
  Sums sums;
  begin(&sums, 3, 0, INFINITY);
  add(&sums, (const double[]){2, 2, 0}, 5, 9);
  add(&sums, (const double[]){2, 0, 2}, 5, 9);
  add(&sums, (const double[]){0, 2, 2}, 5, 9);
  add(&sums, (const double[]){1, 1, 1}, 6, INFINITY);
  assert_extremes(&sums, 0, 0, 1.5, 3);
  assert_extremes(&sums, 0, STEPS, 2, 2);
}

/* Every whole point of the box is tried. */
static bool extremes_by_trial(const Sums *sums, int32_t unknown, int64_t *least, int64_t *greatest) {
  int64_t n = sums->system.unknowns, point[MOST_UNKNOWNS];
  bool found = false;
  for (int64_t u = 0; u < n; u++) point[u] = (int64_t)sums->least[u];
  for (int64_t at = 0; at >= 0;) {
    bool fits = true;
    for (int64_t r = 0; fits && r < sums->system.rows; r++) {
      double sum = 0;
      for (int64_t i = sums->starts[r]; i < sums->starts[r + 1]; i++) sum += sums->factors[i] * (double)point[sums->members[i]];
      fits = sums->low[r] <= sum && sum <= sums->high[r];
    }
    if (fits && (!found || point[unknown] < *least)) *least = point[unknown];
    if (fits && (!found || point[unknown] > *greatest)) *greatest = point[unknown];
    found = found || fits;
    for (at = n - 1; at >= 0 && (double)point[at] == sums->greatest[at]; at--) point[at] = (int64_t)sums->least[at];
    if (at >= 0) point[at]++;
  }
  return found;
}

static int draw(uint64_t *seed, int below) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (int)(*seed >> 33) % below;
}

static void random_systems_have_the_extremes_that_trial_finds(void **state) {
  (void)state;
  uint64_t seed = 20260101;
  int settled = 0, impossible = 0;
  for (int round = 0; round < 1500; round++) {
    Sums sums;
    int unknowns = 2 + draw(&seed, 3), rows = 1 + draw(&seed, 5), least = draw(&seed, 2);
    begin(&sums, unknowns, least, 4 + draw(&seed, 3));
    for (int r = 0; r < rows; r++) {
      double factors[MOST_UNKNOWNS] = {0};
      for (int u = 0; u < unknowns; u++) factors[u] = (double)(draw(&seed, 4) == 0 ? 2 : draw(&seed, 3) - 1);
      int low = draw(&seed, 9);
      add(&sums, factors, low, low + (draw(&seed, 3) == 0 ? 2 : 0));
    }
    int32_t unknown = draw(&seed, unknowns);
    int64_t expected[2] = {0, 0};
    double found[2];
    SlError err;
    SlStatus status = sl_extremes(&sums.system, &unknown, 1, STEPS, &found[0], &found[1], &err);
    if (!extremes_by_trial(&sums, unknown, &expected[0], &expected[1])) {
      impossible++; /* by fractions it may be possible */
      continue;
    }
    assert_ok(status, err);
    if (found[0] != (double)expected[0] || found[1] != (double)expected[1])
      fail_msg("round %d: %g to %g, not %d to %d", round, found[0], found[1], (int)expected[0], (int)expected[1]);
    settled++;
  }
  assert_true(settled > 200 && impossible > 200);
}

static void sums_that_contradict_each_other_are_said_to(void **state) {
  (void)state;
  Sums sums;
  begin(&sums, 2, 0, INFINITY);
  add(&sums, (const double[]){1, 1}, 3, 3);
  add(&sums, (const double[]){1, 0}, 5, 5);
  double found[2];
  SlError err;
  int32_t unknown = 1;
  assert_int_equal(sl_extremes(&sums.system, &unknown, 1, STEPS, &found[0], &found[1], &err), SL_EDATA);
  assert_string_equal(err.text, "no numbers fulfil all these sums");
}

static void without_lp_solve_the_message_says_what_to_install(void **state) {
  (void)state;
  Sums sums;
  begin(&sums, 1, 0, 1);
  double found[2];
  SlError err;
  int32_t unknown = 0;
  sl_extremes_look_for("liblpsolve-that-is-not-there.so");
  assert_int_equal(sl_extremes(&sums.system, &unknown, 1, 0, &found[0], &found[1], &err), SL_EIO);
  assert_says(err, "lp_solve, which is not installed: on Debian and Ubuntu apt-get install lp-solve");
  sl_extremes_look_for(NULL);
  assert_extremes(&sums, 0, 0, 0, 1);
}

static SlStatus ask_once(void *context, SlError *err) {
  const Sums *sums = context;
  int32_t wanted[] = {0, 1, 2};
  double least[3], greatest[3];
  return sl_extremes(&sums->system, wanted, 3, STEPS, least, greatest, err);
}

static void failed_allocations_and_interruptions_are_reported_and_nothing_leaks(void **state) {
  (void)state;
  Sums sums;
  begin(&sums, 3, 0, INFINITY);
  add(&sums, (const double[]){2, 2, 0}, 5, 9);
  add(&sums, (const double[]){2, 0, 2}, 5, 9);
  add(&sums, (const double[]){0, 2, 2}, 5, 9);
  fail_each_allocation(ask_once, &sums);
  for (uint64_t nth = 1, left = 0; left == 0; nth++) {
    SlError err;
    sl_interrupt_after(nth);
    SlStatus status = ask_once(&sums, &err);
    left = sl_interrupt_after(0);
    assert_int_equal(status, left > 0 ? SL_OK : SL_EINTERRUPTED);
    assert_true(left == 0 || nth > 1); /* it was looked for */
  }
}

int main(void) {
  const struct CMUnitTest cases[] = {
      cmocka_unit_test(limits_of_sums_bound_what_is_in_them),
      cmocka_unit_test(what_no_sum_bounds_has_no_end),
      cmocka_unit_test(whole_numbers_reach_less_far_than_fractions),
      cmocka_unit_test(random_systems_have_the_extremes_that_trial_finds),
      cmocka_unit_test(sums_that_contradict_each_other_are_said_to),
      cmocka_unit_test(without_lp_solve_the_message_says_what_to_install),
      cmocka_unit_test(failed_allocations_and_interruptions_are_reported_and_nothing_leaks),
  };
  return cmocka_run_group_tests_name("extremes", cases, NULL, NULL);
}
