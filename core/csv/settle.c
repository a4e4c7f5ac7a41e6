#include "core/csv/reading.h"

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/cells/loose_number.h"

enum { ROWS_FOR_ALL_CORES = 1 << 14, LOOK_UP_EVERY = 1024 /* columns, of which a file may have a million */ };

static SlStatus take_row_again(void *context, const SlRow *row, SlError *err) {
  (void)err;
  SlReading *reading = context;
  if (row->blank) return SL_OK;
  int64_t record = reading->records++;
  if (row->count != reading->header.count || sl_reading_is_rejected(reading, record)) return SL_OK;
  const SlCellBlock *blocks = reading->blocks + reading->again_stretch * reading->column_count;
  for (int64_t i = 0; i < reading->column_count; i++) {
    const SlScanColumn *column = &reading->columns[i];
    if (sl_cell_block_must_be_reread(&blocks[i], column->kind))
      sl_cells_add(&reading->streamed[i].cells, row->cells[column->field], row->forms[column->field]);
  }
  return SL_OK;
}

/* Reads a stretch once more for the columns whose blocks are of no use, as text. */
static SlStatus read_again(SlReading *reading, int64_t number, SlError *err) {
  SlCellBlock *blocks = reading->blocks + number * reading->column_count;
  bool needed = false;
  for (int64_t i = 0; i < reading->column_count; i++) {
    if (!sl_cell_block_must_be_reread(&blocks[i], reading->columns[i].kind)) continue;
    sl_cells_begin(&reading->streamed[i].cells, SL_CELLS_TEXT);
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
    status = sl_cells_seal(&reading->streamed[i].cells, &blocks[i], err);
  }
  return status;
}

/* The same for stretches that were scanned, task by task: each has its share of the stretches and texts of its own. */
static SlStatus scan_share_again(void *context, int64_t task, SlError *err) {
  SlReading *reading = context;
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
    status = sl_scan_again(&reading->scan, &reading->stretches[number].text, wanted, reading->again_stores + task * columns,
                           &reading->again_arenas[task], blocks, err);
  }
  sl_free(wanted);
  return status;
}

static SlStatus scan_again(SlReading *reading, SlError *err) {
  bool needed = false;
  for (int64_t i = 0; i < reading->stretch_count * reading->column_count && !needed; i++)
    needed = sl_cell_block_must_be_reread(&reading->blocks[i], reading->columns[i % reading->column_count].kind);
  reading->needs_whole = needed && reading->passing;
  if (!needed || reading->passing) return SL_OK;
  reading->again_tasks = reading->stretch_count < sl_threads() ? reading->stretch_count : sl_threads();
  reading->again_stores = sl_alloc_zeroed((size_t)(reading->again_tasks * reading->column_count), sizeof(SlCellStore));
  reading->again_arenas = sl_alloc_zeroed((size_t)reading->again_tasks, sizeof(SlArena));
  if (!reading->again_stores || !reading->again_arenas) return sl_fail_alloc(err, (size_t)reading->column_count * sizeof(SlCellStore));
  return sl_parallel(reading->again_tasks, scan_share_again, reading, err);
}

void sl_reading_settle(SlReading *reading) {
  for (int64_t i = 0; i < reading->column_count; i++) {
    SlCellKind settled = sl_cells_settle(reading->blocks + i, reading->stretch_count, reading->column_count);
    SlScanColumn *column = &reading->columns[i];
    if (!column->rules->declared && sl_units_clash(sl_reading_odds(reading, i)->units)) settled = SL_CELLS_TEXT;
    column->kind = sl_cell_kinds_meet(column->kind, settled);
  }
}

SlStatus sl_reading_settle_kinds(SlReading *reading, SlError *err) {
  sl_reading_settle(reading);
  if (reading->is_scanned) return scan_again(reading, err);
  int64_t records = reading->records;
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < reading->stretch_count && status == SL_OK; i++) status = read_again(reading, i, err);
  reading->records = records;
  return status;
}

typedef struct Finishing {
  SlReading *reading;
  SlColumn **columns;
} Finishing;

static SlStatus finish_column(void *context, int64_t number, SlError *err) {
  const Finishing *finishing = context;
  if (number % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
  SlReading *reading = finishing->reading;
  const SlScanColumn *column = &reading->columns[number];
  return sl_cells_finish(column->rules, column->kind, reading->blocks + number, reading->stretch_count, reading->column_count,
                         &finishing->columns[number], err);
}

SlStatus sl_reading_table(SlReading *reading, SlTable **out, SlError *err) {
  int64_t count = reading->column_count;
  SlColumn **columns = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *columns);
  SlStr *names = sl_arena_alloc_array(&reading->arena, (size_t)count, sizeof *names);
  if (count > 0 && (!columns || !names)) return sl_fail_alloc(err, (size_t)count * sizeof *names);
  for (int64_t i = 0; i < count; i++) names[i] = sl_reading_name(reading, i);
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
