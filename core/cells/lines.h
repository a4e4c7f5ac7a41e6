/* lines.h - lines of a file kept aside with their numbers, and perhaps a reason: preamble, footnotes, rejects.
 *
 *     line   reason      text
 *        3   2 fields    Kent,1         rejects: all of them are kept, for they are data that a person must see
 *        1               # provisional  preamble, footnotes: the first SL_LINES_NOTED are kept, the others counted, since a file may
 *                                       have ten million comments
 *
 * Ownership: held by value; init before, reset after. Texts are copied. A failure for want of memory shows when they are finished.
 */
#ifndef SL_CELLS_LINES_H
#define SL_CELLS_LINES_H

#include "core/values/builder.h"
#include "core/values/table.h"

typedef struct SlLines {
  SlBuilder line, reason, text;
  int64_t not_kept; /* that sl_lines_note() only counted */
} SlLines;

void sl_lines_init(SlLines *lines);
void sl_lines_reset(SlLines *lines);
void sl_lines_add(SlLines *lines, int64_t line, SlStr reason, SlStr text);

/* A line without a reason; beyond so many it is only counted. */
enum { SL_LINES_NOTED = 10000 };
void sl_lines_note(SlLines *lines, int64_t line, SlStr text);

/* A table (line, text), or (line, reason, text) with reasons; NULL when no line was added. Resets lines. */
SlStatus sl_lines_finish(SlLines *lines, bool with_reasons, SlTable **out, SlError *err);

#endif
