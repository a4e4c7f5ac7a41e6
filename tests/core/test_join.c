#include "core/query/join.h"

#include "tests/support/columns.h"
#include "tests/support/csv.h"

static const char *const referrals = "force,year,people\nKent,2022,12\nEssex,2022,7\n,2022,3\nSurrey,2023,1\nKent,2023,9\n";
static const char *const regions = "force,region,year\nKent,South East,1\nEssex,East,2\nDurham,North East,3\n,nowhere,4\n";

static SlStatus join(const char *left, const char *right, SlJoinOptions options, SlTable **out, SlError *err) {
  Csv a = read_text(left, NULL), b = read_text(right, NULL);
  SlStatus status = sl_table_join(a.table, b.table, &options, out, err);
  csv_reset(&a);
  csv_reset(&b);
  return status;
}

static SlJoinOptions on_force(SlJoin how, SlCardinality expect) {
  static const SlStr key = {"force", 5};
  return (SlJoinOptions){.how = how, .expect = expect, .left_keys = &key, .right_keys = &key, .key_count = 1};
}

static const struct {
  const char *name;
  SlJoin how;
  const char *expected;
} cases[] = {
    {"inner_keeps_what_matches", SL_JOIN_INNER, "force:text year:integer people:integer region:text year_right:integer | "
     "Kent,2022,12,South East,1 | Essex,2022,7,East,2 | Kent,2023,9,South East,1"},
    {"left_keeps_every_left_row_and_missing_keys_match_nothing", SL_JOIN_LEFT, "force:text year:integer people:integer region:text year_right:integer | "
     "Kent,2022,12,South East,1 | Essex,2022,7,East,2 | nil,2022,3,nil,nil | Surrey,2023,1,nil,nil | Kent,2023,9,South East,1"},
    {"right_adds_right_rows_with_their_keys", SL_JOIN_RIGHT, "force:text year:integer people:integer region:text year_right:integer | "
     "Kent,2022,12,South East,1 | Essex,2022,7,East,2 | Kent,2023,9,South East,1 | Durham,nil,nil,North East,3 | nil,nil,nil,nowhere,4"},
    {"full_keeps_all", SL_JOIN_FULL, "force:text year:integer people:integer region:text year_right:integer | "
     "Kent,2022,12,South East,1 | Essex,2022,7,East,2 | nil,2022,3,nil,nil | Surrey,2023,1,nil,nil | Kent,2023,9,South East,1 | "
     "Durham,nil,nil,North East,3 | nil,nil,nil,nowhere,4"},
    {"semi_keeps_left_rows_that_match", SL_JOIN_SEMI, "force:text year:integer people:integer | Kent,2022,12 | Essex,2022,7 | Kent,2023,9"},
    {"anti_keeps_left_rows_that_do_not", SL_JOIN_ANTI, "force:text year:integer people:integer | nil,2022,3 | Surrey,2023,1"},
};

static void join_case(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  Csv out = {0};
  SlError err;
  assert_ok(join(referrals, regions, on_force(cases[i].how, SL_MANY_TO_ONE), &out.table, &err), err);
  assert_cells(&out, cases[i].expected);
  sl_table_release(out.table);
}

