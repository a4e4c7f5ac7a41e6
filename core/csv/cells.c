#include "core/csv/cells.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/csv/narrow.h"
#include "core/values/parse.h"

/* A dictionary does not pay when, of that many texts and more, more than so many of a hundred are distinct. Few that are
 * nearly all distinct may come from many that are not. */
static const struct {
  int64_t from, percent;
} judged[] = {{1 << 16, 99}, {1 << 20, 50}};

/* ---- one cell ---------------------------------------------------------------------------------------------------- */

/* Takes "12 [p][r]" apart. What is no marker stays in the text. */
static void take_markers(SlCell *cell) {
  SlStr text = cell->text;
  SlReason reason;
  if (sl_reason_find(text, &reason)) {
    cell->missing = true;
    cell->reason = reason;
    return;
  }
  unsigned flags = 0;
  while (text.length > 0 && text.bytes[text.length - 1] == ']') {
    size_t open = text.length - 1;
    while (open > 0 && text.bytes[open] != '[') open--;
    SlFlag flag;
    if (!sl_flag_find((SlStr){text.bytes + open, text.length - open}, &flag)) break;
    flags |= flag;
    text.length = open;
    while (text.length > 0 && text.bytes[text.length - 1] == ' ') text.length--;
  }
  if (flags == 0 || text.length == 0) return; /* a flag needs a value */
  cell->text = text;
  cell->flags = flags;
}

SlCell sl_cell_of(const SlCellRules *rules, SlStr text, bool absent) {
  SlCell cell = {.text = text, .missing = absent};
  for (int64_t i = 0; i < rules->missing_count && !cell.missing; i++) cell.missing = sl_str_equal(text, rules->missing[i]);
  if (!cell.missing && rules->markers && text.length && text.bytes[text.length - 1] == ']') take_markers(&cell);
  return cell;
}

/* With a decimal comma, groups are separated by points; the parser of integers knows commas only. */
static bool parse_integer(const SlCellRules *rules, SlStr text, int64_t *value) {
  char swapped[32];
  if (rules->decimal == ',') {
    if (text.length > sizeof swapped || memchr(text.bytes, ',', text.length)) return false;
    for (size_t i = 0; i < text.length; i++) swapped[i] = text.bytes[i] == '.' ? ',' : text.bytes[i];
    text.bytes = swapped;
  }
  return rules->declared ? sl_parse_declared_integer(text, true, value) : sl_parse_integer(text, true, value);
}

static bool parse_number(const SlCellRules *rules, SlStr text, double *value) {
  if (!sl_parse_number(text, true, rules->decimal, value)) return false;
  /* "-0" is the integer 0, whether or not another row makes the column one of numbers. */
  if (text.length == 2 && *value == 0) *value = 0;
  return true;
}

static bool parse_slot(const SlCellRules *rules, SlCellKind kind, SlStr text, SlCellSlot *slot) {
  bool truth;
  switch (kind) {
    case SL_CELLS_INTEGER: return parse_integer(rules, text, &slot->integer);
    case SL_CELLS_NUMBER: return parse_number(rules, text, &slot->number);
    case SL_CELLS_DATE_ISO: return rules->date_order != SL_DATE_DMY && sl_date_parse(text, SL_DATE_ISO, &slot->integer);
    case SL_CELLS_DATE_DMY: return rules->date_order != SL_DATE_ISO && sl_date_parse(text, SL_DATE_DMY, &slot->integer);
    case SL_CELLS_QUARTER: return sl_quarter_parse(text, &slot->integer);
    case SL_CELLS_YEAR_ENDING: return sl_year_ending_parse(text, &slot->integer);
    case SL_CELLS_BOOLEAN:
      if (!sl_parse_boolean(text, &truth)) return false;
      slot->integer = truth;
      return true;
    case SL_CELLS_TEXT: return true;
    case SL_CELLS_NONE: return false;
  }
  return false;
}

bool sl_cell_is(const SlCellRules *rules, SlCellKind kind, SlStr text) {
  SlCellSlot slot;
  return parse_slot(rules, kind, text, &slot);
}

/* Text that begins with no digit, sign or decimal mark is neither number nor date: most text is settled here. */
static bool may_be_number_or_date(SlStr text) {
  if (text.length == 0) return false;
  char c = text.bytes[0];
  return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ',';
}

