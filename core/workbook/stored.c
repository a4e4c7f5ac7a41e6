#include "core/workbook/parts.h"

#include <math.h>
#include <string.h>

#include "core/values/datetime.h"
#include "core/values/parse.h"

bool sl_stored_number(SlStr text, double *value) {
  int64_t whole = 0;
  size_t at = text.length > 0 && text.bytes[0] == '-', digits = at;
  if (text.length - at >= 1 && text.length - at <= 15) { /* of most cells */
    for (; digits < text.length && text.bytes[digits] >= '0' && text.bytes[digits] <= '9'; digits++) whole = whole * 10 + text.bytes[digits] - '0';
    if (digits == text.length) {
      *value = at ? -(double)whole : (double)whole;
      return true;
    }
  }
  char lower[64]; /* 1.5E-2, +3, 0003.5, twenty digits: what programs write besides what a data file has */
  size_t length = 0;
  bool negative = false, point = false;
  if (text.length > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+')) {
    negative = text.bytes[0] == '-';
    text.bytes++, text.length--;
  }
  while (text.length > 1 && text.bytes[0] == '0' && text.bytes[1] >= '0' && text.bytes[1] <= '9') text.bytes++, text.length--;
  if (text.length == 0 || text.length > sizeof lower - 2) return false;
  for (size_t i = 0; i < text.length; i++) {
    char c = sl_lower(text.bytes[i]);
    if (c == 'e' && !point) lower[length++] = '.', point = true;
    point |= c == '.';
    lower[length++] = c;
  }
  if (!point) lower[length++] = '.';
  if (!sl_parse_number((SlStr){lower, length}, false, '.', value)) return false;
  if (negative) *value = -*value;
  return true;
}

bool sl_stored_date(SlStr text, SlSheetCell *cell) {
  int64_t moment;
  if (sl_date_parse(text, SL_DATE_ISO, &moment)) {
    cell->type = SL_SHEET_DATE;
    cell->moment = moment;
    return true;
  }
  if (text.length > 0 && text.bytes[text.length - 1] == 'Z') text.length--;
  const char *point = memchr(text.bytes, '.', text.length);
  if (point && (size_t)(text.bytes + text.length - point) > 7) text.length = (size_t)(point - text.bytes) + 7;
  if (!sl_datetime_parse(text, SL_DATE_ISO, &moment)) return false;
  if (sl_time_of_datetime(moment) == 0 && text.length <= 19) { /* a date, as some programs write it */
    cell->type = SL_SHEET_DATE;
    cell->moment = sl_day_of_datetime(moment);
    return true;
  }
  cell->type = SL_SHEET_DATETIME;
  cell->moment = moment;
  return true;
}

bool sl_stored_duration(SlStr text, SlSheetCell *cell) {
  if (text.length < 3 || text.bytes[0] != 'P' || text.bytes[1] != 'T') return false;
  int64_t total = 0;
  for (size_t at = 2; at < text.length;) {
    size_t from = at;
    while (at < text.length && ((text.bytes[at] >= '0' && text.bytes[at] <= '9') || text.bytes[at] == '.')) at++;
    double value;
    if (at == text.length || !sl_stored_number((SlStr){text.bytes + from, at - from}, &value) || value > 1e6) return false;
    char unit = text.bytes[at++];
    double seconds = unit == 'H' ? 3600 : unit == 'M' ? 60 : unit == 'S' ? 1 : 0;
    if (seconds == 0) return false;
    total += llround(value * seconds * 1e6);
  }
  cell->type = SL_SHEET_TIME;
  cell->moment = total;
  return true;
}

bool sl_stored_serial(double serial, bool is_1904, bool is_time, uint32_t no_day, SlSheetCell *cell) {
  enum { DAY_0_OF_1900 = -25568, DAY_0_OF_1904 = -24107, NO_SUCH_DAY = 60 }; /* 1899-12-31, 1904-01-01 */
  if (!(serial >= 0 && serial < 2958466 + 1462)) return false; /* until 9999 */
  double day = floor(serial);
  int64_t time = llround((serial - day) * 86400e3) * 1000; /* what stands past the milliseconds is of the double */
  if (time >= SL_DAY_MICROSECONDS) day += 1, time = 0;
  if (is_time && day == 0) {
    cell->type = SL_SHEET_TIME;
    cell->moment = time;
    return true;
  }
  int64_t number = (int64_t)day + (is_1904 ? DAY_0_OF_1904 : DAY_0_OF_1900);
  if (!is_1904 && day > NO_SUCH_DAY) number--;
  if (number > SL_LAST_DAY) return false;
  if (!is_1904 && day == NO_SUCH_DAY) {
    cell->type = SL_SHEET_ERROR;
    cell->text = no_day;
    cell->mark = 0;
    return true;
  }
  cell->type = time ? SL_SHEET_DATETIME : SL_SHEET_DATE;
  cell->moment = time ? number * SL_DAY_MICROSECONDS + time : number;
  return true;
}
