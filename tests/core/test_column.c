#include "core/values/builder.h"
#include "core/values/print.h"
#include "tests/support/columns.h"

static SlColumn *integers(const int64_t *values, int64_t count) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t i = 0; i < count; i++) sl_builder_add_integer(&builder, values[i]);
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static void integers_take_the_narrowest_storage_that_holds_them(void **state) {
  (void)state;
  static const struct { int64_t value; SlStorage storage; } cases[] = {
      {127, SL_I8}, {128, SL_I16}, {-32768, SL_I16}, {32768, SL_I32}, {INT32_MIN, SL_I32}, {INT64_C(1) << 31, SL_I64}, {INT64_MIN, SL_I64},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t values[2] = {1, cases[i].value};
    SlColumn *column = integers(values, 2);
    assert_int_equal(column->storage, cases[i].storage);
    assert_int_equal(sl_column_integer(column, 1), cases[i].value);
    int64_t loaded[2];
    sl_column_load_integers(column, 0, 2, loaded);
    assert_int_equal(loaded[1], cases[i].value);
    sl_column_release(column);
  }
}

static void a_missing_row_is_not_zero_and_keeps_its_reason(void **state) {
  (void)state;
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  sl_builder_add_integer(&builder, 0);
  sl_builder_add_null(&builder, SL_REASON_CONFIDENTIAL);
  sl_builder_add_integer(&builder, 12);
  sl_builder_flag_last(&builder, SL_FLAG_PROVISIONAL | SL_FLAG_REVISED);
  sl_builder_add_null(&builder, SL_REASON_NONE);
  SlColumn *column;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  assert_int_equal(column->null_count, 2);
  assert_false(sl_column_is_null(column, 0));
  SlBuf out;
  sl_buf_init(&out);
  for (int64_t row = 0; row < 4; row++) {
    sl_print_cell(column, row, &out);
    sl_buf_add_char(&out, '|');
  }
  assert_string_equal(sl_buf_text(&out), "0|[c]|12[p][r]||");
  sl_buf_reset(&out);
  sl_column_release(column);
}

/* A column of n (a missing row without a reason), c and z (missing for that reason), and digits. */
static SlColumn *marked(const char *rows) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (; *rows; rows++) {
    if (*rows >= '0' && *rows <= '9')
      sl_builder_add_integer(&builder, *rows - '0');
    else
      sl_builder_add_null(&builder, *rows == 'c' ? SL_REASON_CONFIDENTIAL : *rows == 'z' ? SL_REASON_NOT_APPLICABLE : SL_REASON_NONE);
  }
  SlColumn *column;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static void assert_marked(const SlColumn *column, const char *rows) {
  SlBuf out;
  sl_buf_init(&out);
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_column_is_null(column, row))
      sl_buf_add_char(&out, sl_column_reason(column, row) == SL_REASON_CONFIDENTIAL ? 'c' : sl_column_reason(column, row) ? 'z' : 'n');
    else
      sl_print_cell(column, row, &out);
  }
  assert_string_equal(sl_buf_text(&out), rows);
  sl_buf_reset(&out);
}

