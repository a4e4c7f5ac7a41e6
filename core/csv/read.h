/* read.h - CSV text to a table, types proved on every cell.
 *
 * A text is read as RFC 4180 has it, with the delimiter and quote chosen, any of CRLF, LF and CR as line end, and UTF-8 with or
 * without a byte order mark. Lines are counted as an editor counts them, columns in characters from 1.
 *
 * There are two readers, the scanner (scan.h) and the stream (stream.h). Which of them reads a text cannot be told from what
 * comes out: a fuzz target holds them equal to the last notice.
 *
 * Types: a column is integer, number, date or datetime when every cell that is not missing parses as such (values/parse.h,
 * one date order per column: values/period.h, datetime.h); otherwise text. A column with no present cell is text. An integer column that meets a number
 * is number, unless a double does not hold one of its integers (from 16 digits on): then it is text, which keeps the digits
 * of codes. Declared types (`types`) are promises: a cell that breaks one fails the read with all there is to know, or
 * with on_error SL_BAD_REJECT moves its row to the rejects.
 *
 * Numbers may be grouped in thousands when the grouping is regular ("1,234"). White space belongs to the cell. A blank line
 * is no row, except of a table with one column, whose missing cell it is. A row of empty cells alone (",,,") is none either.
 *
 * A cell is missing when it is empty and unquoted, or has no quotes and equals one of `missing`. With
 * markers_gss, reasons and flags in brackets ([c], 12[p], "12 [p]") are read; a reason in quotes is a text.
 *
 * Bad input never passes silently: ragged rows, unclosed quotes, a quote inside an unquoted field, NUL bytes, text that is
 * not UTF-8 (then Windows-1252, with a notice, unless the encoding is stated) are errors with line and column.
 */
#ifndef SL_CSV_READ_H
#define SL_CSV_READ_H

#include "core/base/file.h"
#include "core/values/period.h"
#include "core/values/table.h"

typedef enum SlBadRows {
  SL_BAD_STOP, SL_BAD_REJECT,
  SL_BAD_MEND /* a short row is filled up with missing cells, a cell that breaks its promise is missing */
} SlBadRows;
typedef enum SlQuotes { SL_QUOTES_NONE, SL_QUOTES_STRICT, SL_QUOTES_LENIENT } SlQuotes; /* loose.h says what is lenient */
typedef enum SlEncoding { SL_ENCODING_AUTO, SL_ENCODING_UTF8, SL_ENCODING_WINDOWS_1252, SL_ENCODING_UTF16 } SlEncoding;

typedef enum SlCsvReader { SL_READER_ANY, SL_READER_STREAM } SlCsvReader; /* STREAM: for tests that hold both readers equal */

typedef struct SlCsvType { /* types = { people = "integer" } */
  SlStr column;
  SlType type;
} SlCsvType;

typedef struct SlCsvOptions { /* options.h says what scripts call them */
  char delimiter;           /* 0: ',' */
  char quote;               /* 0: '"' */
  SlQuotes quotes;          /* NONE: a quote is a character like any other; sl_csv_options_init sets STRICT */
  char escape;              /* 0: none; else a separator, quote or line end behind it is a plain character */
  bool trim;                /* blanks around cells are dropped */
  bool has_header;          /* init sets true; false names columns col_1 .. col_n */
  int64_t skip;             /* lines before the header, kept as preamble */
  int64_t header_rows;      /* init sets 1; more are joined with a space, a blank upper cell taking the one to its left,
                               but not past a column that has a cell of its own in a row above */
  SlStr stop_at;            /* not empty: a line, or a first cell, that begins with it ends the table; it and all after are
                               footnotes. That none does is SL_EPARSE */
  SlStr comment;            /* not empty: lines that begin with it are skipped (and kept in the preamble) */
  char decimal;             /* 0: '.' */
  const SlStr *columns;     /* not NULL: only these columns, in this order */
  int64_t column_count;
  const SlCsvType *types;
  int64_t type_count;
  const SlStr *missing;     /* texts that mean missing, besides the empty unquoted cell */
  int64_t missing_count;
  int markers_gss;          /* 1: reasons and flags in brackets are read */
  int marks_strip;          /* 1: marks at the end of cells, "(R)" and "[note 1]", are taken off (base/alike.h) */
  int numbers_loose;        /* 1: figures with a currency, a percent sign, brackets or U+2212 are numbers (cells/loose_number.h) */
  int blank_rows_keep;      /* 1: lines without a cell, "" and ",,,", are rows in which every cell is missing */
  int date_order;           /* -1: any, proved; else SlDateOrder (init sets -1) */
  SlBadRows on_error;       /* cells that break a declared type */
  SlBadRows ragged;         /* rows of another number of fields */
  SlEncoding encoding;
  SlCsvReader reader;
} SlCsvOptions;

void sl_csv_options_init(SlCsvOptions *options);

/* What a read found out, besides the table. Owned by the caller; init (zero) before, reset after. */
typedef struct SlCsvReport {
  int64_t rows_read; /* in the file, rejected ones included */
  int64_t rows_rejected, bytes;
  SlFileMark mark;   /* of a regular file when it was opened, and still when it had been read; else zero */
  SlTable *problems; /* column, type_wanted, line, row, value, why: for each undeclared column that is text although some
                        of its cells read as another type, the first cell that does not; NULL when there is none. row
                        counts the rows of the file, rejected ones included, from 1 */
  SlTable *rejects;  /* line, reason, text; NULL when nothing was rejected */
  SlTable *marks;    /* line, column, text, mark: cells whose marks were taken off, as they were written; those whose marks are all flags
                        are not among them. NULL when none */
  SlTable *preamble; /* line, text: what was skipped, and comments; NULL when none */
  SlTable *footnotes;/* line, text */
  SlBuf notices;     /* one a line: renamed headers, encoding fallback */
  SlBuf notes;       /* one a line, and among the notices: what was left out or mended, which goes with the table's figures */
} SlCsvReport;

/* Written only when a read succeeds; a read takes NULL when nobody asks. */
void sl_csv_report_init(SlCsvReport *report);
void sl_csv_report_reset(SlCsvReport *report);

/* path "-" is standard input. `name` is what messages call the source. A directory, a missing or unreadable file is SL_EIO
 * with the system's reason, and so is a file that changed while it was read; an empty file (no header) is SL_EPARSE and says so; a
 * header alone is a table of no rows. */
SlStatus sl_csv_read(const char *path, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err);
SlStatus sl_csv_read_text(SlStr text, const char *name, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err);

#endif
