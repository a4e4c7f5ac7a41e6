#include "core/cells/narrow.h"

#include <string.h>

#include "core/base/simd.h"

/* Loops that the compiler makes wide, once for each way of base/simd.h. */

SL_INLINE void range(const int64_t *values, int64_t count, int64_t *low, int64_t *high) {
  int64_t least = 0, greatest = 0;
  for (int64_t i = 0; i < count; i++) {
    least = values[i] < least ? values[i] : least;
    greatest = values[i] > greatest ? values[i] : greatest;
  }
  *low = least;
  *high = greatest;
}

SL_INLINE void narrow(const int64_t *restrict values, int64_t count, size_t bytes, void *restrict out) {
  uint8_t *ones = out;
  uint16_t *twos = out;
  uint32_t *fours = out;
  switch (bytes) {
    case 1:
      for (int64_t i = 0; i < count; i++) ones[i] = (uint8_t)values[i];
      break;
    case 2:
      for (int64_t i = 0; i < count; i++) twos[i] = (uint16_t)values[i];
      break;
    case 4:
      for (int64_t i = 0; i < count; i++) fours[i] = (uint32_t)values[i];
      break;
    default: memcpy(out, values, (size_t)count * sizeof *values);
  }
}

static void range_portable(const int64_t *values, int64_t count, int64_t *low, int64_t *high) { range(values, count, low, high); }
static void narrow_portable(const int64_t *values, int64_t count, size_t bytes, void *out) { narrow(values, count, bytes, out); }

#if defined(__x86_64__)
SL_AVX2 static void range_avx2(const int64_t *values, int64_t count, int64_t *low, int64_t *high) { range(values, count, low, high); }
SL_AVX2 static void narrow_avx2(const int64_t *values, int64_t count, size_t bytes, void *out) { narrow(values, count, bytes, out); }
SL_AVX512 static void range_avx512(const int64_t *values, int64_t count, int64_t *low, int64_t *high) { range(values, count, low, high); }
SL_AVX512 static void narrow_avx512(const int64_t *values, int64_t count, size_t bytes, void *out) { narrow(values, count, bytes, out); }
#endif

static const struct {
  void (*range)(const int64_t *values, int64_t count, int64_t *low, int64_t *high);
  void (*narrow)(const int64_t *values, int64_t count, size_t bytes, void *out);
} ways[] = {
    {range_portable, narrow_portable},
#if defined(__x86_64__)
    {range_avx2, narrow_avx2},
    {range_avx512, narrow_avx512},
#endif
};

void sl_narrow_range(const int64_t *values, int64_t count, int64_t *low, int64_t *high) {
  ways[sl_simd_way()].range(values, count, low, high);
}

void sl_narrow(const int64_t *values, int64_t count, size_t bytes, void *out) { ways[sl_simd_way()].narrow(values, count, bytes, out); }
