/* print.h - values to text, so that it reads back equal; no locale.
 */
#ifndef SL_VALUES_PRINT_H
#define SL_VALUES_PRINT_H

#include <stdint.h>

#include "core/base/str.h"
#include "core/values/column.h"

void sl_print_integer(int64_t value, SlBuf *out);

/* The shortest decimal that reads back equal: 0.1, 1e+300, 6.9; whole numbers below 1e15 with ".0" so that their type
 * survives; nan, inf, -inf. */
void sl_print_number(double value, SlBuf *out);

/* The value of a present cell as plain text, without its flags. */
void sl_print_value(const SlColumn *column, int64_t row, SlBuf *out);

/* One cell as plain text. A missing cell prints its reason's marker, or nothing; a flag is printed behind the value:
 * "12[p]". Text is printed as it is. */
void sl_print_cell(const SlColumn *column, int64_t row, SlBuf *out);

#endif
