#include "core/workbook/survey.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/values/dict.h"
#include "core/workbook/sheet.h"
#include "core/workbook/xml.h"

typedef struct Walk {
  SlSurvey *out;
  const SlSurveyRule *rules;
  int64_t rule_count;
  SlDict *seen; /* of SL_SURVEY_EACH: rule, sheet and value */
  SlBuf key;
  /* where the part is */
  int64_t sheet, row, column, rows, columns; /* rows, columns: how often the open ones are there */
  bool in_row, in_cell;
  /* the found element whose text is taken */
  int64_t taking, depth; /* taking: its place in the list, -1: none */
  SlBuf text;
} Walk;

static bool is(const char *name, const char *other) { return strcmp(name, other) == 0; }

/* An attribute by its name without the prefix. */
static const char *attribute_of(const char **attributes, SlStr name) {
  for (; *attributes; attributes += 2)
    if (sl_str_equal(sl_str(sl_xml_local(attributes[0])), name)) return attributes[1];
  return NULL;
}

/* --- where the part is -------------------------------------------------------------------------------------------------------------- */

static void begin_row(Walk *walk, const char **attributes, bool is_ods) {
  const char *number = attribute_of(attributes, sl_str("r")), *repeated = attribute_of(attributes, sl_str("number-rows-repeated"));
  walk->row = is_ods ? walk->row + walk->rows : sl_xml_integer(number, walk->row + 2, SL_SHEET_ROWS) - 1;
  walk->rows = sl_xml_integer(repeated, 1, SL_SHEET_ROWS);
  walk->column = -1;
  walk->columns = 1;
  walk->in_row = true;
}

static void begin_cell(Walk *walk, const char **attributes, bool is_ods) {
  const char *address = attribute_of(attributes, sl_str("r"));
  SlRange range;
  SlStr sheet;
  walk->column += walk->columns;
  walk->columns = is_ods ? sl_xml_integer(attribute_of(attributes, sl_str("number-columns-repeated")), 1, SL_SHEET_COLUMNS) : 1;
  if (!is_ods && address && sl_range_parse(sl_str(address), NULL, &range, &sheet)) walk->column = range.first_column;
  walk->in_cell = true;
}

static void move_to(Walk *walk, const char *name, const char *local, const char **attributes) {
  bool is_ods = strncmp(name, "table:", 6) == 0;
  if (is_ods && is(local, "table")) {
    walk->sheet++;
    walk->row = -1;
    walk->rows = 1;
    walk->in_row = walk->in_cell = false;
  } else if (is(local, is_ods ? "table-row" : "row")) {
    begin_row(walk, attributes, is_ods);
  } else if (walk->in_row && (is_ods ? is(local, "table-cell") || is(local, "covered-table-cell") : is(local, "c"))) {
    begin_cell(walk, attributes, is_ods);
  }
}

/* --- what is found --------------------------------------------------------------------------------------------------------------------- */

static SlStatus copy_text(Walk *walk, SlStr text, SlStr *out, SlError *err) {
  const char *copy = sl_arena_copy_text(&walk->out->arena, text.bytes, text.length);
  if (!copy) return sl_fail_alloc(err, text.length + 1);
  *out = (SlStr){copy, text.length};
  return SL_OK;
}

/* Whether it is the first on its sheet with this value; it is remembered. */
static SlStatus is_first(Walk *walk, int64_t rule, const char *value, bool *first, SlError *err) {
  walk->key.length = 0;
  sl_buf_printf(&walk->key, "%lld %lld %s", (long long)rule, (long long)walk->sheet, value ? value : "");
  if (walk->key.failed) return sl_fail_alloc(err, 64);
  if (!walk->seen) walk->seen = sl_dict_new();
  if (!walk->seen) return sl_fail_alloc(err, 64);
  int64_t before = sl_dict_size(walk->seen);
  uint32_t code;
  SlStatus status = sl_dict_add(walk->seen, sl_buf_str(&walk->key), &code, err);
  *first = status == SL_OK && sl_dict_size(walk->seen) > before;
  return status;
}

