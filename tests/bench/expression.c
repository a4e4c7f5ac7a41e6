/* expression.c - the expressions of expression.lua as loops by hand: expression ROUNDS FILE. Columns lie as slavelab holds them,
 * the result is a column of its own, and one thread works.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int8_t *id4, *id5, *v1, *v2;
static int32_t *id6;
static double *v3;
static int64_t rows;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void load(const char *path) {
  FILE *file = fopen(path, "r");
  char line[256];
  int64_t room = 0;
  if (!file || !fgets(line, sizeof line, file)) exit(1);
  while (fgets(line, sizeof line, file)) {
    if (rows == room) {
      room = room ? room * 2 : 1 << 20;
      size_t n = (size_t)room;
      id4 = realloc(id4, n), id5 = realloc(id5, n), v1 = realloc(v1, n), v2 = realloc(v2, n);
      id6 = realloc(id6, n * sizeof *id6), v3 = realloc(v3, n * sizeof *v3);
    }
    char *at = line;
    for (int comma = 0; comma < 3; at++) comma += *at == ',';
    id4[rows] = (int8_t)strtol(at, &at, 10), id5[rows] = (int8_t)strtol(at + 1, &at, 10), id6[rows] = (int32_t)strtol(at + 1, &at, 10);
    v1[rows] = (int8_t)strtol(at + 1, &at, 10), v2[rows] = (int8_t)strtol(at + 1, &at, 10), v3[rows++] = strtod(at + 1, &at);
  }
  fclose(file);
}

static double numbers(void) {
  double *out = malloc((size_t)rows * sizeof *out), sum = 0, start = now();
  for (int64_t i = 0; i < rows; i++) out[i] = (v3[i] * 2 + (double)v1[i] - (double)v2[i] / 4) * 1.5 + 1;
  double seconds = now() - start;
  for (int64_t i = 0; i < rows; i++) sum += out[i];
  printf("C\te1\t%.4f\t%.6e\n", seconds, sum);
  free(out);
  return sum;
}

static int64_t integers(void) {
  int64_t *out = malloc((size_t)rows * sizeof *out), sum = 0;
  double start = now();
  for (int64_t i = 0; i < rows; i++) out[i] = ((int64_t)id4[i] + id5[i]) * v1[i] - (int64_t)v2[i] * 3 + id6[i];
  double seconds = now() - start;
  for (int64_t i = 0; i < rows; i++) sum += out[i];
  printf("C\te2\t%.4f\t%.6e\n", seconds, (double)sum);
  free(out);
  return sum;
}

static int64_t condition(void) {
  uint8_t *out = malloc((size_t)rows);
  int64_t sum = 0;
  double start = now();
  for (int64_t i = 0; i < rows; i++) out[i] = id4[i] > 50 && v1[i] == 2 && v2[i] + 1 < 9 && v3[i] > 10;
  double seconds = now() - start;
  for (int64_t i = 0; i < rows; i++) sum += out[i];
  printf("C\te3\t%.4f\t%.6e\n", seconds, (double)sum);
  free(out);
  return sum;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  load(argv[2]);
  for (int round = atoi(argv[1]); round > 0; round--) numbers(), integers(), condition();
  return 0;
}
