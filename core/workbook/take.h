/* take.h - cells of a sheet as a table, types proved on every cell as those of a CSV file are (core/cells).
 *
 *            A      B        C        D                     rows 4, 5     passes 2 (long: a row of the table for each figure)
 *     3             2022     2023                           "force"  cell A,      cell A
 *     4      Kent   12 [r]   7                              "year"   text "2022", text "2023"
 *     5      Essex  3        [c]                            "people" cell B,      cell C
 *
 *     force  year  people          Which rows, which columns and what they are called is the caller's affair: this takes them. A wide
 *     Kent   2022  12[r]           table has one pass.
 *     Kent   2023  7
 *
 * What a cell gives: its stored value as text (sheet.h), blanks at both ends and leading dots dropped where asked; of a text that is raised at its end
 * the mark is left off and listed, or kept. A cell with an error is missing, and a problem. All of a column's boolean cells make it
 * boolean; numbers stored as text are numbers when all are; dates beside datetimes are their first moment.
 *
 * Ownership: everything is borrowed but the table and the report, which are the caller's.
 */
#ifndef SL_WORKBOOK_TAKE_H
#define SL_WORKBOOK_TAKE_H

#include "core/cells/cell.h"
#include "core/values/table.h"
#include "core/workbook/sheet.h"

typedef struct SlTakeCell { /* what a column takes in one pass */
  int64_t column;           /* of the sheet; -1: the text */
  int64_t flag_column;      /* a column of marks that belong to its cells: "R"; -1: none */
  SlStr text;
  char flag;                /* of all its cells, as a heading says it: "Oct to Dec [p]"; 0: none */
} SlTakeCell;

typedef enum SlTakeFill { SL_FILL_NONE, SL_FILL_MERGED /* below a text that is merged over rows */, SL_FILL_DOWN /* every blank cell */ } SlTakeFill;

typedef struct SlTakeColumn {
  SlStr name;
  SlCellRules rules;
  const SlTakeCell *cells;  /* one a pass */
  const int64_t *row_texts; /* not NULL: for each row the number of its text in SlTake.texts, -1 for a missing one; then cells only say where
                               it belongs */
  SlTakeFill fill;
  bool is_figure;           /* takes the flags of rows and passes */
  /* what was found */
  int64_t percentages, currencies, numbers, errors, marks, broken, unlike; /* broken: cells that break their promise; unlike: numbers that show a text without a digit */
} SlTakeColumn;

typedef enum SlTakeBad { /* what becomes of a cell that breaks the promise of its column */
  SL_TAKE_STOP,  /* it fails */
  SL_TAKE_MEND,  /* it is missing, and a problem */
  SL_TAKE_REJECT /* its row of the table is left out, and proves nothing of other columns; labels that fill down are still those above */
} SlTakeBad;

typedef struct SlTakeReplacement { /* "*" -> "[z]", as the sheet's own words have it */
  SlStr from, to;
} SlTakeReplacement;

typedef struct SlTake {
  const SlWorkbook *book;
  const SlSheet *sheet;
  const int64_t *rows; /* of the sheet */
  int64_t row_count, passes, column_count, replacement_count;
  SlTakeColumn *columns;
  const SlStr *texts;
  const SlTakeReplacement *replacements;
  const char *row_flags; /* one a row, 0 for none, as its label says it: "Hampshire (R)"; or NULL */
  bool shown;       /* what cells show, instead of what they store */
  bool trim, keeps_marks;
  SlTakeBad on_bad;
} SlTake;

typedef struct SlTakeReport { /* zeroed before, reset after */
  SlTable *problems; /* column, type_wanted, line, row, value, why, cell: as SlCsvReport has them, and the address; NULL when none */
  SlTable *marks;    /* line, column, text, mark; NULL when none */
  SlTable *rejects;  /* line, reason, text: of the cells that were mended, or the rows that were left out; NULL when none */
} SlTakeReport;
void sl_take_report_reset(SlTakeReport *report);

SlStatus sl_workbook_take(SlTake *take, SlTable **out, SlTakeReport *report, SlError *err);

#endif
