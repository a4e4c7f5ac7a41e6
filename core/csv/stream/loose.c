#include "core/csv/stream/loose.h"

static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

static bool is_blank(const SlDialect *dialect, char c) { return (c == ' ' || c == '\t') && c != dialect->delimiter; }

/* Whether an escape that has force stands at `at`. */
static bool is_escape(SlStr text, const SlDialect *dialect, size_t at) {
  if (dialect->escape == 0 || text.bytes[at] != dialect->escape || at + 1 >= text.length) return false;
  char c = text.bytes[at + 1];
  return c == dialect->delimiter || c == dialect->escape || is_line_end(c) || (dialect->quotes && c == dialect->quote);
}

static size_t skip_blanks(SlStr text, const SlDialect *dialect, size_t at) {
  while (at < text.length && is_blank(dialect, text.bytes[at])) at++;
  return at;
}

static bool ends_field(SlStr text, const SlDialect *dialect, size_t at) {
  return at >= text.length || text.bytes[at] == dialect->delimiter || is_line_end(text.bytes[at]);
}

/* One character further, an escape and what it is before being one; CRLF is one, too. */
static size_t step(SlStr text, const SlDialect *dialect, size_t at, SlRecord *record) {
  if (is_escape(text, dialect, at)) {
    record->touched |= SL_TOUCH(ESCAPED);
    at++;
  }
  if (!is_line_end(text.bytes[at])) return at + 1;
  record->lines++;
  return sl_line_skip_end(text, at);
}

/* `at` is behind the opening quote; *end will be behind the closing one, and what is returned where the field is over. */
static size_t walk_quoted(SlStr text, const SlDialect *dialect, size_t at, SlRecord *record, size_t *end) {
  bool drops_blanks = dialect->trim || dialect->lenient;
  while (at < text.length) {
    if (text.bytes[at] != dialect->quote || is_escape(text, dialect, at)) {
      at = step(text, dialect, at, record);
      continue;
    }
    if (at + 1 < text.length && text.bytes[at + 1] == dialect->quote) {
      at += 2;
      continue;
    }
    size_t behind = drops_blanks ? skip_blanks(text, dialect, at + 1) : at + 1;
    if (ends_field(text, dialect, behind)) {
      *end = at + 1;
      if (behind > at + 1) record->touched |= dialect->trim ? SL_TOUCH(TRIMMED) : SL_TOUCH(LENIENT);
      return behind;
    }
    if (!dialect->lenient) {
      record->fault = SL_RECORD_AFTER_QUOTE;
      record->fault_at = at + 1;
      return at + 1;
    }
    record->touched |= SL_TOUCH(LENIENT);
    at++;
  }
  record->fault = SL_RECORD_UNCLOSED;
  return text.length;
}

static size_t walk_plain(SlStr text, const SlDialect *dialect, size_t at, SlRecord *record) {
  while (!ends_field(text, dialect, at)) {
    if (dialect->quotes && text.bytes[at] == dialect->quote) {
      if (!dialect->lenient) {
        record->fault = SL_RECORD_QUOTE_INSIDE;
        record->fault_at = at;
        return at;
      }
      record->touched |= SL_TOUCH(LENIENT);
      at++;
    } else {
      at = step(text, dialect, at, record);
    }
  }
  return at;
}

SlStatus sl_loose_walk(SlStr text, const SlDialect *dialect, size_t start, SlRecord *record, SlError *err) {
  bool drops_blanks = dialect->trim || dialect->lenient;
  size_t at = start;
  for (;;) {
    size_t from = at, first = drops_blanks ? skip_blanks(text, dialect, at) : at, end = first;
    bool quoted = dialect->quotes && first < text.length && text.bytes[first] == dialect->quote && !(record->unclosed && first >= record->unclosed);
    if (quoted) {
      int64_t lines = record->lines;
      record->fault_at = first;
      at = walk_quoted(text, dialect, first + 1, record, &end);
      if (record->fault == SL_RECORD_UNCLOSED && dialect->lenient) {
        record->fault = SL_RECORD_FINE;
        record->lines = lines;
        record->unclosed = first;
        quoted = false;
      } else if (first > from) {
        record->touched |= dialect->trim ? SL_TOUCH(TRIMMED) : SL_TOUCH(LENIENT);
      }
    }
    if (!quoted) {
      if (!dialect->trim) first = from;
      end = at = walk_plain(text, dialect, first, record);
      while (dialect->trim && end > first && is_blank(dialect, text.bytes[end - 1])) end--;
      if (first > from || end < at) record->touched |= SL_TOUCH(TRIMMED);
    }
    if (record->fault) {
      record->end = record->next = at;
      return SL_OK;
    }
    SlStatus status = sl_record_add_field(record, first, end, quoted, err);
    if (status != SL_OK) return status;
    if (at >= text.length || is_line_end(text.bytes[at])) break;
    at++;
  }
  record->end = at;
  record->next = sl_line_skip_end(text, at);
  return SL_OK;
}

void sl_loose_content(SlStr field, bool quoted, const SlDialect *dialect, SlBuf *out) {
  if (quoted) {
    field.bytes++;
    field.length -= 2;
  }
  for (size_t at = 0; at < field.length; at++) {
    if (is_escape(field, dialect, at) ||
        (quoted && field.bytes[at] == dialect->quote && at + 1 < field.length && field.bytes[at + 1] == dialect->quote))
      at++;
    sl_buf_add_char(out, field.bytes[at]);
  }
}
