#include "core/base/runtime.h"
#include "tests/support/plan.h"

/* --- one value a row ---------------------------------------------------------------------------------------------- */

static const struct {
  const char *name, *expr, *cells;
} cases[] = {
    {"integers_stay_integers", "people + year", "2030[p] 2026 [c] 2021"},
    {"an_operand_missing_makes_the_result_missing_strongest_reason_first", "people + total", "112[p] 7 [c] [x]"},
    {"division_gives_numbers_and_by_zero_not_applicable", "people / total", "0.12[p] [z] [c] [x]"},
    {"floor_division_and_remainder_floor", "(people - 10) // 4", "0[p] -1 [c] -3"},
    {"remainder_has_the_sign_of_the_divisor", "(people - 10) % 4", "2[p] 1 [c] 2"},
    {"floor_division_by_zero_is_not_applicable", "people // 0", "[z] [z] [c] [z]"},
    {"integers_meet_numbers_as_numbers", "people * rate", "6.0[p] -8.75 [c] 0.0"},
    {"powers_are_numbers", "people ^ 2", "144.0[p] 49.0 [c] 0.0"},
    {"minus_before_power", "-2 ^ 2 + people", "8.0[p] 3.0 [c] -4.0"},
    {"comparison", "people > 7", "true[p] false [c] false"},
    {"comparison_with_a_number_is_exact", "9007199254740993 > 9007199254740992.0", "true true true true"},
    {"the_lowest_integer_equals_its_number", "-9223372036854775807 - 1 >= -9223372036854775808.0", "true true true true"},
    {"no_integer_reaches_two_to_63", "9223372036854775807 >= 9223372036854775808.0", "false false false false"},
    {"literals_are_reckoned_in_decimal", "0.06 + 0.01 == 0.07 and 0.06 - 0.01 == 0.05 and 0.1 * 3 == 0.3", "true true true true"},
    {"a_bound_of_literals_is_the_decimal_one", "rate * 0 + 0.07 between 0.06 - 0.01 and 0.06 + 0.01", "true true nil true"},
    {"decimals_of_literals_are_exact_to_the_end", "1e20 + 0.1 - 1e20 + rate * 0", "0.1 0.1 nil 0.1"},
    {"whole_quotients_of_literals_floor_in_decimal", "(0.3 // 0.1) .. ' ' .. (-0.7 % 0.2) .. ' ' .. (0.7 // -0.2)", "3.0 0.1 -4.0 3.0 0.1 -4.0 3.0 0.1 -4.0 3.0 0.1 -4.0"},
    {"powers_of_literals_are_decimals", "0.1 ^ 2 == 0.01 and 10 ^ -2 == 0.01 and 2 ^ 0.5 * 2 ^ 0.5 > 2", "true true true true"},
    {"a_quotient_of_literals_that_does_not_end_is_a_double", "1 / 3 * 3 + year * 0", "1.0 1.0 1.0 1.0"},
    {"a_quotient_of_literals_that_ends", "(0.3 - 0.2) / 0.1 + year * 0", "1.0 1.0 1.0 1.0"},
    {"integers_of_literals_stay_integers", "7 // 2 * 10 + 7 % 2 - 2 + year * 0", "29 29 29 29"},
    {"zero_keeps_its_sign", "1 / (0.0 * -1 - 0.0) is missing and text(-0.0) == '-0.0'", "true true true true"},
    {"literals_beyond_the_doubles_are_infinite", "-(1e308 * 10) < rate", "true true nil true"},
    {"between_has_both_ends", "people between 0 and 7", "false[p] true [c] true"},
    {"not_between", "people not between 0 and 7", "true[p] false [c] false"},
    {"in_a_list", "force in ('Kent', 'Surrey')", "true false nil true"},
    {"in_many_integers", "year in (2018, 2019.0, 2020.5, 1e300, 2021)", "true true false true"},
    {"in_integers_far_apart", "year in (-9000000000000000000, 0, 2019, 9000000000000000000)", "false true false false"},
    {"in_many_numbers", "rate in (1, 0.5, 2.675, 9007199254740993)", "true false nil true"},
    {"in_many_texts", "force in ('Kent', 'Surrey', 'Devon', 'Dorset')", "true false nil true"},
    {"in_many_dates", "day in ('2018-03-25', date('2020-02-29'), '2000-01-01', '2001-01-01')", "true false nil true"},
    {"in_many_with_missing_is_never_false", "people in (0, 1, 2, missing)", "nil nil [c] true"},
    {"in_many_and_a_column", "year in (1, 2, 3, 4, people + 2006)", "true[p] false [c] false"},
    {"an_integer_beside_a_literal_number", "people > 6.5 and people < 12.5", "true[p] true [c] false"},
    {"a_literal_may_stand_first", "6.5 <= people", "true[p] true [c] false"},
    {"an_integer_equals_no_fraction", "people == 6.5 or people ~= 6.5", "true[p] true [c] true"},
    {"a_literal_beyond_what_is_stored", "people < 1000000 and people > -1000000", "true[p] true [c] true"},
    {"a_literal_beyond_all_integers", "people < 1e300", "true[p] true [c] true"},
    {"a_number_beside_a_literal_integer", "rate >= -1", "true false nil true"},
    {"a_number_is_not_an_integer_it_cannot_be", "9007199254740992.0 == 9007199254740993", "false false false false"},
    {"in_an_empty_way", "year in (1)", "false false false false"},
    {"not_in", "force not in ('Kent')", "false true nil false"},
    {"is_missing_is_never_missing", "people is missing", "false false true false"},
    {"is_not_missing", "force is not missing", "true true false true"},
    {"or_is_true_when_one_is", "open or people is missing", "true false true true"},
    {"and_with_missing_is_missing_unless_false", "people > 100 and open", "false[p] false [c] false"},
    {"not_of_missing_is_missing", "not open", "false true nil false"},
    {"false_and_missing_is_false", "year == 1 and open", "false false false false"},
    {"true_or_missing_is_true", "year > 1 or open", "true true true true"},
    {"text_joins", "force .. '/' .. year", "Kent/2018 Essex/2019 nil Kent/2021"},
    {"text_compares_by_code_point", "force < 'Essey'", "false true nil false"},
    {"case", "lower(force) .. upper(force)", "kentKENT essexESSEX nil kentKENT"},
    {"letters_beyond_ascii", "lower('\xC3\x89IRE')", "\xC3\xA9ire \xC3\xA9ire \xC3\xA9ire \xC3\xA9ire"},
    {"normal_form_composed", "normalize('e\xCC\x81') .. force", "\xC3\xA9Kent \xC3\xA9""Essex nil \xC3\xA9Kent"},
    {"normal_forms_by_name", "length(normalize('\xC3\xA9', 'NFD')) .. normalize('\xEF\xAC\x81', 'nfkc')", "2fi 2fi 2fi 2fi"},
    {"trim", "trim('  a ') .. force", "aKent aEssex nil aKent"},
    {"trim_of_missing", "trim(force)", "Kent Essex nil Kent"},
    {"contains", "contains(force, 'sse')", "false true nil false"},
    {"starts_and_ends", "starts_with(force, 'K') or ends_with(force, 'x')", "true true nil true"},
    {"patterns_are_found_anywhere", "matches(force, 's+e.$')", "false true nil false"},
    {"a_dot_is_one_character", "matches('\xC3\xA9', '^.$')", "true true true true"},
    {"replace_all", "replace(force, 's', 'SS')", "Kent ESSSSex nil Kent"},
    {"extract_gives_what_fits", "extract(force, 's+')", "nil ss nil nil"},
    {"extract_a_part_by_number", "extract(force, '(.)(.)$', 2)", "t x nil t"},
    {"extract_a_part_by_name", "extract(text(day), '(?<year>\\\\d+)-(?<month>\\\\d+)', 'month')", "03 04 nil 02"},
    {"a_part_without_part_in_the_match_is_missing", "extract(force, 'K(x)?|(E)', 2)", "nil E nil nil"},
    {"extracted_texts_keep_marks", "extract(text(people), '^.')", "1[p] 7 [c] 0"},
    {"an_empty_match_is_a_text", "extract(force, 'x?') == ''", "true true nil true"},
    {"all_matches_are_replaced", "replace_matches(force, '[st]', '<$0$0>')", "Ken<tt> E<ss><ss>ex nil Ken<tt>"},
    {"parts_stand_in_other_order", "replace_matches(force, '^(.)(?<next>.)', '${next}$1$$')", "eK$nt sE$sex nil eK$nt"},
    {"a_part_that_took_none_is_empty", "replace_matches(force, 'K(x)?', '[$1]')", "[]ent Essex nil []ent"},
    {"empty_matches_are_replaced_once_each", "replace_matches('b\xC3\xA9', 'x*', '.')", ".b.\xC3\xA9. .b.\xC3\xA9. .b.\xC3\xA9. .b.\xC3\xA9."},
    {"numbers_of_parts_end_in_braces", "replace_matches(force, '(E)', '${1}0')", "Kent E0ssex nil Kent"},
    {"substr_counts_characters", "substr('\xC3\xA9t\xC3\xA9', 2, 1) .. substr(force, 2)", "tent tssex nil tent"},
    {"substr_from_the_end", "substr(force, -2, 1) .. substr(force, -99)", "nKent eEssex nil nKent"},
    {"substr_beyond_the_end_is_empty", "'[' .. substr(force, 5, 9) .. ']'", "[] [x] nil []"},
    {"split_part", "split_part(text(day), '-', 2)", "03 04 nil 02"},
    {"split_part_from_the_end", "split_part(text(day), '-', -1)", "25 01 nil 29"},
    {"fewer_parts_are_missing", "split_part(force, 's', 3)", "nil ex nil nil"},
    {"an_empty_part_is_a_text", "split_part(force, 's', 2) == ''", "nil true nil nil"},
    {"length_in_characters", "length('\xC3\xA9t\xC3\xA9')", "3 3 3 3"},
    {"length_of_text", "length(force)", "4 5 nil 4"},
    {"abs", "abs(rate)", "0.5 1.25 nil 2.675"},
    {"round_half_up_on_the_decimal_form", "round(rate, 2)", "0.5 -1.25 nil 2.68"},
    {"round_to_whole", "round(rate)", "1.0 -1.0 nil 3.0"},
    {"round_integers_to_tens", "round(people + 3, -1)", "20[p] 10 [c] 0"},
    {"the_lowest_integer_is_round", "round(-9223372036854775807 - 1) < -9223372036854775807", "true true true true"},
    {"floor_and_ceil_give_integers", "floor(rate) + ceil(rate)", "1 -3 nil 5"},
    {"log_and_sqrt_outside_their_domain_are_not_applicable", "sqrt(rate)",
     "0.7071067811865476 [z] nil 1.6355427233796125"},
    {"log_with_base", "log(total, 10)", "2.0 [z] 1.6989700043360187 [x]"},
    {"exp", "exp(people * 0)", "1.0[p] 1.0 [c] 1.0"},
    {"limits_of_a_share", "round(wilson_upper(people, 29) - wilson_lower(people, 29), 6)", "0.33749[p] 0.298892 [c] 0.11697"},
    {"limits_of_a_share_of_nothing_are_not_applicable", "wilson_lower(people * 0, people)", "0.0[p] 0.0 [c] [z]"},
    {"exact_limits_of_a_share", "round(clopper_pearson_upper(people, 12, 0.99), 9)", "1.0[p] 0.896644523 [c] 0.356945917"},
    {"limits_of_a_count", "round(byar_upper(people), 6)", "20.962858[p] 14.422675 [c] 3.688879"},
    {"exact_limits_of_a_count", "round(poisson_lower(people, 0.9), 6)", "6.924213[p] 3.285316 [c] 0.0"},
    {"weighted_cases_may_be_fractions", "round(byar_lower(people / 2, 0.95, true), 6)", "2.201894[p] 0.844935 [c] 0.0"},
    {"min_of_leaves_missing_out", "min_of(people, 5)", "5[p] 5 5 0"},
    {"max_of_of_nothing_keeps_the_reason", "max_of(people, total)", "100[p] 7 50 0"},
    {"coalesce_takes_the_first_present", "coalesce(people, total, 1)", "12[p] 7 50 0"},
    {"coalesce_of_missing_only", "coalesce(people, missing)", "12[p] 7 [c] 0"},
    {"if_else", "if_else(open, force, 'shut')", "Kent shut nil Kent"},
    {"if_else_with_missing_branch", "if_else(people > 5, people, missing)", "12[p] 7 [c] nil"},
    {"year_and_month_of_a_date", "year(day) * 100 + month(day)", "201803 201904 nil 202002"},
    {"quarter_of_a_date", "text(quarter(day))", "January to March 2018 April to June 2019 nil January to March 2020"},
    {"financial_year", "financial_year(day)", "2017/18 2019/20 nil 2019/20"},
    {"year_ending", "text(year_ending(day, 3))", "Year ending March 2018 Year ending March 2020 nil Year ending March 2020"},
    {"a_text_beside_a_date_is_read_as_one", "day >= '2019-04-01'", "false true nil true"},
    {"a_date_from_parts", "day > date(2019, 1, 1)", "false true nil true"},
    {"a_date_from_text", "day == date('25/03/2018')", "true false nil false"},
    {"a_date_from_missing_parts", "date(people * 0 + 2018, 1, 31)", "2018-01-31[p] 2018-01-31 [c] 2018-01-31"},
    {"a_date_from_texts", "date(text(day))", "2018-03-25 2019-04-01 nil 2020-02-29"},
    {"dates_subtract_to_days", "day - date(2019, 1, 1)", "-282 90 nil 424"},
    {"a_text_beside_a_minus_is_read_as_a_date", "'2019-04-02' - day", "373 1 nil -333"},
    {"a_date_and_days_are_a_date", "day + people", "2018-04-06[p] 2019-04-08 [c] 2020-02-29"},
    {"days_and_a_date_are_a_date", "people + day", "2018-04-06[p] 2019-04-08 [c] 2020-02-29"},
    {"a_date_less_days_is_a_date", "day - people", "2018-03-13[p] 2019-03-25 [c] 2020-02-29"},
    {"dates_without_a_value_subtract_to_days", "missing - day", "nil nil nil nil"},
    {"days_reach_the_ends_of_the_calendar", "date(9999, 12, 1) + 30 - (date(1, 1, 31) - 30)", "3652058 3652058 3652058 3652058"},
    {"day_of_a_date", "day(day)", "25 1 nil 29"},
    {"weekday_is_1_on_monday", "weekday(day)", "7 1 nil 6"},
    {"weekday_before_1970", "weekday(date(1969, 12, 28)) * 10 + weekday('1969-12-29')", "71 71 71 71"},
    {"week_is_that_of_iso_8601", "week(day)", "12 14 nil 9"},
    {"new_year_may_lie_in_the_last_week_of_the_year_before", "week_year('2021-01-03') * 100 + week('2021-01-03')",
     "202053 202053 202053 202053"},
    {"the_last_days_of_a_year_may_lie_in_the_first_week_of_the_next", "week_year('2018-12-31') * 100 + week('2018-12-31')",
     "201901 201901 201901 201901"},
    {"days_between_are_counted_from_the_first", "days_between(day, '2019-04-02')", "373 1 nil -333"},
    {"add_days", "add_days(day, -people)", "2018-03-13[p] 2019-03-25 [c] 2020-02-29"},
    {"add_months_ends_with_a_short_month", "add_months(date(2019, 1, 31), people - 6)", "2019-07-31[p] 2019-02-28 [c] 2018-07-31"},
    {"add_months_ends_with_a_leap_month", "add_months('2020-01-31', 1)", "2020-02-29 2020-02-29 2020-02-29 2020-02-29"},
    {"a_date_moved_by_what_is_missing_has_the_strongest_reason", "add_months(day, total)", "2026-07-25 2019-04-01 nil [x]"},
    {"a_date_and_a_time_are_a_datetime", "datetime(day, '9:30:05.25')",
     "2018-03-25 09:30:05.250 2019-04-01 09:30:05.250 nil 2020-02-29 09:30:05.250"},
    {"a_datetime_of_a_date_is_its_midnight", "datetime(day)", "2018-03-25 00:00:00 2019-04-01 00:00:00 nil 2020-02-29 00:00:00"},
    {"a_datetime_of_texts", "datetime(text(datetime(day, '10:30')))", "2018-03-25 10:30:00 2019-04-01 10:30:00 nil 2020-02-29 10:30:00"},
    {"a_datetime_of_parts", "datetime(year, 2, 28, 23, people * 0 + 5)", "2018-02-28 23:05:00[p] 2019-02-28 23:05:00 [c] 2021-02-28 23:05:00"},
    {"a_datetime_of_six_parts", "datetime(year, 2, 28, 23, 5, 59)",
     "2018-02-28 23:05:59 2019-02-28 23:05:59 2020-02-28 23:05:59 2021-02-28 23:05:59"},
    {"the_date_of_a_datetime", "date(datetime(day, '23:59:59.999999'))", "2018-03-25 2019-04-01 nil 2020-02-29"},
    {"hour_and_minute", "hour(datetime(day, '23:05')) * 100 + minute(datetime(day, '23:05'))", "2305 2305 nil 2305"},
    {"hour_and_minute_before_1970", "hour('1969-12-31 23:59:59') * 100 + minute('1969-12-31T23:59:59')", "2359 2359 2359 2359"},
    {"functions_of_dates_take_the_day_of_a_datetime", "year(datetime(day)) * 10000 + month(datetime(day)) * 100 + day(datetime(day, '23:59'))",
     "20180325 20190401 nil 20200229"},
    {"financial_year_of_a_datetime", "financial_year(datetime(day))", "2017/18 2019/20 nil 2019/20"},
    {"week_of_a_datetime", "weekday(datetime(day)) * 100 + week(datetime(day))", "712 114 nil 609"},
    {"a_text_beside_a_datetime_is_read_as_one", "datetime(day, '10:30') >= '2019-04-01 10:30'", "false true nil true"},
    {"a_date_beside_a_datetime_is_its_midnight", "datetime(day, '10:30') < '2019-04-01'", "true false nil false"},
    {"in_many_datetimes", "datetime(day, '10:30') in ('2018-03-25T10:30', '2019-04-01 10:31', '2020-02-29 10:30:00.0', '2020-02-29 10:30:01')",
     "true false nil true"},
    {"hours_between_are_a_number", "hours_between(datetime(day, '10:30'), datetime(day + 1, '9:00'))", "22.5 22.5 nil 22.5"},
    {"minutes_between_go_back", "minutes_between('2020-01-01 10:30', '2020-01-01 10:29:30')", "-0.5 -0.5 -0.5 -0.5"},
    {"seconds_between_are_exact", "seconds_between('0001-01-01 00:00:00.000001', '0001-01-01 00:00')", "-1e-06 -1e-06 -1e-06 -1e-06"},
    {"days_between_datetimes_count_midnights", "days_between('2020-01-01 23:59', datetime(day, '00:01'))", "-647 -275 nil 59"},
    {"add_days_keeps_the_time", "add_days(datetime(day, '10:30'), people)", "2018-04-06 10:30:00[p] 2019-04-08 10:30:00 [c] 2020-02-29 10:30:00"},
    {"add_months_keeps_the_time", "add_months(datetime(day, '10:30'), -1)", "2018-02-25 10:30:00 2019-03-01 10:30:00 nil 2020-01-29 10:30:00"},
    {"add_hours", "add_hours(datetime(day, '10:30'), people * 2)", "2018-03-26 10:30:00[p] 2019-04-02 00:30:00 [c] 2020-02-29 10:30:00"},
    {"add_minutes_goes_back_over_midnight", "add_minutes(datetime(day), -1)", "2018-03-24 23:59:00 2019-03-31 23:59:00 nil 2020-02-28 23:59:00"},
    {"text_of_a_datetime", "'at ' .. datetime(day, '10:30')", "at 2018-03-25 10:30:00 at 2019-04-01 10:30:00 nil at 2020-02-29 10:30:00"},
    {"integer_of_numbers", "integer(rate * 1000)", "500 -1250 nil 2675"},
    {"integer_of_booleans", "integer(open)", "1 0 nil 1"},
    {"number_of_integers", "number(people)", "12.0[p] 7.0 [c] 0.0"},
    {"number_of_texts", "number(text(people))", "12.0[p] 7.0 [c] 0.0"},
    {"text_of_booleans_dates_and_periods", "text(open) .. text(day) .. text(quarter(day))",
     "true2018-03-25January to March 2018 false2019-04-01April to June 2019 nil true2020-02-29January to March 2020"},
    {"year_of_periods", "year(quarter(day)) + year(year_ending(day, 3))", "4036 4039 nil 4040"},
    {"month_of_a_year_ending", "month(year_ending(day, 3))", "3 3 nil 3"},
    {"period_of_texts_is_what_all_of_them_are", "period(financial_year(day))",
     "April 2017 to March 2018 April 2019 to March 2020 nil April 2019 to March 2020"},
    {"period_of_texts_is_the_same_again", "period(text(quarter(day))) == quarter(day)", "true true nil true"},
    {"period_of_a_literal", "quarter(day) >= period('Q2 2019')", "false true nil true"},
    {"period_of_a_date_or_period_is_itself", "period(period(quarter(day))) == quarter(day) and period(day) == day", "true true nil true"},
    {"period_of_whole_numbers", "period(year)", "2018 2019 2020 2021"},
    {"a_year_compares_with_a_number", "period(year) >= 2020", "false false true true"},
    {"a_year_is_among_numbers", "period(year) in (2018, 2021, 2030, 2031, 2032, 2033, 2034, 2035, 2036)", "true false false true"},
    {"period_takes_shorthand_for_flags", "period(text(year) .. if_else(year > 2019, ' [p]', ''))", "2018 2019 2020[p] 2021[p]"},
    {"period_keeps_flags_and_reasons", "period(text(people + 2000))", "2012[p] 2007 [c] 2000"},
    {"period_of_nothing_goes_with_any_type", "period(missing) == day", "nil nil nil nil"},
    {"period_of_an_aggregate", "period('Q' .. min(people + 1) .. ' 2019')", "January to March 2019[p] January to March 2019[p] January to March 2019[p] January to March 2019[p]"},
    {"year_month_quarter_and_financial_year_of_a_month",
     "year(period('Mar-19')) .. month(period('Mar-19')) .. text(quarter(period('Mar-19'))) .. financial_year(period('Mar-19'))",
     "20193January to March 20192018/19 20193January to March 20192018/19 20193January to March 20192018/19 20193January to March 20192018/19"},
    {"financial_year_of_a_quarter", "financial_year(quarter(day))", "2017/18 2019/20 nil 2019/20"},
    {"remainder_of_numbers", "rate % 1", "0.5 0.75 nil 0.6749999999999998"},
    {"floor_division_of_numbers", "rate // 0.5", "1.0 -3.0 nil 5.0"},
    {"the_first_true_case_counts", "case_when(people > 10, 'many', people > 0, 'some', 'none')", "many some none none"},
    {"no_case_is_missing", "case_when(year > 2019, 'late')", "nil nil late late"},
    {"a_case_keeps_the_marks_of_its_value_alone", "case_when(year > 2019, total, people)", "12[p] 7 50 [x]"},
    {"cases_of_integers_and_numbers_are_numbers", "case_when(open, 1, 0.5)", "1.0 0.5 0.5 1.0"},
    {"cases_of_dates_read_texts", "case_when(open, day, '2000-01-01')", "2018-03-25 2000-01-01 2000-01-01 2020-02-29"},
    {"a_missing_condition_is_not_true", "case_when(open is missing, missing, open, 'a', 'b')", "a b nil a"},
    {"cases_without_a_value", "case_when(open, missing)", "nil nil nil nil"},
    {"a_case_of_many", "case_when(year == 2018, 1, year == 2019, 2, year == 2020, 3, year == 2021, 4, 5)", "1 2 3 4"},
    {"bands_of_integers", "replace(cut(year, 2019, 2020), ' ', '_')", "under_2019 2019 2020_and_over 2020_and_over"},
    {"bands_of_integers_between_wider_bounds", "replace(cut(people, 1, 10), ' ', '_')", "10_and_over[p] 1_to_9 [c] under_1"},
    {"bands_of_numbers_end_below_a_bound", "replace(cut(rate, -1.25, 0.5, 2.5), ' ', '_')",
     "0.5_to_under_2.5 -1.25_to_under_0.5 nil 2.5_and_over"},
    {"bands_between_bounds_that_integers_never_have", "replace(cut(people, 0.5, 12), ' ', '_')",
     "12_and_over[p] 0.5_to_under_12 [c] under_0.5"},
    {"bands_with_texts", "cut(people, 1, 10, 'no', 'few', 'many')", "many[p] few [c] no"},
    {"bounds_are_reckoned_in_decimal", "cut(rate, 0.3 + 0.2, 'below', 'above')", "above below nil above"},
    {"no_band_for_nan", "cut(rate * (1e999 - 1e999), 1)", "[z] [z] nil [z]"},
    {"bands_far_out", "cut(year, -1e300, 9223372036854775807, 'a', 'b', 'c')", "b b b b"},
    {"integer_of_text", "integer('12') + people", "24[p] 19 [c] 12"},
    {"number_of_boolean", "number(open)", "1.0 0.0 nil 1.0"},
    {"text_of_anything", "text(rate)", "0.5 -1.25 nil 2.675"},
    {"an_aggregate_stands_for_every_row", "people / sum(people)",
     "0.631578947368421[p] 0.3684210526315789[p] [c] 0.0[p]"},
    {"lag", "lag(people)", "nil 12[p] 7 [c]"},
    {"lead_by_two", "lead(year, 2)", "2020 2021 nil nil"},
    {"cumsum_goes_on_after_a_missing_row", "cumsum(people)", "12[p] 19[p] [c] 19[p]"},
    {"rank_shares_the_lowest", "rank(force)", "2 1 nil 2"},
    {"dense_rank", "dense_rank(force)", "2 1 nil 2"},
    {"ntile", "ntile(year, 2)", "1 1 2 2"},
    {"running_extremes", "cummax(people) - cummin(people)", "0[p] 5[p] [c] 12[p]"},
    {"row_number", "row_number() + 1", "2 3 4 5"},
    {"pct_change", "round(pct_change(year), 3)", "nil 0.05 0.05 0.05"},
    {"pct_change_of_zero_is_not_applicable", "pct_change(total)", "nil -100.0 [z] [x]"},
    {"roll_sum_waits_for_its_rows", "roll_sum(year, 2)", "nil 4037 4039 4041"},
    {"roll_mean", "roll_mean(people, 2)", "nil 9.5[p] [c] [c]"},
    {"missing_literal", "missing", "nil nil nil nil"},
    {"a_literal", "1 + 1", "2 2 2 2"},
    {"backticks", "`people` * 2", "24[p] 14 [c] 0"},
    {"nan_is_a_number_and_not_equal_to_itself", "(1e999 - 1e999) == (1e999 - 1e999)", "false false false false"},
};

