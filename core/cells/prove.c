#include "core/cells/prove.h"

#include <assert.h>

#include "core/base/runtime.h"
#include "core/values/builder.h"

static SlCell cell_at(const SlColumn *column, const SlCellRules *rules, int64_t row) {
  SlStr text = sl_column_text(column, row);
  return sl_cell_of(rules, text, text.length == 0 ? SL_CELL_ABSENT : SL_CELL_PLAIN);
}

/* What the present cells are together. */
static SlStatus kind_of_all(const SlColumn *column, const SlCellRules *rules, SlCellKind *kind, SlError *err) {
  *kind = SL_CELLS_NONE;
  for (int64_t row = 0; row < column->length && *kind != SL_CELLS_TEXT; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    if (sl_column_is_null(column, row)) continue;
    SlCell cell = cell_at(column, rules, row);
    if (cell.missing) continue;
    *kind = sl_cell_kinds_meet(*kind, sl_cell_kind(rules, cell.text));
  }
  return SL_OK;
}

static void add_value(SlBuilder *builder, const SlCellRules *rules, SlCellKind kind, SlStr text) {
  SlCellSlot slot = {0};
  bool is = sl_cell_parse(rules, kind, text, &slot);
  assert(is); /* kinds_meet gives a kind that each of the cells is of */
  (void)is;
  if (kind == SL_CELLS_TEXT)
    sl_builder_add_text(builder, text);
  else if (kind == SL_CELLS_NUMBER)
    sl_builder_add_number(builder, slot.number);
  else
    sl_builder_add_integer(builder, slot.integer);
}

static void add_row(SlBuilder *builder, const SlColumn *column, const SlCellRules *rules, SlCellKind kind, int64_t row) {
  if (sl_column_is_null(column, row)) {
    sl_builder_add_null(builder, sl_column_reason(column, row));
    return;
  }
  SlCell cell = cell_at(column, rules, row);
  if (kind == SL_CELLS_TEXT && sl_column_text(column, row).length == 0) cell.missing = false; /* among texts an empty one is a text, as it was */
  if (cell.missing) {
    sl_builder_add_null(builder, cell.reason);
    return;
  }
  add_value(builder, rules, kind, cell.text);
  unsigned flags = cell.flags | sl_column_flags(column, row);
  if (flags) sl_builder_flag_last(builder, flags);
}

SlStatus sl_column_prove(const SlColumn *column, const SlCellRules *rules, SlColumn **out, SlError *err) {
  assert(!rules->declared && !rules->loose_numbers);
  SlCellKind kind = SL_CELLS_TEXT;
  if (column->type == SL_TEXT) {
    SlStatus status = kind_of_all(column, rules, &kind, err);
    if (status != SL_OK) return status;
  }
  bool takes_off = rules->markers || rules->strips_marks || rules->missing_count > 0;
  if (kind == SL_CELLS_NONE) kind = SL_CELLS_TEXT; /* nothing is there to say what it is */
  if (column->type != SL_TEXT || (kind == SL_CELLS_TEXT && !takes_off)) {
    *out = sl_column_retain(column);
    return SL_OK;
  }
  SlBuilder builder;
  sl_builder_init(&builder, sl_cell_type(kind));
  sl_builder_reserve(&builder, column->length);
  for (int64_t row = 0; row < column->length && builder.status == SL_OK; row++) {
    if (sl_interrupted_at(row)) {
      sl_builder_reset(&builder);
      return sl_fail_interrupted(err);
    }
    add_row(&builder, column, rules, kind, row);
  }
  return sl_builder_finish(&builder, out, err);
}
