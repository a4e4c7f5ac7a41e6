#include "core/expr/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/runtime.h"

/* Machine code takes some 50 us to make and saves 50 to 300 ns a search. */
enum { COMPILE_FROM_SEARCHES = 512 };

/* Searches of a long text go on from one stretch of starting places to the next. PCRE2 counts its steps anew from each place,
 * so that a pattern can make a text of n bytes cost n times SL_PATTERN_STEPS: between stretches is where it can be stopped. */
enum { STRETCH_BYTES = 1024 };

struct SlPattern {
  pcre2_code *code;
  bool in_one; /* has \G, which means where a search starts, so that it cannot go on in stretches */
  SlStr text;  /* owned; for messages */
};

static void *gate_alloc(size_t size, void *unused) {
  (void)unused;
  return sl_alloc(size);
}

static void gate_free(void *block, void *unused) {
  (void)unused;
  sl_free(block);
}

static SlStatus fail_compiling(SlStr text, int problem, size_t at, SlError *err) {
  if (problem == PCRE2_ERROR_HEAP_FAILED) return sl_fail_alloc(err, text.length);
  PCRE2_UCHAR why[128];
  if (pcre2_get_error_message(problem, why, sizeof why) < 0) why[0] = 0;
  SlStr before = {text.bytes, at < text.length ? at : text.length};
  return sl_fail(err, SL_EPARSE, "\"%.*s\" is not a pattern (regular expression): %s, at character %lld",
                 (int)sl_str_cut(text, 200), text.bytes, (const char *)why, (long long)sl_str_length(before) + 1);
}

/* A text of at most 64 kB: a longer one is no pattern that a person wrote, and PCRE2 would refuse what it compiles to. */
static SlStatus compile(SlStr text, SlPattern *pattern, SlError *err) {
  enum { MOST_BYTES = 1 << 16 };
  static const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
  int problem;
  PCRE2_SIZE at;
  pcre2_general_context *memory = pcre2_general_context_create(gate_alloc, gate_free, NULL);
  pcre2_compile_context *how = memory ? pcre2_compile_context_create(memory) : NULL;
  SlStatus status = how ? SL_OK : sl_fail_alloc(err, text.length);
  if (status == SL_OK) {
    pcre2_set_newline(how, PCRE2_NEWLINE_LF); /* whatever the library was built for */
    pcre2_set_bsr(how, PCRE2_BSR_UNICODE);
    pcre2_set_max_pattern_length(how, MOST_BYTES);
    pattern->code = pcre2_compile((PCRE2_SPTR)(text.length ? text.bytes : ""), text.length, options, &problem, &at, how);
    if (!pattern->code) status = fail_compiling(text, problem, at, err);
  }
  pcre2_compile_context_free(how);
  pcre2_general_context_free(memory);
  return status;
}

SlStatus sl_pattern_new(SlStr text, int64_t searches, SlPattern **out, SlError *err) {
  SlPattern *made = sl_alloc_zeroed(1, sizeof *made);
  if (!made) return sl_fail_alloc(err, sizeof *made);
  char *copy = sl_alloc(text.length);
  SlStatus status = copy ? SL_OK : sl_fail_alloc(err, text.length);
  if (copy) {
    if (text.length) memcpy(copy, text.bytes, text.length);
    made->text = (SlStr){copy, text.length};
    made->in_one = memmem(copy, text.length, "\\G", 2) != NULL;
    status = compile(made->text, made, err);
  }
  if (status != SL_OK) {
    sl_pattern_free(made);
    return status;
  }
  /* Without machine code (none for this machine, or a system that forbids to make any) the pattern is interpreted. */
  if (searches >= COMPILE_FROM_SEARCHES) pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE);
  *out = made;
  return SL_OK;
}

void sl_pattern_free(void *data) {
  SlPattern *pattern = data;
  if (!pattern) return;
  pcre2_code_free(pattern->code);
  sl_free((char *)pattern->text.bytes);
  sl_free(pattern);
}

int sl_pattern_parts(const SlPattern *pattern) {
  uint32_t parts = 0;
  pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &parts);
  return (int)parts;
}

void sl_pattern_part_name(const SlPattern *pattern, int part, SlStr *name) {
  uint32_t count = 0, size = 0;
  PCRE2_SPTR table = NULL; /* entries of `size` bytes: the part's number in two, then its name and a NUL */
  pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
  *name = (SlStr){"", 0};
  for (uint32_t i = 0; i < count; i++, table += size)
    if ((table[0] << 8 | table[1]) == part) *name = sl_str((const char *)table + 2);
}

int sl_pattern_part_named(const SlPattern *pattern, SlStr name) {
  char terminated[64]; /* names have at most 32 characters */
  if (name.length >= sizeof terminated) return -1;
  memcpy(terminated, name.bytes, name.length);
  terminated[name.length] = '\0';
  int part = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)terminated);
  return part > 0 ? part : -1;
}

