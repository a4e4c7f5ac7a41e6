#include "core/stats/capture.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/stats/distribution.h"
#include "core/stats/linear.h"

static int64_t histories_of(const SlCaptures *captures) { return ((int64_t)1 << captures->lists) - 1; }

static bool holds(int64_t history, int64_t term) { return (history & term) == term; }

double sl_capture_observed(const SlCaptures *captures) {
  double sum = 0;
  for (int64_t h = 0; h < histories_of(captures); h++) sum += captures->counts[h];
  return sum;
}

/* --- a model laid out: histories that are kept, terms that are kept ------------------------------------------------------------------------ */

typedef struct Layout {
  int64_t rows, size;          /* histories kept; parameters kept, the level first */
  uint16_t terms[SL_MOST_LISTS + SL_MOST_TERMS];
  int empty;                   /* terms that were dropped */
  int16_t *history;            /* by row */
  double *count;               /* by row */
  double *memory;
} Layout;

static void lay_out_terms(const SlCaptures *captures, const SlCaptureModel *model, Layout *layout, bool *dropped) {
  int64_t all = histories_of(captures);
  memset(dropped, 0, (size_t)all * sizeof *dropped);
  layout->size = 1, layout->empty = 0;
  for (int i = 0; i < captures->lists; i++) layout->terms[layout->size++ - 1] = (uint16_t)(1 << i);
  for (int i = 0; i < model->count; i++) {
    double together = 0;
    for (int64_t h = 1; h <= all; h++)
      if (holds(h, model->terms[i])) together += captures->counts[h - 1];
    if (together > 0) {
      layout->terms[layout->size++ - 1] = model->terms[i];
      continue;
    }
    layout->empty++;
    for (int64_t h = 1; h <= all; h++) dropped[h - 1] |= holds(h, model->terms[i]);
  }
}

/* extra doubles are for the caller: layout->memory + layout->rows * 2 ... */
static SlStatus lay_out(const SlCaptures *captures, const SlCaptureModel *model, Layout *layout, SlError *err) {
  int64_t all = histories_of(captures);
  bool dropped[(1 << SL_MOST_LISTS) - 1];
  lay_out_terms(captures, model, layout, dropped);
  layout->memory = sl_alloc_array((size_t)all, sizeof(double) + sizeof(int16_t));
  if (!layout->memory) return sl_fail_alloc(err, (size_t)all * sizeof(double));
  layout->count = layout->memory;
  layout->history = (int16_t *)(void *)(layout->memory + all);
  layout->rows = 0;
  for (int64_t h = 1; h <= all; h++) {
    if (dropped[h - 1]) continue;
    layout->history[layout->rows] = (int16_t)h;
    layout->count[layout->rows++] = captures->counts[h - 1];
  }
  return SL_OK;
}

static bool has_parameter(const Layout *layout, int64_t row, int64_t parameter) {
  return parameter == 0 || holds(layout->history[row], layout->terms[parameter - 1]);
}

/* --- existence ------------------------------------------------------------------------------------------------------------------- */

/* The directions that leave the means of histories with cases alone: without one the estimate exists and is one. With some, those that never
 * raise the mean of an empty history, and lower one, would be followed for ever. */
static SlCaptureVerdict judge(const Layout *layout, double *work) {
  int64_t size = layout->size, full = 0, empty = 0, pivots[1 + SL_MOST_LISTS + SL_MOST_TERMS];
  double *matrix = work, *basis = matrix + layout->rows * size, *image = basis + size * size, *rest = image + layout->rows * size;
  for (int64_t r = 0; r < layout->rows; r++)
    for (int64_t p = 0; layout->count[r] > 0 && p < size; p++) matrix[full * size + p] = has_parameter(layout, r, p), full += p == size - 1;
  int64_t rank = sl_linear_reduce(matrix, full, size, pivots), free = size - rank;
  if (free == 0) return SL_CAPTURE_SOUND;
  sl_linear_null_space(matrix, size, pivots, rank, basis);
  for (int64_t r = 0; r < layout->rows; r++) {
    if (layout->count[r] > 0) continue;
    for (int64_t d = 0; d < free; d++) {
      double sum = 0;
      for (int64_t p = 0; p < size; p++) sum += has_parameter(layout, r, p) * basis[d * size + p];
      image[empty * free + d] = sum;
    }
    empty++;
  }
  memcpy(matrix, image, (size_t)(empty * free) * sizeof *matrix);
  if (sl_linear_reduce(matrix, empty, free, pivots) < free) return SL_CAPTURE_NOT_TOLD;
  return sl_linear_cone_is_open(image, empty, free, rest) ? SL_CAPTURE_NO_ESTIMATE : SL_CAPTURE_SOUND;
}

