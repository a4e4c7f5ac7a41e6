#include "core/base/seed.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/random.h>
#include <time.h>

static _Atomic uint64_t seed;
static atomic_bool drawn;

/* Before the system has gathered enough of its own (at boot) it gives nothing; then the clock and an address that is random have
 * to do. */
static uint64_t draw(void) {
  uint64_t number;
  if (getrandom(&number, sizeof number, GRND_NONBLOCK) == (ssize_t)sizeof number) return number;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_nsec * UINT64_C(0xD6E8FEB86659FD93) ^ (uint64_t)now.tv_sec << 32 ^ (uint64_t)(uintptr_t)&now;
}

/* Of threads that ask first at the same time one sets it, and all take that. */
uint64_t sl_seed(void) {
  if (!atomic_load_explicit(&drawn, memory_order_acquire)) {
    uint64_t none = 0;
    atomic_compare_exchange_strong(&seed, &none, draw());
    atomic_store_explicit(&drawn, true, memory_order_release);
  }
  return atomic_load_explicit(&seed, memory_order_relaxed);
}

void sl_seed_set(uint64_t wanted) {
  atomic_store(&seed, wanted);
  atomic_store(&drawn, true);
}

void sl_seed_draw(void) { sl_seed_set(draw()); }
