/* calendar.h - reckoning with days: weekdays, ISO weeks, so many months later.
 *
 * Days are numbered as period.h does, and lie in the years 1 to 9999: what is given has to, and what is reckoned is asked.
 *
 *     week of ISO 8601: from Monday to Sunday, and of the year that its Thursday lies in
 *
 *         Mon 2018-12-31 ... Thu 2019-01-03 ... Sun 2019-01-06      week 1 of 2019, 2018-12-31 too
 */
#ifndef SL_VALUES_CALENDAR_H
#define SL_VALUES_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

enum { SL_FIRST_DAY = -719162 /* 0001-01-01 */, SL_LAST_DAY = 2932896 /* 9999-12-31 */ };

static inline bool sl_day_in_range(int64_t day_number) { return day_number >= SL_FIRST_DAY && day_number <= SL_LAST_DAY; }

int sl_weekday(int64_t day_number);  /* 1 Monday .. 7 Sunday */
int sl_iso_week(int64_t day_number); /* 1 .. 53 */
int sl_iso_year(int64_t day_number); /* the year that its week is counted in */

/* The same day of the month so many months later (before, if negative), or that month's last day where it has none: 31 January and a
 * month is 28 or 29 February. False when that is not in the years 1 to 9999. */
bool sl_add_months(int64_t day_number, int64_t months, int64_t *out);

#endif
