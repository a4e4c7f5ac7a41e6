/* pattern_match.h - a pattern of Lua's tried at one place of a text. pattern.c goes through the places.
 *
 * A malformed pattern, one too complex and Ctrl-C raise in the state of the match.
 * Private to bindings/base/lua.
 */
#ifndef SLL_PATTERN_MATCH_H
#define SLL_PATTERN_MATCH_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

enum { SLL_MOST_CAPTURES = 32 };

typedef struct SllCapture {
  const char *start;
  ptrdiff_t length;
} SllCapture; /* a length below 0: a place alone, or not closed yet */

typedef struct SllMatch {
  lua_State *L;
  const char *subject;
  const char *subject_end;
  const char *pattern_end;
  int depth;
  int steps_left;
  int capture_count;
  SllCapture captures[SLL_MOST_CAPTURES];
} SllMatch;

void sll_match_init(SllMatch *m, lua_State *L, const char *subject, size_t subject_bytes, const char *pattern, size_t pattern_bytes);

/* The end of the match of the pattern, from p on, at s; NULL when there is none. */
const char *sll_match_at(SllMatch *m, const char *s, const char *p);

/* Pushes capture i (from 0) of the match [s, e); the whole match when the pattern has none. */
void sll_push_capture(const SllMatch *m, int i, const char *s, const char *e);
int sll_push_captures(const SllMatch *m, const char *s, const char *e, bool whole_if_none);

#endif
