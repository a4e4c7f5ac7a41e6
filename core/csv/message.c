#include "core/csv/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/csv/stream/record.h"

enum { SHOWN_CHARACTERS = 100, SHOWN_AFTER_CARET = 24 };

/* One character further, or 1 byte where the text is no UTF-8. */
static size_t next_character(SlStr text, size_t at) {
  at++;
  while (at < text.length && ((unsigned char)text.bytes[at] & 0xC0) == 0x80) at++;
  return at;
}

static size_t skip_characters(SlStr text, int64_t count) {
  size_t at = 0;
  while (count-- > 0 && at < text.length) at = next_character(text, at);
  return at;
}

/* The line with the caret under `column`. Of a long line only the neighbourhood is shown. Controls become spaces, so that
 * the caret stands where it should. */
static void show_line(SlError *err, SlStr text, int64_t number, int64_t column) {
  int64_t length = sl_str_length(text);
  int64_t first = 0;
  if (length > SHOWN_CHARACTERS && column - 1 + SHOWN_AFTER_CARET > SHOWN_CHARACTERS) {
    first = column - 1 + SHOWN_AFTER_CARET - SHOWN_CHARACTERS;
    if (first > length - SHOWN_CHARACTERS) first = length - SHOWN_CHARACTERS;
  }
  size_t skipped = skip_characters(text, first);
  text.bytes += skipped;
  text.length -= skipped;
  size_t shown = skip_characters(text, SHOWN_CHARACTERS);
  char line[SHOWN_CHARACTERS * 4 + 1];
  size_t end = 0;
  for (size_t i = 0; i < shown && end < sizeof line - 1; i++) {
    unsigned char c = (unsigned char)text.bytes[i];
    line[end++] = c < 0x20 || c == 0x7F ? ' ' : (char)c;
  }
  line[end] = '\0';
  const char *left = first ? "..." : "", *right = shown < text.length ? "..." : "";
  char label[32];
  int label_length = snprintf(label, sizeof label, "%" PRId64, number);
  sl_fail_more(err, "\n    %s | %s%s%s", label, left, line, right);
  sl_fail_more(err, "\n    %*s   %*s^", label_length, "", (int)(column - 1 - first) + (int)strlen(left), "");
}

SlStatus sl_csv_fail_at(SlError *err, const SlSource *source, size_t offset, const char *format, ...) {
  if (!err) return SL_EPARSE;
  int64_t line, column;
  sl_text_position(source->text, offset, &line, &column);
  line += source->first_line - 1;
  size_t start = offset, next;
  while (start > 0 && source->text.bytes[start - 1] != '\n' && source->text.bytes[start - 1] != '\r') start--;
  SlStr shown = {source->text.bytes + start, sl_line_end(source->text, start, &next) - start};
  char what[SL_ERROR_TEXT_BYTES];
  va_list args;
  va_start(args, format);
  sl_vprint_cut(what, sizeof what, format, args);
  va_end(args);
  sl_fail(err, SL_EPARSE, "%s:%" PRId64 ":%" PRId64 ": %s", source->name, line, column, what);
  err->line = line;
  err->column = column;
  show_line(err, shown, line, column);
  return SL_EPARSE;
}

const char *sl_csv_fault_words(SlRecordFault fault) {
  switch (fault) {
    case SL_RECORD_FINE: break;
    case SL_RECORD_QUOTE_INSIDE: return "a quote inside a field that does not begin with one";
    case SL_RECORD_AFTER_QUOTE: return "text after a closing quote; a quote within quotes is written twice";
    case SL_RECORD_UNCLOSED: return "the quote that opens here is never closed";
  }
  return "";
}

SlStatus sl_csv_fail_record(const SlSource *source, const SlRecord *record, SlError *err) {
  sl_csv_fail_at(err, source, record->fault_at, "%s", sl_csv_fault_words(record->fault));
  return SL_EPARSE;
}

SlCountText sl_count_text(int64_t count) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%" PRId64, count);
  SlCountText out;
  size_t at = 0;
  for (int i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') out.text[at++] = ',';
    out.text[at++] = digits[i];
  }
  out.text[at] = '\0';
  return out;
}

void sl_csv_tell_others(SlBuf *notices, int64_t count, const char *what) {
  if (count > SL_NOTICES_SHOWN)
    sl_buf_printf(notices, "and %s more column%s %s\n", sl_count_text(count - SL_NOTICES_SHOWN).text, count - SL_NOTICES_SHOWN == 1 ? "" : "s", what);
}

void sl_csv_tell_blank_rows(int64_t count, SlBuf *out) {
  sl_buf_printf(out, "%s row%s of empty cells alone %s left out\n", sl_count_text(count).text, count == 1 ? "" : "s", count == 1 ? "was" : "were");
}

