#include "core/query/rows.h"

#include "core/base/runtime.h"
#include "tests/support/columns.h"
#include "tests/support/csv.h"

static Csv table_of(const char *text) {
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  return read_text(text, &options);
}

static void assert_result(SlTable *table, const char *expected) {
  Csv shown = {.table = table};
  assert_cells(&shown, expected);
  sl_table_release(table);
}

static const char *const forces = "force,year,people\n"
                                  "Kent,2023,12[p]\n"
                                  "Essex,2022,[c]\n"
                                  ",2022,7\n"
                                  "Kent,2022,7\n"
                                  "Kent,2023,9\n";

/* --- filter ----------------------------------------------------------------------------------------------------- */

static void filter_keeps_what_is_true_with_its_marks(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlColumn *mask = column_of(SL_BOOLEAN, "true true false nil true");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_filter(csv.table, mask, &out, &err), err);
  assert_result(out, "force:text year:integer people:integer | Kent,2023,12[p] | Essex,2022,[c] | Kent,2023,9");
  sl_column_release(mask);
  csv_reset(&csv);
}

static void filter_by_nothing_true_leaves_the_columns(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlColumn *mask = column_of(SL_BOOLEAN, "false nil false [c] nil");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_filter(csv.table, mask, &out, &err), err);
  assert_result(out, "force:text year:integer people:integer");
  sl_column_release(mask);
  csv_reset(&csv);
}

static void filter_by_all_true_shares_the_table(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlColumn *mask = column_of(SL_BOOLEAN, "true true true true true");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_filter(csv.table, mask, &out, &err), err);
  assert_ptr_equal(out, csv.table);
  sl_table_release(out);
  sl_column_release(mask);
  csv_reset(&csv);
}

static void filter_refuses_what_is_not_a_condition_of_every_row(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlColumn *numbers = column_of(SL_INTEGER, "1 0 1 0 1"), *few = column_of(SL_BOOLEAN, "true");
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(sl_table_filter(csv.table, numbers, &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "a filter needs a condition that is true or false for each row, not integer");
  assert_int_equal(sl_table_filter(csv.table, few, &out, &err), SL_EARG);
  assert_string_equal(err.text, "the condition has 1 rows, the table 5");
  assert_null(out);
  sl_column_release(numbers);
  sl_column_release(few);
  csv_reset(&csv);
}

/* --- sort ------------------------------------------------------------------------------------------------------- */

typedef struct SortCase {
  const char *name;
  const char *columns[2]; /* a name that begins with - is descending */
  const char *expected;
} SortCase;

static const SortCase sorts[] = {
    {"sort_puts_missing_last", {"force"},
     "Essex,2022,[c] | Kent,2023,12[p] | Kent,2022,7 | Kent,2023,9 | nil,2022,7"},
    {"sort_puts_missing_last_when_descending_too", {"-force"},
     "Kent,2023,12[p] | Kent,2022,7 | Kent,2023,9 | Essex,2022,[c] | nil,2022,7"},
    {"sort_by_two_keys_in_opposite_directions", {"year", "-people"},
     "nil,2022,7 | Kent,2022,7 | Essex,2022,[c] | Kent,2023,12[p] | Kent,2023,9"},
    {"sort_by_no_key_changes_nothing", {NULL},
     "Kent,2023,12[p] | Essex,2022,[c] | nil,2022,7 | Kent,2022,7 | Kent,2023,9"},
};

static void sort_case(void **state) {
  const SortCase *c = *state;
  Csv csv = table_of(forces);
  SlSortKey keys[2];
  int64_t count = 0;
  for (; count < 2 && c->columns[count]; count++) {
    bool descending = c->columns[count][0] == '-';
    keys[count] = (SlSortKey){sl_table_column(csv.table, sl_str(c->columns[count] + descending)), descending};
    assert_non_null(keys[count].column);
  }
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_sort(csv.table, keys, count, &out, &err), err);
  char expected[200] = "force:text year:integer people:integer | ";
  assert_result(out, strcat(expected, c->expected));
  csv_reset(&csv);
}

static void assert_sorted(SlType type, const char *cells, bool descending, const char *expected) {
  SlColumn *column = column_of(type, cells), *sorted = NULL;
  SlSortKey key = {column, descending};
  int64_t *rows = NULL;
  SlError err;
  assert_ok(sl_sort_rows(&key, 1, column->length, &rows, &err), err);
  assert_ok(sl_column_take(column, rows, column->length, &sorted, &err), err);
  assert_column(sorted, expected);
  sl_free(rows);
  sl_column_release(sorted);
  sl_column_release(column);
}

