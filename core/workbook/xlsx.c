#include "core/workbook/parts.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/workbook/number_format.h"

enum { MOST_PATH = 512, BUILT_IN_FORMATS = 164 };

typedef struct Relation {
  SlStr id, type, target; /* type: what stands behind its last slash */
} Relation;

typedef struct Relations {
  Relation *list;
  int64_t count, capacity;
  const char *folder; /* of the part that has them: "xl/" */
} Relations;

typedef struct Reader {
  SlZip *zip;
  SlWorkbook *book;
  SlArena arena;
  Relations relations; /* of the part at hand */
  SlStr *sheet_ids;    /* of each sheet of the book, its relation */
  int64_t sheet_id_capacity;
  SlXlsxTexts texts;
  SlXlsxRun run;
  /* styles */
  bool *bold_fonts, in_fonts, in_formats, font_bold;
  int64_t font_count, font_capacity;
  struct Format {
    int64_t id;
    SlSheetStyle is;
  } *formats;
  int64_t format_count, format_capacity;
  bool first_format;
  /* a defined name, a property, a table */
  SlBuf value;
  SlStr name;
  bool in_name;
  int64_t local_sheet;
  const char *property;
  SlMarkedTable table;
  bool has_table;
} Reader;

static bool is(const char *name, const char *other) { return strcmp(name, other) == 0; }

static void no_end(SlXml *xml, const char *name) { (void)xml, (void)name; }
static void no_text(SlXml *xml, const char *bytes, int length) { (void)xml, (void)bytes, (void)length; }

/* The attribute of that name whatever its prefix: r:id, d3p1:id. */
static const char *attribute(const char **attributes, const char *name) {
  for (; *attributes; attributes += 2)
    if (is(sl_xml_local(attributes[0]), name)) return attributes[1];
  return NULL;
}

/* --- relations: "rId3" is xl/worksheets/sheet1.xml ---------------------------------------------------------------------------------- */

static SlStr keep(Reader *reader, SlXml *xml, const char *text) {
  const char *copy = sl_arena_copy_text(&reader->arena, text, strlen(text));
  if (copy) return sl_str(copy);
  sl_xml_fail(xml, sl_fail_alloc(xml->err, strlen(text)));
  return (SlStr){"", 0};
}

/* A target, which is relative to the folder, as a path: "../tables/table1.xml" in "xl/worksheets/". */
static void resolve(const char *folder, const char *target, char out[MOST_PATH]) {
  if (*target == '/') {
    sl_print_cut(out, MOST_PATH, "%s", target + 1);
    return;
  }
  char base[MOST_PATH];
  sl_print_cut(base, sizeof base, "%s", folder);
  for (;;) {
    if (strncmp(target, "./", 2) == 0) {
      target += 2;
      continue;
    }
    if (strncmp(target, "../", 3) != 0) break;
    target += 3;
    size_t length = strlen(base);
    if (length > 0) base[--length] = 0;
    while (length > 0 && base[length - 1] != '/') base[--length] = 0;
  }
  sl_print_cut(out, MOST_PATH, "%s%s", base, target);
}

static void on_relation(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  if (!is(sl_xml_local(name), "Relationship")) return;
  const char *id = attribute(attributes, "Id"), *type = attribute(attributes, "Type"), *target = attribute(attributes, "Target"),
             *mode = attribute(attributes, "TargetMode");
  if (!id || !type || !target || (mode && is(mode, "External"))) return;
  const char *slash = strrchr(type, '/');
  char path[MOST_PATH];
  resolve(reader->relations.folder, target, path);
  Relations *relations = &reader->relations;
  if (!sl_book_grow(&relations->list, relations->count, &relations->capacity, sizeof *relations->list)) {
    sl_xml_fail(xml, sl_fail_alloc(xml->err, sizeof(Relation)));
    return;
  }
  relations->list[relations->count++] = (Relation){keep(reader, xml, id), keep(reader, xml, slash ? slash + 1 : type), keep(reader, xml, path)};
}

static const SlXmlHandlers relation_handlers = {on_relation, no_end, no_text};

/* Those of a part; none when it has none. */
static SlStatus read_relations(Reader *reader, const char *part, SlError *err) {
  char path[MOST_PATH];
  const char *slash = strrchr(part, '/'), *file = slash ? slash + 1 : part;
  size_t folder = (size_t)(file - part);
  reader->relations.count = 0;
  reader->relations.folder = sl_arena_copy_text(&reader->arena, part, folder);
  if (!reader->relations.folder) return sl_fail_alloc(err, folder);
  sl_print_cut(path, sizeof path, "%s_rels/%s.rels", reader->relations.folder, file);
  return sl_zip_has(reader->zip, path) ? sl_xml_read(reader->zip, path, &relation_handlers, reader, err) : SL_OK;
}

