#include "core/stats/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/values/parse.h"

enum { MOST_DIGITS = 17 }; /* that a double needs to read back equal */

/* |value| = 0.d1d2d3... * 10^point, d1 not 0. No digits: zero. */
typedef struct Decimal {
  char digits[MOST_DIGITS + 1];
  int count;
  int point;
} Decimal;

/* The fewest digits that read back equal. Printing 15 digits and dropping zeros finds every form of up to 15. */
static Decimal shortest(double value) {
  Decimal decimal = {.count = 0};
  if (value == 0) return decimal;
  char text[40];
  for (int digits = 15; digits <= MOST_DIGITS; digits++) {
    snprintf(text, sizeof text, "%.*e", digits - 1, fabs(value));
    text[1] = '.'; /* whatever the locale's decimal point is */
    double back;
    if (sl_parse_number(sl_str(text), false, '.', &back) && back == fabs(value)) break;
  }
  char *exponent = strchr(text, 'e');
  decimal.point = atoi(exponent + 1) + 1;
  for (const char *at = text; at < exponent; at++)
    if (*at != '.') decimal.digits[decimal.count++] = *at;
  while (decimal.digits[decimal.count - 1] == '0') decimal.count--;
  return decimal;
}

/* Keeps the digits down to 10^-decimals; the first that goes decides, half goes up. */
static void round_digits(Decimal *decimal, int decimals) {
  int64_t keep = (int64_t)decimal->point + decimals;
  if (decimal->count == 0 || keep >= decimal->count) return;
  bool up = keep >= 0 && decimal->digits[keep] >= '5';
  decimal->count = keep < 0 ? 0 : (int)keep;
  if (!up) {
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0') decimal->count--;
    return;
  }
  while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '9') decimal->count--;
  if (decimal->count > 0) {
    decimal->digits[decimal->count - 1]++;
    return;
  }
  decimal->digits[0] = '1'; /* 9.99 -> 10 */
  decimal->count = 1;
  decimal->point++;
}

static double to_double(const Decimal *decimal, bool negative) {
  if (decimal->count == 0) return 0;
  char text[MOST_DIGITS + 16];
  snprintf(text, sizeof text, "%s.%.*se%d", negative ? "-0" : "0", decimal->count, decimal->digits, decimal->point);
  double value;
  if (!sl_parse_number(sl_str(text), false, '.', &value)) return negative ? -(double)INFINITY : (double)INFINITY;
  return value;
}

static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
enum { POWERS = sizeof powers / sizeof powers[0] };

/* Nearly every value is far from a tie, where plain arithmetic rounds as the decimal form does: the scaled value is off
 * by less than two of its last places, and a whole number below 2^53 over a power of ten that is exact is the double
 * nearest to that decimal. */
static bool round_far_from_tie(double value, int decimals, double *rounded) {
  if (decimals < 0 || decimals >= POWERS) return false;
  double scaled = fabs(value) * powers[decimals];
  if (!(scaled < 4503599627370496.0)) return false; /* 2^52; also NaN */
  double whole = floor(scaled), fraction = scaled - whole;
  if (fabs(fraction - 0.5) <= scaled * 1e-15) return false;
  double result = (fraction > 0.5 ? whole + 1 : whole) / powers[decimals];
  *rounded = value < 0 && result != 0 ? -result : result;
  return true;
}

double sl_round_decimal(double value, int decimals) {
  double rounded;
  if (round_far_from_tie(value, decimals, &rounded)) return rounded;
  if (!isfinite(value)) return value;
  Decimal decimal = shortest(value);
  round_digits(&decimal, decimals);
  return to_double(&decimal, value < 0);
}

void sl_print_fixed(double value, int decimals, bool group, SlBuf *out) {
  if (!isfinite(value)) {
    sl_buf_add_text(out, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    return;
  }
  Decimal decimal = shortest(value);
  round_digits(&decimal, decimals);
  if (value < 0 && decimal.count > 0) sl_buf_add_char(out, '-');
  int whole = decimal.count > 0 && decimal.point > 0 ? decimal.point : 0;
  if (whole == 0) sl_buf_add_char(out, '0');
  for (int i = 0; i < whole; i++) {
    sl_buf_add_char(out, i < decimal.count ? decimal.digits[i] : '0');
    int left = whole - 1 - i;
    if (group && left > 0 && left % 3 == 0) sl_buf_add_char(out, ',');
  }
  if (decimals <= 0) return;
  sl_buf_add_char(out, '.');
  for (int place = 0; place < decimals; place++) {
    int at = decimal.point + place; /* digit of 10^-(place + 1) */
    sl_buf_add_char(out, decimal.count > 0 && at >= 0 && at < decimal.count ? decimal.digits[at] : '0');
  }
}
