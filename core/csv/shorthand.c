#include "core/csv/shorthand.h"

static bool is_letter_or_digit(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* "n/a", "-", "..": what people write where there is no figure. */
static bool may_mean_missing(SlStr text) {
  static const char *const words[] = {"na",      "n/a",     "n.a.",          "#n/a",      "nan",          "nil",     "none",   "null",
                                      "missing", "unknown", "not available", "not known", "not recorded", "no data", "\xE2\x80\x93",
                                      "\xE2\x80\x94", "\xE2\x80\xA6"}; /* dashes and an ellipsis */
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (sl_str_equal_caseless(text, sl_str(words[i]))) return true;
  if (text.length == 0 || text.length > 3) return false;
  for (size_t i = 0; i < text.length; i++)
    if (is_letter_or_digit((unsigned char)text.bytes[i])) return false;
  return true;
}

/* Numbers of both kinds go together, and dates of one form. */
static bool goes_with(SlCellKind kind, SlCellKind *all) {
  if (kind == SL_CELLS_INTEGER) kind = SL_CELLS_NUMBER;
  if (kind == SL_CELLS_TEXT || kind == SL_CELLS_LONG || (*all != SL_CELLS_NONE && *all != kind)) return false;
  *all = kind;
  return true;
}

/* One cell, or one text that cells of the column have. */
static bool look(SlStr text, SlCellRules *trial, bool had_markers, SlCellKind *all, SlShorthand *found) {
  SlCell cell = sl_cell_of(trial, text, SL_CELL_PLAIN);
  found->markers |= !had_markers && (cell.reason != SL_REASON_NONE || cell.flags != 0);
  if (cell.missing || goes_with(sl_cell_kind(trial, cell.text), all)) return true;
  if (found->missing_count == SL_SHORTHAND_WORDS || !may_mean_missing(cell.text)) return false;
  for (int64_t i = 0; i < found->missing_count; i++)
    if (sl_str_equal(found->missing[i], cell.text)) return true;
  found->missing[found->missing_count++] = cell.text;
  return true;
}

bool sl_shorthand_find(const SlColumn *cells, const SlCellRules *rules, SlShorthand *out) {
  SlCellRules trial = *rules;
  SlCellKind all = SL_CELLS_NONE;
  *out = (SlShorthand){.missing_count = 0};
  trial.markers = true;
  if (cells->dict) { /* each text once */
    for (int64_t code = 0; code < sl_dict_size(cells->dict); code++)
      if (!look(sl_dict_get(cells->dict, code), &trial, rules->markers, &all, out)) return false;
  } else {
    for (int64_t row = 0; row < cells->length; row++)
      if (!sl_column_is_null(cells, row) && !look(sl_column_text(cells, row), &trial, rules->markers, &all, out)) return false;
  }
  return all != SL_CELLS_NONE && (out->markers || out->missing_count > 0);
}

void sl_shorthand_options(const SlShorthand *shorthand, SlBuf *out) {
  if (shorthand->markers) sl_buf_add_text(out, "markers = \"gss\"");
  if (shorthand->missing_count == 0) return;
  sl_buf_add_text(out, shorthand->markers ? ", missing = " : "missing = ");
  if (shorthand->missing_count > 1) sl_buf_add_text(out, "{ ");
  for (int64_t i = 0; i < shorthand->missing_count; i++)
    sl_buf_printf(out, "%s\"%.*s\"", i ? ", " : "", SL_STR_ARGS(shorthand->missing[i]));
  if (shorthand->missing_count > 1) sl_buf_add_text(out, " }");
}