static void values_sort_in_the_order_of_their_type(void **state) {
  (void)state;
  assert_sorted(SL_NUMBER, "nan 1 inf nil -1 -inf", false, "-inf -1.0 1.0 inf nan nil");
  assert_sorted(SL_NUMBER, "nan 1 inf nil -1 -inf", true, "inf 1.0 -1.0 -inf nan nil");
  assert_sorted(SL_BOOLEAN, "true nil false true", false, "false true true nil");
  assert_sorted(SL_DATE, "2020-02-29 1969-12-31 nil", false, "1969-12-31 2020-02-29 nil");
  assert_sorted(SL_TEXT, "b \xC3\xA4 B a", false, "B a b \xC3\xA4");
  assert_sorted(SL_INTEGER, "[z] 2 [c] -9223372036854775808 9223372036854775807", true,
                "9223372036854775807 2 -9223372036854775808 [z] [c]");
}

/* --- distinct --------------------------------------------------------------------------------------------------- */

static void distinct_keeps_the_first_row_of_each_combination_where_it_stands(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlStr names[] = {{"people", 6}, {"force", 5}};
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_distinct(csv.table, names + 1, 1, &out, &err), err);
  assert_result(out, "force:text year:integer people:integer | Kent,2023,12[p] | Essex,2022,[c] | nil,2022,7");
  assert_ok(sl_table_distinct(csv.table, names, 1, &out, &err), err);
  assert_result(out, "force:text year:integer people:integer | Kent,2023,12[p] | Essex,2022,[c] | nil,2022,7 | "
                     "Kent,2023,9");
  assert_ok(sl_table_distinct(csv.table, names, 2, &out, &err), err);
  assert_int_equal(out->length, 5);
  sl_table_release(out);
  csv_reset(&csv);
}

static void distinct_of_no_names_looks_at_every_column(void **state) {
  (void)state;
  Csv csv = table_of("a,b\n1,x\n1,x\n1,y\n,x\n[c],x\n1,y\n");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_distinct(csv.table, NULL, 0, &out, &err), err);
  assert_result(out, "a:integer b:text | 1,x | 1,y | nil,x");
  csv_reset(&csv);
}

static void distinct_rows_without_columns_are_one(void **state) {
  (void)state;
  SlTable *rows = NULL, *out = NULL;
  SlError err;
  assert_ok(sl_table_new(NULL, NULL, 0, 3, &rows, &err), err);
  assert_ok(sl_table_distinct(rows, NULL, 0, &out, &err), err);
  assert_int_equal(out->length, 1);
  sl_table_release(out);
  sl_table_release(rows);
}

static void distinct_of_an_unknown_name_says_what_was_meant(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlStr names[] = {{"force", 5}, {"peopel", 6}};
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(sl_table_distinct(csv.table, names, 2, &out, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"peopel\"; did you mean \"people\"? (nearest others: \"force\", \"year\")");
  assert_null(out);
  csv_reset(&csv);
}

/* --- sample ----------------------------------------------------------------------------------------------------- */

static SlTable *numbered(int64_t length) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t row = 0; row < length; row++) sl_builder_add_integer(&builder, row);
  SlColumn *column = NULL;
  SlTable *table = NULL;
  SlStr name = sl_str("n");
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  assert_ok(sl_table_new(&name, &column, 1, length, &table, &err), err);
  sl_column_release(column);
  return table;
}

static void sample_draws_the_same_rows_everywhere(void **state) {
  (void)state;
  SlTable *table = numbered(100), *out = NULL;
  SlError err;
  assert_ok(sl_table_sample(table, 6, 1, &out, &err), err);
  assert_column(out->columns[0], "40 66 72 75 86 88");
  sl_table_release(out);
  assert_ok(sl_table_sample(table, 6, 2, &out, &err), err);
  assert_column(out->columns[0], "14 29 57 69 77 78");
  sl_table_release(out);
  sl_table_release(table);
}

