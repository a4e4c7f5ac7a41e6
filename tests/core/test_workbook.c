/* Workbooks of both kinds, and what becomes of broken ones: cut at every length, with changed bytes, without memory. What an author sees of
 * their layouts is in tests/scripts/read_sheet_test.lua. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <zlib.h>

#include "core/base/runtime.h"
#include "tests/support/books.h"

static SlWorkbook *open_bytes(SlStr bytes) {
  SlWorkbook *book = NULL;
  SlError err;
  assert_ok(sl_workbook_of_bytes(bytes, "x.ods", true, &book, &err), err);
  return book;
}

static void check_text(const SlWorkbook *book, int64_t sheet, int64_t row, int64_t column, SlSheetType type, const char *text, const char *mark) {
  const SlSheetCell *cell = sl_sheet_cell(&book->sheets[sheet], row, column);
  assert_non_null(cell);
  assert_int_equal(cell->type, type);
  SlBuf room = {0};
  SlStr got = sl_sheet_text(book, cell, &room);
  assert_int_equal(got.length, strlen(text));
  assert_memory_equal(got.bytes, text, got.length);
  if (type == SL_SHEET_TEXT) {
    SlStr raised = sl_dict_get(book->texts, cell->mark);
    assert_int_equal(raised.length, strlen(mark));
    assert_memory_equal(raised.bytes, mark, raised.length);
  }
  sl_buf_reset(&room);
}

static void cells_of_ods_have_what_they_store(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0};
  make_ods(sl_str(ods_sheet), &content, &bytes);
  SlWorkbook *book = open_bytes(sl_buf_str(&bytes));
  assert_int_equal(book->sheet_count, 2);
  assert_int_equal(book->sheets[1].state, SL_SHEET_HIDDEN);
  check_text(book, 0, 0, 0, SL_SHEET_TEXT, "Force ", "1");
  check_text(book, 0, 0, 2, SL_SHEET_TEXT, "People\nin\xC2\xA0" "all", "");
  check_text(book, 0, 1, 0, SL_SHEET_TEXT, "Kent  [r]", "");
  check_text(book, 0, 3, 2, SL_SHEET_NUMBER, "1234.5", "");
  check_text(book, 0, 1, 3, SL_SHEET_DATETIME, "2019-09-30 10:30:00", "");
  check_text(book, 0, 1, 4, SL_SHEET_PERCENTAGE, "0.25", "");
  check_text(book, 0, 1, 5, SL_SHEET_BOOLEAN, "true", "");
  check_text(book, 0, 1, 6, SL_SHEET_ERROR, "", "");
  check_text(book, 0, 1, 7, SL_SHEET_TIME, "10:30:05.500000", "");
  assert_true(sl_sheet_is_bold(book, sl_sheet_cell(&book->sheets[0], 0, 0)));
  assert_int_equal(sl_sheet_style(book, sl_sheet_cell(&book->sheets[0], 0, 0))->indent, 353);
  assert_null(sl_sheet_cell(&book->sheets[0], 4, 0));
  assert_int_equal(book->sheets[0].row_count, 2); /* three rows that repeat are one, a million blank ones are none */
  assert_true(sl_sheet_is_hidden_column(&book->sheets[0], 2));
  assert_int_equal(book->table_count, 2);
  sl_workbook_free(book);
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

static void cells_of_xlsx_have_what_they_store(void **state) {
  (void)state;
  SlBuf bytes = {0};
  make_xlsx(sl_str(xlsx_sheet), &bytes);
  SlWorkbook *book = open_bytes(sl_buf_str(&bytes));
  check_text(book, 0, 0, 0, SL_SHEET_TEXT, "Force", "1");
  check_text(book, 0, 0, 2, SL_SHEET_TEXT, "People", "");
  check_text(book, 0, 1, 2, SL_SHEET_NUMBER, "1000", "");
  check_text(book, 0, 1, 3, SL_SHEET_DATETIME, "2019-09-30 10:30:00", "");
  check_text(book, 0, 1, 4, SL_SHEET_PERCENTAGE, "0.25", "");
  check_text(book, 0, 1, 5, SL_SHEET_BOOLEAN, "true", "");
  check_text(book, 0, 1, 6, SL_SHEET_ERROR, "", "");
  check_text(book, 0, 1, 7, SL_SHEET_TEXT, "Kent", "");
  check_text(book, 0, 8, 1, SL_SHEET_ERROR, "", ""); /* 29 February 1900 */
  assert_true(sl_sheet_row(&book->sheets[0], 8)->hidden);
  assert_int_equal(sl_sheet_style(book, sl_sheet_cell(&book->sheets[0], 1, 3))->indent, 2);
  sl_workbook_free(book);
  sl_buf_reset(&bytes);
}

