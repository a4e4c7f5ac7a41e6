/* radix.h - sorting items by one unsigned word each, stably, over all cores.
 *
 * Of rows the words come from keys.h, where the order of words is the order of keys. The order of equal words is the order
 * they came in, and nothing of the result depends on the number of threads.
 */
#ifndef SL_BASE_RADIX_H
#define SL_BASE_RADIX_H

#include <stdint.h>

#include "core/base/status.h"

typedef struct SlRadixItem {
  uint64_t word;
  int64_t row;
} SlRadixItem;

/* Sorts by the words' lowest `bits` bits, above which all words must be 0. Needs as much memory again while it runs. */
SlStatus sl_radix_sort(SlRadixItem *items, int64_t count, int bits, SlError *err);

/* The number of bits that hold every value up to `largest`. */
int sl_radix_bits(uint64_t largest);

#endif
