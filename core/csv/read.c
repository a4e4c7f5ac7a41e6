#include "core/csv/read.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/base/progress.h"
#include "core/base/runtime.h"
#include "core/csv/cells.h"
#include "core/csv/feed.h"
#include "core/csv/header.h"
#include "core/csv/lines.h"
#include "core/csv/message.h"
#include "core/csv/problem.h"
#include "core/csv/reading.h"
#include "core/csv/record.h"
#include "core/csv/scan.h"
#include "core/csv/stream.h"

/* Rows that are read before their cells are sealed: enough to make sealing cheap, few enough to stay in the cache. */
#ifndef SL_CSV_STRETCH_ROWS
#define SL_CSV_STRETCH_ROWS 65536
#endif
enum { STRETCH_BYTES = 1 << 22, RAGGED_LINES_SHOWN = 10, ROWS_FOR_ALL_CORES = 1 << 14 };

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

typedef struct Column { /* of the table */
  SlStr name;
  int64_t field;
  SlCellRules rules;
  SlCellStore store;
  SlCells cells;
  SlCellKind kind;         /* hoped for, then settled after the first pass */
  int64_t present, bad;    /* over all rows, for the message about a broken promise */
  int64_t first_bad_record;
} Column;

typedef struct Stretch {
  SlStretch text;
  int64_t first_record;    /* records before it, rejected ones included */
} Stretch;

typedef struct Ragged {
  int64_t count;
  int64_t lines[RAGGED_LINES_SHOWN], fields[RAGGED_LINES_SHOWN];
  size_t first;            /* where the first of them begins */
  int64_t first_record;
  bool all_alike;          /* all have the same number of fields */
} Ragged;

typedef struct Reading {
  SlSource *source;
  const SlCsvOptions *options;
  SlDialect dialect;
  SlHeader header;
  SlArena arena;
  int64_t *column_of_field; /* of the header.count fields of the file; -1 when it is not asked for */
  Column *columns;
  int64_t column_count;
  bool checks_promises;    /* rows with bad cells are rejected, so they are looked through before they are taken */

  Stretch *stretches;
  SlCellBlock *blocks;     /* stretch by stretch, column_count each */
  int64_t stretch_count, stretch_capacity;
  Stretch now;             /* the one being filled */
  int64_t rows_now;        /* taken into it */
  int64_t records;         /* met so far */
  int64_t *rejected;       /* their numbers, rising */
  int64_t rejected_count, rejected_capacity;

  bool is_scanned;         /* not read as a stream */
  SlScan scan;
  SlScanColumn *scan_columns;
  SlScanned *scanned;      /* of the text, or of each chunk: their stores are what blocks refer to */
  int64_t scanned_count;
  bool partial;            /* the source is not all of the text */
  bool passing;            /* chunks: text that was scanned is gone */
  bool needs_whole;        /* nothing was read: the source must be whole for this */
  SlCellStore *again_stores;    /* of stretches that were scanned again: column_count for each task */
  int64_t again_tasks;
  int64_t again_stretch;   /* in the second pass of a stream: the one that is being read again */

  Ragged ragged;
  SlLines preamble, footnotes, rejects;
} Reading;

/* ---- what is to be read ------------------------------------------------------------------------------------------ */

static int64_t find_name(const SlStr *names, int64_t count, SlStr name) {
  for (int64_t i = 0; i < count; i++)
    if (sl_str_equal(names[i], name)) return i;
  return -1;
}

static SlStatus require_name(const Reading *reading, SlStr name, int64_t *index, SlError *err) {
  *index = find_name(reading->header.names, reading->header.count, name);
  if (*index >= 0) return SL_OK;
  sl_fail_no_column(err, reading->source->name, name, reading->header.names, reading->header.count);
  return SL_ENAME;
}

