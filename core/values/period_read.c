#include "core/values/period_read.h"

#include "core/values/period.h"
#include "core/values/period_tokens.h"

enum { JANUARY = 1, MARCH = 3, DECEMBER = 12, YEAR_MONTHS = 12, QUARTER_MONTHS = 3, FIRST_YEAR = 1000 };

/* --- taking tokens: each of these moves on when it finds what it looks for, and stays where it is otherwise ------------ */

static bool take(const SlToken **at, SlTokenKind kind) {
  if ((*at)->kind != kind) return false;
  ++*at;
  return true;
}

static bool take_number(const SlToken **at, int fewest_digits, int most_digits, int *value) {
  const SlToken *token = *at;
  if (token->kind != SL_TOKEN_NUMBER || token->digits < fewest_digits || token->digits > most_digits) return false;
  *value = token->value;
  ++*at;
  return true;
}

static bool take_year(const SlToken **at, int *year) {
  const SlToken *start = *at;
  if (take_number(at, 4, 4, year) && *year >= FIRST_YEAR) return true;
  *at = start;
  return false;
}

static int year_of_two_digits(int digits) { return digits < 69 ? 2000 + digits : 1900 + digits; }

static bool take_month(const SlToken **at, int *month) {
  if ((*at)->kind != SL_TOKEN_MONTH) return false;
  *month = (*at)->value;
  ++*at;
  return true;
}

/* What may stand between the parts of a period without a meaning of its own. */
static void skip_separator(const SlToken **at) {
  SlTokenKind kind = (*at)->kind;
  if (kind == SL_TOKEN_DASH || kind == SL_TOKEN_SLASH || kind == SL_TOKEN_COMMA) ++*at;
}

static bool take_range_sign(const SlToken **at) { return take(at, SL_TOKEN_TO) || take(at, SL_TOKEN_DASH); }

static bool at_end(const SlToken *at) { return at->kind == SL_TOKEN_END; }

/* Two years: 2018/19, 2018-19, 2018/2019, 2018 to 2019, 04/05. */
static bool take_two_years(const SlToken **at, int *first, int *second) {
  const SlToken *start = *at;
  if (take_year(at, first) && (take(at, SL_TOKEN_SLASH) || take_range_sign(at))) {
    if (take_year(at, second)) return true;
    if (take_number(at, 2, 2, second)) {
      *second += *first / 100 * 100;
      if (*second < *first) *second += 100; /* 1999/00 */
      return true;
    }
  }
  *at = start;
  if (take_number(at, 2, 2, first) && take(at, SL_TOKEN_SLASH) && take_number(at, 2, 2, second)) {
    *second = *second == (*first + 1) % 100 ? year_of_two_digits(*first) + 1 : 0;
    *first = year_of_two_digits(*first);
    return true;
  }
  *at = start;
  return false;
}

/* A month with its year, as year * 12 + month - 1. Sep 19 is none: it may be a day. */
static bool take_month_of_year(const SlToken **at, int64_t *out) {
  const SlToken *start = *at;
  int month, year;
  if (take_month(at, &month)) {
    if (take(at, SL_TOKEN_APOSTROPHE)) {
      if (!take_number(at, 2, 2, &year)) goto none;
      year = year_of_two_digits(year);
    } else {
      bool dash = (*at)->kind == SL_TOKEN_DASH;
      skip_separator(at);
      bool joined = dash || (*at)->glued;
      if (joined && take_number(at, 2, 2, &year))
        year = year_of_two_digits(year);
      else if (!take_year(at, &year))
        goto none;
    }
  } else if (take_year(at, &year)) {
    bool dash = (*at)->kind == SL_TOKEN_DASH;
    skip_separator(at);
    if (!take_month(at, &month) && !(dash && take_number(at, 2, 2, &month) && month >= JANUARY && month <= DECEMBER)) goto none;
  } else if (!take_number(at, 1, 2, &month) || month < JANUARY || month > DECEMBER || !take(at, SL_TOKEN_SLASH) || !take_year(at, &year)) {
    goto none;
  }
  *out = (int64_t)year * YEAR_MONTHS + month - 1;
  return true;
none:
  *at = start;
  return false;
}

