#include "core/csv/reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/cells/loose_number.h"
#include "core/cells/problem.h"
#include "core/csv/doubts/doubts.h"
#include "core/csv/doubts/shorthand.h"
#include "core/csv/message.h"

/* The record that became a row of the table: the row's number and the number of rejected ones before it, of which the i-th
 * (from 0) is before it when rejected[i] - i, which never falls, is no more than the row's number. */
static int64_t record_of_row(const SlReading *reading, int64_t row) {
  int64_t low = 0, high = reading->rejected_count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (reading->rejected[middle] - middle <= row)
      low = middle + 1;
    else
      high = middle;
  }
  return row + low;
}

/* A column's problem, and where in the file it is. */
typedef struct Found {
  int64_t column, field, record, line;
  bool in_quotes;
  SlProblem problem;
} Found;

typedef struct Founds { /* in the order of columns; few columns of many have a problem */
  Found *items;
  int64_t count, capacity;
} Founds;

static SlStatus add_found(Founds *founds, Found found, SlError *err) {
  if (founds->count == founds->capacity) {
    size_t capacity = sl_grow_capacity((size_t)founds->capacity, (size_t)founds->count + 1);
    Found *grown = sl_realloc_array(founds->items, capacity, sizeof *grown);
    if (!grown) return sl_fail_alloc(err, capacity * sizeof *grown);
    founds->items = grown;
    founds->capacity = (int64_t)capacity;
  }
  founds->items[founds->count++] = found;
  return SL_OK;
}

static SlStatus find_problems(SlReading *reading, const SlTable *table, Founds *founds, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < reading->column_count && status == SL_OK; i++) {
    const SlScanColumn *column = &reading->columns[i];
    if (column->rules->declared || table->columns[i]->type != SL_TEXT) continue;
    if (i % 64 == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    SlProblem problem;
    status = sl_problem_find(table->columns[i], column->rules, &problem, err);
    if (status != SL_OK || problem.row < 0) continue;
    status = add_found(founds, (Found){i, column->field, record_of_row(reading, problem.row), 0, false, problem}, err);
  }
  return status;
}

static int by_place(const void *left, const void *right) {
  const Found *a = left, *b = right;
  if (a->record != b->record) return a->record < b->record ? -1 : 1;
  return (a->field > b->field) - (a->field < b->field);
}

static int by_column(const void *left, const void *right) {
  const Found *a = left, *b = right;
  return (a->column > b->column) - (a->column < b->column);
}

/* In the order of the text, so that it is walked once and not once a column. */
static SlStatus find_lines(const SlReading *reading, Found *found, int64_t count, SlError *err) {
  SlRecordPlace place = {0};
  SlStatus status = SL_OK;
  qsort(found, (size_t)count, sizeof *found, by_place);
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    status = sl_reading_locate(reading, found[i].record, &place, err);
    if (status != SL_OK) break;
    found[i].line = sl_record_place_line(&place, found[i].field);
    found[i].in_quotes = found[i].field < place.record.count && place.record.fields[found[i].field].quoted;
  }
  sl_record_place_reset(&place);
  qsort(found, (size_t)count, sizeof *found, by_column);
  return status;
}

static SlStatus make_problems(const SlReading *reading, const SlTable *table, const Found *found, int64_t count, SlTable **out, SlError *err) {
  enum { COUNT = 6 };
  static const char *const titles[COUNT] = {"column", "type_wanted", "line", "row", "value", "why"};
  SlBuilder builders[COUNT];
  for (int i = 0; i < COUNT; i++) sl_builder_init(&builders[i], i == 2 || i == 3 ? SL_INTEGER : SL_TEXT);
  for (int64_t i = 0; i < count; i++) {
    const Found *f = &found[i];
    sl_builder_add_text(&builders[0], sl_reading_name(reading, f->column));
    sl_builder_add_text(&builders[1], sl_str(sl_type_name(f->problem.wanted)));
    sl_builder_add_integer(&builders[2], f->line);
    sl_builder_add_integer(&builders[3], f->record + 1);
    sl_builder_add_text(&builders[4], sl_column_text(table->columns[f->column], f->problem.row));
    sl_builder_add_text(&builders[5], sl_str(f->problem.why));
  }
  SlColumn *columns[COUNT] = {NULL};
  SlStr names[COUNT];
  SlStatus status = SL_OK;
  for (int i = 0; i < COUNT; i++) {
    names[i] = sl_str(titles[i]);
    if (status == SL_OK) status = sl_builder_finish(&builders[i], &columns[i], err);
    sl_builder_reset(&builders[i]);
  }
  if (status == SL_OK) status = sl_table_new(names, columns, COUNT, 0, out, err);
  for (int i = 0; i < COUNT; i++) sl_column_release(columns[i]);
  return status;
}

