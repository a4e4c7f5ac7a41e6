#include "core/values/shortest.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

/* Schubfach (Giulietti 2020, "The Schubfach way to render doubles"), after Bolz's arrangement of it. A double c * 2^q is what
 * all reals between (c - 1/2) 2^q and (c + 1/2) 2^q round to. That interval is longer than 10^k for the largest k with
 * 10^k <= 2^q, so that one or two multiples of 10^k are within it, and at most one of 10^(k+1): the shorter one if there is
 * one, else the nearer. To find them the ends and the value are multiplied by 10^-k; 126 bits of that power are enough to
 * tell on which side of a whole number they fall (the paper's section 9), when what is cut off is kept as one sticky bit. */

__extension__ typedef unsigned __int128 Wide;

enum { LEAST_POWER = -292, MOST_POWER = 324, POWERS = MOST_POWER - LEAST_POWER + 1 };

/* --- powers of ten, 128 bits of each ------------------------------------------------------------------------------------- */

typedef struct Power {
  uint64_t high, low; /* 10^p = (high * 2^64 + low) * 2^s, rounded up, the highest bit set */
} Power;

static Power powers[POWERS];

/* The first 128 bits of a number of many words, the lowest first; rounded up when `more` says that bits were cut off before,
 * or when some are now. */
enum { WORDS = 30 };

static Power leading_bits(const uint64_t *words, bool more) {
  int top = WORDS - 1;
  while (words[top] == 0) top--;
  int shift = __builtin_clzll(words[top]);
  uint64_t taken[3];
  for (int i = 0; i < 3; i++) taken[i] = top - i >= 0 ? words[top - i] : 0;
  Power power = {taken[0], taken[1]};
  if (shift) {
    power.high = taken[0] << shift | taken[1] >> (64 - shift);
    power.low = taken[1] << shift | taken[2] >> (64 - shift);
  }
  more |= (taken[2] << shift) != 0;
  for (int i = top - 3; i >= 0 && !more; i--) more = words[i] != 0;
  if (more && ++power.low == 0) power.high++;
  return power;
}

/* Factors of two only move the bits, so that powers of five serve: up by multiplying 1, down by dividing a power of two
 * large enough that 128 bits and more are left of it at the last. */
static void find_powers(void) {
  uint64_t up[WORDS] = {1}, down[WORDS] = {0};
  down[WORDS - 1] = (uint64_t)1 << 63;
  bool more = false;
  powers[-LEAST_POWER] = leading_bits(up, false);
  for (int p = 1; p <= MOST_POWER; p++) {
    uint64_t carry = 0;
    for (int i = 0; i < WORDS; i++) {
      Wide product = (Wide)up[i] * 5 + carry;
      up[i] = (uint64_t)product;
      carry = (uint64_t)(product >> 64);
    }
    powers[p - LEAST_POWER] = leading_bits(up, false);
  }
  for (int p = -1; p >= LEAST_POWER; p--) {
    uint64_t rest = 0;
    for (int i = WORDS - 1; i >= 0; i--) {
      Wide left = (Wide)rest << 64 | down[i];
      down[i] = (uint64_t)(left / 5);
      rest = (uint64_t)(left % 5);
    }
    more |= rest != 0;
    powers[p - LEAST_POWER] = leading_bits(down, more);
  }
}

static Power power_of_ten(int p) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find_powers);
  return powers[p - LEAST_POWER];
}

/* --- the decimal ----------------------------------------------------------------------------------------------------------- */

/* floor(e * log10(2)), with `quarter` floor(log10(3/4 * 2^e)); floor(e * log2(10)). Right for all e of doubles. */
static int log10_of_power_of_2(int e, bool quarter) { return (e * 1262611 - (quarter ? 524031 : 0)) >> 22; }
static int log2_of_power_of_10(int e) { return (e * 1741647) >> 19; }

/* power * c / 2^128, what is behind the point made one bit that is set when there is any. */
static uint64_t scale(Power power, uint64_t c) {
  Wide low = (Wide)power.low * c, high = (Wide)power.high * c + (uint64_t)(low >> 64);
  return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

static SlShortest without_zeros(uint64_t digits, int exponent) {
  while (digits % 10 == 0) {
    digits /= 10;
    exponent++;
  }
  return (SlShortest){digits, exponent};
}

SlShortest sl_shortest(double value) {
  if (value == 0) return (SlShortest){0, 0};
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
  int biased = (int)(bits >> 52 & 0x7FF);
  uint64_t c = biased ? fraction | (uint64_t)1 << 52 : fraction;
  int q = (biased ? biased : 1) - 1075;

  if (q <= 0 && q > -53 && (c & (((uint64_t)1 << -q) - 1)) == 0) return without_zeros(c >> -q, 0); /* a whole number */

  /* Four times the ends and the value, as whole numbers. Below a power of two doubles lie half as far apart. An end belongs
   * to the interval when a tie is settled for c, which is then even. */
  bool close_below = fraction == 0 && biased > 1, takes_ends = c % 2 == 0;
  int k = log10_of_power_of_2(q, close_below);
  int shift = q + log2_of_power_of_10(-k) + 1;
  Power power = power_of_ten(-k);
  uint64_t lower = scale(power, (4 * c - 2 + close_below) << shift) + !takes_ends;
  uint64_t here = scale(power, 4 * c << shift);
  uint64_t upper = scale(power, (4 * c + 2) << shift) - !takes_ends;

  uint64_t below = here / 4, tens = below / 10;
  if (below >= 10) {
    bool is_within = lower <= 40 * tens, next_is_within = 40 * tens + 40 <= upper;
    if (is_within != next_is_within) return without_zeros(tens + next_is_within, k + 1);
  }
  bool is_within = lower <= 4 * below, next_is_within = 4 * below + 4 <= upper;
  if (is_within != next_is_within) return without_zeros(below + next_is_within, k);
  uint64_t middle = 4 * below + 2;
  bool up = here > middle || (here == middle && below % 2 == 1);
  return without_zeros(below + up, k);
}