static void value_case(void **state) {
  const char *expr = ((const char *const *)*state)[0], *cells = ((const char *const *)*state)[1];
  Csv csv = read_sample();
  SlColumn *column = NULL;
  SlError err;
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  assert_ok(evaluate(csv.table, expr, &context, &column, &err), err);
  assert_column(column, cells);
  sl_column_release(column);
  csv_reset(&csv);
}

/* --- one value a group -------------------------------------------------------------------------------------------- */

static const struct {
  const char *name, *expr, *cells;
} group_cases[] = { /* groups: Essex, Kent, missing */
    {"sum_by_group", "sum(people)", "7 12[p] [c]"},
    {"keys_stand_for_themselves", "lower(force) .. '!'", "essex! kent! nil"},
    {"aggregates_mix_with_scalars", "sum(people) / count() * 100", "700.0 600.0[p] [c]"},
    {"aggregates_of_expressions", "sum(people * 2 + 1)", "15 26[p] [c]"},
    {"share_is_of_all_groups", "round(share(total), 1)", "0.0 66.7 33.3"},
    {"aggregates_that_differ_by_a_sign", "sum(people * 2 + 1) - sum(people * 2 - 1)", "2 4[p] [c]"},
    {"count_of_a_condition", "sum(integer(open))", "0 2 nil"},
    {"count_if", "count_if(people > 6)", "1 1 0"},
    {"sum_of_conditions", "sum(people > 10)", "0 1[p] [c]"},
    {"count_of_a_column_of_conditions", "count(open)", "1 2 0"},
    {"a_sum_without_a_value_is_a_number", "sum(missing) + 1", "nil nil nil"},
    {"quantile", "quantile(year, 0.5)", "2019.0 2019.5 2020.0"},
    {"mode", "mode(year)", "2019 2018 2020"},
    {"texts_of_a_group", "join_text(year, ';') .. join_text(lower(force), '')", "2019essex 2018;2021kentkent nil"},
    {"texts_of_a_column_without_any", "join_text(missing, ';')", "nil nil nil"},
    {"top", "top(year, 2)", "nil 2018 nil"},
    {"an_aggregate_inside_another_is_by_group", "max(people - mean(people))", "0.0 6.0[p] [c]"},
    {"a_window_inside_an_aggregate", "count(lag(year))", "0 1 0"},
    {"a_literal_for_every_group", "1", "1 1 1"},
    {"first_and_last", "last(year) - first(year)", "0 3 0"},
};

