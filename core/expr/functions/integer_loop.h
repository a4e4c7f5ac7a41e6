/* integer_loop.h - a loop over a batch of whole numbers: dates, datetimes, periods and integers.
 *
 *     SL_INTEGER_LOOP(day_of_date, sl_day_split(a[i]).day)      a: the only argument, i: the row
 *
 * Private to core/expr/functions.
 */
#ifndef SL_EXPR_FUNCTIONS_INTEGER_LOOP_H
#define SL_EXPR_FUNCTIONS_INTEGER_LOOP_H

#include "core/expr/functions.h"

#define SL_INTEGER_LOOP(name, expression)                                            \
  static SlStatus name(SlBatch *batch, SlError *err) {                               \
    (void)err;                                                                       \
    const int64_t *a = batch->in[0]->integers;                                       \
    int64_t *out = batch->out->integers, count = batch->count;                       \
    for (int64_t i = 0; i < count; i++) out[i] = expression;                         \
    return SL_OK;                                                                    \
  }

#endif
