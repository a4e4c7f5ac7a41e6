/* looks.h - how the cells of one column of a table are shown, for whoever checks that: thousands without commas, texts that their column cuts.
 *
 * Of each sign it says how many cells have it and where the first of them is. What that means is the checker's affair.
 */
#ifndef SL_WORKBOOK_LOOKS_H
#define SL_WORKBOOK_LOOKS_H

#include "core/workbook/sheet.h"

typedef struct SlSeen { /* cells */
  int64_t count, row; /* row: of the first */
} SlSeen;

typedef struct SlLooks {
  int64_t numbers, years; /* of which: whole ones from 1800 to 2100 */
  SlSeen plain;     /* 1234: a thousand or more without a comma */
  SlSeen grouped;   /* 2,023: a whole number from 1800 to 2100 with one */
  SlSeen bare;      /* .5 */
  SlSeen unsign;    /* a negative number without a minus: (5) */
  SlSeen narrow;    /* a number that is wider than its column, which shows ### */
  SlSeen cut;       /* a text that does not wrap, is wider than its column, and has something at its right */
} SlLooks;

/* Of the rows from first to last. width: characters that the column has room for; 0: not known. Numbers of which it is not known what they show
 * count among `numbers` alone. */
SlStatus sl_sheet_looks(const SlWorkbook *book, const SlSheet *sheet, int64_t column, int64_t first, int64_t last, double width, SlLooks *out, SlError *err);

#endif
