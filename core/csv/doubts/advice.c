#include "core/csv/doubts/advice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/runtime.h"
#include "core/csv/dialect.h"
#include "core/csv/doubts/doubts.h"
#include "core/csv/header.h"
#include "core/csv/message.h"
#include "core/values/parse.h"

enum { LONGEST_STOP_BYTES = 60, MOST_TITLE_LINES = 32 };

/* --- trials ------------------------------------------------------------------------------------------------------------------- */

static bool is_made_up(const SlTable *table, int64_t column) {
  char name[32];
  snprintf(name, sizeof name, "col_%" PRId64, column + 1);
  return sl_str_equal(table->names[column], sl_str(name));
}

static bool is_sound(const SlTable *table, bool has_header) {
  for (int64_t i = 0; i < table->column_count && has_header; i++)
    if (is_made_up(table, i)) return false;
  return table->column_count >= 2 && table->length >= 1 && sl_find_cell_name(table) < 0;
}

/* The first cell that may have swallowed rows; column -1: none. Where only some columns are wanted, its lines cannot be told from rows. */
static SlSwallowed find_swallowed(const SlCsvOptions *options, bool spans_lines, const SlTable *table) {
  if (!spans_lines || options->columns || options->quotes == SL_QUOTES_NONE) return (SlSwallowed){.column = -1};
  return sl_find_swallowed(table, options->delimiter ? options->delimiter : ',', options->decimal ? options->decimal : '.');
}

static bool would_read(SlTrial *trial, const SlCsvOptions *options) {
  if (trial->status != SL_OK) return false;
  SlTable *table = NULL;
  SlCsvReport report;
  SlError err;
  sl_csv_report_init(&report);
  SlStatus status = trial->read(trial->context, options, &table, &report, &err);
  bool sound = status == SL_OK && is_sound(table, options->has_header) && find_swallowed(options, true, table).column < 0;
  bool serious = status != SL_OK && status != SL_EPARSE && status != SL_ENAME && status != SL_EARG;
  if (serious && trial->status == SL_OK) {
    trial->status = status;
    trial->err = err;
  }
  sl_table_release(table);
  sl_csv_report_reset(&report);
  return sound;
}

/* --- where the table is ----------------------------------------------------------------------------------------------------------- */

typedef struct Run { /* the longest run of records of as many fields, two or more; lines from 1 */
  int64_t records, fields, line;
  bool ends;           /* before the text does: by records of fewer fields, of which the first begins with `stop` */
  char stop[LONGEST_STOP_BYTES + 1];
} Run;

/* What begins a record behind the run, when it can end the table: short, on one line, no figure. */
static bool take_stop(SlStr text, const SlDialect *dialect, const SlRecord *record, Run *run) {
  SlBuf cell;
  double number;
  sl_buf_init(&cell);
  sl_record_field(text, dialect, record, 0, &cell);
  SlStr content = sl_buf_str(&cell);
  bool good = !cell.failed && content.length > 0 && content.length <= LONGEST_STOP_BYTES && !memchr(content.bytes, '\n', content.length) &&
              !memchr(content.bytes, '\r', content.length) && !sl_parse_number(content, true, '.', &number) && !sl_is_date(content);
  if (good) {
    memcpy(run->stop, content.bytes, content.length);
    run->stop[content.length] = '\0';
  }
  sl_buf_reset(&cell);
  return good;
}

static void find_run(SlStr text, const SlDialect *dialect, SlTrial *trial, Run *best) {
  SlRecord record;
  sl_record_init(&record);
  Run now = {.records = 0};
  *best = now;
  size_t at = 0;
  int64_t line = 1;
  bool behind = false; /* the record before was the last of the best run so far */
  while (at < text.length && !sl_interrupted()) {
    size_t next;
    if (sl_line_end(text, at, &next) == at) {
      at = next;
      line++;
      continue;
    }
    trial->status = sl_record_walk(text, dialect, at, &record, &trial->err);
    if (trial->status != SL_OK) break;
    if (record.fault) sl_record_pass_fault(text, &record);
    int64_t fields = record.fault ? 0 : record.count;
    if (fields != now.fields) {
      if (behind) best->ends = fields > 0 && fields < best->fields && take_stop(text, dialect, &record, best);
      now = (Run){.fields = fields, .line = line};
    }
    now.records++;
    behind = fields >= 2 && now.records > best->records;
    if (behind) *best = now;
    at = record.next;
    line += record.lines;
  }
  sl_record_reset(&record);
}

/* --- words ------------------------------------------------------------------------------------------------------------------------ */

