/* The meaning is that of Lua 5.4's manual, section 6.4.1; a test compares the two on random patterns and subjects. */
#include "bindings/base/lua/pattern_match.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/runtime.h"

enum {
  MAX_DEPTH = 200,          /* of nested tries; past it a pattern is "too complex", as in Lua */
  STEPS_PER_CHECK = 1 << 14 /* well under a millisecond */
};

/* What a capture holds instead of a length. */
enum { STILL_OPEN = -1, POSITION = -2 };

static const char *match_here(SllMatch *m, const char *s, const char *p);

static unsigned char byte_at(const char *p) { return (unsigned char)*p; }

static void step(SllMatch *m) {
  if (--m->steps_left > 0)
    return;
  m->steps_left = STEPS_PER_CHECK;
  if (sl_interrupted())
    luaL_error(m->L, "interrupted");
}

/* --- one character against one item of a pattern ----------------------------------------------------------------------------- */

static bool in_class(unsigned char c, unsigned char letter) {
  bool member;
  switch (tolower(letter)) {
  case 'a': member = isalpha(c); break;
  case 'c': member = iscntrl(c); break;
  case 'd': member = isdigit(c); break;
  case 'g': member = isgraph(c); break;
  case 'l': member = islower(c); break;
  case 'p': member = ispunct(c); break;
  case 's': member = isspace(c); break;
  case 'u': member = isupper(c); break;
  case 'w': member = isalnum(c); break;
  case 'x': member = isxdigit(c); break;
  case 'z': member = c == '\0'; break;
  default: return letter == c;
  }
  return isupper(letter) ? !member : member;
}

/* p is at '[' and close at its ']'. */
static bool in_set(unsigned char c, const char *p, const char *close) {
  bool found = true;
  p++;
  if (*p == '^') {
    found = false;
    p++;
  }
  while (p < close) {
    if (*p == '%' && p + 1 < close) {
      if (in_class(c, byte_at(p + 1)))
        return found;
      p += 2;
    } else if (p + 2 < close && p[1] == '-') {
      if (byte_at(p) <= c && c <= byte_at(p + 2))
        return found;
      p += 3;
    } else {
      if (byte_at(p) == c)
        return found;
      p++;
    }
  }
  return !found;
}

/* Where the item that begins at p ends: past a letter, an escape or a set. */
static const char *item_end(SllMatch *m, const char *p) {
  if (*p == '%') {
    if (p + 1 == m->pattern_end)
      luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 2;
  }
  if (*p != '[')
    return p + 1;
  p++;
  if (p < m->pattern_end && *p == '^')
    p++;
  bool first = true; /* a ']' that comes first is a member */
  for (;; first = false) {
    if (p >= m->pattern_end)
      luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p == ']' && !first)
      return p + 1;
    p += *p == '%' && p + 1 < m->pattern_end ? 2 : 1;
  }
}

static bool item_matches(const SllMatch *m, const char *s, const char *p, const char *end) {
  if (s >= m->subject_end)
    return false;
  switch (*p) {
  case '.': return true;
  case '%': return in_class(byte_at(s), byte_at(p + 1));
  case '[': return in_set(byte_at(s), p, end - 1);
  default: return *p == *s;
  }
}

/* --- repetition -------------------------------------------------------------------------------------------------------------- */

/* As many as there are, then fewer, down to `least`. */
static const char *match_longest(SllMatch *m, const char *s, const char *p, const char *end, ptrdiff_t least) {
  ptrdiff_t count = 0;
  while (item_matches(m, s + count, p, end)) {
    step(m);
    count++;
  }
  for (; count >= least; count--) {
    const char *result = match_here(m, s + count, end + 1);
    if (result)
      return result;
  }
  return NULL;
}

/* None, then more. */
static const char *match_shortest(SllMatch *m, const char *s, const char *p, const char *end) {
  for (;;) {
    const char *result = match_here(m, s, end + 1);
    if (result)
      return result;
    if (!item_matches(m, s, p, end))
      return NULL;
    s++;
  }
}

/* --- the items that are more than a character -------------------------------------------------------------------------------- */

static const char *match_capture_start(SllMatch *m, const char *s, const char *p) {
  ptrdiff_t length = STILL_OPEN;
  p++;
  if (p < m->pattern_end && *p == ')') {
    length = POSITION;
    p++;
  }
  if (m->capture_count >= SLL_MOST_CAPTURES)
    luaL_error(m->L, "too many captures");
  m->captures[m->capture_count++] = (SllCapture){s, length};
  const char *result = match_here(m, s, p);
  if (!result)
    m->capture_count--;
  return result;
}

static const char *match_capture_end(SllMatch *m, const char *s, const char *p) {
  int i = m->capture_count - 1;
  while (i >= 0 && m->captures[i].length != STILL_OPEN)
    i--;
  if (i < 0)
    luaL_error(m->L, "invalid pattern capture");
  m->captures[i].length = s - m->captures[i].start;
  const char *result = match_here(m, s, p + 1);
  if (!result)
    m->captures[i].length = STILL_OPEN;
  return result;
}

