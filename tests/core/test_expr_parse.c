#include "core/base/str.h"
#include "core/expr/expr.h"
#include "tests/support/test.h"

#define NAMES(array) (sizeof(array) / sizeof(array)[0])

/* ---- a text parses, and prints as ... ------------------------------------------------------------------------------ */

typedef struct Printed {
  const char *name, *text, *printed;
} Printed;

static Printed printed[] = {
    {"products_bind_more_tightly_than_sums", "1 + 2 * 3", "1 + 2 * 3"},
    {"brackets_that_matter_are_kept", "(1 + 2) * 3", "(1 + 2) * 3"},
    {"brackets_that_do_not_matter_are_dropped", "((a)) + (b * c)", "a + b * c"},
    {"differences_join_from_the_left", "a - b - c", "a - b - c"},
    {"a_difference_on_the_right_keeps_its_brackets", "a - (b - c)", "a - (b - c)"},
    {"powers_join_from_the_right", "a ^ b ^ c", "a ^ b ^ c"},
    {"a_power_on_the_left_keeps_its_brackets", "(a ^ b) ^ c", "(a ^ b) ^ c"},
    {"minus_binds_less_tightly_than_a_power", "-a ^ 2", "-a ^ 2"},
    {"a_negative_base_keeps_its_brackets", "(-2) ^ 2", "(-2) ^ 2"},
    {"a_minus_before_a_power_of_numbers_stays_outside", "-2 ^ 2", "-2 ^ 2"},
    {"an_exponent_may_be_negative", "2 ^ -1", "2 ^ -1"},
    {"texts_join_from_the_right", "a .. b .. c", "a .. b .. c"},
    {"joining_binds_less_tightly_than_adding", "a .. 1 + 2", "a .. 1 + 2"},
    {"and_binds_more_tightly_than_or", "a or b and c", "a or b and c"},
    {"an_or_inside_and_keeps_its_brackets", "(a or b) and c", "(a or b) and c"},
    {"not_binds_more_tightly_than_comparisons", "not a == b", "not a == b"},
    {"not_around_a_comparison_keeps_its_brackets", "not (a == b)", "not (a == b)"},
    {"comparisons_join_from_the_left", "1 < 2 == true", "1 < 2 == true"},
    {"every_operator_of_numbers", "a+b-c*d/e//f%g^h", "a + b - c * d / e // f % g ^ h"},
    {"every_comparison", "(a<b)==(c<=d)~=(e>f)==(g>=h)", "a < b == (c <= d) ~= (e > f) == (g >= h)"},
    {"in_takes_a_list", "force in ('Kent', \"Essex\")", "force in (\"Kent\", \"Essex\")"},
    {"not_in_negates", "force not in (1)", "force not in (1)"},
    {"not_around_in_prints_as_not_in", "not (force in (1))", "force not in (1)"},
    {"in_takes_values_handed_in", "force in $names", "force in ($names)"},
    {"an_empty_list_is_a_list", "x in ()", "x in ()"},
    {"between_takes_its_and", "x between 1 and 2 and y", "x between 1 and 2 and y"},
    {"ends_of_between_may_be_sums", "x between a + 1 and b * 2 or c", "x between a + 1 and b * 2 or c"},
    {"not_between_negates", "x not between 1 and 2", "x not between 1 and 2"},
    {"is_missing_stands_behind_a_sum", "a + b is missing", "a + b is missing"},
    {"is_not_missing_negates", "a is not missing and b", "a is not missing and b"},
    {"is_nil_means_is_missing", "a is nil", "a is missing"},
    {"nil_means_missing", "nil", "missing"},
    {"a_name_in_backticks_keeps_its_blank", "`Age group` == 1", "`Age group` == 1"},
    {"backticks_that_do_not_matter_are_dropped", "`year` + 1", "year + 1"},
    {"a_keyword_as_a_name_needs_backticks", "`in` + `and`", "`in` + `and`"},
    {"a_doubled_backtick_is_one", "`a``b`", "`a``b`"},
    {"a_name_may_have_letters_of_any_script", "région", "`région`"},
    {"a_call_has_arguments", "round(x / 3, 1)", "round(x / 3, 1)"},
    {"a_call_may_have_none", "count()", "count()"},
    {"calls_nest", "f(g(x), h())", "f(g(x), h())"},
    {"a_name_and_its_bracket_may_stand_apart", "sum (x)", "sum(x)"},
    {"whole_numbers_stay_whole", "12", "12"},
    {"a_number_with_a_point_stays_a_number", "12.0", "12.0"},
    {"an_exponent_makes_a_number", "1e5", "100000.0"},
    {"a_number_may_begin_with_a_point", ".5", "0.5"},
    {"a_number_may_end_with_a_point", "5. + 1", "5.0 + 1"},
    {"a_tiny_number_reads_back_equal", "1.5e-300", "1.5e-300"},
    {"leading_zeros_of_a_number_mean_nothing", "007 + 00.5", "7 + 0.5"},
    {"hexadecimal_is_read", "0xFF", "255"},
    {"the_largest_integer_is_exact", "9223372036854775807", "9223372036854775807"},
    {"the_smallest_integer_is_exact", "-9223372036854775808", "-9223372036854775808"},
    {"a_number_past_the_largest_double_is_infinity", "1e400", "1e999"},
    {"a_minus_belongs_to_its_number", "-5", "-5"},
    {"a_minus_before_brackets_is_an_operation", "-(5)", "-(5)"},
    {"two_minuses_keep_apart", "a - -5", "a - -5"},
    {"a_minus_of_a_minus_takes_brackets", "- - a", "-(-a)"},
    {"texts_take_either_quote", "'it\"s'", "\"it\\\"s\""},
    {"escapes_are_those_of_lua", "\"\\65\\x42\\u{43}\\n\\t\\\\ \\z   D\"", "\"ABC\\n\\t\\\\ D\""},
    {"a_control_character_prints_as_an_escape", "\"\\1\\0012\"", "\"\\001\\0012\""},
    {"truth_values_are_words", "true ~= false", "true ~= false"},
    {"a_no_break_space_is_a_space", "a\xC2\xA0+\xC2\xA0" "b", "a + b"},
    {"line_ends_are_spaces", "a\n  + b\r\n", "a + b"},
};

