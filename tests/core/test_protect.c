/* Cells hidden in tables with sums, against an attacker who tries every table. */
#include <stdlib.h>

#include "core/disclosure/protect.h"
#include "tests/support/test.h"

/* --- tables with all their sums: the last row and the last column are totals ------------------------------------------------------ */

enum { MOST_CELLS = 64, MOST_LINES = 16 };

typedef struct Margins {
  int rows, columns; /* with the totals */
  int64_t value[MOST_CELLS];
  SlSums sums;
} Margins;

static void add_up(Margins *t) {
  int w = t->columns, last = t->rows - 1;
  for (int r = 0; r < last; r++) t->value[r * w + w - 1] = 0;
  for (int c = 0; c < w; c++) t->value[last * w + c] = 0;
  for (int r = 0; r < last; r++)
    for (int c = 0; c < w - 1; c++) {
      int64_t x = t->value[r * w + c];
      t->value[r * w + w - 1] += x;
      t->value[last * w + c] += x;
      t->value[last * w + w - 1] += x;
    }
  int64_t starts[MOST_LINES + 1] = {0};
  int32_t members[2 * MOST_CELLS];
  int lines = 0, count = 0;
  for (int r = 0; r < t->rows; r++) {
    for (int c = 0; c < w; c++) members[count++] = c < w - 1 ? r * w + c : ~(r * w + c);
    starts[++lines] = count;
  }
  for (int c = 0; c < w; c++) {
    for (int r = 0; r < t->rows; r++) members[count++] = r < last ? r * w + c : ~(r * w + c);
    starts[++lines] = count;
  }
  bool two_way = false;
  SlError err;
  assert_ok(sl_sums_init(&t->sums, (int64_t)t->rows * w, lines, starts, members, &two_way, &err), err);
  assert_true(two_way);
}

static bool is_total(const Margins *t, int cell) { return cell % t->columns == t->columns - 1 || cell / t->columns == t->rows - 1; }

static Margins table_of(int rows, int columns, const int64_t *inner) {
  Margins t = {.rows = rows + 1, .columns = columns + 1};
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++) t.value[r * t.columns + c] = inner[r * columns + c];
  add_up(&t);
  return t;
}

typedef struct Setting {
  int64_t below, least;
  bool exact;
} Setting;

typedef struct Outcome {
  uint8_t state[MOST_CELLS];
  int64_t slack[MOST_CELLS];
  int further, exposed;
} Outcome;

static Outcome hide(const Margins *t, Setting how) {
  int cells = t->rows * t->columns;
  Outcome out = {.further = 0};
  int64_t need[MOST_CELLS], cost[MOST_CELLS];
  for (int c = 0; c < cells; c++) {
    int64_t x = t->value[c];
    out.state[c] = x > 0 && x < how.below ? SL_CELL_PRIMARY : x == 0 ? SL_CELL_SHOWN : SL_CELL_OPEN;
    out.slack[c] = x > how.least ? x - how.least : 0;
    need[c] = x < how.below ? how.below - x : 1;
    cost[c] = is_total(t, c) ? INT64_C(1) << 40 : 100000 + x;
  }
  SlError err;
  assert_ok(sl_protect(&t->sums, &(SlProtection){out.slack, need, cost, how.exact}, out.state, &err), err);
  for (int c = 0; c < cells; c++) {
    out.further += out.state[c] == SL_CELL_FURTHER;
    out.exposed += out.state[c] == SL_CELL_EXPOSED;
  }
  return out;
}

static bool is_hidden(uint8_t state) { return state != SL_CELL_OPEN && state != SL_CELL_SHOWN; }

/* --- the attacker: fills in the hidden inner cells in every way and sees whether all that is shown comes out ---------------------- */

typedef struct Attack {
  const Margins *t;
  const uint8_t *state;
  int64_t least, cap; /* the least of a hidden cell, and where he stops counting */
  int64_t value[MOST_CELLS], low[MOST_CELLS], high[MOST_CELLS];
} Attack;

static bool total_fits(Attack *a, int total) {
  if (is_hidden(a->state[total])) return a->value[total] >= a->least;
  return a->value[total] == a->t->value[total];
}

static bool line_fits(Attack *a, int total, int first, int step, int count) {
  a->value[total] = 0;
  for (int i = 0; i < count; i++) a->value[total] += a->value[first + i * step];
  return total_fits(a, total);
}

static void note_values(Attack *a) {
  for (int c = 0; c < a->t->rows * a->t->columns; c++) {
    if (a->value[c] < a->low[c]) a->low[c] = a->value[c];
    if (a->value[c] > a->high[c]) a->high[c] = a->value[c];
  }
}

