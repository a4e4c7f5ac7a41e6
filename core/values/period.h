/* period.h - days and periods of the proleptic Gregorian calendar, as numbers and as they are written.
 *
 *     type             number                               neighbour   covers      written                   where there is no room
 *     month            year * 12 + month - 1                1           1 month     March 2019                Mar 2019
 *     quarter          year * 4 + quarter - 1               1           3 months    January to March 2019     Jan to Mar 2019
 *     financial-year   the year in whose April it begins    1           12 months   April 2018 to March 2019  2018/19
 *     year-ending      year * 12 + last month - 1           12          12 months   Year ending March 2019    Mar 2019
 *     year             the calendar year                    1           12 months   2019                      2019
 *
 * A day is the number of days since 1970-01-01. Years run from 1 to 9999. A financial year is the UK's, from 1 April.
 * Periods are written as the Government Analysis Function asks for in published tables: in words, with "to" and no dash or
 * slash, months instead of Q1, years with four digits (docs/periods.md has the sources). How they are read: period_read.h.
 */
#ifndef SL_VALUES_PERIOD_H
#define SL_VALUES_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"
#include "core/values/type.h"

typedef struct SlDay {
  int year, month, day; /* month 1..12, day 1..31 */
} SlDay;

int sl_days_in_month(int year, int month);
bool sl_day_valid(int year, int month, int day);
int64_t sl_day_number(int year, int month, int day); /* of a valid day */
SlDay sl_day_split(int64_t day_number);

/* How a date is written. A column has one order for all its cells. */
typedef enum SlDateOrder {
  SL_DATE_ISO,  /* 2019-03-25 */
  SL_DATE_DMY,  /* 25/03/2019 */
  SL_DATE_LONG, /* 25 March 2019, 25 Mar 2019: long_date.h */
  SL_DATE_ORDERS
} SlDateOrder;
bool sl_date_parse(SlStr text, SlDateOrder order, int64_t *day_number); /* the whole text, exactly */
bool sl_date_parse_any(SlStr text, int64_t *day_number);                /* in whichever of them */
enum { SL_DATE_BYTES = 10 };
void sl_date_write(int64_t day_number, char out[SL_DATE_BYTES]);         /* ISO, without an end */
void sl_write_digits(int value, int digits, char *out);                  /* so many, with zeros in front */
void sl_date_print(int64_t day_number, SlBuf *out);                      /* ISO */

/* --- periods; of any type of which sl_type_is_period() is true ---------------------------------------------------- */

void sl_period_print(SlType type, int64_t period, SlBuf *out);
void sl_period_print_short(SlType type, int64_t period, SlBuf *out); /* for an axis */
int sl_period_months(SlType type);              /* how many it covers: 1, 3 or 12 */
int sl_period_step(SlType type);                /* from a period to its neighbour, of which it shares no day */
int64_t sl_period_first_month(SlType type, int64_t period); /* year * 12 + month - 1 */
/* The period that begins with that month; false when none of the type does. */
bool sl_period_of_month(SlType type, int64_t first_month, int64_t *period);
int64_t sl_period_first_day(SlType type, int64_t period);
int64_t sl_period_last_day(SlType type, int64_t period);

const char *sl_month_name(int month); /* of 1 .. 12: "March" */
bool sl_month_find(SlStr word, int *month); /* of a name in full, its first three letters, or Sept; letters small or large */
int64_t sl_quarter_of_day(int64_t day_number);
int64_t sl_year_ending_of_day(int64_t day_number, int last_month); /* the year ending in last_month that holds the day */

/* 2017/18 for any day from 2017-04-01 to 2018-03-31; first_year is 2017. */
int sl_financial_year_of_day(int64_t day_number);
void sl_financial_year_print(int first_year, SlBuf *out);

#endif