static void prints_and_parses_again(void **state) {
  const Printed *wanted = *state;
  SlError err = {0};
  SlExpr *expr = NULL, *again = NULL;
  SlBuf text = {0};
  assert_ok(sl_expr_parse(sl_str(wanted->text), &expr, &err), err);
  sl_expr_print(expr, &text);
  assert_string_equal(sl_buf_text(&text), wanted->printed);
  assert_ok(sl_expr_parse(sl_buf_str(&text), &again, &err), err);
  assert_true(sl_expr_equal(expr, again));
  sl_expr_release(expr);
  sl_expr_release(again);
  sl_buf_reset(&text);
}

static SlExpr *parsed(const char *text) {
  SlError err = {0};
  SlExpr *expr = NULL;
  assert_ok(sl_expr_parse(sl_str(text), &expr, &err), err);
  return expr;
}

/* What is worked out once for two expressions that are equal would be wrong for one of two that are not. */
static void expressions_are_equal_when_they_print_the_same(void **state) {
  (void)state;
  enum { COUNT = NAMES(printed) };
  static const char *const operators[] = {"+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or"};
  enum { SIGNS = NAMES(operators) };
  SlExpr *all[COUNT + SIGNS];
  SlBuf texts[COUNT + SIGNS] = {{0}};
  for (int i = 0; i < COUNT; i++) all[i] = parsed(printed[i].text);
  for (int i = 0; i < SIGNS; i++) {
    char text[32];
    snprintf(text, sizeof text, "x %s y", operators[i]);
    all[COUNT + i] = parsed(text);
  }
  for (int i = 0; i < COUNT + SIGNS; i++) sl_expr_print(all[i], &texts[i]);
  for (int i = 0; i < COUNT + SIGNS; i++)
    for (int j = 0; j < COUNT + SIGNS; j++)
      if (sl_expr_equal(all[i], all[j]) != sl_str_equal(sl_buf_str(&texts[i]), sl_buf_str(&texts[j])))
        fail_msg("%s and %s", sl_buf_text(&texts[i]), sl_buf_text(&texts[j]));
  for (int i = 0; i < COUNT + SIGNS; i++) {
    sl_expr_release(all[i]);
    sl_buf_reset(&texts[i]);
  }
}

