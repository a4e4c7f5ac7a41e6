#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/base/runtime.h"
#include "core/base/str.h"
#include "core/expr/pattern.h"
#include "tests/support/columns.h"

enum { MANY = 100000 }; /* searches: compiled to machine code */

/* The parts of the first place of text where the pattern fits, with | between; "-" when it fits nowhere, "." for a part that
 * took no part. Interpreted and as machine code, which must give the same. */
static const char *parts_of(const char *pattern, const char *text) {
  static char shown[2][256];
  for (int way = 0; way < 2; way++) {
    SlPattern *made;
    SlMatch match;
    SlError err = {0};
    bool found;
    assert_ok(sl_pattern_new(sl_str(pattern), way ? MANY : 0, &made, &err), err);
    assert_ok(sl_match_open(made, &match, &err), err);
    assert_ok(sl_match_find(&match, sl_str(text), 0, &found, &err), err);
    char *to = shown[way];
    strcpy(to, "-");
    for (int part = 0; found && part <= sl_pattern_parts(made); part++) {
      SlStr piece;
      bool took = sl_match_part(&match, part, &piece);
      to += sprintf(to, "%s%.*s", part ? "|" : "", took ? (int)piece.length : 1, took ? piece.bytes : ".");
    }
    sl_match_close(&match);
    sl_pattern_free(made);
  }
  assert_string_equal(shown[0], shown[1]);
  return shown[0];
}

static const struct {
  const char *name, *pattern, *text, *parts;
} finds[] = {
    {"d_means_digits", "\\d+", "year 2019", "2019"},
    {"parts_are_numbered_by_their_brackets", "(\\d{4})/(\\d{2})|(x)", "year 2017/18", "2017/18|2017|18|."},
    {"the_first_alternative_counts", "Kent|Kent Police", "Kent Police", "Kent"},
    {"an_accented_letter_is_one_character", "^.$", "\xC3\xA9", "\xC3\xA9"},
    {"letters_of_every_script_are_letters", "[[:alpha:]]+", "1 \xC8\x9B\xC4\x83r\xC4\x83 2", "\xC8\x9B\xC4\x83r\xC4\x83"},
    {"words_hold_accented_letters", "\\b\\w+$", "caf\xC3\xA9", "caf\xC3\xA9"},
    {"case_is_folded_in_every_script", "(?i)\xC8\x98", "\xC8\x99", "\xC8\x99"},
    {"the_end_is_the_end_of_the_text", "Kent$", "Kent\n", "-"},
    {"a_dot_is_no_line_feed", "a.b", "a\nb", "-"},
    {"a_nul_byte_may_stand_for_itself", "a\\x00?b", "ab", "ab"},
    {"an_empty_pattern_fits_everywhere", "", "", ""},
    {"looking_ahead", "\\d+(?= people)", "12 forces, 40 people", "40"},
};

static void find_case(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  assert_string_equal(parts_of(finds[i].pattern, finds[i].text), finds[i].parts);
}

/* --- all matches, as PCRE2 replaces them ---------------------------------------------------------------------------------- */

/* Each match in brackets, with its first part behind it. */
static void mark_matches(const SlPattern *pattern, SlStr text, SlBuf *out) {
  SlMatch match;
  SlError err;
  size_t copied = 0;
  bool found;
  out->length = 0;
  assert_ok(sl_match_open(pattern, &match, &err), err);
  assert_ok(sl_match_find(&match, text, 0, &found, &err), err);
  while (found) {
    SlStr whole, part;
    assert_true(sl_match_part(&match, 0, &whole));
    size_t begin = (size_t)(whole.bytes - text.bytes);
    assert_true(begin >= copied);
    sl_buf_add(out, text.bytes + copied, begin - copied);
    sl_buf_printf(out, "[%.*s;", SL_STR_ARGS(whole));
    if (sl_match_part(&match, 1, &part)) sl_buf_add_str(out, part);
    sl_buf_add_char(out, ']');
    copied = begin + whole.length;
    assert_ok(sl_match_next(&match, &found, &err), err);
  }
  sl_buf_add(out, text.bytes + copied, text.length - copied);
  sl_match_close(&match);
}

/* Gives false when it is no pattern. */
static bool mark_by_pcre2(const char *pattern, SlStr text, char *out, size_t *length) {
  static const char with[] = "[$0;${1}]";
  int problem;
  PCRE2_SIZE at;
  pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY, &problem, &at, NULL);
  if (!code) return false;
  int result = pcre2_substitute(code, (PCRE2_SPTR)text.bytes, text.length, 0,
                                PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_UNSET_EMPTY | PCRE2_SUBSTITUTE_UNKNOWN_UNSET, NULL, NULL,
                                (PCRE2_SPTR)with, sizeof with - 1, (PCRE2_UCHAR *)out, length);
  pcre2_code_free(code);
  assert_true(result >= 0);
  return true;
}

