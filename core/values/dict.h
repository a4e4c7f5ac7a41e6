/* dict.h - the distinct texts of a column, each once, numbered from 0 in the order they came.
 *
 *     texts   [ "Kent" | "Devon & Cornwall" | "Essex" ]      codes of a column: 0 1 1 2 0 ...
 *
 * Invariants
 *   1. No two entries are equal. An entry may be used by no row (a filtered column keeps its dictionary).
 *   2. Entries never move or change: an SlStr from sl_dict_get() lives as long as the dictionary.
 *   3. A dictionary is added to by its one builder only; once a column holds it, it never changes.
 * Ownership: counted (atomically), columns share dictionaries.
 */
#ifndef SL_VALUES_DICT_H
#define SL_VALUES_DICT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

typedef struct SlDict SlDict;

SlDict *sl_dict_new(void); /* NULL when there is no memory */
SlDict *sl_dict_retain(SlDict *dict);
void sl_dict_release(SlDict *dict); /* NULL is allowed */

/* The code of text, adding it when it is new. SL_ERANGE past 2^32 - 2 entries. */
SlStatus sl_dict_add(SlDict *dict, SlStr text, uint32_t *code, SlError *err);

/* The same for several at once (at most SL_DICT_BATCH), whose places in memory are asked for ahead. */
enum { SL_DICT_BATCH = 64 };
SlStatus sl_dict_add_many(SlDict *dict, const SlStr *texts, int64_t count, uint32_t *codes, SlError *err);

/* A text of 1 to SL_SHORT_BYTES bytes as words: `low` is its last eight bytes as they lie in memory, `high` the eight before,
 * with zeros for those before its begin. */
enum { SL_SHORT_BYTES = 16 };
typedef struct SlShortText {
  uint64_t low, high;
  uint64_t length;
} SlShortText;
SlStatus sl_dict_add_short(SlDict *dict, const SlShortText *texts, int64_t count, int64_t *codes, SlError *err);

/* The code of text, or -1 when there is none. */
int64_t sl_dict_find(const SlDict *dict, SlStr text);

int64_t sl_dict_size(const SlDict *dict);
SlStr sl_dict_get(const SlDict *dict, int64_t code);
size_t sl_dict_bytes(const SlDict *dict); /* of memory held */

/* The most slots that are looked at to find one of its texts: for tests, which hold that nobody can choose texts to make it grow
 * (seed.h). */
int64_t sl_dict_longest_search(const SlDict *dict);

/* ranks[code] = position of the entry among all in byte order (0 is the smallest), or in the dictionary's own. Worked out when first asked for, over all
 * cores (not within a task), and then kept: they live as long as the dictionary, until it is added to. */
SlStatus sl_dict_ranks(const SlDict *dict, const uint32_t **ranks, SlError *err);

/* --- an order of its own ---------------------------------------------------------------------------------------------
 *
 * A dictionary may have an order that was declared, as of age bands: "5-9" "10-17" "18+". Its entries are in that order, so that
 * codes are ranks; sl_dict_ranks() says so, and whatever sorts, groups or finds extremes follows. Columns share it like any
 * other, and it is no longer added to. */

/* Of these texts, which are all different: SL_EARG names one that comes twice. */
SlStatus sl_dict_new_ordered(const SlStr *texts, int64_t count, SlDict **out, SlError *err);
bool sl_dict_is_ordered(const SlDict *dict);
/* Whether both have an order, and the same: then codes of one are codes of the other. */
bool sl_dict_same_order(const SlDict *a, const SlDict *b);

/* For dict_ranks.c alone: the ranks kept, or NULL; keeps ranks, which it takes over. */
const uint32_t *sl_dict_known_ranks(const SlDict *dict);
void sl_dict_keep_ranks(const SlDict *dict, uint32_t *ranks);

#endif
