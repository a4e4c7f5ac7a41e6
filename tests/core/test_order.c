#include "core/query/rows.h"
#include "core/values/order.h"
#include "tests/support/columns.h"
#include "tests/support/test.h"

static const SlStr bands[] = {{"5-9", 3}, {"10-17", 5}, {"18+", 3}};

static SlColumn *ordered(const char *texts) {
  SlColumn *column = column_of(SL_TEXT, texts), *out = NULL;
  SlError err;
  assert_ok(sl_column_order(column, bands, 3, &out, &err), err);
  sl_column_release(column);
  return out;
}

static void assert_texts(const SlColumn *column, const char *expected) {
  SlColumn *other = column_of(SL_TEXT, expected);
  assert_int_equal(column->length, other->length);
  for (int64_t row = 0; row < column->length; row++) assert_true(sl_column_rows_equal(column, row, other, row));
  sl_column_release(other);
}

static void texts_and_missing_rows_stay_what_they_were(void **state) {
  (void)state;
  SlColumn *column = ordered("18+ nil 5-9 10-17 18+");
  assert_texts(column, "18+ nil 5-9 10-17 18+");
  assert_int_equal(column->null_count, 1);
  assert_true(sl_dict_is_ordered(column->dict));
  sl_column_release(column);
}

static void ranks_are_places_in_the_order(void **state) {
  (void)state;
  SlColumn *column = ordered("18+ 5-9");
  const uint32_t *ranks;
  SlError err;
  assert_ok(sl_dict_ranks(column->dict, &ranks, &err), err);
  for (uint32_t code = 0; code < 3; code++) {
    assert_int_equal(ranks[code], code);
    assert_true(sl_str_equal(sl_dict_get(column->dict, code), bands[code]));
  }
  sl_column_release(column);
}

static void rows_put_below_each_other_keep_an_order_that_both_have(void **state) {
  (void)state;
  SlColumn *columns[] = {ordered("18+ nil"), ordered("5-9 18+")}, *both = NULL, *mixed = NULL;
  SlError err;
  assert_ok(sl_column_append((const SlColumn *const *)columns, 2, &both, &err), err);
  assert_texts(both, "18+ nil 5-9 18+");
  assert_true(sl_dict_is_ordered(both->dict));
  SlColumn *plain[] = {columns[0], column_of(SL_TEXT, "5-9")};
  assert_ok(sl_column_append((const SlColumn *const *)plain, 2, &mixed, &err), err);
  assert_texts(mixed, "18+ nil 5-9");
  assert_false(sl_dict_is_ordered(mixed->dict));
  sl_column_release(plain[1]);
  sl_column_release(columns[0]);
  sl_column_release(columns[1]);
  sl_column_release(both);
  sl_column_release(mixed);
}

static void what_is_no_order_is_refused(void **state) {
  (void)state;
  static const SlStr twice[] = {{"a", 1}, {"b", 1}, {"a", 1}};
  SlColumn *texts = column_of(SL_TEXT, "a nil b c"), *numbers = column_of(SL_INTEGER, "1"), *out = NULL;
  SlError err;
  assert_int_equal(sl_column_order(texts, twice, 3, &out, &err), SL_EARG);
  assert_string_equal(err.text, "\"a\" stands twice in the order");
  assert_int_equal(sl_column_order(texts, twice, 2, &out, &err), SL_EDATA);
  assert_string_equal(err.text, "row 4: \"c\" is not in the order");
  assert_int_equal(sl_column_order(numbers, twice, 2, &out, &err), SL_ETYPE);
  assert_null(out);
  sl_column_release(texts);
  sl_column_release(numbers);
}

static void orders_are_the_same_when_all_labels_are_in_the_same_places(void **state) {
  (void)state;
  static const SlStr other[] = {{"5-9", 3}, {"18+", 3}, {"10-17", 5}};
  SlDict *first = NULL, *second = NULL, *turned = NULL, *shorter = NULL, *plain = sl_dict_new();
  SlError err;
  assert_ok(sl_dict_new_ordered(bands, 3, &first, &err), err);
  assert_ok(sl_dict_new_ordered(bands, 3, &second, &err), err);
  assert_ok(sl_dict_new_ordered(other, 3, &turned, &err), err);
  assert_ok(sl_dict_new_ordered(bands, 2, &shorter, &err), err);
  assert_true(sl_dict_same_order(first, second));
  assert_false(sl_dict_same_order(first, turned));
  assert_false(sl_dict_same_order(first, shorter));
  assert_false(sl_dict_same_order(plain, plain));
  SlDict *all[] = {first, second, turned, shorter, plain};
  for (int i = 0; i < 5; i++) sl_dict_release(all[i]);
}

static SlStatus order_once(void *context, SlError *err) {
  SlColumn *out = NULL;
  SlStatus status = sl_column_order(context, bands, 3, &out, err);
  sl_column_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  SlColumn *column = column_of(SL_TEXT, "18+ nil 5-9 10-17 18+");
  fail_each_allocation(order_once, column);
  sl_column_release(column);
}

int main(void) {
  const struct CMUnitTest cases[] = {
      cmocka_unit_test(texts_and_missing_rows_stay_what_they_were), cmocka_unit_test(ranks_are_places_in_the_order),
      cmocka_unit_test(rows_put_below_each_other_keep_an_order_that_both_have), cmocka_unit_test(what_is_no_order_is_refused),
      cmocka_unit_test(orders_are_the_same_when_all_labels_are_in_the_same_places),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  return cmocka_run_group_tests_name("order", cases, NULL, NULL);
}
