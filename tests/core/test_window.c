#include "core/query/window.h"

#include "core/base/runtime.h"
#include "tests/support/columns.h"

static SlGroups *group_by(const SlColumn *key) {
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(sl_groups_new(&key, 1, key->length, false, &groups, &err), err);
  return groups;
}

static const struct {
  const char *name;
  SlWindow window;
  SlType type;
  const char *cells, *groups; /* groups NULL: one */
  int64_t n;
  const char *expected;
} cases[] = {
    {"lag_takes_the_value_before_with_its_marks", SL_WIN_LAG, SL_INTEGER, "1[p] [c] 3", NULL, 1, "nil 1[p] [c]"},
    {"lag_of_more_rows_than_there_are_is_missing", SL_WIN_LAG, SL_TEXT, "a b", NULL, 5, "nil nil"},
    {"lag_stays_in_its_group", SL_WIN_LAG, SL_TEXT, "a b c d e", "x y x y x", 1, "nil nil a b c"},
    {"lead_takes_the_value_after", SL_WIN_LEAD, SL_DATE, "2020-01-31 2020-02-29 nil", NULL, 1, "2020-02-29 nil nil"},
    {"lead_stays_in_its_group", SL_WIN_LEAD, SL_INTEGER, "1 2 3 4 5", "x y x y x", 2, "5 nil nil nil nil"},
    {"cumsum_goes_on_after_a_missing_row", SL_WIN_CUMSUM, SL_INTEGER, "1 [x] 2 nil 3", NULL, 1, "1 [x] 3 nil 6"},
    {"cumsum_hands_on_the_flags_of_what_it_added",
     SL_WIN_CUMSUM, SL_INTEGER, "1 2[p] 3[r] 4", NULL, 1, "1 3[p] 6[p][r] 10[p][r]"},
    {"cumsum_begins_anew_in_each_group", SL_WIN_CUMSUM, SL_INTEGER, "1 10 2 20 4", "x y x y nil", 1, "1 10 3 30 4"},
    {"cumsum_of_numbers_keeps_what_rounding_takes",
     SL_WIN_CUMSUM, SL_NUMBER, "1e16 1 1 -1e16", NULL, 1, "1e+16 1e+16 10000000000000002 2"},
    {"cumsum_of_an_infinity_stays_one", SL_WIN_CUMSUM, SL_NUMBER, "1 inf 1 -inf", NULL, 1, "1 inf inf nan"},
    {"ties_share_the_lowest_rank", SL_WIN_RANK, SL_INTEGER, "30 10 20 10 [c] 30", NULL, 1, "4 1 3 1 [c] 4"},
    {"rank_orders_texts_by_code_point", SL_WIN_RANK, SL_TEXT, "b a B nil", NULL, 1, "3 2 1 nil"},
    {"rank_puts_nan_last_and_takes_both_zeros_for_one",
     SL_WIN_RANK, SL_NUMBER, "nan 0 -0 -1 nan", NULL, 1, "4 2 2 1 4"},
    {"rank_counts_within_groups", SL_WIN_RANK, SL_INTEGER, "5 5 1 9 5", "x y x y x", 1, "2 1 1 2 2"},
    {"cummax_passes_missing_rows_over", SL_WIN_CUMMAX, SL_INTEGER, "3 [x] 1 nil 5 4", NULL, 1, "3 [x] 3 nil 5 5"},
    {"cummin_hands_on_the_flags_of_all_rows_so_far", SL_WIN_CUMMIN, SL_INTEGER, "3 5[p] 1 2[r]", NULL, 1, "3 3[p] 1[p] 1[p][r]"},
    {"cummax_begins_anew_in_each_group", SL_WIN_CUMMAX, SL_INTEGER, "9 1 3 2 5", "x y x y nil", 1, "9 1 9 2 5"},
    {"cummin_of_texts_is_by_code_point", SL_WIN_CUMMIN, SL_TEXT, "b B nil a", NULL, 1, "b B nil B"},
    {"cummax_of_dates", SL_WIN_CUMMAX, SL_DATE, "2020-01-31 2019-12-31 2020-02-29", NULL, 1, "2020-01-31 2020-01-31 2020-02-29"},
    {"cummax_passes_nan_over_unless_alone", SL_WIN_CUMMAX, SL_NUMBER, "nan 1 nan 2", NULL, 1, "nan 1 1 2"},
    {"dense_ranks_leave_none_out", SL_WIN_DENSE_RANK, SL_INTEGER, "30 10 20 10 [c] 30", NULL, 1, "3 1 2 1 [c] 3"},
    {"dense_ranks_count_within_groups", SL_WIN_DENSE_RANK, SL_TEXT, "b b a c b", "x y x y x", 1, "2 1 1 2 2"},
    {"ntile_gives_the_first_parts_a_row_more", SL_WIN_NTILE, SL_INTEGER, "7 6 5 4 3 2 1", NULL, 3, "3 3 2 2 1 1 1"},
    {"ntile_parts_ties_in_the_order_of_rows", SL_WIN_NTILE, SL_INTEGER, "5 5 nil 5 5[p] [c]", NULL, 2, "1 1 nil 2 2[p] [c]"},
    {"ntile_of_fewer_rows_than_parts", SL_WIN_NTILE, SL_NUMBER, "2 1", NULL, 4, "2 1"},
    {"ntile_counts_within_groups", SL_WIN_NTILE, SL_INTEGER, "1 9 2 8 3 7", "x y x y x y", 2, "1 2 1 1 2 1"},
    {"pct_change_is_in_percent_of_what_was_before",
     SL_WIN_PCT_CHANGE, SL_INTEGER, "10 15[p] 12[r]", NULL, 1, "nil 50[p] -20[p][r]"},
    {"pct_change_against_zero_is_not_applicable",
     SL_WIN_PCT_CHANGE, SL_INTEGER, "0 5 nil [c] 5", NULL, 1, "nil [z] nil [c] [c]"},
    {"pct_change_against_less_than_zero_is_not_applicable",
     SL_WIN_PCT_CHANGE, SL_INTEGER, "-10 10 -5 -10", NULL, 1, "nil [z] -150 [z]"},
    {"pct_change_is_worked_out_as_a_hundred_times_the_change",
     SL_WIN_PCT_CHANGE, SL_INTEGER, "200 257", NULL, 1, "nil 28.5"},
    {"pct_change_over_two_rows", SL_WIN_PCT_CHANGE, SL_NUMBER, "1 2 4 3", NULL, 2, "nil nil 300 50"},
    {"roll_sum_waits_for_its_rows", SL_WIN_ROLL_SUM, SL_INTEGER, "1 2 3 4 5", NULL, 3, "nil nil 6 9 12"},
    {"roll_sum_is_missing_while_a_row_is_with_the_strongest_reason",
     SL_WIN_ROLL_SUM, SL_INTEGER, "1 [z] [c] 4 5 6", NULL, 2, "nil [z] [c] [c] 9 11"},
    {"roll_sum_has_the_flags_of_its_rows_only",
     SL_WIN_ROLL_SUM, SL_INTEGER, "1[p] 2 3[e] 4 5", NULL, 2, "nil 3[p] 5[e] 7[e] 9"},
    {"roll_sum_of_one_row_is_that_row", SL_WIN_ROLL_SUM, SL_INTEGER, "7 [x] 9[b]", NULL, 1, "7 [x] 9[b]"},
    {"roll_sum_stays_in_its_group",
     SL_WIN_ROLL_SUM, SL_INTEGER, "1 10 2 20 4 40", "x y x y x y", 2, "nil nil 3 30 6 60"},
    {"roll_sum_may_pass_64_bits_on_the_way",
     SL_WIN_ROLL_SUM, SL_INTEGER, "9223372036854775807 1 -5", NULL, 3, "nil nil 9223372036854775803"},
    {"an_infinity_leaves_with_its_row", SL_WIN_ROLL_SUM, SL_NUMBER, "inf 1 2 nan 3 4", NULL, 2, "nil inf 3 nan nan 7"},
    {"roll_mean_of_integers_is_a_number", SL_WIN_ROLL_MEAN, SL_INTEGER, "1 2 4", NULL, 2, "nil 1.5 3"},
    {"roll_mean_of_integers_cannot_overflow",
     SL_WIN_ROLL_MEAN, SL_INTEGER, "9223372036854775807 9223372036854775807", NULL, 2, "nil 9223372036854775807"},
    {"roll_mean_keeps_small_numbers_beside_large_ones",
     SL_WIN_ROLL_MEAN, SL_NUMBER, "1e16 1 -1e16 1 1 1 1", NULL, 4,
     "nil nil nil 0.5 -2499999999999999 -2499999999999999 1"},
    {"a_window_over_no_rows_has_none", SL_WIN_ROLL_SUM, SL_NUMBER, "", NULL, 2, ""},
};

