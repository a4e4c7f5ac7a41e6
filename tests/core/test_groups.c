#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "tests/support/columns.h"

static SlGroups *group_by(SlColumn **keys, int64_t count, bool complete) {
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(sl_groups_new((const SlColumn *const *)keys, count, count ? keys[0]->length : 0, complete, &groups, &err), err);
  return groups;
}

static void release_all(SlColumn **columns, int64_t count) {
  for (int64_t i = 0; i < count; i++) sl_column_release(columns[i]);
}

static void assert_groups(const SlGroups *groups, const char *expected) {
  SlBuf out;
  sl_buf_init(&out);
  size_t count = 1;
  for (const char *c = expected; *c; c++) count += *c == ' ';
  for (size_t i = 0; i < count; i++) sl_buf_printf(&out, i ? " %u" : "%u", sl_groups_of_row(groups, (int64_t)i));
  assert_string_equal(sl_buf_text(&out), expected);
  sl_buf_reset(&out);
}

static void groups_come_in_the_order_of_their_keys(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "Kent Essex nil Kent");
  SlGroups *groups = group_by(&key, 1, false);
  assert_int_equal(groups->group_count, 3);
  assert_groups(groups, "1 0 2 1");
  assert_column(groups->keys[0], "Essex Kent nil");
  assert_int_equal(groups->first_row[0], 1);
  assert_int_equal(groups->first_row[1], 0);
  assert_int_equal(groups->sizes[1], 2);
  sl_groups_free(groups);
  sl_column_release(key);
}

static void missing_keys_form_one_group_with_their_strongest_reason(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_INTEGER, "[x] 5[p] nil [c] 5");
  SlGroups *groups = group_by(&key, 1, false);
  assert_groups(groups, "1 0 1 1 0");
  assert_column(groups->keys[0], "5 [c]");
  sl_groups_free(groups);
  sl_column_release(key);
}

static void nan_is_a_group_just_before_the_missing(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_NUMBER, "nan nil 1 -inf inf nan -0 0");
  SlGroups *groups = group_by(&key, 1, false);
  assert_groups(groups, "4 5 2 0 3 4 1 1");
  sl_groups_free(groups);
  sl_column_release(key);
}

static void several_keys_sort_one_after_the_other(void **state) {
  (void)state;
  SlColumn *keys[] = {column_of(SL_INTEGER, "2019 2018 2018 2019 nil"), column_of(SL_TEXT, "Kent Kent Essex nil Kent")};
  SlGroups *groups = group_by(keys, 2, false);
  assert_column(groups->keys[0], "2018 2018 2019 2019 nil");
  assert_column(groups->keys[1], "Essex Kent Kent nil Kent");
  assert_groups(groups, "2 1 0 3 4");
  sl_groups_free(groups);
  release_all(keys, 2);
}

static void no_keys_make_one_group_of_all_rows_also_of_none(void **state) {
  (void)state;
  SlError err;
  for (int64_t rows = 0; rows < 3; rows++) {
    SlGroups *groups = NULL;
    assert_ok(sl_groups_new(NULL, 0, rows, false, &groups, &err), err);
    assert_int_equal(groups->group_count, 1);
    assert_int_equal(groups->sizes[0], rows);
    assert_int_equal(groups->first_row[0], rows ? 0 : -1);
    sl_groups_free(groups);
  }
}

static void a_table_without_rows_has_no_groups(void **state) {
  (void)state;
  SlColumn *keys[] = {column_of(SL_TEXT, ""), column_of(SL_NUMBER, "")};
  for (int complete = 0; complete < 2; complete++) {
    SlGroups *groups = group_by(keys, 2, complete);
    assert_int_equal(groups->group_count, 0);
    assert_int_equal(groups->keys[1]->length, 0);
    sl_groups_free(groups);
  }
  release_all(keys, 2);
}

