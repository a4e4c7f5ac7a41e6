#include "tests/support/columns.h"

static void release_all(SlColumn **columns, int64_t count) {
  for (int64_t i = 0; i < count; i++) sl_column_release(columns[i]);
}

static SlColumn *append(SlColumn **columns, int64_t count) {
  SlColumn *out = NULL;
  SlError err;
  assert_ok(sl_column_append((const SlColumn *const *)columns, count, &out, &err), err);
  return out;
}

static const struct {
  const char *name;
  SlType types[3], type;
  const char *cells[3], *expected;
} cases[] = {
    {"marks_stay_with_their_rows", {SL_INTEGER, SL_INTEGER, SL_INTEGER}, SL_INTEGER,
     {"1[p] nil", "[c] 4", "5[r][b]"}, "1[p] nil [c] 4 5[r][b]"},
    {"integers_take_the_widest_storage", {SL_INTEGER, SL_INTEGER, SL_INTEGER}, SL_INTEGER,
     {"-128", "40000 nil", "-9223372036854775808"}, "-128 40000 nil -9223372036854775808"},
    {"integers_beside_numbers_become_numbers", {SL_INTEGER, SL_NUMBER, SL_INTEGER}, SL_NUMBER,
     {"1[p] [x]", "0.5 nan", "3"}, "1.0[p] [x] 0.5 nan 3.0"},
    {"texts_of_several_dictionaries_are_put_into_one", {SL_TEXT, SL_TEXT, SL_TEXT}, SL_TEXT,
     {"Kent Essex", "nil Essex Kent[p]", "Avon"}, "Kent Essex nil Essex Kent[p] Avon"},
    {"columns_of_missing_rows_only_take_the_type_of_the_others", {SL_TEXT, SL_DATE, SL_BOOLEAN}, SL_DATE,
     {"nil [c]", "2020-02-29", "[z]"}, "nil [c] 2020-02-29 [z]"},
    {"columns_of_no_rows_take_the_type_of_the_others", {SL_TEXT, SL_BOOLEAN, SL_NUMBER}, SL_BOOLEAN,
     {"", "true nil false", ""}, "true nil false"},
    {"of_missing_rows_only_the_first_type_counts", {SL_DATE, SL_TEXT, SL_NUMBER}, SL_DATE,
     {"nil", "[c]", ""}, "nil [c]"},
};

static void append_case(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  SlColumn *columns[3];
  for (int64_t c = 0; c < 3; c++) columns[c] = column_of(cases[i].types[c], cases[i].cells[c]);
  SlColumn *out = append(columns, 3);
  assert_int_equal(out->type, cases[i].type);
  assert_column(out, cases[i].expected);
  sl_column_release(out);
  release_all(columns, 3);
}

static void columns_of_one_dictionary_go_on_sharing_it(void **state) {
  (void)state;
  SlColumn *texts = column_of(SL_TEXT, "Kent Essex nil"), *part = NULL;
  SlError err;
  assert_ok(sl_column_take(texts, (const int64_t[]){1}, 1, &part, &err), err);
  SlColumn *out = append((SlColumn *[]){part, texts}, 2);
  assert_ptr_equal(out->dict, texts->dict);
  assert_column(out, "Essex Kent Essex nil");
  sl_column_release(out);
  sl_column_release(part);
  sl_column_release(texts);
}

static void texts_that_no_row_has_are_left_behind(void **state) {
  (void)state;
  uint64_t seed = 3;
  SlColumn *columns[] = {random_column(RANDOM_FEW_OF_MANY_TEXTS, 5, &seed), column_of(SL_TEXT, "Kent")};
  SlColumn *out = append(columns, 2);
  assert_true(sl_dict_size(columns[0]->dict) > 100);
  assert_in_range(sl_dict_size(out->dict), 1, 6);
  sl_column_release(out);
  release_all(columns, 2);
}

static void nothing_below_nothing_is_a_column_of_no_rows(void **state) {
  (void)state;
  SlColumn *out = append(NULL, 0);
  assert_int_equal(out->length, 0);
  sl_column_release(out);
}

