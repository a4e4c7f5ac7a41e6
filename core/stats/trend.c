#include "core/stats/trend.h"

#include <math.h>
#include <stddef.h>

#include "core/stats/distribution.h"

enum { FEWEST_POINTS = 3 };

static double two_sided(double statistic, double degrees) {
  SlTails tails = isinf(degrees) ? sl_normal_tails(fabs(statistic)) : sl_t_tails(fabs(statistic), degrees);
  return 2 * tails.upper;
}

SlInterval sl_trend_limits(const SlTrend *trend, double confidence) {
  double tail = (1 - confidence) / 2;
  double half = -(isinf(trend->degrees) ? sl_normal_quantile(tail) : sl_t_quantile(tail, trend->degrees)) * trend->error;
  return (SlInterval){trend->slope - half, trend->slope + half};
}

/* Mean of t with weights, and the weighted squares about it. */
static void spread_of(const double *t, const double *weight, int64_t points, double *mean, double *squares) {
  double sum = 0, all = 0;
  for (int64_t i = 0; i < points; i++) sum += t[i] * (weight ? weight[i] : 1), all += weight ? weight[i] : 1;
  *mean = sum / all, *squares = 0;
  for (int64_t i = 0; i < points; i++) *squares += (weight ? weight[i] : 1) * (t[i] - *mean) * (t[i] - *mean);
}

/* --- counts ---------------------------------------------------------------------------------------------------------------------- */

typedef struct Fit {
  double level, slope, middle; /* log mean = level + slope (t - middle) + log(exposure) */
} Fit;

static double fitted(const Fit *fit, double t, double exposure) { return exposure * exp(fit->level + fit->slope * (t - fit->middle)); }

/* The two sides of Newton's equations: the score, and the information. */
typedef struct Slopes {
  double score[2], level, both, slope;
} Slopes;

static Slopes slopes_at(const Fit *fit, const double *t, const double *count, const double *exposure, int64_t points) {
  Slopes at = {{0, 0}, 0, 0, 0};
  for (int64_t i = 0; i < points; i++) {
    double mean = fitted(fit, t[i], exposure ? exposure[i] : 1), x = t[i] - fit->middle;
    at.score[0] += count[i] - mean, at.score[1] += x * (count[i] - mean);
    at.level += mean, at.both += x * mean, at.slope += x * x * mean;
  }
  return at;
}

static double log_likelihood(const Fit *fit, const double *t, const double *count, const double *exposure, int64_t points) {
  double sum = 0;
  for (int64_t i = 0; i < points; i++) {
    double mean = fitted(fit, t[i], exposure ? exposure[i] : 1);
    sum += (count[i] > 0 ? count[i] * log(mean) : 0) - mean;
  }
  return sum;
}

/* The likelihood has one top; a step that would lose height is halved. */
static bool climb(Fit *fit, const double *t, const double *count, const double *exposure, int64_t points) {
  double height = log_likelihood(fit, t, count, exposure, points);
  for (int step = 0; step < 100; step++) {
    Slopes at = slopes_at(fit, t, count, exposure, points);
    double determinant = at.level * at.slope - at.both * at.both;
    if (!(determinant > 0)) return false;
    double up = (at.slope * at.score[0] - at.both * at.score[1]) / determinant;
    double tilt = (at.level * at.score[1] - at.both * at.score[0]) / determinant;
    Fit next = *fit;
    double higher = -INFINITY;
    for (int half = 0; half < 60; half++, up /= 2, tilt /= 2) {
      next.level = fit->level + up, next.slope = fit->slope + tilt;
      higher = log_likelihood(&next, t, count, exposure, points);
      if (higher >= height) break;
    }
    bool settled = fabs(up) <= 1e-14 * (1 + fabs(next.level)) && fabs(tilt) <= 1e-14 * (1 + fabs(next.slope));
    if (!(higher >= height)) return true; /* no step leads higher: the last digits are reached */
    *fit = next, height = higher;
    if (settled) return true;
  }
  return true;
}

