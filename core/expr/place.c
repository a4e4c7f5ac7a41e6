/* Where in the text of an expression something is wrong. */
#include <string.h>

#include "core/expr/tree.h"

enum { SHOWN_BEFORE = 60, SHOWN_AFTER = 30, MESSAGE_BYTES = 1024 };

static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

SlStatus sl_tree_fail(SlError *err, SlStatus status, SlStr source, size_t at, const char *format, ...) {
  va_list args;
  va_start(args, format);
  sl_tree_vfail(err, status, source, at, format, args);
  va_end(args);
  return status;
}

SlStatus sl_tree_vfail(SlError *err, SlStatus status, SlStr source, size_t at, const char *format, va_list args) {
  if (!err) return status;
  char message[MESSAGE_BYTES];
  sl_vprint_cut(message, sizeof message, format, args);
  if (!source.length) return sl_fail(err, status, "%s", message);

  if (at > source.length) at = source.length;
  size_t begin = 0; /* of the line */
  int64_t line = 1;
  for (size_t i = 0; i < at; i++) {
    if (source.bytes[i] != '\n') continue;
    begin = i + 1;
    line++;
  }
  size_t end = at;
  while (end < source.length && source.bytes[end] != '\n' && source.bytes[end] != '\r') end++;
  int64_t column = sl_str_length((SlStr){source.bytes + begin, at - begin}) + 1;
  bool one_line = memchr(source.bytes, '\n', source.length) == NULL;
  if (one_line)
    sl_fail(err, status, "expression, column %lld: %s", (long long)column, message);
  else
    sl_fail(err, status, "expression, line %lld, column %lld: %s", (long long)line, (long long)column, message);
  err->line = line;
  err->column = column;

  size_t from = begin, to = end;
  if (at - from > SHOWN_BEFORE) from = at - SHOWN_BEFORE;
  while (from > begin && from < at && is_continuation(source.bytes[from])) from++;
  if (to - at > SHOWN_AFTER && to - from > SHOWN_BEFORE + SHOWN_AFTER) to = at + SHOWN_AFTER;
  while (to > at && to < end && is_continuation(source.bytes[to])) to--;
  sl_fail_more(err, "\n    %s%.*s%s\n    %s", from > begin ? "..." : "", (int)(to - from), source.bytes + from,
               to < end ? "..." : "", from > begin ? "   " : "");
  for (size_t i = from; i < at; i++)
    if (!is_continuation(source.bytes[i])) sl_fail_more(err, "%c", source.bytes[i] == '\t' ? '\t' : ' ');
  sl_fail_more(err, "^");
  return status;
}
