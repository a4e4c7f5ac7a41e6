/* generate.c - tables to measure with: generate groupby|x|small|medium|big|street ROWS. All but the last are those of the
 * database-like ops benchmark.
 *
 * groupby: id1 and id2 have 100 different texts, id3 has ROWS / 100; id4 and id5 have 100 different integers, id6 has
 * ROWS / 100; v1 is from 1 to 5, v2 from 1 to 15, v3 from 0 to 100 with six decimals.
 *
 * The others are to be joined: x has ROWS rows, in which id1, id2 and id3 are from ROWS / 10^6, ROWS / 10^3 and ROWS
 * different integers, id3 each once; id4, id5 and id6 are the same as texts. small, medium and big have each of their last
 * key once, and a tenth of their keys is not in x, as a tenth of x's is not in theirs.
 *
 * street has the shape of the street-level files of data.police.uk, with quotes around texts: crime identifiers that are all
 * different, places with commas and quotes in their names, missing outcomes. The same rows on every machine.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed;

/* SplitMix64 (Steele, Lea and Flood 2014) */
static uint64_t random_below(uint64_t limit) {
  uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return (z ^ z >> 31) % limit;
}

static void print_decimal(void) {
  uint64_t value = random_below(100000000);
  printf("%" PRIu64 ".%06" PRIu64 "\n", value / 1000000, value % 1000000);
}

static void groupby(uint64_t rows) {
  enum { GROUPS = 100 };
  puts("id1,id2,id3,id4,id5,id6,v1,v2,v3");
  for (uint64_t row = 0; row < rows; row++) {
    printf("id%03" PRIu64 ",", random_below(GROUPS) + 1);
    printf("id%03" PRIu64 ",", random_below(GROUPS) + 1);
    printf("id%010" PRIu64 ",", random_below(rows / GROUPS) + 1);
    printf("%" PRIu64 ",", random_below(GROUPS) + 1);
    printf("%" PRIu64 ",", random_below(GROUPS) + 1);
    printf("%" PRIu64 ",", random_below(rows / GROUPS) + 1);
    printf("%" PRIu64 ",", random_below(5) + 1);
    printf("%" PRIu64 ",", random_below(15) + 1);
    print_decimal();
  }
}

/* 0 .. count-1 in a random order (Fisher and Yates, in Durstenfeld's form). */
static uint64_t *shuffled(uint64_t count) {
  uint64_t *numbers = malloc(count * sizeof *numbers);
  if (!numbers) exit(1);
  for (uint64_t i = 0; i < count; i++) numbers[i] = i;
  for (uint64_t i = count - 1; i > 0; i--) {
    uint64_t j = random_below(i + 1), held = numbers[i];
    numbers[i] = numbers[j];
    numbers[j] = held;
  }
  return numbers;
}

/* A table with `keys` integer keys and their texts. The last key is there once a row and begins at `first`; the others are
 * drawn from the keys of x. */
static void joined(const uint64_t *domains, int keys, uint64_t rows, uint64_t first, const char *value) {
  uint64_t *last = shuffled(rows);
  for (int k = 1; k <= keys; k++) printf("id%d,", k);
  for (int k = 1; k <= keys; k++) printf("id%d,", k + 3);
  puts(value);
  for (uint64_t row = 0; row < rows; row++) {
    uint64_t ids[3];
    for (int k = 0; k < keys - 1; k++) ids[k] = random_below(domains[k]) + 1;
    ids[keys - 1] = last[row] + first;
    for (int k = 0; k < keys; k++) printf("%" PRIu64 ",", ids[k]);
    for (int k = 0; k < keys; k++) printf("id%" PRIu64 ",", ids[k]);
    print_decimal();
  }
  free(last);
}

static void street(uint64_t rows) {
  static const char *const kinds[] = {"Anti-social behaviour", "Burglary", "Criminal damage and arson", "Drugs", "Other theft",
                                      "Public order", "Shoplifting", "Vehicle crime", "Violence and sexual offences", "Other crime"};
  static const char *const outcomes[] = {"Investigation complete; no suspect identified", "Unable to prosecute suspect",
                                         "Under investigation", "Awaiting court outcome", "Local resolution"};
  enum { FORCES = 43, PLACES = 40000, AREAS = 35000 };
  puts("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context");
  for (uint64_t row = 0; row < rows; row++) {
    uint64_t force = random_below(FORCES), place = random_below(PLACES), area = random_below(AREAS);
    for (int part = 0; part < 4; part++) printf("%s%016" PRIx64, part ? "" : "\"", random_below(UINT64_MAX));
    printf("\",\"%d-%02d\",", 2014 + (int)random_below(5), 1 + (int)random_below(12));
    printf("\"Police force %02d\",\"Police force %02d\",", (int)force, (int)force);
    printf("-%d.%06d,%d.%06d,", (int)random_below(5), (int)random_below(1000000), 50 + (int)random_below(6), (int)random_below(1000000));
    printf(place % 7 ? "\"On or near Road %d\"," : "\"On or near \"\"The %d\"\", High Street\",", (int)place);
    printf("\"E0%07d\",\"District %d %03dA\",", (int)area, (int)area / 100, (int)area % 100);
    printf("\"%s\",", kinds[random_below(10)]);
    if (random_below(4)) printf("\"%s\"", outcomes[random_below(5)]);
    puts(",");
  }
}

int main(int argc, char **argv) {
  static const char *const tables[] = {"groupby", "x", "small", "medium", "big", "street"};
  enum { TABLES = sizeof tables / sizeof *tables };
  uint64_t rows = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
  uint64_t domains[] = {rows / 1000000 + !(rows / 1000000), rows / 1000, rows};
  uint64_t table = 0;
  while (argc > 1 && table < TABLES && strcmp(argv[1], tables[table]) != 0) table++;
  if (argc < 2 || table == TABLES || rows < 1000) {
    fputs("generate groupby|x|small|medium|big|street ROWS: at least 1000\n", stderr);
    return 2;
  }
  seed = 42 + table * 1000003;
  switch (table) {
    case 0: groupby(rows); break;
    case 1: joined(domains, 3, rows, 1, "v1"); break;
    case 5: street(rows); break;
    default: joined(domains, (int)table - 1, domains[table - 2], domains[table - 2] / 10 + 1, "v2"); break;
  }
  return fflush(stdout) == 0 ? 0 : 1;
}
