/* plan.h - an expression checked against a table's columns, ready to run.
 *
 *     SlExpr --check(schema, $values, functions)--> SlPlan --run(table, groups)--> SlColumn
 *
 * Checking finds every error that does not depend on the rows: unknown columns (with the three nearest), text compared
 * with a number, an aggregate where a value is wanted, a wrong number of arguments. Aggregates and windows are lifted
 * out and run as whole-column steps; the rest runs in batches over the cores.
 *
 * Modes
 *   ROWS    one value a row (filter, mutate, sort). An aggregate is taken over the row's group (over the table without
 *           groups) and stands for each of its rows: "people / sum(people)".
 *   GROUPS  one value a group (summarise). Outside aggregates only keys of the grouping, literals and $values may
 *           stand.
 *
 * Meaning of the scalar language
 *   - + - * // % of integers are integers, overflow is SL_ERANGE; / and ^ give numbers. x // 0 and x % 0 of integers,
 *     and x / 0, are missing with reason [z]; // and % floor as Lua's do.
 *   - An operand that is missing makes the result missing; the strongest reason wins; flags are united.
 *   - and, or, not are three-valued (Kleene). A comparison with a missing value is missing.
 *   - Integer compares with number by exact value. Dates compare with dates and with ISO text literals, which become
 *     dates when checked; a quarter and a year-ending likewise. Text compares by code point.
 *   - .. joins text; integers and numbers are printed as in CSV output.
 *
 * Scalars: abs round(x, dp=0) floor ceil log(x, base=e) exp sqrt min_of(a, b, ...) max_of(a, b, ...)
 * coalesce(a, b, ...) if_else(cond, a, b) lower upper trim contains(x, text) starts_with ends_with matches(x, pattern)
 * replace(x, text, with) length year month quarter financial_year(date) year_ending(date, month) date("...")
 * or date(y, m, d)
 * integer(x) number(x) text(x): conversions, an error when a cell does not convert.
 *   - round is half up on the shortest decimal form (stats/decimal.h). log and sqrt outside their domain give missing
 *     [z].
 *   - min_of, max_of leave missing values out; coalesce takes the first that is present.
 *   - matches: POSIX extended regular expression, anywhere in the text (UTF-8). text arguments are literals or $values.
 *   - floor and ceil give integers, of NaN missing [z].
 *   - financial_year gives text "2017/18"; year, month integer; quarter the period type; year_ending the period type.
 *
 * Both branches of if_else are worked out for every row: a conversion that fails in the one not taken is still an
 * error.
 *
 * Functions of Lua (lab.define) are external: the plan lists their calls in the order they must be worked out; before
 * run, the caller asks for each call's argument columns, computes the result and supplies it.
 */
#ifndef SL_EXPR_PLAN_H
#define SL_EXPR_PLAN_H

#include "core/expr/expr.h"
#include "core/query/groups.h"

typedef enum SlPlanMode { SL_PLAN_ROWS, SL_PLAN_GROUPS } SlPlanMode;

typedef struct SlParam { /* $name */
  SlStr name;
  SlScalar value;
  const SlScalar *list; /* not NULL: a list for `in $names`; value is unused */
  int64_t list_count;
} SlParam;

typedef enum SlExternalKind { SL_EXTERNAL_SCALAR, SL_EXTERNAL_AGGREGATE } SlExternalKind;
typedef struct SlExternal { /* a function defined outside core; the type of its result is that of what is supplied */
  SlStr name;
  SlExternalKind kind;
} SlExternal;

typedef struct SlPlanContext {
  const SlTable *table;       /* gives names and types; the plan runs on this table or one of the same schema */
  const SlGroups *groups;     /* NULL: not grouped */
  const SlStr *key_names;     /* names of the groups' keys, groups->key_count of them */
  const SlParam *params;
  int64_t param_count;
  const SlExternal *externals;
  int64_t external_count;
  SlPlanMode mode;
} SlPlanContext;

typedef struct SlPlan SlPlan;

/* Checks all that can be checked without the results of external functions, which go with any type. The expression, the
 * context and what it points to must outlive the plan. */
SlStatus sl_plan_new(const SlExpr *expr, const SlPlanContext *context, SlPlan **out, SlError *err);
void sl_plan_free(SlPlan *plan);
SlType sl_plan_type(const SlPlan *plan); /* settled when there are no externals, else once it has run */

int64_t sl_plan_external_count(const SlPlan *plan);
/* Call number i, in order of 0, 1, ... (arguments may use the results of earlier calls, so those are supplied before):
 * which external, and its argument columns (new references; free the array with sl_free). A scalar's arguments have a
 * row per row, its result too (in GROUPS mode outside aggregates: per group); an aggregate's arguments have a row per
 * row and its result a row per group. *rows is the length to supply. */
SlStatus sl_plan_external_arguments(SlPlan *plan, int64_t call, int64_t *external, SlColumn ***arguments,
                                    int64_t *count, int64_t *rows, SlError *err);
SlStatus sl_plan_external_supply(SlPlan *plan, int64_t call, SlColumn *result, SlError *err);

/* ROWS: table->length rows. GROUPS: group_count rows (one without groups). */
SlStatus sl_plan_run(SlPlan *plan, SlColumn **out, SlError *err);

/* Names of all scalar functions of the language, for completion and suggestions. */
int64_t sl_scalar_function_count(void);
const char *sl_scalar_function_name(int64_t index);

#endif
