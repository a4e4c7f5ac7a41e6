/* shorthand.h - a column that would be figures or dates but for cells that stand for a missing one, or carry a flag.
 *
 *     12 | 7 [p] | [c] | 9     column "people" is text, for "7 [p]" in line 3: read_csv(path, { markers = "gss" }) reads it as figures
 *     12 | n/a | - | 9         ... for "n/a" in line 3: if such cells are missing, read_csv(path, { missing = { "n/a", "-" } }) ...
 *
 * A script that adds the column up is told only that it is text. Nothing is read otherwise: such words may be labels. What is offered was
 * tried on all cells.
 * Ownership: held by value, zero before; nothing is owned, so that chunks of a file are added one after the other.
 * Private to core/csv.
 */
#ifndef SL_CSV_SHORTHAND_H
#define SL_CSV_SHORTHAND_H

#include "core/cells/cell.h"
#include "core/values/column.h"

enum { SL_SHORTHAND_WORDS = 6, SL_SHORTHAND_LENGTH = 23 }; /* more texts, or longer ones, that mean missing are none */

typedef struct SlShorthand {
  char missing[SL_SHORTHAND_WORDS][SL_SHORTHAND_LENGTH + 1];
  int missing_count;
  bool markers;
  bool others;    /* it is text for cells of another kind, too */
  SlCellKind all; /* what the other cells are */
  int64_t line;   /* of the first such cell; 0: not met yet */
  char first[SL_SHORTHAND_LENGTH + 1];
} SlShorthand;

/* Adds the cells of an undeclared column of text, read under these rules. The row of its first cell of shorthand when none was met before,
 * whose place the caller says; else -1. */
int64_t sl_shorthand_add(SlShorthand *shorthand, const SlColumn *cells, const SlCellRules *rules);
void sl_shorthand_place(SlShorthand *shorthand, SlStr text, int64_t line, bool in_quotes); /* cells in quotes are texts, whatever is said */

typedef struct SlShorthandNotice { /* one for all columns of a table; zero before */
  int64_t columns;
} SlShorthandNotice;
/* Adds the notice for the first column that there is one for, and at last how many more there are. */
void sl_shorthand_tell(SlShorthandNotice *told, const SlShorthand *shorthand, SlStr column, SlBuf *out);
void sl_shorthand_tell_others(const SlShorthandNotice *told, SlBuf *out);

#endif
