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
 *   - A date less a date is an integer of days, a date and days are a date; a day outside the years 1 to 9999 is SL_ERANGE. The time
 *     between datetimes has no unit, so that it is asked for by functions: + and - refuse them.
 *   - An operand that is missing makes the result missing; the strongest reason wins; flags are united.
 *   - and, or, not are three-valued (Kleene). A comparison with a missing value is missing.
 *   - Integer compares with number by exact value. Dates compare with dates and with ISO text literals, which become
 *     dates when checked; datetimes, quarters and year-endings likewise. Text compares by code point.
 *   - .. joins text; integers and numbers are printed as in CSV output.
 *
 * Scalar functions have a row each in functions/ (functions.h), which says what they mean; aggregates and windows in
 * query/aggregate.c and query/window.c.
 *
 * Functions of Lua (lab.define) are external: the plan lists their calls in the order they must be worked out; before
 * run, the caller asks for each call's argument columns, computes the result and supplies it.
 */
#ifndef SL_EXPR_PLAN_H
#define SL_EXPR_PLAN_H

#include "core/base/doc.h"
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

/* What the scalar functions of the language say of themselves, for help, completion and suggestions: those numbered 0, 1,
 * ... in an order to be read in; NULL behind the last. */
const SlDoc *sl_scalar_function(int64_t index);
bool sl_scalar_function_is_whole(int64_t index); /* its type depends on all rows, so that parts of a table may have others */

#endif
