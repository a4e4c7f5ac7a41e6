/* kernels.h - the loops of operators, and those of functions that operators use too. Each family picks the loop for the
 * types at hand; NULL when it has none for them. Arguments have the types that the checker gives them: alike, unless said
 * otherwise. Loops of functions stand beside their rows (functions.h).
 * Private to core/expr.
 */
#ifndef SL_EXPR_KERNELS_H
#define SL_EXPR_KERNELS_H

#include "core/expr/run/node.h"

SlKernel sl_kernel_arithmetic(SlOperator op, SlType type);     /* both integer or both number; / and ^: numbers */
SlKernel sl_kernel_compare(SlOperator op, SlType left, SlType right); /* alike, or integer with number */
SlKernel sl_kernel_narrow(SlStorage storage);                  /* a raw column, by choice, with the node's value */
bool sl_narrow_holds(SlStorage storage, int64_t value);        /* a storage that this is for, and can hold the value */
SlKernel sl_kernel_numbers_of_column(void);                    /* of a raw column of integers */
SlKernel sl_kernel_logic(SlOperator op);                       /* and or not; is missing: own marks */
SlKernel sl_kernel_number_of_integer(void);
SlKernel sl_kernel_text_of_any(void);                          /* of any type but text */
SlKernel sl_kernel_concat(void);

#endif
