/* arena.h - memory that is given back all at once.
 *
 *     [ block | block | block ]  ->  bump pointer
 *
 * For scratch and for trees: many small pieces with one end of life. Results never live in an arena.
 * Ownership: held by value; init before use, reset frees everything and leaves it ready for reuse (also on zeroed memory).
 */
#ifndef SL_BASE_ARENA_H
#define SL_BASE_ARENA_H

#include <stddef.h>

typedef struct SlArenaBlock SlArenaBlock;

typedef struct SlArena {
  SlArenaBlock *newest;
  size_t next_block_bytes;
} SlArena;

void sl_arena_init(SlArena *arena);
void sl_arena_reset(SlArena *arena);

/* Aligned for any type; NULL when there is no memory. The piece lives until reset. */
void *sl_arena_alloc(SlArena *arena, size_t size_bytes);
void *sl_arena_alloc_array(SlArena *arena, size_t count, size_t size_bytes); /* checked product, zeroed */

/* A copy of the bytes, with a terminating 0 added. */
char *sl_arena_copy_text(SlArena *arena, const char *bytes, size_t length);

#endif
