#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

#include "core/base/runtime.h"
#include "tests/support/test.h"

enum { TASKS = 1000 };

static SlStatus count_task(void *context, int64_t task, SlError *err) {
  (void)err;
  ((int *)context)[task]++;
  return SL_OK;
}

static void every_task_runs_once_whatever_the_threads(void **state) {
  (void)state;
  for (int threads = 1; threads <= 4; threads++) {
    sl_threads_set(threads);
    int runs[TASKS] = {0};
    SlError err;
    assert_ok(sl_parallel(TASKS, count_task, runs, &err), err);
    for (int i = 0; i < TASKS; i++) assert_int_equal(runs[i], 1);
  }
}

static SlStatus run_others(void *context, int64_t task, SlError *err) {
  return sl_parallel(TASKS, count_task, (int *)context + task * TASKS, err);
}

static void a_task_may_have_tasks_of_its_own(void **state) {
  (void)state;
  enum { OUTER = 40 };
  static int runs[OUTER * TASKS];
  for (int threads = 1; threads <= 4; threads++) {
    sl_threads_set(threads);
    memset(runs, 0, sizeof runs);
    SlError err;
    assert_ok(sl_parallel(OUTER, run_others, runs, &err), err);
    for (int i = 0; i < OUTER * TASKS; i++) assert_int_equal(runs[i], 1);
  }
}

/* Gives way, so that callers and workers meet in every order. */
static SlStatus give_way(void *context, int64_t task, SlError *err) {
  sched_yield();
  return count_task(context, task, err);
}

static void *run_few(void *failed) {
  enum { FEW = 6, ROUNDS = 4 };
  for (int i = 0; i < ROUNDS; i++) {
    int runs[FEW] = {0};
    SlError err;
    if (sl_parallel(FEW, give_way, runs, &err) != SL_OK) *(bool *)failed = true;
    for (int task = 0; task < FEW; task++)
      if (runs[task] != 1) *(bool *)failed = true;
  }
  return NULL;
}

/* Callers that come and go: one who is not woken when its work is done is not woken by another's later. */
static void threads_that_call_together_each_get_their_own_work_done(void **state) {
  (void)state;
  enum { CALLERS = 3, MEETINGS = 3000 };
  sl_threads_set(3);
  for (int meeting = 0; meeting < MEETINGS; meeting++) {
    pthread_t callers[CALLERS];
    bool failed[CALLERS] = {false};
    for (int i = 0; i < CALLERS; i++) assert_int_equal(pthread_create(&callers[i], NULL, run_few, &failed[i]), 0);
    for (int i = 0; i < CALLERS; i++) pthread_join(callers[i], NULL);
    for (int i = 0; i < CALLERS; i++) assert_false(failed[i]);
  }
}

static SlStatus fail_some(void *context, int64_t task, SlError *err) {
  (void)context;
  return task >= 7 ? sl_fail(err, SL_EDATA, "task %d", (int)task) : SL_OK;
}

static void the_failure_reported_is_that_of_the_first_task_that_failed(void **state) {
  (void)state;
  sl_threads_set(1);
  SlError err;
  assert_int_equal(sl_parallel(TASKS, fail_some, NULL, &err), SL_EDATA);
  assert_string_equal(err.text, "task 7");
}

static void no_tasks_are_no_failure(void **state) {
  (void)state;
  SlError err;
  assert_ok(sl_parallel(0, fail_some, NULL, &err), err);
}

/* How often it looks before it is done; every look that finds an interruption ends it. */
static uint64_t looks_of_a_claim(SlStatus (*claim)(void *, size_t, SlError *), char *block, size_t bytes) {
  for (uint64_t nth = 1;; nth++) {
    SlError err = {0};
    sl_interrupt_after(nth);
    SlStatus status = claim(block, bytes, &err);
    uint64_t left = sl_interrupt_after(0);
    assert_int_equal(status, left ? SL_OK : SL_EINTERRUPTED);
    if (left) return nth - left;
  }
}

/* A page is cleared when it is first written to: who writes here and there would wait for all of them between two looks. */
static void a_large_block_is_claimed_with_a_look_for_every_few_megabytes(void **state) {
  (void)state;
  enum { BYTES = SL_SIZE(1 << 25, 1 << 14) };
  char *block = sl_alloc_zeroed(1, BYTES);
  assert_non_null(block);
  assert_true(looks_of_a_claim(sl_claim, block, BYTES) >= 8);
  assert_int_equal(looks_of_a_claim(sl_claim, block, 100), 0);
  for (size_t i = 0; i < BYTES; i++) assert_true(block[i] == 0);
  memset(block, 7, BYTES);
  assert_true(looks_of_a_claim(sl_clear, block, BYTES) >= 8);
  for (size_t i = 0; i < BYTES; i++) assert_true(block[i] == 0);
  memset(block, 7, 100);
  assert_int_equal(looks_of_a_claim(sl_clear, block, 99), 0);
  assert_true(block[98] == 0 && block[99] == 7);
  sl_free(block);
}

static void an_interruption_is_seen_until_it_is_cleared(void **state) {
  (void)state;
  assert_false(sl_interrupted());
  sl_interrupt();
  assert_true(sl_interrupted());
  sl_interrupt_clear();
  assert_false(sl_interrupted());
}

static int stop(void **state) {
  (void)state;
  sl_runtime_stop();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_task_runs_once_whatever_the_threads),
      cmocka_unit_test(a_task_may_have_tasks_of_its_own),
      cmocka_unit_test(threads_that_call_together_each_get_their_own_work_done),
      cmocka_unit_test(the_failure_reported_is_that_of_the_first_task_that_failed),
      cmocka_unit_test(no_tasks_are_no_failure),
      cmocka_unit_test(an_interruption_is_seen_until_it_is_cleared),
      cmocka_unit_test(a_large_block_is_claimed_with_a_look_for_every_few_megabytes),
  };
  return cmocka_run_group_tests_name("runtime", tests, NULL, stop);
}
