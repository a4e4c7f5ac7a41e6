#include "core/stats/funnel.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/stats/distribution.h"

static bool takes_part(double x, double n) { return !isnan(x) && n > 0; }

static double critical_value(double level) { return -sl_normal_quantile((1 - level) / 2); }

/* --- the scale on which areas of one size scatter alike -------------------------------------------------------------------------- */

static double expected_events(const SlFunnel *funnel, double n) { return n * funnel->target; }

static double transformed(const SlFunnel *funnel, double x, double n) {
  return funnel->kind == SL_FUNNEL_PROPORTION ? asin(sqrt(x / n)) : sqrt(x / expected_events(funnel, n));
}

static double transformed_target(const SlFunnel *funnel) {
  return funnel->kind == SL_FUNNEL_PROPORTION ? asin(sqrt(funnel->target)) : 1;
}

/* Back to x / n; beyond the ends of the scale there is nothing. */
static double turned_back(const SlFunnel *funnel, double y) {
  if (funnel->kind != SL_FUNNEL_PROPORTION) return y > 0 ? y * y * funnel->target : 0;
  double sine = sin(fmin(fmax(y, 0), M_PI_2));
  return sine * sine;
}

static double scatter_by_chance(const SlFunnel *funnel, double n) {
  return 0.5 / sqrt(funnel->kind == SL_FUNNEL_PROPORTION ? n : expected_events(funnel, n));
}

static double scatter(const SlFunnel *funnel, double n) {
  double s = scatter_by_chance(funnel, n);
  if (funnel->dispersion == SL_DISPERSION_MULTIPLICATIVE) return s * sqrt(funnel->phi);
  return funnel->dispersion == SL_DISPERSION_ADDITIVE ? sqrt(s * s + funnel->tau2) : s;
}

double sl_funnel_z(const SlFunnel *funnel, double x, double n) {
  if (!takes_part(x, n)) return NAN;
  return (transformed(funnel, x, n) - transformed_target(funnel)) / scatter(funnel, n);
}

/* --- the fit --------------------------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Type 7 of Hyndman & Fan (1996), of sorted values. */
static double quantile(const double *sorted, int64_t count, double p) {
  double h = (double)(count - 1) * p, below = floor(h);
  int64_t i = (int64_t)below;
  return i + 1 < count ? sorted[i] + (h - below) * (sorted[i + 1] - sorted[i]) : sorted[i];
}

/* phi, and the mean of the squares as they are. z is sorted in place. */
static void measure(SlFunnel *funnel, double *z) {
  qsort(z, (size_t)funnel->areas, sizeof *z, compare);
  double low = quantile(z, funnel->areas, 0.1), high = quantile(z, funnel->areas, 0.9);
  double cut = 0, whole = 0;
  for (int64_t i = 0; i < funnel->areas; i++) {
    double inside = fmin(fmax(z[i], low), high);
    cut += inside * inside;
    whole += z[i] * z[i];
  }
  funnel->phi = cut / (double)funnel->areas;
  funnel->mean_square = whole / (double)funnel->areas;
}

static SlStatus set_target(SlFunnel *funnel, const double *x, const double *n, int64_t count, double target, SlError *err) {
  double events = 0, people = 0;
  for (int64_t i = 0; i < count; i++)
    if (takes_part(x[i], n[i])) events += x[i], people += n[i], funnel->areas++;
  if (funnel->areas == 0) return sl_fail(err, SL_EARG, "no row has both figures, and one to divide by that is above 0");
  funnel->target = !isnan(target) ? target : funnel->kind == SL_FUNNEL_RATIO ? 1 : events / people;
  bool proportion = funnel->kind == SL_FUNNEL_PROPORTION;
  if (funnel->target > 0 && isfinite(funnel->target) && (!proportion || funnel->target < 1)) return SL_OK;
  return sl_fail(err, SL_EARG, "the target is %g, and around %s there is no funnel", funnel->target, proportion ? "0 or 1" : "0");
}

SlStatus sl_funnel_fit(SlFunnelKind kind, const double *x, const double *n, int64_t count, double target, SlDispersion dispersion,
                       SlFunnel *out, SlError *err) {
  SlFunnel funnel = {.kind = kind};
  SlStatus status = set_target(&funnel, x, n, count, target, err);
  if (status != SL_OK) return status;
  double *z = sl_alloc_array((size_t)funnel.areas, sizeof *z);
  if (!z) return sl_fail_alloc(err, (size_t)funnel.areas * sizeof *z);
  double weights = 0, squares = 0;
  int64_t k = 0;
  for (int64_t i = 0; i < count; i++) {
    if (!takes_part(x[i], n[i])) continue;
    double s = scatter_by_chance(&funnel, n[i]), w = 1 / (s * s);
    z[k++] = sl_funnel_z(&funnel, x[i], n[i]);
    weights += w;
    squares += w * w;
  }
  measure(&funnel, z);
  sl_free(z);
  if (funnel.phi > 1 && dispersion != SL_DISPERSION_NONE)
    funnel.dispersion = dispersion == SL_DISPERSION_AUTO ? SL_DISPERSION_ADDITIVE : dispersion;
  double areas = (double)funnel.areas;
  if (funnel.dispersion == SL_DISPERSION_ADDITIVE && funnel.areas > 1)
    funnel.tau2 = fmax(0, (areas * funnel.phi - (areas - 1)) / (weights - squares / weights));
  *out = funnel;
  return SL_OK;
}