/* Of columns that have a problem: the others have no cell of another kind. */
static void tell_shorthand(const SlReading *reading, const SlTable *table, const Found *found, int64_t count, SlBuf *notices) {
  SlShorthandNotice told = {0};
  for (int64_t i = 0; i < count; i++) {
    SlShorthand shorthand = {.line = 0};
    const SlColumn *cells = table->columns[found[i].column];
    if (found[i].in_quotes || sl_shorthand_add(&shorthand, cells, reading->columns[found[i].column].rules) < 0) continue;
    sl_shorthand_place(&shorthand, sl_column_text(cells, found[i].problem.row), found[i].line, false);
    sl_shorthand_tell(&told, &shorthand, sl_reading_name(reading, found[i].column), notices);
  }
  sl_shorthand_tell_others(&told, notices);
}

/* Where the cell of each column in rows[] stands; -1: nowhere. Each record is located once, whatever the number of its columns. */
static SlStatus place_shorthands(const SlReading *reading, const SlTable *table, int64_t *rows, SlShorthand *shorthands, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t first = 0; first < reading->column_count && status == SL_OK; first++) {
    int64_t row = rows[first];
    if (row < 0) continue;
    SlRecordPlace place = {0};
    status = sl_reading_locate(reading, record_of_row(reading, row), &place, err);
    for (int64_t i = first; i < reading->column_count && status == SL_OK; i++) {
      if (rows[i] != row) continue;
      int64_t field = reading->columns[i].field;
      bool in_quotes = field < place.record.count && place.record.fields[field].quoted;
      sl_shorthand_place(&shorthands[i], sl_column_text(table->columns[i], row), sl_record_place_line(&place, field), in_quotes);
      rows[i] = -1;
    }
    sl_record_place_reset(&place);
  }
  return status;
}

SlStatus sl_reading_add_shorthand(const SlReading *reading, const SlTable *table, SlShorthand *shorthands, SlError *err) {
  int64_t *rows = sl_alloc_array((size_t)reading->column_count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)reading->column_count * sizeof *rows);
  for (int64_t i = 0; i < reading->column_count; i++) {
    const SlScanColumn *column = &reading->columns[i];
    bool is_asked = !column->rules->declared && table->columns[i]->type == SL_TEXT;
    rows[i] = is_asked ? sl_shorthand_add(&shorthands[i], table->columns[i], column->rules) : -1;
  }
  SlStatus status = place_shorthands(reading, table, rows, shorthands, err);
  sl_free(rows);
  return status;
}

static SlStatus finish_problems(SlReading *reading, const SlTable *table, SlCsvReport *report, SlError *err) {
  Founds founds = {.items = NULL};
  SlStatus status = find_problems(reading, table, &founds, err);
  reading->needs_whole = status == SL_OK && founds.count > 0 && reading->passing; /* their lines are asked for */
  if (status == SL_OK && founds.count > 0 && !reading->passing) {
    status = find_lines(reading, founds.items, founds.count, err);
    if (status == SL_OK) status = make_problems(reading, table, founds.items, founds.count, &report->problems, err);
    if (status == SL_OK) tell_shorthand(reading, table, founds.items, founds.count, &report->notices);
  }
  sl_free(founds.items);
  return status;
}

/* What was left out or mended goes with the figures, too. */
static void note(SlCsvReport *report, const char *format, ...) SL_PRINTF(2, 3);

