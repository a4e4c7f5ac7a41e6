#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/alloc.h"
#include "core/base/input.h"
#include "core/csv/read.h"
#include "tests/support/columns.h"

enum { ROWS = 60000 };

static SlBuf plain, gzip, zstd; /* the same text three times */

static void pack_gzip(SlStr text, SlBuf *out) {
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  size_t most = deflateBound(&z, text.length);
  z.next_in = (Bytef *)text.bytes;
  z.avail_in = (uInt)text.length;
  z.next_out = (Bytef *)sl_buf_room(out, most);
  z.avail_out = (uInt)most;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  out->length += z.total_out;
  deflateEnd(&z);
}

static void pack_zstd(SlStr text, SlBuf *out) {
  size_t most = ZSTD_compressBound(text.length);
  out->length += ZSTD_compress(sl_buf_room(out, most), most, text.bytes, text.length, 3);
}

static int make_texts(void **state) {
  (void)state;
  uint64_t seed = 3;
  sl_buf_add_text(&plain, "force,people\n");
  for (int row = 0; row < ROWS; row++) sl_buf_printf(&plain, "force %d,%d\n", (int)random_below(&seed, 43), (int)random_below(&seed, 100000));
  SlStr text = sl_buf_str(&plain);
  SlStr first = {text.bytes, text.length / 3}, rest = {text.bytes + first.length, text.length - first.length};
  pack_gzip(first, &gzip); /* two pieces behind one another are one text */
  pack_gzip(rest, &gzip);
  pack_zstd(first, &zstd);
  pack_zstd(rest, &zstd);
  return 0;
}

static int drop_texts(void **state) {
  (void)state;
  sl_buf_reset(&plain);
  sl_buf_reset(&gzip);
  sl_buf_reset(&zstd);
  return 0;
}

static SlStatus unpack(SlStr bytes, SlBuf *out, SlError *err) {
  SlInput *input;
  sl_buf_init(out);
  SlStatus status = sl_input_of_bytes(bytes, "a.csv", &input, err);
  if (status != SL_OK) return status;
  size_t got = 1;
  while (status == SL_OK && got > 0) {
    char *room = sl_buf_room(out, 5000);
    status = sl_input_read(input, room, 5000, &got, err);
    out->length += got;
  }
  sl_input_close(input);
  return status;
}

static void what_was_packed_comes_out(void **state) {
  (void)state;
  const SlBuf *packed[] = {&plain, &gzip, &zstd};
  for (int i = 0; i < 3; i++) {
    SlBuf out;
    SlError err = {0};
    assert_ok(unpack(sl_buf_str(packed[i]), &out, &err), err);
    assert_true(sl_str_equal(sl_buf_str(&out), sl_buf_str(&plain)));
    assert_int_equal(sl_is_packed(sl_buf_str(packed[i])), i > 0);
    sl_buf_reset(&out);
  }
}

static void zeros_behind_the_end_are_passed_over_and_other_bytes_are_not(void **state) {
  (void)state;
  SlBuf bytes, out;
  sl_buf_init(&bytes);
  sl_buf_add_str(&bytes, sl_buf_str(&gzip));
  sl_buf_add(&bytes, "\0\0\0\0\0\0\0\0", 8);
  SlError err = {0};
  assert_ok(unpack(sl_buf_str(&bytes), &out, &err), err);
  assert_int_equal(out.length, plain.length);
  sl_buf_reset(&out);
  sl_buf_add_text(&bytes, "more");
  assert_int_equal(unpack(sl_buf_str(&bytes), &out, &err), SL_EPARSE);
  assert_says(err, "a.csv: the gzip data is damaged");
  sl_buf_reset(&out);
  sl_buf_reset(&bytes);
}

static SlTable *parse(SlStr bytes, SlCsvReport *report) {
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.skip = 1;
  SlTable *table = NULL;
  SlError err = {0};
  sl_csv_report_init(report);
  assert_ok(sl_csv_read_text(bytes, "a.csv", &options, &table, report, &err), err);
  return table;
}

