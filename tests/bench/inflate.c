/* inflate.c - how long unpacking alone takes: inflate FILE.gz, with zlib, 256 kB at a time, the bytes thrown away. */
#include <stdio.h>
#include <time.h>
#include <zlib.h>

int main(int argc, char **argv) {
  static char bytes[1 << 18];
  struct timespec begun, ended;
  clock_gettime(CLOCK_MONOTONIC, &begun);
  gzFile file = argc > 1 ? gzopen(argv[1], "rb") : NULL;
  if (!file) return 1;
  gzbuffer(file, sizeof bytes);
  int got;
  while ((got = gzread(file, bytes, sizeof bytes)) > 0) continue;
  clock_gettime(CLOCK_MONOTONIC, &ended);
  printf("%.3f\n", (double)(ended.tv_sec - begun.tv_sec) + (double)(ended.tv_nsec - begun.tv_nsec) / 1e9);
  return got < 0 || gzclose(file) != Z_OK;
}
