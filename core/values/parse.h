/* parse.h - text to values, exactly: the whole text or nothing, no locale, no white space, no guessing.
 *
 * What reads as a number in a data file:
 *     integer   -?digits, or digits grouped in threes by commas when `grouped`; at most 18 digits
 *     number    -?digits[.digits][e[+-]digits], also .5 and 5.; grouping as above before the point. inf and nan are text.
 * A cell longer than one character that starts with 0 and has no decimal point is a code, not an integer: "007", "00".
 * A leading + is text: phone numbers and category labels begin so.
 */
#ifndef SL_VALUES_PARSE_H
#define SL_VALUES_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

bool sl_parse_integer(SlStr text, bool grouped, int64_t *value);

/* Where an integer is promised, not guessed: all of 64 bits. */
bool sl_parse_declared_integer(SlStr text, bool grouped, int64_t *value);

/* Correctly rounded (nearest, ties to even). `decimal` is '.' or ','; with ',' groups are separated by '.'.
 * Integers of more than 18 digits are not numbers. Overflow to infinity is not a number; underflow gives 0. */
bool sl_parse_number(SlStr text, bool grouped, char decimal, double *value);

/* "true" "false" in any case (declared booleans only: none is guessed). */
bool sl_parse_boolean(SlStr text, bool *value);

#endif
