#include "core/query/reshape.h"

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

static const char *const long_form = "year,age,people\n2023,child,7\n2022,adult,12[p]\n2022,child,[c]\n2023,adult,9\n2024,,1\n";

static void pivot_makes_a_column_of_each_value_in_order_and_keeps_marks(void **state) {
  (void)state;
  Csv csv = table_of(long_form);
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "year:integer adult:integer child:integer missing:integer | 2023,9,7,nil | 2022,12[p],[c],nil | 2024,nil,nil,1");
  csv_reset(&csv);
}

static void pivot_of_two_values_for_a_cell_names_them(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2022,adult,1\n2022,child,2\n2022,adult,3\n");
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(sl_table_pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), SL_EDATA);
  assert_string_equal(err.text, "pivot: rows 1 and 3 both have year = 2022, age = adult; summarise first, so that each cell has one value");
  assert_int_equal(sl_table_pivot(csv.table, sl_str("aeg"), sl_str("people"), &out, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"aeg\"; did you mean \"age\"?");
  assert_int_equal(sl_table_pivot(csv.table, sl_str("age"), sl_str("age"), &out, &err), SL_EARG);
  csv_reset(&csv);
}

static void pivot_of_nothing_and_without_keys(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "year:text");
  csv_reset(&csv);
  csv = table_of("age,people\nadult,1\nchild,2\n");
  assert_ok(sl_table_pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "adult:integer child:integer | 1,2");
  csv_reset(&csv);
}

static void unpivot_stacks_columns_row_by_row(void **state) {
  (void)state;
  Csv csv = table_of("year,adult,child,note\n2022,12,[c],x\n2023,9.5,7,y\n");
  SlStr columns[] = {{"child", 5}, {"adult", 5}};
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_unpivot(csv.table, columns, 2, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "year:integer note:text age:text people:number | 2022,x,child,[c] | 2022,x,adult,12.0 | 2023,y,child,7.0 | 2023,y,adult,9.5");
  SlStr mixed[] = {{"adult", 5}, {"note", 4}};
  assert_int_equal(sl_table_unpivot(csv.table, mixed, 2, sl_str("a"), sl_str("b"), &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "unpivot: \"adult\" holds number and \"note\" text; one column cannot hold both");
  csv_reset(&csv);
}

static void complete_adds_the_combinations_that_no_row_has(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2023,child,7\n2022,adult,12\n,adult,1\n");
  SlStr names[] = {{"year", 4}, {"age", 3}};
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_complete(csv.table, names, 2, &out, &err), err);
  assert_result(out, "year:integer age:text people:integer | 2023,child,7 | 2022,adult,12 | nil,adult,1 | 2022,child,nil | 2023,adult,nil");
  csv_reset(&csv);
}

static void fill_down_takes_the_value_above_and_leaves_what_is_before_the_first(void **state) {
  (void)state;
  Csv csv = table_of("force,n\n[x],1\nKent,2\n,3\nEssex,4\n[c],5\n");
  SlStr name = sl_str("force");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_fill_down(csv.table, &name, 1, &out, &err), err);
  assert_result(out, "force:text n:integer | [x],1 | Kent,2 | Kent,3 | Essex,4 | Essex,5");
  csv_reset(&csv);
}

typedef SlStatus (*Verb)(const SlTable *table, SlTable **out, SlError *err);
static SlStatus verb_pivot(const SlTable *t, SlTable **out, SlError *err) { return sl_table_pivot(t, sl_str("age"), sl_str("people"), out, err); }
static SlStatus verb_unpivot(const SlTable *t, SlTable **out, SlError *err) {
  SlStr columns[] = {{"year", 4}, {"people", 6}};
  return sl_table_unpivot(t, columns, 2, sl_str("k"), sl_str("v"), out, err);
}
static SlStatus verb_complete(const SlTable *t, SlTable **out, SlError *err) {
  SlStr columns[] = {{"year", 4}, {"age", 3}};
  return sl_table_complete(t, columns, 2, out, err);
}
static SlStatus verb_fill(const SlTable *t, SlTable **out, SlError *err) {
  SlStr columns[] = {{"age", 3}, {"people", 6}};
  return sl_table_fill_down(t, columns, 2, out, err);
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  static const Verb verbs[] = {verb_pivot, verb_unpivot, verb_complete, verb_fill};
  Csv csv = table_of(long_form);
  SlError err;
  for (size_t v = 0; v < sizeof verbs / sizeof verbs[0]; v++) {
    size_t held = sl_memory_held();
    SlStatus status = SL_ENOMEM;
    for (uint64_t n = 1; status != SL_OK; n++) {
      SlTable *out = NULL;
      sl_memory_fail_after(n);
      status = verbs[v](csv.table, &out, &err);
      sl_memory_fail_after(0);
      assert_true(status == SL_OK || status == SL_ENOMEM);
      assert_true((status == SL_OK) == (out != NULL));
      sl_table_release(out);
      assert_int_equal(sl_memory_held(), held);
    }
  }
  csv_reset(&csv);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pivot_makes_a_column_of_each_value_in_order_and_keeps_marks),
      cmocka_unit_test(pivot_of_two_values_for_a_cell_names_them),
      cmocka_unit_test(pivot_of_nothing_and_without_keys),
      cmocka_unit_test(unpivot_stacks_columns_row_by_row),
      cmocka_unit_test(complete_adds_the_combinations_that_no_row_has),
      cmocka_unit_test(fill_down_takes_the_value_above_and_leaves_what_is_before_the_first),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
