#include "core/base/width.h"

#include <utf8proc.h>

/* Below the first combining mark, and where utf8proc knows of no character yet, each takes one. */
static int width_of(utf8proc_int32_t point) {
  enum { FIRST_MARK = 0x300 };
  if (point < FIRST_MARK || utf8proc_category(point) == UTF8PROC_CATEGORY_CN) return 1;
  return utf8proc_charwidth(point);
}

int64_t sl_text_width(SlStr text) {
  int64_t columns = 0;
  for (size_t i = 0; i < text.length;) {
    utf8proc_int32_t point = (unsigned char)text.bytes[i];
    utf8proc_ssize_t length = 1;
    if (point >= 0x80) length = utf8proc_iterate((const utf8proc_uint8_t *)text.bytes + i, (utf8proc_ssize_t)(text.length - i), &point);
    columns += length > 0 ? width_of(point) : 1;
    i += length > 0 ? (size_t)length : 1;
  }
  return columns;
}
