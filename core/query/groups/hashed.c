#include <string.h>

#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/base/seed.h"
#include "core/query/groups/build.h"

/* Every morsel numbers the words it meets, in the order it meets them, by a hash table that stays in the cache. The
 * distinct words of all morsels are then sorted together, which gives the groups, and the rows are renumbered. */

enum {
  HASHED_ROWS = SL_SIZE(1 << 17, 128), /* of a morsel here */
  MOST_WORDS = SL_SIZE(1 << 15, 32),   /* of a morsel: a quarter of its rows, and a table of 768 KiB */
  FIRST_SLOTS = SL_SIZE(1 << 10, 4),
  EMPTY = 0                            /* slots hold number + 1 */
};

typedef struct Seen { /* the distinct words of a morsel */
  uint64_t *words;
  int64_t *first_rows;
  int64_t *sizes;
  uint32_t *groups; /* of each, when all are known */
  int64_t count, capacity;
  uint32_t *slots;
  uint64_t *slot_words;
  int slot_bits;
  uint64_t seed; /* of the slots */
} Seen;

typedef struct HashRun {
  const SlKeys *keys;
  SlGroups *groups;
  Seen *seen; /* one a morsel */
  int64_t morsels;
} HashRun;

static uint64_t slot_of(const Seen *seen, uint64_t word) {
  return sl_spread(word ^ word >> 32, seen->seed) >> (64 - seen->slot_bits);
}

static void reset_seen(Seen *seen) {
  sl_free(seen->words);
  sl_free(seen->first_rows);
  sl_free(seen->sizes);
  sl_free(seen->groups);
  sl_free(seen->slots);
  sl_free(seen->slot_words);
}

static bool grow_seen(Seen *seen) {
  int bits = seen->slot_bits ? seen->slot_bits + 2 : sl_radix_bits(FIRST_SLOTS - 1);
  size_t slot_count = (size_t)1 << bits, capacity = slot_count / 2;
  uint64_t *words = sl_realloc_array(seen->words, capacity, sizeof *words);
  if (words) seen->words = words;
  int64_t *first_rows = sl_realloc_array(seen->first_rows, capacity, sizeof *first_rows);
  if (first_rows) seen->first_rows = first_rows;
  int64_t *sizes = sl_realloc_array(seen->sizes, capacity, sizeof *sizes);
  if (sizes) seen->sizes = sizes;
  uint32_t *slots = sl_alloc_zeroed(slot_count, sizeof *slots);
  uint64_t *slot_words = sl_alloc_array(slot_count, sizeof *slot_words);
  if (!words || !first_rows || !sizes || !slots || !slot_words) {
    sl_free(slots);
    sl_free(slot_words);
    return false;
  }
  sl_free(seen->slots);
  sl_free(seen->slot_words);
  seen->slots = slots;
  seen->slot_words = slot_words;
  seen->slot_bits = bits;
  seen->capacity = (int64_t)capacity;
  for (int64_t n = 0; n < seen->count; n++) {
    uint64_t slot = slot_of(seen, words[n]);
    while (slots[slot] != EMPTY) slot = (slot + 1) & (slot_count - 1);
    slots[slot] = (uint32_t)n + 1;
    slot_words[slot] = words[n];
  }
  return true;
}

/* The number of a word in its morsel, -1 without memory. */
static int64_t number_of(Seen *seen, uint64_t word, int64_t row) {
  uint64_t mask = ((uint64_t)1 << seen->slot_bits) - 1;
  uint64_t slot = slot_of(seen, word);
  while (seen->slots[slot] != EMPTY) {
    if (seen->slot_words[slot] == word) return (int64_t)seen->slots[slot] - 1;
    slot = (slot + 1) & mask;
  }
  if (seen->count == seen->capacity) {
    if (!grow_seen(seen)) return -1;
    return number_of(seen, word, row);
  }
  seen->slots[slot] = (uint32_t)seen->count + 1;
  seen->slot_words[slot] = word;
  seen->words[seen->count] = word;
  seen->first_rows[seen->count] = row;
  seen->sizes[seen->count] = 0;
  return seen->count++;
}

static int64_t morsel_end(const HashRun *run, int64_t morsel) {
  return sl_piece_end(morsel, HASHED_ROWS, run->groups->row_count);
}