static void packed_text_that_is_handed_in_is_read_as_its_text_is(void **state) {
  (void)state;
  const SlBuf *packed[] = {&gzip, &zstd};
  SlCsvReport report;
  SlTable *table = parse(sl_buf_str(&plain), &report);
  sl_csv_report_reset(&report);
  for (int i = 0; i < 2; i++) {
    SlTable *unpacked = parse(sl_buf_str(packed[i]), &report);
    assert_true(sl_table_equal(table, unpacked));
    sl_csv_report_reset(&report);
    sl_table_release(unpacked);
  }
  sl_table_release(table);
}

/* What stands before the rows is not the scanner's to prove. */
static void a_packed_file_with_a_title_that_is_not_utf8_is_windows_1252(void **state) {
  (void)state;
  SlBuf bytes;
  sl_buf_init(&bytes);
  pack_gzip(sl_str("Caf\xE9\na,b\n1,2\n"), &bytes);
  char path[] = "/tmp/slavelab-title-XXXXXX";
  int file = mkstemp(path);
  assert_true(file >= 0 && write(file, bytes.bytes, bytes.length) == (ssize_t)bytes.length && close(file) == 0);
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.skip = 1;
  SlTable *table = NULL;
  SlCsvReport report;
  sl_csv_report_init(&report);
  SlError err = {0};
  assert_ok(sl_csv_read(path, &options, &table, &report, &err), err);
  assert_true(sl_str_equal(sl_column_text(report.preamble->columns[1], 0), sl_str("Caf\xC3\xA9")));
  assert_non_null(strstr(sl_buf_text(&report.notices), "it was read as Windows-1252"));
  sl_csv_report_reset(&report);
  sl_table_release(table);
  sl_buf_reset(&bytes);
  unlink(path);
}

static void bytes_that_are_cut_short_or_damaged_are_an_error(void **state) {
  (void)state;
  const SlBuf *packed[] = {&gzip, &zstd};
  for (int i = 0; i < 2; i++) {
    SlBuf bytes, out;
    sl_buf_init(&bytes);
    sl_buf_add_str(&bytes, sl_buf_str(packed[i]));
    for (size_t length = 5; length < bytes.length; length += bytes.length / 37) {
      SlError err = {0};
      SlStatus status = unpack((SlStr){bytes.bytes, length}, &out, &err);
      assert_int_equal(status, SL_EPARSE);
      assert_says(err, "the file was cut short");
      sl_buf_reset(&out);
    }
    bytes.bytes[bytes.length / 2] ^= 0x55;
    SlError err = {0};
    assert_int_equal(unpack(sl_buf_str(&bytes), &out, &err), SL_EPARSE);
    assert_says(err, "is damaged near byte");
    sl_buf_reset(&out);
    sl_buf_reset(&bytes);
  }
}

/* A frame whose window is 2^log bytes, as zstd --long=log makes them, of a text that is longer. */
static void pack_with_window(int log, SlBuf *out) {
  size_t length = ((size_t)1 << log) + 1000;
  char *text = sl_alloc_zeroed(length, 1);
  ZSTD_CCtx *packer = ZSTD_createCCtx();
  assert_true(text && packer);
  ZSTD_CCtx_setParameter(packer, ZSTD_c_windowLog, log);
  ZSTD_CCtx_setParameter(packer, ZSTD_c_contentSizeFlag, 0);
  size_t most = ZSTD_compressBound(length), made = ZSTD_compress2(packer, sl_buf_room(out, most), most, text, length);
  assert_false(ZSTD_isError(made));
  out->length += made;
  ZSTD_freeCCtx(packer);
  sl_free(text);
}

static SlStatus take_some(SlStr bytes, SlError *err) {
  SlInput *input;
  char some[64];
  size_t got;
  SlStatus status = sl_input_of_bytes(bytes, "a.csv.zst", &input, err);
  if (status != SL_OK) return status;
  status = sl_input_read(input, some, sizeof some, &got, err);
  sl_input_close(input);
  return status;
}

static void a_window_counts_as_memory_held_and_is_named_when_the_limit_forbids_it(void **state) {
  (void)state;
  SlBuf packed;
  sl_buf_init(&packed);
  pack_with_window(25, &packed);
  SlError err = {0};
  sl_memory_set_limit(sl_memory_held() + (8 << 20));
  assert_int_equal(take_some(sl_buf_str(&packed), &err), SL_ENOMEM);
  sl_memory_set_limit(0);
  assert_says(err, "a.csv.zst: unpacking it needs a window of 33554432 bytes, and this runs out of memory");
  assert_says(err, "the limit is");
  size_t peak_before = sl_memory_peak();
  char *ballast = sl_alloc(peak_before - sl_memory_held()); /* so that the window shows in the peak */
  assert_ok(take_some(sl_buf_str(&packed), &err), err);
  assert_true(sl_memory_peak() > peak_before + (32 << 20));
  sl_free(ballast);
  sl_buf_reset(&packed);
}

