#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/values/datetime.h"
#include "core/workbook/sheet.h"
#include "core/workbook/write_parts.h"

enum { FLUSH_BYTES = 1 << 16, PAGE_WIDTH = 72 };

#define SPACES \
  "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" " \
  "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" " \
  "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" " \
  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" " \
  "xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" " \
  "office:version=\"1.3\""
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* --- small parts ------------------------------------------------------------------------------------------------------------------ */

static SlStatus write_manifest(SlBookOut *out) {
  static const char text[] =
    HEAD "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>"
    "<manifest:file-entry manifest:full-path=\"settings.xml\" manifest:media-type=\"text/xml\"/>"
    "</manifest:manifest>";
  return sl_out_part(out, "META-INF/manifest.xml", text);
}

static void add_property(SlBookOut *out, const char *element, SlStr text) {
  if (text.length == 0) return;
  sl_buf_printf(&out->xml, "<%s>", element);
  sl_out_escaped(out, text);
  sl_buf_printf(&out->xml, "</%s>", element);
}

static SlStatus write_meta(SlBookOut *out) {
  const SlPages *pages = out->pages;
  SlStatus status = sl_out_begin_part(out, "meta.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<office:document-meta " SPACES "><office:meta><meta:generator>slavelab</meta:generator>");
  add_property(out, "dc:title", pages->title);
  add_property(out, "meta:initial-creator", pages->author);
  add_property(out, "dc:creator", pages->author);
  add_property(out, "meta:keyword", pages->keywords);
  add_property(out, "dc:language", pages->language);
  sl_out(out, "</office:meta></office:document-meta>");
  return sl_out_end_part(out);
}

/* Opens on A1 of the first sheet, at 100%, with nothing frozen. */
static SlStatus write_settings(SlBookOut *out) {
  SlStatus status = sl_out_begin_part(out, "settings.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<office:document-settings " SPACES " xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\" "
              "xmlns:ooo=\"http://openoffice.org/2004/office\"><office:settings><config:config-item-set config:name=\"ooo:view-settings\">"
              "<config:config-item-map-indexed config:name=\"Views\"><config:config-item-map-entry>"
              "<config:config-item config:name=\"ViewId\" config:type=\"string\">view1</config:config-item>"
              "<config:config-item-map-named config:name=\"Tables\">");
  for (int64_t i = 0; i < out->pages->count; i++) {
    sl_out(out, "<config:config-item-map-entry config:name=\"");
    sl_out_escaped(out, out->pages->list[i].name);
    sl_out(out, "\"><config:config-item config:name=\"CursorPositionX\" config:type=\"int\">0</config:config-item>"
                "<config:config-item config:name=\"CursorPositionY\" config:type=\"int\">0</config:config-item>"
                "<config:config-item config:name=\"HorizontalSplitMode\" config:type=\"short\">0</config:config-item>"
                "<config:config-item config:name=\"VerticalSplitMode\" config:type=\"short\">0</config:config-item>"
                "<config:config-item config:name=\"ZoomValue\" config:type=\"int\">100</config:config-item></config:config-item-map-entry>");
  }
  sl_out(out, "</config:config-item-map-named><config:config-item config:name=\"ActiveTable\" config:type=\"string\">");
  sl_out_escaped(out, out->pages->list[0].name);
  sl_out(out, "</config:config-item><config:config-item config:name=\"ZoomValue\" config:type=\"int\">100</config:config-item>"
              "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>");
  return sl_out_end_part(out);
}

static void add_language(SlBookOut *out) {
  SlStr language = out->pages->language;
  const char *dash = memchr(language.bytes, '-', language.length);
  size_t first = dash ? (size_t)(dash - language.bytes) : language.length;
  sl_out(out, " fo:language=\"");
  sl_out_escaped(out, (SlStr){language.bytes, first});
  sl_out(out, "\" fo:country=\"");
  if (dash)
    sl_out_escaped(out, (SlStr){dash + 1, language.length - first - 1});
  else
    sl_out(out, "none");
  sl_out(out, "\"");
}

