/* sheet.h - a workbook in memory: what stands in its cells, as it was stored.
 *
 *     workbook   sheets, marked tables, named ranges, properties; each text once (SlDict)
 *     sheet      rows that have anything   [ 1: A1 B1 ] [ 5: A5..K5 ] [ 6..9: A6 ]        no row 2: it is blank
 *     row        cells from the left       [ A text ] [ C..F number 0 ]                    a repeated cell is one with a last column
 *     cell       a value and its type; of a text also the mark that stood raised behind it, "CED" and "1"
 *
 * Offices write a sheet to its last row and column, 17 thousand million cells of which a few hundred hold something. Blank cells
 * are never kept, and what repeats is kept once, rows too: SlSheetRow.number .. last.
 *
 * Invariants
 *   1. Rows rise, and do not overlap; so do the cells of a row. Both count from 0.
 *   2. Cells that a merged range covers are not kept; the range is in `merges`, and its value in its first cell.
 *   3. Texts are UTF-8 and codes of the workbook's dictionary; 0 is the empty text.
 * Ownership: one owner; sl_workbook_free() frees all. Texts live as long.
 */
#ifndef SL_WORKBOOK_SHEET_H
#define SL_WORKBOOK_SHEET_H

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/values/dict.h"

enum { SL_SHEET_ROWS = 1048576, SL_SHEET_COLUMNS = 16384, SL_WORKBOOK_SHEETS = 10000 };

typedef enum SlSheetType {
  SL_SHEET_NUMBER, SL_SHEET_PERCENTAGE, SL_SHEET_CURRENCY, /* number */
  SL_SHEET_DATE,     /* moment: days */
  SL_SHEET_DATETIME, /* moment: microseconds */
  SL_SHEET_TIME,     /* moment: microseconds since midnight, or more of them */
  SL_SHEET_BOOLEAN,  /* moment: 0 or 1 */
  SL_SHEET_TEXT,
  SL_SHEET_ERROR     /* text: "#N/A" */
} SlSheetType;

enum { /* bits */
  SL_CELL_BOLD = 1,  /* all of its text is bold, whatever its style says */
  SL_CELL_UNLIKE = 2 /* a number that shows a text without a digit: "-", "[c]" */
};

typedef struct SlSheetCell {
  union {
    double number;
    int64_t moment;
    struct {
      uint32_t text, mark;
    };
  };
  uint16_t first, last; /* its columns */
  uint16_t style;
  uint8_t type, bits;
} SlSheetCell;

typedef struct SlSheetRow {
  int32_t number, last; /* repeated until here */
  int64_t first_cell;
  int32_t cells;
  bool hidden;
} SlSheetRow;

typedef struct SlRange { /* of rows and columns, both ends included */
  int32_t first_row, last_row, first_column, last_column;
} SlRange;

typedef enum SlSheetState { SL_SHEET_VISIBLE, SL_SHEET_HIDDEN, SL_SHEET_VERY_HIDDEN } SlSheetState;

typedef struct SlSheet {
  SlStr name;
  SlSheetState state;
  bool is_chart;    /* a sheet of a chart alone: it has no cells */
  SlSheetRow *rows;
  int64_t row_count, row_capacity;
  SlSheetCell *cells;
  int64_t cell_count, cell_capacity;
  uint32_t *shown;  /* what each cell shows, where that was asked for; else NULL */
  int64_t shown_capacity;
  SlRange *merges;
  int64_t merge_count, merge_capacity;
  SlRange *hidden_columns; /* their rows mean nothing */
  int64_t hidden_count, hidden_capacity;
} SlSheet;

typedef struct SlSheetStyle { /* of cells, as far as it says something of the data */
  bool bold, is_date, is_percent, is_currency, is_time;
  bool wraps;        /* long texts go on below, or become smaller */
  bool has_sections; /* XLSX: its format may show words in the place of a number */
  uint16_t indent; /* hundredths of a millimetre (ODS), levels (XLSX): more is deeper */
  uint32_t format; /* the code of a number format, in XLSX; 0: General */
} SlSheetStyle;

typedef struct SlMarkedTable { /* a table part, a database range, a named range */
  SlStr name;
  int64_t sheet;
  SlRange range;
  bool has_header, is_filter, is_name; /* is_filter: it has filter buttons but no name; is_name: a named range */
} SlMarkedTable;

