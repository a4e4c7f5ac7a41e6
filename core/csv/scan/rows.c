#include "core/csv/scan/rows.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/file.h"
#include "core/csv/scan/numerals.h"

/* A row that is longer than this is left to the stream: a window of it takes five times as much, its places included. */
#ifndef SL_SCAN_LONGEST_ROW_BYTES
#define SL_SCAN_LONGEST_ROW_BYTES (1 << 24)
#endif
#ifndef SL_SCAN_WIDE_WINDOW_BYTES
#define SL_SCAN_WIDE_WINDOW_BYTES (1 << 22)
#endif
enum { LOOK_UP_EVERY = 1024 /* columns, of which a file may have a million */ };

void sl_scan_worker_reset(SlScanWorker *worker) {
  for (int64_t i = 0; worker->cells && i < (worker->wide ? 1 : worker->scan->column_count); i++) sl_cells_reset(&worker->cells[i]);
  sl_free(worker->cells);
  sl_free(worker->kinds);
  sl_free(worker->room);
  sl_free(worker->bytes);
  sl_free(worker->used);
  sl_buf_reset(&worker->fields.scratch);
}

static SlStatus make_room(SlScanWorker *worker, size_t window, SlError *err) {
  uint32_t *room = sl_realloc_array(worker->room, window + 1 + 64 + 1, sizeof *room);
  if (!room) return sl_fail_alloc(err, window * sizeof *room);
  worker->room = room;
  worker->structure.places = room + 1;
  if (!worker->scan->source->whole) {
    sl_free(worker->bytes);
    worker->bytes = sl_alloc(SL_NUMERAL_BYTES + window + 1);
    if (!worker->bytes) return sl_fail_alloc(err, window);
    memset(worker->bytes, ' ', SL_NUMERAL_BYTES);
  }
  worker->window = window;
  return SL_OK;
}

/* Places for cells: for each column, or for one after the other. */
static SlStatus make_cells(SlScanWorker *worker, SlError *err) {
  const SlScan *scan = worker->scan;
  size_t columns = (size_t)scan->column_count, count = worker->wide ? 1 : columns;
  worker->cells = sl_alloc_zeroed(count, sizeof *worker->cells);
  worker->used = sl_alloc_zeroed((size_t)scan->fields, sizeof *worker->used);
  if (worker->wide) worker->kinds = sl_alloc(columns);
  if (!worker->cells || !worker->used || (worker->wide && !worker->kinds)) return sl_fail_alloc(err, count * sizeof *worker->cells);
  for (size_t i = 0; i < columns; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) return sl_fail_interrupted(err);
    SlCellKind hoped = worker->wanted ? SL_CELLS_TEXT : scan->columns[i].kind;
    if (i < count) sl_cells_init(&worker->cells[i], scan->columns[i].rules, &worker->stores[i], &worker->error);
    if (worker->wide)
      worker->kinds[i] = (uint8_t)hoped;
    else
      sl_cells_begin(&worker->cells[i], hoped);
    worker->used[scan->columns[i].field] = !worker->wanted || worker->wanted[i];
  }
  return SL_OK;
}

SlStatus sl_scan_worker_init(SlScanWorker *worker, const SlScan *scan, SlCellStore *stores, SlArena *arena, const bool *wanted, size_t least,
                             SlError *err) {
  *worker = (SlScanWorker){.scan = scan, .wide = sl_scan_is_wide(scan->fields), .stores = stores, .arena = arena, .wanted = wanted};
  SlStatus status = make_cells(worker, err);
  if (status != SL_OK) return status;
  worker->structure.delimiter = scan->dialect->delimiter;
  worker->structure.quote = scan->dialect->quotes ? scan->dialect->quote : 0;
  worker->fields = (SlFields){.stride = scan->fields};
  size_t window = worker->wide ? SL_SCAN_WIDE_WINDOW_BYTES : SL_SCAN_WINDOW_BYTES;
  return make_room(worker, window > least ? window : least, err);
}

