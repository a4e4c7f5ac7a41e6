#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/csv/chunks.h"
#include "core/query/rows.h"
#include "tests/support/columns.h"

static char folder[] = "/tmp/slavelab-chunks-XXXXXX";

static int enter_folder(void **state) {
  (void)state;
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state) {
  (void)state;
  unlink("a.csv");
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_text(SlStr text) {
  FILE *file = fopen("a.csv", "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text.bytes, 1, text.length, file), text.length);
  assert_int_equal(fclose(file), 0);
}

typedef struct Chunked {
  SlTable *table; /* of all chunks */
  SlChunksState state;
  int again;
  char head[400], notes[200], notices[400]; /* the latter two once all rows were read */
  SlTable *preamble;
} Chunked;

static void chunked_reset(Chunked *chunked) {
  sl_table_release(chunked->table);
  sl_table_release(chunked->preamble);
}

static void copy_text(char *to, size_t size, SlStr text) {
  assert_true(text.length < size);
  if (text.length > 0) memcpy(to, text.bytes, text.length); /* no bytes may be no place */
  to[text.length] = '\0';
}

/* All chunks behind one another. */
static SlStatus read_chunks(const SlCsvOptions *options, Chunked *out, SlError *err) {
  *out = (Chunked){0};
  SlCsvChunks *chunks;
  SlStatus status = sl_csv_chunks_open("a.csv", options, &chunks, &out->state, err);
  if (status != SL_OK || out->state == SL_CHUNKS_WHOLE) return status;
  status = sl_csv_chunks_advise(chunks, err);
  if (status == SL_OK) copy_text(out->head, sizeof out->head, sl_csv_chunks_notices(chunks));
  while (status == SL_OK) {
    SlTable *next = NULL, *both = NULL;
    status = sl_csv_chunks_next(chunks, &next, &out->state, err);
    if (status != SL_OK || out->state == SL_CHUNKS_END || out->state == SL_CHUNKS_WHOLE) break;
    if (out->state == SL_CHUNKS_AGAIN) {
      sl_table_release(out->table);
      out->table = NULL;
      out->again++;
      continue;
    }
    const SlTable *pair[] = {out->table, next};
    if (out->table) {
      status = sl_table_append(pair, 2, &both, err);
      sl_table_release(out->table);
      sl_table_release(next);
      out->table = both;
    } else {
      out->table = next;
    }
  }
  if (status == SL_OK) status = sl_csv_chunks_doubt_rows(chunks, err);
  if (status == SL_OK) {
    copy_text(out->notes, sizeof out->notes, sl_csv_chunks_notes(chunks));
    copy_text(out->notices, sizeof out->notices, sl_csv_chunks_late_notices(chunks));
    status = sl_csv_chunks_preamble(chunks, &out->preamble, err);
  }
  sl_csv_chunks_close(chunks);
  return status;
}

static void add_cell(SlBuf *text, int kind, uint64_t *seed) {
  static const char *const texts[] = {"Kent", "\"Devon, Cornwall\"", "\"two\nlines\"", "\"a \"\"b\"\"\"", "Essex"};
  switch (kind) {
    case 0: sl_buf_printf(text, "%d", (int)random_below(seed, 300)); break;
    case 1: sl_buf_printf(text, "%d.%d", (int)random_below(seed, 30), (int)random_below(seed, 30)); break;
    case 2: sl_buf_printf(text, "2019-03-%02d", 1 + (int)random_below(seed, 28)); break;
    case 3: sl_buf_printf(text, "%02d/03/2019", 1 + (int)random_below(seed, 28)); break;
    case 4: sl_buf_add_text(text, texts[random_below(seed, 5)]); break;
    default: break; /* missing */
  }
}

static void chunks_give_what_a_whole_read_gives(void **state) {
  (void)state;
  uint64_t seed = 1833;
  int again = 0, several = 0;
  for (int round = 0; round < rounds(300); round++) {
    SlBuf text;
    sl_buf_init(&text);
    sl_buf_add_text(&text, "a,b,c\n");
    int64_t rows = random_below(&seed, 60), change = random_below(&seed, 120);
    int kinds[3], later[3];
    for (int i = 0; i < 3; i++) kinds[i] = (int)random_below(&seed, 6), later[i] = random_below(&seed, 2) ? kinds[i] : (int)random_below(&seed, 6);
    for (int64_t row = 0; row < rows; row++) {
      for (int i = 0; i < 3; i++) {
        add_cell(&text, random_below(&seed, 10) == 0 ? 5 : row < change ? kinds[i] : later[i], &seed);
        sl_buf_add_char(&text, i < 2 ? ',' : '\n');
      }
    }
    write_text(sl_buf_str(&text));
    SlCsvOptions options;
    sl_csv_options_init(&options);
    SlTable *whole = NULL;
    Chunked chunked;
    SlError err = {0};
    assert_ok(sl_csv_read("a.csv", &options, &whole, NULL, &err), err);
    assert_ok(read_chunks(&options, &chunked, &err), err);
    assert_int_equal(chunked.state, SL_CHUNKS_END);
    if (!sl_table_equal(whole, chunked.table)) fail_msg("chunks differ: %s", sl_buf_text(&text));
    again += chunked.again;
    several += rows > 20;
    sl_table_release(whole);
    chunked_reset(&chunked);
    sl_buf_reset(&text);
  }
#ifdef CHUNKS_ARE_TINY
  assert_true(again > rounds(10));
#else
  assert_int_equal(again, 0); /* a chunk holds all of each file */
#endif
  assert_true(several > rounds(10));
}

static Chunked read_in_chunks(const char *text, const SlCsvOptions *options) {
  Chunked chunked;
  SlError err = {0};
  write_text(sl_str(text));
  assert_ok(read_chunks(options, &chunked, &err), err);
  return chunked;
}

static void columns_asked_for_come_in_their_order(void **state) {
  (void)state;
  const SlStr wanted[] = {{"c", 1}, {"a", 1}};
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.columns = wanted;
  options.column_count = 2;
  Chunked chunked = read_in_chunks("a,b,c\n1,x,2\n3,y,4\n", &options);
  assert_int_equal(chunked.table->column_count, 2);
  assert_int_equal(sl_column_integer(chunked.table->columns[0], 1), 4);
  assert_int_equal(sl_column_integer(chunked.table->columns[1], 1), 3);
  chunked_reset(&chunked);
}

static void what_a_whole_read_tells_better_is_left_to_it(void **state) {
  (void)state;
  static const char *const faulty[] = {"", "a,b\n1,2\n3\n", "a,b\n\xFF,2\n", ("\xFF\xFE" "a")};
  SlCsvOptions options;
  sl_csv_options_init(&options);
  for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
    Chunked chunked = read_in_chunks(faulty[i], &options);
    assert_int_equal(chunked.state, SL_CHUNKS_WHOLE);
    chunked_reset(&chunked);
  }
  options.ragged = SL_BAD_REJECT;
  assert_int_equal(read_in_chunks("a,b\n1,2\n", &options).state, SL_CHUNKS_WHOLE);
}

static void a_quote_out_of_place_is_left_to_a_whole_read(void **state) {
  (void)state;
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a,b\n");
  for (int row = 0; row < 40; row++) sl_buf_add_text(&text, "1,\"two\nlines\"\n");
  sl_buf_add_text(&text, "1,x\"\n");
  write_text(sl_buf_str(&text));
  sl_buf_reset(&text);
  SlCsvOptions options;
  sl_csv_options_init(&options);
  Chunked chunked;
  SlError err = {0};
  assert_int_equal(read_chunks(&options, &chunked, &err), SL_OK);
  assert_int_equal(chunked.state, SL_CHUNKS_WHOLE);
  SlTable *whole = NULL;
  assert_int_equal(sl_csv_read("a.csv", &options, &whole, NULL, &err), SL_EPARSE);
  assert_says(err, "a.csv:82:4: a quote inside a field");
  chunked_reset(&chunked);
}

static void a_header_alone_is_a_table_of_no_rows(void **state) {
  (void)state;
  SlCsvOptions options;
  sl_csv_options_init(&options);
  Chunked chunked = read_in_chunks("a,b\n", &options);
  assert_int_equal(chunked.state, SL_CHUNKS_END);
  assert_int_equal(chunked.table->length, 0);
  assert_int_equal(chunked.table->column_count, 2);
  chunked_reset(&chunked);
}

static void running_out_of_memory_is_reported_and_leaks_nothing(void **state) {
  (void)state;
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.comment = sl_str("%");
  write_text(sl_str("% t\n#a, b\n1,x\n2,y\n% c\n3.5,z\n4,\"q\nr\"\n,\n"));
  size_t before = sl_memory_held();
  for (uint64_t n = 1;; n++) {
    Chunked chunked;
    SlError err = {0};
    sl_memory_fail_after(n);
    SlStatus status = read_chunks(&options, &chunked, &err);
    bool fired = sl_memory_fail_after(0) == 0;
    if (status != SL_OK) assert_int_equal(status, SL_ENOMEM);
    chunked_reset(&chunked);
    assert_int_equal(sl_memory_held(), before);
    if (status == SL_OK && !fired) break;
  }
}

/* A comment may hold a quote, which then is none. */
static void comments_are_passed_over_wherever_chunks_are_cut(void **state) {
  (void)state;
  static const char *const lines[] = {"5.5,y\n", "# it's a \"quote\n", "#\n", "1,x\n", "22,\"two\nlines\"\n", "3,\"# no comment\n# nor this\"\n", "\n", "4,# neither\r\n"};
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.comment = sl_str("#");
  uint64_t seed = 1007;
  for (int round = 0; round < 200; round++) {
    SlBuf text;
    sl_buf_init(&text);
    sl_buf_add_text(&text, "# a \" title\na,b\n");
    for (int64_t row = random_below(&seed, 60); row > 0; row--) sl_buf_add_text(&text, lines[random_below(&seed, 8)]);
    write_text(sl_buf_str(&text));
    SlTable *whole = NULL;
    SlCsvReport report;
    Chunked chunked;
    SlError err = {0};
    sl_csv_report_init(&report);
    assert_ok(sl_csv_read("a.csv", &options, &whole, &report, &err), err);
    assert_ok(read_chunks(&options, &chunked, &err), err);
    assert_int_equal(chunked.state, SL_CHUNKS_END);
    if (!sl_table_equal(whole, chunked.table)) fail_msg("chunks differ: %s", sl_buf_text(&text));
    if (!sl_table_equal(report.preamble, chunked.preamble)) fail_msg("comments differ: %s", sl_buf_text(&text));
    sl_csv_report_reset(&report);
    sl_table_release(whole);
    chunked_reset(&chunked);
    sl_buf_reset(&text);
  }
}

static void a_fault_among_comments_is_left_to_a_whole_read(void **state) {
  (void)state;
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.comment = sl_str("#");
  SlBuf text;
  sl_buf_init(&text);
  sl_buf_add_text(&text, "a\n");
  for (int row = 0; row < 6; row++) sl_buf_add_text(&text, "# a comment\n12345678\n");
  sl_buf_add_text(&text, "\"an opening quote\nand a second line\nand a third\" one\"\n1\n");
  write_text(sl_buf_str(&text));
  SlTable *whole = NULL;
  Chunked chunked;
  SlError told = {0}, err = {0};
  assert_int_equal(sl_csv_read("a.csv", &options, &whole, NULL, &told), SL_EPARSE);
  assert_says(told, "a.csv:16:13: text after a closing quote");
  assert_int_equal(read_chunks(&options, &chunked, &err), SL_OK);
  assert_int_equal(chunked.state, SL_CHUNKS_WHOLE);
  chunked_reset(&chunked);
  sl_buf_reset(&text);
}

static void what_rows_alone_show_is_told_after_the_last_chunk(void **state) {
  (void)state;
  write_text(sl_str("n;force;m\n1.200;Kent;3.400\n3.400;Essex;5\n;;\n1.600;Devon;6\n"));
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.delimiter = ';';
  Chunked chunked;
  SlError err = {0};
  assert_ok(read_chunks(&options, &chunked, &err), err);
  assert_int_equal(chunked.state, SL_CHUNKS_END);
  assert_int_equal(chunked.table->length, 3);
  assert_string_equal(chunked.notes, "1 row of empty cells alone was left out\n");
  assert_non_null(strstr(chunked.notices, "1 row of empty cells alone was left out\n"));
  assert_non_null(strstr(chunked.notices, "column \"n\": 1.200 is read as 1.2 and 1,200 as 1200, in 3 cells;"));
  assert_non_null(strstr(chunked.notices, "column \"m\": 1.200 is read as 1.2 and 1,200 as 1200, in 1 cell;"));
  chunked_reset(&chunked);
}

/* A limit is why files are read in chunks: the whole read that a notice needs must not fail the question that was answered. */
static void a_limit_on_memory_costs_the_notice_and_not_the_read(void **state) {
  (void)state;
  write_text(sl_str("force,people\nKent,1\nEssex,2\nSource: Home Office,\n"));
  SlCsvOptions options;
  sl_csv_options_init(&options);
  for (int limited = 0; limited < 2; limited++) {
    SlCsvChunks *chunks;
    SlChunksState now;
    SlError err;
    assert_ok(sl_csv_chunks_open("a.csv", &options, &chunks, &now, &err), err);
    for (SlTable *table = NULL;; sl_table_release(table)) {
      assert_ok(sl_csv_chunks_next(chunks, &table, &now, &err), err);
      if (now == SL_CHUNKS_END) break;
    }
    sl_memory_set_limit(limited ? sl_memory_held() + 1 : 0);
    SlStatus status = sl_csv_chunks_doubt_rows(chunks, &err);
    sl_memory_set_limit(0);
    assert_ok(status, err);
    SlStr said = sl_csv_chunks_late_notices(chunks);
    bool told = said.length > 0 && memmem(said.bytes, said.length, "looks like a note", 17);
    assert_int_equal(told, !limited);
    sl_csv_chunks_close(chunks);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(chunks_give_what_a_whole_read_gives),
      cmocka_unit_test(columns_asked_for_come_in_their_order),
      cmocka_unit_test(what_a_whole_read_tells_better_is_left_to_it),
      cmocka_unit_test(a_quote_out_of_place_is_left_to_a_whole_read),
      cmocka_unit_test(comments_are_passed_over_wherever_chunks_are_cut),
      cmocka_unit_test(a_fault_among_comments_is_left_to_a_whole_read),
      cmocka_unit_test(a_header_alone_is_a_table_of_no_rows),
      cmocka_unit_test(what_rows_alone_show_is_told_after_the_last_chunk),
      cmocka_unit_test(a_limit_on_memory_costs_the_notice_and_not_the_read),
      cmocka_unit_test(running_out_of_memory_is_reported_and_leaks_nothing),
  };
  return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
