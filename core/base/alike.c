#include "core/base/alike.h"

#include <string.h>
#include <utf8proc.h>

#include "core/base/assert.h"

/* Two bytes of UTF-8 fold and decompose to three characters at most, three bytes to four; and utf8proc writes a 0 behind the end. */
size_t sl_text_alike_room(SlStr text) { return text.length * 2 + 1; }

static bool is_ascii(SlStr text) {
  for (size_t i = 0; i < text.length; i++)
    if ((unsigned char)text.bytes[i] >= 0x80) return false;
  return true;
}

static bool is_blank(int32_t point) {
  if (point < 0x80) return point == ' ' || (point >= '\t' && point <= '\r');
  if (point == 0x85) return true; /* next line, a control character */
  utf8proc_category_t category = utf8proc_category(point);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/* Most texts: the same with bytes for characters. */
static SlStr alike_ascii(SlStr text, char *out) {
  size_t length = 0;
  for (size_t i = 0; i < text.length; i++) {
    if (!is_blank(text.bytes[i]))
      out[length++] = sl_lower(text.bytes[i]);
    else if (length > 0 && out[length - 1] != ' ')
      out[length++] = ' ';
  }
  if (length > 0 && out[length - 1] == ' ') length--;
  return (SlStr){out, length};
}

/* The signs that are typed for a hyphen, and for an apostrophe, are one each. */
static int32_t plain_sign(int32_t point) {
  switch (point) {
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: case 0xFE58: case 0xFE63: case 0xFF0D: return '-';
    case 0x2018: case 0x2019: case 0x201B: case 0x02B9: case 0x02BC: case 0x2032: case 0xFF07: return '\'';
    default: return point;
  }
}

/* Blanks are joined, and signs made plain; neither takes more room. */
static utf8proc_ssize_t make_plain(int32_t *points, utf8proc_ssize_t count) {
  utf8proc_ssize_t kept = 0;
  for (utf8proc_ssize_t i = 0; i < count; i++) {
    if (!is_blank(points[i]))
      points[kept++] = plain_sign(points[i]);
    else if (kept > 0 && points[kept - 1] != ' ')
      points[kept++] = ' ';
  }
  return kept > 0 && points[kept - 1] == ' ' ? kept - 1 : kept;
}

SlStr sl_text_alike(SlStr text, int32_t *room) {
  if (is_ascii(text)) return alike_ascii(text, (char *)room);
  const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_ssize_t most = (utf8proc_ssize_t)sl_text_alike_room(text) - 1;
  utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.length, room, most, options);
  SL_ASSERT(count <= most);
  if (count < 0 || count > most) return text;
  /* The text that comes out overwrites the characters it is made of. */
  count = utf8proc_reencode(room, make_plain(room, count), options);
  return count < 0 ? text : (SlStr){(const char *)room, (size_t)count};
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A word within brackets: a letter, a number, or one that is said before a number. */
static bool is_word_of_mark(SlStr word, size_t most_digits, bool *points) {
  static const char *const words[] = {"note", "notes", "footnote", "footnotes", "see", "and"};
  size_t digits = 0;
  while (digits < word.length && is_digit(word.bytes[digits])) digits++;
  bool pointer = digits == word.length ? digits <= most_digits : word.length == 1 && is_letter(word.bytes[0]);
  *points |= pointer;
  for (size_t i = 0; i < sizeof words / sizeof *words && !pointer; i++) pointer = sl_str_equal_caseless(word, sl_str(words[i]));
  return pointer;
}

/* "r", "12", "note 3", "1, 2". */
static bool is_content_of_mark(SlStr inside, size_t most_digits) {
  bool points = false;
  size_t at = 0;
  while (at < inside.length) {
    size_t end = at;
    while (end < inside.length && inside.bytes[end] != ' ' && inside.bytes[end] != ',') end++;
    if (end > at && !is_word_of_mark((SlStr){inside.bytes + at, end - at}, most_digits, &points)) return false;
    at = end + 1;
  }
  return points;
}

/* Where "(r)", "(12)" or "[note 3]" at the end begins; the length of the text when there is none. */
static size_t bracket_start(SlStr text) {
  char close = text.bytes[text.length - 1];
  if (close != ')' && close != ']') return text.length;
  size_t open = text.length - 1;
  while (open > 0 && !memchr("()[]", text.bytes[open - 1], 4)) open--;
  if (open == 0 || text.bytes[open - 1] != (close == ')' ? '(' : '[')) return text.length;
  bool is_mark = is_content_of_mark((SlStr){text.bytes + open, text.length - 1 - open}, close == ')' ? 2 : 3);
  return is_mark ? open - 1 : text.length;
}

/* Where one of the signs at the end begins. */
static size_t sign_start(SlStr text) {
  static const char *const signs[] = {"†", "‡", "¹", "²", "³", "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  char last = text.bytes[text.length - 1];
  if (memchr("*^~", last, 3)) return text.length - 1;
  if ((unsigned char)last < 0x80) return text.length; /* nearly always */
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (sl_str_ends_with(text, sl_str(signs[i]))) {
      size_t start = text.length - strlen(signs[i]);
      bool is_power = (i == 3 || i == 4) && sl_text_ends_with_unit((SlStr){text.bytes, start}); /* km² */
      return is_power ? text.length : start;
    }
  return text.length;
}

bool sl_text_ends_with_unit(SlStr text) {
  static const char *const units[] = {"m", "km", "cm", "mm", "ft"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    size_t length = strlen(units[i]), before = text.length - length;
    if (!sl_str_ends_with(text, sl_str(units[i]))) continue;
    if (before == 0 || (!(sl_lower(text.bytes[before - 1]) >= 'a' && sl_lower(text.bytes[before - 1]) <= 'z') && (unsigned char)text.bytes[before - 1] < 0x80))
      return true;
  }
  return false;
}

bool sl_text_take_mark(SlStr *text, SlStr *mark) {
  if (text->length == 0) return false;
  size_t start = bracket_start(*text);
  if (start == text->length) start = sign_start(*text);
  if (start == text->length) return false;
  SlStr rest = {text->bytes, start};
  static const char no_break[] = "\xC2\xA0";
  while (rest.length > 0 && (rest.bytes[rest.length - 1] == ' ' || sl_str_ends_with(rest, sl_str(no_break))))
    rest.length -= rest.bytes[rest.length - 1] == ' ' ? 1 : 2;
  if (rest.length == 0) return false;
  *mark = (SlStr){text->bytes + start, text->length - start};
  *text = rest;
  return true;
}

SlStr sl_text_unmarked(SlStr text) {
  SlStr rest = text, mark;
  while (sl_text_take_mark(&rest, &mark)) continue;
  return rest;
}