static void complete_adds_combinations_of_present_keys_only(void **state) {
  (void)state;
  SlColumn *keys[] = {column_of(SL_INTEGER, "2018 2019 nil"), column_of(SL_TEXT, "Kent Essex Essex")};
  SlGroups *groups = group_by(keys, 2, true);
  assert_column(groups->keys[0], "2018 2018 2019 2019 nil");
  assert_column(groups->keys[1], "Essex Kent Essex Kent Essex");
  assert_groups(groups, "1 2 4");
  assert_int_equal(groups->first_row[0], -1);
  assert_int_equal(groups->sizes[0], 0);
  assert_int_equal(groups->first_row[4], 2);
  sl_groups_free(groups);
  release_all(keys, 2);
}

static void too_many_combinations_are_refused(void **state) {
  (void)state;
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t i = 0; i < 70000; i++) sl_builder_add_integer(&builder, i);
  SlColumn *key = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &key, &err), err);
  const SlColumn *keys[] = {key, key};
  SlGroups *groups = NULL;
  assert_int_equal(sl_groups_new(keys, 2, key->length, true, &groups, &err), SL_ERANGE);
  assert_says(err, "combinations");
  sl_column_release(key);
}

static void order_lists_the_rows_of_each_group(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "b a b c a");
  SlGroups *groups = group_by(&key, 1, false);
  int64_t *order, *starts;
  SlError err;
  assert_ok(sl_groups_order(groups, &order, &starts, &err), err);
  static const int64_t rows[] = {1, 4, 0, 2, 3}, begins[] = {0, 2, 4, 5};
  assert_memory_equal(order, rows, sizeof rows);
  assert_memory_equal(starts, begins, sizeof begins);
  sl_free(order);
  sl_free(starts);
  sl_groups_free(groups);
  sl_column_release(key);
}

/* --- against a sort of the rows by their cells ------------------------------------------------------------------------- */

static SlColumn **sorted_keys;
static int64_t sorted_key_count;

static int compare_rows(const void *a, const void *b) {
  int64_t row_a = *(const int64_t *)a, row_b = *(const int64_t *)b;
  for (int64_t k = 0; k < sorted_key_count; k++) {
    int order = compare_cells(sorted_keys[k], row_a, sorted_keys[k], row_b);
    if (order) return order;
  }
  return (row_a > row_b) - (row_a < row_b);
}

static void check_against_sort(SlColumn **keys, int64_t key_count) {
  int64_t length = keys[0]->length;
  sorted_keys = keys;
  sorted_key_count = key_count;
  int64_t *rows = sl_alloc_array((size_t)length, sizeof *rows);
  for (int64_t i = 0; i < length; i++) rows[i] = i;
  qsort(rows, (size_t)length, sizeof *rows, compare_rows);
  SlGroups *groups = group_by(keys, key_count, false);
  int64_t *order, *starts;
  SlError err;
  assert_ok(sl_groups_order(groups, &order, &starts, &err), err);
  assert_int_equal(starts[groups->group_count], length);
  int64_t group = -1;
  for (int64_t i = 0; i < length; i++) {
    bool same = i > 0;
    for (int64_t k = 0; k < key_count && same; k++) same = compare_cells(keys[k], rows[i - 1], keys[k], rows[i]) == 0;
    if (!same) {
      group++;
      assert_int_equal(starts[group], i);
      assert_int_equal(groups->first_row[group], rows[i]);
      for (int64_t k = 0; k < key_count; k++) assert_int_equal(compare_cells(groups->keys[k], group, keys[k], rows[i]), 0);
    }
    assert_int_equal(sl_groups_of_row(groups, rows[i]), group);
    assert_int_equal(order[i], rows[i]);
  }
  assert_int_equal(groups->group_count, group + 1);
  for (int64_t g = 0; g < groups->group_count; g++) assert_int_equal(groups->sizes[g], starts[g + 1] - starts[g]);
  sl_free(order);
  sl_free(starts);
  sl_groups_free(groups);
  sl_free(rows);
}

