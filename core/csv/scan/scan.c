#include "core/csv/scan/scan.h"

#include <stdatomic.h>

#include "core/base/alloc.h"
#include "core/base/progress.h"
#include "core/csv/scan/rows.h"

/* Parts and stretches are as stream reading has them; the tests build all of it once more with tiny ones. */
#ifndef SL_SCAN_PART_BYTES
#define SL_SCAN_PART_BYTES (1 << 22)
#endif
#ifndef SL_CSV_STRETCH_ROWS
#define SL_CSV_STRETCH_ROWS 65536
#endif
#ifndef SL_SCAN_WIDE_FIELDS
#define SL_SCAN_WIDE_FIELDS (1 << 14)
#endif
enum { STRETCH_BYTES = 1 << 22 };

bool sl_scan_fits(const SlDialect *dialect) {
  return !dialect->loose && dialect->comment.length == 0 && dialect->stop_at.length == 0 && dialect->delimiter != '\n' && dialect->delimiter != '\r';
}

bool sl_scan_is_wide(int64_t fields) { return fields >= SL_SCAN_WIDE_FIELDS; }

typedef struct Parts {
  const SlScan *scan;
  SlScanned *out;
  size_t *starts;          /* count + 1 */
  int64_t *quotes;         /* before each start; when they are counted */
  int64_t *lines;          /* of each part */
  int64_t count;
  atomic_int_fast64_t next; /* the part that nobody has drawn */
  atomic_bool gave_up;
} Parts;

static SlStatus count_quotes(void *context, int64_t number, SlError *err) {
  Parts *parts = context;
  const SlScan *scan = parts->scan;
  SlBuf room;
  sl_buf_init(&room);
  SlStatus status = SL_OK;
  size_t at = parts->starts[number], end = parts->starts[number + 1];
  while (at < end && status == SL_OK) {
    size_t length = end - at < SL_SCAN_WINDOW_BYTES ? end - at : SL_SCAN_WINDOW_BYTES;
    SlStr text;
    status = sl_source_piece(scan->source, at, at + length, &room, &text, err);
    if (status == SL_OK) parts->quotes[number + 1] += sl_structure_survey(text.bytes, text.length, scan->dialect->quote).quotes;
    at += length;
  }
  sl_buf_reset(&room);
  return status;
}

/* Moves a cut to where the next record begins: behind the next line feed outside quotes, or with a quote of 0 behind any. */
static SlStatus next_record(const SlScan *scan, char quote, bool quoted, size_t *at, SlBuf *room, SlError *err) {
  enum { LOOK = 1 << 12 };
  while (*at < scan->source->length) {
    SlStr text;
    size_t end = scan->source->length - *at < LOOK ? scan->source->length : *at + LOOK;
    SlStatus status = sl_source_piece(scan->source, *at, end, room, &text, err);
    if (status != SL_OK) return status;
    for (size_t i = 0; i < text.length; i++) {
      if (quote && text.bytes[i] == quote) quoted = !quoted;
      if (text.bytes[i] != '\n' || quoted) continue;
      *at += i + 1;
      return SL_OK;
    }
    *at = end;
  }
  return SL_OK;
}

static SlStatus cut(Parts *parts, size_t start, bool count, SlError *err) {
  size_t length = parts->scan->source->length - start;
  for (int64_t i = 0; i <= parts->count; i++) parts->starts[i] = start + length / (size_t)parts->count * (size_t)i;
  parts->starts[parts->count] = parts->scan->source->length;
  SlStatus status = SL_OK;
  if (count) {
    status = sl_parallel(parts->count, count_quotes, parts, err);
    for (int64_t i = 0; i < parts->count; i++) parts->quotes[i + 1] += parts->quotes[i];
  }
  SlBuf room;
  sl_buf_init(&room);
  for (int64_t i = 1; i < parts->count && status == SL_OK; i++) {
    if (parts->starts[i] <= parts->starts[i - 1])
      parts->starts[i] = parts->starts[i - 1]; /* a record that reaches over this cut too */
    else
      status = next_record(parts->scan, count ? parts->scan->dialect->quote : 0, parts->quotes[i] & 1, &parts->starts[i], &room, err);
  }
  sl_buf_reset(&room);
  return status;
}

