#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups/build.h"
#include "core/query/groups/fold.h"

/* Passes: words become the rows' numbers and are counted on the way, those that occur are numbered, rows are renumbered
 * unless all occur. Where there are many possible words for the rows, counting is a fold of its own.
 *
 *     rows     | piece 0          | piece 1          | piece 2     |
 *     counts   | 3 0 1 0          | 0 2 1 0          | 1 0 0 0     |     a count a slot, for each piece
 *     first    slot 0: piece 0, slot 1: piece 1, slot 2: piece 0
 *
 * Pieces are counted side by side without a lock, each in its own array. A slot's first row lies in the first piece that
 * counted it, so only that piece looks for it, writes it, and stops when it has met all that are its own: no two pieces
 * write one place, and which rows are found does not depend on where the rows were cut. */

enum {
  ALWAYS_FITS = SL_SIZE(1 << 12, 8),
  ROWS_PER_SLOT = SL_SIZE(8, 2), /* a piece should have that many rows for each of its counts */
  MOST_PIECES = 64
};

bool sl_groups_fit_direct(const SlKeys *keys) {
  uint64_t rows = (uint64_t)keys->row_count;
  return keys->largest < ALWAYS_FITS || (keys->largest < UINT32_MAX - 1 && keys->largest / 2 < rows);
}

/* The rows are cut into pieces, whose number changes nothing but who counts what. */
typedef struct Direct {
  const SlKeys *keys;
  SlGroups *groups;
  int64_t slot_count;
  int64_t piece_rows, pieces;
  uint32_t *counts;        /* slot_count of each piece, one piece after the other; NULL: not counted on the way */
  uint32_t *numbers;       /* of slots */
  uint8_t *first_pieces;   /* the first piece that has the slot; MOST_PIECES when none has */
  int64_t left[MOST_PIECES]; /* slots whose first row each piece has */
} Direct;

static int64_t piece_end(const Direct *direct, int64_t piece) {
  return sl_piece_end(piece, direct->piece_rows, direct->groups->row_count);
}

static SlStatus pack_piece(void *context, int64_t piece, SlError *err) {
  Direct *direct = context;
  uint32_t *counts = direct->counts ? direct->counts + piece * direct->slot_count : NULL;
  uint32_t words[SL_BATCH_ROWS];
  int64_t end = piece_end(direct, piece);
  for (int64_t first = piece * direct->piece_rows; first < end; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, end);
    sl_keys_small_words(direct->keys, first, count, words);
    sl_groups_store(direct->groups, first, count, words);
    if (!counts) continue;
    for (int64_t i = 0; i < count; i++) counts[words[i]]++;
  }
  return SL_OK;
}

static SlStatus renumber_piece(void *context, int64_t piece, SlError *err) {
  Direct *direct = context;
  uint32_t words[SL_BATCH_ROWS];
  int64_t end = piece_end(direct, piece);
  for (int64_t first = piece * direct->piece_rows; first < end; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, end);
    sl_groups_load(direct->groups, first, count, words);
    for (int64_t i = 0; i < count; i++) words[i] = direct->numbers[words[i]];
    sl_groups_store(direct->groups, first, count, words);
  }
  return SL_OK;
}

static SlStatus number_slots(Direct *direct, const int64_t *rows_of_slot, SlError *err) {
  direct->numbers = sl_alloc_array((size_t)direct->slot_count, sizeof *direct->numbers);
  if (!direct->numbers) return sl_fail_alloc(err, (size_t)direct->slot_count * sizeof *direct->numbers);
  int64_t group_count = 0;
  for (int64_t s = 0; s < direct->slot_count; s++) {
    if (sl_interrupted_at(s)) return sl_fail_interrupted(err);
    direct->numbers[s] = (uint32_t)group_count;
    group_count += rows_of_slot[s] > 0;
  }
  SlStatus status = sl_groups_alloc(direct->groups, group_count, err);
  for (int64_t s = 0; status == SL_OK && s < direct->slot_count; s++) {
    if (sl_interrupted_at(s)) return sl_fail_interrupted(err);
    if (rows_of_slot[s] > 0) direct->groups->sizes[direct->numbers[s]] = rows_of_slot[s];
  }
  return status;
}

/* --- counted on the way ---------------------------------------------------------------------------------------------- */

/* Adds the pieces' counts up, and notes which piece has a slot first. */
static SlStatus add_counts(Direct *direct, int64_t **rows_of_slot, SlError *err) {
  size_t slot_count = (size_t)direct->slot_count;
  int64_t *rows = sl_alloc_zeroed(slot_count, sizeof *rows);
  direct->first_pieces = sl_alloc_array(slot_count, sizeof *direct->first_pieces);
  if (!rows || !direct->first_pieces) {
    sl_free(rows);
    return sl_fail_alloc(err, slot_count * sizeof *rows);
  }
  memset(direct->first_pieces, MOST_PIECES, slot_count);
  for (int64_t piece = direct->pieces - 1; piece >= 0; piece--) {
    if (sl_interrupted()) {
      sl_free(rows);
      return sl_fail_interrupted(err);
    }
    const uint32_t *counts = direct->counts + piece * direct->slot_count;
    for (int64_t s = 0; s < direct->slot_count; s++) {
      rows[s] += counts[s];
      direct->first_pieces[s] = counts[s] ? (uint8_t)piece : direct->first_pieces[s];
    }
  }
  for (int64_t s = 0; s < direct->slot_count; s++)
    if (rows[s] > 0) direct->left[direct->first_pieces[s]]++;
  *rows_of_slot = rows;
  return SL_OK;
}

