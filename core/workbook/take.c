#include "core/workbook/take.h"

#include <string.h>

#include "core/base/alike.h"
#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/cells/blocks.h"
#include "core/cells/lines.h"
#include "core/cells/loose_number.h"
#include "core/cells/problem.h"
#include "core/values/builder.h"
#include "core/workbook/number_format.h"

#ifdef SL_TINY_PIECES /* base/batches.h */
enum { STRETCH_ROWS = 2 };
#else
enum { STRETCH_ROWS = 65536 };
#endif
#define MOST_CELLS (INT64_C(1) << 31)

enum { PROBLEM_COLUMNS = 7, MARK_COLUMNS = 4 };

typedef struct Taking {
  SlTake *take;
  SlTakeColumn *column;
  bool has_datetime;
  SlRange *merges;      /* down from the column, where those fill it */
  int64_t merge_count;
  SlBuf room;           /* of the cell at hand */
  SlBuf kept;           /* of the cell that fills those below */
  bool has_kept;
  SlBuilder problems[PROBLEM_COLUMNS], marks[MARK_COLUMNS];
  const SlSheetCell *unknown; /* the first cell of the column of which it is not known what it shows, */
  int64_t unknown_row;  /* and where it is */
  bool listing;         /* marks and errors are told of once, however often a cell is read */
  bool sifting;         /* rows are looked through for broken promises, and nothing else is told of */
  int64_t *places;      /* NULL, or of each row taken its row in the table; while sifting 0, or -1 - n for the nth that is left out */
  SlLines rejects;
  const SlSheetRow *row; /* the row at hand, */
  int64_t row_number;    /* and which it is */
} Taking;

static const SlSheetRow *row_at(Taking *taking, int64_t number) {
  const SlSheet *sheet = taking->take->sheet;
  if (taking->row && taking->row_number <= number) { /* the next one, most often */
    const SlSheetRow *end = sheet->rows + sheet->row_count, *at = taking->row;
    for (int i = 0; i < 4 && at < end; i++, at++)
      if (at->last >= number) {
        if (at->number > number) return NULL;
        taking->row = at, taking->row_number = number;
        return at;
      }
  }
  const SlSheetRow *found = sl_sheet_row(sheet, number);
  if (found) taking->row = found, taking->row_number = number;
  return found;
}

/* The ranges that are merged down from a column, in their order: they do not lie over each other. */
static SlStatus find_merges(Taking *taking, int64_t column, SlError *err) {
  const SlSheet *sheet = taking->take->sheet;
  int64_t count = 0;
  taking->merge_count = 0;
  for (int64_t i = 0; i < sheet->merge_count; i++) count += sheet->merges[i].first_column == column;
  SlRange *merges = sl_realloc_array(taking->merges, (size_t)count + 1, sizeof *merges);
  if (!merges) return sl_fail_alloc(err, (size_t)count * sizeof *merges);
  taking->merges = merges;
  for (int64_t i = 0; i < sheet->merge_count; i++)
    if (sheet->merges[i].first_column == column && sheet->merges[i].last_row > sheet->merges[i].first_row)
      merges[taking->merge_count++] = sheet->merges[i];
  return SL_OK;
}

/* The text that is merged from a row above down to this one. */
static const SlSheetCell *merged_above(const Taking *taking, int64_t row, int64_t column) {
  int64_t low = 0, high = taking->merge_count; /* the last one that begins above */
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (taking->merges[middle].first_row < row)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0 || taking->merges[low - 1].last_row < row) return NULL;
  const SlSheetCell *cell = sl_sheet_cell(taking->take->sheet, taking->merges[low - 1].first_row, column);
  return cell && cell->type == SL_SHEET_TEXT ? cell : NULL;
}

static const SlSheetCell *cell_at(Taking *taking, int64_t row, const SlTakeCell *from) {
  const SlSheetRow *found = row_at(taking, row);
  const SlSheetCell *cell = found ? sl_sheet_cell_of(taking->take->sheet, found, from->column) : NULL;
  if (!cell && taking->column->fill == SL_FILL_MERGED) cell = merged_above(taking, row, from->column);
  return cell;
}

