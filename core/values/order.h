/* order.h - a column of labels that have an order of their own.
 *
 *     "18+" "5-9" missing "10-17"     in the order 5-9, 10-17, 18+     ->     the same texts; sorted, 5-9 comes first
 *
 * The order is kept in the column's dictionary (dict.h), so that it goes wherever the column goes: rows are taken, groups and
 * joins made, columns with the same order put below each other. What makes new texts of it has no order.
 */
#ifndef SL_VALUES_ORDER_H
#define SL_VALUES_ORDER_H

#include "core/values/column.h"

/* The column, of texts, with that order. SL_EDATA names a label of the column that is not in it, SL_EARG one that stands in it
 * twice. Labels that no row has are kept. */
SlStatus sl_column_order(const SlColumn *column, const SlStr *labels, int64_t count, SlColumn **out, SlError *err);

#endif
