#include "core/csv/scan/structure.h"

#include <string.h>

#include "core/base/simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64, PLACES_AT_ONCE = 8 };

/* The loops below are written once and built for each way: what differs between the ways is inlined into them. */

typedef struct Marks { /* bit i: byte i of a block is ... */
  uint64_t delimiters, ends, quotes, returns, nuls, beyond_ascii;
} Marks;

typedef Marks (*MarkBlock)(const char *block, char delimiter, char quote);

/* Writes base + the number of each bit that is set; out has room for BLOCK places more than there are bits. */
typedef void (*PutPlaces)(uint64_t bits, int64_t count, uint32_t base, uint32_t *out);

/* --- portable ---------------------------------------------------------------------------------------------------------------- */

SL_INLINE uint64_t load_word(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

/* High bits of the bytes, side by side. */
SL_INLINE uint64_t gather_high_bits(uint64_t word) {
  return (word >> 7 & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080) >> 56;
}

/* Bit i: byte i of the word equals c. Exact: the carry of a byte never reaches the next. */
SL_INLINE uint64_t bytes_equal(uint64_t word, char c) {
  const uint64_t ones = UINT64_C(0x0101010101010101), low = UINT64_C(0x7F7F7F7F7F7F7F7F);
  uint64_t x = word ^ ones * (unsigned char)c;
  return gather_high_bits(~(((x & low) + low) | x | low));
}

SL_INLINE Marks mark_portable(const char *block, char delimiter, char quote) {
  Marks marks = {0};
  for (int i = 0; i < BLOCK; i += 8) {
    uint64_t word = load_word(block + i);
    marks.delimiters |= bytes_equal(word, delimiter) << i;
    marks.ends |= bytes_equal(word, '\n') << i;
    marks.returns |= bytes_equal(word, '\r') << i;
    marks.nuls |= bytes_equal(word, 0) << i;
    marks.beyond_ascii |= gather_high_bits(word) << i;
    if (quote) marks.quotes |= bytes_equal(word, quote) << i;
  }
  return marks;
}

/* Eight at once, whether or not there are as many: how many there are cannot be foreseen, that there are few can. */
SL_INLINE void put_places(uint64_t bits, int64_t count, uint32_t base, uint32_t *out) {
  for (int64_t done = 0; done < count; done += PLACES_AT_ONCE) {
    for (int i = 0; i < PLACES_AT_ONCE; i++) {
      out[done + i] = base + (bits ? (uint32_t)__builtin_ctzll(bits) : 0);
      bits &= bits - 1;
    }
  }
}

/* --- AVX2 and AVX-512 -------------------------------------------------------------------------------------------------------- */

#if defined(__x86_64__)

SL_AVX2 SL_INLINE uint64_t equal_avx2(__m256i low, __m256i high, char c) {
  __m256i wanted = _mm256_set1_epi8(c);
  uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return a | (uint64_t)b << 32;
}

SL_AVX2 SL_INLINE Marks mark_avx2(const char *block, char delimiter, char quote) {
  __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
  __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
  return (Marks){equal_avx2(low, high, delimiter),          equal_avx2(low, high, '\n'),
                 quote ? equal_avx2(low, high, quote) : 0, equal_avx2(low, high, '\r'),
                 equal_avx2(low, high, 0),                  (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, high))};
}

SL_AVX512 SL_INLINE Marks mark_avx512(const char *block, char delimiter, char quote) {
  __m512i bytes = _mm512_loadu_si512((const void *)block);
  return (Marks){_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
                 _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
                 quote ? _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(quote)) : 0,
                 _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
                 _mm512_testn_epi8_mask(bytes, bytes),
                 _mm512_movepi8_mask(bytes)};
}

SL_AVX512 SL_INLINE void put_sixteen(__m128i numbers, __m512i base, uint32_t *out) {
  _mm512_storeu_si512((void *)out, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(numbers)));
}

SL_AVX512 SL_INLINE void put_places_avx512(uint64_t bits, int64_t count, uint32_t base, uint32_t *out) {
  static const uint8_t numbers[BLOCK] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                         22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                                         44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  __m512i set = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512((const void *)numbers));
  __m512i from = _mm512_set1_epi32((int)base);
  put_sixteen(_mm512_castsi512_si128(set), from, out);
  if (count <= 16) return;
  put_sixteen(_mm512_extracti32x4_epi32(set, 1), from, out + 16);
  if (count <= 32) return;
  put_sixteen(_mm512_extracti32x4_epi32(set, 2), from, out + 32);
  put_sixteen(_mm512_extracti32x4_epi32(set, 3), from, out + 48);
}
#endif

/* --- finding ------------------------------------------------------------------------------------------------------------------------ */

