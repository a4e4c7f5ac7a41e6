/* bitmap.h - one bit a row, packed into 64-bit words; row i is bit i % 64 of word i / 64.
 *
 * Bits past the length are 0 in every bitmap that a column holds.
 */
#ifndef SL_VALUES_BITMAP_H
#define SL_VALUES_BITMAP_H

#include <stdbool.h>
#include <stdint.h>

static inline int64_t sl_bitmap_words(int64_t length) { return (length + 63) / 64; }

static inline bool sl_bitmap_get(const uint64_t *bits, int64_t row) {
  return (bits[row >> 6] >> (row & 63)) & 1;
}

static inline void sl_bitmap_set(uint64_t *bits, int64_t row) { bits[row >> 6] |= (uint64_t)1 << (row & 63); }
static inline void sl_bitmap_clear(uint64_t *bits, int64_t row) { bits[row >> 6] &= ~((uint64_t)1 << (row & 63)); }

void sl_bitmap_set_range(uint64_t *bits, int64_t first, int64_t end); /* rows first to end, half-open */

uint64_t *sl_bitmap_new(int64_t length, bool value); /* NULL when there is no memory; free with sl_free() */
int64_t sl_bitmap_count(const uint64_t *bits, int64_t length); /* bits that are 1 */

#endif
