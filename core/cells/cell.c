#include "core/cells/cell.h"

#include <math.h>
#include <string.h>

#include "core/base/alike.h"
#include "core/cells/loose_number.h"
#include "core/values/parse.h"
#include "core/values/period_read.h"

/* Takes "12 [p][r]" apart. What is no marker stays in the text. */
static void take_markers(SlCell *cell, bool quoted) {
  SlStr text = cell->text;
  SlReason reason;
  if (!quoted && sl_reason_find(text, &reason)) {
    cell->missing = true;
    cell->reason = reason;
    return;
  }
  unsigned flags = 0;
  while (text.length > 0 && text.bytes[text.length - 1] == ']') {
    size_t open = text.length - 1;
    while (open > 0 && text.bytes[open] != '[') open--;
    SlFlag flag;
    if (!sl_flag_find((SlStr){text.bytes + open, text.length - open}, &flag)) break;
    flags |= flag;
    text.length = open;
    while (text.length > 0 && text.bytes[text.length - 1] == ' ') text.length--;
  }
  if (flags == 0 || text.length == 0) return; /* a flag needs a value */
  cell->text = text;
  cell->flags |= flags;
}

/* The flag that a mark is, or 0: those of government statistics in square brackets, and in round ones the two that offices write
 * so, "(p)" and "(R)". */
unsigned sl_cell_flag_of_mark(SlStr mark) {
  if (mark.length != 3) return 0;
  char letter = sl_lower(mark.bytes[1]), written[] = {'[', letter, ']'};
  SlFlag flag;
  bool may_be = mark.bytes[0] == '[' || (mark.bytes[0] == '(' && (letter == 'p' || letter == 'r'));
  return may_be && sl_flag_find((SlStr){written, 3}, &flag) ? flag : 0;
}

static bool means_missing(const SlCellRules *rules, SlStr text, SlCellForm form) {
  for (int64_t i = 0; i < rules->missing_count && form != SL_CELL_QUOTED; i++)
    if (sl_str_equal(text, rules->missing[i])) return true;
  return false;
}

/* "Hampshire (R)", "12 [note 1]", "- (p)". A reason is no mark: "[c] [note 1]". */
static void take_marks(const SlCellRules *rules, SlCell *cell, SlCellForm form) {
  SlStr mark;
  SlReason reason;
  bool reasons = rules->markers && form != SL_CELL_QUOTED;
  while (!(reasons && sl_reason_find(cell->text, &reason)) && sl_text_take_mark(&cell->text, &mark)) cell->flags |= sl_cell_flag_of_mark(mark);
}

SlCell sl_cell_of(const SlCellRules *rules, SlStr text, SlCellForm form) {
  SlCell cell = {.text = text, .missing = form == SL_CELL_ABSENT || means_missing(rules, text, form)};
  if (!cell.missing && rules->strips_marks) {
    take_marks(rules, &cell, form);
    cell.missing = cell.text.length < text.length && means_missing(rules, cell.text, form);
  }
  text = cell.text;
  if (!cell.missing && rules->markers && text.length && text.bytes[text.length - 1] == ']') take_markers(&cell, form == SL_CELL_QUOTED);
  if (cell.missing) cell.flags = 0;
  return cell;
}

/* With a decimal comma, groups are separated by points; the parser of integers knows commas only. */
static bool parse_strict_integer(const SlCellRules *rules, SlStr text, int64_t *value) {
  char swapped[32];
  if (rules->decimal == ',') {
    if (text.length > sizeof swapped || memchr(text.bytes, ',', text.length)) return false;
    for (size_t i = 0; i < text.length; i++) swapped[i] = text.bytes[i] == '.' ? ',' : text.bytes[i];
    text.bytes = swapped;
  }
  return rules->declared ? sl_parse_declared_integer(text, true, value) : sl_parse_integer(text, true, value);
}

static bool parse_integer(const SlCellRules *rules, SlStr text, int64_t *value) {
  if (!rules->loose_numbers) return parse_strict_integer(rules, text, value);
  SlLooseNumber loose;
  sl_loose_number(text, &loose);
  return parse_strict_integer(rules, loose.text, value);
}

bool sl_cell_parse_number(const SlCellRules *rules, SlStr text, double *value) {
  SlLooseNumber loose;
  if (rules->loose_numbers) {
    sl_loose_number(text, &loose);
    text = loose.text;
  }
  if (!sl_parse_number(text, true, rules->decimal, value)) return false;
  /* "-0" is the integer 0, whether or not another row makes the column one of numbers. */
  if (text.length == 2 && *value == 0) *value = 0;
  int64_t integer;
  return rules->declared || fabs(*value) < 0x1p53 || !parse_integer(rules, text, &integer) || !sl_cell_is_long(integer);
}

