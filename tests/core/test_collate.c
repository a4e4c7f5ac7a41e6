#include "core/query/rows.h"
#include "core/values/collate.h"
#include "core/values/order.h"
#include "tests/support/columns.h"
#include "tests/support/test.h"

/* The texts sorted by their collated column are those. */
static void assert_order(const char *const *texts, const char *const *expected, int64_t count) {
  SlColumn *column = texts_of(texts, count), *key = NULL, *sorted = NULL;
  SlTable *table = NULL, *out = NULL;
  SlError err;
  assert_ok(sl_column_collate(column, &key, &err), err);
  SlStr name = sl_str("t");
  assert_ok(sl_table_new(&name, &column, 1, count, &table, &err), err);
  SlSortKey by = {.column = key};
  assert_ok(sl_table_sort(table, &by, 1, &out, &err), err);
  sorted = texts_of(expected, count);
  for (int64_t row = 0; row < count; row++)
    if (!sl_column_rows_equal(out->columns[0], row, sorted, row))
      fail_msg("row %d is %.*s, not %s", (int)row, SL_STR_ARGS(sl_column_text(out->columns[0], row)), expected[row] ? expected[row] : "missing");
  sl_column_release(sorted);
  sl_column_release(column);
  sl_column_release(key);
  sl_table_release(table);
  sl_table_release(out);
}

static void names_are_in_the_order_of_an_index_missing_last(void **state) {
  (void)state;
  static const char *const texts[] = {"Zambia", "T\xC3\xBCrkiye", NULL, "\xC3\x85land", "albania", "Turkmenistan", "Albania", "\xC3\x89ire", "Eritrea", ""};
  static const char *const sorted[] = {"", "\xC3\x85land", "albania", "Albania", "\xC3\x89ire", "Eritrea", "T\xC3\xBCrkiye", "Turkmenistan", "Zambia", NULL};
  assert_order(texts, sorted, 10);
}

static void a_letter_in_one_character_or_in_two_stands_in_one_place(void **state) {
  (void)state;
  static const char *const texts[] = {"Ebb", "\xC3\x89" "a", "E\xCC\x81" "a", "Eaa"};
  static const char *const sorted[] = {"E\xCC\x81" "a", "\xC3\x89" "a", "Eaa", "Ebb"};
  assert_order(texts, sorted, 4);
}

static void long_texts_and_many_are_sorted(void **state) {
  (void)state;
  enum { COUNT = 3000, BYTES = 400 };
  static char texts[COUNT][BYTES];
  static const char *unsorted[COUNT], *sorted[COUNT];
  for (int i = 0; i < COUNT; i++) {
    memset(texts[i], 'a', BYTES - 1);
    for (int digit = 0, left = i; digit < 4; digit++, left /= 10) texts[i][BYTES - 2 - digit] = (char)('0' + left % 10);
    sorted[i] = texts[i];
    unsorted[(int64_t)i * 1013 % COUNT] = texts[i];
  }
  assert_order(unsorted, sorted, COUNT);
}

static void an_order_of_its_own_and_other_types_stay(void **state) {
  (void)state;
  static const SlStr bands[] = {{"b", 1}, {"a", 1}};
  SlColumn *texts = column_of(SL_TEXT, "a b"), *numbers = column_of(SL_INTEGER, "1 2"), *own = NULL, *out = NULL;
  SlError err;
  assert_ok(sl_column_order(texts, bands, 2, &own, &err), err);
  assert_ok(sl_column_collate(own, &out, &err), err);
  assert_ptr_equal(out, own);
  sl_column_release(out);
  assert_ok(sl_column_collate(numbers, &out, &err), err);
  assert_ptr_equal(out, numbers);
  sl_column_release(out);
  sl_column_release(own);
  sl_column_release(texts);
  sl_column_release(numbers);
}

static void without_icu_the_message_says_what_to_install(void **state) {
  (void)state;
  SlColumn *texts = column_of(SL_TEXT, "a b"), *out = NULL;
  SlError err;
  sl_collate_look_for("libicu-that-is-not-there.so");
  assert_int_equal(sl_column_collate(texts, &out, &err), SL_EIO);
  assert_string_equal(err.text, "collate needs ICU, which is not installed: on Debian and Ubuntu apt-get install libicu-dev");
  sl_collate_look_for(NULL);
  assert_ok(sl_column_collate(texts, &out, &err), err);
  sl_column_release(out);
  sl_column_release(texts);
}

static SlStatus collate_once(void *context, SlError *err) {
  SlColumn *out = NULL;
  SlStatus status = sl_column_collate(context, &out, err);
  sl_column_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  SlColumn *column = column_of(SL_TEXT, "Turkmenistan nil Albania");
  fail_each_allocation(collate_once, column);
  sl_column_release(column);
}

int main(void) {
  const struct CMUnitTest cases[] = {
      cmocka_unit_test(names_are_in_the_order_of_an_index_missing_last),
      cmocka_unit_test(a_letter_in_one_character_or_in_two_stands_in_one_place),
      cmocka_unit_test(long_texts_and_many_are_sorted),
      cmocka_unit_test(an_order_of_its_own_and_other_types_stay),
      cmocka_unit_test(without_icu_the_message_says_what_to_install),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  return cmocka_run_group_tests_name("collate", cases, NULL, NULL);
}
