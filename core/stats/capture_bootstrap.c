#include <math.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/stats/capture.h"
#include "core/stats/distribution.h"

/* splitmix64 (Steele, Lea & Flood 2014): the seed is part of the result. */
static uint64_t draw(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

/* One of 0 .. limit - 1, each as likely: what is left over at the end of the range is drawn again. */
static uint64_t draw_below(uint64_t *state, uint64_t limit) {
  uint64_t least = (0 - limit) % limit, word;
  do word = draw(state);
  while (word < least);
  return word % limit;
}

double sl_capture_quantile(const double *sorted, int64_t count, double p) {
  double h = ((double)count + 1.0 / 3) * p + 1.0 / 3, below = floor(h);
  if (below < 1) return sorted[0];
  if (below >= (double)count) return sorted[count - 1];
  int64_t i = (int64_t)below - 1;
  return sorted[i] + (h - below) * (sorted[i + 1] - sorted[i]);
}

double sl_capture_level(double bias, double acceleration, double q) {
  double v = bias + sl_normal_quantile(q);
  return sl_normal_tails(bias + v / (1 - acceleration * v)).lower;
}

/* The estimate of the model that steps lead to; NaN: there is none. */
static SlStatus estimate_of(const SlCaptures *captures, double threshold, double *out, SlError *err) {
  SlCaptureModel model;
  SlCaptureVerdict verdict;
  SlCaptureFit fit;
  *out = NAN;
  SlStatus status = sl_capture_stepwise(captures, threshold, &model, &verdict, err);
  if (status != SL_OK || verdict != SL_CAPTURE_SOUND) return status;
  status = sl_capture_fit(captures, &model, &fit, NULL, err);
  if (status == SL_OK) *out = fit.estimate;
  return status;
}

/* a of Efron (1987): from the estimates with one case of each history left out, as many of each as there are cases. */
static SlStatus accelerate(const SlCaptures *captures, double threshold, double *counts, double *out, SlError *err) {
  int64_t all = ((int64_t)1 << captures->lists) - 1;
  double left[(1 << SL_MOST_LISTS) - 1], mean = 0, cases = 0, squares = 0, cubes = 0;
  SlCaptures fewer = {captures->lists, counts};
  for (int64_t h = 0; h < all; h++) counts[h] = captures->counts[h];
  for (int64_t h = 0; h < all; h++) {
    left[h] = NAN;
    if (!(captures->counts[h] > 0)) continue;
    counts[h]--;
    SlStatus status = estimate_of(&fewer, threshold, &left[h], err);
    counts[h]++;
    if (status != SL_OK) return status;
    if (isnan(left[h])) continue;
    mean += captures->counts[h] * left[h], cases += captures->counts[h];
  }
  mean /= cases;
  for (int64_t h = 0; h < all; h++) {
    if (isnan(left[h])) continue;
    double r = mean - left[h];
    squares += captures->counts[h] * r * r, cubes += captures->counts[h] * r * r * r;
  }
  *out = squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
  return SL_OK;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The cases once more, each drawn with its history's share of them. `upto` has the sums of counts. */
static void resample(const double *upto, int64_t all, uint64_t *state, double *counts) {
  uint64_t cases = (uint64_t)upto[all - 1];
  for (int64_t h = 0; h < all; h++) counts[h] = 0;
  for (uint64_t i = 0; i < cases; i++) {
    double at = (double)draw_below(state, cases);
    int64_t low = 0, high = all - 1;
    while (low < high) {
      int64_t middle = low + (high - low) / 2;
      if (upto[middle] > at) high = middle;
      else low = middle + 1;
    }
    counts[low]++;
  }
}

static SlStatus replicate(const SlCaptures *captures, const SlCaptureBootstrap *how, double *counts, double *estimates, int64_t *without,
                          SlError *err) {
  int64_t all = ((int64_t)1 << captures->lists) - 1, found = 0;
  double upto[(1 << SL_MOST_LISTS) - 1], sum = 0;
  for (int64_t h = 0; h < all; h++) upto[h] = sum += captures->counts[h];
  SlCaptures drawn = {captures->lists, counts};
  uint64_t state = how->seed;
  for (int64_t i = 0; i < how->replicates; i++) {
    if (sl_interrupted()) return sl_fail(err, SL_EINTERRUPTED, "interrupted");
    resample(upto, all, &state, counts);
    double estimate;
    SlStatus status = estimate_of(&drawn, how->threshold, &estimate, err);
    if (status != SL_OK) return status;
    if (!isnan(estimate)) estimates[found++] = estimate;
  }
  *without = how->replicates - found;
  return SL_OK;
}

SlStatus sl_capture_bootstrap(const SlCaptures *captures, const SlCaptureBootstrap *how, double estimate, SlCaptureSpread *out, SlError *err) {
  int64_t all = ((int64_t)1 << captures->lists) - 1;
  double *counts = sl_alloc_array((size_t)(all + how->replicates), sizeof *counts), *estimates = counts + all;
  if (!counts) return sl_fail_alloc(err, (size_t)(all + how->replicates) * sizeof *counts);
  SlCaptureSpread spread = {.limits = {0, 0}};
  SlStatus status = accelerate(captures, how->threshold, counts, &spread.acceleration, err);
  if (status == SL_OK) status = replicate(captures, how, counts, estimates, &spread.without, err);
  int64_t found = how->replicates - spread.without;
  if (status == SL_OK && found == 0) status = sl_fail(err, SL_EDATA, "no replicate has an estimate");
  if (status == SL_OK) {
    qsort(estimates, (size_t)found, sizeof *estimates, compare);
    int64_t below = 0;
    while (below < found && estimates[below] < estimate) below++;
    double share = (double)below / (double)found, tail = (1 - how->confidence) / 2;
    if (share > 0 && share < 1) {
      spread.bias = sl_normal_quantile(share);
      spread.limits.lower = sl_capture_quantile(estimates, found, sl_capture_level(spread.bias, spread.acceleration, tail));
      spread.limits.upper = sl_capture_quantile(estimates, found, sl_capture_level(spread.bias, spread.acceleration, 1 - tail));
    } else {
      spread.bias = share == 0 ? -INFINITY : INFINITY;
      spread.limits = (SlInterval){-INFINITY, INFINITY};
    }
    *out = spread;
  }
  sl_free(counts);
  return status;
}
