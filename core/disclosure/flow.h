/* flow.h - changes of hidden cells that leave every sum as it is, found path by path.
 *
 * A path goes from line to line along cells that are raised (from their beginning to their end) or lowered (back). It costs what its open
 * cells cost; cells that are hidden cost nothing. Pushing along it changes them, and later paths may undo that.
 * Ownership: whoever holds the struct; sums, slack, cost and state are borrowed. Private to core/disclosure.
 */
#ifndef SL_DISCLOSURE_FLOW_H
#define SL_DISCLOSURE_FLOW_H

#include "core/disclosure/sums.h"

typedef struct SlFlow {
  const SlSums *sums;
  const int64_t *slack, *cost; /* by cell; cost may be NULL while no open cells are asked for */
  uint8_t *state;              /* SlCellState by cell; while a flow holds it, changed by sl_flow_set() alone */
  int32_t *ends;               /* the cells at each node as in sums, the hidden ones first: */
  int64_t *hidden_count;       /* so many */
  int64_t *stands;             /* 2 a cell: its places in ends, at its beginning and at its end */
  int64_t *change;             /* by cell: 0 but for those in `changed` */
  int32_t *changed;            /* each once; some are 0 again */
  bool *is_changed;
  int64_t changed_count;
  /* The last search, by node: valid where `seen` is `search`, or one more where it was seen from the other end. `place` is where the node stands in the heap, -1 when it left it. */
  int64_t *distance, *place, *seen, search;
  int32_t *arrived;        /* the cell by which the node is reached */
  int32_t *heap, *queue;   /* nodes still to be looked at: the nearest first; and before those, as they came, all that are as near as the last */
  int64_t heap_count, queue_begin, queue_end;
} SlFlow;

SlStatus sl_flow_init(SlFlow *flow, const SlSums *sums, const int64_t *slack, const int64_t *cost, uint8_t *state, SlError *err);
void sl_flow_reset(SlFlow *flow);

/* Another list of states in the place of the one it has. */
void sl_flow_use(SlFlow *flow, uint8_t *state);

/* Gives a cell another state, hidden or not. */
void sl_flow_set(SlFlow *flow, int32_t cell, uint8_t state);

/* Takes back all changes. */
void sl_flow_clear(SlFlow *flow);

/* Looks for the cheapest path from line to line that can take `amount` more and leaves out one cell; open = true goes over open cells,
 * too. Its cost, or -1 when there is none. */
int64_t sl_flow_find(SlFlow *flow, int32_t from, int32_t to, int64_t amount, int32_t without, bool open);

/* Changes the cells of the path just found by as much as it takes, `most` at the most; open ones become further ones. Gives how much. */
int64_t sl_flow_push(SlFlow *flow, int32_t from, int32_t to, int64_t most);

#endif
