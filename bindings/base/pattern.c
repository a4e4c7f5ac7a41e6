/* pattern.c - see pattern.h. The meaning is that of Lua 5.4's manual, section 6.4.1; a test compares the two on random
 * patterns and subjects.
 */
#include "bindings/base/pattern.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/base/runtime.h"

enum {
  MAX_CAPTURES = 32,
  MAX_DEPTH = 200,         /* of nested tries; past it a pattern is "too complex", as in Lua */
  STEPS_PER_CHECK = 1 << 14 /* well under a millisecond */
};

/* What a capture holds instead of a length. */
enum { STILL_OPEN = -1, POSITION = -2 };

typedef struct Capture {
  const char *start;
  ptrdiff_t length;
} Capture;

typedef struct Match {
  lua_State *L;
  const char *subject;
  const char *subject_end;
  const char *pattern_end;
  int depth;
  int steps_left;
  int capture_count;
  Capture captures[MAX_CAPTURES];
} Match;

static const char *match_here(Match *m, const char *s, const char *p);

static unsigned char byte_at(const char *p) { return (unsigned char)*p; }

static void step(Match *m) {
  if (--m->steps_left > 0)
    return;
  m->steps_left = STEPS_PER_CHECK;
  if (sl_interrupted())
    luaL_error(m->L, "interrupted");
}

