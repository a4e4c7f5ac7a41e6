#include "core/csv/stream/stream.h"

#include <csv.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/message.h"
#include "core/csv/stream/record.h"

/* The quote of a dialect without quotes: a byte that valid UTF-8 never has. */
enum { NO_QUOTE = 0xFF };

typedef struct Stream {
  const SlRowSink *sink;
  SlError *err;
  SlStatus status;     /* of the sink, or of memory */
  bool keeps_blank;    /* the dialect's */
  bool in_row;         /* a record has begun and not ended */
  SlRow row;
  size_t line_end;     /* of the line that libcsv is being given */
  SlBuf bytes;         /* the cells of the row so far, one after the other */
  size_t *ends;        /* where each ends in bytes */
  SlStr *cells;
  SlCellForm *forms;
  int64_t capacity;
} Stream;

/* libcsv asks again for half as much when it is refused memory. Here the first refusal is the answer, so that a limit is
 * felt where it was met; the hook has no argument to remember it in. */
static _Thread_local bool memory_refused;

static void *grow_buffer(void *block, size_t size_bytes) {
  void *grown = memory_refused ? NULL : sl_realloc(block, size_bytes);
  memory_refused = !grown;
  return grown;
}

static int keeps_spaces(unsigned char c) {
  (void)c;
  return 0;
}

static bool grow_cells(Stream *stream) {
  size_t capacity = sl_grow_capacity((size_t)stream->capacity, (size_t)stream->row.count + 1);
  size_t *ends = sl_realloc_array(stream->ends, capacity, sizeof *ends);
  if (ends) stream->ends = ends;
  SlStr *cells = ends ? sl_realloc_array(stream->cells, capacity, sizeof *cells) : NULL;
  if (cells) stream->cells = cells;
  SlCellForm *forms = cells ? sl_realloc_array(stream->forms, capacity, sizeof *forms) : NULL;
  if (!forms) return false;
  stream->forms = forms;
  stream->capacity = (int64_t)capacity;
  return true;
}

static void add_cell(Stream *stream, size_t length, SlCellForm form) {
  if (stream->bytes.failed || (stream->row.count == stream->capacity && !grow_cells(stream))) {
    stream->status = sl_fail_alloc(stream->err, length);
    return;
  }
  stream->ends[stream->row.count] = stream->bytes.length;
  stream->forms[stream->row.count] = form;
  stream->row.count++;
}

static void take_cell(void *bytes, size_t length, void *data) {
  Stream *stream = data;
  if (stream->status != SL_OK) return;
  if (bytes) sl_buf_add(&stream->bytes, bytes, length);
  add_cell(stream, length, bytes ? SL_CELL_PLAIN : SL_CELL_ABSENT);
}

static bool all_absent(const Stream *stream) {
  for (int64_t i = 0; i < stream->row.count; i++)
    if (stream->forms[i] != SL_CELL_ABSENT) return false;
  return true;
}

static void give_row(Stream *stream) {
  size_t from = 0;
  for (int64_t i = 0; i < stream->row.count; i++) {
    stream->cells[i] = (SlStr){stream->bytes.bytes ? stream->bytes.bytes + from : "", stream->ends[i] - from};
    from = stream->ends[i];
  }
  stream->row.cells = stream->cells;
  stream->row.forms = stream->forms;
  stream->row.end = stream->line_end;
  stream->status = stream->sink->row(stream->sink->context, &stream->row, stream->err);
  stream->in_row = false;
  stream->bytes.length = 0;
  stream->row.count = 0;
}

/* A line with nothing in it, as a row of the table. */
static void give_blank_row(Stream *stream, int64_t column_count, int64_t line, size_t at, size_t end) {
  stream->row = (SlRow){.line = line, .start = at, .written = column_count};
  stream->line_end = end;
  while (stream->row.count < column_count && stream->status == SL_OK) add_cell(stream, 0, SL_CELL_ABSENT);
  if (stream->status == SL_OK) give_row(stream);
}

