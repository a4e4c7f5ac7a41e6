#include "core/base/names.h"

#include <string.h>

/* Longer names are compared whole. Nothing is farther apart. */
enum { LONGEST = 64, FARTHEST = LONGEST };

/* Insertions, deletions, changes and swaps of neighbours between the two; at most `limit` + 1. */
static int slips_between(SlStr a, SlStr b, int limit) {
  if (a.length > LONGEST || b.length > LONGEST) return sl_str_equal(a, b) ? 0 : limit + 1;
  int rows[3][LONGEST + 1]; /* optimal string alignment: three rows are enough for swaps */
  int *before = rows[0], *last = rows[1], *now = rows[2];
  for (size_t j = 0; j <= b.length; j++) last[j] = (int)j;
  for (size_t i = 1; i <= a.length; i++) {
    now[0] = (int)i;
    for (size_t j = 1; j <= b.length; j++) {
      int cost = sl_lower(a.bytes[i - 1]) != sl_lower(b.bytes[j - 1]);
      int best = last[j - 1] + cost;
      if (last[j] + 1 < best) best = last[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      if (i > 1 && j > 1 && sl_lower(a.bytes[i - 1]) == sl_lower(b.bytes[j - 2]) && sl_lower(a.bytes[i - 2]) == sl_lower(b.bytes[j - 1]) &&
          before[j - 2] + 1 < best)
        best = before[j - 2] + 1;
      now[j] = best;
    }
    int *freed = before;
    before = last;
    last = now;
    now = freed;
  }
  int distance = last[b.length];
  return distance > limit ? limit + 1 : distance;
}

/* How many slips are near. */
static int nearness(SlStr wanted) { return wanted.length >= 7 ? 3 : ((int)wanted.length - 1) / 2; }

static bool holds(SlStr name, SlStr part) {
  return part.length >= 3 && name.length >= part.length && memmem(name.bytes, name.length, part.bytes, part.length);
}

/* Up to three of the names no farther than `limit`, best first, with their distances; returns how many. */
static int find_nearest(SlStr wanted, const SlStr *names, int64_t count, int limit, SlStr nearest[3], int distances[3]) {
  int found = 0;
  for (int64_t i = 0; i < count; i++) {
    int distance = slips_between(wanted, names[i], limit), near = nearness(wanted);
    if (distance > near && (holds(names[i], wanted) || holds(wanted, names[i]))) distance = near;
    if (distance > limit) continue;
    int place = found < 3 ? found : 3;
    while (place > 0 && distance < distances[place - 1]) {
      if (place < 3) {
        distances[place] = distances[place - 1];
        nearest[place] = nearest[place - 1];
      }
      place--;
    }
    if (place == 3) continue;
    distances[place] = distance;
    nearest[place] = names[i];
    if (found < 3) found++;
  }
  return found;
}

int sl_nearest_names(SlStr wanted, const SlStr *names, int64_t count, SlStr nearest[3]) {
  int distances[3];
  return find_nearest(wanted, names, count, nearness(wanted), nearest, distances);
}

bool sl_is_misspelt(SlStr wanted, SlStr name) { return slips_between(wanted, name, nearness(wanted)) <= nearness(wanted); }

/* `"a", "b" or "c"`, or with "and". */
static void list_names(SlError *err, const SlStr *names, int count, const char *last) {
  for (int i = 0; i < count; i++)
    sl_fail_more(err, "%s\"%.*s\"", i == 0 ? "" : i + 1 == count ? last : ", ", SL_STR_ARGS(names[i]));
}

void sl_fail_suggest(SlError *err, SlStr wanted, const SlStr *names, int64_t count) {
  SlStr nearest[3];
  int found = sl_nearest_names(wanted, names, count, nearest);
  if (!found) return;
  sl_fail_more(err, "; did you mean ");
  list_names(err, nearest, found, " or ");
  sl_fail_more(err, "?");
}

void sl_fail_no_column(SlError *err, const char *where, SlStr wanted, const SlStr *names, int64_t count) {
  SlStr nearest[3];
  int distances[3], near = 0;
  int found = find_nearest(wanted, names, count, FARTHEST, nearest, distances);
  sl_fail(err, SL_ENAME, "%s%sno column \"%.*s\"", where, *where ? ": " : "", SL_STR_ARGS(wanted));
  while (near < found && distances[near] <= nearness(wanted)) near++;
  if (near) {
    sl_fail_more(err, "; did you mean ");
    list_names(err, nearest, near, " or ");
    sl_fail_more(err, "?");
  }
  if (near == found) return;
  sl_fail_more(err, near ? " (nearest others: " : "; the nearest: ");
  list_names(err, nearest + near, found - near, ", ");
  if (near) sl_fail_more(err, ")");
}
