/* loose.h - a record of a text that keeps to no standard, by what was asked for: quotes = "lenient", escape, trim.
 *
 *     strict     "Kent"  ,12      a fault: text behind a closing quote
 *     lenient    "Kent"  ,12      blanks around a field in quotes are dropped
 *                37.8"N           a quote within a field that does not begin with one is a character like any other
 *                "say "hi" now"   and so is one within quotes that no separator or line end follows
 *                6" by 4          and one that is never closed
 *     escape     a\,b  "x \" y"   behind the escape, a separator, a quote, a line end and the escape itself are plain characters;
 *                C:\temp          before anything else it is a plain character itself
 *     trim       Kent , 12        blanks (spaces and tabs) around every field are dropped, those within quotes are not
 *
 * record.h calls these for dialects that are loose.
 * Private to core/csv/stream.
 */
#ifndef SL_CSV_LOOSE_H
#define SL_CSV_LOOSE_H

#include "core/csv/stream/record.h"

SlStatus sl_loose_walk(SlStr text, const SlDialect *dialect, size_t start, SlRecord *record, SlError *err);

/* What a field means: the text between its quotes, or the text as it stands, doubled quotes made one and escapes taken away. */
void sl_loose_content(SlStr field, bool quoted, const SlDialect *dialect, SlBuf *out);

#endif
