/* string.find, match, gmatch and gsub: see pattern.h. */
#include "bindings/base/lua/pattern.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/lua/pattern_match.h"

/* --- string.find, string.match ----------------------------------------------------------------------------------------------- */

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
  SllMatch m;
  sll_match_init(&m, L, subject, subject_bytes, pattern, pattern_bytes);
  if (anchored)
    pattern++;
  for (const char *s = subject + start; s <= m.subject_end; s++) {
    const char *end = sll_match_at(&m, s, pattern);
    if (end && find) {
      lua_pushinteger(L, (lua_Integer)(s - subject) + 1);
      lua_pushinteger(L, (lua_Integer)(end - subject));
      return sll_push_captures(&m, s, end, false) + 2;
    }
    if (end)
      return sll_push_captures(&m, s, end, true);
    if (anchored)
      break;
  }
  luaL_pushfail(L);
  return 1;
}

static int string_find(lua_State *L) { return find_or_match(L, true); }
static int string_match(lua_State *L) { return find_or_match(L, false); }

/* --- string.gmatch ----------------------------------------------------------------------------------------------------------- */

typedef struct Walk {
  const char *next;
  const char *last_end; /* an empty match is not taken where the one before it ended */
  const char *pattern;
  SllMatch m;
} Walk;

/* Upvalues: subject and pattern, to keep them alive, and the Walk. */
static int gmatch_next(lua_State *L) {
  Walk *walk = lua_touserdata(L, lua_upvalueindex(3));
  walk->m.L = L;
  for (const char *s = walk->next; s <= walk->m.subject_end; s++) {
    const char *end = sll_match_at(&walk->m, s, walk->pattern);
    if (end && end != walk->last_end) {
      walk->next = walk->last_end = end;
      return sll_push_captures(&walk->m, s, end, true);
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
  sll_match_init(&walk->m, L, subject, subject_bytes, pattern, pattern_bytes);
  walk->next = subject + start;
  walk->last_end = NULL;
  walk->pattern = pattern;
  lua_pushcclosure(L, gmatch_next, 3);
  return 1;
}

/* --- string.gsub ------------------------------------------------------------------------------------------------------------- */

static void add_template(const SllMatch *m, luaL_Buffer *b, const char *s, const char *e, const char *text, size_t length) {
  const char *end = text + length;
  for (const char *p; (p = memchr(text, '%', (size_t)(end - text))) != NULL; text = p + 2) {
    luaL_addlstring(b, text, (size_t)(p - text));
    char c = p + 1 < end ? p[1] : '\0';
    if (c == '%') {
      luaL_addchar(b, '%');
    } else if (c == '0') {
      luaL_addlstring(b, s, (size_t)(e - s));
    } else if (isdigit((unsigned char)c)) {
      sll_push_capture(m, c - '1', s, e);
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
static bool add_replacement(const SllMatch *m, luaL_Buffer *b, const char *s, const char *e) {
  lua_State *L = m->L;
  switch (lua_type(L, 3)) {
  case LUA_TFUNCTION:
    lua_pushvalue(L, 3);
    lua_call(L, sll_push_captures(m, s, e, true), 1);
    break;
  case LUA_TTABLE:
    sll_push_capture(m, 0, s, e);
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
  SllMatch m;
  sll_match_init(&m, L, subject, subject_bytes, pattern, pattern_bytes);
  if (anchored)
    pattern++;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  const char *s = subject, *last_end = NULL;
  lua_Integer count = 0;
  bool changed = false;
  while (count < most) {
    const char *end = sll_match_at(&m, s, pattern);
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
