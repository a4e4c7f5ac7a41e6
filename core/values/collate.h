/* collate.h - texts in the order of an index: Åland beside Albania, Türkiye before Turkmenistan, capitals among small letters.
 *
 * The order is that of the Unicode Collation Algorithm with the root table of CLDR, as ICU has it; no locale is asked. Texts that are
 * alike for it, as a letter with its accent in one character or in two, follow each other by code point. ICU is not linked but
 * looked for when it is first needed, so that a program which sorts by code point starts and runs without; its memory comes from
 * the gate (alloc.h) if nothing else in the process used it before.
 */
#ifndef SL_VALUES_COLLATE_H
#define SL_VALUES_COLLATE_H

#include "core/values/column.h"

/* The column of texts with that order in its dictionary (order.h). A column that has an order of its own is given back as it is.
 * SL_EIO when there is no ICU, with what to install. */
SlStatus sl_column_collate(const SlColumn *column, SlColumn **out, SlError *err);

/* For tests: the library's name, before its version ("libicui18n.so"), that is looked for from now on. NULL: ICU's own. */
void sl_collate_look_for(const char *library);

#endif
