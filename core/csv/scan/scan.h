/* scan.h - the body of a CSV text, several parts of it at once.
 *
 *     text   [ part 0 | part 1 | ... ]     cut between records; each thread draws the next that nobody has
 *     part   [ stretch | stretch | ... ]   some 65,536 rows: a block of cells for each column, as stream reading makes them
 *
 * A *wide* text, of SL_SCAN_WIDE_FIELDS columns and more, has few rows in a stretch. There a window is a stretch, and the cells of a column are
 * read and sealed before the next column's, so that one SlCells and one arena are enough for all of a thread's columns.
 *
 * The scanner reads what most files are: rows of as many fields as the header has, ended by LF or CRLF, quotes where RFC 4180
 * puts them, UTF-8. Anything else (a ragged row, an empty line, a lone CR, a quote out of place, a NUL) makes it give up, and
 * the text is read as a stream, which says what is wrong and where, or reads what the dialect allows. So there is one place
 * that knows about faults.
 *
 * Where to cut is guessed: behind a line feed, as if it were outside quotes. Whether that was right is known only when all quotes
 * before it have been counted, which would take a pass over the text; so the guess is proved by what comes of it. A cut inside
 * quotes leaves the part before it with a quote that never closes, and there the scanner gives up: a wrong guess costs time and
 * never rows. Then quotes are counted, and the text is cut for certain.
 * Private to core/csv.
 */
#ifndef SL_CSV_SCAN_H
#define SL_CSV_SCAN_H

#include "core/base/runtime.h"
#include "core/cells/blocks.h"
#include "core/csv/dialect.h"
#include "core/csv/stream/stream.h"

typedef struct SlScanColumn {
  int64_t field;           /* of the file */
  const SlCellRules *rules;
  SlCellKind kind;         /* what its cells are taken to be at first */
} SlScanColumn;

typedef struct SlScan {
  const SlSource *source;
  const SlDialect *dialect;
  int64_t fields;          /* a row has */
  const SlScanColumn *columns;
  int64_t column_count;
  SlTask beside;           /* something else to be done meanwhile, or NULL; may be called again when it is done */
  void *beside_context;
} SlScan;

typedef struct SlScanPart {
  SlStretch *stretches;
  int64_t *rows;           /* of each stretch */
  SlCellBlock *blocks;     /* column_count a stretch */
  int64_t count, capacity; /* of stretches */
} SlScanPart;

typedef struct SlScanned {
  SlScanPart *parts;       /* in the order of the text */
  int64_t part_count;
  SlCellStore *stores;     /* one a column for each of the threads; what blocks refer to */
  SlArena *arenas;         /* one a thread: the blocks of a wide text lie there */
  int64_t threads, columns;
  int64_t lines;           /* of the text: more than rows when cells in quotes hold line ends */
} SlScanned;

/* Whether a dialect's text can be scanned: no comments, nothing that ends the table early, no leniences. */
bool sl_scan_fits(const SlDialect *dialect);

/* Whether a text of so many columns is wide. */
bool sl_scan_is_wide(int64_t fields);

/* Reads the source's text from start on, whose first line has this number. *gave_up: nothing is kept, read it as a stream. */
SlStatus sl_scan_read(const SlScan *scan, size_t start, int64_t line, SlScanned *out, bool *gave_up, SlError *err);

/* How many stretches to make room for when `needed` must fit. */
size_t sl_scan_grown_capacity(int64_t capacity, int64_t needed);

/* Reads one stretch again, only the columns in `wanted`, as text; their new blocks take the place of blocks[column]. SL_EIO when the
 * rows are no longer those that these have. A wide text's lie in the arena. */
SlStatus sl_scan_again(const SlScan *scan, const SlStretch *stretch, const bool *wanted, SlCellStore *stores, SlArena *arena, SlCellBlock *blocks,
                       SlError *err);

void sl_scanned_reset(SlScanned *scanned); /* safe on a zeroed one */

#endif