/* Bit i: an odd number of quotes stands at or before byte i, so that it is inside quotes or opens them. */
SL_INLINE uint64_t inside(uint64_t quotes) {
  quotes ^= quotes << 1;
  quotes ^= quotes << 2;
  quotes ^= quotes << 4;
  quotes ^= quotes << 8;
  quotes ^= quotes << 16;
  return quotes ^ quotes << 32;
}

/* followed: bits of bytes that a line feed outside the block follows. */
SL_INLINE void take_block(SlStructure *s, Marks marks, uint32_t base, uint64_t followed, PutPlaces put) {
  s->lines += __builtin_popcountll(marks.ends);
  s->nul |= marks.nuls != 0;
  s->beyond_ascii |= marks.beyond_ascii != 0;
  if (s->quote && (marks.quotes || s->quoted)) {
    s->quotes += __builtin_popcountll(marks.quotes);
    uint64_t hidden = inside(marks.quotes) ^ (s->quoted ? ~UINT64_C(0) : 0);
    s->quoted = hidden >> 63;
    marks.delimiters &= ~hidden;
    marks.ends &= ~hidden;
    marks.returns &= ~hidden;
  }
  if (marks.returns) s->lone_return |= (marks.returns & ~(marks.ends >> 1 | followed)) != 0;
  s->ends += __builtin_popcountll(marks.ends);
  uint64_t all = marks.delimiters | marks.ends;
  int64_t count = __builtin_popcountll(all);
  put(all, count, base, s->places + s->count);
  s->count += count;
}

SL_INLINE void find(const char *text, size_t length, SlStructure *structure, MarkBlock mark, PutPlaces put) {
  SlStructure s = *structure;
  s.count = s.ends = s.lines = s.quotes = 0;
  s.lone_return = s.beyond_ascii = s.nul = false;
  size_t at = 0;
  for (; at + BLOCK <= length; at += BLOCK)
    take_block(&s, mark(text + at, s.delimiter, s.quote), (uint32_t)at,
               (uint64_t)((at + BLOCK < length ? text[at + BLOCK] : s.next) == '\n') << (BLOCK - 1), put);
  if (at < length) {
    char rest[BLOCK] = {0}; /* behind the end: what is neither delimiter nor quote nor line end */
    memcpy(rest, text + at, length - at);
    Marks marks = mark(rest, s.delimiter, s.quote);
    marks.nuls &= (UINT64_C(1) << (length - at)) - 1;
    take_block(&s, marks, (uint32_t)at, (uint64_t)(s.next == '\n') << (length - at - 1), put);
  }
  *structure = s;
}

SL_INLINE SlSurvey survey(const char *text, size_t length, char quote, MarkBlock mark) {
  SlSurvey found = {0};
  size_t at = 0;
  for (; at < length; at += BLOCK) {
    const char *block = text + at;
    char rest[BLOCK];
    if (length - at < BLOCK) {
      memset(rest, quote == 'x' ? 'y' : 'x', sizeof rest);
      memcpy(rest, block, length - at);
      block = rest;
    }
    Marks marks = mark(block, ',', quote);
    found.quotes += __builtin_popcountll(marks.quotes);
    found.feeds += __builtin_popcountll(marks.ends);
    found.returns += __builtin_popcountll(marks.returns);
    found.beyond_ascii |= marks.beyond_ascii != 0;
    found.nul |= marks.nuls != 0;
  }
  return found;
}

static void find_portable(const char *text, size_t length, SlStructure *s) { find(text, length, s, mark_portable, put_places); }
static SlSurvey survey_portable(const char *text, size_t length, char quote) { return survey(text, length, quote, mark_portable); }

#if defined(__x86_64__)
SL_AVX2 static void find_avx2(const char *text, size_t length, SlStructure *s) { find(text, length, s, mark_avx2, put_places); }
SL_AVX2 static SlSurvey survey_avx2(const char *text, size_t length, char quote) { return survey(text, length, quote, mark_avx2); }
SL_AVX512 static void find_avx512(const char *text, size_t length, SlStructure *s) { find(text, length, s, mark_avx512, put_places_avx512); }
SL_AVX512 static SlSurvey survey_avx512(const char *text, size_t length, char quote) { return survey(text, length, quote, mark_avx512); }
#endif

/* --- which one ------------------------------------------------------------------------------------------------------------------ */

static const struct {
  void (*find)(const char *text, size_t length, SlStructure *structure);
  SlSurvey (*survey)(const char *text, size_t length, char quote);
} ways[] = {
    {find_portable, survey_portable},
#if defined(__x86_64__)
    {find_avx2, survey_avx2},
    {find_avx512, survey_avx512},
#endif
};

void sl_structure_find(const char *text, size_t length, SlStructure *structure) { ways[sl_simd_way()].find(text, length, structure); }
SlSurvey sl_structure_survey(const char *text, size_t length, char quote) { return ways[sl_simd_way()].survey(text, length, quote); }