static SlStatus choose_columns(Reading *reading, SlError *err) {
  const SlCsvOptions *options = reading->options;
  int64_t fields = reading->header.count;
  int64_t count = options->columns ? options->column_count : fields;
  reading->column_of_field = sl_arena_alloc_array(&reading->arena, (size_t)fields, sizeof *reading->column_of_field);
  reading->columns = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *reading->columns);
  if (!reading->column_of_field || (count > 0 && !reading->columns)) return sl_fail_alloc(err, (size_t)count * sizeof *reading->columns);
  for (int64_t i = 0; i < fields; i++) reading->column_of_field[i] = -1;
  for (int64_t i = 0; i < count; i++) {
    int64_t field = i;
    if (options->columns) {
      SlStatus status = require_name(reading, options->columns[i], &field, err);
      if (status != SL_OK) return status;
      if (reading->column_of_field[field] >= 0)
        return sl_fail(err, SL_EARG, "columns names \"%.*s\" twice", SL_STR_ARGS(options->columns[i]));
    }
    reading->column_of_field[field] = i;
    Column *column = &reading->columns[i];
    column->name = reading->header.names[field];
    column->field = field;
    column->rules = (SlCellRules){
      .missing = options->missing,
      .missing_count = options->missing_count,
      .markers = options->markers_gss,
      .decimal = options->decimal ? options->decimal : '.',
      .date_order = options->date_order,
    };
    sl_cell_store_init(&column->store);
    sl_cells_init(&column->cells, &column->rules, &column->store);
    reading->column_count = i + 1;
  }
  for (int64_t i = 0; i < options->type_count; i++) {
    int64_t field;
    SlStatus status = require_name(reading, options->types[i].column, &field, err);
    if (status != SL_OK) return status;
    if (reading->column_of_field[field] < 0) continue; /* promised, but not asked for */
    Column *column = &reading->columns[reading->column_of_field[field]];
    column->rules.declared = true;
    column->rules.type = options->types[i].type;
    if (options->on_error == SL_BAD_REJECT) reading->checks_promises = true;
  }
  return SL_OK;
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static SlStatus reserve_stretches(Reading *reading, int64_t more, SlError *err) {
  if (reading->stretch_count + more > reading->stretch_capacity) {
    size_t capacity = sl_grow_capacity((size_t)reading->stretch_capacity, (size_t)(reading->stretch_count + more));
    size_t columns = (size_t)reading->column_count, blocks;
    if (!sl_multiply_size(capacity, columns, &blocks)) return sl_fail_alloc(err, SIZE_MAX);
    Stretch *stretches = sl_realloc_array(reading->stretches, capacity, sizeof *stretches);
    if (!stretches) return sl_fail_alloc(err, capacity * sizeof *stretches);
    reading->stretches = stretches;
    SlCellBlock *grown = sl_realloc_array(reading->blocks, blocks, sizeof *grown);
    if (!grown) return sl_fail_alloc(err, blocks * sizeof *grown);
    reading->blocks = grown;
    reading->stretch_capacity = (int64_t)capacity;
  }
  return SL_OK;
}

/* What a block adds to what is known of its column. */
static void count_block(Column *column, const SlCellBlock *block, int64_t first_record) {
  if (block->bad && column->bad == 0) column->first_bad_record = first_record + block->first_bad;
  column->bad += block->bad;
  column->present += block->present;
}

static SlStatus push_stretch(Reading *reading, SlError *err) {
  SlStatus status = reserve_stretches(reading, 1, err);
  if (status != SL_OK) return status;
  SlCellBlock *blocks = reading->blocks + reading->stretch_count * reading->column_count;
  memset(blocks, 0, (size_t)reading->column_count * sizeof *blocks);
  reading->stretches[reading->stretch_count++] = reading->now;
  for (int64_t i = 0; i < reading->column_count; i++) {
    Column *column = &reading->columns[i];
    status = sl_cells_seal(&column->cells, &blocks[i], err);
    if (status != SL_OK) return status;
    count_block(column, &blocks[i], reading->now.first_record);
    sl_cells_begin(&column->cells, blocks[i].kind);
  }
  return SL_OK;
}

static bool is_rejected(const Reading *reading, int64_t record) {
  int64_t low = 0, high = reading->rejected_count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (reading->rejected[middle] < record)
      low = middle + 1;
    else
      high = middle;
  }
  return low < reading->rejected_count && reading->rejected[low] == record;
}

static SlStatus reject(Reading *reading, const SlRow *row, SlStr reason, SlError *err) {
  if (reading->rejected_count == reading->rejected_capacity) {
    size_t capacity = sl_grow_capacity((size_t)reading->rejected_capacity, (size_t)reading->rejected_count + 1);
    int64_t *grown = sl_realloc_array(reading->rejected, capacity, sizeof *grown);
    if (!grown) return sl_fail_alloc(err, capacity * sizeof *grown);
    reading->rejected = grown;
    reading->rejected_capacity = (int64_t)capacity;
  }
  reading->rejected[reading->rejected_count++] = reading->records - 1;
  sl_lines_add(&reading->rejects, row->line, reason, (SlStr){reading->source->text.bytes + row->start, row->end - row->start});
  return SL_OK;
}

static SlStatus take_ragged(Reading *reading, const SlRow *row, SlError *err) {
  if (reading->options->ragged == SL_BAD_REJECT) {
    SlBuf reason;
    sl_buf_init(&reason);
    sl_buf_printf(&reason, "%" PRId64 " field%s, the header has %" PRId64, row->count, row->count == 1 ? "" : "s",
                  reading->header.count);
    SlStatus status = reason.failed ? sl_fail_alloc(err, 64) : reject(reading, row, sl_buf_str(&reason), err);
    sl_buf_reset(&reason);
    return status;
  }
  Ragged *ragged = &reading->ragged;
  if (ragged->count == 0) {
    ragged->first = row->start;
    ragged->first_record = reading->records;
    ragged->all_alike = true;
    ragged->fields[0] = row->count;
  }
  ragged->all_alike &= row->count == ragged->fields[0];
  if (ragged->count < RAGGED_LINES_SHOWN) {
    ragged->lines[ragged->count] = row->line;
    ragged->fields[ragged->count] = row->count;
  }
  ragged->count++;
  return SL_OK;
}

