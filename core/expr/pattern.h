/* pattern.h - regular expressions, as PCRE2 has them, found in texts within limits.
 *
 *     pattern  (\d{4})/(\d{2})      text  "year 2017/18"      part 0 "2017/18"   part 1 "2017"   part 2 "18"
 *
 * Patterns and texts are UTF-8. A letter is a letter of any script: \w, [[:alpha:]] and (?i) know them all, \d takes any digit.
 * `.` is any character but a line feed, ^ and $ are the ends of the text (of a line after (?m)). The first place where the
 * pattern fits counts, and of its alternatives the first that does.
 *
 * Patterns and texts may both be hostile. A compiled pattern is at most 64 kB (PCRE2's own bound, whatever the counts in
 * braces), and a search ends with SL_ERANGE after SL_PATTERN_STEPS from one place of the text, or when it needs more than
 * SL_PATTERN_HEAP_KB of memory. A search through a long text looks up for sl_interrupted(). All memory comes from the gate
 * (alloc.h), but for machine code, which is a few times the pattern's size.
 *
 * Ownership: a pattern has one owner and never changes; any number of threads may search with it, each with an SlMatch of its
 * own, which borrows the pattern. An SlMatch is held by value: open, then close.
 * Private to core/expr.
 */
#ifndef SL_EXPR_PATTERN_H
#define SL_EXPR_PATTERN_H

#include "core/base/str.h"

enum { SL_PATTERN_STEPS = 1000000, SL_PATTERN_HEAP_KB = 20480 };

typedef struct SlPattern SlPattern;

/* SL_EPARSE with the place and the reason when the text is no pattern. `searches` says about how many texts will be searched:
 * for many it is compiled to machine code, where the machine allows it. */
SlStatus sl_pattern_new(SlStr text, int64_t searches, SlPattern **out, SlError *err);
void sl_pattern_free(void *pattern); /* NULL is allowed */
int sl_pattern_parts(const SlPattern *pattern); /* pairs of brackets that capture */
void sl_pattern_part_name(const SlPattern *pattern, int part, SlStr *name); /* lives as long as the pattern; empty: it has none */
int sl_pattern_part_named(const SlPattern *pattern, SlStr name); /* (?<year>\d+); -1: none of that name, or several */

typedef struct SlMatch {
  const SlPattern *pattern;
  void *limits, *found; /* PCRE2's */
  SlStr text;           /* the one searched last */
  size_t from;          /* where that search began */
} SlMatch;

SlStatus sl_match_open(const SlPattern *pattern, SlMatch *match, SlError *err);
void sl_match_close(SlMatch *match); /* safe on zeroed memory */

/* Searches a text, which is valid UTF-8, from byte `from` on (the start of a character). Errors name pattern and text. */
SlStatus sl_match_find(SlMatch *match, SlStr text, size_t from, bool *found, SlError *err);

/* After a search that found: searches on behind the match, as PCRE2's own replacement of all matches does. Behind an empty match
 * comes one that is not empty in its place, or one further on, so that every text has an end of matches. */
SlStatus sl_match_next(SlMatch *match, bool *found, SlError *err);

/* After a search that found: the text of a part, 0 the whole; false when that part took no part in the match. */
bool sl_match_part(const SlMatch *match, int part, SlStr *out);

#endif
