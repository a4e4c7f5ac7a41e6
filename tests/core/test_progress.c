#include "core/base/progress.h"

#include "tests/support/test.h"

static void a_read_is_counted_from_its_begin_to_its_end(void **state) {
  (void)state;
  SlProgress progress;
  assert_false(sl_progress_look(&progress));
  sl_progress_begin("a.csv", 100);
  sl_progress_add(40, 3);
  sl_progress_add(10, 1);
  assert_true(sl_progress_look(&progress));
  assert_string_equal(progress.name, "a.csv");
  assert_int_equal(progress.total, 100);
  assert_int_equal(progress.bytes, 50);
  assert_int_equal(progress.rows, 4);
  sl_progress_end();
  assert_false(sl_progress_look(&progress));
}

static void a_read_within_another_counts_for_the_outer_one(void **state) {
  (void)state;
  SlProgress progress;
  sl_progress_begin("outer.csv", 0);
  sl_progress_begin("inner.csv", 7);
  sl_progress_add(5, 0);
  sl_progress_end();
  assert_true(sl_progress_look(&progress));
  assert_string_equal(progress.name, "outer.csv");
  assert_int_equal(progress.bytes, 5);
  sl_progress_end();
  assert_false(sl_progress_look(&progress));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_read_is_counted_from_its_begin_to_its_end),
      cmocka_unit_test(a_read_within_another_counts_for_the_outer_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