void sl_csv_tell_not_kept(const SlLines *lines, const char *what, SlBuf *notices) {
  if (lines->not_kept)
    sl_buf_printf(notices, "the first %s lines of the %s are kept, and %s more are not\n", sl_count_text(SL_LINES_NOTED).text, what,
                  sl_count_text(lines->not_kept).text);
}

void sl_csv_tell_two_figures(SlPointNotices *told, SlStr column, int64_t count, SlBuf *out) {
  if (told->figures++ >= SL_NOTICES_SHOWN) return;
  sl_buf_printf(out, "column \"%.*s\": 1.200 is read as 1.2 and 1,200 as 1200, in %s cell%s; decimal = \",\" reads them the other way, "
                "and decimal = \".\" says that this is right\n", SL_STR_ARGS(column), sl_count_text(count).text, count == 1 ? "" : "s");
}

void sl_csv_tell_comma_text(SlPointNotices *told, SlStr column, SlBuf *out) {
  if (told->texts++ >= SL_NOTICES_SHOWN) return;
  sl_buf_printf(out, "column \"%.*s\" is text, but its cells are numbers if the comma is their decimal point: decimal = \",\"\n",
                SL_STR_ARGS(column));
}

void sl_csv_tell_other_points(const SlPointNotices *told, SlBuf *out) {
  sl_csv_tell_others(out, told->texts, "of text whose cells are numbers with decimal commas");
  sl_csv_tell_others(out, told->figures, "of figures such as 1.200 and 1,200");
}

SlQuotedText sl_quoted_text(SlStr value) {
  enum { MOST_BYTES = 80 };
  SlQuotedText out;
  size_t at = 0;
  out.text[at++] = '"';
  size_t from = 0;
  while (from < value.length) {
    size_t next = next_character(value, from);
    if (at + (next - from) > MOST_BYTES) break;
    for (; from < next; from++) {
      unsigned char c = (unsigned char)value.bytes[from];
      out.text[at++] = c < 0x20 || c == 0x7F ? ' ' : (char)c;
    }
  }
  if (from < value.length) {
    memcpy(out.text + at, "...", 3);
    at += 3;
  }
  out.text[at++] = '"';
  out.text[at] = '\0';
  return out;
}

static const struct {
  const char *one, *many;
} type_words[SL_TYPE_COUNT] = {
  [SL_INTEGER] = {"an integer", "integers"},
  [SL_NUMBER] = {"a number", "numbers"},
  [SL_TEXT] = {"text", "texts"},
  [SL_BOOLEAN] = {"true or false", "true or false"},
  [SL_DATE] = {"a date", "dates"},
  [SL_DATETIME] = {"a datetime (2019-03-25 10:30)", "datetimes"},
  [SL_QUARTER] = {"a quarter (Jan to Mar 2019)", "quarters"},
  [SL_YEAR_ENDING] = {"a year-ending period (year ending March 2019)", "year-ending periods"},
  [SL_MONTH] = {"a month (September 2019)", "months"},
  [SL_FINANCIAL_YEAR] = {"a financial year (2018/19)", "financial years"},
  [SL_YEAR] = {"a year (2019)", "years"},
};

const char *sl_type_words(SlType type) { return type_words[type].one; }

static bool is_lua_name(SlStr name) {
  static const char *const keywords[] = {"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while"};
  for (size_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
    if (sl_str_equal(name, sl_str(keywords[i]))) return false;
  return name.length > 0;
}

/* The name as a key of a Lua table, to be copied into a script. */
static void write_key(SlError *err, SlStr name) {
  if (is_lua_name(name)) {
    sl_fail_more(err, "%.*s", SL_STR_ARGS(name));
    return;
  }
  sl_fail_more(err, "[\"");
  for (size_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    if (c == '"' || c == '\\')
      sl_fail_more(err, "\\%c", c);
    else if (c == '\n')
      sl_fail_more(err, "\\n");
    else if (c == '\r')
      sl_fail_more(err, "\\r");
    else
      sl_fail_more(err, "%c", c);
  }
  sl_fail_more(err, "\"]");
}

SlStatus sl_csv_fail_cell(SlError *err, const SlSource *source, const SlBrokenCell *cell) {
  if (!err) return SL_EPARSE;
  sl_csv_fail_at(err, source, cell->offset, "column \"%.*s\": %s is not %s (row %s)", SL_STR_ARGS(cell->column),
                 sl_quoted_text(cell->value).text, type_words[cell->type].one,
                 sl_count_text(cell->row).text);
  sl_fail_more(err, "\n  %s of %s cells in this column are %s.", sl_count_text(cell->good).text, sl_count_text(cell->cells).text,
               type_words[cell->type].many);
  sl_fail_more(err, "\n  Fix the file, or read_csv(path, { types = { ");
  write_key(err, cell->column);
  sl_fail_more(err, " = \"text\" } }), or { on_error = \"reject\" }.");
  return SL_EPARSE;
}