static void add_text_option(SlBuf *out, const char *name, SlStr text) {
  sl_buf_printf(out, "%s%s = \"", out->length ? ", " : "", name);
  for (size_t i = 0; i < text.length; i++) {
    if (text.bytes[i] == '"' || text.bytes[i] == '\\') sl_buf_add_char(out, '\\');
    if (text.bytes[i] == '\t')
      sl_buf_add_text(out, "\\t");
    else
      sl_buf_add_char(out, text.bytes[i]);
  }
  sl_buf_add_char(out, '"');
}

/* The options that cut the run out of the text, as they are written; false when there are none or they do not read it. */
static bool offer_run(const Run *run, const SlCsvOptions *options, bool tell_separator, SlTrial *trial, SlBuf *out) {
  SlCsvOptions own = *options;
  if (tell_separator) add_text_option(out, "delim", (SlStr){&own.delimiter, 1});
  if (run->records < 2) return false;
  if (run->line > own.skip + 1) {
    own.skip = run->line - 1;
    sl_buf_printf(out, "%sskip = %" PRId64, out->length ? ", " : "", own.skip);
  }
  if (run->ends && own.stop_at.length == 0) {
    own.stop_at = sl_str(run->stop);
    add_text_option(out, "stop_at", own.stop_at);
  }
  return out->length > 0 && would_read(trial, &own);
}

/* Adds "or { ... }" to the message. */
static void offer(SlError *err, int *offered, const char *format, ...) SL_PRINTF(3, 4);
static void offer(SlError *err, int *offered, const char *format, ...) {
  char text[200];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  sl_fail_more(err, (*offered)++ ? ", or { %s }" : ", or read_csv(path, { %s })", text);
}

static bool holds(SlStr text, char c) { return memchr(text.bytes, c, text.length) != NULL; }

static void offer_quotes(SlStr text, const SlCsvOptions *options, SlTrial *trial, int *offered, SlError *err) {
  char quote = options->quote ? options->quote : '"';
  SlCsvOptions own = *options;
  own.escape = '\\';
  if (!options->escape && holds(text, '\\') && would_read(trial, &own)) {
    offer(err, offered, "escape = \"\\\\\"");
    return;
  }
  own = *options;
  own.quote = '\'';
  if (options->quote == 0 && holds(text, '\'') && would_read(trial, &own)) offer(err, offered, "quote = \"'\"");
  own = *options;
  own.quotes = SL_QUOTES_LENIENT;
  if (options->quotes != SL_QUOTES_STRICT || !holds(text, quote)) return;
  if (would_read(trial, &own)) {
    offer(err, offered, "quotes = \"lenient\"");
    return;
  }
  own.quotes = SL_QUOTES_NONE;
  if (would_read(trial, &own)) offer(err, offered, "quotes = \"none\"");
}

void sl_advise_failure(const SlSource *source, const SlCsvOptions *options, SlTrial *trial, SlError *err) {
  SlDialect dialect;
  if (!source->whole || source->text.length == 0 || sl_dialect_resolve(options, &dialect, NULL) != SL_OK) return;
  SlStr text = source->text;
  SlCsvOptions own = *options;
  own.comment = sl_str("#");
  bool comment = options->comment.length == 0 && holds(text, '#') && would_read(trial, &own);
  Run run;
  SlBuf cut;
  sl_buf_init(&cut);
  find_run(text, &dialect, trial, &run);
  bool beyond_skip = run.line > options->skip + 1;
  bool offers_run = !comment && offer_run(&run, options, false, trial, &cut) && !cut.failed;
  if (offers_run && beyond_skip)
    sl_fail_more(err, "\n  If the header is on line %" PRId64 ": read_csv(path, { %s }).", run.line, sl_buf_text(&cut));
  sl_fail_more(err, "\n  Fix the file");
  int offered = 0;
  if (comment) offer(err, &offered, "comment = \"#\"");
  if (offers_run && !beyond_skip) offer(err, &offered, "%s", sl_buf_text(&cut));
  sl_buf_reset(&cut);
  offer_quotes(text, options, trial, &offered, err);
  own = *options;
  own.ragged = SL_BAD_MEND;
  if (options->ragged == SL_BAD_STOP && would_read(trial, &own)) offer(err, &offered, "ragged = \"fill\"");
  own.ragged = SL_BAD_REJECT;
  if (options->ragged == SL_BAD_STOP && would_read(trial, &own)) offer(err, &offered, "ragged = \"reject\"");
  sl_fail_more(err, ".");
}

/* --- what reads, but likely as something else ------------------------------------------------------------------------------------- */

/* The record's first cell is a text and all others are empty: where the next begins, and how many lines it is of. 0: it is none. */
static size_t behind_padded_title(SlStr text, const SlDialect *dialect, size_t at, int64_t *lines) {
  size_t start = at, next, end;
  bool quoted = false;
  for (*lines = 1; at < text.length && (quoted || text.bytes[at] != dialect->delimiter); at = next) {
    next = at + 1;
    if (dialect->quotes && text.bytes[at] == dialect->quote) quoted = !quoted;
    if (text.bytes[at] != '\n' && text.bytes[at] != '\r') continue;
    if (!quoted) return 0; /* one field */
    next = sl_line_skip_end(text, at);
    ++*lines;
  }
  if (at == start || at >= text.length) return 0;
  end = sl_line_end(text, at, &next);
  while (at < end && text.bytes[at] == dialect->delimiter) at++;
  return at == end ? next : 0;
}

