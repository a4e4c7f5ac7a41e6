#include <pthread.h>

#include "core/base/arena.h"
#include "core/base/str.h"
#include "tests/support/test.h"

static void memory_held_returns_to_where_it_was(void **state) {
  (void)state;
  size_t before = sl_memory_held();
  char *block = sl_alloc(1000);
  assert_true(sl_memory_held() >= before + 1000);
  block = sl_realloc(block, 100000);
  assert_true(sl_memory_held() >= before + 100000);
  sl_free(block);
  assert_int_equal(sl_memory_held(), before);
}

static void a_product_that_overflows_gives_no_memory(void **state) {
  (void)state;
  assert_null(sl_alloc_array(SIZE_MAX / 2, 3));
  assert_null(sl_alloc_zeroed(SIZE_MAX / 2, 3));
}

static void a_request_past_the_limit_fails_and_the_old_block_stands(void **state) {
  (void)state;
  sl_memory_set_limit(sl_memory_held() + 4096);
  char *block = sl_alloc(1024);
  assert_non_null(block);
  block[0] = 'x';
  assert_null(sl_realloc(block, 1 << 20));
  assert_int_equal(block[0], 'x');
  SlError err;
  assert_int_equal(sl_fail_alloc(&err, 1 << 20), SL_ENOMEM);
  assert_says(err, "1048576 bytes more were needed");
  assert_says(err, "the limit is");
  sl_memory_set_limit(0);
  sl_free(block);
}

static void a_block_can_be_shrunk_when_more_is_held_than_the_limit_allows(void **state) {
  (void)state;
  char *block = sl_alloc(100000);
  memset(block, 'x', 100000);
  sl_memory_set_limit(50000);
  sl_memory_fail_after(1); /* nor is it a request that could be told to fail */
  char *shrunk = sl_realloc(block, 500);
  assert_int_equal(sl_memory_fail_after(0), 1);
  assert_non_null(shrunk);
  assert_int_equal(shrunk[499], 'x');
  assert_true(sl_memory_held() < 50000);
  sl_memory_set_limit(0);
  sl_free(shrunk);
}

/* The race is for the plain builds, where a request is short; a sanitizer marks every page of a block that comes and goes. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { RACE_ROUNDS = 100 };
#else
enum { RACE_ROUNDS = 3000 };
#endif
enum { RACE_THREADS = 8, RACE_BYTES = 40 << 20, PAGE = 4096 };

static void *ask_and_give_back(void *granted) {
  for (int i = 0; i < RACE_ROUNDS; i++) {
    void *block = sl_alloc(RACE_BYTES);
    *(int *)granted += block != NULL;
    sl_free(block);
  }
  return NULL;
}

static void threads_that_ask_together_do_not_pass_the_limit(void **state) {
  (void)state;
  size_t limit = sl_memory_peak() + RACE_BYTES + RACE_BYTES / 2; /* room for one at a time, or a few less than all */
  sl_memory_set_limit(limit);
  pthread_t threads[RACE_THREADS];
  int granted[RACE_THREADS] = {0}, sum = 0;
  for (int i = 0; i < RACE_THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, ask_and_give_back, &granted[i]), 0);
  for (int i = 0; i < RACE_THREADS; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < RACE_THREADS; i++) sum += granted[i];
  sl_memory_set_limit(0);
  assert_true(sum > 0);
  assert_true(sl_memory_peak() <= limit + RACE_THREADS * PAGE);
}

static void the_nth_request_fails_when_told_to(void **state) {
  (void)state;
  sl_memory_fail_after(2);
  void *first = sl_alloc(8);
  assert_non_null(first);
  assert_null(sl_alloc(8));
  void *third = sl_alloc(8);
  assert_non_null(third);
  assert_int_equal(sl_memory_fail_after(0), 0);
  sl_free(first);
  sl_free(third);
}

static void an_arena_gives_aligned_pieces_and_all_of_it_back(void **state) {
  (void)state;
  size_t before = sl_memory_held();
  SlArena arena;
  sl_arena_init(&arena);
  for (size_t size = 1; size < 5000; size += 37) {
    char *piece = sl_arena_alloc(&arena, size);
    assert_int_equal((uintptr_t)piece % 16, 0);
    memset(piece, 0xAB, size);
  }
  assert_string_equal(sl_arena_copy_text(&arena, "Kent", 4), "Kent");
  sl_arena_reset(&arena);
  assert_int_equal(sl_memory_held(), before);
}

static void a_message_that_is_too_long_ends_in_dots(void **state) {
  (void)state;
  char long_text[3 * SL_ERROR_TEXT_BYTES];
  memset(long_text, 'x', sizeof long_text - 1);
  long_text[sizeof long_text - 1] = '\0';
  SlError err;
  sl_fail(&err, SL_EARG, "%s", long_text);
  assert_int_equal(strlen(err.text), SL_ERROR_TEXT_BYTES - 1);
  assert_string_equal(err.text + strlen(err.text) - 4, "x...");
}

static bool is_whole(const char *text) { return sl_str_is_utf8(sl_str(text), NULL); }

