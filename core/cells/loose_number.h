/* loose_number.h - figures as people write them: with a currency, a percent sign, brackets or a minus of their own.
 *
 *     £1,200   -$5   £-5   €3      1200 -5 -5 3      a currency in front
 *     12%   12 %                   12                percent, in the unit it is written in
 *     (12)                         -12               brackets, as accounts have it
 *     \xE2\x88\x925                 -5                U+2212, the minus sign of typesetters
 *
 * Whether a column is of such figures is proved on all of it: cells with different currencies, or with and without a percent sign (0
 * may be either), are no column of numbers.
 */
#ifndef SL_CELLS_LOOSE_NUMBER_H
#define SL_CELLS_LOOSE_NUMBER_H

#include <stdbool.h>

#include "core/base/str.h"

typedef enum SlUnit { /* bits */
  SL_UNIT_BARE = 1, SL_UNIT_POUND = 2, SL_UNIT_DOLLAR = 4, SL_UNIT_EURO = 8, SL_UNIT_PERCENT = 16
} SlUnit;

enum { SL_LOOSE_BYTES = 64 };

typedef struct SlLooseNumber {
  SlUnit unit;
  bool altered;               /* text is not what was written */
  SlStr text;                 /* the number as parsers know it: into bytes, or what was given */
  char bytes[SL_LOOSE_BYTES];
} SlLooseNumber;

/* What is no such figure is left as it is. */
void sl_loose_number(SlStr text, SlLooseNumber *out);

/* Whether cells of these units are no one column. */
bool sl_units_clash(unsigned units);

#endif
