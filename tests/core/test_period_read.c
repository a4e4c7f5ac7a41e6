#include "core/values/period.h"
#include "core/values/period_read.h"
#include "tests/support/test.h"

/* What a text is, or why it is none: "month September 2019", "[p] quarter ...", "refused: has no year". */
static const char *read_as(const char *text, SlBuf *out) {
  SlReading reading;
  out->length = 0;
  bool good = sl_period_read(sl_str(text), &reading);
  if (reading.flags) {
    sl_flags_print(reading.flags, out);
    sl_buf_add_char(out, ' ');
  }
  if (!good) {
    sl_buf_add_text(out, "refused: ");
    sl_period_say_fault(&reading, out);
    return sl_buf_text(out);
  }
  sl_buf_printf(out, "%s ", sl_type_name(reading.periods[0].type));
  if (reading.periods[0].type == SL_DATE)
    sl_date_print(reading.periods[0].value, out);
  else
    sl_period_print(reading.periods[0].type, reading.periods[0].value, out);
  return sl_buf_text(out);
}

typedef struct Spelling { const char *text, *read; } Spelling;

#define FIRST_QUARTER "quarter January to March 2019"
#define FINANCIAL "financial-year April 2018 to March 2019"
#define ENDING_MARCH "year-ending Year ending March 2019"
static const Spelling spellings[] = {
    {"2019 Q1", FIRST_QUARTER}, {"2019-Q1", FIRST_QUARTER}, {"2019Q1", FIRST_QUARTER}, {"Q1 2019", FIRST_QUARTER},
    {"q1 2019", FIRST_QUARTER}, {"Quarter 1 2019", FIRST_QUARTER}, {"Quarter 1, 2019", FIRST_QUARTER}, {"Q1/2019", FIRST_QUARTER},
    {"1st quarter 2019", FIRST_QUARTER}, {"Quarter 1 (Jan to Mar) 2019", FIRST_QUARTER}, {"Jan to Mar 2019", FIRST_QUARTER},
    {"January to March 2019", FIRST_QUARTER}, {"2019 Jan-Mar", FIRST_QUARTER}, {"Jan \xE2\x80\x93 Mar 2019", FIRST_QUARTER},
    {"Jan 2019 to Mar 2019", FIRST_QUARTER}, {"  Jan.  to\xC2\xA0" "Mar. 2019 ", FIRST_QUARTER}, {"Q1 2019 [p]", "[p] " FIRST_QUARTER},
    {"Q1 2019 [p][r]", "[p][r] " FIRST_QUARTER}, {"2018/19 Q4", FIRST_QUARTER}, {"Q4 2018-19", FIRST_QUARTER},
    {"Q4 (Jan to Mar) 2018/19", FIRST_QUARTER}, {"Q4 (Jan to Mar) 2019", FIRST_QUARTER}, {"Q4 FY2018/19", FIRST_QUARTER},
    {"Q1 2018-19", "quarter April to June 2018"}, {"2017/18 Q1", "quarter April to June 2017"},
    {"October to December 2018", "quarter October to December 2018"}, {"July to Sept 2019", "quarter July to September 2019"},
    {"2018/19", FINANCIAL}, {"2018-19", FINANCIAL}, {"2018\xE2\x80\x93" "19", FINANCIAL}, {"2018/2019", FINANCIAL}, {"2018-2019", FINANCIAL},
    {"2018 to 2019", FINANCIAL}, {"FY2018/19", FINANCIAL}, {"FY 18/19", FINANCIAL}, {"financial year 2018 to 2019", FINANCIAL},
    {"April 2018 to March 2019", FINANCIAL}, {"Apr 2018-Mar 2019", FINANCIAL}, {"FYE 2019", FINANCIAL}, {"FYE March 2019", FINANCIAL},
    {"Financial year ending March 2019", FINANCIAL}, {"financial year ending 31 March 2019", FINANCIAL},
    {"04/05", "financial-year April 2004 to March 2005"}, {"99/00", "financial-year April 1999 to March 2000"},
    {"69/70", "financial-year April 1969 to March 1970"}, {"1999-00", "financial-year April 1999 to March 2000"},
    {"2010\xE2\x80\x93" "11", "financial-year April 2010 to March 2011"}, {"2010/11", "financial-year April 2010 to March 2011"},
    {"year ending March 2019", ENDING_MARCH}, {"Year ending March 2019", ENDING_MARCH}, {"YE March 2019", ENDING_MARCH},
    {"YE Mar-19", ENDING_MARCH}, {"YE 31/03/2019", ENDING_MARCH}, {"12 months to March 2019", ENDING_MARCH},
    {"twelve months ending 31 March 2019", ENDING_MARCH}, {"year to March 2019", ENDING_MARCH}, {"year ending 2019-03", ENDING_MARCH},
    {"Year ended 31st March 2019", ENDING_MARCH}, {"July 2018 to June 2019", "year-ending Year ending June 2019"},
    {"financial year ending June 2019", "year-ending Year ending June 2019"}, {"YE 29 Feb 2024", "year-ending Year ending February 2024"},
    {"Sep-19", "month September 2019"}, {"Sep'19", "month September 2019"}, {"Sep19", "month September 2019"},
    {"Sep \xE2\x80\x99" "19", "month September 2019"}, {"Dec-68", "month December 2068"}, {"Sept 2019", "month September 2019"},
    {"SEPTEMBER 2019", "month September 2019"}, {"2019-09", "month September 2019"}, {"2019 SEP", "month September 2019"},
    {"09/2019", "month September 2019"}, {"May 2019", "month May 2019"}, {"2010-12", "month December 2010"},
    {"2019", "year 2019"}, {"calendar year 2019", "year 2019"}, {"January to December 2019", "year 2019"},
    {"30 September 2019", "date 2019-09-30"}, {"30th Sept 2019", "date 2019-09-30"}, {"30-Sep-2019", "date 2019-09-30"},
    {"30/09/2019", "date 2019-09-30"}, {"2019-09-30", "date 2019-09-30"}, {"September 30, 2019", "date 2019-09-30"},
    {"29 February 2024", "date 2024-02-29"}, {"As at 30 September 2019", "date 2019-09-30"},
    {"Quarter ending March 2019", FIRST_QUARTER}, {"3 months to March 2019", FIRST_QUARTER}, {"three months ending 31 March 2019", FIRST_QUARTER},
    {"1 January to 31 March 2019", FIRST_QUARTER}, {"1 April 2018 to 31 March 2019", FINANCIAL}, {"01/04/2018 - 31/03/2019", FINANCIAL},
    {"1 Sept 2019 to 30 Sept 2019", "month September 2019"}, {"year end March 2019", ENDING_MARCH},

    {"2010-11", "refused: is either November 2010 or the financial year 2010/11, and nothing says which; write it so"},
    {"2009-10", "refused: is either October 2009 or the financial year 2009/10, and nothing says which; write it so"},
    {"2019-W52", "refused: is a week, which is no type of period here; use its Monday, 2019-12-23"},
    {"Week 1 2021", "refused: is a week, which is no type of period here; use its Monday, 2021-01-04"},
    {"2020-W53", "refused: is a week, which is no type of period here; use its Monday, 2020-12-28"},
    {"Nov 2018 to Jan 2019", "refused: is no month, quarter or year: quarters begin in January, April, July or October, and years have 12 months"},
    {"3 months to April 2019", "refused: is no month, quarter or year: quarters begin in January, April, July or October, and years have 12 months"},
    {"2 April 2018 to 31 March 2019", "refused: is no month, quarter or year: quarters begin in January, April, July or October, and years have 12 months"},
    {"Apr to Mar 2019", "refused: is no month, quarter or year: quarters begin in January, April, July or October, and years have 12 months"},
    {"2016 to 2019", "refused: names two years that do not follow each other; a financial year is 2018/19"},
    {"2017/19", "refused: names two years that do not follow each other; a financial year is 2018/19"},
    {"04/06", "refused: names two years that do not follow each other; a financial year is 2018/19"},
    {"2017/19 Q1", "refused: names two years that do not follow each other; a financial year is 2018/19"},
    {"Sep 19", "refused: may be a day or a year; write years with four digits"},
    {"Q1 19", "refused: may be a day or a year; write years with four digits"},
    {"Sep 123", "refused: is no year, quarter, month or date"}, {"Q1 123", "refused: is no year, quarter, month or date"},
    {"Jan to Mar", "refused: has no year"}, {"Q1", "refused: has no year"}, {"March", "refused: has no year"},
    {"year ending 2019", "refused: does not say in which month the year ends: Year ending March 2019"},
    {"FY19", "refused: may be the financial year that begins then or the one that ends then; write 2018/19"},
    {"FY2019", "refused: may be the financial year that begins then or the one that ends then; write 2018/19"},
    {"academic year 2018/19", "refused: is a year of another kind, and those begin in different months; say when it ends: Year ending August 2019"},
    {"year ending 5 April 2019", "refused: does not end with a month; years here do"},
    {"Q5 2019", "refused: is no quarter: they are 1 to 4, and Q1 is January to March, or April to June of 2018/19"},
    {"Q2 (Jan to Mar) 2019", "refused: is no quarter: they are 1 to 4, and Q1 is January to March, or April to June of 2018/19"},
};

