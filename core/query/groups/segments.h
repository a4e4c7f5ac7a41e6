/* segments.h - the present values of a column put together group by group.
 *
 *     groups 0 1 0 1 0     values 7 3 5 nil 9        words   7 5 9 | 3        starts  0 3 4
 *
 * For aggregates that need all values of a group at once. Values are words: unsigned, in the order of values, so that one
 * selection serves integers, dates, numbers and ranks of texts. Within a group they come in the order of rows.
 * Private to core/query.
 */
#ifndef SL_QUERY_SEGMENTS_H
#define SL_QUERY_SEGMENTS_H

#include <string.h>

#include "core/query/groups/fold.h"
#include "core/query/keys/keys.h"

typedef struct SlSegments {
  int64_t group_count;
  uint64_t *words;
  int64_t *starts; /* group_count + 1 */
} SlSegments;

/* How values become words. Numbers: NaN becomes UINT64_MAX, above all others. */
static inline uint64_t sl_word_of_integer(int64_t value) { return (uint64_t)value ^ (uint64_t)1 << 63; }
static inline int64_t sl_integer_of_word(uint64_t word) { return (int64_t)(word ^ (uint64_t)1 << 63); }
static inline uint64_t sl_word_of_number(double value) {
  value += 0.0; /* -0 becomes 0 */
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint64_t word = bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
  return value != value ? UINT64_MAX : word;
}
double sl_number_of_word(uint64_t word);

/* input: INTEGERS, NUMBERS, CODES (through ranks, one a dictionary entry), WORDS (of keys) or ROWS (their numbers). present: rows of each group
 * at which the column is not missing. Reset frees; safe on zeroed memory. */
SlStatus sl_segments_init(SlSegments *segments, SlFoldInput input, const SlColumn *column, const uint32_t *ranks,
                          const SlKeys *keys, const SlGroups *groups, const int64_t *present, SlError *err);
void sl_segments_reset(SlSegments *segments);

/* Runs work for every group, groups of many values side by side on several cores. scratch_words: how many words of
 * scratch a group of `count` values needs; NULL for none. */
typedef struct SlSegmentWork {
  const SlSegments *segments;
  SlStatus (*group)(const struct SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch,
                    SlError *err);
  size_t (*scratch_words)(int64_t count);
  void *context; /* written by group only */
} SlSegmentWork;
SlStatus sl_segments_each(const SlSegmentWork *work, SlError *err);

/* Puts the rank-th smallest word (from 0) at its place, smaller ones before it, none smaller behind it. */
SlStatus sl_select_word(uint64_t *words, int64_t count, int64_t rank, uint64_t *selected, SlError *err);

#endif
