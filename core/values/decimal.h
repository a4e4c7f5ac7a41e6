/* decimal.h - numbers as a person writes them: decimal digits, rounded half up, with commas between thousands.
 *
 *     held as            15 digits             to 2 places    to 0 places
 *     2.67499999999...   2.67500000000000      2.68           3
 *     115 / 200 * 100    57.5000000000000      57.50          58          held as 57.49999999999999
 *     -0.5               -0.500000000000000    -0.50          -1
 *
 * Rounding is of what a double means, not of what it holds: 15 significant digits are what every decimal keeps through a
 * double and through a step or two of arithmetic. What a reader would work out by hand is therefore a half here too, and
 * halves go away from zero. Where more than 15 digits are to be kept, the shortest form (shortest.h) is rounded instead; a
 * value that has no digit to lose is never changed.
 *
 * This is the one place that rounds for people: lab.round and lab.decimal, round() in expressions, reports.
 *
 * Ownership: an SlDecimal is a plain value.
 */
#ifndef SL_VALUES_DECIMAL_H
#define SL_VALUES_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

enum { SL_DECIMAL_DIGITS = 20 };

/* The value is 0.d1 d2 d3 ... * 10^point; d1 and the last digit are not 0. No digits: zero. */
typedef struct SlDecimal {
  char digits[SL_DECIMAL_DIGITS]; /* '0' to '9', not terminated */
  int count;
  int point;
  bool negative; /* never of zero */
  bool exact;    /* came from an integer: all digits count */
} SlDecimal;

SlDecimal sl_decimal_of_number(double value); /* finite */
SlDecimal sl_decimal_of_integer(int64_t value);

/* Half up (away from zero) to so many decimal places; fewer than 0 round to tens, hundreds. */
void sl_decimal_round(SlDecimal *decimal, int places);

/* Its digits written out, never with an exponent: at least `places` behind the point, with zeros where it has none.
 * `group`: between thousands; empty for none. A zero has no sign. */
void sl_decimal_print(const SlDecimal *decimal, int places, SlStr group, SlBuf *out);

/* A double rounded so. NaN and infinities stay; a result of zero has no sign. */
double sl_round_decimal(double value, int places);
/* An integer, by all its digits; false when the result does not fit into 64 bits. */
bool sl_round_integer(int64_t value, int places, int64_t *rounded);

#endif
