/* batches.h - rows in pieces: what one task takes, what one loop takes.
 *
 *     rows      [ 0 ................ | 65,536 ........... | ... ]     a morsel is the work of one task
 *     morsel    [ 0..1023 | 1024..2047 | ... ]                        a batch is what one loop works on, in the nearest cache
 *
 * Both are whole words of a bitmap, so that tasks and loops never share one, and a morsel is whole batches.
 *
 * Sizes are for speed alone: no result depends on them. A table of tens of rows fits into one batch, and then nothing is
 * ever put together; so tests run the code once more built with SL_TINY_PIECES, where a few hundred rows go all the ways
 * that millions go. Every size that decides which way is taken is written SL_SIZE(usual, tiny).
 */
#ifndef SL_BASE_BATCHES_H
#define SL_BASE_BATCHES_H

#include <stdint.h>

#ifdef SL_TINY_PIECES
#define SL_SIZE(usual, tiny) (tiny)
#else
#define SL_SIZE(usual, tiny) (usual)
#endif

enum { SL_BATCH_ROWS = SL_SIZE(1024, 64), SL_MORSEL_ROWS = SL_SIZE(1 << 16, 128) };

_Static_assert((SL_MORSEL_ROWS & (SL_MORSEL_ROWS - 1)) == 0 && SL_MORSEL_ROWS % SL_BATCH_ROWS == 0 && SL_BATCH_ROWS % 64 == 0,
               "a morsel is a power of two of rows, and whole batches; a batch is whole words of a bitmap");

/* How many pieces of `size` make `count`. */
static inline int64_t sl_pieces_of(int64_t count, int64_t size) { return (count + size - 1) / size; }

/* Where piece number `piece` ends, which begins at piece * size. */
static inline int64_t sl_piece_end(int64_t piece, int64_t size, int64_t count) {
  int64_t end = (piece + 1) * size;
  return end < count ? end : count;
}

static inline int64_t sl_morsels_of(int64_t rows) { return sl_pieces_of(rows, SL_MORSEL_ROWS); }
static inline int64_t sl_morsel_end(int64_t morsel, int64_t rows) { return sl_piece_end(morsel, SL_MORSEL_ROWS, rows); }

/* Rows of the batch that begins at `first`, where rows end at `end`. */
static inline int64_t sl_batch_size(int64_t first, int64_t end) {
  return end - first < SL_BATCH_ROWS ? end - first : SL_BATCH_ROWS;
}

/* to[i] = from[i] for count values of other widths. */
#define SL_CONVERT(to_type, to, from_type, from, count)                                             \
  do {                                                                                              \
    const from_type *sl_in = (const from_type *)(from);                                             \
    to_type *sl_out = (to_type *)(to);                                                              \
    const int64_t sl_count = (count);                                                               \
    for (int64_t sl_i = 0; sl_i < sl_count; sl_i++) sl_out[sl_i] = (to_type)sl_in[sl_i];            \
  } while (0)

#endif
