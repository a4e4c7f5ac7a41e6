/* write.h - a table to CSV text: UTF-8, a header, quotes where needed. The quote is '"'.
 *
 * A missing cell is an empty field (or its marker with `markers`, or what `missing` says); an empty text is "" in quotes, and so is
 * one that equals a marker or `missing`, so that texts and missing cells read back different. Numbers read back equal. A text that would
 * read as a number or date stays as it is written. In a table of one column, what else could separate cells is quoted, too: a reader
 * would prove it to be the separator.
 *
 * A row of nothing but missing cells is written as empty fields, which a reader takes for no row: such rows are counted. (In a table of
 * one column the blank line is its missing cell.)
 */
#ifndef SL_CSV_WRITE_H
#define SL_CSV_WRITE_H

#include "core/values/table.h"

typedef struct SlCsvWriteOptions {
  char delimiter;    /* 0: ',', or by the path a tab (separator.h) */
  bool markers;      /* write reasons and flags: [c], 12 [p] */
  bool guard;        /* for spreadsheets: text that begins with = + - @ tab or CR gets a leading ' ; numbers never do */
  bool bom;          /* a byte order mark first, by which Excel knows UTF-8 */
  bool crlf;         /* lines end in CRLF, else in LF */
  char decimal;      /* 0: '.'; or ',' */
  SlStr missing;     /* what a missing cell without a marker is written as */
} SlCsvWriteOptions;

/* Gives the number of rows that will not read back; out->failed when out of memory. */
int64_t sl_csv_write_text(const SlTable *table, const SlCsvWriteOptions *options, SlBuf *out);

/* Packed when the path ends in .gz or .zst (base/pack.h); SL_EARG when it ends as files do that are packed otherwise. Through a temporary
 * file in the same folder, renamed when complete: a failed write leaves the old file. *lost_rows: those that will not read back. */
SlStatus sl_csv_write(const SlTable *table, const char *path, const SlCsvWriteOptions *options, int64_t *lost_rows, SlError *err);

#endif
