#include "core/expr/letters.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "core/base/assert.h"

/* The bytes before the first that is not ASCII, eight at a time: nearly all of most texts. */
static size_t ascii_length(SlStr text) {
  size_t at = 0;
  for (; text.length - at >= 8; at += 8) {
    uint64_t word;
    memcpy(&word, text.bytes + at, 8);
    if (word & 0x8080808080808080u) break;
  }
  while (at < text.length && (unsigned char)text.bytes[at] < 0x80) at++;
  return at;
}

/* No simple mapping gives more than three bytes for two, or four for three. */
size_t sl_letters_room(SlStr text) {
  size_t wide = text.length - ascii_length(text);
  return text.length + (wide + 1) / 2;
}

/* utf8proc takes the capital sharp s for the other case of the small one, which no simple mapping does. */
static int32_t turn_point(int32_t point, bool up) {
  if (point == 0xDF) return point;
  return up ? utf8proc_toupper(point) : utf8proc_tolower(point);
}

static size_t turn(SlStr text, char *out, bool up) {
  char *to = out;
  for (size_t i = 0; i < text.length;) {
    unsigned char c = (unsigned char)text.bytes[i];
    if (c < 0x80) {
      bool letter = up ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
      *to++ = (char)(letter ? c ^ 0x20 : c);
      i++;
      continue;
    }
    utf8proc_int32_t point;
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text.bytes + i, (utf8proc_ssize_t)(text.length - i), &point);
    if (length <= 0) { /* not UTF-8, which texts of the engine are: as it is */
      *to++ = text.bytes[i++];
      continue;
    }
    i += (size_t)length;
    to += utf8proc_encode_char(turn_point(point, up), (utf8proc_uint8_t *)to);
  }
  SL_ASSERT((size_t)(to - out) <= sl_letters_room(text));
  return (size_t)(to - out);
}

size_t sl_letters_lower(SlStr text, char *out) { return turn(text, out, false); }
size_t sl_letters_upper(SlStr text, char *out) { return turn(text, out, true); }
