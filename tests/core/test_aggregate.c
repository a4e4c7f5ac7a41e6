#include "core/base/batches.h"
#include "core/base/runtime.h"
#include "core/query/aggregate.h"
#include "tests/support/columns.h"

static SlGroups *group_by(SlColumn *key, int64_t length) {
  SlGroups *groups = NULL;
  SlError err;
  const SlColumn *keys[] = {key};
  assert_ok(sl_groups_new(keys, key ? 1 : 0, length, false, &groups, &err), err);
  return groups;
}

/* --- a table of sentences: all rows are one group ------------------------------------------------------------------------ */

typedef struct Case {
  const char *name;
  SlAggregate aggregate;
  SlType type;
  const char *cells;
  const char *expected;
  double constant;
  SlType other_type;
  const char *others;
} Case;

static const Case cases[] = {
    {"sum_of_integers_stays_an_integer", SL_AGG_SUM, SL_INTEGER, "1 2 nil 4", "7", 0, 0, NULL},
    {"sum_of_numbers_is_compensated", SL_AGG_SUM, SL_NUMBER, "1e16 1 1 -1e16", "2.0", 0, 0, NULL},
    {"sum_of_tenths_prints_as_a_person_expects", SL_AGG_SUM, SL_NUMBER, "0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1", "1.0", 0, 0, NULL},
    {"sum_over_the_top_is_infinite_not_nan", SL_AGG_SUM, SL_NUMBER, "1e308 1e308", "inf", 0, 0, NULL},
    {"sum_of_nothing_is_missing", SL_AGG_SUM, SL_INTEGER, "", "nil", 0, 0, NULL},
    {"sum_of_missing_rows_has_their_strongest_reason", SL_AGG_SUM, SL_INTEGER, "[x] nil [c]", "[c]", 0, 0, NULL},
    {"sum_carries_the_flags_of_its_rows", SL_AGG_SUM, SL_INTEGER, "1[p] 2 3[r]", "6[p][r]", 0, 0, NULL},
    {"flags_of_missing_rows_are_none", SL_AGG_SUM, SL_INTEGER, "1 [c] 3", "4", 0, 0, NULL},
    {"sum_passes_64_bits_on_the_way_and_comes_back", SL_AGG_SUM, SL_INTEGER, "9223372036854775807 1 -2", "9223372036854775806", 0, 0, NULL},
    {"mean_leaves_missing_rows_out", SL_AGG_MEAN, SL_INTEGER, "1 2 nil", "1.5", 0, 0, NULL},
    {"mean_of_integers_past_64_bits", SL_AGG_MEAN, SL_INTEGER, "9223372036854775807 9223372036854775807", "9.223372036854776e+18", 0, 0, NULL},
    {"count_of_nothing_is_zero", SL_AGG_COUNT, SL_TEXT, "", "0", 0, 0, NULL},
    {"count_of_a_column_leaves_missing_rows_out", SL_AGG_COUNT, SL_TEXT, "a nil b[p]", "2", 0, 0, NULL},
    {"count_if_counts_true_rows", SL_AGG_COUNT_IF, SL_BOOLEAN, "true false nil true[p] [c]", "2", 0, 0, NULL},
    {"count_if_of_nothing_is_zero", SL_AGG_COUNT_IF, SL_BOOLEAN, "nil [x]", "0", 0, 0, NULL},
    {"sum_of_booleans_counts_true_rows", SL_AGG_SUM, SL_BOOLEAN, "true false nil true[p]", "2[p]", 0, 0, NULL},
    {"sum_of_booleans_without_a_value_is_missing", SL_AGG_SUM, SL_BOOLEAN, "nil [x]", "[x]", 0, 0, NULL},
    {"median_of_an_even_count_is_between", SL_AGG_MEDIAN, SL_INTEGER, "4 1 3 2", "2.5", 0, 0, NULL},
    {"median_of_an_odd_count_is_the_middle", SL_AGG_MEDIAN, SL_NUMBER, "9 nil -1 2", "2.0", 0, 0, NULL},
    {"median_with_nan_is_nan", SL_AGG_MEDIAN, SL_NUMBER, "1 nan 2", "nan", 0, 0, NULL},
    {"median_of_infinities_of_one_sign", SL_AGG_MEDIAN, SL_NUMBER, "inf inf", "inf", 0, 0, NULL},
    {"median_of_opposite_ends_of_doubles_is_between_them", SL_AGG_MEDIAN, SL_NUMBER, "-1.7e308 1.7e308", "0.0", 0, 0, NULL},
    {"quantile_of_opposite_ends_is_on_the_line", SL_AGG_QUANTILE, SL_NUMBER, "-1.5e308 1.5e308", "-7.5e+307", 0.25, 0, NULL},
    {"quantile_next_to_an_infinity_is_that", SL_AGG_QUANTILE, SL_NUMBER, "-inf 1 2", "-inf", 0.25, 0, NULL},
    {"median_of_both_infinities_is_nan", SL_AGG_MEDIAN, SL_NUMBER, "-inf inf", "nan", 0, 0, NULL},
    {"quantile_is_type_7", SL_AGG_QUANTILE, SL_INTEGER, "1 2 3 4 5 6 7 8 9 10", "3.25", 0.25, 0, NULL},
    {"quantile_0_is_the_smallest", SL_AGG_QUANTILE, SL_INTEGER, "5 1 3", "1.0", 0, 0, NULL},
    {"quantile_1_is_the_largest", SL_AGG_QUANTILE, SL_INTEGER, "5 1 3", "5.0", 1, 0, NULL},
    {"min_of_text_is_by_code_point", SL_AGG_MIN, SL_TEXT, "b a nil B", "B", 0, 0, NULL},
    {"max_of_text", SL_AGG_MAX, SL_TEXT, "b a nil B", "b", 0, 0, NULL},
    {"max_of_dates", SL_AGG_MAX, SL_DATE, "2018-01-31 2019-03-25 nil", "2019-03-25", 0, 0, NULL},
    {"median_of_dates_is_the_middle_day", SL_AGG_MEDIAN, SL_DATE, "2020-03-01 nil 2019-12-31 2020-02-28", "2020-02-28", 0, 0, NULL},
    {"median_of_an_even_count_of_dates_is_halfway", SL_AGG_MEDIAN, SL_DATE, "2020-02-28 2020-03-01", "2020-02-29", 0, 0, NULL},
    {"halfway_between_two_days_is_the_first_of_them", SL_AGG_MEDIAN, SL_DATE, "2020-03-01 2020-02-29", "2020-02-29", 0, 0, NULL},
    {"halfway_before_1970_is_the_earlier_day_too", SL_AGG_MEDIAN, SL_DATE, "1969-12-25 1969-12-26", "1969-12-25", 0, 0, NULL},
    {"median_of_missing_dates_has_the_strongest_reason", SL_AGG_MEDIAN, SL_DATE, "[x] [c]", "[c]", 0, 0, NULL},
    {"median_of_dates_carries_flags", SL_AGG_MEDIAN, SL_DATE, "2020-01-01[p] nil 2020-01-03", "2020-01-02[p]", 0, 0, NULL},
    {"quantile_of_dates_is_the_day_it_lies_in", SL_AGG_QUANTILE, SL_DATE, "2020-01-01 2020-01-11", "2020-01-08", 0.75, 0, NULL},
    {"a_quantile_that_is_a_whole_day_is_that_day", SL_AGG_QUANTILE, SL_DATE, "2020-01-01 2020-04-10", "2020-01-30", 0.29, 0, NULL},
    {"quantile_1_of_dates_is_the_last", SL_AGG_QUANTILE, SL_DATE, "2020-01-01 2020-04-10", "2020-04-10", 1, 0, NULL},
    {"median_of_datetimes_is_halfway_to_the_microsecond", SL_AGG_MEDIAN, SL_DATETIME, "2020-01-01T10:30 nil 2020-01-01T10:30:00.000003",
     "2020-01-01 10:30:00.000001", 0, 0, NULL},
    {"min_of_datetimes", SL_AGG_MIN, SL_DATETIME, "1969-12-31T23:59:59.999999 nil 1970-01-01T00:00", "1969-12-31 23:59:59.999999", 0, 0, NULL},
    {"max_of_datetimes", SL_AGG_MAX, SL_DATETIME, "0001-01-01T00:00 9999-12-31T23:59:59.999999", "9999-12-31 23:59:59.999999", 0, 0, NULL},
    {"first_of_datetimes", SL_AGG_FIRST, SL_DATETIME, "2020-01-01T10:30[p] nil", "2020-01-01 10:30:00[p]", 0, 0, NULL},
    {"min_leaves_nan_out", SL_AGG_MIN, SL_NUMBER, "nan 2 1 nan", "1.0", 0, 0, NULL},
    {"max_of_nan_alone_is_nan", SL_AGG_MAX, SL_NUMBER, "nan nil", "nan", 0, 0, NULL},
    {"min_of_infinity_alone", SL_AGG_MIN, SL_NUMBER, "inf", "inf", 0, 0, NULL},
    {"min_of_booleans_is_false", SL_AGG_MIN, SL_BOOLEAN, "true false", "false", 0, 0, NULL},
    {"var_divides_by_n_less_one", SL_AGG_VAR, SL_INTEGER, "2 4 4 4 5 5 7 9", "4.571428571428571", 0, 0, NULL},
    {"var_of_one_value_is_missing", SL_AGG_VAR, SL_INTEGER, "2 [c]", "nil", 0, 0, NULL},
    {"var_is_stable_far_from_zero", SL_AGG_VAR, SL_NUMBER, "1000000004 1000000007 1000000013 1000000016", "30.0", 0, 0, NULL},
    {"sd_of_one_repeated_value_is_exactly_zero", SL_AGG_SD, SL_NUMBER, "0.1 0.1 0.1 0.1 0.1 0.1 0.1", "0.0", 0, 0, NULL},
    {"n_distinct_leaves_missing_out_and_takes_nan_as_one", SL_AGG_N_DISTINCT, SL_NUMBER, "nan 1 nil nan 1 -0 0", "3", 0, 0, NULL},
    {"n_distinct_of_text", SL_AGG_N_DISTINCT, SL_TEXT, "a b a [c]", "2", 0, 0, NULL},
    {"first_is_the_row_missing_or_not", SL_AGG_FIRST, SL_INTEGER, "[c] 1 2", "[c]", 0, 0, NULL},
    {"last_keeps_its_flag", SL_AGG_LAST, SL_TEXT, "a b[p]", "b[p]", 0, 0, NULL},
    {"share_of_the_whole_is_all_of_it", SL_AGG_SHARE, SL_INTEGER, "1[p] 3", "100.0", 0, 0, NULL},
    {"share_of_a_zero_whole_is_not_applicable", SL_AGG_SHARE, SL_INTEGER, "0 0", "[z]", 0, 0, NULL},
    {"share_of_numbers_is_all_of_it", SL_AGG_SHARE, SL_NUMBER, "1.5[p] 2.5", "100.0", 0, 0, NULL},
    {"share_of_numbers_that_sum_to_zero_is_not_applicable", SL_AGG_SHARE, SL_NUMBER, "1.5 -1.5", "[z]", 0, 0, NULL},
    {"corr_of_a_line_is_one", SL_AGG_CORR, SL_INTEGER, "1 2 3 nil", "1.0", 0, SL_NUMBER, "10 20 30 5"},
    {"corr_falls_with_a_falling_line", SL_AGG_CORR, SL_INTEGER, "1 2 3", "-1.0", 0, SL_INTEGER, "3 2 1"},
    {"corr_of_a_constant_is_not_applicable", SL_AGG_CORR, SL_NUMBER, "0.1 0.1 0.1", "[z]", 0, SL_INTEGER, "3 2 1"},
    {"corr_of_one_pair_is_missing", SL_AGG_CORR, SL_INTEGER, "1 nil", "nil", 0, SL_INTEGER, "3 2"},
    {"weighted_mean_leaves_half_missing_pairs_out", SL_AGG_WEIGHTED_MEAN, SL_INTEGER, "1 2 nil 9", "1.75", 0, SL_INTEGER, "1 3 5 nil"},
    {"weighted_mean_of_no_weight_is_not_applicable", SL_AGG_WEIGHTED_MEAN, SL_INTEGER, "1 2", "[z]", 0, SL_INTEGER, "0 0"},
    {"pairs_unite_reasons_of_both", SL_AGG_WEIGHTED_MEAN, SL_INTEGER, "[x] 2", "[c]", 0, SL_INTEGER, "1 [c]"},
    {"any_is_true_when_one_is", SL_AGG_ANY, SL_BOOLEAN, "false nil true", "true", 0, 0, NULL},
    {"any_is_missing_when_it_may_be_true", SL_AGG_ANY, SL_BOOLEAN, "false [x] false[p]", "[x]", 0, 0, NULL},
    {"any_of_nothing_is_missing", SL_AGG_ANY, SL_BOOLEAN, "", "nil", 0, 0, NULL},
    {"all_is_false_when_one_is", SL_AGG_ALL, SL_BOOLEAN, "true nil false", "false", 0, 0, NULL},
    {"all_is_missing_when_it_may_be_false", SL_AGG_ALL, SL_BOOLEAN, "true nil", "nil", 0, 0, NULL},
    {"all_is_true_when_every_one_is", SL_AGG_ALL, SL_BOOLEAN, "true true", "true", 0, 0, NULL},
    {"top_2_is_the_second_largest", SL_AGG_TOP, SL_INTEGER, "5 9 9 1", "9", 2, 0, NULL},
    {"top_of_text", SL_AGG_TOP, SL_TEXT, "a c b", "b", 2, 0, NULL},
    {"top_past_the_count_is_missing", SL_AGG_TOP, SL_INTEGER, "5 nil", "nil", 2, 0, NULL},
    {"mode_is_the_most_frequent_value", SL_AGG_MODE, SL_TEXT, "b a nil b[p] nil nil c", "b[p]", 0, 0, NULL},
    {"of_modes_the_smallest_counts", SL_AGG_MODE, SL_INTEGER, "3 1 3 1 2", "1", 0, 0, NULL},
    {"mode_takes_nan_for_a_value_and_both_zeros_for_one", SL_AGG_MODE, SL_NUMBER, "nan 0 -0 nan 1", "0.0", 0, 0, NULL},
    {"mode_of_dates", SL_AGG_MODE, SL_DATE, "2020-01-31 2020-02-29 2020-02-29", "2020-02-29", 0, 0, NULL},
    {"mode_of_more_values_than_are_compared_in_turn", SL_AGG_MODE, SL_INTEGER, "9 8 7 6 5 4 3 2 1 0 -1 -2 -3 -4 -5 -6 -7 -8 5 6", "5", 0, 0, NULL},
    {"mode_of_nothing_is_missing", SL_AGG_MODE, SL_INTEGER, "nil [x]", "[x]", 0, 0, NULL},
    {"texts_are_joined_in_order_and_as_often_as_they_are", SL_AGG_JOIN_TEXT, SL_TEXT, "b nil a[p] [c] b", "b, a, b[p]", 0, 0, NULL},
    {"joined_texts_of_nothing_are_missing", SL_AGG_JOIN_TEXT, SL_TEXT, "nil [c]", "[c]", 0, 0, NULL},
    {"top_leaves_nan_out", SL_AGG_TOP, SL_NUMBER, "nan 1 2", "2.0", 1, 0, NULL},
};

