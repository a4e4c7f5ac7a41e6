#include "core/query/joins/range.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups/segments.h"

enum { NODE_ROWS = 16, MOST_LEVELS = 16, LOOKS_EVERY = SL_SIZE(1 << 16, 16) };

/* A condition as a question about words: the right row's is at least (or, `upper`, at most) what the left row gives. */
typedef struct Asked {
  const SlColumn *left, *right;
  bool upper, strict;
} Asked;

typedef struct Ranges {
  SlMatch *match;
  Asked *asked;          /* those of the column of the order first, then the one of the tree, then the others */
  int64_t count, ordered; /* how many there are; how many are of the order */
  uint64_t *words;       /* of the column of the order, in that order */
  uint64_t *levels[MOST_LEVELS]; /* of the tree's condition: words in order, then the largest of each NODE_ROWS of the level below */
  int64_t lengths[MOST_LEVELS];
  int level_count;       /* 0: no tree */
  SlJoin how;
  int64_t *met, *starts; /* right rows that each left row meets; where rows of the result begin, by left row's morsel */
  int64_t *first;        /* the first right row that each left row met, most often the only one: it is not looked for again */
} Ranges;

static void ranges_reset(Ranges *r) {
  for (int i = 0; i < r->level_count; i++) sl_free(r->levels[i]);
  sl_free(r->asked);
  sl_free(r->words);
  sl_free(r->starts);
  sl_free(r->first);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static uint64_t word_of(const SlColumn *column, int64_t row) {
  return column->type == SL_NUMBER ? sl_word_of_number(sl_column_number(column, row)) : sl_word_of_integer(sl_column_integer(column, row));
}

/* Turned round where at most is asked, so that at least is asked of the tree and of those behind it. */
static uint64_t right_word(const Asked *asked, int64_t row) {
  uint64_t word = word_of(asked->right, row);
  return asked->upper ? ~word : word;
}

/* A bound of integers from a number, which is no NaN: `at` is at least, or at most, what the number says of integers. `strict` becomes
 * false where the number is between two integers. False when no integer is within it. */
static bool integer_bound(double value, bool upper, bool *strict, int64_t *at) {
  double whole = upper ? floor(value) : ceil(value);
  *strict = *strict && whole == value;
  if (whole >= 0x1p63) *at = INT64_MAX;
  else if (whole < -0x1p63) *at = INT64_MIN;
  else *at = (int64_t)whole;
  bool beyond = upper ? whole < -0x1p63 : whole >= 0x1p63;
  if (whole >= 0x1p63 || whole < -0x1p63) *strict = false; /* all integers lie on one side */
  return !beyond;
}

/* A bound of numbers from an integer: the nearest number, and whether it is itself outside, as it is where the integer was rounded
 * beyond what it says. */
static double number_bound(int64_t value, bool upper, bool *strict) {
  double nearest = (double)value;
  bool above = nearest >= 0x1p63 || (int64_t)nearest > value, below = nearest < 0x1p63 && (int64_t)nearest < value;
  if (above) *strict = upper;
  if (below) *strict = !upper;
  return nearest;
}

/* The least word of a right row that will do, turned round likewise; false when none will. Integers and numbers are compared by their
 * exact values, as expressions do. */
static bool least_word(const Asked *asked, int64_t left, uint64_t *word) {
  bool strict = asked->strict, from_number = asked->left->type == SL_NUMBER, to_number = asked->right->type == SL_NUMBER;
  if (from_number == to_number) {
    *word = word_of(asked->left, left);
  } else if (to_number) {
    *word = sl_word_of_number(number_bound(sl_column_integer(asked->left, left), asked->upper, &strict));
  } else {
    int64_t bound;
    if (!integer_bound(sl_column_number(asked->left, left), asked->upper, &strict, &bound)) return false;
    *word = sl_word_of_integer(bound);
  }
  if (asked->upper) *word = ~*word;
  if (!strict) return true;
  return (*word)++ < UINT64_MAX;
}

static bool meets(const Asked *asked, int64_t left, int64_t right) {
  uint64_t least;
  return least_word(asked, left, &least) && right_word(asked, right) >= least;
}

/* --- the order and the tree --------------------------------------------------------------------------------------- */

static Asked ask(const SlRange *range) {
  bool upper = range->op == SL_RANGE_GT || range->op == SL_RANGE_GE; /* left > right: right is below */
  return (Asked){.left = range->left, .right = range->right, .upper = upper, .strict = range->op == SL_RANGE_LT || range->op == SL_RANGE_GT};
}

/* A column that is bounded on both sides leaves the fewest rows by its order alone; else the first will do. */
static const SlColumn *choose_order(const Ranges *r) {
  for (int64_t i = 0; i < r->count; i++)
    for (int64_t k = i + 1; k < r->count; k++)
      if (r->asked[i].right == r->asked[k].right && r->asked[i].upper != r->asked[k].upper) return r->asked[i].right;
  return r->asked[0].right;
}

static SlStatus ask_all(Ranges *r, const SlRange *ranges, SlError *err) {
  r->asked = sl_alloc_array((size_t)r->count, sizeof *r->asked);
  if (!r->asked) return sl_fail_alloc(err, (size_t)r->count * sizeof *r->asked);
  for (int64_t i = 0; i < r->count; i++) r->asked[i] = ask(&ranges[i]);
  const SlColumn *order = choose_order(r);
  for (int64_t i = 0; i < r->count; i++) {
    if (r->asked[i].right != order) continue;
    Asked moved = r->asked[i];
    memmove(&r->asked[r->ordered + 1], &r->asked[r->ordered], (size_t)(i - r->ordered) * sizeof moved);
    r->asked[r->ordered++] = moved;
  }
  return SL_OK;
}

static int64_t listed_rows(const SlMatch *match) { return match->starts[match->bucket_count]; }

static SlStatus load_order(Ranges *r, SlError *err) {
  int64_t count = listed_rows(r->match);
  r->words = sl_alloc_array((size_t)count, sizeof *r->words);
  if (!r->words) return sl_fail_alloc(err, (size_t)count * sizeof *r->words);
  for (int64_t i = 0; i < count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    r->words[i] = word_of(r->asked[0].right, r->match->order[i]);
  }
  return SL_OK;
}

static SlStatus add_level(Ranges *r, int64_t length, SlError *err) {
  uint64_t *words = sl_alloc_array((size_t)length, sizeof *words);
  if (!words) return sl_fail_alloc(err, (size_t)length * sizeof *words);
  r->levels[r->level_count] = words;
  r->lengths[r->level_count++] = length;
  return SL_OK;
}

static SlStatus build_tree(Ranges *r, SlError *err) {
  const Asked *asked = &r->asked[r->ordered];
  int64_t length = listed_rows(r->match);
  SlStatus status = add_level(r, length, err);
  for (int64_t i = 0; status == SL_OK && i < length; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    r->levels[0][i] = right_word(asked, r->match->order[i]);
  }
  while (status == SL_OK && length > NODE_ROWS) {
    const uint64_t *below = r->levels[r->level_count - 1];
    int64_t made = sl_pieces_of(length, NODE_ROWS);
    status = add_level(r, made, err);
    for (int64_t node = 0; status == SL_OK && node < made; node++) {
      if (sl_interrupted_at(node)) return sl_fail_interrupted(err);
      uint64_t largest = 0;
      for (int64_t i = node * NODE_ROWS; i < sl_piece_end(node, NODE_ROWS, length); i++) largest = below[i] > largest ? below[i] : largest;
      r->levels[r->level_count - 1][node] = largest;
    }
    length = made;
  }
  return status;
}

/* --- what a left row meets ---------------------------------------------------------------------------------------- */

/* The first place of [low, high) whose word is at least that one. */
static int64_t first_at_least(const uint64_t *words, int64_t low, int64_t high, uint64_t word) {
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (words[middle] < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The places of its bucket that the conditions on the order leave to a left row: [*low, *high). */
static void find_places(const Ranges *r, int64_t left, int64_t *low, int64_t *high) {
  const SlMatch *match = r->match;
  uint32_t bucket = match->left_buckets[left];
  *low = *high = 0;
  if (bucket == SL_NO_BUCKET) return;
  *low = match->starts[bucket], *high = match->starts[(int64_t)bucket + 1];
  for (int64_t i = 0; i < r->ordered && *low < *high; i++) {
    uint64_t least;
    if (!least_word(&r->asked[i], left, &least))
      *low = *high;
    else if (!r->asked[i].upper)
      *low = first_at_least(r->words, *low, *high, least);
    else if (~least < UINT64_MAX) /* at most ~least: below the one after it */
      *high = first_at_least(r->words, *low, *high, ~least + 1);
  }
}

/* The walk of one left row over the places that are left to it. */
typedef struct Walk {
  const Ranges *ranges;
  int64_t left, low, high;
  uint64_t least;    /* of the tree's condition */
  int64_t met, most; /* how many right rows met; when to stop */
  int64_t first;     /* of these, when there is one */
  int64_t *rows;     /* NULL: only counted */
  int64_t steps;     /* since the last look for an interruption */
  bool interrupted;
} Walk;

static bool goes_on(Walk *w) {
  if (++w->steps >= LOOKS_EVERY) {
    w->steps = 0;
    w->interrupted |= sl_interrupted();
  }
  return !w->interrupted && w->met < w->most;
}

static void visit_place(Walk *w, int64_t place) {
  const Ranges *r = w->ranges;
  int64_t right = r->match->order[place];
  for (int64_t i = r->ordered + 1; i < r->count; i++)
    if (!meets(&r->asked[i], w->left, right)) return;
  if (w->met == 0) w->first = right;
  if (w->rows) w->rows[w->met] = right;
  w->met++;
}

/* What lies below a node of the tree, `span` places wide at this level. */
static void visit_node(Walk *w, int level, int64_t node, int64_t span) {
  const Ranges *r = w->ranges;
  int64_t begin = node * span;
  if (begin >= w->high || begin + span <= w->low || r->levels[level][node] < w->least || !goes_on(w)) return;
  if (level == 0) {
    visit_place(w, node);
    return;
  }
  int64_t first = node * NODE_ROWS, end = sl_piece_end(node, NODE_ROWS, r->lengths[level - 1]);
  for (int64_t child = first; child < end; child++) visit_node(w, level - 1, child, span / NODE_ROWS);
}

static void walk_tree(Walk *w) {
  const Ranges *r = w->ranges;
  int top = r->level_count - 1;
  int64_t span = 1;
  for (int level = 0; level < top; level++) span *= NODE_ROWS;
  for (int64_t node = w->low / span; node < r->lengths[top] && node * span < w->high; node++) visit_node(w, top, node, span);
}

/* Counts the right rows that a left row meets, and lists them in *rows unless it is NULL. */
static void walk(Walk *w, int64_t left, int64_t most, int64_t *rows) {
  const Ranges *r = w->ranges;
  w->left = left, w->met = 0, w->most = most, w->rows = rows;
  find_places(r, left, &w->low, &w->high);
  if (w->low >= w->high) return;
  if (r->level_count > 0) {
    if (least_word(&r->asked[r->ordered], left, &w->least)) walk_tree(w);
    return;
  }
  w->met = w->high - w->low < most ? w->high - w->low : most;
  w->first = r->match->order[w->low];
  if (rows) memcpy(rows, r->match->order + w->low, (size_t)w->met * sizeof *rows);
}

static bool filters(SlJoin how) { return how == SL_JOIN_SEMI || how == SL_JOIN_ANTI; }

static SlStatus count_morsel(void *context, int64_t morsel, SlError *err) {
  Ranges *r = context;
  Walk w = {.ranges = r};
  int64_t end = sl_morsel_end(morsel, r->match->left_count), made = 0, most = filters(r->how) ? 1 : INT64_MAX;
  for (int64_t row = morsel * SL_MORSEL_ROWS; row < end; row++) {
    if (row % SL_BATCH_ROWS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    walk(&w, row, most, NULL);
    if (w.interrupted) return sl_fail_interrupted(err);
    r->met[row] = w.met;
    if (w.met > 0) r->first[row] = w.first;
    made += sl_match_rows_made(r->how, w.met);
  }
  r->starts[morsel + 1] = made;
  return SL_OK;
}

static int by_row(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static bool in_order(const int64_t *rows, int64_t count) {
  for (int64_t i = 1; i < count; i++)
    if (rows[i] < rows[i - 1]) return false;
  return true;
}

static SlStatus fill_morsel(void *context, int64_t morsel, SlError *err) {
  Ranges *r = context;
  SlMatch *match = r->match;
  Walk w = {.ranges = r};
  int64_t at = r->starts[morsel], end = sl_morsel_end(morsel, match->left_count);
  for (int64_t row = morsel * SL_MORSEL_ROWS; row < end; row++) {
    if (row % SL_BATCH_ROWS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    int64_t made = sl_match_rows_made(r->how, r->met[row]);
    for (int64_t i = 0; i < made; i++) match->left_rows[at + i] = row;
    if (match->right_rows && made > 0 && r->met[row] == 0) match->right_rows[at] = -1;
    if (match->right_rows && r->met[row] == 1) match->right_rows[at] = r->first[row];
    if (match->right_rows && r->met[row] > 1) {
      int64_t *rows = match->right_rows + at;
      walk(&w, row, INT64_MAX, rows);
      if (w.interrupted) return sl_fail_interrupted(err);
      if (!in_order(rows, w.met)) qsort(rows, (size_t)w.met, sizeof *rows, by_row);
    }
    at += made;
  }
  return SL_OK;
}

static SlStatus look_for_several(const Ranges *r, bool *several, SlError *err) {
  *several = false;
  for (int64_t row = 0; row < r->match->left_count; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    *several |= r->met[row] > 1;
  }
  return SL_OK;
}

static SlStatus pair(Ranges *r, bool single, SlError *err) {
  SlMatch *match = r->match;
  int64_t morsels = sl_morsels_of(match->left_count);
  r->met = sl_alloc_array((size_t)match->left_count, sizeof *r->met);
  r->first = sl_alloc_array((size_t)match->left_count, sizeof *r->first);
  r->starts = sl_alloc_zeroed((size_t)morsels + 1, sizeof *r->starts);
  if (!r->met || !r->first || !r->starts) return sl_fail_alloc(err, (size_t)match->left_count * sizeof *r->met);
  bool several = false;
  SlStatus status = sl_parallel(morsels, count_morsel, r, err);
  if (status == SL_OK && single) status = look_for_several(r, &several, err);
  if (status != SL_OK || several) return status;
  for (int64_t m = 0; m < morsels; m++) r->starts[m + 1] += r->starts[m];
  match->count = r->starts[morsels];
  size_t count = (size_t)match->count;
  match->left_rows = sl_alloc_array(count, sizeof *match->left_rows);
  match->right_rows = filters(r->how) ? NULL : sl_alloc_array(count, sizeof *match->right_rows);
  if (!match->left_rows || (!filters(r->how) && !match->right_rows)) return sl_fail_alloc(err, count * sizeof *match->left_rows);
  return sl_parallel(morsels, fill_morsel, r, err);
}

SlStatus sl_match_ranges(SlMatch *match, const SlRange *ranges, int64_t count, SlJoin how, bool single, int64_t **met, SlError *err) {
  Ranges r = {.match = match, .count = count, .how = how};
  SlStatus status = ask_all(&r, ranges, err);
  if (status == SL_OK) status = sl_match_list_right_by(match, r.asked[0].right, err);
  if (status == SL_OK) status = load_order(&r, err);
  if (status == SL_OK && r.ordered < r.count) status = build_tree(&r, err);
  if (status == SL_OK) status = pair(&r, single, err);
  if (status == SL_OK && (how == SL_JOIN_RIGHT || how == SL_JOIN_FULL) && match->left_rows) status = sl_match_add_right(match, err);
  ranges_reset(&r);
  if (status == SL_OK)
    *met = r.met;
  else
    sl_free(r.met);
  return status;
}
