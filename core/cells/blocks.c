#include "core/cells/blocks.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/cells/merge.h"
#include "core/cells/narrow.h"

/* A dictionary does not pay when, of that many texts and more, more than so many of a hundred are distinct. Few that are
 * nearly all distinct may come from many that are not. */
static const struct {
  int64_t from, percent;
} judged[] = {{1 << 16, 99}, {1 << 20, 50}};

/* ---- a stretch is sealed -------------------------------------------------------------------------------------------- */

static SlStorage narrowest(int64_t low, int64_t high) {
  if (low >= INT8_MIN && high <= INT8_MAX) return SL_I8;
  if (low >= INT16_MIN && high <= INT16_MAX) return SL_I16;
  if (low >= INT32_MIN && high <= INT32_MAX) return SL_I32;
  return SL_I64;
}

static SlStorage narrowest_code(int64_t high) { return high <= UINT8_MAX ? SL_CODE8 : high <= UINT16_MAX ? SL_CODE16 : SL_CODE32; }

static bool holds_long(const int64_t *integers, int64_t rows, const SlCellBlock *block) {
  const int64_t all_held = INT64_C(1) << 53;
  bool found = false;
  for (int64_t row = 0; row < rows && !found && (block->low < -all_held || block->high > all_held); row++)
    found = sl_cell_is_long(integers[row]);
  return found;
}

static SlStatus seal_values(const SlCells *cells, SlCellBlock *block, SlError *err) {
  int64_t rows = cells->rows;
  const int64_t *integers = &cells->slots->integer; /* a union's members begin where it does */
  if (cells->kind != SL_CELLS_NUMBER) sl_narrow_range(integers, rows, &block->low, &block->high);
  if (cells->kind == SL_CELLS_INTEGER && !cells->rules->declared && holds_long(integers, rows, block)) block->kind = SL_CELLS_LONG;
  SlStorage storage = cells->kind == SL_CELLS_NUMBER ? SL_F64
                   : cells->kind != SL_CELLS_TEXT ? narrowest(block->low, block->high)
                   : cells->plain                 ? SL_I64
                                                  : narrowest_code(block->high);
  block->storage = (uint8_t)storage;
  size_t bytes = sl_storage_bytes(storage);
  block->values = sl_arena_alloc(cells->arena, (size_t)rows * bytes);
  if (!block->values) return sl_fail_alloc(err, (size_t)rows * bytes);
  sl_narrow(integers, rows, bytes, block->values);
  return SL_OK;
}

/* A copy of what an array holds for the rows of the stretch: blocks wait for their end, so they keep no spare room. */
static bool copy_array(const SlCells *cells, const void *array, size_t bytes, void **out) {
  if (!array) return true;
  *out = sl_arena_alloc(cells->arena, bytes);
  if (!*out) return false;
  memcpy(*out, array, bytes);
  return true;
}

static const SlCellOdds nothing_odd;

/* The block's odds, which are only kept when there are any; what is copied is not there for a stretch that was lost. */
static SlStatus seal_odds(const SlCells *cells, SlCellBlock *block, bool copies, SlError *err) {
  bool plain_texts = copies && cells->kind == SL_CELLS_TEXT && cells->plain;
  block->odds = &nothing_odd;
  if (!cells->bad && !cells->two_figures && !cells->plain_fractions && !cells->loosened && !cells->units && !plain_texts && !cells->reasons &&
      !cells->flags)
    return SL_OK;
  SlCellOdds *odds = sl_arena_alloc(cells->arena, sizeof *odds);
  if (!odds) return sl_fail_alloc(err, sizeof *odds);
  *odds = (SlCellOdds){.bad = cells->bad, .first_bad = cells->first_bad, .two_figures = cells->two_figures,
                       .plain_fractions = cells->plain_fractions, .loosened = cells->loosened, .units = cells->units};
  block->odds = odds;
  size_t rows = (size_t)cells->rows, bytes = plain_texts ? cells->bytes.length : 0;
  odds->byte_count = bytes;
  bool copied = !copies || (copy_array(cells, plain_texts ? cells->bytes.bytes : NULL, bytes, (void **)&odds->bytes) &&
                            copy_array(cells, cells->reasons, rows, (void **)&odds->reasons) &&
                            copy_array(cells, cells->flags, rows, (void **)&odds->flags));
  return copied ? SL_OK : sl_fail_alloc(err, rows + bytes);
}

