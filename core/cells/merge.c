#include "core/cells/merge.h"

#include "core/base/alloc.h"

void sl_merges_reset(SlMerges *merges) {
  for (int64_t i = 0; i < merges->count; i++) sl_free(merges->items[i].codes);
  sl_free(merges->items);
}

static const SlMerge *find_merge(const SlMerges *merges, const SlCellStore *store) {
  for (int64_t i = 0; i < merges->count; i++)
    if (merges->items[i].store == store) return &merges->items[i];
  return NULL;
}

static SlStatus merge_texts(SlMerges *merges, SlCellStore *store, SlError *err) {
  if (find_merge(merges, store)) return SL_OK;
  if (merges->count == merges->capacity) {
    size_t capacity = sl_grow_capacity((size_t)merges->capacity, (size_t)merges->count + 1);
    SlMerge *grown = sl_realloc_array(merges->items, capacity, sizeof *grown);
    if (!grown) return sl_fail_alloc(err, capacity * sizeof *grown);
    merges->items = grown;
    merges->capacity = (int64_t)capacity;
  }
  SlMerge *merge = &merges->items[merges->count++];
  *merge = (SlMerge){.store = store};
  if (merges->count == 1) return SL_OK;
  int64_t size = sl_dict_size(store->dict);
  merge->codes = sl_alloc_array((size_t)size, sizeof *merge->codes);
  if (!merge->codes) return sl_fail_alloc(err, (size_t)size * sizeof *merge->codes);
  SlStatus status = SL_OK;
  for (int64_t code = 0; code < size && status == SL_OK; code++)
    status = sl_dict_add(merges->items[0].store->dict, sl_dict_get(store->dict, code), &merge->codes[code], err);
  return status;
}

SlStatus sl_merges_add_blocks(SlMerges *merges, const SlCellBlock *blocks, int64_t count, int64_t stride, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    const SlCellBlock *block = &blocks[i * stride];
    if (block->kind == SL_CELLS_TEXT && !block->plain && block->store->dict) status = merge_texts(merges, block->store, err);
  }
  return status;
}

SlDict *sl_merges_dict(const SlMerges *merges) { return merges->count ? merges->items[0].store->dict : NULL; }

const uint32_t *sl_merges_codes(const SlMerges *merges, const SlCellBlock *block) {
  const SlMerge *merge = block->kind == SL_CELLS_TEXT ? find_merge(merges, block->store) : NULL;
  return merge ? merge->codes : NULL;
}
