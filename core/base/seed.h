/* seed.h - a number drawn once a process, so that nobody outside can know where a hash table puts what.
 *
 * With a function that is public, a file can be written whose texts or numbers all belong in one place of a table: half a megabyte
 * that takes seconds, ten times as much that takes minutes. Nothing that can be seen depends on the seed: tables give numbers in
 * the order in which things come, and results are sorted.
 * All functions are safe from any thread.
 */
#ifndef SL_BASE_SEED_H
#define SL_BASE_SEED_H

#include <stdint.h>

uint64_t sl_seed(void); /* drawn from the system when first asked for */

/* For tests: what sl_seed() gives from now on. Tables keep the seed they were made with. */
void sl_seed_set(uint64_t seed);
void sl_seed_draw(void); /* another one */

/* A word spread over 64 bits, of which the highest are taken for a place. The multiplication alone is the same for everybody, and
 * words that collide under it are easily found; a carry of an unknown word turns their sums into others. Words that follow each
 * other still go to places far apart. */
static inline uint64_t sl_spread(uint64_t word, uint64_t seed) { return (word ^ seed) * UINT64_C(0x9E3779B97F4A7C15); }

#endif
