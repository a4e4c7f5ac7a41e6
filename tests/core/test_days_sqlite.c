/* Expressions of days beside SQLite's reckoning with dates, on random pairs of the years 1000 to 9999: in years before 400 its
 * calendar (of 3.40) has days that there are not, 0300-02-29. Those years test_calendar.c counts through.
 *
 *     build/dev/tests/test_days_sqlite             as ctest runs it
 *     build/dev/tests/test_days_sqlite 1000000     so many pairs
 */
#include <sqlite3.h>

#include "core/base/runtime.h"
#include "core/values/calendar.h"
#include "tests/support/plan.h"
#include "tests/support/rounds.h"

static int64_t pairs = 20000;

/* Ours, and what of SQLite's says the same of ?1, ?2 (texts), ?3 days and ?4 months. SQLite lets 31 January and a month be 3 March, so
 * that the day is put into the month by hand; it has no weeks of ISO 8601 before 3.46, so that they are counted up to their Thursday. */
#define THURSDAY "date(?1, '-3 days', 'weekday 4')"
#define MONTH "date(?1, 'start of month', ?4 || ' months')"
static const struct { const char *expr, *sql; } questions[] = {
    {"b - a", "cast(julianday(?2) - julianday(?1) as integer)"},
    {"days_between(b, a)", "cast(julianday(?1) - julianday(?2) as integer)"},
    {"text(a + n)", "date(?1, ?3 || ' days')"},
    {"text(add_days(a, -n))", "date(?1, (-?3) || ' days')"},
    {"text(add_months(a, m))", "min(date(" MONTH ", '+1 month', '-1 day'), date(" MONTH ", (strftime('%d', ?1) - 1) || ' days'))"},
    {"year(a)", "cast(strftime('%Y', ?1) as integer)"},
    {"month(a)", "cast(strftime('%m', ?1) as integer)"},
    {"day(a)", "cast(strftime('%d', ?1) as integer)"},
    {"weekday(a)", "(strftime('%w', ?1) + 6) % 7 + 1"},
    {"week(a)", "(strftime('%j', " THURSDAY ") - 1) / 7 + 1"},
    {"text(add_minutes(datetime(a, '10:30'), n))", "datetime(?1 || ' 10:30', ?3 || ' minutes')"},
    {"text(add_hours(datetime(a), n))", "datetime(?1, ?3 || ' hours')"},
    {"text(add_days(datetime(a, '23:59:59'), n))", "datetime(?1 || ' 23:59:59', ?3 || ' days')"},
    {"hour(add_minutes(datetime(a), n)) * 60 + minute(add_minutes(datetime(a), n))",
     "strftime('%H', ?1, ?3 || ' minutes') * 60 + strftime('%M', ?1, ?3 || ' minutes')"},
    {"text(date(add_minutes(datetime(a), n)))", "date(?1, ?3 || ' minutes')"},
    {"weekday(add_minutes(datetime(a), n))", "(strftime('%w', ?1, ?3 || ' minutes') + 6) % 7 + 1"},
    {"hours_between(datetime(a), datetime(b, '01:15'))", "(strftime('%s', ?2 || ' 01:15') - strftime('%s', ?1)) / 3600.0"},
    {"days_between(datetime(a, '23:59'), datetime(b, '00:01'))", "cast(julianday(?2) - julianday(?1) as integer)"},
    {"week_year(a)", "cast(strftime('%Y', " THURSDAY ") as integer)"},
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

static SlColumn *whole_numbers(SlType type, int64_t lowest, int64_t highest, uint64_t *seed) {
  SlBuilder builder;
  sl_builder_init(&builder, type);
  for (int64_t row = 0; row < pairs; row++) sl_builder_add_integer(&builder, lowest + random_below(seed, highest - lowest + 1));
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

/* Days far enough from the end of the calendar that every question has an answer. */
static SlTable *random_pairs(void) {
  enum { MARGIN = 40000, MONTHS = 1200, FROM = -354285 /* 1000-01-01 */ };
  static const SlStr names[] = {{"a", 1}, {"b", 1}, {"n", 1}, {"m", 1}};
  uint64_t seed = 29;
  SlColumn *columns[] = {whole_numbers(SL_DATE, FROM, SL_LAST_DAY - MARGIN, &seed),
                         whole_numbers(SL_DATE, FROM, SL_LAST_DAY, &seed), whole_numbers(SL_INTEGER, -MARGIN, MARGIN, &seed),
                         whole_numbers(SL_INTEGER, -MONTHS, MONTHS, &seed)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 4, pairs, &table, &err), err);
  for (int c = 0; c < 4; c++) sl_column_release(columns[c]);
  return table;
}

static sqlite3_stmt *prepare(sqlite3 *database) {
  SlBuf sql;
  sl_buf_init(&sql);
  for (int i = 0; i < QUESTIONS; i++) sl_buf_printf(&sql, "%s %s", i ? "," : "select", questions[i].sql);
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(database, sl_buf_text(&sql), -1, &statement, NULL) != SQLITE_OK) {
    print_error("%s\n", sqlite3_errmsg(database));
    fail();
  }
  sl_buf_reset(&sql);
  return statement;
}

static void assert_row(const SlTable *table, int64_t row, SlColumn *const *answers, sqlite3_stmt *statement) {
  SlBuf text;
  sl_buf_init(&text);
  for (int c = 0; c < 4; c++) {
    text.length = 0;
    sl_print_cell(table->columns[c], row, &text);
    if (c < 2)
      sqlite3_bind_text(statement, c + 1, sl_buf_text(&text), -1, SQLITE_TRANSIENT);
    else
      sqlite3_bind_int64(statement, c + 1, sl_column_integer(table->columns[c], row));
  }
  assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
  for (int i = 0; i < QUESTIONS; i++) {
    text.length = 0;
    sl_print_cell(answers[i], row, &text);
    const char *theirs = (const char *)sqlite3_column_text(statement, i);
    if (theirs && strcmp(sl_buf_text(&text), theirs) == 0) continue;
    print_error("row %d: %s is %s, %s is %s\n", (int)row, questions[i].expr, sl_buf_text(&text), questions[i].sql, theirs ? theirs : "null");
    fail();
  }
  sqlite3_reset(statement);
  sl_buf_reset(&text);
}

static void days_are_reckoned_as_sqlite_does(void **state) {
  (void)state;
  sqlite3 *database;
  assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
  sqlite3_stmt *statement = prepare(database);
  SlTable *table = random_pairs();
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  SlColumn *answers[QUESTIONS] = {NULL};
  SlError err;
  for (int i = 0; i < QUESTIONS; i++) assert_ok(evaluate(table, questions[i].expr, &context, &answers[i], &err), err);
  for (int64_t row = 0; row < pairs; row++) assert_row(table, row, answers, statement);
  for (int i = 0; i < QUESTIONS; i++) sl_column_release(answers[i]);
  sl_table_release(table);
  sqlite3_finalize(statement);
  sqlite3_close(database);
}

int main(int argc, char **argv) {
  pairs = argc > 1 ? strtoll(argv[1], NULL, 10) : rounds((int)pairs);
  const struct CMUnitTest tests[] = {cmocka_unit_test(days_are_reckoned_as_sqlite_does)};
  int failed = cmocka_run_group_tests_name("days_sqlite", tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