static void list_mark(Taking *taking, int64_t row, SlStr text, SlStr mark) {
  taking->column->marks++;
  if (taking->marks[0].length >= SL_LINES_NOTED) return;
  sl_builder_add_integer(&taking->marks[0], row + 1);
  sl_builder_add_text(&taking->marks[1], taking->column->name);
  sl_builder_add_text(&taking->marks[2], text);
  sl_builder_add_text(&taking->marks[3], mark);
}

static void list_problem(Taking *taking, SlType wanted, int64_t row, int64_t sheet_row, int64_t column, SlStr value, SlStr why) {
  char address[SL_ADDRESS_BYTES], place[256];
  if (taking->problems[0].length >= SL_LINES_NOTED) return;
  sl_print_cut(place, sizeof place, "%.*s!%s", SL_STR_ARGS(taking->take->sheet->name), sl_address(sheet_row, column, address));
  sl_builder_add_text(&taking->problems[0], taking->column->name);
  sl_builder_add_text(&taking->problems[1], sl_str(sl_type_name(wanted)));
  sl_builder_add_integer(&taking->problems[2], sheet_row + 1);
  sl_builder_add_integer(&taking->problems[3], (taking->places ? taking->places[row] : row) + 1);
  sl_builder_add_text(&taking->problems[4], value);
  sl_builder_add_text(&taking->problems[5], why);
  sl_builder_add_text(&taking->problems[6], sl_str(place));
}

static bool is_flag_letter(SlStr mark) {
  return mark.length == 1 && (sl_lower(mark.bytes[0]) == 'r' || sl_lower(mark.bytes[0]) == 'p');
}

/* What stands in a column of flags: "R", "(R)", "[r]". Other words are no flag. */
static void add_flag(Taking *taking, int64_t row, const SlTakeCell *from) {
  SlTakeCell flag = {.column = from->flag_column};
  const SlSheetRow *found = row_at(taking, row);
  const SlSheetCell *cell = found ? sl_sheet_cell_of(taking->take->sheet, found, flag.column) : NULL;
  if (!cell || cell->type != SL_SHEET_TEXT) return;
  SlStr text = sl_str_trim(sl_dict_get(taking->take->book->texts, cell->text));
  if (text.length == 3) text.bytes++, text.length = 1;
  if (text.length == 1) sl_buf_printf(&taking->room, " [%c]", sl_lower(text.bytes[0]));
}

/* The text with its raised mark behind it, into room. */
static SlStr with_mark(Taking *taking, SlStr text, SlStr mark) {
  SlBuf *room = &taking->room;
  if (!room->bytes || text.bytes < room->bytes || text.bytes >= room->bytes + room->length) {
    room->length = 0;
    sl_buf_add_str(room, text);
  }
  sl_buf_add_str(room, mark);
  return sl_buf_str(room);
}

static SlStr replaced(const SlTake *take, SlStr text) {
  for (int64_t i = 0; i < take->replacement_count; i++)
    if (sl_str_equal(text, take->replacements[i].from)) return take->replacements[i].to;
  return text;
}

static SlStr format_of(const SlTake *take, const SlSheetCell *cell) {
  uint32_t code = sl_sheet_style(take->book, cell)->format;
  return code ? sl_dict_get(take->book->texts, code) : (SlStr){"", 0};
}

/* What the cell shows: an ODS file says it, in an XLSX file the format of the cell does. */
static SlStr shown_text(Taking *taking, const SlSheetCell *cell, int64_t row, SlStr stored) {
  const SlTake *take = taking->take;
  if (take->sheet->shown) return sl_dict_get(take->book->texts, take->sheet->shown[cell - take->sheet->cells]);
  if (!sl_str_equal(take->book->format, sl_str("xlsx"))) return stored;
  taking->room.length = 0;
  if (sl_number_format(format_of(take, cell), cell, &taking->room)) return sl_buf_str(&taking->room);
  if (!taking->unknown) taking->unknown = cell, taking->unknown_row = row;
  return stored;
}

