#include "core/expr/functions.h"

#include "core/expr/plan.h"
#include "core/values/period_column.h"

static const SlFunction *const families[] = {sl_math_functions, sl_limit_functions,   sl_choice_functions, sl_band_functions,
                                             sl_text_functions, sl_pattern_functions, sl_time_functions,   sl_day_functions,
                                             sl_clock_functions, sl_conversion_functions};
enum { FAMILIES = sizeof families / sizeof families[0] };

const SlFunction *sl_function_find(SlStr name) {
  for (int f = 0; f < FAMILIES; f++)
    for (const SlFunction *function = families[f]; function->doc.name; function++)
      if (sl_str_equal(name, sl_str(function->doc.name))) return function;
  return NULL;
}

SlWholeFunction sl_whole_function_find(SlStr name) {
  return sl_str_equal(name, sl_str("period")) ? sl_period_column : NULL;
}

bool sl_scalar_function_is_whole(int64_t index) { return sl_whole_function_find(sl_str(sl_scalar_function(index)->name)) != NULL; }

const SlDoc *sl_scalar_function(int64_t index) {
  for (int f = 0; f < FAMILIES; f++)
    for (const SlFunction *function = families[f]; function->doc.name; function++)
      if (index-- == 0) return &function->doc;
  return NULL;
}

SlStatus sl_make_function(const SlMaking *making, SlStr name, SlNode **nodes, int64_t count, SlNode **out) {
  *out = NULL;
  const SlFunction *function = sl_function_find(name);
  if (!function) return sl_fail(making->err, SL_ENAME, "no function \"%.*s\"", SL_STR_ARGS(name));
  if (count < function->fewest || count > function->most)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "%.*s has %lld argument%s; it is %s",
                         SL_STR_ARGS(name), (long long)count, count == 1 ? "" : "s", function->doc.usage);
  if (sl_any_unknown(nodes, count)) return sl_make_unknown(making, out);
  return function->make(making, function, nodes, count, out);
}
