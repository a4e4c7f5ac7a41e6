/* chunk.h - one chunk of a CSV text read by itself, under what is known of the chunks before it: for chunks.h.
 *
 *     chunk + header of the file + kinds so far  ->  table, kinds from here on
 *
 * Ownership: all that a SlChunkReading points to is borrowed; the table is the caller's.
 * Private to core/csv.
 */
#ifndef SL_CSV_CHUNK_H
#define SL_CSV_CHUNK_H

#include "core/cells/cells.h"
#include "core/csv/doubts/shorthand.h"
#include "core/csv/feed.h"
#include "core/csv/header.h"

typedef struct SlChunkPoints { /* of a column whose decimal point is in doubt */
  int64_t two_figures, plain_fractions; /* cells.h */
  int64_t comma_tables, other_tables;   /* of text: those whose cells are numbers if the comma is the point, and others */
} SlChunkPoints;

typedef struct SlChunkReading {
  const SlCsvOptions *options;
  const SlHeader *header; /* of the whole text */
  SlCellKind *kinds;      /* of the columns asked for. In: what they are at least; out: what they are with this chunk's cells */
  SlFeed *feed;           /* gets the next chunk ready meanwhile */
  int64_t *blank_rows;    /* those left out are added */
  SlChunkPoints *points;  /* of the columns asked for: added to */
  SlShorthand *shorthands; /* the same */
  SlLines *preamble;      /* comments between the rows of a table are added */
  bool *spans_lines;      /* set: a row of this chunk has line ends in quotes */
} SlChunkReading;

/* The rows of a chunk from start on, in a table whose columns have the types of kinds; without `out` only the kinds are found
 * out. *needs_whole: something is wrong, or not UTF-8, so that reading the whole text will say what it is. */
SlStatus sl_csv_read_chunk(const SlChunkReading *how, SlSource *chunk, size_t start, int64_t line, SlTable **out, int64_t *records,
                           bool *needs_whole, SlError *err);

/* How reading the input ended, given how it seems to have ended: a file that changed meanwhile is SL_EIO and not at fault. */
SlStatus sl_csv_end_read(const SlInput *input, SlStatus status, SlError *err);

#endif
