/* Joins by conditions: rows meet where values lie in a range. */
#include "core/base/runtime.h"
#include "tests/support/joins.h"

static const SlJoinRange within[] = {{{"day", 3}, {"start", 5}, SL_RANGE_GE}, {{"day", 3}, {"stop", 4}, SL_RANGE_LT}};

static SlJoinOptions by_day(SlJoin how, SlCardinality expect) {
  return (SlJoinOptions){.how = how, .expect = expect, .ranges = within, .range_count = 2};
}

static const char *const days = "force,day\nKent,1\nKent,5\nEssex,3\n,4\nKent,\nKent,9\n";
static const char *const bands = "area,start,stop,band\nKent,0,4,a\nKent,4,8,b\nEssex,3,5,c\nKent,,7,d\n";

static void rows_meet_where_the_value_lies_in_the_range(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  assert_ok(join(days, bands, by_day(SL_JOIN_INNER, SL_MANY_TO_MANY), &out, &err), err);
  Csv shown = {.table = out};
  assert_cells(&shown, "force:text day:integer area:text start:integer stop:integer band:text | Kent,1,Kent,0,4,a | Kent,5,Kent,4,8,b | "
                       "Essex,3,Kent,0,4,a | Essex,3,Essex,3,5,c | nil,4,Kent,4,8,b | nil,4,Essex,3,5,c");
  sl_table_release(out);
}

static void keys_and_ranges_must_both_hold(void **state) {
  (void)state;
  static const SlStr left = {"force", 5}, right = {"area", 4};
  SlJoinOptions options = by_day(SL_JOIN_FULL, SL_MANY_TO_ONE);
  options.left_keys = &left, options.right_keys = &right, options.key_count = 1;
  SlTable *out = NULL;
  SlError err;
  assert_ok(join(days, bands, options, &out, &err), err);
  Csv shown = {.table = out};
  assert_cells(&shown, "force:text day:integer start:integer stop:integer band:text | Kent,1,0,4,a | Kent,5,4,8,b | Essex,3,3,5,c | "
                       "nil,4,nil,nil,nil | Kent,nil,nil,nil,nil | Kent,9,nil,nil,nil | Kent,nil,nil,7,d");
  sl_table_release(out);
}