/* --- limits ---------------------------------------------------------------------------------------------------------------------- */

static SlInterval widened(const SlFunnel *funnel, double n, double level) {
  double middle = transformed_target(funnel), half = critical_value(level) * scatter(funnel, n);
  return (SlInterval){turned_back(funnel, middle - half), turned_back(funnel, middle + half)};
}

static SlInterval of_proportion(const SlFunnel *funnel, double n, double level) {
  double t = funnel->target, half = critical_value(level) * sqrt(t * (1 - t) / n);
  return (SlInterval){fmax(0, t - half), fmin(1, t + half)};
}

/* The number of events, a fraction too, of which at most so many (or at least so many) have the probability `tail` when `expected` are to
 * be expected; 0 where even none is as likely. Between whole numbers the gamma distribution joins the Poisson ones. */
static double events_at(double expected, double tail, bool at_most) {
  if (at_most && sl_gamma_tails(1, expected).upper >= tail) return 0;
  double least = 0, most = expected + 1;
  while (!at_most && sl_gamma_tails(most, expected).lower > tail) most *= 2;
  if (at_most) most = expected;
  for (int step = 0; step < 200 && most - least > 1e-13 * most; step++) {
    double middle = least + (most - least) / 2;
    bool beyond = at_most ? sl_gamma_tails(middle + 1, expected).upper > tail : sl_gamma_tails(middle, expected).lower < tail;
    if (beyond) most = middle;
    else least = middle;
  }
  return least + (most - least) / 2;
}

SlInterval sl_funnel_curve(const SlFunnel *funnel, double n, double level) {
  if (!(n > 0)) return (SlInterval){NAN, NAN};
  if (funnel->dispersion != SL_DISPERSION_NONE) return widened(funnel, n, level);
  if (funnel->kind == SL_FUNNEL_PROPORTION) return of_proportion(funnel, n, level);
  double expected = expected_events(funnel, n), tail = (1 - level) / 2;
  return (SlInterval){events_at(expected, tail, true) / n, events_at(expected, tail, false) / n};
}

SlInterval sl_funnel_limits(const SlFunnel *funnel, double x, double n, double level) {
  if (!takes_part(x, n)) return (SlInterval){NAN, NAN};
  if (funnel->dispersion != SL_DISPERSION_NONE || funnel->kind == SL_FUNNEL_PROPORTION) return sl_funnel_curve(funnel, n, level);
  double tail = (1 - level) / 2;
  double highest = sl_gamma_quantile(x + 1, tail, false), lowest = x > 0 ? sl_gamma_quantile(x, tail, true) : NAN;
  return (SlInterval){x / highest * funnel->target, x / lowest * funnel->target};
}

enum { REMEMBERED = 4096 }; /* counts below this, whose exact limits take long and come again and again */

void sl_funnel_limits_of_all(const SlFunnel *funnel, const double *x, const double *n, int64_t count, double level, double *lower,
                             double *upper) {
  bool by_events = funnel->dispersion == SL_DISPERSION_NONE && funnel->kind != SL_FUNNEL_PROPORTION;
  SlInterval *known = by_events && count > REMEMBERED / 16 ? sl_alloc_zeroed(REMEMBERED, sizeof *known) : NULL; /* without it, slower */
  for (int64_t i = 0; i < count; i++) {
    SlInterval *seen = known && x[i] > 0 && x[i] < REMEMBERED && n[i] > 0 && floor(x[i]) == x[i] ? &known[(int)x[i]] : NULL;
    SlInterval limits = seen && seen->upper > 0 ? *seen : sl_funnel_limits(funnel, x[i], n[i], level);
    if (seen) *seen = limits;
    lower[i] = limits.lower, upper[i] = limits.upper;
  }
  sl_free(known);
}

int sl_funnel_position(const SlFunnel *funnel, double x, double n, double level) {
  SlInterval limits;
  if (funnel->dispersion == SL_DISPERSION_NONE && funnel->kind != SL_FUNNEL_PROPORTION) {
    if (!sl_interval_byar(x, level, &limits)) return 0;
    double expected = expected_events(funnel, n);
    return expected < limits.lower ? 1 : expected > limits.upper ? -1 : 0;
  }
  limits = sl_funnel_curve(funnel, n, level);
  return x / n > limits.upper ? 1 : x / n < limits.lower ? -1 : 0;
}
