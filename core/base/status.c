#include "core/base/status.h"

#include <stdio.h>
#include <string.h>

/* Of a text that fills its room: the end replaced by dots, before which no character is cut. Of what is not UTF-8, whose bytes
 * may all look like the middle of a character, no more than a character's bytes are given up. */
static void end_in_dots(char *text, size_t room) {
  enum { DOTS_BYTES = 4, MOST_CONTINUATIONS = 3 };
  if (room < DOTS_BYTES) return;
  size_t end = room - DOTS_BYTES;
  for (int i = 0; i < MOST_CONTINUATIONS && end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80; i++) end--;
  memcpy(text + end, "...", DOTS_BYTES);
}

void sl_vprint_cut(char *out, size_t room, const char *format, va_list args) {
  int wanted = vsnprintf(out, room, format, args);
  if (wanted >= 0 && (size_t)wanted >= room) end_in_dots(out, room);
}

void sl_print_cut(char *out, size_t room, const char *format, ...) {
  va_list args;
  va_start(args, format);
  sl_vprint_cut(out, room, format, args);
  va_end(args);
}

SL_PRINTF(2, 0) static void append(SlError *err, const char *format, va_list args) {
  size_t used = strlen(err->text), room = sizeof err->text - used;
  int wanted = vsnprintf(err->text + used, room, format, args);
  if (wanted >= 0 && (size_t)wanted >= room) end_in_dots(err->text, sizeof err->text);
}

void sl_vfail_text(SlError *err, SlStatus status, const char *format, va_list args) {
  if (!err) return;
  err->status = status;
  err->line = 0;
  err->column = 0;
  err->text[0] = '\0';
  append(err, format, args);
}

void sl_fail_text(SlError *err, SlStatus status, const char *format, ...) {
  va_list args;
  va_start(args, format);
  sl_vfail_text(err, status, format, args);
  va_end(args);
}

void sl_fail_more(SlError *err, const char *format, ...) {
  if (!err) return;
  va_list args;
  va_start(args, format);
  append(err, format, args);
  va_end(args);
}

const char *sl_status_name(SlStatus status) {
  switch (status) {
    case SL_OK: return "ok";
    case SL_ENOMEM: return "memory";
    case SL_EIO: return "io";
    case SL_EPARSE: return "parse";
    case SL_ETYPE: return "type";
    case SL_ENAME: return "name";
    case SL_ERANGE: return "range";
    case SL_EARG: return "argument";
    case SL_EDATA: return "data";
    case SL_EINTERRUPTED: return "interrupted";
  }
  return "unknown";
}