static void every_spelling_is_read_or_refused_with_its_reason(void **state) {
  (void)state;
  SlBuf out;
  sl_buf_init(&out);
  for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
    if (strcmp(read_as(spellings[i].text, &out), spellings[i].read) != 0)
      fail_msg("\"%s\" is %s, not %s", spellings[i].text, sl_buf_text(&out), spellings[i].read);
  sl_buf_reset(&out);
}

static void other_texts_are_no_periods(void **state) {
  (void)state;
  static const char *const others[] = {
      "", " ", "Kent", "20145", "17 years", "31 September 2019", "2019-02-29", "30/09/19", "0900", "Total", "Year to date",
      "2019 [note 1]", "2019*", "[p]", "2019 Q1 Q2", "Jan Feb 2019", "13/2019", "2019-W54", "12 months", "YE", "6 months to March 2019", "Quarter ending", "3 months", "Q1 2019 2020",
      "Jan to Mar 2019 and April to June 2019 and July to September 2019 and October to December 2019", "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8",
      "2019\xE2\x80", "\xC3\xA4", "_2019", "2019_20"};
  SlBuf out;
  sl_buf_init(&out);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    SlReading reading;
    if (sl_period_read(sl_str(others[i]), &reading)) fail_msg("\"%s\" is read as %s", others[i], read_as(others[i], &out));
    if (reading.fault != SL_PERIOD_NONE) fail_msg("\"%s\" %s", others[i], read_as(others[i], &out));
  }
  sl_buf_reset(&out);
}