/* A declared column's cell that is not what was promised, of this row; NULL when there is none. */
static const Column *find_broken_promise(const Reading *reading, const SlRow *row, SlCell *broken) {
  for (int64_t i = 0; i < reading->column_count; i++) {
    const Column *column = &reading->columns[i];
    if (!column->rules.declared || column->rules.type == SL_TEXT) continue;
    SlCell cell = sl_cell_of(&column->rules, row->cells[column->field], row->absent[column->field]);
    if (cell.missing) continue;
    SlCellKind kind = column->cells.kind;
    bool good = kind == SL_CELLS_NONE ? sl_cell_kind(&column->rules, cell.text) != SL_CELLS_TEXT
                                      : sl_cell_is(&column->rules, kind, cell.text);
    if (good) continue;
    *broken = cell;
    return column;
  }
  return NULL;
}

static SlStatus reject_broken(Reading *reading, const SlRow *row, const Column *column, const SlCell *cell, SlError *err) {
  SlBuf reason;
  sl_buf_init(&reason);
  sl_buf_printf(&reason, "column \"%.*s\": %s is not %s", SL_STR_ARGS(column->name), sl_quoted_text(cell->text).text,
                sl_type_words(column->rules.type));
  SlStatus status = reason.failed ? sl_fail_alloc(err, 128) : reject(reading, row, sl_buf_str(&reason), err);
  sl_buf_reset(&reason);
  return status;
}

static SlStatus take_row(void *context, const SlRow *row, SlError *err) {
  Reading *reading = context;
  reading->records++;
  if (row->count != reading->header.count) return take_ragged(reading, row, err);
  SlCell broken;
  const Column *breaker = reading->checks_promises ? find_broken_promise(reading, row, &broken) : NULL;
  if (breaker) return reject_broken(reading, row, breaker, &broken, err);
  if (reading->ragged.count) return SL_OK; /* the read has failed; only more ragged rows are still of interest */

  /* A stretch ends before the row that would overfill it: there its place in the text is known. */
  if (reading->rows_now >= SL_CSV_STRETCH_ROWS ||
      (reading->rows_now > 0 && row->start - reading->now.text.start > STRETCH_BYTES)) {
    reading->now.text.end = row->start;
    SlStatus status = push_stretch(reading, err);
    if (status != SL_OK) return status;
    reading->now = (Stretch){.text = {row->start, 0, row->line}, .first_record = reading->records - 1};
    reading->rows_now = 0;
  }
  for (int64_t i = 0; i < reading->column_count; i++) {
    Column *column = &reading->columns[i];
    sl_cells_add(&column->cells, row->cells[column->field], row->absent[column->field]);
  }
  reading->rows_now++;
  return SL_OK;
}

static SlStatus take_comment(void *context, int64_t line, SlStr text, SlError *err) {
  (void)err;
  Reading *reading = context;
  sl_lines_add(&reading->preamble, line, (SlStr){0}, text);
  return SL_OK;
}

static SlStatus keep_footnotes(Reading *reading, size_t at, int64_t line) {
  SlStr text = reading->source->text;
  while (at < text.length) {
    size_t next;
    size_t end = sl_line_end(text, at, &next);
    sl_lines_add(&reading->footnotes, line++, (SlStr){0}, (SlStr){text.bytes + at, end - at});
    at = next;
  }
  return SL_OK;
}

/* What was scanned becomes the reading's, the stretches of all parts in order. */
static SlStatus take_parts(Reading *reading, SlScanned *scanned, SlError *err) {
  SlScanned *grown = sl_realloc_array(reading->scanned, (size_t)reading->scanned_count + 1, sizeof *grown);
  if (!grown) {
    sl_scanned_reset(scanned);
    return sl_fail_alloc(err, (size_t)(reading->scanned_count + 1) * sizeof *grown);
  }
  reading->scanned = grown;
  grown[reading->scanned_count++] = *scanned;
  int64_t count = 0;
  for (int64_t p = 0; p < scanned->part_count; p++) count += scanned->parts[p].count;
  SlStatus status = reserve_stretches(reading, count, err);
  for (int64_t p = 0; p < scanned->part_count && status == SL_OK; p++) {
    const SlScanPart *part = &scanned->parts[p];
    for (int64_t i = 0; i < part->count; i++) {
      SlCellBlock *blocks = reading->blocks + reading->stretch_count * reading->column_count;
      memcpy(blocks, part->blocks + i * reading->column_count, (size_t)reading->column_count * sizeof *blocks);
      reading->stretches[reading->stretch_count++] = (Stretch){.text = part->stretches[i], .first_record = reading->records};
      for (int64_t c = 0; c < reading->column_count; c++) count_block(&reading->columns[c], &blocks[c], reading->records);
      reading->records += part->rows[i];
    }
  }
  return status;
}

/* Rows that may be rejected are looked at one by one: that is for the stream. */
static bool can_scan(const Reading *reading) {
  const SlCsvOptions *options = reading->options;
  return options->reader == SL_READER_ANY && options->ragged == SL_BAD_STOP && !reading->checks_promises && reading->column_count > 0 &&
         sl_scan_fits(&reading->dialect);
}

/* The source's rows, or a chunk's; *scanned is false when the scanner gave up. */
static SlStatus scan_rows(Reading *reading, const SlSource *source, size_t start, int64_t line, bool *scanned, SlError *err) {
  for (int64_t i = 0; i < reading->column_count; i++)
    reading->scan_columns[i] = (SlScanColumn){reading->columns[i].field, &reading->columns[i].rules, reading->columns[i].kind};
  reading->scan.source = source;
  SlScanned found;
  bool gave_up = false;
  SlStatus status = sl_scan_read(&reading->scan, start, line, &found, &gave_up, err);
  *scanned = status == SL_OK && !gave_up;
  return *scanned ? take_parts(reading, &found, err) : status;
}