static void missing_rows_take_the_stronger_of_two_reasons(void **state) {
  (void)state;
  static const struct { const char *from, *to, *after; } cases[] = {
      {"12cz", "34nn", "34cz"}, {"czc1", "1nnn", "1zcn"}, {"ccz", "czc", "ccc"}, {"123", "n2c", "n2c"}, {"ccc", "123", "123"}, {"", "", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlColumn *from = marked(cases[i].from), *to = marked(cases[i].to);
    SlError err;
    assert_ok(sl_column_add_reasons(from, to, &err), err);
    assert_marked(to, cases[i].after);
    sl_column_release(from);
    sl_column_release(to);
  }
}

static void a_column_without_missing_rows_has_no_bitmap(void **state) {
  (void)state;
  SlColumn *column = integers((int64_t[]){1, 2, 3}, 3);
  assert_null(column->validity);
  assert_null(column->reasons);
  sl_column_release(column);
}

static void equal_texts_share_one_dictionary_entry(void **state) {
  (void)state;
  SlColumn *column = texts_of((const char *[]){"Kent", "", NULL, "Kent"}, 4);
  assert_int_equal(column->storage, SL_CODE8);
  assert_int_equal(sl_dict_size(column->dict), 2);
  assert_int_equal(sl_column_code(column, 0), sl_column_code(column, 3));
  assert_int_equal(sl_column_text(column, 1).length, 0);
  assert_false(sl_column_is_null(column, 1));
  assert_true(sl_column_is_null(column, 2));
  sl_column_release(column);
}

static void distinct_texts_by_the_million_are_kept_as_strings(void **state) {
  (void)state;
  enum { ROWS = (1 << 20) + 5 };
  SlBuilder builder;
  sl_builder_init(&builder, SL_TEXT);
  char text[16];
  for (int i = 0; i < ROWS; i++) {
    if (i == 3) {
      sl_builder_add_null(&builder, SL_REASON_NONE);
      continue;
    }
    snprintf(text, sizeof text, "id%d", i);
    sl_builder_add_text(&builder, sl_str(text));
  }
  SlColumn *column, *encoded, *taken;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  assert_int_equal(column->storage, SL_STRING);
  assert_int_equal(column->length, ROWS);
  assert_int_equal(column->null_count, 1);
  for (int i = 0; i < ROWS; i += 1013) {
    snprintf(text, sizeof text, "id%d", i);
    assert_true(sl_str_equal(sl_column_text(column, i), sl_str(text)));
  }
  assert_ok(sl_column_encode(column, &encoded, &err), err);
  assert_int_equal(encoded->storage, SL_CODE32);
  assert_true(sl_column_is_null(encoded, 3));
  assert_ok(sl_column_take(column, (int64_t[]){ROWS - 1, 3, -1, 4}, 4, &taken, &err), err);
  assert_true(sl_str_equal(sl_column_text(taken, 0), sl_column_text(encoded, ROWS - 1)));
  assert_int_equal(taken->null_count, 2);
  assert_true(sl_str_equal(sl_column_text(taken, 3), sl_str("id4")));
  sl_column_release(column);
  sl_column_release(encoded);
  sl_column_release(taken);
}

static void taking_row_minus_one_gives_a_missing_row(void **state) {
  (void)state;
  SlColumn *column = integers((int64_t[]){10, 20, 30}, 3), *taken;
  SlError err;
  assert_ok(sl_column_take(column, (int64_t[]){2, -1, 0}, 3, &taken, &err), err);
  assert_int_equal(sl_column_integer(taken, 0), 30);
  assert_true(sl_column_is_null(taken, 1));
  assert_int_equal(sl_column_integer(taken, 2), 10);
  sl_column_release(column);
  sl_column_release(taken);
}

static void integers_below_numbers_become_numbers(void **state) {
  (void)state;
  SlBuilder builder;
  sl_builder_init(&builder, SL_NUMBER);
  sl_builder_add_number(&builder, 0.5);
  SlColumn *numbers, *whole = integers((int64_t[]){7}, 1), *both;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &numbers, &err), err);
  assert_ok(sl_column_append((const SlColumn *const[]){numbers, whole}, 2, &both, &err), err);
  assert_int_equal(both->type, SL_NUMBER);
  assert_true(sl_column_number(both, 1) == 7.0);
  SlColumn *text = texts_of((const char *[]){"x"}, 1);
  assert_int_equal(sl_column_append((const SlColumn *const[]){both, text}, 2, &both, &err), SL_ETYPE);
  assert_says(err, "text cannot be put below number");
  sl_column_release(numbers);
  sl_column_release(whole);
  sl_column_release(both);
  sl_column_release(text);
}

static void a_builder_that_was_only_reserved_finishes_empty(void **state) {
  (void)state;
  for (int type = 0; type < SL_TYPE_COUNT; type++) {
    SlBuilder builder;
    sl_builder_init(&builder, (SlType)type);
    sl_builder_reserve(&builder, 100);
    SlColumn *column;
    SlError err;
    assert_ok(sl_builder_finish(&builder, &column, &err), err);
    assert_int_equal(column->length, 0);
    assert_int_equal(column->type, type);
    sl_column_release(column);
  }
}

static SlStatus build_and_take(void *context, SlError *err) {
  (void)context;
  SlBuilder builder;
  sl_builder_init(&builder, SL_TEXT);
  char text[16];
  for (int i = 0; i < 100; i++) {
    snprintf(text, sizeof text, "%d", i % 40);
    sl_builder_add_text(&builder, sl_str(text));
    sl_builder_flag_last(&builder, SL_FLAG_ESTIMATED);
    sl_builder_add_null(&builder, SL_REASON_NOT_AVAILABLE);
  }
  SlColumn *column = NULL, *taken = NULL;
  SlStatus status = sl_builder_finish(&builder, &column, err);
  if (status == SL_OK) status = sl_column_take(column, (int64_t[]){5, -1, 0}, 3, &taken, err);
  sl_column_release(column);
  sl_column_release(taken);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  (void)state;
  fail_each_allocation(build_and_take, NULL);
}

static void dictionary_ranks_are_positions_in_byte_order(void **state) {
  (void)state;
  SlColumn *column = texts_of((const char *[]){"b", "a", "\xC3\xA9", "Z"}, 4);
  const uint32_t *ranks;
  SlError err;
  assert_ok(sl_dict_ranks(column->dict, &ranks, &err), err);
  assert_int_equal(ranks[3], 0); /* Z */
  assert_int_equal(ranks[1], 1); /* a */
  assert_int_equal(ranks[0], 2); /* b */
  assert_int_equal(ranks[2], 3); /* é */
  assert_int_equal(sl_dict_find(column->dict, sl_str("b")), 0);
  assert_int_equal(sl_dict_find(column->dict, sl_str("c")), -1);
  sl_column_release(column);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(integers_take_the_narrowest_storage_that_holds_them),
      cmocka_unit_test(a_missing_row_is_not_zero_and_keeps_its_reason),
      cmocka_unit_test(missing_rows_take_the_stronger_of_two_reasons),
      cmocka_unit_test(a_column_without_missing_rows_has_no_bitmap),
      cmocka_unit_test(equal_texts_share_one_dictionary_entry),
      cmocka_unit_test(distinct_texts_by_the_million_are_kept_as_strings),
      cmocka_unit_test(taking_row_minus_one_gives_a_missing_row),
      cmocka_unit_test(integers_below_numbers_become_numbers),
      cmocka_unit_test(a_builder_that_was_only_reserved_finishes_empty),
      cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
      cmocka_unit_test(dictionary_ranks_are_positions_in_byte_order),
  };
  return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