static void check_case(void **state) {
  const Case *test = *state;
  SlColumn *columns[] = {column_of(test->type, test->cells), test->others ? column_of(test->other_type, test->others) : NULL};
  SlGroups *groups = group_by(NULL, columns[0]->length);
  SlColumn *result = NULL;
  SlError err;
  assert_ok(sl_aggregate(test->aggregate, (const SlColumn *const *)columns, test->others ? 2 : 1, (SlConstant){test->constant, sl_str(", ")}, groups,
                         &result, &err), err);
  assert_column(result, test->expected);
  sl_column_release(result);
  sl_groups_free(groups);
  sl_column_release(columns[0]);
  sl_column_release(columns[1]);
}

/* --- groups ------------------------------------------------------------------------------------------------------------------- */

static void each_group_has_its_own_value(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "b a b nil"), *value = column_of(SL_INTEGER, "1 [c] 3 5");
  SlGroups *groups = group_by(key, 4);
  static const struct { SlAggregate aggregate; const char *expected; } wanted[] = {
      {SL_AGG_SUM, "[c] 4 5"},      {SL_AGG_COUNT, "0 2 1"},   {SL_AGG_MEAN, "[c] 2.0 5.0"},
      {SL_AGG_SHARE, "[c] 44.44444444444444 55.55555555555556"}, {SL_AGG_MAX, "[c] 3 5"}, {SL_AGG_FIRST, "[c] 1 5"},
      {SL_AGG_LAST, "[c] 3 5"},     {SL_AGG_VAR, "[c] 2.0 nil"}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    const SlColumn *columns[] = {value};
    SlColumn *result = NULL;
    SlError err;
    assert_ok(sl_aggregate(wanted[i].aggregate, columns, 1, (SlConstant){0}, groups, &result, &err), err);
    assert_column(result, wanted[i].expected);
    sl_column_release(result);
  }
  SlColumn *rows = NULL;
  SlError err;
  assert_ok(sl_aggregate(SL_AGG_COUNT, NULL, 0, (SlConstant){0}, groups, &rows, &err), err);
  assert_column(rows, "1 2 1");
  sl_column_release(rows);
  sl_groups_free(groups);
  sl_column_release(key);
  sl_column_release(value);
}