/* Numbers are compared as doubles, however they print. */
static void assert_numbers(const SlColumn *column, const char *cells) {
  SlColumn *expected = column_of(SL_NUMBER, cells);
  assert_same_column(column, expected);
  sl_column_release(expected);
}

static void window_case(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  SlColumn *column = column_of(cases[i].type, cases[i].cells);
  SlColumn *key = cases[i].groups ? column_of(SL_TEXT, cases[i].groups) : NULL;
  SlGroups *groups = key ? group_by(key) : NULL;
  SlColumn *out = NULL;
  SlError err;
  assert_ok(sl_window(cases[i].window, column, cases[i].n, column->length, groups, &out, &err), err);
  if (out->type == SL_NUMBER)
    assert_numbers(out, cases[i].expected);
  else
    assert_column(out, cases[i].expected);
  sl_column_release(out);
  sl_groups_free(groups);
  sl_column_release(key);
  sl_column_release(column);
}

static void rows_are_numbered_from_one_in_each_group(void **state) {
  (void)state;
  SlColumn *key = column_of(SL_TEXT, "x y x nil x nil"), *out = NULL;
  SlGroups *groups = group_by(key);
  SlError err;
  assert_ok(sl_window(SL_WIN_ROW_NUMBER, NULL, 1, 6, groups, &out, &err), err);
  assert_column(out, "1 1 2 1 3 2");
  sl_column_release(out);
  assert_ok(sl_window(SL_WIN_ROW_NUMBER, NULL, 1, 3, NULL, &out, &err), err);
  assert_column(out, "1 2 3");
  sl_column_release(out);
  sl_groups_free(groups);
  sl_column_release(key);
}

