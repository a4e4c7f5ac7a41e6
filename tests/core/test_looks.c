/* Ctrl-C at every look: each operation is interrupted at its first look, its second, ... until it runs through. Each time it
 * must end with SL_EINTERRUPTED, say so, and leave no memory behind; an operation that never looks fails, too. Only that one
 * look finds an interruption, so that a status nobody acts on is found out.
 * Run with tiny pieces as well, where a few hundred rows are looked at as often as millions.
 */
#include "core/base/runtime.h"
#include "core/expr/plan.h"
#include "core/query/aggregate.h"
#include "core/query/join.h"
#include "core/query/reshape.h"
#include "core/query/rows.h"
#include "core/query/window.h"
#include "tests/support/columns.h"

enum { LENGTH = 700, RIGHT_LENGTH = 140, COLUMNS = 6 };

/* What the operations work on: made once. */
static SlTable *table, *right, *odd;
static const SlStr names[COLUMNS] = {{"k0", 2}, {"k1", 2}, {"n", 1}, {"x", 1}, {"t", 1}, {"b", 1}};

static SlTable *random_table(const RandomKind *kinds, int64_t length, uint64_t *seed) {
  SlColumn *columns[COLUMNS];
  for (int c = 0; c < COLUMNS; c++) columns[c] = random_column(kinds[c], length, seed);
  SlTable *made = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, COLUMNS, length, &made, &err), err);
  for (int c = 0; c < COLUMNS; c++) sl_column_release(columns[c]);
  return made;
}

static int make_tables(void **state) {
  (void)state;
  static const RandomKind plain[COLUMNS] = {RANDOM_WORDS, RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS, RANDOM_NUMBERS,
                                            RANDOM_LONG_TEXTS, RANDOM_BOOLEANS};
  static const RandomKind wide[COLUMNS] = {RANDOM_WIDE_INTEGERS, RANDOM_NUMBERS, RANDOM_WIDE_INTEGERS, RANDOM_ODD_NUMBERS,
                                           RANDOM_FEW_OF_MANY_TEXTS, RANDOM_ALL_MISSING};
  uint64_t seed = 5;
  table = random_table(plain, LENGTH, &seed);
  right = random_table(plain, RIGHT_LENGTH, &seed);
  odd = random_table(wide, LENGTH, &seed);
  return 0;
}

static int free_tables(void **state) {
  (void)state;
  sl_table_release(table);
  sl_table_release(right);
  sl_table_release(odd);
  return 0;
}

typedef SlStatus (*Attempt)(const void *context, SlError *err);

/* The looks that were found out. */
static uint64_t interrupt_each_look(Attempt attempt, const void *context, const char *what) {
  SlError first = {0};
  assert_ok(attempt(context, &first), first); /* what dictionaries keep of themselves from then on is held already */
  for (uint64_t nth = 1;; nth = next_to_try(nth, 50)) {
    SlError err = {0};
    size_t held = sl_memory_held();
    sl_interrupt_after(nth);
    SlStatus status = attempt(context, &err);
    uint64_t left = sl_interrupt_after(0);
    if (left > 0) {
      assert_ok(status, err);
      return nth - left;
    }
    if (status != SL_EINTERRUPTED || sl_memory_held() != held) {
      print_error("%s: look %d found an interruption; the call said %s, and holds %lld bytes more\n", what, (int)nth,
                  sl_status_name(status), (long long)sl_memory_held() - (long long)held);
      fail();
    }
    assert_says(err, "interrupted");
  }
}

static void check_operation(Attempt attempt, const void *context, const char *what) {
  for (int threads = 1; threads <= 3; threads += 2) {
    sl_threads_set(threads);
    if (interrupt_each_look(attempt, context, what) == 0) {
      print_error("%s never looks\n", what);
      fail();
    }
  }
  sl_threads_set(0);
}

/* --- groups, aggregates, windows ---------------------------------------------------------------------------------------- */

typedef struct Grouping {
  const char *what;
  SlTable **table;
  int key_count, keys[8];
  bool complete;
} Grouping;

