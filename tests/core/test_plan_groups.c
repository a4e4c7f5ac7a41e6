/* Random expressions with aggregates and neighbours, over rows and over groups, give what their definitions give, cell
 * by cell, and the same bits on any number of threads. */
#include "core/base/runtime.h"
#include "core/expr/plan.h"
#include "tests/support/cells.h"

/* --- comparing ---------------------------------------------------------------------------------------------------- */

typedef struct Setting {
  SlTable *table;
  SlGroups *groups; /* by the first two columns, or the first; NULL: none */
  SlStr key_names[KEYS];
} Setting;

static Setting new_setting(int64_t length, int64_t key_count, bool complete, uint64_t *state) {
  Setting setting = {0};
  SlStr all[COLUMNS];
  SlColumn *columns[COLUMNS];
  SlError err;
  for (int i = 0; i < COLUMNS; i++) {
    all[i] = sl_str(names[i]);
    columns[i] = random_column(kinds[i], length, state);
  }
  if (random_word(state) & 1) { /* what depends on a dictionary without flags alone is worked out once an entry */
    sl_free(columns[0]->flags);
    columns[0]->flags = NULL;
  }
  assert_ok(sl_table_new(all, columns, COLUMNS, length, &setting.table, &err), err);
  for (int i = 0; i < COLUMNS; i++) sl_column_release(columns[i]);
  for (int i = 0; i < KEYS; i++) setting.key_names[i] = all[i];
  if (key_count == 0) return setting;
  const SlColumn *const *keys = (const SlColumn *const *)setting.table->columns;
  assert_ok(sl_groups_new(keys, key_count, length, complete, &setting.groups, &err), err);
  return setting;
}

static void setting_reset(Setting *setting) {
  sl_groups_free(setting->groups);
  sl_table_release(setting->table);
}

static SlStatus evaluate(const Setting *setting, SlPlanMode mode, const SlExpr *expr, SlColumn **out, SlError *err) {
  SlPlanContext context = {
      .table = setting->table, .groups = setting->groups, .key_names = setting->key_names, .mode = mode};
  SlPlan *plan = NULL;
  SlStatus status = sl_plan_new(expr, &context, &plan, err);
  if (status == SL_OK) status = sl_plan_run(plan, out, err);
  sl_plan_free(plan);
  return status;
}

