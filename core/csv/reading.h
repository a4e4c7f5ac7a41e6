/* reading.h - a CSV text on its way to a table: what the files of a read share.
 *
 *     reading.c   what is to be read: the columns asked for
 *     body.c      rows to blocks of cells: scanned, or as a stream
 *     settle.c    what the columns are, blocks read again where they hoped for something else, columns and the table
 *     faults.c    what fails the whole read, and where in the text a record is
 *     found.c     what the caller is told besides the table
 *     read.c      all of it, for a file, a text, a packed file, a chunk
 *     tries.c     the same with one separator or another, and with what is offered
 *
 * Ownership: a reading is held by value; init before, reset after.
 * Private to core/csv.
 */
#ifndef SL_CSV_READING_H
#define SL_CSV_READING_H

#include "core/base/arena.h"
#include "core/cells/blocks.h"
#include "core/cells/lines.h"
#include "core/csv/doubts/shorthand.h"
#include "core/csv/header.h"
#include "core/csv/marked.h"
#include "core/csv/scan/scan.h"
#include "core/csv/stream/stream.h"

/* Rows that are read before their cells are sealed: enough to make sealing cheap, few enough to stay in the cache. */
#ifndef SL_CSV_STRETCH_ROWS
#define SL_CSV_STRETCH_ROWS 65536
#endif
enum { SL_CSV_STRETCH_BYTES = 1 << 22, SL_RAGGED_LINES_SHOWN = 10 };

typedef struct SlReadOdds { /* what most columns have none of, over all rows */
  int64_t bad, first_bad_record;
  int64_t two_figures, plain_fractions, loosened;
  unsigned units;          /* loose_number.h; of one column they must go together */
} SlReadOdds;

typedef struct SlStreamColumn { /* what a stream needs for each column; the scanner has its own */
  SlCellStore store;
  SlCells cells;
  SlMarkedCells marked;
} SlStreamColumn;

typedef struct SlReadStretch {
  SlStretch text;
  int64_t first_record;    /* records before it, rejected ones included */
} SlReadStretch;

typedef struct SlRagged {
  int64_t count;
  int64_t lines[SL_RAGGED_LINES_SHOWN], fields[SL_RAGGED_LINES_SHOWN];
  size_t first;            /* where the first of them begins */
  int64_t first_record;
} SlRagged;

typedef struct SlReading {
  SlSource *source;
  const SlCsvOptions *options;
  SlDialect dialect;
  SlHeader header;
  SlArena arena;
  int64_t *column_of_field; /* of the header.count fields of the file; -1 when it is not asked for */
  SlScanColumn *columns;   /* of the table; a kind is hoped for, then settled after the first pass */
  int64_t column_count;
  SlCellRules rules[SL_TYPE_COUNT + 1]; /* of the columns: without a promise, then by the type that is promised */
  SlReadOdds *odds;        /* of all columns, once one of them has any; else NULL */
  SlStreamColumn *streamed; /* of all columns, of a stream */
  bool checks_promises;    /* rows with bad cells are rejected or mended, so they are looked through before they are taken */

  SlReadStretch *stretches;
  SlCellBlock *blocks;     /* stretch by stretch, column_count each */
  int64_t stretch_count, stretch_capacity;
  SlReadStretch now;             /* the one being filled */
  int64_t rows_now;        /* taken into it */
  int64_t records;         /* met so far */
  int64_t *rejected;       /* their numbers, rising */
  int64_t rejected_count, rejected_capacity;

  bool is_scanned;         /* not read as a stream */
  SlScan scan;
  SlScanned *scanned;      /* of the text, or of each chunk: their stores are what blocks refer to */
  int64_t scanned_count;
  bool partial;            /* the source is not all of the text */
  bool passing;            /* chunks: text that was scanned is gone */
  bool needs_whole;        /* nothing was read: the source must be whole for this */
  SlCellStore *again_stores;    /* of stretches that were scanned again: column_count for each task */
  SlArena *again_arenas;        /* one for each */
  int64_t again_tasks;
  int64_t again_stretch;   /* in the second pass of a stream: the one that is being read again */

  SlRagged ragged;
  int64_t least_fields;    /* the header is made as long, for rows that are longer than it */
  int64_t widest;          /* of the ragged rows */
  int64_t miscut;          /* rows that were put up with although they are cut otherwise than the header, or cannot be cut */
  int64_t touched[SL_TOUCH_COUNT]; /* rows that owe something to a lenience */
  int64_t blank_rows;      /* left out */
  bool spans_lines;        /* a row has line ends in quotes */
  int64_t mended_cells;    /* missing because they broke their promise */
  SlLines preamble, footnotes, rejects;
  SlMarked marked;
  SlError error;           /* of the columns' cells */
} SlReading;

