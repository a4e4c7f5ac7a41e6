#include "core/expr/check/walk.h"

#include <stdarg.h>

#include "core/base/alloc.h"
#include "core/expr/tree.h"

SlScope sl_check_rows(const SlCheck *check) {
  const SlGroups *groups = check->context->groups;
  return (SlScope){check->context->table->length, groups && groups->key_count > 0 ? groups : NULL};
}

SlScope sl_check_group_rows(const SlCheck *check) {
  return (SlScope){check->context->groups ? check->context->groups->group_count : 1, NULL};
}

SlStatus sl_check_fail(const SlCheck *check, const SlExpr *at, SlStatus status, SlError *err, const char *format, ...) {
  if (!err) return status;
  SlBuf shown;
  sl_buf_init(&shown);
  size_t place = 0;
  if (check->root->source.length && at->at >= 0) {
    sl_buf_add_str(&shown, check->root->source);
    place = (size_t)at->at;
  } else {
    sl_tree_print(check->root, at, &shown, &place);
  }
  va_list args;
  va_start(args, format);
  if (shown.failed)
    sl_vfail_text(err, status, format, args);
  else
    sl_tree_vfail(err, status, sl_buf_str(&shown), place, format, args);
  va_end(args);
  sl_buf_reset(&shown);
  return status;
}

SlStatus sl_check_grow(void **items, int64_t count, int64_t *capacity, size_t size, SlError *err) {
  if (count < *capacity) return SL_OK;
  size_t wanted = sl_grow_capacity((size_t)*capacity, (size_t)count + 1);
  void *grown = sl_realloc_array(*items, wanted, size);
  if (!grown) return sl_fail_alloc(err, wanted * size);
  *items = grown;
  *capacity = (int64_t)wanted;
  return SL_OK;
}

SlStatus sl_check_own(SlCheck *check, void *data, void (*drop)(void *data), SlError *err) {
  SlStatus status = sl_check_grow((void **)&check->owned, check->owned_count, &check->owned_capacity, sizeof *check->owned, err);
  if (status == SL_OK)
    check->owned[check->owned_count++] = (SlOwned){data, drop};
  else
    drop(data);
  return status;
}

SlStatus sl_check_keep(SlCheck *check, SlColumn *column, SlError *err) {
  SlStatus status = sl_check_grow((void **)&check->kept, check->kept_count, &check->kept_capacity, sizeof *check->kept, err);
  if (status == SL_OK)
    check->kept[check->kept_count++] = column;
  else
    sl_column_release(column);
  return status;
}

void sl_check_forget(SlCheck *check) {
  for (int64_t i = 0; i < check->kept_count; i++) sl_column_release(check->kept[i]);
  for (int64_t i = 0; i < check->owned_count; i++) check->owned[i].drop(check->owned[i].data);
  check->kept_count = check->owned_count = 0;
  sl_arena_reset(&check->arena);
  check->rows = (SlProgram){.arena = &check->arena};
  check->group_rows = (SlProgram){.arena = &check->arena};
}
