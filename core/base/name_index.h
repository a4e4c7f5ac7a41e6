/* name_index.h - where a name stands in a list of many.
 *
 *     names   [ "force" | "people" | "year" ]          the caller's, who says where they are each time
 *     slots   [ . | 2 | . | . | . | 0 | 1 | . ]        a name's hash leads to its place; half of the hash stands beside it
 *
 * For the names of columns, of which a file may have a million: the index takes 16 to 32 bytes a name and copies none, where a dictionary
 * (values/dict.h) keeps texts and takes four times as much. Adding and finding take the same time however many names there are.
 *
 * Invariants
 *   1. At most as many names are added as there was room made for.
 *   2. A name that was added stays in its place, and stays what it is, until the index is reset. The list itself may move.
 * Ownership: held by value; init before use, reset after (safe on zeroed memory). Names are borrowed.
 */
#ifndef SL_BASE_NAME_INDEX_H
#define SL_BASE_NAME_INDEX_H

#include <stdint.h>

#include "core/base/str.h"

typedef struct SlNameIndex {
  uint64_t *slots;
  uint64_t mask;
  uint64_t seed;
} SlNameIndex;

/* Room for so many names. SL_ERANGE past 2^31. */
SlStatus sl_name_index_init(SlNameIndex *index, int64_t most, SlError *err);
void sl_name_index_reset(SlNameIndex *index);

/* Adds names[place]; the place of the equal name that was added before, or `place` when there was none. */
int64_t sl_name_index_add(SlNameIndex *index, const SlStr *names, int64_t place);

/* The place of a name among those that were added, or -1. */
int64_t sl_name_index_find(const SlNameIndex *index, const SlStr *names, SlStr name);

#endif
