/* decimal.h - rounding as a person does it: half up (away from zero) on the decimal form that prints.
 *
 * 2.675 is held in binary as 2.67499..., yet it prints as 2.675 and a reader expects 2.68. The shortest decimal form that
 * reads back equal is rounded, so round(2.675, 2) = 2.68 and round(-0.5, 0) = -1.
 */
#ifndef SL_STATS_DECIMAL_H
#define SL_STATS_DECIMAL_H

#include "core/base/str.h"

/* decimals may be negative: round(1234, -2) = 1200. NaN and infinities stay. */
double sl_round_decimal(double value, int decimals);

/* The rounded value with exactly `decimals` digits (>= 0), "6.9", "-0.5"; a result of zero has no sign. `group` puts
 * commas between thousands. */
void sl_print_fixed(double value, int decimals, bool group, SlBuf *out);

#endif
