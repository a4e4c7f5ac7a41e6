#include "core/workbook/parts.h"

#include <string.h>

#include "core/base/alloc.h"

enum { SPANS = 64 };

typedef struct Reader {
  SlWorkbook *book;
  SlZip *zip;
  SlOdsStyles styles;
  int64_t sheet;       /* -1 outside of one */
  int64_t skip;        /* elements open within what is left out */
  int64_t row, rows;   /* the row that is read, and how often it is there */
  int64_t column, columns;                /* of the cell, and how often it is there */
  int64_t spanned_rows, spanned_columns;  /* by the cell */
  uint16_t row_style;
  bool in_row, has_row_style, is_external;
  struct ColumnStyle {
    int64_t last;
    uint16_t style;
  } *column_styles;
  int64_t column_style_count, column_style_capacity, columns_seen;
  /* of the cell */
  bool in_cell, covered, has_formula, is_error, has_value;
  SlSheetCell cell;
  SlBuf stored;        /* office:string-value, or a date that reads as none */
  SlRich rich;
  int64_t paragraphs, depth; /* open elements within the paragraph */
  SlOdsStyle spans[SPANS];
  int64_t span;
  bool blank_before;   /* white space in a paragraph is one blank */
  SlBuf property;
  const char *property_name;
} Reader;

static SlSheet *sheet_of(Reader *reader) { return &reader->book->sheets[reader->sheet]; }

static bool is(const char *name, const char *other) { return strcmp(name, other) == 0; }

/* --- sheets ---------------------------------------------------------------------------------------------------------------------- */

static void begin_sheet(Reader *reader, SlXml *xml, const char **attributes) {
  const char *name = sl_xml_attribute(attributes, "table:name");
  const SlOdsStyle *style = sl_ods_style(&reader->styles, "table", sl_xml_attribute(attributes, "table:style-name"));
  SlSheet *sheet;
  SlStatus status = sl_workbook_add_sheet(reader->book, sl_str(name ? name : ""), &sheet, xml->err);
  if (status != SL_OK) {
    sl_xml_fail(xml, status);
    return;
  }
  sheet->state = style && style->hidden ? SL_SHEET_HIDDEN : SL_SHEET_VISIBLE;
  reader->sheet = reader->book->sheet_count - 1;
  reader->row = 0;
  reader->rows = 0;
  reader->columns_seen = reader->column_style_count = 0;
  reader->is_external = false;
}

static void end_sheet(Reader *reader, SlXml *xml) {
  SlStatus status = sl_sheet_finish(reader->book, sheet_of(reader), xml->err);
  if (reader->is_external) { /* what the workbook keeps of another one: no sheet of its own */
    sl_workbook_drop_last_sheet(reader->book);
  }
  reader->sheet = -1;
  sl_xml_fail(xml, status);
}

static void take_column(Reader *reader, SlXml *xml, const char **attributes) {
  int64_t count = sl_xml_integer(sl_xml_attribute(attributes, "table:number-columns-repeated"), 1, SL_SHEET_COLUMNS);
  const char *visibility = sl_xml_attribute(attributes, "table:visibility");
  const SlOdsStyle *style = sl_ods_style(&reader->styles, "table-cell", sl_xml_attribute(attributes, "table:default-cell-style-name"));
  int64_t first = reader->columns_seen, last = first + count - 1;
  if (last >= SL_SHEET_COLUMNS) last = SL_SHEET_COLUMNS - 1;
  reader->columns_seen = last + 1;
  if (first > last) return;
  if (visibility && !is(visibility, "visible")) sl_xml_fail(xml, sl_sheet_add_hidden(sheet_of(reader), first, last, xml->err));
  if (!sl_book_grow(&reader->column_styles, reader->column_style_count, &reader->column_style_capacity, sizeof *reader->column_styles)) {
    sl_xml_fail(xml, sl_fail_alloc(xml->err, sizeof *reader->column_styles));
    return;
  }
  reader->column_styles[reader->column_style_count++] = (struct ColumnStyle){last, style ? style->cell : 0};
}

static uint16_t style_of_column(const Reader *reader, int64_t column) {
  int64_t low = 0, high = reader->column_style_count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (reader->column_styles[middle].last < column)
      low = middle + 1;
    else
      high = middle;
  }
  return low < reader->column_style_count ? reader->column_styles[low].style : 0;
}

