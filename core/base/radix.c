#include "core/base/radix.h"

#include <stdbool.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/batches.h"
#include "core/base/runtime.h"

enum {
  DIGIT_BITS = 8,
  DIGITS = 1 << DIGIT_BITS,
  MOST_PASSES = 8,
  SPLIT_BITS = 11,             /* the first cut, among cores */
  SPLITS = 1 << SPLIT_BITS,
  INSERTION_COUNT = SL_SIZE(48, 8),     /* below this, insertion sort */
  SERIAL_COUNT = SL_SIZE(1 << 14, 128), /* below this, no cut among cores */
  CACHED_COUNT = SL_SIZE(1 << 15, 64),  /* above this, a piece is cut once more so that its parts stay in the cache */
  MORSEL_ITEMS = SL_SIZE(1 << 18, 64)
};

int sl_radix_bits(uint64_t largest) { return largest == 0 ? 0 : 64 - __builtin_clzll(largest); }

static void insertion_sort(SlRadixItem *items, int64_t count) {
  for (int64_t i = 1; i < count; i++) {
    SlRadixItem item = items[i];
    int64_t j = i;
    for (; j > 0 && items[j - 1].word > item.word; j--) items[j] = items[j - 1];
    items[j] = item;
  }
}

/* Lowest digit first, between the two arrays; digits that all items share cost nothing. The result
 * is left in spare or in items. False when it is interrupted. */
static bool sort_by_digits(SlRadixItem *items, SlRadixItem *spare, int64_t count, int bits, bool into_spare) {
  uint32_t counts[MOST_PASSES][DIGITS];
  int passes = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
  memset(counts, 0, (size_t)passes * sizeof counts[0]);
  if (sl_interrupted()) return false;
  for (int64_t i = 0; i < count; i++) {
    uint64_t word = items[i].word;
    for (int pass = 0; pass < passes; pass++, word >>= DIGIT_BITS) counts[pass][word & (DIGITS - 1)]++;
  }
  SlRadixItem *from = items, *to = spare;
  for (int pass = 0; pass < passes; pass++) {
    int shift = pass * DIGIT_BITS;
    uint32_t *place = counts[pass];
    if (place[(from[0].word >> shift) & (DIGITS - 1)] == (uint32_t)count) continue;
    uint32_t sum = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      uint32_t here = place[digit];
      place[digit] = sum;
      sum += here;
    }
    for (int64_t first = 0; first < count; first += MORSEL_ITEMS) {
      if (sl_interrupted()) return false;
      int64_t end = first + MORSEL_ITEMS < count ? first + MORSEL_ITEMS : count;
      for (int64_t i = first; i < end; i++) to[place[(from[i].word >> shift) & (DIGITS - 1)]++] = from[i];
    }
    SlRadixItem *other = from;
    from = to;
    to = other;
  }
  SlRadixItem *wanted = into_spare ? spare : items;
  if (from != wanted) memcpy(wanted, from, (size_t)count * sizeof *items);
  return true;
}

/* Sorts by the lowest `bits` bits; those above are shared by all items. Leaves the result in spare or in items. False when
 * it is interrupted. */
static bool sort_piece(SlRadixItem *items, SlRadixItem *spare, int64_t count, int bits, bool into_spare) {
  if (count <= INSERTION_COUNT || bits == 0) {
    if (bits > 0) insertion_sort(items, count);
    if (into_spare && count > 0) memcpy(spare, items, (size_t)count * sizeof *items);
    return true;
  }
  if (count <= CACHED_COUNT || (bits <= DIGIT_BITS && count <= (int64_t)UINT32_MAX)) {
    return sort_by_digits(items, spare, count, bits, into_spare);
  }
  int shift = bits > DIGIT_BITS ? bits - DIGIT_BITS : 0;
  int64_t starts[DIGITS + 1] = {0}, place[DIGITS];
  for (int64_t i = 0; i < count; i++) {
    if (sl_interrupted_at(i)) return false;
    starts[((items[i].word >> shift) & (DIGITS - 1)) + 1]++;
  }
  for (int digit = 0; digit < DIGITS; digit++) starts[digit + 1] += starts[digit];
  memcpy(place, starts, sizeof place);
  for (int64_t i = 0; i < count; i++) {
    if (sl_interrupted_at(i)) return false;
    spare[place[(items[i].word >> shift) & (DIGITS - 1)]++] = items[i];
  }
  for (int digit = 0; digit < DIGITS; digit++) {
    int64_t start = starts[digit], end = starts[digit + 1];
    if (!sort_piece(spare + start, items + start, end - start, shift, !into_spare)) return false;
  }
  return true;
}

