/* shorthand.h - a column that would be figures or dates but for cells that stand for a missing one, or carry a flag.
 *
 *     12 | 7 [p] | [c] | 9     column "people" is text for "7 [p]" in line 3: read_csv(path, { markers = "gss" }) reads such cells
 *     12 | n/a | - | 9         column "people" is text for "n/a" in line 3: if that means missing, ... { missing = { "n/a", "-" } }
 *
 * A script that adds the column up is told only that it is text. Nothing is read otherwise: such words may be labels. What is offered was
 * tried on all cells.
 * Private to core/csv.
 */
#ifndef SL_CSV_SHORTHAND_H
#define SL_CSV_SHORTHAND_H

#include "core/cells/cell.h"
#include "core/values/column.h"

enum { SL_SHORTHAND_WORDS = 6 }; /* more texts that mean missing are none */

typedef struct SlShorthand {
  SlStr missing[SL_SHORTHAND_WORDS]; /* borrowed from the cells */
  int64_t missing_count;
  bool markers;
} SlShorthand;

/* Whether the text cells, of an undeclared column read under these rules, would be of one type if `out` were said, which is not empty then. */
bool sl_shorthand_find(const SlColumn *cells, const SlCellRules *rules, SlShorthand *out);

/* As options of read_csv: "markers = \"gss\", missing = \"-\"". */
void sl_shorthand_options(const SlShorthand *shorthand, SlBuf *out);

#endif