static void what_is_cut_ends_between_characters(void **state) {
  (void)state;
  SlError err;
  char text[3 * SL_ERROR_TEXT_BYTES];
  for (size_t shift = 0; shift < 4; shift++) { /* characters of three bytes, so that the cut meets each of them */
    size_t length = 0;
    while (length < shift) text[length++] = 'x';
    while (length + 4 < sizeof text) length += (size_t)sprintf(text + length, "\xE2\x82\xAC");
    sl_fail(&err, SL_EARG, "%s", text);
    assert_true(is_whole(err.text));
    text[SL_ERROR_TEXT_BYTES / 3 * 3 - 3 + shift] = '\0'; /* full to the last bytes: the next addition cuts what was there */
    sl_fail(&err, SL_EARG, "%s", text);
    sl_fail_more(&err, "\n  more");
    assert_true(is_whole(err.text));
    assert_string_equal(err.text + strlen(err.text) - 3, "...");
    for (size_t room = 4; room < 40; room++) {
      char out[40];
      sl_print_cut(out, room, "%s", text);
      assert_true(strlen(out) < room && is_whole(out));
      size_t cut = sl_str_cut(sl_str(text), room);
      assert_true(cut <= room && cut + 3 > room && sl_str_is_utf8((SlStr){text, cut}, NULL));
    }
  }
  assert_int_equal(sl_str_cut(sl_str("Kent"), 4), 4);
  assert_int_equal(sl_str_cut(sl_str("\x80\x80\x80\x80\x80\x80\x80\x80"), 6), 3); /* no UTF-8: not all of it is given up */
}

static void a_failed_buffer_stays_failed(void **state) {
  (void)state;
  SlBuf buf;
  sl_buf_init(&buf);
  sl_buf_add_text(&buf, "a");
  sl_memory_fail_after(1);
  char big[4096];
  memset(big, 'b', sizeof big);
  sl_buf_add(&buf, big, sizeof big);
  sl_buf_add_text(&buf, "c");
  assert_true(buf.failed);
  assert_null(sl_buf_text(&buf));
  sl_buf_reset(&buf);
}

static void utf8_is_told_from_what_only_looks_like_it(void **state) {
  (void)state;
  static const struct { const char *text; bool valid; } cases[] = {
      {"", true},           {"plain ASCII, longer than eight bytes", true},
      {"Devon \xC2\xA3", true}, {"\xE2\x82\xAC", true},
      {"\xF0\x9F\x98\x80", true}, {"\xC0\x80", false} /* overlong */,
      {"\xED\xA0\x80", false} /* surrogate */, {"\xF4\x90\x80\x80", false} /* past U+10FFFF */,
      {"caf\xE9", false},   {"\xE2\x82", false} /* cut off */,
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    if (sl_str_is_utf8(sl_str(cases[i].text), NULL) != cases[i].valid) print_error("case %zu\n", i);
    assert_int_equal(sl_str_is_utf8(sl_str(cases[i].text), NULL), cases[i].valid);
  }
  size_t bad;
  assert_false(sl_str_is_utf8(sl_str("12345678caf\xE9!"), &bad));
  assert_int_equal(bad, 11);
}

static void trimming_takes_no_break_spaces_too(void **state) {
  (void)state;
  SlStr trimmed = sl_str_trim(sl_str(" \t\xC2\xA0Kent\xC2\xA0\r\n"));
  assert_int_equal(trimmed.length, 4);
  assert_memory_equal(trimmed.bytes, "Kent", 4);
  assert_int_equal(sl_str_trim(sl_str("  ")).length, 0);
}

static void freed_large_blocks_are_kept_as_far_as_allowed_and_come_back_clear(void **state) {
  (void)state;
  enum { BYTES = 6 << 20 };
  size_t held = sl_memory_held();
  sl_memory_keep(14 << 20);
  char *first = sl_alloc(BYTES), *second = sl_alloc(BYTES), *third = sl_alloc(BYTES);
  assert_true(first && second && third);
  memset(first, 1, BYTES);
  memset(second, 1, BYTES);
  sl_free(third);
  sl_free(second);
  sl_free(first); /* there is room for two: the oldest goes */
  assert_int_equal(sl_memory_held(), held);
  char *again = sl_alloc_zeroed(1, BYTES), *other = sl_alloc(BYTES - 100);
  assert_true((again == first && other == second) || (again == second && other == first));
  for (size_t i = 0; i < BYTES; i += 1000) assert_int_equal(again[i], 0);
  sl_free(again);
  char *small = sl_alloc(4 << 20); /* a third of the kept block would lie idle */
  assert_ptr_not_equal(small, again);
  sl_free(small);
  sl_free(other);
  sl_memory_set_limit(64 << 20); /* keeps none from now on */
  sl_memory_set_limit(0);
  assert_int_equal(sl_memory_held(), held);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(freed_large_blocks_are_kept_as_far_as_allowed_and_come_back_clear),
      cmocka_unit_test(memory_held_returns_to_where_it_was),
      cmocka_unit_test(a_product_that_overflows_gives_no_memory),
      cmocka_unit_test(a_request_past_the_limit_fails_and_the_old_block_stands),
      cmocka_unit_test(a_block_can_be_shrunk_when_more_is_held_than_the_limit_allows),
      cmocka_unit_test(threads_that_ask_together_do_not_pass_the_limit),
      cmocka_unit_test(the_nth_request_fails_when_told_to),
      cmocka_unit_test(an_arena_gives_aligned_pieces_and_all_of_it_back),
      cmocka_unit_test(a_message_that_is_too_long_ends_in_dots),
      cmocka_unit_test(what_is_cut_ends_between_characters),
      cmocka_unit_test(a_failed_buffer_stays_failed),
      cmocka_unit_test(utf8_is_told_from_what_only_looks_like_it),
      cmocka_unit_test(trimming_takes_no_break_spaces_too),
  };
  return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
