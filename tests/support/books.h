/* books.h - two small workbooks that have something of everything, for tests of faults; and a sheet taken as a table, whatever is in it.
 */
#ifndef SL_TESTS_SUPPORT_BOOKS_H
#define SL_TESTS_SUPPORT_BOOKS_H

#include <string.h>

#include "core/base/alloc.h"
#include "core/workbook/open.h"
#include "core/workbook/take.h"
#include "tests/support/zip.h"

static const char ods_head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>"
    "<style:style style:name=\"ce1\" style:family=\"table-cell\"><style:paragraph-properties fo:margin-left=\"0.353cm\"/>"
    "<style:text-properties fo:font-weight=\"bold\"/></style:style>"
    "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>"
    "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>"
    "</office:automatic-styles><office:body><office:spreadsheet>";
static const char ods_sheet[] =
    "<table:table table:name=\"Table_1\"><table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>"
    "<table:table-row><table:table-cell table:style-name=\"ce1\" table:number-columns-spanned=\"2\"><text:p>Force <text:span text:style-name=\"T1\">1</text:span></text:p>"
    "</table:table-cell><table:covered-table-cell/><table:table-cell office:value-type=\"string\"><text:p>People</text:p><text:p>in&#xA0;all</text:p></table:table-cell></table:table-row>"
    "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell office:value-type=\"string\"><text:p>Kent<text:s text:c=\"2\"/>[r]</text:p></table:table-cell>"
    "<table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"1234.5\"><text:p>1,235</text:p></table:table-cell>"
    "<table:table-cell office:value-type=\"date\" office:date-value=\"2019-09-30T10:30:00\"><text:p>Sep-19</text:p></table:table-cell>"
    "<table:table-cell office:value-type=\"percentage\" office:value=\"0.25\"><text:p>25%</text:p></table:table-cell>"
    "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell>"
    "<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>"
    "<table:table-cell office:value-type=\"time\" office:time-value=\"PT10H30M05.5S\"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>10:30</text:p></table:table-cell>"
    "</table:table-row><table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>"
    "<table:table table:name=\"Hidden 'one'\" table:style-name=\"ta2\"><table:table-row table:visibility=\"collapse\"><table:table-cell office:value-type=\"float\" office:value=\"7\"/>"
    "</table:table-row></table:table><table:named-expressions><table:named-range table:name=\"Total\" table:cell-range-address=\"$Table_1.$B$2:.$B$4\"/></table:named-expressions>"
    "<table:database-ranges><table:database-range table:name=\"All\" table:target-range-address=\"Table_1.A1:Table_1.H4\"/></table:database-ranges>";
static const char ods_tail[] = "</office:spreadsheet></office:body></office:document-content>";

static const char xlsx_sheet[] =
    "<worksheet xmlns:r=\"r\"><cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>People</t></is></c></row>"
    "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\"><v>1234.5</v></c><c r=\"C2\"><v>1E3</v></c><c r=\"D2\" s=\"1\"><v>43738.4375</v></c><c r=\"E2\" s=\"2\"><v>0.25</v></c>"
    "<c r=\"F2\" t=\"b\"><v>1</v></c><c r=\"G2\" t=\"e\"><v>#N/A</v></c><c r=\"H2\" t=\"str\"><f>A2</f><v>Kent_x000D_</v></c></row><row r=\"9\" hidden=\"1\"><c r=\"B9\" s=\"3\"><v>60</v></c></row></sheetData>"
    "<mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>";
static const char xlsx_strings[] =
    "<sst><si><r><t>Force</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si><si><t xml:space=\"preserve\">Kent [r]</t></si></sst>";
static const char xlsx_styles[] =
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy hh:mm\"/></numFmts><fonts><font/><font><b/></font></fonts><cellXfs><xf numFmtId=\"0\" fontId=\"0\"/>"
    "<xf numFmtId=\"164\" fontId=\"1\"><alignment indent=\"2\"/></xf><xf numFmtId=\"9\" fontId=\"0\"/><xf numFmtId=\"14\" fontId=\"0\"/></cellXfs></styleSheet>";
