/* advice.h - what would read a file that does not read, or that reads as something else than it is: tried before it is offered.
 *
 *     Referrals, by force            skip = 1: the header is on line 2
 *     force,people,year
 *     Kent,12,2022                   the longest run of records with as many fields
 *     Note: provisional              stop_at = "Note: provisional"
 *
 * An option is offered only when a read with it gives a table: two columns or more, all of them named in the file, by names that do
 * not look like a row, rows that agree, and no cell that swallowed some (doubts.h).
 * Ownership: nothing is kept.
 * Private to core/csv.
 */
#ifndef SL_CSV_ADVICE_H
#define SL_CSV_ADVICE_H

#include "core/csv/source.h"

typedef struct SlTrial { /* how to read the same text under other options */
  void *context;
  SlStatus (*read)(void *context, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err);
  SlStatus status; /* of a trial that ended for want of memory, or was interrupted: nothing is tried after it, and nothing offered */
  SlError err;
} SlTrial;

/* Adds to err, a failure to cut a whole source's rows under these options, what would read it. */
void sl_advise_failure(const SlSource *source, const SlCsvOptions *options, SlTrial *trial, SlError *err);

/* Notices about a table that was read under these options, the separator open to doubt or not, cells with line ends in it or not: a
 * first line that is a title padded with separators, a header that is a comment, one column where lines below hold another separator,
 * a cell that swallowed rows, a note below the table. */
void sl_advise_table(const SlSource *source, const SlCsvOptions *options, bool separator_is_open, bool spans_lines, const SlTable *table,
                     SlTrial *trial, SlBuf *notices);

/* The last two of these alone. */
void sl_advise_rows(const SlCsvOptions *options, bool spans_lines, const SlTable *table, SlTrial *trial, SlBuf *notices);

/* Whether sl_advise_table() would try something because of the table, and whether it needs a whole source for that: cheap. */
bool sl_advice_is_due(const SlCsvOptions *options, bool separator_is_open, bool spans_lines, const SlTable *table);
bool sl_advice_needs_whole(const SlCsvOptions *options, bool separator_is_open, bool spans_lines, const SlTable *table);
bool sl_advice_finds_title(const SlSource *source, const SlCsvOptions *options); /* by the head of the text */

typedef struct SlNames { /* of the columns that are read; borrowed */
  const SlStr *list;
  int64_t count;
} SlNames;

/* Those that need one. They are about the head of the source: it may be the first chunk of a text, on which they are tried. */
void sl_advise_head(const SlSource *source, const SlCsvOptions *options, bool separator_is_open, SlNames names, SlTrial *trial,
                    SlBuf *notices);

#endif