static void append_random(char *text, const char *const *pieces, int64_t kinds, int64_t most, uint64_t *seed) {
  *text = '\0';
  for (int64_t count = random_below(seed, most + 1); count > 0; count--) strcat(text, pieces[random_below(seed, kinds)]);
}

static void matches_of_random_patterns_are_those_that_pcre2_replaces(void **state) {
  (void)state;
  static const char *const pieces[] = {"a",    "b*",  "\xC3\xA9", "\xC3\xA9?", ".",   "\\d",     "\\w+",    "[a-c]",  "(a|b)",  "(\xC3\xA9+)",
                                       "\\b",  "^",   "$",        "(?=a)",     "(?<=b)", "(?<=\\G.)", "x*?",     "(?i:\xC3\x89)", "|",
                                       "\\G",  "\\X", "(b)?",     "\\p{Lu}",   "(?!\xC8\x9B)", "(", ")"};
  static const char *const letters[] = {"a", "b", "c", "\xC3\xA9", "\xC3\x89", "\xC8\x9B", "e\xCC\x81", "1", "\xD9\xA1", " ", "\n", "A", "\xF0\x9F\x91\xAE"};
  enum { PIECES = sizeof pieces / sizeof *pieces, LETTERS = sizeof letters / sizeof *letters };
  uint64_t seed = 1042;
  SlBuf marked;
  sl_buf_init(&marked);
  int patterns = 0;
  for (int round = 0; round < rounds(20000); round++) {
    char pattern[200], text[200], expected[4000];
    append_random(pattern, pieces, PIECES, 6, &seed);
    append_random(text, letters, LETTERS, 12, &seed);
    size_t length = sizeof expected;
    if (!mark_by_pcre2(pattern, sl_str(text), expected, &length)) continue;
    SlPattern *made;
    SlError err;
    assert_ok(sl_pattern_new(sl_str(pattern), round % 2 ? MANY : 0, &made, &err), err);
    mark_matches(made, sl_str(text), &marked);
    if (!sl_str_equal(sl_buf_str(&marked), (SlStr){expected, length}))
      fail_msg("%s in \"%s\": \"%s\", and PCRE2 gives \"%.*s\"", pattern, text, sl_buf_text(&marked), (int)length, expected);
    sl_pattern_free(made);
    patterns++;
  }
  assert_true(patterns > 1000);
  sl_buf_reset(&marked);
}

static void parts_have_names(void **state) {
  (void)state;
  SlPattern *made;
  SlError err;
  assert_ok(sl_pattern_new(sl_str("(x)(?<year>\\d+)"), 0, &made, &err), err);
  assert_int_equal(sl_pattern_part_named(made, sl_str("year")), 2);
  assert_int_equal(sl_pattern_part_named(made, sl_str("month")), -1);
  assert_int_equal(sl_pattern_part_named(made, sl_str("a name that is longer than any name of a part may be, by far")), -1);
  sl_pattern_free(made);
}

static void what_is_no_pattern_is_told_with_its_place(void **state) {
  (void)state;
  SlPattern *made;
  SlError err;
  assert_int_equal(sl_pattern_new(sl_str("caf\xC3\xA9 (\\d"), 0, &made, &err), SL_EPARSE);
  assert_says(err, "\"caf\xC3\xA9 (\\d\" is not a pattern (regular expression): missing closing parenthesis, at character 9");
  assert_int_equal(sl_pattern_new(sl_str("\\C"), 0, &made, &err), SL_EPARSE); /* a byte alone, which could cut a character */
  assert_int_equal(sl_pattern_new(sl_str("\xFF"), 0, &made, &err), SL_EPARSE);
}

static void a_pattern_that_grows_beyond_bounds_takes_no_memory(void **state) {
  (void)state;
  SlPattern *made;
  SlError err;
  size_t peak = sl_memory_peak();
  assert_int_equal(sl_pattern_new(sl_str("(((a{1,180}){1,180}){1,40})"), MANY, &made, &err), SL_EPARSE);
  assert_says(err, "regular expression is too large");
  assert_true(sl_memory_peak() < peak + (1 << 20));
}

/* Searches text, made of one character, for a pattern whose ways to fail are many. */
static SlStatus search(const char *pattern, int64_t searches, char filler, size_t length, SlError *err) {
  SlPattern *made;
  SlMatch match;
  bool found;
  char *text = sl_alloc(length);
  memset(text, filler, length);
  assert_ok(sl_pattern_new(sl_str(pattern), searches, &made, err), *err);
  assert_ok(sl_match_open(made, &match, err), *err);
  SlStatus status = sl_match_find(&match, (SlStr){text, length}, 0, &found, err);
  sl_match_close(&match);
  sl_pattern_free(made);
  sl_free(text);
  return status;
}

static void too_many_steps_are_an_error_that_names_pattern_and_text(void **state) {
  (void)state;
  for (int way = 0; way < 2; way++) {
    SlError err;
    assert_int_equal(search("(a+)+[xy]", way ? MANY : 0, 'a', 200, &err), SL_ERANGE);
    assert_says(err, "the pattern \"(a+)+[xy]\" takes too many steps on \"aaaaaaaa");
    assert_says(err, "aaa...\"");
  }
}