/* ---- a text does not parse, and the message says ... --------------------------------------------------------------- */

typedef struct Refused {
  const char *name, *text, *message;
} Refused;

static Refused refused[] = {
    {"one_equals_sign_is_asked_about", "force = \"Kent\"",
     "expression, column 7: \"=\" gives a name and does not compare; did you mean \"==\"?\n    force = \"Kent\"\n          ^"},
    {"bang_equals_is_lua_s_sign", "a != 1", "column 3: \"!=\" is written \"~=\" here"},
    {"sql_s_unequal_is_lua_s_sign", "a <> 1", "\"<>\" is written \"~=\" here"},
    {"two_ampersands_are_and", "a && b", "\"&&\" is written \"and\" here"},
    {"two_bars_are_or", "a || b", "\"||\" is written \"or\" here"},
    {"a_bang_is_not", "!a", "\"!\" is written \"not\" here"},
    {"a_tilde_is_not", "~a", "\"~\" is written \"not\" here"},
    {"two_stars_are_a_power", "a ** 2", "\"**\" is written \"^\" here"},
    {"keywords_are_small", "a AND b", "\"AND\" is written \"and\" here"},
    {"a_capital_not_is_found", "NOT a", "\"NOT\" is written \"not\" here"},
    {"is_null_is_is_missing", "a IS NULL", "\"IS\" is written \"is\" here"},
    {"null_is_missing", "a is null", "\"null\" is written \"missing\" here"},
    {"like_is_a_function", "a like 'b%'", "there is no \"like\"; use contains"},
    {"is_does_not_compare", "a is 5", "behind \"is\" stands \"missing\" or \"not missing\""},
    {"in_wants_brackets", "a in b", "behind \"in\" stands a list in round brackets"},
    {"square_brackets_are_no_list", "a in [1]", "lists are written in round brackets"},
    {"between_wants_two_ends", "a between 1", "\"between\" wants two ends"},
    {"not_alone_is_no_comparison", "a not b", "unequal is written \"~=\""},
    {"names_with_blanks_want_backticks", "Age group == 1", "column 5: two names side by side; a name with a blank needs backticks: `Age group`"},
    {"names_with_points_want_backticks", "age.group == 1", "needs backticks: `age.group`"},
    {"names_with_digits_first_want_backticks", "2019_total", "\"2019_total\" is neither a number nor a name"},
    {"thousands_take_no_comma", "x > 1,000", "numbers are written without it"},
    {"an_empty_text_is_said_so", "", "the expression is empty"},
    {"blanks_alone_are_empty", "  ", "the expression is empty"},
    {"an_operator_wants_its_right_side", "a +", "the expression ends where a value should follow \"+\""},
    {"an_operator_wants_its_left_side", "* 2", "a value should stand here, not \"*\""},
    {"a_bracket_is_never_closed", "(a + 1", "column 1: this \"(\" is never closed"},
    {"a_bracket_closes_nothing", "a + 1)", "column 6: this \")\" closes nothing"},
    {"a_text_is_never_closed", "a == \"Kent", "column 6: the text that begins here has no closing \""},
    {"a_text_ends_with_its_line", "\"a\nb\"", "has no closing \""},
    {"a_name_is_never_closed", "`Age", "no closing backtick"},
    {"a_name_needs_a_letter", "``", "no name between the backticks"},
    {"curly_quotes_are_seen", "a == \xE2\x80\x9CKent\xE2\x80\x9D", "column 6: a curly quote; write a straight one"},
    {"a_typographic_minus_is_seen", "a \xE2\x88\x92 1", "a typographic minus"},
    {"a_lua_comment_is_not_dropped_silently", "a --1", "would begin a comment in Lua"},
    {"an_integer_beyond_64_bits_is_refused", "9223372036854775808", "does not fit in 64 bits; write 9223372036854775808.0"},
    {"a_huge_integer_is_refused", "99999999999999999999999", "does not fit in 64 bits"},
    {"a_huge_hexadecimal_is_refused", "0xFFFFFFFFFFFFFFFFF", "does not fit in 64 bits"},
    {"an_unknown_escape_is_refused", "\"\\q\"", "unknown escape; a backslash itself is written \\\\, so that a pattern's \\q is \\\\q here"},
    {"bytes_that_are_no_utf8_are_refused", "\"\\xff\"", "not valid UTF-8"},
    {"a_dollar_wants_a_name", "$ + 1", "a name belongs behind \"$\""},
    {"a_control_byte_is_refused", "a \x01", "a byte of value 1"},
    {"two_values_want_an_operator", "a 5", "an operator is missing before \"5\""},
    {"two_texts_want_an_operator", "'a' 'b'", "join them with \"..\""},
    {"the_line_is_counted", "a +\n  b = 2", "line 2, column 5: \"=\" gives a name"},
    {"columns_count_characters", "\"\xC3\xA9\" = 1", "column 5: \"=\""},
};