static void groups_that_no_row_has_are_passed_over(void **state) {
  (void)state;
  SlColumn *keys[] = {column_of(SL_INTEGER, "1 2"), column_of(SL_TEXT, "a b")};
  SlColumn *values = column_of(SL_INTEGER, "5 6"), *out = NULL;
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(sl_groups_new((const SlColumn *const *)keys, 2, 2, true, &groups, &err), err);
  assert_int_equal(groups->group_count, 4);
  assert_ok(sl_window(SL_WIN_CUMSUM, values, 1, 2, groups, &out, &err), err);
  assert_column(out, "5 6");
  sl_column_release(out);
  sl_groups_free(groups);
  sl_column_release(values);
  sl_column_release(keys[0]);
  sl_column_release(keys[1]);
}

static void names_find_windows_and_say_what_they_take(void **state) {
  (void)state;
  SlWindow window;
  assert_true(sl_window_find(sl_str("roll_mean"), &window));
  assert_int_equal(window, SL_WIN_ROLL_MEAN);
  assert_false(sl_window_find(sl_str("roll"), &window));
  bool column, takes_n, needs_n;
  for (int i = 0; i < SL_WINDOW_COUNT; i++) {
    assert_true(sl_window_find(sl_str(sl_window_name((SlWindow)i)), &window));
    assert_int_equal(window, i);
    sl_window_arity(window, &column, &takes_n, &needs_n);
    assert_int_equal(column, i != SL_WIN_ROW_NUMBER);
    assert_int_equal(needs_n, i == SL_WIN_ROLL_SUM || i == SL_WIN_ROLL_MEAN || i == SL_WIN_NTILE);
    assert_int_equal(takes_n, needs_n || i == SL_WIN_LAG || i == SL_WIN_LEAD || i == SL_WIN_PCT_CHANGE);
  }
}