static void what_is_written_is_read_again(void **state) {
  (void)state;
  static const SlType types[] = {SL_MONTH, SL_QUARTER, SL_FINANCIAL_YEAR, SL_YEAR_ENDING, SL_YEAR};
  SlBuf out;
  sl_buf_init(&out);
  for (int64_t month = 1000 * 12; month < 9990 * 12; month += 7) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
      int64_t period, again;
      if (!sl_period_of_month(types[i], month, &period)) continue;
      out.length = 0;
      sl_period_print(types[i], period, &out);
      SlReading reading;
      if (!sl_period_read(sl_buf_str(&out), &reading)) fail_msg("\"%s\" is not read", sl_buf_text(&out));
      assert_int_equal(reading.periods[0].type, types[i]);
      assert_true(sl_period_parse(types[i], sl_buf_str(&out), &again));
      assert_int_equal(again, period);
    }
  }
  sl_buf_reset(&out);
}

typedef struct Promise { SlType type; const char *text, *written; } Promise;
static const Promise promises[] = {
    {SL_MONTH, "2010-11", "November 2010"}, {SL_FINANCIAL_YEAR, "2010-11", "April 2010 to March 2011"},
    {SL_YEAR_ENDING, "2010-11", "Year ending March 2011"}, {SL_YEAR_ENDING, "2018/19", "Year ending March 2019"},
    {SL_FINANCIAL_YEAR, "YE March 2019", "April 2018 to March 2019"}, {SL_FINANCIAL_YEAR, "YE June 2019", NULL},
    {SL_YEAR, "Year ending December 2019", "2019"}, {SL_YEAR, "Year ending March 2019", NULL}, {SL_YEAR_ENDING, "2019", NULL},
    {SL_YEAR, "2018/19", NULL}, {SL_MONTH, "2019-09-30", NULL}, {SL_QUARTER, "September 2019", NULL}, {SL_QUARTER, "Q1 2019 [p]", NULL},
};

static void a_promise_decides_what_could_be_either(void **state) {
  (void)state;
  SlBuf out;
  sl_buf_init(&out);
  for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
    int64_t value;
    bool good = sl_period_parse(promises[i].type, sl_str(promises[i].text), &value);
    if (good != (promises[i].written != NULL)) fail_msg("\"%s\" as %s", promises[i].text, sl_type_name(promises[i].type));
    if (!good) continue;
    out.length = 0;
    sl_period_print(promises[i].type, value, &out);
    assert_string_equal(sl_buf_text(&out), promises[i].written);
  }
  sl_buf_reset(&out);
}

typedef struct Proof { const char *texts[4]; const char *type; /* or the text that does not fit, or "either" */ } Proof;
static const Proof proofs[] = {
    {{"2010-11", "2011-12"}, "financial-year"}, {{"2010-11", "2010-12"}, "month"}, {{"2010-12", "2010-11"}, "month"},
    {{"2010-11", "2018/19"}, "financial-year"}, {{"2010-11", "2010-11"}, "either"}, {{"2010-11"}, "either"},
    {{"2010-11", "YE June 2011"}, "year-ending"}, {{"2018/19", "YE June 2019"}, "year-ending"},
    {{"2018/19", "Year ending March 2020"}, "year-ending"}, {{"Year ending March 2020", "2018/19"}, "year-ending"},
    {{"Year ending December 2019", "2020"}, "year"}, {{"2019 Q1", "Jan to Mar 2018", "2017/18 Q1"}, "quarter"},
    {{"2019", "2020"}, "year"}, {{"2019-09-30", "30 October 2019"}, "date"}, {{"2019", "2019 Q1"}, "2019 Q1"},
    {{"2018/19", "2019"}, "2019"}, {{"2010-12", "2010-11", "2018/19"}, "2018/19"}, {{NULL}, "either"},
};

