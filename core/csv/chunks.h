/* chunks.h - a CSV file as tables one after the other, of which one is in memory: for files larger than memory.
 *
 *     file -> [ table | table | ... ]      some 32 MB of text each; the columns asked for
 *
 * Types are proved on every row of the file, as for sl_csv_read(): a table is given out under the types that the rows so far
 * have. When a later row shows that a column is something else, the rest is read for the types alone, and then all tables are given
 * out once more from the first: SL_CHUNKS_AGAIN tells the caller to forget those that it has.
 *
 * The file is opened once. One that changes before the last table was given out is SL_EIO: tables may be of two states of it.
 *
 * What cannot be read in chunks (what is no regular file, a text that is not UTF-8, options that keep rejects or footnotes, a fault that the message
 * of a whole read tells better) is SL_CHUNKS_WHOLE: use sl_csv_read().
 */
#ifndef SL_CSV_CHUNKS_H
#define SL_CSV_CHUNKS_H

#include "core/csv/read.h"

typedef struct SlCsvChunks SlCsvChunks;

typedef enum SlChunksState { SL_CHUNKS_TABLE, SL_CHUNKS_END, SL_CHUNKS_AGAIN, SL_CHUNKS_WHOLE } SlChunksState;

/* What options point to must outlive the chunks. *state: SL_CHUNKS_TABLE when reading can go on,
 * or SL_CHUNKS_WHOLE, and *out is NULL. */
SlStatus sl_csv_chunks_open(const char *path, const SlCsvOptions *options, SlCsvChunks **out, SlChunksState *state, SlError *err);
void sl_csv_chunks_close(SlCsvChunks *chunks); /* NULL is allowed */

/* The names of all columns of the file, borrowed. */
int64_t sl_csv_chunks_names(const SlCsvChunks *chunks, const SlStr **names);
/* Adds notices about the head of the file, as a whole read gives them: what looks like a title or a comment, blanks around names, a table
 * behind another separator. What they offer is tried on the first chunk, so that it is done before the first table is asked for. */
SlStatus sl_csv_chunks_advise(SlCsvChunks *chunks, SlError *err);
/* Renamed headers and what advise found, one a line. */
SlStr sl_csv_chunks_notices(const SlCsvChunks *chunks);

/* Whether the rest of the text is what its head seems to be: a single byte that is no UTF-8 makes all of it Windows-1252, its header
 * too. The chunks are at their end then, and only good for their names. */
SlStatus sl_csv_chunks_prove_text(SlCsvChunks *chunks, bool *valid, SlError *err);

/* Before the first table: the types of all rows, so that no table is given out twice. *state: SL_CHUNKS_TABLE or SL_CHUNKS_WHOLE. */
SlStatus sl_csv_chunks_prove(SlCsvChunks *chunks, SlChunksState *state, SlError *err);

/* The next table; *out is written when the state is SL_CHUNKS_TABLE. A file without rows gives one table of none. */
SlStatus sl_csv_chunks_next(SlCsvChunks *chunks, SlTable **out, SlChunksState *state, SlError *err);

const SlFileMark *sl_csv_chunks_mark(const SlCsvChunks *chunks); /* of the file as it was opened; borrowed */
/* Notices that only the rows give, one a line, once the last table was given out: rows left out, a header that looks like one. */
SlStr sl_csv_chunks_late_notices(SlCsvChunks *chunks);
/* Adds to them, once the last table was given out: what a whole read says of a cell that swallowed rows and of notes below the table. Only
 * where the chunks had something that may be either, all of the file is read for it, all columns; not where it is larger than 256 MB. */
SlStatus sl_csv_chunks_doubt_rows(SlCsvChunks *chunks, SlError *err);
SlStr sl_csv_chunks_notes(SlCsvChunks *chunks); /* of what was left out so far, as SlCsvReport.notes; before the late notices */
/* Skipped lines and comments (line, text), once the last table was given out and behind the late notices; NULL when there are none. */
SlStatus sl_csv_chunks_preamble(SlCsvChunks *chunks, SlTable **out, SlError *err);
int64_t sl_csv_chunks_rows(const SlCsvChunks *chunks); /* read so far, from the beginning or from SL_CHUNKS_AGAIN on */

#endif
