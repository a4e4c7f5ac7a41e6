#include "core/workbook/parts.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/workbook/number_format.h"

/* --- rich strings ------------------------------------------------------------------------------------------------------------------------ */

static bool is(const char *name, const char *other) { return strcmp(name, other) == 0; }

void sl_xlsx_run_start(SlXlsxRun *run, const char *local, const char **attributes) {
  if (is(local, "si") || is(local, "is")) {
    sl_rich_begin(&run->rich);
    run->in_text = run->raised = run->bold = run->phonetic = false;
  } else if (is(local, "r")) {
    run->raised = run->bold = false;
  } else if (is(local, "rPh")) {
    run->phonetic = true; /* how it is spoken, in Japanese */
  } else if (is(local, "t")) {
    run->in_text = !run->phonetic;
  } else if (is(local, "vertAlign")) {
    const char *value = sl_xml_attribute(attributes, "val");
    run->raised = value && is(value, "superscript");
  } else if (is(local, "b")) {
    const char *value = sl_xml_attribute(attributes, "val");
    run->bold = !value || sl_xml_is_true(value);
  }
}

void sl_xlsx_run_end(SlXlsxRun *run, const char *local) {
  if (is(local, "t")) run->in_text = false;
  if (is(local, "rPh")) run->phonetic = false;
}

void sl_xlsx_run_text(SlXlsxRun *run, const char *bytes, int length) {
  if (run->in_text) sl_rich_add(&run->rich, bytes, (size_t)length, run->raised, run->bold);
}

static int hex_of(char c) { return c >= '0' && c <= '9' ? c - '0' : sl_lower(c) >= 'a' && sl_lower(c) <= 'f' ? sl_lower(c) - 'a' + 10 : -1; }

/* "_x000D_" stands for a character that XML has not; a line end of Excel's is dropped before the one of the text. */
static void unescape(SlBuf *text) {
  size_t kept = 0;
  for (size_t i = 0; i < text->length; i++) {
    const char *at = text->bytes + i;
    int code = 0;
    bool is_escape = text->length - i >= 7 && at[0] == '_' && at[1] == 'x' && at[6] == '_';
    for (int digit = 2; digit < 6 && is_escape; digit++) {
      int value = hex_of(at[digit]);
      is_escape = value >= 0;
      code = code * 16 + value;
    }
    if (is_escape && (code < 0x20 || code == '_')) {
      if (code == '_' || code == '\n' || code == '\t') text->bytes[kept++] = (char)code;
      i += 6;
    } else {
      text->bytes[kept++] = *at;
    }
  }
  text->length = kept;
}

SlStatus sl_xlsx_run_finish(SlXlsxRun *run, SlWorkbook *book, struct SlXlsxText *out, SlError *err) {
  if (!sl_rich_end(&run->rich)) return sl_fail_alloc(err, 64);
  if (memchr(run->rich.text.bytes ? run->rich.text.bytes : "", '_', run->rich.text.length)) unescape(&run->rich.text);
  out->mark = 0;
  out->bold = sl_rich_is_bold(&run->rich);
  SlStatus status = sl_workbook_add_text(book, sl_buf_str(&run->rich.text), &out->text, err);
  if (status == SL_OK && run->rich.mark.length) status = sl_workbook_add_text(book, sl_buf_str(&run->rich.mark), &out->mark, err);
  sl_rich_begin(&run->rich);
  return status;
}

/* --- cells ---------------------------------------------------------------------------------------------------------------------------------- */

typedef struct Reader {
  SlWorkbook *book;
  SlSheet *sheet;
  const SlXlsxTexts *texts;
  int64_t row, column; /* of the next row or cell that does not say where it is */
  int64_t last_row, last_column; /* that was read */
  bool in_row, in_cell, in_value, in_inline;
  char type; /* n number, s shared, i inline, t text of a formula, b, e, d */
  int64_t style;
  SlBuf value;
  SlXlsxRun run;
} Reader;

static SlStatus fail_place(const Reader *reader, const char *what, SlError *err) {
  char address[SL_ADDRESS_BYTES];
  return sl_fail(err, SL_EPARSE, "%.*s: %.*s!%s: %s: the file is damaged; open it in LibreOffice or Excel and save it", SL_STR_ARGS(reader->book->name),
                 SL_STR_ARGS(reader->sheet->name), sl_address(reader->row, reader->column, address), what);
}

static void begin_row(Reader *reader, SlXml *xml, const char **attributes) {
  int64_t number = reader->last_row + 1;
  bool hidden = false;
  for (; *attributes; attributes += 2) {
    if (is(attributes[0], "r")) number = sl_xml_integer(attributes[1], number + 1, SL_SHEET_ROWS + 1) - 1;
    else if (is(attributes[0], "hidden")) hidden = sl_xml_is_true(attributes[1]);
  }
  reader->row = number;
  reader->column = 0;
  if (number <= reader->last_row || number >= SL_SHEET_ROWS) {
    sl_xml_fail(xml, fail_place(reader, "the rows are not in order, or too many", xml->err));
    return;
  }
  reader->last_row = number;
  reader->last_column = -1;
  reader->in_row = true;
  sl_xml_fail(xml, sl_sheet_begin_row(reader->sheet, number, number, hidden, xml->err));
}