static void take_row(int line_end, void *data) {
  (void)line_end;
  Stream *stream = data;
  if (stream->status != SL_OK) return;
  stream->row.written = stream->row.count;
  stream->row.blank = !stream->keeps_blank && stream->row.count >= 2 && all_absent(stream);
  give_row(stream);
}

/* What libcsv refused, told by taking the record apart again. */
static SlStatus fail_row(const SlSource *source, const SlDialect *dialect, size_t start, SlError *err) {
  SlRecord record;
  sl_record_init(&record);
  SlStatus status = sl_record_walk(source->text, dialect, start, &record, err);
  if (status == SL_OK) status = sl_csv_fail_record(source, &record, err);
  sl_record_reset(&record);
  return status;
}

static SlStatus check_parser(struct csv_parser *parser, const Stream *stream, const SlSource *source, const SlDialect *dialect,
                             SlError *err) {
  if (stream->status != SL_OK) return stream->status;
  if (csv_error(parser) == CSV_SUCCESS) return SL_OK;
  if (csv_error(parser) == CSV_EPARSE) return fail_row(source, dialect, stream->row.start, err);
  return sl_fail_alloc(err, csv_get_buffer_size(parser) * 2);
}

/* Hands the bytes of one line, its end included, to libcsv. */
static SlStatus feed(struct csv_parser *parser, Stream *stream, const SlSource *source, const SlDialect *dialect, size_t from,
                     size_t to, SlError *err) {
  while (from < to) {
    size_t length = to - from < SL_CSV_PIECE_BYTES ? to - from : SL_CSV_PIECE_BYTES;
    /* libcsv grows its buffer by blocks; blocks of the buffer's own size double it, and a huge field stays linear. */
    size_t size = csv_get_buffer_size(parser);
    csv_set_blk_size(parser, size < 4096 ? 4096 : size);
    size_t parsed = csv_parse(parser, source->text.bytes + from, length, take_cell, take_row, stream);
    if (parsed != length || stream->status != SL_OK) return check_parser(parser, stream, source, dialect, err);
    from += length;
  }
  return SL_OK;
}

/* --- walked ----------------------------------------------------------------------------------------------------------------- */

/* The cells of a record; with fills as many as there are columns, and more only when they are not empty. */
static void take_record(Stream *stream, const SlSource *source, const SlDialect *dialect, int64_t column_count, const SlRecord *record) {
  int64_t count = record->count;
  while (dialect->fills && count > column_count && !record->fields[count - 1].quoted &&
         record->fields[count - 1].start == record->fields[count - 1].end)
    count--;
  for (int64_t i = 0; i < count && stream->status == SL_OK; i++) {
    const SlField *field = &record->fields[i];
    sl_record_field(source->text, dialect, record, i, &stream->bytes);
    add_cell(stream, field->end - field->start,
             field->quoted ? SL_CELL_QUOTED : field->start == field->end ? SL_CELL_ABSENT : SL_CELL_PLAIN);
  }
  while (dialect->fills && stream->row.count < column_count && stream->status == SL_OK) add_cell(stream, 0, SL_CELL_ABSENT);
  stream->row.written = record->count;
  stream->row.touched = record->touched;
}

/* The record at *at; *at and *line move behind it. */
static SlStatus walk_record(Stream *stream, const SlSource *source, const SlDialect *dialect, int64_t column_count, SlStr text, SlRecord *record,
                            size_t *at, int64_t *line, SlError *err) {
  SlStatus status = sl_record_walk(text, dialect, *at, record, err);
  if (status != SL_OK) return status;
  if (record->fault && !dialect->passes_faults) return sl_csv_fail_record(source, record, err);
  stream->row = (SlRow){.line = *line, .start = *at, .fault = record->fault};
  if (record->fault)
    sl_record_pass_fault(text, record);
  else
    take_record(stream, source, dialect, column_count, record);
  stream->row.blank = !record->fault && !dialect->keeps_blank && sl_record_is_blank(record);
  stream->line_end = record->end;
  if (stream->status == SL_OK) give_row(stream);
  *at = record->next;
  *line += record->lines;
  return stream->status;
}