/* Doubles from one on, as each has a block for every column: a row of a million must not make room for sixteen. */
size_t sl_scan_grown_capacity(int64_t capacity, int64_t needed) {
  size_t doubled = (size_t)capacity * 2;
  return doubled > (size_t)needed ? doubled : (size_t)needed;
}

static SlStatus grow_part(const SlScan *scan, SlScanPart *part, SlError *err) {
  if (part->count < part->capacity) return SL_OK;
  size_t capacity = sl_scan_grown_capacity(part->capacity, part->count + 1), blocks;
  if (!sl_multiply_size(capacity, (size_t)scan->column_count, &blocks)) return sl_fail_alloc(err, SIZE_MAX);
  SlStretch *stretches = sl_realloc_array(part->stretches, capacity, sizeof *stretches);
  if (stretches) part->stretches = stretches;
  int64_t *rows = stretches ? sl_realloc_array(part->rows, capacity, sizeof *rows) : NULL;
  if (rows) part->rows = rows;
  SlCellBlock *grown = rows ? sl_realloc_array(part->blocks, blocks, sizeof *grown) : NULL;
  if (!grown) return sl_fail_alloc(err, blocks * sizeof *grown);
  part->blocks = grown;
  part->capacity = (int64_t)capacity;
  return SL_OK;
}

static SlStatus read_part(Parts *parts, SlScanWorker *worker, int64_t number, SlError *err) {
  const SlScan *scan = parts->scan;
  SlScanPart *part = &parts->out->parts[number];
  size_t at = parts->starts[number], end = parts->starts[number + 1];
  int64_t line = 0; /* from where the part begins; the reader of all parts adds what is before */
  SlStatus status = SL_OK;
  while (status == SL_OK && at < end && !worker->gave_up && !atomic_load_explicit(&parts->gave_up, memory_order_relaxed)) {
    status = grow_part(scan, part, err);
    if (status != SL_OK) break;
    SlStretch stretch = {.start = at, .line = line};
    int64_t rows;
    SlCellBlock *blocks = part->blocks + part->count * scan->column_count;
    status = sl_scan_stretch(worker, &at, end, SL_CSV_STRETCH_ROWS, STRETCH_BYTES, blocks, &rows, &line, err);
    if (status != SL_OK || worker->gave_up) break;
    stretch.end = at;
    part->stretches[part->count] = stretch;
    part->rows[part->count++] = rows;
    status = sl_scan_seal(worker, blocks, err);
    sl_progress_add(scan->source->whole ? 0 : (int64_t)(at - stretch.start), rows); /* what is whole was counted when it came in */
  }
  parts->lines[number] = line;
  if (worker->gave_up) atomic_store(&parts->gave_up, true);
  return status;
}

/* One thread: draws parts until none is left. What is to be done beside comes first. */
static SlStatus read_parts(void *context, int64_t number, SlError *err) {
  Parts *parts = context;
  const SlScan *scan = parts->scan;
  if (scan->beside && number == 0) return scan->beside(scan->beside_context, 0, err);
  int64_t thread = scan->beside ? number - 1 : number;
  SlScanWorker worker;
  SlScanned *out = parts->out;
  SlStatus status = sl_scan_worker_init(&worker, scan, out->stores + thread * scan->column_count, &out->arenas[thread], NULL, 0, err);
  while (status == SL_OK && !atomic_load_explicit(&parts->gave_up, memory_order_relaxed)) {
    int64_t part = atomic_fetch_add(&parts->next, 1);
    if (part >= parts->count) break;
    status = read_part(parts, &worker, part, err);
  }
  sl_scan_worker_reset(&worker);
  return status;
}

void sl_scanned_reset(SlScanned *scanned) {
  for (int64_t p = 0; scanned->parts && p < scanned->part_count; p++) {
    SlScanPart *part = &scanned->parts[p];
    sl_free(part->stretches);
    sl_free(part->rows);
    sl_free(part->blocks);
  }
  for (int64_t i = 0; scanned->stores && i < scanned->threads * scanned->columns; i++) sl_cell_store_reset(&scanned->stores[i]);
  for (int64_t i = 0; scanned->arenas && i < scanned->threads; i++) sl_arena_reset(&scanned->arenas[i]);
  sl_free(scanned->parts);
  sl_free(scanned->stores);
  sl_free(scanned->arenas);
  *scanned = (SlScanned){0};
}