static void group_case(void **state) {
  const char *expr = ((const char *const *)*state)[0], *cells = ((const char *const *)*state)[1];
  Csv csv = read_sample();
  SlStr key = sl_str("force");
  const SlColumn *key_column = sl_table_column(csv.table, key);
  SlGroups *groups = NULL;
  SlError err;
  assert_ok(sl_groups_new(&key_column, 1, csv.table->length, false, &groups, &err), err);
  SlPlanContext context = {.mode = SL_PLAN_GROUPS, .groups = groups, .key_names = &key};
  SlColumn *column = NULL;
  assert_ok(evaluate(csv.table, expr, &context, &column, &err), err);
  assert_column(column, cells);
  sl_column_release(column);
  sl_groups_free(groups);
  csv_reset(&csv);
}

static void a_table_of_no_rows_has_one_group_for_summaries(void **state) {
  (void)state;
  Csv csv = read_text("people,force\n", NULL);
  SlPlanContext context = {.mode = SL_PLAN_GROUPS};
  SlColumn *column = NULL;
  SlError err;
  assert_ok(evaluate(csv.table, "count()", &context, &column, &err), err);
  assert_column(column, "0");
  sl_column_release(column);
  context.mode = SL_PLAN_ROWS;
  assert_ok(evaluate(csv.table, "force == 'Kent'", &context, &column, &err), err);
  assert_column(column, "");
  sl_column_release(column);
  csv_reset(&csv);
}