static const Relation *relation_of_type(const Reader *reader, const char *type) {
  for (int64_t i = 0; i < reader->relations.count; i++)
    if (sl_str_equal(reader->relations.list[i].type, sl_str(type))) return &reader->relations.list[i];
  return NULL;
}

static const Relation *relation_of_id(const Reader *reader, SlStr id) {
  for (int64_t i = 0; i < reader->relations.count; i++)
    if (sl_str_equal(reader->relations.list[i].id, id)) return &reader->relations.list[i];
  return NULL;
}

/* --- the workbook's part: sheets, names, dates -------------------------------------------------------------------------------------- */

static void add_sheet(Reader *reader, SlXml *xml, const char **attributes) {
  const char *name = attribute(attributes, "name"), *state = attribute(attributes, "state"), *id = attribute(attributes, "id");
  SlSheet *sheet;
  SlStatus status = sl_workbook_add_sheet(reader->book, sl_str(name ? name : ""), &sheet, xml->err);
  if (status == SL_OK && !sl_book_grow(&reader->sheet_ids, reader->book->sheet_count, &reader->sheet_id_capacity, sizeof *reader->sheet_ids))
    status = sl_fail_alloc(xml->err, sizeof(SlStr));
  sl_xml_fail(xml, status);
  if (status != SL_OK) return;
  sheet->state = !state || is(state, "visible") ? SL_SHEET_VISIBLE : is(state, "veryHidden") ? SL_SHEET_VERY_HIDDEN : SL_SHEET_HIDDEN;
  reader->sheet_ids[reader->book->sheet_count - 1] = keep(reader, xml, id ? id : "");
}

static void on_book_start(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  const char *local = sl_xml_local(name);
  if (is(local, "workbookPr")) reader->book->is_1904 = sl_xml_is_true(attribute(attributes, "date1904"));
  if (is(local, "sheet")) add_sheet(reader, xml, attributes);
  if (is(local, "definedName")) {
    const char *called = attribute(attributes, "name"), *hidden = attribute(attributes, "hidden");
    reader->in_name = called && !sl_xml_is_true(hidden) && strncmp(called, "_xlnm", 5) != 0;
    reader->name = keep(reader, xml, called ? called : "");
    reader->local_sheet = sl_xml_integer(attribute(attributes, "localSheetId"), -1, INT32_MAX);
    reader->value.length = 0;
  }
}

static void on_book_text(SlXml *xml, const char *bytes, int length) {
  Reader *reader = xml->context;
  if (reader->in_name) sl_buf_add(&reader->value, bytes, (size_t)length);
}

static void on_book_end(SlXml *xml, const char *name) {
  Reader *reader = xml->context;
  if (!reader->in_name || !is(sl_xml_local(name), "definedName")) return;
  reader->in_name = false;
  SlMarkedTable table = {.name = reader->name, .is_name = true, .has_header = true};
  SlStr sheet;
  if (reader->value.failed) {
    sl_xml_fail(xml, sl_fail_alloc(xml->err, 64));
    return;
  }
  if (!sl_range_parse(sl_buf_str(&reader->value), &reader->book->arena, &table.range, &sheet)) return; /* a formula, a lost sheet */
  table.sheet = sheet.length ? sl_workbook_find_sheet(reader->book, sheet) : reader->local_sheet;
  if (table.sheet >= 0 && table.sheet < reader->book->sheet_count) sl_xml_fail(xml, sl_workbook_add_table(reader->book, &table, xml->err));
}

static const SlXmlHandlers book_handlers = {on_book_start, on_book_end, on_book_text};

/* --- styles ---------------------------------------------------------------------------------------------------------------------------- */

/* What a number format makes of its number: "dd mmm yyyy", "0.0%", "[$£-809]#,##0". Words in quotes, in brackets and behind a
 * backslash are no code. */