/* The column of "C17". */
static int64_t column_of(const char *address) {
  int64_t column = 0;
  for (; *address && sl_lower(*address) >= 'a' && sl_lower(*address) <= 'z' && column < SL_SHEET_COLUMNS; address++)
    column = column * 26 + sl_lower(*address) - 'a' + 1;
  return column - 1;
}

static char type_of(const char *name) {
  static const struct {
    const char *name;
    char type;
  } types[] = {{"s", 's'}, {"n", 'n'}, {"str", 't'}, {"inlineStr", 'i'}, {"b", 'b'}, {"e", 'e'}, {"d", 'd'}};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (is(name, types[i].name)) return types[i].type;
  return 'n';
}

static void begin_cell(Reader *reader, SlXml *xml, const char **attributes) {
  reader->in_cell = true;
  reader->type = 'n';
  reader->style = 0;
  reader->column = reader->last_column + 1;
  reader->value.length = 0;
  sl_rich_begin(&reader->run.rich);
  for (; *attributes; attributes += 2) {
    if (is(attributes[0], "r")) reader->column = column_of(attributes[1]);
    else if (is(attributes[0], "s")) reader->style = sl_xml_integer(attributes[1], 0, UINT16_MAX);
    else if (is(attributes[0], "t")) reader->type = type_of(attributes[1]);
  }
  if (reader->column <= reader->last_column || reader->column >= SL_SHEET_COLUMNS)
    sl_xml_fail(xml, fail_place(reader, "the cells of the row are not in order", xml->err));
  reader->last_column = reader->column;
}

/* Whether a number shows words alone, as 0 does by 0;-0;"-". */
static bool is_unlike(Reader *reader, const SlSheetStyle *style, const SlSheetCell *cell) {
  reader->value.length = 0;
  if (!sl_number_format(sl_dict_get(reader->book->texts, style->format), cell, &reader->value)) return false;
  for (size_t i = 0; i < reader->value.length; i++)
    if (reader->value.bytes[i] >= '0' && reader->value.bytes[i] <= '9') return false;
  return true;
}

/* A number by the format of its cell: a date, a percentage. */
static SlStatus take_number(Reader *reader, double number, SlSheetCell *cell, SlError *err) {
  const SlSheetStyle *style = sl_sheet_style(reader->book, cell);
  cell->type = style->is_percent ? SL_SHEET_PERCENTAGE : style->is_currency ? SL_SHEET_CURRENCY : SL_SHEET_NUMBER;
  cell->number = number;
  if (style->has_sections && !style->is_date && is_unlike(reader, style, cell)) cell->bits |= SL_CELL_UNLIKE;
  if (!style->is_date) return SL_OK;
  uint32_t no_day = 0;
  if (!reader->book->is_1904 && number >= 60 && number < 61) {
    SlStatus status = sl_workbook_add_text(reader->book, sl_str("29 February 1900, a day that Excel has and the calendar has not"), &no_day, err);
    if (status != SL_OK) return status;
  }
  if (!sl_stored_serial(number, reader->book->is_1904, style->is_time, no_day, cell)) cell->number = number;
  return SL_OK;
}

static SlStatus take_text(Reader *reader, SlStr text, SlSheetType type, SlSheetCell *cell, SlError *err) {
  uint32_t code;
  SlStatus status = sl_workbook_add_text(reader->book, text, &code, err);
  cell->type = (uint8_t)type;
  cell->text = code;
  cell->mark = 0;
  return status;
}

static SlStatus take_value(Reader *reader, SlSheetCell *cell, bool *blank, SlError *err) {
  SlStr value = sl_buf_str(&reader->value);
  struct SlXlsxText text;
  double number;
  *blank = value.length == 0;
  if (reader->type == 'i') {
    SlStatus status = sl_xlsx_run_finish(&reader->run, reader->book, &text, err);
    if (status != SL_OK) return status;
  } else if (*blank) {
    return SL_OK;
  } else if (reader->type == 's') {
    if (!sl_stored_number(value, &number) || number < 0 || number >= (double)reader->texts->count)
      return fail_place(reader, "it refers to a shared text that is not there", err);
    text = reader->texts->list[(int64_t)number];
  }
  switch (reader->type) {
    case 'i':
    case 's':
      *blank = text.text == 0;
      cell->type = SL_SHEET_TEXT;
      cell->text = text.text;
      cell->mark = text.mark;
      cell->bits = text.bold ? SL_CELL_BOLD : 0;
      return SL_OK;
    case 't':
      unescape(&reader->value);
      *blank = reader->value.length == 0;
      return take_text(reader, sl_buf_str(&reader->value), SL_SHEET_TEXT, cell, err);
    case 'e': return take_text(reader, value, SL_SHEET_ERROR, cell, err);
    case 'b':
      cell->type = SL_SHEET_BOOLEAN;
      cell->moment = sl_xml_is_true(value.bytes ? sl_buf_text(&reader->value) : NULL);
      return SL_OK;
    case 'd':
      if (sl_stored_date(value, cell)) return SL_OK;
      return take_text(reader, value, SL_SHEET_TEXT, cell, err);
    default:
      if (sl_stored_number(value, &number)) return take_number(reader, number, cell, err);
      return fail_place(reader, "its number cannot be read", err);
  }
}

