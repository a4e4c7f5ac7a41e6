/* Any bytes as the sheets of a workbook, ODS or XLSX as the first byte says: they open or are refused with words that begin with the file's
 * name, and what opens is taken as tables. */
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"
#include "tests/support/books.h"

const size_t sl_fuzz_choice_bytes = 1;

static void take_sheets(const SlWorkbook *book) {
  for (int64_t i = 0; i < book->sheet_count; i++)
    for (int on_bad = SL_TAKE_STOP; on_bad <= SL_TAKE_REJECT; on_bad++) {
      SlTable *table = NULL;
      SlError err = {0};
      if (take_all(book, i, (SlTakeBad)on_bad, &table, &err) != SL_OK && err.text[0] == 0) abort();
      sl_table_release(table);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  SlStr text = {(const char *)data + 1, size - 1};
  SlBuf content = {0}, bytes = {0};
  if (data[0] & 1)
    make_xlsx(text, &bytes);
  else
    make_ods(text, &content, &bytes);
  SlWorkbook *book = NULL;
  SlError err = {0};
  if (sl_workbook_of_bytes(sl_buf_str(&bytes), "x.ods", (data[0] & 2) != 0, &book, &err) == SL_OK)
    take_sheets(book);
  else if (!sl_str_starts_with(sl_str(err.text), sl_str("x.ods: ")))
    abort();
  sl_workbook_free(book);
  /* The bytes as they are, for the container. */
  if (sl_workbook_of_bytes(text, "x.ods", false, &book, &err) == SL_OK) sl_workbook_free(book);
  sl_buf_reset(&content);
  sl_buf_reset(&bytes);
  return 0;
}

const char *const sl_fuzz_pieces[] = {
    "<table:table table:name=\"a\">", "</table:table>", "<table:table-row>", "</table:table-row>", "<table:table-row table:number-rows-repeated=\"1048576\">",
    "<table:table-cell>", "</table:table-cell>", "<table:table-cell office:value-type=\"float\" office:value=\"12\">", "<table:covered-table-cell/>",
    "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"date\" office:date-value=\"2019-09-30\">",
    "<table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"3\">", "<table:table-column table:number-columns-repeated=\"3\"/>",
    "<text:p>", "</text:p>", "<text:s text:c=\"3\"/>", "<text:span text:style-name=\"T1\">", "</text:span>", "Kent", "12", "[c]", "R", " ", "&amp;", "<!--", "-->",
    "<sheetData>", "</sheetData>", "<row>", "<row r=\"2\">", "</row>", "<c>", "<c r=\"B2\" t=\"s\">", "<c r=\"C2\" s=\"1\">", "<c t=\"inlineStr\">", "</c>", "<v>", "</v>", "<is><t>",
    "</t></is>", "<mergeCells><mergeCell ref=\"A1:B9\"/></mergeCells>", "<worksheet>", "</worksheet>", "1E3", "-0.5", "999999999999", NULL};