static const Grouping groupings[] = {
    {"a word", &table, 1, {0}, false},           {"a word and a small integer", &table, 2, {0, 1}, false},
    {"many integers", &table, 1, {2}, false},    {"numbers", &table, 1, {3}, false},
    {"texts", &table, 1, {4}, false},            {"wide integers", &odd, 1, {0}, false},
    {"several wide keys", &odd, 3, {0, 1, 2}, false}, {"few of many texts", &odd, 2, {4, 0}, false},
    {"every combination", &table, 2, {0, 1}, true},   {"every combination of many", &table, 2, {2, 0}, true},
    {"odd numbers", &odd, 2, {3, 5}, true},
    {"more keys than fit a word", &odd, 8, {0, 1, 2, 3, 0, 1, 2, 3}, false},
};

static SlStatus find_groups(const Grouping *grouping, SlGroups **groups, SlError *err) {
  const SlColumn *keys[8];
  for (int k = 0; k < grouping->key_count; k++) keys[k] = (*grouping->table)->columns[grouping->keys[k]];
  return sl_groups_new(keys, grouping->key_count, LENGTH, grouping->complete, groups, err);
}

static SlStatus attempt_groups(const void *context, SlError *err) {
  SlGroups *groups = NULL;
  int64_t *order = NULL, *starts = NULL;
  SlStatus status = find_groups(context, &groups, err);
  if (status == SL_OK) status = sl_groups_order(groups, &order, &starts, err);
  sl_free(order);
  sl_free(starts);
  sl_groups_free(groups);
  return status;
}

static void groups_end_at_every_look(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof groupings / sizeof *groupings; i++)
    check_operation(attempt_groups, &groupings[i], groupings[i].what);
}

typedef struct Aggregating {
  SlAggregate aggregate;
  const SlColumn *columns[2];
  int count;
  double constant;
  const SlGroups *groups;
} Aggregating;

static SlStatus attempt_aggregate(const void *context, SlError *err) {
  const Aggregating *a = context;
  SlColumn *result = NULL;
  SlStatus status = sl_aggregate(a->aggregate, a->columns, a->count, (SlConstant){a->constant, sl_str("; ")}, a->groups, &result, err);
  sl_column_release(result);
  return status;
}

static bool looks_without_rows(SlAggregate aggregate) { return aggregate == SL_AGG_COUNT; /* the sizes of groups say it */ }

static void aggregates_end_at_every_look(void **state) {
  (void)state;
  SlColumn *parts = NULL;
  SlError err;
  assert_ok(sl_column_to_number(table->columns[2], &parts, &err), err);
  for (int g = 0; g < 3; g++) {
    SlGroups *groups = NULL;
    static const Grouping whole = {"the whole table", &table, 0, {0}, false};
    assert_ok(find_groups(g == 0 ? &whole : &groupings[g], &groups, &err), err);
    for (int a = 0; a < SL_AGGREGATE_COUNT; a++) {
      bool logic = a == SL_AGG_ANY || a == SL_AGG_ALL || a == SL_AGG_COUNT_IF;
      Aggregating of = {.aggregate = (SlAggregate)a, .groups = groups, .count = a == SL_AGG_CORR || a == SL_AGG_WEIGHTED_MEAN ? 2 : 1};
      of.constant = a == SL_AGG_QUANTILE ? 0.3 : 20;
      of.columns[0] = table->columns[logic ? 5 : 3];
      of.columns[1] = table->columns[a == SL_AGG_WEIGHTED_MEAN ? 2 : 1];
      if (a == SL_AGG_JOIN_TEXT) of.columns[0] = table->columns[4];
      if (a == SL_AGG_SHARE) of.columns[0] = parts; /* of a whole: none below 0 */
      if (!looks_without_rows((SlAggregate)a)) check_operation(attempt_aggregate, &of, sl_aggregate_name((SlAggregate)a));
      if (a != SL_AGG_MIN && a != SL_AGG_TOP && a != SL_AGG_MODE && a != SL_AGG_N_DISTINCT && a != SL_AGG_LAST) continue;
      of.columns[0] = table->columns[4];
      check_operation(attempt_aggregate, &of, sl_aggregate_name((SlAggregate)a));
    }
    sl_groups_free(groups);
  }
  sl_column_release(parts);
}

typedef struct Windowing {
  SlWindow window;
  const SlColumn *column;
  const SlGroups *groups;
} Windowing;

static SlStatus attempt_window(const void *context, SlError *err) {
  const Windowing *w = context;
  SlColumn *result = NULL;
  SlStatus status = sl_window(w->window, w->column, 3, LENGTH, w->groups, &result, err);
  sl_column_release(result);
  return status;
}

