#include "core/values/dict.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"

enum { EMPTY = 0, FIRST_SLOTS = 32 }; /* slots hold code + 1 */

struct SlDict {
  atomic_int references;
  SlArena text; /* the bytes of the entries */
  SlStr *entries;
  uint32_t *hashes; /* high halves, so that most misses are seen without touching the text */
  int64_t size, capacity;
  uint32_t *slots;
  uint64_t slot_count; /* a power of two */
  size_t text_bytes;
};

SlDict *sl_dict_new(void) {
  SlDict *dict = sl_alloc_zeroed(1, sizeof *dict);
  if (!dict) return NULL;
  atomic_init(&dict->references, 1);
  sl_arena_init(&dict->text);
  return dict;
}

SlDict *sl_dict_retain(SlDict *dict) {
  atomic_fetch_add_explicit(&dict->references, 1, memory_order_relaxed);
  return dict;
}

void sl_dict_release(SlDict *dict) {
  if (!dict || atomic_fetch_sub_explicit(&dict->references, 1, memory_order_acq_rel) != 1) return;
  sl_arena_reset(&dict->text);
  sl_free(dict->entries);
  sl_free(dict->hashes);
  sl_free(dict->slots);
  sl_free(dict);
}

/* The slot that holds text, or the empty one where it belongs. */
static uint64_t find_slot(const SlDict *dict, SlStr text, uint64_t hash) {
  uint64_t mask = dict->slot_count - 1;
  uint64_t slot = hash & mask;
  for (;;) {
    uint32_t held = dict->slots[slot];
    if (held == EMPTY) return slot;
    if (dict->hashes[held - 1] == (uint32_t)(hash >> 32) && sl_str_equal(dict->entries[held - 1], text)) return slot;
    slot = (slot + 1) & mask;
  }
}

static bool grow_slots(SlDict *dict) {
  uint64_t count = dict->slot_count ? dict->slot_count * 2 : FIRST_SLOTS;
  uint32_t *slots = sl_alloc_zeroed(count, sizeof *slots);
  if (!slots) return false;
  for (int64_t code = 0; code < dict->size; code++) {
    uint64_t slot = sl_str_hash(dict->entries[code]) & (count - 1);
    while (slots[slot] != EMPTY) slot = (slot + 1) & (count - 1);
    slots[slot] = (uint32_t)code + 1;
  }
  sl_free(dict->slots);
  dict->slots = slots;
  dict->slot_count = count;
  return true;
}

static bool grow_entries(SlDict *dict) {
  size_t capacity = sl_grow_capacity((size_t)dict->capacity, (size_t)dict->size + 1);
  SlStr *entries = sl_realloc_array(dict->entries, capacity, sizeof *entries);
  if (!entries) return false;
  dict->entries = entries;
  uint32_t *hashes = sl_realloc_array(dict->hashes, capacity, sizeof *hashes);
  if (!hashes) return false;
  dict->hashes = hashes;
  dict->capacity = (int64_t)capacity;
  return true;
}

SlStatus sl_dict_add(SlDict *dict, SlStr text, uint32_t *code, SlError *err) {
  if ((uint64_t)(dict->size + 1) * 2 > dict->slot_count && !grow_slots(dict)) return sl_fail_alloc(err, dict->slot_count * 8);
  uint64_t hash = sl_str_hash(text);
  uint64_t slot = find_slot(dict, text, hash);
  if (dict->slots[slot] != EMPTY) {
    *code = dict->slots[slot] - 1;
    return SL_OK;
  }
  if (dict->size >= (int64_t)UINT32_MAX - 1)
    return sl_fail(err, SL_ERANGE, "more than 4,294,967,294 distinct texts in one column");
  if (dict->size == dict->capacity && !grow_entries(dict)) return sl_fail_alloc(err, (size_t)dict->capacity * 2 * sizeof(SlStr));
  char *copy = sl_arena_copy_text(&dict->text, text.bytes, text.length);
  if (!copy) return sl_fail_alloc(err, text.length);
  dict->entries[dict->size] = (SlStr){copy, text.length};
  dict->hashes[dict->size] = (uint32_t)(hash >> 32);
  dict->text_bytes += text.length + 1;
  dict->slots[slot] = (uint32_t)dict->size + 1;
  *code = (uint32_t)dict->size++;
  return SL_OK;
}

int64_t sl_dict_find(const SlDict *dict, SlStr text) {
  if (dict->size == 0) return -1;
  uint32_t held = dict->slots[find_slot(dict, text, sl_str_hash(text))];
  return held == EMPTY ? -1 : (int64_t)held - 1;
}

int64_t sl_dict_size(const SlDict *dict) { return dict->size; }
SlStr sl_dict_get(const SlDict *dict, int64_t code) { return dict->entries[code]; }

size_t sl_dict_bytes(const SlDict *dict) {
  return sizeof *dict + dict->text_bytes + (size_t)dict->capacity * (sizeof(SlStr) + sizeof(uint32_t)) +
         dict->slot_count * sizeof(uint32_t);
}

typedef struct RankedEntry {
  SlStr text;
  uint32_t code;
} RankedEntry;

static int compare_entries(const void *a, const void *b) {
  return sl_str_compare(((const RankedEntry *)a)->text, ((const RankedEntry *)b)->text);
}

SlStatus sl_dict_ranks(const SlDict *dict, uint32_t *ranks, SlError *err) {
  if (dict->size == 0) return SL_OK;
  RankedEntry *order = sl_alloc_array((size_t)dict->size, sizeof *order);
  if (!order) return sl_fail_alloc(err, (size_t)dict->size * sizeof *order);
  for (int64_t code = 0; code < dict->size; code++) order[code] = (RankedEntry){dict->entries[code], (uint32_t)code};
  qsort(order, (size_t)dict->size, sizeof *order, compare_entries);
  for (int64_t rank = 0; rank < dict->size; rank++) ranks[order[rank].code] = (uint32_t)rank;
  sl_free(order);
  return SL_OK;
}
