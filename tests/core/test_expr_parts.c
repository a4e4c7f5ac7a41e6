#include "core/expr/parts.h"

#include "core/base/alloc.h"
#include "tests/support/test.h"

static void parts_are_what_the_brackets_capture(void **state) {
  (void)state;
  SlStr parts[2];
  bool found = false;
  SlError err;
  assert_ok(sl_text_parts(sl_str("^([a-z]+)_(\\d{4})$"), sl_str("people_2021"), parts, 2, &found, &err), err);
  assert_true(found);
  assert_true(sl_str_equal(parts[0], sl_str("people")) && sl_str_equal(parts[1], sl_str("2021")));
  assert_ok(sl_text_parts(sl_str("^([a-z]+)_(\\d{4})$"), sl_str("people"), parts, 2, &found, &err), err);
  assert_false(found);
}

static void another_number_of_brackets_is_an_error(void **state) {
  (void)state;
  SlStr parts[2];
  bool found;
  SlError err;
  assert_int_equal(sl_text_parts(sl_str("(a)"), sl_str("a"), parts, 2, &found, &err), SL_EARG);
  assert_string_equal(err.text, "the pattern \"(a)\" captures with 1 pairs of brackets, and 2 are wanted");
  assert_int_equal(sl_text_parts(sl_str("(a)|(b)"), sl_str("b"), parts, 2, &found, &err), SL_EARG);
  assert_string_equal(err.text, "the pattern \"(a)|(b)\" fits \"b\" without its bracket 1");
  assert_int_equal(sl_text_parts(sl_str("(a"), sl_str("b"), parts, 1, &found, &err), SL_EPARSE);
  assert_int_equal(sl_memory_held(), 0);
}

static void brackets_are_told_by_their_names(void **state) {
  (void)state;
  char names[3][SL_PART_NAME_BYTES];
  int count = 0;
  SlError err;
  assert_ok(sl_pattern_part_names(sl_str("(?<year>\\d+) (?:of )?(\\w+) (?P<area>.*)"), names, 3, &count, &err), err);
  assert_int_equal(count, 3);
  assert_string_equal(names[0], "year");
  assert_string_equal(names[1], "");
  assert_string_equal(names[2], "area");
  assert_ok(sl_pattern_part_names(sl_str("(a)(?<b>b)"), names, 1, &count, &err), err);
  assert_int_equal(count, 2);
  assert_int_equal(sl_pattern_part_names(sl_str("(a"), names, 3, &count, &err), SL_EPARSE);
  assert_int_equal(sl_memory_held(), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_are_what_the_brackets_capture),
      cmocka_unit_test(another_number_of_brackets_is_an_error),
      cmocka_unit_test(brackets_are_told_by_their_names),
  };
  return cmocka_run_group_tests_name("expr_parts", tests, NULL, NULL);
}
