#include "core/csv/scan.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/fields.h"
#include "core/csv/structure.h"

/* Text that is looked at at once: small enough for the cache with its places. Parts and stretches are as stream reading has
 * them; the tests build all of it once more with tiny ones. */
#ifndef SL_SCAN_WINDOW_BYTES
#define SL_SCAN_WINDOW_BYTES (1 << 16)
#endif
#ifndef SL_SCAN_PART_BYTES
#define SL_SCAN_PART_BYTES (1 << 20)
#endif
#ifndef SL_CSV_STRETCH_ROWS
#define SL_CSV_STRETCH_ROWS 65536
#endif
enum { STRETCH_BYTES = 1 << 22, LONGEST_ROW = 1 << 30 };

bool sl_scan_fits(const SlDialect *dialect) {
  return dialect->comment.length == 0 && dialect->stop_at.length == 0 && dialect->delimiter != '\n' && dialect->delimiter != '\r';
}

/* --- one thread's work ------------------------------------------------------------------------------------------------------- */

typedef struct Worker {
  const SlScan *scan;
  SlCells *cells;          /* one a column */
  const bool *wanted;      /* columns that are read; NULL: all */
  SlStructure structure;
  uint32_t *room;          /* places, behind one for what is before the first */
  size_t window;           /* bytes there is room for */
  SlFields fields;
  bool *used;              /* fields of the file that a column takes */
  bool gave_up;
} Worker;

static void worker_reset(Worker *worker) {
  for (int64_t i = 0; worker->cells && i < worker->scan->column_count; i++) sl_cells_reset(&worker->cells[i]);
  sl_free(worker->cells);
  sl_free(worker->room);
  sl_free(worker->used);
  sl_buf_reset(&worker->fields.scratch);
}

static SlStatus make_room(Worker *worker, size_t window, SlError *err) {
  uint32_t *room = sl_realloc_array(worker->room, window + 1 + 64 + 1, sizeof *room);
  if (!room) return sl_fail_alloc(err, window * sizeof *room);
  worker->room = room;
  worker->structure.places = room + 1;
  worker->window = window;
  return SL_OK;
}

static SlStatus worker_init(Worker *worker, const SlScan *scan, SlTexts *texts, const bool *wanted, bool has_quotes, SlError *err) {
  *worker = (Worker){.scan = scan, .wanted = wanted};
  size_t columns = (size_t)scan->column_count;
  worker->cells = sl_alloc_zeroed(columns, sizeof *worker->cells);
  worker->used = sl_alloc_zeroed((size_t)scan->fields, sizeof *worker->used);
  if (!worker->cells || !worker->used) return sl_fail_alloc(err, columns * sizeof *worker->cells);
  for (size_t i = 0; i < columns; i++) {
    sl_cells_init(&worker->cells[i], scan->columns[i].rules, &texts[i]);
    sl_cells_begin(&worker->cells[i], wanted ? SL_CELLS_TEXT : SL_CELLS_NONE);
    worker->used[scan->columns[i].field] = !wanted || wanted[i];
  }
  worker->structure.delimiter = scan->dialect->delimiter;
  worker->structure.quote = has_quotes ? scan->dialect->quote : 0;
  worker->fields = (SlFields){.stride = scan->fields, .quote = worker->structure.quote};
  return make_room(worker, SL_SCAN_WINDOW_BYTES, err);
}

/* Every last place of a row is a line end, and there are no other line ends: so no row is ragged. */
static bool rows_are_whole(const Worker *worker, const char *text, int64_t rows, int64_t ends, size_t end_of_text) {
  if (ends != rows) return false;
  const uint32_t *last = worker->structure.places + worker->scan->fields - 1;
  for (int64_t row = 0; row < rows; row++) {
    uint32_t place = last[row * worker->scan->fields];
    if (place != end_of_text && text[place] != '\n') return false;
  }
  return true;
}

