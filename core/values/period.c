#include "core/values/period.h"

#include <string.h>

#include "core/values/long_date.h"

enum { FIRST_YEAR = 1, LAST_YEAR = 9999, APRIL = 4, YEAR_MONTHS = 12 };

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int sl_days_in_month(int year, int month) {
  static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool sl_day_valid(int year, int month, int day) {
  return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= sl_days_in_month(year, month);
}

/* Counts in years that begin in March, so that the leap day is the last of its year. By Neri and Schneider, as sl_day_split(). */
int64_t sl_day_number(int year, int month, int day) {
  bool of_year_before = month <= 2;
  uint32_t march_year = (uint32_t)(year - of_year_before), march_month = (uint32_t)(month + (of_year_before ? 12 : 0));
  uint32_t century = march_year / 100;
  uint32_t days = 1461 * march_year / 4 - century + century / 4 + (979 * march_month - 2919) / 32 + (uint32_t)day - 1;
  return (int64_t)days - 719468; /* 1970-01-01 is day 719,468 of that count */
}

/* Of any day, in 64 bits. */
static SlDay split_far_day(int64_t day_number) {
  int64_t day = day_number + 719468;
  int64_t cycle = day / 146097, day_of_cycle = day % 146097;
  if (day_of_cycle < 0) {
    day_of_cycle += 146097;
    cycle--;
  }
  int64_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
  int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  int64_t march_month = (5 * day_of_year + 2) / 153;
  int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
  return (SlDay){.year = (int)(cycle * 400 + year_of_cycle + (month <= 2)),
                 .month = month,
                 .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1)};
}

/* Of a day of the years 0 to 9999: the same in 32 bits, by Neri and Schneider, "Euclidean affine functions and their
 * application to calendar algorithms" (2023), figure 12. The multipliers stand for divisions by 1461 quarter days a year and
 * 153 / 5 days a month. */
SlDay sl_day_split(int64_t day_number) {
  if (day_number < -719468 || day_number > 2932896) return split_far_day(day_number);
  uint32_t quarters = 4 * (uint32_t)(day_number + 719468) + 3;
  uint32_t century = quarters / 146097, day_of_century = quarters % 146097 / 4;
  uint64_t product = (uint64_t)2939745 * (4 * day_of_century + 3);
  uint32_t day_of_year = (uint32_t)product / 2939745 / 4;
  uint32_t month = 2141 * day_of_year + 197913;
  bool after_december = day_of_year >= 306;
  return (SlDay){.year = (int)(100 * century + (uint32_t)(product >> 32)) + after_december,
                 .month = (int)(month >> 16) - (after_december ? 12 : 0),
                 .day = (int)((month & 0xFFFF) / 2141) + 1};
}

/* Two digits; 0 when they are none. All parts of a date are read before any is asked for, so that no branch waits for another. */
static inline unsigned read_pair(const char *at, int *value) {
  unsigned tens = (unsigned char)at[0] - (unsigned)'0', ones = (unsigned char)at[1] - (unsigned)'0';
  *value = (int)(tens * 10 + ones);
  return (tens < 10) & (ones < 10);
}

/* The month stands between two gaps, wherever the others are. */
static inline bool read_day(const char *year_at, const char *month_at, const char *day_at, char gap, int64_t *day_number) {
  int century, of_century, month, day;
  unsigned gaps = (month_at[-1] == gap) & (month_at[2] == gap);
  unsigned whole = gaps & read_pair(year_at, &century) & read_pair(year_at + 2, &of_century) & read_pair(month_at, &month) &
                   read_pair(day_at, &day);
  int year = century * 100 + of_century;
  if (!whole || !sl_day_valid(year, month, day)) return false;
  *day_number = sl_day_number(year, month, day);
  return true;
}

bool sl_date_parse(SlStr text, SlDateOrder order, int64_t *day_number) {
  enum { BYTES = 10 };
  const char *at = text.bytes;
  if (order == SL_DATE_LONG) return sl_long_date_parse(text, day_number);
  if (text.length != BYTES) return false;
  return order == SL_DATE_ISO ? read_day(at, at + 5, at + 8, '-', day_number) : read_day(at + 6, at + 3, at, '/', day_number);
}

bool sl_date_parse_any(SlStr text, int64_t *day_number) {
  for (int order = 0; order < SL_DATE_ORDERS; order++)
    if (sl_date_parse(text, (SlDateOrder)order, day_number)) return true;
  return false;
}

void sl_write_digits(int value, int digits, char *out) {
  unsigned rest = (unsigned)value;
  for (int i = digits - 1; i >= 0; i--, rest /= 10) out[i] = (char)('0' + rest % 10);
}

void sl_date_write(int64_t day_number, char out[SL_DATE_BYTES]) {
  SlDay day = sl_day_split(day_number);
  sl_write_digits(day.year, 4, out);
  sl_write_digits(day.month, 2, out + 5);
  sl_write_digits(day.day, 2, out + 8);
  out[4] = out[7] = '-';
}

void sl_date_print(int64_t day_number, SlBuf *out) {
  char text[SL_DATE_BYTES];
  sl_date_write(day_number, text);
  sl_buf_add(out, text, SL_DATE_BYTES);
}

