/* Groups are found in one of three ways (build.h), or, when every combination is asked for, in a fourth; then the
 * keys of each are taken from its first row. */
#include "core/base/alloc.h"
#include "core/base/assert.h"
#include "core/base/runtime.h"
#include "core/query/groups/build.h"
#include "core/query/groups/fold.h"
#include "core/query/groups/segments.h"

enum { HASH_ROWS = SL_SIZE(1 << 16, 128) /* fewer rows are sorted faster than hashed */ };

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

/* The value that a group's rows share. Marks of single rows say nothing of the key, so flags are left behind; a missing
 * key has the strongest reason of its rows. */
static SlStatus take_key(const SlColumn *key, const SlGroups *groups, SlColumn **out, SlError *err) {
  SlStatus status = sl_column_take(key, groups->first_row, groups->group_count, out, err);
  if (status != SL_OK || (!(*out)->flags && !key->reasons)) return status;
  sl_free((*out)->flags);
  (*out)->flags = NULL;
  if (!key->reasons) return SL_OK;
  SlFold fold = {.groups = groups, .input = SL_FOLD_REASONS, .columns = {key}, .state_bytes = 1, .rows = sl_fold_strongest,
                 .merge = sl_fold_merge_strongest};
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

/* --- all of it --------------------------------------------------------------------------------------------------------------------- */

/* Invariant 2, and numbers below group_count: states and results are indexed by them without a look. */
static bool are_sound(const SlGroups *groups) {
  int64_t rows = 0;
  for (int64_t g = 0; g < groups->group_count; g++) rows += groups->sizes[g];
  if (rows != groups->row_count) return false;
  for (int64_t row = 0; row < groups->row_count; row++)
    if (sl_groups_of_row(groups, row) >= groups->group_count) return false;
  return true;
}

SlStatus sl_groups_new(const SlColumn *const *keys, int64_t key_count, int64_t row_count, bool complete, SlGroups **out,
                       SlError *err) {
  SlGroups *groups;
  SlStatus status = sl_groups_begin(row_count, key_count, &groups, err);
  if (status != SL_OK) return status;
  if (key_count == 0) {
    status = one_group(groups, err);
  } else if (complete && key_count > 1) {
    status = sl_groups_find_complete(keys, groups, err);
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
  SL_ASSERT(are_sound(groups));
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
