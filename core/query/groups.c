#include "core/query/groups.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/fold.h"
#include "core/query/groups_build.h"
#include "core/query/segments.h"

enum { HASH_ROWS = 1 << 16 /* fewer rows are sorted faster than hashed */ };

static const int64_t most_groups = (int64_t)UINT32_MAX - 1;

SlStatus sl_groups_alloc(SlGroups *groups, int64_t group_count, SlError *err) {
  if (group_count > most_groups) return sl_fail(err, SL_ERANGE, "more than 4,294,967,294 groups");
  groups->first_row = sl_alloc_array((size_t)group_count, sizeof *groups->first_row);
  groups->sizes = sl_alloc_array((size_t)group_count, sizeof *groups->sizes);
  if (!groups->first_row || !groups->sizes) return sl_fail_alloc(err, (size_t)group_count * 2 * sizeof(int64_t));
  groups->group_count = group_count;
  return SL_OK;
}

SlStatus sl_groups_alloc_numbers(SlGroups *groups, uint64_t limit, SlError *err) {
  groups->number_bytes = limit <= UINT8_MAX + 1 ? 1 : limit <= UINT16_MAX + 1 ? 2 : 4;
  groups->numbers = sl_alloc_array((size_t)groups->row_count, (size_t)groups->number_bytes);
  return groups->numbers ? SL_OK : sl_fail_alloc(err, (size_t)groups->row_count * (size_t)groups->number_bytes);
}

uint32_t sl_groups_of_row(const SlGroups *groups, int64_t row) {
  switch (groups->number_bytes) {
    case 0: return 0;
    case 1: return ((const uint8_t *)groups->numbers)[row];
    case 2: return ((const uint16_t *)groups->numbers)[row];
    default: return ((const uint32_t *)groups->numbers)[row];
  }
}

#define WIDEN(type)                                      \
  do {                                                   \
    const type *from = (const type *)groups->numbers + first; \
    for (int64_t i = 0; i < count; i++) out[i] = from[i]; \
  } while (0)

void sl_groups_load(const SlGroups *groups, int64_t first, int64_t count, uint32_t *out) {
  switch (groups->number_bytes) {
    case 0: memset(out, 0, (size_t)count * sizeof *out); break;
    case 1: WIDEN(uint8_t); break;
    case 2: WIDEN(uint16_t); break;
    default: memcpy(out, (const uint32_t *)groups->numbers + first, (size_t)count * sizeof *out); break;
  }
}

#define NARROW(type)                                              \
  do {                                                            \
    type *restrict to = (type *)groups->numbers + first;          \
    for (int64_t i = 0; i < count; i++) to[i] = (type)numbers[i]; \
  } while (0)

void sl_groups_store(SlGroups *groups, int64_t first, int64_t count, const uint32_t *numbers) {
  switch (groups->number_bytes) {
    case 1: NARROW(uint8_t); break;
    case 2: NARROW(uint16_t); break;
    default: memcpy((uint32_t *)groups->numbers + first, numbers, (size_t)count * sizeof *numbers); break;
  }
}

void sl_groups_free(SlGroups *groups) {
  if (!groups) return;
  for (int64_t k = 0; groups->keys && k < groups->key_count; k++) sl_column_release(groups->keys[k]);
  sl_free(groups->keys);
  sl_free(groups->numbers);
  sl_free(groups->first_row);
  sl_free(groups->sizes);
  sl_free(groups);
}

static SlStatus new_groups(int64_t row_count, int64_t key_count, SlGroups **out, SlError *err) {
  SlGroups *groups = sl_alloc_zeroed(1, sizeof *groups);
  if (!groups) return sl_fail_alloc(err, sizeof *groups);
  groups->row_count = row_count;
  groups->key_count = key_count;
  groups->keys = sl_alloc_zeroed((size_t)key_count, sizeof *groups->keys);
  if (!groups->keys) {
    sl_groups_free(groups);
    return sl_fail_alloc(err, (size_t)key_count * sizeof *groups->keys);
  }
  *out = groups;
  return SL_OK;
}

static SlStatus one_group(SlGroups *groups, SlError *err) {
  SlStatus status = sl_groups_alloc(groups, 1, err);
  if (status != SL_OK) return status;
  groups->first_row[0] = groups->row_count > 0 ? 0 : -1;
  groups->sizes[0] = groups->row_count;
  return SL_OK;
}

static SlStatus find_groups(const SlKeys *keys, SlGroups *groups, SlError *err) {
  if (keys->row_count == 0) return sl_groups_alloc(groups, 0, err);
  if (sl_groups_fit_direct(keys)) return sl_groups_find_direct(keys, groups, err);
  if (keys->row_count >= HASH_ROWS) {
    bool found;
    SlStatus status = sl_groups_find_hashed(keys, groups, &found, err);
    if (status != SL_OK || found) return status;
  }
  return sl_groups_find_sorted(keys, groups, err);
}

