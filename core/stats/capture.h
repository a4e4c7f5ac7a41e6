/* capture.h - how many there are in all, from lists that each hold a part: multiple systems estimation.
 *
 *     LA  NG  PF    count        a history is a set of lists: bit i is list i; histories go from 1 to 2^lists - 1
 *      1   0   0       54        history 1
 *      0   1   1       56        history 6
 *      0   0   0        ?        the dark figure: nobody listed them
 *
 * Counts of histories are Poisson with log mean = b0 + sum of b_t over the terms t of the model within the history. A term is a set of lists: one
 * (always in the model), two (their dependence), three. The dark figure is exp(b0). Fienberg (1972), Biometrika 59:591-603; Cormack (1989).
 *
 * A term of two lists or more on which nobody stands together has b = minus infinity: it is dropped, and so is every history that holds it; it
 * counts as a parameter all the same (Chan, Silverman & Vincent 2021, J. Am. Stat. Assoc. 116:1297-1306). An estimate exists when no
 * direction lowers the mean of empty histories alone for ever, and is one when the terms can be told apart: both are decided exactly, by
 * elimination and a linear program, and never by whether the fit seems to settle.
 */
#ifndef SL_STATS_CAPTURE_H
#define SL_STATS_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/status.h"
#include "core/stats/interval.h"

enum { SL_MOST_LISTS = 10, SL_MOST_TERMS = 60 };

typedef struct SlCaptures {
  int lists;            /* 2 to SL_MOST_LISTS */
  const double *counts; /* of histories 1, 2, ... at [0], [1], ... */
} SlCaptures;

typedef struct SlCaptureModel {
  int count;                    /* of terms beyond single lists */
  uint16_t terms[SL_MOST_TERMS]; /* sets of two lists or three */
} SlCaptureModel;

typedef enum SlCaptureVerdict {
  SL_CAPTURE_SOUND,
  SL_CAPTURE_NO_ESTIMATE, /* the dark figure could be as large as one likes */
  SL_CAPTURE_NOT_TOLD     /* terms cannot be told apart */
} SlCaptureVerdict;

typedef struct SlCaptureFit {
  double estimate, dark, error; /* observed + dark, exp(b0), standard error of b0 */
  double level;                 /* b0 */
  double deviance, log_likelihood, aic, bic;
  int parameters, empty;        /* of those, with terms that nobody stands together on */
} SlCaptureFit;

double sl_capture_observed(const SlCaptures *captures);

/* Whether the model has an estimate. */
SlStatus sl_capture_check(const SlCaptures *captures, const SlCaptureModel *model, SlCaptureVerdict *verdict, SlError *err);

/* The fit of a model that is sound. fitted, unless NULL, takes the mean of each history, 0 of those that were dropped. */
SlStatus sl_capture_fit(const SlCaptures *captures, const SlCaptureModel *model, SlCaptureFit *out, double *fitted, SlError *err);

/* Begins with single lists and adds the pair whose overlap is the most surprising (least min(P(X <= o), P(X >= o)), X Poisson with the mean that is
 * fitted), while that is below the threshold and the model stays sound. Silverman (2020), J. R. Stat. Soc. A 183:691-736. */
SlStatus sl_capture_stepwise(const SlCaptures *captures, double threshold, SlCaptureModel *model, SlCaptureVerdict *verdict, SlError *err);

/* Limits of the total. Wald: observed + exp(b0 -/+ z error). Profile: the multinomial likelihood of each dark figure (Cormack 1992,
 * Biometrics 48:567-576; as Rcapture does). */
SlInterval sl_capture_wald(const SlCaptures *captures, const SlCaptureFit *fit, double confidence);
SlStatus sl_capture_profile(const SlCaptures *captures, const SlCaptureModel *model, double confidence, SlInterval *out, SlError *err);

/* Bias-corrected and accelerated bootstrap with the stepwise choice made anew in each replicate (Chan, Silverman & Vincent 2021; Efron 1987).
 * Cases are drawn anew with their total fixed; replicates without an estimate are left out and counted. */
typedef struct SlCaptureBootstrap {
  double threshold, confidence;
  int64_t replicates;
  uint64_t seed;
} SlCaptureBootstrap;
typedef struct SlCaptureSpread {
  SlInterval limits;   /* infinite where every replicate lies on one side of the estimate */
  double acceleration, bias;
  int64_t without;     /* replicates that had no estimate */
} SlCaptureSpread;
/* SL_EINTERRUPTED when the run was interrupted. */
SlStatus sl_capture_bootstrap(const SlCaptures *captures, const SlCaptureBootstrap *how, double estimate, SlCaptureSpread *out, SlError *err);

/* The value of sorted replicates at a probability, type 8 of Hyndman & Fan (1996), and the level that BCa takes for q. */
double sl_capture_quantile(const double *sorted, int64_t count, double p);
double sl_capture_level(double bias, double acceleration, double q);

#endif
