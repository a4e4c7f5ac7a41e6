#include <math.h>

#include "core/expr/run/kernels.h"

/* --- integers ----------------------------------------------------------------------------------------------------- */

static SlStatus overflow(SlBatch *batch, int64_t i, int64_t a, char sign, int64_t b, SlError *err) {
  return sl_batch_fail(batch, i, SL_ERANGE, err,
                       "%lld %c %lld does not fit into 64 bits; number(x) reckons with doubles", (long long)a, sign,
                       (long long)b);
}

/* The loops below reckon without looking and gather in `over` whether any row overflowed; only then is each looked at.
 * Rows that are missing may hold anything and do not count. */
static SlStatus add_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  int64_t *out = batch->out->integers, over = 0;
  for (int64_t i = 0; i < count; i++) {
    int64_t sum = (int64_t)((uint64_t)a[i] + (uint64_t)b[i]);
    over |= (a[i] ^ sum) & (b[i] ^ sum);
    out[i] = sum;
  }
  for (int64_t i = 0; over < 0 && i < count; i++)
    if (((a[i] ^ out[i]) & (b[i] ^ out[i])) < 0 && sl_batch_present(batch, i))
      return overflow(batch, i, a[i], '+', b[i], err);
  return SL_OK;
}

static SlStatus subtract_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  int64_t *out = batch->out->integers, over = 0;
  for (int64_t i = 0; i < count; i++) {
    int64_t difference = (int64_t)((uint64_t)a[i] - (uint64_t)b[i]);
    over |= (a[i] ^ b[i]) & (a[i] ^ difference);
    out[i] = difference;
  }
  for (int64_t i = 0; over < 0 && i < count; i++)
    if (((a[i] ^ b[i]) & (a[i] ^ out[i])) < 0 && sl_batch_present(batch, i))
      return overflow(batch, i, a[i], '-', b[i], err);
  return SL_OK;
}

/* Products of 32-bit values always fit; the check for them is one pass that vectorises. */
static SlStatus multiply_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  int64_t *out = batch->out->integers;
  uint64_t wide = 0;
  for (int64_t i = 0; i < count; i++)
    wide |= ((uint64_t)a[i] + ((uint64_t)1 << 31)) | ((uint64_t)b[i] + ((uint64_t)1 << 31));
  if (wide >> 32 == 0) {
    for (int64_t i = 0; i < count; i++) out[i] = a[i] * b[i];
    return SL_OK;
  }
  for (int64_t i = 0; i < count; i++)
    if (__builtin_mul_overflow(a[i], b[i], &out[i]) && sl_batch_present(batch, i))
      return overflow(batch, i, a[i], '*', b[i], err);
  return SL_OK;
}

static SlStatus floor_divide_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  int64_t *out = batch->out->integers;
  for (int64_t i = 0; i < count; i++) {
    out[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    if (b[i] == 0) {
      sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
    } else if (b[i] == -1) {
      if (a[i] == INT64_MIN)
        return sl_batch_fail(batch, i, SL_ERANGE, err, "%lld // -1 does not fit into 64 bits", (long long)a[i]);
      out[i] = -a[i];
    } else {
      int64_t quotient = a[i] / b[i];
      out[i] = quotient - ((a[i] % b[i] != 0) & ((a[i] ^ b[i]) < 0));
    }
  }
  return SL_OK;
}

