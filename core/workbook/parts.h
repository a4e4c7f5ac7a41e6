/* parts.h - readers of the two kinds of workbook, for book.c.
 *
 *     ods.c           content.xml: all sheets, marked tables, named ranges; meta.xml
 *     ods_styles.c    what styles say of cells, runs of text and sheets
 *     xlsx.c          the parts of the package and how they refer to each other, shared strings, styles
 *     xlsx_sheet.c    one sheet
 *     stored.c        values as they are stored, in either
 *
 * Private to core/workbook.
 */
#ifndef SL_WORKBOOK_PARTS_H
#define SL_WORKBOOK_PARTS_H

#include "core/workbook/rich.h"
#include "core/workbook/sheet.h"
#include "core/workbook/xml.h"

SlStatus sl_ods_read(SlZip *zip, SlWorkbook *book, SlError *err);
SlStatus sl_xlsx_read(SlZip *zip, SlWorkbook *book, SlError *err);

/* --- ods_styles.c --- */

typedef struct SlOdsStyle { /* of a run of text, or of a sheet; those of cells are in the book */
  bool raised, bold, hidden;
  uint16_t cell; /* the style of cells in the book */
} SlOdsStyle;

typedef struct SlOdsStyles {
  SlDict *names; /* family and name: "table-cell ce1" */
  SlOdsStyle *list;
  int64_t count, capacity;
  /* the one that is being read */
  SlBuf key;
  SlOdsStyle current;
  SlSheetStyle current_cell;
  bool open, is_cell;
} SlOdsStyles;

SlStatus sl_ods_styles_init(SlOdsStyles *styles, SlError *err);
void sl_ods_styles_reset(SlOdsStyles *styles);
/* For every element of a part: those that are about styles are taken. */
void sl_ods_styles_start(SlOdsStyles *styles, SlWorkbook *book, SlXml *xml, const char *name, const char **attributes);
void sl_ods_styles_end(SlOdsStyles *styles, SlWorkbook *book, SlXml *xml, const char *name);
/* NULL when there is no such style. */
const SlOdsStyle *sl_ods_style(SlOdsStyles *styles, const char *family, const char *name);

/* --- stored.c --- */

bool sl_stored_number(SlStr text, double *value);
/* "2019-09-30", "2019-09-30T10:30:00": a date or a datetime. */
bool sl_stored_date(SlStr text, SlSheetCell *cell);
bool sl_stored_duration(SlStr text, SlSheetCell *cell); /* "PT10H30M00S" */
/* A day number as sheets have it, with a time of day behind the point. False when it is none: then it stays the number. The
 * 29 February 1900 that Excel has and the calendar has not is an error cell, whose text is `no_day`. */
bool sl_stored_serial(double serial, bool is_1904, bool is_time, uint32_t no_day, SlSheetCell *cell);

/* --- xlsx_sheet.c --- */

typedef struct SlXlsxTexts { /* shared strings */
  struct SlXlsxText {
    uint32_t text, mark;
    bool bold;
  } *list;
  int64_t count, capacity;
} SlXlsxTexts;

SlStatus sl_xlsx_read_sheet(SlZip *zip, const char *part, SlWorkbook *book, int64_t sheet, const SlXlsxTexts *texts, SlError *err);
/* The rich text of a shared or inline string. */
typedef struct SlXlsxRun {
  SlRich rich;
  bool in_text, raised, bold, phonetic;
} SlXlsxRun;
void sl_xlsx_run_start(SlXlsxRun *run, const char *local, const char **attributes);
void sl_xlsx_run_end(SlXlsxRun *run, const char *local);
void sl_xlsx_run_text(SlXlsxRun *run, const char *bytes, int length);
SlStatus sl_xlsx_run_finish(SlXlsxRun *run, SlWorkbook *book, struct SlXlsxText *out, SlError *err);

#endif