static void assert_half(SlAggregate half, const SlColumn *column, const SlGroups *groups, const char *expected) {
  SlColumn *result = NULL;
  SlError err;
  assert_ok(sl_aggregate(half, &column, 1, (SlConstant){0}, groups, &result, &err), err);
  assert_column(result, expected);
  sl_column_release(result);
}

static void halves_of_a_sum_are_those_of_their_column_in_whatever_order_they_are_asked(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "a a a b"), *one = column_of(SL_NUMBER, "1e16 1 0.5 3"), *other = column_of(SL_NUMBER, "1e17 -1 nil 8");
  SlGroups *groups = group_by(key, 4);
  assert_half(SL_AGG_SUM_HIGH, one, groups, "10000000000000002.0 3.0");
  assert_half(SL_AGG_SUM_LOW, one, groups, "-0.5 0.0");
  assert_half(SL_AGG_SUM_HIGH, one, groups, "10000000000000002.0 3.0");
  assert_half(SL_AGG_SUM_LOW, other, groups, "-1.0 0.0");
  assert_half(SL_AGG_SUM_LOW, one, groups, "-0.5 0.0");
  SlColumn *large = column_of(SL_INTEGER, "9223372036854775807 9223372036854775807 2 -1");
  assert_half(SL_AGG_SUM_HIGH, large, groups, "4294967296 -1");
  assert_half(SL_AGG_SUM_LOW, large, groups, "0 4294967295");
  sl_groups_free(groups);
  sl_column_release(key);
  sl_column_release(one);
  sl_column_release(other);
  sl_column_release(large);
}

static void the_second_half_of_a_sum_takes_no_further_walk_over_the_rows(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "a b"), *number = column_of(SL_NUMBER, "1.5 2");
  SlGroups *groups = group_by(key, 2);
  enum { LOOKS = 1000 };
  sl_interrupt_after(LOOKS);
  assert_half(SL_AGG_SUM_HIGH, number, groups, "1.5 2.0");
  assert_true(sl_interrupt_after(LOOKS) < LOOKS);
  assert_half(SL_AGG_SUM_LOW, number, groups, "0.0 0.0");
  assert_int_equal(sl_interrupt_after(0), LOOKS);
  sl_groups_free(groups);
  sl_column_release(key);
  sl_column_release(number);
}

