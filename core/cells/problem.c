#include "core/cells/problem.h"

#include "core/base/alloc.h"
#include "core/values/parse.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *why_not(SlStr text, SlType wanted, SlCellKind kind) {
  if (text.length == 0) return "an empty cell in quotes is a text, not a missing value";
  SlStr trimmed = sl_str_trim(text);
  if (trimmed.length < text.length) return "it has white space around it";
  if (wanted == SL_DATE) return "it is not a date of the column's format";
  if (wanted == SL_DATETIME) {
    int64_t day;
    SlDateOrder order = (SlDateOrder)(kind - SL_CELLS_DATETIME_ISO);
    return sl_datetime_has_zone(text, order)     ? "it names a time zone, which a datetime has not"
           : sl_date_parse(text, order, &day) ? "it is a date without a time"
                                                 : "it is not a datetime of the column's format";
  }
  SlStr digits = text;
  if (digits.bytes[0] == '-') {
    digits.bytes++;
    digits.length--;
  }
  size_t count = 0;
  while (count < digits.length && is_digit(digits.bytes[count])) count++;
  if (count == digits.length && count > 18) return "it has more than 18 digits";
  if (count == digits.length && count > 1 && digits.bytes[0] == '0') return "a code that begins with 0 keeps its zeros";
  int64_t integer;
  if (wanted == SL_NUMBER && sl_parse_integer(text, true, &integer) && sl_cell_is_long(integer))
    return "a number would change its last digits; it keeps 15 or 16, an integer 18";
  if (text.bytes[0] == '+') return "it begins with +";
  if (text.bytes[text.length - 1] == '%') return "it has a percent sign";
  return wanted == SL_INTEGER ? "it is not an integer" : "it is not a number";
}

/* How many cells are of each kind, by SlCellKind. */
typedef struct Census {
  int64_t cells[SL_CELLS_TEXT + 1];
} Census;

static bool fits(SlCellKind kind, SlType wanted) {
  if (wanted == SL_NUMBER) return kind == SL_CELLS_NUMBER || kind == SL_CELLS_INTEGER;
  return kind != SL_CELLS_TEXT && sl_cell_type(kind) == wanted;
}

static SlCellKind kind_at(const SlColumn *column, const SlCellRules *rules, const uint8_t *kinds, int64_t row) {
  return kinds ? (SlCellKind)kinds[sl_column_code(column, row)] : sl_cell_kind(rules, sl_column_text(column, row));
}

/* What most of the cells are that are anything: numbers of either kind, or dates or datetimes of one form. */
static bool most_common(const Census *census, SlType *wanted, SlCellKind *kind) {
  int64_t numbers = census->cells[SL_CELLS_INTEGER] + census->cells[SL_CELLS_LONG] + census->cells[SL_CELLS_NUMBER];
  *kind = SL_CELLS_DATE_ISO;
  for (int other = SL_CELLS_DATE_ISO; other <= SL_CELLS_DATETIME_LONG; other++)
    if (census->cells[other] > census->cells[*kind]) *kind = (SlCellKind)other;
  if (numbers + census->cells[*kind] == 0) return false;
  if (numbers >= census->cells[*kind])
    *wanted = census->cells[SL_CELLS_NUMBER] ? SL_NUMBER : SL_INTEGER;
  else
    *wanted = sl_cell_type(*kind);
  return true;
}

SlStatus sl_problem_find(const SlColumn *column, const SlCellRules *rules, SlProblem *problem, SlError *err) {
  problem->row = -1;
  uint8_t *kinds = NULL; /* of each entry of the dictionary */
  bool all_text = column->dict != NULL;
  if (column->dict) {
    int64_t entries = sl_dict_size(column->dict);
    kinds = sl_alloc((size_t)entries);
    if (!kinds) return sl_fail_alloc(err, (size_t)entries);
    for (int64_t code = 0; code < entries; code++) {
      kinds[code] = (uint8_t)sl_cell_kind(rules, sl_dict_get(column->dict, code));
      all_text &= kinds[code] == SL_CELLS_TEXT;
    }
  }
  if (all_text) { /* of most columns: no need to look at the rows */
    sl_free(kinds);
    return SL_OK;
  }
  Census census = {{0}};
  for (int64_t row = 0; row < column->length; row++)
    if (!sl_column_is_null(column, row)) census.cells[kind_at(column, rules, kinds, row)]++;
  SlType wanted;
  SlCellKind most;
  if (most_common(&census, &wanted, &most)) {
    for (int64_t row = 0; row < column->length && problem->row < 0; row++) {
      if (sl_column_is_null(column, row)) continue;
      SlCellKind kind = kind_at(column, rules, kinds, row);
      if (fits(kind, wanted) && (sl_type_is_numeric(wanted) || kind == most)) continue;
      *problem = (SlProblem){row, wanted, why_not(sl_column_text(column, row), wanted, most)};
    }
  }
  sl_free(kinds);
  return SL_OK;
}