#define LETTERS " style:font-name=\"Arial\" fo:font-family=\"Arial\" style:font-family-generic=\"swiss\" fo:color=\"#000000\" fo:font-size=\"12pt\""

static SlStatus write_styles(SlBookOut *out) {
  SlStatus status = sl_out_begin_part(out, "styles.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<office:document-styles " SPACES "><office:font-face-decls><style:font-face style:name=\"Arial\" svg:font-family=\"Arial\" "
              "style:font-family-generic=\"swiss\"/></office:font-face-decls><office:styles>"
              "<style:default-style style:family=\"table-cell\"><style:text-properties" LETTERS);
  add_language(out);
  sl_out(out, "/></style:default-style><style:style style:name=\"Default\" style:family=\"table-cell\"><style:table-cell-properties "
              "style:vertical-align=\"top\"/></style:style>"
              "<style:style style:name=\"Heading_20_1\" style:display-name=\"Heading 1\" style:family=\"table-cell\" style:parent-style-name=\"Default\">"
              "<style:text-properties fo:font-size=\"16pt\" fo:font-weight=\"bold\"/></style:style>"
              "<style:style style:name=\"Heading_20_2\" style:display-name=\"Heading 2\" style:family=\"table-cell\" style:parent-style-name=\"Default\">"
              "<style:text-properties fo:font-size=\"14pt\" fo:font-weight=\"bold\"/></style:style></office:styles>"
              "<office:automatic-styles><style:page-layout style:name=\"page\"><style:page-layout-properties fo:page-width=\"29.7cm\" "
              "fo:page-height=\"21cm\" style:print-orientation=\"landscape\" style:scale-to-X=\"1\"/></style:page-layout></office:automatic-styles>"
              "<office:master-styles><style:master-page style:name=\"Default\" style:page-layout-name=\"page\"><style:header style:display=\"false\"/>"
              "<style:footer style:display=\"false\"/></style:master-page></office:master-styles></office:document-styles>");
  return sl_out_end_part(out);
}

/* --- styles of columns -------------------------------------------------------------------- */

static void add_number_style(SlBookOut *out, const SlShown *shown, int64_t at) {
  SlBuf *xml = &out->xml;
  switch (shown->kind) {
  case SL_CELL_NUMBER:
  case SL_CELL_SHARE: {
    const char *element = shown->kind == SL_CELL_SHARE ? "percentage-style" : "number-style";
    sl_buf_printf(xml, "<number:%s style:name=\"N%lld\"><number:number number:decimal-places=\"%d\" number:min-decimal-places=\"%d\" "
                  "number:min-integer-digits=\"1\"%s/>%s</number:%s>", element, (long long)at, shown->decimals, shown->decimals,
                  shown->grouping ? " number:grouping=\"true\"" : "", shown->kind == SL_CELL_SHARE ? "<number:text>%</number:text>" : "", element);
    break;
  }
  case SL_CELL_DATE:
    sl_buf_printf(xml, "<number:date-style style:name=\"N%lld\"><number:day/><number:text> </number:text><number:month number:style=\"long\" number:textual=\"true\"/>"
                  "<number:text> </number:text><number:year number:style=\"long\"/></number:date-style>", (long long)at);
    break;
  case SL_CELL_DATETIME:
    sl_buf_printf(xml, "<number:date-style style:name=\"N%lld\"><number:year number:style=\"long\"/><number:text>-</number:text><number:month number:style=\"long\"/>"
                  "<number:text>-</number:text><number:day number:style=\"long\"/><number:text> </number:text><number:hours number:style=\"long\"/>"
                  "<number:text>:</number:text><number:minutes number:style=\"long\"/><number:text>:</number:text><number:seconds number:style=\"long\"/>"
                  "</number:date-style>", (long long)at);
    break;
  default:
    sl_buf_printf(xml, "<number:number-style style:name=\"N%lld\"><number:number number:min-integer-digits=\"1\"/></number:number-style>", (long long)at);
  }
}