static bool is_number(const SlSheetCell *cell) { return cell->type <= SL_SHEET_CURRENCY; }

/* A cell as the text whose kind is proved. */
static SlStr text_of(Taking *taking, int64_t table_row, char row_flag, int64_t row, const SlTakeCell *from, const SlSheetCell *cell, SlCellForm *form) {
  SlTake *take = taking->take;
  SlTakeColumn *column = taking->column;
  taking->room.length = 0;
  SlStr text = sl_sheet_text(take->book, cell, &taking->room);
  if (cell->type == SL_SHEET_ERROR) {
    *form = SL_CELL_ABSENT;
    if (taking->listing) {
      column->errors++;
      list_problem(taking, column->rules.declared ? column->rules.type : SL_TEXT, table_row, row, cell->first, sl_dict_get(take->book->texts, cell->text),
                   sl_str("the spreadsheet has an error here"));
    }
    return (SlStr){"", 0};
  }
  if (cell->type == SL_SHEET_DATE && taking->has_datetime) {
    sl_buf_add_text(&taking->room, " 00:00:00");
    text = sl_buf_str(&taking->room);
  }
  if (is_number(cell) && taking->listing) {
    column->numbers++;
    column->percentages += cell->type == SL_SHEET_PERCENTAGE;
    column->currencies += cell->type == SL_SHEET_CURRENCY;
    column->unlike += (cell->bits & SL_CELL_UNLIKE) != 0;
  }
  if (take->shown && cell->type != SL_SHEET_TEXT) text = shown_text(taking, cell, row, text);
  if (take->trim) text = cell->type == SL_SHEET_TEXT ? sl_sheet_label(text) : sl_str_trim(text);
  if (cell->type == SL_SHEET_TEXT && take->replacement_count) text = replaced(take, text);
  SlStr mark = cell->type == SL_SHEET_TEXT ? sl_dict_get(take->book->texts, cell->mark) : (SlStr){"", 0};
  if (mark.length && take->keeps_marks) {
    text = with_mark(taking, text, mark);
  } else if (mark.length) {
    if (is_flag_letter(mark)) {
      char flag[] = {' ', '[', sl_lower(mark.bytes[0]), ']', 0};
      text = with_mark(taking, text, sl_str(flag));
    } else if (taking->listing) {
      list_mark(taking, row, text, mark);
    }
  }
  if (from->flag_column >= 0 && text.length > 0) {
    text = with_mark(taking, text, (SlStr){"", 0});
    add_flag(taking, row, from);
    text = sl_buf_str(&taking->room);
  }
  char flags[] = {from->flag, row_flag};
  for (int i = 0; i < 2 && column->is_figure && text.length > 0; i++) {
    if (!flags[i] || text.bytes[text.length - 1] == ']') continue; /* it has a marker of its own */
    char flag[] = {' ', '[', flags[i], ']', 0};
    text = with_mark(taking, text, sl_str(flag));
  }
  *form = text.length ? SL_CELL_PLAIN : SL_CELL_ABSENT;
  return text;
}

/* Marks at the end of a text that the rules take off, "Kent [note 1]": what is no flag is listed. */
static void look_at_marks(Taking *taking, int64_t row, SlStr text, SlCellForm form) {
  if (!taking->listing || !taking->column->rules.strips_marks || form != SL_CELL_PLAIN || text.length < 2) return;
  SlCell cell = sl_cell_of(&taking->column->rules, text, form);
  if (cell.text.length == text.length || cell.flags || cell.missing) return;
  SlStr mark = {text.bytes + cell.text.length, text.length - cell.text.length};
  list_mark(taking, row, text, sl_str_trim(mark));
}

static const char *article_of(const char *type) { return strchr("aeiou", type[0]) ? "an" : "a"; }

static void place_of(const SlTake *take, const SlTakeColumn *column, int64_t at, int64_t *row, int64_t *sheet_column) {
  *row = take->rows[at / take->passes];
  *sheet_column = column->cells[at % take->passes].column;
  if (*sheet_column < 0) *sheet_column = 0;
}