static void random_keys_group_as_a_sort_would(void **state) {
  (void)state;
  uint64_t seed = 20190325;
  for (int round = 0; round < rounds(600); round++) {
    int64_t length = random_length(&seed), key_count = 1 + random_below(&seed, 4);
    SlColumn *keys[4];
    for (int64_t k = 0; k < key_count; k++) keys[k] = random_column((RandomKind)random_below(&seed, RANDOM_KINDS), length, &seed);
    sl_threads_set(1 + (int)random_below(&seed, 3));
    check_against_sort(keys, key_count);
    release_all(keys, key_count);
  }
  sl_threads_set(0);
}

/* Lengths at which morsels, hash tables and the parallel sort come in. */
static void long_tables_group_as_a_sort_would(void **state) {
  (void)state;
  static const RandomKind kinds[][2] = {{RANDOM_SMALL_INTEGERS, RANDOM_WORDS},          {RANDOM_MANY_INTEGERS, RANDOM_MANY_INTEGERS},
                                        {RANDOM_WIDE_INTEGERS, RANDOM_ODD_NUMBERS},     {RANDOM_NUMBERS, RANDOM_LONG_TEXTS},
                                        {RANDOM_NUMBERS, RANDOM_NUMBERS}, {RANDOM_ALL_EQUAL, RANDOM_ALL_MISSING}};
  uint64_t seed = 7;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    SlColumn *keys[] = {random_column(kinds[i][0], SL_SIZE(150001, 3001), &seed), random_column(kinds[i][1], SL_SIZE(150001, 3001), &seed)};
    for (int threads = 1; threads <= 4; threads += 3) {
      sl_threads_set(threads);
      check_against_sort(keys, 2);
      check_against_sort(keys, 1);
    }
    release_all(keys, 2);
  }
  sl_threads_set(0);
}

/* Groups that begin in the middle and at the end of the table; many rows a group, a few, and numbers left out. */
static void groups_may_begin_anywhere(void **state) {
  (void)state;
  static const struct { int64_t divisor, step; } cases[] = {{1000, 1}, {1000, 7}, {20, 1}, {2, 1}, {1, 1}};
  enum { ROWS = SL_SIZE(200000, 4000) };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlBuilder builder;
    sl_builder_init(&builder, SL_INTEGER);
    for (int64_t row = 0; row < ROWS; row++) sl_builder_add_integer(&builder, row / cases[i].divisor * cases[i].step);
    SlColumn *key = NULL;
    SlError err;
    assert_ok(sl_builder_finish(&builder, &key, &err), err);
    for (int threads = 1; threads <= 4; threads++) {
      sl_threads_set(threads);
      check_against_sort(&key, 1);
    }
    sl_column_release(key);
  }
  sl_threads_set(0);
}

typedef struct Attempt {
  SlColumn *keys[4];
  int64_t key_count;
  bool complete;
} Attempt;

static SlStatus attempt_groups(void *context, SlError *err) {
  Attempt *attempt = context;
  SlGroups *groups = NULL;
  SlStatus status = sl_groups_new((const SlColumn *const *)attempt->keys, attempt->key_count, attempt->keys[0]->length,
                                  attempt->complete, &groups, err);
  if (status != SL_OK) return status;
  int64_t *order, *starts;
  status = sl_groups_order(groups, &order, &starts, err);
  if (status == SL_OK) {
    sl_free(order);
    sl_free(starts);
  }
  sl_groups_free(groups);
  return status;
}

