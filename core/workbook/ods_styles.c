#include "core/workbook/parts.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

SlStatus sl_ods_styles_init(SlOdsStyles *styles, SlError *err) {
  *styles = (SlOdsStyles){.names = sl_dict_new()};
  return styles->names ? SL_OK : sl_fail_alloc(err, 64);
}

void sl_ods_styles_reset(SlOdsStyles *styles) {
  sl_dict_release(styles->names);
  sl_free(styles->list);
  sl_buf_reset(&styles->key);
  *styles = (SlOdsStyles){0};
}

static SlStr key_of(SlOdsStyles *styles, const char *family, const char *name) {
  styles->key.length = 0;
  sl_buf_add_text(&styles->key, family);
  sl_buf_add_char(&styles->key, ' ');
  sl_buf_add_text(&styles->key, name);
  return styles->key.failed ? (SlStr){"", 0} : sl_buf_str(&styles->key);
}

const SlOdsStyle *sl_ods_style(SlOdsStyles *styles, const char *family, const char *name) {
  if (!name) return NULL;
  int64_t code = sl_dict_find(styles->names, key_of(styles, family, name));
  return code >= 0 ? &styles->list[code] : NULL;
}

static void begin_style(SlOdsStyles *styles, const SlWorkbook *book, SlXml *xml, const char **attributes) {
  const char *name = sl_xml_attribute(attributes, "style:name"), *family = sl_xml_attribute(attributes, "style:family");
  if (!name || !family) return;
  const SlOdsStyle *parent = sl_ods_style(styles, family, sl_xml_attribute(attributes, "style:parent-style-name"));
  styles->current = parent ? *parent : (SlOdsStyle){0};
  styles->current_cell = book->styles[styles->current.cell];
  styles->is_cell = strcmp(family, "table-cell") == 0;
  key_of(styles, family, name);
  if (styles->key.failed) sl_xml_fail(xml, sl_fail_alloc(xml->err, strlen(name)));
  styles->open = true;
}

static void look_at_text(SlOdsStyles *styles, const char **attributes) {
  const char *weight = sl_xml_attribute(attributes, "fo:font-weight"), *position = sl_xml_attribute(attributes, "style:text-position");
  if (weight) styles->current.bold = styles->current_cell.bold = strcmp(weight, "bold") == 0 || (weight[0] >= '6' && weight[0] <= '9');
  if (position) styles->current.raised = strncmp(position, "super", 5) == 0 || (position[0] >= '1' && position[0] <= '9');
}

/* "0.353cm" as hundredths of a millimetre; other units by what they are of that. */
static uint16_t length_of(const char *text) {
  static const struct {
    const char *name;
    double size;
  } units[] = {{"cm", 1000}, {"mm", 100}, {"in", 2540}, {"pt", 35.28}, {"pc", 423.3}, {"px", 26.46}};
  size_t length = strspn(text, "0123456789.");
  double value;
  if (length == 0 || !sl_stored_number((SlStr){text, length}, &value)) return 0;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(text + length, units[i].name) == 0) return (uint16_t)(value * units[i].size < 60000 ? value * units[i].size + 0.5 : 60000);
  return 0;
}

void sl_ods_styles_start(SlOdsStyles *styles, SlWorkbook *book, SlXml *xml, const char *name, const char **attributes) {
  if (strcmp(name, "style:style") == 0) {
    begin_style(styles, book, xml, attributes);
    return;
  }
  if (!styles->open) return;
  if (strcmp(name, "style:text-properties") == 0) look_at_text(styles, attributes);
  if (strcmp(name, "style:paragraph-properties") == 0) {
    const char *margin = sl_xml_attribute(attributes, "fo:margin-left");
    if (!margin) margin = sl_xml_attribute(attributes, "fo:margin-start");
    if (margin) styles->current_cell.indent = length_of(margin);
  }
  if (strcmp(name, "style:table-cell-properties") == 0) {
    const char *wrap = sl_xml_attribute(attributes, "fo:wrap-option"), *shrink = sl_xml_attribute(attributes, "style:shrink-to-fit");
    if (wrap || shrink) styles->current_cell.wraps = (wrap && strcmp(wrap, "wrap") == 0) || sl_xml_is_true(shrink);
  }
  if (strcmp(name, "style:table-properties") == 0) {
    const char *display = sl_xml_attribute(attributes, "table:display");
    if (display) styles->current.hidden = strcmp(display, "false") == 0;
  }
}

static bool same_style(const SlSheetStyle *a, const SlSheetStyle *b) {
  return a->bold == b->bold && a->wraps == b->wraps && a->indent == b->indent;
}

/* The book's style for cells: the same one for all that say the same. */
static bool keep_cell_style(SlWorkbook *book, const SlSheetStyle *style, uint16_t *number) {
  int64_t at = 0;
  while (at < book->style_count && !same_style(&book->styles[at], style)) at++;
  if (at == book->style_count) {
    if (at > UINT16_MAX || !sl_book_grow(&book->styles, at, &book->style_capacity, sizeof *book->styles)) return false;
    book->styles[book->style_count++] = *style;
  }
  *number = (uint16_t)at;
  return true;
}

void sl_ods_styles_end(SlOdsStyles *styles, SlWorkbook *book, SlXml *xml, const char *name) {
  if (!styles->open || strcmp(name, "style:style") != 0) return;
  styles->open = false;
  if (styles->is_cell && !keep_cell_style(book, &styles->current_cell, &styles->current.cell)) {
    sl_xml_fail(xml, sl_fail_alloc(xml->err, sizeof(SlSheetStyle)));
    return;
  }
  uint32_t code;
  SlStatus status = sl_dict_add(styles->names, sl_buf_str(&styles->key), &code, xml->err);
  if (status == SL_OK && code == styles->count) {
    if (!sl_book_grow(&styles->list, styles->count, &styles->capacity, sizeof *styles->list)) status = sl_fail_alloc(xml->err, sizeof *styles->list);
    if (status == SL_OK) styles->count++;
  }
  if (status == SL_OK) styles->list[code] = styles->current;
  sl_xml_fail(xml, status);
}
