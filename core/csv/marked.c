#include "core/csv/marked.h"

#include "core/base/alike.h"
#include "core/cells/lines.h"

enum { COLUMNS = 4 };

void sl_marked_init(SlMarked *marked) {
  sl_builder_init(&marked->line, SL_INTEGER);
  sl_builder_init(&marked->column, SL_TEXT);
  sl_builder_init(&marked->text, SL_TEXT);
  sl_builder_init(&marked->mark, SL_TEXT);
  marked->not_kept = 0;
}

void sl_marked_reset(SlMarked *marked) {
  sl_builder_reset(&marked->line);
  sl_builder_reset(&marked->column);
  sl_builder_reset(&marked->text);
  sl_builder_reset(&marked->mark);
}

/* Whether all marks behind `length` bytes of the text are flags. */
static bool are_flags(SlStr text, size_t length) {
  SlStr mark;
  while (text.length > length && sl_text_take_mark(&text, &mark))
    if (!sl_cell_flag_of_mark(mark)) return false;
  return true;
}

void sl_marked_look(SlMarked *marked, SlMarkedCells *counts, const SlCellRules *rules, SlStr name, int64_t line, SlStr text, SlCellForm form) {
  if (form == SL_CELL_ABSENT) return;
  SlCell cell = sl_cell_of(rules, text, form);
  if (cell.text.length == text.length) return;
  counts->cells++;
  if (!cell.missing && are_flags(text, cell.text.length)) return;
  counts->listed++;
  if (marked->line.length >= SL_LINES_NOTED) {
    marked->not_kept++;
    return;
  }
  SlStr mark = {text.bytes + cell.text.length, text.length - cell.text.length};
  while (mark.length > 0 && mark.bytes[0] == ' ') mark.bytes++, mark.length--;
  sl_builder_add_integer(&marked->line, line);
  sl_builder_add_text(&marked->column, name);
  sl_builder_add_text(&marked->text, text);
  sl_builder_add_text(&marked->mark, mark);
}

SlStatus sl_marked_finish(SlMarked *marked, SlTable **out, SlError *err) {
  SlBuilder *const builders[COLUMNS] = {&marked->line, &marked->column, &marked->text, &marked->mark};
  SlStr names[COLUMNS] = {sl_str("line"), sl_str("column"), sl_str("text"), sl_str("mark")};
  SlColumn *columns[COLUMNS] = {NULL};
  SlTable *table = NULL;
  SlStatus status = SL_OK;
  bool any = marked->line.length > 0 || marked->line.status != SL_OK;
  for (int i = 0; i < COLUMNS && any && status == SL_OK; i++) status = sl_builder_finish(builders[i], &columns[i], err);
  if (any && status == SL_OK) status = sl_table_new(names, columns, COLUMNS, 0, &table, err);
  for (int i = 0; i < COLUMNS; i++) sl_column_release(columns[i]);
  sl_marked_reset(marked);
  sl_marked_init(marked);
  if (status == SL_OK) *out = table;
  return status;
}