static void add_styles(SlBookOut *out) {
  static const int widths[] = {16, 32, 56, PAGE_WIDTH};
  SlBuf *xml = &out->xml;
  sl_out(out, "<office:automatic-styles><style:style style:name=\"sheet\" style:family=\"table\" style:master-page-name=\"Default\"><style:table-properties "
              "table:display=\"true\"/></style:style>");
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
    enum { MICROMETRES = 2300 }; /* a letter of 12 points */
    sl_buf_printf(xml, "<style:style style:name=\"w%d\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"%d.%02dcm\"/></style:style>",
                  widths[i], widths[i] * MICROMETRES / 10000, widths[i] * MICROMETRES / 100 % 100);
  }
  static const struct {
    const char *name, *wrap, *align, *bold;
  } fixed[] = {{"line", "no-wrap", "start", "normal"}, {"words", "wrap", "start", "normal"}, {"left", "wrap", "start", "bold"}, {"right", "wrap", "end", "bold"}};
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    sl_buf_printf(xml, "<style:style style:name=\"%s\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:table-cell-properties "
                  "fo:wrap-option=\"%s\" style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"%s\"/><style:text-properties "
                  "fo:font-weight=\"%s\"/></style:style>", fixed[i].name, fixed[i].wrap, fixed[i].align, fixed[i].bold);
  for (int64_t i = 0; i < out->style_count; i++) add_number_style(out, &out->styles[i], i);
  for (int64_t i = 0; i < out->style_count; i++)
    sl_buf_printf(xml, "<style:style style:name=\"c%lld\" style:family=\"table-cell\" style:parent-style-name=\"Default\" style:data-style-name=\"N%lld\">"
                  "<style:table-cell-properties fo:wrap-option=\"wrap\" style:text-align-source=\"fix\"/><style:paragraph-properties fo:text-align=\"%s\"/>"
                  "</style:style>", (long long)i, (long long)i, sl_out_is_right(out->styles[i].kind) ? "end" : "start");
  sl_out(out, "</office:automatic-styles>");
}

/* --- texts ------------------------------------------------------------------------------------------------------------------------ */

/* A line of a text. In XML blanks are one blank, and none at its ends: others are elements. */
static void add_paragraph(SlBookOut *out, SlStr line) {
  size_t from = 0;
  for (size_t i = 0; i < line.length;) {
    size_t blanks = 0;
    while (i + blanks < line.length && line.bytes[i + blanks] == ' ') blanks++;
    bool is_tab = line.bytes[i] == '\t';
    bool plain = !is_tab && (blanks == 0 || (blanks == 1 && i > 0 && i + 1 < line.length && line.bytes[i - 1] != '\t'));
    if (plain) {
      i++;
      continue;
    }
    sl_out_escaped(out, (SlStr){line.bytes + from, i - from});
    if (is_tab)
      sl_out(out, "<text:tab/>");
    else
      sl_buf_printf(&out->xml, "<text:s text:c=\"%zu\"/>", blanks);
    i += is_tab ? 1 : blanks;
    from = i;
  }
  sl_out_escaped(out, (SlStr){line.bytes + from, line.length - from});
}

static void add_link(SlBookOut *out, SlStr link) {
  int64_t sheet = sl_out_linked_sheet(out->pages, link);
  sl_out(out, "<text:a xlink:type=\"simple\" xlink:href=\"");
  sl_out_escaped(out, link);
  sl_out(out, sheet >= 0 ? ".A1\">" : "\">");
}

/* All of a text: a paragraph for each line. */
static void add_text(SlBookOut *out, SlStr text, SlStr link) {
  for (size_t at = 0;;) {
    size_t end = at;
    while (end < text.length && text.bytes[end] != '\n' && text.bytes[end] != '\r') end++;
    sl_out(out, "<text:p>");
    if (link.length) add_link(out, link);
    add_paragraph(out, (SlStr){text.bytes + at, end - at});
    if (link.length) sl_out(out, "</text:a>");
    sl_out(out, "</text:p>");
    if (end == text.length) return;
    at = end + 1;
    if (text.bytes[end] == '\r' && at < text.length && text.bytes[at] == '\n') at++;
  }
}

