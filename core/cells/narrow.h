/* narrow.h - whole numbers of a stretch, 64 bits each, to the fewest bytes that hold them all.
 *
 *     [ 12 | 7 | -3 | 0 ]  range -3 .. 12  ->  one byte each: [ 12 | 7 | -3 | 0 ]
 *
 * Missing rows are 0 and take part, so that their slots stay 0. Ownership: all memory is the caller's.
 * Private to core/cells.
 */
#ifndef SL_CELLS_NARROW_H
#define SL_CELLS_NARROW_H

#include <stddef.h>
#include <stdint.h>

/* The least and the greatest of them and of 0. */
void sl_narrow_range(const int64_t *values, int64_t count, int64_t *low, int64_t *high);

/* Their low `bytes` (1, 2, 4 or 8) each, one behind the other. */
void sl_narrow(const int64_t *values, int64_t count, size_t bytes, void *out);

#endif