static void broken_cardinality_names_three_keys(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  const char *right = "force,n\nKent,1\nKent,2\nEssex,1\nEssex,2\nSurrey,1\nSurrey,2\nSurrey,3\nDurham,1\nDurham,2\nAvon,1\nAvon,2\n";
  const char *left = "force\nKent\nEssex\nSurrey\nAvon\n";
  assert_int_equal(join(left, right, on_force(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), SL_EDATA);
  assert_string_equal(err.text,
                      "join: expect = \"m:1\", but 4 keys stand in several rows of the right table: force = Avon (2 rows); force = Essex (2 rows); "
                      "force = Kent (2 rows); ...\n  Summarise that table first, add a column to on, or say expect = \"m:m\".");
  assert_int_equal(join(right, left, on_force(SL_JOIN_LEFT, SL_ONE_TO_ONE), &out, &err), SL_EDATA);
  assert_non_null(strstr(err.text, "expect = \"1:1\", but 4 keys stand in several rows of the left table"));
  assert_ok(join(left, right, on_force(SL_JOIN_LEFT, SL_ONE_TO_MANY), &out, &err), err);
  assert_int_equal(out->length, 9);
  sl_table_release(out);
}

static void duplicates_that_nothing_asks_for_do_no_harm(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  assert_ok(join("force\nKent\n", "force,n\nKent,1\nDurham,1\nDurham,2\n", on_force(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out, &err), err);
  assert_int_equal(out->length, 1);
  sl_table_release(out);
}

static void integers_match_numbers_and_text_does_not_match_them(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  assert_ok(join("force\n1\n2\n", "force,n\n1.0,5\n2.5,6\n", on_force(SL_JOIN_INNER, SL_MANY_TO_ONE), &out, &err), err);
  Csv shown = {.table = out};
  assert_cells(&shown, "force:integer n:integer | 1,5");
  sl_table_release(out);
  assert_int_equal(join("force\n1\n", "force,n\nKent,5\n", on_force(SL_JOIN_INNER, SL_MANY_TO_ONE), &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "join: \"force\" is integer in the left table and \"force\" text in the right one");
  assert_int_equal(join("froce\n1\n", "force,n\nKent,5\n", on_force(SL_JOIN_INNER, SL_MANY_TO_ONE), &out, &err), SL_ENAME);
  assert_string_equal(err.text, "join: the left table: no column \"force\"; did you mean \"froce\"?");
}

static void asof_takes_the_nearest_at_or_before(void **state) {
  (void)state;
  SlStr area = sl_str("area");
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .left_keys = &area, .right_keys = &area, .key_count = 1, .asof_left = sl_str("day"), .asof_right = sl_str("from")};
  Csv out = {0};
  SlError err;
  assert_ok(join("area,day\nUK,2019-06-30\nUK,2018-01-01\nUK,2023-12-31\nEngland,2019-06-30\nUK,\n",
                 "area,from,people\nUK,2023-06-30,68\nUK,2018-06-30,66\nUK,2019-06-30,67\n", options, &out.table, &err), err);
  assert_cells(&out, "area:text day:date from:date people:integer | UK,2019-06-30,2019-06-30,67 | UK,2018-01-01,nil,nil | UK,2023-12-31,2023-06-30,68 | "
                     "England,2019-06-30,nil,nil | UK,nil,nil,nil");
  sl_table_release(out.table);
}

static SlTable *table_of_two(const char *second, SlColumn *a, SlColumn *b) {
  SlStr names[] = {sl_str("key"), sl_str(second)};
  SlColumn *columns[] = {a, b};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 2, a->length, &table, &err), err);
  sl_column_release(a);
  sl_column_release(b);
  return table;
}

/* Joins by "key" and gives the column of that name back, of all rows that left asked for. */
static void assert_joined(SlTable *left, SlTable *right, SlJoinOptions options, const char *column, const char *expected) {
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_join(left, right, &options, &out, &err), err);
  assert_column(sl_table_column(out, sl_str(column)), expected);
  sl_table_release(out);
  sl_table_release(left);
  sl_table_release(right);
}

static void asof_passes_over_nan_and_missing_on_either_side(void **state) {
  (void)state;
  SlStr key = sl_str("key");
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .left_keys = &key, .right_keys = &key, .key_count = 1,
                           .asof_left = sl_str("at"), .asof_right = sl_str("from")};
  SlTable *left = table_of_two("at", column_of(SL_TEXT, "x x x x x"), column_of(SL_NUMBER, "5 nan nil 0 inf"));
  SlTable *right = table_of_two("from", column_of(SL_TEXT, "x x x x"), column_of(SL_NUMBER, "nan 1 3 nil"));
  assert_joined(left, right, options, "from", "3.0 nil nil nil 3.0");
}