/* --- $values ------------------------------------------------------------------------------------------------------ */

static void values_are_handed_in_alone_and_as_lists(void **state) {
  (void)state;
  Csv csv = read_sample();
  SlScalar forces[] = {{.type = SL_TEXT, .text = {"Kent", 4}}, {.type = SL_TEXT, .text = {"Surrey", 6}}};
  SlParam params[] = {{.name = {"forces", 6}, .list = forces, .list_count = 2},
                      {.name = {"least", 5}, .value = {.type = SL_INTEGER, .integer = 5}},
                      {.name = {"none", 4}, .list = forces, .list_count = 0}};
  SlPlanContext context = {.mode = SL_PLAN_ROWS, .params = params, .param_count = 3};
  SlColumn *column = NULL;
  SlError err;
  assert_ok(evaluate(csv.table, "force in $forces and people > $least", &context, &column, &err), err);
  assert_column(column, "true[p] false [c] false");
  sl_column_release(column);
  assert_ok(evaluate(csv.table, "force in $none", &context, &column, &err), err);
  assert_column(column, "false false false false");
  sl_column_release(column);
  assert_int_equal(evaluate(csv.table, "people > $leest", &context, &column, &err), SL_ENAME);
  assert_says(err, "no value was handed in for \"leest\"; did you mean \"least\"?");
  assert_int_equal(evaluate(csv.table, "force == $forces", &context, &column, &err), SL_ETYPE);
  assert_says(err, "$forces is a list; a list can stand after in, x in $forces, and in functions of any number of values");
  assert_ok(evaluate(csv.table, "coalesce(missing, $forces, force)", &context, &column, &err), err);
  assert_column(column, "Kent Kent Kent Kent");
  sl_column_release(column);
  SlScalar bounds[] = {{.type = SL_INTEGER, .integer = 5}, {.type = SL_NUMBER, .number = 7.5}};
  SlParam lists[] = {{.name = {"bounds", 6}, .list = bounds, .list_count = 2}, {.name = {"texts", 5}, .list = forces, .list_count = 2}};
  SlPlanContext bands = {.mode = SL_PLAN_ROWS, .params = lists, .param_count = 2};
  assert_ok(evaluate(csv.table, "cut(people, $bounds, $texts, 'Avon')", &bands, &column, &err), err);
  assert_column(column, "Avon[p] Surrey [c] Kent");
  sl_column_release(column);
  csv_reset(&csv);
}

