#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/fold.h"
#include "core/query/groups_build.h"

/* Passes: pack words into group_of_row, count them by a fold, number those that occur, renumber the rows. */

enum { ALWAYS_FITS = 1 << 12, MORSEL_ROWS = 1 << 16 };

bool sl_groups_fit_direct(const SlKeys *keys) {
  uint64_t rows = (uint64_t)keys->row_count;
  return keys->largest < ALWAYS_FITS || (keys->largest < UINT32_MAX - 1 && keys->largest / 2 < rows);
}

typedef struct RowRun {
  const SlKeys *keys;
  SlGroups *groups;
  const uint32_t *numbers; /* of words */
} RowRun;

static int64_t morsel_end(const RowRun *run, int64_t morsel) {
  int64_t end = (morsel + 1) * MORSEL_ROWS;
  return end < run->groups->row_count ? end : run->groups->row_count;
}

static SlStatus pack_morsel(void *context, int64_t morsel, SlError *err) {
  RowRun *run = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  uint64_t words[SL_KEYS_BATCH];
  int64_t end = morsel_end(run, morsel);
  for (int64_t first = morsel * MORSEL_ROWS; first < end; first += SL_KEYS_BATCH) {
    int64_t count = end - first < SL_KEYS_BATCH ? end - first : SL_KEYS_BATCH;
    sl_keys_words(run->keys, first, count, words);
    uint32_t *out = run->groups->group_of_row + first;
    for (int64_t i = 0; i < count; i++) out[i] = (uint32_t)words[i];
  }
  return SL_OK;
}

static SlStatus renumber_morsel(void *context, int64_t morsel, SlError *err) {
  RowRun *run = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  uint32_t *group_of_row = run->groups->group_of_row;
  for (int64_t row = morsel * MORSEL_ROWS; row < morsel_end(run, morsel); row++)
    group_of_row[row] = run->numbers[group_of_row[row]];
  return SL_OK;
}

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

static void merge_counts(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  Slot *slots = states;
  const Slot *others = later;
  for (int64_t g = first; g < first + count; g++) {
    if (slots[g].rows == 0) slots[g].first_row = others[g].first_row;
    slots[g].rows += others[g].rows;
  }
}

static SlStatus number_slots(const Slot *slots, int64_t slot_count, SlGroups *groups, uint32_t *numbers, SlError *err) {
  int64_t group_count = 0;
  for (int64_t s = 0; s < slot_count; s++) {
    numbers[s] = (uint32_t)group_count;
    group_count += slots[s].rows > 0;
  }
  SlStatus status = sl_groups_alloc(groups, group_count, err);
  if (status != SL_OK) return status;
  for (int64_t s = 0; s < slot_count; s++) {
    if (slots[s].rows == 0) continue;
    groups->sizes[numbers[s]] = slots[s].rows;
    groups->first_row[numbers[s]] = slots[s].first_row;
  }
  return SL_OK;
}

SlStatus sl_groups_find_direct(const SlKeys *keys, SlGroups *groups, SlError *err) {
  RowRun run = {.keys = keys, .groups = groups};
  int64_t morsels = (groups->row_count + MORSEL_ROWS - 1) / MORSEL_ROWS;
  SlStatus status = sl_parallel(morsels, pack_morsel, &run, err);
  if (status != SL_OK) return status;
  int64_t slot_count = (int64_t)keys->largest + 1;
  groups->group_count = slot_count; /* while words stand for groups */
  SlFold fold = {.groups = groups, .input = SL_FOLD_ROWS, .state_bytes = sizeof(Slot), .rows = count_rows, .merge = merge_counts};
  void *slots;
  status = sl_fold(&fold, &slots, err);
  if (status != SL_OK) return status;
  uint32_t *numbers = sl_alloc_array((size_t)slot_count, sizeof *numbers);
  status = numbers ? number_slots(slots, slot_count, groups, numbers, err)
                   : sl_fail_alloc(err, (size_t)slot_count * sizeof *numbers);
  if (status == SL_OK && groups->group_count < slot_count) {
    run.numbers = numbers;
    status = sl_parallel(morsels, renumber_morsel, &run, err);
  }
  sl_free(numbers);
  sl_free(slots);
  return status;
}