SlCellKind sl_cell_kind(const SlCellRules *rules, SlStr text) {
  static const SlCellKind guesses[] = {SL_CELLS_INTEGER, SL_CELLS_NUMBER, SL_CELLS_DATE_ISO, SL_CELLS_DATE_DMY};
  static const SlCellKind dates[] = {SL_CELLS_DATE_ISO, SL_CELLS_DATE_DMY};
  const SlCellKind *kinds = guesses;
  int count = 4;
  SlCellKind declared;
  if (rules->declared) {
    kinds = &declared;
    count = 1;
    switch (rules->type) {
      case SL_INTEGER: declared = SL_CELLS_INTEGER; break;
      case SL_NUMBER: declared = SL_CELLS_NUMBER; break;
      case SL_BOOLEAN: declared = SL_CELLS_BOOLEAN; break;
      case SL_QUARTER: declared = SL_CELLS_QUARTER; break;
      case SL_YEAR_ENDING: declared = SL_CELLS_YEAR_ENDING; break;
      case SL_DATE:
        kinds = dates;
        count = 2;
        break;
      case SL_TEXT: return SL_CELLS_TEXT;
    }
  } else if (!may_be_number_or_date(text)) {
    return SL_CELLS_TEXT;
  }
  for (int i = 0; i < count; i++)
    if (sl_cell_is(rules, kinds[i], text)) return kinds[i];
  return SL_CELLS_TEXT;
}

SlType sl_cell_type(SlCellKind kind) {
  switch (kind) {
    case SL_CELLS_INTEGER: return SL_INTEGER;
    case SL_CELLS_NUMBER: return SL_NUMBER;
    case SL_CELLS_DATE_ISO: case SL_CELLS_DATE_DMY: return SL_DATE;
    case SL_CELLS_BOOLEAN: return SL_BOOLEAN;
    case SL_CELLS_QUARTER: return SL_QUARTER;
    case SL_CELLS_YEAR_ENDING: return SL_YEAR_ENDING;
    case SL_CELLS_NONE: case SL_CELLS_TEXT: break;
  }
  return SL_TEXT;
}

void sl_cell_store_init(SlCellStore *store) { *store = (SlCellStore){0}; }

void sl_cell_store_reset(SlCellStore *store) {
  sl_dict_release(store->dict);
  sl_arena_reset(&store->blocks);
  sl_cell_store_init(store);
}

/* ---- a stretch of rows ------------------------------------------------------------------------------------------- */

void sl_cells_init(SlCells *cells, const SlCellRules *rules, SlCellStore *store) {
  memset(cells, 0, sizeof *cells);
  cells->rules = rules;
  cells->store = store;
}

void sl_cells_reset(SlCells *cells) {
  sl_free(cells->slots);
  sl_buf_reset(&cells->bytes);
  sl_free(cells->validity);
  sl_free(cells->reasons);
  sl_free(cells->flags);
  sl_cells_init(cells, cells->rules, cells->store);
}

static void fail_append(SlCells *cells, size_t bytes) { cells->status = sl_fail_alloc(&cells->error, bytes); }

