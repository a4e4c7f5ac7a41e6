#include "core/csv/doubts/shorthand.h"

#include <stdio.h>

#include "core/csv/message.h"

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

static bool is_word(const SlShorthand *shorthand, SlStr text) {
  for (int i = 0; i < shorthand->missing_count; i++)
    if (sl_str_equal(sl_str(shorthand->missing[i]), text)) return true;
  return false;
}

static bool is_marked(SlCell cell) { return cell.reason != SL_REASON_NONE || cell.flags != 0; }

/* One text; false when it is neither shorthand nor like the others. */
static bool look(SlShorthand *shorthand, SlStr text, const SlCellRules *trial, bool had_markers) {
  SlCell cell = sl_cell_of(trial, text, SL_CELL_PLAIN);
  shorthand->markers |= !had_markers && is_marked(cell);
  if (cell.missing || goes_with(sl_cell_kind(trial, cell.text), &shorthand->all) || is_word(shorthand, cell.text)) return true;
  if (shorthand->missing_count == SL_SHORTHAND_WORDS || !may_mean_missing(cell.text)) return false;
  snprintf(shorthand->missing[shorthand->missing_count++], sizeof shorthand->missing[0], "%.*s", SL_STR_ARGS(cell.text));
  return true;
}

static bool is_shorthand(const SlShorthand *shorthand, SlStr text, const SlCellRules *trial, bool had_markers) {
  SlCell cell = sl_cell_of(trial, text, SL_CELL_PLAIN);
  return (!had_markers && is_marked(cell)) || is_word(shorthand, cell.text);
}

int64_t sl_shorthand_add(SlShorthand *shorthand, const SlColumn *cells, const SlCellRules *rules) {
  SlCellRules trial = *rules;
  trial.markers = true;
  bool fits = !shorthand->others;
  if (cells->dict) { /* each text once */
    for (int64_t code = 0; code < sl_dict_size(cells->dict) && fits; code++)
      fits = look(shorthand, sl_dict_get(cells->dict, code), &trial, rules->markers);
  } else {
    for (int64_t row = 0; row < cells->length && fits; row++)
      if (!sl_column_is_null(cells, row)) fits = look(shorthand, sl_column_text(cells, row), &trial, rules->markers);
  }
  shorthand->others = !fits;
  if (!fits || shorthand->line > 0 || (!shorthand->markers && shorthand->missing_count == 0)) return -1;
  for (int64_t row = 0; row < cells->length; row++)
    if (!sl_column_is_null(cells, row) && is_shorthand(shorthand, sl_column_text(cells, row), &trial, rules->markers)) return row;
  return -1;
}

void sl_shorthand_place(SlShorthand *shorthand, SlStr text, int64_t line, bool in_quotes) {
  shorthand->others |= in_quotes;
  shorthand->line = line;
  snprintf(shorthand->first, sizeof shorthand->first, "%.*s", SL_STR_ARGS(text));
}

static void add_options(const SlShorthand *shorthand, SlBuf *out) {
  if (shorthand->markers) sl_buf_add_text(out, "markers = \"gss\"");
  if (shorthand->missing_count == 0) return;
  sl_buf_add_text(out, shorthand->markers ? ", missing = " : "missing = ");
  if (shorthand->missing_count > 1) sl_buf_add_text(out, "{ ");
  for (int i = 0; i < shorthand->missing_count; i++) sl_buf_printf(out, "%s\"%s\"", i ? ", " : "", shorthand->missing[i]);
  if (shorthand->missing_count > 1) sl_buf_add_text(out, " }");
}

void sl_shorthand_tell(SlShorthandNotice *told, const SlShorthand *shorthand, SlStr column, SlBuf *out) {
  if (shorthand->others || shorthand->line == 0 || shorthand->all == SL_CELLS_NONE) return;
  if (told->columns++ > 0) return;
  sl_buf_printf(out, "column \"%.*s\" is text, for \"%s\" in line %s: %sread_csv(path, { ", SL_STR_ARGS(column), shorthand->first,
                sl_count_text(shorthand->line).text, shorthand->missing_count ? "if such cells are missing, " : "");
  add_options(shorthand, out);
  sl_buf_printf(out, " }) reads it as %s\n", shorthand->all == SL_CELLS_NUMBER ? "figures" : "dates");
}

void sl_shorthand_tell_others(const SlShorthandNotice *told, SlBuf *out) {
  if (told->columns > 1)
    sl_buf_printf(out, "and %s more column%s text for such cells\n", sl_count_text(told->columns - 1).text, told->columns == 2 ? " is" : "s are");
}
