#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "tests/support/test.h"

static char folder[] = "/tmp/slavelab-file-XXXXXX";

static int enter_folder(void **state) {
  (void)state;
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state) {
  (void)state;
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void assert_holds(const char *path, const char *expected) {
  SlBuf bytes;
  sl_buf_init(&bytes);
  SlError err = {0};
  assert_ok(sl_file_read(path, &bytes, &err), err);
  assert_string_equal(sl_buf_text(&bytes), expected);
  sl_buf_reset(&bytes);
}

static void write_text(const char *path, const char *text) {
  SlError err = {0};
  assert_ok(sl_file_write(path, sl_str(text), &err), err);
}

static void what_is_written_is_read(void **state) {
  (void)state;
  write_text("a", "one\n");
  assert_holds("a", "one\n");
  write_text("a", "");
  assert_holds("a", "");
  unlink("a");
}

static void a_file_of_unknown_length_is_read_to_its_end(void **state) {
  (void)state;
  SlBuf bytes;
  sl_buf_init(&bytes);
  SlError err = {0};
  assert_ok(sl_file_read("/proc/self/status", &bytes, &err), err); /* its size is said to be 0 */
  assert_true(bytes.length > 100);
  sl_buf_reset(&bytes);
}

static void a_file_that_changes_while_it_is_read_in_places_is_noticed(void **state) {
  (void)state;
  write_text("a", "force,people\nKent,12\n");
  SlFile file;
  SlError err = {0};
  char bytes[8] = {0};
  assert_ok(sl_file_open("a", &file, &err), err);
  assert_int_equal(file.length, 21);
  assert_ok(sl_file_read_at(&file, 13, 7, bytes, &err), err);
  assert_string_equal(bytes, "Kent,12");
  assert_ok(sl_file_check_unchanged(&file, &err), err);
  assert_int_equal(truncate("a", 15), 0);
  assert_int_equal(sl_file_read_at(&file, 13, 7, bytes, &err), SL_EIO);
  assert_says(err, "a: the file was changed while it was read");
  assert_int_equal(sl_file_check_unchanged(&file, &err), SL_EIO);
  sl_file_close(&file);
  unlink("a");
  assert_int_equal(sl_file_open("a", &file, &err), SL_EIO);
  assert_int_equal(sl_file_open(".", &file, &err), SL_EIO);
}

static void a_missing_file_and_a_directory_are_named(void **state) {
  (void)state;
  SlBuf bytes;
  sl_buf_init(&bytes);
  SlError err = {0};
  assert_int_equal(sl_file_read("none", &bytes, &err), SL_EIO);
  assert_says(err, "cannot read none: No such file");
  assert_int_equal(sl_file_read(".", &bytes, &err), SL_EIO);
  assert_says(err, "cannot read .: it is a directory");
}

static void an_existing_file_keeps_its_mode_and_a_link_stays_one(void **state) {
  (void)state;
  write_text("a", "old");
  assert_int_equal(chmod("a", 0640), 0);
  assert_int_equal(symlink("a", "link"), 0);
  write_text("link", "new");
  struct stat found;
  assert_int_equal(lstat("link", &found), 0);
  assert_true(S_ISLNK(found.st_mode));
  assert_int_equal(stat("a", &found), 0);
  assert_int_equal(found.st_mode & 0777, 0640);
  assert_holds("a", "new");
  unlink("a");
  unlink("link");
}

static void a_write_that_fails_says_why_and_leaves_nothing(void **state) {
  (void)state;
  SlError err = {0};
  assert_int_equal(sl_file_write("none/a", sl_str("x"), &err), SL_EIO);
  assert_says(err, "cannot write none/a: No such file");
  assert_int_equal(sl_file_write(".", sl_str("x"), &err), SL_EIO);
  assert_says(err, "it is a directory");
  assert_int_equal(sl_file_write("/dev/full", sl_str("x"), &err), SL_EIO);
  assert_says(err, "No space left"); /* rmdir at the end proves that no temporary file is left */
}

static void a_file_that_is_read_only_stays(void **state) {
  (void)state;
  write_text("a", "old");
  assert_int_equal(chmod("a", 0444), 0);
  SlError err = {0};
  assert_int_equal(sl_file_write("a", sl_str("new"), &err), SL_EIO);
  assert_says(err, "cannot write a: the file is read-only\n  Allow it (chmod u+w)");
  assert_holds("a", "old");
  unlink("a");
}

static void a_device_is_written_in_place(void **state) {
  (void)state;
  write_text("/dev/null", "x");
  struct stat found;
  assert_int_equal(stat("/dev/null", &found), 0);
  assert_true(S_ISCHR(found.st_mode));
}

static SlStatus read_once(void *context, SlError *err) {
  SlBuf bytes;
  sl_buf_init(&bytes);
  SlStatus status = sl_file_read(context, &bytes, err);
  sl_buf_reset(&bytes);
  return status;
}

static void no_memory_is_reported(void **state) {
  (void)state;
  char path[] = "a";
  write_text(path, "text");
  fail_each_allocation(read_once, path);
  unlink(path);
}

static void only_a_regular_file_that_is_there_has_a_mark(void **state) {
  (void)state;
  SlFileMark mark;
  write_text("a", "text");
  assert_true(sl_file_mark("a", &mark));
  assert_int_equal(mark.size_bytes, 4);
  unlink("a");
  assert_false(sl_file_mark("a", &mark));
  assert_false(sl_file_mark(".", &mark));
  assert_false(sl_file_mark("/dev/null", &mark));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_written_is_read),
      cmocka_unit_test(a_file_of_unknown_length_is_read_to_its_end),
      cmocka_unit_test(a_file_that_changes_while_it_is_read_in_places_is_noticed),
      cmocka_unit_test(only_a_regular_file_that_is_there_has_a_mark),
      cmocka_unit_test(a_missing_file_and_a_directory_are_named),
      cmocka_unit_test(an_existing_file_keeps_its_mode_and_a_link_stays_one),
      cmocka_unit_test(a_write_that_fails_says_why_and_leaves_nothing),
      cmocka_unit_test(a_file_that_is_read_only_stays),
      cmocka_unit_test(a_device_is_written_in_place),
      cmocka_unit_test(no_memory_is_reported),
  };
  return cmocka_run_group_tests_name("file", tests, enter_folder, leave_folder);
}
