/* lines.h - lines of a file kept aside with their numbers, and perhaps a reason: preamble, footnotes, rejects.
 */
#ifndef SL_CELLS_LINES_H
#define SL_CELLS_LINES_H

#include "core/values/builder.h"
#include "core/values/table.h"

typedef struct SlLines {
  SlBuilder line, reason, text;
} SlLines;

void sl_lines_init(SlLines *lines);
void sl_lines_reset(SlLines *lines);
void sl_lines_add(SlLines *lines, int64_t line, SlStr reason, SlStr text);

/* A table (line, text), or (line, reason, text) with reasons; NULL when no line was added. Resets lines. */
SlStatus sl_lines_finish(SlLines *lines, bool with_reasons, SlTable **out, SlError *err);

#endif