/* Every last place of a row is a line end, and there are no other line ends: so no row is ragged. A row that is no longer than its
 * places may be one of empty cells, which is none. */
static bool rows_are_whole(const SlScanWorker *worker, const char *text, int64_t rows, int64_t ends, size_t end_of_text) {
  if (ends != rows) return false;
  const uint32_t *last = worker->structure.places + worker->scan->fields - 1;
  int64_t fields = worker->scan->fields;
  uint32_t before = (uint32_t)-1;
  for (int64_t row = 0; row < rows; row++) {
    uint32_t place = last[row * fields], length = place - before;
    if (place != end_of_text && text[place] != '\n') return false;
    if (length <= fields + 1 && fields > 1 && (length == fields || text[place - 1] == '\r')) return false;
    before = place;
  }
  return true;
}

/* Takes the cells of a column, and of a wide text seals them, into *block. */
static SlStatus take_column(SlScanWorker *worker, int64_t column, SlCellBlock *block, SlError *err) {
  SlCells *cells = worker->wide ? worker->cells : &worker->cells[column];
  if (worker->wide) {
    sl_cells_turn_to(cells, worker->scan->columns[column].rules, &worker->stores[column], worker->arena);
    sl_cells_begin(cells, (SlCellKind)worker->kinds[column]);
  }
  sl_fields_add(&worker->fields, worker->scan->columns[column].field, cells);
  if (cells->status != SL_OK) {
    if (err) *err = worker->error;
    return cells->status;
  }
  if (!worker->wide) return SL_OK;
  SlStatus status = sl_cells_seal(cells, block, err);
  worker->kinds[column] = block->kind;
  return status;
}

static SlStatus take_rows(SlScanWorker *worker, SlCellBlock *blocks, SlError *err) {
  const SlScan *scan = worker->scan;
  for (int64_t i = 0; i < scan->column_count; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) return sl_fail_interrupted(err);
    if (worker->wanted && !worker->wanted[i]) continue;
    SlStatus status = take_column(worker, i, &blocks[i], err);
    if (status != SL_OK) return status;
  }
  for (int64_t field = 0; worker->fields.quote && field < scan->fields; field++)
    if (!worker->used[field]) sl_fields_pass(&worker->fields, field);
  return worker->fields.scratch.failed ? sl_fail_alloc(err, worker->fields.scratch.capacity) : SL_OK;
}

/* The text of a window and the byte behind it, which is 0 at the end of all text. */
static SlStatus fetch_window(SlScanWorker *worker, size_t at, size_t length, const char **text, SlError *err) {
  const SlSource *source = worker->scan->source;
  bool more = at + length < source->length;
  if (source->whole) {
    *text = source->text.bytes + at;
    worker->fields.floor = source->text.bytes;
    worker->structure.next = more ? (*text)[length] : 0;
    return SL_OK;
  }
  char *bytes = worker->bytes + SL_NUMERAL_BYTES;
  SlStatus status = sl_file_read_at(source->file, source->before_text + at, length + more, bytes, err);
  *text = bytes;
  worker->fields.floor = worker->bytes;
  worker->structure.next = more ? bytes[length] : 0;
  return status;
}

/* What is not yet proved of a piece of a file. */
static bool is_text(const SlScanWorker *worker, const char *text, size_t length) {
  const SlStructure *s = &worker->structure;
  if (worker->scan->source->proved) return true;
  return !s->nul && (!s->beyond_ascii || sl_str_is_utf8((SlStr){text, length}, NULL));
}

static int64_t quoted_fields(const SlStructure *s, const char *text, int64_t fields) {
  int64_t count = 0;
  for (int64_t i = 0; i < fields; i++) {
    uint32_t begin = s->places[i - 1] + 1;
    count += begin < s->places[i] && text[begin] == s->quote;
  }
  return count;
}

