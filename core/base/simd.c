#include "core/base/simd.h"

#include <stdatomic.h>
#include <stdbool.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

static atomic_int taken = -1;

#if defined(__x86_64__)
/* gcc 12's __builtin_cpu_supports() has no word for it. */
static bool has_lzcnt(void) {
  unsigned a, b, c, d;
  return __get_cpuid(0x80000001u, &a, &b, &c, &d) && (c & bit_LZCNT);
}
#endif

int sl_simd_ways(void) {
#if defined(__x86_64__)
  /* All that SL_AVX2 and SL_AVX512 allow the compiler to use: a machine, or what plays one, may have some and not others. */
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
      has_lzcnt())
    return SL_WAY_AVX512 + 1;
  if (avx2) return SL_WAY_AVX2 + 1;
#endif
  return SL_WAY_PORTABLE + 1;
}

void sl_simd_take(int way) { taken = way; }

int sl_simd_way(void) {
  int way = atomic_load_explicit(&taken, memory_order_relaxed);
  if (way >= 0) return way;
  way = sl_simd_ways() - 1;
  atomic_store_explicit(&taken, way, memory_order_relaxed);
  return way;
}
