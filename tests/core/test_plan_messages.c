/* What an expression that is wrong is told, and where. */
#include "tests/support/plan.h"

static const struct {
  const char *name, *expr;
  SlStatus status;
  const char *message;
} faults[] = {
    {"unknown_column", "peple > 1", SL_ENAME,
     "expression, column 1: no column \"peple\"; did you mean \"people\"? (nearest others: \"year\", \"force\")\n"
     "    peple > 1\n    ^"},
    {"unknown_function", "1 + summ(people)", SL_ENAME,
     "expression, column 5: no function \"summ\"; did you mean \"sum\"?"},
    {"text_compared_with_number", "force > 1", SL_ETYPE,
     "these cannot be compared: text and integer; number(x), date(x) and text(x) convert"},
    {"text_added", "force + 1", SL_ETYPE, "+ needs integers or numbers, and this is text"},
    {"condition_wanted", "people and open", SL_ETYPE,
     "and joins conditions, as in x > 0 and y > 0, and this is integer"},
    {"not_a_date", "day > '2019-13-01'", SL_EPARSE, "\"2019-13-01\" is not a date, as \"2019-03-25\""},
    {"overflow_names_the_row", "year * 9223372036854775807", SL_ERANGE,
     "row 1: 2018 * 9223372036854775807 does not fit into 64 bits"},
    {"conversion_names_the_row", "integer(force)", SL_EDATA,
     "row 1: \"Kent\" is not an integer\n    in integer(force)"},
    {"too_many_arguments", "abs(1, 2)", SL_EARG, "abs has 2 arguments; it is abs(x)"},
    {"pattern_must_be_constant", "matches(force, force)", SL_EARG,
     "the pattern is a text that stands there, or a $value"},
    {"broken_pattern", "matches(force, '(')", SL_EPARSE,
     "\"(\" is not a pattern (regular expression): missing closing parenthesis, at character 2"},
    {"count_of_a_condition", "count(year > 2018)", SL_EARG,
     "count(x) counts the rows where x is there, and a condition is there when it is false, too; count_if(condition) counts those where it is true"},
    {"count_of_a_condition_that_is_called", "1 + count(contains(force, 'e'))", SL_EARG, "count_if(condition)"},
    {"count_if_of_a_number", "count_if(year)", SL_ETYPE, "count_if needs true and false, not integer; compare first"},
    {"cases_need_conditions", "case_when(open, 1, year, 2)", SL_ETYPE,
     "case_when takes conditions and values in turns, a condition here, and this is integer"},
    {"cases_of_two_types", "case_when(open, 1, 'a')", SL_ETYPE, "the values differ in type: integer and text"},
    {"a_case_without_a_value", "case_when(open)", SL_EARG, "case_when has 1 argument; it is case_when(condition, a, ..., otherwise)"},
    {"bands_of_text", "cut(force, 1)", SL_ETYPE, "cut needs integers or numbers, and this is text"},
    {"bounds_that_fall", "cut(year, 2020, 2019)", SL_EARG, "the bounds of cut ascend, and this is not above the one before it"},
    {"a_bound_of_a_column", "cut(year, people)", SL_EARG, "cut(x, 10, 20) takes bounds that stand there"},
    {"a_bound_behind_texts", "cut(year, 1, 'a', 2)", SL_EARG, "cut(x, 10, 20) takes bounds that stand there"},
    {"texts_without_a_bound", "cut(year, 'a')", SL_EARG, "cut(x, 10, 20) takes bounds that stand there"},
    {"too_few_texts_of_bands", "cut(year, 1, 2, 'a', 'b')", SL_EARG, "cut: 2 bounds make 3 bands, and texts are given for 2"},
    {"a_bound_at_infinity", "cut(year, 1, 1e999)", SL_EARG, "the bounds of cut are finite"},
    {"limits_of_a_part_above_its_whole", "wilson_lower(year, 29)", SL_ERANGE, "row 1: wilson takes a part and its whole, not 2018 of 29"},
    {"limits_of_a_count_below_zero", "byar_lower(rate * 4)", SL_ERANGE, "row 2: byar takes counts, not -5"},
    {"limits_of_a_fraction_of_a_case", "clopper_pearson_lower(rate, 3)", SL_ERANGE,
     "row 1: clopper_pearson takes whole cases, not 0.5; where cases are weighted, say so: the last argument is true"},
    {"a_confidence_in_percent", "poisson_upper(year, 95)", SL_EARG, "confidence is a number between 0 and 1 that stands there, as 0.95, or a $value"},
    {"weighted_by_a_column", "poisson_upper(year, 0.95, open)", SL_EARG, "weighted is true or false"},
    {"ntile_of_no_parts", "ntile(year, 0)", SL_EARG, "the number of parts of ntile is a whole number of at least 1, or such a $value"},
    {"ntile_without_parts", "ntile(year)", SL_EARG, "ntile takes a column and a number of parts"},
    {"a_separator_of_a_column", "join_text(force, force)", SL_EARG,
     "the last argument of join_text is a text that stands there, or a $value"},
    {"texts_without_a_separator", "join_text(force)", SL_EARG, "join_text takes one column and a separator, a text"},
    {"a_part_that_the_pattern_has_not", "extract(force, '(a)', 2)", SL_EARG,
     "the pattern has no part \"2\": it has 1 pair of brackets, and part 0 is all of the match"},
    {"a_name_that_the_pattern_has_not", "replace_matches(force, '(?<a>x)', '${b}')", SL_EARG, "the pattern has no part \"b\": it has 1 pair"},
    {"a_part_of_a_column", "extract(force, '(a)', people)", SL_EARG, "the part is the number of a pair of brackets, or its name"},
    {"a_dollar_sign_alone", "replace_matches(force, 'x', 'US$ ')", SL_EARG,
     "behind $ stands the number or name of a part, as in $1, ${1} or ${year}; a dollar sign is written $$"},
    {"a_brace_that_is_open", "replace_matches(force, 'x', '${1')", SL_EARG, "behind $ stands the number or name of a part"},
    {"a_backslash_for_a_part", "replace_matches(force, '(x)', '<\\\\1>')", SL_EARG, "\"\\1\" is written \"$1\" here"},
    {"steps_of_a_search_are_told_with_the_row", "extract(force .. 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '(a+)+[xy]')", SL_ERANGE,
     "row 1: the pattern \"(a+)+[xy]\" takes too many steps on \"Kentaaaa"},
    {"steps_of_a_search_behind_a_match", "replace_matches('b' .. force .. 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'b|(a+)+[xy]', '')", SL_ERANGE,
     "row 1: the pattern \"b|(a+)+[xy]\" takes too many steps on \"bKentaaaa"},
    {"a_backspace_in_a_pattern", "matches(force, '\\bKent')", SL_EARG, "which is what \\b is in a text; a backslash of the pattern is written twice: \\\\b"},
    {"a_form_that_is_none", "normalize(force, 'NFX')", SL_EARG, "the form is one of \"NFC\", \"NFD\", \"NFKC\", \"NFKD\""},
    {"no_character_at_0", "substr(force, 0)", SL_EARG, "substr counts characters from 1, or from the end from -1: there is none at 0"},
    {"no_character_at_0_of_a_row", "substr(force, people - 7)", SL_EARG, "row 2: substr counts characters from 1"},
    {"no_part_at_0", "split_part(force, 's', 0)", SL_EARG, "split_part counts parts from 1, or from the end from -1: there is none at 0"},
    {"no_separator", "split_part(force, '', 1)", SL_EARG, "the separator of split_part is not empty"},
    {"characters_by_text", "substr(force, 'a')", SL_ETYPE, "substr counts characters by integers, and this is text"},
    {"a_length_below_0", "substr(force, 1, -1)", SL_EARG, "the length of substr is not negative"},
    {"quantile_out_of_range", "quantile(year, 2)", SL_EARG, "quantile(x, p): p is between 0 and 1"},
    {"top_of_a_column", "top(year, people)", SL_EARG,
     "the last argument of top is a number or a $value, not worked out from columns"},
    {"sum_of_text", "sum(force)", SL_ETYPE, "sum needs integers or numbers, not text"},
    {"a_list_of_another_type", "force in (1, 2, 3, 4)", SL_ETYPE, "these cannot be compared: text and integer"},
    {"a_date_in_the_list_that_is_none", "day in ('2019-01-01', '2019-02-30', '2019-03-01', '2019-04-01')", SL_EPARSE,
     "\"2019-02-30\" is not a date"},
    {"difference_overflows", "-9223372036854775807 - year", SL_ERANGE,
     "row 1: -9223372036854775807 - 2018 does not fit into 64 bits"},
    {"sum_overflows", "year + 9223372036854775807", SL_ERANGE,
     "row 1: 2018 + 9223372036854775807 does not fit into 64 bits"},
    {"lowest_integer_has_no_size", "abs(year * 0 - 9223372036854775807 - 1)", SL_ERANGE,
     "abs(-9223372036854775808) does not fit into 64 bits"},
    {"lowest_integer_has_no_negative", "-(year * 0 - 9223372036854775807 - 1)", SL_ERANGE,
     "-(-9223372036854775808) does not fit into 64 bits"},
    {"lowest_integer_by_minus_one", "(year * 0 - 9223372036854775807 - 1) // -1", SL_ERANGE,
     "-9223372036854775808 // -1 does not fit"},
    {"floor_beyond_integers", "floor(rate * 1e300)", SL_ERANGE, "row 1: floor(5e+299) does not fit into 64 bits"},
    {"round_beyond_integers", "round(year * 0 + 9223372036854775807, -1)", SL_ERANGE, "does not fit into 64 bits"},
    {"places_must_stand_there", "round(rate, people)", SL_EARG,
     "places is a whole number that stands there, or a $value"},
    {"number_of_what_is_none", "number(force)", SL_EDATA, "row 1: \"Kent\" is not a number"},
    {"date_of_what_is_none", "date(force)", SL_EDATA, "row 1: \"Kent\" is not a date (2019-03-25, 25/03/2019 or 25 March 2019)"},
    {"no_such_last_month", "year_ending(day, 13)", SL_EARG, "row 1: year_ending: the last month is 1 to 12, not 13"},
    {"period_of_what_is_none", "period(force)", SL_EDATA, "row 1: \"Kent\" is no year, quarter, month or date"},
    {"period_of_two_kinds", "period(if_else(year > 2018, text(quarter(day)), text(year)))", SL_EDATA,
     "row 2: \"April to June 2019\" is a quarter, and row 1, \"2018\", is none; a column has one kind of period"},
    {"period_that_may_be_either", "period(if_else(open, '2010-11', missing))", SL_EDATA,
     "row 1: \"2010-11\" is either November 2010 or the financial year 2010/11, and nothing says which; write it so"},
    {"period_literal_that_is_none", "period('2019-W52')", SL_EPARSE,
     "\"2019-W52\" is a week, which is no type of period here; use its Monday, 2019-12-23"},
    {"period_of_a_number", "period(rate)", SL_ETYPE, "period reads texts and whole years, and this is number"},
    {"period_of_no_year", "period(people)", SL_EDATA, "row 1: 12 is no year of four digits"},
    {"year_of_a_financial_year", "year(period('2018/19'))", SL_ETYPE, "year needs what lies in one calendar year, and this is financial-year"},
    {"month_of_a_quarter", "month(quarter(day))", SL_ETYPE, "month needs a date or a shorter period, and this is quarter"},
    {"a_quarter_beside_a_month", "quarter(day) > 'March 2019'", SL_EPARSE, "\"March 2019\" is not a quarter, as \"Jan to Mar 2019\""},
    {"date_of_two", "date(year, 1)", SL_EARG, "date takes a text, or a year, a month and a day"},
    {"if_else_of_a_number", "if_else(people, 1, 2)", SL_ETYPE, "if_else needs a condition first, and this is integer"},
    {"lower_of_a_number", "lower(people)", SL_ETYPE, "lower needs text; text(x) makes it, and this is integer"},
    {"correlation_of_one", "corr(people)", SL_EARG, "corr takes two columns"},
    {"no_such_date", "date(year, 2, 30)", SL_EARG, "row 1: there is no date(2018, 2, 30)"},
    {"year_of_text", "year(force)", SL_ETYPE, "year needs a date; date(x) reads one from text, period(x) a period, and this is text"},
    {"dates_have_no_sum", "day + day", SL_ETYPE, "two dates have no sum; a - b are the days between them, a + 7 is a week later"},
    {"a_date_is_moved_by_whole_days", "day + rate", SL_ETYPE, "+ moves a date by whole days, and this is number"},
    {"a_date_is_not_moved_by_a_text", "day + '7'", SL_ETYPE, "+ moves a date by whole days, and this is text"},
    {"a_date_is_not_taken_from_a_number", "people - day", SL_ETYPE, "the difference from a date needs a date, and this is integer"},
    {"a_date_has_no_multiple", "day * 2", SL_ETYPE, "* needs integers or numbers, and this is date"},
    {"behind_the_last_day", "day + 2920000", SL_ERANGE, "row 1: 2018-03-25 + 2920000 days lies outside the years 1 to 9999"},
    {"before_the_first_day", "day - 1000000", SL_ERANGE, "row 1: 2018-03-25 - 1000000 days lies outside the years 1 to 9999"},
    {"days_beyond_64_bits", "day - 9223372036854775807", SL_ERANGE, "2018-03-25 - 9223372036854775807 days lies outside"},
    {"months_beyond_the_last", "add_months(day, 100000)", SL_ERANGE, "row 1: 2018-03-25 + 100000 months lies outside the years 1 to 9999"},
    {"months_beyond_64_bits", "add_months(day, -9223372036854775807)", SL_ERANGE, "months lies outside"},
    {"weekday_of_text", "weekday(force)", SL_ETYPE, "weekday needs a date; date(x) reads one from text, and this is text"},
    {"days_between_a_date_and_a_number", "days_between(day, people)", SL_ETYPE, "days_between needs a date, and this is integer"},
    {"months_are_whole", "add_months(day, rate)", SL_ETYPE, "add_months moves a date by a whole number, and this is number"},
    {"time_between_datetimes_needs_a_unit", "datetime(day) - datetime(day)", SL_ETYPE,
     "the time between datetimes needs a unit: seconds_between(a, b), minutes_between, hours_between or days_between, from a to b"},
    {"a_datetime_is_moved_by_a_unit", "datetime(day) + 1", SL_ETYPE, "a datetime is moved by a unit that is named: add_minutes(x, n), add_hours"},
    {"a_datetime_is_no_date", "datetime(day) > day", SL_ETYPE, "these cannot be compared: date and datetime; date(x) and datetime(x) convert"},
    {"a_datetime_equals_no_day", "datetime(day) == '2019-04-01'", SL_ETYPE, "a datetime equals no day; date(x) == \"2019-04-01\" asks for its date"},
    {"a_datetime_differs_from_every_day", "'2019-04-01' ~= datetime(day)", SL_ETYPE, "a datetime equals no day"},
    {"a_datetime_is_in_no_list_of_days", "datetime(day) in ('2019-04-01', '2019-04-02', '2019-04-03', '2019-04-04')", SL_ETYPE,
     "a datetime equals no day"},
    {"not_a_datetime", "datetime(day) > '2019-13-01 10:30'", SL_EPARSE, "\"2019-13-01 10:30\" is not a datetime, as \"2019-03-25 10:30\""},
    {"hour_of_a_date", "hour(day)", SL_ETYPE, "hour needs a time of day; datetime(x) is a date's midnight, and this is date"},
    {"hour_of_text", "hour(force)", SL_ETYPE, "hour needs a datetime; datetime(x) reads one from text, and this is text"},
    {"datetime_of_what_is_none", "datetime(force)", SL_EDATA, "row 1: \"Kent\" is not a datetime (2019-03-25 10:30, 25/03/2019 10:30:05)"},
    {"a_literal_that_is_no_datetime", "datetime('2019-03-25')", SL_EPARSE, "\"2019-03-25\" is not a datetime, as \"2019-03-25 10:30\""},
    {"a_time_that_is_none", "datetime(day, force)", SL_EDATA, "row 1: \"Kent\" is not a time of day (10:30, 10:30:05)"},
    {"datetime_of_three", "datetime(year, 1, 1)", SL_EARG, "datetime takes a text or a date, a date and a time, or year, month, day, hour"},
    {"no_such_datetime", "datetime(year, 2, 30, 10, 30)", SL_EARG, "row 1: there is no datetime(2018, 2, 30, 10, 30, 0)"},
    {"no_such_second", "datetime(year, 2, 3, 10, 30, 60)", SL_EARG, "row 1: there is no datetime(2018, 2, 3, 10, 30, 60)"},
    {"hours_beyond_the_last", "add_hours(datetime(day), 999999999)", SL_ERANGE,
     "row 1: 2018-03-25 00:00:00 + 999999999 hours lies outside the years 1 to 9999"},
    {"hours_beyond_64_bits", "add_hours(datetime(day), 9223372036854775807)", SL_ERANGE, "hours lies outside the years 1 to 9999"},
    {"days_of_a_datetime_beyond_the_last", "add_days(datetime(day), 9223372036854775807)", SL_ERANGE, "days lies outside the years 1 to 9999"},
    {"months_of_a_datetime_beyond_the_last", "add_months(datetime(day), -30000)", SL_ERANGE,
     "row 1: 2018-03-25 00:00:00 + -30000 months lies outside the years 1 to 9999"},
    {"whole_number_wanted", "integer(rate)", SL_ERANGE,
     "row 1: 0.5 is not a whole number of 64 bits; round, floor or ceil it first"},
    {"values_differ", "if_else(open, people, force)", SL_ETYPE, "the values differ in type: integer and text"},
    {"lag_by_nothing", "lag(people, 0)", SL_EARG,
     "the number of rows of lag is a whole number of at least 1, or such a $value"},
    {"roll_needs_rows", "roll_sum(people)", SL_EARG, "roll_sum takes a column and a number of rows"},
};

