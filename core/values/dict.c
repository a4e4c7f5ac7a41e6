#include "core/values/dict.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/arena.h"
#include "core/base/batches.h"
#include "core/base/runtime.h"
#include "core/base/seed.h"

/* The first room is small: a table of a million columns of text has a dictionary for each. */
enum { FIRST_SLOTS = 8, FIRST_ENTRIES = 4, ROOMY_SLOTS = 1 << 11, SHORT = SL_SHORT_BYTES, PREFETCH_FROM = SL_SIZE(1 << 12, 64) };

/* A text's identity: of at most SHORT bytes its bytes and length, so that a hit costs one cache line; of a longer one
 * its hash and the hash's complement, which together say no more than the hash: equal bytes are still to be shown. */
typedef SlShortText Key;

typedef struct Slot {
  uint64_t low, high;
  uint32_t length; /* of texts longer than 4 GB the low half */
  uint32_t code;   /* + 1; 0: the slot is empty */
} Slot;

struct SlDict {
  atomic_int references;
  SlArena text; /* the bytes of the entries */
  SlStr *entries;
  int64_t size, capacity;
  Slot *slots;
  uint64_t slot_count; /* a power of two */
  size_t text_bytes;
  uint64_t seed; /* of hashes */
  uint32_t *ranks; /* of the first ranked_size entries, once they were asked for; or NULL */
  int64_t ranked_size;
  bool ordered; /* entries are in a declared order */
};

SlDict *sl_dict_new(void) {
  SlDict *dict = sl_alloc_zeroed(1, sizeof *dict);
  if (!dict) return NULL;
  atomic_init(&dict->references, 1);
  dict->seed = sl_seed();
  sl_arena_init(&dict->text);
  return dict;
}

SlDict *sl_dict_retain(SlDict *dict) {
  SL_ASSERT(atomic_load(&dict->references) > 0);
  atomic_fetch_add_explicit(&dict->references, 1, memory_order_relaxed);
  return dict;
}

void sl_dict_release(SlDict *dict) {
  if (!dict || atomic_fetch_sub_explicit(&dict->references, 1, memory_order_acq_rel) != 1) return;
  sl_arena_reset(&dict->text);
  sl_free(dict->entries);
  sl_free(dict->slots);
  sl_free(dict->ranks);
  sl_free(dict);
}

static inline Key key_of(SlStr text, uint64_t seed) {
  const char *at = text.bytes;
  size_t length = text.length;
  Key key = {.length = length};
  if (length > SHORT) {
    key.low = sl_str_hash(text, seed);
    key.high = ~key.low;
  } else if (length >= 8) {
    memcpy(&key.low, at + length - 8, 8);
    if (length == 8) return key;
    memcpy(&key.high, at, 8);
    key.high <<= 8 * (SHORT - length);
  } else if (length >= 4) {
    uint32_t first, last;
    memcpy(&first, at, 4);
    memcpy(&last, at + length - 4, 4);
    key.low = (uint64_t)first << 8 * (8 - length) | (uint64_t)last << 32;
  } else if (length > 0) {
    uint64_t first = (unsigned char)at[0], middle = (unsigned char)at[length / 2], last = (unsigned char)at[length - 1];
    key.low = first << 8 * (8 - length) | middle << 8 * (8 - length + length / 2) | last << 56;
  }
  return key;
}

/* Both words and the length, multiplied to 128 bits and folded (as in wyhash). The seed is in both factors: a factor that is known
 * could be made 0. */
static inline uint64_t hash_of(Key key, uint64_t seed) {
  __extension__ typedef unsigned __int128 Wide;
  Wide product = (Wide)(key.low ^ UINT64_C(0x9E3779B97F4A7C15) ^ seed) *
                 (key.high ^ UINT64_C(0xD6E8FEB86659FD93) ^ key.length << 32 ^ seed << 1);
  uint64_t folded = (uint64_t)product ^ (uint64_t)(product >> 64);
  return folded ^ folded >> 32;
}

static inline bool is_in(const SlDict *dict, const Slot *slot, Key key, SlStr text) {
  if (slot->low != key.low || slot->high != key.high || slot->length != (uint32_t)key.length) return false;
  if (key.length <= SHORT) return true;
  SlStr entry = dict->entries[slot->code - 1];
  return entry.length == text.length && memcmp(entry.bytes, text.bytes, text.length) == 0;
}

/* The slot that holds text, or the empty one where it belongs. */
static inline Slot *find_slot(const SlDict *dict, SlStr text, Key key, uint64_t hash) {
  uint64_t mask = dict->slot_count - 1;
  for (uint64_t at = hash & mask;; at = (at + 1) & mask) {
    Slot *slot = &dict->slots[at];
    if (slot->code == 0 || is_in(dict, slot, key, text)) return slot;
  }
}

/* Slots for `more` entries beside those there are: half of them empty; of few entries most, so that nearly all are found where
 * they belong. */
