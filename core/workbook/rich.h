/* rich.h - the text of a cell, gathered run by run, with what stands raised at its end kept apart.
 *
 *     CED (plain) 1,2 (raised)                text "CED", mark "1,2"
 *     30 (plain) th (raised) September        text "30th September": not every raised run is a mark of a note
 *     km (plain) 2 (raised)                   text "km²"
 *
 * Ownership: held by value; zeroed before, reset after. Private to core/workbook.
 */
#ifndef SL_WORKBOOK_RICH_H
#define SL_WORKBOOK_RICH_H

#include "core/workbook/sheet.h"

typedef struct SlRich {
  SlBuf text, mark, run; /* run: the raised one that is being read */
  bool raised;
  int64_t bold, plain;   /* bytes of either that are no blanks */
} SlRich;

void sl_rich_begin(SlRich *rich);
void sl_rich_add(SlRich *rich, const char *bytes, size_t length, bool raised, bool bold);
/* The last run ends. False without memory. */
bool sl_rich_end(SlRich *rich);
bool sl_rich_is_bold(const SlRich *rich); /* all of it that can be seen */
void sl_rich_reset(SlRich *rich);

#endif
