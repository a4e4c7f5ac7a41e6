#include "core/cells/lines.h"

void sl_lines_init(SlLines *lines) {
  sl_builder_init(&lines->line, SL_INTEGER);
  sl_builder_init(&lines->reason, SL_TEXT);
  sl_builder_init(&lines->text, SL_TEXT);
  lines->not_kept = 0;
}

void sl_lines_reset(SlLines *lines) {
  sl_builder_reset(&lines->line);
  sl_builder_reset(&lines->reason);
  sl_builder_reset(&lines->text);
}

void sl_lines_add(SlLines *lines, int64_t line, SlStr reason, SlStr text) {
  sl_builder_add_integer(&lines->line, line);
  sl_builder_add_text(&lines->reason, reason);
  sl_builder_add_text(&lines->text, text);
}

void sl_lines_note(SlLines *lines, int64_t line, SlStr text) {
  if (lines->line.length < SL_LINES_NOTED)
    sl_lines_add(lines, line, (SlStr){0}, text);
  else
    lines->not_kept++;
}

SlStatus sl_lines_finish(SlLines *lines, bool with_reasons, SlTable **out, SlError *err) {
  bool any = lines->line.length > 0 || lines->line.status != SL_OK;
  SlColumn *line = NULL, *reason = NULL, *text = NULL;
  SlTable *table = NULL;
  SlStatus status = SL_OK;
  if (any) {
    status = sl_builder_finish(&lines->line, &line, err);
    if (status == SL_OK) status = sl_builder_finish(&lines->reason, &reason, err);
    if (status == SL_OK) status = sl_builder_finish(&lines->text, &text, err);
    if (status == SL_OK) {
      SlStr names[] = {sl_str("line"), sl_str("reason"), sl_str("text")};
      SlColumn *columns[] = {line, reason, text};
      if (!with_reasons) {
        names[1] = names[2];
        columns[1] = columns[2];
      }
      status = sl_table_new(names, columns, with_reasons ? 3 : 2, 0, &table, err);
    }
  }
  sl_column_release(line);
  sl_column_release(reason);
  sl_column_release(text);
  sl_lines_reset(lines);
  sl_lines_init(lines);
  if (status == SL_OK) *out = table;
  return status;
}