typedef struct SlWorkbook {
  SlStr name;        /* of the file */
  SlStr format;      /* "ods", "xlsx" */
  SlFileMark mark;
  int64_t bytes;
  bool keeps_shown, is_1904;
  SlDict *texts;
  SlArena arena;     /* names */
  SlSheet *sheets;
  int64_t sheet_count, sheet_capacity;
  SlSheetStyle *styles;
  int64_t style_count, style_capacity;
  SlMarkedTable *tables;
  int64_t table_count, table_capacity;
  SlStr *properties; /* name, value, name, value */
  int64_t property_count, property_capacity;
} SlWorkbook;

/* --- looking ------------------------------------------------------------------------------------------------------------------- */

/* The place among the sheet's rows of the first one that reaches to that row or beyond. */
int64_t sl_sheet_rows_from(const SlSheet *sheet, int64_t row);
/* The row at that place, or NULL when it is blank. */
const SlSheetRow *sl_sheet_row(const SlSheet *sheet, int64_t row);
/* The cell of a row at that column, or NULL when it is blank. */
const SlSheetCell *sl_sheet_cell_of(const SlSheet *sheet, const SlSheetRow *row, int64_t column);
const SlSheetCell *sl_sheet_cell(const SlSheet *sheet, int64_t row, int64_t column);
bool sl_sheet_is_hidden_column(const SlSheet *sheet, int64_t column);
/* The rows and columns that hold anything; false when none does. */
bool sl_sheet_used(const SlSheet *sheet, SlRange *range);
static inline const SlSheetStyle *sl_sheet_style(const SlWorkbook *book, const SlSheetCell *cell) { return &book->styles[cell->style]; }
bool sl_sheet_is_bold(const SlWorkbook *book, const SlSheetCell *cell);

/* The stored value as text, appended to `room`: 12, 0.237, 2019-09-30, 2019-09-30 10:30:00, 10:30:00, true, what a text says without
 * its mark. The empty text for an error. */
SlStr sl_sheet_text(const SlWorkbook *book, const SlSheetCell *cell, SlBuf *room);

/* A label without blanks at its ends and the dots that lead the eye to its figures: "March . . . . ." */
SlStr sl_sheet_label(SlStr text);

/* "C17", of a place counted from 0; "A1:C17". */
enum { SL_ADDRESS_BYTES = 48 };
const char *sl_address(int64_t row, int64_t column, char out[SL_ADDRESS_BYTES]);
/* "C17" "$C$17" "A1:C17" "A:C" "4:9", the whole text; and what stands before a "!" or "." as sheet (quotes taken off), empty when
 * nothing does. The text of the sheet is in the arena. A range that is not cut at its ends runs to the last row or column. */
bool sl_range_parse(SlStr text, SlArena *arena, SlRange *out, SlStr *sheet);

/* --- making: what readers of files call ---------------------------------------------------------------------------------------- */

SlWorkbook *sl_workbook_new(const char *name);
void sl_workbook_free(SlWorkbook *book); /* NULL is allowed */

/* Makes room for one more item behind `count` in an array of a book. */
bool sl_book_grow(void *array, int64_t count, int64_t *capacity, size_t size);
SlStatus sl_workbook_add_sheet(SlWorkbook *book, SlStr name, SlSheet **out, SlError *err);
SlStatus sl_workbook_add_property(SlWorkbook *book, const char *name, SlStr value, SlError *err);
SlStatus sl_workbook_add_text(SlWorkbook *book, SlStr text, uint32_t *code, SlError *err);
/* The cell goes to the last row, which sl_sheet_begin_row() began; shown: the code of what it shows, where that is kept. */
SlStatus sl_sheet_add(const SlWorkbook *book, SlSheet *sheet, const SlSheetCell *cell, uint32_t shown, SlError *err);
SlStatus sl_sheet_begin_row(SlSheet *sheet, int64_t number, int64_t last, bool hidden, SlError *err);
/* A row without cells is taken back. */
void sl_sheet_end_row(SlSheet *sheet);
SlStatus sl_sheet_add_merge(SlSheet *sheet, SlRange range, SlError *err);
SlStatus sl_sheet_add_hidden(SlSheet *sheet, int64_t first, int64_t last, SlError *err);
/* When all of the sheet is read: cells that merged ranges cover are dropped. SL_EDATA when so many ranges lie over each other that no
 * office made them. */
SlStatus sl_sheet_finish(const SlWorkbook *book, SlSheet *sheet, SlError *err);
void sl_workbook_drop_last_sheet(SlWorkbook *book);
SlStatus sl_workbook_add_table(SlWorkbook *book, const SlMarkedTable *table, SlError *err);
int64_t sl_workbook_find_sheet(const SlWorkbook *book, SlStr name); /* -1: none; case counts for nothing */

#endif
