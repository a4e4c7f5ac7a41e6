#include <math.h>

#include "core/expr/run/kernels.h"

/* One loop for each operator and type: the operator is chosen outside the loop. */
#define LOOPS(name, type, field, equal, less)                                                                   \
  static SlStatus name(SlBatch *batch, SlError *err) {                                                          \
    (void)err;                                                                                                  \
    const type *a = batch->in[0]->field, *b = batch->in[1]->field;                                              \
    uint8_t *out = batch->out->booleans;                                                                        \
    int64_t count = batch->count;                                                                               \
    switch ((SlOperator)batch->node->choice) {                                                                  \
      case SL_OP_EQ: for (int64_t i = 0; i < count; i++) out[i] = equal(a[i], b[i]); break;                     \
      case SL_OP_NE: for (int64_t i = 0; i < count; i++) out[i] = !equal(a[i], b[i]); break;                    \
      case SL_OP_LT: for (int64_t i = 0; i < count; i++) out[i] = less(a[i], b[i]); break;                      \
      case SL_OP_LE: for (int64_t i = 0; i < count; i++) out[i] = less(a[i], b[i]) || equal(a[i], b[i]); break; \
      case SL_OP_GT: for (int64_t i = 0; i < count; i++) out[i] = less(b[i], a[i]); break;                      \
      default: for (int64_t i = 0; i < count; i++) out[i] = less(b[i], a[i]) || equal(a[i], b[i]); break;       \
    }                                                                                                           \
    return SL_OK;                                                                                               \
  }

#define PLAIN_EQUAL(a, b) ((a) == (b))
#define PLAIN_LESS(a, b) ((a) < (b))
LOOPS(compare_integers, int64_t, integers, PLAIN_EQUAL, PLAIN_LESS)
LOOPS(compare_numbers, double, numbers, PLAIN_EQUAL, PLAIN_LESS)
LOOPS(compare_booleans, uint8_t, booleans, PLAIN_EQUAL, PLAIN_LESS)

static bool text_less(SlStr a, SlStr b) { return sl_str_compare(a, b) < 0; }
LOOPS(compare_texts, SlStr, texts, sl_str_equal, text_less)

/* --- integer with number, by exact value -------------------------------------------------------------------------- */

typedef enum Order { BELOW, SAME, ABOVE, UNORDERED } Order;

static Order order_of(int64_t a, double b) {
  if (isnan(b)) return UNORDERED;
  if (b >= 0x1p63) return BELOW;
  if (b < -0x1p63) return ABOVE;
  double whole = trunc(b);
  int64_t truncated = (int64_t)whole;
  if (a != truncated) return a < truncated ? BELOW : ABOVE;
  return b > whole ? BELOW : b < whole ? ABOVE : SAME;
}

static bool holds(SlOperator op, Order order) {
  switch (op) {
    case SL_OP_EQ: return order == SAME;
    case SL_OP_NE: return order != SAME;
    case SL_OP_LT: return order == BELOW;
    case SL_OP_LE: return order == BELOW || order == SAME;
    case SL_OP_GT: return order == ABOVE;
    default: return order == ABOVE || order == SAME;
  }
}

static SlStatus compare_integer_with_number(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers;
  const double *b = batch->in[1]->numbers;
  for (int64_t i = 0; i < count; i++)
    batch->out->booleans[i] = holds((SlOperator)batch->node->choice, order_of(a[i], b[i]));
  return SL_OK;
}

static SlStatus compare_number_with_integer(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  static const Order turned[] = {[BELOW] = ABOVE, [SAME] = SAME, [ABOVE] = BELOW, [UNORDERED] = UNORDERED};
  const double *a = batch->in[0]->numbers;
  const int64_t *b = batch->in[1]->integers;
  for (int64_t i = 0; i < count; i++)
    batch->out->booleans[i] = holds((SlOperator)batch->node->choice, turned[order_of(b[i], a[i])]);
  return SL_OK;
}

SlKernel sl_kernel_compare(SlOperator op, SlType left, SlType right) {
  (void)op; /* the loop finds it in the node's choice */
  if (left == SL_TEXT) return compare_texts;
  if (left == SL_BOOLEAN) return compare_booleans;
  if (left == SL_NUMBER) return right == SL_INTEGER ? compare_number_with_integer : compare_numbers;
  return right == SL_NUMBER ? compare_integer_with_number : compare_integers;
}