static void check_range(const char *text, const char *sheet, int64_t first_row, int64_t last_row, int64_t first_column, int64_t last_column) {
  SlArena arena;
  SlRange range;
  SlStr name;
  sl_arena_init(&arena);
  assert_true(sl_range_parse(sl_str(text), &arena, &range, &name));
  assert_true(sl_str_equal(name, sl_str(sheet)));
  assert_int_equal(range.first_row, first_row);
  assert_int_equal(range.last_row, last_row);
  assert_int_equal(range.first_column, first_column);
  assert_int_equal(range.last_column, last_column);
  sl_arena_reset(&arena);
}

static void addresses_are_read_as_both_offices_write_them(void **state) {
  (void)state;
  check_range("A1:K20", "", 0, 19, 0, 10);
  check_range("$AA$7", "", 6, 6, 26, 26);
  check_range("'9. Tidy, it''s'!$A$4:$G$9", "9. Tidy, it's", 3, 8, 0, 6);
  check_range("Table_1.A5:Table_1.K5544", "Table_1", 4, 5543, 0, 10);
  check_range("$'1. NUTS'.$A$5:.$B$6", "1. NUTS", 4, 5, 0, 1);
  check_range("A:C", "", 0, SL_SHEET_ROWS - 1, 0, 2);
  check_range("4:9", "", 3, 8, 0, SL_SHEET_COLUMNS - 1);
  static const char *const wrong[] = {"", "A", "A0", "XFE1", "A1:", "B2:A1", "A1:C", "A1,B2", "#REF!", "'x!A1", "A1048577"};
  SlArena arena;
  sl_arena_init(&arena);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    SlRange range;
    SlStr name;
    assert_false(sl_range_parse(sl_str(wrong[i]), &arena, &range, &name));
  }
  sl_arena_reset(&arena);
}

/* The workbook of the tests: XLSX for 1, ODS for 0. */
static void make_either(int kind, SlBuf *content, SlBuf *bytes) {
  if (kind)
    make_xlsx(sl_str(xlsx_sheet), bytes);
  else
    make_ods(sl_str(ods_sheet), content, bytes);
}

/* Opens bytes that may be broken: whatever is read is taken, whatever is not is told. */
static SlStatus survive(SlStr bytes, SlError *err) {
  SlWorkbook *book = NULL;
  *err = (SlError){0};
  SlStatus status = sl_workbook_of_bytes(bytes, "x.ods", true, &book, err);
  if (status != SL_OK) {
    assert_null(book);
    assert_int_equal(err->status, status);
    if (status != SL_ENOMEM && status != SL_EINTERRUPTED) assert_text_holds(err->text, "x.ods: ");
    return status;
  }
  for (int64_t i = 0; i < book->sheet_count && status == SL_OK; i++)
    for (int on_bad = SL_TAKE_STOP; on_bad <= SL_TAKE_REJECT && status == SL_OK; on_bad++) {
      SlTable *table = NULL;
      status = take_all(book, i, (SlTakeBad)on_bad, &table, err);
      sl_table_release(table);
    }
  sl_workbook_free(book);
  return status;
}

static void a_file_cut_at_any_length_is_an_error_with_words(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0};
  for (int kind = 0; kind < 2; kind++) {
    make_either(kind, &content, &bytes);
    for (size_t length = 0; length < bytes.length; length++) {
      char *cut = malloc(length + 1); /* of its own size, so that a sanitizer sees a read beyond it */
      memcpy(cut, bytes.bytes, length);
      SlError err;
      assert_int_not_equal(survive((SlStr){cut, length}, &err), SL_OK);
      free(cut);
    }
  }
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

static void changed_bytes_of_the_container_never_crash(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0};
  for (int kind = 0; kind < 2; kind++) {
    make_either(kind, &content, &bytes);
    for (size_t at = 0; at < bytes.length; at++) {
      static const char flips[] = {1, (char)0x80, (char)0xFF};
      char flip = flips[at % sizeof flips];
      SlError err;
      bytes.bytes[at] ^= flip;
      survive(sl_buf_str(&bytes), &err);
      bytes.bytes[at] ^= flip;
    }
  }
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

