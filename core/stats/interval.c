#include "core/stats/interval.h"

#include <float.h>
#include <math.h>

#include "core/stats/distribution.h"

static bool is_confidence(double confidence) { return confidence > 0 && confidence < 1; }

/* Both tails of a two-sided interval hold (1 - confidence) / 2. */
static double critical_value(double confidence) { return -sl_normal_quantile((1 - confidence) / 2); }

bool sl_interval_wilson(double x, double n, double confidence, SlInterval *out) {
  if (!(n > 0 && n <= DBL_MAX && x >= 0 && x <= n) || !is_confidence(confidence)) return false;
  double z = critical_value(confidence);
  double denominator = n + z * z;
  double centre = (x + z * z / 2) / denominator;
  double half = z * sqrt(x / n * (n - x) + z * z / 4) / denominator;
  out->lower = x == 0 ? 0 : fmax(0, centre - half);
  out->upper = x == n ? 1 : fmin(1, centre + half);
  return true;
}

bool sl_interval_poisson(double x, double confidence, SlInterval *out) {
  if (!(x >= 0 && x <= DBL_MAX) || !is_confidence(confidence)) return false;
  double tail = (1 - confidence) / 2;
  out->lower = x == 0 ? 0 : sl_gamma_quantile(x, tail, true);
  out->upper = sl_gamma_quantile(x + 1, tail, false);
  return true;
}

bool sl_interval_byar(double x, double confidence, SlInterval *out) {
  if (!(x >= 0 && x <= DBL_MAX) || !is_confidence(confidence)) return false;
  if (x < 10) return sl_interval_poisson(x, confidence, out);
  double z = critical_value(confidence), y = x + 1;
  double low = 1 - 1 / (9 * x) - z / (3 * sqrt(x));
  double high = 1 - 1 / (9 * y) + z / (3 * sqrt(y));
  out->lower = low > 0 ? x * low * low * low : 0;
  out->upper = y * high * high * high;
  return true;
}

bool sl_interval_clopper_pearson(double x, double n, double confidence, SlInterval *out) {
  if (!(n > 0 && n <= DBL_MAX && x >= 0 && x <= n) || !is_confidence(confidence)) return false;
  double tail = (1 - confidence) / 2;
  out->lower = x == 0 ? 0 : sl_beta_quantile(x, n - x + 1, tail, true);
  out->upper = x == n ? 1 : sl_beta_quantile(x + 1, n - x, tail, false);
  return true;
}

bool sl_interval_mean(double mean, double sd, double n, double confidence, SlInterval *out) {
  if (!(n >= 2 && isfinite(mean) && sd >= 0 && isfinite(sd)) || !is_confidence(confidence)) return false;
  double half = -sl_t_quantile((1 - confidence) / 2, n - 1) * sd / sqrt(n);
  *out = (SlInterval){mean - half, mean + half};
  return true;
}

/* --- two compared ------------------------------------------------------------------------------------------------------------------ */

/* "Square and add": the distance of each limit from its estimate is a side of a right triangle. */
static void square_and_add(double p, SlInterval first, double q, SlInterval second, double *value, SlInterval *out) {
  *value = p - q;
  out->lower = *value - hypot(p - first.lower, second.upper - q);
  out->upper = *value + hypot(first.upper - p, q - second.lower);
}

bool sl_difference_of_proportions(double a, double n, double b, double m, double confidence, double *value, SlInterval *out) {
  SlInterval first, second;
  if (!sl_interval_wilson(a, n, confidence, &first) || !sl_interval_wilson(b, m, confidence, &second)) return false;
  square_and_add(a / n, first, b / m, second, value, out);
  return true;
}

static bool is_exposure(double n) { return n > 0 && n <= DBL_MAX; }

bool sl_difference_of_rates(double a, double n, double b, double m, double confidence, double *value, SlInterval *out) {
  SlInterval first, second;
  if (!is_exposure(n) || !is_exposure(m) || !sl_interval_byar(a, confidence, &first) || !sl_interval_byar(b, confidence, &second))
    return false;
  first = (SlInterval){first.lower / n, first.upper / n}, second = (SlInterval){second.lower / m, second.upper / m};
  square_and_add(a / n, first, b / m, second, value, out);
  return true;
}

bool sl_ratio_of_rates_wald(double a, double n, double b, double m, double confidence, double *value, SlInterval *out) {
  if (!is_exposure(n) || !is_exposure(m) || !(a > 0 && a <= DBL_MAX && b > 0 && b <= DBL_MAX) || !is_confidence(confidence))
    return false;
  double factor = exp(critical_value(confidence) * sqrt(1 / a + 1 / b));
  *value = a / n / (b / m);
  *out = (SlInterval){*value / factor, *value * factor};
  return true;
}

bool sl_ratio_of_rates_exact(double a, double n, double b, double m, double confidence, double *value, SlInterval *out) {
  SlInterval share;
  if (!is_exposure(n) || !is_exposure(m) || !(a >= 0 && b >= 0) || !sl_interval_clopper_pearson(a, a + b, confidence, &share))
    return false;
  *value = b == 0 ? INFINITY : a / n / (b / m);
  out->lower = share.lower / (1 - share.lower) * m / n;
  out->upper = b == 0 ? INFINITY : share.upper / (1 - share.upper) * m / n;
  return true;
}
