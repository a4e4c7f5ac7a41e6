#include <float.h>
#include <math.h>

#include "core/stats/distribution.h"

static const double two_pi = 6.283185307179586476925286766559;

/* lgamma sets a variable of the whole process, signgam, and several threads may come here at once. */
double sl_log_gamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

double sl_stirling_error(double a) {
  if (a < 16) return sl_log_gamma(a + 1) - (a + 0.5) * log(a) + a - 0.5 * log(two_pi);
  double s = 1 / (a * a);
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / a;
}

double sl_deviance_term(double a, double x, double distance) {
  double e = distance / a;
  if (fabs(e) > 0.1) return a * log(a / x) + distance;
  double sum = 0, power = e * e; /* e - log(1 + e) = e^2/2 - e^3/3 + ... */
  for (int k = 2; k < 24; k++, power *= -e) sum += power / k;
  return a * sum;
}

/* x^a e^-x / a!, after Loader (2000), "Fast and accurate computation of binomial probabilities". */
static double gamma_term(double a, double x) {
  return exp(-sl_deviance_term(a, x, x - a) - sl_stirling_error(a)) / sqrt(two_pi * a);
}

/* The lower and upper tail at x of the gamma distribution of shape a; the smaller of the two is the accurate one.
 * Series below a + 1, continued fraction (Lentz) above: Abramowitz & Stegun 6.5.29 and 6.5.31. */
SlTails sl_gamma_tails(double a, double x) {
  if (!(a > 0 && x >= 0)) return (SlTails){NAN, NAN};
  if (x == 0) return (SlTails){0, 1};
  if (isinf(x)) return (SlTails){1, 0};
  double term = gamma_term(a, x);
  if (x < a + 1) {
    double sum = 1, step = 1;
    for (double k = a + 1; step > sum * DBL_EPSILON / 4; k++) {
      step *= x / k;
      sum += step;
    }
    return (SlTails){term * sum, 1 - term * sum};
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
  return (SlTails){1 - term * a * h, term * a * h};
}

/* The x whose named tail is `tail` (<= 1/2). Starts at Wilson & Hilferty's cube (1931), which alone is right to the last
 * digits for shapes past 1e10; Halley's method from there. */
double sl_gamma_quantile(double a, double tail, bool is_lower) {
  if (!(a > 0 && tail > 0 && tail <= 0.5)) return NAN;
  double z = sl_normal_quantile(tail) * (is_lower ? 1 : -1);
  double cube = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
  double x = a * cube * cube * cube;
  if (a > 1e10) return x;
  if (!(cube > 0.1)) x = exp((log(tail) + sl_log_gamma(a + 1)) / a); /* far down: the first term of the series */
  for (int step = 0; step < 50; step++) {
    SlTails at = sl_gamma_tails(a, x);
    double excess = is_lower ? at.lower - tail : tail - at.upper;
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

SlTails sl_chi_squared_tails(double x, double degrees) {
  if (degrees == 0) return (SlTails){1, 0};
  return sl_gamma_tails(degrees / 2, x / 2);
}

double sl_chi_squared_quantile(double p, double degrees) {
  if (degrees == 0) return 0;
  return 2 * (p <= 0.5 ? sl_gamma_quantile(degrees / 2, p, true) : sl_gamma_quantile(degrees / 2, 1 - p, false));
}
