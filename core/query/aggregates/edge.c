#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"

/* States are row + 1: rows come in order, so the later one wins, and 0 says that there is none. */

static void keep_latest(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *rows = states;
  for (int64_t i = 0; i < batch->count; i++) rows[batch->groups[i]] = batch->integers[i] + 1;
}

static void merge_latest(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  int64_t *rows = states;
  const int64_t *others = later;
  for (int64_t g = first; g < first + count; g++)
    if (others[g]) rows[g] = others[g];
}

SlStatus sl_aggregate_edge(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  const SlGroups *groups = call->groups;
  if (call->aggregate == SL_AGG_FIRST) return sl_column_take(call->columns[0], groups->first_row, groups->group_count, out, err);
  SlFold fold = {.groups = groups, .input = SL_FOLD_ROWS, .state_bytes = sizeof(int64_t), .rows = keep_latest,
                 .merge = merge_latest};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  int64_t *rows = states;
  for (int64_t g = 0; g < groups->group_count; g++) rows[g]--;
  status = sl_column_take(call->columns[0], rows, groups->group_count, out, err);
  sl_free(states);
  return status;
}
