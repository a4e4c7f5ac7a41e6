/* interval.h - intervals for counts, proportions, means, and for two of them compared.
 *
 * Confidence is two-sided, 0 < confidence < 1 (0.95 when an author says nothing). Results are in the unit of the estimate:
 * a proportion in 0..1, a count in events. False (nothing written) when the arguments make no sense: n <= 0, x < 0, x > n of a proportion,
 * anything that is not finite.
 *
 * lower <= estimate <= upper always.
 */
#ifndef SL_STATS_INTERVAL_H
#define SL_STATS_INTERVAL_H

#include <stdbool.h>

typedef struct SlInterval {
  double lower, upper;
} SlInterval;

/* x of n. Wilson EB (1927), J. Am. Stat. Assoc. 22:209-212, without continuity correction; as in Newcombe (1998) method 3
 * and Public Health England's technical guide. */
bool sl_interval_wilson(double x, double n, double confidence, SlInterval *out);

/* x of n, exact: never narrower than it claims. Clopper & Pearson (1934), Biometrika 26:404-413. */
bool sl_interval_clopper_pearson(double x, double n, double confidence, SlInterval *out);

/* A count x of independent events. Byar's approximation (Breslow & Day 1987, vol. II, p. 69). For x < 10 the exact
 * Poisson limits of sl_interval_poisson are used, as Public Health England does. x = 0 gives lower 0. */
bool sl_interval_byar(double x, double confidence, SlInterval *out);

/* Exact Poisson limits by the chi-squared link (Garwood 1936). */
bool sl_interval_poisson(double x, double confidence, SlInterval *out);

/* A mean of n >= 2 values with standard deviation sd (of n - 1): Student's t. */
bool sl_interval_mean(double mean, double sd, double n, double confidence, SlInterval *out);

/* --- two compared: a of n, and b of m ------------------------------------------------------------------------------------------- */

/* a/n - b/m of two independent proportions: Newcombe (1998), Stat. Med. 17:873-890, method 10, from Wilson's limits of each. */
bool sl_difference_of_proportions(double a, double n, double b, double m, double confidence, double *value, SlInterval *out);

/* a/n - b/m of two rates, a and b counts of events: the limits of each (Byar's, exact below 10) squared and added in the same way. */
bool sl_difference_of_rates(double a, double n, double b, double m, double confidence, double *value, SlInterval *out);

/* (a/n) / (b/m) of two rates. Wald on the logarithm; of a or b 0 it has none and the call is false. */
bool sl_ratio_of_rates_wald(double a, double n, double b, double m, double confidence, double *value, SlInterval *out);

/* The same, exact: given a + b events, a is binomial (Clopper & Pearson's limits of a out of a + b). An upper limit of b = 0 is infinite,
 * as is the value; both 0 is false. */
bool sl_ratio_of_rates_exact(double a, double n, double b, double m, double confidence, double *value, SlInterval *out);

#endif