/* All of a row as a line: Kent | 1O4 */
static void add_row_text(Taking *taking, SlBuf *line, int64_t at) {
  const SlTake *take = taking->take;
  const SlSheetRow *row = row_at(taking, take->rows[at / take->passes]);
  SlBuf room = {0};
  for (int64_t i = 0; i < take->column_count; i++) {
    const SlTakeColumn *column = &take->columns[i];
    const SlTakeCell *from = &column->cells[at % take->passes];
    int64_t number = column->row_texts ? column->row_texts[at / take->passes] : -1;
    const SlSheetCell *cell = !column->row_texts && row && from->column >= 0 ? sl_sheet_cell_of(take->sheet, row, from->column) : NULL;
    room.length = 0;
    if (i > 0) sl_buf_add_text(line, " | ");
    sl_buf_add_str(line, number >= 0 ? take->texts[number] : cell ? sl_sheet_text(take->book, cell, &room) : from->text);
  }
  line->failed |= room.failed;
  sl_buf_reset(&room);
}

/* A cell that breaks its promise: why, and its text or that of its whole row. */
static void reject(Taking *taking, int64_t at, int64_t row, int64_t sheet_column, SlStr text, bool all_of_row) {
  char address[SL_ADDRESS_BYTES];
  SlBuf reason = {0}, line = {0};
  const char *type = sl_type_name(taking->column->rules.type);
  sl_buf_printf(&reason, "column \"%.*s\": \"%.*s\" is not %s %s (%.*s!%s)", SL_STR_ARGS(taking->column->name), (int)sl_str_cut(text, 80), text.bytes,
                article_of(type), type, SL_STR_ARGS(taking->take->sheet->name), sl_address(row, sheet_column, address));
  if (all_of_row) add_row_text(taking, &line, at);
  sl_lines_add(&taking->rejects, row + 1, sl_buf_str(&reason), all_of_row ? sl_buf_str(&line) : text);
  taking->room.failed |= reason.failed || line.failed;
  sl_buf_reset(&reason);
  sl_buf_reset(&line);
}

/* The text as the next cell of the column; one that breaks its promise is told of, or its row with it. */
static void put(Taking *taking, SlCells *cells, int64_t at, SlStr text, SlCellForm form) {
  int64_t bad = cells->bad, row, sheet_column;
  sl_cells_add(cells, text, form);
  if (cells->bad == bad || !(taking->listing || taking->sifting)) return;
  taking->column->broken++;
  if (taking->take->on_bad == SL_TAKE_STOP) return; /* it fails, and says so itself */
  place_of(taking->take, taking->column, at, &row, &sheet_column);
  if (!taking->sifting) {
    list_problem(taking, taking->column->rules.type, at, row, sheet_column, text, sl_str("it breaks the promise of types, and is missing"));
    reject(taking, at, row, sheet_column, text, false);
  } else if (taking->places[at] == 0) {
    taking->places[at] = -1 - taking->rejects.line.length;
    reject(taking, at, row, sheet_column, text, true);
  }
}