static void combinations_that_no_row_has_count_zero_and_sum_missing(void **state) {
  (void)state;
  SlColumn *keys[] = {column_of(SL_INTEGER, "1 2"), column_of(SL_INTEGER, "1 2")}, *value = column_of(SL_INTEGER, "5 6");
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(sl_groups_new((const SlColumn *const *)keys, 2, 2, true, &groups, &err), err);
  static const struct { SlAggregate aggregate; const char *expected; } wanted[] = {
      {SL_AGG_SUM, "5 nil nil 6"}, {SL_AGG_COUNT, "1 0 0 1"}, {SL_AGG_N_DISTINCT, "1 0 0 1"},
      {SL_AGG_FIRST, "5 nil nil 6"}, {SL_AGG_LAST, "5 nil nil 6"}, {SL_AGG_MEDIAN, "5.0 nil nil 6.0"}};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    SlColumn *result = NULL;
    assert_ok(sl_aggregate(wanted[i].aggregate, (const SlColumn *const *)&value, 1, (SlConstant){0}, groups, &result, &err), err);
    assert_column(result, wanted[i].expected);
    sl_column_release(result);
  }
  sl_groups_free(groups);
  for (int i = 0; i < 2; i++) sl_column_release(keys[i]);
  sl_column_release(value);
}

/* --- refusals ----------------------------------------------------------------------------------------------------------------- */

static void refuse(SlAggregate aggregate, SlType type, const char *cells, const char *others, double constant, SlStatus expected,
                   const char *says) {
  SlColumn *columns[] = {column_of(type, cells), others ? column_of(SL_NUMBER, others) : NULL}, *result = NULL;
  SlGroups *groups = group_by(NULL, columns[0]->length);
  SlError err = {0};
  size_t held = sl_memory_held();
  assert_int_equal(sl_aggregate(aggregate, (const SlColumn *const *)columns, others ? 2 : 1, (SlConstant){.number = constant}, groups, &result, &err), expected);
  assert_says(err, says);
  assert_null(result);
  assert_int_equal(sl_memory_held(), held);
  sl_groups_free(groups);
  sl_column_release(columns[0]);
  sl_column_release(columns[1]);
}

static void what_has_no_meaning_is_refused_in_words(void **state) {
  (void)state;
  refuse(SL_AGG_SUM, SL_TEXT, "a", NULL, 0, SL_ETYPE, "sum needs integers or numbers, not text");
  refuse(SL_AGG_MEAN, SL_DATE, "2019-01-01", NULL, 0, SL_ETYPE, "mean needs integers or numbers, not date");
  refuse(SL_AGG_MEDIAN, SL_TEXT, "a", NULL, 0, SL_ETYPE, "median needs integers, numbers or dates, not text");
  refuse(SL_AGG_ANY, SL_INTEGER, "1", NULL, 0, SL_ETYPE, "any needs true and false, not integer");
  refuse(SL_AGG_COUNT_IF, SL_INTEGER, "1", NULL, 0, SL_ETYPE, "count_if needs true and false, not integer; compare first: count_if(x > 0)");
  refuse(SL_AGG_JOIN_TEXT, SL_INTEGER, "1", NULL, 0, SL_ETYPE, "join_text needs text, not integer; text(x) makes it");
  refuse(SL_AGG_CORR, SL_INTEGER, "1", NULL, 0, SL_EARG, "corr takes two columns, not 1");
  refuse(SL_AGG_QUANTILE, SL_INTEGER, "1", NULL, 1.5, SL_EARG, "p from 0 to 1, not 1.5");
  refuse(SL_AGG_TOP, SL_INTEGER, "1", NULL, 0, SL_EARG, "whole number n of 1 or more");
  refuse(SL_AGG_SUM, SL_INTEGER, "9223372036854775807 1", NULL, 0, SL_ERANGE, "does not fit 64 bits");
  refuse(SL_AGG_WEIGHTED_MEAN, SL_NUMBER, "1 2", "1 -0.5", 0, SL_EDATA, "a weight is negative, -0.5");
  refuse(SL_AGG_SHARE, SL_INTEGER, "1 -3", NULL, 0, SL_EDATA, "share(x): the group of row 1 sums to -2, and a part of a whole is not below 0");
  refuse(SL_AGG_SHARE, SL_NUMBER, "1 -1.5", NULL, 0, SL_EDATA, "the group of row 1 sums to -0.5");
}

static void names_are_found_and_printed(void **state) {
  (void)state;
  for (int i = 0; i < SL_AGGREGATE_COUNT; i++) {
    SlAggregate found;
    assert_true(sl_aggregate_find(sl_str(sl_aggregate_name((SlAggregate)i)), &found));
    assert_int_equal(found, i);
  }
  SlAggregate found;
  assert_false(sl_aggregate_find(sl_str("average"), &found));
}

/* --- against a reference that takes one group's rows at a time --------------------------------------------------------- */

typedef struct Rows {
  int64_t *rows; /* of the group, in order */
  int64_t count, present;
  double *numbers, *others; /* of the present rows */
  long double whole;        /* the sum over all groups */
  SlReason reason;          /* strongest of the missing rows */
  unsigned flags;           /* of the present rows */
} Rows;

