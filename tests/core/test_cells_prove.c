#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/cells/prove.h"
#include "core/values/builder.h"
#include "tests/support/test.h"

static const SlCellRules plain = {.decimal = '.', .date_order = -1}, marked = {.decimal = '.', .date_order = -1, .markers = true, .strips_marks = true};

/* A text column; NULL is a missing row. */
static SlColumn *texts(const char *const *cells, int64_t count) {
  SlBuilder builder;
  SlColumn *column;
  sl_builder_init(&builder, SL_TEXT);
  for (int64_t i = 0; i < count; i++)
    if (cells[i])
      sl_builder_add_text(&builder, sl_str(cells[i]));
    else
      sl_builder_add_null(&builder, SL_REASON_CONFIDENTIAL);
  assert_int_equal(sl_builder_finish(&builder, &column, NULL), SL_OK);
  return column;
}

static SlColumn *proved(const SlCellRules *rules, const char *const *cells, int64_t count) {
  SlColumn *column = texts(cells, count), *out = NULL;
  assert_int_equal(sl_column_prove(column, rules, &out, NULL), SL_OK);
  sl_column_release(column);
  return out;
}

static SlType type_of(const char *const *cells, int64_t count) {
  SlColumn *column = proved(&plain, cells, count);
  SlType type = column->type;
  sl_column_release(column);
  return type;
}

static void a_column_is_what_every_cell_reads_as(void **state) {
  (void)state;
  assert_int_equal(type_of((const char *[]){"12", "1,204", NULL}, 3), SL_INTEGER);
  assert_int_equal(type_of((const char *[]){"12", "0.5"}, 2), SL_NUMBER);
  assert_int_equal(type_of((const char *[]){"0.5", "12"}, 2), SL_NUMBER);
  assert_int_equal(type_of((const char *[]){"2019-03-25", "2019-03-26"}, 2), SL_DATE);
  assert_int_equal(type_of((const char *[]){"25/03/2019", "2019-03-26"}, 2), SL_TEXT);
  assert_int_equal(type_of((const char *[]){"12", "Kent"}, 2), SL_TEXT);
  assert_int_equal(type_of((const char *[]){"12", "2019-03-26"}, 2), SL_TEXT);
  assert_int_equal(type_of((const char *[]){"01", "12"}, 2), SL_TEXT);
  assert_int_equal(type_of((const char *[]){"12345678901234567", "0.5"}, 2), SL_TEXT);
  assert_int_equal(type_of((const char *[]){NULL, NULL}, 2), SL_TEXT);
}

static void values_reasons_and_an_empty_text_stay_what_they_say(void **state) {
  (void)state;
  SlColumn *column = proved(&plain, (const char *[]){"-7", NULL, "", "1,204"}, 4);
  assert_int_equal(column->type, SL_INTEGER);
  assert_int_equal(sl_column_integer(column, 0), -7);
  assert_int_equal(sl_column_reason(column, 1), SL_REASON_CONFIDENTIAL);
  assert_true(sl_column_is_null(column, 2));
  assert_int_equal(sl_column_reason(column, 2), SL_REASON_NONE);
  assert_int_equal(sl_column_integer(column, 3), 1204);
  sl_column_release(column);
  column = proved(&plain, (const char *[]){"Kent", ""}, 2);
  assert_false(sl_column_is_null(column, 1));
  sl_column_release(column);
}

static void markers_and_marks_are_taken_off_when_rules_say_so(void **state) {
  (void)state;
  SlColumn *column = proved(&marked, (const char *[]){"12 [p]", "[c]", "7 (R)", "3 [note 1]"}, 4);
  assert_int_equal(column->type, SL_INTEGER);
  assert_int_equal(sl_column_flags(column, 0), SL_FLAG_PROVISIONAL);
  assert_int_equal(sl_column_reason(column, 1), SL_REASON_CONFIDENTIAL);
  assert_int_equal(sl_column_flags(column, 2), SL_FLAG_REVISED);
  assert_int_equal(sl_column_integer(column, 3), 3);
  sl_column_release(column);
  column = proved(&marked, (const char *[]){"Hampshire (R)", "[c]", ""}, 3);
  assert_int_equal(column->type, SL_TEXT);
  assert_true(sl_str_equal(sl_column_text(column, 0), sl_str("Hampshire")));
  assert_int_equal(sl_column_reason(column, 1), SL_REASON_CONFIDENTIAL);
  assert_false(sl_column_is_null(column, 2));
  sl_column_release(column);
}