static void attack_from(Attack *a, int cell) {
  const Margins *t = a->t;
  int w = t->columns, last = t->rows - 1;
  if (cell == last * w) {
    for (int c = 0; c < w; c++)
      if (!line_fits(a, last * w + c, c, w, last)) return;
    note_values(a);
    return;
  }
  if (cell % w == w - 1) {
    if (line_fits(a, cell, cell - w + 1, 1, w - 1)) attack_from(a, cell + 1);
    return;
  }
  if (!is_hidden(a->state[cell])) {
    a->value[cell] = t->value[cell];
    attack_from(a, cell + 1);
    return;
  }
  /* No more than what is left of the row's shown total. */
  int64_t most = a->cap, total = cell / w * w + w - 1;
  if (!is_hidden(a->state[total])) {
    int64_t left = t->value[total];
    for (int c = cell / w * w; c < cell; c++) left -= a->value[c];
    if (left < most) most = left;
  }
  int64_t below = last * w + cell % w;
  if (!is_hidden(a->state[below])) {
    int64_t left = t->value[below];
    for (int c = cell % w; c < cell; c += w) left -= a->value[c];
    if (left < most) most = left;
  }
  for (int64_t x = a->least; x <= most; x++) {
    a->value[cell] = x;
    attack_from(a, cell + 1);
  }
}

static Attack attack(const Margins *t, const uint8_t *state, int64_t least, int64_t cap) {
  Attack a = {.t = t, .state = state, .least = least, .cap = cap};
  for (int c = 0; c < MOST_CELLS; c++) a.low[c] = INT64_MAX, a.high[c] = -1;
  attack_from(&a, 0);
  return a;
}

/* --- known answers -------------------------------------------------------------------------------------------------------------- */

static void assert_range(const Margins *t, const Outcome *out, int cell, int64_t least, int64_t greatest) {
  int64_t fall, rise;
  SlError err;
  assert_ok(sl_protect_range(&t->sums, out->slack, out->state, cell, 1000, &fall, &rise, &err), err);
  assert_int_equal(t->value[cell] - fall, least);
  assert_int_equal(t->value[cell] + rise, greatest);
}

static void one_small_count_takes_a_ring_of_four(void **state) {
  (void)state;
  Margins t = table_of(3, 3, (int64_t[]){20, 3, 14, 9, 11, 30, 25, 16, 8});
  Outcome out = hide(&t, (Setting){5, 0, false});
  assert_int_equal(out.further, 3);
  assert_true(out.state[2] == SL_CELL_FURTHER && out.state[9] == SL_CELL_FURTHER && out.state[10] == SL_CELL_FURTHER);
  assert_range(&t, &out, 1, 0, 17);
  assert_range(&t, &out, 2, 0, 17);
  assert_range(&t, &out, 9, 2, 19);
  assert_range(&t, &out, 10, 5, 22);
  sl_sums_reset(&t.sums);
}

static void two_small_counts_across_share_their_ring(void **state) {
  (void)state;
  Margins t = table_of(3, 3, (int64_t[]){4, 30, 12, 22, 2, 18, 15, 27, 41});
  Outcome out = hide(&t, (Setting){5, 0, false});
  assert_int_equal(out.further, 2);
  assert_range(&t, &out, 0, 2, 26);
  assert_range(&t, &out, 5, 0, 24);
  assert_range(&t, &out, 1, 8, 32);
  assert_range(&t, &out, 4, 0, 24);
  sl_sums_reset(&t.sums);
}

static void small_counts_alone_can_be_uncertain_and_known_to_be_small(void **state) {
  (void)state;
  Margins t = table_of(3, 3, (int64_t[]){1, 3, 20, 2, 1, 30, 40, 50, 60});
  Outcome weak = hide(&t, (Setting){5, 0, true}), ours = hide(&t, (Setting){5, 0, false});
  assert_int_equal(weak.further, 0);
  assert_range(&t, &weak, 0, 0, 3);
  assert_range(&t, &weak, 1, 1, 4);
  assert_int_equal(ours.further, 4);
  static const int small[] = {0, 1, 4, 5};
  for (int i = 0; i < 4; i++) assert_range(&t, &ours, small[i], 0, 7);
  sl_sums_reset(&t.sums);
}

