#include "core/disclosure/flow.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/disclosure/protect.h"

SlStatus sl_flow_init(SlFlow *out, const SlSums *sums, const int64_t *slack, const int64_t *cost, uint8_t *state, SlError *err) {
  size_t cells = (size_t)sums->cells, nodes = (size_t)sums->lines + 1;
  SlFlow flow = {.sums = sums, .slack = slack, .cost = cost, .state = state};
  flow.ends = sl_alloc_array(cells * 2, sizeof *flow.ends);
  flow.hidden_count = sl_alloc_array(nodes, sizeof *flow.hidden_count);
  flow.stands = sl_alloc_array(cells * 2, sizeof *flow.stands);
  flow.change = sl_alloc_zeroed(cells, sizeof *flow.change);
  flow.changed = sl_alloc_array(cells, sizeof *flow.changed);
  flow.is_changed = sl_alloc_zeroed(cells, sizeof *flow.is_changed);
  flow.distance = sl_alloc_array(nodes, sizeof *flow.distance);
  flow.place = sl_alloc_array(nodes, sizeof *flow.place);
  flow.seen = sl_alloc_zeroed(nodes, sizeof *flow.seen);
  flow.arrived = sl_alloc_array(nodes, sizeof *flow.arrived);
  flow.heap = sl_alloc_array(nodes, sizeof *flow.heap);
  flow.queue = sl_alloc_array(nodes, sizeof *flow.queue);
  bool room = flow.ends && flow.hidden_count && flow.stands && flow.change && flow.changed && flow.is_changed && flow.distance;
  if (room && flow.place && flow.seen && flow.arrived && flow.heap && flow.queue) {
    *out = flow;
    sl_flow_use(out, state);
    return SL_OK;
  }
  sl_flow_reset(&flow);
  return sl_fail_alloc(err, (cells + nodes) * sizeof *flow.change);
}

void sl_flow_reset(SlFlow *flow) {
  sl_free(flow->ends);
  sl_free(flow->hidden_count);
  sl_free(flow->stands);
  sl_free(flow->change);
  sl_free(flow->changed);
  sl_free(flow->is_changed);
  sl_free(flow->distance);
  sl_free(flow->place);
  sl_free(flow->seen);
  sl_free(flow->arrived);
  sl_free(flow->heap);
  sl_free(flow->queue);
  *flow = (SlFlow){0};
}

void sl_flow_clear(SlFlow *flow) {
  for (int64_t i = 0; i < flow->changed_count; i++) {
    flow->change[flow->changed[i]] = 0;
    flow->is_changed[flow->changed[i]] = false;
  }
  flow->changed_count = 0;
}

/* --- which cells are hidden: most searches go over these alone, and a large table has few of them ---------------------------------- */

static bool is_hidden(uint8_t state) { return state != SL_CELL_OPEN && state != SL_CELL_SHOWN; }

static void stand(SlFlow *flow, int32_t node, int64_t place, int32_t cell) {
  flow->ends[place] = cell;
  flow->stands[2 * (int64_t)cell + (flow->sums->to[cell] == node)] = place;
}

static void swap(SlFlow *flow, int32_t node, int32_t cell, int64_t with) {
  int64_t place = flow->stands[2 * (int64_t)cell + (flow->sums->to[cell] == node)];
  stand(flow, node, place, flow->ends[with]);
  stand(flow, node, with, cell);
}

static void move_across(SlFlow *flow, int32_t node, int32_t cell, bool hidden) {
  int64_t first_open = flow->sums->starts[node] + flow->hidden_count[node];
  swap(flow, node, cell, hidden ? first_open : first_open - 1);
  flow->hidden_count[node] += hidden ? 1 : -1;
}

void sl_flow_set(SlFlow *flow, int32_t cell, uint8_t state) {
  bool hidden = is_hidden(state), differs = hidden != is_hidden(flow->state[cell]);
  flow->state[cell] = state;
  if (!differs || flow->sums->from[cell] < 0) return;
  move_across(flow, flow->sums->from[cell], cell, hidden);
  move_across(flow, flow->sums->to[cell], cell, hidden);
}

