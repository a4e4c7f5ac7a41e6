#include "core/base/alike.h"
#include "tests/support/test.h"

static int32_t room[512];

static SlStr alike(SlStr text) {
  assert_true(sl_text_alike_room(text) <= sizeof room / sizeof room[0]);
  return sl_text_alike(text, room);
}

static const struct {
  const char *name, *text, *form;
} cases[] = {
    {"letter_case_is_folded", "Devon & CORNWALL 12", "devon & cornwall 12"},
    {"blanks_at_the_ends_go", "\t Kent \n", "kent"},
    {"runs_of_blanks_are_one", "City  of\t London", "city of london"},
    {"a_no_break_space_is_a_blank", "Kent\u00a0", "kent"},
    {"blanks_of_all_kinds_are_one", "a\u2003\u00a0\u3000\xc2\x85\u2028b", "a b"},
    {"an_accent_in_two_characters_is_one", "Cafe\u0301", "caf\u00e9"},
    {"an_accent_in_one_character_stays_one", "CAF\u00c9", "caf\u00e9"},
    {"several_accents_come_in_one_order", "e\u0302\u0323", "\u1ec7"},
    {"sharp_s_folds_to_two_letters", "Gro\u00dfe STRASSE", "grosse strasse"},
    {"final_sigma_folds_to_sigma", "\u039f\u0394\u039f\u03c2", "\u03bf\u03b4\u03bf\u03c3"},
    {"what_shows_nothing_goes", "\ufeffKe\u00adnt\u200b", "kent"},
    {"dashes_are_hyphens", "Dyfed\u2013Powys \u2010\u2011\u2012\u2014\u2015\u2212\ufe58\ufe63\uff0d", "dyfed-powys ---------"},
    {"curly_apostrophes_are_straight", "King\u2019s \u2018\u201b\u02b9\u02bc\u2032\uff07", "king's ''''''"},
    {"nothing_stays_nothing", "", ""},
    {"blanks_alone_are_nothing", " \u00a0 ", ""},
    {"what_tells_names_apart_stays", "Kent (R) [1] St. John's-on-Sea", "kent (r) [1] st. john's-on-sea"},
};

static void form_of_text(void **state) {
  int64_t i = (int64_t)(intptr_t)*state;
  SlStr form = alike(sl_str(cases[i].text));
  assert_int_equal(form.length, sl_str(cases[i].form).length);
  assert_memory_equal(form.bytes, cases[i].form, form.length);
}

static void marks_at_the_end_are_taken_off(void **state) {
  (void)state;
  static const char *const marked[] = {"kent (r)", "kent(r)", "kent [1]", "kent [note 3]", "kent*", "kent **", "kent¹", "kent ²³", "kent †",
                                       "kent (12)", "kent (a)", "kent (z)", "kent (0)", "kent (09)", "kent (90)", "kent [p][r]", "kent (r) [b]*", "kent^", "kent ~", "kent (see note 2)", "kent [1, 2]",
                                       "kent [note a and note 12]", "kent\xC2\xA0(R)"};
  for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) assert_true(sl_str_equal(sl_text_unmarked(sl_str(marked[i])), sl_str("kent")));
  static const char *const names[] = {"area in km\xC2\xB2", "m\xC2\xB3", "kent", "", "(r)", "[1]", "*", "kent (all)", "kent (123)", "kent )r(", "kent r)", "kent (r) area",
                                      "ages 10 (or less)", "kent ()", "[kent) ", "a (b [c)", "kent [medway]", "kent (note)", "kent (2019)", "kent [2019]", "kent ( , )"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_true(sl_str_equal(sl_text_unmarked(sl_str(names[i])), sl_str(names[i])));
}

static void what_is_not_utf8_stays(void **state) {
  (void)state;
  SlStr text = {"Caf\xe9 ", 5};
  assert_true(sl_str_equal(alike(text), text));
}

/* The form of the form is itself, and what comes out is UTF-8, for every character by itself and behind a letter. */
static void every_character_fits_the_room_and_its_form_is_final(void **state) {
  (void)state;
  for (uint32_t point = 1; point < 0x110000; point++) {
    if (point >= 0xD800 && point < 0xE000) continue;
    char text[8], first[64];
    size_t length = 0;
    text[length++] = 'A';
    if (point < 0x80) {
      text[length++] = (char)point;
    } else {
      int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      text[length++] = (char)((0xFF00 >> (more + 1) & 0xFF) | point >> 6 * more);
      while (more-- > 0) text[length++] = (char)(0x80 | (point >> 6 * more & 0x3F));
    }
    for (size_t from = 0; from < 2; from++) {
      SlStr form = alike((SlStr){text + from, length - from});
      assert_true(sl_str_is_utf8(form, NULL));
      assert_true(form.length <= sizeof first);
      memcpy(first, form.bytes, form.length);
      SlStr again = {first, form.length};
      assert_true(sl_str_equal(alike(again), again));
    }
  }
}

int main(void) {
  enum { CASES = sizeof cases / sizeof cases[0] };
  struct CMUnitTest tests[CASES + 3] = {
      cmocka_unit_test(marks_at_the_end_are_taken_off),
      cmocka_unit_test(what_is_not_utf8_stays),
      cmocka_unit_test(every_character_fits_the_room_and_its_form_is_final),
  };
  for (int i = 0; i < CASES; i++)
    tests[3 + i] = (struct CMUnitTest){.name = cases[i].name, .test_func = form_of_text, .initial_state = (void *)(intptr_t)i};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
