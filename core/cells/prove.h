/* prove.h - what a column of texts is, once a table is there: the same proof as of the cells of a file.
 *
 *     "people"                                  a table whose header stood among its rows: a column of texts
 *     "12"       header taken off: 12 | 7       integers, as every cell that is left reads as one
 *     "7"
 *
 * Whatever takes rows apart or texts out of texts asks here for the types of what is left, so that there is one answer to what "1,204",
 * "01" and "2019-03-25" are.
 */
#ifndef SL_CELLS_PROVE_H
#define SL_CELLS_PROVE_H

#include "core/cells/cell.h"
#include "core/values/column.h"

/* The column as what all its present texts read as under the rules, which declare no type and read no loose numbers; itself retained when that is text and the
 * rules take nothing off. An empty text counts as missing where the others are no texts. Missing rows keep their reasons, present ones
 * their flags beside those that the rules find. A column of another type is itself. */
SlStatus sl_column_prove(const SlColumn *column, const SlCellRules *rules, SlColumn **out, SlError *err);

#endif
