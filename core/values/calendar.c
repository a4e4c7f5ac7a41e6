#include "core/values/calendar.h"

#include "core/values/period.h"

int sl_weekday(int64_t day_number) {
  int64_t since_monday = (day_number + 3) % 7; /* 1970-01-01 was a Thursday */
  return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

static int64_t thursday_of_week(int64_t day_number) { return day_number - sl_weekday(day_number) + 4; }

int sl_iso_week(int64_t day_number) {
  int64_t thursday = thursday_of_week(day_number);
  return (int)(thursday - sl_day_number(sl_day_split(thursday).year, 1, 1)) / 7 + 1;
}

int sl_iso_year(int64_t day_number) { return sl_day_split(thursday_of_week(day_number)).year; }

bool sl_add_months(int64_t day_number, int64_t months, int64_t *out) {
  enum { FIRST_MONTH = 12, LAST_MONTH = 12 * 10000 - 1 }; /* year * 12 + month - 1 */
  if (months < -LAST_MONTH || months > LAST_MONTH) return false;
  SlDay day = sl_day_split(day_number);
  int64_t month = (int64_t)day.year * 12 + day.month - 1 + months;
  if (month < FIRST_MONTH || month > LAST_MONTH) return false;
  int year = (int)(month / 12), of_year = (int)(month % 12) + 1, of_month = day.day;
  while (!sl_day_valid(year, of_year, of_month)) of_month--;
  *out = sl_day_number(year, of_year, of_month);
  return true;
}
