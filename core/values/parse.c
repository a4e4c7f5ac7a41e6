#include "core/values/parse.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 18, LONGEST_NUMBER = 400 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The digits of `text` without its groups into out; false when a group is not three digits or the first not one to three. */
static bool ungroup(SlStr text, char separator, char *out, size_t *length) {
  size_t written = 0, in_group = 0;
  bool first = true;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c == separator) {
      if (first ? in_group < 1 || in_group > 3 : in_group != 3) return false;
      first = false;
      in_group = 0;
    } else {
      if (!is_digit(c)) return false;
      out[written++] = c;
      in_group++;
    }
  }
  if (!first && in_group != 3) return false;
  *length = written;
  return true;
}

/* "007" is a code; "0" is a number. */
static bool is_code(SlStr digits) { return digits.length > 1 && digits.bytes[0] == '0'; }

static bool parse_integer(SlStr text, bool grouped, size_t most_digits, int64_t *value) {
  bool negative = text.length && text.bytes[0] == '-';
  if (negative) {
    text.bytes++;
    text.length--;
  }
  char plain[MOST_DIGITS + 8];
  if (grouped && text.length <= sizeof plain && memchr(text.bytes, ',', text.length)) {
    size_t length;
    if (!ungroup(text, ',', plain, &length)) return false;
    text = (SlStr){plain, length};
  }
  if (text.length == 0 || text.length > most_digits || is_code(text)) return false;
  int64_t sum = 0; /* below zero, where there is one value more */
  for (size_t i = 0; i < text.length; i++) {
    if (!is_digit(text.bytes[i])) return false;
    if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, text.bytes[i] - '0', &sum)) return false;
  }
  if (!negative && sum == INT64_MIN) return false;
  *value = negative ? sum : -sum;
  return true;
}

bool sl_parse_integer(SlStr text, bool grouped, int64_t *value) { return parse_integer(text, grouped, MOST_DIGITS, value); }

bool sl_parse_declared_integer(SlStr text, bool grouped, int64_t *value) {
  return parse_integer(text, grouped, MOST_DIGITS + 1, value);
}

static locale_t c_locale;
static void make_c_locale(void) { c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

/* The slow, proven path: glibc's strtod is correctly rounded; "C" keeps its decimal point a point. */
static double parse_slowly(const char *text) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_c_locale);
  return strtod_l(text, NULL, c_locale);
}

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

bool sl_parse_number(SlStr text, bool grouped, char decimal, double *value) {
  if (text.length == 0 || text.length > LONGEST_NUMBER) return false;
  char plain[LONGEST_NUMBER + 1];
  size_t at = 0;
  SlStr rest = text;
  if (rest.bytes[0] == '-') {
    plain[at++] = '-';
    rest.bytes++;
    rest.length--;
  }

  size_t whole_length = 0;
  char separator = decimal == ',' ? '.' : ',';
  while (whole_length < rest.length &&
         (is_digit(rest.bytes[whole_length]) || (grouped && rest.bytes[whole_length] == separator)))
    whole_length++;
  size_t whole_digits;
  if (!ungroup((SlStr){rest.bytes, whole_length}, separator, plain + at, &whole_digits)) return false;
  SlStr whole = {plain + at, whole_digits};
  at += whole_digits;

  size_t i = whole_length;
  size_t fraction_digits = 0;
  bool has_point = i < rest.length && rest.bytes[i] == decimal;
  if (has_point) {
    plain[at++] = '.';
    i++;
    while (i < rest.length && is_digit(rest.bytes[i])) {
      plain[at++] = rest.bytes[i++];
      fraction_digits++;
    }
  }
  if (whole_digits + fraction_digits == 0) return false;
  if (!has_point && (whole_digits > MOST_DIGITS || is_code(whole))) return false;
  if (has_point && whole_digits > 1 && whole.bytes[0] == '0') return false;

  int exponent = 0;
  if (i < rest.length && (rest.bytes[i] == 'e' || rest.bytes[i] == 'E')) {
    plain[at++] = rest.bytes[i++];
    bool minus = i < rest.length && rest.bytes[i] == '-';
    if (i < rest.length && (rest.bytes[i] == '-' || rest.bytes[i] == '+')) plain[at++] = rest.bytes[i++];
    size_t first = i;
    while (i < rest.length && is_digit(rest.bytes[i])) {
      if (exponent < 100000) exponent = exponent * 10 + (rest.bytes[i] - '0');
      plain[at++] = rest.bytes[i++];
    }
    if (i == first) return false;
    if (minus) exponent = -exponent;
  }
  if (i != rest.length) return false;
  plain[at] = '\0';

  /* Fast and exact: up to 15 digits and a power of ten are both doubles, so one operation rounds once (Clinger 1990). */
  if (whole_digits + fraction_digits <= 15) {
    int64_t digits = 0;
    for (const char *c = plain; *c && *c != 'e' && *c != 'E'; c++)
      if (is_digit(*c)) digits = digits * 10 + (*c - '0');
    int scale = exponent - (int)fraction_digits;
    if (scale >= -22 && scale <= 22) {
      double magnitude = scale < 0 ? (double)digits / powers_of_ten[-scale] : (double)digits * powers_of_ten[scale];
      *value = plain[0] == '-' ? -magnitude : magnitude;
      return true;
    }
  }
  double parsed = parse_slowly(plain);
  if (isinf(parsed)) return false;
  *value = parsed;
  return true;
}

bool sl_parse_boolean(SlStr text, bool *value) {
  bool is_true = sl_str_equal_caseless(text, sl_str("true"));
  if (!is_true && !sl_str_equal_caseless(text, sl_str("false"))) return false;
  *value = is_true;
  return true;
}