static int compare_doubles(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Within what summing in another order may change; infinities and NaN must be the same. */
static void assert_close(double actual, double expected, double scale) {
  if (expected != expected) {
    assert_true(actual != actual);
  } else if (isinf(expected) || isinf(actual)) {
    assert_true(actual == expected);
  } else {
    assert_near(actual, expected, scale * 1e-12);
  }
}

/* Two passes: means first. Of a constant side there is none. */
static double reference_corr(const Rows *rows, bool *missing) {
  int64_t n = rows->present;
  long double sum_x = 0, sum_y = 0, xx = 0, yy = 0, xy = 0;
  bool x_varies = false, y_varies = false;
  for (int64_t i = 0; i < n; i++) {
    sum_x += rows->numbers[i];
    sum_y += rows->others[i];
    x_varies |= rows->numbers[i] != rows->numbers[0];
    y_varies |= rows->others[i] != rows->others[0];
  }
  *missing = n < 2 || !x_varies || !y_varies;
  if (*missing) return 0;
  for (int64_t i = 0; i < n; i++) {
    long double dx = rows->numbers[i] - sum_x / n, dy = rows->others[i] - sum_y / n;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return (double)(xy / sqrtl(xx * yy));
}

static double reference_number(SlAggregate aggregate, double constant, const Rows *rows, double *scale, bool *missing) {
  int64_t n = rows->present;
  long double sum = 0, squares = 0, weights = 0;
  *scale = 1e-300;
  *missing = n == 0;
  if (n == 0) return 0;
  if (aggregate == SL_AGG_CORR) {
    *scale = 1;
    return reference_corr(rows, missing);
  }
  for (int64_t i = 0; i < n; i++) {
    sum += aggregate == SL_AGG_WEIGHTED_MEAN ? (long double)rows->numbers[i] * rows->others[i] : rows->numbers[i];
    if (rows->others) weights += rows->others[i];
    *scale += fabs(rows->numbers[i]);
  }
  switch (aggregate) {
    case SL_AGG_SUM: return (double)sum;
    case SL_AGG_MEAN: return (double)(sum / n);
    case SL_AGG_SHARE:
      *missing = rows->whole == 0;
      *scale *= 100 / fabs((double)rows->whole);
      return *missing ? 0 : (double)(sum / rows->whole * 100);
    case SL_AGG_WEIGHTED_MEAN:
      *missing = weights == 0;
      *scale *= 10;
      return *missing ? 0 : (double)(sum / weights);
    case SL_AGG_VAR: case SL_AGG_SD:
      *missing = n < 2;
      if (n < 2) return 0;
      for (int64_t i = 0; i < n; i++) squares += (rows->numbers[i] - sum / n) * (rows->numbers[i] - sum / n);
      *scale *= *scale;
      return aggregate == SL_AGG_VAR ? (double)(squares / (n - 1)) : (double)sqrtl(squares / (n - 1));
    default: break;
  }
  for (int64_t i = 0; i < n; i++)
    if (rows->numbers[i] != rows->numbers[i]) return NAN;
  qsort(rows->numbers, (size_t)n, sizeof(double), compare_doubles);
  double place = (double)(n - 1) * (aggregate == SL_AGG_MEDIAN ? 0.5 : constant);
  int64_t below = (int64_t)place;
  double part = place - (double)below, low = rows->numbers[below], high = rows->numbers[part > 0 ? below + 1 : below];
  *scale = fabs(low) + fabs(high);
  double step = high - low;
  if (low == high || part == 0) return low;
  return isfinite(step) ? low + part * step : (1 - part) * low + part * high;
}

/* The quantile of dates or datetimes in whole numbers: p is so many hundredths. */
static int64_t reference_time(SlAggregate aggregate, double constant, const Rows *rows) {
  int64_t hundredths = aggregate == SL_AGG_MEDIAN ? 50 : (int64_t)(constant * 100 + 0.5), place = (rows->present - 1) * hundredths;
  qsort(rows->numbers, (size_t)rows->present, sizeof(double), compare_doubles);
  int64_t low = (int64_t)rows->numbers[place / 100];
  return place % 100 == 0 ? low : low + ((int64_t)rows->numbers[place / 100 + 1] - low) * (place % 100) / 100;
}

static bool is_nan(const SlColumn *column, int64_t row) {
  if (column->type != SL_NUMBER || sl_column_is_null(column, row)) return false;
  double value = sl_column_number(column, row);
  return value != value;
}

/* The row that holds the n-th in the order of the column (from the end when `largest`), -1 when there is none: by asking
 * of each row how many others stand before it. NaN is left out unless alone. */
static int64_t reference_row(const SlColumn *column, const Rows *rows, int64_t n, bool largest) {
  int64_t values = 0;
  for (int64_t i = 0; i < rows->count; i++)
    values += !sl_column_is_null(column, rows->rows[i]) && !is_nan(column, rows->rows[i]);
  if (n == 1) { /* each row beside the best so far */
    int64_t best = -1;
    for (int64_t i = 0; i < rows->count; i++) {
      int64_t row = rows->rows[i];
      if (sl_column_is_null(column, row) || (values > 0 && is_nan(column, row))) continue;
      int order = best < 0 ? 0 : compare_cells(column, row, column, best);
      if (best < 0 || (largest ? order > 0 : order < 0)) best = row;
    }
    return best;
  }
  for (int64_t i = 0; i < rows->count; i++) {
    int64_t row = rows->rows[i], before = 0, same = 0;
    if (sl_column_is_null(column, row) || (values > 0 && is_nan(column, row))) continue;
    for (int64_t j = 0; j < rows->count; j++) {
      int64_t other = rows->rows[j];
      if (sl_column_is_null(column, other) || (values > 0 && is_nan(column, other))) continue;
      int order = compare_cells(column, other, column, row);
      before += largest ? order > 0 : order < 0;
      same += order == 0;
    }
    if (before < n && n <= before + same) return row;
  }
  return -1;
}

static void check_group(SlAggregate aggregate, double constant, SlColumn **columns, int count, const Rows *rows,
                        const SlColumn *result, int64_t group) {
  const SlColumn *column = columns[0];
  bool missing = sl_column_is_null(result, group);
  switch (aggregate) {
    case SL_AGG_COUNT: assert_int_equal(sl_column_integer(result, group), rows->present); return;
    case SL_AGG_COUNT_IF: {
      int64_t counted = 0;
      for (int64_t i = 0; i < rows->count; i++)
        counted += !sl_column_is_null(column, rows->rows[i]) && sl_column_integer(column, rows->rows[i]) == 1;
      assert_int_equal(sl_column_integer(result, group), counted);
      return;
    }
    case SL_AGG_N_DISTINCT: {
      int64_t distinct = 0;
      for (int64_t i = 0; i < rows->count; i++) {
        bool seen = sl_column_is_null(column, rows->rows[i]);
        for (int64_t j = 0; j < i && !seen; j++) seen = compare_cells(column, rows->rows[i], column, rows->rows[j]) == 0;
        distinct += !seen;
      }
      assert_int_equal(sl_column_integer(result, group), distinct);
      return;
    }
    case SL_AGG_FIRST: case SL_AGG_LAST: {
      if (rows->count == 0) {
        assert_true(missing);
        return;
      }
      int64_t row = rows->rows[aggregate == SL_AGG_FIRST ? 0 : rows->count - 1];
      assert_int_equal(compare_cells(result, group, column, row), 0);
      assert_int_equal(sl_column_reason(result, group), sl_column_reason(column, row));
      assert_int_equal(sl_column_flags(result, group), sl_column_flags(column, row));
      return;
    }
    case SL_AGG_MIN: case SL_AGG_MAX: case SL_AGG_TOP: {
      int64_t row = reference_row(column, rows, aggregate == SL_AGG_TOP ? (int64_t)constant : 1, aggregate != SL_AGG_MIN);
      assert_int_equal(missing, row < 0);
      if (row >= 0) assert_int_equal(compare_cells(result, group, column, row), 0);
      break;
    }
    case SL_AGG_MODE: {
      int64_t best = -1, most = 0;
      for (int64_t i = 0; i < rows->count; i++) {
        int64_t row = rows->rows[i], same = 0;
        if (sl_column_is_null(column, row)) continue;
        for (int64_t j = 0; j < rows->count; j++)
          same += !sl_column_is_null(column, rows->rows[j]) && compare_cells(column, row, column, rows->rows[j]) == 0;
        if (same < most || (same == most && compare_cells(column, row, column, best) >= 0)) continue;
        best = row;
        most = same;
      }
      assert_int_equal(missing, best < 0);
      if (best >= 0) assert_int_equal(compare_cells(result, group, column, best), 0);
      break;
    }
    case SL_AGG_JOIN_TEXT: {
      SlBuf joined;
      sl_buf_init(&joined);
      int64_t texts = 0;
      for (int64_t i = 0; i < rows->count; i++) {
        if (sl_column_is_null(column, rows->rows[i])) continue;
        if (texts++ > 0) sl_buf_add_text(&joined, "; ");
        sl_buf_add_str(&joined, sl_column_text(column, rows->rows[i]));
      }
      assert_int_equal(missing, texts == 0);
      if (!missing) assert_true(sl_str_equal(sl_column_text(result, group), sl_buf_str(&joined)));
      sl_buf_reset(&joined);
      break;
    }
    case SL_AGG_ANY: case SL_AGG_ALL: {
      bool settled = false;
      for (int64_t i = 0; i < rows->count; i++)
        settled |= !sl_column_is_null(column, rows->rows[i]) && sl_column_integer(column, rows->rows[i]) == (aggregate == SL_AGG_ANY);
      assert_int_equal(missing, !settled && (rows->present < rows->count || rows->count == 0));
      if (!missing) assert_int_equal(sl_column_integer(result, group), settled == (aggregate == SL_AGG_ANY));
      break;
    }
    case SL_AGG_SUM:
      if (column->type != SL_NUMBER) {
        int64_t sum = 0;
        for (int64_t i = 0; i < rows->count; i++) sum += sl_column_integer(column, rows->rows[i]);
        assert_int_equal(missing, rows->present == 0);
        assert_int_equal(sl_column_integer(result, group), sum);
        break;
      }
      /* fall through */
    default: {
      if (result->type == SL_DATE || result->type == SL_DATETIME) {
        bool exact = result->type == SL_DATE || aggregate == SL_AGG_MEDIAN;
        assert_int_equal(missing, rows->present == 0);
        if (missing) break;
        int64_t off = sl_column_integer(result, group) - reference_time(aggregate, constant, rows);
        assert_true(off == 0 || (!exact && llabs(off) <= 1000)); /* microseconds: p = 0.29 is a little less or more than that */
        break;
      }
      double scale;
      bool none;
      double expected = reference_number(aggregate, constant, rows, &scale, &none);
      assert_int_equal(missing, none);
      if (!missing) assert_close(sl_column_number(result, group), expected, scale);
    }
  }
  (void)count;
  if (!missing) {
    assert_int_equal(sl_column_flags(result, group), aggregate == SL_AGG_SHARE ? 0 : rows->flags);
  } else if (rows->present == 0) {
    assert_int_equal(sl_column_reason(result, group), rows->reason);
  }
}

static void check_aggregate(SlAggregate aggregate, double constant, SlColumn **columns, int count, const SlGroups *groups) {
  SlColumn *result = NULL;
  SlError err;
  assert_ok(sl_aggregate(aggregate, (const SlColumn *const *)columns, count, (SlConstant){constant, sl_str("; ")}, groups, &result, &err), err);
  assert_int_equal(result->length, groups->group_count);
  for (int threads = 1; threads <= 3; threads++) { /* the same bits */
    SlColumn *again = NULL;
    sl_threads_set(threads);
    assert_ok(sl_aggregate(aggregate, (const SlColumn *const *)columns, count, (SlConstant){constant, sl_str("; ")}, groups, &again, &err), err);
    assert_same_column(result, again);
    sl_column_release(again);
  }
  int64_t *order, *starts;
  assert_ok(sl_groups_order(groups, &order, &starts, &err), err);
  double *numbers = sl_alloc_array((size_t)groups->row_count, sizeof *numbers);
  double *others = sl_alloc_array((size_t)groups->row_count, sizeof *others);
  bool numeric = sl_type_is_numeric(columns[0]->type), date = columns[0]->type == SL_DATE || columns[0]->type == SL_DATETIME;
  long double whole = 0;
  for (int64_t row = 0; aggregate == SL_AGG_SHARE && row < groups->row_count; row++)
    if (!sl_column_is_null(columns[0], row)) whole += sl_column_number(columns[0], row);
  for (int64_t g = 0; g < groups->group_count; g++) {
    Rows rows = {.rows = order + starts[g], .count = starts[g + 1] - starts[g], .numbers = numbers, .others = count > 1 ? others : NULL, .whole = whole};
    for (int64_t i = 0; i < rows.count; i++) {
      int64_t row = rows.rows[i];
      bool missing = false;
      for (int c = 0; c < count; c++) {
        missing |= sl_column_is_null(columns[c], row);
        rows.reason = sl_reason_stronger(rows.reason, sl_column_reason(columns[c], row));
      }
      if (missing) continue;
      for (int c = 0; c < count; c++) rows.flags |= sl_column_flags(columns[c], row);
      if (numeric) numbers[rows.present] = sl_column_number(columns[0], row);
      if (date) numbers[rows.present] = (double)sl_column_integer(columns[0], row);
      if (count > 1) others[rows.present] = sl_column_number(columns[1], row);
      rows.present++;
    }
    check_group(aggregate, constant, columns, count, &rows, result, g);
  }
  sl_free(order);
  sl_free(starts);
  sl_free(numbers);
  sl_free(others);
  sl_column_release(result);
}

static const RandomKind any_kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_WIDE_INTEGERS, RANDOM_NUMBERS, RANDOM_ODD_NUMBERS, RANDOM_WORDS,
                                       RANDOM_LONG_TEXTS, RANDOM_FEW_OF_MANY_TEXTS, RANDOM_BOOLEANS, RANDOM_DATES, RANDOM_DATETIMES, RANDOM_ALL_MISSING};

/* Figures that are not below 0, in the place of the column, which is given up. */
static SlColumn *squares_of(SlColumn *roots, int64_t length) {
  SlBuilder builder;
  SlColumn *squares;
  sl_builder_init(&builder, roots->type);
  for (int64_t row = 0; row < length; row++) {
    double root = sl_column_number(roots, row);
    if (sl_column_is_null(roots, row)) sl_builder_add_null(&builder, sl_column_reason(roots, row));
    else if (roots->type == SL_NUMBER) sl_builder_add_number(&builder, root * root);
    else sl_builder_add_integer(&builder, (int64_t)(root * root));
  }
  SlError err;
  assert_ok(sl_builder_finish(&builder, &squares, &err), err);
  sl_column_release(roots);
  return squares;
}

static void check_random(uint64_t *seed, int64_t length) {
  SlColumn *key = random_column((RandomKind)random_below(seed, RANDOM_KINDS), length, seed);
  SlGroups *groups = group_by(random_below(seed, 5) ? key : NULL, length);
  SlAggregate aggregate = (SlAggregate)random_below(seed, SL_AGGREGATE_COUNT);
  double constant = aggregate == SL_AGG_QUANTILE ? (double)random_below(seed, 101) / 100 : (double)(1 + random_below(seed, 12));
  RandomKind kind = any_kinds[random_below(seed, sizeof any_kinds / sizeof *any_kinds)];
  SlType type = random_type(kind), result;
  static const RandomKind texts[] = {RANDOM_WORDS, RANDOM_LONG_TEXTS, RANDOM_FEW_OF_MANY_TEXTS};
  if (aggregate == SL_AGG_ANY || aggregate == SL_AGG_ALL || aggregate == SL_AGG_COUNT_IF) kind = RANDOM_BOOLEANS;
  else if (aggregate == SL_AGG_JOIN_TEXT) kind = texts[random_below(seed, 3)];
  else if (sl_aggregate_type(aggregate, &type, 1, &result, NULL) != SL_OK) kind = random_word(seed) & 1 ? RANDOM_NUMBERS : RANDOM_SMALL_INTEGERS;
  if (kind == RANDOM_WIDE_INTEGERS && aggregate == SL_AGG_SUM) kind = RANDOM_MANY_INTEGERS; /* overflow has its own test */
  if ((kind == RANDOM_ODD_NUMBERS || kind == RANDOM_WIDE_INTEGERS) && (aggregate == SL_AGG_VAR || aggregate == SL_AGG_SD)) kind = RANDOM_NUMBERS;
  if (aggregate == SL_AGG_WEIGHTED_MEAN) kind = RANDOM_NUMBERS;
  bool sums = aggregate == SL_AGG_SHARE || aggregate == SL_AGG_CORR; /* of what the reference sums as exactly */
  if (sums) kind = random_word(seed) & 1 ? RANDOM_NUMBERS : RANDOM_SMALL_INTEGERS;
  SlColumn *columns[] = {random_column(kind, length, seed), NULL};
  int count = aggregate == SL_AGG_WEIGHTED_MEAN || aggregate == SL_AGG_CORR ? 2 : 1;
  if (aggregate == SL_AGG_CORR) columns[1] = random_column(random_word(seed) & 1 ? RANDOM_NUMBERS : RANDOM_SMALL_INTEGERS, length, seed);
  if (aggregate == SL_AGG_WEIGHTED_MEAN) columns[1] = squares_of(random_column(RANDOM_SMALL_INTEGERS, length, seed), length);
  if (aggregate == SL_AGG_SHARE) columns[0] = squares_of(columns[0], length);
  check_aggregate(aggregate, constant, columns, count, groups);
  sl_column_release(columns[0]);
  sl_column_release(columns[1]);
  sl_groups_free(groups);
  sl_column_release(key);
}

static void random_tables_agree_with_the_reference(void **state) {
  (void)state;
  uint64_t seed = 1833;
  for (int round = 0; round < rounds(1500); round++) {
    int64_t length = random_length(&seed);
    check_random(&seed, length > 600 && round % 8 ? 40 : length);
  }
  sl_threads_set(0);
}

/* False but for a few rows at the end, so that the last morsels decide, and true the same way. */
static SlColumn *late_truths(int64_t length, bool early) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_BOOLEAN);
  for (int64_t row = 0; row < length; row++) {
    sl_builder_add_boolean(&builder, row < length - length / 50 ? early : row % 3 ? early : !early);
    if (row == length - 5) sl_builder_flag_last(&builder, SL_FLAG_REVISED);
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static SlColumn *ones(int64_t length) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t row = 0; row < length; row++) sl_builder_add_integer(&builder, 1);
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

