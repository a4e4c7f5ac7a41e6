#include "core/expr/check/walk.h"

#include <inttypes.h>
#include <stdarg.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/tree.h"
#include "core/values/parse.h"

SlScope sl_check_rows(const SlCheck *check) {
  const SlGroups *groups = check->context->groups;
  return (SlScope){check->context->table->length, groups && groups->key_count > 0 ? groups : NULL};
}

SlScope sl_check_group_rows(const SlCheck *check) {
  return (SlScope){check->context->groups ? check->context->groups->group_count : 1, NULL};
}

/* --- which cell it is ------------------------------------------------------------------------------------------------------- */

static bool is_figure(SlStr text) {
  double value;
  while (text.length && text.bytes[0] == ' ') text.bytes++, text.length--;
  while (text.length && text.bytes[text.length - 1] == ' ') text.length--;
  return sl_parse_number(text, true, '.', &value);
}

/* The first value that is no figure, of a column of texts some of which are; -1 when there is none. */
static int64_t find_culprit(const SlColumn *column) {
  int64_t culprit = -1;
  bool figures = false;
  for (int64_t row = 0; row < column->length && (culprit < 0 || !figures); row++) {
    if (sl_interrupted_at(row)) return -1;
    if (sl_column_is_null(column, row)) continue;
    if (is_figure(sl_column_text(column, row)))
      figures = true;
    else if (culprit < 0)
      culprit = row;
  }
  return figures ? culprit : -1;
}

/* Whoever looks at a column of figures and is told "this is text" sees none: the cell that makes it so is named, as verbs in Lua do
 * (scripts/lib/figures/not_numbers.lua). */
static bool add_culprit(const SlCheck *check, const SlExpr *column, SlError *err) {
  enum { MOST_BYTES = 60 };
  if (column->kind != SL_EXPR_COLUMN) return false;
  const SlColumn *found = sl_table_column(check->context->table, column->name);
  int64_t row = found && found->type == SL_TEXT ? find_culprit(found) : -1;
  if (row < 0) return false;
  SlStr value = sl_column_text(found, row);
  char shown[MOST_BYTES + 4];
  sl_print_cut(shown, sizeof shown, "%.*s", SL_STR_ARGS(value));
  for (char *c = shown; *c; c++)
    if ((unsigned char)*c < 0x20) *c = ' ';
  sl_fail_more(err, "\n  \"%.*s\" holds figures and texts, such as \"%s\" in row %" PRId64, SL_STR_ARGS(column->name), shown, row + 1);
  return true;
}

static void name_culprit(const SlCheck *check, const SlExpr *at, SlError *err) {
  if (add_culprit(check, at, err)) return;
  for (int64_t i = 0; i < at->count; i++)
    if (add_culprit(check, at->operands[i], err)) return;
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
  if (status == SL_ETYPE) name_culprit(check, at, err);
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
