#include "core/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "core/base/alloc.h"

/* The first is small: a file of a million columns has an arena for each. */
enum { FIRST_BLOCK_BYTES = 96, LARGEST_BLOCK_BYTES = 1 << 22 };

struct SlArenaBlock {
  SlArenaBlock *older;
  size_t used;
  size_t capacity;
  alignas(max_align_t) unsigned char bytes[];
};

void sl_arena_init(SlArena *arena) { *arena = (SlArena){.newest = NULL, .next_block_bytes = FIRST_BLOCK_BYTES}; }

void sl_arena_reset(SlArena *arena) {
  SlArenaBlock *block = arena->newest;
  if (!block) return; /* and nothing is written: a million arenas that were never used may lie in memory that was never touched */
  while (block) {
    SlArenaBlock *older = block->older;
    sl_free(block);
    block = older;
  }
  sl_arena_init(arena);
}

static SlArenaBlock *add_block(SlArena *arena, size_t at_least) {
  size_t capacity = arena->next_block_bytes < FIRST_BLOCK_BYTES ? FIRST_BLOCK_BYTES : arena->next_block_bytes;
  if (capacity < at_least) capacity = at_least;
  if (capacity > SIZE_MAX - sizeof(SlArenaBlock)) return NULL;
  SlArenaBlock *block = sl_alloc(sizeof *block + capacity);
  if (!block) return NULL;
  block->older = arena->newest;
  block->used = 0;
  block->capacity = capacity;
  arena->newest = block;
  arena->next_block_bytes = capacity < LARGEST_BLOCK_BYTES / 2 ? capacity * 2 : LARGEST_BLOCK_BYTES;
  return block;
}

void *sl_arena_alloc(SlArena *arena, size_t size_bytes) {
  const size_t align = alignof(max_align_t);
  SlArenaBlock *block = arena->newest;
  size_t at = block ? (block->used + align - 1) / align * align : 0; /* texts end anywhere */
  if (!block || at > block->capacity || block->capacity - at < size_bytes) {
    block = add_block(arena, size_bytes);
    if (!block) return NULL;
    at = 0;
  }
  block->used = at + size_bytes;
  return block->bytes + at;
}

void *sl_arena_alloc_array(SlArena *arena, size_t count, size_t size_bytes) {
  size_t total;
  if (!sl_multiply_size(count, size_bytes, &total)) return NULL;
  void *piece = sl_arena_alloc(arena, total);
  if (piece) memset(piece, 0, total);
  return piece;
}

char *sl_arena_copy_text(SlArena *arena, const char *bytes, size_t length) {
  if (length == SIZE_MAX) return NULL;
  SlArenaBlock *block = arena->newest;
  if (!block || block->capacity - block->used <= length) block = add_block(arena, length + 1);
  if (!block) return NULL;
  char *copy = (char *)block->bytes + block->used; /* of any alignment: most texts are shorter than one */
  block->used += length + 1;
  if (length) memcpy(copy, bytes, length);
  copy[length] = '\0';
  return copy;
}
