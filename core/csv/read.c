#include "core/csv/read.h"

#include "core/base/progress.h"
#include "core/csv/chunk.h"
#include "core/csv/feed.h"
#include "core/csv/reading.h"

void sl_csv_options_init(SlCsvOptions *options) {
  *options = (SlCsvOptions){.quotes = true, .has_header = true, .header_rows = 1, .date_order = -1};
}

void sl_csv_report_init(SlCsvReport *report) { *report = (SlCsvReport){0}; }

void sl_csv_report_reset(SlCsvReport *report) {
  sl_table_release(report->problems);
  sl_table_release(report->rejects);
  sl_table_release(report->preamble);
  sl_table_release(report->footnotes);
  sl_buf_reset(&report->notices);
  sl_csv_report_init(report);
}

/* The head of a text says how to read the rest. What is wrong with it may be so only because the text is not what its head
 * looks like. */
static SlStatus read_head(SlReading *reading, SlBuf *notices, SlError *err) {
  const SlSource *source = reading->source;
  SlStatus status = sl_dialect_resolve(reading->options, &reading->dialect, err);
  if (status != SL_OK) return status;
  status = sl_header_read(source, &reading->dialect, reading->options, &reading->arena, &reading->header, &reading->preamble,
                          notices, err);
  if (status == SL_OK) status = sl_reading_choose_columns(reading, err);
  bool beyond_head = status == SL_OK ? reading->header.body >= source->text.length : status != SL_ENOMEM;
  reading->needs_whole = reading->partial && beyond_head;
  if (reading->needs_whole) return SL_OK;
  return status == SL_OK ? sl_reading_begin_scan(reading, err) : status;
}

/* Cells to columns; the table is the caller's only when the status says so. */
static SlStatus finish(SlReading *reading, SlTable **table, SlCsvReport *report, SlError *err) {
  if (reading->needs_whole) return SL_OK;
  SlStatus status = reading->ragged.count ? sl_reading_fail_ragged(reading, err) : sl_reading_fail_promise(reading, err);
  if (status != SL_OK || reading->needs_whole) return status;
  status = sl_reading_settle_kinds(reading, err);
  if (status != SL_OK || reading->needs_whole) return status;
  status = sl_reading_table(reading, table, err);
  if (status == SL_OK) status = sl_reading_report(reading, *table, report, err);
  return status;
}

static SlStatus end_reading(SlReading *reading, SlStatus status, SlTable *table, SlTable **out, bool *needs_whole) {
  *needs_whole = reading->needs_whole;
  sl_reading_reset(reading);
  if (status == SL_OK && table && !*needs_whole)
    *out = table;
  else
    sl_table_release(table);
  return status;
}

/* *needs_whole: nothing was read, as the source must be whole for it. */
static SlStatus read_source(SlSource *source, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, bool *needs_whole,
                            SlError *err) {
  SlReading reading;
  sl_reading_init(&reading, source, options);
  SlTable *table = NULL;
  SlStatus status = read_head(&reading, &report->notices, err);
  if (status == SL_OK && !reading.needs_whole) status = sl_reading_body(&reading, err);
  if (status == SL_OK) status = finish(&reading, &table, report, err);
  return end_reading(&reading, status, table, out, needs_whole);
}

SlStatus sl_csv_end_read(const SlInput *input, SlStatus status, SlError *err) {
  if (status != SL_OK && status != SL_EPARSE && status != SL_ENAME) return status;
  SlError changed;
  if (sl_input_check_unchanged(input, &changed) == SL_OK) return status;
  if (err) *err = changed;
  return changed.status;
}

/* --- what is packed, chunk by chunk: one is unpacked while the one before it is read ----------------------------------------- */

static SlStatus fetch_chunk(void *context, int64_t unused, SlError *err) {
  (void)unused;
  return sl_feed_fetch(context, err);
}

