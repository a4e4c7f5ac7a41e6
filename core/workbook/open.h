/* open.h - a workbook, whichever of the two kinds it is.
 *
 *     x.ods, x.xlsx, by their parts and not their names     ->     SlWorkbook (sheet.h): all sheets, as stored
 *
 * Refused, each with what to do: old Excel files (.xls), binary ones (.xlsb), flat ODS, what a password locks, what is damaged, what
 * unpacks without end, what declares entities.
 */
#ifndef SL_WORKBOOK_OPEN_H
#define SL_WORKBOOK_OPEN_H

#include "core/workbook/sheet.h"

/* with_shown: what cells show is kept beside what they store (ODS; an XLSX file has no such texts). */
SlStatus sl_workbook_open(const char *path, bool with_shown, SlWorkbook **out, SlError *err);
SlStatus sl_workbook_of_bytes(SlStr bytes, const char *name, bool with_shown, SlWorkbook **out, SlError *err);

#endif