static void flags_that_a_cell_had_stay_beside_those_that_are_found(void **state) {
  (void)state;
  SlBuilder builder;
  SlColumn *column, *out;
  sl_builder_init(&builder, SL_TEXT);
  sl_builder_add_text(&builder, sl_str("12 [p]"));
  sl_builder_flag_last(&builder, SL_FLAG_REVISED);
  assert_int_equal(sl_builder_finish(&builder, &column, NULL), SL_OK);
  assert_int_equal(sl_column_prove(column, &marked, &out, NULL), SL_OK);
  assert_int_equal(sl_column_flags(out, 0), SL_FLAG_REVISED | SL_FLAG_PROVISIONAL);
  sl_column_release(column);
  sl_column_release(out);
}

static void a_column_of_another_type_is_itself(void **state) {
  (void)state;
  SlBuilder builder;
  SlColumn *column, *out;
  sl_builder_init(&builder, SL_INTEGER);
  sl_builder_add_integer(&builder, 12);
  assert_int_equal(sl_builder_finish(&builder, &column, NULL), SL_OK);
  assert_int_equal(sl_column_prove(column, &plain, &out, NULL), SL_OK);
  assert_ptr_equal(column, out);
  sl_column_release(column);
  sl_column_release(out);
}

static void an_entry_of_the_dictionary_that_no_row_has_says_nothing(void **state) {
  (void)state;
  SlColumn *column = texts((const char *[]){"people", "12", "12", "7"}, 4), *rest, *out;
  const int64_t rows[] = {1, 2, 3};
  assert_int_equal(sl_column_take(column, rows, 3, &rest, NULL), SL_OK);
  assert_int_equal(sl_column_prove(rest, &plain, &out, NULL), SL_OK);
  assert_int_equal(out->type, SL_INTEGER);
  assert_int_equal(sl_column_integer(out, 1), 12);
  assert_int_equal(sl_column_integer(out, 2), 7);
  sl_column_release(column);
  sl_column_release(rest);
  sl_column_release(out);
}

static void an_interrupted_proof_says_so_and_leaves_nothing(void **state) {
  (void)state;
  SlColumn *column = texts((const char *[]){"12", "7"}, 2), *out = NULL;
  size_t held = sl_memory_held();
  for (uint64_t n = 1; n <= 2; n++) {
    sl_interrupt_after(n);
    assert_int_equal(sl_column_prove(column, &plain, &out, NULL), SL_EINTERRUPTED);
    sl_interrupt_after(0);
    assert_int_equal(sl_memory_held(), held);
  }
  sl_column_release(column);
}

static void a_request_for_memory_that_fails_is_said(void **state) {
  (void)state;
  SlColumn *column = texts((const char *[]){"12 [p]", NULL, "0.5"}, 3), *out = NULL;
  size_t held = sl_memory_held();
  SlStatus status = SL_ENOMEM;
  for (uint64_t n = 1; status != SL_OK; n++) {
    sl_memory_fail_after(n);
    status = sl_column_prove(column, &marked, &out, NULL);
    sl_memory_fail_after(0);
    if (status == SL_OK) break;
    assert_int_equal(status, SL_ENOMEM);
    assert_int_equal(sl_memory_held(), held);
  }
  sl_column_release(out);
  sl_column_release(column);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_column_is_what_every_cell_reads_as),
      cmocka_unit_test(values_reasons_and_an_empty_text_stay_what_they_say),
      cmocka_unit_test(markers_and_marks_are_taken_off_when_rules_say_so),
      cmocka_unit_test(flags_that_a_cell_had_stay_beside_those_that_are_found),
      cmocka_unit_test(a_column_of_another_type_is_itself),
      cmocka_unit_test(an_entry_of_the_dictionary_that_no_row_has_says_nothing),
      cmocka_unit_test(an_interrupted_proof_says_so_and_leaves_nothing),
      cmocka_unit_test(a_request_for_memory_that_fails_is_said),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
