#include "core/values/datetime.h"

#include <string.h>

enum { DATE_BYTES = 10 /* of the forms but the long one */, SHORTEST = 15 /* 2023-01-02 9:30, 1 Jan 2023 9:30 */ };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Two digits below `end`, or one where that is enough; moves on. */
static bool read_part(const char **at, const char *end, bool one_will_do, int below, int *value) {
  int digits = 0;
  for (*value = 0; *at < end && is_digit(**at) && digits < 2; digits++) *value = *value * 10 + (*(*at)++ - '0');
  return digits >= (one_will_do ? 1 : 2) && *value < below;
}

static bool read_char(const char **at, const char *end, char wanted) {
  if (*at == end || **at != wanted) return false;
  (*at)++;
  return true;
}

/* Behind the point: to the microsecond, and zeros. */
static bool read_fraction(const char **at, const char *end, int *microseconds) {
  enum { MOST_DIGITS = 9, KEPT = 6 };
  int digits = 0;
  for (*microseconds = 0; *at < end && is_digit(**at); (*at)++, digits++) {
    if (digits < KEPT)
      *microseconds = *microseconds * 10 + (**at - '0');
    else if (**at != '0')
      return false;
  }
  for (int i = digits; i < KEPT; i++) *microseconds *= 10;
  return digits > 0 && digits <= MOST_DIGITS;
}

bool sl_time_of_day_parse(SlStr text, int64_t *microseconds) {
  const char *at = text.bytes, *end = text.bytes + text.length;
  int hour, minute, second = 0, fraction = 0;
  if (!read_part(&at, end, true, 24, &hour) || !read_char(&at, end, ':') || !read_part(&at, end, false, 60, &minute)) return false;
  if (at < end && (!read_char(&at, end, ':') || !read_part(&at, end, false, 60, &second))) return false;
  if (at < end && (!read_char(&at, end, '.') || !read_fraction(&at, end, &fraction))) return false;
  if (at < end) return false;
  *microseconds = (hour * 3600 + minute * 60 + second) * SL_SECOND_MICROSECONDS + fraction;
  return true;
}

/* Where the time begins, behind what parts it from the day; 0: nowhere. */
static size_t time_place(SlStr text, SlDateOrder order) {
  if (text.length < SHORTEST) return 0;
  if (order == SL_DATE_LONG) {
    const char *gap = memrchr(text.bytes, ' ', text.length);
    return gap ? (size_t)(gap - text.bytes) + 1 : 0;
  }
  char gap = text.bytes[DATE_BYTES];
  return gap == ' ' || (gap == 'T' && order == SL_DATE_ISO) ? DATE_BYTES + 1 : 0;
}

bool sl_datetime_parse(SlStr text, SlDateOrder order, int64_t *datetime) {
  size_t place = time_place(text, order);
  int64_t day, time;
  if (place == 0 || !sl_time_of_day_parse((SlStr){text.bytes + place, text.length - place}, &time) ||
      !sl_date_parse((SlStr){text.bytes, place - 1}, order, &day))
    return false;
  *datetime = day * SL_DAY_MICROSECONDS + time;
  return true;
}

bool sl_datetime_parse_any(SlStr text, int64_t *datetime) {
  for (int order = 0; order < SL_DATE_ORDERS; order++)
    if (sl_datetime_parse(text, (SlDateOrder)order, datetime)) return true;
  return false;
}

bool sl_datetime_parse_literal(SlStr text, int64_t *datetime) {
  int64_t day;
  if (!sl_date_parse(text, SL_DATE_ISO, &day)) return sl_datetime_parse(text, SL_DATE_ISO, datetime);
  *datetime = day * SL_DAY_MICROSECONDS;
  return true;
}

bool sl_datetime_has_zone(SlStr text, SlDateOrder order) {
  int64_t ignored;
  size_t end = text.length;
  if (end > 0 && text.bytes[end - 1] == 'Z') return sl_datetime_parse((SlStr){text.bytes, end - 1}, order, &ignored);
  while (end > 0 && (is_digit(text.bytes[end - 1]) || text.bytes[end - 1] == ':')) end--;
  bool sign = end > 0 && end < text.length && (text.bytes[end - 1] == '+' || text.bytes[end - 1] == '-');
  if (!sign) return false;
  end--;
  while (end > 0 && text.bytes[end - 1] == ' ') end--;
  return sl_datetime_parse((SlStr){text.bytes, end}, order, &ignored);
}

void sl_datetime_print(int64_t datetime, SlBuf *out) {
  enum { SECONDS = SL_DATE_BYTES + 9 /* 2023-01-02 10:30:05 */, LONGEST = SECONDS + 7 };
  char text[LONGEST];
  int64_t time = sl_time_of_datetime(datetime);
  int seconds = (int)(time / SL_SECOND_MICROSECONDS), fraction = (int)(time % SL_SECOND_MICROSECONDS);
  sl_date_write(sl_day_of_datetime(datetime), text);
  text[10] = ' ', text[13] = text[16] = ':', text[SECONDS] = '.';
  sl_write_digits(seconds / 3600, 2, text + 11);
  sl_write_digits(seconds / 60 % 60, 2, text + 14);
  sl_write_digits(seconds % 60, 2, text + 17);
  sl_write_digits(fraction, 6, text + SECONDS + 1);
  sl_buf_add(out, text, fraction == 0 ? SECONDS : fraction % 1000 == 0 ? SECONDS + 4 : LONGEST);
}