static SlSheetStyle look_at_format(const char *code) {
  SlSheetStyle style = {0};
  bool has_day = false, has_time = false;
  for (const char *at = code; *at && *at != ';'; at++) {
    if (*at == '"') {
      for (at++; *at && *at != '"'; at++) {}
      if (!*at) break;
    } else if (*at == '\\' || *at == '_' || *at == '*') {
      if (at[1]) at++;
    } else if (*at == '[') {
      const char *first = at + 1, *end = strchr(first, ']');
      if (!end) break;
      char letter = sl_lower(*first);
      if ((letter == 'h' || letter == 'm' || letter == 's') && (end == first + 1 || first[1] == *first)) has_time = true;
      if (*first == '$' && first[1] != '-') style.is_currency = true;
      at = end;
    } else if (strncmp(at, "General", 7) == 0) {
      at += 6;
    } else {
      char letter = sl_lower(*at);
      has_day |= letter == 'y' || letter == 'd' || letter == 'm';
      has_time |= letter == 'h' || letter == 's';
      style.is_percent |= *at == '%';
      style.is_currency |= *at == '$' || strncmp(at, "\xC2\xA3", 2) == 0 || strncmp(at, "\xE2\x82\xAC", 3) == 0;
    }
  }
  style.is_date = has_day || has_time;
  style.is_time = has_time;
  return style;
}

/* The formats that have numbers and no code: ECMA-376, 18.8.30. */
static SlSheetStyle built_in(int64_t id) {
  SlSheetStyle style = {.is_percent = id == 9 || id == 10};
  style.is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  style.is_time = (id >= 18 && id <= 22) || (id >= 45 && id <= 47);
  style.is_currency = (id >= 5 && id <= 8) || id == 42 || id == 44;
  return style;
}

static void add_format(Reader *reader, SlXml *xml, const char **attributes) {
  const char *code = attribute(attributes, "formatCode");
  int64_t id = sl_xml_integer(attribute(attributes, "numFmtId"), -1, INT32_MAX);
  if (!code || id < 0) return;
  if (!sl_book_grow(&reader->formats, reader->format_count, &reader->format_capacity, sizeof *reader->formats)) {
    sl_xml_fail(xml, sl_fail_alloc(xml->err, sizeof *reader->formats));
    return;
  }
  SlSheetStyle style = look_at_format(code);
  style.has_sections = strchr(code, ';') != NULL;
  sl_xml_fail(xml, sl_workbook_add_text(reader->book, sl_str(code), &style.format, xml->err));
  reader->formats[reader->format_count++] = (struct Format){id, style};
}

static void add_cell_format(Reader *reader, SlXml *xml, const char **attributes) {
  int64_t id = sl_xml_integer(attribute(attributes, "numFmtId"), 0, INT32_MAX), font = sl_xml_integer(attribute(attributes, "fontId"), 0, INT32_MAX);
  SlSheetStyle style = built_in(id);
  const char *code = sl_number_format_built_in(id);
  bool is_own = false;
  for (int64_t i = 0; i < reader->format_count; i++)
    if (reader->formats[i].id == id) style = reader->formats[i].is, is_own = true;
  if (code && !is_own) sl_xml_fail(xml, sl_workbook_add_text(reader->book, sl_str(code), &style.format, xml->err));
  style.bold = font < reader->font_count && reader->bold_fonts[font];
  SlWorkbook *book = reader->book;
  if (reader->first_format) { /* what a cell without one has */
    book->styles[0] = style;
    reader->first_format = false;
    return;
  }
  if (book->style_count > UINT16_MAX || !sl_book_grow(&book->styles, book->style_count, &book->style_capacity, sizeof *book->styles)) {
    sl_xml_fail(xml, sl_fail_alloc(xml->err, sizeof style));
    return;
  }
  book->styles[book->style_count++] = style;
}

static void on_style_start(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  const char *local = sl_xml_local(name);
  if (is(local, "fonts")) reader->in_fonts = true;
  else if (is(local, "cellXfs")) reader->in_formats = reader->first_format = true;
  else if (is(local, "numFmt")) add_format(reader, xml, attributes);
  else if (reader->in_fonts && is(local, "font")) reader->font_bold = false;
  else if (reader->in_fonts && is(local, "b")) {
    const char *value = attribute(attributes, "val");
    reader->font_bold = !value || sl_xml_is_true(value);
  } else if (reader->in_formats && is(local, "xf")) add_cell_format(reader, xml, attributes);
  else if (reader->in_formats && is(local, "alignment")) {
    SlWorkbook *book = reader->book;
    book->styles[book->style_count - 1].wraps = sl_xml_is_true(attribute(attributes, "wrapText")) || sl_xml_is_true(attribute(attributes, "shrinkToFit"));
    book->styles[book->style_count - 1].indent = (uint16_t)sl_xml_integer(attribute(attributes, "indent"), 0, 250);
  }
}

