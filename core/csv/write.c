#include "core/csv/write.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/file.h"
#include "core/base/pack.h"
#include "core/csv/separator.h"
#include "core/values/print.h"

typedef struct Writer {
  char delimiter;
  bool one_column;
  const SlCsvWriteOptions *options;
  SlBuf *out;
  SlBuf cell; /* of values that are printed before they are known to need no quotes */
} Writer;

static bool holds_separator(SlStr text) {
  for (size_t i = 0; i < text.length; i++)
    if (memchr(",;\t|", text.bytes[i], 4)) return true;
  return false;
}

static bool needs_quotes(const Writer *writer, SlStr text) {
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c == writer->delimiter || c == '"' || c == '\n' || c == '\r') return true;
  }
  return writer->one_column && holds_separator(text);
}

static void write_quoted(const Writer *writer, SlStr text) {
  sl_buf_add_char(writer->out, '"');
  size_t at = 0;
  while (at < text.length) {
    const char *quote = memchr(text.bytes + at, '"', text.length - at);
    size_t stop = quote ? (size_t)(quote - text.bytes) + 1 : text.length;
    sl_buf_add(writer->out, text.bytes + at, stop - at);
    if (quote) sl_buf_add_char(writer->out, '"');
    at = stop;
  }
  sl_buf_add_char(writer->out, '"');
}

/* What would read back as missing, or for a reason, if it stood without quotes: it is a text. */
static bool reads_as_missing(const Writer *writer, SlStr text) {
  SlReason reason;
  return text.length == 0 || sl_str_equal(text, writer->options->missing) || sl_reason_find(text, &reason);
}

static void write_field(const Writer *writer, SlStr text) {
  if (needs_quotes(writer, text))
    write_quoted(writer, text);
  else
    sl_buf_add_str(writer->out, text);
}

/* What a spreadsheet would take for a formula. */
static bool is_dangerous(SlStr text) { return text.length > 0 && memchr("=+-@\t\r", text.bytes[0], 6) != NULL; }

static void write_text(Writer *writer, SlStr text) {
  if (reads_as_missing(writer, text)) {
    write_quoted(writer, text);
    return;
  }
  if (writer->options->guard && is_dangerous(text)) {
    writer->cell.length = 0;
    sl_buf_add_char(&writer->cell, '\'');
    sl_buf_add_str(&writer->cell, text);
    text = sl_buf_str(&writer->cell);
    if (writer->cell.failed) writer->out->failed = true;
  }
  write_field(writer, text);
}

static void write_present(Writer *writer, const SlColumn *column, int64_t row, unsigned flags) {
  if (column->type == SL_TEXT && flags == 0) {
    write_text(writer, sl_column_text(column, row));
    return;
  }
  if (column->type == SL_INTEGER && flags == 0) { /* digits need no quotes */
    sl_print_integer(sl_column_integer(column, row), writer->out);
    return;
  }
  writer->cell.length = 0;
  if (column->type == SL_TEXT && writer->options->guard && is_dangerous(sl_column_text(column, row)))
    sl_buf_add_char(&writer->cell, '\'');
  size_t before = writer->cell.length;
  sl_print_value(column, row, &writer->cell);
  if (column->type == SL_NUMBER && writer->options->decimal == ',' && !writer->cell.failed) {
    char *point = memchr(writer->cell.bytes + before, '.', writer->cell.length - before);
    if (point) *point = ',';
  }
  if (flags) sl_buf_add_char(&writer->cell, ' '); /* as published tables have it, and as reports show it: 12 [p] */
  sl_flags_print(flags, &writer->cell);
  if (writer->cell.failed) writer->out->failed = true;
  write_field(writer, sl_buf_str(&writer->cell));
}

static void write_cell(Writer *writer, const SlColumn *column, int64_t row) {
  bool markers = writer->options->markers;
  if (!sl_column_is_null(column, row)) {
    write_present(writer, column, row, markers ? sl_column_flags(column, row) : 0);
    return;
  }
  SlReason reason = markers ? sl_column_reason(column, row) : SL_REASON_NONE;
  write_field(writer, reason == SL_REASON_NONE ? writer->options->missing : sl_str(sl_reason_marker(reason)));
}

int64_t sl_csv_write_text(const SlTable *table, const SlCsvWriteOptions *options, SlBuf *out) {
  Writer writer = {.delimiter = options->delimiter ? options->delimiter : ',', .one_column = table->column_count == 1, .options = options, .out = out};
  int64_t lost = 0;
  sl_buf_init(&writer.cell);
  SlStr line_end = sl_str(options->crlf ? "\r\n" : "\n");
  if (options->bom) sl_buf_add_text(out, "\xEF\xBB\xBF");
  for (int64_t i = 0; i < table->column_count; i++) {
    if (i > 0) sl_buf_add_char(out, writer.delimiter);
    write_text(&writer, table->names[i]);
  }
  sl_buf_add_str(out, line_end);
  for (int64_t row = 0; row < table->length && !out->failed; row++) {
    size_t before = out->length;
    for (int64_t i = 0; i < table->column_count; i++) {
      if (i > 0) sl_buf_add_char(out, writer.delimiter);
      write_cell(&writer, table->columns[i], row);
    }
    bool separators_alone = out->length - before == (size_t)(table->column_count - 1);
    lost += separators_alone && table->column_count > 1;
    sl_buf_add_str(out, line_end);
  }
  sl_buf_reset(&writer.cell);
  return lost;
}

SlStatus sl_csv_write(const SlTable *table, const char *path, const SlCsvWriteOptions *options, int64_t *lost_rows, SlError *err) {
  SlCsvWriteOptions own = *options;
  if (own.delimiter == 0 && sl_separator_is_tab_by_name(path)) own.delimiter = '\t';
  if (sl_pack_is_unknown(path))
    return sl_fail(err, SL_EARG, "%s: files of this ending are packed by other programs; one that ends in .gz or .zst is packed here", path);
  SlBuf text;
  sl_buf_init(&text);
  *lost_rows = sl_csv_write_text(table, &own, &text);
  SlStatus status = text.failed ? sl_fail_alloc(err, text.length) : SL_OK;
  if (status == SL_OK && sl_pack_is_asked_for(path)) {
    SlBuf packed;
    sl_buf_init(&packed);
    status = sl_pack(sl_buf_str(&text), path, &packed, err);
    sl_buf_reset(&text);
    text = packed;
  }
  if (status == SL_OK) status = sl_file_write(path, sl_buf_str(&text), err);
  sl_buf_reset(&text);
  return status;
}
