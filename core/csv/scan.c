#include "core/csv/scan.h"

#include <stdatomic.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/base/runtime.h"
#include "core/csv/fields.h"
#include "core/csv/numerals.h"
#include "core/csv/structure.h"

/* Text that is looked at at once: small enough for the cache with its places. Parts and stretches are as stream reading has
 * them; the tests build all of it once more with tiny ones. */
#ifndef SL_SCAN_WINDOW_BYTES
#define SL_SCAN_WINDOW_BYTES (1 << 16)
#endif
#ifndef SL_SCAN_PART_BYTES
#define SL_SCAN_PART_BYTES (1 << 22)
#endif
#ifndef SL_CSV_STRETCH_ROWS
#define SL_CSV_STRETCH_ROWS 65536
#endif
/* A row that is longer than this is left to the stream: a window of it takes five times as much, its places included. */
#ifndef SL_SCAN_LONGEST_ROW_BYTES
#define SL_SCAN_LONGEST_ROW_BYTES (1 << 24)
#endif
#ifndef SL_SCAN_WIDE_FIELDS
#define SL_SCAN_WIDE_FIELDS (1 << 14)
#endif
#ifndef SL_SCAN_WIDE_WINDOW_BYTES
#define SL_SCAN_WIDE_WINDOW_BYTES (1 << 22)
#endif
enum { STRETCH_BYTES = 1 << 22, LOOK_UP_EVERY = 1024 /* columns, of which a file may have a million */ };

bool sl_scan_fits(const SlDialect *dialect) {
  return !dialect->loose && dialect->comment.length == 0 && dialect->stop_at.length == 0 && dialect->delimiter != '\n' && dialect->delimiter != '\r';
}

/* --- one thread's work ------------------------------------------------------------------------------------------------------- */

typedef struct Worker {
  const SlScan *scan;
  bool wide;
  SlCells *cells;          /* one a column; of a wide text one for all */
  uint8_t *kinds;          /* of a wide text: what a column's next cells are hoped to be, SlCellKind */
  SlCellStore *stores;     /* one a column; the caller's, as is the arena */
  SlArena *arena;
  const bool *wanted;      /* columns that are read; NULL: all */
  SlStructure structure;
  uint32_t *room;          /* places, behind one for what is before the first */
  char *bytes;             /* a window of a file, SL_NUMERAL_BYTES behind its begin */
  size_t window;           /* bytes there is room for */
  SlFields fields;
  bool *used;              /* fields of the file that a column takes */
  bool gave_up;
  SlError error;           /* of its cells */
} Worker;

static void worker_reset(Worker *worker) {
  for (int64_t i = 0; worker->cells && i < (worker->wide ? 1 : worker->scan->column_count); i++) sl_cells_reset(&worker->cells[i]);
  sl_free(worker->cells);
  sl_free(worker->kinds);
  sl_free(worker->room);
  sl_free(worker->bytes);
  sl_free(worker->used);
  sl_buf_reset(&worker->fields.scratch);
}

static SlStatus make_room(Worker *worker, size_t window, SlError *err) {
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

bool sl_scan_is_wide(int64_t fields) { return fields >= SL_SCAN_WIDE_FIELDS; }

/* Places for cells: for each column, or for one after the other. */
static SlStatus make_cells(Worker *worker, SlError *err) {
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

/* `least`: a window has so many bytes or more. */
static SlStatus worker_init(Worker *worker, const SlScan *scan, SlCellStore *stores, SlArena *arena, const bool *wanted, size_t least, SlError *err) {
  *worker = (Worker){.scan = scan, .wide = sl_scan_is_wide(scan->fields), .stores = stores, .arena = arena, .wanted = wanted};
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
static bool rows_are_whole(const Worker *worker, const char *text, int64_t rows, int64_t ends, size_t end_of_text) {
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
static SlStatus take_column(Worker *worker, int64_t column, SlCellBlock *block, SlError *err) {
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

static SlStatus take_rows(Worker *worker, SlCellBlock *blocks, SlError *err) {
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
static SlStatus fetch_window(Worker *worker, size_t at, size_t length, const char **text, SlError *err) {
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
static bool is_text(const Worker *worker, const char *text, size_t length) {
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
static SlStatus take_window(Worker *worker, size_t *at, size_t end, int64_t most_rows, SlCellBlock *blocks, int64_t *rows, int64_t *lines,
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

/* Seals the stretch that was read into blocks, a row of which is at `blocks`; that of a wide text is sealed already. */
static SlStatus seal(Worker *worker, SlCellBlock *blocks, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; !worker->wide && i < worker->scan->column_count && status == SL_OK; i++) {
    if (i % LOOK_UP_EVERY == LOOK_UP_EVERY - 1 && sl_interrupted()) return sl_fail_interrupted(err);
    if (worker->wanted && !worker->wanted[i]) continue;
    status = sl_cells_seal(&worker->cells[i], &blocks[i], err);
    if (status == SL_OK) sl_cells_begin(&worker->cells[i], (SlCellKind)blocks[i].kind);
  }
  return status;
}

/* Rows for a row of blocks at `blocks`: so many, or so many bytes, or of a wide text a window. */
static SlStatus read_stretch(Worker *worker, size_t *at, size_t end, int64_t most_rows, size_t most_bytes, SlCellBlock *blocks, int64_t *rows,
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

/* --- parts ---------------------------------------------------------------------------------------------------------------------- */

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

static SlStatus read_part(Parts *parts, Worker *worker, int64_t number, SlError *err) {
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
    status = read_stretch(worker, &at, end, SL_CSV_STRETCH_ROWS, STRETCH_BYTES, blocks, &rows, &line, err);
    if (status != SL_OK || worker->gave_up) break;
    stretch.end = at;
    part->stretches[part->count] = stretch;
    part->rows[part->count++] = rows;
    status = seal(worker, blocks, err);
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
  Worker worker;
  SlScanned *out = parts->out;
  SlStatus status = worker_init(&worker, scan, out->stores + thread * scan->column_count, &out->arenas[thread], NULL, 0, err);
  while (status == SL_OK && !atomic_load_explicit(&parts->gave_up, memory_order_relaxed)) {
    int64_t part = atomic_fetch_add(&parts->next, 1);
    if (part >= parts->count) break;
    status = read_part(parts, &worker, part, err);
  }
  worker_reset(&worker);
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
  Worker worker;
  size_t at = stretch->start;
  int64_t rows, lines = 0;
  bool wide = sl_scan_is_wide(scan->fields);
  /* Of a wide text the stretch was one window, and is one again: the blocks are sealed as it is read, so what they had is kept aside. */
  SlStatus status = worker_init(&worker, scan, stores, arena, wanted, wide ? stretch->end - stretch->start : 0, err);
  int64_t expected = rows_of(scan, wanted, blocks);
  if (status == SL_OK) status = read_stretch(&worker, &at, stretch->end, INT64_MAX, SIZE_MAX, blocks, &rows, &lines, err);
  if (status == SL_OK && expected >= 0 && (worker.gave_up || rows != expected || at < stretch->end)) status = sl_fail_changed(scan->source->name, err);
  if (status == SL_OK) status = seal(&worker, blocks, err);
  worker_reset(&worker);
  return status;
}
