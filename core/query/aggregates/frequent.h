/* frequent.h - the word that occurs most often among many.
 *
 *     7 3 5 3 7      3: of words that occur as often, the smallest
 *
 * Words are counted in a hash table that is as large as there are different ones. Private to core/query/aggregates.
 */
#ifndef SL_QUERY_FREQUENT_H
#define SL_QUERY_FREQUENT_H

#include "core/base/status.h"

/* count is at least 1. */
SlStatus sl_most_frequent(const uint64_t *words, int64_t count, uint64_t *most, SlError *err);

#endif
