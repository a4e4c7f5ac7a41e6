#include "core/cells/cells.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/cells/loose_number.h"
#include "core/values/bitmap.h"

/* Room that is made first: a file of a million columns is likely to have few rows, and has this a million times. */
enum { FEW_ROWS = 8 };

void sl_cell_store_init(SlCellStore *store) { *store = (SlCellStore){0}; }

void sl_cell_store_reset(SlCellStore *store) {
  if (!store->dict && !store->blocks.newest && !store->rows) return; /* never used: see sl_arena_reset() */
  sl_dict_release(store->dict);
  sl_arena_reset(&store->blocks);
  sl_cell_store_init(store);
}

void sl_cells_init(SlCells *cells, const SlCellRules *rules, SlCellStore *store, SlError *error) {
  memset(cells, 0, sizeof *cells);
  cells->rules = rules;
  cells->store = store;
  cells->arena = &store->blocks;
  cells->error = error;
}

void sl_cells_turn_to(SlCells *cells, const SlCellRules *rules, SlCellStore *store, SlArena *arena) {
  cells->rules = rules;
  cells->store = store;
  cells->arena = arena;
}

void sl_cells_reset(SlCells *cells) {
  sl_free(cells->slots);
  sl_buf_reset(&cells->bytes);
  sl_free(cells->validity);
  sl_free(cells->reasons);
  sl_free(cells->flags);
  memset(cells, 0, sizeof *cells);
}

/* A stretch is *lost* when it turns into text after a cell was kept as a number or date: of such a cell only the value is left, and
 * 1.50 and 1.5 have the same. Nothing is undone then. The rows that follow are only counted, the block says that it is lost, and whoever
 * has the source reads the stretch again, this time hoping for text. It happens once a column in a usual file, so that the hope is
 * cheap; keeping all texts in case they are wanted would not be. */

static void fail_append(SlCells *cells, size_t bytes) { cells->status = sl_fail_alloc(cells->error, bytes); }

void sl_cells_begin(SlCells *cells, SlCellKind kind) {
  cells->kind = kind == SL_CELLS_LONG ? SL_CELLS_INTEGER : kind; /* told apart when the stretch is sealed */
  cells->plain = cells->store->plain;
  cells->lost = false;
  cells->rows = cells->present = cells->bad = cells->first_bad = cells->two_figures = cells->plain_fractions = cells->loosened = 0;
  cells->units = 0;
  cells->bytes.length = 0;
  sl_free(cells->validity);
  sl_free(cells->reasons);
  sl_free(cells->flags);
  cells->validity = NULL;
  cells->reasons = cells->flags = NULL;
}

/* Lengthens an array that is there, with zeros. */
static bool lengthen(void **array, size_t old_bytes, size_t new_bytes) {
  if (!*array) return true;
  char *grown = sl_realloc(*array, new_bytes);
  if (!grown) return false;
  memset(grown + old_bytes, 0, new_bytes - old_bytes);
  *array = grown;
  return true;
}

static size_t bitmap_bytes(size_t rows) { return (size_t)sl_bitmap_words((int64_t)rows) * sizeof(uint64_t); }

bool sl_cells_reserve(SlCells *cells, int64_t rows) {
  if (cells->status != SL_OK) return false;
  if (cells->rows + rows <= cells->capacity) return true;
  size_t old = (size_t)cells->capacity;
  size_t needed = (size_t)(cells->rows + rows), capacity = FEW_ROWS;
  if (needed > FEW_ROWS) capacity = sl_grow_capacity(old < 64 ? 64 : old, needed);
  SlCellSlot *slots = sl_realloc_array(cells->slots, capacity, sizeof *slots);
  if (slots) cells->slots = slots;
  if (!slots || !lengthen((void **)&cells->validity, bitmap_bytes(old), bitmap_bytes(capacity)) ||
      !lengthen((void **)&cells->reasons, old, capacity) || !lengthen((void **)&cells->flags, old, capacity)) {
    fail_append(cells, capacity * sizeof *slots);
    return false;
  }
  cells->capacity = (int64_t)capacity;
  return true;
}

bool sl_cells_need_validity(SlCells *cells) {
  if (cells->validity) return true;
  cells->validity = sl_bitmap_new(cells->capacity, false);
  if (cells->validity)
    sl_bitmap_set_range(cells->validity, 0, cells->rows);
  else
    fail_append(cells, (size_t)cells->capacity / 8);
  return cells->validity != NULL;
}

static void add_missing(SlCells *cells, SlReason reason) {
  if (!sl_cells_need_validity(cells)) return;
  if (reason != SL_REASON_NONE) {
    if (!cells->reasons) cells->reasons = sl_alloc_zeroed((size_t)cells->capacity, 1);
    if (!cells->reasons) {
      fail_append(cells, (size_t)cells->capacity);
      return;
    }
    cells->reasons[cells->rows] = (uint8_t)reason;
  }
  /* A slot of 0 is 0, 0.0 and the first code; a missing string ends where the one before it ends. */
  cells->slots[cells->rows].integer = cells->kind == SL_CELLS_TEXT && cells->plain ? (int64_t)cells->bytes.length : 0;
  cells->rows++;
}

