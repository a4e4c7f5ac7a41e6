#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/csv/names.h"
#include "tests/support/csv.h"

typedef struct Named {
  SlArena arena;
  SlBuf notices;
  SlStr *names;
} Named;

static void named_reset(Named *named) {
  sl_arena_reset(&named->arena);
  sl_buf_reset(&named->notices);
  free(named->names);
}

/* So many columns of one name. */
static Named equal_names(const char *name, int64_t count) {
  Named named = {.names = malloc((size_t)count * sizeof(SlStr))};
  assert_non_null(named.names);
  for (int64_t i = 0; i < count; i++) named.names[i] = sl_str(name);
  SlError err = {0};
  assert_ok(sl_names_make_unique(&named.arena, named.names, count, &named.notices, &err), err);
  return named;
}

static void assert_name(const Named *named, int64_t column, const char *expected) {
  assert_int_equal(named->names[column].length, strlen(expected));
  assert_memory_equal(named->names[column].bytes, expected, strlen(expected));
}

static int64_t lines_of(const SlBuf *text) {
  int64_t lines = 0;
  for (size_t i = 0; i < text->length; i++) lines += text->bytes[i] == '\n';
  return lines;
}

/* Each name must cost the same however many there are: what tries all numbers again for each never ends here. */
static void a_name_that_stands_a_hundred_thousand_times_is_numbered(void **state) {
  (void)state;
  Named named = equal_names("a", 100000);
  assert_name(&named, 0, "a");
  assert_name(&named, 1, "a_2");
  assert_name(&named, 99999, "a_100000");
  named_reset(&named);
}

static void a_hundred_thousand_columns_without_a_name_are_numbered(void **state) {
  (void)state;
  Named named = equal_names("", 100000);
  assert_name(&named, 0, "col_1");
  assert_name(&named, 99999, "col_100000");
  named_reset(&named);
}

static void ten_renamed_columns_are_told_and_the_others_counted(void **state) {
  (void)state;
  Named named = equal_names("a", 5000);
  assert_int_equal(lines_of(&named.notices), 11);
  assert_non_null(strstr(sl_buf_text(&named.notices), "column 11 is called \"a_11\"\nand 4,989 more columns with a name that stands further left\n"));
  named_reset(&named);
  named = equal_names("", 12);
  assert_int_equal(lines_of(&named.notices), 11);
  assert_non_null(strstr(sl_buf_text(&named.notices), "it is called \"col_10\"\nand 2 more columns without a name\n"));
  named_reset(&named);
}

static void ten_renamed_columns_alone_need_no_count(void **state) {
  (void)state;
  Named named = equal_names("a", 11);
  assert_int_equal(lines_of(&named.notices), 10);
  assert_null(strstr(sl_buf_text(&named.notices), "more"));
  named_reset(&named);
}

static void a_name_made_up_for_one_column_is_not_made_up_again(void **state) {
  (void)state;
  Csv csv = read_text("a,a,a_2,a_2,,col_5,a\n1,2,3,4,5,6,7\n", NULL);
  assert_cells(&csv, "a:integer a_3:integer a_2:integer a_2_2:integer col_5_2:integer col_5:integer a_4:integer | 1,2,3,4,5,6,7");
  csv_reset(&csv);
}

/* What the file has comes first; then each column in turn takes the first number that leads to a name nobody has. */
static void name_plainly(const char *const *given, int count, char (*names)[32]) {
  bool settled[16] = {false};
  for (int i = 0; i < count; i++) {
    bool further_left = false;
    for (int j = 0; j < i; j++) further_left |= strcmp(given[i], given[j]) == 0;
    settled[i] = *given[i] && !further_left;
    if (settled[i]) strcpy(names[i], given[i]);
  }
  for (int i = 0; i < count; i++) {
    if (settled[i]) continue;
    char base[32];
    snprintf(base, sizeof base, *given[i] ? "%.20s" : "col_%.0s%d", given[i], i + 1);
    for (int number = *given[i] ? 2 : 1; !settled[i]; number++) {
      snprintf(names[i], 32, number == 1 ? "%.20s" : "%.20s_%d", base, number);
      settled[i] = true;
      for (int j = 0; j < count; j++)
        if (j != i && settled[j] && strcmp(names[i], names[j]) == 0) settled[i] = false;
    }
  }
}