static SlStatus modulo_integers(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  int64_t *out = batch->out->integers;
  for (int64_t i = 0; i < count; i++) {
    out[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    if (b[i] == 0) {
      sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
    } else if (b[i] != -1) {
      int64_t rest = a[i] % b[i];
      out[i] = rest != 0 && (rest ^ b[i]) < 0 ? rest + b[i] : rest;
    }
  }
  return SL_OK;
}

static SlStatus negate_integers(SlBatch *batch, SlError *err) {
  int64_t count = batch->count;
  const int64_t *a = batch->in[0]->integers;
  int64_t *out = batch->out->integers;
  int64_t any_lowest = 0;
  for (int64_t i = 0; i < count; i++) {
    out[i] = (int64_t)(0 - (uint64_t)a[i]);
    any_lowest |= a[i] == INT64_MIN;
  }
  for (int64_t i = 0; any_lowest && i < count; i++)
    if (a[i] == INT64_MIN && sl_batch_present(batch, i))
      return sl_batch_fail(batch, i, SL_ERANGE, err, "-(%lld) does not fit into 64 bits", (long long)a[i]);
  return SL_OK;
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

#define NUMBER_LOOP(name, expression)                                             \
  static SlStatus name(SlBatch *batch, SlError *err) {                            \
    (void)err;                                                                    \
    const double *a = batch->in[0]->numbers, *b = batch->in[1]->numbers;          \
    double *out = batch->out->numbers;                                            \
    int64_t count = batch->count;                                                 \
    for (int64_t i = 0; i < count; i++) out[i] = expression;                      \
    return SL_OK;                                                                 \
  }
NUMBER_LOOP(add_numbers, a[i] + b[i])
NUMBER_LOOP(subtract_numbers, a[i] - b[i])
NUMBER_LOOP(multiply_numbers, a[i] * b[i])

/* What finite numbers give that is not finite has no value: [z], whether it was divided by zero or is beyond the doubles. Infinite
 * numbers and NaN, which only a script can put into a column, are reckoned with as usual, but for a division by zero. */
static void clear_impossible(SlBatch *batch, bool divided) {
  const double *a = batch->in[0]->numbers, *b = batch->in[1]->numbers;
  for (int64_t i = 0; i < batch->count; i++) {
    bool impossible = (divided && b[i] == 0) || (!isfinite(batch->out->numbers[i]) && isfinite(a[i]) && isfinite(b[i]));
    if (impossible && sl_batch_present(batch, i)) sl_batch_clear(batch, i, SL_REASON_NOT_APPLICABLE);
  }
}

/* What is not finite is not zero when it is taken from itself. A number modulo zero is NaN. */
#define CHECKED_LOOP(name, divided, expression)                          \
  static SlStatus name(SlBatch *batch, SlError *err) {                   \
    (void)err;                                                           \
    const double *a = batch->in[0]->numbers, *b = batch->in[1]->numbers; \
    double *out = batch->out->numbers;                                   \
    int64_t count = batch->count, bad = 0;                               \
    for (int64_t i = 0; i < count; i++) {                                \
      out[i] = expression;                                               \
      bad |= !(out[i] - out[i] == 0);                                    \
    }                                                                    \
    if (bad) clear_impossible(batch, divided);                           \
    return SL_OK;                                                        \
  }

/* The sign of the rest is that of the divisor. */
static double modulo(double a, double b) {
  double rest = fmod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

CHECKED_LOOP(divide_numbers, true, a[i] / b[i])
CHECKED_LOOP(floor_divide_numbers, true, floor(a[i] / b[i]))
CHECKED_LOOP(modulo_numbers, true, modulo(a[i], b[i]))
CHECKED_LOOP(raise_numbers, false, pow(a[i], b[i]))

static SlStatus negate_numbers(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  const double *a = batch->in[0]->numbers;
  double *out = batch->out->numbers;
  for (int64_t i = 0; i < count; i++) out[i] = -a[i];
  return SL_OK;
}

SlKernel sl_kernel_arithmetic(SlOperator op, SlType type) {
  bool whole = type == SL_INTEGER;
  switch (op) {
    case SL_OP_ADD: return whole ? add_integers : add_numbers;
    case SL_OP_SUB: return whole ? subtract_integers : subtract_numbers;
    case SL_OP_MUL: return whole ? multiply_integers : multiply_numbers;
    case SL_OP_IDIV: return whole ? floor_divide_integers : floor_divide_numbers;
    case SL_OP_MOD: return whole ? modulo_integers : modulo_numbers;
    case SL_OP_NEG: return whole ? negate_integers : negate_numbers;
    case SL_OP_DIV: return divide_numbers;
    case SL_OP_POW: return raise_numbers;
    default: return NULL;
  }
}
