#include "core/values/table.h"

#include "core/base/runtime.h"
#include "core/values/builder.h"
#include "tests/support/test.h"

static SlColumn *counting(SlType type, int64_t count) {
  SlBuilder builder;
  sl_builder_init(&builder, type);
  char text[24];
  for (int64_t i = 0; i < count; i++) {
    snprintf(text, sizeof text, "t%d", (int)i);
    if (type == SL_TEXT)
      sl_builder_add_text(&builder, sl_str(text));
    else
      sl_builder_add_integer(&builder, i);
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static SlTable *year_and_force(int64_t rows) {
  SlColumn *columns[2] = {counting(SL_INTEGER, rows), counting(SL_TEXT, rows)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new((SlStr[]){sl_str("year"), sl_str("force")}, columns, 2, 0, &table, &err), err);
  sl_column_release(columns[0]);
  sl_column_release(columns[1]);
  return table;
}

static SlTable *one_column(const char *name, SlType type, int64_t rows) {
  SlColumn *column = counting(type, rows);
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new((SlStr[]){sl_str(name)}, &column, 1, 0, &table, &err), err);
  sl_column_release(column);
  return table;
}

/* With and without rows, whose values could tell the tables apart, too. */
static void equal_tables_have_the_same_names_and_types(void **state) {
  (void)state;
  for (int64_t rows = 0; rows < 3; rows += 2) {
    SlTable *n = one_column("n", SL_INTEGER, rows), *same = one_column("n", SL_INTEGER, rows);
    SlTable *named = one_column("m", SL_INTEGER, rows), *typed = one_column("n", SL_TEXT, rows);
    assert_true(sl_table_equal(n, same));
    assert_false(sl_table_equal(n, named));
    assert_false(sl_table_equal(n, typed));
    sl_table_release(n);
    sl_table_release(same);
    sl_table_release(named);
    sl_table_release(typed);
  }
}

static void two_columns_of_one_name_are_refused(void **state) {
  (void)state;
  SlColumn *column = counting(SL_INTEGER, 2);
  SlTable *table;
  SlError err;
  assert_int_equal(sl_table_new((SlStr[]){sl_str("n"), sl_str("n")}, (SlColumn *[]){column, column}, 2, 0, &table, &err), SL_EDATA);
  assert_string_equal(err.text, "two columns are called \"n\"");
  sl_column_release(column);
}

enum { MANY = 100 };

/* A table of many columns, of which the last is called as one before when asked. */
static SlStatus wide_table(void *context, SlError *err) {
  const bool *twice = context;
  char texts[MANY][16];
  SlStr names[MANY];
  SlColumn *columns[MANY], *column = counting(SL_INTEGER, 1);
  for (int i = 0; i < MANY; i++) {
    snprintf(texts[i], sizeof texts[i], "c%d", *twice && i == MANY - 1 ? 40 : i);
    names[i] = sl_str(texts[i]);
    columns[i] = column;
  }
  SlTable *table = NULL;
  SlStatus status = sl_table_new(names, columns, MANY, 0, &table, err);
  sl_table_release(table);
  sl_column_release(column);
  return status;
}

static void many_columns_are_told_apart_by_their_names(void **state) {
  (void)state;
  SlError err;
  assert_ok(wide_table(&(bool){false}, &err), err);
  assert_int_equal(wide_table(&(bool){true}, &err), SL_EDATA);
  assert_string_equal(err.text, "two columns are called \"c40\"");
}

static void an_unknown_column_names_the_nearest(void **state) {
  (void)state;
  SlTable *table = year_and_force(2);
  int64_t index;
  SlError err;
  assert_int_equal(sl_table_require(table, sl_str("yaer"), &index, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"yaer\"; did you mean \"year\"? (nearest others: \"force\")");
  assert_int_equal(sl_table_require(table, sl_str("nationality"), &index, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"nationality\"; the nearest: \"year\", \"force\"");
  sl_table_release(table);
}

static void selecting_shares_columns_in_the_order_asked(void **state) {
  (void)state;
  SlTable *table = year_and_force(3), *selected;
  SlError err;
  assert_ok(sl_table_select(table, (SlStr[]){sl_str("force"), sl_str("year")}, 2, &selected, &err), err);
  assert_ptr_equal(selected->columns[0], table->columns[1]);
  assert_ptr_equal(selected->columns[1], table->columns[0]);
  sl_table_release(selected);
  sl_table_release(table);
}

static void a_replaced_column_keeps_its_place(void **state) {
  (void)state;
  SlTable *table = year_and_force(3), *replaced, *added;
  SlColumn *column = counting(SL_TEXT, 3);
  SlError err;
  assert_ok(sl_table_with_column(table, sl_str("year"), column, &replaced, &err), err);
  assert_int_equal(replaced->column_count, 2);
  assert_ptr_equal(replaced->columns[0], column);
  assert_ok(sl_table_with_column(table, sl_str("new"), column, &added, &err), err);
  assert_int_equal(sl_table_find(added, sl_str("new")), 2);
  SlColumn *shorter = counting(SL_TEXT, 2);
  SlTable *refused;
  assert_int_equal(sl_table_with_column(table, sl_str("n"), shorter, &refused, &err), SL_EARG);
  assert_string_equal(err.text, "column \"n\" has 2 rows and the table has 3");
  sl_column_release(column);
  sl_column_release(shorter);
  sl_table_release(table);
  sl_table_release(replaced);
  sl_table_release(added);
}

static void taking_many_rows_is_the_same_on_one_thread_and_on_three(void **state) {
  (void)state;
  enum { ROWS = 100000 };
  SlTable *table = year_and_force(ROWS), *one, *three;
  int64_t *rows = sl_alloc_array(ROWS, sizeof *rows);
  for (int64_t i = 0; i < ROWS; i++) rows[i] = (i * 7919) % ROWS;
  SlError err;
  sl_threads_set(1);
  assert_ok(sl_table_take(table, rows, ROWS, &one, &err), err);
  sl_threads_set(3);
  assert_ok(sl_table_take(table, rows, ROWS, &three, &err), err);
  assert_true(sl_table_equal(one, three));
  assert_int_equal(sl_column_integer(three->columns[0], 2), (2 * 7919) % ROWS);
  sl_free(rows);
  sl_table_release(table);
  sl_table_release(one);
  sl_table_release(three);
  sl_runtime_stop();
}

static void appending_matches_by_name_and_fills_with_missing(void **state) {
  (void)state;
  SlTable *both = year_and_force(2), *years, *result;
  SlError err;
  assert_ok(sl_table_drop(both, (SlStr[]){sl_str("force")}, 1, &years, &err), err);
  assert_ok(sl_table_append((const SlTable *const[]){years, both}, 2, &result, &err), err);
  assert_int_equal(result->length, 4);
  SlColumn *force = sl_table_column(result, sl_str("force"));
  assert_int_equal(force->type, SL_TEXT);
  assert_int_equal(force->null_count, 2);
  assert_true(sl_str_equal(sl_column_text(force, 3), sl_str("t1")));
  sl_table_release(both);
  sl_table_release(years);
  sl_table_release(result);
}

static void slicing_is_clipped_to_the_table(void **state) {
  (void)state;
  SlTable *table = year_and_force(5), *slice;
  SlError err;
  assert_ok(sl_table_slice(table, 3, 10, &slice, &err), err);
  assert_int_equal(slice->length, 2);
  sl_table_release(slice);
  assert_ok(sl_table_slice(table, 9, 1, &slice, &err), err);
  assert_int_equal(slice->length, 0);
  assert_int_equal(slice->column_count, 2);
  sl_table_release(slice);
  sl_table_release(table);
}

static SlStatus rename_and_append(void *context, SlError *err) {
  SlTable *table = context, *renamed = NULL, *result = NULL;
  SlStatus status = sl_table_rename(table, (SlStr[]){sl_str("year")}, (SlStr[]){sl_str("when")}, 1, &renamed, err);
  if (status == SL_OK) status = sl_table_append((const SlTable *const[]){table, renamed}, 2, &result, err);
  sl_table_release(renamed);
  sl_table_release(result);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  (void)state;
  SlTable *table = year_and_force(3);
  fail_each_allocation(rename_and_append, table);
  sl_table_release(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_tables_have_the_same_names_and_types),
      cmocka_unit_test(two_columns_of_one_name_are_refused),
      cmocka_unit_test(many_columns_are_told_apart_by_their_names),
      cmocka_unit_test(an_unknown_column_names_the_nearest),
      cmocka_unit_test(selecting_shares_columns_in_the_order_asked),
      cmocka_unit_test(a_replaced_column_keeps_its_place),
      cmocka_unit_test(taking_many_rows_is_the_same_on_one_thread_and_on_three),
      cmocka_unit_test(appending_matches_by_name_and_fills_with_missing),
      cmocka_unit_test(slicing_is_clipped_to_the_table),
      cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