static void a_long_list_is_looked_up_not_walked(void **state) {
  (void)state;
  enum { ITEMS = 50000 };
  Csv csv = read_sample();
  SlScalar *items = sl_alloc_zeroed(ITEMS, sizeof *items);
  for (int64_t i = 0; i < ITEMS; i++) items[i] = (SlScalar){.type = SL_INTEGER, .integer = 2019 + i * i};
  SlParam list = {.name = {"list", 4}, .list = items, .list_count = ITEMS};
  SlPlanContext context = {.mode = SL_PLAN_ROWS, .params = &list, .param_count = 1};
  SlColumn *column = NULL;
  SlError err;
  assert_ok(evaluate(csv.table, "year in $list", &context, &column, &err), err);
  assert_column(column, "false true true false");
  sl_column_release(column);
  items[7] = (SlScalar){.type = SL_TEXT, .text = {"Kent", 4}};
  assert_int_equal(evaluate(csv.table, "year in $list", &context, &column, &err), SL_ETYPE);
  assert_says(err, "these cannot be compared: integer and text");
  sl_free(items);
  csv_reset(&csv);
}

/* --- long tables -------------------------------------------------------------------------------------------------- */

enum { LONG_ROWS = SL_SIZE(200000, 5000), LONG_TABLES = SL_SIZE(1, 5), ROWS_APART = LONG_ROWS / 25 - 1 };