static void add_one(Taking *taking, SlCells *cells, int64_t at) {
  SlTake *take = taking->take;
  SlTakeColumn *column = taking->column;
  int64_t index = at / take->passes, row = take->rows[index];
  bool is_out = !taking->sifting && taking->places && taking->places[at] < 0, listing = taking->listing;
  if (column->row_texts) {
    int64_t number = is_out ? -1 : column->row_texts[index];
    put(taking, cells, at, number >= 0 ? take->texts[number] : (SlStr){"", 0}, number >= 0 ? SL_CELL_PLAIN : SL_CELL_ABSENT);
    return;
  }
  const SlTakeCell *from = &column->cells[at % take->passes];
  SlCellForm form = SL_CELL_ABSENT;
  SlStr text = from->text;
  taking->listing &= !is_out;
  if (from->column >= 0) {
    const SlSheetCell *cell = cell_at(taking, row, from);
    text = cell ? text_of(taking, at, take->row_flags ? take->row_flags[index] : 0, row, from, cell, &form) : (SlStr){"", 0};
    look_at_marks(taking, row, text, form);
    if (column->fill == SL_FILL_DOWN && at % take->passes == 0) {
      if (form == SL_CELL_PLAIN) {
        taking->kept.length = 0;
        sl_buf_add_str(&taking->kept, text);
        taking->has_kept = !taking->kept.failed; /* of which the stretch tells when it ends */
      }
    }
    if (column->fill == SL_FILL_DOWN && form == SL_CELL_ABSENT && taking->has_kept) text = sl_buf_str(&taking->kept), form = SL_CELL_PLAIN;
  } else if (text.length) {
    form = SL_CELL_PLAIN;
  }
  taking->listing = listing;
  if (is_out) text = (SlStr){"", 0}, form = SL_CELL_ABSENT;
  put(taking, cells, at, text, form);
}

/* --- a column --------------------------------------------------------------------------------------------------------------------- */

/* Whether all of its cells are booleans, and whether some are datetimes. */
static void look_ahead(Taking *taking) {
  SlTake *take = taking->take;
  SlTakeColumn *column = taking->column;
  int64_t booleans = 0, others = 0;
  if (column->row_texts) return;
  for (int64_t i = 0; i < take->row_count; i++)
    for (int64_t pass = 0; pass < take->passes; pass++) {
      const SlTakeCell *from = &column->cells[pass];
      const SlSheetCell *cell = from->column >= 0 ? cell_at(taking, take->rows[i], from) : NULL;
      if (from->column < 0) others += from->text.length > 0;
      if (!cell) continue;
      booleans += cell->type == SL_SHEET_BOOLEAN;
      others += cell->type != SL_SHEET_BOOLEAN && cell->type != SL_SHEET_ERROR;
      taking->has_datetime |= cell->type == SL_SHEET_DATETIME;
    }
  if (booleans > 0 && others == 0 && !column->rules.declared && !take->shown) {
    column->rules.declared = true;
    column->rules.type = SL_BOOLEAN;
  }
}

static SlStatus fail_format(const Taking *taking, SlError *err) {
  const SlTake *take = taking->take;
  SlStr code = format_of(take, taking->unknown);
  char address[SL_ADDRESS_BYTES];
  if (code.length == 0) code = sl_str("General");
  sl_fail(err, SL_EPARSE, "%.*s: %.*s!%s: what the cell shows is not known: its number format is \"%.*s\"\n", SL_STR_ARGS(take->book->name),
          SL_STR_ARGS(take->sheet->name), sl_address(taking->unknown_row, taking->unknown->first, address), (int)sl_str_cut(code, 80), code.bytes);
  sl_fail_more(err, "  Leave values = \"shown\" out: what is stored is read.");
  return SL_EPARSE;
}

