/* Rows to buckets. Where the packed words of keys (keys.h) are close together a word is its own bucket; else the words
 * of the right rows are numbered by a hash table as they come, and left rows look theirs up. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/base/seed.h"
#include "core/query/joins/match.h"
#include "core/query/keys/keys.h"

enum { ALWAYS_CLOSE = SL_SIZE(1 << 16, 16) };

typedef struct Slot {
  uint64_t word;
  uint32_t number; /* bucket + 1; 0 when free */
} Slot;

struct SlNumbering {
  SlKeys keys;
  Slot *slots; /* NULL: words are buckets */
  int shift;   /* of the hash: 64 - bits of the number of slots */
  uint64_t seed;
};

void sl_numbering_free(SlNumbering *n) {
  if (!n) return;
  sl_keys_reset(&n->keys);
  sl_free(n->slots);
  sl_free(n);
}

static uint64_t place_of(const SlNumbering *n, uint64_t word) { return sl_spread(word, n->seed) >> n->shift; }

static Slot *find_slot(const SlNumbering *n, uint64_t word) {
  uint64_t last = (UINT64_C(1) << (64 - n->shift)) - 1, place = place_of(n, word);
  while (n->slots[place].number && n->slots[place].word != word) place = (place + 1) & last;
  return &n->slots[place];
}

/* The words of a batch; their slots are on the way from memory when it returns. */
static void load_words(const SlNumbering *n, int64_t first, int64_t count, uint64_t *words) {
  sl_keys_words(&n->keys, first, count, words);
  for (int64_t i = 0; i < count; i++) __builtin_prefetch(&n->slots[place_of(n, words[i])]);
}

static void leave_out(const SlMatch *match, int64_t first, int64_t count, uint32_t *buckets) {
  for (int64_t i = 0; match->matchable && i < count; i++)
    buckets[i] = match->matchable[first + i] ? buckets[i] : SL_NO_BUCKET;
}

/* Of rows of the keys, right's behind left's, with words for buckets. */
static void close_buckets(const SlMatch *match, int64_t first, int64_t count, uint32_t *buckets) {
  sl_keys_small_words(&match->numbering->keys, first, count, buckets);
  leave_out(match, first, count, buckets);
}

void sl_match_left_buckets(const SlMatch *match, int64_t first, int64_t count, uint32_t *buckets) {
  const SlNumbering *n = match->numbering;
  if (match->left_buckets) {
    memcpy(buckets, match->left_buckets + first, (size_t)count * sizeof *buckets);
  } else if (n->slots) {
    uint64_t words[SL_BATCH_ROWS];
    load_words(n, first, count, words);
    for (int64_t i = 0; i < count; i++) buckets[i] = find_slot(n, words[i])->number - 1; /* SL_NO_BUCKET when free */
    leave_out(match, first, count, buckets);
  } else {
    close_buckets(match, first, count, buckets);
  }
}

/* The slots are half full at most, so that a free one is always found. */
static SlStatus number_right(SlMatch *match, SlError *err) {
  SlNumbering *n = match->numbering;
  uint64_t words[SL_BATCH_ROWS];
  for (int64_t first = 0; first < match->right_count; first += SL_BATCH_ROWS) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, match->right_count);
    uint32_t *buckets = match->right_buckets + first;
    load_words(n, match->left_count + first, count, words);
    for (int64_t i = 0; i < count; i++) {
      buckets[i] = SL_NO_BUCKET;
      if (match->matchable && !match->matchable[match->left_count + first + i]) continue;
      Slot *slot = find_slot(n, words[i]);
      if (!slot->number) *slot = (Slot){words[i], (uint32_t)++match->bucket_count};
      buckets[i] = slot->number - 1;
    }
  }
  return SL_OK;
}

static SlStatus look_up_right(void *context, int64_t morsel, SlError *err) {
  SlMatch *match = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t end = sl_morsel_end(morsel, match->right_count);
  for (int64_t first = morsel * SL_MORSEL_ROWS; first < end; first += SL_BATCH_ROWS)
    close_buckets(match, match->left_count + first, sl_batch_size(first, end), match->right_buckets + first);
  return SL_OK;
}

static SlStatus number_by_hash(SlMatch *match, SlError *err) {
  int bits = 4;
  while ((int64_t)1 << (bits - 1) < match->right_count) bits++;
  match->numbering->shift = 64 - bits;
  match->numbering->seed = sl_seed();
  match->numbering->slots = sl_alloc_zeroed((size_t)1 << bits, sizeof(Slot));
  if (!match->numbering->slots) return sl_fail_alloc(err, sizeof(Slot) << bits);
  SlStatus status = sl_claim(match->numbering->slots, sizeof(Slot) << bits, err);
  return status == SL_OK ? number_right(match, err) : status;
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
  if (match->right_count >= SL_NO_BUCKET)
    return sl_fail(err, SL_ERANGE, "join: the right table has more than 4,294,967,294 rows");
  match->right_buckets = sl_alloc_array((size_t)match->right_count, sizeof *match->right_buckets);
  match->numbering = sl_alloc_zeroed(1, sizeof *match->numbering);
  if (!match->right_buckets || !match->numbering)
    return sl_fail_alloc(err, (size_t)match->right_count * sizeof *match->right_buckets);
  SlStatus status = pack_keys(match, &match->numbering->keys, err);
  if (status != SL_OK) return status;
  uint64_t largest = match->numbering->keys.largest;
  bool close = largest < ALWAYS_CLOSE || (largest < SL_NO_BUCKET && largest / 4 < (uint64_t)match->right_count);
  if (!close) return number_by_hash(match, err);
  match->bucket_count = (int64_t)largest + 1;
  return sl_parallel(sl_morsels_of(match->right_count), look_up_right, match, err);
}

typedef struct Listing {
  const SlMatch *match;
  uint32_t *buckets;
} Listing;

static SlStatus list_morsel(void *context, int64_t morsel, SlError *err) {
  const Listing *listing = context;
  int64_t rows = listing->match->left_count;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t end = sl_morsel_end(morsel, rows);
  for (int64_t first = morsel * SL_MORSEL_ROWS; first < end; first += SL_BATCH_ROWS)
    sl_match_left_buckets(listing->match, first, sl_batch_size(first, end), listing->buckets + first);
  return SL_OK;
}

SlStatus sl_match_list_left(SlMatch *match, SlError *err) {
  Listing listing = {match, sl_alloc_array((size_t)match->left_count, sizeof *listing.buckets)};
  if (!listing.buckets) return sl_fail_alloc(err, (size_t)match->left_count * sizeof *listing.buckets);
  SlStatus status = sl_parallel(sl_morsels_of(match->left_count), list_morsel, &listing, err);
  match->left_buckets = listing.buckets;
  return status;
}
