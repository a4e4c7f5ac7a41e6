/* numerals.h - the common spellings of numbers, read eight bytes at a time, and eight rows at a time where the machine can.
 *
 *     integer    [-]digits, at most 16, no leading zero        12   -3   0
 *     number     [-]digits.digits, at most 8 before and 7 behind the point        23.456789
 *
 * Whatever else a number may be spelt like is no business of these: they say no, and values/parse.h decides.
 *
 * The bytes before a field are looked at: up to SL_NUMERAL_BYTES before its end must be bytes of the text.
 * Private to core/csv/scan.
 */
#ifndef SL_CSV_NUMERALS_H
#define SL_CSV_NUMERALS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/str.h"

enum { SL_NUMERAL_BYTES = 24, SL_NUMERAL_ROWS = 8 };

/* Ends of fields in a text: field i lies between places[i * stride - 1] + 1 and places[i * stride]. */
typedef struct SlPlaces {
  const char *text;
  const uint32_t *places;
  int64_t stride;
  bool last; /* of its row: a CR before the end is of the line end */
} SlPlaces;

/* Rows from the first on, SL_NUMERAL_ROWS at a time, until one of a group is spelt otherwise; how many were read. None
 * when this machine reads them one by one. */
int64_t sl_numerals_integers(const SlPlaces *places, int64_t rows, int64_t *out);
int64_t sl_numerals_numbers(const SlPlaces *places, int64_t rows, double *out);

/* --- one --------------------------------------------------------------------------------------------------------------------- */

static inline uint64_t sl_numeral_word(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

/* The number that the last `count` (1 to 8) bytes before end write, digits all; false when one is none. Eight bytes are
 * looked at, those before the number as if they were zeros (Lemire 2018, after Johnny Lee). */
static inline bool sl_numeral_digits(const char *end, size_t count, uint64_t *value) {
  uint64_t digits = (sl_numeral_word(end - 8) ^ UINT64_C(0x3030303030303030)) & ~UINT64_C(0) << 8 * (8 - count);
  if (((digits + UINT64_C(0x7676767676767676)) | digits) & UINT64_C(0x8080808080808080)) return false;
  digits = digits * 10 + (digits >> 8);
  *value = ((digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
            (digits >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >> 32;
  return true;
}

static inline bool sl_numeral_integer(SlStr text, int64_t *value) {
  const char *at = text.bytes, *end = at + text.length;
  bool negative = text.length > 1 && *at == '-';
  size_t count = text.length - negative;
  at += negative;
  uint64_t sum, high = 0;
  if (count - 1 < 8) { /* from 1 to 8 */
    if (!sl_numeral_digits(end, count, &sum)) return false;
  } else {
    if (count - 1 >= 16 || !sl_numeral_digits(end, 8, &sum) || !sl_numeral_digits(end - 8, count - 8, &high)) return false;
    sum += high * 100000000;
  }
  if (*at == '0' && text.length > 1) return false;
  *value = negative ? -(int64_t)sum : (int64_t)sum;
  return true;
}

/* How many of the eight bytes before end are behind the last point among them; 8 when there is none. */
static inline size_t sl_numeral_behind_point(const char *end) {
  const uint64_t ones = UINT64_C(0x0101010101010101), low = UINT64_C(0x7F7F7F7F7F7F7F7F);
  uint64_t x = sl_numeral_word(end - 8) ^ ones * '.';
  uint64_t zero = ~(((x & low) + low) | x | low); /* high bit of each byte that is a point */
  return zero ? (size_t)__builtin_clzll(zero) / 8 : 8;
}

/* The digits as a whole number and the power of ten are exact doubles, so their quotient is the double nearest to what is
 * written (Clinger 1990). */
static inline bool sl_numeral_number(SlStr text, double *value) {
  static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  const char *at = text.bytes, *end = at + text.length;
  bool negative = text.length > 1 && *at == '-';
  at += negative;
  size_t behind = sl_numeral_behind_point(end), before = (size_t)(end - at) - behind - 1;
  if (behind - 1 >= 7 || before - 1 >= 8) return false; /* 1 to 7 and 1 to 8 of them */
  uint64_t whole, rest;
  if (!sl_numeral_digits(end, behind, &rest) || !sl_numeral_digits(end - behind - 1, before, &whole)) return false;
  if (*at == '0' && before > 1) return false;
  double number = (double)(whole * (uint64_t)powers[behind] + rest) / powers[behind];
  *value = negative ? -number : number;
  return true;
}

#endif
