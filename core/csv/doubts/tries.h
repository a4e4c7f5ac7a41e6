/* tries.h - a text read with one separator or another, and what came of it.
 *
 *     separator given, or said by sep=;           one read
 *     by the header it can only be the comma      one read
 *     another may be right                        a read with each that may be: separator.h says which one it is
 *
 * Behind the read comes advice (advice.h), which reads again to try what it offers.
 * Ownership: the text is borrowed.
 * Private to core/csv.
 */
#ifndef SL_CSV_TRIES_H
#define SL_CSV_TRIES_H

#include "core/csv/source.h"

typedef struct SlTryText {
  SlSource *source;
  SlInput *input;     /* what the source was opened of; NULL when that is whole */
  SlBuf *notices;     /* about its encoding; they become the first of those found */
} SlTryText;

SlStatus sl_try_separators(const SlTryText *text, const SlCsvOptions *options, SlTable **out, SlCsvReport *found, SlError *err);

/* --- read.c: one read, with the separator that the options name ------------------------------------------------------------ */

/* How a read came out, besides its status. */
typedef struct SlCutOutcome {
  bool needs_whole;  /* nothing was read, as the source must be whole for it */
  bool cut;          /* every row was cut into as many fields as the header */
  bool alike;        /* the same, and two or more */
  int64_t fields;    /* of the header */
  bool spans_lines;  /* a row has line ends in quotes */
} SlCutOutcome;

SlStatus sl_read_source(SlSource *source, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlCutOutcome *outcome,
                        SlError *err);

#endif
