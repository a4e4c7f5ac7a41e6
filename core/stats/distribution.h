/* distribution.h - tails and quantiles of the distributions that intervals and tests are made of.
 *
 *     lower tail at x          upper tail at x          quantile of a tail
 *     P(X <= x)                P(X > x) = 1 - lower     the x whose tail it is
 *
 * Small tails keep their digits: a quantile is asked for by the tail that is the smaller one, and is right to about 1e-13 of
 * itself. Arguments that make no sense give NaN.
 */
#ifndef SL_STATS_DISTRIBUTION_H
#define SL_STATS_DISTRIBUTION_H

#include <stdbool.h>

typedef struct SlTails {
  double lower, upper;
} SlTails;

/* The standard normal distribution; p in (0, 1). */
SlTails sl_normal_tails(double x);
double sl_normal_quantile(double p);

/* The gamma distribution of a shape above 0 and scale 1; a tail in (0, 1/2]. A count of events with mean m has P(X <= k) = the upper
 * tail at m of shape k + 1. */
SlTails sl_gamma_tails(double shape, double x);
double sl_gamma_quantile(double shape, double tail, bool is_lower);

/* Chi-squared with degrees of freedom of 0 or more: twice a gamma of half the shape. p in (0, 1) is the lower tail; of 0 degrees all lies
 * at 0. */
SlTails sl_chi_squared_tails(double x, double degrees);
double sl_chi_squared_quantile(double p, double degrees);

/* The beta distribution, a and b above 0; a tail in (0, 1/2]. Of n trials with probability p, P(X <= k) = the upper tail at p of
 * (k + 1, n - k). */
SlTails sl_beta_tails(double a, double b, double x);
double sl_beta_quantile(double a, double b, double tail, bool is_lower);

/* Student's t with degrees of freedom above 0; p in (0, 1). */
SlTails sl_t_tails(double t, double degrees);
double sl_t_quantile(double p, double degrees);

/* The logarithm of the gamma function of x above 0, from any thread. */
double sl_log_gamma(double x);

/* What several of these need. log(a!) less Stirling's formula, and a log(a / x) + distance, of which the caller knows distance = x - a to
 * its last digits; both without cancellation: Loader (2000), "Fast and accurate computation of binomial probabilities". Private to
 * core/stats. */
double sl_stirling_error(double a);
double sl_deviance_term(double a, double x, double distance);

#endif
