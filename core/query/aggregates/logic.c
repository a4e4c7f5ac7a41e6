#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"

enum { SEEN_FALSE = 1, SEEN_TRUE = 2 };

static void note_seen(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  uint8_t *seen = states;
  for (int64_t i = 0; i < batch->count; i++) seen[batch->groups[i]] |= batch->integers[i] ? SEEN_TRUE : SEEN_FALSE;
}

static void merge_seen(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  uint8_t *seen = states;
  const uint8_t *others = later;
  for (int64_t g = first; g < first + count; g++) seen[g] |= others[g];
}

/* One true row settles any, one false row settles all; else a missing row leaves it open. */
SlStatus sl_aggregate_logic(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_INTEGERS, .columns = {call->columns[0]}, .state_bytes = 1,
                 .rows = note_seen, .merge = merge_seen};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  const uint8_t *seen = states;
  bool any = call->aggregate == SL_AGG_ANY;
  status = sl_result_new(call, SL_BOOLEAN, NULL, out, err);
  for (int64_t g = 0; status == SL_OK && g < call->groups->group_count; g++) {
    if (seen[g] & (any ? SEEN_TRUE : SEEN_FALSE))
      sl_result_set_ordinal(*out, g, any);
    else if (call->present[g] < call->groups->sizes[g])
      sl_result_clear(*out, g, SL_REASON_NONE);
    else
      sl_result_set_ordinal(*out, g, !any);
  }
  sl_free(states);
  return status;
}