/* Highest digit first among cores, then piece by piece. Two cuts are enough: the first one scatters by SPLIT_BITS bits, so that
 * no two tasks touch the same place again, and the order of morsels in `places` keeps equal words in the order they came. A piece
 * that still does not fit the cache is cut once more by its highest digit, each part of which is then sorted lowest digit first;
 * a lowest-digit pass over more than the cache holds would miss it once an item. A cut takes from one array into the other, which
 * is why each level says where its result has to be: into_spare, turned round with every cut. Words that share all of their
 * high bits make one piece of everything; it is cut again by the next digit, so that at most bits / DIGIT_BITS levels are
 * needed whatever the words are.
 *
 * The first cut: every morsel counts its digits, then puts its items where its predecessors leave off. */
typedef struct Cut {
  SlRadixItem *items, *spare;
  int64_t count, morsels;
  int shift;
  int64_t (*places)[SPLITS]; /* a row a morsel: counts, then where its next item of that digit goes */
  int64_t *starts;           /* SPLITS + 1: pieces of spare */
} Cut;

static int64_t morsel_end(const Cut *cut, int64_t morsel) { return sl_piece_end(morsel, MORSEL_ITEMS, cut->count); }

static SlStatus count_digits(void *context, int64_t morsel, SlError *err) {
  Cut *cut = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t *counts = cut->places[morsel];
  for (int64_t i = morsel * MORSEL_ITEMS; i < morsel_end(cut, morsel); i++) counts[cut->items[i].word >> cut->shift]++;
  return SL_OK;
}

static SlStatus scatter_items(void *context, int64_t morsel, SlError *err) {
  Cut *cut = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t *places = cut->places[morsel];
  for (int64_t i = morsel * MORSEL_ITEMS; i < morsel_end(cut, morsel); i++)
    cut->spare[places[cut->items[i].word >> cut->shift]++] = cut->items[i];
  return SL_OK;
}

static SlStatus sort_split(void *context, int64_t split, SlError *err) {
  Cut *cut = context;
  int64_t start = cut->starts[split], count = cut->starts[split + 1] - start;
  if (count == 0) return SL_OK;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  bool sorted = sort_piece(cut->spare + start, cut->items + start, count, cut->shift, true);
  return sorted ? SL_OK : sl_fail_interrupted(err);
}

static SlStatus sort_parallel(Cut *cut, SlError *err) {
  SlStatus status = sl_parallel(cut->morsels, count_digits, cut, err);
  if (status != SL_OK) return status;
  int64_t sum = 0;
  for (int64_t split = 0; split < SPLITS; split++) {
    cut->starts[split] = sum;
    for (int64_t morsel = 0; morsel < cut->morsels; morsel++) {
      int64_t here = cut->places[morsel][split];
      cut->places[morsel][split] = sum;
      sum += here;
    }
  }
  cut->starts[SPLITS] = sum;
  status = sl_parallel(cut->morsels, scatter_items, cut, err);
  if (status != SL_OK) return status;
  return sl_parallel(SPLITS, sort_split, cut, err);
}

static bool are_below(const SlRadixItem *items, int64_t count, int bits) {
  for (int64_t i = 0; bits < 64 && i < count; i++)
    if (items[i].word >> bits) return false;
  return true;
}

SlStatus sl_radix_sort(SlRadixItem *items, int64_t count, int bits, SlError *err) {
  SL_ASSERT(are_below(items, count, bits));
  if (count < 2 || bits == 0) return SL_OK;
  if (count <= INSERTION_COUNT) {
    insertion_sort(items, count);
    return SL_OK;
  }
  SlRadixItem *spare = sl_alloc_array((size_t)count, sizeof *spare);
  if (!spare) return sl_fail_alloc(err, (size_t)count * sizeof *spare);
  SlStatus status = sl_claim(spare, (size_t)count * sizeof *spare, err);
  if (status != SL_OK) {
    /* interrupted */
  } else if (count <= SERIAL_COUNT) {
    if (!sort_piece(items, spare, count, bits, false)) status = sl_fail_interrupted(err);
  } else {
    Cut cut = {.items = items, .spare = spare, .count = count, .morsels = sl_pieces_of(count, MORSEL_ITEMS),
               .shift = bits > SPLIT_BITS ? bits - SPLIT_BITS : 0};
    cut.places = sl_alloc_zeroed((size_t)cut.morsels, sizeof *cut.places);
    cut.starts = sl_alloc_array(SPLITS + 1, sizeof *cut.starts);
    status = cut.places && cut.starts ? sort_parallel(&cut, err)
                                      : sl_fail_alloc(err, (size_t)cut.morsels * sizeof *cut.places);
    sl_free(cut.places);
    sl_free(cut.starts);
  }
  sl_free(spare);
  return status;
}
