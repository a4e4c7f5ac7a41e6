/* datetime.h - a day and a time of day, to the microsecond, where the clock on the wall stood: there is no time zone.
 *
 *     number     microseconds since 1970-01-01 00:00:00, of the years 1 to 9999; negative before
 *     read       2023-01-02 10:30    2023-01-02T10:30:05.123456    02/01/2023 9:30:05    2 January 2023 10:30
 *     written    2023-01-02 10:30:00    2023-01-02 10:30:05.120    2023-01-02 10:30:05.123456
 *
 * The day is read in one of the forms of dates (period.h), the time behind a blank (behind an ISO date also a T) as hours, minutes and, if
 * need be, seconds with up to nine digits behind a point, of which those past the sixth are zeros. A zone behind it (Z, +01:00) is not
 * read: which local time it means depends on what is not said. What is written has three digits of a second, or six, or none.
 */
#ifndef SL_VALUES_DATETIME_H
#define SL_VALUES_DATETIME_H

#include "core/values/calendar.h"
#include "core/values/period.h"

#define SL_SECOND_MICROSECONDS INT64_C(1000000)
#define SL_DAY_MICROSECONDS (86400 * SL_SECOND_MICROSECONDS)

static inline int64_t sl_day_of_datetime(int64_t datetime) {
  return datetime / SL_DAY_MICROSECONDS - (datetime % SL_DAY_MICROSECONDS < 0);
}
static inline int64_t sl_time_of_datetime(int64_t datetime) { /* microseconds since midnight */
  return datetime - sl_day_of_datetime(datetime) * SL_DAY_MICROSECONDS;
}

bool sl_time_of_day_parse(SlStr text, int64_t *microseconds); /* "10:30", "9:30:05.5" */
bool sl_datetime_parse(SlStr text, SlDateOrder order, int64_t *datetime);
bool sl_datetime_parse_any(SlStr text, int64_t *datetime); /* in whichever order */
/* As a text says it that stands beside datetimes: ISO, and a date alone is its first moment. */
bool sl_datetime_parse_literal(SlStr text, int64_t *datetime);
bool sl_datetime_has_zone(SlStr text, SlDateOrder order); /* it would be one, but for a zone behind it */
void sl_datetime_print(int64_t datetime, SlBuf *out);

#endif