/* Texts went through the dictionary: does that pay? */
static void judge_dictionary(SlCellStore *store, int64_t texts) {
  store->rows += texts;
  for (size_t i = 0; i < sizeof judged / sizeof *judged; i++)
    store->plain |= store->rows >= judged[i].from && sl_dict_size(store->dict) > store->rows / 100 * judged[i].percent;
}

SlStatus sl_cells_seal(SlCells *cells, SlCellBlock *block, SlError *err) {
  memset(block, 0, sizeof *block);
  if (cells->status != SL_OK) {
    if (err) *err = *cells->error;
    return cells->status;
  }
  block->kind = (uint8_t)cells->kind;
  block->plain = cells->plain;
  block->lost = cells->lost;
  block->rows = cells->rows;
  block->present = cells->present;
  block->store = cells->store;
  bool copies = !block->lost && block->rows > 0;
  SlStatus status = seal_odds(cells, block, copies, err);
  if (!copies || status != SL_OK) return status;
  if (block->kind != SL_CELLS_NONE) status = seal_values(cells, block, err);
  if (status == SL_OK && block->kind == SL_CELLS_TEXT && !block->plain) judge_dictionary(cells->store, cells->present);
  size_t bytes = (size_t)sl_bitmap_words(cells->rows) * 8;
  if (status == SL_OK && !copy_array(cells, cells->validity, bytes, (void **)&block->validity)) status = sl_fail_alloc(err, bytes);
  return status;
}

SlCellKind sl_cells_settle(const SlCellBlock *blocks, int64_t count, int64_t stride) {
  SlCellKind kind = SL_CELLS_NONE;
  for (int64_t i = 0; i < count; i++) kind = sl_cell_kinds_meet(kind, (SlCellKind)blocks[i * stride].kind);
  return kind;
}

bool sl_cell_block_must_be_reread(const SlCellBlock *block, SlCellKind kind) {
  if (block->lost) return true;
  if (block->kind == kind || block->kind == SL_CELLS_NONE) return false;
  return !(block->kind == SL_CELLS_INTEGER && (kind == SL_CELLS_NUMBER || kind == SL_CELLS_LONG));
}

/* ---- the column -------------------------------------------------------------------------------------------------- */

