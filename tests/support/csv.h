/* csv.h - CSV text in, a table to look at: for the tests of the reader and the writer.
 */
#ifndef SL_TESTS_SUPPORT_CSV_H
#define SL_TESTS_SUPPORT_CSV_H

#include "tests/support/test.h"

#include "core/csv/read.h"
#include "core/values/print.h"

/* How long a text is that must be cut into many pieces: where pieces are tiny, a shorter one is. */
#ifdef CHUNKS_ARE_TINY
#define PIECES_SIZE(usual, tiny) (tiny)
#else
#define PIECES_SIZE(usual, tiny) (usual)
#endif

typedef struct Csv {
  SlTable *table;
  SlCsvReport report;
} Csv;

static inline SlCsvOptions default_options(void) {
  SlCsvOptions options;
  sl_csv_options_init(&options);
  return options;
}

static inline SlCsvOptions options_with_delimiter(char delimiter) {
  SlCsvOptions options = default_options();
  options.delimiter = delimiter;
  return options;
}

/* Reads text that is sound; options NULL: the defaults. */
static inline Csv read_bytes(SlStr text, const SlCsvOptions *options) {
  SlCsvOptions plain = default_options();
  Csv csv = {0};
  sl_csv_report_init(&csv.report);
  SlError err = {0};
  assert_ok(sl_csv_read_text(text, "test.csv", options ? options : &plain, &csv.table, &csv.report, &err), err);
  return csv;
}

static inline Csv read_text(const char *text, const SlCsvOptions *options) { return read_bytes(sl_str(text), options); }

static inline void csv_reset(Csv *csv) {
  sl_table_release(csv->table);
  sl_csv_report_reset(&csv->report);
  csv->table = NULL;
}

/* "name:type name:type | 1,x | 2,nil": a plainly missing cell is nil, a comma within a cell a semicolon. */
static inline void assert_cells(const Csv *csv, const char *expected) {
  const SlTable *table = csv->table;
  SlBuf shown;
  sl_buf_init(&shown);
  for (int64_t i = 0; i < table->column_count; i++)
    sl_buf_printf(&shown, "%s%.*s:%s", i ? " " : "", SL_STR_ARGS(table->names[i]), sl_type_name(table->columns[i]->type));
  for (int64_t row = 0; row < table->length; row++) {
    sl_buf_add_text(&shown, " | ");
    for (int64_t i = 0; i < table->column_count; i++) {
      const SlColumn *column = table->columns[i];
      if (i > 0) sl_buf_add_char(&shown, ',');
      size_t before = shown.length;
      if (sl_column_is_null(column, row) && sl_column_reason(column, row) == SL_REASON_NONE)
        sl_buf_add_text(&shown, "nil");
      else
        sl_print_cell(column, row, &shown);
      for (size_t at = before; at < shown.length; at++)
        if (shown.bytes[at] == ',') shown.bytes[at] = ';';
    }
  }
  assert_string_equal(sl_buf_text(&shown), expected);
  sl_buf_reset(&shown);
}

static inline void assert_text(const Csv *csv, int64_t column, int64_t row, const char *expected) {
  SlStr text = sl_column_text(csv->table->columns[column], row);
  assert_int_equal(text.length, strlen(expected));
  assert_memory_equal(text.bytes, expected, text.length);
}

/* "line text|..." of a preamble or footnotes, "line reason: text|..." of rejects. */
static inline void assert_lines(const SlTable *lines, const char *expected) {
  assert_non_null(lines);
  SlBuf shown;
  sl_buf_init(&shown);
  for (int64_t row = 0; row < lines->length; row++) {
    for (int64_t i = 0; i < lines->column_count; i++) {
      if (i > 0) sl_buf_add_text(&shown, i == 2 ? ": " : " ");
      sl_print_cell(lines->columns[i], row, &shown);
    }
    sl_buf_add_char(&shown, '|');
  }
  assert_string_equal(sl_buf_text(&shown), expected);
  sl_buf_reset(&shown);
}

static inline void assert_notice(Csv *csv, const char *part) {
  const char *notices = sl_buf_text(&csv->report.notices);
  assert_non_null(notices);
  if (!strstr(notices, part)) {
    print_error("\"%s\" is not in: %s\n", part, notices);
    fail();
  }
}

#endif