static void on_style_end(SlXml *xml, const char *name) {
  Reader *reader = xml->context;
  const char *local = sl_xml_local(name);
  if (is(local, "fonts")) reader->in_fonts = false;
  if (is(local, "cellXfs")) reader->in_formats = false;
  if (!reader->in_fonts || !is(local, "font")) return;
  if (!sl_book_grow(&reader->bold_fonts, reader->font_count, &reader->font_capacity, sizeof *reader->bold_fonts))
    sl_xml_fail(xml, sl_fail_alloc(xml->err, 64));
  else
    reader->bold_fonts[reader->font_count++] = reader->font_bold;
}

static const SlXmlHandlers style_handlers = {on_style_start, on_style_end, no_text};

/* --- shared strings -------------------------------------------------------------------------------------------------------------------- */

static void on_string_start(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  sl_xlsx_run_start(&reader->run, sl_xml_local(name), attributes);
}

static void on_string_text(SlXml *xml, const char *bytes, int length) {
  Reader *reader = xml->context;
  sl_xlsx_run_text(&reader->run, bytes, length);
}

static void on_string_end(SlXml *xml, const char *name) {
  Reader *reader = xml->context;
  const char *local = sl_xml_local(name);
  sl_xlsx_run_end(&reader->run, local);
  if (!is(local, "si")) return;
  SlXlsxTexts *texts = &reader->texts;
  SlStatus status = SL_OK;
  if (!sl_book_grow(&texts->list, texts->count, &texts->capacity, sizeof *texts->list)) status = sl_fail_alloc(xml->err, 64);
  if (status == SL_OK) status = sl_xlsx_run_finish(&reader->run, reader->book, &texts->list[texts->count], xml->err);
  if (status == SL_OK) texts->count++;
  sl_xml_fail(xml, status);
}

static const SlXmlHandlers string_handlers = {on_string_start, on_string_end, on_string_text};

/* --- marked tables, properties ----------------------------------------------------------------------------------------------------------- */

static void on_table(SlXml *xml, const char *name, const char **attributes) {
  Reader *reader = xml->context;
  if (!is(sl_xml_local(name), "table")) return;
  const char *called = attribute(attributes, "displayName"), *range = attribute(attributes, "ref"), *rows = attribute(attributes, "headerRowCount"),
             *totals = attribute(attributes, "totalsRowCount");
  if (!called) called = attribute(attributes, "name");
  SlStr sheet;
  if (!called || !range || !sl_range_parse(sl_str(range), &reader->arena, &reader->table.range, &sheet)) return;
  reader->table.has_header = !rows || !is(rows, "0");
  if (totals && is(totals, "1") && reader->table.range.last_row > reader->table.range.first_row) reader->table.range.last_row--;
  reader->table.name = keep(reader, xml, called);
  reader->has_table = true;
}

static const SlXmlHandlers table_handlers = {on_table, no_end, no_text};

static SlStatus read_tables(Reader *reader, int64_t sheet, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < reader->relations.count && status == SL_OK; i++) {
    const Relation *relation = &reader->relations.list[i];
    if (!sl_str_equal(relation->type, sl_str("table"))) continue;
    reader->table = (SlMarkedTable){.sheet = sheet};
    reader->has_table = false;
    status = sl_xml_read(reader->zip, relation->target.bytes, &table_handlers, reader, err);
    if (status == SL_OK && reader->has_table) status = sl_workbook_add_table(reader->book, &reader->table, err);
  }
  return status;
}

static void on_property_start(SlXml *xml, const char *name, const char **attributes) {
  static const struct {
    const char *element, *property;
  } known[] = {{"title", "title"}, {"subject", "subject"}, {"description", "description"}, {"language", "language"}, {"creator", "creator"},
               {"lastModifiedBy", "modified by"}, {"keywords", "keyword"}, {"modified", "modified"}, {"created", "created"}};
  (void)attributes;
  Reader *reader = xml->context;
  reader->property = NULL;
  reader->value.length = 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (is(sl_xml_local(name), known[i].element)) reader->property = known[i].property;
}

static void on_property_text(SlXml *xml, const char *bytes, int length) {
  Reader *reader = xml->context;
  if (reader->property) sl_buf_add(&reader->value, bytes, (size_t)length);
}

