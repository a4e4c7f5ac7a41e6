/* merge.h - one dictionary of several: texts that threads collected apart, for the column that has them all.
 *
 * All texts go into the dictionary of the first store; the codes of the others are translated.
 * Private to core/cells.
 */
#ifndef SL_CELLS_MERGE_H
#define SL_CELLS_MERGE_H

#include "core/cells/blocks.h"

typedef struct SlMerge {
  SlCellStore *store;
  uint32_t *codes; /* in the first dictionary, by the store's own code; NULL: the first, whose codes stay */
} SlMerge;

typedef struct SlMerges { /* held by value; zero before, reset after, also after a failure */
  SlMerge *items;
  int64_t count, capacity;
} SlMerges;

/* Merges the dictionaries that text blocks refer to, each store once. */
SlStatus sl_merges_add_blocks(SlMerges *merges, const SlCellBlock *blocks, int64_t count, int64_t stride, SlError *err);
/* The dictionary of all of them; NULL when no block has texts. Borrowed from its store. */
SlDict *sl_merges_dict(const SlMerges *merges);
/* How the block's codes translate; NULL when they stay as they are. */
const uint32_t *sl_merges_codes(const SlMerges *merges, const SlCellBlock *block);
void sl_merges_reset(SlMerges *merges);

#endif
