#include "core/query/aggregates/exact.h"

#include <math.h>
#include <string.h>

enum {
  LIMB_BITS = 32,
  MANTISSA_BITS = 53,
  LOWEST_EXPONENT = -1074,
  MOST_ADDED = 1 << 30 /* of less than 2^32 each, so that a limb stays below 2^63 */
};

__extension__ typedef unsigned __int128 Wide;

static void carry(SlExact *sum) {
  int64_t over = 0;
  for (int i = 0; i < SL_EXACT_LIMBS - 1; i++) {
    int64_t limb = sum->limbs[i] + over;
    int64_t kept = limb & UINT32_MAX;
    over = (limb - kept) / ((int64_t)1 << LIMB_BITS);
    sum->limbs[i] = kept;
  }
  sum->limbs[SL_EXACT_LIMBS - 1] += over; /* the sign of all */
  sum->added = 0;
}

void sl_exact_add(SlExact *to, double value) {
  if (!isfinite(value)) {
    to->beyond += value;
    return;
  }
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint64_t mantissa = bits & (((uint64_t)1 << (MANTISSA_BITS - 1)) - 1);
  int exponent = (int)(bits >> (MANTISSA_BITS - 1) & 0x7FF);
  if (exponent > 0) mantissa |= (uint64_t)1 << (MANTISSA_BITS - 1);
  int shift = exponent > 0 ? exponent - 1 : 0; /* the value is mantissa * 2^(shift - 1074) */
  Wide wide = (Wide)mantissa << shift % LIMB_BITS;
  int64_t sign = bits >> 63 ? -1 : 1;
  int64_t *limb = &to->limbs[shift / LIMB_BITS];
  for (int i = 0; i < 3; i++, wide >>= LIMB_BITS) limb[i] += sign * (int64_t)(uint32_t)wide;
  if (++to->added == MOST_ADDED) carry(to);
}

static void negate(SlExact *sum) {
  for (int i = 0; i < SL_EXACT_LIMBS; i++) sum->limbs[i] = -sum->limbs[i];
}

/* Bits [first, first + 64) of a sum without a sign whose carries are carried. */
static uint64_t bits_at(const SlExact *sum, int first) {
  Wide wide = 0;
  for (int i = 0; i < 3; i++) {
    int limb = first / LIMB_BITS + i;
    if (limb < SL_EXACT_LIMBS) wide |= (Wide)(uint32_t)sum->limbs[limb] << i * LIMB_BITS;
  }
  return (uint64_t)(wide >> first % LIMB_BITS);
}

static bool any_bit_below(const SlExact *sum, int end) {
  for (int i = 0; i < end / LIMB_BITS; i++)
    if (sum->limbs[i]) return true;
  return (sum->limbs[end / LIMB_BITS] & (((int64_t)1 << end % LIMB_BITS) - 1)) != 0;
}

static double rounded(const SlExact *sum) {
  int top = SL_EXACT_LIMBS - 1;
  while (top >= 0 && sum->limbs[top] == 0) top--;
  if (top < 0) return 0;
  int length = top * LIMB_BITS; /* in bits */
  for (uint64_t limb = (uint64_t)sum->limbs[top]; limb; limb >>= 1) length++;
  if (length <= MANTISSA_BITS) return ldexp((double)bits_at(sum, 0), LOWEST_EXPONENT);
  int first = length - MANTISSA_BITS;
  uint64_t mantissa = bits_at(sum, first) & (((uint64_t)1 << MANTISSA_BITS) - 1);
  bool half = bits_at(sum, first - 1) & 1;
  if (half && (any_bit_below(sum, first - 1) || mantissa & 1)) mantissa++;
  return ldexp((double)mantissa, first + LOWEST_EXPONENT);
}

double sl_exact_total(SlExact *sum) {
  if (sum->beyond != 0) return isnan(sum->beyond) ? (double)NAN : sum->beyond;
  carry(sum);
  bool negative = sum->limbs[SL_EXACT_LIMBS - 1] < 0;
  if (!negative) return rounded(sum);
  SlExact positive = *sum;
  negate(&positive);
  carry(&positive);
  return -rounded(&positive);
}
