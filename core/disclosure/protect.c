#include "core/disclosure/protect.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/disclosure/flow.h"

/* Why a primary cell is safe: the cells that change when it does. */
typedef struct Witness {
  int32_t cell;
  int32_t *changes;
  int64_t count;
} Witness;

typedef struct Choice {
  const SlProtection *how;
  SlFlow flow; /* its state is the caller's, or a copy that is tried */
  Witness *witnesses;
  int64_t primaries;
  int64_t exposed;
} Choice;

/* --- one primary cell ---------------------------------------------------------------------------------------------------------------- */

/* Raises a cell by `need` (flows lead from its end back to its beginning): whether it can be. */
static bool raise_cell(SlFlow *flow, int32_t cell, int64_t need, bool open) {
  int32_t begin = flow->sums->from[cell], end = flow->sums->to[cell];
  while (need > 0 && sl_flow_find(flow, end, begin, 1, cell, false) >= 0) need -= sl_flow_push(flow, end, begin, need);
  while (need > 0 && open) {
    /* A path that takes all of it hides fewer cells than several do. */
    if (sl_flow_find(flow, end, begin, need, cell, true) < 0 && sl_flow_find(flow, end, begin, 1, cell, true) < 0) break;
    need -= sl_flow_push(flow, end, begin, need);
  }
  return need == 0;
}

/* Raises a cell by 1 or lowers it by 1, whichever hides less. */
static bool move_cell(SlFlow *flow, int32_t cell, bool open) {
  int32_t begin = flow->sums->from[cell], end = flow->sums->to[cell];
  int64_t fall = flow->slack[cell] > 0 ? sl_flow_find(flow, begin, end, 1, cell, open) : -1;
  if (fall != 0) {
    int64_t rise = sl_flow_find(flow, end, begin, 1, cell, open);
    if (rise >= 0 && (fall < 0 || rise <= fall)) return sl_flow_push(flow, end, begin, 1) == 1;
    if (fall < 0) return false;
    sl_flow_find(flow, begin, end, 1, cell, open);
  }
  return sl_flow_push(flow, begin, end, 1) == 1;
}

/* Whether a primary cell is safe with the cells that are hidden, and with open = true with those that it hides for that; if so, why. */
static SlStatus guard(Choice *choice, Witness *witness, bool open, bool *safe, SlError *err) {
  SlFlow *flow = &choice->flow;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  sl_flow_clear(flow);
  *safe = flow->sums->from[witness->cell] < 0 ||
          (choice->how->exact ? move_cell(flow, witness->cell, open) : raise_cell(flow, witness->cell, choice->how->need[witness->cell], open));
  if (!*safe) return SL_OK;
  int32_t *changes = sl_realloc_array(witness->changes, (size_t)flow->changed_count, sizeof *changes);
  if (!changes) return sl_fail_alloc(err, (size_t)flow->changed_count * sizeof *changes);
  witness->changes = changes;
  witness->count = 0;
  for (int64_t i = 0; i < flow->changed_count; i++)
    if (flow->change[flow->changed[i]] != 0) changes[witness->count++] = flow->changed[i];
  return SL_OK;
}

static bool rests_on(const Witness *witness, int32_t cell) {
  for (int64_t i = 0; i < witness->count; i++)
    if (witness->changes[i] == cell) return true;
  return false;
}

/* --- all of them --------------------------------------------------------------------------------------------------------------------- */

static SlStatus guard_all(Choice *choice, bool open, bool backwards, SlError *err) {
  for (int64_t i = 0; i < choice->primaries; i++) {
    Witness *witness = &choice->witnesses[backwards ? choice->primaries - 1 - i : i];
    bool safe;
    SlStatus status = guard(choice, witness, open, &safe, err);
    if (status != SL_OK) return status;
    if (safe) continue;
    sl_flow_set(&choice->flow, witness->cell, SL_CELL_EXPOSED);
    choice->exposed++;
  }
  return SL_OK;
}

/* Shows a cell again if all primary ones are safe without it. */
static SlStatus show_again(Choice *choice, int32_t cell, SlError *err) {
  sl_flow_set(&choice->flow, cell, SL_CELL_OPEN);
  for (int64_t i = 0; i < choice->primaries; i++) {
    bool safe;
    if (!rests_on(&choice->witnesses[i], cell)) continue;
    SlStatus status = guard(choice, &choice->witnesses[i], false, &safe, err);
    if (status != SL_OK) return status;
    if (safe) continue;
    sl_flow_set(&choice->flow, cell, SL_CELL_FURTHER); /* with it the witness stands as it was */
    return SL_OK;
  }
  return SL_OK;
}

typedef struct Priced {
  int64_t cost;
  int32_t cell;
} Priced;

static int dearest_first(const void *a, const void *b) {
  const Priced *x = a, *y = b;
  if (x->cost != y->cost) return x->cost < y->cost ? 1 : -1;
  return (x->cell > y->cell) - (x->cell < y->cell);
}

