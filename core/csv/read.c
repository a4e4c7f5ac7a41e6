#include "core/csv/read.h"

#include "core/base/alloc.h"
#include "core/base/progress.h"
#include "core/csv/chunk.h"
#include "core/csv/doubts/advice.h"
#include "core/csv/doubts/tries.h"
#include "core/csv/feed.h"
#include "core/csv/reading.h"
#include "core/csv/separator.h"

enum { MOST_CELLS_A_BYTE = 64 };

void sl_csv_options_init(SlCsvOptions *options) {
  *options = (SlCsvOptions){.quotes = SL_QUOTES_STRICT, .has_header = true, .header_rows = 1, .date_order = -1};
}

void sl_csv_report_init(SlCsvReport *report) { *report = (SlCsvReport){0}; }

void sl_csv_report_reset(SlCsvReport *report) {
  sl_table_release(report->problems);
  sl_table_release(report->rejects);
  sl_table_release(report->marks);
  sl_table_release(report->preamble);
  sl_table_release(report->footnotes);
  sl_buf_reset(&report->notices);
  sl_buf_reset(&report->notes);
  sl_csv_report_init(report);
}

/* The head of a text says how to read the rest. What is wrong with it may be so only because the text is not what its head
 * looks like. */
static SlStatus read_head(SlReading *reading, SlBuf *notices, SlError *err) {
  const SlSource *source = reading->source;
  SlStatus status = sl_dialect_resolve(reading->options, &reading->dialect, err);
  if (status != SL_OK) return status;
  status = sl_header_read(source, &reading->dialect, reading->options, reading->least_fields, &reading->arena, &reading->header, &reading->preamble,
                          notices, err);
  if (status == SL_OK) status = sl_reading_choose_columns(reading, err);
  bool beyond_head = status == SL_OK ? reading->header.body >= source->text.length : status != SL_ENOMEM;
  reading->needs_whole = reading->partial && beyond_head;
  if (reading->needs_whole) return SL_OK;
  if (status == SL_OK) sl_reading_begin_scan(reading);
  return status;
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

static SlStatus end_reading(SlReading *reading, SlStatus status, SlTable *table, SlTable **out, SlCutOutcome *outcome) {
  outcome->needs_whole = reading->needs_whole;
  sl_reading_reset(reading);
  if (status == SL_OK && table && !outcome->needs_whole)
    *out = table;
  else
    sl_table_release(table);
  return status;
}

/* Once the header was read, and the body or not. */
static void note_cut(const SlReading *reading, SlStatus status, SlCutOutcome *outcome) {
  outcome->fields = reading->header.count;
  bool names_alone = status == SL_ENAME; /* a column that is asked for is not there: how the rows are cut was not at fault */
  outcome->cut = (status == SL_OK || names_alone) && reading->ragged.count == 0 && reading->miscut == 0;
  outcome->alike = outcome->cut && reading->header.count >= 2;
  outcome->spans_lines = reading->spans_lines;
}

/* Filled up, a text must not become much more than it is: of one long row and many short ones no table is made. */
static bool may_widen(const SlReading *reading) {
  size_t cells;
  return sl_multiply_size((size_t)reading->records, (size_t)reading->widest, &cells) &&
         cells / MOST_CELLS_A_BYTE <= reading->source->text.length;
}

/* How many columns a text has whose rows are to be filled up: those of its longest row, when that is longer than the header, else 0.
 * Names are asked for only of the columns that there will be, so that this comes first. What fails here fails again when the rows are
 * read, and is told then. */
static int64_t measure_width(SlSource *source, const SlCsvOptions *options) {
  SlCsvOptions bare = *options;
  bare.columns = &(SlStr){"", 0};
  bare.column_count = bare.type_count = 0;
  SlReading reading;
  SlBuf unheard;
  sl_buf_init(&unheard);
  sl_reading_init(&reading, source, &bare);
  SlStatus status = read_head(&reading, &unheard, NULL);
  if (status == SL_OK && !reading.needs_whole) status = sl_reading_body(&reading, NULL);
  int64_t width = status == SL_OK && !reading.needs_whole && reading.ragged.count > 0 && may_widen(&reading) ? reading.widest : 0;
  sl_reading_reset(&reading);
  sl_buf_reset(&unheard);
  return width;
}

SlStatus sl_read_source(SlSource *source, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlCutOutcome *outcome,
                        SlError *err) {
  SlReading reading;
  sl_reading_init(&reading, source, options);
  if (options->ragged == SL_BAD_MEND) reading.least_fields = measure_width(source, options);
  SlTable *table = NULL;
  SlStatus status = read_head(&reading, &report->notices, err);
  if (status == SL_OK && !reading.needs_whole) status = sl_reading_body(&reading, err);
  note_cut(&reading, status, outcome);
  if (status == SL_OK) status = finish(&reading, &table, report, err);
  return end_reading(&reading, status, table, out, outcome);
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
      reading->columns[i].kind = (SlCellKind)reading->blocks[(reading->stretch_count - 1) * reading->column_count + i].kind;
    sl_feed_give_back(feed, chunk);
    status = sl_feed_next(feed, chunk, &more, err);
    start = 0;
    line = chunk->first_line;
  }
  return status;
}