static SlStatus fail_too_large(const Reader *reader, SlError *err) {
  SlStr name = reader->book->sheets[reader->sheet].name;
  return sl_fail(err, SL_EDATA, "%.*s: sheet \"%.*s\" goes beyond %d rows or %d columns, which is more than a spreadsheet has", SL_STR_ARGS(reader->book->name),
                 SL_STR_ARGS(name), SL_SHEET_ROWS, SL_SHEET_COLUMNS);
}

static void begin_row(Reader *reader, SlXml *xml, const char **attributes) {
  const char *visibility = sl_xml_attribute(attributes, "table:visibility");
  const SlOdsStyle *style = sl_ods_style(&reader->styles, "table-cell", sl_xml_attribute(attributes, "table:default-cell-style-name"));
  reader->rows = sl_xml_integer(sl_xml_attribute(attributes, "table:number-rows-repeated"), 1, SL_SHEET_ROWS);
  reader->in_row = true;
  reader->has_row_style = style != NULL;
  reader->row_style = style ? style->cell : 0;
  reader->column = 0;
  int64_t last = reader->row + reader->rows - 1;
  if (last >= SL_SHEET_ROWS) last = SL_SHEET_ROWS - 1; /* blank ones may be more; a cell there is an error */
  sl_xml_fail(xml, sl_sheet_begin_row(sheet_of(reader), reader->row, last, visibility && !is(visibility, "visible"), xml->err));
}

static void end_row(Reader *reader) {
  reader->in_row = false;
  sl_sheet_end_row(sheet_of(reader));
  reader->row += reader->rows;
}

/* --- cells ----------------------------------------------------------------------------------------------------------------------- */

static void begin_cell(Reader *reader, const char **attributes, bool covered) {
  reader->in_cell = true;
  reader->covered = covered;
  reader->columns = 1;
  reader->cell = (SlSheetCell){.type = SL_SHEET_TEXT};
  reader->stored.length = 0;
  reader->paragraphs = reader->depth = reader->span = 0;
  reader->has_formula = reader->is_error = reader->has_value = false;
  sl_rich_begin(&reader->rich);
  reader->spanned_rows = reader->spanned_columns = 1;
  const char *style = NULL, *type = NULL, *value = NULL, *date = NULL, *time = NULL, *truth = NULL, *text = NULL, *extended = NULL;
  for (; *attributes; attributes += 2) {
    const char *name = attributes[0], *given = attributes[1];
    if (strncmp(name, "office:", 7) == 0) {
      name += 7;
      if (is(name, "value-type")) type = given;
      else if (is(name, "value")) value = given;
      else if (is(name, "date-value")) date = given;
      else if (is(name, "time-value")) time = given;
      else if (is(name, "boolean-value")) truth = given;
      else if (is(name, "string-value")) text = given;
    } else if (strncmp(name, "table:", 6) == 0) {
      name += 6;
      if (is(name, "style-name")) style = given;
      else if (is(name, "number-columns-repeated")) reader->columns = sl_xml_integer(given, 1, SL_SHEET_COLUMNS);
      else if (is(name, "number-columns-spanned")) reader->spanned_columns = sl_xml_integer(given, 1, SL_SHEET_COLUMNS);
      else if (is(name, "number-rows-spanned")) reader->spanned_rows = sl_xml_integer(given, 1, SL_SHEET_ROWS);
      else if (is(name, "formula")) reader->has_formula = true;
    } else if (is(name, "calcext:value-type")) {
      extended = given;
    }
  }
  const SlOdsStyle *named = sl_ods_style(&reader->styles, "table-cell", style);
  SlSheetCell *cell = &reader->cell;
  cell->style = named ? named->cell : reader->has_row_style ? reader->row_style : style_of_column(reader, reader->column);
  reader->is_error = extended && is(extended, "error");
  if (type && (is(type, "float") || is(type, "percentage") || is(type, "currency")) && value && sl_stored_number(sl_str(value), &cell->number)) {
    cell->type = is(type, "float") ? SL_SHEET_NUMBER : is(type, "percentage") ? SL_SHEET_PERCENTAGE : SL_SHEET_CURRENCY;
    reader->has_value = true;
  } else if (type && is(type, "date") && date) {
    reader->has_value = sl_stored_date(sl_str(date), cell);
    if (!reader->has_value) sl_buf_add_text(&reader->stored, date);
  } else if (type && is(type, "time") && time) {
    reader->has_value = sl_stored_duration(sl_str(time), cell);
  } else if (type && is(type, "boolean") && truth) {
    cell->type = SL_SHEET_BOOLEAN;
    cell->moment = is(truth, "true");
    reader->has_value = true;
  } else if (text) {
    sl_buf_add_text(&reader->stored, text);
  }
}

