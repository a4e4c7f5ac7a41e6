#include "core/base/progress.h"

#include <pthread.h>
#include <stdatomic.h>

#include "core/base/status.h"

static struct {
  pthread_mutex_t lock; /* guards depth, name, total */
  int depth;
  char name[sizeof((SlProgress *)0)->name];
  int64_t total;
  atomic_int_fast64_t bytes, rows;
} now = {.lock = PTHREAD_MUTEX_INITIALIZER};

void sl_progress_begin(const char *name, int64_t total) {
  pthread_mutex_lock(&now.lock);
  if (now.depth++ == 0) {
    sl_print_cut(now.name, sizeof now.name, "%s", name);
    now.total = total;
    atomic_store(&now.bytes, 0);
    atomic_store(&now.rows, 0);
  }
  pthread_mutex_unlock(&now.lock);
}

void sl_progress_end(void) {
  pthread_mutex_lock(&now.lock);
  if (now.depth > 0) now.depth--;
  pthread_mutex_unlock(&now.lock);
}

void sl_progress_add(int64_t bytes, int64_t rows) {
  atomic_fetch_add_explicit(&now.bytes, bytes, memory_order_relaxed);
  atomic_fetch_add_explicit(&now.rows, rows, memory_order_relaxed);
}

bool sl_progress_look(SlProgress *out) {
  pthread_mutex_lock(&now.lock);
  bool going = now.depth > 0;
  if (going) {
    sl_print_cut(out->name, sizeof out->name, "%s", now.name);
    out->total = now.total;
    out->bytes = atomic_load(&now.bytes);
    out->rows = atomic_load(&now.rows);
  }
  pthread_mutex_unlock(&now.lock);
  return going;
}