static SlTable *long_table(uint64_t *state) {
  SlStr names[] = {{"small", 5}, {"wide", 4}, {"x", 1}, {"word", 4}, {"text", 4}, {"flag", 4}, {"day", 3}};
  RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_MANY_INTEGERS, RANDOM_NUMBERS, RANDOM_WORDS,
                        RANDOM_LONG_TEXTS,     RANDOM_BOOLEANS,      RANDOM_DATES};
  SlColumn *columns[7];
  for (int i = 0; i < 7; i++) columns[i] = random_column(kinds[i], LONG_ROWS, state);
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 7, LONG_ROWS, &table, &err), err);
  for (int i = 0; i < 7; i++) sl_column_release(columns[i]);
  return table;
}

static const char *const long_exprs[] = {
    "small * 2 + wide - 7",
    "x / small > 0.5 and flag",
    "lower(word) .. '-' .. small",
    "contains(word, 'ent') or small is missing",
    "if_else(small > 0, x, wide)",
    "case_when(small > 1, word, flag, text, lower(word))",
    "case_when(x > 0, x, small == 2, wide)",
    "cut(small, -1, 0, 2) .. cut(x, -100.5, 0, 250)",
    "wilson_upper(abs(small), 5) - byar_lower(abs(x), 0.9, true)",
    "coalesce(word, text)",
    "x - mean(x)",
    "year(day) * 12 + month(day)",
    "rank(x) + cumsum(small)",
    "word in ('Kent', 'Essex') and not flag",
    "upper(trim(word)) == 'KENT'",
    "replace(text, 'long', 'short')",
    "extract(text, '\\\\d+') .. extract(word, '(.)$', 1)",
    "replace_matches(text, '([a-z])(\\\\d)', '$2$1') .. substr(word, -3, 2)",
    "split_part(text, ' ', 2)",
    "normalize(text .. '\xCC\x81', 'NFC')",
};