static void on_property_end(SlXml *xml, const char *name) {
  (void)name;
  Reader *reader = xml->context;
  if (!reader->property) return;
  if (reader->value.failed) sl_xml_fail(xml, sl_fail_alloc(xml->err, 64));
  else sl_xml_fail(xml, sl_workbook_add_property(reader->book, reader->property, sl_buf_str(&reader->value), xml->err));
  reader->property = NULL;
}

static const SlXmlHandlers property_handlers = {on_property_start, on_property_end, on_property_text};

/* --- the package -------------------------------------------------------------------------------------------------------------------------- */

static SlStatus read_sheets(Reader *reader, const char *part, SlError *err) {
  SlStatus status = read_relations(reader, part, err);
  char paths[3][MOST_PATH] = {"", "", ""};
  static const char *const types[3] = {"styles", "sharedStrings", "worksheet"};
  for (int i = 0; i < 2 && status == SL_OK; i++) {
    const Relation *relation = relation_of_type(reader, types[i]);
    if (relation && sl_zip_has(reader->zip, relation->target.bytes)) sl_print_cut(paths[i], MOST_PATH, "%s", relation->target.bytes);
  }
  if (status == SL_OK && paths[0][0]) status = sl_xml_read(reader->zip, paths[0], &style_handlers, reader, err);
  if (status == SL_OK && paths[1][0]) status = sl_xml_read(reader->zip, paths[1], &string_handlers, reader, err);
  SlStr *targets = sl_arena_alloc_array(&reader->arena, (size_t)reader->book->sheet_count + 1, sizeof *targets);
  if (!targets) return sl_fail_alloc(err, sizeof *targets);
  for (int64_t i = 0; i < reader->book->sheet_count && status == SL_OK; i++) {
    const Relation *relation = relation_of_id(reader, reader->sheet_ids[i]);
    SlSheet *sheet = &reader->book->sheets[i];
    if (!relation)
      return sl_fail(err, SL_EPARSE, "%s: sheet \"%.*s\" is named and has no part: the file is damaged; open it in LibreOffice or Excel and save it",
                     sl_zip_name(reader->zip), SL_STR_ARGS(sheet->name));
    sheet->is_chart = !sl_str_equal(relation->type, sl_str(types[2])); /* a chart, a macro: no cells */
    targets[i] = relation->target;
  }
  for (int64_t i = 0; i < reader->book->sheet_count && status == SL_OK; i++) {
    if (reader->book->sheets[i].is_chart) continue;
    status = sl_xlsx_read_sheet(reader->zip, targets[i].bytes, reader->book, i, &reader->texts, err);
    if (status == SL_OK) status = read_relations(reader, targets[i].bytes, err);
    if (status == SL_OK) status = read_tables(reader, i, err);
  }
  return status;
}

static SlStatus read_package(Reader *reader, SlError *err) {
  SlStatus status = read_relations(reader, "", err);
  if (status != SL_OK) return status;
  const Relation *book = relation_of_type(reader, "officeDocument"), *core = relation_of_type(reader, "core-properties");
  SlStr part = book ? book->target : sl_str("xl/workbook.xml"), properties = core ? core->target : sl_str("docProps/core.xml");
  const char *name = sl_zip_name(reader->zip);
  if (sl_str_ends_with(part, sl_str(".bin")))
    return sl_fail(err, SL_EPARSE, "%s: this is a binary Excel file (.xlsb); open it in LibreOffice or Excel and save it as ODS or XLSX", name);
  if (sl_str_starts_with(part, sl_str("word/")) || sl_str_starts_with(part, sl_str("ppt/")))
    return sl_fail(err, SL_EPARSE, "%s: this is a text or a presentation, not a workbook", name);
  status = sl_xml_read(reader->zip, part.bytes, &book_handlers, reader, err);
  if (status == SL_OK && sl_zip_has(reader->zip, properties.bytes)) status = sl_xml_read(reader->zip, properties.bytes, &property_handlers, reader, err);
  return status == SL_OK ? read_sheets(reader, part.bytes, err) : status;
}

SlStatus sl_xlsx_read(SlZip *zip, SlWorkbook *book, SlError *err) {
  Reader reader = {.zip = zip, .book = book};
  sl_arena_init(&reader.arena);
  SlStatus status = read_package(&reader, err);
  sl_free(reader.relations.list);
  sl_free(reader.sheet_ids);
  sl_free(reader.texts.list);
  sl_free(reader.bold_fonts);
  sl_free(reader.formats);
  sl_rich_reset(&reader.run.rich);
  sl_buf_reset(&reader.value);
  sl_arena_reset(&reader.arena);
  return status;
}
