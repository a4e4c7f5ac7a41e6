#include "core/base/status.h"

#include <stdio.h>
#include <string.h>

SL_PRINTF(2, 0) static void append(SlError *err, const char *format, va_list args) {
  size_t used = strlen(err->text);
  size_t room = sizeof err->text - used;
  int wanted = vsnprintf(err->text + used, room, format, args);
  if (wanted >= 0 && (size_t)wanted >= room) {
    /* Cut before the dots at a character boundary: half a UTF-8 sequence would make the message unprintable. */
    size_t end = sizeof err->text - 4;
    while (end > used && ((unsigned char)err->text[end] & 0xC0) == 0x80) end--;
    memcpy(err->text + end, "...", 4);
  }
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