/* All chunks; what comes first is `chunk`, which is given back. */
static SlStatus scan_feed(SlReading *reading, SlFeed *feed, SlSource *chunk, SlError *err) {
  reading->scan.beside = fetch_chunk;
  reading->scan.beside_context = feed;
  reading->is_scanned = true;
  size_t start = reading->header.body;
  int64_t line = reading->header.body_line;
  bool more = true;
  SlStatus status = SL_OK;
  while (more && status == SL_OK) {
    bool scanned;
    status = sl_reading_scan(reading, chunk, start, line, &scanned, err);
    reading->needs_whole = status == SL_OK && !scanned;
    if (status != SL_OK || reading->needs_whole) break;
    for (int64_t i = 0; i < reading->column_count && reading->stretch_count > 0; i++)
      reading->columns[i].kind = reading->blocks[(reading->stretch_count - 1) * reading->column_count + i].kind;
    sl_feed_give_back(feed, chunk);
    status = sl_feed_next(feed, chunk, &more, err);
    start = 0;
    line = chunk->first_line;
  }
  return status;
}

static SlStatus read_feed(SlFeed *feed, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, bool *needs_whole, SlError *err) {
  SlSource chunk;
  bool more;
  SlStatus status = sl_feed_next(feed, &chunk, &more, err);
  if (status != SL_OK) return status;
  SlReading reading;
  sl_reading_init(&reading, &chunk, options);
  reading.partial = reading.passing = true;
  SlTable *table = NULL;
  bool valid;
  status = sl_source_prove(&chunk, &valid, err); /* the head is kept: it must be text */
  reading.needs_whole = status == SL_OK && !valid;
  if (status == SL_OK && valid) status = read_head(&reading, &report->notices, err);
  if (status == SL_OK && !reading.needs_whole) {
    reading.needs_whole = !sl_reading_can_scan(&reading);
    if (!reading.needs_whole) status = scan_feed(&reading, feed, &chunk, err);
    chunk.input_bytes = sl_input_taken(feed->input);
    if (status == SL_OK) status = finish(&reading, &table, report, err);
  }
  status = end_reading(&reading, status, table, out, needs_whole);
  sl_source_reset(&chunk);
  return status;
}

/* The table of one chunk, or only what its columns are. */
static SlStatus finish_chunk(SlReading *reading, SlCellKind *kinds, SlTable **table, SlError *err) {
  bool bad = reading->ragged.count > 0;
  for (int64_t i = 0; i < reading->column_count; i++) bad |= reading->columns[i].bad > 0;
  reading->needs_whole |= bad;
  if (reading->needs_whole) return SL_OK;
  SlStatus status = SL_OK;
  if (table)
    status = sl_reading_settle_kinds(reading, err);
  else
    sl_reading_settle(reading);
  for (int64_t i = 0; i < reading->column_count; i++) kinds[i] = reading->columns[i].kind;
  return table && status == SL_OK ? sl_reading_table(reading, table, err) : status;
}

SlStatus sl_csv_read_chunk(const SlChunkReading *how, SlSource *chunk, size_t start, int64_t line, SlTable **out, int64_t *records,
                           bool *needs_whole, SlError *err) {
  SlReading reading;
  sl_reading_init(&reading, chunk, how->options);
  reading.header = *how->header;
  reading.header.body = start;
  reading.header.body_line = line;
  SlTable *table = NULL;
  SlStatus status = sl_dialect_resolve(how->options, &reading.dialect, err);
  if (status == SL_OK) status = sl_reading_choose_columns(&reading, err);
  if (status == SL_OK) status = sl_reading_begin_scan(&reading, err);
  if (status == SL_OK) {
    reading.scan.beside = fetch_chunk;
    reading.scan.beside_context = how->feed;
    for (int64_t i = 0; i < reading.column_count; i++) reading.columns[i].kind = how->kinds[i];
    status = sl_reading_body(&reading, err);
  }
  if (status == SL_OK && !reading.needs_whole) status = finish_chunk(&reading, how->kinds, out ? &table : NULL, err);
  *records = reading.records;
  if (out) return end_reading(&reading, status, table, out, needs_whole);
  *needs_whole = reading.needs_whole;
  sl_reading_reset(&reading);
  return status;
}

