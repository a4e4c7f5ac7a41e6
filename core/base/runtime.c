#include "core/base/runtime.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"

enum { MOST_THREADS = 256 };

/* What a look finds: nothing, an interruption, or that looks are counted. */
enum { QUIET, INTERRUPTED, COUNTED };
static atomic_int interrupted;
static atomic_uint_fast64_t looks_left; /* while they are counted */
static int threads_wanted; /* 0: one per core */

/* One batch of tasks. Workers and the caller draw numbers from `next` until none is left. */
typedef struct Batch {
  SlTask task;
  void *context;
  int64_t count;
  atomic_int_fast64_t next;
  atomic_bool failed;
  pthread_mutex_t lock; /* guards the three below */
  int64_t failed_task;
  SlStatus status;
  SlError error;
} Batch;

static struct {
  pthread_mutex_t lock;
  pthread_cond_t work_came, work_done;
  pthread_t workers[MOST_THREADS];
  int worker_count;
  Batch *batch;        /* what is being worked on, or NULL */
  uint64_t generation; /* counts batches, so that a worker joins each one once */
  int working;         /* workers still inside the batch */
  bool stopping;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .work_came = PTHREAD_COND_INITIALIZER, .work_done = PTHREAD_COND_INITIALIZER};

void sl_threads_set(int threads) {
  SL_ASSERT(!pool.batch); /* nothing is being worked on */
  sl_runtime_stop();
  threads_wanted = threads < 0 ? 0 : threads > MOST_THREADS ? MOST_THREADS : threads;
}

int sl_threads(void) {
  if (threads_wanted > 0) return threads_wanted;
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return cores < 1 ? 1 : cores > MOST_THREADS ? MOST_THREADS : (int)cores;
}

static void run_tasks(Batch *batch) {
  for (;;) {
    if (atomic_load_explicit(&batch->failed, memory_order_relaxed)) return;
    int64_t number = atomic_fetch_add(&batch->next, 1);
    if (number >= batch->count) return;
    SlError error;
    error.status = SL_OK;
    error.text[0] = '\0';
    SlStatus status = batch->task(batch->context, number, &error);
    if (status == SL_OK) continue;
    if (status == SL_EINTERRUPTED) number = -1; /* whatever else failed, this is what was asked for */
    pthread_mutex_lock(&batch->lock);
    if (number < batch->failed_task) {
      batch->failed_task = number;
      batch->status = status;
      batch->error = error;
    }
    pthread_mutex_unlock(&batch->lock);
    atomic_store(&batch->failed, true);
  }
}

static void *worker_main(void *unused) {
  (void)unused;
  uint64_t seen = 0;
  pthread_mutex_lock(&pool.lock);
  for (;;) {
    while (!pool.stopping && (!pool.batch || pool.generation == seen)) pthread_cond_wait(&pool.work_came, &pool.lock);
    if (pool.stopping) break;
    seen = pool.generation;
    Batch *batch = pool.batch;
    pool.working++;
    pthread_mutex_unlock(&pool.lock);
    run_tasks(batch);
    pthread_mutex_lock(&pool.lock);
    /* All who wait: another caller's batch may have come and gone before the first could look. */
    if (--pool.working == 0) pthread_cond_broadcast(&pool.work_done);
  }
  pthread_mutex_unlock(&pool.lock);
  return NULL;
}

/* Starts workers up to `wanted`. Fewer than wanted is not a failure: the caller works too. */
static void start_workers(int wanted) {
  while (pool.worker_count < wanted &&
         pthread_create(&pool.workers[pool.worker_count], NULL, worker_main, NULL) == 0)
    pool.worker_count++;
}

/* The pool takes one batch at a time. */
static bool give_to_pool(Batch *batch) {
  int helpers = sl_threads() - 1;
  if (helpers <= 0 || batch->count <= 1) return false;
  pthread_mutex_lock(&pool.lock);
  /* A task that calls sl_parallel() finds its own batch here, or itself among those that work. */
  bool busy = pool.batch || pool.working > 0;
  if (!busy) {
    start_workers(helpers);
    pool.batch = batch;
    pool.generation++;
    pthread_cond_broadcast(&pool.work_came);
  }
  pthread_mutex_unlock(&pool.lock);
  return !busy;
}