static void what_cannot_be_is_refused_in_words(void **state) {
  (void)state;
  SlColumn *words = column_of(SL_TEXT, "a b"), *large = column_of(SL_INTEGER, "9223372036854775807 1 1"), *out = NULL;
  SlError err;
  assert_int_equal(sl_window(SL_WIN_CUMSUM, words, 1, 2, NULL, &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "cumsum needs integers or numbers, not text");
  assert_int_equal(sl_window(SL_WIN_LAG, words, 0, 2, NULL, &out, &err), SL_EARG);
  assert_string_equal(err.text, "lag: the number of rows is at least 1");
  assert_int_equal(sl_window(SL_WIN_NTILE, words, 0, 2, NULL, &out, &err), SL_EARG);
  assert_string_equal(err.text, "ntile: the number of parts is at least 1");
  assert_int_equal(sl_window(SL_WIN_CUMSUM, large, 1, 3, NULL, &out, &err), SL_ERANGE);
  assert_string_equal(err.text, "cumsum: a sum does not fit into 64 bits; number(x) reckons with doubles");
  assert_int_equal(sl_window(SL_WIN_ROLL_SUM, large, 2, 3, NULL, &out, &err), SL_ERANGE);
  assert_string_equal(err.text, "roll_sum: a sum does not fit into 64 bits; number(x) reckons with doubles");
  assert_null(out);
  sl_column_release(words);
  sl_column_release(large);
}

static void an_interrupt_stops_every_window_of_many_rows(void **state) {
  (void)state;
  uint64_t seed = 5;
  SlColumn *column = random_column(RANDOM_NUMBERS, 100000, &seed), *out = NULL;
  SlError err;
  size_t held = sl_memory_held();
  for (int window = 0; window < SL_WINDOW_COUNT; window++) {
    sl_interrupt();
    assert_int_equal(sl_window((SlWindow)window, column, 3, column->length, NULL, &out, &err), SL_EINTERRUPTED);
    sl_interrupt_clear();
    assert_int_equal(sl_memory_held(), held);
  }
  sl_column_release(column);
}

/* --- against the definition, row by row --------------------------------------------------------------------------- */

typedef struct Naive {
  const SlColumn *column, *key; /* key NULL: one group */
  int64_t n;
} Naive;

static bool same_group(const Naive *naive, int64_t a, int64_t b) {
  return !naive->key || compare_cells(naive->key, a, naive->key, b) == 0;
}

/* The row n before (step -1) or after (step 1) within the group, or -1. */
static int64_t neighbour(const Naive *naive, int64_t row, int step, int64_t n) {
  int64_t at = row;
  while (n > 0) {
    at += step;
    if (at < 0 || at >= naive->column->length) return -1;
    n -= same_group(naive, row, at);
  }
  return at;
}

/* The sum over that many rows of the group ending at row, without the missing ones, and what marks them; false when there
 * are fewer rows. rows 0: all from the first. */
typedef struct NaiveSum {
  long double number, size; /* size: the sum of what is added, without signs */
  __extension__ __int128 integer;
  int64_t missing;
  SlReason reason;
  unsigned flags;
} NaiveSum;

static bool naive_sum(const Naive *naive, int64_t row, int64_t rows, NaiveSum *sum) {
  *sum = (NaiveSum){0};
  int64_t left = rows ? rows : INT64_MAX;
  for (int64_t at = row; at >= 0 && left > 0; at--) {
    if (!same_group(naive, row, at)) continue;
    left--;
    if (sl_column_is_null(naive->column, at)) {
      sum->missing++;
      sum->reason = sl_reason_stronger(sum->reason, sl_column_reason(naive->column, at));
      continue;
    }
    sum->flags |= sl_column_flags(naive->column, at);
    if (naive->column->type == SL_INTEGER) {
      sum->integer += sl_column_integer(naive->column, at);
      sum->number = (long double)sum->integer;
    } else {
      sum->number += sl_column_number(naive->column, at);
      sum->size += fabsl(sl_column_number(naive->column, at));
    }
  }
  return rows == 0 || left == 0;
}

static void assert_missing(const SlColumn *out, int64_t row, SlReason reason) {
  assert_true(sl_column_is_null(out, row));
  assert_int_equal(sl_column_reason(out, row), reason);
}

static void assert_number(double actual, long double expected, long double size) {
  if (isnan(expected) || isinf(expected)) {
    assert_true(isnan(expected) ? isnan(actual) : actual == (double)expected);
  } else if (!(fabsl((long double)actual - expected) <= size * 0x1p-51L + 5e-324L)) {
    print_error("%.17g is not %.17Lg\n", actual, expected);
    fail();
  }
}

static void assert_sum(const SlColumn *out, int64_t row, const NaiveSum *sum) {
  assert_false(sl_column_is_null(out, row));
  assert_int_equal(sl_column_flags(out, row), sum->flags);
  if (out->type == SL_INTEGER)
    assert_true(sl_column_integer(out, row) == sum->integer);
  else
    assert_number(sl_column_number(out, row), sum->number, sum->size);
}

static bool any_sum_too_large(const Naive *naive, int64_t rows) {
  NaiveSum sum;
  for (int64_t row = 0; naive->column->type == SL_INTEGER && row < naive->column->length; row++)
    if (!sl_column_is_null(naive->column, row) && naive_sum(naive, row, rows, &sum) && (!rows || !sum.missing) &&
        (sum.integer > INT64_MAX || sum.integer < INT64_MIN))
      return true;
  return false;
}

static void check_row(const Naive *naive, SlWindow window, const SlColumn *out, int64_t row) {
  const SlColumn *column = naive->column;
  NaiveSum sum;
  switch (window) {
    case SL_WIN_LAG:
    case SL_WIN_LEAD: {
      int64_t from = neighbour(naive, row, window == SL_WIN_LAG ? -1 : 1, naive->n);
      if (from < 0) {
        assert_missing(out, row, SL_REASON_NONE);
      } else {
        assert_true(sl_column_rows_equal(out, row, column, from));
        assert_int_equal(sl_column_flags(out, row), sl_column_flags(column, from));
      }
      break;
    }
    case SL_WIN_CUMSUM:
      naive_sum(naive, row, 0, &sum);
      if (sl_column_is_null(column, row))
        assert_missing(out, row, sl_column_reason(column, row));
      else
        assert_sum(out, row, &sum);
      break;
    case SL_WIN_CUMMAX:
    case SL_WIN_CUMMIN: {
      int64_t best = -1;
      unsigned flags = 0;
      for (int64_t at = 0; at <= row; at++) {
        if (!same_group(naive, row, at) || sl_column_is_null(column, at)) continue;
        flags |= sl_column_flags(column, at);
        bool nan = column->type == SL_NUMBER && isnan(sl_column_number(column, at));
        bool held = best >= 0 && !(column->type == SL_NUMBER && isnan(sl_column_number(column, best)));
        int order = best < 0 ? 0 : compare_cells(column, at, column, best);
        if (best < 0 || (!nan && (!held || (window == SL_WIN_CUMMAX ? order > 0 : order < 0)))) best = at;
      }
      if (sl_column_is_null(column, row)) {
        assert_missing(out, row, sl_column_reason(column, row));
        break;
      }
      assert_true(sl_column_rows_equal(out, row, column, best));
      assert_int_equal(sl_column_flags(out, row), flags);
      break;
    }
    case SL_WIN_DENSE_RANK: {
      int64_t rank = 1;
      for (int64_t other = 0; other < column->length; other++) {
        if (!same_group(naive, row, other) || compare_cells(column, other, column, row) >= 0) continue;
        bool seen = false;
        for (int64_t at = 0; at < other && !seen; at++)
          seen = same_group(naive, row, at) && compare_cells(column, at, column, other) == 0;
        rank += !seen;
      }
      if (sl_column_is_null(column, row))
        assert_missing(out, row, sl_column_reason(column, row));
      else
        assert_int_equal(sl_column_integer(out, row), rank);
      break;
    }
    case SL_WIN_NTILE: { /* parts are filled one after the other, the first ones by one more */
      int64_t before = 0, present = 0;
      for (int64_t other = 0; other < column->length; other++) {
        if (!same_group(naive, row, other) || sl_column_is_null(column, other)) continue;
        int order = compare_cells(column, other, column, row);
        present++;
        before += order < 0 || (order == 0 && other < row);
      }
      if (sl_column_is_null(column, row)) {
        assert_missing(out, row, sl_column_reason(column, row));
        break;
      }
      int64_t part = 1, end = present / naive->n + (present % naive->n > 0);
      while (before >= end) end += present / naive->n + (part++ < present % naive->n);
      assert_int_equal(sl_column_integer(out, row), part);
      break;
    }
    case SL_WIN_RANK: {
      int64_t rank = 1;
      for (int64_t other = 0; other < column->length; other++)
        rank += same_group(naive, row, other) && compare_cells(column, other, column, row) < 0;
      if (sl_column_is_null(column, row))
        assert_missing(out, row, sl_column_reason(column, row));
      else
        assert_int_equal(sl_column_integer(out, row), rank);
      break;
    }
    case SL_WIN_ROW_NUMBER: {
      int64_t number = 1;
      for (int64_t other = 0; other < row; other++) number += same_group(naive, row, other);
      assert_int_equal(sl_column_integer(out, row), number);
      break;
    }
    case SL_WIN_PCT_CHANGE: {
      int64_t before = neighbour(naive, row, -1, naive->n);
      if (before < 0) {
        assert_missing(out, row, SL_REASON_NONE);
      } else if (sl_column_is_null(column, row) || sl_column_is_null(column, before)) {
        assert_missing(out, row, sl_reason_stronger(sl_column_reason(column, row), sl_column_reason(column, before)));
      } else if (sl_column_number(column, before) <= 0) {
        assert_missing(out, row, SL_REASON_NOT_APPLICABLE);
      } else {
        double base = sl_column_number(column, before), percent = 100 * (sl_column_number(column, row) - base) / base;
        if (!isfinite(percent) && isfinite(base) && isfinite(sl_column_number(column, row))) {
          assert_missing(out, row, SL_REASON_NOT_APPLICABLE);
          break;
        }
        assert_number(sl_column_number(out, row), percent, fabs(percent));
        assert_int_equal(sl_column_flags(out, row), sl_column_flags(column, row) | sl_column_flags(column, before));
      }
      break;
    }
    case SL_WIN_ROLL_SUM:
    case SL_WIN_ROLL_MEAN: {
      bool whole = naive_sum(naive, row, naive->n, &sum);
      if (!whole || sum.missing) {
        assert_missing(out, row, whole ? sum.reason : SL_REASON_NONE);
        break;
      }
      if (window == SL_WIN_ROLL_MEAN) {
        sum.size = (sum.size + fabsl(sum.number)) / (long double)naive->n;
        sum.number /= (long double)naive->n;
      }
      assert_sum(out, row, &sum);
      break;
    }
  }
}

static void check_window(const Naive *naive, SlWindow window, const SlGroups *groups) {
  int64_t length = naive->column->length;
  SlColumn *out = NULL;
  SlType type;
  SlError err;
  if (sl_window_type(window, naive->column->type, &type, &err) != SL_OK) return;
  SlStatus status = sl_window(window, naive->column, naive->n, length, groups, &out, &err);
  bool sums = window == SL_WIN_CUMSUM || window == SL_WIN_ROLL_SUM;
  if (sums && any_sum_too_large(naive, window == SL_WIN_CUMSUM ? 0 : naive->n)) {
    assert_int_equal(status, SL_ERANGE);
    return;
  }
  assert_ok(status, err);
  assert_int_equal(out->type, type);
  assert_int_equal(out->length, length);
  for (int64_t row = 0; row < length; row++) check_row(naive, window, out, row);
  sl_column_release(out);
}

static void random_windows_agree_with_their_definition(void **state) {
  (void)state;
  uint64_t seed = 20190325;
  for (int round = 0; round < rounds(700); round++) {
    int64_t length = random_below(&seed, 8) ? random_below(&seed, 40) : 70 + random_below(&seed, 100);
    SlColumn *column = random_column((RandomKind)random_below(&seed, RANDOM_KINDS), length, &seed);
    RandomKind key_kind = (RandomKind)random_below(&seed, RANDOM_KINDS);
    SlColumn *key = random_below(&seed, 3) ? random_column(key_kind, length, &seed) : NULL;
    SlGroups *groups = key ? group_by(key) : NULL;
    Naive naive = {column, key, 1 + random_below(&seed, random_below(&seed, 2) ? 4 : 60)};
    sl_threads_set(1 + (int)random_below(&seed, 3));
    for (int window = 0; window < SL_WINDOW_COUNT; window++) check_window(&naive, (SlWindow)window, groups);
    sl_groups_free(groups);
    sl_column_release(key);
    sl_column_release(column);
  }
  sl_threads_set(0);
}

static void results_are_the_same_bits_for_any_number_of_threads(void **state) {
  (void)state;
  uint64_t seed = 11;
  int64_t length = SL_SIZE(300001, 5001);
  SlColumn *column = random_column(RANDOM_NUMBERS, length, &seed);
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_LONG_TEXTS, RANDOM_MANY_INTEGERS};
  SlError err;
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    SlColumn *key = random_column(kinds[k], length, &seed);
    SlGroups *groups = group_by(key);
    for (int window = 0; window < SL_WINDOW_COUNT; window++) {
      SlColumn *alone = NULL, *shared = NULL;
      sl_threads_set(1);
      assert_ok(sl_window((SlWindow)window, column, 3, length, groups, &alone, &err), err);
      sl_threads_set(4);
      assert_ok(sl_window((SlWindow)window, column, 3, length, groups, &shared, &err), err);
      assert_same_column(alone, shared);
      sl_column_release(alone);
      sl_column_release(shared);
    }
    sl_groups_free(groups);
    sl_column_release(key);
  }
  sl_column_release(column);
  sl_threads_set(0);
}