static void add_text_cell(SlBookOut *out, SlStr text, SlStr link, const char *style) {
  sl_buf_printf(&out->xml, "<table:table-cell table:style-name=\"%s\" office:value-type=\"string\">", style);
  add_text(out, text, link);
  sl_out(out, "</table:table-cell>");
}

/* --- cells ------------------------------------------------------------------------------------------------------------------------ */

static void add_date(SlBookOut *out, int64_t day) {
  SlDay parts = sl_day_split(day);
  sl_out(out, "<table:table-cell office:value-type=\"date\" office:date-value=\"");
  sl_date_print(day, &out->xml);
  sl_buf_printf(&out->xml, "\"><text:p>%d %s %d</text:p></table:table-cell>", parts.day, sl_month_name(parts.month), parts.year);
}

static void add_datetime(SlBookOut *out, const SlOutCell *cell) {
  sl_out(out, "<table:table-cell office:value-type=\"date\" office:date-value=\"");
  size_t at = out->xml.length;
  sl_buf_add_str(&out->xml, cell->text);
  char *blank = out->xml.failed ? NULL : memchr(out->xml.bytes + at, ' ', out->xml.length - at);
  if (blank) *blank = 'T';
  sl_out(out, "\"><text:p>");
  sl_buf_add_str(&out->xml, cell->text);
  sl_out(out, "</text:p></table:table-cell>");
}

static void add_number(SlBookOut *out, const SlOutCell *cell) {
  sl_out(out, cell->kind == SL_CELL_SHARE ? "<table:table-cell office:value-type=\"percentage\" office:value=\""
                                          : "<table:table-cell office:value-type=\"float\" office:value=\"");
  sl_buf_add_str(&out->xml, cell->stored);
  sl_out(out, "\"><text:p>");
  sl_buf_add_str(&out->xml, cell->text);
  sl_out(out, "</text:p></table:table-cell>");
}

/* Words among figures stand right, as the figures do: the column's style says so. */
static void add_cell(SlBookOut *out, const SlOutCell *cell, SlStr link) {
  switch (cell->kind) {
  case SL_CELL_BLANK: sl_out(out, "<table:table-cell/>"); return;
  case SL_CELL_NUMBER:
  case SL_CELL_SHARE:
    if (cell->stored.length) {
      add_number(out, cell);
      return;
    }
    break; /* too long for a number */
  case SL_CELL_DATE: add_date(out, cell->moment); return;
  case SL_CELL_DATETIME: add_datetime(out, cell); return;
  case SL_CELL_TRUTH:
    sl_buf_printf(&out->xml, "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"%s\"><text:p>%s</text:p></table:table-cell>",
                  cell->moment ? "true" : "false", cell->moment ? "TRUE" : "FALSE");
    return;
  default: break;
  }
  sl_out(out, "<table:table-cell office:value-type=\"string\">");
  add_text(out, cell->text, link);
  sl_out(out, "</table:table-cell>");
}

static SlStatus write_rows(SlBookOut *out, const SlPage *page, const SlColumnLook *looks) {
  const SlPageTable *table = page->table;
  SlStatus status = SL_OK;
  for (int64_t row = 0; row < table->rows && status == SL_OK; row++) {
    sl_out(out, "<table:table-row>");
    for (int64_t column = 0; column < table->column_count && status == SL_OK; column++) {
      SlOutCell cell;
      status = sl_out_cell(out, page, column, row, &looks[column], &cell);
      if (status == SL_OK) add_cell(out, &cell, sl_out_link(&table->columns[column], row));
    }
    sl_out(out, "</table:table-row>\n");
    if (status == SL_OK) status = sl_out_flush(out, FLUSH_BYTES);
  }
  return status;
}

/* --- sheets ----------------------------------------------------------------------------------------------------------------------- */

