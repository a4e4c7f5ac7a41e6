/* write_parts.h - what both writers of workbooks share: a part on its way into the zip file, texts in XML, what a cell becomes.
 *
 *     write.c        checks the pages, looks at columns, decides what a cell becomes
 *     write_ods.c    content.xml, styles.xml, settings.xml, meta.xml
 *     write_xlsx.c   the parts of the package
 *
 * Private to core/workbook.
 */
#ifndef SL_WORKBOOK_WRITE_PARTS_H
#define SL_WORKBOOK_WRITE_PARTS_H

#include "core/workbook/write.h"
#include "core/workbook/zip_write.h"

typedef enum SlCellKind {
  SL_CELL_BLANK, SL_CELL_WORDS, SL_CELL_NUMBER, SL_CELL_SHARE, SL_CELL_DATE, SL_CELL_DATETIME, SL_CELL_TRUTH
} SlCellKind;

/* A column, looked at before its first row is written. */
typedef struct SlColumnLook {
  int decimals, width;
  bool grouping;
  char letters[4];  /* of its column: "AB" */
  SlCellKind kind; /* of its present cells without flags */
  int style;       /* the writer's own: one for each way in which cells are shown */
} SlColumnLook;

typedef struct SlOutCell {
  SlCellKind kind;
  SlStr text;     /* of words, and what a number shows; lives until the next cell */
  SlStr stored;   /* a number, its digits */
  int64_t moment; /* days, microseconds, 0 or 1 */
} SlOutCell;

/* The ways in which cells of columns are shown: look->style counts them. */
typedef struct SlShown {
  SlCellKind kind;
  int decimals;
  bool grouping;
} SlShown;

typedef struct SlBookOut {
  const SlPages *pages;
  SlZipOut *zip;
  SlBuf xml;             /* what has not gone into the part that is open */
  SlBuf shown, stored;   /* of the cell */
  SlColumnLook **looks;  /* a list for each page with a table, else NULL */
  SlShown *styles;
  int64_t style_count, style_capacity;
  SlError *err;
} SlBookOut;

SlStatus sl_ods_write(SlBookOut *out);
SlStatus sl_xlsx_write(SlBookOut *out);

/* --- XML ----------------------------------------------------------------------------------------------------------------------- */

static inline void sl_out(SlBookOut *out, const char *text) { sl_buf_add_text(&out->xml, text); }
void sl_out_escaped(SlBookOut *out, SlStr text);
/* What is gathered goes into the part, if it is much. */
SlStatus sl_out_flush(SlBookOut *out, size_t from_bytes);
SlStatus sl_out_begin_part(SlBookOut *out, const char *part);
SlStatus sl_out_end_part(SlBookOut *out);
SlStatus sl_out_part(SlBookOut *out, const char *part, const char *text);

/* --- cells ---------------------------------------------------------------------------------------------------------------------- */

/* The row of a column, as it is to be written. SL_EDATA when no workbook can hold it. */
SlStatus sl_out_cell(SlBookOut *out, const SlPage *page, int64_t column, int64_t row, const SlColumnLook *look, SlOutCell *cell);
/* Figures stand right, and so do their headings. */
static inline bool sl_out_is_right(SlCellKind kind) { return kind == SL_CELL_NUMBER || kind == SL_CELL_SHARE; }
SlStatus sl_out_fail_cell(SlBookOut *out, const SlPage *page, int64_t column, int64_t row, const char *what);
/* The sheet that a link leads to, "#Table_1"; -1: it is an address. */
int64_t sl_out_linked_sheet(const SlPages *pages, SlStr link);
SlStr sl_out_link(const SlPageColumn *column, int64_t row);

#endif
