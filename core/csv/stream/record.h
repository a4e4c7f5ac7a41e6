/* record.h - one record of a CSV text, taken apart slowly and exactly.
 *
 *     Kent,"Devon & ""C""",12\r\n      fields: [0,4) [5,20) quoted [21,23)   end: 23   next: 25
 *
 * For headers, and for saying where in the file something is: the readers for whole files keep no positions. It is the
 * definition that both of them are tested against.
 * Private to core/csv.
 */
#ifndef SL_CSV_RECORD_H
#define SL_CSV_RECORD_H

#include "core/csv/dialect.h"

typedef enum SlRecordFault {
  SL_RECORD_FINE,
  SL_RECORD_QUOTE_INSIDE,  /* a quote within a field that does not begin with one */
  SL_RECORD_AFTER_QUOTE,   /* something else than a delimiter or line end behind a closing quote */
  SL_RECORD_UNCLOSED       /* the text ends inside quotes; the fault is at the opening quote */
} SlRecordFault;

/* What a row may owe to a lenience that was asked for. */
typedef enum SlTouch { SL_TOUCH_FILLED, SL_TOUCH_LONGER, SL_TOUCH_LENIENT, SL_TOUCH_ESCAPED, SL_TOUCH_TRIMMED, SL_TOUCH_COUNT } SlTouch;
#define SL_TOUCH(which) (1u << SL_TOUCH_##which)

typedef struct SlField {
  size_t start, end; /* bytes of the text, quotes included */
  bool quoted;
} SlField;

typedef struct SlRecord {
  SlField *fields;   /* owned, reused from record to record */
  int64_t count, capacity;
  size_t start, end; /* end: without the line end */
  size_t next;       /* where the next record begins */
  int64_t lines;     /* lines from start to next, as an editor counts them */
  SlRecordFault fault;
  size_t fault_at;
  unsigned touched;  /* SL_TOUCH(...): the leniences without which it would not be what it is */
  size_t unclosed;   /* lenient quotes: one that opens here or later in this text is never closed; 0: not known. So that a text full of
                        such quotes is walked to its end once */
} SlRecord;

void sl_record_init(SlRecord *record);
void sl_record_reset(SlRecord *record);

/* The record that begins at start, which is before the end of the text. A fault ends the record where it is. */
SlStatus sl_record_walk(SlStr text, const SlDialect *dialect, size_t start, SlRecord *record, SlError *err);

/* Behind a record with a fault, where the next may begin: behind the line on which the fault is, or for a quote that is never closed
 * behind its first line. Sets end, next and lines. */
void sl_record_pass_fault(SlStr text, SlRecord *record);

/* Two fields or more, all of them empty and without quotes. */
bool sl_record_is_blank(const SlRecord *record);

SlStatus sl_record_add_field(SlRecord *record, size_t start, size_t end, bool quoted, SlError *err); /* for loose.c */
size_t sl_line_skip_end(SlStr text, size_t at); /* past the line end at `at`, if there is one; CRLF is one */

/* The field as it is meant: without its quotes, doubled quotes made one. Appends to out. */
void sl_record_field(SlStr text, const SlDialect *dialect, const SlRecord *record, int64_t field, SlBuf *out);

/* The end of the line that begins at start, and where the next begins: CRLF, LF and CR end a line. */
size_t sl_line_end(SlStr text, size_t start, size_t *next);

/* Line and column (in characters), both from 1, of a byte of the text. */
void sl_text_position(SlStr text, size_t offset, int64_t *line, int64_t *column);

#endif