void sl_flow_use(SlFlow *flow, uint8_t *state) {
  const SlSums *sums = flow->sums;
  flow->state = state;
  for (int32_t node = 0; node <= sums->lines; node++) {
    flow->hidden_count[node] = 0;
    for (int64_t i = sums->starts[node]; i < sums->starts[node + 1]; i++) stand(flow, node, i, sums->ends[i]);
    for (int64_t i = sums->starts[node]; i < sums->starts[node + 1]; i++)
      if (is_hidden(state[sums->ends[i]])) move_across(flow, node, sums->ends[i], true);
  }
}

/* --- the nodes still to be looked at, nearest first; of two as near the one with the smaller number, so that the answer is one ----- */

static bool nearer(const SlFlow *flow, int32_t a, int32_t b) {
  return flow->distance[a] < flow->distance[b] || (flow->distance[a] == flow->distance[b] && a < b);
}

static void put(SlFlow *flow, int64_t place, int32_t node) {
  flow->heap[place] = node;
  flow->place[node] = place;
}

static void rise(SlFlow *flow, int64_t place, int32_t node) {
  for (; place > 0 && nearer(flow, node, flow->heap[(place - 1) / 2]); place = (place - 1) / 2) put(flow, place, flow->heap[(place - 1) / 2]);
  put(flow, place, node);
}

static int32_t take_nearest(SlFlow *flow) {
  int32_t nearest = flow->heap[0], last = flow->heap[--flow->heap_count];
  flow->place[nearest] = -1;
  if (flow->heap_count == 0) return nearest;
  int64_t place = 0;
  for (int64_t below = 1; below < flow->heap_count; below = 2 * place + 1) {
    if (below + 1 < flow->heap_count && nearer(flow, flow->heap[below + 1], flow->heap[below])) below++;
    if (!nearer(flow, flow->heap[below], last)) break;
    put(flow, place, flow->heap[below]);
    place = below;
  }
  put(flow, place, last);
  return nearest;
}

static int32_t take_next(SlFlow *flow) { return flow->queue_begin < flow->queue_end ? flow->queue[flow->queue_begin++] : take_nearest(flow); }

/* Over cells that are hidden already a node is as near as the one before it, and nearer there is none. */
static void reach(SlFlow *flow, int32_t node, int64_t distance, bool as_near, int32_t cell) {
  bool seen = flow->seen[node] == flow->search;
  if (seen && (flow->place[node] < 0 || flow->distance[node] <= distance)) return;
  flow->seen[node] = flow->search;
  flow->distance[node] = distance;
  flow->arrived[node] = cell;
  if (as_near && !seen) {
    flow->place[node] = -1;
    flow->queue[flow->queue_end++] = node;
  } else {
    rise(flow, seen ? flow->place[node] : flow->heap_count++, node);
  }
}

/* --- paths over hidden cells: all cost nothing, so that they are sought from both ends, which meet after far fewer nodes --------------- */

typedef struct Side {
  int32_t *queue;
  int64_t begin, end, mark; /* nodes seen from here have this in `seen` */
  bool forwards;            /* `arrived` has the cell by which a node is reached; backwards, the one by which the path goes on */
} Side;

static int32_t other_end(const SlFlow *flow, int32_t cell, int32_t node) {
  return flow->sums->to[cell] == node ? flow->sums->from[cell] : flow->sums->to[cell];
}

