/* trend.h - how much a figure changes from period to period: straight lines through few points.
 *
 *     POISSON      counts, per period a ratio: log mean = a + b t + log(exposure), by Newton's method on the log-likelihood
 *     LINEAR       measures, per period a difference: least squares
 *     PROPORTION   x of n, per period a difference of proportions: Cochran and Armitage's test for a trend, and the line it tests
 *
 * t are the periods as numbers, in any order and with gaps. Counts that vary by more than chance lets them (Pearson's chi-squared over its degrees
 * of freedom, the dispersion, above 1) have their standard error multiplied by its root, and Student's t for the normal distribution
 * (quasi-Poisson); below 1 it is left alone. Armitage (1955), Biometrics 11:375-386; McCullagh & Nelder, Generalized Linear Models (1989), 200.
 */
#ifndef SL_STATS_TREND_H
#define SL_STATS_TREND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/stats/interval.h"

typedef struct SlTrend {
  double slope;        /* b: of POISSON the logarithm of the ratio */
  double error;        /* its standard error, widened where the dispersion is above 1 */
  double dispersion;   /* of POISSON and PROPORTION; of LINEAR the residual standard deviation */
  double degrees;      /* of freedom of the t distribution; infinity: the normal one */
  double statistic, p; /* slope / error and its two-sided probability; of PROPORTION chi-squared on 1 degree */
  double deviance;     /* of POISSON */
} SlTrend;

/* exposure may be NULL: all alike. False: fewer than 3 points, all of one period, no count above 0, or what is not finite. Counts are 0 or more,
 * exposures above 0. */
bool sl_trend_poisson(const double *t, const double *count, const double *exposure, int64_t points, SlTrend *out);
bool sl_trend_linear(const double *t, const double *y, int64_t points, SlTrend *out);
/* False also where all are of x or none is. */
bool sl_trend_proportion(const double *t, const double *x, const double *n, int64_t points, SlTrend *out);

/* The limits of the slope. */
SlInterval sl_trend_limits(const SlTrend *trend, double confidence);

#endif
