/* Grouping, sorting, distinct rows and joins beside SQLite, where SQL says the same: thousands of small random tables. */
#include <sqlite3.h>

#include "core/base/runtime.h"
#include "core/query/aggregate.h"
#include "core/query/join.h"
#include "core/query/rows.h"
#include "core/values/builder.h"
#include "tests/support/columns.h"

enum { KEYS = 2, COLUMNS = KEYS + 2 };
/* Most of a round is SQLite's own work, which AddressSanitizer makes three times as long: there are fewer, of other tables. */
#if defined(__SANITIZE_ADDRESS__)
enum { ROUNDS = SL_SIZE(1000, 200), SEED = 29 };
#else
enum { ROUNDS = SL_SIZE(3000, 200), SEED = 23 };
#endif
enum { SHORT_ROWS = SL_SIZE(70, 1100) }; /* where pieces are tiny, tables of many pieces are short */

static const SlStr names[COLUMNS] = {{"k0", 2}, {"k1", 2}, {"v", 1}, {"r", 1}};

/* --- tables on both sides -------------------------------------------------------------------------------------------- */

static sqlite3 *database;

static void run_sql(const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK) return;
  print_error("%s: %s\n", sql, sqlite3_errmsg(database));
  fail();
}

/* Statements that were asked lately, as most are asked in each round: to prepare one takes SQLite longer than a short answer. */
static sqlite3_stmt *prepared[64];

static sqlite3_stmt *prepare(const char *sql) {
  enum { KEPT = sizeof prepared / sizeof *prepared };
  static int oldest;
  for (int i = 0; i < KEPT && prepared[i]; i++)
    if (strcmp(sqlite3_sql(prepared[i]), sql) == 0) return prepared[i];
  sqlite3_stmt **kept = &prepared[oldest++ % KEPT];
  sqlite3_finalize(*kept);
  *kept = NULL;
  if (sqlite3_prepare_v2(database, sql, -1, kept, NULL) != SQLITE_OK) {
    print_error("%s: %s\n", sql, sqlite3_errmsg(database));
    fail();
  }
  return *kept;
}

static void close_database(void) {
  for (size_t i = 0; i < sizeof prepared / sizeof *prepared; i++) sqlite3_finalize(prepared[i]);
  assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void bind_cell(sqlite3_stmt *statement, int place, const SlColumn *column, int64_t row) {
  if (sl_column_is_null(column, row)) {
    sqlite3_bind_null(statement, place);
  } else if (column->type == SL_TEXT) {
    SlStr text = sl_column_text(column, row);
    sqlite3_bind_text(statement, place, text.bytes, (int)text.length, SQLITE_STATIC);
  } else if (column->type == SL_NUMBER) {
    sqlite3_bind_double(statement, place, sl_column_number(column, row));
  } else {
    sqlite3_bind_int64(statement, place, sl_column_integer(column, row));
  }
}

/* Two tables, whose columns have no type of SQLite's, so that values stay what they are. In one thread, and without counting what it
 * holds: most of this test is SQLite's own work. */
static void open_database(void) {
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_SINGLETHREAD), SQLITE_OK);
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0), SQLITE_OK);
  assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
  run_sql("pragma journal_mode = off; create table l(k0, k1, v, r); create table q(k0, k1, v, r)");
}

static void copy_table(const SlTable *table, const char *name) {
  char sql[100];
  snprintf(sql, sizeof sql, "delete from %s", name);
  run_sql(sql);
  snprintf(sql, sizeof sql, "insert into %s values (?, ?, ?, ?)", name);
  sqlite3_stmt *statement = prepare(sql);
  for (int64_t row = 0; row < table->length; row++) {
    for (int c = 0; c < COLUMNS; c++) bind_cell(statement, c + 1, table->columns[c], row);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
  }
}

static SlTable *random_sides(const RandomKind *keys, int64_t length, uint64_t *seed) {
  RandomKind value = random_word(seed) & 1 ? RANDOM_SMALL_INTEGERS : RANDOM_NUMBERS;
  SlColumn *columns[COLUMNS] = {random_column(keys[0], length, seed), random_column(keys[1], length, seed),
                                random_column(value, length, seed), row_numbers(length)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, COLUMNS, length, &table, &err), err);
  for (int c = 0; c < COLUMNS; c++) sl_column_release(columns[c]);
  return table;
}

/* --- answers ------------------------------------------------------------------------------------------------------------- */

