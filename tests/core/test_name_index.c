#include <stdio.h>

#include "core/base/alloc.h"
#include "core/base/name_index.h"
#include "tests/support/test.h"

enum { MANY = 50000 };

static char letters[MANY][16];
static SlStr names[MANY];

static void make_names(void) {
  for (int i = 0; i < MANY; i++)
    names[i] = (SlStr){letters[i], (size_t)snprintf(letters[i], sizeof letters[i], "column %d", i)};
}

static void names_are_found_where_they_stand(void **state) {
  (void)state;
  make_names();
  SlNameIndex index;
  SlError err = {0};
  assert_ok(sl_name_index_init(&index, MANY, &err), err);
  for (int i = MANY - 1; i >= 0; i -= 2) assert_int_equal(sl_name_index_add(&index, names, i), i);
  for (int i = 0; i < MANY; i++) assert_int_equal(sl_name_index_find(&index, names, names[i]), i % 2 ? i : -1);
  assert_int_equal(sl_name_index_find(&index, names, sl_str("")), -1);
  sl_name_index_reset(&index);
}

static void a_name_that_stands_twice_is_found_where_it_was_added_first(void **state) {
  (void)state;
  SlStr list[] = {sl_str("a"), sl_str("b"), sl_str("a"), sl_str(""), sl_str("")};
  SlNameIndex index;
  SlError err = {0};
  assert_ok(sl_name_index_init(&index, 5, &err), err);
  assert_int_equal(sl_name_index_add(&index, list, 2), 2);
  assert_int_equal(sl_name_index_add(&index, list, 1), 1);
  assert_int_equal(sl_name_index_add(&index, list, 0), 2);
  assert_int_equal(sl_name_index_add(&index, list, 4), 4);
  assert_int_equal(sl_name_index_add(&index, list, 3), 4);
  assert_int_equal(sl_name_index_find(&index, list, sl_str("a")), 2);
  sl_name_index_reset(&index);
}

static void the_list_may_move(void **state) {
  (void)state;
  SlStr list[] = {sl_str("a"), sl_str("b")}, moved[] = {list[0], list[1]};
  SlNameIndex index;
  SlError err = {0};
  assert_ok(sl_name_index_init(&index, 2, &err), err);
  sl_name_index_add(&index, list, 1);
  assert_int_equal(sl_name_index_find(&index, moved, sl_str("b")), 1);
  sl_name_index_reset(&index);
}

static void an_index_of_none_finds_none(void **state) {
  (void)state;
  SlNameIndex index = {.slots = NULL};
  assert_int_equal(sl_name_index_find(&index, NULL, sl_str("a")), -1);
  sl_name_index_reset(&index);
}

static void more_names_than_can_be_numbered_or_held_are_refused(void **state) {
  (void)state;
  SlNameIndex index;
  SlError err = {0};
  assert_int_equal(sl_name_index_init(&index, INT64_C(1) << 40, &err), SL_ERANGE);
  sl_memory_fail_after(1);
  assert_int_equal(sl_name_index_init(&index, 10, &err), SL_ENOMEM);
  sl_memory_fail_after(0);
  sl_name_index_reset(&index);
}

/* What makes it fit for a million names. */
static void a_name_takes_at_most_32_bytes(void **state) {
  (void)state;
  SlNameIndex index;
  SlError err = {0};
  size_t held = sl_memory_held();
  assert_ok(sl_name_index_init(&index, MANY, &err), err);
  assert_true(sl_memory_held() - held <= MANY * 32);
  sl_name_index_reset(&index);
  assert_int_equal(sl_memory_held(), held);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_are_found_where_they_stand),
      cmocka_unit_test(a_name_that_stands_twice_is_found_where_it_was_added_first),
      cmocka_unit_test(the_list_may_move),
      cmocka_unit_test(an_index_of_none_finds_none),
      cmocka_unit_test(more_names_than_can_be_numbered_or_held_are_refused),
      cmocka_unit_test(a_name_takes_at_most_32_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