/* %bxy; p is past the 'b'. */
static const char *match_balanced(SllMatch *m, const char *s, const char *p) {
  if (m->pattern_end - p < 2)
    luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->subject_end || *s != p[0])
    return NULL;
  int64_t open = 1;
  for (s++; s < m->subject_end; s++) {
    step(m);
    if (*s == p[1]) {
      if (--open == 0)
        return s + 1;
    } else if (*s == p[0]) {
      open++;
    }
  }
  return NULL;
}

/* %1 .. %9: the same text again. */
static const char *match_again(SllMatch *m, const char *s, char digit) {
  int i = digit - '1';
  if (i < 0 || i >= m->capture_count || m->captures[i].length == STILL_OPEN)
    luaL_error(m->L, "invalid capture index %%%d", i + 1);
  SllCapture capture = m->captures[i];
  if (capture.length < 0 || m->subject_end - s < capture.length ||
      memcmp(capture.start, s, (size_t)capture.length) != 0)
    return NULL;
  return s + capture.length;
}

/* --- the matcher ------------------------------------------------------------------------------------------------------------- */

/* The end of the match of the rest of the pattern, p, at s; NULL when there is none. Tries that may have to be taken back
 * recurse; the rest goes round the loop. */
static const char *match_here(SllMatch *m, const char *s, const char *p) {
  if (++m->depth > MAX_DEPTH)
    luaL_error(m->L, "pattern too complex");
  const char *result = NULL;
  for (;;) {
    step(m);
    if (p == m->pattern_end) {
      result = s;
      break;
    }
    if (*p == '(') {
      result = match_capture_start(m, s, p);
      break;
    }
    if (*p == ')') {
      result = match_capture_end(m, s, p);
      break;
    }
    if (*p == '$' && p + 1 == m->pattern_end) {
      result = s == m->subject_end ? s : NULL;
      break;
    }
    if (*p == '%' && p + 1 < m->pattern_end) {
      if (p[1] == 'b') {
        s = match_balanced(m, s, p + 2);
        if (!s)
          break;
        p += 4;
        continue;
      }
      if (p[1] == 'f') {
        p += 2;
        if (p == m->pattern_end || *p != '[')
          luaL_error(m->L, "missing '[' after '%%f' in pattern");
        const char *end = item_end(m, p);
        unsigned char before = s == m->subject ? '\0' : byte_at(s - 1);
        unsigned char after = s == m->subject_end ? '\0' : byte_at(s);
        if (in_set(before, p, end - 1) || !in_set(after, p, end - 1))
          break;
        p = end;
        continue;
      }
      if (isdigit(byte_at(p + 1))) {
        s = match_again(m, s, p[1]);
        if (!s)
          break;
        p += 2;
        continue;
      }
    }
    const char *end = item_end(m, p);
    char suffix = end < m->pattern_end ? *end : '\0';
    if (suffix == '*') {
      result = match_longest(m, s, p, end, 0);
      break;
    }
    if (suffix == '+') {
      result = match_longest(m, s, p, end, 1);
      break;
    }
    if (suffix == '-') {
      result = match_shortest(m, s, p, end);
      break;
    }
    bool here = item_matches(m, s, p, end);
    if (suffix == '?') {
      if (here) {
        result = match_here(m, s + 1, end + 1);
        if (result)
          break;
      }
      p = end + 1;
      continue;
    }
    if (!here)
      break;
    s++;
    p = end;
  }
  m->depth--;
  return result;
}

const char *sll_match_at(SllMatch *m, const char *s, const char *p) {
  m->depth = 0;
  m->capture_count = 0;
  return match_here(m, s, p);
}

void sll_match_init(SllMatch *m, lua_State *L, const char *subject, size_t subject_bytes, const char *pattern,
                    size_t pattern_bytes) {
  m->L = L;
  m->subject = subject;
  m->subject_end = subject + subject_bytes;
  m->pattern_end = pattern + pattern_bytes;
  m->steps_left = STEPS_PER_CHECK;
  m->depth = 0;
  m->capture_count = 0;
}

/* --- captures as Lua values -------------------------------------------------------------------------------------------------- */

void sll_push_capture(const SllMatch *m, int i, const char *s, const char *e) {
  if (i >= m->capture_count) {
    if (i > 0)
      luaL_error(m->L, "invalid capture index %%%d", i + 1);
    lua_pushlstring(m->L, s, (size_t)(e - s));
    return;
  }
  SllCapture capture = m->captures[i];
  if (capture.length == STILL_OPEN)
    luaL_error(m->L, "unfinished capture");
  if (capture.length == POSITION)
    lua_pushinteger(m->L, (lua_Integer)(capture.start - m->subject) + 1);
  else
    lua_pushlstring(m->L, capture.start, (size_t)capture.length);
}

int sll_push_captures(const SllMatch *m, const char *s, const char *e, bool whole_if_none) {
  int count = m->capture_count == 0 && whole_if_none ? 1 : m->capture_count;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++)
    sll_push_capture(m, i, s, e);
  return count;
}
