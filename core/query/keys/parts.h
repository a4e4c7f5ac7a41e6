/* parts.h - a column as a part of keys: what the files that make keys share.
 *
 *     range.c   how many codes a column needs      dense.c   its values numbered, where those are too many
 *     codes.c   codes and words of rows            keys.c         parts put together
 * Private to core/query/keys.
 */
#ifndef SL_QUERY_KEYS_PARTS_H
#define SL_QUERY_KEYS_PARTS_H

#include <string.h>

#include "core/base/radix.h"
#include "core/query/keys/keys.h"

/* The bits of a double turned so that their unsigned order is the order of values. */
static inline uint64_t sl_number_image(double value) {
  value += 0.0; /* -0 becomes 0 */
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static inline uint64_t sl_ordinal_image(int64_t value) { return (uint64_t)value ^ (uint64_t)1 << 63; }

SlStatus sl_key_part_init(SlKeyPart *part, const SlSortKey *key, SlError *err);
void sl_key_part_reset(SlKeyPart *part);

/* The codes of ordinary values in ascending order; what stands at missing rows and NaN is put right by the callers. */
void sl_key_codes(const SlKeyPart *part, int64_t first, int64_t count, uint64_t *codes);

/* Numbers a column's distinct values in order: the part becomes one of kind DENSE. `unranked`: a text whose dictionary
 * has no ranks yet, because it has far more entries than the column has rows. */
SlStatus sl_key_make_dense(SlKeyPart *part, bool unranked, int64_t row_count, SlError *err);

/* Numbers the rows of sorted items by their distinct words; *values is how many those are. */
SlStatus sl_key_number_items(const SlRadixItem *items, int64_t count, uint32_t *dense, int64_t *values, SlError *err);

#endif
