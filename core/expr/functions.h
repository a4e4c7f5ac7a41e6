/* functions.h - the scalar functions of the language: names, numbers of arguments, and what each becomes.
 * Private to core/expr.
 */
#ifndef SL_EXPR_FUNCTIONS_H
#define SL_EXPR_FUNCTIONS_H

#include "core/base/str.h"

typedef enum SlFunction {
  SL_FN_ABS, SL_FN_ROUND, SL_FN_FLOOR, SL_FN_CEIL, SL_FN_LOG, SL_FN_EXP, SL_FN_SQRT, SL_FN_MIN_OF, SL_FN_MAX_OF,
  SL_FN_COALESCE, SL_FN_IF_ELSE, SL_FN_LOWER, SL_FN_UPPER, SL_FN_TRIM, SL_FN_CONTAINS, SL_FN_STARTS_WITH,
  SL_FN_ENDS_WITH, SL_FN_MATCHES, SL_FN_REPLACE, SL_FN_LENGTH, SL_FN_YEAR, SL_FN_MONTH, SL_FN_QUARTER,
  SL_FN_FINANCIAL_YEAR, SL_FN_YEAR_ENDING, SL_FN_DATE, SL_FN_INTEGER, SL_FN_NUMBER, SL_FN_TEXT
} SlFunction;
enum { SL_FUNCTION_COUNT = SL_FN_TEXT + 1, SL_FUNCTION_ANY_NUMBER = 1000 };

bool sl_function_find(SlStr name, SlFunction *function);
const char *sl_function_name(SlFunction function);
/* How many arguments it takes, and how they are called: "round(x, decimals)". */
void sl_function_arity(SlFunction function, int *fewest, int *most, const char **usage);

#endif
