#include "core/values/dict.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/seed.h"
#include "tests/support/test.h"

enum { MOST_BYTES = 40 };

static uint64_t state = 1;

static uint64_t random_below(uint64_t limit) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (state >> 33) % limit;
}

/* Few different bytes, zero among them, so that texts share beginnings and are beginnings of each other. */
static SlStr random_text(char *bytes, size_t longest) {
  static const char letters[] = {0, 'a', 'b', (char)0xC3};
  SlStr text = {bytes, random_below(longest + 1)};
  size_t shared = random_below(2) ? 0 : random_below(text.length + 1);
  for (size_t i = 0; i < text.length; i++) bytes[i] = i < shared ? 'a' : letters[random_below(sizeof letters)];
  return text;
}

static void add_texts(SlDict *dict, int64_t count, size_t longest) {
  for (int64_t i = 0; i < count; i++) {
    char bytes[MOST_BYTES];
    uint32_t code;
    SlError err;
    assert_ok(sl_dict_add(dict, random_text(bytes, longest), &code, &err), err);
  }
}

static int compare_strs(const void *a, const void *b) { return sl_str_compare(*(const SlStr *)a, *(const SlStr *)b); }

/* Each text stands where sorting by comparison puts it. */
static void check_ranks(const SlDict *dict) {
  int64_t count = sl_dict_size(dict);
  const uint32_t *ranks;
  SlError err;
  assert_ok(sl_dict_ranks(dict, &ranks, &err), err);
  SlStr *sorted = malloc((size_t)(count + 1) * sizeof *sorted);
  assert_non_null(sorted);
  for (int64_t code = 0; code < count; code++) sorted[code] = sl_dict_get(dict, code);
  qsort(sorted, (size_t)count, sizeof *sorted, compare_strs);
  for (int64_t code = 0; code < count; code++) {
    assert_true(ranks[code] < count);
    assert_true(sl_str_equal(sorted[ranks[code]], sl_dict_get(dict, code)));
  }
  free(sorted);
}

static void ranks_are_those_of_comparing_bytes_whatever_texts_share(void **unused) {
  (void)unused;
  static const struct { int64_t texts; size_t longest; } cases[] = {
      {0, 8}, {1, 8}, {50, 3}, {500, 6}, {3000, 9}, {3000, 17}, {20000, MOST_BYTES}, {60000, 12}};
  for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
    SlDict *dict = sl_dict_new();
    assert_non_null(dict);
    add_texts(dict, cases[c].texts, cases[c].longest);
    check_ranks(dict);
    sl_dict_release(dict);
  }
}

static void long_beginnings_that_all_share_are_passed_over(void **unused) {
  (void)unused;
  SlDict *dict = sl_dict_new();
  assert_non_null(dict);
  char text[300];
  memset(text, 'x', sizeof text);
  for (unsigned i = 0; i < 1000; i++) {
    uint32_t code;
    SlError err;
    memcpy(text + 200, &i, sizeof i); /* zero bytes inside */
    assert_ok(sl_dict_add(dict, (SlStr){text, 204 + i % 3}, &code, &err), err);
  }
  check_ranks(dict);
  sl_dict_release(dict);
}

static void ranks_are_kept_until_a_text_is_added(void **unused) {
  (void)unused;
  SlDict *dict = sl_dict_new();
  assert_non_null(dict);
  uint32_t code;
  const uint32_t *first, *again;
  SlError err;
  assert_ok(sl_dict_add(dict, sl_str("b"), &code, &err), err);
  assert_ok(sl_dict_ranks(dict, &first, &err), err);
  assert_ok(sl_dict_ranks(dict, &again, &err), err);
  assert_ptr_equal(first, again);
  assert_ok(sl_dict_add(dict, sl_str("a"), &code, &err), err);
  assert_ok(sl_dict_ranks(dict, &again, &err), err);
  assert_int_equal(again[0], 1);
  assert_int_equal(again[1], 0);
  sl_dict_release(dict);
}

static SlStatus rank_afresh(void *context, SlError *err) {
  (void)context;
  SlDict *dict = sl_dict_new();
  if (!dict) return sl_fail_alloc(err, 0);
  SlStatus status = SL_OK;
  for (int i = 0; i < 200 && status == SL_OK; i++) {
    char bytes[] = {'t', (char)('a' + i % 10), (char)('a' + i / 10), 0};
    uint32_t code;
    status = sl_dict_add(dict, sl_str(bytes), &code, err);
  }
  const uint32_t *ranks;
  if (status == SL_OK) status = sl_dict_ranks(dict, &ranks, err);
  sl_dict_release(dict);
  return status;
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **unused) {
  (void)unused;
  fail_each_allocation(rank_afresh, NULL);
}

