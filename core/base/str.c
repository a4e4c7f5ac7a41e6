#include "core/base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"

SlStr sl_str(const char *terminated) { return (SlStr){terminated, strlen(terminated)}; }

bool sl_str_equal(SlStr a, SlStr b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool sl_str_equal_caseless(SlStr a, SlStr b) {
  if (a.length != b.length) return false;
  for (size_t i = 0; i < a.length; i++)
    if (sl_lower(a.bytes[i]) != sl_lower(b.bytes[i])) return false;
  return true;
}

int sl_str_compare(SlStr a, SlStr b) {
  size_t shorter = a.length < b.length ? a.length : b.length;
  int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
  if (order) return order;
  return (a.length > b.length) - (a.length < b.length);
}

bool sl_str_starts_with(SlStr text, SlStr prefix) {
  return text.length >= prefix.length && (prefix.length == 0 || memcmp(text.bytes, prefix.bytes, prefix.length) == 0);
}

bool sl_str_ends_with(SlStr text, SlStr suffix) {
  return text.length >= suffix.length &&
         (suffix.length == 0 || memcmp(text.bytes + text.length - suffix.length, suffix.bytes, suffix.length) == 0);
}

static bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

SlStr sl_str_trim(SlStr text) {
  for (;;) {
    if (text.length && is_ascii_space(text.bytes[0])) {
      text.bytes++;
      text.length--;
    } else if (text.length >= 2 && memcmp(text.bytes, "\xC2\xA0", 2) == 0) {
      text.bytes += 2;
      text.length -= 2;
    } else {
      break;
    }
  }
  for (;;) {
    if (text.length && is_ascii_space(text.bytes[text.length - 1])) {
      text.length--;
    } else if (text.length >= 2 && memcmp(text.bytes + text.length - 2, "\xC2\xA0", 2) == 0) {
      text.length -= 2;
    } else {
      break;
    }
  }
  return text;
}

/* Mixes two words by the high and low halves of their product, the step that wyhash made common. */
static uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ typedef unsigned __int128 Wide;
  Wide product = (Wide)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* 1 to 7 bytes as a word, without a copy of variable length, which would wait for its own bytes. */
static uint64_t read_up_to_7(const char *bytes, size_t length) {
  if (length >= 4) {
    uint32_t first, last;
    memcpy(&first, bytes, 4);
    memcpy(&last, bytes + length - 4, 4);
    return first | (uint64_t)last << 32;
  }
  return (unsigned char)bytes[0] | (uint64_t)(unsigned char)bytes[length / 2] << 8 | (uint64_t)(unsigned char)bytes[length - 1] << 16;
}

uint64_t sl_str_hash(SlStr text, uint64_t seed) {
  const uint64_t k0 = 0x9E3779B97F4A7C15u, k1 = 0xD6E8FEB86659FD93u;
  const char *at = text.bytes;
  size_t left = text.length;
  uint64_t hash = k0 ^ seed ^ (uint64_t)text.length;
  while (left >= 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    hash = mix(hash ^ word, k1);
    at += 8;
    left -= 8;
  }
  if (left) hash = mix(hash ^ read_up_to_7(at, left), k1);
  return mix(hash ^ k1, k0);
}

int64_t sl_str_length(SlStr text) {
  int64_t characters = 0;
  for (size_t i = 0; i < text.length; i++) characters += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
  return characters;
}

size_t sl_str_cut(SlStr text, size_t most) {
  enum { LONGEST_CHARACTER = 4 };
  if (text.length <= most) return text.length;
  size_t end = most;
  while (end > 0 && most - end < LONGEST_CHARACTER - 1 && ((unsigned char)text.bytes[end] & 0xC0) == 0x80) end--;
  return end;
}

/* The length of the well-formed sequence at the start of text (RFC 3629: no overlong forms, no surrogates), or 0. */
static size_t sequence_length(const unsigned char *at, size_t left) {
  unsigned char lead = at[0];
  if (lead < 0x80) return 1;
  size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || left < length) return 0;
  unsigned char low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (at[1] < low || at[1] > high) return 0;
  for (size_t i = 2; i < length; i++)
    if ((at[i] & 0xC0) != 0x80) return 0;
  return length;
}

bool sl_str_is_utf8(SlStr text, size_t *bad) {
  const unsigned char *bytes = (const unsigned char *)text.bytes;
  size_t at = 0;
  while (at < text.length) {
    if (text.length - at >= 8) { /* eight ASCII bytes at a time: nearly all of most files */
      uint64_t word;
      memcpy(&word, bytes + at, 8);
      if ((word & 0x8080808080808080u) == 0) {
        at += 8;
        continue;
      }
    }
    size_t length = sequence_length(bytes + at, text.length - at);
    if (length == 0) {
      if (bad) *bad = at;
      return false;
    }
    at += length;
  }
  return true;
}

void sl_buf_init(SlBuf *buf) { *buf = (SlBuf){0}; }

void sl_buf_reset(SlBuf *buf) {
  sl_free(buf->bytes);
  sl_buf_init(buf);
}

char *sl_buf_room(SlBuf *buf, size_t more) {
  SL_ASSERT(buf->length <= buf->capacity);
  if (buf->failed) return NULL;
  if (more > SIZE_MAX - buf->length) {
    buf->failed = true;
    return NULL;
  }
  size_t needed = buf->length + more;
  if (needed > buf->capacity || !buf->bytes) {
    size_t capacity = sl_grow_capacity(buf->capacity, needed);
    char *grown = sl_realloc(buf->bytes, capacity);
    if (!grown) {
      buf->failed = true;
      return NULL;
    }
    buf->bytes = grown;
    buf->capacity = capacity;
  }
  return buf->bytes + buf->length;
}

void sl_buf_add(SlBuf *buf, const char *bytes, size_t length) {
  char *room = sl_buf_room(buf, length);
  if (!room || length == 0) return;
  memcpy(room, bytes, length);
  buf->length += length;
}

void sl_buf_add_str(SlBuf *buf, SlStr text) { sl_buf_add(buf, text.bytes, text.length); }
void sl_buf_add_text(SlBuf *buf, const char *terminated) { sl_buf_add(buf, terminated, strlen(terminated)); }
void sl_buf_add_char(SlBuf *buf, char c) { sl_buf_add(buf, &c, 1); }

void sl_buf_printf(SlBuf *buf, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int wanted = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *room = wanted < 0 ? NULL : sl_buf_room(buf, (size_t)wanted + 1);
  if (room) {
    vsnprintf(room, (size_t)wanted + 1, format, again);
    buf->length += (size_t)wanted;
  } else {
    buf->failed = true;
  }
  va_end(again);
}

const char *sl_buf_text(SlBuf *buf) {
  char *room = sl_buf_room(buf, 1);
  if (!room) return NULL;
  *room = '\0';
  return buf->bytes;
}

SlStr sl_buf_str(const SlBuf *buf) { return (SlStr){buf->bytes, buf->length}; }