static SlStatus add_found(Walk *walk, int64_t rule, const char **attributes, SlError *err) {
  SlSurvey *out = walk->out;
  if (out->count >= SL_SURVEY_MOST) {
    out->more++;
    return SL_OK;
  }
  if (!sl_book_grow(&out->list, out->count, &out->capacity, sizeof *out->list)) return sl_fail_alloc(err, sizeof *out->list);
  SlSurveyFound found = {.rule = rule, .sheet = walk->sheet, .row = walk->in_row ? walk->row : -1, .column = walk->in_cell ? walk->column : -1, .text = {"", 0}};
  while (attributes[found.attribute_count]) found.attribute_count++;
  found.attributes = sl_arena_alloc_array(&out->arena, (size_t)found.attribute_count + 1, sizeof *found.attributes);
  if (!found.attributes) return sl_fail_alloc(err, sizeof *found.attributes);
  for (int64_t i = 0; i < found.attribute_count; i++) {
    const char *text = i % 2 ? attributes[i] : sl_xml_local(attributes[i]);
    SlStr cut = {text, strlen(text)};
    if (cut.length > SL_SURVEY_TEXT_BYTES) cut.length = sl_str_cut(cut, SL_SURVEY_TEXT_BYTES);
    SlStatus status = copy_text(walk, cut, &found.attributes[i], err);
    if (status != SL_OK) return status;
  }
  out->list[out->count++] = found;
  walk->taking = out->count - 1;
  walk->depth = 0;
  walk->text.length = 0;
  return SL_OK;
}

static SlStatus finish_text(Walk *walk, SlError *err) {
  if (walk->text.failed) return sl_fail_alloc(err, SL_SURVEY_TEXT_BYTES);
  SlStr text = sl_buf_str(&walk->text);
  int64_t at = walk->taking;
  walk->taking = -1;
  return text.length ? copy_text(walk, text, &walk->out->list[at].text, err) : SL_OK;
}

static SlStatus try_rule(Walk *walk, int64_t index, const char *local, const char **attributes, SlError *err) {
  const SlSurveyRule *rule = &walk->rules[index];
  if (!sl_str_equal(sl_str(local), rule->element)) return SL_OK;
  const char *value = rule->attribute.length ? attribute_of(attributes, rule->attribute) : NULL;
  if (rule->attribute.length && !value) return SL_OK;
  if (rule->mode == SL_SURVEY_FIRST_CELL && !(walk->row == 0 && walk->column == 0)) return SL_OK;
  bool first = true;
  SlStatus status = rule->mode == SL_SURVEY_EACH ? is_first(walk, index, value, &first, err) : SL_OK;
  return status == SL_OK && first ? add_found(walk, index, attributes, err) : status;
}

static void on_start(SlXml *xml, const char *name, const char **attributes) {
  Walk *walk = xml->context;
  const char *local = sl_xml_local(name);
  move_to(walk, name, local, attributes);
  if (walk->taking >= 0) walk->depth++;
  for (int64_t i = 0; i < walk->rule_count && xml->status == SL_OK; i++) sl_xml_fail(xml, try_rule(walk, i, local, attributes, xml->err));
}

static void on_end(SlXml *xml, const char *name) {
  Walk *walk = xml->context;
  const char *local = sl_xml_local(name);
  if (walk->taking >= 0 && walk->depth-- == 0) sl_xml_fail(xml, finish_text(walk, xml->err));
  if (is(local, "table-row") || is(local, "row")) walk->in_row = false;
  if (is(local, "table-cell") || is(local, "covered-table-cell") || is(local, "c")) walk->in_cell = false;
}

static void on_text(SlXml *xml, const char *bytes, int length) {
  Walk *walk = xml->context;
  size_t room = walk->text.length < SL_SURVEY_TEXT_BYTES ? SL_SURVEY_TEXT_BYTES - walk->text.length : 0;
  if (walk->taking < 0 || room == 0) return;
  SlStr text = {bytes, (size_t)length};
  sl_buf_add(&walk->text, bytes, text.length > room ? sl_str_cut(text, room) : text.length);
}

static const SlXmlHandlers handlers = {on_start, on_end, on_text};

/* --- a part ------------------------------------------------------------------------------------------------------------------------- */

SlStatus sl_survey(const char *path, const char *part, const SlSurveyRule *rules, int64_t rule_count, SlSurvey *out, SlError *err) {
  SlError own;
  SlZip *zip = NULL;
  Walk walk = {.out = out, .rules = rules, .rule_count = rule_count, .sheet = -1, .row = -1, .column = -1, .rows = 1, .columns = 1, .taking = -1};
  SlStatus status = sl_zip_open(path, &zip, err ? err : &own);
  if (status == SL_OK && sl_zip_has(zip, part)) status = sl_xml_read(zip, part, &handlers, &walk, err ? err : &own);
  sl_zip_close(zip);
  sl_dict_release(walk.seen);
  sl_buf_reset(&walk.key);
  sl_buf_reset(&walk.text);
  return status;
}

void sl_survey_reset(SlSurvey *survey) {
  sl_arena_reset(&survey->arena);
  sl_free(survey->list);
  *survey = (SlSurvey){0};
}

SlStatus sl_survey_parts(const char *path, SlBuf *out, SlError *err) {
  SlZip *zip = NULL;
  SlStatus status = sl_zip_open(path, &zip, err);
  if (status == SL_OK) sl_zip_list(zip, out);
  sl_zip_close(zip);
  return status == SL_OK && out->failed ? sl_fail_alloc(err, out->length) : status;
}
