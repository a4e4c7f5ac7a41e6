#include "core/base/runtime.h"
#include "core/values/column.h"
#include "tests/support/columns.h"
#include "tests/support/test.h"

enum { COLUMNS = 4 };

/* Row numbers below `length`, some of them -1 when asked; in order one time in two. */
static int64_t *random_rows(int64_t length, int64_t count, bool absent, uint64_t *seed) {
  int64_t *rows = sl_alloc_array((size_t)count, sizeof *rows);
  assert_non_null(rows);
  bool rising = random_word(seed) & 1;
  for (int64_t i = 0; i < count; i++) {
    rows[i] = length == 0 ? -1 : rising ? i * length / count : random_below(seed, length);
    if (absent && random_below(seed, 50) == 0) rows[i] = -1;
  }
  return rows;
}

static void check_taken(const SlColumn *from, const int64_t *rows, int64_t count, const SlColumn *taken) {
  int64_t missing = 0;
  assert_int_equal(taken->length, count);
  for (int64_t i = 0; i < count; i++) {
    if (rows[i] < 0) {
      assert_true(sl_column_is_null(taken, i));
      assert_int_equal(sl_column_reason(taken, i), SL_REASON_NONE);
      missing++;
      continue;
    }
    assert_true(sl_column_rows_equal(taken, i, from, rows[i]));
    assert_int_equal(sl_column_flags(taken, i), sl_column_flags(from, rows[i]));
    missing += sl_column_is_null(from, rows[i]);
  }
  assert_int_equal(taken->null_count, missing);
  assert_true((taken->validity == NULL) == (missing == 0));
}

static void check_random(int64_t length, int64_t count, uint64_t *seed) {
  SlColumn *columns[COLUMNS], *taken[COLUMNS];
  int64_t *lists[2] = {random_rows(length, count, length == 0, seed), random_rows(length, count, true, seed)};
  const int64_t *rows[COLUMNS];
  SlError err;
  for (int c = 0; c < COLUMNS; c++) {
    columns[c] = random_column((RandomKind)random_below(seed, RANDOM_KINDS), length, seed);
    rows[c] = count == length && random_below(seed, 5) == 0 ? NULL : lists[random_below(seed, 2)];
  }
  sl_threads_set(1 + (int)random_below(seed, 3));
  assert_ok(sl_columns_take((const SlColumn *const *)columns, rows, COLUMNS, count, taken, &err), err);
  for (int c = 0; c < COLUMNS; c++) {
    if (rows[c]) {
      SlColumn *alone;
      check_taken(columns[c], rows[c], count, taken[c]);
      assert_ok(sl_column_take(columns[c], rows[c], count, &alone, &err), err);
      check_taken(columns[c], rows[c], count, alone);
      sl_column_release(alone);
    } else {
      assert_ptr_equal(taken[c], columns[c]);
    }
  }
  for (int c = 0; c < COLUMNS; c++) {
    sl_column_release(taken[c]);
    sl_column_release(columns[c]);
  }
  sl_free(lists[0]);
  sl_free(lists[1]);
  sl_threads_set(0);
}

static void rows_taken_are_the_rows_named_with_all_their_marks(void **unused) {
  (void)unused;
  uint64_t seed = 11;
  for (int round = 0; round < rounds(300); round++) {
    int64_t length = random_length(&seed), count = random_below(&seed, 2) ? length : random_length(&seed);
    check_random(length, count, &seed);
  }
  for (int round = 0; round < 12; round++) check_random(1 + random_below(&seed, SL_SIZE(50000, 1000)), SL_SIZE(16383, 63) + random_below(&seed, SL_SIZE(40000, 1000)), &seed);
}

static SlStatus take_columns(void *context, SlError *err) {
  SlColumn *const *columns = context;
  static const int64_t some[] = {3, -1, 0, 2};
  const int64_t *rows[] = {some, some, NULL, some};
  SlColumn *taken[COLUMNS];
  SlStatus status = sl_columns_take((const SlColumn *const *)columns, rows, COLUMNS, 4, taken, err);
  for (int c = 0; status == SL_OK && c < COLUMNS; c++) sl_column_release(taken[c]);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **unused) {
  (void)unused;
  SlColumn *texts = column_of(SL_TEXT, "a b [c] d");
  SlColumn *columns[COLUMNS] = {column_of(SL_INTEGER, "1[p] 2 [c] nil"), as_strings(texts), texts, column_of(SL_NUMBER, "1 2 3 4")};
  sl_threads_set(1);
  fail_each_allocation(take_columns, columns);
  sl_threads_set(0);
  for (int c = 0; c < COLUMNS; c++) sl_column_release(columns[c]);
}

static void an_interrupt_stops_the_taking(void **unused) {
  (void)unused;
  SlColumn *column = column_of(SL_INTEGER, "1 2 3"), *taken = NULL;
  SlError err;
  sl_interrupt();
  assert_int_equal(sl_column_take(column, (const int64_t[]){0, 1}, 2, &taken, &err), SL_EINTERRUPTED);
  assert_null(taken);
  sl_interrupt_clear();
  sl_column_release(column);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_taken_are_the_rows_named_with_all_their_marks),
      cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
      cmocka_unit_test(an_interrupt_stops_the_taking),
  };
  int failed = cmocka_run_group_tests_name("column_take", tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
