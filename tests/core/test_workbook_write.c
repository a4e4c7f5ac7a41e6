/* Workbooks written: without memory, on a full disk, when interrupted. What stands in them is in tests/scripts/write_workbook_test.lua. */
#include "tests/support/test.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/workbook/open.h"
#include "core/workbook/write.h"
#include "tests/support/columns.h"
#include "tests/support/rounds.h"

enum { COLUMNS = 4, ROWS = 5 };

typedef struct Sample {
  SlColumn *cells[COLUMNS];
  SlPageColumn columns[COLUMNS];
  SlPageTable table;
  SlPage page;
  SlPages pages;
  char folder[64], path[96];
} Sample;

static const SlPageLine lines[] = {{.text = {"Title", 5}, .style = SL_PAGE_TITLE}, {.text = {"Contents", 8}, .link = {"#Table_1", 8}}};

static void set_up(Sample *sample) {
  *sample = (Sample){.cells = {column_of(SL_TEXT, "Kent Essex a&b <c> d"), column_of(SL_INTEGER, "1 [c] 3[p] nil 5"), column_of(SL_NUMBER, "0.5 1.25 nil 3 4"),
                               column_of(SL_DATE, "2023-03-31 nil 2024-01-01 2024-02-29 1999-12-31")}};
  static const char *const headings[] = {"force", "people", "rate", "day"};
  for (int i = 0; i < COLUMNS; i++) sample->columns[i] = (SlPageColumn){.heading = sl_str(headings[i]), .cells = sample->cells[i], .decimals = -1, .grouping = true};
  sample->table = (SlPageTable){.name = sl_str("Table_1"), .columns = sample->columns, .column_count = COLUMNS, .rows = ROWS, .missing = {"", 0}};
  sample->page = (SlPage){.name = sl_str("Table_1"), .lines = lines, .line_count = 2, .table = &sample->table};
  sample->pages = (SlPages){.title = sl_str("Title"), .language = sl_str("en-GB"), .author = {"", 0}, .keywords = {"", 0}, .list = &sample->page, .count = 1};
  strcpy(sample->folder, "/tmp/slavelab_write_XXXXXX");
  assert_non_null(mkdtemp(sample->folder));
  snprintf(sample->path, sizeof sample->path, "%s/t.ods", sample->folder);
}

static void tear_down(Sample *sample) {
  for (int i = 0; i < COLUMNS; i++) sl_column_release(sample->cells[i]);
  unlink(sample->path);
  assert_int_equal(rmdir(sample->folder), 0); /* nothing was left beside the file */
}

static void each_failing_allocation_is_told_and_leaves_nothing_behind(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  for (int kind = SL_BOOK_ODS; kind <= SL_BOOK_XLSX; kind++) {
    size_t held = sl_memory_held();
    bool fired = true;
    for (uint64_t nth = 1; fired; nth = next_to_try(nth, UINT64_MAX)) {
      SlError err;
      unlink(sample.path);
      sl_memory_fail_after(nth);
      SlStatus status = sl_pages_write(&sample.pages, (SlBookKind)kind, sample.path, &err);
      fired = sl_memory_fail_after(0) == 0;
      if (fired) {
        assert_int_equal(status, SL_ENOMEM);
        assert_int_not_equal(access(sample.path, F_OK), 0);
      } else {
        assert_ok(status, err);
      }
      assert_int_equal(sl_memory_held(), held);
    }
  }
  tear_down(&sample);
}

static void a_disk_that_fills_leaves_the_old_file(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  SlError err;
  for (int kind = SL_BOOK_ODS; kind <= SL_BOOK_XLSX; kind++) {
    assert_ok(sl_file_write(sample.path, sl_str("old"), &err), err);
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = 1000, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    SlStatus status = sl_pages_write(&sample.pages, (SlBookKind)kind, sample.path, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, SL_EIO);
    assert_non_null(strstr(err.text, "File too large"));
    SlBuf bytes = {0};
    assert_ok(sl_file_read(sample.path, &bytes, &err), err);
    assert_int_equal(bytes.length, 3);
    sl_buf_reset(&bytes);
  }
  tear_down(&sample);
}

