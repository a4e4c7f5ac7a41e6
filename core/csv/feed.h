/* feed.h - a CSV text in chunks that begin and end between records: for what is packed, and for what does not fit memory.
 *
 *     bytes  -> [ chunk 0: header, rows | chunk 1: rows | ... ]      some 32 MB each
 *
 * The next chunk can be fetched by one thread while others read the one before it. What is not UTF-8 by its first bytes (UTF-16,
 * a spreadsheet) is no matter for a feed; whether the rest is text is for whoever reads the chunks.
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

/* *fits: false when the text is no matter for a feed. */
SlStatus sl_feed_open(SlInput *input, const SlDialect *dialect, SlFeed *feed, bool *fits, SlError *err);
void sl_feed_close(SlFeed *feed); /* safe on a zeroed one */

/* Gets the next chunk ready; sl_feed_next() does it when nobody has. */
SlStatus sl_feed_fetch(SlFeed *feed, SlError *err);

/* The next chunk, for the caller to give back or sl_source_reset(); *more is false, and there is none, at the end. */
SlStatus sl_feed_next(SlFeed *feed, SlSource *chunk, bool *more, SlError *err);
void sl_feed_set_chunk_bytes(size_t bytes); /* for tests, before a feed is opened; 0: the usual */
void sl_feed_give_back(SlFeed *feed, SlSource *chunk); /* its memory is used again */

#endif