/* --- lines ------------------------------------------------------------------------------------------------------------------ */

static SlStatus read_lines(struct csv_parser *parser, Stream *stream, const SlSource *source, const SlDialect *dialect,
                           int64_t column_count, SlRecord *record, SlStretch *stretch, int64_t *stop_line, SlError *err) {
  SlStr text = {source->text.bytes, stretch->end};
  size_t at = stretch->start, next;
  int64_t line = stretch->line;
  static const SlStr empty_cell = {"", 0};
  static const SlCellForm is_absent = SL_CELL_ABSENT;
  bool walks = dialect->loose || dialect->fills || dialect->passes_faults || dialect->tells_quotes;
  for (; at < text.length; at = next, line++) {
    size_t end = sl_line_end(text, at, &next);
    stream->line_end = end;
    if ((line & 1023) == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    if (!stream->in_row) {
      SlStr content = {text.bytes + at, end - at};
      if (sl_dialect_stops(dialect, text, at)) {
        stretch->end = at;
        *stop_line = line;
        break;
      }
      if (dialect->comment.length && sl_str_starts_with(content, dialect->comment)) {
        SlStatus status = stream->sink->comment ? stream->sink->comment(stream->sink->context, line, content, err) : SL_OK;
        if (status != SL_OK) return status;
        continue;
      }
      if (content.length == 0) {
        if (column_count != 1) {
          if (dialect->keeps_blank) give_blank_row(stream, column_count, line, at, end);
          if (stream->status != SL_OK) return stream->status;
          continue;
        }
        SlRow row = {.cells = &empty_cell, .forms = &is_absent, .count = 1, .written = 1, .line = line, .start = at, .end = end};
        SlStatus status = stream->sink->row(stream->sink->context, &row, err);
        if (status != SL_OK) return status;
        continue;
      }
      if (walks) {
        SlStatus status = walk_record(stream, source, dialect, column_count, text, record, &at, &line, err);
        if (status != SL_OK) return status;
        next = at;
        line--;
        continue;
      }
      stream->row.line = line;
      stream->row.start = at;
      stream->in_row = true;
    }
    SlStatus status = feed(parser, stream, source, dialect, at, next, err);
    if (status != SL_OK) return status;
  }
  csv_fini(parser, take_cell, take_row, stream);
  return check_parser(parser, stream, source, dialect, err);
}

SlStatus sl_stream_read(const SlSource *source, const SlDialect *dialect, int64_t column_count, SlStretch *stretch,
                        const SlRowSink *sink, int64_t *stop_line, SlError *err) {
  *stop_line = 0;
  struct csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0) return sl_fail_alloc(err, sizeof parser);
  csv_set_delim(&parser, (unsigned char)dialect->delimiter);
  csv_set_quote(&parser, dialect->quotes ? (unsigned char)dialect->quote : NO_QUOTE);
  csv_set_space_func(&parser, keeps_spaces);
  memory_refused = false;
  csv_set_realloc_func(&parser, grow_buffer);
  csv_set_free_func(&parser, sl_free);
  SlError ignored;
  Stream stream = {.sink = sink, .err = err ? err : &ignored, .keeps_blank = dialect->keeps_blank};
  SlRecord record;
  sl_record_init(&record);
  SlStatus status = read_lines(&parser, &stream, source, dialect, column_count, &record, stretch, stop_line, err);
  sl_record_reset(&record);
  csv_free(&parser);
  sl_buf_reset(&stream.bytes);
  sl_free(stream.ends);
  sl_free(stream.cells);
  sl_free(stream.forms);
  return status;
}