static bool take_day(const SlToken **at, SlDay *day) {
  const SlToken *start = *at;
  int number;
  if (take_year(at, &day->year)) { /* 2019-09-30 */
    if (take(at, SL_TOKEN_DASH) && take_number(at, 2, 2, &day->month) && take(at, SL_TOKEN_DASH) && take_number(at, 2, 2, &day->day)) goto found;
  } else if (take_number(at, 1, 2, &number)) {
    day->day = number;
    if (take(at, SL_TOKEN_SLASH)) { /* 30/09/2019 */
      if (take_number(at, 1, 2, &day->month) && take(at, SL_TOKEN_SLASH) && take_year(at, &day->year)) goto found;
    } else { /* 30th September 2019 */
      take(at, SL_TOKEN_ORDINAL);
      skip_separator(at);
      if (take_month(at, &day->month)) {
        skip_separator(at);
        if (take_year(at, &day->year)) goto found;
      }
    }
  } else if (take_month(at, &day->month) && take_number(at, 1, 2, &day->day)) { /* September 30, 2019 */
    take(at, SL_TOKEN_ORDINAL);
    if (take(at, SL_TOKEN_COMMA) && take_year(at, &day->year)) goto found;
  }
  *at = start;
  return false;
found:
  if (sl_day_valid(day->year, day->month, day->day)) return true;
  *at = start;
  return false;
}

/* --- what was found ----------------------------------------------------------------------------------------------------- */

static bool refuse(SlReading *reading, SlPeriodFault fault) {
  reading->fault = fault;
  return true;
}

static bool find(SlReading *reading, SlType type, int64_t value) {
  reading->fault = SL_PERIOD_GOOD;
  reading->periods[0] = (SlPeriod){type, value};
  return true;
}

static bool find_months(SlReading *reading, int64_t first_month, int64_t last_month) {
  static const SlType types[] = {SL_MONTH, SL_QUARTER, SL_FINANCIAL_YEAR, SL_YEAR, SL_YEAR_ENDING};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    int64_t value;
    if (last_month - first_month + 1 == sl_period_months(types[i]) && sl_period_of_month(types[i], first_month, &value))
      return find(reading, types[i], value);
  }
  return refuse(reading, SL_PERIOD_SPAN);
}

/* --- forms: true when the text is of that form, be it a period or not ----------------------------------------------------- */

/* Year ending March 2019, YE 31/03/2019, 12 months to March 2019, financial year ending 2019; quarter ending March 2019, 3 months to
 * March 2019. */
static bool try_ending(const SlToken *at, SlReading *reading) {
  bool financial = false;
  int months = YEAR_MONTHS;
  if (take(&at, SL_TOKEN_FYE)) {
    financial = true;
  } else if (!take(&at, SL_TOKEN_YE)) {
    financial = take(&at, SL_TOKEN_FINANCIAL);
    if (!take(&at, SL_TOKEN_YEAR)) {
      months = QUARTER_MONTHS;
      if (at->kind == SL_TOKEN_NUMBER) {
        months = at->value;
        at++;
        if ((months != YEAR_MONTHS && months != QUARTER_MONTHS) || !take(&at, SL_TOKEN_MONTHS)) return false;
      } else if (!take(&at, SL_TOKEN_QUARTER)) {
        return false;
      }
    }
    if (!take(&at, SL_TOKEN_ENDING) && !take(&at, SL_TOKEN_TO)) return false;
  }
  SlDay day;
  int64_t month;
  int year;
  if (take_day(&at, &day)) {
    if (day.day != sl_days_in_month(day.year, day.month)) return refuse(reading, SL_PERIOD_NOT_ITS_END);
    month = (int64_t)day.year * YEAR_MONTHS + day.month - 1;
  } else if (!take_month_of_year(&at, &month)) {
    if (!take_year(&at, &year) || !at_end(at)) return false;
    return financial ? find(reading, SL_FINANCIAL_YEAR, year - 1) : refuse(reading, SL_PERIOD_NO_MONTH);
  }
  if (!at_end(at)) return false;
  if (months == QUARTER_MONTHS) return find_months(reading, month - QUARTER_MONTHS + 1, month);
  if (financial && month % YEAR_MONTHS + 1 == MARCH) return find(reading, SL_FINANCIAL_YEAR, month / YEAR_MONTHS - 1);
  return find(reading, SL_YEAR_ENDING, month);
}