static SlStatus finish_cell(Reader *reader, SlError *err) {
  if (reader->value.failed) return sl_fail_alloc(err, 64);
  SlSheetCell cell = {.first = (uint16_t)reader->column, .last = (uint16_t)reader->column,
                      .style = (uint16_t)(reader->style < reader->book->style_count ? reader->style : 0)};
  bool blank;
  SlStatus status = take_value(reader, &cell, &blank, err);
  return status == SL_OK && !blank ? sl_sheet_add(reader->book, reader->sheet, &cell, 0, err) : status;
}

static void take_columns(Reader *reader, SlXml *xml, const char **attributes) {
  int64_t first = sl_xml_integer(sl_xml_attribute(attributes, "min"), 0, SL_SHEET_COLUMNS),
          last = sl_xml_integer(sl_xml_attribute(attributes, "max"), 0, SL_SHEET_COLUMNS);
  const char *width = sl_xml_attribute(attributes, "width");
  bool hidden = sl_xml_is_true(sl_xml_attribute(attributes, "hidden")) || (width && is(width, "0"));
  if (hidden && first > 0 && last >= first) sl_xml_fail(xml, sl_sheet_add_hidden(reader->sheet, first - 1, last - 1, xml->err));
}

static void take_merge(Reader *reader, SlXml *xml, const char **attributes) {
  const char *range = sl_xml_attribute(attributes, "ref");
  SlRange merged;
  SlStr sheet;
  if (range && sl_range_parse(sl_str(range), &reader->book->arena, &merged, &sheet) &&
      (merged.last_row > merged.first_row || merged.last_column > merged.first_column))
    sl_xml_fail(xml, sl_sheet_add_merge(reader->sheet, merged, xml->err));
}

/* --- the part --------------------------------------------------------------------------------------------------------------------------------- */

static void on_start(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  const char *local = sl_xml_local(name);
  if (reader->in_cell) {
    if (is(local, "v")) reader->in_value = true, reader->value.length = 0;
    else if (is(local, "is")) reader->in_inline = true;
    if (reader->in_inline) sl_xlsx_run_start(&reader->run, local, attributes);
  } else if (reader->in_row && is(local, "c")) begin_cell(reader, xml, attributes);
  else if (is(local, "row")) begin_row(reader, xml, attributes);
  else if (is(local, "col")) take_columns(reader, xml, attributes);
  else if (is(local, "mergeCell")) take_merge(reader, xml, attributes);
}

static void on_end(SlXml *xml, const char *name) {
  Reader *reader = xml->context;
  const char *local = sl_xml_local(name);
  if (reader->in_cell) {
    if (reader->in_inline) sl_xlsx_run_end(&reader->run, local);
    if (is(local, "v")) reader->in_value = false;
    else if (is(local, "is")) reader->in_inline = false;
    else if (is(local, "c")) {
      reader->in_cell = false;
      sl_xml_fail(xml, finish_cell(reader, xml->err));
    }
  } else if (reader->in_row && is(local, "row")) {
    reader->in_row = false;
    sl_sheet_end_row(reader->sheet);
  }
}

static void on_text(SlXml *xml, const char *bytes, int length) {
  Reader *reader = xml->context;
  if (reader->in_value) sl_buf_add(&reader->value, bytes, (size_t)length);
  else if (reader->in_inline) sl_xlsx_run_text(&reader->run, bytes, length);
}

static const SlXmlHandlers handlers = {on_start, on_end, on_text};

SlStatus sl_xlsx_read_sheet(SlZip *zip, const char *part, SlWorkbook *book, int64_t sheet, const SlXlsxTexts *texts, SlError *err) {
  Reader reader = {.book = book, .sheet = &book->sheets[sheet], .texts = texts, .last_row = -1, .last_column = -1};
  SlStatus status = sl_xml_read(zip, part, &handlers, &reader, err);
  sl_buf_reset(&reader.value);
  sl_rich_reset(&reader.run.rich);
  return status == SL_OK ? sl_sheet_finish(book, reader.sheet, err) : status;
}
