/* A bounded run of a fuzz target: strings of its pieces and of random bytes, the same at every run. An argument is the
 * number of inputs. */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/rounds.h"

enum { INPUTS = 20000, LONGEST = 512 };

static uint64_t next_random(uint64_t *seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return *seed;
}

int main(int argc, char **argv) {
  long inputs = argc > 1 ? strtol(argv[1], NULL, 10) : rounds(INPUTS);
  uint64_t seed = 0x9E3779B97F4A7C15u;
  size_t pieces = 0;
  while (sl_fuzz_pieces[pieces]) pieces++;
  for (long i = 0; i < inputs; i++) {
    char input[LONGEST];
    size_t length = 0;
    while (length < sl_fuzz_choice_bytes) input[length++] = (char)(next_random(&seed) >> 32);
    size_t wanted = next_random(&seed) % (1 + (size_t)i % 40);
    for (size_t k = 0; k < wanted; k++) {
      uint64_t random = next_random(&seed);
      const char *piece = sl_fuzz_pieces[random % pieces];
      char byte = (char)(random >> 32);
      size_t add = random >> 60 == 0 ? 1 : strlen(piece);
      if (length + add > LONGEST) break;
      memcpy(input + length, random >> 60 == 0 ? &byte : piece, add);
      length += add;
    }
    uint8_t *exact = malloc(length ? length : 1); /* its own block, so that reading past the end is seen */
    if (!exact) return 1;
    memcpy(exact, input, length);
    LLVMFuzzerTestOneInput(exact, length);
    free(exact);
  }
  sl_runtime_stop();
  return sl_memory_held() == 0 ? 0 : 1;
}
