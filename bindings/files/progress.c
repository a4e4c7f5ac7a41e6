#include "bindings/files/progress.h"

#include <lauxlib.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bindings/base/modules/module.h"
#include "core/base/progress.h"

enum { WATCHED_FROM_BYTES = 1 << 25, LOOKS_A_SECOND = 5 };

static struct {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t stopped;
  bool running, stop;
} watch = {.lock = PTHREAD_MUTEX_INITIALIZER, .stopped = PTHREAD_COND_INITIALIZER};

/* 1234567 as 1,234,567. */
static void print_count(int64_t count, char *out, size_t size) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
  size_t at = 0;
  for (int i = 0; i < length && at + 2 < size; i++) {
    if (i > 0 && (length - i) % 3 == 0) out[at++] = ',';
    out[at++] = digits[i];
  }
  out[at] = '\0';
}

static const char *unit_of(double bytes, double *scale) {
  static const char *const units[] = {"kB", "MB", "GB", "TB"};
  int unit = 0;
  for (*scale = 1e3; unit < 3 && bytes >= *scale * 1e3; unit++) *scale *= 1e3;
  return units[unit];
}

static void show(const SlProgress *progress, double seconds) {
  const char *slash = strrchr(progress->name, '/');
  char rows[32];
  print_count(progress->rows, rows, sizeof rows);
  double bytes = (double)progress->bytes, total = (double)progress->total, rate = bytes / seconds, scale, rate_scale;
  const char *unit = unit_of(total > 0 ? total : bytes, &scale), *rate_unit = unit_of(rate, &rate_scale);
  fprintf(stderr, "\r\033[K%.40s  ", slash ? slash + 1 : progress->name);
  if (total > 0)
    fprintf(stderr, "%.1f of %.1f %s", bytes / scale, total / scale, unit);
  else
    fprintf(stderr, "%.1f %s", bytes / scale, unit);
  if (progress->rows > 0) fprintf(stderr, "  %s rows", rows);
  fprintf(stderr, "  %.1f %s/s", rate / rate_scale, rate_unit);
  if (total > bytes && bytes > 0) fprintf(stderr, "  %.0f s left", (total - bytes) / rate);
  fflush(stderr);
}

static double clock_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *watch_main(void *unused) {
  (void)unused;
  double begun = clock_now();
  bool shown = false;
  pthread_mutex_lock(&watch.lock);
  while (!watch.stop) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 1000000000 / LOOKS_A_SECOND;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    pthread_cond_timedwait(&watch.stopped, &watch.lock, &until);
    SlProgress progress;
    double seconds = clock_now() - begun;
    if (watch.stop || seconds < 1 || !sl_progress_look(&progress)) continue;
    show(&progress, seconds);
    shown = true;
  }
  pthread_mutex_unlock(&watch.lock);
  if (shown) fputs("\r\033[K", stderr);
  return NULL;
}

static bool is_wanted(lua_State *L) {
  sll_push_program_option(L, "progress");
  bool wanted = lua_isnil(L, -1) || lua_toboolean(L, -1);
  lua_pop(L, 1);
  return wanted;
}

bool sll_progress_start(lua_State *L, const char *path) {
  const char *term = getenv("TERM");
  struct stat found;
  bool is_long = !path || (stat(path, &found) == 0 && (!S_ISREG(found.st_mode) || found.st_size >= WATCHED_FROM_BYTES));
  if (!is_long || watch.running || !isatty(STDERR_FILENO) || !term || !*term || strcmp(term, "dumb") == 0 || !is_wanted(L)) return false;
  watch.stop = false;
  watch.running = pthread_create(&watch.thread, NULL, watch_main, NULL) == 0;
  return watch.running;
}

void sll_progress_stop(void) {
  if (!watch.running) return;
  pthread_mutex_lock(&watch.lock);
  watch.stop = true;
  pthread_cond_signal(&watch.stopped);
  pthread_mutex_unlock(&watch.lock);
  pthread_join(watch.thread, NULL);
  watch.running = false;
}