static void is_refused(void **state) {
  const Refused *wanted = *state;
  SlError err = {0};
  SlExpr *expr = NULL;
  SlStatus status = sl_expr_parse(sl_str(wanted->text), &expr, &err);
  assert_true(status == SL_EPARSE || status == SL_ERANGE);
  assert_null(expr);
  assert_says(err, wanted->message);
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

typedef struct Named {
  const char *name, *text, *wanted_name, *printed;
} Named;

static Named named[] = {
    {"a_name_stands_before_the_equals_sign", "total = a + b", "total", "a + b"},
    {"a_name_in_backticks_is_a_name", "`Total people` = a", "Total people", "a"},
    {"a_comparison_names_nothing", "a == b", "a == b", "a == b"},
    {"a_text_without_a_name_names_itself", " sum(people) ", "sum(people)", "sum(people)"},
    {"a_name_may_equal_a_comparison", "same = a == b", "same", "a == b"},
};

static void is_named(void **state) {
  const Named *wanted = *state;
  SlError err = {0};
  SlExpr *expr = NULL;
  SlBuf name = {0}, text = {0};
  assert_ok(sl_expr_parse_named(sl_str(wanted->text), &name, &expr, &err), err);
  sl_expr_print(expr, &text);
  assert_string_equal(sl_buf_text(&name), wanted->wanted_name);
  assert_string_equal(sl_buf_text(&text), wanted->printed);
  sl_expr_release(expr);
  sl_buf_reset(&name);
  sl_buf_reset(&text);
}

static void a_second_equals_sign_is_asked_about(void **state) {
  (void)state;
  SlError err = {0};
  SlExpr *expr = NULL;
  SlBuf name = {0};
  assert_int_equal(sl_expr_parse_named(sl_str("is_kent = force = 'Kent'"), &name, &expr, &err), SL_EPARSE);
  assert_says(err, "column 17: \"=\" gives a name and does not compare; did you mean \"==\"?");
  assert_null(name.bytes);
}

/* ---- limits -------------------------------------------------------------------------------------------------------- */

static void deep_brackets_are_refused_in_words(void **state) {
  (void)state;
  SlBuf text = {0};
  for (int i = 0; i < 100000; i++) sl_buf_add_char(&text, '(');
  SlError err = {0};
  SlExpr *expr = NULL;
  assert_int_equal(sl_expr_parse(sl_buf_str(&text), &expr, &err), SL_EPARSE);
  assert_says(err, "nested more than 200 levels deep");
  sl_buf_reset(&text);
}

static void long_chains_are_refused_in_words(void **state) {
  (void)state;
  SlBuf text = {0};
  sl_buf_add_text(&text, "a");
  for (int i = 0; i < 1500; i++) sl_buf_add_text(&text, " + a");
  SlError err = {0};
  SlExpr *expr = NULL;
  assert_int_equal(sl_expr_parse(sl_buf_str(&text), &expr, &err), SL_EPARSE);
  assert_says(err, "more than 1000 levels");
  assert_says(err, "...");
  sl_buf_reset(&text);
}

/* However it is put together: (a or b) or c composed is "a or b or c" written, and a or (b or c) is not. */
static void a_chain_is_equal_written_and_composed(void **state) {
  (void)state;
  SlExpr *leaves[] = {sl_expr_column(sl_str("a")), sl_expr_column(sl_str("b")), sl_expr_column(sl_str("c"))};
  SlExpr *first = sl_expr_operation(SL_OP_OR, (SlExpr *[]){leaves[0], leaves[1]}, 2);
  SlExpr *left = sl_expr_operation(SL_OP_OR, (SlExpr *[]){first, leaves[2]}, 2);
  SlExpr *last = sl_expr_operation(SL_OP_OR, (SlExpr *[]){leaves[1], leaves[2]}, 2);
  SlExpr *right = sl_expr_operation(SL_OP_OR, (SlExpr *[]){leaves[0], last}, 2);
  SlExpr *written = NULL, *shorter = NULL, *bracketed = NULL;
  SlError err;
  assert_ok(sl_expr_parse(sl_str("a or b or c"), &written, &err), err);
  assert_ok(sl_expr_parse(sl_str("a or b"), &shorter, &err), err);
  assert_ok(sl_expr_parse(sl_str("a or (b or c)"), &bracketed, &err), err);
  assert_true(sl_expr_equal(written, left));
  assert_true(sl_expr_equal(left, written));
  assert_true(sl_expr_equal(bracketed, right));
  assert_false(sl_expr_equal(written, right));
  assert_false(sl_expr_equal(written, shorter));
  assert_int_equal(sl_expr_levels(written), 2);
  SlExpr *all[] = {leaves[0], leaves[1], leaves[2], first, left, last, right, written, shorter, bracketed};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) sl_expr_release(all[i]);
}

