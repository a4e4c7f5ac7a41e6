#include "tests/support/plan.h"

static void outside_functions_are_called_in_order_and_give_the_type(void **state) {
  (void)state;
  Csv csv = read_sample();
  SlExternal externals[] = {{.name = {"twice", 5}, .kind = SL_EXTERNAL_SCALAR},
                            {.name = {"middle", 6}, .kind = SL_EXTERNAL_AGGREGATE}};
  SlPlanContext context = {.table = csv.table, .mode = SL_PLAN_ROWS, .externals = externals, .external_count = 2};
  SlExpr *expr = NULL;
  SlPlan *plan = NULL;
  SlError err;
  assert_ok(sl_expr_parse(sl_str("twice(twice(people + 1)) > middle(year) - 2000"), &expr, &err), err);
  assert_ok(sl_plan_new(expr, &context, &plan, &err), err);
  assert_int_equal(sl_plan_external_count(plan), 3);
  static const struct { int64_t external, rows; const char *arguments; SlType type; const char *result; } calls[] = {
      {0, 4, "13[p] 8 [c] 1", SL_INTEGER, "26 16 nil 2"},
      {0, 4, "26 16 nil 2", SL_INTEGER, "52 32 nil 4"},
      {1, 1, "2018 2019 2020 2021", SL_NUMBER, "2019.5"},
  };
  for (int64_t i = 0; i < 3; i++) {
    SlColumn **arguments;
    int64_t external, count, rows;
    assert_ok(sl_plan_external_arguments(plan, i, &external, &arguments, &count, &rows, &err), err);
    assert_int_equal(external, calls[i].external);
    assert_int_equal(rows, calls[i].rows);
    assert_int_equal(count, 1);
    assert_column(arguments[0], calls[i].arguments);
    sl_column_release(arguments[0]);
    sl_free(arguments);
    SlColumn *result = column_of(calls[i].type, calls[i].result);
    assert_ok(sl_plan_external_supply(plan, i, result, &err), err);
    sl_column_release(result);
  }
  SlColumn *column = NULL;
  assert_ok(sl_plan_run(plan, &column, &err), err);
  assert_column(column, "true true nil false");
  sl_column_release(column);
  sl_plan_free(plan);
  sl_expr_release(expr);
  csv_reset(&csv);
}

static SlStatus run_with_result(const SlPlanContext *context, const char *text, SlColumn *result, SlColumn **out,
                                SlError *err) {
  SlExpr *expr = NULL;
  SlPlan *plan = NULL;
  SlColumn **arguments;
  int64_t external, count, rows;
  assert_ok(sl_expr_parse(sl_str(text), &expr, err), *err);
  assert_ok(sl_plan_new(expr, context, &plan, err), *err);
  assert_ok(sl_plan_external_arguments(plan, 0, &external, &arguments, &count, &rows, err), *err);
  for (int64_t i = 0; i < count; i++) sl_column_release(arguments[i]);
  sl_free(arguments);
  SlStatus status = sl_plan_external_supply(plan, 0, result, err);
  if (status == SL_OK) status = sl_plan_run(plan, out, err);
  sl_plan_free(plan);
  sl_expr_release(expr);
  sl_column_release(result);
  return status;
}

static void the_type_of_an_outside_function_counts_once_it_is_there(void **state) {
  (void)state;
  Csv csv = read_sample();
  SlExternal externals[] = {{.name = {"f", 1}, .kind = SL_EXTERNAL_SCALAR},
                            {.name = {"g", 1}, .kind = SL_EXTERNAL_AGGREGATE}};
  SlPlanContext context = {.table = csv.table, .mode = SL_PLAN_ROWS, .externals = externals, .external_count = 2};
  SlColumn *column = NULL;
  SlError err;
  assert_ok(run_with_result(&context, "f() + 1", column_of(SL_INTEGER, "1 2 nil 4"), &column, &err), err);
  assert_column(column, "2 3 nil 5");
  sl_column_release(column);
  assert_int_equal(run_with_result(&context, "f(people) + 1", column_of(SL_TEXT, "a b c d"), &column, &err), SL_ETYPE);
  assert_says(err, "+ needs integers or numbers, and this is text");
  assert_int_equal(run_with_result(&context, "sum(f(people))", column_of(SL_TEXT, "a b c d"), &column, &err), SL_ETYPE);
  assert_says(err, "sum needs integers or numbers, not text");
  assert_int_equal(run_with_result(&context, "f(people)", column_of(SL_TEXT, "a b c"), &column, &err), SL_EARG);
  assert_says(err, "4 values were wanted, 3 came");
  csv_reset(&csv);
}

