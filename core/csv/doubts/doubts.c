#include "core/csv/doubts/doubts.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/csv/message.h"
#include "core/values/datetime.h"
#include "core/values/parse.h"
#include "core/values/print.h"

enum { FIRST_YEAR = 1800, LAST_YEAR = 2100 };

bool sl_is_date(SlStr text) {
  int64_t day;
  return sl_date_parse_any(text, &day);
}

static bool is_datetime(SlStr text) {
  int64_t datetime;
  return sl_datetime_parse_any(text, &datetime);
}

/* --- a header that is a row -------------------------------------------------------------------------------------------------- */

/* All present values are whole numbers that may be years; true of none. */
static bool holds_years(const SlColumn *column) {
  if (column->type != SL_INTEGER) return false;
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_column_is_null(column, row)) continue;
    int64_t value = sl_column_integer(column, row);
    if (value < FIRST_YEAR || value > LAST_YEAR) return false;
  }
  return true;
}

static bool is_cell_of(SlStr name, const SlColumn *column) {
  double number;
  if (column->null_count == column->length) return false;
  if (column->type == SL_DATE) return sl_is_date(name);
  if (column->type == SL_DATETIME) return is_datetime(name);
  if ((column->type != SL_INTEGER && column->type != SL_NUMBER) || !sl_parse_number(name, true, '.', &number)) return false;
  bool year = name.length == 4 && number >= FIRST_YEAR && number <= LAST_YEAR;
  return !year || holds_years(column);
}

int64_t sl_find_cell_name(const SlTable *table) {
  for (int64_t i = 0; i < table->column_count; i++)
    if (is_cell_of(table->names[i], table->columns[i])) return i;
  return -1;
}

void sl_doubt_header(const SlTable *table, SlBuf *notices) {
  int64_t cell = sl_find_cell_name(table);
  if (cell >= 0)
    sl_buf_printf(notices, "the header looks like a row: \"%.*s\" is the name of a column of type %s; if the file has no header, "
                  "read_csv(path, { header = false })\n", SL_STR_ARGS(table->names[cell]), sl_type_name(table->columns[cell]->type));
}

/* --- rows that repeat the header ----------------------------------------------------------------------------------------------- */

/* The column in which a repeated header is found soonest: a text column, of few texts if there is one; -1: none. A header that is
 * repeated makes text of every column but those whose name is a number. */
static int64_t quickest_column(const SlTable *table) {
  int64_t best = -1;
  for (int64_t i = 0; i < table->column_count; i++) {
    const SlColumn *column = table->columns[i];
    if (column->type != SL_TEXT) continue;
    const SlColumn *other = best < 0 ? NULL : table->columns[best];
    if (!other || (column->dict && (!other->dict || sl_dict_size(column->dict) < sl_dict_size(other->dict)))) best = i;
  }
  return best;
}

static bool repeats_header(const SlTable *table, int64_t row, SlBuf *room) {
  for (int64_t i = 0; i < table->column_count; i++) {
    room->length = 0;
    if (sl_column_is_null(table->columns[i], row)) return false;
    sl_print_value(table->columns[i], row, room);
    if (room->failed || !sl_str_equal(sl_buf_str(room), table->names[i])) return false;
  }
  return true;
}

SlStatus sl_repeats_add(SlRepeats *repeats, const SlTable *table, int64_t before, SlError *err) {
  int64_t in = quickest_column(table);
  if (in < 0 || table->column_count < 2) return SL_OK;
  const SlColumn *column = table->columns[in];
  SlStr name = table->names[in];
  if (column->dict && sl_dict_find(column->dict, name) < 0) return SL_OK;
  SlBuf room;
  sl_buf_init(&room);
  for (int64_t row = 0; row < column->length; row++) {
    if (!sl_str_equal(sl_column_text(column, row), name) || !repeats_header(table, row, &room)) continue;
    if (repeats->count++ == 0) repeats->first = before + row;
  }
  SlStatus status = room.failed ? sl_fail_alloc(err, name.length) : SL_OK;
  sl_buf_reset(&room);
  return status;
}

void sl_repeats_tell(const SlRepeats *repeats, SlBuf *notices) {
  int64_t count = repeats->count, first = repeats->first;
  if (count == 1)
    sl_buf_printf(notices, "row %s repeats the header: it is not a row, and makes columns text\n", sl_count_text(first + 1).text);
  else if (count > 1)
    sl_buf_printf(notices, "%s rows repeat the header, row %s first: they are not rows, and make columns text\n", sl_count_text(count).text,
                  sl_count_text(first + 1).text);
}

/* --- a cell that swallowed rows -------------------------------------------------------------------------------------------------- */

typedef struct Shape { /* of the file's rows */
  const SlTable *table;
  char delimiter, decimal;
} Shape;

/* Whether a piece of a line may be a cell of a column. *proof: the column is no text, so that this says something. */
static bool may_stand_in(const Shape *shape, int64_t column, SlStr piece, bool *proof) {
  double number;
  SlType type = shape->table->columns[column]->type;
  if (piece.length == 0 || (type != SL_INTEGER && type != SL_NUMBER && type != SL_DATE)) return true;
  *proof = true;
  return type == SL_DATE ? sl_is_date(piece) : sl_parse_number(piece, true, shape->decimal, &number);
}

/* Whether the line has a piece for each of the columns [from, to), which may stand there. */
static bool is_row_of(const Shape *shape, SlStr line, int64_t from, int64_t to, bool *proof) {
  const char *at = line.bytes, *end = line.bytes + line.length;
  for (int64_t column = from;;) {
    const char *stop = memchr(at, shape->delimiter, (size_t)(end - at));
    if (column >= to || !may_stand_in(shape, column++, (SlStr){at, (size_t)((stop ? stop : end) - at)}, proof)) return false;
    if (!stop) return column == to;
    at = stop + 1;
  }
}

