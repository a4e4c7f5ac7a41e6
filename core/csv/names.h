/* names.h - the names of a file's columns, made unique and looked up.
 *
 *     n,,n,n_2,n     ->     n | col_2 | n_3 | n_2 | n_4
 *
 * Invariants
 *   1. No two names are equal, and none is empty. A name that the file has, even further right, is never made up for another.
 *   2. Both functions take time in proportion to the number of names, whatever they are: a header may have 200,000.
 * Ownership: names live in the caller's arena.
 * Private to core/csv.
 */
#ifndef SL_CSV_NAMES_H
#define SL_CSV_NAMES_H

#include "core/base/arena.h"
#include "core/base/str.h"

/* Empty names get col_7, repeated ones name_2. Each change is told in notices (NULL: nobody asks), the first ten of a kind in
 * full and the others counted. */
SlStatus sl_names_make_unique(SlArena *arena, SlStr *names, int64_t count, SlBuf *notices, SlError *err);

/* indices[i] is where wanted[i] stands among the names; -1 when it does not. Names are unique. */
SlStatus sl_names_find(const SlStr *names, int64_t count, const SlStr *wanted, int64_t wanted_count, int64_t *indices, SlError *err);

#endif