/* Elimination sees nothing here: every line has two hidden cells or more. */
static void who_knows_that_zeros_are_shown_tells_all_six(void **state) {
  (void)state;
  Margins t = table_of(3, 3, (int64_t[]){11, 8, 20, 30, 1, 2, 1, 40, 54});
  static const int hidden[] = {0, 1, 5, 6, 8, 10};
  static const int64_t least[] = {10, 7, 0, 1, 0, 53};
  Outcome out = {.further = 0}, strict = {.further = 0};
  memset(out.state, SL_CELL_OPEN, sizeof out.state);
  for (int i = 0; i < 6; i++) out.state[hidden[i]] = SL_CELL_BEFORE;
  strict = out;
  for (int i = 0; i < 6; i++) out.slack[hidden[i]] = t.value[hidden[i]], strict.slack[hidden[i]] = t.value[hidden[i]] - 1;
  for (int i = 0; i < 6; i++) {
    assert_range(&t, &out, hidden[i], least[i], least[i] + 2);
    assert_range(&t, &strict, hidden[i], t.value[hidden[i]], t.value[hidden[i]]);
  }
  sl_sums_reset(&t.sums);
}

static void what_nothing_can_protect_is_named_and_nothing_else_hidden(void **state) {
  (void)state;
  Margins t = table_of(2, 2, (int64_t[]){3, 0, 30, 20});
  Outcome out = hide(&t, (Setting){5, 1, false});
  assert_int_equal(out.exposed, 0); /* the total of its row, 3, is hidden with it */
  sl_sums_reset(&t.sums);
  t = table_of(1, 2, (int64_t[]){3, 2});
  out = hide(&t, (Setting){50, 1, false});
  assert_int_equal(out.exposed, 0); /* no sum is shown at all */
  sl_sums_reset(&t.sums);
  /* One sum that is known elsewhere. */
  SlSums line;
  bool two_way;
  SlError err;
  assert_ok(sl_sums_init(&line, 3, 1, (int64_t[]){0, 3}, (int32_t[]){0, 1, 2}, &two_way, &err), err);
  uint8_t states[] = {SL_CELL_PRIMARY, SL_CELL_OPEN, SL_CELL_SHOWN};
  SlProtection how = {(int64_t[]){2, 1, 0}, (int64_t[]){2, 1, 1}, (int64_t[]){1, 1, 1}, false};
  assert_ok(sl_protect(&line, &how, states, &err), err);
  assert_int_equal(states[0], SL_CELL_EXPOSED);
  assert_int_equal(states[1], SL_CELL_OPEN);
  sl_sums_reset(&line);
}

static void three_sums_of_one_cell_are_no_graph(void **state) {
  (void)state;
  SlSums sums = {.cells = -1};
  bool two_way = true;
  SlError err;
  assert_ok(sl_sums_init(&sums, 2, 3, (int64_t[]){0, 2, 3, 4}, (int32_t[]){0, 1, 0, 0}, &two_way, &err), err);
  assert_false(two_way);
  two_way = true; /* a ring of three sums, each two cells: no choice of signs */
  assert_ok(sl_sums_init(&sums, 3, 3, (int64_t[]){0, 2, 4, 6}, (int32_t[]){0, 1, 1, 2, 2, 0}, &two_way, &err), err);
  assert_false(two_way);
  assert_int_equal(sums.cells, -1);
}

/* --- random tables ---------------------------------------------------------------------------------------------------------------- */

static uint32_t seed = 7;
static int64_t random_below(int64_t n) {
  seed = seed * 1103515245u + 12345u;
  return (int64_t)(seed >> 8) % n;
}

static Margins random_table(int rows, int columns, int64_t most) {
  int64_t inner[MOST_CELLS];
  for (int i = 0; i < rows * columns; i++) inner[i] = random_below(3) == 0 ? random_below(4) : random_below(most);
  return table_of(rows, columns, inner);
}

static void ranges_are_those_of_all_tables_that_fit(void **state) {
  (void)state;
  for (int round = 0; round < 300; round++) {
    Margins t = random_table(2 + round % 2, 3, 7);
    int64_t least = round % 2;
    Outcome out = {.further = 0};
    for (int c = 0; c < t.rows * t.columns; c++) {
      out.state[c] = t.value[c] >= least && !is_total(&t, c) && random_below(3) > 0 ? SL_CELL_BEFORE : SL_CELL_OPEN;
      out.slack[c] = t.value[c] - least > 0 ? t.value[c] - least : 0;
    }
    Attack a = attack(&t, out.state, least, 40);
    for (int c = 0; c < t.rows * t.columns; c++)
      if (out.state[c] == SL_CELL_BEFORE) assert_range(&t, &out, c, a.low[c], a.high[c]);
    sl_sums_reset(&t.sums);
  }
}