static void take_from_pool(void) {
  pthread_mutex_lock(&pool.lock);
  pool.batch = NULL; /* latecomers find nothing; those inside are waited for */
  while (pool.working > 0) pthread_cond_wait(&pool.work_done, &pool.lock);
  pthread_mutex_unlock(&pool.lock);
}

SlStatus sl_parallel(int64_t count, SlTask task, void *context, SlError *err) {
  if (count <= 0) return SL_OK;
  Batch batch = {.task = task, .context = context, .count = count, .failed_task = INT64_MAX};
  atomic_init(&batch.next, 0);
  atomic_init(&batch.failed, false);
  pthread_mutex_init(&batch.lock, NULL);
  bool pooled = give_to_pool(&batch);
  run_tasks(&batch);
  if (pooled) take_from_pool();
  pthread_mutex_destroy(&batch.lock);
  if (batch.failed_task == INT64_MAX) return SL_OK;
  if (err) *err = batch.error;
  return batch.status;
}

/* --- large blocks ------------------------------------------------------------------------------------------------------------ */

enum { CLAIM_BYTES = SL_SIZE(1 << 21, 1 << 9), CLAIM_PAGE_BYTES = 4096 };

typedef struct Claim {
  char *block;
  int64_t bytes;
  bool clears;
} Claim;

static SlStatus claim_piece(void *context, int64_t piece, SlError *err) {
  const Claim *claim = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t start = piece * CLAIM_BYTES, end = sl_piece_end(piece, CLAIM_BYTES, claim->bytes);
  if (claim->clears) memset(claim->block + start, 0, (size_t)(end - start));
  for (int64_t at = start; at < end && !claim->clears; at += CLAIM_PAGE_BYTES) *(volatile char *)&claim->block[at] = 0;
  return SL_OK;
}

static SlStatus claim(void *block, size_t bytes, bool clears, SlError *err) {
  Claim claim = {block, (int64_t)bytes, clears};
  return sl_parallel(sl_pieces_of(claim.bytes, CLAIM_BYTES), claim_piece, &claim, err);
}

SlStatus sl_claim(void *block, size_t bytes, SlError *err) {
  return bytes > CLAIM_BYTES ? claim(block, bytes, false, err) : SL_OK;
}

SlStatus sl_clear(void *block, size_t bytes, SlError *err) {
  if (bytes > CLAIM_BYTES) return claim(block, bytes, true, err);
  memset(block, 0, bytes);
  return SL_OK;
}

void sl_interrupt(void) { atomic_store(&interrupted, INTERRUPTED); }
void sl_interrupt_clear(void) { atomic_store(&interrupted, QUIET); }

static bool is_last_look(void) {
  uint_fast64_t left = atomic_load(&looks_left);
  while (left > 0)
    if (atomic_compare_exchange_weak(&looks_left, &left, left - 1)) return left == 1;
  return false;
}

bool sl_interrupted(void) {
  int found = atomic_load_explicit(&interrupted, memory_order_relaxed);
  return found == INTERRUPTED || (found == COUNTED && is_last_look());
}

uint64_t sl_interrupt_after(uint64_t looks) {
  uint64_t left = atomic_exchange(&looks_left, looks);
  atomic_store(&interrupted, looks ? COUNTED : QUIET);
  return left;
}

SlStatus sl_fail_interrupted(SlError *err) { return sl_fail(err, SL_EINTERRUPTED, "interrupted"); }

void sl_runtime_stop(void) {
  pthread_mutex_lock(&pool.lock);
  pool.stopping = true;
  pthread_cond_broadcast(&pool.work_came);
  pthread_mutex_unlock(&pool.lock);
  for (int i = 0; i < pool.worker_count; i++) pthread_join(pool.workers[i], NULL);
  pool.worker_count = 0;
  pool.stopping = false;
}