static void constructors_refuse_what_is_too_deep(void **state) {
  (void)state;
  SlExpr *expr = sl_expr_column(sl_str("a"));
  for (int i = 1; i < SL_EXPR_MOST_LEVELS; i++) {
    SlExpr *deeper = sl_expr_operation(SL_OP_NEG, &expr, 1);
    assert_non_null(deeper);
    sl_expr_release(expr);
    expr = deeper;
  }
  assert_int_equal(sl_expr_levels(expr), SL_EXPR_MOST_LEVELS);
  assert_null(sl_expr_operation(SL_OP_NEG, &expr, 1));
  assert_null(sl_expr_call(sl_str("abs"), &expr, 1));
  sl_expr_release(expr);
}

/* ---- composed trees ------------------------------------------------------------------------------------------------ */

static void assert_reparses(SlExpr *expr, const char *wanted) {
  SlBuf text = {0};
  SlError err = {0};
  SlExpr *again = NULL;
  assert_non_null(expr);
  sl_expr_print(expr, &text);
  assert_string_equal(sl_buf_text(&text), wanted);
  assert_ok(sl_expr_parse(sl_buf_str(&text), &again, &err), err);
  assert_true(sl_expr_equal(expr, again));
  sl_expr_release(again);
  sl_expr_release(expr);
  sl_buf_reset(&text);
}

static SlExpr *literal(SlScalar value) { return sl_expr_literal(&value); }

static void composed_literals_print_as_they_parse(void **state) {
  (void)state;
  assert_reparses(literal((SlScalar){.type = SL_DATE, .integer = 0}), "date(\"1970-01-01\")");
  assert_reparses(literal((SlScalar){.type = SL_QUARTER, .integer = 2019 * 4}), "period(\"January to March 2019\")");
  assert_reparses(literal((SlScalar){.type = SL_YEAR_ENDING, .integer = 2019 * 12 + 2}), "period(\"Year ending March 2019\")");
  assert_reparses(literal((SlScalar){.type = SL_NUMBER, .number = (double)NAN}), "1e999 - 1e999");
  assert_reparses(literal((SlScalar){.type = SL_NUMBER, .number = -(double)INFINITY}), "-1e999");
  assert_reparses(literal((SlScalar){.type = SL_NUMBER, .number = -0.0}), "-0.0");
  assert_reparses(literal((SlScalar){.type = SL_NUMBER, .number = 1e22}), "1e+22");
  assert_reparses(literal((SlScalar){.type = SL_INTEGER, .missing = true}), "missing");
  assert_reparses(literal((SlScalar){.type = SL_TEXT, .text = sl_str("caf\xC3\xA9 \"x\"\x7F")}), "\"caf\xC3\xA9 \\\"x\\\"\\127\"");
}

