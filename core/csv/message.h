/* message.h - how a fault in a CSV file is told: where it is, the line itself with a caret, what would fix it.
 *
 *     data/nrm.csv:1042:31: column "people": "1O4" is not an integer (row 1,031)
 *         1042 | Devon & Cornwall,Adult,Labour,1O4
 *                                              ^
 *       51,519 of 51,520 cells in this column are integers.
 *       Fix the file, or read_csv(path, { types = { people = "text" } }), or { on_error = "reject" }.
 * Private to core/csv.
 */
#ifndef SL_CSV_MESSAGE_H
#define SL_CSV_MESSAGE_H

#include "core/cells/lines.h"
#include "core/csv/source.h"
#include "core/csv/stream/record.h"

/* SL_EPARSE at a byte of the source's text; the line is shown. Sets line and column. */
SlStatus sl_csv_fail_at(SlError *err, const SlSource *source, size_t offset, const char *format, ...) SL_PRINTF(4, 5);

const char *sl_csv_fault_words(SlRecordFault fault);

/* A record whose quotes are at fault. */
SlStatus sl_csv_fail_record(const SlSource *source, const SlRecord *record, SlError *err);

typedef struct SlCountText {
  char text[32];
} SlCountText;
SlCountText sl_count_text(int64_t count); /* 51,520 */

/* Of a kind of notice about columns so many are told; then how many more there are. */
enum { SL_NOTICES_SHOWN = 10 };
void sl_csv_tell_others(SlBuf *notices, int64_t count, const char *what);

void sl_csv_tell_blank_rows(int64_t count, SlBuf *out); /* a line */
void sl_csv_tell_not_kept(const SlLines *lines, const char *what, SlBuf *out); /* a line, if there are such */
#define SL_PREAMBLE_WORDS "preamble (skipped lines and comments)"

/* About columns of a file with semicolons whose decimal point nobody named: lines as they come, then how many more there are. */
typedef struct SlPointNotices {
  int64_t figures, texts;
} SlPointNotices;
void sl_csv_tell_two_figures(SlPointNotices *told, SlStr column, int64_t count, SlBuf *out);
void sl_csv_tell_comma_text(SlPointNotices *told, SlStr column, SlBuf *out);
void sl_csv_tell_other_points(const SlPointNotices *told, SlBuf *out);

const char *sl_type_words(SlType type); /* "an integer" */

/* A value for a message: in quotes, on one line, cut when long. */
typedef struct SlQuotedText {
  char text[96];
} SlQuotedText;
SlQuotedText sl_quoted_text(SlStr value);

/* A cell that breaks its column's promise. */
typedef struct SlBrokenCell {
  SlStr column;
  SlType type;
  SlStr value;
  size_t offset;       /* of the cell in the text */
  int64_t row;         /* from 1 */
  int64_t good, cells; /* of the whole column: as promised; present */
} SlBrokenCell;
SlStatus sl_csv_fail_cell(SlError *err, const SlSource *source, const SlBrokenCell *cell);

#endif
