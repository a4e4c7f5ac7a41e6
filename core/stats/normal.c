#include <math.h>

#include "core/stats/distribution.h"

static const double two_pi = 6.283185307179586476925286766559;

SlTails sl_normal_tails(double x) { return (SlTails){0.5 * erfc(-x * M_SQRT1_2), 0.5 * erfc(x * M_SQRT1_2)}; }

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