/* What a formula shows that could not be worked out. */
static bool is_error_text(SlStr text) {
  static const char *const errors[] = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "Err:"};
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (sl_str_starts_with(text, sl_str(errors[i]))) return true;
  return false;
}

static SlStatus keep_text(Reader *reader, SlSheetCell *cell, bool *blank, SlError *err) {
  SlStr text = sl_buf_str(&reader->rich.text);
  if (reader->paragraphs == 0 && reader->stored.length) text = sl_buf_str(&reader->stored);
  *blank = text.length == 0;
  uint32_t code, mark = 0;
  SlStatus status = sl_workbook_add_text(reader->book, text, &code, err);
  if (status == SL_OK && reader->rich.mark.length) status = sl_workbook_add_text(reader->book, sl_buf_str(&reader->rich.mark), &mark, err);
  if (status != SL_OK) return status;
  cell->type = reader->is_error ? SL_SHEET_ERROR : SL_SHEET_TEXT;
  cell->text = code;
  cell->mark = mark;
  return SL_OK;
}

static bool has_digit(SlStr text) {
  for (size_t i = 0; i < text.length; i++)
    if (text.bytes[i] >= '0' && text.bytes[i] <= '9') return true;
  return false;
}

static SlStatus finish_cell(Reader *reader, SlError *err) {
  SlSheet *sheet = sheet_of(reader);
  int64_t first = reader->column, last = first + reader->columns - 1;
  reader->column = last + 1;
  if (!sl_rich_end(&reader->rich) || reader->stored.failed) return sl_fail_alloc(err, 64);
  if (reader->spanned_rows > 1 || reader->spanned_columns > 1) {
    int64_t last_row = reader->row + reader->spanned_rows - 1, last_column = first + reader->spanned_columns - 1;
    if (last_row >= SL_SHEET_ROWS || last_column >= SL_SHEET_COLUMNS) return fail_too_large(reader, err);
    SlStatus status = sl_sheet_add_merge(sheet, (SlRange){(int32_t)reader->row, (int32_t)last_row, (int32_t)first, (int32_t)last_column}, err);
    if (status != SL_OK) return status;
  }
  if (reader->covered) return SL_OK;
  SlSheetCell *cell = &reader->cell;
  SlStr shows = sl_buf_str(&reader->rich.text);
  reader->is_error |= reader->has_formula && is_error_text(shows);
  bool blank = false;
  SlStatus status = SL_OK;
  if (!reader->has_value || reader->is_error) status = keep_text(reader, cell, &blank, err);
  if (status != SL_OK || blank) return status;
  if (last >= SL_SHEET_COLUMNS || reader->row + reader->rows > SL_SHEET_ROWS) return fail_too_large(reader, err);
  cell->first = (uint16_t)first;
  cell->last = (uint16_t)last;
  cell->bits = sl_rich_is_bold(&reader->rich) ? SL_CELL_BOLD : 0;
  if (cell->type <= SL_SHEET_CURRENCY && shows.length > 0 && !has_digit(shows)) cell->bits |= SL_CELL_UNLIKE;
  uint32_t shown = 0;
  if (reader->book->keeps_shown) status = sl_workbook_add_text(reader->book, shows, &shown, err);
  return status == SL_OK ? sl_sheet_add(reader->book, sheet, cell, shown, err) : status;
}

/* --- the text of a cell ---------------------------------------------------------------------------------------------------------- */

static void add_text(Reader *reader, const char *bytes, size_t length) {
  const SlOdsStyle *span = &reader->spans[reader->span];
  sl_rich_add(&reader->rich, bytes, length, span->raised, span->bold);
}

static void add_collapsed(Reader *reader, const char *bytes, size_t length) {
  size_t from = 0;
  for (size_t i = 0; i < length; i++) {
    bool is_blank = bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == '\r';
    if (!is_blank) {
      reader->blank_before = false;
      continue;
    }
    add_text(reader, bytes + from, i - from);
    from = i + 1;
    if (!reader->blank_before) add_text(reader, " ", 1);
    reader->blank_before = true;
  }
  add_text(reader, bytes + from, length - from);
}

