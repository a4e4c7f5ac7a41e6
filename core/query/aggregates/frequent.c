#include "core/query/aggregates/frequent.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/base/seed.h"

typedef struct Slot {
  uint64_t word;
  int64_t count; /* 0: empty */
} Slot;

typedef struct Tally {
  Slot *slots;
  size_t size; /* a power of two, at least twice the words in it */
  size_t used;
} Tally;

enum { FEW = 16, FIRST_SIZE = 4 * FEW };

static Slot *find_slot(const Tally *tally, uint64_t word, uint64_t seed) {
  size_t mask = tally->size - 1;
  size_t at = (size_t)(sl_spread(word ^ word >> 32, seed) >> __builtin_clzll(mask));
  while (tally->slots[at].count > 0 && tally->slots[at].word != word) at = (at + 1) & mask;
  return &tally->slots[at];
}

static SlStatus grow(Tally *tally, uint64_t seed, SlError *err) {
  Tally larger = {.size = tally->size * 4, .used = tally->used};
  larger.slots = sl_alloc_zeroed(larger.size, sizeof *larger.slots);
  if (!larger.slots) return sl_fail_alloc(err, larger.size * sizeof *larger.slots);
  for (size_t i = 0; i < tally->size; i++)
    if (tally->slots[i].count > 0) *find_slot(&larger, tally->slots[i].word, seed) = tally->slots[i];
  sl_free(tally->slots);
  *tally = larger;
  return SL_OK;
}

static SlStatus count_words(Tally *tally, const uint64_t *words, int64_t count, SlError *err) {
  uint64_t seed = sl_seed();
  for (int64_t i = 0; i < count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    Slot *slot = find_slot(tally, words[i], seed);
    if (slot->count++ > 0) continue;
    slot->word = words[i];
    if (++tally->used * 2 <= tally->size) continue;
    SlStatus status = grow(tally, seed, err);
    if (status != SL_OK) return status;
  }
  return SL_OK;
}

static bool is_better(uint64_t word, int64_t count, uint64_t held, int64_t held_count) {
  return count > held_count || (count == held_count && word < held);
}

static uint64_t most_of_few(const uint64_t *words, int64_t count) {
  uint64_t most = words[0];
  int64_t most_count = 0;
  for (int64_t i = 0; i < count; i++) {
    int64_t same = 0;
    for (int64_t j = 0; j < count; j++) same += words[j] == words[i];
    if (!is_better(words[i], same, most, most_count)) continue;
    most = words[i];
    most_count = same;
  }
  return most;
}

SlStatus sl_most_frequent(const uint64_t *words, int64_t count, uint64_t *most, SlError *err) {
  if (count <= FEW) {
    *most = most_of_few(words, count);
    return SL_OK;
  }
  Tally tally = {.size = FIRST_SIZE, .slots = sl_alloc_zeroed(FIRST_SIZE, sizeof(Slot))};
  if (!tally.slots) return sl_fail_alloc(err, FIRST_SIZE * sizeof(Slot));
  SlStatus status = count_words(&tally, words, count, err);
  Slot best = {0};
  for (size_t i = 0; i < tally.size; i++)
    if (is_better(tally.slots[i].word, tally.slots[i].count, best.word, best.count)) best = tally.slots[i];
  sl_free(tally.slots);
  if (status == SL_OK) *most = best.word;
  return status;
}