static void a_composed_minus_of_a_number_stays_an_operation(void **state) {
  (void)state;
  SlExpr *five = literal((SlScalar){.type = SL_INTEGER, .integer = 5});
  assert_reparses(sl_expr_operation(SL_OP_NEG, &five, 1), "-(5)");
  sl_expr_release(five);
  five = literal((SlScalar){.type = SL_INTEGER, .integer = -5});
  assert_reparses(sl_expr_operation(SL_OP_NEG, &five, 1), "-(-5)");
  sl_expr_release(five);
}

typedef struct Seen {
  char text[64];
} Seen;

static void see(void *context, SlStr name) {
  Seen *seen = context;
  size_t length = strlen(seen->text);
  snprintf(seen->text + length, sizeof seen->text - length, "%.*s;", SL_STR_ARGS(name));
}

static void columns_are_those_mentioned(void **state) {
  (void)state;
  SlError err = {0};
  SlExpr *expr = NULL;
  Seen seen = {{0}};
  assert_ok(sl_expr_parse(sl_str("a / sum(b) > $c and `d e` in (a, 1)"), &expr, &err), err);
  sl_expr_columns(expr, see, &seen);
  assert_string_equal(seen.text, "a;b;d e;a;");
  sl_expr_release(expr);
}

static void params_are_visited_by_their_names(void **state) {
  (void)state;
  SlError err;
  SlExpr *expr = NULL;
  Seen seen = {{0}};
  assert_ok(sl_expr_parse(sl_str("a > $least and force in $forces or b == $least"), &expr, &err), err);
  sl_expr_params(expr, see, &seen);
  assert_string_equal(seen.text, "least;forces;least;");
  sl_expr_release(expr);
}

static void only_a_call_of_that_name_with_one_argument_has_an_argument(void **state) {
  (void)state;
  SlError err;
  const char *const others[] = {"a", "asc(a)", "desc()", "desc(a, b)", "-desc(a)"};
  SlExpr *expr = NULL;
  assert_ok(sl_expr_parse(sl_str("desc(a)"), &expr, &err), err);
  SlExpr *a = sl_expr_column(sl_str("a"));
  assert_true(sl_expr_equal(sl_expr_argument(expr, sl_str("desc")), a));
  sl_expr_release(a);
  sl_expr_release(expr);
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    assert_ok(sl_expr_parse(sl_str(others[i]), &expr, &err), err);
    assert_null(sl_expr_argument(expr, sl_str("desc")));
    sl_expr_release(expr);
  }
}

/* ---- memory -------------------------------------------------------------------------------------------------------- */

static SlStatus parse_a_long_text(void *context, SlError *err) {
  (void)context;
  SlExpr *expr = NULL;
  SlBuf name = {0};
  SlStatus status = sl_expr_parse_named(
      sl_str("x = round(`a b` + 'text' .. $p, 1) not in (1, 2.5, -3) and b not between 1 and 2 or not c is missing"), &name, &expr, err);
  if (status == SL_OK) {
    sl_expr_release(expr);
    sl_buf_reset(&name);
  }
  return status;
}

static void a_list_of_many_texts_holds_each_of_them_once(void **state) {
  (void)state;
  enum { COUNT = 20000, MOST_BYTES = 32 << 20 };
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_printf(&text, "force in (");
  for (int i = 0; i < COUNT; i++) sl_buf_printf(&text, "%s%s%d%s", i ? ", " : "", i % 2 ? "'t\\'" : "`a``", i, i % 2 ? "'" : "`");
  sl_buf_printf(&text, ")");
  SlExpr *expr = NULL;
  SlError err = {0};
  sl_memory_set_limit(sl_memory_held() + MOST_BYTES);
  SlStatus status = sl_expr_parse(sl_buf_str(&text), &expr, &err);
  sl_memory_set_limit(0);
  assert_ok(status, err);
  assert_int_equal(sl_expr_operand_count(expr), COUNT + 1);
  assert_string_equal(sl_expr_name(sl_expr_operand(expr, 1)).bytes, "a`0");
  assert_string_equal(sl_expr_value(sl_expr_operand(expr, 2))->text.bytes, "t'1");
  sl_expr_release(expr);
  sl_buf_reset(&text);
}

