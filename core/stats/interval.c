#include "core/stats/interval.h"

#include <float.h>
#include <math.h>

static const double two_pi = 6.283185307179586476925286766559;

static bool is_confidence(double confidence) { return confidence > 0 && confidence < 1; }

/* Both tails of a two-sided interval hold (1 - confidence) / 2. */
static double critical_value(double confidence) { return -sl_normal_quantile((1 - confidence) / 2); }

/* A first guess by Abramowitz & Stegun 26.2.23 (wrong by less than 4.5e-4), then Halley's method on the distribution
 * function, which libm's erfc gives to the last bit or two: every step cubes the error. Worked in the lower tail, where
 * small probabilities keep their digits. */
double sl_normal_quantile(double p) {
  if (!(p > 0 && p < 1)) return NAN;
  if (p == 0.5) return 0;
  double tail = p < 0.5 ? p : 1 - p;
  double t = sqrt(-2 * log(tail));
  double x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (int step = 0; step < 3; step++) {
    double excess = 0.5 * erfc(-x * M_SQRT1_2) - tail;
    double root = exp(x * x / 4); /* 1 / density, taken in two halves: a tail of 1e-320 would overflow it */
    double u = excess * root * root * sqrt(two_pi);
    x -= u / (1 + x * u / 2);
  }
  return p < 0.5 ? x : -x;
}

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

/* --- the gamma distribution: chi-squared with 2a degrees of freedom is twice a gamma of shape a ------------------------ */

/* log of a! over Stirling's formula: small, so that nothing is lost for large a. */
static double stirling_error(double a) {
  if (a < 16) return lgamma(a + 1) - (a + 0.5) * log(a) + a - 0.5 * log(two_pi);
  double s = 1 / (a * a);
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / a;
}

/* a log(a / x) + x - a without cancellation where x is near a. */
static double deviance(double a, double x) {
  double e = (x - a) / a;
  if (fabs(e) > 0.1) return a * log(a / x) + x - a;
  double sum = 0, power = e * e; /* e - log(1 + e) = e^2/2 - e^3/3 + ... */
  for (int k = 2; k < 24; k++, power *= -e) sum += power / k;
  return a * sum;
}

/* x^a e^-x / a!, after Loader (2000), "Fast and accurate computation of binomial probabilities". */
static double gamma_term(double a, double x) {
  return exp(-deviance(a, x) - stirling_error(a)) / sqrt(two_pi * a);
}

/* The lower and upper tail at x of the gamma distribution of shape a; the smaller of the two is the accurate one.
 * Series below a + 1, continued fraction (Lentz) above: Abramowitz & Stegun 6.5.29 and 6.5.31. */
static void gamma_tails(double a, double x, double *lower, double *upper) {
  double term = gamma_term(a, x);
  if (x < a + 1) {
    double sum = 1, step = 1;
    for (double k = a + 1; step > sum * DBL_EPSILON / 4; k++) {
      step *= x / k;
      sum += step;
    }
    *lower = term * sum;
    *upper = 1 - *lower;
    return;
  }
  double b = x + 1 - a, c = 1 / DBL_MIN, d = 1 / b, h = d;
  for (double k = 1; k < 1e8; k++) {
    double an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    double change = c * d;
    h *= change;
    if (fabs(change - 1) < DBL_EPSILON) break;
  }
  *upper = term * a * h;
  *lower = 1 - *upper;
}

/* The x whose named tail is `tail` (<= 1/2). Starts at Wilson & Hilferty's cube (1931), which alone is right to the last
 * digits for shapes past 1e10; Halley's method from there. */
static double gamma_quantile(double a, double tail, bool is_lower) {
  double z = sl_normal_quantile(tail) * (is_lower ? 1 : -1);
  double cube = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
  double x = a * cube * cube * cube;
  if (a > 1e10) return x;
  if (!(cube > 0.1)) x = exp((log(tail) + lgamma(a + 1)) / a); /* far down: the first term of the series */
  for (int step = 0; step < 50; step++) {
    double lower, upper;
    gamma_tails(a, x, &lower, &upper);
    double excess = is_lower ? lower - tail : tail - upper;
    double density = gamma_term(a, x) * a / x;
    double u = excess / density;
    double curve = u * ((a - 1) / x - 1) / 2;
    double move = u / (1 - fmin(0.5, fmax(-0.5, curve)));
    if (move >= x) move = x / 2;
    x -= move;
    if (fabs(move) <= 4 * DBL_EPSILON * x) break;
  }
  return x;
}

bool sl_interval_poisson(double x, double confidence, SlInterval *out) {
  if (!(x >= 0 && x <= DBL_MAX) || !is_confidence(confidence)) return false;
  double tail = (1 - confidence) / 2;
  out->lower = x == 0 ? 0 : gamma_quantile(x, tail, true);
  out->upper = gamma_quantile(x + 1, tail, false);
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