/* Mostly all groups are met in the first rows of the first piece. */
static SlStatus find_first_rows(void *context, int64_t piece, SlError *err) {
  Direct *direct = context;
  int64_t left = direct->left[piece], end = piece_end(direct, piece);
  uint32_t words[SL_BATCH_ROWS];
  for (int64_t first = piece * direct->piece_rows; left > 0 && first < end; first += SL_BATCH_ROWS) {
    if (sl_interrupted_at(first)) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, end);
    sl_groups_load(direct->groups, first, count, words);
    for (int64_t i = 0; i < count; i++) {
      if (direct->first_pieces[words[i]] != piece) continue;
      int64_t *first_row = &direct->groups->first_row[direct->numbers[words[i]]];
      if (*first_row >= 0) continue;
      *first_row = first + i;
      left--;
    }
  }
  return SL_OK;
}

static SlStatus find_counted(Direct *direct, SlError *err) {
  int64_t *rows_of_slot = NULL;
  SlStatus status = add_counts(direct, &rows_of_slot, err);
  if (status == SL_OK) status = number_slots(direct, rows_of_slot, err);
  sl_free(rows_of_slot);
  if (status != SL_OK) return status;
  memset(direct->groups->first_row, 0xFF, (size_t)direct->groups->group_count * sizeof(int64_t)); /* -1 */
  return sl_parallel(direct->pieces, find_first_rows, direct, err);
}

/* --- counted by a fold ----------------------------------------------------------------------------------------------- */

typedef struct Slot {
  int64_t rows;
  int64_t first_row;
} Slot;

static void count_rows(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  Slot *slots = states;
  for (int64_t i = 0; i < batch->count; i++) {
    Slot *slot = &slots[batch->groups[i]];
    if (slot->rows == 0) slot->first_row = batch->integers[i];
    slot->rows++;
  }
}

static SlStatus find_folded(Direct *direct, SlError *err) {
  SlGroups *groups = direct->groups;
  groups->group_count = direct->slot_count; /* while words stand for groups */
  SlFold fold = {.groups = groups, .input = SL_FOLD_ROWS, .state_bytes = sizeof(Slot), .rows = count_rows};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  const Slot *slots = states;
  int64_t *rows_of_slot = sl_alloc_array((size_t)direct->slot_count, sizeof *rows_of_slot);
  if (!rows_of_slot) status = sl_fail_alloc(err, (size_t)direct->slot_count * sizeof *rows_of_slot);
  for (int64_t s = 0; status == SL_OK && s < direct->slot_count; s++) {
    if (sl_interrupted_at(s)) status = sl_fail_interrupted(err);
    rows_of_slot[s] = slots[s].rows;
  }
  if (status == SL_OK) status = number_slots(direct, rows_of_slot, err);
  for (int64_t s = 0; status == SL_OK && s < direct->slot_count; s++) {
    if (sl_interrupted_at(s)) status = sl_fail_interrupted(err);
    if (slots[s].rows > 0) groups->first_row[direct->numbers[s]] = slots[s].first_row;
  }
  sl_free(rows_of_slot);
  sl_free(states);
  return status;
}

/* --- both -------------------------------------------------------------------------------------------------------------- */

static void cut_rows(Direct *direct) {
  int64_t rows = direct->groups->row_count;
  int64_t pieces = rows / SL_MORSEL_ROWS + 1, threads = sl_threads();
  if (pieces > 4 * threads) pieces = 4 * threads;
  if (pieces > MOST_PIECES) pieces = MOST_PIECES;
  direct->piece_rows = sl_pieces_of(sl_pieces_of(rows, pieces), SL_BATCH_ROWS) * SL_BATCH_ROWS;
  direct->pieces = sl_pieces_of(rows, direct->piece_rows);
}

SlStatus sl_groups_find_direct(const SlKeys *keys, SlGroups *groups, SlError *err) {
  Direct direct = {.keys = keys, .groups = groups, .slot_count = (int64_t)keys->largest + 1};
  cut_rows(&direct);
  SlStatus status = sl_groups_alloc_numbers(groups, (uint64_t)direct.slot_count, err);
  bool counted = direct.piece_rows / ROWS_PER_SLOT >= direct.slot_count && direct.piece_rows <= UINT32_MAX;
  if (status == SL_OK && counted) {
    direct.counts = sl_alloc_zeroed((size_t)direct.pieces, (size_t)direct.slot_count * sizeof *direct.counts);
    if (!direct.counts) status = sl_fail_alloc(err, (size_t)(direct.pieces * direct.slot_count) * sizeof *direct.counts);
  }
  if (status == SL_OK) status = sl_parallel(direct.pieces, pack_piece, &direct, err);
  if (status == SL_OK) status = counted ? find_counted(&direct, err) : find_folded(&direct, err);
  if (status == SL_OK && groups->group_count < direct.slot_count)
    status = sl_parallel(direct.pieces, renumber_piece, &direct, err);
  sl_free(direct.counts);
  sl_free(direct.first_pieces);
  sl_free(direct.numbers);
  return status;
}
