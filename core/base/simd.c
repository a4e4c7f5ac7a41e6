#include "core/base/simd.h"

#include <stdatomic.h>

static atomic_int taken = -1;

int sl_simd_ways(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
    return SL_WAY_AVX512 + 1;
  if (__builtin_cpu_supports("avx2")) return SL_WAY_AVX2 + 1;
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