bool sl_trend_poisson(const double *t, const double *count, const double *exposure, int64_t points, SlTrend *out) {
  double middle, squares, events = 0, people = 0;
  if (points < FEWEST_POINTS) return false;
  spread_of(t, NULL, points, &middle, &squares);
  for (int64_t i = 0; i < points; i++) {
    if (!(count[i] >= 0) || (exposure && !(exposure[i] > 0))) return false;
    events += count[i], people += exposure ? exposure[i] : 1;
  }
  if (!(squares > 0) || !isfinite(squares) || !(events > 0) || !isfinite(events) || !isfinite(people)) return false;
  Fit fit = {log(events / people), 0, middle};
  if (!climb(&fit, t, count, exposure, points)) return false;
  Slopes at = slopes_at(&fit, t, count, exposure, points);
  double variance = at.level / (at.level * at.slope - at.both * at.both), pearson = 0, deviance = 0;
  for (int64_t i = 0; i < points; i++) {
    double mean = fitted(&fit, t[i], exposure ? exposure[i] : 1);
    pearson += (count[i] - mean) * (count[i] - mean) / mean;
    deviance += 2 * ((count[i] > 0 ? count[i] * log(count[i] / mean) : 0) - (count[i] - mean));
  }
  double degrees = (double)points - 2, dispersion = pearson / degrees;
  if (!isfinite(fit.slope) || !(variance > 0) || !isfinite(variance)) return false;
  bool over = dispersion > 1;
  SlTrend trend = {.slope = fit.slope, .error = sqrt(variance * (over ? dispersion : 1)), .dispersion = dispersion,
                   .degrees = over ? degrees : INFINITY, .deviance = deviance};
  trend.statistic = trend.slope / trend.error;
  trend.p = two_sided(trend.statistic, trend.degrees);
  *out = trend;
  return true;
}

/* --- measures -------------------------------------------------------------------------------------------------------------------- */

bool sl_trend_linear(const double *t, const double *y, int64_t points, SlTrend *out) {
  if (points < FEWEST_POINTS) return false;
  double middle, squares, mean = 0, products = 0, left = 0;
  spread_of(t, NULL, points, &middle, &squares);
  for (int64_t i = 0; i < points; i++) mean += y[i] / (double)points;
  for (int64_t i = 0; i < points; i++) products += (t[i] - middle) * (y[i] - mean);
  if (!(squares > 0) || !isfinite(products)) return false;
  SlTrend trend = {.slope = products / squares, .degrees = (double)points - 2};
  for (int64_t i = 0; i < points; i++) {
    double off = y[i] - mean - trend.slope * (t[i] - middle);
    left += off * off;
  }
  trend.dispersion = sqrt(left / trend.degrees);
  trend.error = trend.dispersion / sqrt(squares);
  trend.statistic = trend.error > 0 ? trend.slope / trend.error : trend.slope == 0 ? 0 : copysign(INFINITY, trend.slope);
  trend.p = two_sided(trend.statistic, trend.degrees);
  *out = trend;
  return true;
}

/* --- proportions ----------------------------------------------------------------------------------------------------------------- */

bool sl_trend_proportion(const double *t, const double *x, const double *n, int64_t points, SlTrend *out) {
  double middle, squares, part = 0, whole = 0, products = 0, pearson = 0;
  if (points < FEWEST_POINTS) return false;
  for (int64_t i = 0; i < points; i++) {
    if (!(x[i] >= 0 && n[i] > 0 && x[i] <= n[i])) return false;
    part += x[i], whole += n[i];
  }
  spread_of(t, n, points, &middle, &squares);
  double p = part / whole;
  if (!(p > 0 && p < 1) || !(squares > 0) || !isfinite(squares)) return false;
  for (int64_t i = 0; i < points; i++) products += n[i] * (t[i] - middle) * (x[i] / n[i] - p);
  SlTrend trend = {.slope = products / squares, .degrees = INFINITY, .error = sqrt(p * (1 - p) / squares)};
  for (int64_t i = 0; i < points; i++) {
    double expected = p + trend.slope * (t[i] - middle), off = x[i] / n[i] - expected;
    pearson += n[i] * off * off / (p * (1 - p));
  }
  trend.dispersion = pearson / ((double)points - 2);
  trend.statistic = trend.slope / trend.error * (trend.slope / trend.error);
  trend.p = two_sided(sqrt(trend.statistic), INFINITY);
  *out = trend;
  return true;
}