static SlColumn *expected_of(Walk *walk, Tree *tree, Scope scope) {
  SlBuilder builder;
  sl_builder_init(&builder, tree->type);
  int64_t groups = walk->groups ? walk->groups->group_count : 1;
  for (int64_t at = 0; at < (scope == GROUPS ? groups : walk->table->length); at++) {
    Cell cell = value_of(walk, tree, scope, at);
    if (cell.missing) sl_builder_add_null(&builder, cell.reason);
    else if (tree->type == SL_TEXT) sl_builder_add_text(&builder, cell.text);
    else if (tree->type == SL_NUMBER) sl_builder_add_number(&builder, cell.number);
    else sl_builder_add_integer(&builder, cell.integer);
    if (!cell.missing) sl_builder_flag_last(&builder, cell.flags);
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static void show(const SlExpr *expr, const char *what, int64_t row) {
  SlBuf text = {0};
  sl_expr_print(expr, &text);
  print_error("%s, row %lld: %s\n", what, (long long)row + 1, sl_buf_text(&text));
  sl_buf_reset(&text);
}

static void assert_agree(const SlExpr *expr, const SlColumn *expected, const SlColumn *got) {
  bool same = expected->type == got->type && expected->length == got->length;
  if (!same) show(expr, "the type or length differs", 0);
  for (int64_t row = 0; same && row < got->length; row++) {
    same = sl_column_rows_equal(expected, row, got, row) && sl_column_flags(expected, row) == sl_column_flags(got, row);
    if (!same) show(expr, "the value or its marks differ", row);
  }
  assert_true(same);
  assert_same_column(expected, got);
}

/* Whether the expression has a value, that is, whether no integer in it was too large. */
static bool check(const Setting *setting, SlPlanMode mode, Tree *tree, bool as_text) {
  Walk walk = {.table = setting->table, .groups = setting->groups};
  sl_arena_init(&walk.arena);
  SlColumn *expected = expected_of(&walk, tree, mode == SL_PLAN_ROWS ? ROWS : GROUPS), *got = NULL;
  SlExpr *expr = expr_of(tree);
  SlError err = {0};
  if (as_text) { /* what prints reads back */
    SlBuf text = {0};
    SlExpr *read = NULL;
    sl_expr_print(expr, &text);
    assert_ok(sl_expr_parse(sl_buf_str(&text), &read, &err), err);
    assert_true(sl_expr_equal(expr, read));
    sl_buf_reset(&text);
    sl_expr_release(expr);
    expr = read;
  }
  SlStatus status = evaluate(setting, mode, expr, &got, &err);
  if (status != (walk.too_large ? SL_ERANGE : SL_OK)) {
    show(expr, status == SL_OK ? "should be too large" : err.text, 0);
    fail();
  }
  if (status == SL_OK) assert_agree(expr, expected, got);
  sl_column_release(got);
  sl_column_release(expected);
  sl_expr_release(expr);
  sl_arena_reset(&walk.arena);
  return status == SL_OK;
}

static const SlType types[] = {SL_BOOLEAN, SL_INTEGER, SL_NUMBER, SL_TEXT, SL_DATE};

static void check_many(bool grouped_values, const char *what) {
  enum { TABLES = 100, EXPRESSIONS = 16 };
  const char *seed = getenv("SLAVELAB_SEED");
  Maker maker = {.state = seed ? strtoull(seed, NULL, 10) : 20190401, .by_group = grouped_values};
  sl_arena_init(&maker.arena);
  int64_t valued = 0;
  for (int t = 0; t < rounds(TABLES); t++) {
    int64_t keys = grouped_values ? KEYS : below(&maker, KEYS + 1);
    int64_t length = below(&maker, 8) ? below(&maker, 150) : random_length(&maker.state);
    Setting setting = new_setting(length, keys, below(&maker, 3) == 0, &maker.state);
    maker.by_row = !grouped_values;
    sl_threads_set(1 + (int)below(&maker, 3));
    for (int e = 0; e < EXPRESSIONS; e++) {
      Tree *tree = make(&maker, types[below(&maker, 5)], 1 + (int)below(&maker, 4));
      valued += check(&setting, grouped_values ? SL_PLAN_GROUPS : SL_PLAN_ROWS, tree, below(&maker, 2));
      sl_arena_reset(&maker.arena);
    }
    setting_reset(&setting);
  }
  sl_threads_set(0);
  if (valued < rounds(TABLES) * EXPRESSIONS / 2) fail_msg("only %lld %s had a value", (long long)valued, what);
}

static void random_expressions_of_rows_agree_with_their_definition(void **state) {
  (void)state;
  check_many(false, "expressions of rows");
}

static void random_expressions_of_groups_agree_with_their_definition(void **state) {
  (void)state;
  check_many(true, "expressions of groups");
}

static void results_are_the_same_bits_for_any_number_of_threads(void **state) {
  (void)state;
  Maker maker = {.state = 7};
  sl_arena_init(&maker.arena);
  for (int round = 0; round < 12; round++) {
    maker.by_group = round % 3 == 2;
    maker.by_row = !maker.by_group;
    Setting setting = new_setting(SL_SIZE(140001, 3001), maker.by_group ? KEYS : round % 3, false, &maker.state);
    SlExpr *expr = expr_of(make(&maker, types[below(&maker, 5)], 5));
    SlColumn *alone = NULL;
    SlError err = {0};
    sl_threads_set(1);
    SlStatus status = evaluate(&setting, (SlPlanMode)maker.by_group, expr, &alone, &err);
    for (int threads = 2; threads <= 4; threads += 2) {
      SlColumn *shared = NULL;
      SlError other = {0};
      sl_threads_set(threads);
      assert_int_equal(evaluate(&setting, (SlPlanMode)maker.by_group, expr, &shared, &other), status);
      if (status == SL_OK) assert_same_column(alone, shared);
      else assert_string_equal(err.text, other.text);
      sl_column_release(shared);
    }
    sl_column_release(alone);
    sl_expr_release(expr);
    setting_reset(&setting);
    sl_arena_reset(&maker.arena);
  }
  sl_threads_set(0);
}

typedef struct Attempt {
  const Setting *setting;
  SlPlanMode mode;
  SlExpr *expr;
} Attempt;

static SlStatus attempt_expression(void *context, SlError *err) {
  const Attempt *attempt = context;
  SlColumn *out = NULL;
  SlStatus status = evaluate(attempt->setting, attempt->mode, attempt->expr, &out, err);
  assert_true((status == SL_OK) == (out != NULL));
  sl_column_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  static const struct {
    const char *text;
    SlPlanMode mode;
  } all[] = {{"small / sum(small) + lag(x, 2)", SL_PLAN_ROWS},
             {"upper(word) .. lower(word)", SL_PLAN_ROWS},
             {"replace(trim(word), 'e', 'ee')", SL_PLAN_ROWS},
             {"contains(word, 'ent') and matches(word, '^K') or word in ('Essex', 'kent')", SL_PLAN_ROWS},
             {"first(name) .. word .. count_if(flag and x > 0) .. financial_year(max(day))", SL_PLAN_GROUPS}};
  uint64_t seed = 3;
  Setting setting = new_setting(60, 1, false, &seed);
  SlError err;
  sl_threads_set(1);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    Attempt attempt = {.setting = &setting, .mode = all[i].mode};
    assert_ok(sl_expr_parse(sl_str(all[i].text), &attempt.expr, &err), err);
    fail_each_allocation(attempt_expression, &attempt);
    sl_expr_release(attempt.expr);
  }
  sl_threads_set(0);
  setting_reset(&setting);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_expressions_of_rows_agree_with_their_definition),
      cmocka_unit_test(random_expressions_of_groups_agree_with_their_definition),
      cmocka_unit_test(results_are_the_same_bits_for_any_number_of_threads),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
