/* The functions of the expression language as methods of an expression, which is their first argument:
 * col.rate:round(1) is "round(rate, 1)". What they mean is said in core/expr/plan.h, query/aggregate.h and
 * query/window.h. */
#include "bindings/base/bindings.h"
#include "bindings/verbs/expression.h"

static const struct {
  const char *name, *signature, *text, *example;
} functions[] = {
    /* a value of each row */
    {"abs", "()", "Without its sign.", "print(col.change:abs())"},
    {"round", "(places?: integer)", "Rounded half up on the decimal form that prints; places is 0 unless given.",
     "print(col.rate:round(1))"},
    {"floor", "()", "The largest integer that is not above; missing [z] of NaN.", "print(col.rate:floor())"},
    {"ceil", "()", "The smallest integer that is not below; missing [z] of NaN.", "print(col.rate:ceil())"},
    {"log", "(base?: number)", "The natural logarithm, or to another base; missing [z] where there is none.",
     "print(col.n:log(10))"},
    {"exp", "()", "e to that power.", "print(col.n:exp())"},
    {"sqrt", "()", "The square root; missing [z] of a negative number.", "print(col.n:sqrt())"},
    {"min_of", "(...: any)", "The smallest of several values in a row; missing ones are left out.",
     "print(col.a:min_of(col.b))"},
    {"max_of", "(...: any)", "The largest of several values in a row; missing ones are left out.",
     "print(col.a:max_of(col.b, 0))"},
    {"coalesce", "(...: any)", "The first of several values in a row that is there.",
     "print(col.revised:coalesce(col.first_published))"},
    {"if_else", "(yes: any, no: any)",
     "One value where the condition is true, the other where it is false; missing where it is missing.",
     "print(col.age:ge(18):if_else(\"adult\", \"child\"))"},
    {"lower", "()", "In small letters.", "print(col.force:lower())"},
    {"upper", "()", "In capital letters.", "print(col.force:upper())"},
    {"trim", "()", "Without blanks at its ends.", "print(col.force:trim())"},
    {"contains", "(text: string)", "True where the text occurs in it, capitals counting.",
     "print(col.force:contains(\"Police\"))"},
    {"starts_with", "(text: string)", "True where it begins with the text.", "print(col.code:starts_with(\"E23\"))"},
    {"ends_with", "(text: string)", "True where it ends with the text.", "print(col.force:ends_with(\"Police\"))"},
    {"matches", "(pattern: string)", "True where a POSIX extended regular expression fits anywhere in it.",
     "print(col.code:matches(\"^E[0-9]+$\"))"},
    {"replace", "(text: string, with: string)", "With each occurrence of a text replaced by another.",
     "print(col.force:replace(\" Police\", \"\"))"},
    {"length", "()", "The number of its characters.", "print(col.force:length())"},
    {"year", "()", "The calendar year of a date or period, an integer.", "print(col.received:year())"},
    {"month", "()", "The month of a date, 1 to 12.", "print(col.received:month())"},
    {"quarter", "()", "The quarter of a date.", "print(col.received:quarter())"},
    {"financial_year", "()", "The year from April to March that a date lies in, as text: 2017/18.",
     "print(col.received:financial_year())"},
    {"year_ending", "(month: integer)", "The year that ends with that month and holds the date.",
     "print(col.received:year_ending(3))"},
    {"date", "(month?: integer, day?: integer)", "A date from a text 2019-03-25, or from a year with month and day.",
     "print(col.year:date(4, 1))"},
    {"integer", "()", "Converted to an integer; raises where a value does not convert.", "print(col.n:integer())"},
    {"number", "()", "Converted to a number; raises where a value does not convert.", "print(col.n:number())"},
    {"text", "()", "Converted to text, as CSV output writes it.", "print(col.year:text())"},
    /* many rows to one */
    {"count", "()",
     "How many values there are; missing ones are not counted. The number of rows is lab.expr(\"count()\").",
     "print(col.age:count())"},
    {"sum", "()", "The sum; missing values are left out, and of none it is missing. Integers are summed exactly.",
     "print(col.people:sum())"},
    {"mean", "()", "The arithmetic mean; missing values are left out.", "print(col.age:mean())"},
    {"median", "()", "The median; missing values are left out.", "print(col.age:median())"},
    {"min", "()", "The smallest value.", "print(col.age:min())"},
    {"max", "()", "The largest value.", "print(col.age:max())"},
    {"quantile", "(p: number)", "The p-quantile, p from 0 to 1 (type 7 of Hyndman and Fan).",
     "print(col.days:quantile(0.9))"},
    {"var", "()", "The sample variance (n - 1); missing for a single value.", "print(col.days:var())"},
    {"sd", "()", "The sample standard deviation (n - 1); missing for a single value.", "print(col.days:sd())"},
    {"n_distinct", "()", "How many different values there are.", "print(col.force:n_distinct())"},
    {"first", "()", "The value of the first row, missing or not.", "print(col.force:first())"},
    {"last", "()", "The value of the last row, missing or not.", "print(col.force:last())"},
    {"share", "()", "The group's sum in percent of the sum over all groups.", "print(col.people:share())"},
    {"corr", "(other: slavelab.Expression)", "Pearson's correlation with another column.", "print(col.a:corr(col.b))"},
    {"weighted_mean", "(weights: slavelab.Expression)", "The mean with weights.",
     "print(col.rate:weighted_mean(col.population))"},
    {"any", "()", "True when it is true of one row; missing when of none but one is missing.",
     "print(col.age:lt(18):any())"},
    {"all", "()", "True when it is true of every row; missing when false of none but one is missing.",
     "print(col.age:lt(18):all())"},
    {"top", "(n: integer)", "The n-th largest value.", "print(col.people:top(2))"},
    /* rows and their neighbours */
    {"lag", "(n?: integer)", "The value n rows before (1 unless given), within the group.", "print(col.n:lag())"},
    {"lead", "(n?: integer)", "The value n rows after (1 unless given), within the group.", "print(col.n:lead())"},
    {"cumsum", "()", "The sum so far; a missing row is missing and the sum goes on after it.", "print(col.n:cumsum())"},
    {"rank", "()", "1 for the smallest; equal values share the lowest rank.", "print(col.n:rank())"},
    {"pct_change", "(n?: integer)", "The change in percent against n rows before (1 unless given).",
     "print(col.n:pct_change())"},
    {"roll_sum", "(n: integer)", "The sum over n rows that end here.", "print(col.n:roll_sum(4))"},
    {"roll_mean", "(n: integer)", "The mean over n rows that end here.", "print(col.n:roll_mean(4))"},
};

void sll_open_expression_functions(lua_State *L) {
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    lua_pushstring(L, functions[i].name);
    lua_pushcclosure(L, sll_call_function, 1);
    lua_setfield(L, -2, functions[i].name);
    lua_pushfstring(L, "%s: slavelab.Expression", functions[i].signature);
    sll_document(L, "expression", functions[i].name, lua_tostring(L, -1), functions[i].text, functions[i].example);
    lua_pop(L, 1);
  }
}
