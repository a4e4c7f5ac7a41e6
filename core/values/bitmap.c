#include "core/values/bitmap.h"

#include <string.h>

#include "core/base/alloc.h"

uint64_t *sl_bitmap_new(int64_t length, bool value) {
  int64_t words = sl_bitmap_words(length);
  uint64_t *bits = sl_alloc_zeroed((size_t)words, sizeof *bits);
  if (!bits || !value || words == 0) return bits;
  memset(bits, 0xFF, (size_t)words * sizeof *bits);
  if (length % 64) bits[words - 1] = ((uint64_t)1 << (length % 64)) - 1;
  return bits;
}

int64_t sl_bitmap_count(const uint64_t *bits, int64_t length) {
  int64_t count = 0;
  for (int64_t word = 0; word < length / 64; word++) count += __builtin_popcountll(bits[word]);
  if (length % 64) count += __builtin_popcountll(bits[length / 64] & (((uint64_t)1 << (length % 64)) - 1));
  return count;
}

void sl_bitmap_set_range(uint64_t *bits, int64_t first, int64_t end) {
  if (first >= end) return;
  int64_t first_word = first >> 6, last_word = (end - 1) >> 6;
  uint64_t from = ~UINT64_C(0) << (first & 63), to = ~UINT64_C(0) >> (63 - ((end - 1) & 63));
  if (first_word == last_word) {
    bits[first_word] |= from & to;
    return;
  }
  bits[first_word] |= from;
  for (int64_t word = first_word + 1; word < last_word; word++) bits[word] = ~UINT64_C(0);
  bits[last_word] |= to;
}