static SlStatus take_rows(Worker *worker, SlError *err) {
  const SlScan *scan = worker->scan;
  for (int64_t i = 0; i < scan->column_count; i++) {
    if (worker->wanted && !worker->wanted[i]) continue;
    sl_fields_add(&worker->fields, scan->columns[i].field, &worker->cells[i]);
    if (worker->cells[i].status != SL_OK) {
      if (err) *err = worker->cells[i].error;
      return worker->cells[i].status;
    }
  }
  for (int64_t field = 0; worker->fields.quote && field < scan->fields; field++)
    if (!worker->used[field]) sl_fields_pass(&worker->fields, field);
  return worker->fields.scratch.failed ? sl_fail_alloc(err, worker->fields.scratch.capacity) : SL_OK;
}

/* Reads rows that begin at *at, up to a window's worth or the end; *at moves behind them. */
static SlStatus take_window(Worker *worker, size_t *at, size_t end, int64_t most_rows, int64_t *rows, int64_t *lines, SlError *err) {
  const char *text = worker->scan->text.bytes + *at;
  size_t length = end - *at < worker->window ? end - *at : worker->window;
  SlStructure *s = &worker->structure;
  s->quoted = false;
  s->next = *at + length < worker->scan->text.length ? text[length] : 0;
  sl_structure_find(text, length, s);
  bool at_end = length == end - *at, open_end = at_end && length > 0 && text[length - 1] != '\n';
  if (open_end && !s->quoted) { /* the last line has no line end */
    s->places[s->count++] = (uint32_t)length;
    s->ends++;
    s->lines++;
  }
  if (s->lone_return || (at_end && s->quoted)) {
    worker->gave_up = true;
    return SL_OK;
  }
  int64_t whole = s->count / worker->scan->fields;
  if (whole > most_rows) whole = most_rows;
  if (whole == 0) {
    if (at_end || s->ends > 0 || worker->window >= LONGEST_ROW) {
      worker->gave_up = true;
      return SL_OK;
    }
    *rows = 0; /* a row that is longer than the window */
    return make_room(worker, worker->window * 2, err);
  }
  uint32_t last = s->places[whole * worker->scan->fields - 1];
  size_t taken = last < length ? (size_t)last + 1 : length;
  int64_t ends = s->ends;
  for (int64_t i = whole * worker->scan->fields; i < s->count; i++) ends -= s->places[i] == length ? 1 : text[s->places[i]] == '\n';
  if (!rows_are_whole(worker, text, whole, ends, length)) {
    worker->gave_up = true;
    return SL_OK;
  }
  s->places[-1] = (uint32_t)-1;
  worker->fields.text = text;
  worker->fields.floor = worker->scan->text.bytes;
  worker->fields.places = s->places;
  worker->fields.rows = whole;
  worker->fields.quotes = 0;
  worker->fields.broken = false;
  SlStatus status = take_rows(worker, err);
  if (status != SL_OK) return status;
  if (s->quote) {
    SlSurvey survey = sl_structure_survey(text, taken, s->quote);
    worker->gave_up = worker->fields.broken || survey.quotes != worker->fields.quotes;
    for (const char *feed = text; (feed = memchr(feed, '\n', (size_t)(text + taken - feed))); feed++) ++*lines;
    *lines += taken == length && open_end;
  } else {
    *lines += whole;
  }
  *rows = whole;
  *at += taken;
  return SL_OK;
}

/* Seals the stretch that was read into blocks, a row of which is at `blocks`. */
static SlStatus seal(Worker *worker, SlCellBlock *blocks, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < worker->scan->column_count && status == SL_OK; i++) {
    if (worker->wanted && !worker->wanted[i]) continue;
    status = sl_cells_seal(&worker->cells[i], &blocks[i], err);
    if (status == SL_OK) sl_cells_begin(&worker->cells[i], blocks[i].kind);
  }
  return status;
}

static SlStatus read_stretch(Worker *worker, size_t *at, size_t end, int64_t most_rows, size_t most_bytes, int64_t *rows, int64_t *lines, SlError *err) {
  size_t start = *at;
  *rows = 0;
  while (*at < end && *rows < most_rows && *at - start < most_bytes && !worker->gave_up) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    int64_t more = 0;
    SlStatus status = take_window(worker, at, end, most_rows - *rows, &more, lines, err);
    if (status != SL_OK) return status;
    *rows += more;
  }
  return SL_OK;
}

