/* plan.h - a small table with every kind of cell, and expressions worked out over it: for the tests of plans.
 */
#ifndef SL_TESTS_SUPPORT_PLAN_H
#define SL_TESTS_SUPPORT_PLAN_H

#include "core/expr/plan.h"
#include "tests/support/columns.h"
#include "tests/support/csv.h"

/* What every case speaks of. Row 3 has missing cells, one of them confidential; row 1 of people is provisional. */
static const char sample[] =
    "year,force,people,rate,day,open,total\n"
    "2018,Kent,12[p],0.5,2018-03-25,true,100\n"
    "2019,Essex,7,-1.25,2019-04-01,false,0\n"
    "2020,,[c],,,,50\n"
    "2021,Kent,0,2.675,2020-02-29,true,[x]\n";

static inline Csv read_sample(void) {
  static const SlCsvType types[] = {{{"open", 4}, SL_BOOLEAN}};
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  options.types = types;
  options.type_count = 1;
  return read_text(sample, &options);
}

static inline SlStatus evaluate(const SlTable *table, const char *text, const SlPlanContext *given, SlColumn **out,
                         SlError *err) {
  SlExpr *expr = NULL;
  SlPlan *plan = NULL;
  SlPlanContext context = *given;
  context.table = table;
  SlStatus status = sl_expr_parse(sl_str(text), &expr, err);
  if (status == SL_OK) status = sl_plan_new(expr, &context, &plan, err);
  if (status == SL_OK) status = sl_plan_run(plan, out, err);
  if (status == SL_OK) assert_int_equal(sl_plan_type(plan), (*out)->type);
  sl_plan_free(plan);
  sl_expr_release(expr);
  return status;
}

#endif