static void windows_end_at_every_look(void **state) {
  (void)state;
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(find_groups(&groupings[0], &groups, &err), err);
  for (int w = 0; w < SL_WINDOW_COUNT; w++) {
    Windowing of = {(SlWindow)w, w == SL_WIN_ROW_NUMBER ? NULL : table->columns[3], NULL};
    check_operation(attempt_window, &of, sl_window_name((SlWindow)w));
    of.groups = groups;
    if (of.column) of.column = table->columns[1];
    check_operation(attempt_window, &of, sl_window_name((SlWindow)w));
  }
  sl_groups_free(groups);
}

/* --- joins ----------------------------------------------------------------------------------------------------------------- */

typedef struct Joining {
  SlJoinOptions options;
  const SlTable *left, *right;
} Joining;

static SlStatus attempt_join(const void *context, SlError *err) {
  const Joining *j = context;
  SlTable *out = NULL;
  SlStatus status = sl_table_join(j->left, j->right, &j->options, &out, err);
  sl_table_release(out);
  return status;
}

static void joins_end_at_every_look(void **state) {
  (void)state;
  static const SlStr by_word[] = {{"k0", 2}}, by_number[] = {{"n", 1}}, by_two[] = {{"t", 1}, {"x", 1}};
  SlTable *unique = NULL; /* of each n once, for promises that are kept */
  SlError err;
  assert_ok(sl_table_distinct(right, by_number, 1, &unique, &err), err);
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how++) {
    Joining many = {{.how = (SlJoin)how, .expect = SL_MANY_TO_MANY, .left_keys = by_word, .right_keys = by_word, .key_count = 1}, table, right};
    check_operation(attempt_join, &many, "join on a word");
    Joining two = {{.how = (SlJoin)how, .expect = SL_MANY_TO_MANY, .left_keys = by_two, .right_keys = by_two, .key_count = 2}, table, right};
    check_operation(attempt_join, &two, "join on a text and a number");
    Joining once = {{.how = (SlJoin)how, .expect = SL_MANY_TO_ONE, .left_keys = by_number, .right_keys = by_number, .key_count = 1}, table, unique};
    check_operation(attempt_join, &once, "join on many integers");
  }
  SlTable *both = NULL;
  assert_ok(sl_table_distinct(table, by_number, 1, &both, &err), err);
  Joining promised = {{.how = SL_JOIN_LEFT, .expect = SL_ONE_TO_ONE, .left_keys = by_number, .right_keys = by_number, .key_count = 1}, both, unique};
  check_operation(attempt_join, &promised, "join that promises 1:1");
  Joining asof = {{.how = SL_JOIN_LEFT, .expect = SL_MANY_TO_ONE, .left_keys = by_word, .right_keys = by_word, .key_count = 1,
                   .asof_left = names[3], .asof_right = names[3]}, table, right};
  check_operation(attempt_join, &asof, "join as of a number");
  static const SlJoinRange both_ends[] = {{{"n", 1}, {"n", 1}, SL_RANGE_LE}, {{"x", 1}, {"x", 1}, SL_RANGE_GT}};
  for (int how = SL_JOIN_INNER; how <= SL_JOIN_ANTI; how += SL_JOIN_FULL) {
    Joining ranges = {{.how = (SlJoin)how, .expect = SL_MANY_TO_MANY, .left_keys = by_word, .right_keys = by_word, .key_count = 1,
                       .ranges = both_ends, .range_count = 2}, table, unique};
    check_operation(attempt_join, &ranges, "join by ranges");
  }
  sl_table_release(both);
  sl_table_release(unique);
}

/* --- rows and shapes -------------------------------------------------------------------------------------------------------- */

typedef enum Verb { FILTER, FILTER_ALL, SORT, SORT_TEXT, SORT_WIDE, DISTINCT, SAMPLE, COMPLETE, FILL_DOWN, PIVOT, UNPIVOT, UNPIVOT_TEXTS, TAKE, VERBS } Verb;
static const char *const verb_names[VERBS] = {"filter", "filter by several masks", "sort", "sort by text", "sort by wide keys", "distinct", "sample",
                                              "complete", "fill_down", "pivot", "unpivot", "unpivot of texts", "take"};