static bool add_text(SlCells *cells, SlStr text) {
  if (cells->plain) {
    sl_buf_add_str(&cells->bytes, text);
    if (cells->bytes.failed) {
      fail_append(cells, text.length);
      return false;
    }
    cells->slots[cells->rows].integer = (int64_t)cells->bytes.length;
    return true;
  }
  if (!cells->store->dict) cells->store->dict = sl_dict_new();
  if (!cells->store->dict) {
    fail_append(cells, 64);
    return false;
  }
  uint32_t code;
  cells->status = sl_dict_add(cells->store->dict, text, &code, cells->error);
  cells->slots[cells->rows].integer = code;
  return cells->status == SL_OK;
}

static bool any_is_long(const SlCells *cells) {
  for (int64_t row = 0; row < cells->rows; row++)
    if (sl_cell_is_long(cells->slots[row].integer)) return true;
  return false;
}

static void integers_to_numbers(SlCells *cells) {
  for (int64_t row = 0; row < cells->rows; row++) cells->slots[row].number = (double)cells->slots[row].integer;
  cells->kind = SL_CELLS_NUMBER;
}

/* The text into the slot of the next row, changing the kind where the text demands it. False: it is bad or nothing could
 * be done. */
static bool put(SlCells *cells, SlStr text) {
  if (cells->kind == SL_CELLS_NONE) {
    cells->kind = sl_cell_kind(cells->rules, text);
    if (cells->kind == SL_CELLS_TEXT && cells->rules->declared && cells->rules->type != SL_TEXT) {
      cells->kind = SL_CELLS_NONE; /* a date that is none says nothing about the order of the others */
      return false;
    }
    if (cells->kind == SL_CELLS_LONG) cells->kind = SL_CELLS_INTEGER;
  }
  if (cells->kind == SL_CELLS_TEXT) return add_text(cells, text);
  SlCellSlot *slot = &cells->slots[cells->rows];
  if (sl_cell_parse(cells->rules, cells->kind, text, slot)) return true;
  if (cells->rules->declared) return false;
  if (cells->kind == SL_CELLS_INTEGER && sl_cell_parse_number(cells->rules, text, &slot->number) && !any_is_long(cells)) {
    double number = slot->number;
    integers_to_numbers(cells);
    slot->number = number;
    return true;
  }
  cells->kind = SL_CELLS_TEXT;
  cells->lost = cells->present > 0;
  return cells->lost || add_text(cells, text);
}

static void count_unit(SlCells *cells, SlStr text) {
  SlLooseNumber loose;
  sl_loose_number(text, &loose);
  cells->loosened += loose.altered;
  if (loose.altered || !sl_str_equal(text, sl_str("0"))) cells->units |= loose.unit;
}

static void count_point(SlCells *cells, SlStr text) {
  if (!memchr(text.bytes, '.', text.length) && !memchr(text.bytes, ',', text.length)) return;
  if (sl_cell_is_two_figures(text))
    cells->two_figures++;
  else
    cells->plain_fractions++;
}

void sl_cells_add(SlCells *cells, SlStr text, SlCellForm form) {
  if (cells->lost) { /* its rows are counted; they will be read again */
    cells->rows++;
    return;
  }
  if (!sl_cells_reserve(cells, 1)) return;
  SlCell cell = sl_cell_of(cells->rules, text, form);
  if (cell.missing) {
    add_missing(cells, cell.reason);
    return;
  }
  bool good = put(cells, cell.text);
  bool is_number = cells->kind == SL_CELLS_INTEGER || cells->kind == SL_CELLS_NUMBER;
  if (cells->rules->loose_numbers && good && is_number) count_unit(cells, cell.text);
  if (cells->rules->doubts_point && good && cells->kind != SL_CELLS_TEXT) count_point(cells, cell.text);
  if (cells->status != SL_OK) return;
  cells->present++;
  if (!good) {
    if (cells->bad++ == 0) cells->first_bad = cells->rows;
    add_missing(cells, SL_REASON_NONE);
    return;
  }
  if (cell.flags && !cells->lost) {
    if (!cells->flags) cells->flags = sl_alloc_zeroed((size_t)cells->capacity, 1);
    if (!cells->flags) {
      fail_append(cells, (size_t)cells->capacity);
      return;
    }
    cells->flags[cells->rows] = (uint8_t)cell.flags;
  }
  if (cells->validity && !cells->lost) sl_bitmap_set(cells->validity, cells->rows);
  cells->rows++;
}