static SlStatus read_stretch(Taking *taking, SlCells *cells, SlCellKind kind, int64_t number, SlCellBlock *block, SlError *err) {
  int64_t rows = taking->take->row_count * taking->take->passes, from = number * STRETCH_ROWS, to = from + STRETCH_ROWS;
  if (to > rows) to = rows;
  sl_cells_begin(cells, kind);
  for (int64_t at = from; at < to; at++) {
    if (at % 4096 == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    add_one(taking, cells, at);
  }
  if (taking->unknown) return fail_format(taking, err);
  if (taking->room.failed || taking->kept.failed) return sl_fail_alloc(err, taking->room.length);
  return sl_cells_seal(cells, block, err);
}

static SlStr raw_text(Taking *taking, int64_t at) {
  if (taking->column->row_texts) {
    int64_t number = taking->column->row_texts[at / taking->take->passes];
    return number >= 0 ? taking->take->texts[number] : (SlStr){"", 0};
  }
  SlCellForm form = SL_CELL_ABSENT;
  const SlTakeCell *from = &taking->column->cells[at % taking->take->passes];
  const SlSheetCell *cell = from->column >= 0 ? cell_at(taking, taking->take->rows[at / taking->take->passes], from) : NULL;
  taking->listing = false;
  return cell ? text_of(taking, at, 0, taking->take->rows[at / taking->take->passes], from, cell, &form) : from->text;
}

static SlStatus fail_promise(Taking *taking, int64_t at, int64_t bad, int64_t present, SlError *err) {
  const SlTake *take = taking->take;
  const SlTakeColumn *column = taking->column;
  int64_t row, sheet_column;
  char address[SL_ADDRESS_BYTES];
  place_of(take, column, at, &row, &sheet_column);
  SlStr value = raw_text(taking, at);
  const char *type = sl_type_name(column->rules.type);
  sl_fail(err, SL_EPARSE, "%.*s: %.*s!%s: column \"%.*s\": \"%.*s\" is not %s %s", SL_STR_ARGS(take->book->name), SL_STR_ARGS(take->sheet->name),
          sl_address(row, sheet_column, address), SL_STR_ARGS(column->name), (int)sl_str_cut(value, 80), value.bytes, article_of(type), type);
  sl_fail_more(err, "\n  %lld of %lld cells in this column are not.\n", (long long)bad, (long long)present);
  sl_fail_more(err, "  Fix the file, or read_sheet(path, { types = { %.*s = \"text\" } }), or { on_error = \"missing\" }.", SL_STR_ARGS(column->name));
  return SL_EPARSE;
}

/* Why the column is text although most of its cells are something else. */
static SlStatus look_at_result(Taking *taking, const SlColumn *cells, SlError *err) {
  SlTakeColumn *column = taking->column;
  int64_t row, sheet_column;
  if (column->rules.declared || cells->type != SL_TEXT || (column->row_texts && column->cells[0].column < 0)) return SL_OK;
  SlProblem problem;
  SlStatus status = sl_problem_find(cells, &column->rules, &problem, err);
  if (status != SL_OK || problem.row < 0) return status;
  place_of(taking->take, column, problem.row, &row, &sheet_column);
  list_problem(taking, problem.wanted, problem.row, row, sheet_column, sl_column_text(cells, problem.row), sl_str(problem.why));
  return SL_OK;
}

static SlStatus settle_column(Taking *taking, SlCells *cells, SlCellBlock *blocks, int64_t count, SlColumn **out, SlError *err) {
  SlTakeColumn *column = taking->column;
  SlCellKind kind = SL_CELLS_NONE;
  SlStatus status = SL_OK;
  int64_t bad = 0, present = 0, first_bad = -1;
  unsigned units = 0;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    status = read_stretch(taking, cells, kind, i, &blocks[i], err);
    if (status != SL_OK) break;
    kind = blocks[i].kind;
    if (blocks[i].odds->bad && first_bad < 0) first_bad = i * STRETCH_ROWS + blocks[i].odds->first_bad;
    bad += blocks[i].odds->bad;
    present += blocks[i].present;
    units |= blocks[i].odds->units;
  }
  if (status != SL_OK || taking->sifting) return status;
  if (bad > 0 && taking->take->on_bad == SL_TAKE_STOP) return fail_promise(taking, first_bad, bad, present, err);
  kind = sl_cells_settle(blocks, count, 1);
  if (!column->rules.declared && sl_units_clash(units)) kind = SL_CELLS_TEXT;
  taking->listing = false;
  taking->has_kept = false;
  bool again = false;
  for (int64_t i = 0; i < count; i++) again |= sl_cell_block_must_be_reread(&blocks[i], kind);
  /* What fills down comes from stretches before: all of them are walked again. */
  for (int64_t i = 0; i < count && again && status == SL_OK; i++)
    if (column->fill == SL_FILL_DOWN || sl_cell_block_must_be_reread(&blocks[i], kind))
      status = read_stretch(taking, cells, SL_CELLS_TEXT, i, &blocks[i], err);
  if (status == SL_OK) status = sl_cells_finish(&column->rules, kind, blocks, count, 1, out, err);
  if (status == SL_OK) status = look_at_result(taking, *out, err);
  return status;
}

