#include <stdio.h>
#include <string.h>

#include "core/values/datetime.h"
#include "core/values/print.h"
#include "core/workbook/sheet.h"
#include "core/workbook/write_parts.h"

enum { FLUSH_BYTES = 1 << 16, PAGE_WIDTH = 72, CELL_CHARACTERS = 32767, HEADING_CHARACTERS = 255 };

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define RELATIONS "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELATIONSHIPS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* --- parts about parts ------------------------------------------------------------------------------------------------------------ */

static SlStatus write_content_types(SlBookOut *out) {
  SlStatus status = sl_out_begin_part(out, "[Content_Types].xml");
  if (status != SL_OK) return status;
#define FORMAT "application/vnd.openxmlformats-officedocument.spreadsheetml."
  sl_out(out, HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
              "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
              "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
              "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" FORMAT "sheet.main+xml\"/>"
              "<Override PartName=\"/xl/styles.xml\" ContentType=\"" FORMAT "styles+xml\"/>"
              "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
              "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>");
  for (int64_t i = 0; i < out->pages->count; i++) {
    long long number = (long long)i + 1;
    sl_buf_printf(&out->xml, "<Override PartName=\"/xl/worksheets/sheet%lld.xml\" ContentType=\"" FORMAT "worksheet+xml\"/>", number);
    if (out->pages->list[i].table)
      sl_buf_printf(&out->xml, "<Override PartName=\"/xl/tables/table%lld.xml\" ContentType=\"" FORMAT "table+xml\"/>", number);
  }
  sl_out(out, "</Types>");
  return sl_out_end_part(out);
}

static SlStatus write_root(SlBookOut *out) {
  static const char text[] =
    HEAD RELATIONSHIPS "<Relationship Id=\"rId1\" Type=\"" OFFICE "officeDocument\" Target=\"xl/workbook.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" OFFICE "extended-properties\" Target=\"docProps/app.xml\"/></Relationships>";
  return sl_out_part(out, "_rels/.rels", text);
}

static void add_property(SlBookOut *out, const char *element, SlStr text) {
  if (text.length == 0) return;
  sl_buf_printf(&out->xml, "<%s>", element);
  sl_out_escaped(out, text);
  sl_buf_printf(&out->xml, "</%s>", element);
}