/* An empty line, or one of delimiters alone: where the next begins. 0: it is none. */
static size_t behind_empty_row(SlStr text, const SlDialect *dialect, size_t at) {
  size_t next, end = sl_line_end(text, at, &next);
  while (at < end && text.bytes[at] == dialect->delimiter) at++;
  return at == end ? next : 0;
}

/* Where a padded title stands; 0: nowhere. *skip: lines up to the end of it, of other such lines below and of empty rows. */
static int64_t find_title(const SlSource *source, const SlCsvOptions *options, int64_t *skip) {
  SlDialect dialect;
  size_t start;
  int64_t line, lines = 0;
  if (options->header_rows != 1 || sl_dialect_resolve(options, &dialect, NULL) != SL_OK) return 0;
  sl_header_find(source->text, &dialect, options, &start, &line, NULL);
  size_t at = start < source->text.length ? behind_padded_title(source->text, &dialect, start, &lines) : 0;
  if (at == 0) return 0;
  *skip = line - 1;
  for (int64_t more = lines, passed = 0; more > 0 && passed < MOST_TITLE_LINES; passed++) {
    *skip += more;
    size_t next = at < source->text.length ? behind_padded_title(source->text, &dialect, at, &more) : 0;
    if (next == 0 && at < source->text.length) next = behind_empty_row(source->text, &dialect, at), more = 1;
    if (next == 0) more = 0;
    at = next;
  }
  return line;
}

static void advise_title(const SlSource *source, const SlCsvOptions *options, SlTrial *trial, SlBuf *notices) {
  SlCsvOptions own = *options;
  own.columns = NULL;
  int64_t line = find_title(source, options, &own.skip);
  if (line > 0 && would_read(trial, &own))
    sl_buf_printf(notices, "line %" PRId64 " looks like a title, for all its cells but the first are empty: if the header is below, "
                  "read_csv(path, { skip = %" PRId64 " })\n", line, own.skip);
}

static bool begins_like_a_comment(const SlCsvOptions *options, SlNames names) {
  return options->comment.length == 0 && names.count > 0 && sl_str_starts_with(names.list[0], sl_str("#"));
}

static bool is_padded(SlStr text) {
  return text.length > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t' || text.bytes[text.length - 1] == ' ' || text.bytes[text.length - 1] == '\t');
}

/* The first name with blanks around it; -1: none, or it is what was asked for. */
static int64_t find_padded_name(const SlCsvOptions *options, SlNames names) {
  for (int64_t i = 0; i < names.count && !options->trim; i++)
    if (is_padded(names.list[i])) return i;
  return -1;
}

static void advise_trim(const SlCsvOptions *options, SlNames names, SlTrial *trial, SlBuf *notices) {
  SlCsvOptions own = *options;
  own.columns = NULL;
  own.trim = true;
  int64_t padded = find_padded_name(options, names);
  if (padded >= 0 && would_read(trial, &own))
    sl_buf_printf(notices, "the name \"%.*s\" has blanks around it, and cells may have them, too: read_csv(path, { trim = true }) drops them\n",
                  SL_STR_ARGS(names.list[padded]));
}

static void advise_comment(const SlCsvOptions *options, SlNames names, SlTrial *trial, SlBuf *notices) {
  SlCsvOptions own = *options;
  own.columns = NULL;
  own.comment = sl_str("#");
  if (begins_like_a_comment(options, names) && would_read(trial, &own))
    sl_buf_add_text(notices, "the header looks like a comment: if it is one, read_csv(path, { comment = \"#\" })\n");
}

/* One column by commas: a title, perhaps, above rows that another separator cuts. */
static void advise_separator(const SlSource *source, const SlCsvOptions *options, SlTrial *trial, SlBuf *notices) {
  static const char others[] = {';', '\t', '|'};
  for (size_t i = 0; i < sizeof others; i++) {
    SlCsvOptions own = *options;
    SlDialect dialect;
    Run run;
    own.delimiter = others[i];
    own.columns = NULL;
    if (!holds(source->text, others[i]) || sl_dialect_resolve(&own, &dialect, NULL) != SL_OK) continue;
    find_run(source->text, &dialect, trial, &run);
    SlBuf cut;
    sl_buf_init(&cut);
    bool good = offer_run(&run, &own, true, trial, &cut) && !cut.failed;
    if (good) sl_buf_printf(notices, "all is in one column; a table of %" PRId64 " columns is in it: read_csv(path, { %s })\n", run.fields, sl_buf_text(&cut));
    sl_buf_reset(&cut);
    if (good) return;
  }
}

