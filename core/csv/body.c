#include "core/csv/reading.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/message.h"
#include "core/csv/stream/record.h"

enum { LOOK_UP_EVERY = 4096 }; /* columns, of which a file may have a million */

static SlStatus reserve_stretches(SlReading *reading, int64_t more, SlError *err) {
  if (reading->stretch_count + more > reading->stretch_capacity) {
    size_t capacity = sl_scan_grown_capacity(reading->stretch_capacity, reading->stretch_count + more);
    size_t columns = (size_t)reading->column_count, blocks;
    if (!sl_multiply_size(capacity, columns, &blocks)) return sl_fail_alloc(err, SIZE_MAX);
    SlReadStretch *stretches = sl_realloc_array(reading->stretches, capacity, sizeof *stretches);
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
static SlStatus count_block(SlReading *reading, int64_t column, const SlCellBlock *block, int64_t first_record, SlError *err) {
  const SlCellOdds *odds = block->odds;
  if (!odds->bad && !odds->two_figures && !odds->loosened && !odds->units && !odds->plain_fractions) return SL_OK;
  if (!reading->odds) reading->odds = sl_alloc_zeroed((size_t)reading->column_count, sizeof *reading->odds);
  if (!reading->odds) return sl_fail_alloc(err, (size_t)reading->column_count * sizeof *reading->odds);
  SlReadOdds *all = &reading->odds[column];
  if (odds->bad && all->bad == 0) all->first_bad_record = first_record + odds->first_bad;
  all->bad += odds->bad;
  all->two_figures += odds->two_figures;
  all->loosened += odds->loosened;
  all->units |= odds->units;
  all->plain_fractions += odds->plain_fractions;
  return SL_OK;
}

static SlStatus push_stretch(SlReading *reading, SlError *err) {
  SlStatus status = reserve_stretches(reading, 1, err);
  if (status != SL_OK) return status;
  SlCellBlock *blocks = reading->blocks + reading->stretch_count * reading->column_count;
  memset(blocks, 0, (size_t)reading->column_count * sizeof *blocks);
  reading->stretches[reading->stretch_count++] = reading->now;
  for (int64_t i = 0; i < reading->column_count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) return sl_fail_interrupted(err);
    SlCells *cells = &reading->streamed[i].cells;
    status = sl_cells_seal(cells, &blocks[i], err);
    if (status == SL_OK) status = count_block(reading, i, &blocks[i], reading->now.first_record, err);
    if (status == SL_OK) sl_cells_begin(cells, (SlCellKind)blocks[i].kind);
  }
  return status;
}

bool sl_reading_is_rejected(const SlReading *reading, int64_t record) {
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

static SlStatus reject(SlReading *reading, const SlRow *row, SlStr reason, SlError *err) {
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

static SlStatus reject_fault(SlReading *reading, const SlRow *row, SlError *err) {
  reading->miscut++;
  return reject(reading, row, sl_str(sl_csv_fault_words(row->fault)), err);
}

static SlStatus take_ragged(SlReading *reading, const SlRow *row, SlError *err) {
  reading->miscut++;
  if (reading->options->ragged == SL_BAD_REJECT) {
    SlBuf reason;
    sl_buf_init(&reason);
    sl_buf_printf(&reason, "%" PRId64 " field%s, the header has %" PRId64, row->written, row->written == 1 ? "" : "s",
                  reading->header.count);
    SlStatus status = reason.failed ? sl_fail_alloc(err, 64) : reject(reading, row, sl_buf_str(&reason), err);
    sl_buf_reset(&reason);
    return status;
  }
  SlRagged *ragged = &reading->ragged;
  if (row->count > reading->widest) reading->widest = row->count;
  if (ragged->count == 0) {
    ragged->first = row->start;
    ragged->first_record = reading->records;
    ragged->fields[0] = row->written;
  }
  if (ragged->count < SL_RAGGED_LINES_SHOWN) {
    ragged->lines[ragged->count] = row->line;
    ragged->fields[ragged->count] = row->written;
  }
  ragged->count++;
  return SL_OK;
}

/* Whether a declared column's cell is not what was promised. */
static bool breaks_promise(const SlReading *reading, int64_t number, const SlRow *row, SlCell *cell) {
  const SlScanColumn *column = &reading->columns[number];
  if (!column->rules->declared || column->rules->type == SL_TEXT) return false;
  *cell = sl_cell_of(column->rules, row->cells[column->field], row->forms[column->field]);
  if (cell->missing) return false;
  SlCellKind kind = reading->streamed[number].cells.kind;
  return !(kind == SL_CELLS_NONE ? sl_cell_kind(column->rules, cell->text) != SL_CELLS_TEXT
                                 : sl_cell_is(column->rules, kind, cell->text));
}

/* The first column of the row whose cell does; -1 when there is none. */
static int64_t find_broken_promise(const SlReading *reading, const SlRow *row, SlCell *broken) {
  for (int64_t i = 0; i < reading->column_count; i++)
    if (breaks_promise(reading, i, row, broken)) return i;
  return -1;
}

static void tell_broken(const SlReading *reading, int64_t column, const SlCell *cell, SlBuf *reason) {
  sl_buf_printf(reason, "column \"%.*s\": %s is not %s", SL_STR_ARGS(sl_reading_name(reading, column)), sl_quoted_text(cell->text).text,
                sl_type_words(reading->columns[column].rules->type));
}

static SlStatus reject_broken(SlReading *reading, const SlRow *row, int64_t column, const SlCell *cell, SlError *err) {
  SlBuf reason;
  sl_buf_init(&reason);
  tell_broken(reading, column, cell, &reason);
  SlStatus status = reason.failed ? sl_fail_alloc(err, 128) : reject(reading, row, sl_buf_str(&reason), err);
  sl_buf_reset(&reason);
  return status;
}

/* A cell that is missing because it broke its promise: its text is kept among the rejects. */
static SlStatus keep_mended(SlReading *reading, const SlRow *row, int64_t column, const SlCell *cell, SlError *err) {
  SlBuf reason;
  sl_buf_init(&reason);
  tell_broken(reading, column, cell, &reason);
  SlStatus status = reason.failed ? sl_fail_alloc(err, 128) : SL_OK;
  if (status == SL_OK) sl_lines_add(&reading->rejects, row->line, sl_buf_str(&reason), cell->text);
  sl_buf_reset(&reason);
  reading->mended_cells++;
  return status;
}

/* What a row of another length than the header owes to ragged = "fill". */
static unsigned length_touch(const SlReading *reading, const SlRow *row) {
  int64_t named = reading->header.written;
  if (row->written == named) return 0;
  for (int64_t i = named; i < row->count; i++)
    if (row->forms[i] != SL_CELL_ABSENT) return SL_TOUCH(LONGER);
  return SL_TOUCH(FILLED);
}

static SlStatus take_row(void *context, const SlRow *row, SlError *err) {
  SlReading *reading = context;
  if (row->blank) {
    reading->blank_rows++;
    return SL_OK;
  }
  reading->records++;
  if (row->fault) return reject_fault(reading, row, err);
  if (row->count != reading->header.count) return take_ragged(reading, row, err);
  SlCell broken;
  bool mends = reading->options->on_error == SL_BAD_MEND;
  int64_t breaker = reading->checks_promises && !mends ? find_broken_promise(reading, row, &broken) : -1;
  if (breaker >= 0) return reject_broken(reading, row, breaker, &broken, err);
  if (reading->ragged.count) return SL_OK; /* the read has failed; only more ragged rows are still of interest */

  /* A stretch ends before the row that would overfill it: there its place in the text is known. */
  if (reading->rows_now >= SL_CSV_STRETCH_ROWS ||
      (reading->rows_now > 0 && row->start - reading->now.text.start > SL_CSV_STRETCH_BYTES)) {
    reading->now.text.end = row->start;
    SlStatus status = push_stretch(reading, err);
    if (status != SL_OK) return status;
    reading->now = (SlReadStretch){.text = {row->start, 0, row->line}, .first_record = reading->records - 1};
    reading->rows_now = 0;
  }
  for (int64_t i = 0; i < reading->column_count; i++) {
    const SlScanColumn *column = &reading->columns[i];
    SlStreamColumn *streamed = &reading->streamed[i];
    SlCellForm form = row->forms[column->field];
    if (reading->checks_promises && mends && breaks_promise(reading, i, row, &broken)) {
      SlStatus status = keep_mended(reading, row, i, &broken, err);
      if (status != SL_OK) return status;
      form = SL_CELL_ABSENT;
    }
    if (column->rules->strips_marks)
      sl_marked_look(&reading->marked, &streamed->marked, column->rules, sl_reading_name(reading, i), row->line, row->cells[column->field], form);
    sl_cells_add(&streamed->cells, row->cells[column->field], form);
  }
  unsigned touched = row->touched | length_touch(reading, row);
  for (int i = 0; i < SL_TOUCH_COUNT; i++) reading->touched[i] += touched >> i & 1;
  reading->miscut += touched & (SL_TOUCH(FILLED) | SL_TOUCH(LONGER)) ? 1 : 0;
  reading->spans_lines |= memchr(reading->source->text.bytes + row->start, '\n', row->end - row->start) != NULL;
  reading->rows_now++;
  return SL_OK;
}

static SlStatus take_comment(void *context, int64_t line, SlStr text, SlError *err) {
  (void)err;
  SlReading *reading = context;
  sl_lines_note(&reading->preamble, line, text);
  return SL_OK;
}

static SlStatus keep_footnotes(SlReading *reading, size_t at, int64_t line) {
  SlStr text = reading->source->text;
  while (at < text.length) {
    size_t next;
    size_t end = sl_line_end(text, at, &next);
    sl_lines_note(&reading->footnotes, line++, (SlStr){text.bytes + at, end - at});
    at = next;
  }
  return SL_OK;
}

/* Of one part alone the blocks are kept where they are; of several they are copied to one place, part by part. */
static SlStatus take_blocks(SlReading *reading, SlScanned *scanned, int64_t count, SlError *err) {
  SlScanPart *first = &scanned->parts[0];
  if (scanned->part_count == 1 && !reading->blocks && first->blocks) {
    reading->stretches = sl_alloc_array((size_t)first->capacity, sizeof *reading->stretches);
    if (!reading->stretches) return sl_fail_alloc(err, (size_t)first->capacity * sizeof *reading->stretches);
    reading->blocks = first->blocks;
    reading->stretch_capacity = first->capacity;
    first->blocks = NULL;
    return SL_OK;
  }
  SlStatus status = count > 0 ? reserve_stretches(reading, count, err) : SL_OK;
  if (count == 0 || status != SL_OK) return status;
  SlCellBlock *blocks = reading->blocks + reading->stretch_count * reading->column_count;
  for (int64_t p = 0; p < scanned->part_count; p++) {
    SlScanPart *part = &scanned->parts[p];
    if (part->count) memcpy(blocks, part->blocks, (size_t)(part->count * reading->column_count) * sizeof *blocks);
    blocks += part->count * reading->column_count;
    sl_free(part->blocks);
    part->blocks = NULL;
  }
  return SL_OK;
}

/* What was scanned becomes the reading's, the stretches of all parts in order. */
static SlStatus take_parts(SlReading *reading, SlScanned *scanned, SlError *err) {
  SlScanned *grown = sl_realloc_array(reading->scanned, (size_t)reading->scanned_count + 1, sizeof *grown);
  if (!grown) {
    sl_scanned_reset(scanned);
    return sl_fail_alloc(err, (size_t)(reading->scanned_count + 1) * sizeof *grown);
  }
  reading->scanned = grown;
  grown[reading->scanned_count++] = *scanned;
  int64_t count = 0, records = reading->records;
  for (int64_t p = 0; p < scanned->part_count; p++) count += scanned->parts[p].count;
  SlStatus status = take_blocks(reading, scanned, count, err);
  for (int64_t p = 0; p < scanned->part_count && status == SL_OK; p++) {
    const SlScanPart *part = &scanned->parts[p];
    for (int64_t i = 0; i < part->count && status == SL_OK; i++) {
      const SlCellBlock *blocks = reading->blocks + reading->stretch_count * reading->column_count;
      reading->stretches[reading->stretch_count++] = (SlReadStretch){.text = part->stretches[i], .first_record = reading->records};
      for (int64_t c = 0; c < reading->column_count && status == SL_OK; c++) {
        if (c % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) status = sl_fail_interrupted(err);
        if (status == SL_OK) status = count_block(reading, c, &blocks[c], reading->records, err);
      }
      reading->records += part->rows[i];
    }
  }
  reading->spans_lines |= scanned->lines > reading->records - records;
  return status;
}

/* Rows that may be rejected, and cells whose marks are kept, are looked at one by one: that is for the stream. */
bool sl_reading_can_scan(const SlReading *reading) {
  const SlCsvOptions *options = reading->options;
  return options->reader == SL_READER_ANY && options->ragged == SL_BAD_STOP && !reading->checks_promises && reading->column_count > 0 &&
         !options->marks_strip && !options->blank_rows_keep &&
         sl_scan_fits(&reading->dialect);
}

/* The source's rows, or a chunk's; *scanned is false when the scanner gave up. */
SlStatus sl_reading_scan(SlReading *reading, const SlSource *source, size_t start, int64_t line, bool *scanned, SlError *err) {
  reading->scan.source = source;
  SlScanned found;
  bool gave_up = false;
  SlStatus status = sl_scan_read(&reading->scan, start, line, &found, &gave_up, err);
  *scanned = status == SL_OK && !gave_up;
  return *scanned ? take_parts(reading, &found, err) : status;
}

static SlStatus stream_rows(SlReading *reading, SlError *err) {
  SlStretch body = {reading->header.body, reading->source->text.length, reading->header.body_line};
  reading->now = (SlReadStretch){.text = body};
  SlStatus status = sl_reading_begin_stream(reading, err);
  if (status != SL_OK) return status;
  SlRowSink sink = {reading, take_row, take_comment};
  int64_t stop_line;
  status = sl_stream_read(reading->source, &reading->dialect, reading->header.count, &body, &sink, &stop_line, err);
  if (status != SL_OK) return status;
  if (reading->dialect.stop_at.length && !stop_line)
    return sl_fail(err, SL_EPARSE, "%s: stop_at = %s: no line begins so, and no first cell: nothing would be left out", reading->source->name,
                   sl_quoted_text(reading->dialect.stop_at).text);
  if (stop_line) keep_footnotes(reading, body.end, stop_line);
  reading->now.text.end = body.end;
  return push_stretch(reading, err);
}

SlStatus sl_reading_body(SlReading *reading, SlError *err) {
  if (sl_reading_can_scan(reading)) {
    SlStatus status = sl_reading_scan(reading, reading->source, reading->header.body, reading->header.body_line, &reading->is_scanned, err);
    if (status != SL_OK || reading->is_scanned) return status;
  }
  bool valid = false;
  SlStatus status = reading->source->whole ? sl_source_prove(reading->source, &valid, err) : SL_OK;
  reading->needs_whole = !valid;
  return status == SL_OK && valid ? stream_rows(reading, err) : status;
}