static SlStatus write_properties(SlBookOut *out) {
  static const char app[] = HEAD "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
                            "<Application>slavelab</Application></Properties>";
  SlStatus status = sl_out_begin_part(out, "docProps/core.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
              "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
  add_property(out, "dc:title", out->pages->title);
  add_property(out, "dc:creator", out->pages->author);
  add_property(out, "cp:keywords", out->pages->keywords);
  add_property(out, "dc:language", out->pages->language);
  sl_out(out, "</cp:coreProperties>");
  status = sl_out_end_part(out);
  return status == SL_OK ? sl_out_part(out, "docProps/app.xml", app) : status;
}

static SlStatus write_workbook(SlBookOut *out) {
  SlStatus status = sl_out_begin_part(out, "xl/workbook.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<workbook " MAIN " " RELATIONS "><bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>");
  for (int64_t i = 0; i < out->pages->count; i++) {
    sl_out(out, "<sheet name=\"");
    sl_out_escaped(out, out->pages->list[i].name);
    sl_buf_printf(&out->xml, "\" sheetId=\"%lld\" r:id=\"rId%lld\"/>", (long long)i + 1, (long long)i + 1);
  }
  sl_out(out, "</sheets></workbook>");
  status = sl_out_end_part(out);
  if (status == SL_OK) status = sl_out_begin_part(out, "xl/_rels/workbook.xml.rels");
  if (status != SL_OK) return status;
  sl_out(out, HEAD RELATIONSHIPS);
  for (int64_t i = 0; i < out->pages->count; i++)
    sl_buf_printf(&out->xml, "<Relationship Id=\"rId%lld\" Type=\"" OFFICE "worksheet\" Target=\"worksheets/sheet%lld.xml\"/>", (long long)i + 1, (long long)i + 1);
  sl_buf_printf(&out->xml, "<Relationship Id=\"rId%lld\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/></Relationships>", (long long)out->pages->count + 1);
  return sl_out_end_part(out);
}

/* --- styles ----------------------------------------------------------------------------------------------------------------------- */

enum { STYLE_LINE, STYLE_HEADING_1, STYLE_HEADING_2, STYLE_WORDS, STYLE_LEFT, STYLE_RIGHT, STYLE_LINK, STYLE_COLUMNS, FIRST_FORMAT = 164 };

static void add_format(SlBookOut *out, const SlShown *shown, int64_t at) {
  static const char zeros[] = "000000000000000";
  SlBuf *xml = &out->xml;
  sl_buf_printf(xml, "<numFmt numFmtId=\"%lld\" formatCode=\"", (long long)at + FIRST_FORMAT);
  if (sl_out_is_right(shown->kind))
    sl_buf_printf(xml, "%s%s%.*s%s", shown->grouping ? "#,##0" : "0", shown->decimals ? "." : "", shown->decimals, zeros, shown->kind == SL_CELL_SHARE ? "%" : "");
  else
    sl_out(out, shown->kind == SL_CELL_DATE ? "d mmmm yyyy" : shown->kind == SL_CELL_DATETIME ? "yyyy-mm-dd hh:mm:ss" : "General");
  sl_out(out, "\"/>");
}

#define FONT(size, more) "<font>" more "<sz val=\"" size "\"/><color rgb=\"FF000000\"/><name val=\"Arial\"/><family val=\"2\"/></font>"

static SlStatus write_styles(SlBookOut *out) {
  SlBuf *xml = &out->xml;
  SlStatus status = sl_out_begin_part(out, "xl/styles.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<styleSheet " MAIN ">");
  if (out->style_count) {
    sl_buf_printf(xml, "<numFmts count=\"%lld\">", (long long)out->style_count);
    for (int64_t i = 0; i < out->style_count; i++) add_format(out, &out->styles[i], i);
    sl_out(out, "</numFmts>");
  }
  sl_out(out, "<fonts count=\"5\">" FONT("12", "") FONT("16", "<b/>") FONT("14", "<b/>") FONT("12", "<b/>")
              "<font><u/><sz val=\"12\"/><color rgb=\"FF0000EE\"/><name val=\"Arial\"/><family val=\"2\"/></font></fonts>"
              "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
              "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
              "<cellStyleXfs count=\"4\"><xf fontId=\"0\"/><xf fontId=\"1\"/><xf fontId=\"2\"/><xf fontId=\"4\"/></cellStyleXfs>");
  sl_buf_printf(xml, "<cellXfs count=\"%lld\">", (long long)out->style_count + STYLE_COLUMNS);
#define ALIGNED(horizontal) " applyAlignment=\"1\"><alignment horizontal=\"" horizontal "\" vertical=\"top\" wrapText=\"1\"/></xf>"
  sl_out(out, "<xf fontId=\"0\" xfId=\"0\"/><xf fontId=\"1\" xfId=\"1\" applyFont=\"1\"/><xf fontId=\"2\" xfId=\"2\" applyFont=\"1\"/>"
              "<xf fontId=\"0\" xfId=\"0\"" ALIGNED("left") "<xf fontId=\"3\" xfId=\"0\" applyFont=\"1\"" ALIGNED("left")
              "<xf fontId=\"3\" xfId=\"0\" applyFont=\"1\"" ALIGNED("right") "<xf fontId=\"4\" xfId=\"3\" applyFont=\"1\"" ALIGNED("left"));
  for (int64_t i = 0; i < out->style_count; i++)
    sl_buf_printf(xml, "<xf numFmtId=\"%lld\" fontId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment horizontal=\"%s\" "
                  "vertical=\"top\" wrapText=\"1\"/></xf>", (long long)i + FIRST_FORMAT, sl_out_is_right(out->styles[i].kind) ? "right" : "left");
  sl_out(out, "</cellXfs><cellStyles count=\"4\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/><cellStyle name=\"Heading 1\" xfId=\"1\" builtinId=\"16\"/>"
              "<cellStyle name=\"Heading 2\" xfId=\"2\" builtinId=\"17\"/><cellStyle name=\"Hyperlink\" xfId=\"3\" builtinId=\"8\"/></cellStyles>"
              "<dxfs count=\"0\"/></styleSheet>");
  return sl_out_end_part(out);
}

/* --- texts ------------------------------------------------------------------------------------------------------------------------ */

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (sl_lower(c) >= 'a' && sl_lower(c) <= 'f'); }

