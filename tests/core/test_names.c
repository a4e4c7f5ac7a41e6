#include "core/base/names.h"

#include "tests/support/test.h"

typedef struct Near {
  const char *name, *wanted, *known;
  bool misspelt;
} Near;

static const Near pairs[] = {
    {"a_letter_dropped", "peple", "people", true},
    {"letters_swapped", "poeple", "people", true},
    {"another_case", "PEOPLE", "people", true},
    {"a_letter_alone_in_another_case", "N", "n", true},
    {"two_slips_in_five_letters", "peplx", "people", true},
    {"three_slips_in_nine_letters", "refferels", "referrals", true},
    {"one_slip_in_three_letters", "aeg", "age", true},
};
static const Near others[] = {
    {"another_single_letter", "x", "n", false},
    {"another_pair_of_letters", "on", "by", false},
    {"two_slips_in_four_letters", "hash", "path", false},
    {"three_slips_in_six_letters", "people", "parole", false},
    {"another_word", "year", "quarter", false},
};
/* Near, but no slip: a name of another kind may hold a known one. */
static const Near holders[] = {
    {"what_was_typed_is_part_of_the_name", "child", "referrals_child", false},
    {"the_name_is_part_of_what_was_typed", "delimeter", "delim", false},
};
static const Near short_parts[] = {
    {"two_letters_of_a_name_do_not_mean_it", "on", "confidence", false},
};

static int nearest_of(const Near *pair) {
  SlStr known = sl_str(pair->known), nearest[3];
  return sl_nearest_names(sl_str(pair->wanted), &known, 1, nearest);
}

static void is_near(void **state) {
  const Near *pair = *state;
  assert_int_equal(nearest_of(pair), 1);
  assert_int_equal(sl_is_misspelt(sl_str(pair->wanted), sl_str(pair->known)), pair->misspelt);
}

static void is_not_near(void **state) {
  const Near *pair = *state;
  assert_int_equal(nearest_of(pair), 0);
  assert_false(sl_is_misspelt(sl_str(pair->wanted), sl_str(pair->known)));
}

static void the_nearest_names_come_best_first(void **state) {
  (void)state;
  SlStr names[] = {sl_str("referrals_child"), sl_str("refer"), sl_str("referral"), sl_str("referrals"), sl_str("x")};
  SlStr nearest[3];
  assert_int_equal(sl_nearest_names(sl_str("refferals"), names, 5, nearest), 2);
  assert_true(sl_str_equal(nearest[0], sl_str("referrals")));
  assert_true(sl_str_equal(nearest[1], sl_str("referral")));
}

static void equally_near_names_keep_their_order(void **state) {
  (void)state;
  SlStr names[] = {sl_str("bend"), sl_str("band"), sl_str("bind"), sl_str("bond")}, nearest[3];
  assert_int_equal(sl_nearest_names(sl_str("bxnd"), names, 4, nearest), 3);
  for (int i = 0; i < 3; i++) assert_true(sl_str_equal(nearest[i], names[i]));
}

static void up_to_three_names_are_suggested(void **state) {
  (void)state;
  SlStr names[] = {sl_str("people"), sl_str("peoples"), sl_str("force")};
  SlError err;
  sl_fail(&err, SL_ENAME, "no");
  sl_fail_suggest(&err, sl_str("peopl"), names, 3);
  assert_string_equal(err.text, "no; did you mean \"people\" or \"peoples\"?");
  sl_fail(&err, SL_ENAME, "no");
  sl_fail_suggest(&err, sl_str("nationality"), names, 3);
  assert_string_equal(err.text, "no");
}

static void names_longer_than_any_column_are_compared_whole(void **state) {
  (void)state;
  char text[81] = {0}, changed[81] = {0};
  memset(text, 'a', 80), memset(changed, 'a', 79);
  SlStr name = sl_str(text), nearest[3];
  assert_int_equal(sl_nearest_names(sl_str(text), &name, 1, nearest), 1);
  memset(changed, 'b', 80);
  assert_int_equal(sl_nearest_names(sl_str(changed), &name, 1, nearest), 0);
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static size_t add_cases(struct CMUnitTest *cases, const Near *list, size_t count, CMUnitTestFunction function) {
  for (size_t i = 0; i < count; i++)
    cases[i] = (struct CMUnitTest){.name = list[i].name, .test_func = function, .initial_state = (void *)&list[i]};
  return count;
}

int main(void) {
  struct CMUnitTest cases[COUNT(pairs) + COUNT(others) + COUNT(holders) + COUNT(short_parts)];
  size_t at = add_cases(cases, pairs, COUNT(pairs), is_near);
  at += add_cases(cases + at, others, COUNT(others), is_not_near);
  at += add_cases(cases + at, holders, COUNT(holders), is_near);
  add_cases(cases + at, short_parts, COUNT(short_parts), is_not_near);
  const struct CMUnitTest lists[] = {
      cmocka_unit_test(the_nearest_names_come_best_first),
      cmocka_unit_test(equally_near_names_keep_their_order),
      cmocka_unit_test(up_to_three_names_are_suggested),
      cmocka_unit_test(names_longer_than_any_column_are_compared_whole),
  };
  int failed = cmocka_run_group_tests_name("pairs", cases, NULL, NULL);
  return failed + cmocka_run_group_tests_name("lists", lists, NULL, NULL);
}
