#include "core/csv/stream/record.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/csv/stream/loose.h"

void sl_record_init(SlRecord *record) { *record = (SlRecord){0}; }

void sl_record_reset(SlRecord *record) {
  sl_free(record->fields);
  sl_record_init(record);
}

SlStatus sl_record_add_field(SlRecord *record, size_t start, size_t end, bool quoted, SlError *err) {
  if (record->count == record->capacity) {
    size_t capacity = sl_grow_capacity((size_t)record->capacity, (size_t)record->count + 1);
    SlField *grown = sl_realloc_array(record->fields, capacity, sizeof *grown);
    if (!grown) return sl_fail_alloc(err, capacity * sizeof *grown);
    record->fields = grown;
    record->capacity = (int64_t)capacity;
  }
  record->fields[record->count++] = (SlField){start, end, quoted};
  return SL_OK;
}

static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

size_t sl_line_skip_end(SlStr text, size_t at) {
  if (at < text.length && text.bytes[at] == '\r') {
    at++;
    return at < text.length && text.bytes[at] == '\n' ? at + 1 : at;
  }
  return at < text.length && text.bytes[at] == '\n' ? at + 1 : at;
}

static SlStatus stop_at_fault(SlRecord *record, SlRecordFault fault, size_t fault_at, size_t end) {
  record->fault = fault;
  record->fault_at = fault_at;
  record->end = record->next = end;
  return SL_OK;
}

SlStatus sl_record_walk(SlStr text, const SlDialect *dialect, size_t start, SlRecord *record, SlError *err) {
  record->count = 0;
  if (start < record->start) record->unclosed = 0;
  record->start = start;
  record->lines = 1;
  record->fault = SL_RECORD_FINE;
  record->fault_at = start;
  record->touched = 0;
  if (dialect->loose) return sl_loose_walk(text, dialect, start, record, err);
  size_t at = start;
  for (;;) {
    size_t from = at;
    bool quoted = dialect->quotes && at < text.length && text.bytes[at] == dialect->quote;
    if (quoted) {
      at++;
      for (;;) {
        if (at >= text.length) return stop_at_fault(record, SL_RECORD_UNCLOSED, from, text.length);
        char c = text.bytes[at];
        if (c == dialect->quote) {
          if (at + 1 >= text.length || text.bytes[at + 1] != dialect->quote) break;
          at += 2;
        } else if (is_line_end(c)) {
          at = sl_line_skip_end(text, at);
          record->lines++;
        } else {
          at++;
        }
      }
      at++;
      if (at < text.length && text.bytes[at] != dialect->delimiter && !is_line_end(text.bytes[at]))
        return stop_at_fault(record, SL_RECORD_AFTER_QUOTE, at, at);
    } else {
      while (at < text.length && text.bytes[at] != dialect->delimiter && !is_line_end(text.bytes[at])) {
        if (dialect->quotes && text.bytes[at] == dialect->quote) return stop_at_fault(record, SL_RECORD_QUOTE_INSIDE, at, at);
        at++;
      }
    }
    SlStatus status = sl_record_add_field(record, from, at, quoted, err);
    if (status != SL_OK) return status;
    if (at >= text.length || is_line_end(text.bytes[at])) break;
    at++;
  }
  record->end = at;
  record->next = sl_line_skip_end(text, at);
  return SL_OK;
}

void sl_record_pass_fault(SlStr text, SlRecord *record) {
  size_t from = record->fault == SL_RECORD_UNCLOSED ? record->start : record->fault_at;
  record->end = sl_line_end(text, from, &record->next);
  if (record->fault == SL_RECORD_UNCLOSED) record->lines = 1; /* else those before the fault are counted */
}

bool sl_record_is_blank(const SlRecord *record) {
  for (int64_t i = 0; i < record->count; i++)
    if (record->fields[i].quoted || record->fields[i].start < record->fields[i].end) return false;
  return record->count >= 2;
}

void sl_record_field(SlStr text, const SlDialect *dialect, const SlRecord *record, int64_t field, SlBuf *out) {
  SlField f = record->fields[field];
  if (dialect->loose) {
    sl_loose_content((SlStr){text.bytes + f.start, f.end - f.start}, f.quoted, dialect, out);
    return;
  }
  if (!f.quoted) {
    sl_buf_add(out, text.bytes + f.start, f.end - f.start);
    return;
  }
  size_t at = f.start + 1, end = f.end - 1;
  while (at < end) {
    const char *found = memchr(text.bytes + at, dialect->quote, end - at);
    size_t stop = found ? (size_t)(found - text.bytes) + 1 : end;
    sl_buf_add(out, text.bytes + at, stop - at);
    at = found ? stop + 1 : end;
  }
}

size_t sl_line_end(SlStr text, size_t start, size_t *next) {
  size_t at = start;
  /* Windows that double: looking for the next LF of a file that has only CR would read all of it for every line. */
  for (size_t window = 128; at < text.length; window *= 2) {
    size_t length = text.length - at < window ? text.length - at : window;
    const char *feed = memchr(text.bytes + at, '\n', length);
    size_t before = feed ? (size_t)(feed - (text.bytes + at)) : length;
    const char *carriage = memchr(text.bytes + at, '\r', before);
    at += carriage ? (size_t)(carriage - (text.bytes + at)) : before;
    if (feed || carriage) break;
  }
  *next = sl_line_skip_end(text, at);
  return at;
}

void sl_text_position(SlStr text, size_t offset, int64_t *line, int64_t *column) {
  int64_t number = 1;
  size_t start = 0;
  for (;;) {
    size_t next;
    size_t end = sl_line_end(text, start, &next);
    if (offset < next || next == end) break; /* within this line or its end, or this is the last line */
    start = next;
    number++;
  }
  *line = number;
  *column = 1 + sl_str_length((SlStr){text.bytes + start, offset - start});
}
