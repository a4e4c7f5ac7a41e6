#include "core/base/simd.h"
#include "core/csv/scan/structure.h"

#include "tests/support/columns.h"

enum { LONGEST = 300 };

/* Byte by byte, as one would do it by hand. */
static void find_slowly(const char *text, size_t length, SlStructure *s) {
  s->count = s->ends = s->lines = 0;
  s->lone_return = false;
  for (size_t i = 0; i < length; i++) {
    char c = text[i], next = i + 1 < length ? text[i + 1] : s->next;
    if (s->quote && c == s->quote) s->quoted = !s->quoted;
    s->lines += c == '\n';
    if (s->quoted) continue;
    s->lone_return |= c == '\r' && next != '\n';
    s->ends += c == '\n';
    if (c == '\n' || c == s->delimiter) s->places[s->count++] = (uint32_t)i;
  }
}

static void every_way_finds_what_looking_at_each_byte_finds(void **state) {
  (void)state;
  static const char letters[] = "ab,,\n\n\"\"\r;\xC3 ";
  uint64_t seed = 20190325;
  for (int round = 0; round < rounds(20000); round++) {
    char text[LONGEST];
    size_t length = (size_t)random_below(&seed, LONGEST);
    for (size_t i = 0; i < length; i++) text[i] = letters[random_below(&seed, (int64_t)sizeof letters - 1)];
    uint32_t slow_places[LONGEST + 65], places[LONGEST + 65];
    SlStructure slow = {.delimiter = random_below(&seed, 2) ? ',' : ';', .quote = random_below(&seed, 3) ? '"' : 0,
                        .next = random_below(&seed, 2) ? '\n' : 'x', .places = slow_places};
    slow.quoted = slow.quote && random_below(&seed, 2);
    SlStructure given = slow;
    find_slowly(text, length, &slow);
    for (int way = 0; way < sl_simd_ways(); way++) {
      SlStructure fast = given;
      fast.places = places;
      sl_simd_take(way);
      sl_structure_find(text, length, &fast);
      assert_int_equal(fast.count, slow.count);
      assert_memory_equal(places, slow_places, (size_t)slow.count * sizeof *places);
      assert_int_equal(fast.ends, slow.ends);
      assert_int_equal(fast.lines, slow.lines);
      assert_int_equal(fast.quoted, slow.quoted);
      assert_int_equal(fast.lone_return, slow.lone_return);
    }
  }
  sl_simd_take(-1);
}

static void every_way_surveys_alike(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (int round = 0; round < rounds(5000); round++) {
    char text[LONGEST];
    size_t length = (size_t)random_below(&seed, LONGEST);
    int64_t quotes = 0;
    bool nul = false, beyond = false;
    for (size_t i = 0; i < length; i++) {
      text[i] = random_below(&seed, 200) ? (char)('!' + random_below(&seed, 60)) : (char)random_word(&seed);
      quotes += text[i] == '"';
      nul |= text[i] == 0;
      beyond |= (unsigned char)text[i] >= 0x80;
    }
    for (int way = 0; way < sl_simd_ways(); way++) {
      sl_simd_take(way);
      SlSurvey survey = sl_structure_survey(text, length, '"');
      assert_int_equal(survey.quotes, quotes);
      assert_int_equal(survey.nul, nul);
      assert_int_equal(survey.beyond_ascii, beyond);
    }
  }
  sl_simd_take(-1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_way_finds_what_looking_at_each_byte_finds),
      cmocka_unit_test(every_way_surveys_alike),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
