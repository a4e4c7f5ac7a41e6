#include <float.h>
#include <math.h>

#include "core/stats/distribution.h"

static const double two_pi = 6.283185307179586476925286766559;

/* One point: x, y = 1 - x, and how far the mean lies above it times a + b, lambda = a - (a + b) x, each from the smaller of x and y, so that
 * none is a difference of two that are nearly equal. */
typedef struct Point {
  double x, y, lambda;
} Point;

static Point point_of(double a, double b, double x, double y) {
  return (Point){x, y, x <= y ? a - (a + b) * x : (a + b) * y - b};
}

/* x^a y^b / B(a, b), after Loader as in gamma.c: no difference of large logarithms. */
static double beta_term(double a, double b, Point at) {
  double n = a + b;
  double exponent = -sl_deviance_term(a, n * at.x, -at.lambda) - sl_deviance_term(b, n * at.y, at.lambda) +
                    sl_stirling_error(n) - sl_stirling_error(a) - sl_stirling_error(b);
  return exp(exponent) * sqrt(a / n * b / two_pi);
}

/* The lower tail at a point below the mean: the continued fraction of DiDonato & Morris (1992), ACM Trans. Math. Softw. 18:360-373, (9), whose
 * terms hold lambda and so keep their digits near the mean. It takes about sqrt(max(a, b)) terms. */
static double lower_tail(double a, double b, Point at) {
  double term = beta_term(a, b, at);
  if (term == 0) return 0;
  double before_top = 0, before_bottom = 1, top = 1, bottom = (at.lambda + 1) / (1 + 1 / a), ratio = top / bottom;
  for (double n = 1; n < 1e8; n++) {
    double w = n * (b - n) * at.x, e = a / (a + 2 * n - 1);
    double p = 1 + (n - 1) / a;
    double alpha = p * (p + b / a) * e * e * (w * at.x);
    double beta = n + w / (a + 2 * n - 1) + (1 + n / a) / (1 + 1 / a + 2 * n / a) * (at.lambda + 1 + n * (1 + at.y));
    double next_top = alpha * before_top + beta * top, next_bottom = alpha * before_bottom + beta * bottom;
    before_top = top / next_bottom, before_bottom = bottom / next_bottom;
    top = next_top / next_bottom, bottom = 1;
    bool settled = fabs(top - ratio) <= DBL_EPSILON * top;
    ratio = top;
    if (settled) break;
  }
  return term * ratio;
}

/* Both tails, with x and 1 - x given apart, so that an x near 1 keeps its digits. */
static SlTails tails_of(double a, double b, double x, double y) {
  if (x <= 0) return (SlTails){0, 1};
  if (y <= 0) return (SlTails){1, 0};
  Point at = point_of(a, b, x, y);
  if (at.lambda > 0) {
    double lower = lower_tail(a, b, at);
    return (SlTails){lower, 1 - lower};
  }
  double upper = lower_tail(b, a, (Point){y, x, -at.lambda});
  return (SlTails){1 - upper, upper};
}

SlTails sl_beta_tails(double a, double b, double x) {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return (SlTails){NAN, NAN};
  return tails_of(a, b, x, 1 - x);
}

/* A first guess: Abramowitz & Stegun 26.5.22 where both shapes are 1 or more, else the first term of the series. */
static double first_guess(double a, double b, double tail, bool is_lower) {
  if (a >= 1 && b >= 1) {
    double z = sl_normal_quantile(tail) * (is_lower ? 1 : -1);
    double lambda = (z * z - 3) / 6, p = 1 / (2 * a - 1), q = 1 / (2 * b - 1), h = 2 / (p + q);
    double w = -z * sqrt(fmax(0, h + lambda)) / h + (p - q) * (lambda + 5.0 / 6 - 2 / (3 * h));
    return a / (a + b * exp(2 * w));
  }
  double log_beta = sl_log_gamma(a) + sl_log_gamma(b) - sl_log_gamma(a + b);
  double below = exp(a * log(a / (a + b))) / a, above = exp(b * log(b / (a + b))) / b;
  double p = is_lower ? tail : 1 - tail;
  return p < below / (below + above) ? exp((log(p) + log(a) + log_beta) / a)
                                     : 1 - exp((log1p(-p) + log(b) + log_beta) / b);
}

/* Halley's method between bounds that every step narrows. Where the answer lies above one half it is looked for from the other side, as 1 - x:
 * `x` is then the distance from 1 and keeps its digits. */
static double solve(double a, double b, double tail, bool is_lower, double x) {
  double least = 0, most = 1;
  for (int step = 0; step < 200; step++) {
    if (!(x > least && x < most)) x = least > 0 ? sqrt(least) * sqrt(most) : most / 2;
    double y = 1 - x;
    SlTails at = tails_of(a, b, x, y);
    double excess = is_lower ? at.lower - tail : tail - at.upper;
    if (excess == 0) return x;
    if (excess > 0) most = x;
    else least = x;
    double u = excess * x * y / beta_term(a, b, point_of(a, b, x, y));
    double curve = u * ((a - 1) / x - (b - 1) / y) / 2;
    double move = u / (1 - fmin(0.5, fmax(-0.5, curve)));
    double next = x - move;
    if (fabs(move) <= 2 * DBL_EPSILON * x) return next > least && next < most ? next : x;
    x = next;
  }
  return fmin(fmax(x, least), most);
}

double sl_beta_quantile(double a, double b, double tail, bool is_lower) {
  if (!(a > 0 && b > 0 && tail > 0 && tail <= 0.5)) return NAN;
  double guess = first_guess(a, b, tail, is_lower);
  SlTails middle = tails_of(a, b, 0.5, 0.5);
  bool above = is_lower ? middle.lower < tail : middle.upper > tail;
  return above ? 1 - solve(b, a, tail, !is_lower, 1 - guess) : solve(a, b, tail, is_lower, guess);
}

/* --- Student's t: t^2 / (d + t^2) is of a beta distribution (1/2, d/2) ---------------------------------------------------------- */

SlTails sl_t_tails(double t, double degrees) {
  if (!(degrees > 0) || isnan(t)) return (SlTails){NAN, NAN};
  double square = t * t, x = square / (degrees + square), y = degrees / (degrees + square);
  if (isinf(square)) x = 1, y = 0;
  double beyond = tails_of(0.5, degrees / 2, x, y).upper / 2; /* on each side */
  return t < 0 ? (SlTails){beyond, 1 - beyond} : (SlTails){1 - beyond, beyond};
}

double sl_t_quantile(double p, double degrees) {
  if (!(p > 0 && p < 1 && degrees > 0)) return NAN;
  if (p == 0.5) return 0;
  double tail = p < 0.5 ? p : 1 - p, t; /* on one side; both together are of the beta distribution */
  double x = tail <= 0.25 ? sl_beta_quantile(0.5, degrees / 2, 2 * tail, false)
                          : sl_beta_quantile(0.5, degrees / 2, 1 - 2 * tail, true);
  if (x <= 0.5) {
    t = sqrt(degrees * x / (1 - x));
  } else { /* far out, 1 - x is the small one */
    double y = tail <= 0.25 ? sl_beta_quantile(degrees / 2, 0.5, 2 * tail, true)
                            : sl_beta_quantile(degrees / 2, 0.5, 1 - 2 * tail, false);
    t = sqrt(degrees * (1 - y) / y);
  }
  return p < 0.5 ? -t : t;
}
