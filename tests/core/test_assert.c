#include "core/base/assert.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/values/builder.h"
#include "tests/support/test.h"

/* In a process of its own, since it should not come to its end. */
static bool is_stopped(void (*what)(void)) {
  pid_t child = fork();
  if (child == 0) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    freopen("/dev/null", "w", stderr); /* a sanitizer says what it saw */
    signal(SIGILL, SIG_DFL);
    what();
    _exit(0);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void hold(void) { SL_ASSERT(1 + 1 == 2); }
static void fail_to_hold(void) { SL_ASSERT(1 + 1 == 3); }

static void add_a_text_to_integers(void) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  sl_builder_add_text(&builder, sl_str("Kent"));
}

static void take_a_code_that_is_in_no_dictionary(void) {
  SlColumn *column;
  SlDict *dict = sl_dict_new();
  if (sl_column_alloc(SL_TEXT, SL_CODE8, 1, false, dict, &column, NULL) != SL_OK) return;
  sl_column_seal(column); /* code 0 of none */
}

static void let_offsets_fall(void) {
  SlColumn *column;
  if (sl_column_alloc(SL_TEXT, SL_STRING, 2, false, NULL, &column, NULL) != SL_OK) return;
  column->offsets[1] = 4;
  column->offsets[2] = 3;
  sl_column_seal(column);
}

static void conditions_that_fail_stop_a_debug_build_and_no_other(void **state) {
  (void)state;
#ifdef SL_ASSERTIONS
  bool looked_at = true;
#else
  bool looked_at = false;
#endif
  assert_false(is_stopped(hold));
  assert_int_equal(is_stopped(fail_to_hold), looked_at);
}

static void a_broken_column_is_noticed_where_it_is_made(void **state) {
  (void)state;
#ifdef SL_ASSERTIONS
  assert_true(is_stopped(add_a_text_to_integers));
  assert_true(is_stopped(take_a_code_that_is_in_no_dictionary));
  assert_true(is_stopped(let_offsets_fall));
#else
  (void)add_a_text_to_integers, (void)take_a_code_that_is_in_no_dictionary, (void)let_offsets_fall;
#endif
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(conditions_that_fail_stop_a_debug_build_and_no_other),
      cmocka_unit_test(a_broken_column_is_noticed_where_it_is_made),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
