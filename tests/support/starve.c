/* starve.c - runs the program with one request for memory after the other failing: what a person sees must be a message and exit
 * status 1, never an abort, and the file that stood at the place of the output must still stand there.
 *
 *     starve SAMPLES ARGUMENT...     the arguments of slavelab; {} stands for the path of an output
 *
 * The run is made once with all memory to count its requests. Then SAMPLES of the requests, spread evenly over the run and beginning with
 * the first, fail: each once alone, and once with every request after it. SAMPLES 0 tries every one (tools/starve).
 *
 * A request that fails alone may be made good: Lua collects its garbage and asks again. Then the output is that of the first run. Core and
 * Lua ask the same gate here, as they do under --max-memory.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/program/program.h"
#include "core/base/alloc.h"

enum { MOST_ARGUMENTS = 24, MOST_TEXT = 1 << 22 };

typedef enum Failing { NOTHING, ALONE, FROM_THERE } Failing;

static char folder[] = "/tmp/starve-XXXXXX";
static char output[64], errors[64];
static const uint64_t NEVER = UINT64_MAX / 2;
static const char before[] = "what stood here before\n";

static void give_up(const char *what) {
  fprintf(stderr, "starve: %s: %s\n", what, strerror(errno));
  exit(2);
}

static void write_text(const char *path, const char *text) {
  FILE *file = fopen(path, "wb");
  if (!file || fputs(text, file) < 0 || fclose(file) != 0) give_up(path);
}

/* The whole file; "" when there is none. Freed by the caller. */
static char *read_text(const char *path) {
  char *text = calloc(1, MOST_TEXT + 1);
  FILE *file = fopen(path, "rb");
  if (!text) give_up("memory");
  if (file && fread(text, 1, MOST_TEXT, file) == MOST_TEXT) give_up("the output is larger than this expects");
  if (file) fclose(file);
  return text;
}

/* The exit status of the program in a process of its own, or minus the signal that ended it. `asked` gets the requests it made. */
static int run_program(int argc, char **argv, Failing failing, uint64_t nth, uint64_t *asked) {
  int channel[2];
  write_text(output, before);
  if (pipe(channel) != 0) give_up("pipe");
  pid_t child = fork();
  if (child < 0) give_up("fork");
  if (child == 0) {
    if (!freopen(errors, "wb", stderr) || !freopen("/dev/null", "wb", stdout)) _exit(2);
    if (failing == FROM_THERE)
      sl_memory_fail_from(nth);
    else
      sl_memory_fail_after(nth);
    int status = sll_program(argc, argv);
    uint64_t left = sl_memory_fail_after(0);
    if (write(channel[1], &left, sizeof left) != sizeof left) _exit(2);
    exit(status);
  }
  close(channel[1]);
  uint64_t left = nth;
  if (read(channel[0], &left, sizeof left) < 0) give_up("read");
  close(channel[0]);
  *asked = nth - left;
  int status = 0;
  if (waitpid(child, &status, 0) != child) give_up("waitpid");
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* NULL when the run ended as it should, or what is wrong with it. `fired`: a request did fail. */
static const char *judge(int status, Failing failing, bool fired, const char *good) {
  char *written = read_text(output), *said = read_text(errors);
  const char *wrong = NULL;
  if (status < 0)
    wrong = "it was ended by a signal";
  else if (status == 0 && failing == FROM_THERE && fired)
    wrong = "it went on without memory";
  else if (status == 0 && strcmp(written, good) != 0)
    wrong = "it said nothing and the output differs";
  else if (status > 1)
    wrong = "the exit status is neither 0 nor 1";
  else if (status == 1 && strcmp(written, before) != 0 && strcmp(written, good) != 0)
    wrong = "it failed and the output is neither the old one nor a whole one"; /* the last requests come after it is written */
  else if (status == 1 && !strstr(said, "memory"))
    wrong = "the message does not speak of memory";
  if (wrong) fprintf(stderr, "%.2000s", said);
  free(written);
  free(said);
  return wrong;
}

static int starve(uint64_t samples, int argc, char **argv) {
  uint64_t requests = 0, asked = 0;
  int status = run_program(argc, argv, NOTHING, NEVER, &requests);
  char *good = read_text(output);
  if (status != 0 || strcmp(good, before) == 0) {
    char *said = read_text(errors);
    fprintf(stderr, "starve: with all memory it ends with status %d: %s\n", status, said);
    free(said);
    free(good);
    return 1;
  }
  int failures = 0, runs = 0;
  uint64_t step = samples == 0 || samples > requests ? 1 : requests / samples;
  for (uint64_t nth = 1; nth <= requests; nth += step) {
    for (Failing failing = ALONE; failing <= FROM_THERE; failing++, runs++) {
      status = run_program(argc, argv, failing, nth, &asked);
      /* The seed of hash tables and the turns of threads move the number of requests a little: the last may not be made. */
      const char *wrong = judge(status, failing, asked == nth, good);
      if (!wrong) continue;
      fprintf(stderr, "FAILED: request %llu%s: status %d: %s\n", (unsigned long long)nth, failing == ALONE ? "" : " and all after it",
              status, wrong);
      failures++;
    }
  }
  free(good);
  printf("%d of %d runs failed; %llu requests for memory, every %llu. refused\n", failures, runs, (unsigned long long)requests,
         (unsigned long long)step);
  return failures > 0;
}

int main(int argc, char **argv) {
  static const char *const first[] = {"slavelab", "--no-init", "--no-progress", "--threads", "2", "--max-memory", "64G"};
  char *words[MOST_ARGUMENTS];
  int count = sizeof first / sizeof first[0];
  if (argc < 3 || argc + count > MOST_ARGUMENTS) {
    fprintf(stderr, "starve SAMPLES ARGUMENT...\n");
    return 2;
  }
  if (!mkdtemp(folder)) give_up(folder);
  snprintf(output, sizeof output, "%s/output", folder);
  snprintf(errors, sizeof errors, "%s/errors", folder);
  for (int i = 0; i < count; i++) {
    words[i] = strdup(first[i]);
    if (!words[i]) give_up("memory");
  }
  for (int i = 2; i < argc; i++) words[count++] = strcmp(argv[i], "{}") == 0 ? output : argv[i];
  int result = starve(strtoull(argv[1], NULL, 10), count, words);
  for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) free(words[i]);
  unlink(output);
  unlink(errors);
  rmdir(folder);
  return result;
}