static void note(SlCsvReport *report, const char *format, ...) {
  va_list args;
  char text[512];
  va_start(args, format);
  sl_vprint_cut(text, sizeof text, format, args);
  va_end(args);
  sl_buf_printf(&report->notices, "%s\n", text);
  sl_buf_printf(&report->notes, "%s\n", text);
}

SlCommaCells sl_reading_commas(const SlCellRules *own, const SlColumn *cells) {
  SlCommaCells found = SL_COMMA_NONE;
  SlCellRules rules = *own;
  rules.decimal = ',';
  for (int64_t row = 0; row < cells->length; row++) {
    if (sl_column_is_null(cells, row)) continue;
    SlCellKind kind = sl_cell_kind(&rules, sl_column_text(cells, row));
    if (kind != SL_CELLS_NUMBER && kind != SL_CELLS_INTEGER) return SL_COMMA_OTHERS;
    found = SL_COMMA_NUMBERS;
  }
  return found;
}

/* A file with semicolons and no word about its decimal point. */
static void tell_points(const SlReading *reading, const SlTable *table, SlBuf *notices) {
  SlPointNotices told = {0};
  for (int64_t i = 0; i < reading->column_count; i++) {
    const SlCellRules *rules = reading->columns[i].rules;
    const SlReadOdds *odds = sl_reading_odds(reading, i);
    const SlColumn *cells = table->columns[i];
    if (!rules->doubts_point || rules->declared) continue;
    if (cells->type == SL_TEXT && sl_reading_commas(rules, cells) == SL_COMMA_NUMBERS)
      sl_csv_tell_comma_text(&told, sl_reading_name(reading, i), notices);
    else if (cells->type != SL_TEXT && odds->two_figures > 0 && odds->plain_fractions == 0)
      sl_csv_tell_two_figures(&told, sl_reading_name(reading, i), odds->two_figures, notices);
  }
  sl_csv_tell_other_points(&told, notices);
}

/* numbers = "loose": what was read so, and what was not as its cells have different units. */
static void tell_loose(const SlReading *reading, const SlTable *table, SlCsvReport *report) {
  int64_t numbers = 0, texts = 0;
  for (int64_t i = 0; reading->odds && i < reading->column_count; i++) {
    const SlReadOdds *odds = &reading->odds[i];
    SlStr name = sl_reading_name(reading, i);
    SlType type = table->columns[i]->type;
    if (odds->loosened == 0) continue;
    bool is_number = type == SL_INTEGER || type == SL_NUMBER;
    if (is_number && numbers++ < SL_NOTICES_SHOWN)
      note(report, "column \"%.*s\": %s %s read without the signs of currency or percent, or with another minus (numbers = \"loose\")",
           SL_STR_ARGS(name), sl_count_text(odds->loosened).text, odds->loosened == 1 ? "cell was" : "cells were");
    else if (!is_number && sl_units_clash(odds->units) && texts++ < SL_NOTICES_SHOWN)
      sl_buf_printf(&report->notices, "column \"%.*s\" stays text: its figures are not all of one currency, or not all percent\n",
                    SL_STR_ARGS(name));
  }
  sl_csv_tell_others(&report->notices, numbers, "with cells that were read so");
  sl_csv_tell_others(&report->notices, texts, "that stay text for it");
}

/* marks = "strip": how many were taken off, and where they are now. */
static void tell_marks(const SlReading *reading, SlCsvReport *report) {
  int64_t columns = 0;
  for (int64_t i = 0; reading->options->marks_strip && i < reading->column_count; i++) { /* read as a stream */
    const SlMarkedCells *marked = &reading->streamed[i].marked;
    if (marked->cells == 0 || columns++ >= SL_NOTICES_SHOWN) continue;
    char where[80];
    if (marked->listed == 0 || marked->listed == marked->cells)
      snprintf(where, sizeof where, "%s", marked->listed ? "they are in t:marks()" : "they are flags of their cells");
    else
      snprintf(where, sizeof where, "those of %s are in t:marks(), the others are flags", sl_count_text(marked->listed).text);
    note(report, "column \"%.*s\": the marks of %s cell%s were taken off (marks = \"strip\"): %s",
         SL_STR_ARGS(sl_reading_name(reading, i)), sl_count_text(marked->cells).text, marked->cells == 1 ? "" : "s", where);
  }
  sl_csv_tell_others(&report->notices, columns, "with marks that were taken off");
  if (reading->marked.not_kept)
    sl_buf_printf(&report->notices, "the first %s cells with marks are in t:marks(), and %s more are not\n",
                  sl_count_text(SL_LINES_NOTED).text, sl_count_text(reading->marked.not_kept).text);
}