/* The same columns from rows taken singly: no batches, no shortcuts through dictionaries. */
static void check_pieces(const SlTable *table) {
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  SlError err;
  for (size_t e = 0; e < sizeof long_exprs / sizeof long_exprs[0]; e++) {
    SlColumn *one = NULL, *four = NULL;
    sl_threads_set(1);
    assert_ok(evaluate(table, long_exprs[e], &context, &one, &err), err);
    sl_threads_set(4);
    assert_ok(evaluate(table, long_exprs[e], &context, &four, &err), err);
    assert_same_column(one, four);
    bool by_row = !strstr(long_exprs[e], "mean") && !strstr(long_exprs[e], "rank");
    for (int64_t row = 0; by_row && row < LONG_ROWS; row += ROWS_APART) {
      SlTable *piece = NULL;
      SlColumn *single = NULL, *expected = NULL;
      assert_ok(sl_table_take(table, &row, 1, &piece, &err), err);
      assert_ok(evaluate(piece, long_exprs[e], &context, &single, &err), err);
      assert_ok(sl_column_take(one, &row, 1, &expected, &err), err);
      assert_same_column(expected, single);
      sl_column_release(expected);
      sl_column_release(single);
      sl_table_release(piece);
    }
    sl_column_release(one);
    sl_column_release(four);
  }
  sl_threads_set(0);
}

/* Which columns have missing rows, reasons and flags differs from table to table. */
static void long_tables_give_what_their_pieces_give_whatever_the_threads(void **state) {
  (void)state;
  uint64_t seed = 20190325;
  for (int t = 0; t < LONG_TABLES; t++) {
    SlTable *table = long_table(&seed);
    check_pieces(table);
    sl_table_release(table);
  }
}

/* --- memory and interruption -------------------------------------------------------------------------------------- */

typedef struct Attempt {
  const SlTable *table;
  const char *expr;
} Attempt;

static SlStatus evaluate_once(void *context, SlError *err) {
  const Attempt *attempt = context;
  SlPlanContext plan_context = {.mode = SL_PLAN_ROWS};
  SlColumn *column = NULL;
  SlStatus status = evaluate(attempt->table, attempt->expr, &plan_context, &column, err);
  sl_column_release(column);
  return status;
}

/* The sample over and over: long enough to look at the dictionary first. */
static SlTable *repeat_sample(const SlTable *table) {
  enum { ROWS = 100 };
  int64_t rows[ROWS];
  for (int64_t i = 0; i < ROWS; i++) rows[i] = i % table->length;
  SlTable *long_one = NULL;
  SlError err;
  assert_ok(sl_table_take(table, rows, ROWS, &long_one, &err), err);
  return long_one;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  static const char *const exprs[] = {
      "people / sum(people) > 0.1 and matches(force, 'K') or lower(force) in ('kent', 'essex')",
      "coalesce(lag(people), rank(force), cumsum(people)) .. financial_year(day)",
      "case_when(people > 5, cut(rate, 0, 1.5), open, cut(year, 2019, 'a', 'b'))",
      "extract(force, '(e)', 1) .. replace_matches(force, '(?<l>[st])', '<${l}>') .. substr(force, 2) .. split_part(force, 'e', 2)",
      "period(financial_year(day)) >= period('2018/19') or period(text(year) .. ' [p]') in (2018, 2019)",
      "normalize(force .. '\xC3\xA9', 'NFD')",
      "year in (1, 2, 3, 4) or force in ('a', 'b', 'c', 'd') or rate in (1, 2, 3, 4)",
                                      "rate > 1 and people > -2.5 and 6.5 < year and day in ('2019-01-01', missing)"};
  Csv csv = read_sample();
  SlTable *repeated = repeat_sample(csv.table);
  for (size_t e = 0; e < sizeof exprs / sizeof exprs[0]; e++) {
    fail_each_allocation(evaluate_once, &(Attempt){csv.table, exprs[e]});
    fail_each_allocation(evaluate_once, &(Attempt){repeated, exprs[e]});
  }
  sl_table_release(repeated);
  csv_reset(&csv);
}