SlStatus sl_capture_check(const SlCaptures *captures, const SlCaptureModel *model, SlCaptureVerdict *verdict, SlError *err) {
  Layout layout;
  SlStatus status = lay_out(captures, model, &layout, err);
  if (status != SL_OK) return status;
  int64_t rows = layout.rows, size = layout.size;
  int64_t room = 2 * rows * size + size * size + sl_linear_work(rows, size);
  double *work = sl_alloc_array((size_t)room, sizeof *work);
  if (work)
    *verdict = judge(&layout, work);
  else
    status = sl_fail_alloc(err, (size_t)room * sizeof *work);
  sl_free(work);
  sl_free(layout.memory);
  return status;
}

/* --- the fit --------------------------------------------------------------------------------------------------------------------- */

typedef struct Newton {
  const Layout *layout;
  double dark;      /* of the history of nobody, which stands behind the others; NaN: it takes no part */
  double *matrix, *right, *mean;
  double b[1 + SL_MOST_LISTS + SL_MOST_TERMS];
} Newton;

static int64_t rows_of(const Newton *newton) { return newton->layout->rows + !isnan(newton->dark); }
static double count_of(const Newton *newton, int64_t row) { return row < newton->layout->rows ? newton->layout->count[row] : newton->dark; }

/* The parameters within a history, by number; the history of nobody has the level alone. */
static int parameters_of(const Newton *newton, int64_t row, int *list) {
  int count = 0;
  list[count++] = 0;
  for (int64_t p = 1; row < newton->layout->rows && p < newton->layout->size; p++)
    if (has_parameter(newton->layout, row, p)) list[count++] = (int)p;
  return count;
}

static double deviance_of(const Newton *newton) {
  double sum = 0;
  for (int64_t r = 0; r < rows_of(newton); r++) {
    double y = count_of(newton, r);
    sum += 2 * ((y > 0 ? y * log(y / newton->mean[r]) : 0) - (y - newton->mean[r]));
  }
  return sum;
}

/* One step of iteratively reweighted least squares from the means: X'WX b = X'W(eta + (y - mu) / mu). */
static bool step(Newton *newton) {
  int64_t size = newton->layout->size;
  memset(newton->matrix, 0, (size_t)(size * size) * sizeof(double));
  memset(newton->right, 0, (size_t)size * sizeof(double));
  for (int64_t r = 0; r < rows_of(newton); r++) {
    int list[1 + SL_MOST_LISTS + SL_MOST_TERMS], count = parameters_of(newton, r, list);
    double mean = newton->mean[r], target = mean * log(mean) + count_of(newton, r) - mean;
    for (int i = 0; i < count; i++) {
      newton->right[list[i]] += target;
      for (int j = 0; j <= i; j++) newton->matrix[list[i] * size + list[j]] += mean;
    }
  }
  if (!sl_linear_solve(newton->matrix, size, newton->right)) return false;
  memcpy(newton->b, newton->right, (size_t)size * sizeof(double));
  for (int64_t r = 0; r < rows_of(newton); r++) {
    int list[1 + SL_MOST_LISTS + SL_MOST_TERMS], count = parameters_of(newton, r, list);
    double eta = 0;
    for (int i = 0; i < count; i++) eta += newton->b[list[i]];
    newton->mean[r] = exp(fmin(eta, 700));
  }
  return true;
}

/* At the top the means add up to the counts. */
static bool adds_up(const Newton *newton) {
  double counts = 0, means = 0;
  for (int64_t r = 0; r < rows_of(newton); r++) counts += count_of(newton, r), means += newton->mean[r];
  return fabs(means - counts) <= 1e-6 * counts;
}

/* Fits from count + 0.1 on until nothing moves. The factor of X'WX at the top stays in matrix. */
static bool climb(Newton *newton) {
  for (int64_t r = 0; r < rows_of(newton); r++) newton->mean[r] = count_of(newton, r) + 0.1;
  double before = INFINITY;
  for (int round = 0; round < 200; round++) {
    if (!step(newton)) return false;
    double now = deviance_of(newton);
    if (fabs(now - before) <= 1e-13 * (fabs(now) + 0.1)) return step(newton) && adds_up(newton); /* once more: the error is that of the top */
    before = now;
  }
  return adds_up(newton);
}