static void asof_matches_integers_with_numbers_and_needs_no_other_key(void **state) {
  (void)state;
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .asof_left = sl_str("at"), .asof_right = sl_str("from")};
  SlTable *left = table_of_two("at", column_of(SL_TEXT, "a b c"), column_of(SL_INTEGER, "1 2 -7"));
  SlTable *right = table_of_two("from", column_of(SL_TEXT, "p q r"), column_of(SL_NUMBER, "1.5 0.5 1.5"));
  assert_joined(left, right, options, "key_right", "q r nil"); /* of equal ones the last */
}

static void large_integers_match_no_number_they_would_be_rounded_to(void **state) {
  (void)state;
  static const SlStr key = {"key", 3};
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .left_keys = &key, .right_keys = &key, .key_count = 1};
  SlTable *left = table_of_two("a", column_of(SL_INTEGER, "9007199254740993 9007199254740992 9223372036854775807 3"),
                               column_of(SL_INTEGER, "1 2 3 4"));
  SlTable *right = table_of_two("b", column_of(SL_NUMBER, "9007199254740992 3 9223372036854775808 nan"),
                                column_of(SL_INTEGER, "1 2 3 4"));
  assert_joined(left, right, options, "b", "nil 1 nil 2");
}

static void a_key_of_missing_rows_only_goes_with_any_type(void **state) {
  (void)state;
  static const SlStr key = {"key", 3};
  SlJoinOptions options = {.how = SL_JOIN_FULL, .left_keys = &key, .right_keys = &key, .key_count = 1};
  SlTable *left = table_of_two("a", column_of(SL_TEXT, "nil [c]"), column_of(SL_INTEGER, "1 2"));
  SlTable *right = table_of_two("b", column_of(SL_DATE, "2020-01-31"), column_of(SL_INTEGER, "3"));
  assert_joined(left, right, options, "key", "nil [c] 2020-01-31");
  left = table_of_two("a", column_of(SL_INTEGER, "7"), column_of(SL_INTEGER, "1"));
  right = table_of_two("b", column_of(SL_TEXT, ""), column_of(SL_TEXT, ""));
  options.how = SL_JOIN_LEFT;
  assert_joined(left, right, options, "b", "nil");
}

static void what_cannot_be_joined_is_refused_in_words(void **state) {
  (void)state;
  SlTable *out = NULL;
  SlError err;
  SlJoinOptions options = {.how = SL_JOIN_LEFT};
  assert_int_equal(join("force\nKent\n", "force\nKent\n", options, &out, &err), SL_EARG);
  assert_string_equal(err.text, "join: name at least one column that both tables have");
  options.asof_left = options.asof_right = sl_str("force");
  assert_int_equal(join("force\nKent\n", "force\nKent\n", options, &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "join: asof needs numbers, dates or periods, and \"force\" is text");
  assert_int_equal(join("force\nKent\n", "froce\nKent\n", options, &out, &err), SL_ENAME);
  assert_string_equal(err.text, "join: the right table: no column \"force\"; did you mean \"froce\"?");
  options = on_force(SL_JOIN_LEFT, SL_MANY_TO_ONE);
  assert_int_equal(join("force,n,n_right\nKent,1,2\n", "force,n\nKent,1\n", options, &out, &err), SL_EDATA);
  assert_says(err, "n_right");
  assert_null(out);
}

/* --- random tables ------------------------------------------------------------------------------------------------------------- */

static SlTable *random_table(const char *value, int64_t length, RandomKind kind, uint64_t *state) {
  SlStr names[] = {sl_str("key"), sl_str(value)};
  SlColumn *columns[] = {random_column(kind, length, state), random_column(RANDOM_MANY_INTEGERS, length, state)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 2, length, &table, &err), err);
  sl_column_release(columns[0]);
  sl_column_release(columns[1]);
  return table;
}

/* Every pair of rows is looked at. NaN is a key like any other. */
static bool same_key(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  return !sl_column_is_null(a, row_a) && !sl_column_is_null(b, row_b) && compare_cells(a, row_a, b, row_b) == 0;
}

