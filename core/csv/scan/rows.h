/* rows.h - rows of a text into cells: what one thread of a scan does.
 *
 *     window   bytes that are looked at at once; they fit the cache with the places of their fields
 *     stretch  windows, until there are rows enough for a block of cells a column
 *
 * A worker gives up at the first row that is not as scan.h says, and then nothing of what it read counts.
 * Ownership: held by value; reset frees. Stores and arena are the caller's.
 * Private to core/csv/scan.
 */
#ifndef SL_CSV_SCAN_ROWS_H
#define SL_CSV_SCAN_ROWS_H

#include "core/csv/scan/fields.h"
#include "core/csv/scan/scan.h"
#include "core/csv/scan/structure.h"

/* Text that is looked at at once: small enough for the cache with its places. The tests build all of it once more with a tiny one. */
#ifndef SL_SCAN_WINDOW_BYTES
#define SL_SCAN_WINDOW_BYTES (1 << 16)
#endif

typedef struct SlScanWorker {
  const SlScan *scan;
  bool wide;
  SlCells *cells;          /* one a column; of a wide text one for all */
  uint8_t *kinds;          /* of a wide text: what a column's next cells are hoped to be, SlCellKind */
  SlCellStore *stores;     /* one a column; the caller's, as is the arena */
  SlArena *arena;
  const bool *wanted;      /* columns that are read; NULL: all */
  SlStructure structure;
  uint32_t *room;          /* places, behind one for what is before the first */
  char *bytes;             /* a window of a file, SL_NUMERAL_BYTES behind its begin */
  size_t window;           /* bytes there is room for */
  SlFields fields;
  bool *used;              /* fields of the file that a column takes */
  bool gave_up;
  SlError error;           /* of its cells */
} SlScanWorker;

/* `least`: a window has so many bytes or more. */
SlStatus sl_scan_worker_init(SlScanWorker *worker, const SlScan *scan, SlCellStore *stores, SlArena *arena, const bool *wanted, size_t least,
                             SlError *err);
void sl_scan_worker_reset(SlScanWorker *worker);

/* Rows for a row of blocks at `blocks`: so many, or so many bytes, or of a wide text a window. *at moves behind them; *lines counts on. */
SlStatus sl_scan_stretch(SlScanWorker *worker, size_t *at, size_t end, int64_t most_rows, size_t most_bytes, SlCellBlock *blocks, int64_t *rows,
                         int64_t *lines, SlError *err);

/* Seals the stretch that was read into blocks, a row of which is at `blocks`; that of a wide text is sealed already. */
SlStatus sl_scan_seal(SlScanWorker *worker, SlCellBlock *blocks, SlError *err);

#endif