static SlStatus stream_rows(Reading *reading, SlError *err) {
  SlStretch body = {reading->header.body, reading->source->text.length, reading->header.body_line};
  reading->now = (Stretch){.text = body};
  for (int64_t i = 0; i < reading->column_count; i++) sl_cells_begin(&reading->columns[i].cells, reading->columns[i].kind);
  SlRowSink sink = {reading, take_row, take_comment};
  int64_t stop_line;
  SlStatus status = sl_stream_read(reading->source, &reading->dialect, reading->header.count, &body, &sink, &stop_line, err);
  if (status != SL_OK) return status;
  if (stop_line) keep_footnotes(reading, body.end, stop_line);
  reading->now.text.end = body.end;
  return push_stretch(reading, err);
}

static SlStatus read_body(Reading *reading, SlError *err) {
  if (can_scan(reading)) {
    SlStatus status = scan_rows(reading, reading->source, reading->header.body, reading->header.body_line, &reading->is_scanned, err);
    if (status != SL_OK || reading->is_scanned) return status;
  }
  bool valid = false;
  SlStatus status = reading->source->whole ? sl_source_prove(reading->source, &valid, err) : SL_OK;
  reading->needs_whole = !valid;
  return status == SL_OK && valid ? stream_rows(reading, err) : status;
}

/* ---- failures that need the whole file --------------------------------------------------------------------------- */

static SlStatus fail_ragged(const Reading *reading, SlError *err) {
  const Ragged *ragged = &reading->ragged;
  int64_t wanted = reading->header.count;
  sl_csv_fail_at(err, reading->source, ragged->first, "%" PRId64 " field%s where the header has %" PRId64 " (row %s)", ragged->fields[0],
                 ragged->fields[0] == 1 ? "" : "s", wanted, sl_count_text(ragged->first_record).text);
  sl_fail_more(err, "\n  %s of %s rows %s another number of fields than the header: line", sl_count_text(ragged->count).text,
               sl_count_text(reading->records).text, ragged->count == 1 ? "has" : "have");
  if (ragged->count > 1) sl_fail_more(err, "s");
  int64_t shown = ragged->count < RAGGED_LINES_SHOWN ? ragged->count : RAGGED_LINES_SHOWN;
  for (int64_t i = 0; i < shown; i++)
    sl_fail_more(err, "%s %" PRId64 " (%" PRId64 ")", i ? "," : "", ragged->lines[i], ragged->fields[i]);
  sl_fail_more(err, shown < ragged->count ? ", and more." : ".");
  bool to_the_end = ragged->count == reading->records - ragged->first_record + 1; /* lines of a title, then a table */
  if (reading->options->has_header && ragged->all_alike && to_the_end && ragged->fields[0] > wanted)
    sl_fail_more(err, "\n  If the header is on line %" PRId64 ": read_csv(path, { skip = %" PRId64 " }).", ragged->lines[0],
                 ragged->lines[0] - 1);
  sl_fail_more(err, "\n  Fix the file, or read_csv(path, { ragged = \"reject\" }).");
  return SL_EPARSE;
}

typedef struct Place { /* of a record; init (zero) before, reset after */
  SlBuf room;
  SlStr text;      /* of its stretch */
  size_t start;    /* where that begins in all text */
  SlRecord record; /* in the text of the stretch */
  int64_t line;    /* on which it begins */
} Place;

static void place_reset(Place *place) {
  sl_record_reset(&place->record);
  sl_buf_reset(&place->room);
}

/* Where a record is: its stretch is known, the rest is walked. */
static SlStatus locate(const Reading *reading, int64_t record_number, Place *place, SlError *err) {
  int64_t low = 0, high = reading->stretch_count;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (reading->stretches[middle].first_record <= record_number)
      low = middle;
    else
      high = middle;
  }
  const Stretch *stretch = &reading->stretches[low];
  const SlDialect *dialect = &reading->dialect;
  place->start = stretch->text.start;
  place->line = stretch->text.line;
  SlStatus status = sl_source_piece(reading->source, stretch->text.start, stretch->text.end, &place->room, &place->text, err);
  size_t at = 0;
  for (int64_t number = stretch->first_record; status == SL_OK;) {
    size_t next;
    SlStr content = {place->text.bytes + at, sl_line_end(place->text, at, &next) - at};
    bool passed_over = (dialect->comment.length && sl_str_starts_with(content, dialect->comment)) ||
                       (content.length == 0 && reading->header.count != 1);
    if (passed_over) {
      at = next;
      place->line++;
      continue;
    }
    status = sl_record_walk(place->text, dialect, at, &place->record, err);
    if (status != SL_OK || number == record_number) break;
    number++;
    at = place->record.next;
    place->line += place->record.lines;
  }
  return status;
}

/* The line of a record's field, which may begin lines after the record does. */
static int64_t line_of_field(const Place *place, int64_t field) {
  const SlRecord *record = &place->record;
  SlStr before = {place->text.bytes + record->start, record->fields[field].start - record->start};
  int64_t lines, column;
  sl_text_position(before, before.length, &lines, &column);
  return place->line + lines - 1;
}

