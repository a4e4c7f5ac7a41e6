#include "core/csv/scan/numerals.h"

#include "core/base/simd.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* Eight fields of a column at once. */
typedef struct Eight {
  __m512i ends, lengths; /* where they end in the text, and how long they are */
  __m512i words;         /* the eight bytes before each end */
} Eight;

/* Without optimisation the gather is a macro whose mask of eight bits is handed to a signed parameter. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
SL_AVX512 SL_INLINE __m512i words_before(const char *text, __m512i ends) {
  return _mm512_i64gather_epi64(ends, (const void *)(text - 8), 1);
}
#pragma GCC diagnostic pop

SL_AVX512 SL_INLINE Eight eight_fields(const SlPlaces *places, int64_t row) {
  const int *at = (const int *)(const void *)(places->places + row * places->stride);
  __m256i index = _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32((int)places->stride));
  __m256i before = _mm256_add_epi32(_mm256_i32gather_epi32(at - 1, index, 4), _mm256_set1_epi32(1));
  Eight eight;
  eight.ends = _mm512_cvtepu32_epi64(_mm256_i32gather_epi32(at, index, 4));
  eight.words = words_before(places->text, eight.ends);
  if (places->last) {
    __mmask8 returns = _mm512_cmpeq_epi64_mask(_mm512_srli_epi64(eight.words, 56), _mm512_set1_epi64('\r'));
    if (returns) {
      eight.ends = _mm512_mask_sub_epi64(eight.ends, returns, eight.ends, _mm512_set1_epi64(1));
      eight.words = words_before(places->text, eight.ends);
    }
  }
  eight.lengths = _mm512_sub_epi64(eight.ends, _mm512_cvtepu32_epi64(before));
  return eight;
}

/* How many bits of a word are before its last `count` bytes. */
SL_AVX512 SL_INLINE __m512i bits_before(__m512i count) {
  return _mm512_slli_epi64(_mm512_sub_epi64(_mm512_set1_epi64(8), count), 3);
}

/* Whether all are from 1 to `most`. */
SL_AVX512 SL_INLINE bool all_within(__m512i counts, int64_t most) {
  return _mm512_cmplt_epu64_mask(_mm512_sub_epi64(counts, _mm512_set1_epi64(1)), _mm512_set1_epi64(most)) == 0xFF;
}

/* The first of the last `count` bytes. */
SL_AVX512 SL_INLINE __m512i first_byte(__m512i words, __m512i count) {
  return _mm512_and_si512(_mm512_srlv_epi64(words, bits_before(count)), _mm512_set1_epi64(0xFF));
}

/* The numbers that the last `count` (1 to 8) bytes of the words write; false when one is no digit. */
SL_AVX512 SL_INLINE bool eight_digits(__m512i words, __m512i count, __m512i *values) {
  __m512i mask = _mm512_sllv_epi64(_mm512_set1_epi64(-1), bits_before(count));
  __m512i digits = _mm512_and_si512(_mm512_xor_si512(words, _mm512_set1_epi8('0')), mask);
  if (_mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9))) return false;
  __m512i twos = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010A));
  __m512i fours = _mm512_madd_epi16(twos, _mm512_set1_epi32(0x00010064));
  *values = _mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10000)), _mm512_srli_epi64(fours, 32));
  return true;
}

/* What begins with a minus is one shorter and negative. A zero that another digit follows makes false. */
SL_AVX512 SL_INLINE bool take_sign(__m512i words, __m512i *count, __mmask8 *negative) {
  *negative = _mm512_cmpeq_epi64_mask(first_byte(words, *count), _mm512_set1_epi64('-'));
  *count = _mm512_mask_sub_epi64(*count, *negative, *count, _mm512_set1_epi64(1));
  __mmask8 zeros = _mm512_cmpeq_epi64_mask(first_byte(words, *count), _mm512_set1_epi64('0'));
  return (zeros & (_mm512_cmpgt_epi64_mask(*count, _mm512_set1_epi64(1)) | *negative)) == 0;
}

SL_AVX512 static int64_t integers(const SlPlaces *places, int64_t rows, int64_t *out) {
  int64_t row = 0;
  for (; row + SL_NUMERAL_ROWS <= rows; row += SL_NUMERAL_ROWS) {
    Eight eight = eight_fields(places, row);
    __mmask8 negative;
    __m512i values;
    if (!all_within(eight.lengths, 8) || !take_sign(eight.words, &eight.lengths, &negative) || !all_within(eight.lengths, 8) ||
        !eight_digits(eight.words, eight.lengths, &values))
      break;
    _mm512_storeu_si512((void *)(out + row), _mm512_mask_sub_epi64(values, negative, _mm512_setzero_si512(), values));
  }
  return row;
}

SL_AVX512 static int64_t numbers(const SlPlaces *places, int64_t rows, double *out) {
  const __m512d powers = _mm512_setr_pd(1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
  int64_t row = 0;
  for (; row + SL_NUMERAL_ROWS <= rows; row += SL_NUMERAL_ROWS) {
    Eight eight = eight_fields(places, row);
    __m512i points = _mm512_movm_epi8(_mm512_cmpeq_epi8_mask(eight.words, _mm512_set1_epi8('.')));
    __m512i behind = _mm512_srli_epi64(_mm512_lzcnt_epi64(points), 3);
    __m512i point = _mm512_add_epi64(behind, _mm512_set1_epi64(1));
    __m512i before = _mm512_sub_epi64(eight.lengths, point);
    if (!all_within(behind, 7) || !all_within(before, 8)) break;
    __m512i words = words_before(places->text, _mm512_sub_epi64(eight.ends, point));
    __mmask8 negative;
    __m512i whole, rest;
    /* "-0.5" is fine, "-5" of a number is too: a zero before the point is one digit alone. */
    negative = _mm512_cmpeq_epi64_mask(first_byte(words, before), _mm512_set1_epi64('-'));
    before = _mm512_mask_sub_epi64(before, negative, before, _mm512_set1_epi64(1));
    __mmask8 zeros = _mm512_cmpeq_epi64_mask(first_byte(words, before), _mm512_set1_epi64('0'));
    if (!all_within(before, 8) || (zeros & _mm512_cmpgt_epi64_mask(before, _mm512_set1_epi64(1)))) break;
    if (!eight_digits(eight.words, behind, &rest) || !eight_digits(words, before, &whole)) break;
    __m512d power = _mm512_permutexvar_pd(behind, powers);
    __m512i sum = _mm512_add_epi64(_mm512_mullo_epi64(whole, _mm512_cvtpd_epi64(power)), rest);
    __m512d values = _mm512_div_pd(_mm512_cvtepi64_pd(sum), power);
    _mm512_storeu_pd(out + row, _mm512_mask_xor_pd(values, negative, values, _mm512_set1_pd(-0.0)));
  }
  return row;
}

int64_t sl_numerals_integers(const SlPlaces *places, int64_t rows, int64_t *out) {
  return sl_simd_way() == SL_WAY_AVX512 ? integers(places, rows, out) : 0;
}
int64_t sl_numerals_numbers(const SlPlaces *places, int64_t rows, double *out) {
  return sl_simd_way() == SL_WAY_AVX512 ? numbers(places, rows, out) : 0;
}
#else
int64_t sl_numerals_integers(const SlPlaces *places, int64_t rows, int64_t *out) { return (void)places, (void)rows, (void)out, 0; }
int64_t sl_numerals_numbers(const SlPlaces *places, int64_t rows, double *out) { return (void)places, (void)rows, (void)out, 0; }
#endif