/* --- one character against one item of a pattern ---------------------------------------------------------------------*/

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
static const char *item_end(Match *m, const char *p) {
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

static bool item_matches(const Match *m, const char *s, const char *p, const char *end) {
  if (s >= m->subject_end)
    return false;
  switch (*p) {
  case '.': return true;
  case '%': return in_class(byte_at(s), byte_at(p + 1));
  case '[': return in_set(byte_at(s), p, end - 1);
  default: return *p == *s;
  }
}

/* --- repetition --------------------------------------------------------------------------------------------------------*/

/* As many as there are, then fewer, down to `least`. */
static const char *match_longest(Match *m, const char *s, const char *p, const char *end, ptrdiff_t least) {
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
static const char *match_shortest(Match *m, const char *s, const char *p, const char *end) {
  for (;;) {
    const char *result = match_here(m, s, end + 1);
    if (result)
      return result;
    if (!item_matches(m, s, p, end))
      return NULL;
    s++;
  }
}

/* --- the items that are more than a character --------------------------------------------------------------------------*/

static const char *match_capture_start(Match *m, const char *s, const char *p) {
  ptrdiff_t length = STILL_OPEN;
  p++;
  if (p < m->pattern_end && *p == ')') {
    length = POSITION;
    p++;
  }
  if (m->capture_count >= MAX_CAPTURES)
    luaL_error(m->L, "too many captures");
  m->captures[m->capture_count++] = (Capture){s, length};
  const char *result = match_here(m, s, p);
  if (!result)
    m->capture_count--;
  return result;
}

static const char *match_capture_end(Match *m, const char *s, const char *p) {
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
static const char *match_balanced(Match *m, const char *s, const char *p) {
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
static const char *match_again(Match *m, const char *s, char digit) {
  int i = digit - '1';
  if (i < 0 || i >= m->capture_count || m->captures[i].length == STILL_OPEN)
    luaL_error(m->L, "invalid capture index %%%d", i + 1);
  Capture capture = m->captures[i];
  if (capture.length < 0 || m->subject_end - s < capture.length ||
      memcmp(capture.start, s, (size_t)capture.length) != 0)
    return NULL;
  return s + capture.length;
}

/* --- the matcher -------------------------------------------------------------------------------------------------------*/

/* The end of the match of the rest of the pattern, p, at s; NULL when there is none. Tries that may have to be taken back
 * recurse; the rest goes round the loop. */
static const char *match_here(Match *m, const char *s, const char *p) {
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

static const char *match_at(Match *m, const char *s, const char *p) {
  m->depth = 0;
  m->capture_count = 0;
  return match_here(m, s, p);
}

static void match_init(Match *m, lua_State *L, const char *subject, size_t subject_bytes, const char *pattern,
                       size_t pattern_bytes) {
  m->L = L;
  m->subject = subject;
  m->subject_end = subject + subject_bytes;
  m->pattern_end = pattern + pattern_bytes;
  m->steps_left = STEPS_PER_CHECK;
  m->depth = 0;
  m->capture_count = 0;
}

/* --- captures as Lua values --------------------------------------------------------------------------------------------*/

/* Pushes capture i (from 0) of the match [s, e); the whole match when the pattern has none. */
static void push_capture(const Match *m, int i, const char *s, const char *e) {
  if (i >= m->capture_count) {
    if (i > 0)
      luaL_error(m->L, "invalid capture index %%%d", i + 1);
    lua_pushlstring(m->L, s, (size_t)(e - s));
    return;
  }
  Capture capture = m->captures[i];
  if (capture.length == STILL_OPEN)
    luaL_error(m->L, "unfinished capture");
  if (capture.length == POSITION)
    lua_pushinteger(m->L, (lua_Integer)(capture.start - m->subject) + 1);
  else
    lua_pushlstring(m->L, capture.start, (size_t)capture.length);
}

static int push_captures(const Match *m, const char *s, const char *e, bool whole_if_none) {
  int count = m->capture_count == 0 && whole_if_none ? 1 : m->capture_count;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++)
    push_capture(m, i, s, e);
  return count;
}

/* --- string.find, string.match -----------------------------------------------------------------------------------------*/

/* The offset (from 0) that the optional argument means; past the end when it lies there. */
static size_t start_argument(lua_State *L, int arg, size_t length) {
  lua_Integer start = luaL_optinteger(L, arg, 1);
  if (start > 0)
    return (lua_Unsigned)start - 1 > length ? length + 1 : (size_t)start - 1;
  if (start == 0 || start < -(lua_Integer)length)
    return 0;
  return length - (size_t)-start;
}

static bool is_plain(const char *pattern, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]))
      return false;
  return true;
}

static int find_or_match(lua_State *L, bool find) {
  size_t subject_bytes, pattern_bytes;
  const char *subject = luaL_checklstring(L, 1, &subject_bytes);
  const char *pattern = luaL_checklstring(L, 2, &pattern_bytes);
  size_t start = start_argument(L, 3, subject_bytes);
  if (start > subject_bytes) {
    luaL_pushfail(L);
    return 1;
  }
  if (find && (lua_toboolean(L, 4) || is_plain(pattern, pattern_bytes))) {
    const char *at = memmem(subject + start, subject_bytes - start, pattern, pattern_bytes);
    if (!at) {
      luaL_pushfail(L);
      return 1;
    }
    lua_pushinteger(L, (lua_Integer)(at - subject) + 1);
    lua_pushinteger(L, (lua_Integer)(at - subject) + (lua_Integer)pattern_bytes);
    return 2;
  }
  bool anchored = pattern_bytes > 0 && *pattern == '^';
  Match m;
  match_init(&m, L, subject, subject_bytes, pattern, pattern_bytes);
  if (anchored)
    pattern++;
  for (const char *s = subject + start; s <= m.subject_end; s++) {
    const char *end = match_at(&m, s, pattern);
    if (end && find) {
      lua_pushinteger(L, (lua_Integer)(s - subject) + 1);
      lua_pushinteger(L, (lua_Integer)(end - subject));
      return push_captures(&m, s, end, false) + 2;
    }
    if (end)
      return push_captures(&m, s, end, true);
    if (anchored)
      break;
  }
  luaL_pushfail(L);
  return 1;
}

static int string_find(lua_State *L) { return find_or_match(L, true); }
static int string_match(lua_State *L) { return find_or_match(L, false); }

/* --- string.gmatch -----------------------------------------------------------------------------------------------------*/

typedef struct Walk {
  const char *next;
  const char *last_end; /* an empty match is not taken where the one before it ended */
  const char *pattern;
  Match m;
} Walk;

/* Upvalues: subject and pattern, to keep them alive, and the Walk. */
static int gmatch_next(lua_State *L) {
  Walk *walk = lua_touserdata(L, lua_upvalueindex(3));
  walk->m.L = L;
  for (const char *s = walk->next; s <= walk->m.subject_end; s++) {
    const char *end = match_at(&walk->m, s, walk->pattern);
    if (end && end != walk->last_end) {
      walk->next = walk->last_end = end;
      return push_captures(&walk->m, s, end, true);
    }
  }
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t subject_bytes, pattern_bytes;
  const char *subject = luaL_checklstring(L, 1, &subject_bytes);
  const char *pattern = luaL_checklstring(L, 2, &pattern_bytes);
  size_t start = start_argument(L, 3, subject_bytes);
  lua_settop(L, 2);
  Walk *walk = lua_newuserdatauv(L, sizeof *walk, 0);
  match_init(&walk->m, L, subject, subject_bytes, pattern, pattern_bytes);
  walk->next = subject + start;
  walk->last_end = NULL;
  walk->pattern = pattern;
  lua_pushcclosure(L, gmatch_next, 3);
  return 1;
}

/* --- string.gsub -------------------------------------------------------------------------------------------------------*/

static void add_template(const Match *m, luaL_Buffer *b, const char *s, const char *e, const char *text, size_t length) {
  const char *end = text + length;
  for (const char *p; (p = memchr(text, '%', (size_t)(end - text))) != NULL; text = p + 2) {
    luaL_addlstring(b, text, (size_t)(p - text));
    char c = p + 1 < end ? p[1] : '\0';
    if (c == '%') {
      luaL_addchar(b, '%');
    } else if (c == '0') {
      luaL_addlstring(b, s, (size_t)(e - s));
    } else if (isdigit((unsigned char)c)) {
      push_capture(m, c - '1', s, e);
      luaL_tolstring(m->L, -1, NULL);
      lua_remove(m->L, -2);
      luaL_addvalue(b);
    } else {
      luaL_error(m->L, "invalid use of '%%' in replacement string");
    }
  }
  luaL_addlstring(b, text, (size_t)(end - text));
}

/* Adds what replaces the match [s, e). False when that is the match itself. */
static bool add_replacement(const Match *m, luaL_Buffer *b, const char *s, const char *e) {
  lua_State *L = m->L;
  switch (lua_type(L, 3)) {
  case LUA_TFUNCTION:
    lua_pushvalue(L, 3);
    lua_call(L, push_captures(m, s, e, true), 1);
    break;
  case LUA_TTABLE:
    push_capture(m, 0, s, e);
    lua_gettable(L, 3);
    break;
  default: {
    size_t length;
    const char *text = lua_tolstring(L, 3, &length);
    add_template(m, b, s, e, text, length);
    return true;
  }
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(b, s, (size_t)(e - s));
    return false;
  }
  if (!lua_isstring(L, -1))
    luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(b);
  return true;
}

static int string_gsub(lua_State *L) {
  size_t subject_bytes, pattern_bytes;
  const char *subject = luaL_checklstring(L, 1, &subject_bytes);
  const char *pattern = luaL_checklstring(L, 2, &pattern_bytes);
  int kind = lua_type(L, 3);
  luaL_argexpected(L, kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TFUNCTION || kind == LUA_TTABLE, 3,
                   "string/function/table");
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)subject_bytes + 1);
  bool anchored = pattern_bytes > 0 && *pattern == '^';
  Match m;
  match_init(&m, L, subject, subject_bytes, pattern, pattern_bytes);
  if (anchored)
    pattern++;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  const char *s = subject, *last_end = NULL;
  lua_Integer count = 0;
  bool changed = false;
  while (count < most) {
    const char *end = match_at(&m, s, pattern);
    if (end && end != last_end) {
      count++;
      changed = add_replacement(&m, &b, s, end) || changed;
      s = last_end = end;
    } else if (s < m.subject_end) {
      luaL_addchar(&b, *s++);
    } else {
      break;
    }
    if (anchored)
      break;
  }
  luaL_addlstring(&b, s, (size_t)(m.subject_end - s));
  luaL_pushresult(&b);
  if (!changed)
    lua_pushvalue(L, 1);
  lua_pushinteger(L, count);
  return 2;
}

void sll_open_patterns(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch}, {"gsub", string_gsub}, {NULL, NULL}};
  if (lua_getglobal(L, "string") == LUA_TTABLE)
    luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