static SlStatus grow_slots(SlDict *dict, int64_t more, SlError *err) {
  uint64_t count = dict->slot_count ? dict->slot_count : FIRST_SLOTS;
  uint64_t entries = (uint64_t)(dict->size + more);
  while (entries * 2 > count || (entries * 8 > count && count < ROOMY_SLOTS)) count *= 2;
  if (count == dict->slot_count) return SL_OK;
  Slot *slots = sl_alloc_zeroed(count, sizeof *slots);
  if (!slots) return sl_fail_alloc(err, count * sizeof *slots);
  for (uint64_t i = 0; i < dict->slot_count; i++) {
    if (sl_interrupted_at((int64_t)i)) {
      sl_free(slots);
      return sl_fail_interrupted(err);
    }
    const Slot *old = &dict->slots[i];
    if (old->code == 0) continue;
    uint64_t at = hash_of((Key){old->low, old->high, old->length}, dict->seed) & (count - 1);
    while (slots[at].code) at = (at + 1) & (count - 1);
    slots[at] = *old;
  }
  sl_free(dict->slots);
  dict->slots = slots;
  dict->slot_count = count;
  return SL_OK;
}

static bool grow_entries(SlDict *dict) {
  size_t capacity = dict->capacity ? (size_t)dict->capacity * 2 : FIRST_ENTRIES;
  SlStr *entries = sl_realloc_array(dict->entries, capacity, sizeof *entries);
  if (!entries) return false;
  dict->entries = entries;
  dict->capacity = (int64_t)capacity;
  return true;
}

static SlStatus add_new(SlDict *dict, SlStr text, Key key, Slot *slot, SlError *err) {
  if (dict->size >= (int64_t)UINT32_MAX - 1)
    return sl_fail(err, SL_ERANGE, "more than 4,294,967,294 distinct texts in one column");
  if (dict->size == dict->capacity && !grow_entries(dict)) return sl_fail_alloc(err, (size_t)dict->capacity * 2 * sizeof(SlStr));
  char *copy = sl_arena_copy_text(&dict->text, text.bytes, text.length);
  if (!copy) return sl_fail_alloc(err, text.length);
  dict->entries[dict->size++] = (SlStr){copy, text.length};
  dict->text_bytes += text.length + 1;
  *slot = (Slot){key.low, key.high, (uint32_t)key.length, (uint32_t)dict->size};
  return SL_OK;
}

/* There is an empty slot. */
static inline SlStatus add_hashed(SlDict *dict, SlStr text, Key key, uint64_t hash, uint32_t *code, SlError *err) {
  Slot *slot = find_slot(dict, text, key, hash);
  SlStatus status = slot->code ? SL_OK : add_new(dict, text, key, slot, err);
  *code = slot->code - 1;
  return status;
}

SlStatus sl_dict_add(SlDict *dict, SlStr text, uint32_t *code, SlError *err) {
  SlStatus status = grow_slots(dict, 1, err);
  if (status != SL_OK) return status;
  Key key = key_of(text, dict->seed);
  return add_hashed(dict, text, key, hash_of(key, dict->seed), code, err);
}

/* The bytes of longer texts that seem to be there already will be looked at. */
static void prefetch_entries(const SlDict *dict, const Key *keys, const uint64_t *hashes, int64_t count) {
  uint64_t mask = dict->slot_count - 1;
  for (int64_t i = 0; i < count; i++) {
    const Slot *slot = &dict->slots[hashes[i] & mask];
    if (keys[i].length > SHORT && slot->code && slot->low == keys[i].low) __builtin_prefetch(&dict->entries[slot->code - 1]);
  }
  for (int64_t i = 0; i < count; i++) {
    const Slot *slot = &dict->slots[hashes[i] & mask];
    if (keys[i].length > SHORT && slot->code && slot->low == keys[i].low) __builtin_prefetch(dict->entries[slot->code - 1].bytes);
  }
}

SlStatus sl_dict_add_many(SlDict *dict, const SlStr *texts, int64_t count, uint32_t *codes, SlError *err) {
  SlStatus status = grow_slots(dict, count, err);
  if (status != SL_OK) return status;
  if (dict->slot_count < PREFETCH_FROM) {
    for (int64_t i = 0; i < count && status == SL_OK; i++) {
      Key key = key_of(texts[i], dict->seed);
      status = add_hashed(dict, texts[i], key, hash_of(key, dict->seed), &codes[i], err);
    }
    return status;
  }
  Key keys[SL_DICT_BATCH];
  uint64_t hashes[SL_DICT_BATCH], mask = dict->slot_count - 1;
  bool long_ones = false;
  for (int64_t i = 0; i < count; i++) {
    keys[i] = key_of(texts[i], dict->seed);
    hashes[i] = hash_of(keys[i], dict->seed);
    long_ones |= keys[i].length > SHORT;
    __builtin_prefetch(&dict->slots[hashes[i] & mask]);
  }
  if (long_ones) prefetch_entries(dict, keys, hashes, count);
  for (int64_t i = 0; i < count && status == SL_OK; i++) status = add_hashed(dict, texts[i], keys[i], hashes[i], &codes[i], err);
  return status;
}