static void every_failed_allocation_is_reported(void **state) {
  (void)state;
  fail_each_allocation(parse_a_long_text, NULL);
}

static SlStatus compose(void *context, SlError *err) {
  (void)context;
  SlExpr *date = literal((SlScalar){.type = SL_DATE, .integer = 0});
  SlExpr *nan = literal((SlScalar){.type = SL_NUMBER, .number = (double)NAN});
  bool complete = date && nan;
  sl_expr_release(date);
  sl_expr_release(nan);
  return complete ? SL_OK : sl_fail_alloc(err, 1);
}

static void constructors_give_null_without_memory(void **state) {
  (void)state;
  fail_each_allocation(compose, NULL);
}

/* ---- random texts -------------------------------------------------------------------------------------------------- */

/* Strings of pieces of the language: whatever parses must print to what parses to the same tree. */
static void random_texts_print_to_what_parses_equal(void **state) {
  (void)state;
  static const char *const pieces[] = {
      "a", "`b c`", "$p", "1", "2.5", "-", "+", "*", "/", "//", "%", "^", "..", "(", ")", "not ", " and ", " or ", " in ", " is ",
      " missing", " between ", ",", "==", "~=", "<", ">=", "'t'", "true", "nil", "f(", "count()", " ", "=", "9223372036854775808", "\\", "\"",
      "\xC3\xA9", "`", "1e999", "0x1f", "."};
  uint64_t seed = 88172645463325252u;
  int parsed = 0;
  for (int round = 0; round < rounds(60000); round++) {
    SlBuf text = {0}, out = {0};
    int count = 1 + round % 14;
    for (int i = 0; i < count; i++) {
      seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
      sl_buf_add_text(&text, pieces[seed % NAMES(pieces)]);
    }
    SlExpr *expr = NULL, *again = NULL;
    SlError err = {0};
    if (sl_expr_parse(sl_buf_str(&text), &expr, &err) == SL_OK) {
      parsed++;
      sl_expr_print(expr, &out);
      SlStatus status = sl_expr_parse(sl_buf_str(&out), &again, &err);
      if (status != SL_OK || !sl_expr_equal(expr, again)) {
        print_error("%s printed as %s\n%s\n", sl_buf_text(&text), sl_buf_text(&out), err.text);
        fail();
      }
      sl_expr_release(again);
      sl_expr_release(expr);
    } else {
      assert_true(err.column > 0);
    }
    sl_buf_reset(&text);
    sl_buf_reset(&out);
  }
  assert_true(parsed > rounds(1000));
}

