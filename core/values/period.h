/* period.h - days, quarters, year-ending months and financial years of the proleptic Gregorian calendar.
 *
 * Numbers are those of type.h: days since 1970-01-01; year * 4 + quarter - 1; year * 12 + last month - 1.
 * Years run from 1 to 9999. A financial year is the UK's, from 1 April: 2017/18 is the year ending March 2018.
 */
#ifndef SL_VALUES_PERIOD_H
#define SL_VALUES_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

typedef struct SlDay {
  int year, month, day; /* month 1..12, day 1..31 */
} SlDay;

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
void sl_date_print(int64_t day_number, SlBuf *out);                      /* ISO */

/* "2019 Q1", "2019-Q1", "2019Q1", "Q1 2019" */
bool sl_quarter_parse(SlStr text, int64_t *quarter);
void sl_quarter_print(int64_t quarter, SlBuf *out); /* 2019 Q1 */
int64_t sl_quarter_of_day(int64_t day_number);

/* "year ending March 2019", "year ending 2019-03", "2018/19" and "2018-19" (ending March) */
bool sl_year_ending_parse(SlStr text, int64_t *year_ending);
void sl_year_ending_print(int64_t year_ending, SlBuf *out); /* year ending 2019-03 */
int64_t sl_year_ending_of_day(int64_t day_number, int last_month); /* the year ending in last_month that holds the day */

/* 2017/18 for any day from 2017-04-01 to 2018-03-31; first_year is 2017. */
int sl_financial_year_of_day(int64_t day_number);
void sl_financial_year_print(int first_year, SlBuf *out);

#endif