static SlStatus read_cut(const SlScan *scan, size_t start, int64_t line, bool count_them, SlScanned *out, bool *gave_up, SlError *err) {
  size_t length = scan->source->length - start;
  int64_t count = (int64_t)(length / SL_SCAN_PART_BYTES) + 1, threads = count < sl_threads() ? count : sl_threads();
  Parts parts = {.scan = scan, .out = out, .count = count};
  atomic_init(&parts.gave_up, false);
  atomic_init(&parts.next, 0);
  *out = (SlScanned){.part_count = count, .threads = threads, .columns = scan->column_count};
  out->parts = sl_alloc_zeroed((size_t)count, sizeof *out->parts);
  out->stores = sl_alloc_zeroed((size_t)(threads * scan->column_count), sizeof *out->stores);
  out->arenas = sl_alloc_zeroed((size_t)threads, sizeof *out->arenas);
  parts.starts = sl_alloc_array((size_t)count + 1, sizeof *parts.starts);
  parts.quotes = sl_alloc_zeroed((size_t)count + 1, sizeof *parts.quotes);
  parts.lines = sl_alloc_zeroed((size_t)count, sizeof *parts.lines);
  bool made = out->parts && out->stores && out->arenas && parts.starts && parts.quotes && parts.lines;
  SlStatus status = made ? cut(&parts, start, count_them, err) : sl_fail_alloc(err, (size_t)count * sizeof *out->parts);
  if (status == SL_OK) status = sl_parallel(threads + (scan->beside ? 1 : 0), read_parts, &parts, err);
  *gave_up = atomic_load(&parts.gave_up);
  for (int64_t p = 0; status == SL_OK && !*gave_up && p < count; p++) {
    for (int64_t i = 0; i < out->parts[p].count; i++) out->parts[p].stretches[i].line += line;
    line += parts.lines[p];
    out->lines += parts.lines[p];
  }
  sl_free(parts.starts);
  sl_free(parts.quotes);
  sl_free(parts.lines);
  if (status != SL_OK || *gave_up) sl_scanned_reset(out);
  return status;
}

SlStatus sl_scan_read(const SlScan *scan, size_t start, int64_t line, SlScanned *out, bool *gave_up, SlError *err) {
  SlStatus status = read_cut(scan, start, line, false, out, gave_up, err);
  bool cut_otherwise = scan->dialect->quotes && scan->source->length - start >= SL_SCAN_PART_BYTES;
  if (status == SL_OK && *gave_up && cut_otherwise) status = read_cut(scan, start, line, true, out, gave_up, err);
  return status;
}

/* Of the blocks that are wanted, which are of one stretch. */
static int64_t rows_of(const SlScan *scan, const bool *wanted, const SlCellBlock *blocks) {
  int64_t i = 0;
  while (i < scan->column_count && !wanted[i]) i++;
  return i < scan->column_count ? blocks[i].rows : -1;
}

SlStatus sl_scan_again(const SlScan *scan, const SlStretch *stretch, const bool *wanted, SlCellStore *stores, SlArena *arena, SlCellBlock *blocks,
                       SlError *err) {
  SlScanWorker worker;
  size_t at = stretch->start;
  int64_t rows, lines = 0;
  bool wide = sl_scan_is_wide(scan->fields);
  /* Of a wide text the stretch was one window, and is one again: the blocks are sealed as it is read, so what they had is kept aside. */
  SlStatus status = sl_scan_worker_init(&worker, scan, stores, arena, wanted, wide ? stretch->end - stretch->start : 0, err);
  int64_t expected = rows_of(scan, wanted, blocks);
  if (status == SL_OK) status = sl_scan_stretch(&worker, &at, stretch->end, INT64_MAX, SIZE_MAX, blocks, &rows, &lines, err);
  if (status == SL_OK && expected >= 0 && (worker.gave_up || rows != expected || at < stretch->end)) status = sl_fail_changed(scan->source->name, err);
  if (status == SL_OK) status = sl_scan_seal(&worker, blocks, err);
  sl_scan_worker_reset(&worker);
  return status;
}