static bool may_hide_a_table(const SlCsvOptions *options, bool separator_is_open, SlNames names) {
  return separator_is_open && names.count == 1 && !options->columns;
}

static SlNames names_of(const SlTable *table) { return (SlNames){table->names, table->column_count}; }

static void advise_swallowed(const SlCsvOptions *options, bool spans_lines, const SlTable *table, SlTrial *trial, SlBuf *notices) {
  SlSwallowed found = find_swallowed(options, spans_lines, table);
  SlCsvOptions own = *options;
  own.quotes = SL_QUOTES_NONE;
  if (found.column >= 0 && would_read(trial, &own))
    sl_buf_printf(notices, "column \"%.*s\", row %s: the cell in quotes is of %s lines that look like rows: if a quote is out of place there, "
                  "read_csv(path, { quotes = \"none\" })\n", SL_STR_ARGS(table->names[found.column]), sl_count_text(found.row + 1).text,
                  sl_count_text(found.lines).text);
}

/* What stop_at is to say for the notes that begin with the row; empty when it would end the table before. */
static SlStr stop_for(const SlTable *table, int64_t row) {
  SlStr text = sl_column_text(table->columns[0], row);
  size_t end = 0;
  while (end < text.length && text.bytes[end] != '\n' && text.bytes[end] != '\r') end++;
  if (end > LONGEST_STOP_BYTES) end = LONGEST_STOP_BYTES;
  while (end > 0 && end < text.length && ((unsigned char)text.bytes[end] & 0xC0) == 0x80) end--; /* not within a letter */
  SlStr stop = {text.bytes, end};
  for (int64_t above = 0; above < row; above++)
    if (sl_str_starts_with(sl_column_text(table->columns[0], above), stop)) return (SlStr){NULL, 0};
  return stop;
}

static void advise_note(const SlCsvOptions *options, const SlTable *table, SlTrial *trial, SlBuf *notices) {
  int64_t row = options->stop_at.length || options->columns ? -1 : sl_find_note(table);
  if (row < 0) return;
  SlCsvOptions own = *options;
  own.stop_at = stop_for(table, row);
  if (own.stop_at.length == 0 || !would_read(trial, &own)) return;
  SlBuf stop;
  sl_buf_init(&stop);
  add_text_option(&stop, "stop_at", own.stop_at);
  sl_buf_printf(notices, "row %s and all below it have a text in the first cell alone, which looks like a note: if it is one, "
                "read_csv(path, { %s })\n", sl_count_text(row + 1).text, sl_buf_text(&stop));
  notices->failed |= stop.failed;
  sl_buf_reset(&stop);
}

bool sl_advice_is_due(const SlCsvOptions *options, bool separator_is_open, bool spans_lines, const SlTable *table) {
  SlNames names = names_of(table);
  return find_swallowed(options, spans_lines, table).column >= 0 || sl_find_note(table) >= 0 ||
         (options->has_header && (begins_like_a_comment(options, names) || find_padded_name(options, names) >= 0 ||
                                  may_hide_a_table(options, separator_is_open, names)));
}

bool sl_advice_needs_whole(const SlCsvOptions *options, bool separator_is_open, bool spans_lines, const SlTable *table) {
  return find_swallowed(options, spans_lines, table).column >= 0 ||
         (options->has_header && may_hide_a_table(options, separator_is_open, names_of(table)));
}

bool sl_advice_finds_title(const SlSource *source, const SlCsvOptions *options) {
  int64_t skip;
  return options->has_header && find_title(source, options, &skip) > 0;
}

void sl_advise_head(const SlSource *source, const SlCsvOptions *options, bool separator_is_open, SlNames names, SlTrial *trial,
                    SlBuf *notices) {
  if (!options->has_header) return;
  advise_title(source, options, trial, notices);
  advise_comment(options, names, trial, notices);
  advise_trim(options, names, trial, notices);
  if (may_hide_a_table(options, separator_is_open, names)) advise_separator(source, options, trial, notices);
}

void sl_advise_rows(const SlCsvOptions *options, bool spans_lines, const SlTable *table, SlTrial *trial, SlBuf *notices) {
  advise_swallowed(options, spans_lines, table, trial, notices);
  advise_note(options, table, trial, notices);
}

void sl_advise_table(const SlSource *source, const SlCsvOptions *options, bool separator_is_open, bool spans_lines, const SlTable *table,
                     SlTrial *trial, SlBuf *notices) {
  sl_advise_rows(options, spans_lines, table, trial, notices);
  sl_advise_head(source, options, separator_is_open, names_of(table), trial, notices);
}
