/* generate.c - the table of the group-by questions of the database-like ops benchmark: generate ROWS.
 *
 * id1 and id2 have 100 different texts, id3 has ROWS / 100; id4 and id5 have 100 different integers, id6 has ROWS / 100; v1 is
 * from 1 to 5, v2 from 1 to 15, v3 from 0 to 100 with six decimals. The same rows on every machine.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t seed = 42;

/* SplitMix64 (Steele, Lea and Flood 2014) */
static uint64_t random_below(uint64_t limit) {
  uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return (z ^ z >> 31) % limit;
}

int main(int argc, char **argv) {
  uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, groups = 100;
  if (rows < groups) {
    fputs("generate ROWS: at least 100\n", stderr);
    return 2;
  }
  puts("id1,id2,id3,id4,id5,id6,v1,v2,v3");
  for (uint64_t row = 0; row < rows; row++) {
    uint64_t v3;
    printf("id%03" PRIu64 ",", random_below(groups) + 1);
    printf("id%03" PRIu64 ",", random_below(groups) + 1);
    printf("id%010" PRIu64 ",", random_below(rows / groups) + 1);
    printf("%" PRIu64 ",", random_below(groups) + 1);
    printf("%" PRIu64 ",", random_below(groups) + 1);
    printf("%" PRIu64 ",", random_below(rows / groups) + 1);
    printf("%" PRIu64 ",", random_below(5) + 1);
    printf("%" PRIu64 ",", random_below(15) + 1);
    v3 = random_below(100000000);
    printf("%" PRIu64 ".%06" PRIu64 "\n", v3 / 1000000, v3 % 1000000);
  }
  return fflush(stdout) == 0 ? 0 : 1;
}
