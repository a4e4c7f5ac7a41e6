#include "core/base/alloc.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/base/assert.h"

static atomic_size_t held_bytes;
static atomic_size_t peak_bytes;
static atomic_size_t limit_bytes_set;
static _Atomic uint64_t requests_until_failure;
static atomic_bool goes_on_failing;

static bool fails_by_order(void) {
  uint64_t left = atomic_load_explicit(&requests_until_failure, memory_order_relaxed), next;
  do {
    if (left == 0) return false;
    next = left > 1 || !atomic_load(&goes_on_failing) ? left - 1 : 1;
  } while (!atomic_compare_exchange_weak(&requests_until_failure, &left, next));
  return left == 1;
}

static void raise_peak(size_t now) {
  size_t peak = atomic_load_explicit(&peak_bytes, memory_order_relaxed);
  while (now > peak &&
         !atomic_compare_exchange_weak_explicit(&peak_bytes, &peak, now, memory_order_relaxed, memory_order_relaxed)) {
  }
}

static void give_back(size_t bytes) {
  size_t before = atomic_fetch_sub_explicit(&held_bytes, bytes, memory_order_relaxed);
  SL_ASSERT(before >= bytes);
  (void)before;
}

/* Counts the bytes as held before they are asked for, and only when they fit: threads that look at the limit and count later would
 * pass it together, and one that counts what it does not get would show in the peak, and fail others that fit. A sum that wraps
 * is past any limit. */
static bool hold(size_t bytes) {
  size_t limit = atomic_load_explicit(&limit_bytes_set, memory_order_relaxed);
  size_t before = atomic_load_explicit(&held_bytes, memory_order_relaxed), now;
  do {
    now = before + bytes;
    if ((limit > 0 && now > limit) || now < before) return false;
  } while (!atomic_compare_exchange_weak_explicit(&held_bytes, &before, now, memory_order_relaxed, memory_order_relaxed));
  raise_peak(now);
  return true;
}

/* A block is counted at the size the system gave it, which is rounded up from what was asked for. */
static void count_rounding(size_t counted, size_t size) {
  if (size < counted) {
    give_back(counted - size);
    return;
  }
  raise_peak(atomic_fetch_add_explicit(&held_bytes, size - counted, memory_order_relaxed) + size - counted);
}

enum { PAGE_BYTES = 4096, HUGE_FROM_BYTES = 1 << 22 };

/* Large blocks get large pages where the system has them: fewer faults. A hint, so that its failure is none. */
static void ask_for_huge_pages(void *block, size_t size) {
  if (size < HUGE_FROM_BYTES) return;
  uintptr_t start = ((uintptr_t)block + PAGE_BYTES - 1) & ~(uintptr_t)(PAGE_BYTES - 1), end = (uintptr_t)block + size;
  madvise((void *)start, (end - start) & ~(uintptr_t)(PAGE_BYTES - 1), MADV_HUGEPAGE);
}

/* A block that came, or did not come, for bytes that are counted already. */
static void *register_block(void *block, size_t counted) {
  if (!block) {
    give_back(counted);
    return NULL;
  }
  size_t size = malloc_usable_size(block);
  count_rounding(counted, size);
  ask_for_huge_pages(block, size);
  return block;
}

/* --- blocks that were freed ------------------------------------------------------------------------------------------ */

enum { MOST_KEPT = 64 };