/* As many rows as make morsels that are merged, groups that are dealt out, and selection on several threads; beside a plain
 * loop over the rows of each group. top(x, 2), n_distinct and mode ask the loop too much here; random tables have them. */
static void long_tables_agree_with_the_reference(void **state) {
  (void)state;
  uint64_t seed = 99;
  enum { LENGTH = SL_SIZE(140000, 2000) };
  SlColumn *few = random_column(RANDOM_WORDS, LENGTH, &seed), *many = random_column(RANDOM_MANY_INTEGERS, LENGTH, &seed);
  SlColumn *keys[] = {few, many, NULL};
  SlColumn *numbers = random_column(RANDOM_NUMBERS, LENGTH, &seed), *integers = random_column(RANDOM_SMALL_INTEGERS, LENGTH, &seed);
  SlColumn *texts = random_column(RANDOM_LONG_TEXTS, LENGTH, &seed), *weights = ones(LENGTH), *any = late_truths(LENGTH, false), *all = late_truths(LENGTH, true);
  SlColumn *parts[] = {squares_of(sl_column_retain(numbers), LENGTH), squares_of(sl_column_retain(integers), LENGTH)};
  for (int k = 0; k < 3; k++) {
    SlGroups *groups = group_by(keys[k], LENGTH);
    for (int a = 0; a < SL_AGGREGATE_COUNT; a++) {
      if (a == SL_AGG_SHARE) {
        for (int i = 0; i < 2; i++) check_aggregate(SL_AGG_SHARE, 0, &parts[i], 1, groups);
        continue;
      }
      if (a == SL_AGG_TOP || a == SL_AGG_N_DISTINCT || a == SL_AGG_MODE) continue;
      if (a == SL_AGG_JOIN_TEXT) {
        check_aggregate(SL_AGG_JOIN_TEXT, 0, &few, 1, groups);
        check_aggregate(SL_AGG_JOIN_TEXT, 0, &texts, 1, groups);
        continue;
      }
      bool logic = a == SL_AGG_ANY || a == SL_AGG_ALL || a == SL_AGG_COUNT_IF, weighted = a == SL_AGG_WEIGHTED_MEAN;
      SlColumn *of_numbers[] = {a == SL_AGG_ALL ? all : logic ? any : numbers, weighted ? weights : integers};
      SlColumn *of_integers[] = {integers, weighted ? weights : numbers};
      int count = a == SL_AGG_CORR || weighted ? 2 : 1;
      check_aggregate((SlAggregate)a, a == SL_AGG_QUANTILE ? 0.9 : 1, of_numbers, count, groups);
      if (!logic) check_aggregate((SlAggregate)a, a == SL_AGG_QUANTILE ? 0.9 : 1, of_integers, count, groups);
    }
    sl_groups_free(groups);
  }
  SlColumn *made[] = {few, many, numbers, integers, texts, weights, any, all, parts[0], parts[1]};
  for (size_t i = 0; i < sizeof made / sizeof *made; i++) sl_column_release(made[i]);
  sl_threads_set(0);
}