static const char *rows_words(int64_t count) { return count == 1 ? "row" : "rows"; }

static void tell_lenience(const SlReading *reading, SlCsvReport *report) {
  static const char *const done[SL_TOUCH_COUNT] = {
      [SL_TOUCH_FILLED] = "filled up with missing cells, or cut of empty ones (ragged = \"fill\")",
      [SL_TOUCH_LONGER] = "longer than the header: columns were added for them (ragged = \"fill\")",
      [SL_TOUCH_LENIENT] = "read although quotes stand out of place (quotes = \"lenient\")",
      [SL_TOUCH_ESCAPED] = "read with characters behind an escape",
      [SL_TOUCH_TRIMMED] = "read without the blanks around cells (trim)",
  };
  if (reading->rejected_count)
    note(report, "%s of %s %s left out: t:rejects() has %s, with the reason", sl_count_text(reading->rejected_count).text,
         sl_count_text(reading->records).text, reading->rejected_count == 1 ? "rows was" : "rows were",
         reading->rejected_count == 1 ? "it" : "them");
  if (reading->mended_cells)
    note(report, "%s %s not what types promises and %s missing (on_error = \"missing\"): t:rejects() has the text",
         sl_count_text(reading->mended_cells).text, reading->mended_cells == 1 ? "cell is" : "cells are",
         reading->mended_cells == 1 ? "is" : "are");
  if (reading->blank_rows) {
    sl_csv_tell_blank_rows(reading->blank_rows, &report->notices);
    sl_csv_tell_blank_rows(reading->blank_rows, &report->notes);
  }
  for (int i = 0; i < SL_TOUCH_COUNT; i++)
    if (reading->touched[i])
      note(report, "%s %s %s %s", sl_count_text(reading->touched[i]).text, rows_words(reading->touched[i]),
           reading->touched[i] == 1 ? "was" : "were", done[i]);
}

SlStatus sl_reading_report(SlReading *reading, const SlTable *table, SlCsvReport *report, SlError *err) {
  report->rows_read = reading->records;
  report->rows_rejected = reading->rejected_count;
  report->bytes = reading->source->input_bytes;
  tell_lenience(reading, report);
  tell_loose(reading, table, report);
  tell_marks(reading, report);
  tell_points(reading, table, &report->notices);
  SlRepeats repeats = {0};
  SlStatus status = SL_OK;
  if (reading->options->has_header) {
    sl_doubt_header(table, &report->notices);
    status = sl_repeats_add(&repeats, table, 0, err);
    sl_repeats_tell(&repeats, &report->notices);
  }
  sl_csv_tell_not_kept(&reading->preamble, SL_PREAMBLE_WORDS, &report->notices);
  sl_csv_tell_not_kept(&reading->footnotes, "footnotes", &report->notices);
  if (status == SL_OK) status = sl_lines_finish(&reading->preamble, false, &report->preamble, err);
  if (status == SL_OK) status = sl_lines_finish(&reading->footnotes, false, &report->footnotes, err);
  if (status == SL_OK) status = sl_lines_finish(&reading->rejects, true, &report->rejects, err);
  if (status == SL_OK) status = sl_marked_finish(&reading->marked, &report->marks, err);
  if (status == SL_OK) status = finish_problems(reading, table, report, err);
  if (status == SL_OK && (report->notices.failed || report->notes.failed)) status = sl_fail_alloc(err, 128);
  return status;
}