static void an_outside_aggregate_gives_a_value_a_group(void **state) {
  (void)state;
  Csv csv = read_sample();
  SlStr key = sl_str("force");
  const SlColumn *key_column = sl_table_column(csv.table, key);
  SlExternal externals[] = {{.name = {"middle", 6}, .kind = SL_EXTERNAL_AGGREGATE}};
  SlPlanContext context = {
      .table = csv.table, .mode = SL_PLAN_GROUPS, .key_names = &key, .externals = externals, .external_count = 1};
  SlGroups *groups = NULL;
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_groups_new(&key_column, 1, csv.table->length, false, &groups, &err), err);
  context.groups = groups;
  assert_ok(
      run_with_result(&context, "middle(year) - min(year)", column_of(SL_NUMBER, "2019 2019.5 2020"), &column, &err),
      err);
  assert_column(column, "0.0 1.5 0.0");
  sl_column_release(column);
  context.mode = SL_PLAN_ROWS;
  assert_ok(run_with_result(&context, "year - middle(year)", column_of(SL_NUMBER, "2019 2019.5 2020"), &column, &err),
            err);
  assert_column(column, "-1.5 0.0 0.0 1.5");
  sl_column_release(column);
  sl_groups_free(groups);
  csv_reset(&csv);
}

static void what_an_outside_function_gives_goes_with_any_type_while_it_gives_nothing(void **state) {
  (void)state;
  static const struct {
    const char *expr, *cells;
  } uses[] = {{"none(year) > 1", "nil [x]"},
              {"coalesce(none(year), year)", "2018 2019"},
              {"max(none(year)) < '2019-01-01'", "[x] [x]"},
              {"lag(none(year)) + year", "nil nil"},
              {"none(year)", "nil [x]"}};
  Csv csv = read_text("year\n2018\n2019\n", NULL);
  SlExternal external = {.name = {"none", 4}, .kind = SL_EXTERNAL_SCALAR};
  SlPlanContext context = {.table = csv.table, .mode = SL_PLAN_ROWS, .externals = &external, .external_count = 1};
  SlColumn *nothing = column_of(SL_TEXT, "nil [x]");
  SlError err;
  for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
    SlExpr *expr = NULL;
    SlPlan *plan = NULL;
    SlColumn **arguments, *column = NULL;
    int64_t called, count, rows;
    assert_ok(sl_expr_parse(sl_str(uses[i].expr), &expr, &err), err);
    assert_ok(sl_plan_new(expr, &context, &plan, &err), err);
    assert_ok(sl_plan_external_arguments(plan, 0, &called, &arguments, &count, &rows, &err), err);
    for (int64_t k = 0; k < count; k++) sl_column_release(arguments[k]);
    sl_free(arguments);
    assert_ok(sl_plan_external_supply(plan, 0, nothing, &err), err);
    assert_ok(sl_plan_run(plan, &column, &err), err);
    assert_column(column, uses[i].cells);
    sl_column_release(column);
    sl_plan_free(plan);
    sl_expr_release(expr);
  }
  sl_column_release(nothing);
  csv_reset(&csv);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(outside_functions_are_called_in_order_and_give_the_type),
      cmocka_unit_test(the_type_of_an_outside_function_counts_once_it_is_there),
      cmocka_unit_test(an_outside_aggregate_gives_a_value_a_group),
      cmocka_unit_test(what_an_outside_function_gives_goes_with_any_type_while_it_gives_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
