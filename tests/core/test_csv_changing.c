/* A file that is changed while it is read is an error, whoever reads it, in whatever form, and at whatever moment. The program's
 * read() and pread() are those below, which change the file behind the n-th of them. */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/runtime.h"
#include "core/csv/chunks.h"
#include "core/csv/read.h"
#include "tests/support/test.h"

static char folder[] = "/tmp/slavelab-changing-XXXXXX";

/* --- the moment ------------------------------------------------------------------------------------------------------------- */

static atomic_long reads;     /* so far */
static atomic_long change_at; /* 0: never */
static void (*change)(void);

static void note_read(void) {
  long now = atomic_fetch_add(&reads, 1) + 1;
  if (now == atomic_load(&change_at)) change();
}

ssize_t read(int file, void *out, size_t most) {
  ssize_t got = syscall(SYS_read, file, out, most);
  note_read();
  return got;
}

ssize_t pread(int file, void *out, size_t most, off_t at) {
  ssize_t got = syscall(SYS_pread64, file, out, most, at);
  note_read();
  return got;
}

/* --- what happens then ------------------------------------------------------------------------------------------------------ */

static SlBuf packed; /* or plain: what the file holds */

static void write_bytes(const char *name, SlStr bytes) {
  FILE *file = fopen(name, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes.bytes, 1, bytes.length, file), bytes.length);
  assert_int_equal(fclose(file), 0);
}

static void append(void) {
  FILE *file = fopen("a.csv", "ab");
  if (file) fputs("7,8\n", file), fclose(file);
}

static void overwrite(void) {
  FILE *file = fopen("a.csv", "r+b");
  if (file) fputc('x', file), fclose(file);
}

static void cut_short(void) {
  if (truncate("a.csv", (off_t)packed.length / 2) != 0) abort();
}

static void replace(void) {
  write_bytes("b.csv", sl_buf_str(&packed));
  if (rename("b.csv", "a.csv") != 0) abort();
}

/* The file as it was, last written to long ago, so that a change shows however coarse the clock is. */
static void restore(void) {
  write_bytes("a.csv", sl_buf_str(&packed));
  const struct timespec long_ago[2] = {{1000000000, 0}, {1000000000, 0}};
  assert_int_equal(utimensat(AT_FDCWD, "a.csv", long_ago, 0), 0);
}

/* --- readers ----------------------------------------------------------------------------------------------------------------- */

static SlStatus read_whole(const SlCsvOptions *options, SlError *err) {
  SlTable *table = NULL;
  SlStatus status = sl_csv_read("a.csv", options, &table, NULL, err);
  sl_table_release(table);
  return status;
}

static SlStatus read_chunks(const SlCsvOptions *options, SlError *err) {
  SlCsvChunks *chunks;
  SlChunksState state;
  SlStatus status = sl_csv_chunks_open("a.csv", options, &chunks, &state, err);
  while (status == SL_OK && (state == SL_CHUNKS_TABLE || state == SL_CHUNKS_AGAIN)) {
    SlTable *table = NULL;
    status = sl_csv_chunks_next(chunks, &table, &state, err);
    sl_table_release(table);
  }
  sl_csv_chunks_close(chunks);
  return status == SL_OK && state == SL_CHUNKS_WHOLE ? read_whole(options, err) : status;
}

/* --- forms ------------------------------------------------------------------------------------------------------------------- */

typedef enum Form { PLAIN, GZIP, ZSTANDARD } Form;

static void pack(SlStr text, Form form, SlBuf *out) {
  if (form == PLAIN) {
    sl_buf_add_str(out, text);
  } else if (form == GZIP) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t most = deflateBound(&z, text.length);
    z.next_in = (Bytef *)text.bytes;
    z.avail_in = (uInt)text.length;
    z.next_out = (Bytef *)sl_buf_room(out, most);
    z.avail_out = (uInt)most;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->length = z.total_out;
    deflateEnd(&z);
  } else {
    size_t most = ZSTD_compressBound(text.length);
    out->length = ZSTD_compress(sl_buf_room(out, most), most, text.bytes, text.length, 1);
  }
}

/* Late in the text a column turns out to be text, so that it is read a second time. */
static void make_text(int64_t rows, bool turns, SlBuf *text) {
  sl_buf_add_text(text, "a,b\n");
  for (int64_t row = 0; row < rows; row++) sl_buf_printf(text, "%d,%s\n", (int)(row * 7919 % 100000), turns && row == rows - 2 ? "x" : "12");
}

static void changes_are_errors(Form form, int64_t rows, bool turns, SlStatus (*reader)(const SlCsvOptions *, SlError *)) {
  static void (*const changes[])(void) = {append, overwrite, cut_short, replace};
  SlBuf text;
  sl_buf_init(&text);
  make_text(rows, turns, &text);
  pack(sl_buf_str(&text), form, &packed);
  SlCsvOptions options;
  sl_csv_options_init(&options);
  SlError err = {0};
  restore();
  atomic_store(&change_at, 0);
  atomic_store(&reads, 0);
  assert_ok(reader(&options, &err), err);
  long all = atomic_load(&reads);
  assert_true(all > 0);
  for (int i = 0; i < 4; i++) {
    for (long at = 1; at <= all; at += 1 + all / 8) {
      restore();
      change = changes[i];
      atomic_store(&reads, 0);
      atomic_store(&change_at, at);
      SlStatus status = reader(&options, &err);
      atomic_store(&change_at, 0);
      if (status != SL_EIO) fail_msg("change %d behind read %ld of %ld: %s", i, at, all, status ? err.text : "no error");
      assert_says(err, "a.csv: the file was changed while it was read; read it again");
    }
  }
  sl_buf_reset(&text);
  sl_buf_reset(&packed);
}

#ifdef CHUNKS_ARE_TINY
enum { FEW = 4, MANY = 60 };
#else
enum { FEW = 10, MANY = 130000 }; /* a file of more than a megabyte is read in pieces */
#endif

static void a_small_file_read_whole(void **state) {
  (void)state;
  for (Form form = PLAIN; form <= ZSTANDARD; form++) changes_are_errors(form, FEW, false, read_whole);
}

static void a_large_file_read_whole(void **state) {
  (void)state;
  for (Form form = PLAIN; form <= ZSTANDARD; form++) changes_are_errors(form, MANY, form == PLAIN, read_whole);
}

static void a_small_file_read_in_chunks(void **state) {
  (void)state;
  for (Form form = PLAIN; form <= ZSTANDARD; form++) changes_are_errors(form, FEW, false, read_chunks);
}

static void a_large_file_read_in_chunks(void **state) {
  (void)state;
  for (Form form = PLAIN; form <= ZSTANDARD; form++) changes_are_errors(form, MANY, form == PLAIN, read_chunks);
}

static int enter_folder(void **state) {
  (void)state;
  sl_threads_set(2);
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state) {
  (void)state;
  sl_runtime_stop();
  unlink("a.csv");
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_small_file_read_whole),
      cmocka_unit_test(a_large_file_read_whole),
      cmocka_unit_test(a_small_file_read_in_chunks),
      cmocka_unit_test(a_large_file_read_in_chunks),
  };
  return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