/* What would read as a character by its number, "_x0041_": its first underscore is written as one. */
static bool is_numbered(SlStr text, size_t at) {
  const char *bytes = text.bytes + at;
  return at + 7 <= text.length && bytes[0] == '_' && bytes[1] == 'x' && is_hex(bytes[2]) && is_hex(bytes[3]) && is_hex(bytes[4]) && is_hex(bytes[5]) &&
         bytes[6] == '_';
}

/* In an attribute line ends and tabs would be blanks: the one is a character by its number, as Excel has it, the other a reference. */
static void add_text(SlBookOut *out, SlStr text, bool in_attribute) {
  size_t from = 0;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c != '\r' && c != '_' && c != '\n' && !(c == '\t' && in_attribute)) continue;
    if (c == '_' && !is_numbered(text, i)) continue;
    sl_out_escaped(out, (SlStr){text.bytes + from, i - from});
    sl_out(out, c == '_' ? "_x005F_" : c == '\t' ? "&#9;" : in_attribute ? "_x000a_" : "\n");
    if (c == '\r' && i + 1 < text.length && text.bytes[i + 1] == '\n') i++;
    from = i + 1;
  }
  sl_out_escaped(out, (SlStr){text.bytes + from, text.length - from});
}

/* As Excel counts them: UTF-16. */
static size_t count_characters(SlStr text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.bytes[i];
    count += (c & 0xC0) != 0x80;
    count += c >= 0xF0;
  }
  return count;
}

typedef struct Place {
  char column[8];
  long long row; /* from 1 */
} Place;

static Place place_at(int64_t row, int64_t column) {
  Place place = {.row = (long long)row + 1};
  char address[SL_ADDRESS_BYTES];
  sl_address(0, column, address);
  size_t letters = strcspn(address, "0123456789");
  memcpy(place.column, address, letters < sizeof place.column ? letters : 0);
  return place;
}

static void open_cell(SlBookOut *out, const Place *place, int style, const char *more) {
  sl_out(out, "<c r=\"");
  sl_out(out, place->column);
  sl_print_integer(place->row, &out->xml);
  sl_out(out, "\" s=\"");
  sl_print_integer(style, &out->xml);
  sl_out(out, more);
}