static void random_joins_give_what_looking_at_every_pair_gives(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_ODD_NUMBERS, RANDOM_WORDS, RANDOM_ALL_EQUAL, RANDOM_ALL_MISSING, RANDOM_DATES};
  static const SlStr key = {"key", 3};
  uint64_t seed = 20190325;
  SlError err;
  for (int round = 0; round < 300; round++) {
    RandomKind kind = kinds[random_below(&seed, 6)];
    SlTable *left = random_table("a", random_below(&seed, 40), kind, &seed), *right = random_table("b", random_below(&seed, 40), kind, &seed);
    SlJoinOptions options = {.how = (SlJoin)random_below(&seed, 6), .expect = SL_MANY_TO_MANY, .left_keys = &key, .right_keys = &key, .key_count = 1};
    SlTable *out = NULL;
    assert_ok(sl_table_join(left, right, &options, &out, &err), err);
    int64_t at = 0;
    for (int64_t l = 0; l < left->length; l++) {
      int64_t found = 0;
      for (int64_t r = 0; r < right->length; r++) {
        if (!same_key(left->columns[0], l, right->columns[0], r)) continue;
        found++;
        if (options.how >= SL_JOIN_SEMI) continue;
        assert_true(sl_column_rows_equal(out->columns[1], at, left->columns[1], l));
        assert_true(sl_column_rows_equal(out->columns[2], at++, right->columns[1], r));
      }
      bool alone = options.how == SL_JOIN_SEMI ? found > 0 : options.how == SL_JOIN_ANTI ? found == 0
                   : found == 0 && (options.how == SL_JOIN_LEFT || options.how == SL_JOIN_FULL);
      if (alone) assert_true(sl_column_rows_equal(out->columns[1], at++, left->columns[1], l));
    }
    for (int64_t r = 0; (options.how == SL_JOIN_RIGHT || options.how == SL_JOIN_FULL) && r < right->length; r++) {
      bool used = false;
      for (int64_t l = 0; l < left->length && !used; l++) used = same_key(left->columns[0], l, right->columns[0], r);
      if (!used) assert_true(sl_column_rows_equal(out->columns[2], at++, right->columns[1], r));
    }
    assert_int_equal(out->length, at);
    sl_table_release(out);
    sl_table_release(left);
    sl_table_release(right);
  }
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  Csv left = read_text(referrals, NULL), right = read_text(regions, NULL);
  SlError err;
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
    SlJoinOptions options = on_force((SlJoin)how, SL_MANY_TO_ONE);
    options.asof_left = options.asof_right = how == SL_JOIN_LEFT ? sl_str("year") : (SlStr){0};
    size_t held = sl_memory_held();
    SlStatus status = SL_ENOMEM;
    for (uint64_t n = 1; status != SL_OK; n++) {
      SlTable *out = NULL;
      sl_memory_fail_after(n);
      status = sl_table_join(left.table, right.table, &options, &out, &err);
      sl_memory_fail_after(0);
      assert_true(status == SL_OK || status == SL_ENOMEM);
      sl_table_release(out);
      assert_int_equal(sl_memory_held(), held);
    }
  }
  csv_reset(&left);
  csv_reset(&right);
}

int main(void) {
  enum { CASES = sizeof cases / sizeof cases[0], OTHERS = 11 };
  struct CMUnitTest tests[CASES + OTHERS] = {
      cmocka_unit_test(broken_cardinality_names_three_keys),
      cmocka_unit_test(duplicates_that_nothing_asks_for_do_no_harm),
      cmocka_unit_test(integers_match_numbers_and_text_does_not_match_them),
      cmocka_unit_test(asof_takes_the_nearest_at_or_before),
      cmocka_unit_test(asof_passes_over_nan_and_missing_on_either_side),
      cmocka_unit_test(asof_matches_integers_with_numbers_and_needs_no_other_key),
      cmocka_unit_test(large_integers_match_no_number_they_would_be_rounded_to),
      cmocka_unit_test(a_key_of_missing_rows_only_goes_with_any_type),
      cmocka_unit_test(what_cannot_be_joined_is_refused_in_words),
      cmocka_unit_test(random_joins_give_what_looking_at_every_pair_gives),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  for (int i = 0; i < CASES; i++)
    tests[OTHERS + i] = (struct CMUnitTest){.name = cases[i].name, .test_func = join_case, .initial_state = (void *)(intptr_t)i};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
