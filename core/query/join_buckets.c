/* Rows to buckets. Where the packed words of keys (keys.h) are close together a word is its own bucket; else the words
 * of the right rows are numbered by a hash table as they come, and left rows look theirs up. */
#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/join_match.h"
#include "core/query/keys.h"

enum { MORSEL_ROWS = 1 << 16, ALWAYS_CLOSE = 1 << 16 };

typedef struct Slot {
  uint64_t word;
  uint32_t number; /* bucket + 1; 0 when free */
} Slot;

typedef struct Numbering {
  SlMatch *match;
  SlKeys keys;
  Slot *slots; /* NULL: words are buckets */
  int shift;   /* of the hash: 64 - bits of the number of slots */
} Numbering;

static uint64_t place_of(const Numbering *n, uint64_t word) { return word * UINT64_C(0x9E3779B97F4A7C15) >> n->shift; }

static Slot *find_slot(const Numbering *n, uint64_t word) {
  uint64_t last = (UINT64_C(1) << (64 - n->shift)) - 1, place = place_of(n, word);
  while (n->slots[place].number && n->slots[place].word != word) place = (place + 1) & last;
  return &n->slots[place];
}

/* The words of a batch; their slots are on the way from memory when it returns. */
static void load_words(const Numbering *n, int64_t first, int64_t count, uint64_t *words) {
  sl_keys_words(&n->keys, first, count, words);
  for (int64_t i = 0; n->slots && i < count; i++) __builtin_prefetch(&n->slots[place_of(n, words[i])]);
}

static int64_t batch_size(int64_t first, int64_t end) {
  return end - first < SL_KEYS_BATCH ? end - first : SL_KEYS_BATCH;
}

/* Right rows follow left rows. The slots are half full at most, so that a free one is always found. */
static SlStatus number_right(Numbering *n, SlError *err) {
  SlMatch *match = n->match;
  int64_t end = match->left_count + match->right_count;
  uint64_t words[SL_KEYS_BATCH];
  for (int64_t first = match->left_count; first < end; first += SL_KEYS_BATCH) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    int64_t count = batch_size(first, end);
    load_words(n, first, count, words);
    for (int64_t i = 0; i < count; i++) {
      match->buckets[first + i] = SL_NO_BUCKET;
      if (!match->matchable[first + i]) continue;
      Slot *slot = find_slot(n, words[i]);
      if (!slot->number) {
        if (match->bucket_count == SL_NO_BUCKET - 1)
          return sl_fail(err, SL_ERANGE, "join: the right table has more than 4,294,967,294 distinct keys");
        *slot = (Slot){words[i], (uint32_t)++match->bucket_count};
      }
      match->buckets[first + i] = slot->number - 1;
    }
  }
  return SL_OK;
}

static SlStatus look_up(void *context, int64_t morsel, SlError *err) {
  Numbering *n = context;
  SlMatch *match = n->match;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t rows = n->slots ? match->left_count : match->left_count + match->right_count;
  int64_t end = (morsel + 1) * MORSEL_ROWS < rows ? (morsel + 1) * MORSEL_ROWS : rows;
  uint64_t words[SL_KEYS_BATCH];
  for (int64_t first = morsel * MORSEL_ROWS; first < end; first += SL_KEYS_BATCH) {
    int64_t count = batch_size(first, end);
    load_words(n, first, count, words);
    uint32_t *buckets = match->buckets + first;
    const bool *matchable = match->matchable + first;
    if (n->slots)
      for (int64_t i = 0; i < count; i++) buckets[i] = matchable[i] ? find_slot(n, words[i])->number - 1 : SL_NO_BUCKET;
    else
      for (int64_t i = 0; i < count; i++) buckets[i] = matchable[i] ? (uint32_t)words[i] : SL_NO_BUCKET;
  }
  return SL_OK;
}

static SlStatus look_up_all(Numbering *n, int64_t rows, SlError *err) {
  return sl_parallel((rows + MORSEL_ROWS - 1) / MORSEL_ROWS, look_up, n, err);
}

static SlStatus number_by_hash(Numbering *n, SlError *err) {
  int bits = 4;
  while ((int64_t)1 << (bits - 1) < n->match->right_count) bits++;
  n->shift = 64 - bits;
  n->slots = sl_alloc_zeroed((size_t)1 << bits, sizeof *n->slots);
  if (!n->slots) return sl_fail_alloc(err, sizeof *n->slots << bits);
  SlStatus status = number_right(n, err);
  if (status == SL_OK) status = look_up_all(n, n->match->left_count, err);
  sl_free(n->slots);
  return status;
}

static SlStatus pack_keys(SlMatch *match, SlKeys *packed, SlError *err) {
  SlSortKey *columns = sl_alloc_array((size_t)match->key_count, sizeof *columns);
  if (!columns) return sl_fail_alloc(err, (size_t)match->key_count * sizeof *columns);
  for (int64_t k = 0; k < match->key_count; k++) columns[k] = (SlSortKey){.column = match->keys[k]};
  SlStatus status = sl_keys_init(packed, columns, match->key_count, match->left_count + match->right_count, err);
  sl_free(columns);
  return status;
}

SlStatus sl_match_find_buckets(SlMatch *match, SlError *err) {
  Numbering n = {.match = match};
  int64_t rows = match->left_count + match->right_count;
  match->buckets = sl_alloc_array((size_t)rows, sizeof *match->buckets);
  if (!match->buckets) return sl_fail_alloc(err, (size_t)rows * sizeof *match->buckets);
  SlStatus status = pack_keys(match, &n.keys, err);
  if (status != SL_OK) return status;
  uint64_t largest = n.keys.largest;
  if (largest < ALWAYS_CLOSE || (largest < SL_NO_BUCKET && largest / 4 < (uint64_t)match->right_count)) {
    match->bucket_count = (int64_t)largest + 1;
    status = look_up_all(&n, rows, err);
  } else {
    status = number_by_hash(&n, err);
  }
  sl_keys_reset(&n.keys);
  return status;
}
