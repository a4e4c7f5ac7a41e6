#include <string.h>

#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/query/groups/build.h"

/* Runs of equal words among the sorted rows are the groups. Blocks count their runs, then number them. */

typedef struct SortedRun {
  const SlRadixItem *items;
  int64_t count;
  int64_t *first_groups; /* runs that begin before each block */
  SlGroups *groups;
} SortedRun;

static bool begins_run(const SlRadixItem *items, int64_t i) { return i == 0 || items[i].word != items[i - 1].word; }

static SlStatus count_runs(void *context, int64_t block, SlError *err) {
  SortedRun *run = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t runs = 0;
  for (int64_t i = block * SL_MORSEL_ROWS; i < sl_morsel_end(block, run->count); i++) runs += begins_run(run->items, i);
  run->first_groups[block] = runs;
  return SL_OK;
}

static SlStatus number_runs(void *context, int64_t block, SlError *err) {
  SortedRun *run = context;
  if (sl_interrupted()) return sl_fail_interrupted(err);
  int64_t group = run->first_groups[block] - 1;
  for (int64_t i = block * SL_MORSEL_ROWS; i < sl_morsel_end(block, run->count); i++) {
    int64_t row = run->items[i].row;
    if (begins_run(run->items, i)) {
      group++;
      run->groups->first_row[group] = row; /* equal words come in the order of rows */
      run->groups->sizes[group] = i;       /* where it begins, for now: sizes need the next one's */
    }
    ((uint32_t *)run->groups->numbers)[row] = (uint32_t)group;
  }
  return SL_OK;
}

SlStatus sl_groups_find_sorted(const SlKeys *keys, SlGroups *groups, SlError *err) {
  SlRadixItem *items;
  SlStatus status = sl_groups_alloc_numbers(groups, UINT32_MAX, err);
  if (status == SL_OK) status = sl_keys_items(keys, &items, err);
  if (status != SL_OK) return status;
  SortedRun run = {.items = items, .count = keys->row_count, .groups = groups};
  int64_t blocks = sl_morsels_of(run.count);
  run.first_groups = sl_alloc_array((size_t)blocks, sizeof *run.first_groups);
  status = run.first_groups ? sl_radix_sort(items, run.count, sl_radix_bits(keys->largest), err)
                            : sl_fail_alloc(err, (size_t)blocks * sizeof *run.first_groups);
  if (status == SL_OK) status = sl_parallel(blocks, count_runs, &run, err);
  int64_t group_count = 0;
  for (int64_t block = 0; status == SL_OK && block < blocks; block++) {
    int64_t runs = run.first_groups[block];
    run.first_groups[block] = group_count;
    group_count += runs;
  }
  if (status == SL_OK) status = sl_groups_alloc(groups, group_count, err);
  if (status == SL_OK) status = sl_parallel(blocks, number_runs, &run, err);
  if (status == SL_OK) {
    for (int64_t g = 0; status == SL_OK && g < group_count; g++) {
      if (sl_interrupted_at(g)) status = sl_fail_interrupted(err);
      groups->sizes[g] = (g + 1 < group_count ? groups->sizes[g + 1] : run.count) - groups->sizes[g];
    }
  }
  sl_free(run.first_groups);
  sl_free(items);
  return status;
}
