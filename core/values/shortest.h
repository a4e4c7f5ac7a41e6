/* shortest.h - the shortest decimal that reads back as the same double; whole-number arithmetic, so no locale.
 *
 *     0.1                   digits 1                    exponent -1      1 * 10^-1
 *     6.9                   digits 69                   exponent -1
 *     1234500               digits 12345                exponent 2
 *     1.0 / 3               digits 3333333333333333     exponent -16
 *     5e-324                digits 5                    exponent -324    the smallest double there is
 *
 * Invariants
 *   1. digits * 10^exponent, rounded to the nearest double, ties to even, is the value.
 *   2. No decimal of fewer digits is, and of those with as many none is nearer to the value.
 *   3. digits has 17 digits at most and does not end with 0; zero alone has digits 0.
 *
 * Everything that writes a double for people or programs writes these digits: print.h as a program reads them, decimal.h
 * rounded as a person rounds them.
 */
#ifndef SL_VALUES_SHORTEST_H
#define SL_VALUES_SHORTEST_H

#include <stdint.h>

typedef struct SlShortest {
  uint64_t digits;
  int exponent; /* of ten */
} SlShortest;

/* Of a value that is finite and not negative. */
SlShortest sl_shortest(double value);

#endif
