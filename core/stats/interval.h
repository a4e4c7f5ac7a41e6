/* interval.h - intervals for counts and proportions.
 *
 * Confidence is two-sided, 0 < confidence < 1 (0.95 when an author says nothing). Results are in the unit of the estimate:
 * a proportion in 0..1, a count in events. False (nothing written) when the arguments make no sense: n <= 0, x < 0, x > n.
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

/* A count x of independent events. Byar's approximation (Breslow & Day 1987, vol. II, p. 69). For x < 10 the exact
 * Poisson limits of sl_interval_poisson are used, as Public Health England does. x = 0 gives lower 0. */
bool sl_interval_byar(double x, double confidence, SlInterval *out);

/* Exact Poisson limits by the chi-squared link (Garwood 1936). */
bool sl_interval_poisson(double x, double confidence, SlInterval *out);

/* The standard normal quantile; p in (0, 1). */
double sl_normal_quantile(double p);

#endif