static void add_text_cell(SlBookOut *out, const Place *place, int style, SlStr text) {
  open_cell(out, place, style, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
  add_text(out, text, false);
  sl_out(out, "</t></is></c>");
}

static void add_value_cell(SlBookOut *out, const Place *place, int style, const char *type, SlStr value) {
  open_cell(out, place, style, type);
  sl_buf_add_str(&out->xml, value);
  sl_out(out, "</v></c>");
}

/* --- cells ------------------------------------------------------------------------------------------------------------------------ */

/* The day number that Excel has; false for days before 1 March 1900, which it counts wrongly or not at all, and for what is finer than
 * the milliseconds that a number of days keeps. */
static bool serial_of(const SlOutCell *cell, char text[SL_NUMBER_BYTES]) {
  enum { DAY_0 = 25569, FIRST_DAY = 61 };
  int64_t day = cell->kind == SL_CELL_DATE ? cell->moment : sl_day_of_datetime(cell->moment);
  int64_t time = cell->kind == SL_CELL_DATE ? 0 : sl_time_of_datetime(cell->moment);
  if (day + DAY_0 < FIRST_DAY || time % 1000 != 0) return false;
  sl_number_text((double)(day + DAY_0) + (double)time / (double)SL_DAY_MICROSECONDS, text);
  return true;
}

static SlStatus add_cell(SlBookOut *out, const SlPage *page, int64_t column, int64_t row, const Place *place, int style, const SlOutCell *cell) {
  char text[SL_NUMBER_BYTES];
  switch (cell->kind) {
  case SL_CELL_BLANK: return SL_OK;
  case SL_CELL_NUMBER:
  case SL_CELL_SHARE:
    if (!cell->stored.length) break;
    add_value_cell(out, place, style, "\"><v>", cell->stored);
    return SL_OK;
  case SL_CELL_DATE:
  case SL_CELL_DATETIME:
    if (!serial_of(cell, text)) break;
    add_value_cell(out, place, style, "\"><v>", sl_str(text));
    return SL_OK;
  case SL_CELL_TRUTH:
    add_value_cell(out, place, style, "\" t=\"b\"><v>", sl_str(cell->moment ? "1" : "0"));
    return SL_OK;
  default: break;
  }
  if (cell->text.length > CELL_CHARACTERS && count_characters(cell->text) > CELL_CHARACTERS)
    return sl_out_fail_cell(out, page, column, row, "the text is longer than the 32,767 characters that a cell of XLSX holds; write ODS, or cut it with substr()");
  int links_style = sl_out_link(&page->table->columns[column], row).length ? STYLE_LINK : style;
  add_text_cell(out, place, links_style, cell->text);
  return SL_OK;
}

static SlStatus write_rows(SlBookOut *out, const SlPage *page, const SlColumnLook *looks) {
  const SlPageTable *table = page->table;
  SlStatus status = SL_OK;
  int64_t first = page->line_count + 1;
  for (int64_t row = 0; row < table->rows && status == SL_OK; row++) {
    sl_out(out, "<row r=\"");
    sl_print_integer(first + row + 1, &out->xml);
    sl_out(out, "\">");
    for (int64_t column = 0; column < table->column_count && status == SL_OK; column++) {
      SlOutCell cell;
      Place place = {.row = (long long)(first + row) + 1};
      memcpy(place.column, looks[column].letters, sizeof looks[column].letters);
      status = sl_out_cell(out, page, column, row, &looks[column], &cell);
      if (status == SL_OK) status = add_cell(out, page, column, row, &place, STYLE_COLUMNS + looks[column].style, &cell);
    }
    sl_out(out, "</row>\n");
    if (status == SL_OK) status = sl_out_flush(out, FLUSH_BYTES);
  }
  return status;
}

/* --- links: a list behind the cells, the addresses of others in a part of their own -------------------------------------------------- */

typedef void (*LinkTaker)(SlBookOut *out, const Place *place, SlStr link, int64_t *number);

static void each_link(SlBookOut *out, const SlPage *page, LinkTaker take) {
  int64_t number = 1; /* 1 is the table */
  for (int64_t i = 0; i < page->line_count; i++) {
    Place place = place_at(i, 0);
    if (page->lines[i].link.length) take(out, &place, page->lines[i].link, &number);
  }
  for (int64_t column = 0; page->table && column < page->table->column_count; column++)
    for (int64_t row = 0; page->table->columns[column].links && row < page->table->rows; row++) {
      SlStr link = sl_out_link(&page->table->columns[column], row);
      Place place = place_at(page->line_count + 1 + row, column);
      if (link.length) take(out, &place, link, &number);
    }
}

static void add_link(SlBookOut *out, const Place *place, SlStr link, int64_t *number) {
  sl_out(out, *number == 1 ? "<hyperlinks>" : "");
  ++*number;
  sl_buf_printf(&out->xml, "<hyperlink ref=\"%s%lld\" ", place->column, place->row);
  int64_t sheet = sl_out_linked_sheet(out->pages, link);
  if (sheet >= 0)
    sl_buf_printf(&out->xml, "location=\"'%.*s'!A1\"/>", SL_STR_ARGS(out->pages->list[sheet].name));
  else
    sl_buf_printf(&out->xml, "r:id=\"rId%lld\"/>", (long long)*number);
}

static void add_address(SlBookOut *out, const Place *place, SlStr link, int64_t *number) {
  (void)place;
  ++*number;
  if (sl_out_linked_sheet(out->pages, link) >= 0) return;
  sl_buf_printf(&out->xml, "<Relationship Id=\"rId%lld\" Type=\"" OFFICE "hyperlink\" Target=\"", (long long)*number);
  sl_out_escaped(out, link);
  sl_out(out, "\" TargetMode=\"External\"/>");
}

static bool has_links(const SlPage *page) {
  for (int64_t i = 0; i < page->line_count; i++)
    if (page->lines[i].link.length) return true;
  for (int64_t i = 0; page->table && i < page->table->column_count; i++)
    for (int64_t row = 0; page->table->columns[i].links && row < page->table->rows; row++)
      if (sl_out_link(&page->table->columns[i], row).length) return true;
  return false;
}

/* --- sheets ----------------------------------------------------------------------------------------------------------------------- */

static void add_columns(SlBookOut *out, const SlPage *page, const SlColumnLook *looks) {
  sl_out(out, "<cols>");
  if (!page->table) sl_buf_printf(&out->xml, "<col min=\"1\" max=\"1\" width=\"%d\" style=\"%d\" customWidth=\"1\"/>", PAGE_WIDTH, STYLE_WORDS);
  for (int64_t i = 0; page->table && i < page->table->column_count; i++)
    sl_buf_printf(&out->xml, "<col min=\"%lld\" max=\"%lld\" width=\"%d\" style=\"%d\" customWidth=\"1\"/>", (long long)i + 1, (long long)i + 1, looks[i].width,
                  STYLE_COLUMNS + looks[i].style);
  sl_out(out, "</cols>");
}

static SlStatus write_sheet(SlBookOut *out, int64_t index) {
  const SlPage *page = &out->pages->list[index];
  const SlPageTable *table = page->table;
  SlColumnLook *looks = out->looks[index];
  char part[64];
  snprintf(part, sizeof part, "xl/worksheets/sheet%lld.xml", (long long)index + 1);
  SlStatus status = sl_out_begin_part(out, part);
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<worksheet " MAIN " " RELATIONS "><sheetViews><sheetView");
  sl_out(out, index == 0 ? " tabSelected=\"1\"" : "");
  sl_out(out, " workbookViewId=\"0\"><selection activeCell=\"A1\" sqref=\"A1\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
  add_columns(out, page, looks);
  sl_out(out, "<sheetData>");
  for (int64_t i = 0; i < page->line_count; i++) {
    static const int styles[] = {STYLE_LINE, STYLE_HEADING_1, STYLE_HEADING_2};
    const SlPageLine *line = &page->lines[i];
    Place place = place_at(i, 0);
    int style = line->link.length ? STYLE_LINK : line->style == SL_PAGE_TEXT && !table ? STYLE_WORDS : styles[line->style];
    sl_buf_printf(&out->xml, "<row r=\"%lld\">", place.row);
    add_text_cell(out, &place, style, line->text);
    sl_out(out, "</row>\n");
  }
  if (table) {
    sl_buf_printf(&out->xml, "<row r=\"%lld\">", (long long)page->line_count + 1);
    for (int64_t i = 0; i < table->column_count; i++) {
      Place place = place_at(page->line_count, i);
      memcpy(looks[i].letters, place.column, sizeof looks[i].letters);
      add_text_cell(out, &place, sl_out_is_right(looks[i].kind) ? STYLE_RIGHT : STYLE_LEFT, table->columns[i].heading);
    }
    sl_out(out, "</row>\n");
    status = write_rows(out, page, looks);
    if (status != SL_OK) return status;
  }
  sl_out(out, "</sheetData>");
  if (has_links(page)) {
    each_link(out, page, add_link);
    sl_out(out, "</hyperlinks>");
  }
  sl_out(out, "<pageSetup paperSize=\"9\" orientation=\"landscape\"/>");
  sl_out(out, table ? "<tableParts count=\"1\"><tablePart r:id=\"rId1\"/></tableParts></worksheet>" : "</worksheet>");
  return sl_out_end_part(out);
}

static SlStatus write_sheet_relations(SlBookOut *out, int64_t index) {
  const SlPage *page = &out->pages->list[index];
  char part[64];
  if (!page->table && !has_links(page)) return SL_OK;
  snprintf(part, sizeof part, "xl/worksheets/_rels/sheet%lld.xml.rels", (long long)index + 1);
  SlStatus status = sl_out_begin_part(out, part);
  if (status != SL_OK) return status;
  sl_out(out, HEAD RELATIONSHIPS);
  if (page->table) sl_buf_printf(&out->xml, "<Relationship Id=\"rId1\" Type=\"" OFFICE "table\" Target=\"../tables/table%lld.xml\"/>", (long long)index + 1);
  each_link(out, page, add_address);
  sl_out(out, "</Relationships>");
  return sl_out_end_part(out);
}

/* --- marked tables ---------------------------------------------------------------------------------------------------------------- */

/* Excel takes a table with two headings alike, or one longer than this, for damaged. */
static SlStatus check_headings(SlBookOut *out, const SlPage *page) {
  const SlPageTable *table = page->table;
  for (int64_t i = 0; i < table->column_count; i++) {
    SlStr heading = table->columns[i].heading;
    if (count_characters(heading) > HEADING_CHARACTERS)
      return sl_fail(out->err, SL_EDATA, "sheet \"%.*s\": the heading \"%.40s...\" is longer than the %d characters that a table of XLSX takes; titles = { ... } gives "
                     "a shorter one", SL_STR_ARGS(page->name), heading.bytes, HEADING_CHARACTERS);
    for (int64_t j = 0; j < i; j++)
      if (sl_str_equal_caseless(heading, table->columns[j].heading))
        return sl_fail(out->err, SL_EDATA, "sheet \"%.*s\": the headings \"%.*s\" and \"%.*s\" are the same to a table of XLSX; titles = { ... } gives another",
                       SL_STR_ARGS(page->name), SL_STR_ARGS(table->columns[j].heading), SL_STR_ARGS(heading));
  }
  return SL_OK;
}

static SlStatus write_table(SlBookOut *out, int64_t index) {
  const SlPage *page = &out->pages->list[index];
  const SlPageTable *table = page->table;
  char part[64], last[SL_ADDRESS_BYTES];
  SlStatus status = SL_OK;
  if (!table) return SL_OK;
  snprintf(part, sizeof part, "xl/tables/table%lld.xml", (long long)index + 1);
  status = sl_out_begin_part(out, part);
  if (status != SL_OK) return status;
  int64_t last_row = page->line_count + (table->rows ? table->rows : 1); /* a table has a row, if a blank one */
  sl_buf_printf(&out->xml, HEAD "<table " MAIN " id=\"%lld\" name=\"%.*s\" displayName=\"%.*s\" ref=\"A%lld:%s\" totalsRowShown=\"0\"><tableColumns count=\"%lld\">",
                (long long)index + 1, SL_STR_ARGS(table->name), SL_STR_ARGS(table->name), (long long)page->line_count + 1,
                sl_address(last_row, table->column_count - 1, last), (long long)table->column_count);
  for (int64_t i = 0; i < table->column_count; i++) {
    sl_buf_printf(&out->xml, "<tableColumn id=\"%lld\" name=\"", (long long)i + 1);
    add_text(out, table->columns[i].heading, true);
    sl_out(out, "\"/>");
  }
  sl_out(out, "</tableColumns><tableStyleInfo showFirstColumn=\"0\" showLastColumn=\"0\" showRowStripes=\"0\" showColumnStripes=\"0\"/></table>");
  return sl_out_end_part(out);
}

SlStatus sl_xlsx_write(SlBookOut *out) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < out->pages->count && status == SL_OK; i++)
    if (out->pages->list[i].table) status = check_headings(out, &out->pages->list[i]);
  if (status == SL_OK) status = write_content_types(out);
  if (status == SL_OK) status = write_root(out);
  if (status == SL_OK) status = write_properties(out);
  if (status == SL_OK) status = write_workbook(out);
  if (status == SL_OK) status = write_styles(out);
  for (int64_t i = 0; i < out->pages->count && status == SL_OK; i++) {
    status = write_sheet(out, i);
    if (status == SL_OK) status = write_sheet_relations(out, i);
    if (status == SL_OK) status = write_table(out, i);
  }
  return status;
}