/* --- reading.c --- */

void sl_reading_init(SlReading *reading, SlSource *source, const SlCsvOptions *options);
void sl_reading_reset(SlReading *reading);
/* The columns of the header that the options ask for; SL_ENAME when there is no such. */
SlStatus sl_reading_choose_columns(SlReading *reading, SlError *err);
/* Makes the scan ready, once the columns are chosen. */
void sl_reading_begin_scan(SlReading *reading);
/* Places for what a stream needs for each column. */
SlStatus sl_reading_begin_stream(SlReading *reading, SlError *err);
SlStr sl_reading_name(const SlReading *reading, int64_t column);
/* Of a column over all rows: zeros when there is nothing odd about it. */
const SlReadOdds *sl_reading_odds(const SlReading *reading, int64_t column);

/* --- body.c --- */

bool sl_reading_can_scan(const SlReading *reading);
/* The source's rows, or a chunk's, that begin at start; *scanned is false when the scanner gave up. */
SlStatus sl_reading_scan(SlReading *reading, const SlSource *source, size_t start, int64_t line, bool *scanned, SlError *err);
/* All rows behind the header, whichever way; sets needs_whole when that cannot be. */
SlStatus sl_reading_body(SlReading *reading, SlError *err);
bool sl_reading_is_rejected(const SlReading *reading, int64_t record);

/* --- settle.c --- */

/* What the columns are, given all blocks. */
void sl_reading_settle(SlReading *reading);
/* The same, and blocks that are of no use for it are read again. */
SlStatus sl_reading_settle_kinds(SlReading *reading, SlError *err);
SlStatus sl_reading_table(SlReading *reading, SlTable **out, SlError *err);

/* --- faults.c --- */

typedef struct SlRecordPlace { /* of a record; init (zero) before, reset after */
  SlBuf room;
  SlStr text;      /* of its stretch */
  size_t start;    /* where that begins in all text */
  SlRecord record; /* in the text of the stretch */
  int64_t line;    /* on which it begins */
  bool found;
  int64_t stretch, number; /* of the record, once found: a later one of the same stretch is looked for from there */
  size_t counted_to;       /* how far the record's lines were counted for a field, and how many there were */
  int64_t counted;
} SlRecordPlace;
void sl_record_place_reset(SlRecordPlace *place);
/* Where a record is: its stretch is known, the rest is walked. Records asked for in rising order are found in one walk. */
SlStatus sl_reading_locate(const SlReading *reading, int64_t record_number, SlRecordPlace *place, SlError *err);
/* The line of a record's field, which may begin lines after the record does. Cheapest in rising order of fields. */
int64_t sl_record_place_line(SlRecordPlace *place, int64_t field);
/* The failures for ragged rows, which there are, and for a broken promise, when there is one. */
SlStatus sl_reading_fail_ragged(const SlReading *reading, SlError *err);
SlStatus sl_reading_fail_promise(SlReading *reading, SlError *err);

/* --- found.c --- */

/* What the present cells of a text column are when the comma is the point: none, numbers alone, or others too. */
typedef enum SlCommaCells { SL_COMMA_NONE, SL_COMMA_NUMBERS, SL_COMMA_OTHERS } SlCommaCells;
SlCommaCells sl_reading_commas(const SlCellRules *rules, const SlColumn *cells);

/* What the text columns of a chunk's table are text for, added to that of the chunks before: as many as there are columns. */
SlStatus sl_reading_add_shorthand(const SlReading *reading, const SlTable *table, SlShorthand *shorthands, SlError *err);

SlStatus sl_reading_report(SlReading *reading, const SlTable *table, SlCsvReport *report, SlError *err);

#endif