static void fault_case(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  Csv csv = read_sample();
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  SlColumn *column = NULL;
  SlError err;
  assert_int_equal(evaluate(csv.table, faults[i].expr, &context, &column, &err), faults[i].status);
  assert_says(err, faults[i].message);
  csv_reset(&csv);
}

static void a_message_is_cut_between_characters(void **state) {
  (void)state;
  char text[2000];
  for (size_t shift = 0; shift < 2; shift++) {
    size_t length = (size_t)sprintf(text, "number('%s", shift ? "a" : "");
    while (length < 1800) length += (size_t)sprintf(text + length, "\xC3\xA9");
    sprintf(text + length, "') + people");
    Csv csv = read_sample();
    SlPlanContext context = {.mode = SL_PLAN_ROWS};
    SlColumn *column = NULL;
    SlError err;
    assert_int_equal(evaluate(csv.table, text, &context, &column, &err), SL_EDATA);
    assert_true(sl_str_is_utf8(sl_str(err.text), NULL));
    csv_reset(&csv);
  }
}

static void a_summary_needs_one_value(void **state) {
  (void)state;
  Csv csv = read_sample();
  SlPlanContext context = {.mode = SL_PLAN_GROUPS};
  SlColumn *column = NULL;
  SlError err;
  assert_int_equal(evaluate(csv.table, "people + 1", &context, &column, &err), SL_EARG);
  assert_says(err, "column \"people\" has a value in every row, and one value is wanted: sum(people), first(people)");
  assert_int_equal(evaluate(csv.table, "lag(people)", &context, &column, &err), SL_EARG);
  assert_says(err, "lag gives a value for every row, and one value is wanted");
  csv_reset(&csv);
}

int main(void) {
  enum { FAULTS = sizeof faults / sizeof faults[0] };
  struct CMUnitTest tests[FAULTS + 2] = {cmocka_unit_test(a_summary_needs_one_value),
                                         cmocka_unit_test(a_message_is_cut_between_characters)};
  for (int i = 0; i < FAULTS; i++)
    tests[2 + i] = (struct CMUnitTest){
        .name = faults[i].name, .test_func = fault_case, .initial_state = (void *)(intptr_t)i};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
