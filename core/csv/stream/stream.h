/* stream.h - records of a CSV text one by one: through libcsv in strict mode, with the lines and places that libcsv does not tell, or
 * walked by record.h, where a dialect asks for what libcsv does not know.
 *
 * The text is handed over line by line (and a line in pieces of at most SL_CSV_PIECE_BYTES), so that the line and the
 * byte at which each record begins are known. libcsv's leniency is switched off: it strips no spaces.
 *
 * Between records: a line that begins with the dialect's comment is passed over, one that begins with stop_at ends the text,
 * an empty line is passed over unless there is one column only, whose missing cell it is.
 * Private to core/csv.
 */
#ifndef SL_CSV_STREAM_H
#define SL_CSV_STREAM_H

#include "core/cells/cell.h"
#include "core/csv/source.h"
#include "core/csv/stream/record.h"

#ifndef SL_CSV_PIECE_BYTES
#define SL_CSV_PIECE_BYTES 65536
#endif

typedef struct SlRow {
  const SlStr *cells;
  const SlCellForm *forms; /* ABSENT: empty and without quotes. QUOTED is told when the dialect tells_quotes */
  int64_t count;
  int64_t written;     /* as many fields stand in the file; a dialect that fills makes more of them or cuts empty ones */
  bool blank;          /* two cells or more, all of them absent: no row of the table */
  SlRecordFault fault; /* its quotes are at fault, and the dialect passes over that: there are no cells */
  unsigned touched;    /* SL_TOUCH(...) */
  int64_t line;        /* on which it begins */
  size_t start, end;   /* in the text, without the line end */
} SlRow;

typedef struct SlRowSink {
  void *context;
  SlStatus (*row)(void *context, const SlRow *row, SlError *err); /* the row's memory is good for the call */
  SlStatus (*comment)(void *context, int64_t line, SlStr text, SlError *err); /* NULL: comments are of no interest */
} SlRowSink;

typedef struct SlStretch { /* a part of the text that begins and ends between records */
  size_t start, end;
  int64_t line;            /* on which it begins */
} SlStretch;

/* Calls sink for each record of the stretch; a failure of the sink ends it. When stop_at was met, the stretch's end becomes
 * its place and *stop_line its line, else *stop_line is 0. */
SlStatus sl_stream_read(const SlSource *source, const SlDialect *dialect, int64_t column_count, SlStretch *stretch,
                        const SlRowSink *sink, int64_t *stop_line, SlError *err);

#endif