static void a_broken_promise_names_the_rows_that_meet_several(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(join(days, bands, by_day(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), SL_EDATA);
  assert_string_equal(err.text, "join: expect = \"m:1\", but 2 rows of the left table meet several rows of the right table: day = 3 (2 rows); day = 4 (2 rows)\n"
                                "  Mend ranges that overlap, add a condition to on, or say expect = \"m:m\".");
  assert_int_equal(join(days, bands, by_day(SL_JOIN_LEFT, SL_ONE_TO_MANY), &out, &err), SL_EDATA);
  assert_says(err, "but 3 rows of the right table meet several rows of the left table: start = 0, stop = 4 (2 rows); start = 4, stop = 8 (2 rows); "
                   "start = 3, stop = 5 (2 rows)");
  assert_int_equal(join("force,day\nKent,1\n", bands, by_day(SL_JOIN_LEFT, SL_ONE_TO_ONE), &out, &err), SL_OK);
  sl_table_release(out);
  assert_ok(join(days, bands, by_day(SL_JOIN_SEMI, SL_MANY_TO_ONE), &out, &err), err); /* a filter promises nothing */
  assert_int_equal(out->length, 4);
  sl_table_release(out);
}

static void what_has_no_order_is_refused(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(join("day\na\n", "start,stop\nb,c\n", by_day(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "join: a range needs numbers, dates or periods, and \"day\" is text; in a condition date(x), number(x) or period(x) make "
                                "one of it");
  assert_int_equal(join("day\n1\n", "start,stop\n2019-01-01,2\n", by_day(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), SL_ETYPE);
  assert_says(err, "\"day\" is integer in the left table and \"start\" date in the right one");
  SlJoinOptions options = by_day(SL_JOIN_LEFT, SL_MANY_TO_ONE);
  options.asof_left = sl_str("day"), options.asof_right = sl_str("start");
  assert_int_equal(join(days, bands, options, &out, &err), SL_EARG);
  assert_string_equal(err.text, "join: asof and a range in on do not go together");
  assert_ok(join("day\n1\n2\n", "start,stop\n,\n", by_day(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), err); /* no value: of any type */
  assert_int_equal(out->length, 2);
  sl_table_release(out);
}

static void tables_without_rows_meet_nothing(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  assert_ok(join(days, "start,stop\n", by_day(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), err);
  assert_int_equal(out->length, 6);
  sl_table_release(out);
  assert_ok(join("day\n", bands, by_day(SL_JOIN_FULL, SL_MANY_TO_ONE), &out, &err), err);
  assert_int_equal(out->length, 4);
  sl_table_release(out);
}

/* --- against every pair ------------------------------------------------------------------------------------------- */

enum { VALUES = 3, COLUMNS = 2 + VALUES, MOST_RANGES = 5 };

static const SlStr left_names[COLUMNS] = {{"l", 1}, {"k", 1}, {"a", 1}, {"b", 1}, {"c", 1}};
static const SlStr right_names[COLUMNS] = {{"r", 1}, {"k", 1}, {"x", 1}, {"y", 1}, {"z", 1}};

static SlTable *random_side(const SlStr *names, const RandomKind *values, int64_t length, uint64_t *seed) {
  SlColumn *columns[COLUMNS] = {row_numbers(length), random_column(RANDOM_BOOLEANS, length, seed)};
  SlTable *table = NULL;
  SlError err;
  for (int i = 0; i < VALUES; i++) columns[2 + i] = random_column(values[i], length, seed);
  assert_ok(sl_table_new(names, columns, COLUMNS, length, &table, &err), err);
  for (int i = 0; i < COLUMNS; i++) sl_column_release(columns[i]);
  return table;
}

/* x86 and others have long doubles that hold every int64_t and every double. */
static int sign_of(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  if (a->type == SL_NUMBER || b->type == SL_NUMBER) {
    long double x = a->type == SL_NUMBER ? sl_column_number(a, row_a) : (long double)sl_column_integer(a, row_a);
    long double y = b->type == SL_NUMBER ? sl_column_number(b, row_b) : (long double)sl_column_integer(b, row_b);
    return (x > y) - (x < y);
  }
  int64_t x = sl_column_integer(a, row_a), y = sl_column_integer(b, row_b);
  return (x > y) - (x < y);
}

static bool is_nowhere(const SlColumn *column, int64_t row) {
  return sl_column_is_null(column, row) || (column->type == SL_NUMBER && isnan(sl_column_number(column, row)));
}

static bool meet(const SlTable *left, int64_t l, const SlTable *right, int64_t r, const SlJoinOptions *options) {
  const SlColumn *k = left->columns[1], *q = right->columns[1];
  if (options->key_count > 0 && (sl_column_is_null(k, l) || sl_column_is_null(q, r) || sl_column_integer(k, l) != sl_column_integer(q, r))) return false;
  for (int64_t i = 0; i < options->range_count; i++) {
    const SlColumn *a = sl_table_column(left, options->ranges[i].left), *b = sl_table_column(right, options->ranges[i].right);
    if (is_nowhere(a, l) || is_nowhere(b, r)) return false;
    int sign = sign_of(a, l, b, r);
    SlRangeOperator op = options->ranges[i].op;
    if (!(op == SL_RANGE_LT ? sign < 0 : op == SL_RANGE_LE ? sign <= 0 : op == SL_RANGE_GT ? sign > 0 : sign >= 0)) return false;
  }
  return true;
}

static int64_t partners(const void *context, int64_t l, int64_t *rows) {
  const JoinAttempt *of = context;
  int64_t count = 0;
  for (int64_t r = 0; r < of->right->length; r++)
    if (meet(of->left, l, of->right, r, &of->options)) rows[count++] = r;
  return count;
}

static void check_ranges(const JoinAttempt *of) {
  SlTable *out = NULL;
  SlError err;
  SlStatus status = sl_table_join(of->left, of->right, &of->options, &out, &err);
  assert_int_equal(status, check_every_pair(out, of->left, of->right, &of->options, partners, of) ? SL_OK : SL_EDATA);
  sl_table_release(out);
}

static void random_ranges_give_what_looking_at_every_pair_gives(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_ODD_NUMBERS, RANDOM_NUMBERS, RANDOM_WIDE_INTEGERS, RANDOM_ALL_EQUAL, RANDOM_ALL_MISSING};
  static const SlStr key = {"k", 1};
  uint64_t seed = 20190401;
  for (int round = 0; round < rounds(4000); round++) {
    RandomKind left_kinds[VALUES], right_kinds[VALUES];
    bool dates = random_below(&seed, 5) == 0; /* which go with nothing else */
    for (int i = 0; i < VALUES; i++) {
      left_kinds[i] = dates ? RANDOM_DATES : kinds[random_below(&seed, 6)];
      right_kinds[i] = dates ? RANDOM_DATES : kinds[random_below(&seed, 6)];
    }
    SlTable *left = random_side(left_names, left_kinds, random_below(&seed, 50), &seed);
    SlTable *right = random_side(right_names, right_kinds, random_below(&seed, 64), &seed);
    SlJoinRange ranges[MOST_RANGES];
    SlJoinOptions options = {.how = (SlJoin)random_below(&seed, 6), .expect = random_below(&seed, 3) ? SL_MANY_TO_MANY : (SlCardinality)random_below(&seed, 4),
                             .left_keys = &key, .right_keys = &key, .key_count = random_below(&seed, 2), .ranges = ranges,
                             .range_count = 1 + random_below(&seed, MOST_RANGES)};
    for (int64_t i = 0; i < options.range_count; i++)
      ranges[i] = (SlJoinRange){left_names[2 + random_below(&seed, VALUES)], right_names[2 + random_below(&seed, VALUES)], (SlRangeOperator)random_below(&seed, 4)};
    sl_threads_set(1 + (int)random_below(&seed, 3));
    check_ranges(&(JoinAttempt){left, right, options});
    sl_table_release(left);
    sl_table_release(right);
  }
  sl_threads_set(0);
}

/* --- cost, memory, interruption ----------------------------------------------------------------------------------- */

static SlTable *counting(const SlStr *names, int64_t length, int64_t step, int64_t width) {
  SlBuilder start, stop;
  SlColumn *columns[2];
  SlTable *table = NULL;
  SlError err;
  sl_builder_init(&start, SL_INTEGER);
  sl_builder_init(&stop, SL_INTEGER);
  for (int64_t row = 0; row < length; row++) {
    sl_builder_add_integer(&start, row * step);
    sl_builder_add_integer(&stop, row * step + width);
  }
  assert_ok(sl_builder_finish(&start, &columns[0], &err), err);
  assert_ok(sl_builder_finish(&stop, &columns[1], &err), err);
  assert_ok(sl_table_new(names, columns, 2, length, &table, &err), err);
  for (int i = 0; i < 2; i++) sl_column_release(columns[i]);
  return table;
}

static const SlStr day_names[] = {{"day", 3}, {"other", 5}}, span_names[] = {{"start", 5}, {"stop", 4}};

/* Looking at every pair would look for an interruption some 50,000 times; sorting and taking rows does so 5,000 times. */
static void rows_that_cannot_meet_are_not_looked_at(void **state) {
  (void)state;
  enum { ROWS = SL_SIZE(60000, 3000), MOST_LOOKS = SL_SIZE(10000, 30000) };
  SlTable *left = counting(day_names, ROWS, 1, 0), *right = counting(span_names, ROWS, 1, 1), *out = NULL;
  SlJoinOptions options = by_day(SL_JOIN_INNER, SL_MANY_TO_ONE);
  SlError err;
  sl_threads_set(1);
  sl_interrupt_after(1000000);
  assert_ok(sl_table_join(left, right, &options, &out, &err), err);
  assert_true(1000000 - sl_interrupt_after(0) < MOST_LOOKS);
  sl_threads_set(0);
  assert_int_equal(out->length, ROWS);
  sl_table_release(out);
  sl_table_release(left);
  sl_table_release(right);
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  SlTable *left = counting(day_names, 40, 1, 0), *right = counting(span_names, 40, 1, 3);
  sl_threads_set(1);
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++)
    fail_each_allocation(attempt_join, &(JoinAttempt){left, right, by_day((SlJoin)how, SL_MANY_TO_MANY)});
  sl_threads_set(0);
  sl_table_release(left);
  sl_table_release(right);
}

static void every_look_can_end_the_join(void **state) {
  (void)state;
  SlTable *left = counting(day_names, SL_SIZE(3000, 300), 1, 0), *right = counting(span_names, SL_SIZE(3000, 300), 1, 40);
  SlError err;
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
    JoinAttempt attempt = {left, right, by_day((SlJoin)how, SL_MANY_TO_MANY)};
    uint64_t nth = 1, rest = 0;
    for (; rest == 0; nth += 1 + nth / 50) {
      size_t held = sl_memory_held();
      sl_interrupt_after(nth);
      SlStatus status = attempt_join(&attempt, &err);
      rest = sl_interrupt_after(0);
      assert_int_equal(status, rest > 0 ? SL_OK : SL_EINTERRUPTED);
      assert_int_equal(sl_memory_held(), held);
    }
    assert_true(nth > 5);
  }
  sl_table_release(left);
  sl_table_release(right);
}

static void long_joins_are_the_same_for_any_number_of_threads(void **state) {
  (void)state;
  SlTable *left = counting(day_names, SL_SIZE(150001, 3001), 1, 0), *right = counting(span_names, 3000, 40, 100), *alone = NULL, *shared = NULL;
  SlError err;
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
    SlJoinOptions options = by_day((SlJoin)how, SL_MANY_TO_MANY);
    sl_threads_set(1);
    assert_ok(sl_table_join(left, right, &options, &alone, &err), err);
    sl_threads_set(4);
    assert_ok(sl_table_join(left, right, &options, &shared, &err), err);
    assert_true(sl_table_equal(alone, shared));
    sl_table_release(alone);
    sl_table_release(shared);
  }
  sl_threads_set(0);
  sl_table_release(left);
  sl_table_release(right);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_meet_where_the_value_lies_in_the_range),
      cmocka_unit_test(keys_and_ranges_must_both_hold),
      cmocka_unit_test(a_broken_promise_names_the_rows_that_meet_several),
      cmocka_unit_test(what_has_no_order_is_refused),
      cmocka_unit_test(tables_without_rows_meet_nothing),
      cmocka_unit_test(random_ranges_give_what_looking_at_every_pair_gives),
      cmocka_unit_test(rows_that_cannot_meet_are_not_looked_at),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
      cmocka_unit_test(every_look_can_end_the_join),
      cmocka_unit_test(long_joins_are_the_same_for_any_number_of_threads),
  };
  int failed = cmocka_run_group_tests_name("join_range", tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
