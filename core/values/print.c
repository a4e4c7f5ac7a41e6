#include "core/values/print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/values/datetime.h"
#include "core/values/decimal.h"
#include "core/values/period.h"

void sl_print_integer(int64_t value, SlBuf *out) {
  char digits[20];
  int at = sizeof digits;
  uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do {
    digits[--at] = (char)('0' + magnitude % 10);
    magnitude /= 10;
  } while (magnitude);
  if (value < 0) digits[--at] = '-';
  sl_buf_add(out, digits + at, sizeof digits - (size_t)at);
}

/* What "%.15g" prints, or with 16 or 17 where the value has as many: without an exponent while the point stands among the
 * digits or up to four zeros before them. */
void sl_print_number(double value, SlBuf *out) {
  if (!isfinite(value)) {
    sl_buf_add_text(out, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    return;
  }
  if (signbit(value)) sl_buf_add_char(out, '-');
  enum { WRITTEN_OUT = 15, ZEROS = 4 };
  SlDecimal decimal = sl_decimal_of_number(fabs(value));
  int most = decimal.count > WRITTEN_OUT ? decimal.count : WRITTEN_OUT;
  if (decimal.count == 0 || (decimal.point <= most && decimal.point > -ZEROS)) {
    sl_decimal_print(&decimal, 1, (SlStr){0}, out);
    return;
  }
  int exponent = decimal.point - 1, size = abs(exponent);
  sl_buf_add(out, decimal.digits, 1);
  if (decimal.count > 1) sl_buf_add_char(out, '.');
  sl_buf_add(out, decimal.digits + 1, (size_t)decimal.count - 1);
  sl_buf_add_text(out, exponent < 0 ? "e-" : "e+");
  if (size < 10) sl_buf_add_char(out, '0');
  sl_print_integer(size, out);
}

const char *sl_number_text(double value, char text[SL_NUMBER_BYTES]) {
  SlBuf out = {.bytes = text, .capacity = SL_NUMBER_BYTES};
  sl_print_number(value, &out);
  if (out.length > 2 && memcmp(text + out.length - 2, ".0", 2) == 0) out.length -= 2;
  text[out.length] = '\0';
  return text;
}

void sl_print_value(const SlColumn *column, int64_t row, SlBuf *out) {
  switch (column->type) {
    case SL_INTEGER: sl_print_integer(sl_column_integer(column, row), out); break;
    case SL_NUMBER: sl_print_number(sl_column_number(column, row), out); break;
    case SL_TEXT: sl_buf_add_str(out, sl_column_text(column, row)); break;
    case SL_BOOLEAN: sl_buf_add_text(out, sl_column_integer(column, row) ? "true" : "false"); break;
    case SL_DATE: sl_date_print(sl_column_integer(column, row), out); break;
    case SL_DATETIME: sl_datetime_print(sl_column_integer(column, row), out); break;
    case SL_MONTH: case SL_QUARTER: case SL_FINANCIAL_YEAR: case SL_YEAR_ENDING: case SL_YEAR:
      sl_period_print(column->type, sl_column_integer(column, row), out);
      break;
  }
}

void sl_print_cell(const SlColumn *column, int64_t row, SlBuf *out) {
  if (sl_column_is_null(column, row)) {
    sl_buf_add_text(out, sl_reason_marker(sl_column_reason(column, row)));
    return;
  }
  sl_print_value(column, row, out);
  sl_flags_print(sl_column_flags(column, row), out);
}