static void sample_of_none_of_all_and_of_less_than_none(void **state) {
  (void)state;
  SlTable *table = numbered(5), *out = NULL;
  SlError err;
  assert_ok(sl_table_sample(table, 0, 1, &out, &err), err);
  assert_int_equal(out->length, 0);
  assert_int_equal(out->column_count, 1);
  sl_table_release(out);
  for (int64_t n = 5; n < 7; n++) {
    assert_ok(sl_table_sample(table, n, 1, &out, &err), err);
    assert_ptr_equal(out, table);
    sl_table_release(out);
  }
  out = NULL;
  assert_int_equal(sl_table_sample(table, -1, 1, &out, &err), SL_EARG);
  assert_string_equal(err.text, "a sample has at least 0 rows");
  assert_null(out);
  sl_table_release(table);
}

/* Each of 10 rows is among 3 drawn in 3 of 10 samples: 6000 of 20000, with a standard deviation of 65. */
static void sample_gives_every_row_the_same_chance_and_keeps_the_order(void **state) {
  (void)state;
  SlTable *table = numbered(10);
  int64_t drawn[10] = {0};
  SlError err;
  for (uint64_t seed = 0; seed < 20000; seed++) {
    SlTable *out = NULL;
    assert_ok(sl_table_sample(table, 3, seed, &out, &err), err);
    assert_int_equal(out->length, 3);
    for (int64_t row = 0; row < 3; row++) {
      int64_t value = sl_column_integer(out->columns[0], row);
      drawn[value]++;
      if (row > 0) assert_true(value > sl_column_integer(out->columns[0], row - 1));
    }
    sl_table_release(out);
  }
  for (int64_t row = 0; row < 10; row++) assert_near((double)drawn[row], 6000, 6 * 65);
  sl_table_release(table);
}

/* --- against what is slow and sure ------------------------------------------------------------------------------ */

static SlTable *random_table(int64_t column_count, int64_t length, uint64_t *state) {
  static const char *const letters[] = {"a", "b", "c"};
  SlStr names[3] = {{0}};
  SlColumn *columns[3] = {0};
  SlTable *table = NULL;
  SlError err;
  for (int64_t i = 0; i < column_count; i++) {
    names[i] = sl_str(letters[i]);
    columns[i] = random_column((RandomKind)random_below(state, RANDOM_KINDS), length, state);
  }
  assert_ok(sl_table_new(names, columns, column_count, length, &table, &err), err);
  for (int64_t i = 0; i < column_count; i++) sl_column_release(columns[i]);
  return table;
}

static void assert_same_rows(const SlTable *out, const SlTable *table, const int64_t *rows, int64_t count) {
  assert_int_equal(out->length, count);
  assert_int_equal(out->column_count, table->column_count);
  SlTable *expected = NULL;
  SlError err;
  assert_ok(sl_table_take(table, rows, count, &expected, &err), err);
  for (int64_t i = 0; i < table->column_count; i++) assert_same_column(out->columns[i], expected->columns[i]);
  sl_table_release(expected);
}

static void check_filter(const SlTable *table, const SlColumn *mask) {
  int64_t *rows = sl_alloc_array((size_t)table->length, sizeof *rows), kept = 0;
  for (int64_t row = 0; row < table->length; row++)
    if (!sl_column_is_null(mask, row) && sl_column_integer(mask, row)) rows[kept++] = row;
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_filter(table, mask, &out, &err), err);
  assert_same_rows(out, table, rows, kept);
  sl_table_release(out);
  sl_free(rows);
}

static void random_filters_keep_the_rows_that_looking_at_each_keeps(void **state) {
  (void)state;
  uint64_t seed = 41;
  for (int round = 0; round < rounds(200); round++) {
    int64_t length = random_below(&seed, 40) ? random_length(&seed) : SL_SIZE(200001, 5001);
    SlTable *table = random_table(2, length, &seed);
    SlColumn *mask = random_column(RANDOM_BOOLEANS, length, &seed);
    sl_threads_set(1 + (int)random_below(&seed, 3));
    check_filter(table, mask);
    sl_column_release(mask);
    sl_table_release(table);
  }
  sl_threads_set(0);
}

static bool stays_last(const SlColumn *column, int64_t row) {
  return sl_column_is_null(column, row) || (column->type == SL_NUMBER && isnan(sl_column_number(column, row)));
}

static int compare_rows(const SlSortKey *keys, int64_t key_count, int64_t a, int64_t b) {
  for (int64_t k = 0; k < key_count; k++) {
    const SlColumn *column = keys[k].column;
    int order = compare_cells(column, a, column, b);
    if (order) return keys[k].descending && !stays_last(column, a) && !stays_last(column, b) ? -order : order;
  }
  return 0;
}