/* --- chosen texts and numbers --- */

enum { CHOSEN = 3000, CHOSEN_BITS = 12, LETTERS = 8 };

/* Where a text of eight letters belonged when the function was the same for everybody. */
static uint64_t public_hash(uint64_t word) {
  __extension__ typedef unsigned __int128 Wide;
  Wide product = (Wide)(word ^ UINT64_C(0x9E3779B97F4A7C15)) * (UINT64_C(0xD6E8FEB86659FD93) ^ UINT64_C(8) << 32);
  uint64_t folded = (uint64_t)product ^ (uint64_t)(product >> 64);
  return folded ^ folded >> 32;
}

/* Texts whose public hashes end in the same CHOSEN_BITS bits, as a hostile file would have them. */
static void choose_texts(char (*texts)[LETTERS]) {
  for (int found = 0; found < CHOSEN;) {
    char letters[LETTERS];
    uint64_t draw = random_below(UINT64_C(1) << 31) << 31 ^ random_below(UINT64_C(1) << 31), word;
    for (int i = 0; i < LETTERS; i++, draw /= 26) letters[i] = (char)('a' + draw % 26);
    memcpy(&word, letters, sizeof word);
    if ((public_hash(word) & ((1 << CHOSEN_BITS) - 1)) == 7) memcpy(texts[found++], letters, LETTERS);
  }
}

static int64_t longest_search_of(char (*texts)[LETTERS]) {
  SlDict *dict = sl_dict_new();
  for (int i = 0; i < CHOSEN; i++) {
    uint32_t code;
    SlError err;
    assert_ok(sl_dict_add(dict, (SlStr){texts[i], LETTERS}, &code, &err), err);
  }
  int64_t longest = sl_dict_longest_search(dict);
  sl_dict_release(dict);
  return longest;
}

static void texts_chosen_to_collide_do_so_only_for_who_knows_the_seed(void **unused) {
  (void)unused;
  static char texts[CHOSEN][LETTERS];
  choose_texts(texts);
  sl_seed_set(0); /* known: all of them belong in two places of the table */
  assert_true(longest_search_of(texts) > CHOSEN / 4);
  for (int i = 0; i < 20; i++) {
    sl_seed_draw();
    assert_true(longest_search_of(texts) < 100);
  }
}

static void numbers_chosen_to_collide_do_so_only_for_who_knows_the_seed(void **unused) {
  (void)unused;
  enum { NUMBERS = 1 << 12, SHIFT = 64 - 13 };
  uint64_t inverse = UINT64_C(0xF1DE83E19937733D); /* of the multiplier, modulo 2^64 */
  assert_int_equal(sl_spread(inverse, 0), 1);
  for (int times = 0; times < 21; times++) {
    static uint32_t places[1 << 13];
    uint32_t most = 0;
    memset(places, 0, sizeof places);
    if (times == 0)
      sl_seed_set(0);
    else
      sl_seed_draw();
    for (uint64_t i = 0; i < NUMBERS; i++) {
      uint32_t here = ++places[sl_spread(i * inverse, sl_seed()) >> SHIFT];
      most = here > most ? here : most;
    }
    if (times == 0)
      assert_int_equal(most, NUMBERS);
    else
      assert_true(most < 100);
  }
}

static void seeds_that_are_drawn_differ(void **unused) {
  (void)unused;
  sl_seed_draw();
  uint64_t first = sl_seed();
  assert_true(first == sl_seed());
  sl_seed_draw();
  assert_true(first != sl_seed());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_chosen_to_collide_do_so_only_for_who_knows_the_seed),
      cmocka_unit_test(numbers_chosen_to_collide_do_so_only_for_who_knows_the_seed),
      cmocka_unit_test(seeds_that_are_drawn_differ),
      cmocka_unit_test(ranks_are_those_of_comparing_bytes_whatever_texts_share),
      cmocka_unit_test(long_beginnings_that_all_share_are_passed_over),
      cmocka_unit_test(ranks_are_kept_until_a_text_is_added),
      cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests_name("dict", tests, NULL, NULL);
}
