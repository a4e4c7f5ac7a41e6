/* What groups are: made, read, written and freed. How they are found is find.c's. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/batches.h"
#include "core/base/runtime.h"
#include "core/query/groups/build.h"

static const int64_t most_groups = (int64_t)UINT32_MAX - 1;

SlStatus sl_groups_alloc(SlGroups *groups, int64_t group_count, SlError *err) {
  if (group_count > most_groups) return sl_fail(err, SL_ERANGE, "more than 4,294,967,294 groups");
  groups->first_row = sl_alloc_array((size_t)group_count, sizeof *groups->first_row);
  groups->sizes = sl_alloc_array((size_t)group_count, sizeof *groups->sizes);
  if (!groups->first_row || !groups->sizes) return sl_fail_alloc(err, (size_t)group_count * 2 * sizeof(int64_t));
  groups->group_count = group_count;
  SlStatus status = sl_claim(groups->first_row, (size_t)group_count * sizeof *groups->first_row, err);
  return status == SL_OK ? sl_claim(groups->sizes, (size_t)group_count * sizeof *groups->sizes, err) : status;
}

SlStatus sl_groups_alloc_numbers(SlGroups *groups, uint64_t limit, SlError *err) {
  groups->number_bytes = limit <= UINT8_MAX + 1 ? 1 : limit <= UINT16_MAX + 1 ? 2 : 4;
  groups->numbers = sl_alloc_array((size_t)groups->row_count, (size_t)groups->number_bytes);
  if (!groups->numbers) return sl_fail_alloc(err, (size_t)groups->row_count * (size_t)groups->number_bytes);
  return sl_claim(groups->numbers, (size_t)groups->row_count * (size_t)groups->number_bytes, err);
}

uint32_t sl_groups_of_row(const SlGroups *groups, int64_t row) {
  switch (groups->number_bytes) {
    case 0: return 0;
    case 1: return ((const uint8_t *)groups->numbers)[row];
    case 2: return ((const uint16_t *)groups->numbers)[row];
    default: return ((const uint32_t *)groups->numbers)[row];
  }
}

void sl_groups_load(const SlGroups *groups, int64_t first, int64_t count, uint32_t *out) {
  switch (groups->number_bytes) {
    case 0: memset(out, 0, (size_t)count * sizeof *out); break;
    case 1: SL_CONVERT(uint32_t, out, uint8_t, (const uint8_t *)groups->numbers + first, count); break;
    case 2: SL_CONVERT(uint32_t, out, uint16_t, (const uint16_t *)groups->numbers + first, count); break;
    default: memcpy(out, (const uint32_t *)groups->numbers + first, (size_t)count * sizeof *out); break;
  }
}

void sl_groups_store(SlGroups *groups, int64_t first, int64_t count, const uint32_t *numbers) {
  switch (groups->number_bytes) {
    case 1: SL_CONVERT(uint8_t, (uint8_t *)groups->numbers + first, uint32_t, numbers, count); break;
    case 2: SL_CONVERT(uint16_t, (uint16_t *)groups->numbers + first, uint32_t, numbers, count); break;
    default: memcpy((uint32_t *)groups->numbers + first, numbers, (size_t)count * sizeof *numbers); break;
  }
}

static void free_left(SlLeftSums *left) {
  for (int c = 0; left && c < 2; c++) sl_column_release(left->columns[c]);
  if (left) sl_free(left->sums);
  sl_free(left);
}

void sl_groups_free(SlGroups *groups) {
  if (!groups) return;
  free_left(groups->left);
  for (int64_t k = 0; groups->keys && k < groups->key_count; k++) sl_column_release(groups->keys[k]);
  sl_free(groups->keys);
  sl_free(groups->numbers);
  sl_free(groups->first_row);
  sl_free(groups->sizes);
  sl_free(groups);
}

SlStatus sl_groups_begin(int64_t row_count, int64_t key_count, SlGroups **out, SlError *err) {
  SlGroups *groups = sl_alloc_zeroed(1, sizeof *groups);
  if (!groups) return sl_fail_alloc(err, sizeof *groups);
  groups->row_count = row_count;
  groups->key_count = key_count;
  groups->keys = sl_alloc_zeroed((size_t)key_count, sizeof *groups->keys);
  groups->left = sl_alloc_zeroed(1, sizeof *groups->left);
  if (!groups->keys || !groups->left) {
    sl_groups_free(groups);
    return sl_fail_alloc(err, (size_t)key_count * sizeof *groups->keys);
  }
  *out = groups;
  return SL_OK;
}
