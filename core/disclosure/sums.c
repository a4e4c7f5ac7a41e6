#include "core/disclosure/sums.h"

#include <string.h>

#include "core/base/alloc.h"

/* The lines of each cell, up to two, and its sign in them; then the sign of each line, +1 or -1. */
typedef struct Sides {
  int32_t *line;  /* 2 a cell; -1 for none */
  int8_t *sign;   /* 2 a cell */
  int8_t *turned; /* 1 a line; 0 until it is known */
} Sides;

static void free_sides(Sides *sides) {
  sl_free(sides->line);
  sl_free(sides->sign);
  sl_free(sides->turned);
}

static bool find_sides(const Sides *sides, int64_t lines, const int64_t *starts, const int32_t *members) {
  for (int64_t l = 0; l < lines; l++)
    for (int64_t i = starts[l]; i < starts[l + 1]; i++) {
      bool total = members[i] < 0;
      int64_t c = total ? ~members[i] : members[i];
      int side = sides->line[2 * c] < 0 ? 0 : 1;
      if (sides->line[2 * c + side] >= 0 || (side == 1 && sides->line[2 * c] == l)) return false;
      sides->line[2 * c + side] = (int32_t)l;
      sides->sign[2 * c + side] = total ? -1 : 1;
    }
  return true;
}

/* Chooses the sign of every line that hangs together with `first`; `queue` has room for all lines. */
static bool turn_from(const Sides *sides, int64_t first, const int64_t *starts, const int32_t *members, int32_t *queue) {
  int64_t head = 0, tail = 0;
  queue[tail++] = (int32_t)first;
  sides->turned[first] = 1;
  while (head < tail) {
    int32_t l = queue[head++];
    for (int64_t i = starts[l]; i < starts[l + 1]; i++) {
      int64_t c = members[i] < 0 ? ~members[i] : members[i];
      if (sides->line[2 * c + 1] < 0) continue;
      int here = sides->line[2 * c] == l ? 0 : 1;
      int32_t other = sides->line[2 * c + 1 - here];
      int8_t wanted = (int8_t)(-sides->turned[l] * sides->sign[2 * c + here] * sides->sign[2 * c + 1 - here]);
      if (sides->turned[other] == 0) {
        sides->turned[other] = wanted;
        queue[tail++] = other;
      } else if (sides->turned[other] != wanted) {
        return false;
      }
    }
  }
  return true;
}

static void join_ends(SlSums *sums, const Sides *sides) {
  int32_t outside = (int32_t)sums->lines;
  for (int64_t c = 0; c < sums->cells; c++) {
    int32_t a = sides->line[2 * c], b = sides->line[2 * c + 1];
    sums->from[c] = sums->to[c] = -1;
    if (a < 0) continue;
    if (b < 0) b = outside;
    bool leaves = sides->turned[a] * sides->sign[2 * c] > 0;
    sums->from[c] = leaves ? a : b;
    sums->to[c] = leaves ? b : a;
    sums->starts[a + 1]++;
    sums->starts[b + 1]++;
  }
  for (int64_t n = 0; n <= sums->lines; n++) sums->starts[n + 1] += sums->starts[n];
  /* Each start moves on as its cells are put down, and then stands where the next began. */
  for (int64_t c = 0; c < sums->cells; c++)
    if (sums->from[c] >= 0) sums->ends[sums->starts[sums->from[c]]++] = sums->ends[sums->starts[sums->to[c]]++] = (int32_t)c;
  memmove(sums->starts + 1, sums->starts, (size_t)(sums->lines + 1) * sizeof *sums->starts);
  sums->starts[0] = 0;
}

void sl_sums_reset(SlSums *sums) {
  sl_free(sums->from);
  sl_free(sums->to);
  sl_free(sums->starts);
  sl_free(sums->ends);
  *sums = (SlSums){0};
}

SlStatus sl_sums_init(SlSums *out, int64_t cells, int64_t lines, const int64_t *starts, const int32_t *members, bool *two_way, SlError *err) {
  SlSums sums = {.cells = cells, .lines = lines};
  size_t two = (size_t)cells * 2;
  Sides sides = {sl_alloc_array(two, sizeof *sides.line), sl_alloc_array(two, sizeof *sides.sign), sl_alloc_zeroed((size_t)lines, 1)};
  int32_t *queue = sl_alloc_array((size_t)lines, sizeof *queue);
  sums.from = sl_alloc_array((size_t)cells, sizeof *sums.from);
  sums.to = sl_alloc_array((size_t)cells, sizeof *sums.to);
  sums.starts = sl_alloc_zeroed((size_t)lines + 2, sizeof *sums.starts);
  sums.ends = sl_alloc_array(two, sizeof *sums.ends);
  bool room = sides.line && sides.sign && sides.turned && queue && sums.from && sums.to && sums.starts && sums.ends, graph = false;
  if (room) {
    memset(sides.line, 0xff, two * sizeof *sides.line);
    graph = find_sides(&sides, lines, starts, members);
    for (int64_t l = 0; graph && l < lines; l++)
      if (sides.turned[l] == 0) graph = turn_from(&sides, l, starts, members, queue);
    if (graph) join_ends(&sums, &sides);
  }
  free_sides(&sides);
  sl_free(queue);
  if (graph) *out = sums;
  else sl_sums_reset(&sums);
  if (!room) return sl_fail_alloc(err, two * sizeof *sums.ends);
  *two_way = graph;
  return SL_OK;
}