static void types_that_do_not_go_together_are_named(void **state) {
  (void)state;
  SlColumn *columns[] = {column_of(SL_DATE, "2020-01-31"), column_of(SL_TEXT, "x")}, *out = NULL;
  SlError err;
  assert_int_equal(sl_column_append((const SlColumn *const *)columns, 2, &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "text cannot be put below date");
  assert_null(out);
  release_all(columns, 2);
}

/* --- cell by cell ------------------------------------------------------------------------------------------------- */

static void assert_cell(const SlColumn *out, int64_t at, const SlColumn *column, int64_t row) {
  assert_int_equal(sl_column_is_null(out, at), sl_column_is_null(column, row));
  assert_int_equal(sl_column_reason(out, at), sl_column_reason(column, row));
  assert_int_equal(sl_column_flags(out, at), sl_column_flags(column, row));
  if (sl_column_is_null(column, row)) return;
  if (out->type == column->type) {
    assert_true(sl_column_rows_equal(out, at, column, row));
  } else {
    assert_int_equal(out->type, SL_NUMBER);
    assert_true(sl_column_number(out, at) == sl_column_number(column, row));
  }
}

static void random_columns_keep_every_cell(void **state) {
  (void)state;
  static const RandomKind sets[][4] = {
      {RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_ALL_EQUAL},
      {RANDOM_NUMBERS, RANDOM_ODD_NUMBERS, RANDOM_SMALL_INTEGERS, RANDOM_WIDE_INTEGERS},
      {RANDOM_WORDS, RANDOM_LONG_TEXTS, RANDOM_FEW_OF_MANY_TEXTS, RANDOM_WORDS},
      {RANDOM_DATES, RANDOM_ALL_MISSING, RANDOM_DATES, RANDOM_ALL_MISSING},
      {RANDOM_BOOLEANS, RANDOM_BOOLEANS, RANDOM_ALL_MISSING, RANDOM_BOOLEANS},
      {RANDOM_LONG_TEXTS, RANDOM_ALL_MISSING, RANDOM_LONG_TEXTS, RANDOM_WORDS},
  };
  uint64_t seed = 20190325;
  for (int round = 0; round < rounds(600); round++) {
    const RandomKind *kinds = sets[random_below(&seed, sizeof sets / sizeof *sets)];
    int64_t count = 1 + random_below(&seed, 4), at = 0;
    SlColumn *columns[4];
    for (int64_t c = 0; c < count; c++)
      columns[c] = random_column(kinds[random_below(&seed, 4)], random_length(&seed), &seed);
    SlColumn *out = append(columns, count);
    for (int64_t c = 0; c < count; c++)
      for (int64_t row = 0; row < columns[c]->length; row++) assert_cell(out, at++, columns[c], row);
    assert_int_equal(out->length, at);
    assert_int_equal(out->validity != NULL, out->null_count > 0);
    sl_column_release(out);
    release_all(columns, count);
  }
}

typedef struct Attempt {
  SlColumn *columns[3];
} Attempt;

static SlStatus attempt_append(void *context, SlError *err) {
  Attempt *attempt = context;
  SlColumn *out = NULL;
  SlStatus status = sl_column_append((const SlColumn *const *)attempt->columns, 3, &out, err);
  assert_true((status == SL_OK) == (out != NULL));
  sl_column_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  SlColumn *words = column_of(SL_TEXT, "Kent[p] [c] Essex"), *others = column_of(SL_TEXT, "Avon nil");
  SlColumn *strings = as_strings(words), *whole = column_of(SL_INTEGER, "1 [z] 3[r]");
  SlColumn *numbers = column_of(SL_NUMBER, "0.5");
  fail_each_allocation(attempt_append, &(Attempt){{words, others, words}});
  fail_each_allocation(attempt_append, &(Attempt){{words, words, words}});
  fail_each_allocation(attempt_append, &(Attempt){{words, strings, others}});
  fail_each_allocation(attempt_append, &(Attempt){{whole, numbers, whole}});
  release_all((SlColumn *[]){words, others, strings, whole, numbers}, 5);
}

int main(void) {
  enum { CASES = sizeof cases / sizeof cases[0], OTHERS = 6 };
  struct CMUnitTest tests[CASES + OTHERS] = {
      cmocka_unit_test(columns_of_one_dictionary_go_on_sharing_it),
      cmocka_unit_test(texts_that_no_row_has_are_left_behind),
      cmocka_unit_test(nothing_below_nothing_is_a_column_of_no_rows),
      cmocka_unit_test(types_that_do_not_go_together_are_named),
      cmocka_unit_test(random_columns_keep_every_cell),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  for (int i = 0; i < CASES; i++)
    tests[OTHERS + i] =
        (struct CMUnitTest){.name = cases[i].name, .test_func = append_case, .initial_state = (void *)(intptr_t)i};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