/* The year of a quarter: 2019, or the first of a financial year. */
static bool take_quarters_year(const SlToken **at, int *year, bool *financial, SlReading *reading) {
  const SlToken *start = *at;
  int second;
  take(at, SL_TOKEN_FY);
  if (take_two_years(at, year, &second)) {
    *financial = true;
    if (second != *year + 1) refuse(reading, SL_PERIOD_YEARS_APART);
    return true;
  }
  *at = start;
  *financial = false;
  return take_year(at, year);
}

/* (Jan to Mar); *first stays 0 without brackets. False when what stands in brackets is something else. */
static bool take_months_in_brackets(const SlToken **at, int *first) {
  int last;
  *first = 0;
  if (!take(at, SL_TOKEN_OPEN)) return true;
  return take_month(at, first) && take_range_sign(at) && take_month(at, &last) && last == *first + 2 && take(at, SL_TOKEN_CLOSE);
}

/* Q1 2019, 2019 Q1, Quarter 1 (Jan to Mar) 2019, 2018/19 Q1. */
static bool try_quarter(const SlToken *at, SlReading *reading) {
  int year = 0, number, months, short_year;
  bool financial = false;
  reading->fault = SL_PERIOD_GOOD;
  bool year_first = take_quarters_year(&at, &year, &financial, reading);
  if (year_first) skip_separator(&at);
  if (!take(&at, SL_TOKEN_QUARTER)) {
    if (year_first || !take_number(&at, 1, 1, &number) || !take(&at, SL_TOKEN_ORDINAL) || !take(&at, SL_TOKEN_QUARTER)) return false;
  } else if (!take_number(&at, 1, 1, &number)) {
    return false;
  }
  if (!take_months_in_brackets(&at, &months)) return refuse(reading, SL_PERIOD_QUARTER);
  if (!year_first) {
    skip_separator(&at);
    if (!take_quarters_year(&at, &year, &financial, reading)) {
      if (at_end(at)) return refuse(reading, SL_PERIOD_NO_YEAR);
      take(&at, SL_TOKEN_APOSTROPHE);
      return take_number(&at, 2, 2, &short_year) && at_end(at) && refuse(reading, SL_PERIOD_SHORT_YEAR);
    }
  }
  if (!at_end(at)) return false;
  if (reading->fault != SL_PERIOD_GOOD) return true;
  if (number < 1 || number > 4) return refuse(reading, SL_PERIOD_QUARTER);
  int64_t calendar = (int64_t)year * 4 + number - 1; /* as a quarter of the calendar year */
  if (months == 0) return find(reading, SL_QUARTER, calendar + financial);
  /* The months say which quarters are counted, those of calendar years or of financial ones. */
  bool counts_calendar = months == 3 * number - 2, counts_financial = months == (3 * number) % YEAR_MONTHS + 1;
  if (financial ? !counts_financial : !counts_calendar && !counts_financial) return refuse(reading, SL_PERIOD_QUARTER);
  if (financial) return find(reading, SL_QUARTER, calendar + 1);
  return find(reading, SL_QUARTER, (int64_t)year * 4 + (months - 1) / 3);
}

/* Jan to Mar 2019, April 2018 to March 2019, 2019 Jan-Mar. */
static bool try_months(const SlToken *at, SlReading *reading) {
  int first, last, first_year = 0, last_year = 0;
  bool year_first = take_year(&at, &last_year);
  if (!take_month(&at, &first)) return false;
  if (!year_first) take_year(&at, &first_year);
  if (!take_range_sign(&at) || !take_month(&at, &last)) return false;
  take(&at, SL_TOKEN_COMMA);
  if (!year_first && !take_year(&at, &last_year)) return at_end(at) && refuse(reading, SL_PERIOD_NO_YEAR);
  if (!at_end(at)) return false;
  if (first_year == 0) first_year = last_year;
  int64_t from = (int64_t)first_year * YEAR_MONTHS + first - 1, to = (int64_t)last_year * YEAR_MONTHS + last - 1;
  return find_months(reading, from, to);
}

