#include "core/base/runtime.h"
#include "tests/support/joins.h"

static const char *const referrals = "force,year,people\nKent,2022,12\nEssex,2022,7\n,2022,3\nSurrey,2023,1\nKent,2023,9\n";
static const char *const regions = "force,region,year\nKent,South East,1\nEssex,East,2\nDurham,North East,3\n,nowhere,4\n";

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
  assert_says(err, "expect = \"1:1\", but 4 keys stand in several rows of the left table");
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
static void assert_joined(SlTable *left, SlTable *right, SlJoinOptions options, const char *column,
                          const char *expected) {
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

static void broken_cardinality_of_several_keys_names_each(void **state) {
  (void)state;
  static const SlStr left_keys[] = {{"force", 5}, {"year", 4}}, right_keys[] = {{"area", 4}, {"y", 1}};
  SlJoinOptions options = {.left_keys = left_keys, .right_keys = right_keys, .key_count = 2};
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(join(referrals, "area,y\nKent,2023\nKent,2022\nKent,2023\n", options, &out, &err), SL_EDATA);
  assert_says(err, "but 1 key stands in several rows of the right table: force = Kent, year = 2023 (2 rows)\n");
  assert_null(out);
}

static void semi_and_anti_promise_nothing(void **state) {
  (void)state;
  static const char *const left = "force\nKent\nDevon\nKent\n", *const right = "force\nKent\nKent\n";
  Csv out = {0};
  SlError err;
  assert_ok(join(left, right, on_force(SL_JOIN_SEMI, SL_ONE_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:text | Kent | Kent");
  sl_table_release(out.table);
  assert_ok(join(left, right, on_force(SL_JOIN_ANTI, SL_ONE_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:text | Devon");
  sl_table_release(out.table);
}

static void asof_holds_that_each_right_row_is_taken_once(void **state) {
  (void)state;
  static const SlStr area = {"area", 4};
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .expect = SL_ONE_TO_ONE, .left_keys = &area, .right_keys = &area,
                           .key_count = 1, .asof_left = sl_str("day"), .asof_right = sl_str("from")};
  const char *days = "area,day\nUK,2020-01-01\nUK,2021-01-01\nUK,2018-01-01\n", *from = "area,from\nUK,2019-01-01\n";
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(join(days, from, options, &out, &err), SL_EDATA);
  assert_string_equal(err.text, "join: expect = \"1:1\", but 1 key stands in several rows of the left table: area = UK, "
                                "day = 2019-01-01 (2 rows)\n"
                                "  Summarise that table first, add a column to on, or say expect = \"m:m\".");
  options.key_count = 0;
  options.expect = SL_ONE_TO_MANY;
  assert_int_equal(join(days, from, options, &out, &err), SL_EDATA);
  assert_says(err, "of the left table: day = 2019-01-01 (2 rows)\n");
  assert_null(out);
  options.expect = SL_MANY_TO_ONE;
  assert_ok(join(days, from, options, &out, &err), err);
  assert_int_equal(out->length, 3);
  sl_table_release(out);
}

static void a_key_of_integers_and_numbers_is_of_numbers_where_both_tables_give_rows(void **state) {
  (void)state;
  Csv out = {0};
  SlError err;
  assert_ok(join("force\n1\n2\n", "force\n2.0\n3.5\n", on_force(SL_JOIN_FULL, SL_ONE_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:number | 1.0 | 2.0 | 3.5");
  sl_table_release(out.table);
  assert_ok(join("force\n2\n", "force\n2.0\n", on_force(SL_JOIN_RIGHT, SL_ONE_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:number | 2.0");
  sl_table_release(out.table);
}

static void tables_without_rows_join(void **state) {
  (void)state;
  static const char *const none = "force,n\n";
  Csv out = {0};
  SlError err;
  assert_ok(join("force,m\nKent,1\n", none, on_force(SL_JOIN_LEFT, SL_MANY_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:text m:integer n:text | Kent,1,nil");
  sl_table_release(out.table);
  assert_ok(join(none, "force,m\nKent,1\n", on_force(SL_JOIN_RIGHT, SL_MANY_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:text n:text m:integer | Kent,nil,1");
  sl_table_release(out.table);
  assert_ok(join(none, none, on_force(SL_JOIN_FULL, SL_ONE_TO_ONE), &out.table, &err), err);
  assert_cells(&out, "force:text n:text n_right:text");
  sl_table_release(out.table);
}

/* Reasons and flags, of keys and of others, from either side. */
static void marks_come_along(void **state) {
  (void)state;
  static const SlStr key = {"key", 3};
  SlJoinOptions options = {.how = SL_JOIN_FULL, .left_keys = &key, .right_keys = &key, .key_count = 1};
  SlTable *left = table_of_two("a", column_of(SL_INTEGER, "1[p] [c] 3"), column_of(SL_INTEGER, "[x] 5[e] 6"));
  SlTable *right = table_of_two("b", column_of(SL_INTEGER, "7[r] 1 [z]"), column_of(SL_NUMBER, "1.5[b] [low] 2.5[u]"));
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_join(left, right, &options, &out, &err), err);
  assert_column(out->columns[0], "1[p] [c] 3 7[r] [z]");
  assert_column(out->columns[1], "[x] 5[e] 6 nil nil");
  assert_column(out->columns[2], "[low] nil nil 1.5[b] 2.5[u]");
  sl_table_release(out);
  sl_table_release(left);
  sl_table_release(right);
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
  assert_string_equal(err.text, "two columns are called \"n_right\" after the join; give another suffix");
  assert_null(out);
}

/* --- against looking at every pair -------------------------------------------------------------------------------- */

enum { MOST_KEYS = 2 };
static const SlStr key_names[MOST_KEYS] = {{"k0", 2}, {"k1", 2}};

/* Keys, then a number of each row in the column `number`, and "at" to be nearest to. */
static SlTable *random_table(const RandomKind *kinds, RandomKind at, const char *number, int64_t length,
                             uint64_t *state) {
  SlStr names[] = {key_names[0], key_names[1], sl_str("at"), sl_str(number)};
  SlColumn *columns[4] = {random_column(kinds[0], length, state), random_column(kinds[1], length, state),
                          random_column(at, length, state), row_numbers(length)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 4, length, &table, &err), err);
  for (int i = 0; i < 4; i++) sl_column_release(columns[i]);
  return table;
}

/* NaN is a key like any other; as something to be nearest to it is nowhere. */
static bool keys_match(const JoinAttempt *n, int64_t l, int64_t r) {
  for (int64_t k = 0; k < n->options.key_count; k++) {
    const SlColumn *a = n->left->columns[k], *b = n->right->columns[k];
    if (sl_column_is_null(a, l) || sl_column_is_null(b, r) || compare_cells(a, l, b, r)) return false;
  }
  if (n->options.asof_left.length == 0) return true;
  const SlColumn *a = n->left->columns[2], *b = n->right->columns[2];
  if (sl_column_is_null(a, l) || sl_column_is_null(b, r)) return false;
  if (a->type == SL_NUMBER && (isnan(sl_column_number(a, l)) || isnan(sl_column_number(b, r)))) return false;
  return compare_cells(b, r, a, l) <= 0;
}

static int64_t partners(const void *context, int64_t l, int64_t *rows) {
  const JoinAttempt *n = context;
  int64_t count = 0;
  const SlColumn *at = n->right->columns[2];
  for (int64_t r = 0; r < n->right->length; r++) {
    if (!keys_match(n, l, r)) continue;
    if (n->options.asof_left.length == 0 || count == 0)
      rows[count++] = r;
    else if (compare_cells(at, r, at, rows[0]) >= 0)
      rows[0] = r;
  }
  return count;
}

/* Keys are those of the left row, where there is one. */
static void check_join(const JoinAttempt *n) {
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_join(n->left, n->right, &n->options, &out, &err), err);
  check_every_pair(out, n->left, n->right, &n->options, partners, n);
  for (int64_t at = 0; at < out->length; at++) {
    int64_t l = row_joined(out, "l", at), row = l >= 0 ? l : row_joined(out, "r", at);
    for (int64_t k = 0; k < n->options.key_count; k++)
      assert_int_equal(compare_cells(out->columns[k], at, (l >= 0 ? n->left : n->right)->columns[k], row), 0);
  }
  sl_table_release(out);
}

static void random_joins_give_what_looking_at_every_pair_gives(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_ODD_NUMBERS, RANDOM_WORDS,
                                     RANDOM_FEW_OF_MANY_TEXTS, RANDOM_BOOLEANS, RANDOM_ALL_EQUAL, RANDOM_ALL_MISSING};
  static const RandomKind orders[] = {RANDOM_SMALL_INTEGERS, RANDOM_ODD_NUMBERS, RANDOM_DATES, RANDOM_DATETIMES};
  uint64_t seed = 20190325;
  for (int round = 0; round < rounds(1500); round++) {
    RandomKind keys[] = {kinds[random_below(&seed, 8)], kinds[random_below(&seed, 8)]};
    RandomKind at = orders[random_below(&seed, 4)];
    JoinAttempt n = {.left = random_table(keys, at, "l", random_below(&seed, 40), &seed),
               .right = random_table(keys, at, "r", random_below(&seed, 40), &seed)};
    n.options = (SlJoinOptions){.how = (SlJoin)random_below(&seed, 6), .expect = SL_MANY_TO_MANY,
                                .left_keys = key_names, .right_keys = key_names,
                                .key_count = random_below(&seed, MOST_KEYS + 1)};
    if (n.options.key_count == 0 || random_below(&seed, 4) == 0)
      n.options.asof_left = n.options.asof_right = sl_str("at");
    sl_threads_set(1 + (int)random_below(&seed, 3));
    check_join(&n);
    sl_table_release((SlTable *)n.left);
    sl_table_release((SlTable *)n.right);
  }
  sl_threads_set(0);
}

/* --- promises ----------------------------------------------------------------------------------------------------- */

static void a_promise_is_held_exactly_when_looking_at_every_pair_says_so(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_WORDS, RANDOM_BOOLEANS};
  uint64_t seed = 7;
  int64_t kept = 0, broken = 0;
  for (int round = 0; round < rounds(1000); round++) {
    RandomKind keys[] = {kinds[random_below(&seed, 4)], RANDOM_BOOLEANS};
    JoinAttempt n = {.left = random_table(keys, RANDOM_DATES, "l", random_below(&seed, 8), &seed),
               .right = random_table(keys, RANDOM_DATES, "r", random_below(&seed, 8), &seed)};
    n.options = (SlJoinOptions){.how = (SlJoin)random_below(&seed, 4), .expect = (SlCardinality)random_below(&seed, 4),
                                .left_keys = key_names, .right_keys = key_names,
                                .key_count = 1 + random_below(&seed, MOST_KEYS)};
    SlTable *out = NULL;
    SlError err;
    SlStatus status = sl_table_join(n.left, n.right, &n.options, &out, &err);
    assert_int_equal(status, check_every_pair(out, n.left, n.right, &n.options, partners, &n) ? SL_OK : SL_EDATA);
    if (status == SL_OK)
      kept++;
    else
      broken++;
    sl_table_release(out);
    sl_table_release((SlTable *)n.left);
    sl_table_release((SlTable *)n.right);
  }
  assert_true(kept > rounds(100) && broken > rounds(100));
}

/* --- many rows ---------------------------------------------------------------------------------------------------- */

static void long_joins_are_the_same_for_any_number_of_threads(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_MANY_INTEGERS, RANDOM_LONG_TEXTS, RANDOM_NUMBERS};
  uint64_t seed = 11;
  SlError err;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    RandomKind keys[] = {kinds[i], RANDOM_BOOLEANS};
    SlTable *left = random_table(keys, RANDOM_DATES, "l", SL_SIZE(150001, 3001), &seed);
    SlTable *right = random_table(keys, RANDOM_DATES, "r", 3000, &seed);
    for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
      SlJoinOptions options = {.how = (SlJoin)how, .expect = SL_MANY_TO_MANY, .left_keys = key_names,
                               .right_keys = key_names, .key_count = 1};
      if (how == SL_JOIN_RIGHT) options.asof_left = options.asof_right = sl_str("at");
      SlTable *alone = NULL, *shared = NULL;
      sl_threads_set(1);
      assert_ok(sl_table_join(left, right, &options, &alone, &err), err);
      sl_threads_set(4);
      assert_ok(sl_table_join(left, right, &options, &shared, &err), err);
      for (int64_t c = 0; c < alone->column_count; c++) assert_same_column(alone->columns[c], shared->columns[c]);
      sl_table_release(alone);
      sl_table_release(shared);
    }
    sl_table_release(left);
    sl_table_release(right);
  }
  sl_threads_set(0);
}

static void columns_are_shared_when_every_left_row_stays_once(void **state) {
  (void)state;
  static const SlStr key = {"key", 3};
  SlTable *left = table_of_two("a", column_of(SL_INTEGER, "1 2 nil 1"), column_of(SL_TEXT, "p q r s")), *out = NULL;
  SlTable *right = table_of_two("b", column_of(SL_INTEGER, "2 1"), column_of(SL_TEXT, "x y"));
  SlJoinOptions options = {.how = SL_JOIN_LEFT, .left_keys = &key, .right_keys = &key, .key_count = 1};
  SlError err;
  assert_ok(sl_table_join(left, right, &options, &out, &err), err);
  assert_ptr_equal(out->columns[0], left->columns[0]);
  assert_ptr_equal(out->columns[1], left->columns[1]);
  assert_column(out->columns[2], "y x nil y");
  sl_table_release(out);
  sl_table_release(left);
  sl_table_release(right);
}

static void an_interrupt_stops_a_join_of_many_rows(void **state) {
  (void)state;
  static const RandomKind keys[] = {RANDOM_NUMBERS, RANDOM_WORDS};
  uint64_t seed = 13;
  SlTable *left = random_table(keys, RANDOM_DATES, "l", 100000, &seed);
  SlError err;
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
    JoinAttempt attempt = {left, left, {.how = (SlJoin)how, .expect = SL_MANY_TO_MANY, .left_keys = key_names,
                                    .right_keys = key_names, .key_count = 2}};
    size_t held = sl_memory_held();
    sl_interrupt();
    assert_int_equal(attempt_join(&attempt, &err), SL_EINTERRUPTED);
    sl_interrupt_clear();
    assert_int_equal(sl_memory_held(), held);
  }
  sl_table_release(left);
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  static const RandomKind small[] = {RANDOM_WORDS, RANDOM_SMALL_INTEGERS};
  static const RandomKind wide[] = {RANDOM_NUMBERS, RANDOM_WIDE_INTEGERS};
  uint64_t seed = 17;
  sl_threads_set(1);
  for (int round = 0; round < 4; round++) {
    const RandomKind *keys = round % 2 ? small : wide;
    SlTable *left = random_table(keys, RANDOM_DATES, "l", 30, &seed);
    SlTable *right = random_table(keys, RANDOM_DATES, "r", 20, &seed);
    for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
      JoinAttempt attempt = {left, right, {.how = (SlJoin)how, .expect = SL_MANY_TO_MANY, .left_keys = key_names,
                                       .right_keys = key_names, .key_count = 1 + round / 2}};
      fail_each_allocation(attempt_join, &attempt);
      attempt.options.asof_left = attempt.options.asof_right = sl_str("at");
      fail_each_allocation(attempt_join, &attempt);
    }
    sl_table_release(left);
    sl_table_release(right);
  }
  Csv one = read_text(referrals, NULL), once = read_text(regions, NULL);
  JoinAttempt attempt = {one.table, once.table, on_force(SL_JOIN_FULL, SL_ONE_TO_MANY)};
  SlError err;
  assert_int_equal(attempt_join(&attempt, &err), SL_EDATA);
  attempt = (JoinAttempt){once.table, one.table, on_force(SL_JOIN_FULL, SL_ONE_TO_MANY)}; /* counts left rows too */
  fail_each_allocation(attempt_join, &attempt);
  csv_reset(&one);
  csv_reset(&once);
  sl_threads_set(0);
}

int main(void) {
  enum { CASES = sizeof cases / sizeof cases[0], OTHERS = 21 };
  struct CMUnitTest tests[CASES + OTHERS] = {
      cmocka_unit_test(broken_cardinality_names_three_keys),
      cmocka_unit_test(duplicates_that_nothing_asks_for_do_no_harm),
      cmocka_unit_test(integers_match_numbers_and_text_does_not_match_them),
      cmocka_unit_test(asof_takes_the_nearest_at_or_before),
      cmocka_unit_test(asof_passes_over_nan_and_missing_on_either_side),
      cmocka_unit_test(asof_matches_integers_with_numbers_and_needs_no_other_key),
      cmocka_unit_test(large_integers_match_no_number_they_would_be_rounded_to),
      cmocka_unit_test(a_key_of_missing_rows_only_goes_with_any_type),
      cmocka_unit_test(broken_cardinality_of_several_keys_names_each),
      cmocka_unit_test(semi_and_anti_promise_nothing),
      cmocka_unit_test(asof_holds_that_each_right_row_is_taken_once),
      cmocka_unit_test(a_key_of_integers_and_numbers_is_of_numbers_where_both_tables_give_rows),
      cmocka_unit_test(tables_without_rows_join),
      cmocka_unit_test(marks_come_along),
      cmocka_unit_test(what_cannot_be_joined_is_refused_in_words),
      cmocka_unit_test(random_joins_give_what_looking_at_every_pair_gives),
      cmocka_unit_test(a_promise_is_held_exactly_when_looking_at_every_pair_says_so),
      cmocka_unit_test(long_joins_are_the_same_for_any_number_of_threads),
      cmocka_unit_test(columns_are_shared_when_every_left_row_stays_once),
      cmocka_unit_test(an_interrupt_stops_a_join_of_many_rows),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  for (int i = 0; i < CASES; i++)
    tests[OTHERS + i] = (struct CMUnitTest){.name = cases[i].name, .test_func = join_case, .initial_state = (void *)(intptr_t)i};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