static void no_small_count_of_random_tables_can_be_told(void **state) {
  (void)state;
  int hidden_tables = 0;
  for (int round = 0; round < 1000; round++) {
    Setting how = {3 + round % 2, 1, round % 3 == 0};
    Margins t = random_table(1 + round % 3, 2 + round % 2, 7);
    Outcome out = hide(&t, how);
    Attack a = attack(&t, out.state, 1, 10);
    for (int c = 0; c < t.rows * t.columns; c++) {
      if (out.state[c] == SL_CELL_PRIMARY) {
        assert_true(a.high[c] > a.low[c]);
        if (!how.exact) assert_true(a.high[c] >= how.below);
      }
      if (out.state[c] == SL_CELL_FURTHER) assert_true(a.high[c] > a.low[c]);
    }
    hidden_tables += out.further > 0;
    sl_sums_reset(&t.sums);
  }
  assert_true(hidden_tables > 300);
}

/* The fewest further cells there could be, by trying all sets of inner cells. */
static int fewest_further(const Margins *t, Setting how, const Outcome *out) {
  int open[MOST_CELLS], count = 0, best = 100;
  for (int c = 0; c < t->rows * t->columns; c++)
    if (t->value[c] >= how.below && !is_total(t, c)) open[count++] = c;
  for (int set = 0; set < 1 << count; set++) {
    int size = __builtin_popcount((unsigned)set);
    if (size >= best) continue;
    Outcome trial = *out;
    for (int c = 0; c < t->rows * t->columns; c++)
      if (trial.state[c] == SL_CELL_FURTHER) trial.state[c] = SL_CELL_OPEN;
    for (int i = 0; i < count; i++)
      if (set >> i & 1) trial.state[open[i]] = SL_CELL_FURTHER;
    bool safe = true;
    for (int c = 0; safe && c < t->rows * t->columns; c++) {
      int64_t fall, rise;
      SlError err;
      if (trial.state[c] != SL_CELL_PRIMARY) continue;
      assert_ok(sl_protect_range(&t->sums, trial.slack, trial.state, c, how.below, &fall, &rise, &err), err);
      safe = how.exact ? fall + rise > 0 : t->value[c] + rise >= how.below;
    }
    if (safe) best = size;
  }
  return best;
}

static void few_more_cells_are_hidden_than_must_be(void **state) {
  (void)state;
  int ours = 0, fewest = 0;
  for (int round = 0; round < 200; round++) {
    Setting how = {5, 1, round % 2 == 0};
    Margins t = random_table(3, 3 + round % 2, 30);
    Outcome out = hide(&t, how);
    int best = fewest_further(&t, how, &out);
    if (best < 100 && out.further > 0) {
      ours += out.further;
      fewest += best;
      for (int c = 0; c < t.rows * t.columns; c++) assert_false(is_total(&t, c) && out.state[c] == SL_CELL_FURTHER);
    }
    sl_sums_reset(&t.sums);
  }
  print_message("further cells: %d, at least %d: %.3f\n", ours, fewest, ours / (double)fewest);
  assert_true(fewest > 100 && ours <= 1.2 * fewest);
}

static SlStatus protect_once(void *context, SlError *err) {
  Margins *t = context;
  int64_t slack[MOST_CELLS], need[MOST_CELLS], cost[MOST_CELLS];
  uint8_t states[MOST_CELLS];
  for (int c = 0; c < t->rows * t->columns; c++) {
    states[c] = t->value[c] < 5 ? SL_CELL_PRIMARY : SL_CELL_OPEN;
    slack[c] = t->value[c];
    need[c] = t->value[c] < 5 ? 5 - t->value[c] : 1;
    cost[c] = 1;
  }
  return sl_protect(&t->sums, &(SlProtection){slack, need, cost, false}, states, err);
}

static void every_failed_request_for_memory_is_reported(void **state) {
  (void)state;
  Margins t = table_of(3, 3, (int64_t[]){4, 30, 12, 22, 2, 18, 15, 27, 41});
  fail_each_allocation(protect_once, &t);
  sl_sums_reset(&t.sums);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_small_count_takes_a_ring_of_four),
      cmocka_unit_test(two_small_counts_across_share_their_ring),
      cmocka_unit_test(small_counts_alone_can_be_uncertain_and_known_to_be_small),
      cmocka_unit_test(who_knows_that_zeros_are_shown_tells_all_six),
      cmocka_unit_test(what_nothing_can_protect_is_named_and_nothing_else_hidden),
      cmocka_unit_test(three_sums_of_one_cell_are_no_graph),
      cmocka_unit_test(ranges_are_those_of_all_tables_that_fit),
      cmocka_unit_test(no_small_count_of_random_tables_can_be_told),
      cmocka_unit_test(few_more_cells_are_hidden_than_must_be),
      cmocka_unit_test(every_failed_request_for_memory_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