/* 1 April 2018 to 31 March 2019, 1 January to 31 March 2019. */
static bool try_days(const SlToken *at, SlReading *reading) {
  SlDay first, last;
  bool has_year = take_day(&at, &first);
  if (!has_year) {
    if (!take_number(&at, 1, 2, &first.day)) return false;
    take(&at, SL_TOKEN_ORDINAL);
    if (!take_month(&at, &first.month)) return false;
  }
  if (!take_range_sign(&at) || !take_day(&at, &last) || !at_end(at)) return false;
  if (!has_year) first.year = last.year;
  if (first.day != 1 || last.day != sl_days_in_month(last.year, last.month)) return refuse(reading, SL_PERIOD_SPAN);
  int64_t from = (int64_t)first.year * YEAR_MONTHS + first.month - 1;
  return find_months(reading, from, (int64_t)last.year * YEAR_MONTHS + last.month - 1);
}

static bool try_week(const SlToken *at, SlReading *reading) {
  int year, week;
  if (take_year(&at, &year)) {
    skip_separator(&at);
    if (!take(&at, SL_TOKEN_WEEK) || !take_number(&at, 1, 2, &week)) return false;
  } else if (!take(&at, SL_TOKEN_WEEK) || !take_number(&at, 1, 2, &week)) {
    return false;
  } else {
    skip_separator(&at);
    if (!take_year(&at, &year)) return false;
  }
  if (!at_end(at) || week < 1 || week > 53) return false;
  /* The first week is that of 4 January; day 0, 1970-01-01, was a Thursday. */
  int64_t fourth = sl_day_number(year, 1, 4);
  int64_t weekday = ((fourth + 3) % 7 + 7) % 7;
  reading->periods[0] = (SlPeriod){SL_DATE, fourth - weekday + 7 * (week - 1)};
  return refuse(reading, SL_PERIOD_WEEK);
}

/* 2019, 2018/19, FY2018/19, 2018 to 2019, calendar year 2019. */
static bool try_year(const SlToken *at, SlReading *reading) {
  int first, second;
  bool named = false, financial = false;
  if (take(&at, SL_TOKEN_OTHER_YEAR)) return refuse(reading, SL_PERIOD_OTHER_YEAR);
  if (take(&at, SL_TOKEN_CALENDAR)) {
    if (!take(&at, SL_TOKEN_YEAR)) return false;
    named = true;
  } else if (take(&at, SL_TOKEN_FY)) {
    financial = true;
  } else if (take(&at, SL_TOKEN_FINANCIAL)) {
    if (!take(&at, SL_TOKEN_YEAR)) return false;
    financial = true;
  }
  if (!named && take_two_years(&at, &first, &second)) {
    if (!at_end(at)) return false;
    return second == first + 1 ? find(reading, SL_FINANCIAL_YEAR, first) : refuse(reading, SL_PERIOD_YEARS_APART);
  }
  if (financial) return take_number(&at, 2, 4, &first) && at_end(at) && refuse(reading, SL_PERIOD_FIRST_OR_LAST);
  return take_year(&at, &first) && at_end(at) && find(reading, SL_YEAR, first);
}

static bool try_month(const SlToken *at, SlReading *reading) {
  const SlToken *start = at;
  int64_t month;
  int number, digits;
  if (take_month_of_year(&at, &month) && at_end(at)) {
    find(reading, SL_MONTH, month);
    /* 2010-11. With a longer dash, or 2010/11, it is no month. */
    if (start[1].kind != SL_TOKEN_DASH || start[2].kind != SL_TOKEN_NUMBER || start[0].kind != SL_TOKEN_NUMBER) return true;
    int first, second;
    bool follow = take_two_years(&start, &first, &second) && second == first + 1;
    if (follow && start[-2].value == 0) return find(reading, SL_FINANCIAL_YEAR, first);
    if (!follow) return true;
    reading->periods[1] = (SlPeriod){SL_FINANCIAL_YEAR, first};
    return refuse(reading, SL_PERIOD_EITHER);
  }
  at = start;
  if (!take_month(&at, &number)) return false;
  if (at_end(at)) return refuse(reading, SL_PERIOD_NO_YEAR);
  return take_number(&at, 2, 2, &digits) && at_end(at) && refuse(reading, SL_PERIOD_SHORT_YEAR);
}

static bool try_day(const SlToken *at, SlReading *reading) {
  SlDay day;
  return take_day(&at, &day) && at_end(at) && find(reading, SL_DATE, sl_day_number(day.year, day.month, day.day));
}

