/* number_format.h - what a cell of an XLSX file shows: offices store a number and the code of its format, and no text.
 *
 *     General       1234.5       1234.5           0%            0.426        43%
 *     #,##0.0       12345.67     12,345.7         mmm-yy        2019-09-30   Sep-19
 *     #,##0;(#,##0) -1234        (1,234)          dd/mm/yyyy    2019-09-30   30/09/2019
 *     0.0,          12345        12.3             [h]:mm, # ?/?, 0.0E+00, [>100]0    not known
 *
 * Sections are those for positive numbers, negative ones and zeros; words in quotes or behind a backslash stand as they are, colours and widths
 * count for nothing. What depends on the reader's system (m/d/yyyy, which Excel shows as the country has it) is not known, nor are names of months
 * in other languages than English. What is not known is said, never guessed.
 */
#ifndef SL_WORKBOOK_NUMBER_FORMAT_H
#define SL_WORKBOOK_NUMBER_FORMAT_H

#include "core/workbook/sheet.h"

/* The code of a format that files refer to by its number alone (ECMA-376, 18.8.30): "#,##0" of 3. Of one that depends on the system, words that are
 * no code; NULL for General. */
const char *sl_number_format_built_in(int64_t id);

/* What a cell that is no text and no error shows, appended to out; false when the code is not known. An empty code is General. */
bool sl_number_format(SlStr code, const SlSheetCell *cell, SlBuf *out);

#endif
