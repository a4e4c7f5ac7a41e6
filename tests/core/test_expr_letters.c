#include "core/expr/letters.h"
#include "tests/support/test.h"

static const struct {
  const char *name, *lower, *upper;
} words[] = {
    {"english", "devon & cornwall 12", "DEVON & CORNWALL 12"},
    {"french", "éléonore œuvre ÿ", "ÉLÉONORE ŒUVRE Ÿ"},
    {"vietnamese", "nguyễn đức thịnh ở ẵ ỷ", "NGUYỄN ĐỨC THỊNH Ở Ẵ Ỷ"},
    {"romanian", "ștefan țăran", "ȘTEFAN ȚĂRAN"},
    {"azeri", "əliyev", "ƏLIYEV"},
    {"albanian_and_polish", "çelë żółć", "ÇELË ŻÓŁĆ"},
    {"greek", "άλφα", "ΆΛΦΑ"},
    {"ukrainian", "ґанна їжак", "ҐАННА ЇЖАК"},
    {"armenian", "հայաստան", "ՀԱՅԱՍՏԱՆ"},
    {"georgian", "საქართველო", "ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ"},
    {"letters_beyond_the_first_plane", "𐐨𐑏", "𐐀𐐧"},
    {"letters_without_case", "警察 ١٢ العربية", "警察 ١٢ العربية"},
    {"letters_whose_cases_take_different_bytes", "ɐɑⱥ", "ⱯⱭȺ"},
};

static SlStr turned(SlStr text, size_t (*turn)(SlStr text, char *out), char *out, size_t most) {
  assert_true(sl_letters_room(text) <= most);
  size_t length = turn(text, out);
  assert_true(length <= sl_letters_room(text));
  return (SlStr){out, length};
}

static void case_of_words(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  char out[256];
  SlStr lower = sl_str(words[i].lower), upper = sl_str(words[i].upper);
  assert_true(sl_str_equal(turned(lower, sl_letters_upper, out, sizeof out), upper));
  assert_true(sl_str_equal(turned(upper, sl_letters_lower, out, sizeof out), lower));
  assert_true(sl_str_equal(turned(lower, sl_letters_lower, out, sizeof out), lower));
}

static void a_letter_that_has_one_letter_on_one_side_only_keeps_to_that(void **state) {
  (void)state;
  static const struct { const char *text, *lower, *upper; } cases[] = {
      {"ß", "ß", "ß"}, {"ẞ", "ß", "ẞ"}, {"İ", "i", "İ"}, {"ı", "ı", "I"}, {"K" /* the unit */, "k", "K"}, {"ς", "ς", "Σ"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char out[16];
    assert_true(sl_str_equal(turned(sl_str(cases[i].text), sl_letters_lower, out, sizeof out), sl_str(cases[i].lower)));
    assert_true(sl_str_equal(turned(sl_str(cases[i].text), sl_letters_upper, out, sizeof out), sl_str(cases[i].upper)));
  }
}

static void every_character_fits_the_room_and_stays_utf8(void **state) {
  (void)state;
  for (uint32_t point = 1; point < 0x110000; point++) {
    if (point >= 0xD800 && point < 0xE000) continue;
    char text[4], out[8];
    size_t length = 0;
    if (point < 0x80) {
      text[length++] = (char)point;
    } else {
      int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      text[length++] = (char)((0xFF00 >> (more + 1) & 0xFF) | point >> 6 * more);
      while (more-- > 0) text[length++] = (char)(0x80 | (point >> 6 * more & 0x3F));
    }
    assert_true(sl_str_is_utf8(turned((SlStr){text, length}, sl_letters_lower, out, sizeof out), NULL));
    assert_true(sl_str_is_utf8(turned((SlStr){text, length}, sl_letters_upper, out, sizeof out), NULL));
  }
}

int main(void) {
  enum { WORDS = sizeof words / sizeof words[0] };
  struct CMUnitTest tests[WORDS + 2] = {
      cmocka_unit_test(a_letter_that_has_one_letter_on_one_side_only_keeps_to_that),
      cmocka_unit_test(every_character_fits_the_room_and_stays_utf8),
  };
  for (int i = 0; i < WORDS; i++)
    tests[2 + i] = (struct CMUnitTest){.name = words[i].name, .test_func = case_of_words, .initial_state = (void *)(intptr_t)i};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