static bool same_cell(const SlColumn *column, int64_t row, sqlite3_stmt *statement, int place) {
  if (sl_column_is_null(column, row)) return sqlite3_column_type(statement, place) == SQLITE_NULL;
  if (sqlite3_column_type(statement, place) == SQLITE_NULL) return false;
  if (column->type == SL_TEXT) {
    SlStr text = sl_column_text(column, row);
    return (size_t)sqlite3_column_bytes(statement, place) == text.length &&
           (text.length == 0 || memcmp(sqlite3_column_blob(statement, place), text.bytes, text.length) == 0);
  }
  if (column->type != SL_NUMBER) return sl_column_integer(column, row) == sqlite3_column_int64(statement, place);
  double a = sl_column_number(column, row), b = sqlite3_column_double(statement, place);
  return fabs(a - b) <= 1e-9 * (1 + fabs(b)); /* SQLite adds without compensation */
}

/* The rows of `sql` are those of the columns, in order. */
static void assert_answer(const char *sql, SlColumn *const *columns, int count, int64_t rows) {
  sqlite3_stmt *statement = prepare(sql);
  int64_t row = 0;
  for (; sqlite3_step(statement) == SQLITE_ROW; row++) {
    for (int c = 0; c < count; c++) {
      if (row < rows && same_cell(columns[c], row, statement, c)) continue;
      print_error("%s: row %d, column %d\n", sql, (int)row, c);
      fail();
    }
  }
  assert_int_equal(sqlite3_reset(statement), SQLITE_OK);
  assert_int_equal(row, rows);
}

static void check_groups(const SlTable *table) {
  static const struct { SlAggregate aggregate; int columns; } asked[] = {
      {SL_AGG_COUNT, 0}, {SL_AGG_COUNT, 1}, {SL_AGG_SUM, 1}, {SL_AGG_MEAN, 1}, {SL_AGG_MIN, 1}, {SL_AGG_MAX, 1}, {SL_AGG_N_DISTINCT, 1}};
  enum { ASKED = sizeof asked / sizeof *asked };
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(sl_groups_new((const SlColumn *const *)table->columns, KEYS, table->length, false, &groups, &err), err);
  SlColumn *columns[KEYS + ASKED] = {groups->keys[0], groups->keys[1]};
  const SlColumn *value = table->columns[KEYS];
  for (int i = 0; i < ASKED; i++)
    assert_ok(sl_aggregate(asked[i].aggregate, &value, asked[i].columns, (SlConstant){0}, groups, &columns[KEYS + i], &err), err);
  assert_answer("select k0, k1, count(*), count(v), sum(v), avg(v), min(v), max(v), count(distinct v) from l group by k0, k1 "
                "order by k0 nulls last, k1 nulls last", columns, KEYS + ASKED, groups->group_count);
  for (int i = 0; i < ASKED; i++) sl_column_release(columns[KEYS + i]);
  sl_groups_free(groups);
}

static void check_sort(const SlTable *table, bool first_down, bool second_down) {
  SlSortKey keys[KEYS] = {{.column = table->columns[0], .descending = first_down}, {.column = table->columns[1], .descending = second_down}};
  SlTable *sorted = NULL;
  SlError err;
  assert_ok(sl_table_sort(table, keys, KEYS, &sorted, &err), err);
  char sql[120];
  snprintf(sql, sizeof sql, "select * from l order by k0 %s nulls last, k1 %s nulls last, r", first_down ? "desc" : "", second_down ? "desc" : "");
  assert_answer(sql, sorted->columns, COLUMNS, sorted->length);
  sl_table_release(sorted);
}

static void check_distinct(const SlTable *table) {
  SlTable *distinct = NULL;
  SlError err;
  assert_ok(sl_table_distinct(table, names, KEYS, &distinct, &err), err);
  assert_answer("select k0, k1, v, min(r) as r from l group by k0, k1 order by r", distinct->columns, COLUMNS, distinct->length);
  sl_table_release(distinct);
}

static void check_joins(const SlTable *left, const SlTable *right) {
  static const struct { SlJoin how; const char *sql; int columns; } asked[] = {
      {SL_JOIN_INNER, "select l.*, q.v, q.r from l join q on l.k0 = q.k0 and l.k1 = q.k1 order by l.r, q.r", COLUMNS + 2},
      {SL_JOIN_LEFT, "select l.*, q.v, q.r from l left join q on l.k0 = q.k0 and l.k1 = q.k1 order by l.r, q.r", COLUMNS + 2},
      {SL_JOIN_SEMI, "select * from l where exists (select 1 from q where l.k0 = q.k0 and l.k1 = q.k1) order by r", COLUMNS},
      {SL_JOIN_ANTI, "select * from l where not exists (select 1 from q where l.k0 = q.k0 and l.k1 = q.k1) order by r", COLUMNS}};
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    SlJoinOptions options = {.how = asked[i].how, .expect = SL_MANY_TO_MANY, .left_keys = names, .right_keys = names, .key_count = KEYS};
    SlTable *joined = NULL;
    SlError err;
    assert_ok(sl_table_join(left, right, &options, &joined, &err), err);
    assert_int_equal(joined->column_count, asked[i].columns);
    assert_answer(asked[i].sql, joined->columns, asked[i].columns, joined->length);
    sl_table_release(joined);
  }
}