static void random_headers_are_named_as_a_plain_search_names_them(void **state) {
  (void)state;
  static const char *const words[] = {"", "a", "a_2", "a_2_2", "col", "col_3", "a_", "_2", "2", "b"};
  srand(7);
  for (int round = 0; round < 3000; round++) {
    const char *given[12];
    char expected[12][32];
    SlStr list[12];
    int count = 1 + rand() % 12, kinds = 2 + rand() % 9, from = rand() % (10 - kinds + 1);
    for (int i = 0; i < count; i++) list[i] = sl_str(given[i] = words[rand() % 3 ? from + rand() % kinds : 0]);
    name_plainly(given, count, expected);
    SlArena arena = {0};
    SlError err = {0};
    assert_ok(sl_names_make_unique(&arena, list, count, NULL, &err), err);
    for (int i = 0; i < count; i++) assert_true(sl_str_equal(list[i], sl_str(expected[i])));
    sl_arena_reset(&arena);
  }
}

static void columns_are_found_among_many(void **state) {
  (void)state;
  enum { COUNT = PIECES_SIZE(50000, 5000) };
  SlBuf text;
  sl_buf_init(&text);
  for (int i = 0; i < COUNT; i++) sl_buf_printf(&text, "n%d%c", i, i + 1 < COUNT ? ',' : '\n');
  for (int i = 0; i < COUNT; i++) sl_buf_printf(&text, "%d%c", i, i + 1 < COUNT ? ',' : '\n');
  Csv all = read_bytes(sl_buf_str(&text), NULL);
  assert_int_equal(sl_table_find(all.table, all.table->names[COUNT - 1]), COUNT - 1);
  assert_int_equal(sl_table_find(all.table, sl_str("n50000")), -1);
  SlCsvOptions options = default_options(); /* all of them by name, the last first */
  SlStr *wanted = malloc(COUNT * sizeof *wanted);
  assert_non_null(wanted);
  for (int i = 0; i < COUNT; i++) wanted[i] = all.table->names[COUNT - 1 - i];
  options.columns = wanted;
  options.column_count = COUNT;
  Csv turned = read_bytes(sl_buf_str(&text), &options);
  assert_int_equal(sl_column_integer(turned.table->columns[0], 0), COUNT - 1);
  assert_int_equal(sl_column_integer(turned.table->columns[COUNT - 1], 0), 0);
  SlTable *both;
  const SlTable *pair[] = {all.table, turned.table};
  SlError err = {0};
  assert_ok(sl_table_append(pair, 2, &both, &err), err);
  assert_int_equal(both->column_count, COUNT);
  assert_int_equal(sl_column_integer(both->columns[7], 1), 7);
  sl_table_release(both);
  csv_reset(&all);
  csv_reset(&turned);
  free(wanted);
  sl_buf_reset(&text);
}

/* Each column of a wide table has a cell that prevents a type: their lines are found in one walk. */
static void problems_of_many_columns_are_told_with_their_lines(void **state) {
  (void)state;
  enum { COUNT = PIECES_SIZE(20000, 2000) };
  SlBuf text;
  sl_buf_init(&text);
  for (int i = 0; i < COUNT; i++) sl_buf_printf(&text, "n%d%c", i, i + 1 < COUNT ? ',' : '\n');
  for (int row = 0; row < 4; row++)
    for (int i = 0; i < COUNT; i++)
      sl_buf_printf(&text, "%s%c", row == 1 + i % 3 ? i % 2 ? "\"a\nb\"" : "x" : "7", i + 1 < COUNT ? ',' : '\n');
  Csv csv = read_bytes(sl_buf_str(&text), NULL);
  const SlTable *problems = csv.report.problems;
  assert_int_equal(problems->length, COUNT);
  const SlColumn *line = sl_table_column(problems, sl_str("line")), *row = sl_table_column(problems, sl_str("row"));
  int64_t begins[4] = {2, 3, 0, 0}, lines[4] = {0}; /* of each row */
  for (int i = 0; i < COUNT; i++) lines[1 + i % 3] += i % 2;
  begins[2] = begins[1] + 1 + lines[1];
  begins[3] = begins[2] + 1 + lines[2];
  int64_t before[4] = {0};
  for (int i = 0; i < COUNT; i++) {
    int here = 1 + i % 3;
    assert_int_equal(sl_column_integer(row, i), here + 1);
    assert_int_equal(sl_column_integer(line, i), begins[here] + before[here]);
    before[here] += i % 2;
  }
  csv_reset(&csv);
  sl_buf_reset(&text);
}

