/* long_date.h - dates that name their month: 1 Jan 2023, 30 September 2019, 01-JAN-2023.
 *
 * The day has one or two digits, the year four; one blank, or one hyphen, stands on either side of the month. The month is English, in
 * full or its first three letters (September also as Sept), capitals or not.
 */
#ifndef SL_VALUES_LONG_DATE_H
#define SL_VALUES_LONG_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

bool sl_long_date_parse(SlStr text, int64_t *day_number);

#endif
