/* runtime.h - threads and interruption, one of each per process.
 *
 * Work is cut into tasks; sl_parallel() runs them on the calling thread and on the pool's workers and returns when all
 * are done. A task's number says what it works on, never which thread runs it, so that results can be put together in
 * the order of tasks: the same bits whatever the number of threads.
 *
 * Interruption: a signal handler calls sl_interrupt(); long loops ask sl_interrupted() every few thousand rows and
 * return SL_EINTERRUPTED. sl_interrupt_clear() is called by whoever starts the next piece of work.
 */
#ifndef SL_BASE_RUNTIME_H
#define SL_BASE_RUNTIME_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/batches.h"
#include "core/base/status.h"

/* Number of threads that work, the caller's included. 0 asks for one per core. Not to be called while work runs. */
void sl_threads_set(int threads);
int sl_threads(void);

/* One piece of work. Reports failure through err, which is the task's own. */
typedef SlStatus (*SlTask)(void *context, int64_t task, SlError *err);

/* Runs tasks 0 .. count-1, several at a time, and returns the failure of the lowest-numbered failed task, or that one
 * of them was interrupted. After a failure tasks not yet begun are skipped. With one thread or one task nothing is started.
 * The pool works for one caller at a time: whoever calls while it works (a task of another batch, another thread) runs the tasks
 * itself, one after the other, with the same result. */
SlStatus sl_parallel(int64_t count, SlTask task, void *context, SlError *err);

void sl_interrupt(void); /* safe in a signal handler */
void sl_interrupt_clear(void);
bool sl_interrupted(void);
/* For a loop over rows: looks before the first row of each morsel, which is often enough and costs nothing. */
static inline bool sl_interrupted_at(int64_t row) {
  return (row & (SL_MORSEL_ROWS - 1)) == 0 && sl_interrupted(); /* a remainder would cost more in short loops */
}
SlStatus sl_fail_interrupted(SlError *err);

/* A large block that was just allocated, and will be written to here and there rather than from its beginning on: takes its memory from the
 * system in order, on all cores, and looks for an interruption as it goes. The system clears a page when it is first written to, and
 * large pages (alloc.h) are 2 MB: a few thousand rows that are scattered over a block would have all of it cleared between two looks,
 * a third of a second for each gigabyte. What the block holds is undefined afterwards, or zeros when it was zeroed. */
SlStatus sl_claim(void *block, size_t bytes, SlError *err);
/* The same for a block that is to hold zeros and has been used before. */
SlStatus sl_clear(void *block, size_t bytes, SlError *err);

/* For tests: the n-th look from now (1 is the next) finds an interruption, and only that one, so that whoever does not
 * act on what it found is found out; 0 switches this off. Returns how many looks were still to come of the former setting,
 * 0 when it had fired or was off. */
uint64_t sl_interrupt_after(uint64_t looks);

/* Stops the workers and frees what they hold; the next sl_parallel() starts them again. */
void sl_runtime_stop(void);

#endif