/* The slot that holds a short text, or the empty one where it belongs. */
static inline Slot *find_short(const SlDict *dict, Key key, uint64_t hash) {
  uint64_t mask = dict->slot_count - 1;
  for (uint64_t at = hash & mask;; at = (at + 1) & mask) {
    Slot *slot = &dict->slots[at];
    if ((slot->low == key.low) & (slot->high == key.high) & (slot->length == key.length)) return slot;
    if (slot->code == 0) return slot;
  }
}

static SlStatus add_new_short(SlDict *dict, Key key, Slot *slot, SlError *err) {
  char bytes[SHORT];
  memcpy(bytes, &key.high, 8);
  memcpy(bytes + 8, &key.low, 8);
  return add_new(dict, (SlStr){bytes + SHORT - key.length, key.length}, key, slot, err);
}

SlStatus sl_dict_add_short(SlDict *dict, const SlShortText *texts, int64_t count, int64_t *codes, SlError *err) {
  SlStatus status = grow_slots(dict, count, err);
  if (status != SL_OK) return status;
  uint64_t hashes[SL_DICT_BATCH], mask = dict->slot_count - 1;
  bool far = dict->slot_count >= PREFETCH_FROM;
  for (int64_t i = 0; i < count; i++) {
    hashes[i] = hash_of(texts[i], dict->seed);
    if (far) __builtin_prefetch(&dict->slots[hashes[i] & mask]);
  }
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    Slot *slot = find_short(dict, texts[i], hashes[i]);
    if (slot->code == 0) status = add_new_short(dict, texts[i], slot, err);
    codes[i] = (int64_t)slot->code - 1;
  }
  return status;
}

int64_t sl_dict_find(const SlDict *dict, SlStr text) {
  if (dict->size == 0) return -1;
  Key key = key_of(text, dict->seed);
  return (int64_t)find_slot(dict, text, key, hash_of(key, dict->seed))->code - 1;
}

int64_t sl_dict_size(const SlDict *dict) { return dict->size; }
SlStr sl_dict_get(const SlDict *dict, int64_t code) {
  SL_ASSERT(code >= 0 && code < dict->size);
  return dict->entries[code];
}

int64_t sl_dict_longest_search(const SlDict *dict) {
  int64_t longest = 0;
  for (uint64_t at = 0; at < dict->slot_count; at++) {
    const Slot *slot = &dict->slots[at];
    if (slot->code == 0) continue;
    uint64_t home = hash_of((Key){slot->low, slot->high, slot->length}, dict->seed);
    int64_t looked_at = (int64_t)((at - home) & (dict->slot_count - 1)) + 1;
    if (looked_at > longest) longest = looked_at;
  }
  return longest;
}

size_t sl_dict_bytes(const SlDict *dict) {
  return sizeof *dict + dict->text_bytes + (size_t)dict->capacity * sizeof(SlStr) +
         dict->slot_count * sizeof *dict->slots + (size_t)dict->ranked_size * sizeof *dict->ranks;
}

const uint32_t *sl_dict_known_ranks(const SlDict *dict) { return dict->ranked_size == dict->size ? dict->ranks : NULL; }

void sl_dict_keep_ranks(const SlDict *dict, uint32_t *ranks) {
  SlDict *kept = (SlDict *)dict; /* what it knows of itself is no change */
  sl_free(kept->ranks);
  kept->ranks = ranks;
  kept->ranked_size = kept->size;
}

/* --- an order of its own ------------------------------------------------------------------------------------------ */

SlStatus sl_dict_new_ordered(const SlStr *texts, int64_t count, SlDict **out, SlError *err) {
  SlDict *dict = sl_dict_new();
  uint32_t *ranks = sl_alloc_array((size_t)count + 1, sizeof *ranks);
  SlStatus status = dict && ranks ? SL_OK : sl_fail_alloc(err, (size_t)count * sizeof *ranks);
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    status = sl_dict_add(dict, texts[i], &ranks[i], err);
    if (status == SL_OK && ranks[i] != (uint32_t)i)
      status = sl_fail(err, SL_EARG, "\"%.*s\" stands twice in the order", SL_STR_ARGS(texts[i]));
  }
  if (status != SL_OK) {
    sl_free(ranks);
    sl_dict_release(dict);
    return status;
  }
  dict->ordered = true;
  sl_dict_keep_ranks(dict, ranks);
  *out = dict;
  return SL_OK;
}

bool sl_dict_is_ordered(const SlDict *dict) { return dict->ordered; }

bool sl_dict_same_order(const SlDict *a, const SlDict *b) {
  if (!a->ordered || !b->ordered || a->size != b->size) return false;
  for (int64_t code = 0; code < a->size && a != b; code++)
    if (!sl_str_equal(a->entries[code], b->entries[code])) return false;
  return true;
}
