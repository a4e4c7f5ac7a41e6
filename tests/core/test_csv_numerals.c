#include <inttypes.h>

#include "core/base/simd.h"
#include "core/csv/read.h"
#include "tests/support/columns.h"

enum { ROUNDS = 400, MOST_ROWS = 60 };

/* A number as files have it, now and then one that is spelt otherwise. */
static void add_integer_cell(SlBuf *text, uint64_t *seed) {
  static const char *const odd[] = {"", "007", "-0", "+5", "1 234", "-", "12345678901234567", "1e3", "x", "99999999999999999999"};
  if (random_below(seed, 150) == 0) {
    sl_buf_add_text(text, odd[random_below(seed, 10)]);
    return;
  }
  int64_t limit = 1;
  for (int64_t digits = random_below(seed, 17); digits > 0; digits--) limit *= 10;
  sl_buf_printf(text, "%s%" PRId64, random_below(seed, 4) ? "" : "-", 1 + random_below(seed, limit));
}

static void add_number_cell(SlBuf *text, uint64_t *seed) {
  static const char *const odd[] = {"", "5", "1.", ".5", "-0.0", "1.5e3", "00.5", "123456789.1", "0.12345678", "1.2.3"};
  if (random_below(seed, 150) == 0) {
    sl_buf_add_text(text, odd[random_below(seed, 10)]);
    return;
  }
  int64_t limit = 1;
  for (int64_t digits = random_below(seed, 9); digits > 0; digits--) limit *= 10;
  sl_buf_printf(text, "%s%" PRId64 ".", random_below(seed, 4) ? "" : "-", random_below(seed, limit));
  for (int64_t digits = 1 + random_below(seed, 7); digits > 0; digits--) sl_buf_add_char(text, (char)('0' + random_below(seed, 10)));
}

static SlTable *read_text(SlStr text, SlCsvReader reader) {
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.reader = reader;
  SlTable *table = NULL;
  SlError err = {0};
  assert_ok(sl_csv_read_text(text, "numerals.csv", &options, &table, NULL, &err), err);
  return table;
}

static void every_way_reads_the_numbers_that_one_by_one_gives(void **state) {
  (void)state;
  uint64_t seed = 20181001;
  for (int round = 0; round < rounds(ROUNDS); round++) {
    SlBuf text;
    sl_buf_init(&text);
    const char *end = random_below(&seed, 2) ? "\n" : "\r\n";
    sl_buf_printf(&text, "a,b%s", end);
    for (int64_t rows = random_below(&seed, MOST_ROWS); rows > 0; rows--) {
      add_integer_cell(&text, &seed);
      sl_buf_add_char(&text, ',');
      add_number_cell(&text, &seed);
      sl_buf_add_text(&text, end);
    }
    SlTable *expected = read_text(sl_buf_str(&text), SL_READER_STREAM);
    for (int way = 0; way < sl_simd_ways(); way++) {
      sl_simd_take(way);
      SlTable *table = read_text(sl_buf_str(&text), SL_READER_ANY);
      if (!sl_table_equal(table, expected)) fail_msg("way %d reads otherwise: %s", way, sl_buf_text(&text));
      for (int64_t row = 0; expected->columns[1]->type == SL_NUMBER && row < expected->length; row++) {
        double read = sl_column_number(table->columns[1], row), wanted = sl_column_number(expected->columns[1], row);
        assert_memory_equal(&read, &wanted, sizeof read); /* -0.0 too */
      }
      sl_table_release(table);
    }
    sl_simd_take(-1);
    sl_table_release(expected);
    sl_buf_reset(&text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_way_reads_the_numbers_that_one_by_one_gives)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