static void check_sort(const SlTable *table, const SlSortKey *keys, int64_t key_count) {
  int64_t *rows = NULL;
  SlError err;
  assert_ok(sl_sort_rows(keys, key_count, table->length, &rows, &err), err);
  uint8_t *seen = sl_alloc_zeroed((size_t)table->length, 1);
  for (int64_t i = 0; i < table->length; i++) {
    assert_in_range(rows[i], 0, table->length - 1);
    assert_int_equal(seen[rows[i]]++, 0);
    if (i == 0) continue;
    int order = compare_rows(keys, key_count, rows[i - 1], rows[i]);
    assert_true(order < 0 || (order == 0 && rows[i - 1] < rows[i]));
  }
  SlTable *out = NULL;
  assert_ok(sl_table_sort(table, keys, key_count, &out, &err), err);
  assert_same_rows(out, table, rows, table->length);
  sl_table_release(out);
  sl_free(seen);
  sl_free(rows);
}

static void random_sorts_are_in_order_and_stable(void **state) {
  (void)state;
  uint64_t seed = 43;
  for (int round = 0; round < rounds(400); round++) {
    int64_t count = 1 + random_below(&seed, 3), length = random_below(&seed, 60) ? random_length(&seed) : SL_SIZE(70001, 3001);
    SlTable *table = random_table(count, length, &seed);
    SlSortKey keys[3];
    for (int64_t k = 0; k < count; k++) keys[k] = (SlSortKey){table->columns[k], random_word(&seed) & 1};
    sl_threads_set(1 + (int)random_below(&seed, 3));
    check_sort(table, keys, count);
    sl_table_release(table);
  }
  sl_threads_set(0);
}

static void check_distinct(const SlTable *table) {
  int64_t *rows = sl_alloc_array((size_t)table->length, sizeof *rows), kept = 0;
  for (int64_t row = 0; row < table->length; row++) {
    bool known = false;
    for (int64_t i = 0; i < kept && !known; i++) {
      known = true;
      for (int64_t k = 0; k < table->column_count && known; k++)
        known = compare_cells(table->columns[k], rows[i], table->columns[k], row) == 0;
    }
    if (!known) rows[kept++] = row;
  }
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_distinct(table, NULL, 0, &out, &err), err);
  assert_same_rows(out, table, rows, kept);
  sl_table_release(out);
  sl_free(rows);
}

static void random_tables_have_the_distinct_rows_that_comparing_all_pairs_finds(void **state) {
  (void)state;
  uint64_t seed = 47;
  for (int round = 0; round < rounds(300); round++) {
    SlTable *table = random_table(1 + random_below(&seed, 3), random_below(&seed, 300), &seed);
    sl_threads_set(1 + (int)random_below(&seed, 3));
    check_distinct(table);
    sl_table_release(table);
  }
  sl_threads_set(0);
}

/* 1,000 combinations of six columns, each in two rows that two more columns tell apart: some 2^82 combinations could be. */
static void keys_of_more_combinations_than_a_word_holds_sort_by_all_of_them(void **state) {
  (void)state;
  enum { PAIRS = 1000, COLUMNS_IN_ALL = 8, SHARED = 6 };
  uint64_t seed = 59;
  SlColumn *columns[COLUMNS_IN_ALL];
  SlStr names[COLUMNS_IN_ALL];
  SlSortKey keys[COLUMNS_IN_ALL];
  SlError err;
  for (int64_t k = 0; k < COLUMNS_IN_ALL; k++) {
    SlBuilder builder;
    sl_builder_init(&builder, SL_INTEGER);
    int64_t value = 0;
    for (int64_t row = 0; row < 2 * PAIRS; row++) {
      if (k >= SHARED || row % 2 == 0) value = (int64_t)(random_word(&seed) >> 2);
      sl_builder_add_integer(&builder, value);
    }
    assert_ok(sl_builder_finish(&builder, &columns[k], &err), err);
    sl_builder_reset(&builder);
    names[k] = (SlStr){&"abcdefgh"[k], 1};
    keys[k] = (SlSortKey){columns[k], random_word(&seed) & 1};
  }
  SlTable *table = NULL;
  assert_ok(sl_table_new(names, columns, COLUMNS_IN_ALL, 2 * PAIRS, &table, &err), err);
  for (int64_t k = 0; k < COLUMNS_IN_ALL; k++) sl_column_release(columns[k]);
  check_sort(table, keys, COLUMNS_IN_ALL);
  check_sort(table, keys, SHARED);
  check_distinct(table);
  sl_table_release(table);
}

