/* simd.h - which of several ways of doing the same is taken on this machine: for loops that are written more than once.
 *
 * A test holds for each such loop that all ways give the same.
 */
#ifndef SL_BASE_SIMD_H
#define SL_BASE_SIMD_H

enum { SL_WAY_PORTABLE, SL_WAY_AVX2, SL_WAY_AVX512 };

int sl_simd_ways(void);         /* how many there are on this machine: 1 to 3 */
int sl_simd_way(void);          /* the one that is taken */
void sl_simd_take(int way);     /* for tests and benchmarks; -1: the best */

/* Functions that are inlined into each way, so that they are built with its instructions. */
#define SL_INLINE static inline __attribute__((always_inline))
#define SL_AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define SL_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2,avx2,bmi,popcnt,lzcnt")))

#endif