static void add_columns(SlBookOut *out, const SlPage *page, const SlColumnLook *looks) {
  if (!page->table) sl_buf_printf(&out->xml, "<table:table-column table:style-name=\"w%d\" table:default-cell-style-name=\"words\"/>", PAGE_WIDTH);
  for (int64_t i = 0; page->table && i < page->table->column_count; i++)
    sl_buf_printf(&out->xml, "<table:table-column table:style-name=\"w%d\" table:default-cell-style-name=\"c%d\"/>", looks[i].width, looks[i].style);
}

static SlStatus write_sheet(SlBookOut *out, const SlPage *page, const SlColumnLook *looks) {
  static const char *const styles[] = {"line", "Heading_20_1", "Heading_20_2"};
  sl_out(out, "<table:table table:name=\"");
  sl_out_escaped(out, page->name);
  sl_out(out, "\" table:style-name=\"sheet\">");
  add_columns(out, page, looks);
  for (int64_t i = 0; i < page->line_count; i++) {
    const SlPageLine *line = &page->lines[i];
    sl_out(out, "<table:table-row>");
    add_text_cell(out, line->text, line->link, line->style == SL_PAGE_TEXT && !page->table ? "words" : styles[line->style]);
    sl_out(out, "</table:table-row>\n");
  }
  SlStatus status = SL_OK;
  if (page->table) {
    sl_out(out, "<table:table-row>");
    for (int64_t i = 0; i < page->table->column_count; i++)
      add_text_cell(out, page->table->columns[i].heading, (SlStr){"", 0}, sl_out_is_right(looks[i].kind) ? "right" : "left");
    sl_out(out, "</table:table-row>\n");
    status = write_rows(out, page, looks);
  }
  sl_out(out, "</table:table>\n");
  return status == SL_OK ? sl_out_flush(out, FLUSH_BYTES) : status;
}

static void add_marked_tables(SlBookOut *out) {
  const char *open = "<table:database-ranges>", *close = "";
  for (int64_t i = 0; i < out->pages->count; i++) {
    const SlPage *page = &out->pages->list[i];
    char last[SL_ADDRESS_BYTES];
    if (!page->table) continue;
    sl_out(out, open);
    open = "", close = "</table:database-ranges>";
    sl_buf_printf(&out->xml, "<table:database-range table:name=\"%.*s\" table:target-range-address=\"%.*s.A%lld:%.*s.%s\" table:contains-header=\"true\"/>",
                  SL_STR_ARGS(page->table->name), SL_STR_ARGS(page->name), (long long)page->line_count + 1, SL_STR_ARGS(page->name),
                  sl_address(page->line_count + page->table->rows, page->table->column_count - 1, last));
  }
  sl_out(out, close);
}

static SlStatus write_content(SlBookOut *out) {
  SlStatus status = sl_out_begin_part(out, "content.xml");
  if (status != SL_OK) return status;
  sl_out(out, HEAD "<office:document-content " SPACES "><office:font-face-decls><style:font-face style:name=\"Arial\" svg:font-family=\"Arial\" "
              "style:font-family-generic=\"swiss\"/></office:font-face-decls>");
  add_styles(out);
  sl_out(out, "<office:body><office:spreadsheet>");
  for (int64_t i = 0; i < out->pages->count && status == SL_OK; i++) status = write_sheet(out, &out->pages->list[i], out->looks[i]);
  if (status != SL_OK) return status;
  add_marked_tables(out);
  sl_out(out, "</office:spreadsheet></office:body></office:document-content>");
  return sl_out_end_part(out);
}

SlStatus sl_ods_write(SlBookOut *out) {
  /* First and not packed, so that what the file is can be seen in its first bytes. */
  SlStatus status = sl_zip_out_part(out->zip, "mimetype", false, sl_str("application/vnd.oasis.opendocument.spreadsheet"), out->err);
  if (status == SL_OK) status = write_content(out);
  if (status == SL_OK) status = write_styles(out);
  if (status == SL_OK) status = write_meta(out);
  if (status == SL_OK) status = write_settings(out);
  if (status == SL_OK) status = write_manifest(out);
  return status;
}