/* --- reading -------------------------------------------------------------------------------------------------------------- */

/* The text without the flags behind it. */
static SlStr take_flags(SlStr text, unsigned *flags) {
  *flags = 0;
  for (;;) {
    text = sl_str_trim(text);
    if (text.length == 0 || text.bytes[text.length - 1] != ']') return text;
    size_t open = text.length - 1;
    while (open > 0 && text.bytes[open] != '[') open--;
    SlFlag flag;
    if (!sl_flag_find((SlStr){text.bytes + open, text.length - open}, &flag)) return text;
    *flags |= flag;
    text.length = open;
  }
}

bool sl_period_read(SlStr text, SlReading *reading) {
  static bool (*const forms[])(const SlToken *at, SlReading *reading) = {try_day,  try_month, try_ending, try_months,
                                                                         try_days, try_week,  try_year,   try_quarter};
  *reading = (SlReading){.fault = SL_PERIOD_NONE};
  SlToken tokens[SL_PERIOD_TOKENS];
  if (!sl_period_tokens(take_flags(text, &reading->flags), tokens)) return false;
  const SlToken *first = tokens;
  while (take(&first, SL_TOKEN_AT)) continue;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (forms[i](first, reading)) return reading->fault == SL_PERIOD_GOOD;
  reading->fault = SL_PERIOD_NONE;
  return false;
}

void sl_period_say_fault(const SlReading *reading, SlBuf *out) {
  switch (reading->fault) {
    case SL_PERIOD_EITHER:
      sl_buf_add_text(out, "is either ");
      sl_period_print(reading->periods[0].type, reading->periods[0].value, out);
      sl_buf_add_text(out, " or the financial year ");
      sl_period_print_short(reading->periods[1].type, reading->periods[1].value, out);
      sl_buf_add_text(out, ", and nothing says which; write it so");
      return;
    case SL_PERIOD_WEEK:
      sl_buf_add_text(out, "is a week, which is no type of period here; use its Monday, ");
      sl_date_print(reading->periods[0].value, out);
      return;
    case SL_PERIOD_SPAN:
      sl_buf_add_text(out, "is no month, quarter or year: quarters begin in January, April, July or October, and years have 12 months");
      return;
    case SL_PERIOD_YEARS_APART: sl_buf_add_text(out, "names two years that do not follow each other; a financial year is 2018/19"); return;
    case SL_PERIOD_SHORT_YEAR: sl_buf_add_text(out, "may be a day or a year; write years with four digits"); return;
    case SL_PERIOD_NO_YEAR: sl_buf_add_text(out, "has no year"); return;
    case SL_PERIOD_NO_MONTH: sl_buf_add_text(out, "does not say in which month the year ends: Year ending March 2019"); return;
    case SL_PERIOD_FIRST_OR_LAST:
      sl_buf_add_text(out, "may be the financial year that begins then or the one that ends then; write 2018/19");
      return;
    case SL_PERIOD_OTHER_YEAR:
      sl_buf_add_text(out, "is a year of another kind, and those begin in different months; say when it ends: Year ending August 2019");
      return;
    case SL_PERIOD_NOT_ITS_END: sl_buf_add_text(out, "does not end with a month; years here do"); return;
    case SL_PERIOD_QUARTER: sl_buf_add_text(out, "is no quarter: they are 1 to 4, and Q1 is January to March, or April to June of 2018/19"); return;
    case SL_PERIOD_GOOD: case SL_PERIOD_NONE: break;
  }
  sl_buf_add_text(out, "is no year, quarter, month or date");
}

/* --- as a type ------------------------------------------------------------------------------------------------------------ */

static bool is_twelve_months(SlType type) { return type == SL_FINANCIAL_YEAR || type == SL_YEAR_ENDING; }

/* Years that were called by their last month, and financial years, are one another's; a year ending in December is a year. */
static bool period_as(SlPeriod period, SlType type, int64_t *value) {
  *value = period.value;
  if (period.type == type) return true;
  bool alike = (is_twelve_months(period.type) && is_twelve_months(type)) || (period.type == SL_YEAR_ENDING && type == SL_YEAR);
  return alike && sl_period_of_month(type, sl_period_first_month(period.type, period.value), value);
}