/* Reads rows that begin at *at, up to a window's worth or the end; *at moves behind them. */
static SlStatus take_window(SlScanWorker *worker, size_t *at, size_t end, int64_t most_rows, SlCellBlock *blocks, int64_t *rows, int64_t *lines,
                            SlError *err) {
  size_t length = end - *at < worker->window ? end - *at : worker->window;
  const char *text;
  SlStatus status = fetch_window(worker, *at, length, &text, err);
  if (status != SL_OK) return status;
  SlStructure *s = &worker->structure;
  s->quoted = false;
  sl_structure_find(text, length, s);
  bool at_end = length == end - *at, open_end = at_end && length > 0 && text[length - 1] != '\n';
  if (open_end && !s->quoted) { /* the last line has no line end */
    s->places[s->count++] = (uint32_t)length;
    s->ends++;
    s->lines++;
  }
  worker->gave_up = s->lone_return || (at_end && s->quoted);
  if (worker->gave_up) return SL_OK;
  int64_t whole = s->count / worker->scan->fields;
  if (whole > most_rows) whole = most_rows;
  if (whole == 0) {
    worker->gave_up = at_end || s->ends > 0 || worker->window >= SL_SCAN_LONGEST_ROW_BYTES;
    *rows = 0; /* a row that is longer than the window */
    return worker->gave_up ? SL_OK : make_room(worker, worker->window * 2, err);
  }
  uint32_t last = s->places[whole * worker->scan->fields - 1];
  size_t taken = last < length ? (size_t)last + 1 : length;
  int64_t ends = s->ends;
  for (int64_t i = whole * worker->scan->fields; i < s->count; i++) ends -= s->places[i] == length ? 1 : text[s->places[i]] == '\n';
  worker->gave_up = !rows_are_whole(worker, text, whole, ends, length) || !is_text(worker, text, taken);
  if (worker->gave_up) return SL_OK;
  s->places[-1] = (uint32_t)-1;
  worker->fields.text = text;
  worker->fields.places = s->places;
  worker->fields.rows = whole;
  worker->fields.quote = s->quotes ? s->quote : 0;
  worker->fields.quotes = 0;
  worker->fields.broken = false;
  int64_t quotes = s->quotes ? sl_structure_survey(text, taken, s->quote).quotes : 0;
  worker->fields.doubled = s->quotes && quotes != 2 * quoted_fields(s, text, whole * worker->scan->fields);
  status = take_rows(worker, blocks, err);
  if (status != SL_OK) return status;
  if (s->quotes) {
    worker->gave_up = worker->fields.broken || quotes != worker->fields.quotes;
    for (const char *feed = text; (feed = memchr(feed, '\n', (size_t)(text + taken - feed))); feed++) ++*lines;
    *lines += taken == length && open_end;
  } else {
    *lines += whole;
  }
  *rows = whole;
  *at += taken;
  return SL_OK;
}

SlStatus sl_scan_seal(SlScanWorker *worker, SlCellBlock *blocks, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; !worker->wide && i < worker->scan->column_count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) return sl_fail_interrupted(err);
    if (worker->wanted && !worker->wanted[i]) continue;
    status = sl_cells_seal(&worker->cells[i], &blocks[i], err);
    if (status == SL_OK) sl_cells_begin(&worker->cells[i], (SlCellKind)blocks[i].kind);
  }
  return status;
}

SlStatus sl_scan_stretch(SlScanWorker *worker, size_t *at, size_t end, int64_t most_rows, size_t most_bytes, SlCellBlock *blocks, int64_t *rows,
                         int64_t *lines, SlError *err) {
  size_t start = *at;
  *rows = 0;
  while (*at < end && *rows < most_rows && *at - start < most_bytes && !worker->gave_up && !(worker->wide && *rows > 0)) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    int64_t more = 0;
    SlStatus status = take_window(worker, at, end, most_rows - *rows, blocks, &more, lines, err);
    if (status != SL_OK) return status;
    *rows += more;
  }
  return SL_OK;
}
