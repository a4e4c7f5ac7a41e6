/* functions.h - the scalar functions of the language, a row each.
 *
 *     functions/math.c      abs round floor ceil log exp sqrt      functions/time.c      dates and periods
 *     functions/choose.c    min_of max_of coalesce if_else ...     functions/convert.c   integer number text
 *     functions/text.c      lower upper ... length                 functions/days.c      weekdays, weeks, days between
 *     functions/patterns.c  matches extract replace_matches        functions/bands.c     cut
 *     functions/clock.c     datetimes                              functions/limits.c    limits of intervals
 *
 * A row says all there is to know of a function: what it is called with, how its arguments are made to agree (`make`, the
 * type rule), which loops do the work, what it gives, and what help says of it. The checker, the methods of composed
 * expressions, help, completion and declarations all read the rows; so a new function is a loop and a row in one of
 * these files, a test, and a line in docs/expressions.md.
 *
 * Rows are constants. A family is an array of rows that ends with one without a name.
 * Private to core/expr.
 */
#ifndef SL_EXPR_FUNCTIONS_H
#define SL_EXPR_FUNCTIONS_H

#include "core/base/doc.h"
#include "core/expr/check/making.h"

enum { SL_ANY_NUMBER = INT16_MAX }; /* of arguments */

typedef struct SlFunction SlFunction;

/* Checks the arguments, of which none is unknown and there are as many as the row says, and makes the function's node.
 * May replace arguments by others that say the same in another type. */
typedef SlStatus (*SlMakeFunction)(const SlMaking *making, const SlFunction *function, SlNode **arguments,
                                   int64_t count, SlNode **out);

struct SlFunction {
  SlDoc doc;
  int fewest, most; /* arguments */
  SlMakeFunction make;
  SlType gives;
  SlKernel kernels[8]; /* the loops; `make` says which is for what */
};

extern const SlFunction sl_math_functions[], sl_limit_functions[], sl_choice_functions[], sl_band_functions[], sl_text_functions[],
    sl_pattern_functions[], sl_time_functions[], sl_day_functions[], sl_clock_functions[],
    sl_conversion_functions[];

const SlFunction *sl_function_find(SlStr name); /* NULL: there is none */

/* period(text): what type it gives, all values together decide. Such a call is a step, run on the whole column when the walk is
 * live and unknown before (check.c); its row in the tables makes what can be said at once, of a literal or of a date. */
typedef SlStatus (*SlWholeFunction)(const SlColumn *argument, SlColumn **out, SlError *err);
SlWholeFunction sl_whole_function_find(SlStr name); /* NULL: of each value alone */

#endif
