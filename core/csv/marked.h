/* marked.h - cells whose marks were taken off (marks = "strip"), as they were written, so that nothing is lost.
 *
 *     line   column   text            mark
 *        3   force    Hampshire [1]   [1]
 *        4   people   1,204 * (r)     * (r)       a mark that is no flag, and what stood beside it
 *
 * A cell whose marks are all flags (cells/cell.h) is only counted: its flags are in the table. Of the others the first
 * SL_LINES_NOTED are kept, and more are counted.
 * Ownership: held by value; init before, reset after. Texts are copied. A failure for want of memory shows when they are finished.
 * Private to core/csv.
 */
#ifndef SL_CSV_MARKED_H
#define SL_CSV_MARKED_H

#include "core/cells/cell.h"
#include "core/values/builder.h"
#include "core/values/table.h"

typedef struct SlMarked {
  SlBuilder line, column, text, mark;
  int64_t not_kept;
} SlMarked;

typedef struct SlMarkedCells { /* of one column */
  int64_t cells;
  int64_t listed; /* of them: those that are not only counted */
} SlMarkedCells;

void sl_marked_init(SlMarked *marked);
void sl_marked_reset(SlMarked *marked);

/* Looks at a cell of the column of that name. */
void sl_marked_look(SlMarked *marked, SlMarkedCells *counts, const SlCellRules *rules, SlStr name, int64_t line, SlStr text, SlCellForm form);

/* A table (line, column, text, mark); NULL when none is listed. Resets marked. */
SlStatus sl_marked_finish(SlMarked *marked, SlTable **out, SlError *err);

#endif