static SlStatus show_what_can_be(Choice *choice, SlError *err) {
  const uint8_t *state = choice->flow.state;
  int64_t cells = choice->flow.sums->cells, count = 0;
  Priced *further = sl_alloc_array((size_t)cells, sizeof *further);
  if (!further) return sl_fail_alloc(err, (size_t)cells * sizeof *further);
  for (int64_t c = 0; c < cells; c++)
    if (state[c] == SL_CELL_FURTHER) further[count++] = (Priced){choice->how->cost[c], (int32_t)c};
  qsort(further, (size_t)count, sizeof *further, dearest_first);
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) status = show_again(choice, further[i].cell, err);
  sl_free(further);
  return status;
}

static int64_t cost_of(const Choice *choice, const uint8_t *state) {
  int64_t cost = 0;
  for (int64_t c = 0; c < choice->flow.sums->cells; c++)
    if (state[c] == SL_CELL_FURTHER) cost += choice->how->cost[c];
  return cost;
}

/* Another way to choose, from the states as they were; takes its answer when it is cheaper. */
static SlStatus try_another(Choice *choice, const uint8_t *before, bool from_all, uint8_t *trial, uint8_t *best, SlError *err) {
  int64_t cells = choice->flow.sums->cells;
  memcpy(trial, before, (size_t)cells);
  for (int64_t c = 0; from_all && c < cells; c++)
    if (trial[c] == SL_CELL_OPEN && choice->flow.sums->from[c] >= 0) trial[c] = SL_CELL_FURTHER;
  sl_flow_use(&choice->flow, trial);
  SlStatus status = guard_all(choice, !from_all, true, err);
  if (status == SL_OK) status = show_what_can_be(choice, err);
  if (status == SL_OK && cost_of(choice, trial) < cost_of(choice, best)) memcpy(best, trial, (size_t)cells);
  return status;
}

static SlStatus choose(Choice *choice, uint8_t *copies, uint8_t *state, SlError *err) {
  enum { SMALL = 1 << 17 }; /* cells times primary ones: up to there other ways to choose take no time that anyone notices */
  int64_t cells = choice->flow.sums->cells;
  uint8_t *before = copies, *best = copies + cells, *trial = best + cells;
  memcpy(before, state, (size_t)cells);
  memcpy(best, state, (size_t)cells);
  sl_flow_use(&choice->flow, best);
  SlStatus status = guard_all(choice, true, false, err);
  if (status != SL_OK) return status;
  if (choice->exposed > 0) {
    for (int64_t c = 0; c < cells; c++)
      if (best[c] == SL_CELL_EXPOSED) state[c] = SL_CELL_EXPOSED;
    return SL_OK;
  }
  status = show_what_can_be(choice, err);
  bool small = cells * choice->primaries <= SMALL && cost_of(choice, best) > 0;
  for (int way = 0; way < 2 && small && status == SL_OK; way++) status = try_another(choice, before, way == 1, trial, best, err);
  if (status == SL_OK) memcpy(state, best, (size_t)cells);
  return status;
}

SlStatus sl_protect(const SlSums *sums, const SlProtection *how, uint8_t *state, SlError *err) {
  size_t cells = (size_t)sums->cells;
  Choice choice = {.how = how};
  uint8_t *copies = sl_alloc_array(cells, 3);
  if (!copies) return sl_fail_alloc(err, cells * 3);
  SlStatus status = sl_flow_init(&choice.flow, sums, how->slack, how->cost, state, err);
  if (status == SL_OK) {
    choice.witnesses = sl_alloc_zeroed(cells, sizeof *choice.witnesses);
    if (!choice.witnesses) status = sl_fail_alloc(err, cells * sizeof *choice.witnesses);
  }
  if (status == SL_OK) {
    for (int64_t c = 0; c < sums->cells; c++)
      if (state[c] == SL_CELL_PRIMARY) choice.witnesses[choice.primaries++].cell = (int32_t)c;
    status = choose(&choice, copies, state, err);
  }
  for (int64_t i = 0; i < choice.primaries; i++) sl_free(choice.witnesses[i].changes);
  sl_free(choice.witnesses);
  sl_flow_reset(&choice.flow);
  sl_free(copies);
  return status;
}

/* --- what a reader can tell ------------------------------------------------------------------------------------------------------------ */

SlStatus sl_protect_range(const SlSums *sums, const int64_t *slack, const uint8_t *state, int64_t cell, int64_t most, int64_t *fall,
                          int64_t *rise, SlError *err) {
  SlFlow flow;
  int32_t begin = sums->from[cell], end = sums->to[cell], c = (int32_t)cell;
  int64_t lowest = slack[cell] < most ? slack[cell] : most, range[2] = {lowest, most};
  /* Nothing is hidden here: without open cells a search leaves the states as they are. */
  SlStatus status = sl_flow_init(&flow, sums, slack, NULL, (uint8_t *)state, err);
  if (status != SL_OK) return status;
  for (int way = 0; way < 2 && begin >= 0; way++) {
    int32_t from = way == 0 ? begin : end, to = way == 0 ? end : begin;
    int64_t left = range[way];
    sl_flow_clear(&flow);
    while (left > 0 && sl_flow_find(&flow, from, to, 1, c, false) >= 0) left -= sl_flow_push(&flow, from, to, left);
    range[way] -= left;
  }
  sl_flow_reset(&flow);
  *fall = range[0];
  *rise = range[1];
  return SL_OK;
}
