#include "core/csv/structure.h"

#include <stdatomic.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64 };

typedef SlMarks (*MarkBlock)(const char *block, char delimiter, char quote);
typedef void (*SurveyBlock)(const char *block, char quote, SlSurvey *survey);

/* --- portable ---------------------------------------------------------------------------------------------------------------- */

static uint64_t load_word(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

/* Bit i: byte i of the word equals c. Exact: the carry of a byte never reaches the next. */
static uint64_t bytes_equal(uint64_t word, char c) {
  const uint64_t ones = UINT64_C(0x0101010101010101), low = UINT64_C(0x7F7F7F7F7F7F7F7F);
  uint64_t x = word ^ ones * (unsigned char)c;
  uint64_t zero = ~(((x & low) + low) | x | low); /* high bit of each byte that is 0 */
  return (zero >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static SlMarks mark_portable(const char *block, char delimiter, char quote) {
  SlMarks marks = {0};
  for (int i = 0; i < BLOCK; i += 8) {
    uint64_t word = load_word(block + i);
    marks.delimiters |= bytes_equal(word, delimiter) << i;
    marks.ends |= bytes_equal(word, '\n') << i;
    marks.returns |= bytes_equal(word, '\r') << i;
    if (quote) marks.quotes |= bytes_equal(word, quote) << i;
  }
  return marks;
}

static void survey_portable(const char *block, char quote, SlSurvey *survey) {
  for (int i = 0; i < BLOCK; i += 8) {
    uint64_t word = load_word(block + i);
    survey->beyond_ascii |= (word & UINT64_C(0x8080808080808080)) != 0;
    survey->nul |= bytes_equal(word, 0) != 0;
    if (quote) survey->quotes += __builtin_popcountll(bytes_equal(word, quote));
  }
}

/* --- AVX2 and AVX-512 -------------------------------------------------------------------------------------------------------- */

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx2,bmi,popcnt")))

AVX2 static uint64_t equal_avx2(__m256i low, __m256i high, char c) {
  __m256i wanted = _mm256_set1_epi8(c);
  uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return a | (uint64_t)b << 32;
}

AVX2 static SlMarks mark_avx2(const char *block, char delimiter, char quote) {
  __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
  __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
  return (SlMarks){equal_avx2(low, high, delimiter), equal_avx2(low, high, '\n'), quote ? equal_avx2(low, high, quote) : 0,
                   equal_avx2(low, high, '\r')};
}

AVX2 static void survey_avx2(const char *block, char quote, SlSurvey *survey) {
  __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
  __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
  survey->beyond_ascii |= _mm256_movemask_epi8(_mm256_or_si256(low, high)) != 0;
  survey->nul |= equal_avx2(low, high, 0) != 0;
  if (quote) survey->quotes += __builtin_popcountll(equal_avx2(low, high, quote));
}

AVX512 static SlMarks mark_avx512(const char *block, char delimiter, char quote) {
  __m512i bytes = _mm512_loadu_si512((const void *)block);
  return (SlMarks){_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)), _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
                   quote ? _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(quote)) : 0,
                   _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'))};
}

AVX512 static void survey_avx512(const char *block, char quote, SlSurvey *survey) {
  __m512i bytes = _mm512_loadu_si512((const void *)block);
  survey->beyond_ascii |= _mm512_movepi8_mask(bytes) != 0;
  survey->nul |= _mm512_cmpeq_epi8_mask(bytes, _mm512_setzero_si512()) != 0;
  if (quote) survey->quotes += __builtin_popcountll(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(quote)));
}
#endif

/* --- which one ------------------------------------------------------------------------------------------------------------------ */

static const struct {
  MarkBlock mark;
  SurveyBlock survey;
} ways[] = {
    {mark_portable, survey_portable},
#if defined(__x86_64__)
    {mark_avx2, survey_avx2},
    {mark_avx512, survey_avx512},
#endif
};

static atomic_int taken = -1;

int sl_structure_ways(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw")) return 3;
  if (__builtin_cpu_supports("avx2")) return 2;
#endif
  return 1;
}

void sl_structure_take(int way) { taken = way; }

static int way_taken(void) {
  if (taken < 0) taken = sl_structure_ways() - 1;
  return taken;
}

/* --- quotes ----------------------------------------------------------------------------------------------------------------------- */

/* Bit i: an odd number of quotes stands at or before byte i, so that it is inside quotes or opens them. */
static uint64_t inside(uint64_t quotes) {
  quotes ^= quotes << 1;
  quotes ^= quotes << 2;
  quotes ^= quotes << 4;
  quotes ^= quotes << 8;
  quotes ^= quotes << 16;
  return quotes ^ quotes << 32;
}

/* --- finding ------------------------------------------------------------------------------------------------------------------------ */

/* followed: bits of bytes that a line feed outside the block follows. */
static void take_block(SlStructure *s, SlMarks marks, uint32_t base, uint64_t followed) {
  s->lines += __builtin_popcountll(marks.ends);
  if (s->quote && (marks.quotes || s->quoted)) {
    uint64_t hidden = inside(marks.quotes) ^ (s->quoted ? ~UINT64_C(0) : 0);
    s->quoted = hidden >> 63;
    marks.delimiters &= ~hidden;
    marks.ends &= ~hidden;
    marks.returns &= ~hidden;
  }
  if (marks.returns) {
    s->lone_return |= (marks.returns & ~(marks.ends >> 1 | followed)) != 0;
  }
  s->ends += __builtin_popcountll(marks.ends);
  uint64_t all = marks.delimiters | marks.ends;
  uint32_t *out = s->places + s->count;
  s->count += __builtin_popcountll(all);
  while (all) {
    *out++ = base + (uint32_t)__builtin_ctzll(all);
    all &= all - 1;
  }
}

void sl_structure_find(const char *text, size_t length, SlStructure *structure) {
  MarkBlock mark = ways[way_taken()].mark;
  SlStructure s = *structure;
  s.count = s.ends = s.lines = 0;
  s.lone_return = false;
  size_t at = 0;
  for (; at + BLOCK <= length; at += BLOCK)
    take_block(&s, mark(text + at, s.delimiter, s.quote), (uint32_t)at,
               (uint64_t)((at + BLOCK < length ? text[at + BLOCK] : s.next) == '\n') << (BLOCK - 1));
  if (at < length) {
    char rest[BLOCK] = {0}; /* NUL is neither delimiter nor quote: a text holds none */
    memcpy(rest, text + at, length - at);
    take_block(&s, mark(rest, s.delimiter, s.quote), (uint32_t)at, (uint64_t)(s.next == '\n') << (length - at - 1));
  }
  *structure = s;
}

SlSurvey sl_structure_survey(const char *text, size_t length, char quote) {
  SurveyBlock look = ways[way_taken()].survey;
  SlSurvey survey = {0};
  size_t at = 0;
  for (; at + BLOCK <= length; at += BLOCK) look(text + at, quote, &survey);
  if (at < length) {
    char rest[BLOCK];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, text + at, length - at);
    if (quote == ' ') survey.quotes -= (int64_t)(BLOCK - (length - at));
    look(rest, quote, &survey);
  }
  return survey;
}
