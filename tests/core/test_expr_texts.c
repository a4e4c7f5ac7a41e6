/* Functions that take texts apart, over random texts of many scripts, beside what their words say, done one character at a time. */
#include "core/base/alloc.h"
#include "tests/support/plan.h"

enum { ROWS = 3000 };

static const char *const letters[] = {"a", "b", "ab", "-", "--", "\xC3\xA9", "\xC8\x9B", "e\xCC\x81", "\xE8\xAD\xA6", "\xF0\x9F\x91\xAE", " ", "1", "\n", "."};
enum { LETTERS = sizeof letters / sizeof *letters };

typedef struct Rows {
  SlTable *table; /* text, separator, start, length, n */
  const SlColumn *columns[5];
} Rows;

static SlColumn *random_texts(int64_t most, int64_t fewest, uint64_t *seed) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_TEXT);
  for (int64_t row = 0; row < ROWS; row++) {
    char text[200] = "";
    for (int64_t count = fewest + random_below(seed, most - fewest + 1); count > 0; count--) strcat(text, letters[random_below(seed, LETTERS)]);
    if (random_below(seed, 20) == 0) sl_builder_add_null(&builder, SL_REASON_CONFIDENTIAL);
    else sl_builder_add_text(&builder, sl_str(text));
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static SlColumn *random_integers(int64_t from, int64_t to, bool zero, uint64_t *seed) {
  SlBuilder builder;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t row = 0; row < ROWS; row++) {
    int64_t value = from + random_below(seed, to - from + 1);
    sl_builder_add_integer(&builder, value == 0 && !zero ? 1 : value);
  }
  SlColumn *column = NULL;
  SlError err;
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static Rows random_rows(uint64_t seed) {
  static const SlStr names[] = {{"text", 4}, {"separator", 9}, {"start", 5}, {"length", 6}, {"n", 1}};
  SlColumn *columns[] = {random_texts(14, 0, &seed), random_texts(2, 1, &seed), random_integers(-20, 20, false, &seed),
                         random_integers(0, 20, true, &seed), random_integers(-6, 6, false, &seed)};
  Rows rows = {0};
  SlError err;
  assert_ok(sl_table_new(names, columns, 5, ROWS, &rows.table, &err), err);
  for (int c = 0; c < 5; c++) {
    rows.columns[c] = rows.table->columns[c];
    sl_column_release(columns[c]);
  }
  return rows;
}

static SlColumn *result_of(const Rows *rows, const char *expr) {
  SlPlanContext context = {.mode = SL_PLAN_ROWS};
  SlColumn *column = NULL;
  SlError err;
  assert_ok(evaluate(rows->table, expr, &context, &column, &err), err);
  return column;
}

/* Where each character begins; how many there are. */
static int64_t characters_of(SlStr text, size_t *begins) {
  int64_t count = 0;
  for (size_t i = 0; i < text.length; i++)
    if (((unsigned char)text.bytes[i] & 0xC0) != 0x80) begins[count++] = i;
  begins[count] = text.length;
  return count;
}

static void substr_takes_characters_one_after_the_other(void **state) {
  (void)state;
  Rows rows = random_rows(10646);
  SlColumn *all = result_of(&rows, "substr(text, start)"), *some = result_of(&rows, "substr(text, start, length)");
  for (int64_t row = 0; row < ROWS; row++) {
    assert_int_equal(sl_column_is_null(all, row), sl_column_is_null(rows.columns[0], row));
    assert_int_equal(sl_column_reason(all, row), sl_column_reason(rows.columns[0], row));
    if (sl_column_is_null(all, row)) continue;
    size_t begins[200];
    SlStr text = sl_column_text(rows.columns[0], row);
    int64_t count = characters_of(text, begins), start = sl_column_integer(rows.columns[2], row), length = sl_column_integer(rows.columns[3], row);
    char rest[200] = "", part[200] = "";
    for (int64_t i = 0, taken = 0; i < count; i++) {
      int64_t from = start > 0 ? start - 1 : count + start;
      if (i < from) continue;
      strncat(rest, text.bytes + begins[i], begins[i + 1] - begins[i]);
      if (taken++ < length) strncat(part, text.bytes + begins[i], begins[i + 1] - begins[i]);
    }
    assert_true(sl_str_equal(sl_column_text(all, row), sl_str(rest)));
    assert_true(sl_str_equal(sl_column_text(some, row), sl_str(part)));
  }
  sl_column_release(all);
  sl_column_release(some);
  sl_table_release(rows.table);
}

static void split_part_takes_what_stands_between_separators(void **state) {
  (void)state;
  Rows rows = random_rows(3629);
  SlColumn *out = result_of(&rows, "split_part(text, separator, n)");
  int64_t found = 0;
  for (int64_t row = 0; row < ROWS; row++) {
    if (sl_column_is_null(rows.columns[0], row) || sl_column_is_null(rows.columns[1], row)) {
      assert_int_equal(sl_column_reason(out, row), SL_REASON_CONFIDENTIAL);
      continue;
    }
    SlStr text = sl_column_text(rows.columns[0], row), separator = sl_column_text(rows.columns[1], row), parts[200];
    int64_t count = 0, n = sl_column_integer(rows.columns[4], row);
    size_t begin = 0;
    for (size_t i = 0; i + separator.length <= text.length;) {
      bool here = memcmp(text.bytes + i, separator.bytes, separator.length) == 0;
      if (here) parts[count++] = (SlStr){text.bytes + begin, i - begin};
      i += here ? separator.length : 1;
      if (here) begin = i;
    }
    parts[count++] = (SlStr){text.bytes + begin, text.length - begin};
    int64_t place = n > 0 ? n - 1 : count + n;
    if (place < 0 || place >= count) {
      assert_true(sl_column_is_null(out, row) && sl_column_reason(out, row) == SL_REASON_NONE);
    } else {
      assert_false(sl_column_is_null(out, row));
      assert_true(sl_str_equal(sl_column_text(out, row), parts[place]));
      found += place > 0;
    }
  }
  assert_true(found > 100);
  sl_column_release(out);
  sl_table_release(rows.table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(substr_takes_characters_one_after_the_other),
      cmocka_unit_test(split_part_takes_what_stands_between_separators),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