bool sl_cell_is_two_figures(SlStr text) {
  size_t at = text.length > 0 && text.bytes[0] == '-', digits = 0;
  if (at < text.length && text.bytes[at] == '0') return false;
  while (at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9') at++, digits++;
  if (digits < 1 || digits > 3 || text.length - at != 4 || (text.bytes[at] != '.' && text.bytes[at] != ',')) return false;
  for (at++; at < text.length; at++)
    if (text.bytes[at] < '0' || text.bytes[at] > '9') return false;
  return true;
}

static bool allows(const SlCellRules *rules, SlDateOrder order) { return rules->date_order < 0 || rules->date_order == (int)order; }

static bool parse_date(const SlCellRules *rules, SlDateOrder order, SlStr text, int64_t *day) {
  return allows(rules, order) && sl_date_parse(text, order, day);
}

static bool parse_datetime(const SlCellRules *rules, SlDateOrder order, SlStr text, int64_t *datetime) {
  return allows(rules, order) && sl_datetime_parse(text, order, datetime);
}

bool sl_cell_parse(const SlCellRules *rules, SlCellKind kind, SlStr text, SlCellSlot *slot) {
  bool truth;
  switch (kind) {
    case SL_CELLS_INTEGER: case SL_CELLS_LONG: return parse_integer(rules, text, &slot->integer);
    case SL_CELLS_NUMBER: return sl_cell_parse_number(rules, text, &slot->number);
    case SL_CELLS_DATE_ISO: return parse_date(rules, SL_DATE_ISO, text, &slot->integer);
    case SL_CELLS_DATE_DMY: return parse_date(rules, SL_DATE_DMY, text, &slot->integer);
    case SL_CELLS_DATE_LONG: return parse_date(rules, SL_DATE_LONG, text, &slot->integer);
    case SL_CELLS_DATETIME_ISO: return parse_datetime(rules, SL_DATE_ISO, text, &slot->integer);
    case SL_CELLS_DATETIME_DMY: return parse_datetime(rules, SL_DATE_DMY, text, &slot->integer);
    case SL_CELLS_DATETIME_LONG: return parse_datetime(rules, SL_DATE_LONG, text, &slot->integer);
    case SL_CELLS_PERIOD: return sl_period_parse(rules->type, text, &slot->integer);
    case SL_CELLS_BOOLEAN:
      if (!sl_parse_boolean(text, &truth)) return false;
      slot->integer = truth;
      return true;
    case SL_CELLS_TEXT: return true;
    case SL_CELLS_NONE: return false;
  }
  return false;
}

bool sl_cell_is(const SlCellRules *rules, SlCellKind kind, SlStr text) {
  SlCellSlot slot;
  return sl_cell_parse(rules, kind, text, &slot);
}

/* Text that begins with no digit, sign or decimal mark is neither number nor date: most text is settled here. */
static bool may_be_number_or_date(SlStr text) {
  if (text.length == 0) return false;
  char c = text.bytes[0];
  return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ',';
}

SlCellKind sl_cell_kind(const SlCellRules *rules, SlStr text) {
  enum { DATES = 2, DATETIMES = DATES + SL_DATE_ORDERS, GUESSES = DATETIMES + SL_DATE_ORDERS }; /* where they begin */
  static const SlCellKind guesses[GUESSES] = {
      SL_CELLS_INTEGER,   SL_CELLS_NUMBER,       SL_CELLS_DATE_ISO,     SL_CELLS_DATE_DMY,
      SL_CELLS_DATE_LONG, SL_CELLS_DATETIME_ISO, SL_CELLS_DATETIME_DMY, SL_CELLS_DATETIME_LONG};
  const SlCellKind *kinds = guesses;
  int count = GUESSES;
  SlCellKind declared;
  if (rules->declared) {
    kinds = &declared;
    count = 1;
    switch (rules->type) {
      case SL_INTEGER: declared = SL_CELLS_INTEGER; break;
      case SL_NUMBER: declared = SL_CELLS_NUMBER; break;
      case SL_BOOLEAN: declared = SL_CELLS_BOOLEAN; break;
      case SL_MONTH: case SL_QUARTER: case SL_FINANCIAL_YEAR: case SL_YEAR_ENDING: case SL_YEAR: declared = SL_CELLS_PERIOD; break;
      case SL_DATE:
        kinds = guesses + DATES;
        count = SL_DATE_ORDERS;
        break;
      case SL_DATETIME:
        kinds = guesses + DATETIMES;
        count = SL_DATE_ORDERS;
        break;
      case SL_TEXT: return SL_CELLS_TEXT;
    }
  } else if (!rules->loose_numbers && !may_be_number_or_date(text)) {
    return SL_CELLS_TEXT;
  }
  SlCellSlot slot;
  for (int i = 0; i < count; i++) {
    if (!sl_cell_parse(rules, kinds[i], text, &slot)) continue;
    return kinds[i] == SL_CELLS_INTEGER && !rules->declared && sl_cell_is_long(slot.integer) ? SL_CELLS_LONG : kinds[i];
  }
  return SL_CELLS_TEXT;
}

SlType sl_cell_type(SlCellKind kind) {
  switch (kind) {
    case SL_CELLS_INTEGER: case SL_CELLS_LONG: return SL_INTEGER;
    case SL_CELLS_NUMBER: return SL_NUMBER;
    case SL_CELLS_DATE_ISO: case SL_CELLS_DATE_DMY: case SL_CELLS_DATE_LONG: return SL_DATE;
    case SL_CELLS_DATETIME_ISO: case SL_CELLS_DATETIME_DMY: case SL_CELLS_DATETIME_LONG: return SL_DATETIME;
    case SL_CELLS_BOOLEAN: return SL_BOOLEAN;
    case SL_CELLS_NONE: case SL_CELLS_PERIOD: case SL_CELLS_TEXT: break;
  }
  return SL_TEXT;
}

SlCellKind sl_cell_kinds_meet(SlCellKind a, SlCellKind b) {
  if (a == b || b == SL_CELLS_NONE) return a;
  if (a == SL_CELLS_NONE) return b;
  SlCellKind other = a == SL_CELLS_INTEGER ? b : a;
  bool one_is_integer = a == SL_CELLS_INTEGER || b == SL_CELLS_INTEGER;
  return one_is_integer && (other == SL_CELLS_NUMBER || other == SL_CELLS_LONG) ? other : SL_CELLS_TEXT;
}