static SlStatus begin(const Layout *layout, double dark, Newton *newton, SlError *err) {
  int64_t size = layout->size, room = size * size + size + layout->rows + 1;
  *newton = (Newton){.layout = layout, .dark = dark, .matrix = sl_alloc_array((size_t)room, sizeof(double))};
  if (!newton->matrix) return sl_fail_alloc(err, (size_t)room * sizeof(double));
  newton->right = newton->matrix + size * size;
  newton->mean = newton->right + size;
  return SL_OK;
}

static void fill(const SlCaptures *captures, const SlCaptureModel *model, const Newton *newton, SlCaptureFit *out) {
  const Layout *layout = newton->layout;
  double observed = sl_capture_observed(captures);
  *out = (SlCaptureFit){.level = newton->b[0], .dark = exp(newton->b[0]), .deviance = deviance_of(newton)};
  out->estimate = observed + out->dark;
  out->error = sqrt(sl_linear_first_of_inverse(newton->matrix, layout->size));
  out->parameters = 1 + captures->lists + model->count, out->empty = layout->empty;
  for (int64_t r = 0; r < layout->rows; r++) {
    double y = layout->count[r], mean = newton->mean[r];
    out->log_likelihood += (y > 0 ? y * log(mean) : 0) - mean - sl_log_gamma(y + 1);
  }
  out->aic = -2 * out->log_likelihood + 2 * out->parameters;
  out->bic = -2 * out->log_likelihood + log(observed) * out->parameters;
}

SlStatus sl_capture_fit(const SlCaptures *captures, const SlCaptureModel *model, SlCaptureFit *out, double *fitted, SlError *err) {
  Layout layout;
  Newton newton;
  SlStatus status = lay_out(captures, model, &layout, err);
  if (status != SL_OK) return status;
  status = begin(&layout, NAN, &newton, err);
  if (status == SL_OK && !climb(&newton)) status = sl_fail(err, SL_EDATA, "the fit does not settle");
  if (status == SL_OK) fill(captures, model, &newton, out);
  if (status == SL_OK && fitted) {
    memset(fitted, 0, (size_t)histories_of(captures) * sizeof *fitted);
    for (int64_t r = 0; r < layout.rows; r++) fitted[layout.history[r] - 1] = newton.mean[r];
  }
  sl_free(newton.matrix);
  sl_free(layout.memory);
  return status;
}

/* --- stepwise -------------------------------------------------------------------------------------------------------------------- */

static bool in_model(const SlCaptureModel *model, int term) {
  for (int i = 0; i < model->count; i++)
    if (model->terms[i] == term) return true;
  return false;
}

/* How surprising the overlap of two lists is under a fit. */
static double surprise(const SlCaptures *captures, const double *fitted, int term) {
  double overlap = 0, mean = 0;
  for (int64_t h = 1; h <= histories_of(captures); h++)
    if (holds(h, term)) overlap += captures->counts[h - 1], mean += fitted[h - 1];
  if (!(mean > 0)) return 1;
  double at_most = sl_gamma_tails(overlap + 1, mean).upper, at_least = overlap > 0 ? sl_gamma_tails(overlap, mean).lower : 1;
  return fmin(at_most, at_least);
}

typedef struct Candidate {
  int term;
  double p;
} Candidate;

/* The pairs that the model lacks, the most surprising first; equal ones in the order of their lists. */
static int candidates_of(const SlCaptures *captures, const SlCaptureModel *model, const double *fitted, double threshold, Candidate *list) {
  int count = 0;
  for (int i = 0; i < captures->lists; i++)
    for (int j = i + 1; j < captures->lists; j++) {
      Candidate one = {1 << i | 1 << j, 1};
      if (in_model(model, one.term)) continue;
      one.p = surprise(captures, fitted, one.term);
      if (!(one.p < threshold)) continue;
      int at = count++;
      for (; at > 0 && list[at - 1].p > one.p; at--) list[at] = list[at - 1];
      list[at] = one;
    }
  return count;
}

/* Adds the first candidate that leaves the model sound; *added tells whether one did. */
static SlStatus add_one(const SlCaptures *captures, double threshold, SlCaptureModel *model, double *fitted, bool *added, SlError *err) {
  Candidate list[SL_MOST_LISTS * SL_MOST_LISTS / 2];
  SlCaptureFit fit;
  *added = false;
  SlStatus status = sl_capture_fit(captures, model, &fit, fitted, err);
  if (status != SL_OK) return status;
  int count = candidates_of(captures, model, fitted, threshold, list);
  for (int i = 0; i < count && !*added && status == SL_OK; i++) {
    SlCaptureVerdict verdict;
    model->terms[model->count++] = (uint16_t)list[i].term;
    status = sl_capture_check(captures, model, &verdict, err);
    *added = status == SL_OK && verdict == SL_CAPTURE_SOUND;
    if (!*added) model->count--;
  }
  return status;
}