static struct {
  pthread_mutex_t lock;
  size_t limit_bytes, bytes;
  int count;
  void *blocks[MOST_KEPT]; /* oldest first */
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *take_out(int index) {
  void *block = kept.blocks[index];
  kept.bytes -= malloc_usable_size(block);
  memmove(&kept.blocks[index], &kept.blocks[index + 1], (size_t)(--kept.count - index) * sizeof block);
  return block;
}

/* The kept block that fits best and is at most a quarter larger, or NULL. */
static void *reuse_block(size_t size_bytes) {
  if (size_bytes < HUGE_FROM_BYTES) return NULL;
  int best = -1;
  size_t best_size = size_bytes + size_bytes / 4 + 1;
  pthread_mutex_lock(&kept.lock);
  for (int i = 0; i < kept.count; i++) {
    size_t size = malloc_usable_size(kept.blocks[i]);
    if (size < size_bytes || size >= best_size) continue;
    best = i;
    best_size = size;
  }
  void *block = best >= 0 ? take_out(best) : NULL;
  pthread_mutex_unlock(&kept.lock);
  return block;
}

/* Room is made by giving back the oldest ones. */
static void keep_or_free(void *block, size_t size) {
  pthread_mutex_lock(&kept.lock);
  bool keeps = size >= HUGE_FROM_BYTES && size <= kept.limit_bytes;
  while (kept.count > 0 && (kept.bytes > kept.limit_bytes || (keeps && kept.bytes + size > kept.limit_bytes) ||
                            (keeps && kept.count == MOST_KEPT)))
    free(take_out(0));
  if (keeps) {
    kept.blocks[kept.count++] = block;
    kept.bytes += size;
    block = NULL;
  }
  pthread_mutex_unlock(&kept.lock);
  free(block);
}

void sl_memory_keep(size_t bytes) {
  pthread_mutex_lock(&kept.lock);
  kept.limit_bytes = sl_memory_limit() == 0 ? bytes : 0;
  while (kept.count > 0 && kept.bytes > kept.limit_bytes) free(take_out(0));
  pthread_mutex_unlock(&kept.lock);
}

/* --- requests ---------------------------------------------------------------------------------------------------------- */

void *sl_alloc(size_t size_bytes) {
  if (fails_by_order() || !hold(size_bytes)) return NULL;
  void *block = reuse_block(size_bytes);
  return register_block(block ? block : malloc(size_bytes ? size_bytes : 1), size_bytes);
}

void *sl_alloc_zeroed(size_t count, size_t size_bytes) {
  size_t total;
  if (!sl_multiply_size(count, size_bytes, &total)) return NULL;
  if (fails_by_order() || !hold(total)) return NULL;
  void *block = reuse_block(total);
  return register_block(block ? memset(block, 0, total) : calloc(1, total ? total : 1), total);
}

void *sl_alloc_array(size_t count, size_t size_bytes) {
  size_t total;
  if (!sl_multiply_size(count, size_bytes, &total)) return NULL;
  return sl_alloc(total);
}

/* What already fits the block may not fail, whatever the limit: Lua relies on that, and it takes no memory. */
static void *shrink(void *block, size_t old_bytes, size_t size_bytes) {
  void *shrunk = realloc(block, size_bytes ? size_bytes : 1);
  if (!shrunk) return block;
  count_rounding(old_bytes, malloc_usable_size(shrunk));
  return shrunk;
}

void *sl_realloc(void *block, size_t size_bytes) {
  if (!block) return sl_alloc(size_bytes);
  size_t old_bytes = malloc_usable_size(block);
  if (size_bytes <= old_bytes) return shrink(block, old_bytes, size_bytes);
  size_t more = size_bytes - old_bytes;
  if (fails_by_order() || !hold(more)) return NULL;
  void *grown = realloc(block, size_bytes);
  if (!grown) {
    give_back(more);
    return NULL;
  }
  return register_block(grown, size_bytes);
}

void *sl_realloc_array(void *block, size_t count, size_t size_bytes) {
  size_t total;
  if (!sl_multiply_size(count, size_bytes, &total)) return NULL;
  return sl_realloc(block, total);
}

void sl_free(void *block) {
  if (!block) return;
  size_t size = malloc_usable_size(block);
  give_back(size);
  if (size >= HUGE_FROM_BYTES)
    keep_or_free(block, size);
  else
    free(block);
}

void *sl_alloc_for_zlib(void *unused, unsigned count, unsigned size_bytes) {
  (void)unused;
  return sl_alloc_array(count, size_bytes);
}

void *sl_alloc_for_zstd(void *unused, size_t size_bytes) {
  (void)unused;
  return sl_alloc(size_bytes);
}

void sl_free_for(void *unused, void *block) {
  (void)unused;
  sl_free(block);
}

bool sl_multiply_size(size_t a, size_t b, size_t *product) { return !__builtin_mul_overflow(a, b, product); }

size_t sl_grow_capacity(size_t capacity, size_t needed) {
  size_t grown = capacity < 16 ? 16 : capacity;
  while (grown < needed) {
    if (grown > SIZE_MAX / 2) return needed;
    grown *= 2;
  }
  return grown;
}

size_t sl_memory_held(void) { return atomic_load(&held_bytes); }
size_t sl_memory_peak(void) { return atomic_load(&peak_bytes); }
void sl_memory_set_limit(size_t limit_bytes) {
  atomic_store(&limit_bytes_set, limit_bytes);
  if (limit_bytes > 0) sl_memory_keep(0);
}
size_t sl_memory_limit(void) { return atomic_load(&limit_bytes_set); }

void sl_fail_alloc_text(SlError *err, size_t size_bytes) {
  size_t limit = sl_memory_limit();
  sl_fail_text(err, SL_ENOMEM, "out of memory: %zu bytes more were needed", size_bytes);
  if (limit > 0) sl_fail_more(err, ", %zu are held and the limit is %zu", sl_memory_held(), limit);
}

uint64_t sl_memory_fail_after(uint64_t requests) {
  atomic_store(&goes_on_failing, false);
  return atomic_exchange(&requests_until_failure, requests);
}

void sl_memory_fail_from(uint64_t requests) {
  atomic_store(&goes_on_failing, true);
  atomic_store(&requests_until_failure, requests);
}