int64_t sl_quarter_of_day(int64_t day_number) {
  SlDay day = sl_day_split(day_number);
  return (int64_t)day.year * 4 + (day.month - 1) / 3;
}

int64_t sl_year_ending_of_day(int64_t day_number, int last_month) {
  SlDay day = sl_day_split(day_number);
  int64_t year = day.month <= last_month ? day.year : day.year + 1;
  return year * 12 + last_month - 1;
}

int sl_financial_year_of_day(int64_t day_number) {
  SlDay day = sl_day_split(day_number);
  return day.month >= APRIL ? day.year : day.year - 1;
}

void sl_financial_year_print(int first_year, SlBuf *out) { sl_buf_printf(out, "%04d/%02d", first_year, (first_year + 1) % 100); }

/* --- periods; of the year 1 or later, so that no month's number is negative ----------------------------------------- */

const char *sl_month_name(int month) {
  static const char *const names[12] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
  return names[month - 1];
}

/* Cells are many, and most words are no months: the first letters say so. */
bool sl_month_find(SlStr word, int *month) {
  static const char cuts[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (word.length < 3) return false;
  char cut[3] = {sl_lower(word.bytes[0]), sl_lower(word.bytes[1]), sl_lower(word.bytes[2])};
  for (int i = 0; i < 12; i++) {
    if (memcmp(cuts + 3 * i, cut, sizeof cut) != 0) continue;
    *month = i + 1;
    if (word.length == 3 || sl_str_equal_caseless(word, sl_str(sl_month_name(i + 1)))) return true;
    return sl_str_equal_caseless(word, sl_str("sept"));
  }
  return false;
}

int sl_period_months(SlType type) { return type == SL_MONTH ? 1 : type == SL_QUARTER ? 3 : YEAR_MONTHS; }
int sl_period_step(SlType type) { return type == SL_YEAR_ENDING ? YEAR_MONTHS : 1; }

int64_t sl_period_first_month(SlType type, int64_t period) {
  switch (type) {
    case SL_QUARTER: return period * 3;
    case SL_FINANCIAL_YEAR: return period * YEAR_MONTHS + APRIL - 1;
    case SL_YEAR_ENDING: return period - (YEAR_MONTHS - 1);
    case SL_YEAR: return period * YEAR_MONTHS;
    default: return period;
  }
}

bool sl_period_of_month(SlType type, int64_t first_month, int64_t *period) {
  int64_t within = first_month % YEAR_MONTHS;
  switch (type) {
    case SL_MONTH: *period = first_month; return true;
    case SL_QUARTER: *period = first_month / 3; return within % 3 == 0;
    case SL_FINANCIAL_YEAR: *period = first_month / YEAR_MONTHS; return within == APRIL - 1;
    case SL_YEAR_ENDING: *period = first_month + YEAR_MONTHS - 1; return true;
    case SL_YEAR: *period = first_month / YEAR_MONTHS; return within == 0;
    default: return false;
  }
}

/* The number of a month's first day. */
static int64_t month_begins(int64_t month) {
  return sl_day_number((int)(month / YEAR_MONTHS), (int)(month % YEAR_MONTHS) + 1, 1);
}

int64_t sl_period_first_day(SlType type, int64_t period) { return month_begins(sl_period_first_month(type, period)); }

int64_t sl_period_last_day(SlType type, int64_t period) {
  return month_begins(sl_period_first_month(type, period) + sl_period_months(type)) - 1;
}

typedef struct MonthOfYear {
  int year, month;
} MonthOfYear;

static MonthOfYear split_month(int64_t month) {
  return (MonthOfYear){(int)(month / YEAR_MONTHS), (int)(month % YEAR_MONTHS) + 1};
}

/* Names of months are cut to `letters`; -1: not at all. */
static void print_months(SlType type, int64_t period, int letters, SlBuf *out) {
  int64_t first_month = sl_period_first_month(type, period);
  MonthOfYear first = split_month(first_month), last = split_month(first_month + sl_period_months(type) - 1);
  if (type == SL_QUARTER) sl_buf_printf(out, "%.*s to ", letters, sl_month_name(first.month));
  if (type == SL_FINANCIAL_YEAR) sl_buf_printf(out, "%.*s %04d to ", letters, sl_month_name(first.month), first.year);
  sl_buf_printf(out, "%.*s %04d", letters, sl_month_name(last.month), last.year);
}

void sl_period_print(SlType type, int64_t period, SlBuf *out) {
  if (type == SL_YEAR_ENDING) sl_buf_add_text(out, "Year ending ");
  if (type == SL_YEAR)
    sl_buf_printf(out, "%04d", (int)period);
  else
    print_months(type, period, -1, out);
}

void sl_period_print_short(SlType type, int64_t period, SlBuf *out) {
  enum { LETTERS = 3 };
  if (type == SL_YEAR)
    sl_buf_printf(out, "%04d", (int)period);
  else if (type == SL_FINANCIAL_YEAR)
    sl_financial_year_print((int)period, out);
  else
    print_months(type, period, LETTERS, out);
}
