/* period_column.h - a column of texts as one of periods or dates.
 *
 *     "2010-11"  "2011-12"  missing  "2012-13 [p]"     ->     financial-year  2010/11  2011/12  missing  2012/13 [p]
 *
 * All texts decide together what they are (period_read.h), so that the type is known only when all have been read. Missing rows
 * stay missing with their reasons; flags stay, and shorthand that stands in a text becomes flags.
 */
#ifndef SL_VALUES_PERIOD_COLUMN_H
#define SL_VALUES_PERIOD_COLUMN_H

#include "core/values/column.h"

/* Fails with SL_EDATA at the first text that is no period, or none of the kind of those before it, and when each of them could
 * be two things. A column without a text is given back as it is. */
SlStatus sl_period_column(const SlColumn *texts, SlColumn **out, SlError *err);

#endif
