#include "core/base/alloc.h"
#include "core/values/labels.h"
#include "tests/support/test.h"

static SlDict *dict_of(const char *const *labels, int64_t count) {
  SlDict *dict = sl_dict_new();
  assert_non_null(dict);
  for (int64_t i = 0; i < count; i++) {
    uint32_t code;
    assert_int_equal(sl_dict_add(dict, sl_str(labels[i]), &code, NULL), SL_OK);
  }
  return dict;
}

static bool may_look_alike(const char *left, const char *right) {
  const char *const lefts[] = {"Avon", left}, *const rights[] = {"Surrey", right, "Avon"};
  SlDict *one = dict_of(lefts, 2), *other = dict_of(rights, 3);
  bool may, turned;
  assert_int_equal(sl_labels_may_look_alike(one, other, &may, NULL), SL_OK);
  assert_int_equal(sl_labels_may_look_alike(other, one, &turned, NULL), SL_OK);
  assert_int_equal(may, turned);
  sl_dict_release(one);
  sl_dict_release(other);
  return may;
}

static void labels_that_differ_in_what_is_hardly_seen_look_alike(void **state) {
  (void)state;
  assert_true(may_look_alike("Kent", "Kent\u00a0"));
  assert_true(may_look_alike("Kent", "KENT"));
  assert_true(may_look_alike("Caf\u00e9", "Cafe\u0301"));
  assert_true(may_look_alike("Kent", "Kent (R)"));
}

static void a_label_that_only_the_other_has_is_not_asked_for(void **state) {
  (void)state;
  const char *const lefts[] = {"Kent"}, *const rights[] = {"Kent", "KENT"};
  SlDict *one = dict_of(lefts, 1), *other = dict_of(rights, 2);
  bool may;
  assert_int_equal(sl_labels_may_look_alike(one, other, &may, NULL), SL_OK);
  assert_false(may);
  assert_int_equal(sl_labels_may_look_alike(other, one, &may, NULL), SL_OK);
  assert_true(may);
  sl_dict_release(one);
  sl_dict_release(other);
}

static void equal_and_other_labels_do_not(void **state) {
  (void)state;
  assert_false(may_look_alike("Kent", "Kent"));
  assert_false(may_look_alike("Kent", "Essex"));
}

static void a_request_for_memory_that_fails_is_said(void **state) {
  (void)state;
  const char *const lefts[] = {"Kent", "Essex"}, *const rights[] = {"KENT", "a label that is longer than the first room for one, by far"};
  SlDict *one = dict_of(lefts, 2), *other = dict_of(rights, 2);
  size_t held = sl_memory_held();
  SlStatus status = SL_ENOMEM;
  for (uint64_t n = 1; status != SL_OK; n++) {
    bool may;
    SlError err;
    sl_memory_fail_after(n);
    status = sl_labels_may_look_alike(one, other, &may, &err);
    sl_memory_fail_after(0);
    assert_int_equal(sl_memory_held(), held);
    if (status == SL_OK)
      assert_true(may);
    else
      assert_int_equal(status, SL_ENOMEM);
    assert_true(n < 1000);
  }
  sl_dict_release(one);
  sl_dict_release(other);
}

static bool have_word(const char *label) {
  const char *const labels[] = {"Avon", label};
  const SlStr words[] = {sl_str("total"), sl_str("all")};
  SlDict *dict = dict_of(labels, 2);
  SlColumn *column = NULL;
  assert_int_equal(sl_column_alloc(SL_TEXT, SL_CODE8, 1, false, dict, &column, NULL), SL_OK);
  bool have = sl_labels_have_word(column, words, 2);
  sl_column_release(column);
  sl_dict_release(dict);
  return have;
}

static void a_word_is_found_in_labels_whatever_its_case(void **state) {
  (void)state;
  assert_true(have_word("Grand TOTAL (UK)"));
  assert_true(have_word("All"));
  assert_false(have_word("Kent"));
  assert_false(have_word("tot al"));
  assert_false(have_word(""));
}

static void a_long_text_is_no_label(void **state) {
  (void)state;
  char text[SL_LONGEST_LABEL + 2];
  memset(text, 'x', sizeof text);
  memcpy(text, "all", 3);
  text[SL_LONGEST_LABEL] = '\0';
  assert_true(have_word(text));
  text[SL_LONGEST_LABEL] = 'x';
  text[SL_LONGEST_LABEL + 1] = '\0';
  assert_false(have_word(text));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(labels_that_differ_in_what_is_hardly_seen_look_alike),
      cmocka_unit_test(a_label_that_only_the_other_has_is_not_asked_for),
      cmocka_unit_test(equal_and_other_labels_do_not),
      cmocka_unit_test(a_request_for_memory_that_fails_is_said),
      cmocka_unit_test(a_word_is_found_in_labels_whatever_its_case),
      cmocka_unit_test(a_long_text_is_no_label),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