/* One to four conditions between v and r of both tables, with or without an equal key beside them. */
static void check_range_joins(const SlTable *left, const SlTable *right, uint64_t *seed) {
  static const char *const signs[] = {[SL_RANGE_LT] = "<", [SL_RANGE_LE] = "<=", [SL_RANGE_GT] = ">", [SL_RANGE_GE] = ">="};
  static const struct { SlJoin how; const char *before, *after; bool both; } asked[] = {
      {SL_JOIN_INNER, "q.k1, q.v, q.r from l join q on ", " order by l.r, q.r", true},
      {SL_JOIN_LEFT, "q.k1, q.v, q.r from l left join q on ", " order by l.r, q.r", true},
      {SL_JOIN_SEMI, "select * from l where exists (select 1 from q where ", ") order by r", false},
      {SL_JOIN_ANTI, "select * from l where not exists (select 1 from q where ", ") order by r", false}};
  SlJoinRange ranges[4];
  char on[300];
  int64_t keys = random_below(seed, 2), count = 1 + random_below(seed, 4);
  int written = snprintf(on, sizeof on, "%s", keys ? "l.k0 = q.k0" : "1");
  for (int64_t i = 0; i < count; i++) {
    ranges[i] = (SlJoinRange){names[2 + random_below(seed, 2)], names[2 + random_below(seed, 2)], (SlRangeOperator)random_below(seed, 4)};
    written += snprintf(on + written, sizeof on - (size_t)written, " and l.%.*s %s q.%.*s", SL_STR_ARGS(ranges[i].left), signs[ranges[i].op],
                        SL_STR_ARGS(ranges[i].right));
  }
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    SlJoinOptions options = {.how = asked[i].how, .expect = SL_MANY_TO_MANY, .left_keys = names, .right_keys = names, .key_count = keys,
                             .ranges = ranges, .range_count = count};
    char sql[600];
    snprintf(sql, sizeof sql, "%s%s%s%s%s", asked[i].both ? "select l.*, " : "", asked[i].both && !keys ? "q.k0, " : "", asked[i].before, on,
             asked[i].after);
    SlTable *joined = NULL;
    SlError err;
    assert_ok(sl_table_join(left, right, &options, &joined, &err), err);
    assert_int_equal(joined->column_count, asked[i].both ? 2 * COLUMNS - keys : COLUMNS);
    assert_answer(sql, joined->columns, (int)joined->column_count, joined->length);
    sl_table_release(joined);
  }
}

static void answers_are_those_of_sqlite(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_NUMBERS, RANDOM_WORDS,
                                     RANDOM_LONG_TEXTS, RANDOM_FEW_OF_MANY_TEXTS, RANDOM_BOOLEANS, RANDOM_DATES, RANDOM_DATETIMES, RANDOM_ALL_EQUAL,
                                     RANDOM_ALL_MISSING};
  uint64_t seed = SEED;
  open_database();
  for (int round = 0; round < rounds(ROUNDS); round++) {
    RandomKind keys[KEYS];
    for (int k = 0; k < KEYS; k++) keys[k] = kinds[random_below(&seed, sizeof kinds / sizeof *kinds)];
    int64_t rows = random_length(&seed), right_rows = random_length(&seed);
    if (round % 50) rows %= SHORT_ROWS, right_rows %= SHORT_ROWS;
    sl_threads_set(1 + round % 3);
    SlTable *left = random_sides(keys, rows, &seed), *right = random_sides(keys, right_rows, &seed);
    run_sql("begin");
    copy_table(left, "l");
    copy_table(right, "q");
    run_sql("commit");
    check_groups(left);
    check_sort(left, random_word(&seed) & 1, random_word(&seed) & 1);
    check_distinct(left);
    if (rows * right_rows < 1000000) check_joins(left, right);
    if (rows * right_rows < 40000) check_range_joins(left, right, &seed);
    sl_table_release(left);
    sl_table_release(right);
  }
  close_database();
  sl_threads_set(0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(answers_are_those_of_sqlite)};
  int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