/* The value of an integer kind's row. */
static int64_t block_integer(const SlCellBlock *block, int64_t row) {
  switch ((SlStorage)block->storage) {
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
  switch ((SlStorage)block->storage) {                                            \
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
  if (block->plain) return (int64_t)block->odds->byte_count;
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
    if (block->odds->byte_count) memcpy(out + base, block->odds->bytes, block->odds->byte_count);
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

/* Codes of a block in the one dictionary. The slot of a missing row is 0 and stays it. */
#define RECODE_FROM(to_type, from_type)                                                                                       \
  do {                                                                                                                        \
    to_type *to = (to_type *)column->values + first;                                                                          \
    const from_type *from = block->values;                                                                                    \
    for (int64_t i = 0; i < block->rows; i++)                                                                                 \
      to[i] = !block->validity || sl_bitmap_get(block->validity, i) ? (to_type)codes[from[i]] : (to_type)0;                   \
  } while (0)
#define RECODE(to_type)                                              \
  switch ((SlStorage)block->storage) {                                          \
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

/* What the blocks of a column have between them. */
typedef struct Extent {
  int64_t rows, low, high;
  bool missing, reasons, flags, plain;
} Extent;

static Extent extent_of(const SlCellBlock *blocks, int64_t count, int64_t stride) {
  Extent extent = {0};
  for (int64_t i = 0; i < count; i++) {
    const SlCellBlock *block = &blocks[i * stride];
    extent.rows += block->rows;
    if (block->low < extent.low) extent.low = block->low;
    if (block->high > extent.high) extent.high = block->high;
    extent.missing |= block->validity != NULL || (block->kind == SL_CELLS_NONE && block->rows > 0);
    extent.reasons |= block->odds->reasons != NULL;
    extent.flags |= block->odds->flags != NULL;
    extent.plain |= block->kind == SL_CELLS_TEXT && block->plain;
  }
  return extent;
}

/* The column with room for what the blocks have; dict is NULL unless its texts are codes. */
static SlStatus allocate(SlType type, const Extent *extent, SlDict *dict, int64_t bytes, SlColumn **out, SlError *err) {
  SlStorage storage = type == SL_INTEGER ? narrowest(extent->low, extent->high)
                      : type != SL_TEXT  ? sl_storage_default(type)
                      : extent->plain    ? SL_STRING
                                         : narrowest_code(sl_dict_size(dict) > 0 ? sl_dict_size(dict) - 1 : 0);
  SlColumn *column = NULL;
  size_t rows = (size_t)extent->rows;
  SlStatus status = sl_column_alloc(type, storage, extent->rows, extent->missing, dict, &column, err);
  if (status == SL_OK && storage == SL_STRING && !(column->values = sl_alloc((size_t)bytes))) status = sl_fail_alloc(err, (size_t)bytes);
  if (status == SL_OK && extent->reasons && !(column->reasons = sl_alloc_zeroed(rows, 1))) status = sl_fail_alloc(err, rows);
  if (status == SL_OK && extent->flags && !(column->flags = sl_alloc_zeroed(rows, 1))) status = sl_fail_alloc(err, rows);
  if (status != SL_OK) {
    sl_column_release(column);
    return status;
  }
  *out = column;
  return SL_OK;
}

static void fill(SlColumn *column, const SlMerges *merges, const SlCellBlock *blocks, int64_t count, int64_t stride) {
  int64_t first = 0;
  for (int64_t i = 0; i < count; i++) {
    const SlCellBlock *block = &blocks[i * stride];
    const uint32_t *codes = sl_merges_codes(merges, block);
    if (column->storage == SL_STRING)
      copy_strings(column, block, first);
    else if (codes)
      copy_codes(column, block, codes, first);
    else
      copy_values(column, block, first);
    if (column->validity) copy_validity(column, block, first);
    const SlCellOdds *odds = block->odds;
    if (odds->reasons) memcpy(column->reasons + first, odds->reasons, (size_t)block->rows);
    if (odds->flags) memcpy(column->flags + first, odds->flags, (size_t)block->rows);
    first += block->rows;
  }
}

SlStatus sl_cells_finish(const SlCellRules *rules, SlCellKind kind, SlCellBlock *blocks, int64_t count, int64_t stride,
                         SlColumn **out, SlError *err) {
  SlType type = rules->declared ? rules->type : sl_cell_type(kind);
  Extent extent = extent_of(blocks, count, stride);
  bool coded = type == SL_TEXT && !extent.plain;
  SlMerges merges = {0};
  SlDict *made = NULL; /* of a column whose texts are all missing */
  SlColumn *column = NULL;
  int64_t bytes = 0;
  SlStatus status = coded ? sl_merges_add_blocks(&merges, blocks, count, stride, err) : SL_OK;
  if (status == SL_OK && coded && !sl_merges_dict(&merges) && !(made = sl_dict_new())) status = sl_fail_alloc(err, 64);
  for (int64_t i = 0; i < count && type == SL_TEXT && extent.plain; i++) bytes += text_bytes(&blocks[i * stride]);
  if (status == SL_OK) status = allocate(type, &extent, !coded ? NULL : made ? made : sl_merges_dict(&merges), bytes, &column, err);
  sl_dict_release(made);
  if (status == SL_OK) {
    fill(column, &merges, blocks, count, stride);
    for (int64_t i = 0; i < count; i++)
      if (blocks[i * stride].store) sl_arena_reset(&blocks[i * stride].store->blocks);
    sl_column_seal(column);
    *out = column;
  }
  sl_merges_reset(&merges);
  return status;
}
