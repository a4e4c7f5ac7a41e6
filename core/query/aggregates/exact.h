/* exact.h - sums of numbers that are rounded once, at the end: the same bits in whatever order, and from whatever parts, they are
 * taken.
 *
 *     SlPair     high + low, two doubles: exact as long as nothing is lost below low, which figures hardly ever do
 *     SlExact    a whole number of 2^-1074, in limbs of 32 bits: exact always, and fifty times as large
 *
 * A pair says when it was not enough: its low is NaN, for good. Its sum is taken again as an SlExact then. Infinities and NaN
 * among the values are too much for a pair, too.
 * Private to core/query/aggregates.
 */
#ifndef SL_QUERY_EXACT_H
#define SL_QUERY_EXACT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct SlPair { /* all zero bytes: the sum of nothing */
  double high, low;
} SlPair;

static inline void sl_pair_add(SlPair *to, double value) {
  double high = to->high + value, part = high - to->high;
  double lost = (to->high - (high - part)) + (value - part); /* exact (Knuth) */
  double low = to->low + lost, rest = low - to->low;
  double left = (to->low - (low - rest)) + (lost - rest);
  to->high = high;
  to->low = low;
  if (__builtin_expect(!(left == 0), 0)) to->low = (double)__builtin_nanf("");
}

/* The same for two sums at once, which are not the same one: in nearly half the time, as both halves of a register work. */
static inline void sl_pair_add_two(SlPair *first, SlPair *second, double to_first, double to_second) {
  typedef double Two __attribute__((vector_size(16)));
  typedef int64_t Bits __attribute__((vector_size(16)));
  Two value = {to_first, to_second}, high = {first->high, second->high}, low = {first->low, second->low};
  Two new_high = high + value, part = new_high - high;
  Two lost = (high - (new_high - part)) + (value - part);
  Two new_low = low + lost, rest = new_low - low;
  Two left = (low - (new_low - rest)) + (lost - rest);
  new_low = (Two)((Bits)new_low | (Bits)(left != 0)); /* all bits set are a NaN */
  *first = (SlPair){new_high[0], new_low[0]};
  *second = (SlPair){new_high[1], new_low[1]};
}

static inline void sl_pair_merge(SlPair *to, SlPair other) {
  sl_pair_add(to, other.high);
  double low = to->low + other.low, rest = low - to->low;
  double left = (to->low - (low - rest)) + (other.low - rest);
  to->low = left == 0 ? low : (double)__builtin_nanf("");
}

/* Whether high + low is the sum, and a finite one. */
static inline bool sl_pair_holds(SlPair pair) {
  double total = pair.high + pair.low;
  return total - total == 0;
}

enum { SL_EXACT_LIMBS = 70 }; /* 2^-1074 to 2^1024, and 2^63 values of that size */

typedef struct SlExact { /* all zero bytes: the sum of nothing */
  int64_t limbs[SL_EXACT_LIMBS]; /* sum of limbs[i] * 2^(32 i - 1074); each may be of any sign */
  int64_t added;                 /* since carries were carried */
  double beyond;                 /* the sum of the infinities and NaN: 0 without any */
} SlExact;

void sl_exact_add(SlExact *to, double value);
/* Rounded to nearest, ties to even; an infinity past the largest double. */
double sl_exact_total(SlExact *sum);

#endif