/* The separator for a text of which only the head is at hand, into own: sure when *guess is 0, else to be proved by the read. */
static SlStatus choose_separator(const SlSource *source, SlCsvOptions *own, char *guess, bool *needs_whole, SlError *err) {
  *guess = 0;
  SlStr head = source->text;
  if (own->delimiter == 0) own->delimiter = sl_separator_said(head, own, source->name);
  if (own->delimiter) return SL_OK;
  SlSeparators look;
  SlStatus status = sl_separators_look(head, own, &look, err);
  if (!look.comma && look.count == 1) own->delimiter = *guess = look.others[0];
  *needs_whole = look.beyond || (!look.comma && look.count > 1);
  return status;
}

static SlStatus read_feed(SlFeed *feed, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlCutOutcome *outcome, SlError *err) {
  SlSource chunk;
  bool more;
  SlStatus status = sl_feed_next(feed, &chunk, &more, err);
  if (status != SL_OK) return status;
  SlCsvOptions own = *options;
  SlReading reading;
  sl_reading_init(&reading, &chunk, &own);
  reading.partial = reading.passing = true;
  SlTable *table = NULL;
  bool valid, title = false; /* what gives rise to advice is told when all of the text is there */
  char guess = 0;
  status = sl_source_prove(&chunk, &valid, err); /* the head is kept: it must be text */
  reading.needs_whole = status == SL_OK && !valid;
  if (status == SL_OK && valid) status = choose_separator(&chunk, &own, &guess, &reading.needs_whole, err);
  if (status == SL_OK && !reading.needs_whole) status = read_head(&reading, &report->notices, err);
  if (status == SL_OK && !reading.needs_whole) {
    title = sl_advice_finds_title(&chunk, &own);
    reading.needs_whole = !sl_reading_can_scan(&reading);
    if (!reading.needs_whole) status = scan_feed(&reading, feed, &chunk, err);
    chunk.input_bytes = sl_input_taken(feed->input);
    if (status == SL_OK) status = finish(&reading, &table, report, err);
  }
  note_cut(&reading, status, outcome);
  title = title || (table && sl_advice_is_due(&own, options->delimiter == 0, outcome->spans_lines, table));
  reading.needs_whole |= title || (guess && !outcome->alike);
  if (guess && outcome->alike) sl_separator_tell(guess, outcome->fields, &report->notices);
  if (status == SL_OK && report->notices.failed) status = sl_fail_alloc(err, 128);
  status = end_reading(&reading, status, table, out, outcome);
  sl_source_reset(&chunk);
  return status;
}