static SlStatus unpivot(const SlTable *from, const SlStr *two, SlTable **out, SlError *err) {
  static const SlStr name = {"name", 4};
  return sl_table_unpivot(from, &(SlUnpivot){.columns = two, .count = 2, .names = &name, .name_count = 1, .values = sl_str("value")}, out, err);
}

static SlStatus attempt_pivot(SlTable **out, SlError *err) {
  static const SlStr kept[] = {{"k0", 2}, {"n", 1}, {"x", 1}}, keys[] = {{"k0", 2}, {"n", 1}};
  SlTable *few = NULL, *distinct = NULL;
  SlStatus status = sl_table_distinct(table, keys, 2, &distinct, err);
  if (status == SL_OK) status = sl_table_select(distinct, kept, 3, &few, err);
  if (status == SL_OK) status = sl_table_pivot(few, &(SlPivot){.names = &kept[0], .name_count = 1, .values = &kept[2], .value_count = 1}, out, err);
  sl_table_release(few);
  sl_table_release(distinct);
  return status;
}

static SlStatus attempt_take(SlTable **out, SlError *err) {
  int64_t rows[LENGTH];
  for (int64_t i = 0; i < LENGTH; i++) rows[i] = i % 5 ? LENGTH - 1 - i : -1;
  return sl_table_take(table, rows, LENGTH, out, err);
}

static SlStatus attempt_verb(const void *context, SlError *err) {
  SlTable *out = NULL;
  SlStatus status = SL_OK;
  const SlColumn *masks[] = {table->columns[5], table->columns[5]};
  SlSortKey keys[] = {{table->columns[1], false}, {table->columns[3], true}}, texts[] = {{odd->columns[4], true}, {table->columns[4], false}},
            wide[] = {{odd->columns[0], false}, {odd->columns[2], true}, {odd->columns[3], false}};
  static const SlStr complete[] = {{"k0", 2}, {"k1", 2}}, stacked[] = {{"n", 1}, {"x", 1}}, texts_stacked[] = {{"k0", 2}, {"t", 1}};
  switch (*(const Verb *)context) {
    case FILTER: status = sl_table_filter(table, table->columns[5], &out, err); break;
    case FILTER_ALL: status = sl_table_filter_all(table, masks, 2, &out, err); break;
    case SORT: status = sl_table_sort(table, keys, 2, &out, err); break;
    case SORT_TEXT: status = sl_table_sort(table, texts, 2, &out, err); break;
    case SORT_WIDE: status = sl_table_sort(table, wide, 3, &out, err); break;
    case DISTINCT: status = sl_table_distinct(table, NULL, 0, &out, err); break;
    case SAMPLE: status = sl_table_sample(table, LENGTH / 2, 7, &out, err); break;
    case COMPLETE: status = sl_table_complete(table, complete, 2, &out, err); break;
    case FILL_DOWN: status = sl_table_fill_down(odd, &names[5], 1, NULL, &out, err); break;
    case PIVOT: status = attempt_pivot(&out, err); break;
    case UNPIVOT: status = unpivot(table, stacked, &out, err); break;
    case UNPIVOT_TEXTS: status = unpivot(table, texts_stacked, &out, err); break;
    case TAKE: status = attempt_take(&out, err); break;
    case VERBS: break;
  }
  sl_table_release(out);
  return status;
}

static void verbs_of_rows_end_at_every_look(void **state) {
  (void)state;
  for (Verb verb = 0; verb < VERBS; verb++) check_operation(attempt_verb, &verb, verb_names[verb]);
}

/* --- expressions ----------------------------------------------------------------------------------------------------------------- */

static const char *const expressions[] = {
    "n + 1 > 5 or x < 0.5",
    "upper(k0)",                     /* of a dictionary's entries */
    "text(x) .. t",                  /* text that is joined at the end */
    "k0 in ('a', 'b', 'c', 'd', 'e')",
    "x / sum(x)",
    "n - lag(n)",
    "if_else(b, n, k1) * max(k1)",
    "contains(t, 'a') and rank(x) > 4 and k1 between 1 and 3",
    "coalesce(x, 0) ^ 2",
};

static SlStatus attempt_expression(const void *context, SlError *err) {
  SlExpr *expr = NULL;
  SlPlan *plan = NULL;
  SlColumn *out = NULL;
  SlPlanContext of = {.table = table, .mode = SL_PLAN_ROWS};
  SlStatus status = sl_expr_parse(sl_str(context), &expr, err);
  if (status == SL_OK) status = sl_plan_new(expr, &of, &plan, err);
  if (status == SL_OK) status = sl_plan_run(plan, &out, err);
  sl_column_release(out);
  sl_plan_free(plan);
  sl_expr_release(expr);
  return status;
}