static SlStatus take_column(Taking *taking, SlColumn **out, SlError *err) {
  int64_t rows = taking->take->row_count * taking->take->passes, count = (rows + STRETCH_ROWS - 1) / STRETCH_ROWS;
  if (count == 0) count = 1;
  SlCellBlock *blocks = sl_alloc_zeroed((size_t)count, sizeof *blocks);
  if (!blocks) return sl_fail_alloc(err, (size_t)count * sizeof *blocks);
  SlCellStore store;
  SlCells cells;
  SlError own;
  sl_cell_store_init(&store);
  taking->row = NULL;
  taking->unknown = NULL;
  taking->has_datetime = taking->has_kept = false;
  taking->listing = !taking->sifting;
  SlStatus status = SL_OK;
  if (taking->column->fill == SL_FILL_MERGED && taking->column->cells) status = find_merges(taking, taking->column->cells[0].column, err);
  if (status == SL_OK) look_ahead(taking);
  sl_cells_init(&cells, &taking->column->rules, &store, &own);
  if (status == SL_OK) status = settle_column(taking, &cells, blocks, count, out, err);
  sl_cells_reset(&cells);
  sl_cell_store_reset(&store);
  sl_free(blocks);
  return status;
}

/* --- all of them --------------------------------------------------------------------------------------------------------------------- */

static SlStatus finish_list(SlBuilder *builders, const char *const *titles, int count, SlTable **out, SlError *err) {
  SlColumn *columns[PROBLEM_COLUMNS] = {NULL};
  SlStr names[PROBLEM_COLUMNS];
  SlStatus status = SL_OK;
  bool any = builders[0].length > 0 || builders[0].status != SL_OK;
  for (int i = 0; i < count; i++) {
    names[i] = sl_str(titles[i]);
    if (any && status == SL_OK) status = sl_builder_finish(&builders[i], &columns[i], err);
    sl_builder_reset(&builders[i]);
  }
  if (any && status == SL_OK) status = sl_table_new(names, columns, count, 0, out, err);
  for (int i = 0; i < count; i++) sl_column_release(columns[i]);
  return status;
}

void sl_take_report_reset(SlTakeReport *report) {
  sl_table_release(report->problems);
  sl_table_release(report->marks);
  sl_table_release(report->rejects);
  *report = (SlTakeReport){NULL, NULL, NULL};
}

/* Which rows of the table are left out, and where the others go: columns that promise something are read for that alone. */
static SlStatus sift(Taking *taking, SlError *err) {
  SlTake *take = taking->take;
  int64_t count = take->row_count * take->passes, place = 0;
  SlStatus status = SL_OK;
  taking->places = sl_alloc_zeroed((size_t)count + 1, sizeof *taking->places);
  if (!taking->places) return sl_fail_alloc(err, (size_t)count * sizeof *taking->places);
  taking->sifting = true;
  for (int64_t i = 0; i < take->column_count && status == SL_OK; i++) {
    SlColumn *none = NULL;
    taking->column = &take->columns[i];
    if (taking->column->rules.declared) status = take_column(taking, &none, err);
  }
  taking->sifting = false;
  for (int64_t at = 0; at < count; at++)
    if (taking->places[at] == 0) taking->places[at] = place++;
  return status;
}

/* The rows that stay; and the lines of the others, which were found column by column, in the order of their rows. */
static SlStatus leave_out(const Taking *taking, SlTable **table, SlTable **rejects, SlError *err) {
  int64_t count = (*table)->length, kept = 0, out = 0;
  int64_t *rows = sl_alloc_array((size_t)count + 1, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)count * sizeof *rows);
  for (int64_t at = 0; at < count; at++)
    if (taking->places[at] >= 0) rows[kept++] = at;
  for (int64_t at = 0; at < count; at++)
    if (taking->places[at] < 0) rows[kept + out++] = -1 - taking->places[at];
  SlTable *stay = NULL, *sorted = NULL;
  SlStatus status = sl_table_take(*table, rows, kept, &stay, err);
  if (status == SL_OK) status = sl_table_take(*rejects, rows + kept, out, &sorted, err);
  sl_free(rows);
  if (status != SL_OK) {
    sl_table_release(stay);
    return status;
  }
  sl_table_release(*table);
  sl_table_release(*rejects);
  *table = stay, *rejects = sorted;
  return SL_OK;
}