/* Looks at the neighbours of the next node. When the other side has seen one, gives the cell that joins the two; else -1. */
static int32_t step(SlFlow *flow, Side *side, int64_t other, int64_t amount, int32_t without, int32_t *node) {
  const SlSums *sums = flow->sums;
  *node = side->queue[side->begin++];
  for (int64_t i = sums->starts[*node], last = i + flow->hidden_count[*node]; i < last; i++) {
    int32_t c = flow->ends[i];
    bool raised = (sums->from[c] == *node) == side->forwards;
    if (c == without || (!raised && flow->slack[c] + flow->change[c] < amount)) continue;
    int32_t next = other_end(flow, c, *node);
    if (flow->seen[next] == side->mark) continue;
    if (flow->seen[next] == other) return c;
    flow->seen[next] = side->mark;
    flow->arrived[next] = c;
    side->queue[side->end++] = next;
  }
  return -1;
}

static bool find_hidden(SlFlow *flow, int32_t from, int32_t to, int64_t amount, int32_t without) {
  flow->queue[0] = from;
  flow->heap[0] = to;
  Side ahead = {flow->queue, 0, 1, flow->search, true}, back = {flow->heap, 0, 1, flow->search + 1, false};
  flow->seen[from] = ahead.mark;
  flow->seen[to] = back.mark;
  while (ahead.begin < ahead.end && back.begin < back.end) {
    bool forwards = ahead.end - ahead.begin <= back.end - back.begin;
    int32_t node, joint = forwards ? step(flow, &ahead, back.mark, amount, without, &node) : step(flow, &back, ahead.mark, amount, without, &node);
    if (joint < 0) continue;
    /* From where they meet on, each node is reached by the cell by which the one before it goes on. */
    int32_t next = forwards ? other_end(flow, joint, node) : node, by = joint;
    while (next != to) {
      int32_t onwards = flow->arrived[next];
      flow->arrived[next] = by;
      by = onwards;
      next = other_end(flow, by, next);
    }
    flow->arrived[to] = by;
    return true;
  }
  return false;
}

/* --- paths --------------------------------------------------------------------------------------------------------------------------- */

int64_t sl_flow_find(SlFlow *flow, int32_t from, int32_t to, int64_t amount, int32_t without, bool open) {
  const SlSums *sums = flow->sums;
  flow->search += 2;
  if (!open) return find_hidden(flow, from, to, amount, without) ? 0 : -1;
  flow->heap_count = flow->queue_begin = flow->queue_end = 0;
  reach(flow, from, 0, true, -1);
  while (flow->heap_count > 0 || flow->queue_begin < flow->queue_end) {
    int32_t node = take_next(flow);
    if (node == to) return flow->distance[node];
    for (int64_t i = sums->starts[node]; i < sums->starts[node + 1]; i++) {
      int32_t c = flow->ends[i];
      SlCellState state = flow->state[c];
      if (c == without || state == SL_CELL_SHOWN) continue;
      bool raised = sums->from[c] == node;
      if (!raised && flow->slack[c] + flow->change[c] < amount) continue;
      int64_t cost = state == SL_CELL_OPEN ? flow->cost[c] : 0;
      int32_t next = raised ? sums->to[c] : sums->from[c];
      reach(flow, next, flow->distance[node] + cost, cost == 0, c);
      if (next == to && cost == 0) return flow->distance[next];
    }
  }
  return -1;
}

static int32_t node_before(const SlFlow *flow, int32_t node) { return other_end(flow, flow->arrived[node], node); }

int64_t sl_flow_push(SlFlow *flow, int32_t from, int32_t to, int64_t most) {
  for (int32_t node = to; node != from; node = node_before(flow, node)) {
    int32_t c = flow->arrived[node];
    int64_t room = flow->slack[c] + flow->change[c];
    if (flow->sums->to[c] != node && room < most) most = room;
  }
  for (int32_t node = to; node != from; node = node_before(flow, node)) {
    int32_t c = flow->arrived[node];
    flow->change[c] += flow->sums->to[c] == node ? most : -most;
    if (flow->state[c] == SL_CELL_OPEN) sl_flow_set(flow, c, SL_CELL_FURTHER);
    if (flow->is_changed[c]) continue;
    flow->is_changed[c] = true;
    flow->changed[flow->changed_count++] = c;
  }
  return most;
}