bool sl_reading_as(const SlReading *reading, SlType type, int64_t *value) {
  if (reading->fault == SL_PERIOD_GOOD) return period_as(reading->periods[0], type, value);
  if (reading->fault != SL_PERIOD_EITHER) return false;
  return period_as(reading->periods[0], type, value) || period_as(reading->periods[1], type, value);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What files of many rows have, read without tokens: 2019, 2019 Q1, 2018/19, 2019-09. False is no answer. */
static bool parse_plain(SlType type, SlStr text, int64_t *value) {
  const char *c = text.bytes;
  if (text.length != 4 && text.length != 7) return false;
  for (int i = 0; i < 4; i++)
    if (!is_digit(c[i])) return false;
  int year = (c[0] - '0') * 1000 + (c[1] - '0') * 100 + (c[2] - '0') * 10 + (c[3] - '0');
  *value = year;
  if (year < FIRST_YEAR || text.length == 4) return year >= FIRST_YEAR && type == SL_YEAR;
  if (type == SL_QUARTER) {
    *value = (int64_t)year * 4 + (c[6] - '1');
    return (c[4] == ' ' || c[4] == '-') && c[5] == 'Q' && c[6] >= '1' && c[6] <= '4';
  }
  if (!is_digit(c[5]) || !is_digit(c[6])) return false;
  int second = (c[5] - '0') * 10 + (c[6] - '0');
  bool follows = c[4] == '/' && second == (year + 1) % 100;
  if (type == SL_YEAR_ENDING) *value = (int64_t)(year + 1) * YEAR_MONTHS + MARCH - 1;
  if (type == SL_MONTH) *value = (int64_t)year * YEAR_MONTHS + second - 1;
  if (type == SL_MONTH) return c[4] == '-' && second >= JANUARY && second <= DECEMBER;
  return follows && (type == SL_FINANCIAL_YEAR || type == SL_YEAR_ENDING);
}

bool sl_period_parse(SlType type, SlStr text, int64_t *value) {
  if (parse_plain(type, text, value)) return true;
  SlReading reading;
  sl_period_read(text, &reading);
  return reading.flags == 0 && sl_reading_as(&reading, type, value);
}

/* --- a column --------------------------------------------------------------------------------------------------------------- */

static const SlType read_types[] = {SL_DATE, SL_MONTH, SL_QUARTER, SL_FINANCIAL_YEAR, SL_YEAR_ENDING, SL_YEAR};
enum { READ_TYPES = sizeof read_types / sizeof *read_types };

static unsigned bit(SlType type) { return 1u << type; }

void sl_period_proof_init(SlPeriodProof *proof) {
  *proof = (SlPeriodProof){0};
  for (int i = 0; i < READ_TYPES; i++) proof->possible |= bit(read_types[i]);
}

bool sl_period_proof_add(SlPeriodProof *proof, const SlReading *reading) {
  unsigned possible = 0;
  int64_t value;
  for (int i = 0; i < READ_TYPES; i++)
    if (sl_reading_as(reading, read_types[i], &value)) possible |= bit(read_types[i]);
  if (!(proof->possible & possible)) return false;
  proof->possible &= possible;
  if (reading->fault == SL_PERIOD_GOOD) {
    proof->natural |= bit(reading->periods[0].type);
    return true;
  }
  proof->different |= proof->either > 0 && proof->first_either.value != reading->periods[0].value;
  if (proof->either++ == 0) proof->first_either = reading->periods[0];
  return true;
}

bool sl_period_proof_type(const SlPeriodProof *proof, SlType *type) {
  unsigned natural = proof->natural & proof->possible;
  if (natural == 0 && proof->either > 0) {
    /* Two different ones, each of a year and the next, are years: as months they would be a month and the next year's next. */
    if ((proof->possible & bit(SL_MONTH)) && !proof->different) return false;
    natural = bit(SL_FINANCIAL_YEAR) & proof->possible;
  }
  if (natural == 0) natural = proof->natural ? proof->possible : 0;
  /* Financial years among years ending in March are such years: nothing was said of April. */
  if (natural & bit(SL_YEAR_ENDING)) natural = bit(SL_YEAR_ENDING);
  for (int i = 0; i < READ_TYPES; i++) {
    if (!(natural & bit(read_types[i]))) continue;
    *type = read_types[i];
    return true;
  }
  return false;
}
