#include "core/values/dict.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"

enum { EMPTY = 0, FIRST_SLOTS = 32 };

struct SlDict {
  atomic_int references;
  SlArena text; /* the bytes of the entries */
  SlStr *entries;
  int64_t size, capacity;
  uint64_t *slots;      /* the high half of the hash above code + 1, so that most misses are seen without touching the text */
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
  sl_free(dict->slots);
  sl_free(dict);
}

/* Equal bytes, looked at eight at a time: most texts are short, and a call costs more than they do. */
static inline bool same_text(SlStr a, SlStr b) {
  if (a.length != b.length) return false;
  size_t length = a.length;
  if (length >= 8) {
    uint64_t x, y;
    for (size_t at = 0; at + 8 <= length; at += 8) {
      memcpy(&x, a.bytes + at, 8);
      memcpy(&y, b.bytes + at, 8);
      if (x != y) return false;
    }
    memcpy(&x, a.bytes + length - 8, 8);
    memcpy(&y, b.bytes + length - 8, 8);
    return x == y;
  }
  if (length >= 4) {
    uint32_t x, y, v, w;
    memcpy(&x, a.bytes, 4);
    memcpy(&y, b.bytes, 4);
    memcpy(&v, a.bytes + length - 4, 4);
    memcpy(&w, b.bytes + length - 4, 4);
    return x == y && v == w;
  }
  for (size_t at = 0; at < length; at++)
    if (a.bytes[at] != b.bytes[at]) return false;
  return true;
}

static inline uint64_t slot_of(uint64_t hash, int64_t code) { return (hash >> 32 << 32) | (uint64_t)(code + 1); }
static inline int64_t code_of(uint64_t held) { return (int64_t)(uint32_t)held - 1; }

/* The slot that holds text, or the empty one where it belongs. */
static inline uint64_t find_slot(const SlDict *dict, SlStr text, uint64_t hash) {
  uint64_t mask = dict->slot_count - 1;
  uint64_t slot = hash & mask;
  for (;;) {
    uint64_t held = dict->slots[slot];
    if (held == EMPTY) return slot;
    if (held >> 32 == hash >> 32 && same_text(dict->entries[code_of(held)], text)) return slot;
    slot = (slot + 1) & mask;
  }
}

/* Slots for `more` entries beside those there are, half of them empty. */
static bool grow_slots(SlDict *dict, int64_t more) {
  uint64_t count = dict->slot_count ? dict->slot_count : FIRST_SLOTS;
  while ((uint64_t)(dict->size + more) * 2 > count) count *= 2;
  if (count == dict->slot_count) return true;
  uint64_t *slots = sl_alloc_zeroed(count, sizeof *slots);
  if (!slots) return false;
  for (int64_t code = 0; code < dict->size; code++) {
    uint64_t hash = sl_str_hash(dict->entries[code]), slot = hash & (count - 1);
    while (slots[slot] != EMPTY) slot = (slot + 1) & (count - 1);
    slots[slot] = slot_of(hash, code);
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
  dict->capacity = (int64_t)capacity;
  return true;
}

/* There is an empty slot. */
static inline SlStatus add_hashed(SlDict *dict, SlStr text, uint64_t hash, uint32_t *code, SlError *err) {
  uint64_t slot = find_slot(dict, text, hash);
  if (dict->slots[slot] != EMPTY) {
    *code = (uint32_t)code_of(dict->slots[slot]);
    return SL_OK;
  }
  if (dict->size >= (int64_t)UINT32_MAX - 1)
    return sl_fail(err, SL_ERANGE, "more than 4,294,967,294 distinct texts in one column");
  if (dict->size == dict->capacity && !grow_entries(dict)) return sl_fail_alloc(err, (size_t)dict->capacity * 2 * sizeof(SlStr));
  char *copy = sl_arena_copy_text(&dict->text, text.bytes, text.length);
  if (!copy) return sl_fail_alloc(err, text.length);
  dict->entries[dict->size] = (SlStr){copy, text.length};
  dict->text_bytes += text.length + 1;
  dict->slots[slot] = slot_of(hash, dict->size);
  *code = (uint32_t)dict->size++;
  return SL_OK;
}

SlStatus sl_dict_add(SlDict *dict, SlStr text, uint32_t *code, SlError *err) {
  if (!grow_slots(dict, 1)) return sl_fail_alloc(err, dict->slot_count * 2 * sizeof *dict->slots);
  return add_hashed(dict, text, sl_str_hash(text), code, err);
}

SlStatus sl_dict_add_many(SlDict *dict, const SlStr *texts, int64_t count, uint32_t *codes, SlError *err) {
  if (!grow_slots(dict, count)) return sl_fail_alloc(err, dict->slot_count * 2 * sizeof *dict->slots);
  uint64_t hashes[SL_DICT_BATCH], mask = dict->slot_count - 1;
  for (int64_t i = 0; i < count; i++) {
    hashes[i] = sl_str_hash(texts[i]);
    __builtin_prefetch(&dict->slots[hashes[i] & mask]);
  }
  for (int64_t i = 0; i < count; i++) {
    uint64_t held = dict->slots[hashes[i] & mask];
    if (held != EMPTY) __builtin_prefetch(&dict->entries[code_of(held)]);
  }
  for (int64_t i = 0; i < count; i++) {
    uint64_t held = dict->slots[hashes[i] & mask];
    if (held != EMPTY) __builtin_prefetch(dict->entries[code_of(held)].bytes);
  }
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) status = add_hashed(dict, texts[i], hashes[i], &codes[i], err);
  return status;
}

int64_t sl_dict_find(const SlDict *dict, SlStr text) {
  if (dict->size == 0) return -1;
  uint64_t held = dict->slots[find_slot(dict, text, sl_str_hash(text))];
  return held == EMPTY ? -1 : code_of(held);
}

int64_t sl_dict_size(const SlDict *dict) { return dict->size; }
SlStr sl_dict_get(const SlDict *dict, int64_t code) { return dict->entries[code]; }

size_t sl_dict_bytes(const SlDict *dict) {
  return sizeof *dict + dict->text_bytes + (size_t)dict->capacity * sizeof(SlStr) +
         dict->slot_count * sizeof *dict->slots;
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