static void a_column_without_a_value_goes_with_any_type_and_keeps_its_reasons(void **state) {
  (void)state;
  static const struct {
    const char *expr, *cells;
  } without[] = {{"n + year", "[c] nil"},         {"year / n", "[c] nil"},        {"n > 7", "[c] nil"},
                 {"n > day", "[c] nil"},          {"n == 'Kent'", "[c] nil"},     {"n == n", "[c] nil"},
                 {"coalesce(n, year)", "2018 2019"}, {"coalesce(n, n)", "[c] nil"}, {"upper(n)", "[c] nil"},
                 {"n is missing", "true true"},   {"n and year > 1", "[c] nil"},  {"sum(n)", "[c] [c]"},
                 {"count(n)", "0 0"},             {"max(n)", "[c] [c]"},          {"cumsum(n)", "[c] nil"},
                 {"lag(n) > 1", "nil [c]"},       {"max(n) + year", "[c] [c]"},   {"any(n)", "[c] [c]"},
                 {"last(lag(n)) < day", "[c] [c]"}};
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  Csv csv = read_text("year,day,n\n2018,2018-03-25,[c]\n2019,2019-04-01,\n", &options);
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  SlError err;
  for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
    size_t held = sl_memory_held();
    SlStatus status = SL_ENOMEM;
    for (uint64_t n = 1; status != SL_OK; n++) {
      SlColumn *column = NULL;
      sl_memory_fail_after(n);
      status = evaluate(csv.table, without[i].expr, &context, &column, &err);
      sl_memory_fail_after(0);
      if (status != SL_OK) assert_int_equal(status, SL_ENOMEM);
      if (status == SL_OK) assert_column(column, without[i].cells);
      sl_column_release(column);
      assert_int_equal(sl_memory_held(), held);
      assert_true(n < 10000);
    }
  }
  csv_reset(&csv);
}

static void an_interruption_stops_the_work(void **state) {
  (void)state;
  Csv csv = read_sample();
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  SlColumn *column = NULL;
  SlError err;
  sl_interrupt();
  assert_int_equal(evaluate(csv.table, "people + 1", &context, &column, &err), SL_EINTERRUPTED);
  sl_interrupt_clear();
  csv_reset(&csv);
}

static SlColumn *finish(SlBuilder *builder) {
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(builder, &column, &err), err);
  return column;
}

/* The first row behind a full batch has no day, so that its month, which no year has, is not asked for; integers of 64 bits
 * lie in the column as in a vector, so that a loop of one row too many would meet it. */
static void a_full_batch_ends_with_its_last_row(void **state) {
  (void)state;
  enum { ROWS = 2 * SL_BATCH_ROWS, BEHIND = SL_BATCH_ROWS };
  static const char *const expressions[] = {"year_ending(day, month)", "date(year, month, 1)", "integer(whole)", "number(digits)"};
  static const SlStr names[] = {{"day", 3}, {"month", 5}, {"year", 4}, {"whole", 5}, {"digits", 6}};
  SlBuilder day, month, year, whole, digits;
  sl_builder_init(&day, SL_DATE);
  sl_builder_init(&month, SL_INTEGER);
  sl_builder_init(&year, SL_INTEGER);
  sl_builder_init(&whole, SL_NUMBER);
  sl_builder_init(&digits, SL_TEXT);
  for (int64_t row = 0; row < ROWS; row++) {
    bool behind = row == BEHIND;
    if (behind) sl_builder_add_null(&day, SL_REASON_NONE); else sl_builder_add_integer(&day, 18000);
    sl_builder_add_integer(&month, behind ? (int64_t)1 << 40 : 3);
    if (behind) sl_builder_add_null(&year, SL_REASON_NONE); else sl_builder_add_integer(&year, 2019 + (row == ROWS - 1 ? 1 : 0));
    if (behind) sl_builder_add_null(&whole, SL_REASON_NONE); else sl_builder_add_number(&whole, 5);
    if (behind) sl_builder_add_null(&digits, SL_REASON_NONE); else sl_builder_add_text(&digits, sl_str("17"));
  }
  SlColumn *columns[] = {finish(&day), finish(&month), finish(&year), finish(&whole), finish(&digits)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 5, ROWS, &table, &err), err);
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
    SlColumn *out = NULL;
    assert_ok(evaluate(table, expressions[i], &context, &out, &err), err);
    assert_int_equal(out->null_count, 1);
    assert_true(sl_column_is_null(out, BEHIND));
    sl_column_release(out);
  }
  sl_table_release(table);
  for (int c = 0; c < 5; c++) sl_column_release(columns[c]);
}

int main(void) {
  enum { VALUES = sizeof cases / sizeof cases[0], GROUPS = sizeof group_cases / sizeof group_cases[0], OTHERS = 8 };
  struct CMUnitTest tests[VALUES + GROUPS + OTHERS] = {
      cmocka_unit_test(a_table_of_no_rows_has_one_group_for_summaries),
      cmocka_unit_test(values_are_handed_in_alone_and_as_lists),
      cmocka_unit_test(a_long_list_is_looked_up_not_walked),
      cmocka_unit_test(long_tables_give_what_their_pieces_give_whatever_the_threads),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
      cmocka_unit_test(a_column_without_a_value_goes_with_any_type_and_keeps_its_reasons),
      cmocka_unit_test(an_interruption_stops_the_work),
      cmocka_unit_test(a_full_batch_ends_with_its_last_row),
  };
  int at = OTHERS;
  for (int i = 0; i < VALUES; i++)
    tests[at++] =
        (struct CMUnitTest){.name = cases[i].name, .test_func = value_case, .initial_state = (void *)&cases[i].expr};
  for (int i = 0; i < GROUPS; i++)
    tests[at++] = (struct CMUnitTest){
        .name = group_cases[i].name, .test_func = group_case, .initial_state = (void *)&group_cases[i].expr};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