/* --- the keys of groups ------------------------------------------------------------------------------------------------------ */

static void strongest(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  uint8_t *reasons = states;
  for (int64_t i = 0; i < batch->count; i++) {
    uint8_t reason = (uint8_t)batch->integers[i];
    if (reason > reasons[batch->groups[i]]) reasons[batch->groups[i]] = reason;
  }
}

static void merge_strongest(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  uint8_t *reasons = states;
  const uint8_t *others = later;
  for (int64_t g = first; g < first + count; g++)
    if (others[g] > reasons[g]) reasons[g] = others[g];
}

/* The value that a group's rows share. Marks of single rows say nothing of the key, so flags are left behind; a missing
 * key has the strongest reason of its rows. */
static SlStatus take_key(const SlColumn *key, const SlGroups *groups, SlColumn **out, SlError *err) {
  SlStatus status = sl_column_take(key, groups->first_row, groups->group_count, out, err);
  if (status != SL_OK || (!(*out)->flags && !key->reasons)) return status;
  sl_free((*out)->flags);
  (*out)->flags = NULL;
  if (!key->reasons) return SL_OK;
  SlFold fold = {.groups = groups, .input = SL_FOLD_REASONS, .columns = {key}, .state_bytes = 1, .rows = strongest,
                 .merge = merge_strongest};
  void *reasons;
  status = sl_fold(&fold, &reasons, err);
  if (status != SL_OK) {
    sl_column_release(*out);
    *out = NULL;
    return status;
  }
  sl_free((*out)->reasons);
  (*out)->reasons = reasons;
  sl_column_seal(*out);
  return SL_OK;
}

typedef struct KeyRun {
  const SlColumn *const *keys;
  SlGroups *groups;
} KeyRun;

/* Without the reasons' fold this is one gather a key, and keys may be taken side by side. */
static SlStatus take_key_task(void *context, int64_t k, SlError *err) {
  KeyRun *run = context;
  return sl_column_take(run->keys[k], run->groups->first_row, run->groups->group_count, &run->groups->keys[k], err);
}

static SlStatus take_keys(const SlColumn *const *keys, SlGroups *groups, SlError *err) {
  bool marked = false;
  for (int64_t k = 0; k < groups->key_count; k++) marked |= keys[k]->reasons || keys[k]->flags;
  if (!marked) {
    KeyRun run = {keys, groups};
    return sl_parallel(groups->key_count, take_key_task, &run, err);
  }
  SlStatus status = SL_OK;
  for (int64_t k = 0; status == SL_OK && k < groups->key_count; k++)
    status = take_key(keys[k], groups, &groups->keys[k], err);
  return status;
}

/* --- every combination --------------------------------------------------------------------------------------------------------- */

typedef struct Complete {
  SlGroups **of_key;    /* the groups of each key alone */
  int64_t *present;     /* its values that are not missing */
  int64_t key_count;
  int64_t slot_count;   /* product of the keys' group counts, a missing key's included */
} Complete;

static SlStatus count_slots(Complete *complete, SlError *err) {
  complete->slot_count = 1;
  for (int64_t k = 0; k < complete->key_count; k++) {
    SlGroups *alone = complete->of_key[k];
    const SlColumn *values = alone->keys[0];
    complete->present[k] = values->length - values->null_count;
    if (__builtin_mul_overflow(complete->slot_count, alone->group_count, &complete->slot_count) ||
        complete->slot_count > most_groups)
      return sl_fail(err, SL_ERANGE, "the keys have more than 4,294,967,294 combinations; complete fewer of them");
  }
  return SL_OK;
}

/* Slots are words of the keys' group numbers in mixed radix, so their order is that of the keys. A slot is a group when
 * no key is missing in it or some row has it. */