static void memory_of_a_search_is_bounded_and_counted(void **state) {
  (void)state;
  size_t held = sl_memory_held(), peak = sl_memory_peak();
  SlError err;
  assert_int_equal(search("(?:(a)|b|c)*[xy]", 0, 'a', 900000, &err), SL_ERANGE);
  assert_says(err, "on \"aaaa");
  assert_true(sl_memory_peak() > peak + (1 << 20)); /* it went through the gate */
  assert_true(sl_memory_peak() < peak + (64 << 20));
  assert_int_equal(sl_memory_held(), held);
}

static void a_long_text_is_searched_to_its_end(void **state) {
  (void)state;
  enum { LENGTH = 10000 };
  for (int way = 0; way < 2; way++) {
    for (size_t at = 0; at < LENGTH; at += 331) {
      char text[2 * LENGTH + 8];
      size_t length = 0, begin = 0;
      for (size_t i = 0; i < LENGTH; i++) { /* characters of two bytes, so that stretches end within some */
        if (i == at) begin = length;
        length += (size_t)sprintf(text + length, "%s", i == at ? "needle" : i % 3 ? "\xC3\xA9" : "n");
      }
      SlPattern *made;
      SlMatch match;
      SlError err;
      bool found;
      SlStr part;
      assert_ok(sl_pattern_new(sl_str("(?<=^|\xC3\xA9|n)ne+dle"), way ? MANY : 0, &made, &err), err);
      assert_ok(sl_match_open(made, &match, &err), err);
      assert_ok(sl_match_find(&match, (SlStr){text, length}, 0, &found, &err), err);
      assert_true(found && sl_match_part(&match, 0, &part));
      assert_int_equal(part.bytes - text, begin);
      sl_match_close(&match);
      sl_pattern_free(made);
    }
  }
}

static void a_search_through_a_long_text_can_be_interrupted(void **state) {
  (void)state;
  SlError err;
  sl_interrupt();
  SlStatus status = search("a.*b.*c", 0, 'a', 5000, &err);
  sl_interrupt_clear();
  assert_int_equal(status, SL_EINTERRUPTED);
}

static int64_t searches_of_attempt;

static SlStatus make_and_search(void *text, SlError *err) {
  SlPattern *made;
  SlMatch match;
  bool found;
  SlStatus status = sl_pattern_new(sl_str("(?:(a)|b)*(\\d+)"), searches_of_attempt, &made, err);
  if (status != SL_OK) return status;
  status = sl_match_open(made, &match, err);
  if (status == SL_OK) {
    status = sl_match_find(&match, sl_str(text), 0, &found, err);
    if (status == SL_OK) assert_true(found);
    sl_match_close(&match);
  }
  sl_pattern_free(made);
  return status;
}

static void running_out_of_memory_is_reported(void **state) {
  (void)state;
  char text[] = "abaabbaaab12";
  fail_each_allocation(make_and_search, text);
}

static void without_memory_for_machine_code_a_pattern_is_interpreted(void **state) {
  (void)state;
  char text[] = "abaabbaaab12";
  searches_of_attempt = MANY;
  size_t held = sl_memory_held();
  int interpreted = 0;
  for (uint64_t nth = 1, left = 0; left == 0; nth++) {
    SlError err = {0};
    sl_memory_fail_after(nth);
    SlStatus status = make_and_search(text, &err);
    left = sl_memory_fail_after(0);
    if (status != SL_OK) assert_int_equal(status, SL_ENOMEM);
    interpreted += status == SL_OK && left == 0;
    assert_int_equal(sl_memory_held(), held);
  }
  searches_of_attempt = 0;
  assert_true(interpreted > 0);
}

int main(void) {
  enum { FINDS = sizeof finds / sizeof finds[0], OTHERS = 10 };
  struct CMUnitTest tests[FINDS + OTHERS] = {
      cmocka_unit_test(matches_of_random_patterns_are_those_that_pcre2_replaces),
      cmocka_unit_test(parts_have_names),
      cmocka_unit_test(what_is_no_pattern_is_told_with_its_place),
      cmocka_unit_test(a_pattern_that_grows_beyond_bounds_takes_no_memory),
      cmocka_unit_test(too_many_steps_are_an_error_that_names_pattern_and_text),
      cmocka_unit_test(memory_of_a_search_is_bounded_and_counted),
      cmocka_unit_test(a_long_text_is_searched_to_its_end),
      cmocka_unit_test(a_search_through_a_long_text_can_be_interrupted),
      cmocka_unit_test(running_out_of_memory_is_reported),
      cmocka_unit_test(without_memory_for_machine_code_a_pattern_is_interpreted),
  };
  for (int i = 0; i < FINDS; i++)
    tests[OTHERS + i] = (struct CMUnitTest){.name = finds[i].name, .test_func = find_case, .initial_state = (void *)(intptr_t)i};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