/* The lines of a cell of this column, which has some, when all of them are rows, the first from this column on and the last up to it;
 * 0: they are not. Without a column of figures or dates two lines may be
 * so by chance, three are taken for rows. */
static int64_t swallowed_lines(const Shape *shape, int64_t column, SlStr cell) {
  int64_t columns = shape->table->column_count, lines = 0;
  bool proof = false;
  for (size_t at = 0; at <= cell.length; lines++) {
    const char *feed = memchr(cell.bytes + at, '\n', cell.length - at);
    size_t next = feed ? (size_t)(feed - cell.bytes) + 1 : cell.length + 1, end = next - 1;
    if (feed && end > at && cell.bytes[end - 1] == '\r') end--;
    SlStr line = {cell.bytes + at, end - at};
    if (!is_row_of(shape, line, lines == 0 ? column : 0, feed ? columns : column + 1, &proof)) return 0;
    at = next;
  }
  return proof || lines > 2 ? lines : 0;
}

SlSwallowed sl_find_swallowed(const SlTable *table, char delimiter, char decimal) {
  Shape shape = {table, delimiter, decimal};
  for (int64_t i = 0; i < table->column_count && table->column_count > 1; i++) {
    const SlColumn *column = table->columns[i];
    if (column->type != SL_TEXT) continue;
    for (int64_t row = 0; row < column->length; row++) {
      SlStr cell = sl_column_text(column, row);
      if (!memchr(cell.bytes, '\n', cell.length)) continue;
      int64_t lines = swallowed_lines(&shape, i, cell);
      if (lines) return (SlSwallowed){i, row, lines};
    }
  }
  return (SlSwallowed){-1, 0, 0};
}

/* --- notes below ---------------------------------------------------------------------------------------------------------------- */

/* Only the first cell is there, and it is a text. */
static bool is_first_alone(const SlTable *table, int64_t row) {
  if (sl_column_is_null(table->columns[0], row)) return false;
  for (int64_t i = 1; i < table->column_count; i++)
    if (!sl_column_is_null(table->columns[i], row)) return false;
  return true;
}

static bool begins_with(SlStr text, const char *begin) {
  SlStr wanted = sl_str(begin);
  return text.length >= wanted.length && sl_str_equal_caseless((SlStr){text.bytes, wanted.length}, wanted);
}

/* The name of a place of which nothing is known stands alone, too; a sentence, a source or a mark is no name. */
static bool reads_like_a_note(SlStr text) {
  static const char *const begins[] = {"note", "source", "footnote", "*", "[", "("};
  for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
    if (begins_with(text, begins[i])) return true;
  return memmem(text.bytes, text.length, ": ", 2) || (text.length > 0 && text.bytes[text.length - 1] == '.');
}

int64_t sl_find_note(const SlTable *table) {
  if (table->column_count < 2 || table->length < 2 || table->columns[0]->type != SL_TEXT) return -1;
  int64_t first = table->length;
  while (first > 0 && is_first_alone(table, first - 1)) first--;
  if (first == table->length || first == 0 || !reads_like_a_note(sl_column_text(table->columns[0], first))) return -1;
  for (int64_t row = 0; row < first; row++)
    if (is_first_alone(table, row)) return -1;
  return first;
}

/* --- what may be either --------------------------------------------------------------------------------------------------------- */

static int64_t count_in(SlStr text, char c) {
  int64_t count = 0;
  for (size_t i = 0; i < text.length; i++) count += text.bytes[i] == c;
  return count;
}

/* Lines of a cell: the first and the last together have the separators of a row, and so has each between them. */
static bool lines_may_be_rows(SlStr cell, char delimiter, int64_t columns) {
  const char *at = cell.bytes, *end = cell.bytes + cell.length, *feed;
  int64_t parts = -1; /* separators of the first line */
  while ((feed = memchr(at, '\n', (size_t)(end - at)))) {
    int64_t here = count_in((SlStr){at, (size_t)(feed - at)}, delimiter);
    if (parts >= 0 && here != columns - 1) return false;
    if (parts < 0) parts = here;
    at = feed + 1;
  }
  return parts >= 0 && parts + count_in((SlStr){at, (size_t)(end - at)}, delimiter) == columns - 1;
}

bool sl_may_have_swallowed(SlStr text, char delimiter, char quote, int64_t columns) {
  const char *end = text.bytes + text.length, *open = memchr(text.bytes, quote, text.length), *close;
  while (open && (close = memchr(open + 1, quote, (size_t)(end - open - 1)))) {
    while (close && close + 1 < end && close[1] == quote) close = memchr(close + 2, quote, (size_t)(end - close - 2)); /* doubled */
    if (!close) return false;
    if (lines_may_be_rows((SlStr){open + 1, (size_t)(close - open - 1)}, delimiter, columns)) return true;
    open = memchr(close + 1, quote, (size_t)(end - close - 1));
  }
  return false;
}

bool sl_may_end_in_note(SlStr text, char delimiter, int64_t columns) {
  size_t end = text.length;
  while (end > 0 && (text.bytes[end - 1] == '\n' || text.bytes[end - 1] == '\r')) end--;
  int64_t empty = 0;
  while (end > 0 && text.bytes[end - 1] == delimiter) end--, empty++;
  return columns > 1 && empty == columns - 1 && end > 0 && text.bytes[end - 1] != '\n' && text.bytes[end - 1] != '\r';
}
