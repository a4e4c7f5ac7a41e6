/* alloc.h - the one gate for memory.
 *
 *     core, Lua under a limit, zlib, Zstandard, libcsv, PCRE2, jansson, ICU  ->  [ held <= limit ]  ->  malloc
 *
 * Every block of core comes from here, and every block of a library that lets its caller bring the memory. What does not: the
 * stacks of threads, PCRE2's machine code, the line editor's, lp_solve's, and what the C library takes for itself (qsort, streams).
 * The gate counts what is held, holds it under a limit (--max-memory), and can be told to fail the n-th request, so that tests
 * walk every out-of-memory path. Freed sizes are known to the gate (it asks the system allocator for the block's usable size),
 * so callers need not carry them.
 *
 * All functions are safe from any thread. A failed request returns NULL and changes nothing. A request that the block at hand
 * already fits (to shrink it, above all) never fails. Requests of several threads are counted before they are granted, so that
 * together they cannot pass the limit either; only the system allocator's rounding, a page a block at most, is counted after.
 */
#ifndef SL_BASE_ALLOC_H
#define SL_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/status.h"

void *sl_alloc(size_t size_bytes);                       /* contents undefined; a size of 0 gives a block to free */
void *sl_alloc_zeroed(size_t count, size_t size_bytes);  /* checked product */
void *sl_alloc_array(size_t count, size_t size_bytes);   /* checked product; contents undefined */
void *sl_realloc(void *block, size_t size_bytes);        /* on NULL the old block still stands; shrinking cannot fail */
void *sl_realloc_array(void *block, size_t count, size_t size_bytes);
void sl_free(void *block);                               /* NULL is allowed */

/* The same as zlib and Zstandard call them, with a pointer of the caller's that is not used. */
void *sl_alloc_for_zlib(void *unused, unsigned count, unsigned size_bytes);
void *sl_alloc_for_zstd(void *unused, size_t size_bytes);
void sl_free_for(void *unused, void *block);

/* a * b, or false when the product does not fit in size_t. */
bool sl_multiply_size(size_t a, size_t b, size_t *product);

/* The larger capacity to grow to when `needed` items must fit: doubles, starting at 16. */
size_t sl_grow_capacity(size_t capacity, size_t needed);

/* Bytes held now, and the most ever held. */
size_t sl_memory_held(void);
size_t sl_memory_peak(void);

/* 0 means no limit. A request that would pass the limit fails like any other. */
void sl_memory_set_limit(size_t limit_bytes);
size_t sl_memory_limit(void);

/* Large blocks that are freed may be kept for the next request of about that size, `bytes` of them at most: fresh ones
 * cost more to clear than to fill. 0, as at first, keeps none; nor does a process with a limit. Kept blocks are not held. */
void sl_memory_keep(size_t bytes);

/* SL_ENOMEM: out of memory, with the bytes that were asked for, and the limit when one is set. */
#define sl_fail_alloc(err, size_bytes) (sl_fail_alloc_text((err), (size_bytes)), sl_status_of(SL_ENOMEM))
void sl_fail_alloc_text(SlError *err, size_t size_bytes);

/* For tests: the n-th request from now fails (1 is the next); 0 switches this off. Returns how many requests
 * were still to come of the former setting, 0 when it had fired or was off. */
uint64_t sl_memory_fail_after(uint64_t requests);
/* The n-th and all that follow fail, until sl_memory_fail_after(0). */
void sl_memory_fail_from(uint64_t requests);

#endif
