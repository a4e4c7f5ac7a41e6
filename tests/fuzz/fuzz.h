/* fuzz.h - what a fuzz target gives. Built with -fsanitize=fuzzer it is a libFuzzer target; in ctest the bounded run of
 * driver.c feeds it the same inputs every time, made of its pieces.
 *
 *     cmake --preset fuzz && cmake --build --preset fuzz
 *     mkdir -p build/fuzz/corpus && build/fuzz/tests/fuzz_expr build/fuzz/corpus -max_total_time=3600 -jobs=2
 */
#ifndef SL_TESTS_FUZZ_FUZZ_H
#define SL_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const size_t sl_fuzz_choice_bytes; /* at the begin of the input: any bytes, which choose how the rest is taken */
extern const char *const sl_fuzz_pieces[]; /* of the language, ended by NULL */

#endif
