/* funnel.h - how far areas of different size could lie from a target by chance: the limits of a funnel plot.
 *
 *     kind          value of an area       target unless given
 *     PROPORTION    x / n, x a part of n   sum(x) / sum(n)
 *     RATE          x / n, x events        sum(x) / sum(n)
 *     RATIO         x / n, n expected      1
 *
 * Spiegelhalter (2005), Stat. Med. 24:1185-1202; Public Health England's technical guide on funnel plots.
 *
 * Without over-dispersion: a proportion's limits are t -/+ z sqrt(t (1 - t) / n), cut at 0 and 1; those of a rate or ratio are exact, of
 * Poisson counts.
 *
 * Areas often differ more than chance lets them, for reasons that nobody measured. With y = asin sqrt p (of a rate or ratio sqrt(x / E)),
 * s = 1 / (2 sqrt n) (1 / (2 sqrt E)), E = n * target, z = (y - y of the target) / s: phi is the mean of z^2 over the areas, z cut at its 10% and
 * 90% quantiles (type 7), so that a few extreme areas do not hide themselves. Above 1 there is over-dispersion. MULTIPLICATIVE limits take
 * s sqrt(phi), ADDITIVE ones sqrt(s^2 + tau^2), tau^2 = max(0, (k phi - (k - 1)) / (sum w - sum w^2 / sum w)), w = 1 / s^2.
 */
#ifndef SL_STATS_FUNNEL_H
#define SL_STATS_FUNNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/status.h"
#include "core/stats/interval.h"

typedef enum SlFunnelKind { SL_FUNNEL_PROPORTION, SL_FUNNEL_RATE, SL_FUNNEL_RATIO } SlFunnelKind;
typedef enum SlDispersion { SL_DISPERSION_NONE, SL_DISPERSION_ADDITIVE, SL_DISPERSION_MULTIPLICATIVE, SL_DISPERSION_AUTO } SlDispersion;

typedef struct SlFunnel {
  SlFunnelKind kind;
  double target;           /* as x / n */
  SlDispersion dispersion; /* what the limits take: NONE when phi is not above 1 */
  double phi, mean_square; /* mean of z^2, with z cut and as it is */
  double tau2;             /* of ADDITIVE, else 0 */
  int64_t areas;           /* that took part */
} SlFunnel;

/* Fits the funnel to `count` areas. An area takes part when x and n are numbers (not NaN) and n > 0. A target of NaN asks for the one of the
 * table above. AUTO takes ADDITIVE where phi is above 1. Counts are 0 or more, of a proportion x <= n, which the caller checks.
 * SL_EARG: no area takes part, or the target is not above 0 (of a proportion: nor below 1). */
SlStatus sl_funnel_fit(SlFunnelKind kind, const double *x, const double *n, int64_t count, double target, SlDispersion dispersion,
                       SlFunnel *out, SlError *err);

/* (y - y of the target) / s, s widened by what the funnel takes. NaN: the area takes no part. */
double sl_funnel_z(const SlFunnel *funnel, double x, double n);

/* The limits for an area, in the unit of x / n, between which the level (0.95) of areas on target lie. Of a rate or ratio without
 * over-dispersion they are those of its x events: x / E_hi and x / E_lo times the target, P(X <= x | E_hi) = P(X >= x | E_lo) = (1 - level) / 2;
 * of no event the upper one is NaN. */
SlInterval sl_funnel_limits(const SlFunnel *funnel, double x, double n, double level);

/* The same for `count` areas. Equal counts of events are worked out once. */
void sl_funnel_limits_of_all(const SlFunnel *funnel, const double *x, const double *n, int64_t count, double level, double *lower,
                             double *upper);

/* The limits for any area of that size: the smooth curves of the plot. */
SlInterval sl_funnel_curve(const SlFunnel *funnel, double n, double level);

/* -1 below the limits of the level, 1 above, 0 within. Of a rate or ratio without over-dispersion: whether the target lies outside Byar's limits
 * of the count (exact below 10). */
int sl_funnel_position(const SlFunnel *funnel, double x, double n, double level);

#endif