/* --- parts ---------------------------------------------------------------------------------------------------------------------- */

typedef struct Parts {
  const SlScan *scan;
  size_t *starts;          /* count + 1 */
  int64_t *quotes;         /* before each start */
  int64_t *lines;          /* of each part */
  SlScanPart *parts;
  int64_t count;
  bool has_quotes;
  atomic_bool gave_up;
} Parts;

static SlStatus count_quotes(void *context, int64_t number, SlError *err) {
  (void)err;
  Parts *parts = context;
  size_t start = parts->starts[number], end = parts->starts[number + 1];
  parts->quotes[number + 1] = sl_structure_survey(parts->scan->text.bytes + start, end - start, parts->scan->dialect->quote).quotes;
  return SL_OK;
}

/* Moves a cut to the begin of the next record: behind the next line feed outside quotes. */
static size_t next_record(const SlScan *scan, size_t at, bool quoted) {
  char quote = scan->dialect->quotes ? scan->dialect->quote : 0;
  for (; at < scan->text.length; at++) {
    char c = scan->text.bytes[at];
    if (quote && c == quote) quoted = !quoted;
    if (c == '\n' && !quoted) return at + 1;
  }
  return scan->text.length;
}

static SlStatus cut(Parts *parts, size_t start, SlError *err) {
  size_t length = parts->scan->text.length - start;
  for (int64_t i = 0; i <= parts->count; i++) parts->starts[i] = start + length / (size_t)parts->count * (size_t)i;
  parts->starts[parts->count] = parts->scan->text.length;
  if (parts->scan->dialect->quotes) {
    SlStatus status = sl_parallel(parts->count, count_quotes, parts, err);
    if (status != SL_OK) return status;
    for (int64_t i = 0; i < parts->count; i++) parts->quotes[i + 1] += parts->quotes[i];
    parts->has_quotes = parts->quotes[parts->count] > 0;
  }
  /* From the back: a cut is moved knowing where the text was cut, not where others were moved to. */
  for (int64_t i = parts->count - 1; i > 0; i--) parts->starts[i] = next_record(parts->scan, parts->starts[i], parts->quotes[i] & 1);
  for (int64_t i = 1; i <= parts->count; i++)
    if (parts->starts[i] < parts->starts[i - 1]) parts->starts[i] = parts->starts[i - 1];
  return SL_OK;
}