/* The checksum is right here, so that the change reaches what reads the part. */
static void changed_bytes_of_a_part_never_crash(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0}, changed = {0};
  srand(7);
  for (int round = 0; round < rounds(1500); round++) {
    SlStr whole = round % 2 ? sl_str(xlsx_sheet) : sl_str(ods_sheet);
    changed.length = 0;
    sl_buf_add_str(&changed, whole);
    int count = 1 + rand() % 4;
    for (int i = 0; i < count; i++) {
      static const char put[] = "0123456789\"<>/=: -.eEAZ$'";
      size_t at = (size_t)rand() % changed.length;
      changed.bytes[at] = rand() % 8 ? put[(size_t)rand() % (sizeof put - 1)] : (char)rand();
    }
    if (round % 2)
      make_xlsx(sl_buf_str(&changed), &bytes);
    else
      make_ods(sl_buf_str(&changed), &content, &bytes);
    SlError err;
    survive(sl_buf_str(&bytes), &err);
  }
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
  sl_buf_reset(&changed);
}

static void each_failed_allocation_is_reported(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0};
  for (int kind = 0; kind < 2; kind++) {
    make_either(kind, &content, &bytes);
    size_t held = sl_memory_held();
    bool fired = true;
    for (uint64_t nth = 1; fired; nth = next_to_try(nth, UINT64_MAX)) {
      SlError err;
      sl_memory_fail_after(nth);
      SlStatus status = survive(sl_buf_str(&bytes), &err);
      fired = sl_memory_fail_after(0) == 0;
      if (fired) assert_int_equal(status, SL_ENOMEM);
      else assert_ok(status, err);
      assert_int_equal(sl_memory_held(), held);
    }
  }
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

/* Its first stretches are numbers; those are read again when a text shows that all of it is text. */
static void a_column_that_turns_out_to_be_text_keeps_what_stood_in_its_cells(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0}, rows = {0};
  sl_buf_add_text(&rows, "<table:table table:name=\"a\">");
  for (int i = 0; i < 9; i++)
    sl_buf_printf(&rows, "<table:table-row><table:table-cell><text:p>%s</text:p></table:table-cell><table:table-cell><text:p>%s</text:p></table:table-cell></table:table-row>",
                  i == 8 ? "1O4" : i == 3 ? "1.50" : "7", i % 4 == 0 ? "x" : "");
  sl_buf_add_text(&rows, "</table:table>");
  make_ods(sl_buf_str(&rows), &content, &bytes);
  SlWorkbook *book = open_bytes(sl_buf_str(&bytes));
  SlTable *table = NULL;
  SlError err;
  assert_ok(take_all(book, 0, SL_TAKE_STOP, &table, &err), err);
  assert_int_equal(table->columns[0]->type, SL_TEXT);
  assert_true(sl_str_equal(sl_column_text(table->columns[0], 3), sl_str("1.50")));
  assert_true(sl_str_equal(sl_column_text(table->columns[0], 8), sl_str("1O4")));
  assert_true(sl_str_equal(sl_column_text(table->columns[1], 7), sl_str("x"))); /* filled down from the row before the stretch's first */
  sl_table_release(table);
  sl_workbook_free(book);
  sl_buf_reset(&rows);
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