static void begin_in_paragraph(Reader *reader, const char *name, const char **attributes) {
  reader->depth++;
  if (is(name, "text:s")) {
    int64_t count = sl_xml_integer(sl_xml_attribute(attributes, "text:c"), 1, 1000);
    for (int64_t i = 0; i < count; i++) add_text(reader, " ", 1);
    reader->blank_before = false;
  } else if (is(name, "text:line-break")) {
    add_text(reader, "\n", 1);
    reader->blank_before = true;
  } else if (is(name, "text:tab")) {
    add_text(reader, "\t", 1);
    reader->blank_before = false;
  }
  SlOdsStyle now = reader->spans[reader->span];
  if (is(name, "text:span")) {
    const SlOdsStyle *style = sl_ods_style(&reader->styles, "text", sl_xml_attribute(attributes, "text:style-name"));
    if (style) now.raised |= style->raised, now.bold |= style->bold;
  }
  if (reader->span + 1 < SPANS) reader->spans[++reader->span] = now;
}

static void begin_in_cell(Reader *reader, const char *name, const char **attributes) {
  if (reader->depth > 0) {
    begin_in_paragraph(reader, name, attributes);
    return;
  }
  if (!is(name, "text:p") && !is(name, "text:h")) {
    reader->skip = is(name, "text:list") || is(name, "text:list-item") ? 0 : 1;
    return;
  }
  reader->span = 0;
  reader->spans[0] = (SlOdsStyle){0};
  if (reader->paragraphs++ > 0) add_text(reader, "\n", 1);
  reader->depth = 1;
  reader->blank_before = true;
}

/* --- the part -------------------------------------------------------------------------------------------------------------------- */

static SlStatus add_range(Reader *reader, bool is_name, const char **attributes, SlError *err) {
  const char *name = sl_xml_attribute(attributes, "table:name");
  const char *address = sl_xml_attribute(attributes, is_name ? "table:cell-range-address" : "table:target-range-address");
  SlMarkedTable table = {.is_name = is_name, .has_header = true};
  SlStr sheet;
  if (!address || !sl_range_parse(sl_str(address), &reader->book->arena, &table.range, &sheet)) return SL_OK; /* of a formula, or a lost sheet */
  table.sheet = sl_workbook_find_sheet(reader->book, sheet);
  if (table.sheet < 0) return SL_OK;
  const char *header = sl_xml_attribute(attributes, "table:contains-header");
  table.has_header = !header || is(header, "true");
  if (is_name && (strncmp(name ? name : "", "Print_", 6) == 0 || strncmp(name ? name : "", "_xlnm", 5) == 0)) return SL_OK; /* for the printer */
  bool anonymous = !name || strncmp(name, "__Anonymous", 11) == 0;
  table.is_filter = anonymous && !is_name;
  table.name = sl_str(anonymous ? "" : name);
  return sl_workbook_add_table(reader->book, &table, err);
}