static SlStatus fail_promise(Reading *reading, SlError *err) {
  const Column *first = NULL;
  for (int64_t i = 0; i < reading->column_count; i++) {
    const Column *column = &reading->columns[i];
    if (column->bad == 0) continue;
    if (!first || column->first_bad_record < first->first_bad_record ||
        (column->first_bad_record == first->first_bad_record && column->field < first->field))
      first = column;
  }
  reading->needs_whole = first && reading->partial; /* the message counts its lines from the begin */
  if (!first || reading->needs_whole) return SL_OK;
  Place place = {0};
  SlBuf value;
  sl_buf_init(&value);
  SlStatus status = locate(reading, first->first_bad_record, &place, err);
  if (status == SL_OK) {
    sl_record_field(place.text, &reading->dialect, &place.record, first->field, &value);
    SlField field = place.record.fields[first->field];
    status = sl_csv_fail_cell(err, reading->source,
                              &(SlBrokenCell){
                                .column = first->name,
                                .type = first->rules.type,
                                .value = sl_buf_str(&value),
                                .offset = place.start + field.start + (field.quoted ? 1 : 0),
                                .row = first->first_bad_record + 1,
                                .good = first->present - first->bad,
                                .cells = first->present,
                              });
  }
  sl_buf_reset(&value);
  place_reset(&place);
  return status;
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static SlStatus take_row_again(void *context, const SlRow *row, SlError *err) {
  (void)err;
  Reading *reading = context;
  int64_t record = reading->records++;
  if (row->count != reading->header.count || is_rejected(reading, record)) return SL_OK;
  const SlCellBlock *blocks = reading->blocks + reading->again_stretch * reading->column_count;
  for (int64_t i = 0; i < reading->column_count; i++) {
    Column *column = &reading->columns[i];
    if (sl_cell_block_must_be_reread(&blocks[i], column->kind))
      sl_cells_add(&column->cells, row->cells[column->field], row->absent[column->field]);
  }
  return SL_OK;
}

/* Reads a stretch once more for the columns whose blocks are of no use, as text. */
static SlStatus read_again(Reading *reading, int64_t number, SlError *err) {
  SlCellBlock *blocks = reading->blocks + number * reading->column_count;
  bool needed = false;
  for (int64_t i = 0; i < reading->column_count; i++) {
    if (!sl_cell_block_must_be_reread(&blocks[i], reading->columns[i].kind)) continue;
    sl_cells_begin(&reading->columns[i].cells, SL_CELLS_TEXT);
    needed = true;
  }
  if (!needed) return SL_OK;
  reading->records = reading->stretches[number].first_record;
  reading->again_stretch = number;
  SlStretch stretch = reading->stretches[number].text;
  SlRowSink sink = {reading, take_row_again, NULL};
  int64_t stop_line;
  SlStatus status = sl_stream_read(reading->source, &reading->dialect, reading->header.count, &stretch, &sink, &stop_line, err);
  for (int64_t i = 0; i < reading->column_count && status == SL_OK; i++) {
    if (!sl_cell_block_must_be_reread(&blocks[i], reading->columns[i].kind)) continue;
    status = sl_cells_seal(&reading->columns[i].cells, &blocks[i], err);
  }
  return status;
}

/* The same for stretches that were scanned, task by task: each has its share of the stretches and texts of its own. */
static SlStatus scan_share_again(void *context, int64_t task, SlError *err) {
  Reading *reading = context;
  int64_t columns = reading->column_count;
  bool *wanted = sl_alloc_zeroed((size_t)columns, sizeof *wanted);
  if (!wanted) return sl_fail_alloc(err, (size_t)columns);
  SlStatus status = SL_OK;
  int64_t first = reading->stretch_count * task / reading->again_tasks, last = reading->stretch_count * (task + 1) / reading->again_tasks;
  for (int64_t number = first; number < last && status == SL_OK; number++) {
    SlCellBlock *blocks = reading->blocks + number * columns;
    bool needed = false;
    for (int64_t i = 0; i < columns; i++) {
      wanted[i] = sl_cell_block_must_be_reread(&blocks[i], reading->columns[i].kind);
      needed |= wanted[i];
    }
    if (!needed) continue;
    status = sl_scan_again(&reading->scan, &reading->stretches[number].text, wanted, reading->again_stores + task * columns, blocks, err);
  }
  sl_free(wanted);
  return status;
}

static SlStatus scan_again(Reading *reading, SlError *err) {
  bool needed = false;
  for (int64_t i = 0; i < reading->stretch_count * reading->column_count && !needed; i++)
    needed = sl_cell_block_must_be_reread(&reading->blocks[i], reading->columns[i % reading->column_count].kind);
  reading->needs_whole = needed && reading->passing;
  if (!needed || reading->passing) return SL_OK;
  reading->again_tasks = reading->stretch_count < sl_threads() ? reading->stretch_count : sl_threads();
  reading->again_stores = sl_alloc_zeroed((size_t)(reading->again_tasks * reading->column_count), sizeof(SlCellStore));
  if (!reading->again_stores) return sl_fail_alloc(err, (size_t)reading->column_count * sizeof(SlCellStore));
  return sl_parallel(reading->again_tasks, scan_share_again, reading, err);
}

static void settle(Reading *reading) {
  for (int64_t i = 0; i < reading->column_count; i++) {
    SlCellKind settled = sl_cells_settle(reading->blocks + i, reading->stretch_count, reading->column_count);
    reading->columns[i].kind = sl_cell_kinds_meet(reading->columns[i].kind, settled);
  }
}

static SlStatus settle_kinds(Reading *reading, SlError *err) {
  settle(reading);
  if (reading->is_scanned) return scan_again(reading, err);
  int64_t records = reading->records;
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < reading->stretch_count && status == SL_OK; i++) status = read_again(reading, i, err);
  reading->records = records;
  return status;
}

