#include "core/values/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/values/parse.h"
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

/* snprintf obeys the locale's decimal point, which a script can change. */
static void use_point(char *text) {
  for (; *text; text++)
    if (*text == ',') *text = '.';
}

void sl_print_number(double value, SlBuf *out) {
  if (isnan(value)) {
    sl_buf_add_text(out, "nan");
    return;
  }
  if (isinf(value)) {
    sl_buf_add_text(out, value < 0 ? "-inf" : "inf");
    return;
  }
  if (value == floor(value) && fabs(value) < 1e15) {
    if (value == 0 && signbit(value)) sl_buf_add_char(out, '-');
    sl_print_integer((int64_t)value, out);
    sl_buf_add_text(out, ".0");
    return;
  }
  char text[32];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    use_point(text);
    double back;
    if (sl_parse_number(sl_str(text), false, '.', &back) && back == value) break;
  }
  sl_buf_add_text(out, text);
  /* 1e15 and above print without a point; an exponent says that it is a number, bare digits would not. */
  if (!strpbrk(text, ".e")) sl_buf_add_text(out, ".0");
}

void sl_print_value(const SlColumn *column, int64_t row, SlBuf *out) {
  switch (column->type) {
    case SL_INTEGER: sl_print_integer(sl_column_integer(column, row), out); break;
    case SL_NUMBER: sl_print_number(sl_column_number(column, row), out); break;
    case SL_TEXT: sl_buf_add_str(out, sl_column_text(column, row)); break;
    case SL_BOOLEAN: sl_buf_add_text(out, sl_column_integer(column, row) ? "true" : "false"); break;
    case SL_DATE: sl_date_print(sl_column_integer(column, row), out); break;
    case SL_QUARTER: sl_quarter_print(sl_column_integer(column, row), out); break;
    case SL_YEAR_ENDING: sl_year_ending_print(sl_column_integer(column, row), out); break;
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
