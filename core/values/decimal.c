#include "core/values/decimal.h"

#include <math.h>
#include <stdio.h>

#include "core/values/parse.h"
#include "core/values/shortest.h"

enum { SURE_DIGITS = 15 };

static SlDecimal of_digits(uint64_t digits, int exponent) {
  SlDecimal decimal = {.count = 0};
  if (digits == 0) return decimal;
  while (digits % 10 == 0) {
    digits /= 10;
    exponent++;
  }
  char turned[SL_DECIMAL_DIGITS];
  for (; digits; digits /= 10) turned[decimal.count++] = (char)('0' + digits % 10);
  for (int i = 0; i < decimal.count; i++) decimal.digits[i] = turned[decimal.count - 1 - i];
  decimal.point = decimal.count + exponent;
  return decimal;
}

SlDecimal sl_decimal_of_number(double value) {
  SlShortest shortest = sl_shortest(fabs(value));
  SlDecimal decimal = of_digits(shortest.digits, shortest.exponent);
  decimal.negative = value < 0;
  return decimal;
}

SlDecimal sl_decimal_of_integer(int64_t value) {
  SlDecimal decimal = of_digits(value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 0);
  decimal.negative = value < 0;
  decimal.exact = true;
  return decimal;
}

/* The first so many digits are kept; the first that goes decides. */
static void keep_digits(SlDecimal *decimal, int64_t keep) {
  if (keep >= decimal->count) return;
  bool up = keep >= 0 && decimal->digits[keep] >= '5';
  decimal->count = keep < 0 ? 0 : (int)keep;
  char idle = up ? '9' : '0'; /* what the last digits become when it goes up, or are already */
  while (decimal->count > 0 && decimal->digits[decimal->count - 1] == idle) decimal->count--;
  if (up && decimal->count > 0) {
    decimal->digits[decimal->count - 1]++;
  } else if (up) { /* 9.99 -> 10 */
    decimal->digits[0] = '1';
    decimal->count = 1;
    decimal->point++;
  }
  if (decimal->count == 0) *decimal = (SlDecimal){.exact = decimal->exact};
}

void sl_decimal_round(SlDecimal *decimal, int places) {
  if (!decimal->exact && (int64_t)decimal->point + places < SURE_DIGITS && decimal->count > SURE_DIGITS)
    keep_digits(decimal, SURE_DIGITS);
  keep_digits(decimal, (int64_t)decimal->point + places);
}

/* The nearest double; beyond the largest an infinity. */
static double to_double(const SlDecimal *decimal) {
  if (decimal->count == 0) return 0;
  char text[SL_DECIMAL_DIGITS + 16];
  snprintf(text, sizeof text, "0.%.*se%d", decimal->count, decimal->digits, decimal->point);
  double value;
  if (!sl_parse_number(sl_str(text), false, '.', &value)) value = (double)INFINITY;
  return decimal->negative ? -value : value;
}

void sl_decimal_print(const SlDecimal *decimal, int places, SlStr group, SlBuf *out) {
  if (decimal->negative) sl_buf_add_char(out, '-');
  int whole = decimal->point > 0 ? decimal->point : 0;
  if (whole == 0) sl_buf_add_char(out, '0');
  for (int i = 0; i < whole; i++) {
    sl_buf_add_char(out, i < decimal->count ? decimal->digits[i] : '0');
    int left = whole - 1 - i;
    if (left > 0 && left % 3 == 0) sl_buf_add_str(out, group);
  }
  int behind = decimal->count - decimal->point;
  if (behind > places) places = behind;
  if (places > 0) sl_buf_add_char(out, '.');
  for (int place = 0; place < places; place++) {
    int at = decimal->point + place; /* the digit of 10^-(place + 1) */
    sl_buf_add_char(out, at >= 0 && at < decimal->count ? decimal->digits[at] : '0');
  }
}

static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
enum { POWERS = sizeof powers / sizeof powers[0] };

/* Nearly every value is far from a half, where plain arithmetic rounds as the decimal form does: 15 digits are within 5e-15
 * of the value, the scaled value is off by less than two of its last places, and a whole number below 2^53 over a power of
 * ten that is exact is the double nearest to that decimal. */
static bool round_far_from_half(double value, int places, double *rounded) {
  if (places < 0 || places >= POWERS) return false;
  double scaled = fabs(value) * powers[places];
  if (!(scaled < 4503599627370496.0)) return false; /* 2^52; also NaN */
  double whole = floor(scaled), fraction = scaled - whole;
  if (fabs(fraction - 0.5) <= scaled * 1e-14) return false;
  double result = (fraction > 0.5 ? whole + 1 : whole) / powers[places];
  *rounded = value < 0 && result != 0 ? -result : result;
  return true;
}

double sl_round_decimal(double value, int places) {
  double rounded;
  if (round_far_from_half(value, places, &rounded)) return rounded;
  if (!isfinite(value)) return value;
  SlDecimal decimal = sl_decimal_of_number(value);
  sl_decimal_round(&decimal, places);
  return to_double(&decimal);
}

bool sl_round_integer(int64_t value, int places, int64_t *rounded) {
  enum { MOST_ZEROS = 19 }; /* of a power of ten in 64 bits; the next one is more than twice any integer */
  uint64_t unit = 1, size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  for (int zeros = 0; zeros < -places && zeros < MOST_ZEROS; zeros++) unit *= 10;
  uint64_t rest = size % unit, result = size - rest;
  if (rest >= unit - rest) result += unit;
  if (places < -MOST_ZEROS) result = 0;
  if (result > INT64_MAX && result != size) return false;
  *rounded = (int64_t)(value < 0 ? 0 - result : result);
  return true;
}
