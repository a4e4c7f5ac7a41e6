/* result.h - the column that batches are put together to.
 *
 *     morsel 0: batches 0 .. 63    morsel 1: batches 64 .. 127    ...
 *
 * Where a column lies as vectors do, the last kernel writes right into it. Texts are gathered by morsel and joined at
 * the end.
 * Ownership: held by value; open, then close in any case, which gives or drops the column.
 * Private to core/expr/run.
 */
#ifndef SL_EXPR_RESULT_H
#define SL_EXPR_RESULT_H

#include <stdatomic.h>

#include "core/expr/run/node.h"

typedef struct SlResult {
  SlColumn *column;
  int64_t morsels;
  SlBuf *texts;            /* one a morsel, when the result is text */
  atomic_bool has_reasons; /* some row has one: else the array is dropped unread */
  atomic_bool has_flags;
} SlResult;

size_t sl_vector_width(SlType type); /* bytes of a value in a vector */

SlStatus sl_result_open(SlResult *result, const SlNode *root, int64_t length, SlError *err);

/* Where the values of rows from `first` on can be written as a vector; NULL: into a vector's own room. */
void *sl_result_place(const SlResult *result, int64_t first);

/* Takes over the rows of a batch: presence and marks, and values unless in place. From any thread, once a row. */
void sl_result_store(SlResult *result, const SlVector *vector, int64_t first, int64_t count);

/* The finished column when all went well, which `status` tells; returns it, or what went wrong here. */
SlStatus sl_result_close(SlResult *result, SlStatus status, SlColumn **out, SlError *err);

#endif
