/* scan.h - the body of a CSV text, several parts of it at once.
 *
 *     text   [ part 0 | part 1 | ... ]     cut between records; one thread a part
 *     part   [ stretch | stretch | ... ]   some 65,536 rows: a block of cells for each column, as stream reading makes them
 *
 * The scanner reads what most files are: rows of as many fields as the header has, ended by LF or CRLF, quotes where RFC 4180
 * puts them. Anything else (a ragged row, an empty line, a lone CR, a quote out of place) makes it give up, and the text
 * is read as a stream, which says what is wrong and where, or reads what the dialect allows. So there is one place that
 * knows about faults.
 */
#ifndef SL_CSV_SCAN_H
#define SL_CSV_SCAN_H

#include "core/csv/cells.h"
#include "core/csv/dialect.h"
#include "core/csv/stream.h"

typedef struct SlScanColumn {
  int64_t field;           /* of the file */
  const SlCellRules *rules;
} SlScanColumn;

typedef struct SlScanPart {
  SlTexts *texts;          /* one a column; blocks refer to them */
  SlStretch *stretches;
  int64_t *rows;           /* of each stretch */
  SlCellBlock *blocks;     /* column_count a stretch */
  int64_t count, capacity; /* of stretches */
} SlScanPart;

typedef struct SlScan {
  SlStr text;
  const SlDialect *dialect;
  int64_t fields;          /* a row has */
  const SlScanColumn *columns;
  int64_t column_count;
  bool mapped;             /* the text is a mapped file: its pages are given back once they were read */
} SlScan;

/* Whether a dialect's text can be scanned: no comments, nothing that ends the table early. */
bool sl_scan_fits(const SlDialect *dialect);

/* Reads text[start, end), the first line of which has this number. *gave_up: nothing is kept, read it as a stream. */
SlStatus sl_scan_read(const SlScan *scan, size_t start, int64_t line, SlScanPart **parts, int64_t *part_count, bool *gave_up, SlError *err);

/* Reads one stretch again, only the columns in `wanted`, as text; their new blocks go to blocks[column]. */
SlStatus sl_scan_again(const SlScan *scan, const SlStretch *stretch, const bool *wanted, SlTexts *texts, SlCellBlock *blocks, SlError *err);

void sl_scan_parts_free(const SlScan *scan, SlScanPart *parts, int64_t part_count);

#endif
