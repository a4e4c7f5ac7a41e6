/* print.h - values as a program reads them: text that reads back equal, the same in every locale.
 *
 *     integer 12    number 12.0    text as it stands    boolean true    date 2023-04-01    quarter 2023 Q2    missing: its marker
 *     datetime 2023-04-01 10:30:00
 *
 * Reading and printing are inverse: parse.h gives back the value and, for numbers, the type. What a person is to read is
 * rounded and grouped by decimal.h instead. Appending never fails at once: an SlBuf remembers it.
 */
#ifndef SL_VALUES_PRINT_H
#define SL_VALUES_PRINT_H

#include <stdint.h>

#include "core/base/str.h"
#include "core/values/column.h"

void sl_print_integer(int64_t value, SlBuf *out);

/* The shortest decimal that reads back equal (shortest.h): 0.1, 6.9, 1e+300, 2.5e-07; whole numbers below 1e15 with ".0" so
 * that their type survives; nan, inf, -inf. */
void sl_print_number(double value, SlBuf *out);

/* The same for a message, in room of the caller's; whole numbers as "3". */
enum { SL_NUMBER_BYTES = 32 };
const char *sl_number_text(double value, char text[SL_NUMBER_BYTES]);

/* The value of a present cell as plain text, without its flags. */
void sl_print_value(const SlColumn *column, int64_t row, SlBuf *out);

/* One cell as plain text. A missing cell prints its reason's marker, or nothing; a flag is printed behind the value:
 * "12[p]". Text is printed as it is. */
void sl_print_cell(const SlColumn *column, int64_t row, SlBuf *out);

#endif