static SlStatus grow_part(const SlScan *scan, SlScanPart *part, SlError *err) {
  if (part->count < part->capacity) return SL_OK;
  size_t capacity = sl_grow_capacity((size_t)part->capacity, (size_t)part->count + 1), blocks;
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

/* What was read of a mapped file need not stay in memory; reading it again brings it back. */
static void give_back(const SlScan *scan, size_t start, size_t end) {
  if (!scan->mapped) return;
  const uintptr_t page = 4096;
  uintptr_t first = ((uintptr_t)scan->text.bytes + start + page - 1) / page * page, last = ((uintptr_t)scan->text.bytes + end) / page * page;
  if (first < last) madvise((void *)first, last - first, MADV_DONTNEED);
}

static SlStatus read_part(void *context, int64_t number, SlError *err) {
  Parts *parts = context;
  const SlScan *scan = parts->scan;
  SlScanPart *part = &parts->parts[number];
  size_t at = parts->starts[number], end = parts->starts[number + 1];
  if (at == end) return SL_OK;
  Worker worker;
  SlStatus status = worker_init(&worker, scan, part->texts, NULL, parts->has_quotes, err);
  int64_t line = 0; /* from the begin of the part; the reader of all parts adds what is before */
  while (status == SL_OK && at < end && !worker.gave_up && !atomic_load_explicit(&parts->gave_up, memory_order_relaxed)) {
    status = grow_part(scan, part, err);
    if (status != SL_OK) break;
    SlStretch stretch = {.start = at, .line = line};
    int64_t rows;
    status = read_stretch(&worker, &at, end, SL_CSV_STRETCH_ROWS, STRETCH_BYTES, &rows, &line, err);
    if (status != SL_OK || worker.gave_up) break;
    SlCellBlock *blocks = part->blocks + part->count * scan->column_count;
    memset(blocks, 0, (size_t)scan->column_count * sizeof *blocks);
    stretch.end = at;
    part->stretches[part->count] = stretch;
    part->rows[part->count++] = rows;
    status = seal(&worker, blocks, err);
    give_back(scan, stretch.start, stretch.end);
  }
  parts->lines[number] = line;
  if (worker.gave_up) atomic_store(&parts->gave_up, true);
  worker_reset(&worker);
  return status;
}

void sl_scan_parts_free(const SlScan *scan, SlScanPart *parts, int64_t part_count) {
  for (int64_t p = 0; parts && p < part_count; p++) {
    for (int64_t i = 0; i < parts[p].count * scan->column_count; i++) sl_cell_block_reset(&parts[p].blocks[i]);
    for (int64_t i = 0; parts[p].texts && i < scan->column_count; i++) sl_texts_reset(&parts[p].texts[i]);
    sl_free(parts[p].texts);
    sl_free(parts[p].stretches);
    sl_free(parts[p].rows);
    sl_free(parts[p].blocks);
  }
  sl_free(parts);
}

SlStatus sl_scan_read(const SlScan *scan, size_t start, int64_t line, SlScanPart **out, int64_t *part_count, bool *gave_up, SlError *err) {
  size_t length = scan->text.length - start;
  int64_t most = (int64_t)(length / SL_SCAN_PART_BYTES);
  Parts parts = {.scan = scan, .count = most < 1 ? 1 : most < sl_threads() ? most : sl_threads()};
  atomic_init(&parts.gave_up, false);
  size_t count = (size_t)parts.count;
  parts.starts = sl_alloc_array(count + 1, sizeof *parts.starts);
  parts.quotes = sl_alloc_zeroed(count + 1, sizeof *parts.quotes);
  parts.lines = sl_alloc_zeroed(count, sizeof *parts.lines);
  parts.parts = sl_alloc_zeroed(count, sizeof *parts.parts);
  SlStatus status = parts.starts && parts.quotes && parts.lines && parts.parts ? SL_OK : sl_fail_alloc(err, count * sizeof *parts.parts);
  for (int64_t p = 0; status == SL_OK && p < parts.count; p++) {
    parts.parts[p].texts = sl_alloc_zeroed((size_t)scan->column_count, sizeof(SlTexts));
    if (!parts.parts[p].texts) status = sl_fail_alloc(err, (size_t)scan->column_count * sizeof(SlTexts));
  }
  if (status == SL_OK) status = cut(&parts, start, err);
  if (status == SL_OK) status = sl_parallel(parts.count, read_part, &parts, err);
  *gave_up = atomic_load(&parts.gave_up);
  for (int64_t p = 0; status == SL_OK && !*gave_up && p < parts.count; p++) {
    for (int64_t i = 0; i < parts.parts[p].count; i++) parts.parts[p].stretches[i].line += line;
    line += parts.lines[p];
  }
  sl_free(parts.starts);
  sl_free(parts.quotes);
  sl_free(parts.lines);
  if (status != SL_OK || *gave_up) {
    sl_scan_parts_free(scan, parts.parts, parts.count);
    return status;
  }
  *out = parts.parts;
  *part_count = parts.count;
  return SL_OK;
}

SlStatus sl_scan_again(const SlScan *scan, const SlStretch *stretch, const bool *wanted, SlTexts *texts, SlCellBlock *blocks, SlError *err) {
  Worker worker;
  size_t at = stretch->start;
  int64_t rows, lines = 0;
  SlStatus status = worker_init(&worker, scan, texts, wanted, scan->dialect->quotes, err);
  if (status == SL_OK) status = read_stretch(&worker, &at, stretch->end, INT64_MAX, SIZE_MAX, &rows, &lines, err);
  if (status == SL_OK) status = seal(&worker, blocks, err);
  worker_reset(&worker);
  return status;
}