static void every_failed_allocation_is_reported(void **state) {
  (void)state;
  uint64_t seed = 3;
  static const struct { RandomKind kinds[4]; int64_t key_count, length; bool complete; } cases[] = {
      {{RANDOM_SMALL_INTEGERS, RANDOM_WORDS}, 2, 100, false},
      {{RANDOM_SMALL_INTEGERS, RANDOM_WORDS}, 2, 100, true},
      {{RANDOM_WIDE_INTEGERS, RANDOM_ODD_NUMBERS, RANDOM_LONG_TEXTS}, 3, SL_SIZE(2000, 400), false},
      {{RANDOM_FEW_OF_MANY_TEXTS, RANDOM_NUMBERS}, 2, 500, false},
      {{RANDOM_NUMBERS, RANDOM_NUMBERS, RANDOM_NUMBERS, RANDOM_NUMBERS}, 4, SL_SIZE(20000, 700), false},
      {{RANDOM_MANY_INTEGERS}, 1, SL_SIZE(20000, 700), false},
  };
  sl_threads_set(1);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Attempt attempt = {.key_count = cases[i].key_count, .complete = cases[i].complete};
    for (int64_t k = 0; k < attempt.key_count; k++) attempt.keys[k] = random_column(cases[i].kinds[k], cases[i].length, &seed);
    fail_each_allocation(attempt_groups, &attempt);
    release_all(attempt.keys, attempt.key_count);
  }
  sl_threads_set(0);
}

static void hashing_reports_every_failed_allocation(void **state) {
  (void)state;
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t i = 0; i < SL_SIZE(140000, 1000); i++) sl_builder_add_integer(&builder, i % SL_SIZE(900, 90) * INT64_C(10000000019));
  Attempt attempt = {.key_count = 1};
  SlError err;
  assert_ok(sl_builder_finish(&builder, &attempt.keys[0], &err), err);
  sl_threads_set(1);
  fail_each_allocation(attempt_groups, &attempt);
  sl_threads_set(0);
  sl_column_release(attempt.keys[0]);
}

static void an_interrupt_stops_the_grouping(void **state) {
  (void)state;
  uint64_t seed = 5;
  SlColumn *keys[] = {random_column(RANDOM_NUMBERS, 100000, &seed)};
  SlGroups *groups = NULL;
  SlError err;
  size_t held = sl_memory_held();
  sl_interrupt();
  assert_int_equal(sl_groups_new((const SlColumn *const *)keys, 1, 100000, false, &groups, &err), SL_EINTERRUPTED);
  sl_interrupt_clear();
  assert_int_equal(sl_memory_held(), held);
  release_all(keys, 1);
}

/* Said before the memory is asked for, which may be granted and never found. */
static void combinations_that_would_not_fit_are_refused_in_words(void **state) {
  (void)state;
  enum { VALUES = 3000 };
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t row = 0; row < VALUES; row++) sl_builder_add_integer(&builder, row);
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  const SlColumn *keys[] = {column, column};
  SlGroups *groups = NULL;
  sl_memory_set_limit(sl_memory_held() + 100000000);
  SlStatus status = sl_groups_new(keys, 2, VALUES, true, &groups, &err);
  sl_memory_set_limit(0);
  assert_int_equal(status, SL_ENOMEM);
  assert_says(err, "the keys have 9000000 combinations, which take some 396 MB, more than the 100 MB that are allowed");
  sl_column_release(column);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(combinations_that_would_not_fit_are_refused_in_words),
      cmocka_unit_test(groups_come_in_the_order_of_their_keys),
      cmocka_unit_test(missing_keys_form_one_group_with_their_strongest_reason),
      cmocka_unit_test(nan_is_a_group_just_before_the_missing),
      cmocka_unit_test(several_keys_sort_one_after_the_other),
      cmocka_unit_test(no_keys_make_one_group_of_all_rows_also_of_none),
      cmocka_unit_test(a_table_without_rows_has_no_groups),
      cmocka_unit_test(complete_adds_combinations_of_present_keys_only),
      cmocka_unit_test(too_many_combinations_are_refused),
      cmocka_unit_test(order_lists_the_rows_of_each_group),
      cmocka_unit_test(random_keys_group_as_a_sort_would),
      cmocka_unit_test(groups_may_begin_anywhere),
      cmocka_unit_test(long_tables_group_as_a_sort_would),
      cmocka_unit_test(every_failed_allocation_is_reported),
      cmocka_unit_test(hashing_reports_every_failed_allocation),
      cmocka_unit_test(an_interrupt_stops_the_grouping),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