/* *needs_whole: chunk by chunk it cannot be read. */
static SlStatus read_packed(SlInput *input, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, bool *needs_whole,
                            SlError *err) {
  SlDialect dialect;
  SlFeed feed;
  bool fits;
  *needs_whole = true;
  if (options->encoding != SL_ENCODING_AUTO && options->encoding != SL_ENCODING_UTF8) return SL_OK;
  SlStatus status = sl_dialect_resolve(options, &dialect, err);
  if (status == SL_OK) status = sl_feed_open(input, &dialect, &feed, &fits, err);
  if (status != SL_OK || !fits) return status;
  status = read_feed(&feed, options, out, report, needs_whole, err);
  sl_feed_close(&feed);
  return status;
}

/* What was found out goes to the caller, who may not want it, only when the read succeeded. */
static SlStatus hand_over(SlStatus status, SlCsvReport *found, SlCsvReport *report) {
  if (status == SL_OK && report)
    *report = *found;
  else
    sl_csv_report_reset(found);
  return status;
}

/* `input` is what the source was opened of; NULL when that is whole. */
static SlStatus read_all(SlSource *source, SlInput *input, const SlCsvOptions *options, SlTable **out, SlCsvReport *found, SlError *err) {
  bool needs_whole;
  SlStatus status = read_source(source, options, out, found, &needs_whole, err);
  if (status != SL_OK || !needs_whole) return status;
  sl_csv_report_reset(found);
  status = sl_source_load(source, input, options->encoding, &found->notices, err);
  return status == SL_OK ? read_source(source, options, out, found, &needs_whole, err) : status;
}

static SlStatus read_input(SlInput *input, const SlCsvOptions *options, SlTable **out, SlCsvReport *found, SlError *err) {
  if (sl_input_is_packed(input) && sl_input_file(input)) {
    bool needs_whole;
    SlStatus status = read_packed(input, options, out, found, &needs_whole, err);
    if (status != SL_OK || !needs_whole) return status;
    sl_csv_report_reset(found);
    status = sl_input_rewind(input, err);
    if (status != SL_OK) return status;
  }
  SlSource source;
  SlStatus status = sl_source_open(input, options->encoding, &source, &found->notices, err);
  if (status != SL_OK) return status;
  status = read_all(&source, input, options, out, found, err);
  sl_source_reset(&source);
  return status;
}

SlStatus sl_csv_read(const char *path, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  SlInput *input;
  SlDialect dialect; /* options that contradict each other are told before anything is read */
  SlStatus status = sl_dialect_resolve(options, &dialect, err);
  if (status == SL_OK) status = sl_input_open(path, &input, err);
  if (status != SL_OK) return status;
  SlCsvReport found;
  sl_csv_report_init(&found);
  SlTable *table = NULL;
  sl_progress_begin(path, (int64_t)sl_input_expected(input));
  status = read_input(input, options, &table, &found, err);
  sl_progress_end();
  status = sl_csv_end_read(input, status, err);
  if (status == SL_OK && sl_input_file(input)) found.mark = sl_input_file(input)->mark;
  sl_input_close(input);
  if (status == SL_OK)
    *out = table;
  else
    sl_table_release(table);
  return hand_over(status, &found, report);
}

SlStatus sl_csv_read_text(SlStr text, const char *name, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  SlDialect dialect;
  SlStatus status = sl_dialect_resolve(options, &dialect, err);
  if (status != SL_OK) return status;
  SlCsvReport found;
  sl_csv_report_init(&found);
  SlSource source;
  status = sl_source_of_text(text, name, options->encoding, &source, &found.notices, err);
  if (status == SL_OK) {
    status = read_all(&source, NULL, options, out, &found, err);
    sl_source_reset(&source);
  }
  return hand_over(status, &found, report);
}