typedef struct Finishing {
  Reading *reading;
  SlColumn **columns;
} Finishing;

static SlStatus finish_column(void *context, int64_t number, SlError *err) {
  const Finishing *finishing = context;
  Reading *reading = finishing->reading;
  Column *column = &reading->columns[number];
  return sl_cells_finish(&column->rules, column->kind, reading->blocks + number, reading->stretch_count, reading->column_count,
                         &finishing->columns[number], err);
}

static SlStatus finish_table(Reading *reading, SlTable **out, SlError *err) {
  int64_t count = reading->column_count;
  SlColumn **columns = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *columns);
  SlStr *names = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *names);
  if (count > 0 && (!columns || !names)) return sl_fail_alloc(err, (size_t)count * sizeof *names);
  for (int64_t i = 0; i < count; i++) names[i] = reading->columns[i].name;
  Finishing finishing = {reading, columns};
  SlStatus status = SL_OK;
  if (reading->records > ROWS_FOR_ALL_CORES)
    status = sl_parallel(count, finish_column, &finishing, err);
  else
    for (int64_t i = 0; i < count && status == SL_OK; i++) status = finish_column(&finishing, i, err);
  if (status == SL_OK) status = sl_table_new(names, columns, count, reading->records - reading->rejected_count, out, err);
  for (int64_t i = 0; i < count; i++) sl_column_release(columns[i]);
  return status;
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

/* The record that became a row of the table: past the rejected ones before it. */
static int64_t record_of_row(const Reading *reading, int64_t row) {
  for (int64_t i = 0; i < reading->rejected_count && reading->rejected[i] <= row; i++) row++;
  return row;
}

typedef struct Problems {
  SlBuilder column, type_wanted, line, row, value, why;
} Problems;

static SlStatus add_problem(Reading *reading, const SlTable *table, int64_t index, Problems *problems, Place *place,
                            SlError *err) {
  const Column *column = &reading->columns[index];
  const SlColumn *cells = table->columns[index];
  if (column->rules.declared || cells->type != SL_TEXT) return SL_OK;
  SlProblem problem;
  SlStatus status = sl_problem_find(cells, &column->rules, &problem, err);
  if (status != SL_OK || problem.row < 0) return status;
  reading->needs_whole = reading->passing; /* its line is asked for */
  if (reading->passing) return SL_OK;
  int64_t number = record_of_row(reading, problem.row);
  status = locate(reading, number, place, err);
  if (status != SL_OK) return status;
  sl_builder_add_text(&problems->column, column->name);
  sl_builder_add_text(&problems->type_wanted, sl_str(sl_type_name(problem.wanted)));
  sl_builder_add_integer(&problems->line, line_of_field(place, column->field));
  sl_builder_add_integer(&problems->row, number + 1);
  sl_builder_add_text(&problems->value, sl_column_text(cells, problem.row));
  sl_builder_add_text(&problems->why, sl_str(problem.why));
  return SL_OK;
}

static SlStatus finish_problems(Reading *reading, const SlTable *table, SlTable **out, SlError *err) {
  static const char *const titles[] = {"column", "type_wanted", "line", "row", "value", "why"};
  enum { COUNT = 6 };
  Problems problems;
  SlBuilder *builders[COUNT] = {&problems.column, &problems.type_wanted, &problems.line,
                                &problems.row,    &problems.value,       &problems.why};
  for (int i = 0; i < COUNT; i++) sl_builder_init(builders[i], i == 2 || i == 3 ? SL_INTEGER : SL_TEXT);
  Place place = {0};
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < reading->column_count && status == SL_OK; i++)
    status = add_problem(reading, table, i, &problems, &place, err);
  place_reset(&place);

  bool any = problems.column.length > 0 || problems.column.status != SL_OK;
  SlColumn *columns[COUNT] = {NULL};
  SlStr names[COUNT];
  for (int i = 0; i < COUNT; i++) {
    names[i] = sl_str(titles[i]);
    if (any && status == SL_OK) status = sl_builder_finish(builders[i], &columns[i], err);
    sl_builder_reset(builders[i]);
  }
  if (any && status == SL_OK) status = sl_table_new(names, columns, COUNT, 0, out, err);
  for (int i = 0; i < COUNT; i++) sl_column_release(columns[i]);
  return status;
}