/* --- what goes wrong -------------------------------------------------------------------------------------------- */

typedef struct Attempt {
  const SlTable *table;
  const SlColumn *mask;
  int verb;
} Attempt;
enum { FILTER, SORT, DISTINCT, SAMPLE, VERBS };

static SlStatus attempt_verb(void *context, SlError *err) {
  const Attempt *attempt = context;
  const SlTable *table = attempt->table;
  SlSortKey keys[] = {{table->columns[0], true}, {table->columns[1], false}};
  SlTable *out = NULL;
  SlStatus status = SL_OK;
  switch (attempt->verb) {
    case FILTER: status = sl_table_filter(table, attempt->mask, &out, err); break;
    case SORT: status = sl_table_sort(table, keys, 2, &out, err); break;
    case DISTINCT: status = sl_table_distinct(table, &table->names[1], 2, &out, err); break;
    default: status = sl_table_sample(table, table->length / 2, 1, &out, err);
  }
  assert_true((status == SL_OK) == (out != NULL));
  sl_table_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  Csv csv = table_of(forces);
  SlColumn *mask = column_of(SL_BOOLEAN, "true false true nil true");
  sl_threads_set(1);
  for (int verb = 0; verb < VERBS; verb++) fail_each_allocation(attempt_verb, &(Attempt){csv.table, mask, verb});
  sl_threads_set(0);
  sl_column_release(mask);
  csv_reset(&csv);
}

static void an_interrupt_stops_work_on_many_rows(void **state) {
  (void)state;
  uint64_t seed = 53;
  SlTable *table = random_table(3, 100000, &seed);
  SlColumn *mask = random_column(RANDOM_BOOLEANS, table->length, &seed);
  SlError err;
  size_t held = sl_memory_held();
  for (int verb = 0; verb < VERBS; verb++) {
    Attempt attempt = {table, mask, verb};
    sl_interrupt();
    assert_int_equal(attempt_verb(&attempt, &err), SL_EINTERRUPTED);
    sl_interrupt_clear();
    assert_int_equal(sl_memory_held(), held);
  }
  sl_column_release(mask);
  sl_table_release(table);
}

int main(void) {
  enum { SORTS = sizeof sorts / sizeof sorts[0], OTHERS = 18 };
  struct CMUnitTest tests[SORTS + OTHERS] = {
      cmocka_unit_test(filter_keeps_what_is_true_with_its_marks),
      cmocka_unit_test(filter_by_nothing_true_leaves_the_columns),
      cmocka_unit_test(filter_by_all_true_shares_the_table),
      cmocka_unit_test(filter_refuses_what_is_not_a_condition_of_every_row),
      cmocka_unit_test(values_sort_in_the_order_of_their_type),
      cmocka_unit_test(distinct_keeps_the_first_row_of_each_combination_where_it_stands),
      cmocka_unit_test(distinct_of_no_names_looks_at_every_column),
      cmocka_unit_test(distinct_rows_without_columns_are_one),
      cmocka_unit_test(distinct_of_an_unknown_name_says_what_was_meant),
      cmocka_unit_test(sample_draws_the_same_rows_everywhere),
      cmocka_unit_test(sample_of_none_of_all_and_of_less_than_none),
      cmocka_unit_test(sample_gives_every_row_the_same_chance_and_keeps_the_order),
      cmocka_unit_test(random_filters_keep_the_rows_that_looking_at_each_keeps),
      cmocka_unit_test(random_sorts_are_in_order_and_stable),
      cmocka_unit_test(random_tables_have_the_distinct_rows_that_comparing_all_pairs_finds),
      cmocka_unit_test(keys_of_more_combinations_than_a_word_holds_sort_by_all_of_them),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
      cmocka_unit_test(an_interrupt_stops_work_on_many_rows),
  };
  for (int i = 0; i < SORTS; i++)
    tests[OTHERS + i] =
        (struct CMUnitTest){.name = sorts[i].name, .test_func = sort_case, .initial_state = (void *)&sorts[i]};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
