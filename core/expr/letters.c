#include "core/expr/letters.h"

#include <stdbool.h>
#include <string.h>

/* The other case of a code point of two bytes (U+0080 to U+07FF), itself when it has none that takes two bytes. */
static unsigned lower_of(unsigned c) {
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;                          /* Latin-1 */
  if ((c >= 0x100 && c <= 0x12F) || (c >= 0x132 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c + (c & 1); /* odd is upper here */
  if (c == 0x178) return 0xFF;
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32; /* Greek */
  if (c >= 0x410 && c <= 0x42F) return c + 32;               /* Cyrillic */
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

static unsigned upper_of(unsigned c) {
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  if (c == 0xFF) return 0x178;
  if ((c >= 0x100 && c <= 0x12F) || (c >= 0x132 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c & ~1u;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c - !(c & 1);
  if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) return c - 32;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

static void turn(SlStr text, char *out, bool up) {
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.bytes[i];
    if (c < 0x80) {
      bool letter = up ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
      out[i] = (char)(letter ? c ^ 0x20 : c);
    } else if (c >= 0xC2 && c <= 0xDF && i + 1 < text.length) {
      unsigned point = (unsigned)(c & 0x1F) << 6 | ((unsigned char)text.bytes[i + 1] & 0x3F);
      point = up ? upper_of(point) : lower_of(point);
      out[i] = (char)(0xC0 | point >> 6);
      out[++i] = (char)(0x80 | (point & 0x3F));
    } else {
      out[i] = (char)c;
    }
  }
}

void sl_letters_lower(SlStr text, char *out) { turn(text, out, false); }
void sl_letters_upper(SlStr text, char *out) { turn(text, out, true); }