static SlStatus finish_report(Reading *reading, const SlTable *table, SlCsvReport *report, SlError *err) {
  report->rows_read = reading->records;
  report->rows_rejected = reading->rejected_count;
  report->bytes = reading->source->input_bytes;
  SlStatus status = sl_lines_finish(&reading->preamble, false, &report->preamble, err);
  if (status == SL_OK) status = sl_lines_finish(&reading->footnotes, false, &report->footnotes, err);
  if (status == SL_OK) status = sl_lines_finish(&reading->rejects, true, &report->rejects, err);
  if (status == SL_OK) status = finish_problems(reading, table, &report->problems, err);
  if (status == SL_OK && report->notices.failed) status = sl_fail_alloc(err, 128);
  return status;
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

static void reading_reset(Reading *reading) {
  for (int64_t i = 0; i < reading->column_count; i++) {
    sl_cells_reset(&reading->columns[i].cells);
    sl_cell_store_reset(&reading->columns[i].store);
  }
  for (int64_t i = 0; reading->again_stores && i < reading->again_tasks * reading->column_count; i++) sl_cell_store_reset(&reading->again_stores[i]);
  sl_free(reading->again_stores);
  for (int64_t i = 0; i < reading->scanned_count; i++) sl_scanned_reset(&reading->scanned[i]);
  sl_free(reading->scanned);
  sl_free(reading->blocks);
  sl_free(reading->stretches);
  sl_free(reading->rejected);
  sl_lines_reset(&reading->preamble);
  sl_lines_reset(&reading->footnotes);
  sl_lines_reset(&reading->rejects);
  sl_arena_reset(&reading->arena);
}

static void reading_init(Reading *reading, SlSource *source, const SlCsvOptions *options) {
  *reading = (Reading){.source = source, .options = options, .partial = !source->whole};
  sl_arena_init(&reading->arena);
  sl_lines_init(&reading->preamble);
  sl_lines_init(&reading->footnotes);
  sl_lines_init(&reading->rejects);
}

static SlStatus begin_scan(Reading *reading, SlError *err) {
  reading->scan_columns = sl_arena_alloc_array(&reading->arena, (size_t)reading->column_count, sizeof *reading->scan_columns);
  if (!reading->scan_columns) return sl_fail_alloc(err, (size_t)reading->column_count * sizeof *reading->scan_columns);
  reading->scan = (SlScan){.dialect = &reading->dialect, .fields = reading->header.count, .columns = reading->scan_columns,
                           .column_count = reading->column_count};
  return SL_OK;
}

/* The head of a text says how to read the rest. What is wrong with it may be so only because the text is not what its head
 * looks like. */
static SlStatus read_head(Reading *reading, SlBuf *notices, SlError *err) {
  const SlSource *source = reading->source;
  SlStatus status = sl_dialect_resolve(reading->options, &reading->dialect, err);
  if (status != SL_OK) return status;
  status = sl_header_read(source, &reading->dialect, reading->options, &reading->arena, &reading->header, &reading->preamble,
                          notices, err);
  if (status == SL_OK) status = choose_columns(reading, err);
  bool beyond_head = status == SL_OK ? reading->header.body >= source->text.length : status != SL_ENOMEM;
  reading->needs_whole = reading->partial && beyond_head;
  if (reading->needs_whole) return SL_OK;
  return status == SL_OK ? begin_scan(reading, err) : status;
}

/* Cells to columns; the table is the caller's only when the status says so. */
static SlStatus finish(Reading *reading, SlTable **table, SlCsvReport *report, SlError *err) {
  if (reading->needs_whole) return SL_OK;
  SlStatus status = reading->ragged.count ? fail_ragged(reading, err) : fail_promise(reading, err);
  if (status != SL_OK || reading->needs_whole) return status;
  status = settle_kinds(reading, err);
  if (status != SL_OK || reading->needs_whole) return status;
  status = finish_table(reading, table, err);
  if (status == SL_OK) status = finish_report(reading, *table, report, err);
  if (status == SL_OK && !reading->source->whole) status = sl_file_check_unchanged(&reading->source->file, err);
  return status;
}

static SlStatus end_reading(Reading *reading, SlStatus status, SlTable *table, SlTable **out, bool *needs_whole) {
  *needs_whole = reading->needs_whole;
  reading_reset(reading);
  if (status == SL_OK && table && !*needs_whole)
    *out = table;
  else
    sl_table_release(table);
  return status;
}

/* *needs_whole: nothing was read, as the source must be whole for it. */
static SlStatus read_source(SlSource *source, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, bool *needs_whole,
                            SlError *err) {
  Reading reading;
  reading_init(&reading, source, options);
  SlTable *table = NULL;
  SlStatus status = read_head(&reading, &report->notices, err);
  if (status == SL_OK && !reading.needs_whole) status = read_body(&reading, err);
  if (status == SL_OK) status = finish(&reading, &table, report, err);
  return end_reading(&reading, status, table, out, needs_whole);
}

/* --- what is packed, chunk by chunk: one is unpacked while the one before it is read ----------------------------------------- */

static SlStatus fetch_chunk(void *context, int64_t unused, SlError *err) {
  (void)unused;
  return sl_feed_fetch(context, err);
}

/* All chunks; what comes first is `chunk`, which is given back. */
static SlStatus scan_feed(Reading *reading, SlFeed *feed, SlSource *chunk, SlError *err) {
  reading->scan.beside = fetch_chunk;
  reading->scan.beside_context = feed;
  reading->is_scanned = true;
  size_t start = reading->header.body;
  int64_t line = reading->header.body_line;
  bool more = true;
  SlStatus status = SL_OK;
  while (more && status == SL_OK) {
    bool scanned;
    status = scan_rows(reading, chunk, start, line, &scanned, err);
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
  Reading reading;
  reading_init(&reading, &chunk, options);
  reading.partial = reading.passing = true;
  SlTable *table = NULL;
  status = read_head(&reading, &report->notices, err);
  if (status == SL_OK && !reading.needs_whole) {
    reading.needs_whole = !can_scan(&reading);
    if (!reading.needs_whole) status = scan_feed(&reading, feed, &chunk, err);
    chunk.input_bytes = sl_input_taken(feed->input);
    if (status == SL_OK) status = finish(&reading, &table, report, err);
  }
  status = end_reading(&reading, status, table, out, needs_whole);
  sl_source_reset(&chunk);
  return status;
}

/* The table of one chunk, or only what its columns are. */
static SlStatus finish_chunk(Reading *reading, SlCellKind *kinds, SlTable **table, SlError *err) {
  bool bad = reading->ragged.count > 0;
  for (int64_t i = 0; i < reading->column_count; i++) bad |= reading->columns[i].bad > 0;
  reading->needs_whole |= bad;
  if (reading->needs_whole) return SL_OK;
  SlStatus status = SL_OK;
  if (table)
    status = settle_kinds(reading, err);
  else
    settle(reading);
  for (int64_t i = 0; i < reading->column_count; i++) kinds[i] = reading->columns[i].kind;
  return table && status == SL_OK ? finish_table(reading, table, err) : status;
}

SlStatus sl_csv_read_chunk(const SlChunkReading *how, SlSource *chunk, size_t start, int64_t line, SlTable **out, int64_t *records,
                           bool *needs_whole, SlError *err) {
  Reading reading;
  reading_init(&reading, chunk, how->options);
  reading.header = *how->header;
  reading.header.body = start;
  reading.header.body_line = line;
  SlTable *table = NULL;
  SlStatus status = sl_dialect_resolve(how->options, &reading.dialect, err);
  if (status == SL_OK) status = choose_columns(&reading, err);
  if (status == SL_OK) status = begin_scan(&reading, err);
  if (status == SL_OK) {
    reading.scan.beside = fetch_chunk;
    reading.scan.beside_context = how->feed;
    for (int64_t i = 0; i < reading.column_count; i++) reading.columns[i].kind = how->kinds[i];
    status = read_body(&reading, err);
  }
  if (status == SL_OK && !reading.needs_whole) status = finish_chunk(&reading, how->kinds, out ? &table : NULL, err);
  *records = reading.records;
  if (out) return end_reading(&reading, status, table, out, needs_whole);
  *needs_whole = reading.needs_whole;
  reading_reset(&reading);
  return status;
}

/* *needs_whole: it is no matter for a feed. */
static SlStatus read_packed(const char *path, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, bool *needs_whole,
                            SlError *err) {
  SlDialect dialect;
  SlFeed feed;
  bool fits;
  *needs_whole = true;
  if (options->encoding != SL_ENCODING_AUTO && options->encoding != SL_ENCODING_UTF8) return SL_OK;
  SlStatus status = sl_dialect_resolve(options, &dialect, err);
  if (status == SL_OK) status = sl_feed_open(path, &dialect, &feed, &fits, err);
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

static SlStatus read_all(SlSource *source, const SlCsvOptions *options, SlTable **out, SlCsvReport *found, SlError *err) {
  bool needs_whole;
  SlStatus status = read_source(source, options, out, found, &needs_whole, err);
  if (status != SL_OK || !needs_whole) return status;
  sl_csv_report_reset(found);
  status = sl_source_load(source, options->encoding, &found->notices, err);
  return status == SL_OK ? read_source(source, options, out, found, &needs_whole, err) : status;
}

static SlStatus read_path(const char *path, const SlCsvOptions *options, SlTable **out, SlCsvReport *found, SlError *err) {
  if (sl_file_is_packed(path)) {
    bool needs_whole;
    SlStatus status = read_packed(path, options, out, found, &needs_whole, err);
    if (status != SL_OK || !needs_whole) return status;
    sl_csv_report_reset(found);
  }
  SlSource source;
  SlStatus status = sl_source_open(path, options->encoding, &source, &found->notices, err);
  if (status != SL_OK) return status;
  status = read_all(&source, options, out, found, err);
  sl_source_reset(&source);
  return status;
}

SlStatus sl_csv_read(const char *path, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  SlCsvReport found;
  sl_csv_report_init(&found);
  sl_progress_begin(path, sl_file_length(path));
  SlStatus status = read_path(path, options, out, &found, err);
  sl_progress_end();
  return hand_over(status, &found, report);
}

SlStatus sl_csv_read_text(SlStr text, const char *name, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  SlCsvReport found;
  sl_csv_report_init(&found);
  SlSource source;
  SlStatus status = sl_source_of_text(text, name, options->encoding, &source, &found.notices, err);
  if (status == SL_OK) {
    status = read_all(&source, options, out, &found, err);
    sl_source_reset(&source);
  }
  return hand_over(status, &found, report);
}
