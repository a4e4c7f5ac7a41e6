#include "core/expr/run/set.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/radix.h"
#include "core/base/runtime.h"
#include "core/values/dict.h"

enum { MOST_TABLE_BYTES = SL_SIZE(1 << 15, 16) /* stays in the nearest cache */, LOOK_UP_EVERY = SL_SIZE(4096, 2) };

struct SlSet {
  int64_t count;
  int64_t *integers; /* ascending */
  double *numbers;   /* ascending, without NaN, which equals nothing */
  SlDict *texts;
  uint8_t *table;    /* of integers: whether lowest + i is one */
  int64_t lowest;
  uint64_t span;     /* of the table */
};

void sl_set_free(void *data) {
  SlSet *set = data;
  if (!set) return;
  sl_free(set->integers);
  sl_free(set->numbers);
  sl_free(set->table);
  sl_dict_release(set->texts);
  sl_free(set);
}

/* --- making ------------------------------------------------------------------------------------------------------- */

/* A number of any sign as a word that sorts as it does. */
static uint64_t word_of_number(double value) {
  uint64_t bits;
  value += 0.0; /* -0 is 0 */
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

/* The items that something can be equal to, in the order of their words. Not by qsort(), which nothing stops. */
static SlStatus sort_items(const SlScalar *items, int64_t count, bool numbers, SlRadixItem **out, int64_t *kept, SlError *err) {
  SlRadixItem *sorted = sl_alloc_array((size_t)count, sizeof *sorted);
  if (!sorted) return sl_fail_alloc(err, (size_t)count * sizeof *sorted);
  SlStatus status = SL_OK;
  int64_t n = 0;
  for (int64_t i = 0; i < count && status == SL_OK; i++) {
    if (sl_interrupted_at(i)) status = sl_fail_interrupted(err);
    if (numbers && isnan(items[i].number)) continue; /* equals nothing */
    sorted[n++] = (SlRadixItem){numbers ? word_of_number(items[i].number) : (uint64_t)items[i].integer ^ (uint64_t)1 << 63, i};
  }
  if (status == SL_OK) status = sl_radix_sort(sorted, n, 64, err);
  if (status != SL_OK) {
    sl_free(sorted);
    return status;
  }
  *out = sorted;
  *kept = n;
  return SL_OK;
}

static SlStatus add_integers(SlSet *set, const SlScalar *items, int64_t count, SlError *err) {
  SlRadixItem *sorted;
  set->integers = sl_alloc_array((size_t)count, sizeof *set->integers);
  if (!set->integers) return sl_fail_alloc(err, (size_t)count * sizeof *set->integers);
  SlStatus status = sort_items(items, count, false, &sorted, &set->count, err);
  if (status != SL_OK) return status;
  for (int64_t i = 0; i < count; i++) set->integers[i] = items[sorted[i].row].integer;
  sl_free(sorted);
  set->lowest = set->integers[0];
  uint64_t span = (uint64_t)set->integers[count - 1] - (uint64_t)set->lowest;
  if (span >= MOST_TABLE_BYTES) return SL_OK;
  set->span = span + 1;
  set->table = sl_alloc_zeroed((size_t)set->span, 1);
  if (!set->table) return sl_fail_alloc(err, (size_t)set->span);
  for (int64_t i = 0; i < count; i++) set->table[set->integers[i] - set->lowest] = 1;
  return SL_OK;
}

static SlStatus add_numbers(SlSet *set, const SlScalar *items, int64_t count, SlError *err) {
  SlRadixItem *sorted;
  set->numbers = sl_alloc_array((size_t)count, sizeof *set->numbers);
  if (!set->numbers) return sl_fail_alloc(err, (size_t)count * sizeof *set->numbers);
  SlStatus status = sort_items(items, count, true, &sorted, &set->count, err);
  if (status != SL_OK) return status;
  for (int64_t i = 0; i < set->count; i++) set->numbers[i] = items[sorted[i].row].number;
  sl_free(sorted);
  return SL_OK;
}

static SlStatus add_texts(SlSet *set, const SlScalar *items, int64_t count, SlError *err) {
  set->texts = sl_dict_new();
  if (!set->texts) return sl_fail_alloc(err, 0);
  for (int64_t i = 0; i < count; i++) {
    uint32_t code;
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    SlStatus status = sl_dict_add(set->texts, items[i].text, &code, err);
    if (status != SL_OK) return status;
  }
  return SL_OK;
}

SlStatus sl_set_new(SlType type, const SlScalar *items, int64_t count, SlSet **out, SlError *err) {
  SlSet *set = sl_alloc_zeroed(1, sizeof *set);
  if (!set) return sl_fail_alloc(err, sizeof *set);
  SlStatus status = type == SL_TEXT     ? add_texts(set, items, count, err)
                    : type == SL_NUMBER ? add_numbers(set, items, count, err)
                                        : add_integers(set, items, count, err);
  if (status != SL_OK) {
    sl_set_free(set);
    return status;
  }
  *out = set;
  return SL_OK;
}

/* --- looking up --------------------------------------------------------------------------------------------------- */

static bool has_integer(const SlSet *set, int64_t value) {
  const int64_t *at = set->integers;
  for (int64_t left = set->count; left > 1; left -= left / 2)
    if (at[left / 2] <= value) at += left / 2;
  return *at == value;
}

static bool has_number(const SlSet *set, double value) {
  if (set->count == 0) return false;
  const double *at = set->numbers;
  for (int64_t left = set->count; left > 1; left -= left / 2)
    if (at[left / 2] <= value) at += left / 2;
  return *at == value;
}

static SlStatus member_integers(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->count;
  const SlSet *set = batch->node->data;
  const int64_t *in = batch->in[0]->integers;
  uint8_t *out = batch->out->booleans;
  if (!set->table) {
    for (int64_t i = 0; i < count; i++) out[i] = has_integer(set, in[i]);
    return SL_OK;
  }
  const uint8_t *table = set->table;
  uint64_t lowest = (uint64_t)set->lowest, span = set->span;
  for (int64_t i = 0; i < count; i++) {
    uint64_t place = (uint64_t)in[i] - lowest;
    out[i] = place < span ? table[place] : 0;
  }
  return SL_OK;
}

static SlStatus member_numbers(SlBatch *batch, SlError *err) {
  (void)err;
  for (int64_t i = 0; i < batch->count; i++)
    batch->out->booleans[i] = has_number(batch->node->data, batch->in[0]->numbers[i]);
  return SL_OK;
}

static SlStatus member_texts(SlBatch *batch, SlError *err) {
  (void)err;
  const SlSet *set = batch->node->data;
  for (int64_t i = 0; i < batch->count; i++)
    batch->out->booleans[i] = sl_batch_present(batch, i) && sl_dict_find(set->texts, batch->in[0]->texts[i]) >= 0;
  return SL_OK;
}

SlKernel sl_kernel_member(SlType type) {
  return type == SL_TEXT ? member_texts : type == SL_NUMBER ? member_numbers : member_integers;
}