SlStatus sl_match_open(const SlPattern *pattern, SlMatch *match, SlError *err) {
  *match = (SlMatch){.pattern = pattern};
  pcre2_general_context *memory = pcre2_general_context_create(gate_alloc, gate_free, NULL);
  if (memory) {
    match->limits = pcre2_match_context_create(memory);
    match->found = pcre2_match_data_create_from_pattern(pattern->code, memory);
    pcre2_general_context_free(memory); /* both hold a copy of it */
  }
  if (!match->limits || !match->found) {
    sl_match_close(match);
    return sl_fail_alloc(err, sizeof *match);
  }
  pcre2_set_match_limit(match->limits, SL_PATTERN_STEPS);
  pcre2_set_depth_limit(match->limits, SL_PATTERN_STEPS);
  pcre2_set_heap_limit(match->limits, SL_PATTERN_HEAP_KB);
  return SL_OK;
}

void sl_match_close(SlMatch *match) {
  pcre2_match_context_free(match->limits);
  pcre2_match_data_free(match->found);
  *match = (SlMatch){0};
}

static SlStatus fail_matching(const SlMatch *match, int problem, SlError *err) {
  SlStr pattern = match->pattern->text, text = match->text;
  const char *why = problem == PCRE2_ERROR_HEAPLIMIT ? "needs more memory than is allowed" : "takes too many steps";
  if (problem == PCRE2_ERROR_NOMEMORY) return sl_fail_alloc(err, SL_PATTERN_HEAP_KB);
  size_t shown = sl_str_cut(pattern, 200), begin = sl_str_cut(text, 80);
  sl_fail(err, SL_ERANGE, "the pattern \"%.*s\" %s on \"%.*s%s\"", (int)shown, pattern.bytes, why, (int)begin, text.bytes,
          begin < text.length ? "..." : "");
  if (problem != PCRE2_ERROR_MATCHLIMIT && problem != PCRE2_ERROR_DEPTHLIMIT && problem != PCRE2_ERROR_HEAPLIMIT)
    sl_fail_more(err, " (PCRE2 says %d)", problem);
  sl_fail_more(err, "\n  A repetition within a repetition, as in (a+)+, tries every way to divide a text; one of them is enough.");
  return SL_ERANGE;
}

/* Machine code has 32 kB of stack. What needs more, which is rare, is interpreted, whose memory is on the heap. */
static int search(const SlMatch *match, size_t from, uint32_t options) {
  const SlPattern *pattern = match->pattern;
  PCRE2_SPTR text = (PCRE2_SPTR)(match->text.length ? match->text.bytes : "");
  options |= PCRE2_NO_UTF_CHECK;
  int result = pcre2_match(pattern->code, text, match->text.length, from, options, match->found, match->limits);
  if (result != PCRE2_ERROR_JIT_STACKLIMIT) return result;
  return pcre2_match(pattern->code, text, match->text.length, from, options | PCRE2_NO_JIT, match->found, match->limits);
}

static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

SlStatus sl_match_find(SlMatch *match, SlStr text, size_t from, bool *found, SlError *err) {
  SL_ASSERT(from <= text.length && (from == text.length || !is_continuation(text.bytes[from])));
  match->text = text;
  match->from = from;
  for (;;) {
    bool last = match->pattern->in_one || text.length - from <= STRETCH_BYTES;
    pcre2_set_offset_limit(match->limits, last ? PCRE2_UNSET : from + STRETCH_BYTES);
    int result = search(match, from, 0);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH) return fail_matching(match, result, err);
    *found = result != PCRE2_ERROR_NOMATCH;
    if (*found || last) return SL_OK;
    if (sl_interrupted()) return sl_fail_interrupted(err);
    from += STRETCH_BYTES + 1;
    while (from < text.length && is_continuation(text.bytes[from])) from++;
  }
}

/* One that is not empty at the place of an empty match; else one from the next character on. */
static SlStatus find_behind_empty(SlMatch *match, bool *found, SlError *err) {
  size_t at = pcre2_get_ovector_pointer(match->found)[1];
  pcre2_set_offset_limit(match->limits, PCRE2_UNSET);
  int result = search(match, at, PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED);
  if (result < 0 && result != PCRE2_ERROR_NOMATCH) return fail_matching(match, result, err);
  match->from = at;
  *found = result != PCRE2_ERROR_NOMATCH;
  if (*found || at >= match->text.length) return SL_OK;
  for (at++; at < match->text.length && is_continuation(match->text.bytes[at]); at++) continue;
  return sl_match_find(match, match->text, at, found, err);
}

/* A match that was looked for from the end of one before it may be the same empty one. */
SlStatus sl_match_next(SlMatch *match, bool *found, SlError *err) {
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(match->found);
  size_t begin = ends[0], end = ends[1];
  if (begin == end && begin == match->from) return find_behind_empty(match, found, err);
  SlStatus status = sl_match_find(match, match->text, end, found, err);
  if (status != SL_OK || !*found || ends[0] != begin || ends[1] != end) return status;
  return find_behind_empty(match, found, err);
}

bool sl_match_part(const SlMatch *match, int part, SlStr *out) {
  if (part < 0 || (uint32_t)part >= pcre2_get_ovector_count(match->found)) return false;
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(match->found) + 2 * part;
  if (ends[0] == PCRE2_UNSET || ends[1] < ends[0]) return false; /* \K can put the begin behind the end */
  *out = (SlStr){match->text.bytes + ends[0], ends[1] - ends[0]};
  return true;
}
