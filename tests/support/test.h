/* test.h - what every cmocka test of slavelab needs.
 */
#ifndef SL_TESTS_SUPPORT_TEST_H
#define SL_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/status.h"
#include "tests/support/rounds.h"

/* Doubles within `tolerance`; cmocka 1.1.5 compares floats only. NaN is near nothing. */
#define assert_near(actual, expected, tolerance)                                                        \
  do {                                                                                                  \
    double near_a = (actual), near_e = (expected);                                                      \
    if (!(fabs(near_a - near_e) <= (tolerance))) {                                                      \
      print_error("%.17g is not within %g of %.17g\n", near_a, (double)(tolerance), near_e);            \
      fail();                                                                                           \
    }                                                                                                   \
  } while (0)

/* A call succeeds, or the test shows the message it failed with. */
#define assert_ok(status, err)                                                \
  do {                                                                        \
    SlStatus ok_status = (status);                                            \
    if (ok_status != SL_OK) {                                                 \
      print_error("%s: %s\n", sl_status_name(ok_status), (err).text);         \
      fail();                                                                 \
    }                                                                         \
  } while (0)

/* The text holds this part; assert_says: the message does. */
#define assert_text_holds(text, part)                                         \
  do {                                                                        \
    const char *holds_text = (text), *holds_part = (part);                    \
    if (!holds_text || !strstr(holds_text, holds_part)) {                     \
      print_error("\"%s\" is not in: %s\n", holds_part, holds_text ? holds_text : "(nothing)"); \
      fail();                                                                 \
    }                                                                         \
  } while (0)
#define assert_says(err, part) assert_text_holds((err).text, part)

/* What comes after the nth of an operation's requests for memory, or looks for Ctrl-C, when each is made to fail in turn: the next,
 * and of more than `all` ever fewer. Under ThreadSanitizer, which asks about races and not about what is left behind, of more than 5. */
static inline uint64_t next_to_try(uint64_t nth, uint64_t all) {
#if defined(__SANITIZE_THREAD__)
  if (all > 5) all = 5;
#endif
  return nth + 1 + nth / all;
}

/* Runs `attempt` with its 1st, 2nd, 3rd ... request for memory failing until it succeeds. `attempt` returns the status
 * of what it tests and frees what it got; each failure must be SL_ENOMEM and leave nothing held. */
static inline void fail_each_allocation(SlStatus (*attempt)(void *context, SlError *err), void *context) {
  SlError first = {0};
  assert_ok(attempt(context, &first), first); /* what a dictionary keeps of itself from then on is held already */
  for (uint64_t nth = 1;; nth = next_to_try(nth, UINT64_MAX)) {
    SlError err = {0};
    size_t held_before = sl_memory_held();
    sl_memory_fail_after(nth);
    SlStatus status = attempt(context, &err);
    uint64_t left = sl_memory_fail_after(0);
    assert_int_equal(sl_memory_held(), held_before);
    if (left > 0) { /* the n-th request never came: every one before it was tried */
      assert_ok(status, err);
      return;
    }
    if (status != SL_ENOMEM) {
      print_error("request %d failed, and the call said %s: %s\n", (int)nth, sl_status_name(status), err.text);
      fail();
    }
    assert_says(err, "out of memory");
  }
}

#endif