static void check_refused(SlStr sheets, const char *words) {
  SlBuf content = {0}, bytes = {0};
  make_ods(sheets, &content, &bytes);
  SlError err;
  assert_int_not_equal(survive(sl_buf_str(&bytes), &err), SL_OK);
  assert_says(err, words);
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

static void a_cell_beyond_the_last_row_or_column_is_refused(void **state) {
  (void)state;
  check_refused(sl_str("<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"2000000\"/><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
                       "</table:table-row></table:table>"), "goes beyond 1048576 rows or 16384 columns");
  check_refused(sl_str("<table:table table:name=\"a\"><table:table-row><table:table-cell table:number-columns-repeated=\"16384\"/><table:table-cell><text:p>x</text:p></table:table-cell>"
                       "</table:table-row></table:table>"), "sheet \"a\" goes beyond");
  static const char *const spans[] = {"rows-spanned=\"1048576\"", "columns-spanned=\"16384\""}; /* merged from the second cell of the second row on */
  for (int i = 0; i < 2; i++) {
    SlBuf sheet = {0};
    sl_buf_printf(&sheet, "<table:table table:name=\"a\"><table:table-row/><table:table-row><table:table-cell/><table:table-cell table:number-%s><text:p>x</text:p>"
                  "</table:table-cell></table:table-row></table:table>", spans[i]);
    check_refused(sl_buf_str(&sheet), "sheet \"a\" goes beyond");
    sl_buf_reset(&sheet);
  }
}

static void more_sheets_than_an_office_opens_are_refused(void **state) {
  (void)state;
  SlBuf sheets = {0};
  for (int i = 0; i <= SL_WORKBOOK_SHEETS; i++) sl_buf_add_text(&sheets, "<table:table/>");
  check_refused(sl_buf_str(&sheets), "it has more than 10000 sheets");
  sl_buf_reset(&sheets);
}

static void parts_are_found_whatever_the_case_of_their_names(void **state) {
  (void)state;
  ZipPart parts[] = {{.name = "Content.XML", .text = sl_str("<d><office:body><table:table table:name=\"a\"/></office:body></d>")}};
  SlBuf bytes = {0};
  make_zip(parts, 1, &bytes);
  SlWorkbook *book = open_bytes(sl_buf_str(&bytes));
  assert_int_equal(book->sheet_count, 1);
  assert_int_equal(sl_workbook_find_sheet(book, sl_str("A")), 0);
  sl_workbook_free(book);
  sl_buf_reset(&bytes);
}

static void entities_are_refused(void **state) {
  (void)state;
  ZipPart parts[] = {{.name = "content.xml", .text = sl_str("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><office:document-content>&c;</office:document-content>")}};
  SlBuf bytes = {0};
  make_zip(parts, 1, &bytes);
  SlError err;
  assert_int_not_equal(survive(sl_buf_str(&bytes), &err), SL_OK);
  assert_says(err, "declares entities");
  sl_buf_reset(&bytes);
}

/* 300 MB of blanks in 300 kB. */
static void a_part_that_unpacks_without_end_is_refused(void **state) {
  (void)state;
  enum { PIECE = 1 << 20, PIECES = 300 };
  SlBuf packed = {0}, bytes = {0};
  char *blanks = malloc(PIECE);
  memset(blanks, ' ', PIECE);
  memcpy(blanks, "<a>", 3);
  z_stream stream = {0};
  assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
  uLong checksum = crc32(0, NULL, 0);
  for (int i = 0; i <= PIECES; i++) {
    stream.next_in = (Bytef *)blanks;
    stream.avail_in = i < PIECES ? PIECE : 0;
    checksum = crc32(checksum, stream.next_in, stream.avail_in);
    do {
      char *room = sl_buf_room(&packed, 1 << 16);
      assert_non_null(room);
      stream.next_out = (Bytef *)room;
      stream.avail_out = 1 << 16;
      deflate(&stream, i < PIECES ? Z_NO_FLUSH : Z_FINISH);
      packed.length += (1 << 16) - stream.avail_out;
    } while (stream.avail_out == 0);
    memset(blanks, ' ', 3);
  }
  deflateEnd(&stream);
  ZipPart parts[] = {{.name = "content.xml", .text = sl_buf_str(&packed), .deflated = true, .checksum = (uint32_t)checksum, .length = (size_t)PIECE * PIECES}};
  make_zip(parts, 1, &bytes);
  SlError err;
  assert_int_equal(survive(sl_buf_str(&bytes), &err), SL_EDATA);
  assert_says(err, "part \"content.xml\" unpacks to more than 500 times its size");
  free(blanks);
  sl_buf_reset(&packed);
  sl_buf_reset(&bytes);
}

/* Whichever look finds that Ctrl-C was pressed. */
static void reading_and_taking_are_interrupted(void **state) {
  (void)state;
  SlBuf content = {0}, bytes = {0};
  for (int kind = 0; kind < 2; kind++) {
    make_either(kind, &content, &bytes);
    bool fired = true;
    int looks = 0;
    for (uint64_t nth = 1; fired; nth++) {
      SlError err;
      sl_interrupt_after(nth);
      SlStatus status = survive(sl_buf_str(&bytes), &err);
      fired = sl_interrupt_after(0) == 0;
      sl_interrupt_clear();
      if (fired) assert_int_equal(status, SL_EINTERRUPTED);
      else assert_ok(status, err);
      looks += fired;
    }
    assert_true(looks > 2);
  }
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_of_ods_have_what_they_store),
      cmocka_unit_test(cells_of_xlsx_have_what_they_store),
      cmocka_unit_test(addresses_are_read_as_both_offices_write_them),
      cmocka_unit_test(a_column_that_turns_out_to_be_text_keeps_what_stood_in_its_cells),
      cmocka_unit_test(a_file_cut_at_any_length_is_an_error_with_words),
      cmocka_unit_test(changed_bytes_of_the_container_never_crash),
      cmocka_unit_test(changed_bytes_of_a_part_never_crash),
      cmocka_unit_test(each_failed_allocation_is_reported),
      cmocka_unit_test(a_cell_beyond_the_last_row_or_column_is_refused),
      cmocka_unit_test(more_sheets_than_an_office_opens_are_refused),
      cmocka_unit_test(parts_are_found_whatever_the_case_of_their_names),
      cmocka_unit_test(entities_are_refused),
      cmocka_unit_test(a_part_that_unpacks_without_end_is_refused),
      cmocka_unit_test(reading_and_taking_are_interrupted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
