/* feed.h - a CSV text in chunks that begin and end between records: for what is packed, and for what does not fit memory.
 *
 *     bytes  -> [ chunk 0: header, rows | chunk 1: rows | ... ]      some 32 MB each
 *
 * The next chunk can be fetched by one thread while others read the one before it.
 *
 * A feed gives UTF-8 only. It refuses a text whose first bytes show that it is not (UTF-16, a spreadsheet): such a text is read
 * whole. Later bytes are not looked at here: whoever reads a chunk proves that it is UTF-8.
 *
 * Invariants
 *   1. All chunks behind one another are the text, each byte once.
 *   2. A chunk ends behind the line end of a record. Only one that holds a fault, with which reading ends, may end elsewhere.
 * Ownership: held by value; open, then close. A chunk is the caller's, to be given back or reset. The input is borrowed.
 * Private to core/csv.
 */
#ifndef SL_CSV_FEED_H
#define SL_CSV_FEED_H

#include "core/base/input.h"
#include "core/csv/dialect.h"
#include "core/csv/source.h"

typedef struct SlFeed {
  const char *name;
  const SlDialect *dialect; /* borrowed */
  SlInput *input;           /* borrowed, at its begin */
  SlBuf next;               /* what has come in and was not given out */
  SlBuf spare;              /* memory of a chunk that was given back */
  bool fetched;             /* next holds a chunk's worth, or all that is left */
  bool ended;               /* nothing more comes in */
  bool begun;
  int64_t line;             /* of the next chunk */
} SlFeed;

/* *fits: false when the text must be read whole (above); the feed is closed then. */
SlStatus sl_feed_open(SlInput *input, const SlDialect *dialect, SlFeed *feed, bool *fits, SlError *err);
void sl_feed_close(SlFeed *feed); /* safe on a zeroed one */

/* Gets the next chunk ready; sl_feed_next() does it when nobody has. */
SlStatus sl_feed_fetch(SlFeed *feed, SlError *err);

/* The next chunk, for the caller to give back or sl_source_reset(); *more is false, and there is none, at the end. */
SlStatus sl_feed_next(SlFeed *feed, SlSource *chunk, bool *more, SlError *err);
void sl_feed_set_chunk_bytes(size_t bytes); /* for tests, before a feed is opened; 0: the usual */
void sl_feed_give_back(SlFeed *feed, SlSource *chunk); /* its memory is used again */

#endif