static void a_column_proves_what_its_texts_are(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof proofs / sizeof *proofs; i++) {
    SlPeriodProof proof;
    sl_period_proof_init(&proof);
    const char *found = NULL;
    for (int k = 0; k < 4 && proofs[i].texts[k] && !found; k++) {
      SlReading reading;
      sl_period_read(sl_str(proofs[i].texts[k]), &reading);
      if (!sl_period_proof_add(&proof, &reading)) found = proofs[i].texts[k];
    }
    SlType type;
    if (!found) found = sl_period_proof_type(&proof, &type) ? sl_type_name(type) : "either";
    if (strcmp(found, proofs[i].type) != 0) fail_msg("%s: %s, not %s", proofs[i].texts[0], found, proofs[i].type);
  }
}

/* A promised cell of a large file goes a shorter way than tokens: every text of those forms, right or wrong, for every type. */
static void the_short_way_reads_what_the_long_one_does(void **state) {
  (void)state;
  static const SlType types[] = {SL_DATE, SL_MONTH, SL_QUARTER, SL_FINANCIAL_YEAR, SL_YEAR_ENDING, SL_YEAR};
  static const char *const signs[] = {" Q", "-Q", "Q", "/", "-", " ", ""};
  static const int years[] = {0, 999, 1000, 1999, 2009, 2010, 2018, 2099, 9999};
  for (size_t y = 0; y < sizeof years / sizeof *years; y++) {
    for (size_t s = 0; s < sizeof signs / sizeof *signs; s++) {
      for (int n = -1; n < 120; n++) {
        char text[32], number[8] = "";
        if (n >= 0) snprintf(number, sizeof number, n < 100 ? "%d" : "%02d", n % 100);
        snprintf(text, sizeof text, "%04d%s%s", years[y], signs[s], number);
        SlReading reading;
        sl_period_read(sl_str(text), &reading);
        for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
          int64_t one = 0, other = 0;
          bool reads = sl_reading_as(&reading, types[t], &one);
          if (sl_period_parse(types[t], sl_str(text), &other) != reads || (reads && one != other))
            fail_msg("\"%s\" as %s", text, sl_type_name(types[t]));
        }
      }
    }
  }
}

/* Any text of such words is read or refused; what is read is written and read again. */
static void random_words_are_read_or_refused(void **state) {
  (void)state;
  static const char *const words[] = {"2019", "2018", "19", "10", "11", "1", "4", "12", "31", "Q", "Q1", "Mar", "January", "Sept", "-", "/", "\xE2\x80\x93",
    "to", "year", "ending", "YE", "FYE", "FY", "financial", "months", "W", "(", ")", ",", "'", "th", "calendar", "academic", " ", "[p]", "[", "]", "."};
  uint64_t state_of_chance = 20190325;
  SlBuf text, out;
  sl_buf_init(&text);
  sl_buf_init(&out);
  int read = 0;
  for (int n = 0; n < 400000; n++) {
    text.length = 0;
    int count = (int)(state_of_chance >> 40) % 7;
    for (int k = 0; k <= count; k++) {
      state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
      sl_buf_add_text(&text, words[(state_of_chance >> 33) % (sizeof words / sizeof *words)]);
      if ((state_of_chance >> 20) % 3 > 0) sl_buf_add_char(&text, ' ');
    }
    SlReading reading;
    if (!sl_period_read(sl_buf_str(&text), &reading)) {
      assert_int_not_equal(reading.fault, SL_PERIOD_GOOD);
      continue;
    }
    read++;
    SlPeriod period = reading.periods[0];
    if (period.type == SL_DATE) continue;
    out.length = 0;
    sl_period_print(period.type, period.value, &out);
    assert_true(sl_period_read(sl_buf_str(&out), &reading));
    assert_true(reading.periods[0].type == period.type && reading.periods[0].value == period.value);
  }
  assert_true(read > 1000);
  sl_buf_reset(&text);
  sl_buf_reset(&out);
}

int main(void) {
  const struct CMUnitTest cases[] = {
      cmocka_unit_test(every_spelling_is_read_or_refused_with_its_reason), cmocka_unit_test(other_texts_are_no_periods),
      cmocka_unit_test(what_is_written_is_read_again), cmocka_unit_test(a_promise_decides_what_could_be_either),
      cmocka_unit_test(a_column_proves_what_its_texts_are), cmocka_unit_test(random_words_are_read_or_refused),
      cmocka_unit_test(the_short_way_reads_what_the_long_one_does),
  };
  return cmocka_run_group_tests_name("period_read", cases, NULL, NULL);
}