static SlStatus take_columns(Taking *taking, SlColumn **columns, SlStr *names, SlTable **out, SlTakeReport *report, SlError *err) {
  static const char *const problem_titles[PROBLEM_COLUMNS] = {"column", "type_wanted", "line", "row", "value", "why", "cell"};
  static const char *const mark_titles[MARK_COLUMNS] = {"line", "column", "text", "mark"};
  SlTake *take = taking->take;
  SlStatus status = SL_OK;
  for (int i = 0; i < PROBLEM_COLUMNS; i++) sl_builder_init(&taking->problems[i], i == 2 || i == 3 ? SL_INTEGER : SL_TEXT);
  for (int i = 0; i < MARK_COLUMNS; i++) sl_builder_init(&taking->marks[i], i == 0 ? SL_INTEGER : SL_TEXT);
  sl_lines_init(&taking->rejects);
  if (take->on_bad == SL_TAKE_REJECT) status = sift(taking, err);
  for (int64_t i = 0; i < take->column_count && status == SL_OK; i++) {
    taking->column = &take->columns[i];
    names[i] = take->columns[i].name;
    status = take_column(taking, &columns[i], err);
  }
  SlTakeReport found = {NULL, NULL, NULL};
  SlTable *table = NULL;
  if (status == SL_OK) status = sl_table_new(names, columns, take->column_count, take->row_count * take->passes, &table, err);
  if (status == SL_OK) status = finish_list(taking->problems, problem_titles, PROBLEM_COLUMNS, &found.problems, err);
  if (status == SL_OK) status = finish_list(taking->marks, mark_titles, MARK_COLUMNS, &found.marks, err);
  if (status == SL_OK) status = sl_lines_finish(&taking->rejects, true, &found.rejects, err);
  if (status == SL_OK && taking->places && found.rejects) status = leave_out(taking, &table, &found.rejects, err);
  for (int i = 0; i < PROBLEM_COLUMNS; i++) sl_builder_reset(&taking->problems[i]);
  for (int i = 0; i < MARK_COLUMNS; i++) sl_builder_reset(&taking->marks[i]);
  sl_lines_reset(&taking->rejects);
  if (status == SL_OK) {
    *out = table;
    *report = found;
  } else {
    sl_table_release(table);
    sl_take_report_reset(&found);
  }
  return status;
}

SlStatus sl_workbook_take(SlTake *take, SlTable **out, SlTakeReport *report, SlError *err) {
  if (take->row_count > MOST_CELLS / (take->passes + take->column_count + 1))
    return sl_fail(err, SL_EDATA, "%.*s: sheet \"%.*s\" would give a table of more than two thousand million cells; name a range of it (range = \"A1:K5000\")",
                   SL_STR_ARGS(take->book->name), SL_STR_ARGS(take->sheet->name));
  SlColumn **columns = sl_alloc_zeroed((size_t)take->column_count + 1, sizeof *columns);
  SlStr *names = sl_alloc_array((size_t)take->column_count + 1, sizeof *names);
  Taking taking = {.take = take};
  SlStatus status = SL_OK;
  if (!columns || !names)
    status = sl_fail_alloc(err, sizeof *columns);
  else
    status = take_columns(&taking, columns, names, out, report, err);
  for (int64_t i = 0; columns && i < take->column_count; i++) sl_column_release(columns[i]);
  sl_free(columns);
  sl_free(names);
  sl_free(taking.merges);
  sl_free(taking.places);
  sl_buf_reset(&taking.room);
  sl_buf_reset(&taking.kept);
  return status;
}