static void over_takes_a_template_an_expression_and_a_condition(void **state) {
  (void)state;
  static const struct { const char *text, *name, *each, *condition; } cases[] = {
      {"mean(*) over numeric", "*", "mean($*)", "numeric"},
      {"*_mean = mean(*) over starts_with(name, 'n_')", "*_mean", "mean($*)", "starts_with(name, \"n_\")"},
      {" `mean of *`=* / sum(*)*100 over place > 2", "mean of *", "$* / sum($*) * 100", "place > 2"},
      {"x == * over boolean", "*", "x == $*", "boolean"},
      {"- * over numeric", "*", "-$*", "numeric"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    SlBuf name = {0}, shown = {0};
    SlExpr *each, *condition;
    SlError err;
    assert_ok(sl_expr_parse_over(sl_str(cases[i].text), &name, &each, &condition, &err), err);
    assert_non_null(each);
    assert_string_equal(sl_buf_text(&name), cases[i].name);
    sl_expr_print(each, &shown);
    assert_string_equal(sl_buf_text(&shown), cases[i].each);
    sl_buf_reset(&shown);
    sl_expr_print(condition, &shown);
    assert_string_equal(sl_buf_text(&shown), cases[i].condition);
    sl_buf_reset(&shown);
    sl_buf_reset(&name);
    sl_expr_release(each);
    sl_expr_release(condition);
  }
}

static void no_over_is_left_to_the_plain_parser(void **state) {
  (void)state;
  static const char *const texts[] = {"n = over + 1", "mean(n)", "a = * 2", "", "a b", "(* over numeric"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    SlBuf name = {0};
    SlExpr *each, *condition;
    SlError err;
    assert_ok(sl_expr_parse_over(sl_str(texts[i]), &name, &each, &condition, &err), err);
    assert_null(each);
    assert_null(condition);
  }
}

static void an_expression_for_a_column_has_it_for_every_star(void **state) {
  (void)state;
  SlBuf name = {0}, shown = {0};
  SlExpr *each, *condition, *made = NULL;
  SlError err;
  assert_ok(sl_expr_parse_over(sl_str("if_else(* is missing, $x, *) over numeric"), &name, &each, &condition, &err), err);
  assert_ok(sl_expr_for_column(each, sl_str("Age group"), &made, &err), err);
  sl_expr_print(made, &shown);
  assert_string_equal(sl_buf_text(&shown), "if_else(`Age group` is missing, $x, `Age group`)");
  sl_buf_reset(&shown);
  sl_buf_reset(&name);
  sl_expr_release(made);
  sl_expr_release(each);
  sl_expr_release(condition);
}

static SlStatus attempt_over(void *context, SlError *err) {
  (void)context;
  SlBuf name = {0};
  SlExpr *each, *condition, *made = NULL;
  SlStatus status = sl_expr_parse_over(sl_str("*_share = round(* / sum(*), 1) over starts_with(name, 'n_') and numeric"), &name, &each, &condition, err);
  if (status == SL_OK) status = sl_expr_for_column(each, sl_str("n_2021"), &made, err);
  sl_buf_reset(&name);
  sl_expr_release(made);
  sl_expr_release(each);
  sl_expr_release(condition);
  return status;
}

static void every_failed_allocation_of_over_is_reported(void **state) {
  (void)state;
  fail_each_allocation(attempt_over, NULL);
}

int main(void) {
  enum {
    PRINTED = NAMES(printed),
    REFUSED = NAMES(refused),
    NAMED = NAMES(named),
  };
  const struct CMUnitTest single[] = {
      cmocka_unit_test(a_second_equals_sign_is_asked_about),
      cmocka_unit_test(a_list_of_many_texts_holds_each_of_them_once),
      cmocka_unit_test(deep_brackets_are_refused_in_words),
      cmocka_unit_test(long_chains_are_refused_in_words),
      cmocka_unit_test(a_chain_is_equal_written_and_composed),
      cmocka_unit_test(expressions_are_equal_when_they_print_the_same),
      cmocka_unit_test(constructors_refuse_what_is_too_deep),
      cmocka_unit_test(composed_literals_print_as_they_parse),
      cmocka_unit_test(a_composed_minus_of_a_number_stays_an_operation),
      cmocka_unit_test(columns_are_those_mentioned),
      cmocka_unit_test(params_are_visited_by_their_names),
      cmocka_unit_test(only_a_call_of_that_name_with_one_argument_has_an_argument),
      cmocka_unit_test(every_failed_allocation_is_reported),
      cmocka_unit_test(constructors_give_null_without_memory),
      cmocka_unit_test(random_texts_print_to_what_parses_equal),
      cmocka_unit_test(over_takes_a_template_an_expression_and_a_condition),
      cmocka_unit_test(no_over_is_left_to_the_plain_parser),
      cmocka_unit_test(an_expression_for_a_column_has_it_for_every_star),
      cmocka_unit_test(every_failed_allocation_of_over_is_reported),
  };
  struct CMUnitTest tests[PRINTED + REFUSED + NAMED + NAMES(single)];
  size_t count = 0;
  for (size_t i = 0; i < PRINTED; i++)
    tests[count++] = (struct CMUnitTest){.name = printed[i].name, .test_func = prints_and_parses_again, .initial_state = &printed[i]};
  for (size_t i = 0; i < REFUSED; i++)
    tests[count++] = (struct CMUnitTest){.name = refused[i].name, .test_func = is_refused, .initial_state = &refused[i]};
  for (size_t i = 0; i < NAMED; i++)
    tests[count++] = (struct CMUnitTest){.name = named[i].name, .test_func = is_named, .initial_state = &named[i]};
  for (size_t i = 0; i < NAMES(single); i++) tests[count++] = single[i];
  return cmocka_run_group_tests(tests, NULL, NULL);
}
