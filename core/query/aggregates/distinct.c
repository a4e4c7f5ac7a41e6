#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/base/seed.h"
#include "core/query/aggregates/call.h"
#include "core/query/groups/segments.h"

/* Equal values have equal words (keys.h). The words of each group are put together and counted in a hash set that is as
 * large as the group needs. */

enum { FEW = 16 };

static size_t slots_of(int64_t count) {
  size_t slots = 64;
  while (slots < (size_t)count * 2) slots *= 2;
  return slots;
}

static size_t scratch_of(int64_t count) { return count <= FEW ? 0 : slots_of(count); }

static int64_t count_few(const uint64_t *words, int64_t count) {
  int64_t distinct = 0;
  for (int64_t i = 0; i < count; i++) {
    bool seen = false;
    for (int64_t j = 0; j < i && !seen; j++) seen = words[j] == words[i];
    distinct += !seen;
  }
  return distinct;
}

static SlStatus count_distinct(const SlSegmentWork *work, int64_t group, uint64_t *words, int64_t count, uint64_t *scratch,
                               SlError *err) {
  int64_t *counts = work->context;
  if (count <= FEW) {
    counts[group] = count_few(words, count);
    return SL_OK;
  }
  size_t slots = slots_of(count), mask = slots - 1;
  int shift = __builtin_clzll(mask);
  SlStatus status = sl_clear(scratch, slots * sizeof *scratch, err);
  if (status != SL_OK) return status;
  uint64_t seed = sl_seed();
  bool zero = false; /* an empty slot holds 0, so that word is kept apart */
  int64_t distinct = 0;
  for (int64_t i = 0; i < count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    uint64_t word = words[i];
    if (word == 0) {
      zero = true;
      continue;
    }
    size_t slot = (size_t)(sl_spread(word ^ word >> 32, seed) >> shift);
    while (scratch[slot] != 0 && scratch[slot] != word) slot = (slot + 1) & mask;
    distinct += scratch[slot] == 0;
    scratch[slot] = word;
  }
  counts[group] = distinct + zero;
  return SL_OK;
}

SlStatus sl_aggregate_distinct(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  const SlColumn *column = call->columns[0];
  const SlGroups *groups = call->groups;
  SlSortKey key = {.column = column};
  SlKeys keys;
  SlStatus status = sl_keys_init(&keys, &key, 1, groups->row_count, err);
  if (status != SL_OK) return status;
  SlSegments segments = {0};
  SlColumn *result = NULL;
  status = sl_segments_init(&segments, SL_FOLD_WORDS, column, NULL, &keys, groups, call->present, err);
  if (status == SL_OK) status = sl_column_alloc(SL_INTEGER, SL_I64, groups->group_count, false, NULL, &result, err);
  if (status == SL_OK) {
    SlSegmentWork work = {.segments = &segments, .group = count_distinct, .scratch_words = scratch_of, .context = result->values};
    status = sl_segments_each(&work, err);
  }
  sl_segments_reset(&segments);
  sl_keys_reset(&keys);
  if (status != SL_OK) {
    sl_column_release(result);
    return status;
  }
  *out = result;
  return SL_OK;
}