static bool is_left_out(const char *name) {
  static const char *const names[] = {"table:tracked-changes", "table:shapes", "office:forms", "office:annotation", "table:dde-links", "table:scenario",
                                      "table:data-pilot-tables", "table:consolidation", "table:content-validations", "office:event-listeners"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (is(name, names[i])) return true;
  return false;
}

static void on_start(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  if (reader->skip > 0) {
    reader->skip++;
    return;
  }
  if (reader->in_cell) {
    begin_in_cell(reader, name, attributes);
    return;
  }
  if (strncmp(name, "table:", 6) != 0) {
    if (is_left_out(name)) reader->skip = 1;
    if (strncmp(name, "style:", 6) == 0) sl_ods_styles_start(&reader->styles, reader->book, xml, name, attributes);
    return;
  }
  const char *local = name + 6;
  if (reader->sheet >= 0) {
    if (reader->in_row && is(local, "table-cell")) begin_cell(reader, attributes, false);
    else if (reader->in_row && is(local, "covered-table-cell")) begin_cell(reader, attributes, true);
    else if (reader->in_row || is(local, "table")) reader->skip = 1; /* a row within a row, a table within a table: no office writes it */
    else if (is(local, "table-row")) begin_row(reader, xml, attributes);
    else if (is(local, "table-column")) take_column(reader, xml, attributes);
    else if (is(local, "table-source")) reader->is_external = true;
    else if (is(local, "named-range"))
      sl_xml_fail(xml, add_range(reader, true, attributes, xml->err));
    else if (is_left_out(name)) reader->skip = 1;
    return;
  }
  if (is(local, "table")) begin_sheet(reader, xml, attributes);
  else if (is(local, "database-range"))
    sl_xml_fail(xml, add_range(reader, false, attributes, xml->err));
  else if (is(local, "named-range"))
    sl_xml_fail(xml, add_range(reader, true, attributes, xml->err));
  else if (is_left_out(name)) reader->skip = 1;
}

static void on_end(SlXml *xml, const char *name) {
  Reader *reader = xml->context;
  if (reader->skip > 0) {
    reader->skip--;
    return;
  }
  if (reader->in_cell) {
    if (reader->depth > 0) {
      reader->depth--;
      if (reader->span > 0) reader->span--;
    } else if (is(name, "table:table-cell") || is(name, "table:covered-table-cell")) {
      reader->in_cell = false;
      sl_xml_fail(xml, finish_cell(reader, xml->err));
    }
    return;
  }
  if (reader->in_row && is(name, "table:table-row")) end_row(reader);
  else if (reader->sheet >= 0 && is(name, "table:table")) end_sheet(reader, xml);
  else sl_ods_styles_end(&reader->styles, reader->book, xml, name);
}

static void on_text(SlXml *xml, const char *bytes, int length) {
  Reader *reader = xml->context;
  if (reader->skip == 0 && reader->in_cell && reader->depth > 0) add_collapsed(reader, bytes, (size_t)length);
}

static const SlXmlHandlers content_handlers = {on_start, on_end, on_text};

/* --- meta.xml: what the workbook is called ---------------------------------------------------------------------------------------- */

static void on_meta_start(SlXml *xml, const char *name, const char **attributes) {
  static const struct {
    const char *element, *property;
  } known[] = {{"dc:title", "title"}, {"dc:subject", "subject"}, {"dc:description", "description"}, {"dc:language", "language"}, {"dc:creator", "creator"},
               {"meta:initial-creator", "author"}, {"meta:keyword", "keyword"}, {"dc:date", "modified"}, {"meta:creation-date", "created"}};
  (void)attributes;
  Reader *reader = xml->context;
  reader->property_name = NULL;
  reader->property.length = 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (is(name, known[i].element)) reader->property_name = known[i].property;
}

static void on_meta_text(SlXml *xml, const char *bytes, int length) {
  Reader *reader = xml->context;
  if (reader->property_name) sl_buf_add(&reader->property, bytes, (size_t)length);
}

static void on_meta_end(SlXml *xml, const char *name) {
  (void)name;
  Reader *reader = xml->context;
  if (!reader->property_name) return;
  if (reader->property.failed) sl_xml_fail(xml, sl_fail_alloc(xml->err, 64));
  else sl_xml_fail(xml, sl_workbook_add_property(reader->book, reader->property_name, sl_buf_str(&reader->property), xml->err));
  reader->property_name = NULL;
}

static const SlXmlHandlers meta_handlers = {on_meta_start, on_meta_end, on_meta_text};

/* --- META-INF/manifest.xml: whether a password is asked for ------------------------------------------------------------------------ */

static void on_manifest_start(SlXml *xml, const char *name, const char **attributes) {
  (void)attributes;
  Reader *reader = xml->context;
  if (is(sl_xml_local(name), "encryption-data"))
    sl_xml_fail(xml, sl_fail(xml->err, SL_EPARSE, "%s: the workbook is locked with a password; open it in LibreOffice and save it without one",
                             sl_zip_name(reader->zip)));
}
static void no_end(SlXml *xml, const char *name) { (void)xml, (void)name; }
static void no_text(SlXml *xml, const char *bytes, int length) { (void)xml, (void)bytes, (void)length; }
static const SlXmlHandlers manifest_handlers = {on_manifest_start, no_end, no_text};

static SlStatus read_parts(Reader *reader, SlError *err) {
  SlZip *zip = reader->zip;
  SlStatus status = SL_OK;
  if (sl_zip_has(zip, "META-INF/manifest.xml")) status = sl_xml_read(zip, "META-INF/manifest.xml", &manifest_handlers, reader, err);
  if (status == SL_OK && sl_zip_has(zip, "styles.xml")) status = sl_xml_read(zip, "styles.xml", &content_handlers, reader, err);
  reader->sheet = -1;
  reader->skip = 0;
  reader->in_cell = reader->in_row = false;
  if (status == SL_OK) status = sl_xml_read(zip, "content.xml", &content_handlers, reader, err);
  if (status == SL_OK && sl_zip_has(zip, "meta.xml")) status = sl_xml_read(zip, "meta.xml", &meta_handlers, reader, err);
  return status;
}

SlStatus sl_ods_read(SlZip *zip, SlWorkbook *book, SlError *err) {
  Reader reader = {.book = book, .zip = zip, .sheet = -1};
  SlStatus status = sl_ods_styles_init(&reader.styles, err);
  if (status == SL_OK) status = read_parts(&reader, err);
  sl_ods_styles_reset(&reader.styles);
  sl_rich_reset(&reader.rich);
  sl_buf_reset(&reader.stored);
  sl_buf_reset(&reader.property);
  sl_free(reader.column_styles);
  return status;
}
