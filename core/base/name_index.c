#include "core/base/name_index.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/seed.h"

/* A slot is 0 or the upper half of the name's hash and, below, its place + 1. */
#define HASH_BITS UINT64_C(0xFFFFFFFF00000000)

SlStatus sl_name_index_init(SlNameIndex *index, int64_t most, SlError *err) {
  *index = (SlNameIndex){.slots = NULL};
  if (most > INT32_MAX) return sl_fail(err, SL_ERANGE, "%" PRId64 " names are more than can be looked up", most);
  uint64_t slots = 8;
  while (slots < (uint64_t)most * 2) slots *= 2;
  index->slots = sl_alloc_zeroed(slots, sizeof *index->slots);
  if (!index->slots) return sl_fail_alloc(err, slots * sizeof *index->slots);
  index->mask = slots - 1;
  index->seed = sl_seed();
  return SL_OK;
}

void sl_name_index_reset(SlNameIndex *index) {
  sl_free(index->slots);
  *index = (SlNameIndex){.slots = NULL};
}

/* The slot that holds the name, or the empty one where it belongs. */
static uint64_t *find_slot(const SlNameIndex *index, const SlStr *names, SlStr name, uint64_t hash) {
  for (uint64_t at = hash & index->mask;; at = (at + 1) & index->mask) {
    uint64_t *slot = &index->slots[at];
    if (*slot == 0) return slot;
    if ((*slot & HASH_BITS) == (hash & HASH_BITS) && sl_str_equal(names[(uint32_t)*slot - 1], name)) return slot;
  }
}

int64_t sl_name_index_add(SlNameIndex *index, const SlStr *names, int64_t place) {
  uint64_t hash = sl_str_hash(names[place], index->seed);
  uint64_t *slot = find_slot(index, names, names[place], hash);
  if (*slot == 0) *slot = (hash & HASH_BITS) | (uint64_t)(place + 1);
  return (int64_t)(uint32_t)*slot - 1;
}

int64_t sl_name_index_find(const SlNameIndex *index, const SlStr *names, SlStr name) {
  if (!index->slots) return -1;
  return (int64_t)(uint32_t)*find_slot(index, names, name, sl_str_hash(name, index->seed)) - 1;
}