/* SL_EARG, which nobody sees, says that the morsel has too many words. */
static SlStatus number_morsel(void *context, int64_t morsel, SlError *err) {
  HashRun *run = context;
  Seen *seen = &run->seen[morsel];
  uint32_t *numbers = run->groups->numbers;
  seen->seed = sl_seed();
  if (!grow_seen(seen)) return sl_fail_alloc(err, FIRST_SLOTS * 16);
  uint64_t words[SL_BATCH_ROWS];
  int64_t end = morsel_end(run, morsel);
  for (int64_t first = morsel * HASHED_ROWS; first < end; first += SL_BATCH_ROWS) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, end);
    sl_keys_words(run->keys, first, count, words);
    for (int64_t i = 0; i < count; i++) {
      int64_t number = number_of(seen, words[i], first + i);
      if (number < 0) return sl_fail_alloc(err, (size_t)seen->capacity * 64);
      seen->sizes[number]++;
      numbers[first + i] = (uint32_t)number;
    }
    if (seen->count > MOST_WORDS) return SL_EARG;
  }
  return SL_OK;
}

static SlStatus renumber_morsel(void *context, int64_t morsel, SlError *err) {
  HashRun *run = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  const uint32_t *groups = run->seen[morsel].groups;
  uint32_t *numbers = run->groups->numbers;
  for (int64_t row = morsel * HASHED_ROWS; row < morsel_end(run, morsel); row++) numbers[row] = groups[numbers[row]];
  return SL_OK;
}

/* Items carry the morsel and the number there in place of a row. */
static SlRadixItem *gather_words(const HashRun *run, int64_t total) {
  SlRadixItem *items = sl_alloc_array((size_t)total, sizeof *items);
  int64_t kept = 0;
  for (int64_t m = 0; items && m < run->morsels; m++)
    for (int64_t n = 0; n < run->seen[m].count; n++) items[kept++] = (SlRadixItem){run->seen[m].words[n], m << 32 | n};
  return items;
}

static SlStatus number_groups(HashRun *run, const SlRadixItem *items, int64_t total, SlError *err) {
  int64_t group_count = 0;
  for (int64_t i = 0; i < total; i++) group_count += i == 0 || items[i].word != items[i - 1].word;
  SlStatus status = sl_groups_alloc(run->groups, group_count, err);
  int64_t group = -1;
  for (int64_t i = 0; status == SL_OK && i < total; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    Seen *seen = &run->seen[items[i].row >> 32];
    int64_t number = items[i].row & UINT32_MAX;
    if (i == 0 || items[i].word != items[i - 1].word) { /* equal words come in the order of morsels */
      group++;
      run->groups->first_row[group] = seen->first_rows[number];
      run->groups->sizes[group] = 0;
    }
    run->groups->sizes[group] += seen->sizes[number];
    seen->groups[number] = (uint32_t)group;
  }
  return status;
}

static SlStatus join_morsels(HashRun *run, SlError *err) {
  int64_t total = 0;
  for (int64_t m = 0; m < run->morsels; m++) {
    Seen *seen = &run->seen[m];
    seen->groups = sl_alloc_array((size_t)seen->count, sizeof *seen->groups);
    if (!seen->groups) return sl_fail_alloc(err, (size_t)seen->count * sizeof *seen->groups);
    total += seen->count;
  }
  SlRadixItem *items = gather_words(run, total);
  if (!items) return sl_fail_alloc(err, (size_t)total * sizeof *items);
  SlStatus status = sl_radix_sort(items, total, sl_radix_bits(run->keys->largest), err);
  if (status == SL_OK) status = number_groups(run, items, total, err);
  sl_free(items);
  return status == SL_OK ? sl_parallel(run->morsels, renumber_morsel, run, err) : status;
}

SlStatus sl_groups_find_hashed(const SlKeys *keys, SlGroups *groups, bool *found, SlError *err) {
  HashRun run = {.keys = keys, .groups = groups, .morsels = sl_pieces_of(groups->row_count, HASHED_ROWS)};
  run.seen = sl_alloc_zeroed((size_t)run.morsels, sizeof *run.seen);
  if (!run.seen) return sl_fail_alloc(err, (size_t)run.morsels * sizeof *run.seen);
  SlStatus status = sl_groups_alloc_numbers(groups, UINT32_MAX, err);
  if (status == SL_OK) status = sl_parallel(run.morsels, number_morsel, &run, err);
  *found = status == SL_OK;
  if (!*found) {
    sl_free(groups->numbers);
    groups->numbers = NULL;
  }
  if (status == SL_EARG) status = SL_OK;
  if (*found) status = join_morsels(&run, err);
  for (int64_t m = 0; m < run.morsels; m++) reset_seen(&run.seen[m]);
  sl_free(run.seen);
  return status;
}