typedef struct Attempt {
  SlWindow window;
  const SlColumn *column;
  const SlGroups *groups;
} Attempt;

static SlStatus attempt_window(void *context, SlError *err) {
  const Attempt *attempt = context;
  SlColumn *out = NULL;
  SlStatus status = sl_window(attempt->window, attempt->column, 2, attempt->column->length, attempt->groups, &out, err);
  assert_true((status == SL_OK) == (out != NULL));
  sl_column_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  SlColumn *column = column_of(SL_INTEGER, "1[p] [c] 3 4 nil 6 7"), *key = column_of(SL_TEXT, "x y x nil y x x");
  SlGroups *groups = group_by(key);
  sl_threads_set(1);
  for (int window = 0; window < SL_WINDOW_COUNT; window++) {
    fail_each_allocation(attempt_window, &(Attempt){(SlWindow)window, column, NULL});
    fail_each_allocation(attempt_window, &(Attempt){(SlWindow)window, column, groups});
  }
  sl_threads_set(0);
  sl_groups_free(groups);
  sl_column_release(key);
  sl_column_release(column);
}

int main(void) {
  enum { CASES = sizeof cases / sizeof cases[0], OTHERS = 8 };
  struct CMUnitTest tests[CASES + OTHERS] = {
      cmocka_unit_test(rows_are_numbered_from_one_in_each_group),
      cmocka_unit_test(groups_that_no_row_has_are_passed_over),
      cmocka_unit_test(names_find_windows_and_say_what_they_take),
      cmocka_unit_test(what_cannot_be_is_refused_in_words),
      cmocka_unit_test(an_interrupt_stops_every_window_of_many_rows),
      cmocka_unit_test(random_windows_agree_with_their_definition),
      cmocka_unit_test(results_are_the_same_bits_for_any_number_of_threads),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
  };
  for (int i = 0; i < CASES; i++)
    tests[OTHERS + i] =
        (struct CMUnitTest){.name = cases[i].name, .test_func = window_case, .initial_state = (void *)(intptr_t)i};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