static void an_interrupted_write_leaves_nothing_behind(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  for (int kind = SL_BOOK_ODS; kind <= SL_BOOK_XLSX; kind++) {
    bool fired = true;
    for (uint64_t nth = 1; fired; nth++) {
      SlError err;
      unlink(sample.path);
      sl_interrupt_after(nth);
      SlStatus status = sl_pages_write(&sample.pages, (SlBookKind)kind, sample.path, &err);
      fired = status != SL_OK;
      sl_interrupt_clear();
      if (fired) {
        assert_int_equal(status, SL_EINTERRUPTED);
        assert_int_not_equal(access(sample.path, F_OK), 0);
      }
    }
    assert_int_equal(access(sample.path, F_OK), 0);
  }
  tear_down(&sample);
}

static void the_same_pages_give_the_same_bytes_to_a_file_and_to_memory(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  SlError err;
  for (int kind = SL_BOOK_ODS; kind <= SL_BOOK_XLSX; kind++) {
    SlBuf bytes = {0}, file = {0};
    assert_ok(sl_pages_to_bytes(&sample.pages, (SlBookKind)kind, &bytes, &err), err);
    assert_ok(sl_pages_write(&sample.pages, (SlBookKind)kind, sample.path, &err), err);
    assert_ok(sl_file_read(sample.path, &file, &err), err);
    assert_int_equal(bytes.length, file.length);
    assert_memory_equal(bytes.bytes, file.bytes, file.length);
    sl_buf_reset(&bytes);
    sl_buf_reset(&file);
  }
  tear_down(&sample);
}

static void links_within_the_workbook_and_every_cell_are_read_again(void **state) {
  (void)state;
  Sample sample;
  set_up(&sample);
  SlError err;
  for (int kind = SL_BOOK_ODS; kind <= SL_BOOK_XLSX; kind++) {
    SlWorkbook *book = NULL;
    assert_ok(sl_pages_write(&sample.pages, (SlBookKind)kind, sample.path, &err), err);
    assert_ok(sl_workbook_open(sample.path, false, &book, &err), err);
    assert_int_equal(book->sheet_count, 1);
    assert_int_equal(book->table_count, 1);
    assert_int_equal(book->tables[0].range.last_row, 2 + ROWS);
    SlBuf room = {0};
    const SlSheetCell *cell = sl_sheet_cell(&book->sheets[0], 3 + 2, 1);
    assert_non_null(cell);
    SlStr text = sl_sheet_text(book, cell, &room);
    assert_int_equal(text.length, 5);
    assert_memory_equal(text.bytes, "3 [p]", 5);
    assert_null(sl_sheet_cell(&book->sheets[0], 3 + 3, 1));
    sl_buf_reset(&room);
    sl_workbook_free(book);
  }
  tear_down(&sample);
}

/* A column of so many rows, built before, is all that a write needs, but for a few pieces of a fixed size. */
static void memory_does_not_grow_with_the_rows(void **state) {
  (void)state;
  enum { MANY = 200000, PIECES = 1 << 20 };
  Sample sample;
  set_up(&sample);
  SlBuilder builder;
  SlColumn *many = NULL;
  SlError err;
  sl_builder_init(&builder, SL_INTEGER);
  for (int64_t i = 0; i < MANY; i++) sl_builder_add_integer(&builder, i * 7919);
  assert_ok(sl_builder_finish(&builder, &many, &err), err);
  sample.columns[0].cells = many;
  sample.table.column_count = 1;
  sample.table.rows = MANY;
  for (int kind = SL_BOOK_ODS; kind <= SL_BOOK_XLSX; kind++) {
    sl_memory_set_limit(sl_memory_held() + PIECES);
    SlStatus status = sl_pages_write(&sample.pages, (SlBookKind)kind, sample.path, &err);
    sl_memory_set_limit(0);
    assert_ok(status, err);
    SlFileMark mark;
    assert_true(sl_file_mark(sample.path, &mark));
    assert_true(mark.size_bytes > PIECES / 2);
  }
  sl_column_release(many);
  tear_down(&sample);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_failing_allocation_is_told_and_leaves_nothing_behind),
    cmocka_unit_test(a_disk_that_fills_leaves_the_old_file),
    cmocka_unit_test(an_interrupted_write_leaves_nothing_behind),
    cmocka_unit_test(the_same_pages_give_the_same_bytes_to_a_file_and_to_memory),
    cmocka_unit_test(memory_does_not_grow_with_the_rows),
    cmocka_unit_test(links_within_the_workbook_and_every_cell_are_read_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
