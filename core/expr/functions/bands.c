/* Numbers to bands: cut.
 *
 *     cut(age, 10, 20)      under 10      10 to 19      20 and over          of integers
 *     cut(rate, 0.5, 2)     under 0.5     0.5 to under 2     2 and over      of numbers
 *
 * A bound belongs to the band that begins there, as ages and counts are published. The bounds stand there or were handed in, so
 * that the texts of all bands are made once.
 */
#include <math.h>

#include "core/base/alloc.h"
#include "core/expr/functions.h"
#include "core/expr/run/marks.h"
#include "core/values/print.h"

typedef struct Bands {
  int64_t count;       /* of bounds: one less than of bands */
  double *bounds;      /* for numbers */
  int64_t *wholes;     /* for integers: the least one that is not below */
  SlStr *labels;
  SlBuf text;          /* of labels that are made here */
} Bands;

static void free_bands(void *data) {
  Bands *bands = data;
  sl_free(bands->bounds);
  sl_free(bands->wholes);
  sl_free(bands->labels);
  sl_buf_reset(&bands->text);
  sl_free(bands);
}

/* --- loops -------------------------------------------------------------------------------------------------------- */

/* The number of bounds that are not above the value: the place of its band. */
#define BAND_OF(bounds, value, low)               \
  for (int64_t high = bands->count; low < high;) { \
    int64_t middle = low + (high - low) / 2;      \
    if ((bounds)[middle] <= (value))              \
      low = middle + 1;                           \
    else                                          \
      high = middle;                              \
  }

static SlStatus cut_integers(SlBatch *batch, SlError *err) {
  (void)err;
  const Bands *bands = batch->node->data;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t value = batch->in[0]->integers[i], band = 0;
    BAND_OF(bands->wholes, value, band);
    batch->out->texts[i] = bands->labels[band];
  }
  return SL_OK;
}

static SlStatus cut_numbers(SlBatch *batch, SlError *err) {
  (void)err;
  const Bands *bands = batch->node->data;
  for (int64_t i = 0; i < batch->count; i++) {
    double value = batch->in[0]->numbers[i];
    int64_t band = 0;
    BAND_OF(bands->bounds, value, band);
    batch->out->texts[i] = bands->labels[band];
    if (isnan(value) && sl_batch_present(batch, i)) sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
  }
  return SL_OK;
}

/* --- labels ------------------------------------------------------------------------------------------------------- */

static bool is_whole(double value) { return fabs(value) < 0x1p53 && trunc(value) == value; }

static void add_bound(double value, SlBuf *out) {
  if (is_whole(value))
    sl_print_integer((int64_t)value, out);
  else
    sl_print_number(value, out);
}

static void add_label(const Bands *bands, int64_t band, bool whole, SlBuf *out) {
  const double *bounds = bands->bounds;
  if (band == 0) {
    sl_buf_add_text(out, "under ");
    add_bound(bounds[0], out);
    return;
  }
  add_bound(bounds[band - 1], out);
  if (band == bands->count) {
    sl_buf_add_text(out, " and over");
  } else if (!whole) {
    sl_buf_add_text(out, " to under ");
    add_bound(bounds[band], out);
  } else if (bounds[band] - bounds[band - 1] > 1) {
    sl_buf_add_text(out, " to ");
    add_bound(bounds[band] - 1, out);
  }
}

/* Of integers between whole bounds, bands are said by their first and last. */
static SlStatus make_labels(Bands *bands, bool integers, SlError *err) {
  bool whole = integers;
  for (int64_t i = 0; i < bands->count; i++) whole &= is_whole(bands->bounds[i]);
  for (int64_t band = 0; band <= bands->count; band++) {
    size_t before = sl_buf_str(&bands->text).length;
    add_label(bands, band, whole, &bands->text);
    bands->labels[band] = (SlStr){NULL, sl_buf_str(&bands->text).length - before};
  }
  if (bands->text.failed) return sl_fail_alloc(err, (size_t)bands->count);
  const char *at = sl_buf_str(&bands->text).bytes; /* where it stays from now on */
  for (int64_t band = 0; band <= bands->count; band++) {
    bands->labels[band].bytes = at;
    at += bands->labels[band].length;
  }
  return SL_OK;
}

/* --- type rule ---------------------------------------------------------------------------------------------------- */