static void an_interrupt_ends_the_search_for_names(void **state) {
  (void)state;
  SlStr names[] = {{"a", 1}, {"a", 1}};
  SlArena arena = {0};
  SlError err = {0};
  sl_interrupt();
  SlStatus status = sl_names_make_unique(&arena, names, 2, NULL, &err);
  sl_interrupt_clear();
  assert_int_equal(status, SL_EINTERRUPTED);
  sl_arena_reset(&arena);
}

/* How often a read of so many columns looks for Ctrl-C; a look that finds it ends the read, and nothing is left. */
static uint64_t looks_of_a_read(int columns) {
  SlBuf text;
  sl_buf_init(&text);
  for (int i = 0; i < columns; i++) sl_buf_printf(&text, "n%d%c", i, i + 1 < columns ? ',' : '\n');
  for (int i = 0; i < columns; i++) sl_buf_printf(&text, "%d%c", i, i + 1 < columns ? ',' : '\n');
  SlCsvOptions options = default_options();
  for (uint64_t nth = 1;; nth = next_to_try(nth, 100)) {
    size_t held = sl_memory_held();
    SlTable *table = NULL;
    SlCsvReport report;
    sl_csv_report_init(&report);
    SlError err = {0};
    sl_interrupt_after(nth);
    SlStatus status = sl_csv_read_text(sl_buf_str(&text), "wide.csv", &options, &table, &report, &err);
    uint64_t left = sl_interrupt_after(0);
    assert_int_equal(status, left ? SL_OK : SL_EINTERRUPTED);
    sl_table_release(table);
    sl_csv_report_reset(&report);
    assert_int_equal(sl_memory_held(), held);
    if (left == 0) continue;
    sl_buf_reset(&text);
    return nth - left;
  }
}

/* Names, choosing, cells, sealing, columns, the table: all go through the columns. */
static void a_read_looks_more_often_the_more_columns_there_are(void **state) {
  (void)state;
  assert_true(looks_of_a_read(9000) >= looks_of_a_read(500) + 30);
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  (void)state;
  size_t before = sl_memory_held();
  for (uint64_t n = 1;; n++) {
    SlStr names[] = {{"a", 1}, {"", 0}, {"a", 1}, {"a_2", 3}, {"a", 1}, {"col_2", 5}};
    SlArena arena = {0};
    SlBuf notices = {0};
    SlError err = {0};
    sl_memory_fail_after(n);
    SlStatus status = sl_names_make_unique(&arena, names, 6, &notices, &err);
    bool fired = sl_memory_fail_after(0) == 0;
    if (status != SL_OK) assert_int_equal(status, SL_ENOMEM);
    sl_arena_reset(&arena);
    sl_buf_reset(&notices);
    assert_int_equal(sl_memory_held(), before);
    if (status == SL_OK && !fired) break;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_read_looks_more_often_the_more_columns_there_are),
      cmocka_unit_test(a_name_that_stands_a_hundred_thousand_times_is_numbered),
      cmocka_unit_test(a_hundred_thousand_columns_without_a_name_are_numbered),
      cmocka_unit_test(ten_renamed_columns_are_told_and_the_others_counted),
      cmocka_unit_test(ten_renamed_columns_alone_need_no_count),
      cmocka_unit_test(a_name_made_up_for_one_column_is_not_made_up_again),
      cmocka_unit_test(random_headers_are_named_as_a_plain_search_names_them),
      cmocka_unit_test(columns_are_found_among_many),
      cmocka_unit_test(problems_of_many_columns_are_told_with_their_lines),
      cmocka_unit_test(an_interrupt_ends_the_search_for_names),
      cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