static void a_window_of_gigabytes_is_refused_with_its_size(void **state) {
  (void)state;
  /* the header of a frame with a window of 2 GB, and an empty last block */
  static const char frame[] = "\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00";
  SlError err = {0};
  assert_int_equal(take_some((SlStr){frame, sizeof frame - 1}, &err), SL_ERANGE);
  assert_says(err, "needs a window of 2147483648 bytes, and at most 134217728 are allowed");
  assert_says(err, "Unpack the file first");
}

/* A packed file reads as the text does, whether or not its columns can be read as the bytes pass by. */
static void a_packed_file_is_read_as_its_text_is(void **state) {
  (void)state;
  static const char *const endings[] = {"", "Kent,9\nEssex,-\n", "Kent,1.5\n", "\nKent\n", "Kent,\xFF\n", "Kent,\"5\"\n"};
  char path[] = "/tmp/slavelab-packed-XXXXXX";
  int made = mkstemp(path);
  assert_true(made >= 0);
  close(made);
  SlCsvOptions options;
  sl_csv_options_init(&options);
  options.ragged = SL_BAD_STOP;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    SlBuf text, packed;
    sl_buf_init(&text);
    sl_buf_init(&packed);
    sl_buf_add_str(&text, sl_buf_str(&plain));
    sl_buf_add_text(&text, endings[i]);
    pack_zstd(sl_buf_str(&text), &packed);
    FILE *file = fopen(path, "wb");
    assert_int_equal(fwrite(packed.bytes, 1, packed.length, file), packed.length);
    fclose(file);
    SlTable *expected = NULL, *table = NULL;
    SlCsvReport wanted, found;
    sl_csv_report_init(&wanted);
    sl_csv_report_init(&found);
    SlError a = {0}, b = {0};
    SlStatus status = sl_csv_read_text(sl_buf_str(&text), path, &options, &expected, &wanted, &a);
    assert_int_equal(sl_csv_read(path, &options, &table, &found, &b), status);
    assert_string_equal(a.text, b.text);
    if (status == SL_OK) {
      assert_true(sl_table_equal(table, expected));
      assert_int_equal(found.rows_read, wanted.rows_read);
      assert_int_equal(found.problems != NULL, wanted.problems != NULL);
      if (found.problems) assert_true(sl_table_equal(found.problems, wanted.problems));
      assert_int_equal(found.bytes, packed.length);
    }
    sl_table_release(expected);
    sl_table_release(table);
    sl_csv_report_reset(&wanted);
    sl_csv_report_reset(&found);
    sl_buf_reset(&text);
    sl_buf_reset(&packed);
  }
  unlink(path);
}

static SlStatus unpack_beginning(void *packed, SlError *err) { return take_some(sl_buf_str(packed), err); }

static void running_out_of_memory_is_reported(void **state) {
  (void)state;
  fail_each_allocation(unpack_beginning, &gzip);
  fail_each_allocation(unpack_beginning, &zstd);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_packed_comes_out),
      cmocka_unit_test(zeros_behind_the_end_are_passed_over_and_other_bytes_are_not),
      cmocka_unit_test(bytes_that_are_cut_short_or_damaged_are_an_error),
      cmocka_unit_test(a_window_counts_as_memory_held_and_is_named_when_the_limit_forbids_it),
      cmocka_unit_test(a_window_of_gigabytes_is_refused_with_its_size),
      cmocka_unit_test(a_packed_file_is_read_as_its_text_is),
      cmocka_unit_test(packed_text_that_is_handed_in_is_read_as_its_text_is),
      cmocka_unit_test(a_packed_file_with_a_title_that_is_not_utf8_is_windows_1252),
      cmocka_unit_test(running_out_of_memory_is_reported),
  };
  return cmocka_run_group_tests(tests, make_texts, drop_texts);
}
