#include "core/expr/functions.h"

#include "core/expr/plan.h"

static const struct {
  const char *name, *usage;
  int fewest, most;
} functions[SL_FUNCTION_COUNT] = {
    [SL_FN_ABS] = {"abs", "abs(x)", 1, 1},
    [SL_FN_ROUND] = {"round", "round(x, decimals)", 1, 2},
    [SL_FN_FLOOR] = {"floor", "floor(x)", 1, 1},
    [SL_FN_CEIL] = {"ceil", "ceil(x)", 1, 1},
    [SL_FN_LOG] = {"log", "log(x, base)", 1, 2},
    [SL_FN_EXP] = {"exp", "exp(x)", 1, 1},
    [SL_FN_SQRT] = {"sqrt", "sqrt(x)", 1, 1},
    [SL_FN_MIN_OF] = {"min_of", "min_of(a, b, ...)", 1, SL_FUNCTION_ANY_NUMBER},
    [SL_FN_MAX_OF] = {"max_of", "max_of(a, b, ...)", 1, SL_FUNCTION_ANY_NUMBER},
    [SL_FN_COALESCE] = {"coalesce", "coalesce(a, b, ...)", 1, SL_FUNCTION_ANY_NUMBER},
    [SL_FN_IF_ELSE] = {"if_else", "if_else(condition, a, b)", 3, 3},
    [SL_FN_LOWER] = {"lower", "lower(text)", 1, 1},
    [SL_FN_UPPER] = {"upper", "upper(text)", 1, 1},
    [SL_FN_TRIM] = {"trim", "trim(text)", 1, 1},
    [SL_FN_CONTAINS] = {"contains", "contains(text, part)", 2, 2},
    [SL_FN_STARTS_WITH] = {"starts_with", "starts_with(text, part)", 2, 2},
    [SL_FN_ENDS_WITH] = {"ends_with", "ends_with(text, part)", 2, 2},
    [SL_FN_MATCHES] = {"matches", "matches(text, pattern)", 2, 2},
    [SL_FN_REPLACE] = {"replace", "replace(text, part, with)", 3, 3},
    [SL_FN_LENGTH] = {"length", "length(text)", 1, 1},
    [SL_FN_YEAR] = {"year", "year(date)", 1, 1},
    [SL_FN_MONTH] = {"month", "month(date)", 1, 1},
    [SL_FN_QUARTER] = {"quarter", "quarter(date)", 1, 1},
    [SL_FN_FINANCIAL_YEAR] = {"financial_year", "financial_year(date)", 1, 1},
    [SL_FN_YEAR_ENDING] = {"year_ending", "year_ending(date, month)", 2, 2},
    [SL_FN_DATE] = {"date", "date(text) or date(year, month, day)", 1, 3},
    [SL_FN_INTEGER] = {"integer", "integer(x)", 1, 1},
    [SL_FN_NUMBER] = {"number", "number(x)", 1, 1},
    [SL_FN_TEXT] = {"text", "text(x)", 1, 1},
};

bool sl_function_find(SlStr name, SlFunction *function) {
  for (int i = 0; i < SL_FUNCTION_COUNT; i++) {
    if (!sl_str_equal(name, sl_str(functions[i].name))) continue;
    *function = (SlFunction)i;
    return true;
  }
  return false;
}

const char *sl_function_name(SlFunction function) { return functions[function].name; }

void sl_function_arity(SlFunction function, int *fewest, int *most, const char **usage) {
  *fewest = functions[function].fewest;
  *most = functions[function].most;
  *usage = functions[function].usage;
}

int64_t sl_scalar_function_count(void) { return SL_FUNCTION_COUNT; }
const char *sl_scalar_function_name(int64_t index) { return functions[index].name; }
