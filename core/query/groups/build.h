/* build.h - the ways to find groups, for find.c, and what they share.
 *
 * Each takes packed keys (keys.h) and makes numbers, first_row and sizes of `groups`, in the order of words. Which way is taken depends on the keys
 * alone, never on the number of threads.
 * Private to core/query/groups.
 */
#ifndef SL_QUERY_GROUPS_BUILD_H
#define SL_QUERY_GROUPS_BUILD_H

#include "core/query/groups.h"
#include "core/query/keys/keys.h"

/* A table with a slot for each possible word, when there are few possible words for the rows. */
bool sl_groups_fit_direct(const SlKeys *keys);
SlStatus sl_groups_find_direct(const SlKeys *keys, SlGroups *groups, SlError *err);

/* Hash tables of the words that occur, one a morsel, when few occur. *found is false, and nothing kept, when it turns out
 * that too many do. */
SlStatus sl_groups_find_hashed(const SlKeys *keys, SlGroups *groups, bool *found, SlError *err);

/* All rows sorted by their words: for any keys. */
SlStatus sl_groups_find_sorted(const SlKeys *keys, SlGroups *groups, SlError *err);

/* Every combination of the keys' values (complete.c). Makes the keys of groups, too. */
SlStatus sl_groups_find_complete(const SlColumn *const *keys, SlGroups *groups, SlError *err);

/* Groups of so many rows and keys, with nothing found yet. */
SlStatus sl_groups_begin(int64_t row_count, int64_t key_count, SlGroups **out, SlError *err);

/* Room for the numbers of all rows, below `limit`; and putting those of rows [first, first + count) there. */
SlStatus sl_groups_alloc_numbers(SlGroups *groups, uint64_t limit, SlError *err);
void sl_groups_store(SlGroups *groups, int64_t first, int64_t count, const uint32_t *numbers);

/* first_row and sizes for group_count groups; SL_ERANGE past 2^32 - 1 groups. */
SlStatus sl_groups_alloc(SlGroups *groups, int64_t group_count, SlError *err);

#endif