static SlStatus number_slots(const Complete *complete, SlGroups *groups, SlError *err) {
  int64_t row_count = groups->row_count, slot_count = complete->slot_count;
  SlStatus status = sl_groups_alloc_numbers(groups, UINT32_MAX, err);
  if (status != SL_OK) return status;
  uint32_t *slot_of_row = groups->numbers;
  memset(slot_of_row, 0, (size_t)row_count * sizeof *slot_of_row);
  for (int64_t k = 0; k < complete->key_count; k++) {
    uint32_t domain = (uint32_t)complete->of_key[k]->group_count;
    for (int64_t row = 0; row < row_count; row++)
      slot_of_row[row] = slot_of_row[row] * domain + sl_groups_of_row(complete->of_key[k], row);
  }
  int64_t *first_row = sl_alloc_array((size_t)slot_count, sizeof *first_row);
  uint32_t *numbers = sl_alloc_array((size_t)slot_count, sizeof *numbers);
  status = first_row && numbers ? SL_OK : sl_fail_alloc(err, (size_t)slot_count * sizeof *first_row);
  if (status == SL_OK) {
    memset(first_row, -1, (size_t)slot_count * sizeof *first_row);
    for (int64_t row = row_count - 1; row >= 0; row--) first_row[slot_of_row[row]] = row;
    int64_t group_count = 0;
    for (int64_t slot = 0; slot < slot_count; slot++) {
      bool whole = true;
      int64_t rest = slot;
      for (int64_t k = complete->key_count - 1; k >= 0; k--) {
        int64_t domain = complete->of_key[k]->group_count;
        whole &= rest % domain < complete->present[k];
        rest /= domain;
      }
      numbers[slot] = whole || first_row[slot] >= 0 ? (uint32_t)group_count++ : UINT32_MAX;
    }
    status = sl_groups_alloc(groups, group_count, err);
  }
  if (status == SL_OK) {
    memset(groups->sizes, 0, (size_t)groups->group_count * sizeof *groups->sizes);
    for (int64_t slot = 0; slot < slot_count; slot++)
      if (numbers[slot] != UINT32_MAX) groups->first_row[numbers[slot]] = first_row[slot];
    for (int64_t row = 0; row < row_count; row++) {
      slot_of_row[row] = numbers[slot_of_row[row]];
      groups->sizes[slot_of_row[row]]++;
    }
  }
  /* The keys of each group, through its slot. */
  int64_t *rows = status == SL_OK ? sl_alloc_array((size_t)groups->group_count, sizeof *rows) : NULL;
  if (status == SL_OK && !rows) status = sl_fail_alloc(err, (size_t)groups->group_count * sizeof *rows);
  int64_t weight = 1;
  for (int64_t k = complete->key_count - 1; status == SL_OK && k >= 0; k--) {
    int64_t domain = complete->of_key[k]->group_count;
    for (int64_t slot = 0; slot < slot_count; slot++)
      if (numbers[slot] != UINT32_MAX) rows[numbers[slot]] = slot / weight % domain;
    weight *= domain;
    status = sl_column_take(complete->of_key[k]->keys[0], rows, groups->group_count, &groups->keys[k], err);
  }
  sl_free(rows);
  sl_free(first_row);
  sl_free(numbers);
  return status;
}

static SlStatus complete_groups(const SlColumn *const *keys, SlGroups *groups, SlError *err) {
  int64_t key_count = groups->key_count;
  Complete complete = {.key_count = key_count,
                       .of_key = sl_alloc_zeroed((size_t)key_count, sizeof(SlGroups *)),
                       .present = sl_alloc_zeroed((size_t)key_count, sizeof(int64_t))};
  SlStatus status =
      complete.of_key && complete.present ? SL_OK : sl_fail_alloc(err, (size_t)key_count * sizeof(SlGroups *));
  for (int64_t k = 0; status == SL_OK && k < key_count; k++)
    status = sl_groups_new(&keys[k], 1, groups->row_count, false, &complete.of_key[k], err);
  if (status == SL_OK) status = count_slots(&complete, err);
  if (status == SL_OK) status = number_slots(&complete, groups, err);
  for (int64_t k = 0; complete.of_key && k < key_count; k++) sl_groups_free(complete.of_key[k]);
  sl_free(complete.of_key);
  sl_free(complete.present);
  return status;
}

SlStatus sl_groups_new(const SlColumn *const *keys, int64_t key_count, int64_t row_count, bool complete, SlGroups **out,
                       SlError *err) {
  SlGroups *groups;
  SlStatus status = new_groups(row_count, key_count, &groups, err);
  if (status != SL_OK) return status;
  if (key_count == 0) {
    status = one_group(groups, err);
  } else if (complete && key_count > 1) {
    status = complete_groups(keys, groups, err);
  } else {
    SlSortKey *ascending = sl_alloc_zeroed((size_t)key_count, sizeof *ascending);
    SlKeys packed = {0};
    if (!ascending) status = sl_fail_alloc(err, (size_t)key_count * sizeof *ascending);
    for (int64_t k = 0; status == SL_OK && k < key_count; k++) ascending[k].column = keys[k];
    if (status == SL_OK) status = sl_keys_init(&packed, ascending, key_count, row_count, err);
    if (status == SL_OK) status = find_groups(&packed, groups, err);
    sl_keys_reset(&packed);
    sl_free(ascending);
    if (status == SL_OK) status = take_keys(keys, groups, err);
  }
  if (status != SL_OK) {
    sl_groups_free(groups);
    return status;
  }
  *out = groups;
  return SL_OK;
}

/* --- rows in order of groups ------------------------------------------------------------------------------------------------------ */

SlStatus sl_groups_order(const SlGroups *groups, int64_t **order, int64_t **starts, SlError *err) {
  SlSegments segments;
  SlStatus status = sl_segments_init(&segments, SL_FOLD_ROWS, NULL, NULL, NULL, groups, groups->sizes, err);
  if (status != SL_OK) return status;
  *order = (int64_t *)segments.words; /* rows are below 2^63 */
  *starts = segments.starts;
  return SL_OK;
}