static void expressions_end_at_every_look(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
    check_operation(attempt_expression, expressions[i], expressions[i]);
}

static SlStatus attempt_parse(const void *context, SlError *err) {
  SlExpr *expr = NULL;
  SlStatus status = sl_expr_parse(sl_buf_str(context), &expr, err);
  sl_expr_release(expr);
  return status;
}

static void reading_a_long_list_ends_at_every_look(void **state) {
  (void)state;
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_printf(&text, "n in (0");
  for (int i = 1; i < SL_SIZE(2 * 4096, 300); i++) sl_buf_printf(&text, ", %d", i);
  sl_buf_printf(&text, ")");
  check_operation(attempt_parse, &text, "a long list");
  sl_buf_reset(&text);
}

/* --- many columns ------------------------------------------------------------------------------------------------------------------- */

enum { MANY = SL_SIZE(2 * 4096, 1000) };

static SlStatus attempt_wide_table(const void *context, SlError *err) {
  SlColumn **columns = sl_alloc_array(MANY, sizeof *columns);
  if (!columns) return SL_ENOMEM;
  for (int i = 0; i < MANY; i++) columns[i] = table->columns[0];
  SlTable *wide = NULL;
  SlStatus status = sl_table_new(context, columns, MANY, LENGTH, &wide, err);
  sl_table_release(wide);
  sl_free(columns);
  return status;
}

static void a_table_of_many_columns_ends_at_every_look(void **state) {
  (void)state;
  static char letters[MANY][8];
  static SlStr many[MANY];
  for (int i = 0; i < MANY; i++) many[i] = (SlStr){letters[i], (size_t)snprintf(letters[i], sizeof letters[i], "c%d", i)};
  check_operation(attempt_wide_table, many, "a table of many columns");
}

/* --- dictionaries ------------------------------------------------------------------------------------------------------------------ */

/* A dictionary of its own each time: it keeps its ranks once it has them. */
static SlStatus attempt_ranks(const void *context, SlError *err) {
  (void)context;
  SlDict *dict = sl_dict_new();
  uint64_t seed = 11;
  SlStatus status = dict ? SL_OK : SL_ENOMEM;
  const uint32_t *ranks;
  for (int i = 0; status == SL_OK && i < SL_SIZE(3000, 600); i++) {
    char text[64];
    uint32_t code;
    snprintf(text, sizeof text, "the same words before %lld, and %lld", (long long)random_below(&seed, 20), (long long)random_below(&seed, 1000000));
    status = sl_dict_add(dict, sl_str(text), &code, err);
  }
  if (status == SL_OK) status = sl_dict_ranks(dict, &ranks, err);
  sl_dict_release(dict);
  return status;
}

static void ranks_of_texts_end_at_every_look(void **state) {
  (void)state;
  check_operation(attempt_ranks, NULL, "ranks of a dictionary");
}

static SlStatus attempt_encode(const void *context, SlError *err) {
  SlColumn *encoded = NULL;
  SlStatus status = sl_column_encode(context, &encoded, err);
  sl_column_release(encoded);
  return status;
}

static void encoding_texts_ends_at_every_look(void **state) {
  (void)state;
  SlColumn *strings = as_strings(table->columns[4]);
  check_operation(attempt_encode, strings, "texts to codes");
  sl_column_release(strings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(groups_end_at_every_look),        cmocka_unit_test(aggregates_end_at_every_look),
      cmocka_unit_test(windows_end_at_every_look),       cmocka_unit_test(joins_end_at_every_look),
      cmocka_unit_test(verbs_of_rows_end_at_every_look), cmocka_unit_test(expressions_end_at_every_look),
      cmocka_unit_test(reading_a_long_list_ends_at_every_look), cmocka_unit_test(a_table_of_many_columns_ends_at_every_look),
      cmocka_unit_test(ranks_of_texts_end_at_every_look), cmocka_unit_test(encoding_texts_ends_at_every_look),
  };
  int failed = cmocka_run_group_tests_name("looks", tests, make_tables, free_tables);
  sl_runtime_stop();
  return failed;
}