static const char xlsx_book[] =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Table 1\" sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames><definedName name=\"Total\">'Table 1'!$B$2:$B$9</definedName>"
    "</definedNames></workbook>";
static const char xlsx_relations[] =
    "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>";
static const char xlsx_root[] = "<Relationships><Relationship Id=\"rId1\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

/* A workbook whose sheets are these bytes; the whole one when they are ods_sheet. */
static inline void make_ods(SlStr sheets, SlBuf *content, SlBuf *out) {
  content->length = 0;
  sl_buf_add_text(content, ods_head);
  sl_buf_add_str(content, sheets);
  sl_buf_add_text(content, ods_tail);
  ZipPart parts[] = {{.name = "mimetype", .text = sl_str("application/vnd.oasis.opendocument.spreadsheet")}, {.name = "content.xml", .text = sl_buf_str(content)}};
  make_zip(parts, 2, out);
}

static inline void make_xlsx(SlStr sheet, SlBuf *out) {
  ZipPart parts[] = {{.name = "[Content_Types].xml", .text = sl_str("<Types/>")}, {.name = "_rels/.rels", .text = sl_str(xlsx_root)}, {.name = "xl/workbook.xml", .text = sl_str(xlsx_book)},
                     {.name = "xl/_rels/workbook.xml.rels", .text = sl_str(xlsx_relations)}, {.name = "xl/sharedStrings.xml", .text = sl_str(xlsx_strings)}, {.name = "xl/styles.xml", .text = sl_str(xlsx_styles)},
                     {.name = "xl/worksheets/sheet1.xml", .text = sheet}};
  make_zip(parts, 7, out);
}

/* All cells of a sheet as a table, a column each. Up to 64 rows and 32 columns are taken. Unless bad cells stop it, every fourth column promises numbers. */
static inline SlStatus take_all(const SlWorkbook *book, int64_t sheet, SlTakeBad on_bad, SlTable **out, SlError *err) {
  enum { ROWS = 64, COLUMNS = 32 };
  static const char *const names[COLUMNS] = {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P",
                                             "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "AA", "AB", "AC", "AD", "AE", "AF"};
  SlRange used = {0, 0, 0, 0};
  sl_sheet_used(&book->sheets[sheet], &used);
  int64_t rows[ROWS], row_count = 0;
  SlTakeCell cells[COLUMNS];
  SlTakeColumn columns[COLUMNS];
  for (int64_t row = used.first_row; row <= used.last_row && row_count < ROWS; row++) rows[row_count++] = row;
  for (int i = 0; i < COLUMNS; i++) {
    cells[i] = (SlTakeCell){.column = i, .flag_column = i + 1, .text = {"", 0}};
    columns[i] = (SlTakeColumn){.name = sl_str(names[i]), .cells = &cells[i], .fill = i % 3 == 0 ? SL_FILL_MERGED : i % 3 == 1 ? SL_FILL_DOWN : SL_FILL_NONE,
                                .is_figure = true, .rules = {.markers = true, .strips_marks = i % 2 == 0, .decimal = '.', .date_order = -1}};
    if (on_bad != SL_TAKE_STOP && i % 4 == 1) columns[i].rules.declared = true, columns[i].rules.type = SL_INTEGER;
  }
  SlTake take = {.book = book, .sheet = &book->sheets[sheet], .rows = rows, .row_count = row_count, .passes = 1, .column_count = COLUMNS, .columns = columns, .trim = true, .on_bad = on_bad,
                 .shown = book->keeps_shown};
  SlTakeReport report = {NULL, NULL, NULL};
  SlStatus status = sl_workbook_take(&take, out, &report, err);
  sl_take_report_reset(&report);
  return status;
}

#endif