/* How many of the arguments behind the first are numbers, which stand before texts; all are there to be read. */
static SlStatus count_bounds(const SlMaking *making, SlNode *const *nodes, int64_t count, int64_t *bounds) {
  *bounds = 0;
  for (int64_t i = 1; i < count; i++) {
    double value;
    bool stands = nodes[i]->kind == SL_NODE_LITERAL && !nodes[i]->value.missing;
    if (stands && nodes[i]->type == SL_TEXT && *bounds > 0) continue;
    if (!stands || !sl_node_constant(nodes[i], &value) || *bounds != i - 1)
      return sl_check_fail(making->check, nodes[i]->expr ? nodes[i]->expr : making->expr, SL_EARG, making->err,
                           "cut(x, 10, 20) takes bounds that stand there, numbers or $values, and behind them, if wanted, the bands' "
                           "texts");
    if (!isfinite(value))
      return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "the bounds of cut are finite");
    ++*bounds;
  }
  if (count - 1 - *bounds > 0 && count - 1 - *bounds != *bounds + 1)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "cut: %lld bound%s make%s %lld bands, and texts are given for %lld",
                         (long long)*bounds, *bounds == 1 ? "" : "s", *bounds == 1 ? "s" : "", (long long)*bounds + 1,
                         (long long)(count - 1 - *bounds));
  return SL_OK;
}

/* The least integer that is not below the bound. */
static int64_t whole_bound(const SlScalar *value) {
  if (value->type == SL_INTEGER) return value->integer;
  double whole = ceil(value->number);
  return whole <= -0x1p63 ? INT64_MIN : whole >= 0x1p63 ? INT64_MAX : (int64_t)whole;
}

static SlStatus read_bounds(const SlMaking *making, SlNode *const *nodes, int64_t bounds, Bands *bands) {
  bands->count = bounds;
  bands->bounds = sl_alloc_array((size_t)bounds, sizeof *bands->bounds);
  bands->wholes = sl_alloc_array((size_t)bounds, sizeof *bands->wholes);
  bands->labels = sl_alloc_array((size_t)bounds + 1, sizeof *bands->labels);
  if (!bands->bounds || !bands->wholes || !bands->labels) return sl_fail_alloc(making->err, (size_t)bounds * sizeof *bands->labels);
  for (int64_t i = 0; i < bounds; i++) {
    const SlNode *node = nodes[1 + i];
    sl_node_constant(node, &bands->bounds[i]);
    bands->wholes[i] = whole_bound(&node->value);
    if (i > 0 && bands->bounds[i] <= bands->bounds[i - 1])
      return sl_check_fail(making->check, node->expr ? node->expr : making->expr, SL_EARG, making->err,
                           "the bounds of cut ascend, and this is not above the one before it");
  }
  return SL_OK;
}

static SlStatus make_bands(const SlMaking *making, SlNode *const *nodes, int64_t count, bool integers, Bands **out) {
  int64_t bounds;
  SlStatus status = count_bounds(making, nodes, count, &bounds);
  if (status != SL_OK) return status;
  Bands *bands = sl_alloc_zeroed(1, sizeof *bands);
  if (!bands) return sl_fail_alloc(making->err, sizeof *bands);
  status = sl_check_own(making->check, bands, free_bands, making->err);
  if (status == SL_OK) status = read_bounds(making, nodes, bounds, bands);
  if (status != SL_OK) return status;
  *out = bands;
  if (count - 1 == bounds) return make_labels(bands, integers, making->err);
  for (int64_t band = 0; band <= bounds; band++) bands->labels[band] = nodes[1 + bounds + band]->value.text;
  return SL_OK;
}

static SlStatus make_cut(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = sl_make_numeric(making, nodes, 1, function->doc.name);
  if (status != SL_OK) return status;
  bool integers = nodes[0]->type == SL_INTEGER;
  Bands *bands;
  status = make_bands(making, nodes, count, integers, &bands);
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = function->kernels[integers ? 0 : 1], .type = SL_TEXT, .data = bands, .clears = !integers};
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

const SlFunction sl_band_functions[] = {
    {{"cut", "cut(x, bounds..., texts...)", "(...: any)",
      "The band that a number lies in, as a text: cut(age, 10, 20) gives \"under 10\", \"10 to 19\", \"20 and over\". A bound belongs to the "
      "band above it; texts of your own, one more than bounds, follow them; missing [z] of NaN.",
      "print(col.age:cut(18, 65, \"child\", \"adult\", \"older\"))"},
     2, SL_ANY_NUMBER, make_cut, SL_TEXT, {cut_integers, cut_numbers}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_TEXT, {NULL}},
};