/* The table of one chunk, or only what its columns are. */
static SlStatus finish_chunk(SlReading *reading, SlCellKind *kinds, SlTable **table, SlError *err) {
  bool bad = reading->ragged.count > 0;
  for (int64_t i = 0; reading->odds && i < reading->column_count; i++) bad |= reading->odds[i].bad > 0;
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

/* What the chunk says of the decimal point of its columns. */
static void add_points(const SlReading *reading, const SlTable *table, SlChunkPoints *points) {
  for (int64_t i = 0; i < reading->column_count; i++) {
    const SlCellRules *rules = reading->columns[i].rules;
    const SlReadOdds *odds = sl_reading_odds(reading, i);
    if (!rules->doubts_point || rules->declared) continue;
    points[i].two_figures += odds->two_figures;
    points[i].plain_fractions += odds->plain_fractions;
    if (!table || table->columns[i]->type != SL_TEXT || points[i].other_tables) continue;
    SlCommaCells cells = sl_reading_commas(rules, table->columns[i]);
    points[i].comma_tables += cells == SL_COMMA_NUMBERS;
    points[i].other_tables += cells == SL_COMMA_OTHERS;
  }
}

static void swap_lines(SlLines *a, SlLines *b) {
  SlLines held = *a;
  *a = *b;
  *b = held;
}

SlStatus sl_csv_read_chunk(const SlChunkReading *how, SlSource *chunk, size_t start, int64_t line, SlTable **out, int64_t *records,
                           bool *needs_whole, SlError *err) {
  SlReading reading;
  sl_reading_init(&reading, chunk, how->options);
  reading.header = *how->header;
  reading.header.body = start;
  reading.header.body_line = line;
  if (out) swap_lines(&reading.preamble, how->preamble);
  SlTable *table = NULL;
  SlStatus status = sl_dialect_resolve(how->options, &reading.dialect, err);
  if (status == SL_OK) status = sl_reading_choose_columns(&reading, err);
  if (status == SL_OK) {
    sl_reading_begin_scan(&reading);
    reading.scan.beside = fetch_chunk;
    reading.scan.beside_context = how->feed;
    for (int64_t i = 0; i < reading.column_count; i++) reading.columns[i].kind = how->kinds[i];
    status = sl_reading_body(&reading, err);
  }
  if (status == SL_OK && !reading.needs_whole) status = finish_chunk(&reading, how->kinds, out ? &table : NULL, err);
  *records = reading.records;
  *how->spans_lines = reading.spans_lines;
  *how->blank_rows += reading.blank_rows;
  add_points(&reading, table, how->points);
  if (status == SL_OK && table) status = sl_reading_add_shorthand(&reading, table, how->shorthands, err);
  if (out) swap_lines(&reading.preamble, how->preamble);
  SlCutOutcome outcome = {.needs_whole = reading.needs_whole};
  if (out)
    status = end_reading(&reading, status, table, out, &outcome);
  else
    sl_reading_reset(&reading);
  *needs_whole = outcome.needs_whole;
  return status;
}

/* *needs_whole: chunk by chunk it cannot be read. */
static SlStatus read_packed(SlInput *input, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, bool *needs_whole,
                            SlError *err) {
  SlDialect dialect;
  SlFeed feed;
  bool fits;
  SlCutOutcome outcome = {.needs_whole = true};
  *needs_whole = true;
  if (options->encoding != SL_ENCODING_AUTO && options->encoding != SL_ENCODING_UTF8) return SL_OK;
  SlStatus status = sl_dialect_resolve(options, &dialect, err);
  if (status == SL_OK) status = sl_feed_open(input, &dialect, &feed, &fits, err);
  if (status != SL_OK || !fits) return status;
  status = read_feed(&feed, options, out, report, &outcome, err);
  *needs_whole = outcome.needs_whole;
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

/* --- files and texts ------------------------------------------------------------------------------------------------------------ */

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
  SlBuf notices;
  sl_buf_init(&notices);
  SlStatus status = sl_source_open(input, options->encoding, &source, &notices, err);
  if (status == SL_OK) {
    status = sl_try_separators(&(SlTryText){&source, input, &notices}, options, out, found, err);
    sl_source_reset(&source);
  }
  sl_buf_reset(&notices);
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
  SlBuf notices;
  sl_buf_init(&notices);
  status = sl_source_of_text(text, name, options->encoding, &source, &notices, err);
  if (status == SL_OK) {
    status = sl_try_separators(&(SlTryText){&source, NULL, &notices}, options, out, &found, err);
    sl_source_reset(&source);
  }
  sl_buf_reset(&notices);
  return hand_over(status, &found, report);
}