void sl_cells_begin(SlCells *cells, SlCellKind kind) {
  cells->kind = kind;
  cells->plain = cells->store->plain;
  cells->lost = false;
  cells->rows = cells->present = cells->bad = cells->first_bad = 0;
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

bool sl_cells_reserve(SlCells *cells, int64_t rows) {
  if (cells->status != SL_OK) return false;
  if (cells->rows + rows <= cells->capacity) return true;
  size_t old = (size_t)cells->capacity;
  size_t capacity = sl_grow_capacity(old < 64 ? 64 : old, (size_t)(cells->rows + rows) + 63);
  SlCellSlot *slots = sl_realloc_array(cells->slots, capacity, sizeof *slots);
  if (slots) cells->slots = slots;
  if (!slots || !lengthen((void **)&cells->validity, old / 8, capacity / 8) ||
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
  cells->status = sl_dict_add(cells->store->dict, text, &code, &cells->error);
  cells->slots[cells->rows].integer = code;
  return cells->status == SL_OK;
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
  }
  if (cells->kind == SL_CELLS_TEXT) return add_text(cells, text);
  SlCellSlot *slot = &cells->slots[cells->rows];
  if (parse_slot(cells->rules, cells->kind, text, slot)) return true;
  if (cells->rules->declared) return false;
  if (cells->kind == SL_CELLS_INTEGER && parse_number(cells->rules, text, &slot->number)) {
    double number = slot->number;
    integers_to_numbers(cells);
    slot->number = number;
    return true;
  }
  cells->kind = SL_CELLS_TEXT;
  cells->lost = cells->present > 0;
  return cells->lost || add_text(cells, text);
}

void sl_cells_add(SlCells *cells, SlStr text, bool absent) {
  if (cells->lost) { /* its rows are counted; they will be read again */
    cells->rows++;
    return;
  }
  if (!sl_cells_reserve(cells, 1)) return;
  SlCell cell = sl_cell_of(cells->rules, text, absent);
  if (cell.missing) {
    add_missing(cells, cell.reason);
    return;
  }
  bool good = put(cells, cell.text);
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

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

static SlStorage narrowest(int64_t low, int64_t high) {
  if (low >= INT8_MIN && high <= INT8_MAX) return SL_I8;
  if (low >= INT16_MIN && high <= INT16_MAX) return SL_I16;
  if (low >= INT32_MIN && high <= INT32_MAX) return SL_I32;
  return SL_I64;
}

static SlStorage narrowest_code(int64_t high) { return high <= UINT8_MAX ? SL_CODE8 : high <= UINT16_MAX ? SL_CODE16 : SL_CODE32; }

static SlStatus seal_values(const SlCells *cells, SlCellBlock *block, SlError *err) {
  int64_t rows = cells->rows;
  const int64_t *integers = &cells->slots->integer; /* a union's members begin where it does */
  if (cells->kind != SL_CELLS_NUMBER) sl_narrow_range(integers, rows, &block->low, &block->high);
  block->storage = cells->kind == SL_CELLS_NUMBER ? SL_F64
                   : cells->kind != SL_CELLS_TEXT ? narrowest(block->low, block->high)
                   : cells->plain                 ? SL_I64
                                                  : narrowest_code(block->high);
  size_t bytes = sl_storage_bytes(block->storage);
  block->values = sl_arena_alloc(&cells->store->blocks, (size_t)rows * bytes);
  if (!block->values) return sl_fail_alloc(err, (size_t)rows * bytes);
  sl_narrow(integers, rows, bytes, block->values);
  return SL_OK;
}

/* A copy of what an array holds for the rows of the stretch: blocks wait for their end, so they keep no spare room. */
static bool copy_array(SlCellStore *store, const void *array, size_t bytes, void **out) {
  if (!array) return true;
  *out = sl_arena_alloc(&store->blocks, bytes);
  if (!*out) return false;
  memcpy(*out, array, bytes);
  return true;
}

SlStatus sl_cells_seal(SlCells *cells, SlCellBlock *block, SlError *err) {
  memset(block, 0, sizeof *block);
  if (cells->status != SL_OK) {
    if (err) *err = cells->error;
    return cells->status;
  }
  block->kind = cells->kind;
  block->plain = cells->plain;
  block->lost = cells->lost;
  block->rows = cells->rows;
  block->present = cells->present;
  block->bad = cells->bad;
  block->first_bad = cells->first_bad;
  block->store = cells->store;
  if (block->lost || block->rows == 0) return SL_OK;

  SlStatus status = SL_OK;
  size_t rows = (size_t)cells->rows;
  if (block->kind != SL_CELLS_NONE) status = seal_values(cells, block, err);
  if (status == SL_OK && block->kind == SL_CELLS_TEXT) {
    if (block->plain) {
      block->byte_count = cells->bytes.length;
      if (!copy_array(cells->store, cells->bytes.bytes, cells->bytes.length, (void **)&block->bytes))
        status = sl_fail_alloc(err, cells->bytes.length);
    } else {
      SlCellStore *store = cells->store;
      store->rows += cells->present;
      for (size_t i = 0; i < sizeof judged / sizeof *judged; i++)
        store->plain |= store->rows >= judged[i].from && sl_dict_size(store->dict) > store->rows / 100 * judged[i].percent;
    }
  }
  if (status == SL_OK && (!copy_array(cells->store, cells->validity, (size_t)sl_bitmap_words(cells->rows) * 8, (void **)&block->validity) ||
                          !copy_array(cells->store, cells->reasons, rows, (void **)&block->reasons) ||
                          !copy_array(cells->store, cells->flags, rows, (void **)&block->flags)))
    status = sl_fail_alloc(err, rows);
  return status;
}

SlCellKind sl_cell_kinds_meet(SlCellKind a, SlCellKind b) {
  if (a == b || b == SL_CELLS_NONE) return a;
  if (a == SL_CELLS_NONE) return b;
  if ((a == SL_CELLS_INTEGER && b == SL_CELLS_NUMBER) || (a == SL_CELLS_NUMBER && b == SL_CELLS_INTEGER)) return SL_CELLS_NUMBER;
  return SL_CELLS_TEXT;
}

SlCellKind sl_cells_settle(const SlCellBlock *blocks, int64_t count, int64_t stride) {
  SlCellKind kind = SL_CELLS_NONE;
  for (int64_t i = 0; i < count; i++) kind = sl_cell_kinds_meet(kind, blocks[i * stride].kind);
  return kind;
}

bool sl_cell_block_must_be_reread(const SlCellBlock *block, SlCellKind kind) {
  if (block->lost) return true;
  if (block->kind == kind || block->kind == SL_CELLS_NONE) return false;
  return !(block->kind == SL_CELLS_INTEGER && kind == SL_CELLS_NUMBER);
}

/* ---- the column -------------------------------------------------------------------------------------------------- */

/* The value of an integer kind's row. */
static int64_t block_integer(const SlCellBlock *block, int64_t row) {
  switch (block->storage) {
    case SL_I8: return ((const int8_t *)block->values)[row];
    case SL_I16: return ((const int16_t *)block->values)[row];
    case SL_I32: return ((const int32_t *)block->values)[row];
    case SL_I64: return ((const int64_t *)block->values)[row];
    case SL_CODE8: return ((const uint8_t *)block->values)[row];
    case SL_CODE16: return ((const uint16_t *)block->values)[row];
    case SL_CODE32: return ((const uint32_t *)block->values)[row];
    default: return 0;
  }
}

#define WIDEN_FROM(to_type, from_type)                                                                       \
  do {                                                                                                       \
    to_type *to = (to_type *)column->values + first;                                                         \
    const from_type *from = block->values;                                                                   \
    for (int64_t i = 0; i < block->rows; i++) to[i] = (to_type)from[i];                                      \
  } while (0)
#define WIDEN(to_type)                                                 \
  switch (block->storage) {                                            \
    case SL_I8: WIDEN_FROM(to_type, int8_t); break;                    \
    case SL_I16: WIDEN_FROM(to_type, int16_t); break;                  \
    case SL_I32: WIDEN_FROM(to_type, int32_t); break;                  \
    case SL_I64: WIDEN_FROM(to_type, int64_t); break;                  \
    case SL_F64: WIDEN_FROM(to_type, double); break;                   \
    case SL_CODE8: case SL_BOOL8: WIDEN_FROM(to_type, uint8_t); break; \
    case SL_CODE16: WIDEN_FROM(to_type, uint16_t); break;              \
    case SL_CODE32: WIDEN_FROM(to_type, uint32_t); break;              \
    case SL_STRING: break;                                             \
  }                                                                    \
  break

static void copy_values(SlColumn *column, const SlCellBlock *block, int64_t first) {
  if (!block->values) return; /* all missing */
  switch (column->storage) {
    case SL_I8: WIDEN(int8_t);
    case SL_I16: WIDEN(int16_t);
    case SL_I32: WIDEN(int32_t);
    case SL_I64: WIDEN(int64_t);
    case SL_F64: WIDEN(double);
    case SL_CODE8: case SL_BOOL8: WIDEN(uint8_t);
    case SL_CODE16: WIDEN(uint16_t);
    case SL_CODE32: WIDEN(uint32_t);
    case SL_STRING: break;
  }
}

static void copy_validity(SlColumn *column, const SlCellBlock *block, int64_t first) {
  /* The column's bits are all 1. */
  if (block->kind != SL_CELLS_NONE && !block->validity) return;
  for (int64_t i = 0; i < block->rows; i++)
    if (block->kind == SL_CELLS_NONE || !sl_bitmap_get(block->validity, i)) sl_bitmap_clear(column->validity, first + i);
}

static int64_t text_bytes(const SlCellBlock *block) {
  if (!block->values) return 0;
  if (block->plain) return (int64_t)block->byte_count;
  int64_t bytes = 0;
  for (int64_t i = 0; i < block->rows; i++)
    if (!block->validity || sl_bitmap_get(block->validity, i))
      bytes += (int64_t)sl_dict_get(block->store->dict, block_integer(block, i)).length;
  return bytes;
}

static void copy_strings(SlColumn *column, const SlCellBlock *block, int64_t first) {
  char *out = column->values;
  int64_t base = column->offsets[first];
  int64_t *ends = column->offsets + first + 1;
  if (!block->values) {
    for (int64_t i = 0; i < block->rows; i++) ends[i] = base;
  } else if (block->plain) {
    if (block->byte_count) memcpy(out + base, block->bytes, block->byte_count);
    for (int64_t i = 0; i < block->rows; i++) ends[i] = base + ((const int64_t *)block->values)[i];
  } else {
    for (int64_t i = 0; i < block->rows; i++) {
      if (!block->validity || sl_bitmap_get(block->validity, i)) {
        SlStr text = sl_dict_get(block->store->dict, block_integer(block, i));
        if (text.length) memcpy(out + base, text.bytes, text.length);
        base += (int64_t)text.length;
      }
      ends[i] = base;
    }
  }
}

/* --- one dictionary of several ----------------------------------------------------------------------------------------------- */

/* Texts that several threads collected: all go into the first's dictionary; codes of the others change. */
typedef struct Merge {
  SlCellStore *store;
  uint32_t *codes; /* NULL: they stay */
} Merge;

typedef struct Merges {
  Merge *items;
  int64_t count, capacity;
} Merges;

static void merges_reset(Merges *merges) {
  for (int64_t i = 0; i < merges->count; i++) sl_free(merges->items[i].codes);
  sl_free(merges->items);
}

static const Merge *find_merge(const Merges *merges, const SlCellStore *store) {
  for (int64_t i = 0; i < merges->count; i++)
    if (merges->items[i].store == store) return &merges->items[i];
  return NULL;
}

static SlStatus merge_texts(Merges *merges, SlCellStore *store, SlError *err) {
  if (find_merge(merges, store)) return SL_OK;
  if (merges->count == merges->capacity) {
    size_t capacity = sl_grow_capacity((size_t)merges->capacity, (size_t)merges->count + 1);
    Merge *grown = sl_realloc_array(merges->items, capacity, sizeof *grown);
    if (!grown) return sl_fail_alloc(err, capacity * sizeof *grown);
    merges->items = grown;
    merges->capacity = (int64_t)capacity;
  }
  Merge *merge = &merges->items[merges->count++];
  *merge = (Merge){.store = store};
  if (merges->count == 1) return SL_OK;
  int64_t size = sl_dict_size(store->dict);
  merge->codes = sl_alloc_array((size_t)size, sizeof *merge->codes);
  if (!merge->codes) return sl_fail_alloc(err, (size_t)size * sizeof *merge->codes);
  SlStatus status = SL_OK;
  for (int64_t code = 0; code < size && status == SL_OK; code++)
    status = sl_dict_add(merges->items[0].store->dict, sl_dict_get(store->dict, code), &merge->codes[code], err);
  return status;
}

static SlStatus merge_blocks(Merges *merges, const SlCellBlock *blocks, int64_t count, int64_t stride, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    const SlCellBlock *block = &blocks[i * stride];
    if (block->kind == SL_CELLS_TEXT && !block->plain && block->store->dict) status = merge_texts(merges, block->store, err);
  }
  return status;
}

/* Codes of a block in the one dictionary. The slot of a missing row is 0 and stays it. */
#define RECODE_FROM(to_type, from_type)                                                                                       \
  do {                                                                                                                        \
    to_type *to = (to_type *)column->values + first;                                                                          \
    const from_type *from = block->values;                                                                                    \
    for (int64_t i = 0; i < block->rows; i++)                                                                                 \
      to[i] = !block->validity || sl_bitmap_get(block->validity, i) ? (to_type)codes[from[i]] : (to_type)0;                   \
  } while (0)
#define RECODE(to_type)                                              \
  switch (block->storage) {                                          \
    case SL_CODE8: RECODE_FROM(to_type, uint8_t); break;             \
    case SL_CODE16: RECODE_FROM(to_type, uint16_t); break;           \
    default: RECODE_FROM(to_type, uint32_t); break;                  \
  }                                                                  \
  break

static void copy_codes(SlColumn *column, const SlCellBlock *block, const uint32_t *codes, int64_t first) {
  if (!block->values) return;
  switch (column->storage) {
    case SL_CODE8: RECODE(uint8_t);
    case SL_CODE16: RECODE(uint16_t);
    default: RECODE(uint32_t);
  }
}

SlStatus sl_cells_finish(const SlCellRules *rules, SlCellKind kind, SlCellBlock *blocks, int64_t count, int64_t stride,
                         SlColumn **out, SlError *err) {
  SlType type = rules->declared ? rules->type : sl_cell_type(kind);
  int64_t rows = 0, low = 0, high = 0, bytes = 0;
  bool missing = false, reasons = false, flags = false, plain = false;
  SlDict *dict = NULL;
  for (int64_t i = 0; i < count; i++) {
    const SlCellBlock *block = &blocks[i * stride];
    rows += block->rows;
    if (block->low < low) low = block->low;
    if (block->high > high) high = block->high;
    missing |= block->validity != NULL || (block->kind == SL_CELLS_NONE && block->rows > 0);
    reasons |= block->reasons != NULL;
    flags |= block->flags != NULL;
    plain |= block->kind == SL_CELLS_TEXT && block->plain;
  }
  Merges merges = {0};
  SlDict *made = NULL;
  SlColumn *column = NULL;
  SlStatus status = type == SL_TEXT && !plain ? merge_blocks(&merges, blocks, count, stride, err) : SL_OK;
  if (status != SL_OK) {
    merges_reset(&merges);
    return status;
  }
  if (merges.count) dict = merges.items[0].store->dict;
  if (type == SL_TEXT && !plain && !dict) dict = made = sl_dict_new();
  if (type == SL_TEXT && !plain && !dict) status = sl_fail_alloc(err, 64);
  SlStorage storage = type == SL_INTEGER ? narrowest(low, high)
                      : type != SL_TEXT  ? sl_storage_default(type)
                      : plain            ? SL_STRING
                                         : narrowest_code(dict && sl_dict_size(dict) > 0 ? sl_dict_size(dict) - 1 : 0);
  if (status == SL_OK) status = sl_column_alloc(type, storage, rows, missing, plain ? NULL : type == SL_TEXT ? dict : NULL, &column, err);
  sl_dict_release(made);
  if (status == SL_OK && storage == SL_STRING) {
    for (int64_t i = 0; i < count; i++) bytes += text_bytes(&blocks[i * stride]);
    column->values = sl_alloc((size_t)bytes);
    if (!column->values) status = sl_fail_alloc(err, (size_t)bytes);
  }
  if (status == SL_OK && reasons && !(column->reasons = sl_alloc_zeroed((size_t)rows, 1))) status = sl_fail_alloc(err, (size_t)rows);
  if (status == SL_OK && flags && !(column->flags = sl_alloc_zeroed((size_t)rows, 1))) status = sl_fail_alloc(err, (size_t)rows);
  if (status != SL_OK) {
    merges_reset(&merges);
    sl_column_release(column);
    return status;
  }
  int64_t first = 0;
  for (int64_t i = 0; i < count; i++) {
    const SlCellBlock *block = &blocks[i * stride];
    const Merge *merge = merges.count > 1 && block->kind == SL_CELLS_TEXT ? find_merge(&merges, block->store) : NULL;
    if (storage == SL_STRING)
      copy_strings(column, block, first);
    else if (merge && merge->codes)
      copy_codes(column, block, merge->codes, first);
    else
      copy_values(column, block, first);
    if (missing) copy_validity(column, block, first);
    if (block->reasons) memcpy(column->reasons + first, block->reasons, (size_t)block->rows);
    if (block->flags) memcpy(column->flags + first, block->flags, (size_t)block->rows);
    first += block->rows;
  }
  for (int64_t i = 0; i < count; i++)
    if (blocks[i * stride].store) sl_arena_reset(&blocks[i * stride].store->blocks);
  merges_reset(&merges);
  sl_column_seal(column);
  *out = column;
  return SL_OK;
}
