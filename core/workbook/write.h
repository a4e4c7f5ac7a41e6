/* write.h - sheets written as a workbook, ODS or XLSX.
 *
 *     pages   [ "Cover": lines ]  [ "Table_1": lines, then a table below them ]          one table a sheet at most
 *
 *     A1  Table 1: Potential victims         a line: title, heading, text, link
 *     A2  This worksheet contains one table.
 *     A3  force  | people (number)           the marked table, one header row; its cells are the rows of columns of core
 *     A4  Kent   | 12
 *     A5  Essex  | [c]
 *
 * What a cell becomes:
 *     integer, number          a number, shown with so many decimals and with or without separators; of more than 15 digits a text, as a
 *                              spreadsheet would lose the others. NaN and infinities are SL_EDATA: no workbook has them
 *     share                    a number as percentage: 0.25 is shown 25%
 *     date, datetime, boolean  what they are; in XLSX days before 1 March 1900 as text, ISO
 *     period                   its text, "January to March 2023"; years are numbers
 *     text                     a text, never a formula. Line ends of any kind are line ends of the cell; control characters are SL_EDATA
 *     missing                  its reason, "[c]"; without one what `missing` says, a blank cell if that is empty
 *     present with flags       a text, "12 [p]", in full or as shown
 *
 * Written in a stream: memory does not grow with the rows. The same pages give the same bytes. Nothing here says what stands on a page:
 * that is the caller's.
 *
 * Ownership: everything is borrowed.
 */
#ifndef SL_WORKBOOK_WRITE_H
#define SL_WORKBOOK_WRITE_H

#include "core/values/table.h"

enum { SL_PAGE_NAME_CHARACTERS = 31 };

typedef enum SlPageStyle { SL_PAGE_TEXT, SL_PAGE_TITLE, SL_PAGE_HEADING } SlPageStyle;

typedef struct SlPageLine {
  SlStr text;
  SlStr link; /* "#Table_1": that sheet; else an address; empty: none */
  SlPageStyle style;
} SlPageLine;

typedef struct SlPageColumn {
  SlStr heading;
  const SlColumn *cells;
  const SlColumn *links; /* texts, where the cells lead to, or NULL */
  int decimals;          /* of numbers, as they are shown; -1: as many as tell them apart, at most two */
  int width;             /* characters; 0: by what stands in it */
  bool grouping;         /* separators between thousands */
  bool is_share;         /* numbers are shares of 1, shown as percentages */
} SlPageColumn;

typedef struct SlPageTable {
  SlStr name; /* of the marked table: letters, digits, underscores, not like a cell's address */
  const SlPageColumn *columns;
  int64_t column_count, rows;
  SlStr missing;
  bool rounds; /* figures with flags are written as they are shown, else in full */
} SlPageTable;

typedef struct SlPage {
  SlStr name; /* of the sheet */
  const SlPageLine *lines;
  int64_t line_count;
  const SlPageTable *table; /* NULL: lines alone */
} SlPage;

typedef struct SlPages {
  SlStr title, language, author, keywords; /* of the document; language: "en-GB" */
  const SlPage *list;
  int64_t count;
} SlPages;

typedef enum SlBookKind { SL_BOOK_ODS, SL_BOOK_XLSX } SlBookKind;

/* What a reader of a table has to be told: which marks are in it, and what is blank. */
typedef struct SlTableMarks {
  unsigned reasons;    /* a bit for each: 1 << reason */
  unsigned flags;      /* SlFlag bits */
  int64_t blanks;      /* missing cells without a reason, and empty texts */
  int64_t blank_rows;  /* rows of nothing else, which are no rows to whoever reads the workbook */
} SlTableMarks;
SlTableMarks sl_table_marks(const SlTable *table);

/* Whole or not at all: a failed write leaves the old file. SL_EDATA names sheet, column and row of what cannot be written, SL_EARG what is
 * wrong with the pages (names, sizes). */
SlStatus sl_pages_write(const SlPages *pages, SlBookKind kind, const char *path, SlError *err);
/* The same into `out`, which is empty. */
SlStatus sl_pages_to_bytes(const SlPages *pages, SlBookKind kind, SlBuf *out, SlError *err);

#endif