SlStatus sl_capture_stepwise(const SlCaptures *captures, double threshold, SlCaptureModel *model, SlCaptureVerdict *verdict, SlError *err) {
  double fitted[(1 << SL_MOST_LISTS) - 1];
  model->count = 0;
  SlStatus status = sl_capture_check(captures, model, verdict, err);
  bool added = *verdict == SL_CAPTURE_SOUND;
  while (status == SL_OK && added) status = add_one(captures, threshold, model, fitted, &added, err);
  return status;
}

/* --- limits ---------------------------------------------------------------------------------------------------------------------- */

SlInterval sl_capture_wald(const SlCaptures *captures, const SlCaptureFit *fit, double confidence) {
  double observed = sl_capture_observed(captures), half = -sl_normal_quantile((1 - confidence) / 2) * fit->error;
  return (SlInterval){observed + exp(fit->level - half), observed + exp(fit->level + half)};
}

/* The multinomial log-likelihood when the dark figure is n, at its best; NaN: it does not settle. */
static double likelihood_at(Newton *newton, double n) {
  newton->dark = n;
  if (!climb(newton)) return NAN;
  double total = 0, sum;
  for (int64_t r = 0; r < rows_of(newton); r++) total += count_of(newton, r);
  sum = sl_log_gamma(total + 1);
  for (int64_t r = 0; r < rows_of(newton); r++) {
    double y = count_of(newton, r);
    sum += (y > 0 ? y * log(newton->mean[r] / total) : 0) - sl_log_gamma(y + 1);
  }
  return sum;
}

/* Where the likelihood falls to `height` between a point that is above it and one that is below. */
static double crossing(Newton *newton, double height, double above, double below) {
  for (int round = 0; round < 200 && fabs(below - above) > 1e-9 * fmax(1, fabs(above)); round++) {
    double middle = above + (below - above) / 2;
    if (likelihood_at(newton, middle) >= height) above = middle;
    else below = middle;
  }
  return above + (below - above) / 2;
}

/* The highest point, by golden sections on the logarithm of the dark figure. */
static double top_of(Newton *newton, double near, double *height) {
  double ratio = (sqrt(5) - 1) / 2, low = log(near) - 3, high = log(near) + 3;
  double a = high - ratio * (high - low), b = low + ratio * (high - low);
  double at_a = likelihood_at(newton, exp(a)), at_b = likelihood_at(newton, exp(b));
  for (int round = 0; round < 200 && high - low > 1e-9; round++) {
    if (at_a >= at_b) {
      high = b, b = a, at_b = at_a, a = high - ratio * (high - low), at_a = likelihood_at(newton, exp(a));
    } else {
      low = a, a = b, at_a = at_b, b = low + ratio * (high - low), at_b = likelihood_at(newton, exp(b));
    }
  }
  *height = fmax(at_a, at_b);
  return exp(at_a >= at_b ? a : b);
}

SlStatus sl_capture_profile(const SlCaptures *captures, const SlCaptureModel *model, double confidence, SlInterval *out, SlError *err) {
  SlCaptureFit fit;
  Layout layout;
  Newton newton;
  SlStatus status = sl_capture_fit(captures, model, &fit, NULL, err);
  if (status == SL_OK) status = lay_out(captures, model, &layout, err);
  if (status != SL_OK) return status;
  status = begin(&layout, fit.dark, &newton, err);
  if (status == SL_OK) {
    double height, top = top_of(&newton, fmax(fit.dark, 0.01), &height), low = top, high = top;
    double wanted = height - sl_chi_squared_quantile(confidence, 1) / 2, observed = sl_capture_observed(captures);
    while (low > 1e-6 && likelihood_at(&newton, low) >= wanted) low /= 2;
    while (high < 1e15 && likelihood_at(&newton, high) >= wanted) high *= 2;
    out->lower = observed + (low > 1e-6 ? crossing(&newton, wanted, fmin(top, low * 2), low) : 0);
    out->upper = high < 1e15 ? observed + crossing(&newton, wanted, fmax(top, high / 2), high) : INFINITY;
  }
  sl_free(newton.matrix);
  sl_free(layout.memory);
  return status;
}
