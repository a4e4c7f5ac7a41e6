/* header.h - what stands before the first row: skipped lines, comments, and the names of the columns.
 *
 *     Referrals by force        skip = 1: preamble
 *     # as of March             comment = "#": preamble
 *     force,2022,,2023,         header_rows = 2: "force", "2022 adult", "2022 child", ...
 *     ,adult,child,adult,child
 *     Kent,1,2,3,4              body begins here
 *
 * Names are made unique: a second "n" is n_2, an empty one col_7 after its place, each with a notice (names.h). Rows that are longer
 * than the header, where that is put up with, get columns without a name.
 * Ownership: names live in the arena that is handed in; the header is held by value.
 * Private to core/csv.
 */
#ifndef SL_CSV_HEADER_H
#define SL_CSV_HEADER_H

#include "core/base/arena.h"
#include "core/cells/lines.h"
#include "core/csv/dialect.h"
#include "core/csv/source.h"
#include "core/csv/stream/record.h"

typedef struct SlHeader {
  SlStr *names;      /* unique, in the file's order; in the arena */
  int64_t count;
  int64_t written;   /* so many of them stand in the file; those behind are there for longer rows (ragged = "fill") */
  size_t start;      /* where the header itself begins */
  size_t body;       /* where the first row begins */
  int64_t body_line; /* its line */
} SlHeader;

/* Where the header begins, or the first row when there is none, and its line: behind the lines skipped (Excel's "sep=;" is one even
 * when none were asked for), blank lines and comments. They are kept in preamble, unless that is NULL. */
void sl_header_find(SlStr text, const SlDialect *dialect, const SlCsvOptions *options, size_t *start, int64_t *line, SlLines *preamble);
/* Past blank lines and comments. */
void sl_header_skip_to_record(SlStr text, const SlDialect *dialect, size_t *at, int64_t *line, SlLines *preamble);

/* Where what sl_header_read() keeps ends: it must be text. Nothing is kept here, whatever the bytes are. All of the text when the
 * header is at fault. */
SlStatus sl_header_end(SlStr text, const SlDialect *dialect, const SlCsvOptions *options, size_t *end, SlError *err);

/* Lines before the header go to preamble; renamed columns to notices. There are `least` columns or more. SL_EPARSE when there is no
 * header; with has_header false a text without a row is a table without columns, with a notice. */
SlStatus sl_header_read(const SlSource *source, const SlDialect *dialect, const SlCsvOptions *options, int64_t least, SlArena *arena,
                        SlHeader *header, SlLines *preamble, SlBuf *notices, SlError *err);

#endif