/* An independent number: n ones sum to n, and the mean of 1 .. n is (n + 1) / 2. */
static void ones_sum_to_their_number_and_weigh_a_mean(void **state) {
  (void)state;
  enum { LENGTH = SL_SIZE(400000, 4000) };
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t row = 1; row <= LENGTH; row++) sl_builder_add_integer(&builder, row);
  SlColumn *counted = NULL, *weights = ones(LENGTH), *result = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &counted, &err), err);
  SlGroups *groups = group_by(NULL, LENGTH);
  for (int threads = 1; threads <= 3; threads++) {
    sl_threads_set(threads);
    const SlColumn *columns[] = {weights, NULL}, *weighted[] = {counted, weights};
    assert_ok(sl_aggregate(SL_AGG_SUM, columns, 1, (SlConstant){0}, groups, &result, &err), err);
    assert_int_equal(sl_column_integer(result, 0), LENGTH);
    sl_column_release(result);
    assert_ok(sl_aggregate(SL_AGG_WEIGHTED_MEAN, weighted, 2, (SlConstant){0}, groups, &result, &err), err);
    assert_true(sl_column_number(result, 0) == (LENGTH + 1) / 2.0);
    sl_column_release(result);
  }
  sl_groups_free(groups);
  sl_column_release(counted);
  sl_column_release(weights);
  sl_threads_set(0);
}

/* Anscombe's first quartet (1973), Am. Stat. 27:17-21: r = 0.816. */
static void corr_agrees_with_anscombe(void **state) {
  (void)state;
  SlColumn *x = column_of(SL_INTEGER, "10 8 13 9 11 14 6 4 12 7 5");
  SlColumn *y = column_of(SL_NUMBER, "8.04 6.95 7.58 8.81 8.33 9.96 7.24 4.26 10.84 4.82 5.68");
  SlGroups *groups = group_by(NULL, 11);
  const SlColumn *columns[] = {x, y};
  SlColumn *result = NULL;
  SlError err;
  assert_ok(sl_aggregate(SL_AGG_CORR, columns, 2, (SlConstant){0}, groups, &result, &err), err);
  assert_near(sl_column_number(result, 0), 0.81642051634484, 1e-14);
  sl_column_release(result);
  sl_groups_free(groups);
  sl_column_release(x);
  sl_column_release(y);
}

/* --- memory --------------------------------------------------------------------------------------------------------------------- */

/* Every value of 0 .. 9999 seven times, one of them once more, in an order that mixes them. */
static void the_mode_of_many_values_is_found_among_them(void **state) {
  (void)state;
  enum { VALUES = SL_SIZE(10000, 500), TIMES = 7, MORE = 377 };
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t i = 0; i < VALUES * TIMES; i++) sl_builder_add_integer(&builder, (i * 7919) % VALUES);
  sl_builder_add_integer(&builder, MORE);
  SlColumn *values = NULL, *result = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &values, &err), err);
  SlGroups *groups = group_by(NULL, values->length);
  const SlColumn *columns[] = {values};
  assert_ok(sl_aggregate(SL_AGG_MODE, columns, 1, (SlConstant){0}, groups, &result, &err), err);
  assert_column(result, "377");
  sl_column_release(result);
  sl_groups_free(groups);
  sl_column_release(values);
}

typedef struct Attempt {
  SlAggregate aggregate;
  const SlColumn *columns[2];
  int count;
  const SlGroups *groups;
} Attempt;

static SlStatus attempt_aggregate(void *context, SlError *err) {
  Attempt *attempt = context;
  SlColumn *result = NULL;
  double constant = attempt->aggregate == SL_AGG_QUANTILE ? 0.5 : 1;
  SlStatus status = sl_aggregate(attempt->aggregate, attempt->columns, attempt->count, (SlConstant){constant, sl_str("; ")}, attempt->groups, &result, err);
  sl_column_release(result);
  return status;
}

static void every_failed_allocation_is_reported(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "b a b a c"), *numbers = column_of(SL_NUMBER, "1[p] 2 [c] nil 5");
  SlColumn *texts = column_of(SL_TEXT, "a[p] b [c] nil a"), *truths = column_of(SL_BOOLEAN, "true [c] false[p] nil true");
  SlColumn *strings = as_strings(texts), *integers = column_of(SL_INTEGER, "1[p] 2 [c] nil 5");
  SlGroups *groups = group_by(key, 5);
  sl_threads_set(1);
  for (int a = 0; a < SL_AGGREGATE_COUNT; a++) {
    Attempt attempt = {.aggregate = (SlAggregate)a, .columns = {numbers, numbers}, .groups = groups};
    attempt.count = a == SL_AGG_CORR || a == SL_AGG_WEIGHTED_MEAN ? 2 : 1;
    if (a == SL_AGG_ANY || a == SL_AGG_ALL || a == SL_AGG_COUNT_IF) attempt.columns[0] = truths;
    if (a != SL_AGG_JOIN_TEXT) fail_each_allocation(attempt_aggregate, &attempt);
    if (a != SL_AGG_JOIN_TEXT && attempt.columns[0] == numbers) {
      attempt.columns[0] = integers;
      fail_each_allocation(attempt_aggregate, &attempt);
    }
    if (a != SL_AGG_MIN && a != SL_AGG_TOP && a != SL_AGG_MODE && a != SL_AGG_JOIN_TEXT && a != SL_AGG_N_DISTINCT && a != SL_AGG_LAST) continue;
    attempt.columns[0] = texts;
    fail_each_allocation(attempt_aggregate, &attempt);
    attempt.columns[0] = strings;
    fail_each_allocation(attempt_aggregate, &attempt);
  }
  sl_threads_set(0);
  sl_groups_free(groups);
  SlColumn *all[] = {key, numbers, texts, truths, strings, integers};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) sl_column_release(all[i]);
}

int main(void) {
  const struct CMUnitTest plain[] = {
      cmocka_unit_test(each_group_has_its_own_value),
      cmocka_unit_test(halves_of_a_sum_are_those_of_their_column_in_whatever_order_they_are_asked),
      cmocka_unit_test(the_second_half_of_a_sum_takes_no_further_walk_over_the_rows),
      cmocka_unit_test(combinations_that_no_row_has_count_zero_and_sum_missing),
      cmocka_unit_test(what_has_no_meaning_is_refused_in_words),
      cmocka_unit_test(names_are_found_and_printed),
      cmocka_unit_test(corr_agrees_with_anscombe),
      cmocka_unit_test(random_tables_agree_with_the_reference),
      cmocka_unit_test(long_tables_agree_with_the_reference),
      cmocka_unit_test(ones_sum_to_their_number_and_weigh_a_mean),
      cmocka_unit_test(the_mode_of_many_values_is_found_among_them),
      cmocka_unit_test(every_failed_allocation_is_reported),
  };
  enum { CASES = sizeof cases / sizeof *cases, PLAIN = sizeof plain / sizeof *plain };
  struct CMUnitTest tests[CASES + PLAIN];
  for (size_t i = 0; i < CASES; i++)
    tests[i] = (struct CMUnitTest){.name = cases[i].name, .test_func = check_case, .initial_state = (void *)&cases[i]};
  memcpy(tests + CASES, plain, sizeof plain);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
