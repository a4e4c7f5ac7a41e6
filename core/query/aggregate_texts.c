/* The texts of a group in one: join_text. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/aggregate_call.h"

/* Rows of each group in the order of the table: those of group g are order[starts[g]] .. order[starts[g + 1] - 1]. */
typedef struct Joining {
  const SlColumn *column;
  SlStr separator;
  int64_t *order, *starts;
  SlColumn *result; /* its offsets say where each group's text goes */
  int64_t group_count;
  int64_t step; /* groups a task */
} Joining;

static int64_t length_of_group(const Joining *joining, int64_t g) {
  int64_t length = 0, texts = 0;
  for (int64_t i = joining->starts[g]; i < joining->starts[g + 1]; i++) {
    int64_t row = joining->order[i];
    if (sl_column_is_null(joining->column, row)) continue;
    length += (int64_t)sl_column_text(joining->column, row).length;
    texts++;
  }
  return texts == 0 ? 0 : length + (texts - 1) * (int64_t)joining->separator.length;
}

static SlStatus set_offsets(Joining *joining, SlError *err) {
  int64_t *offsets = joining->result->offsets;
  offsets[0] = 0;
  for (int64_t g = 0; g < joining->group_count; g++) {
    if (g % 256 == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    offsets[g + 1] = offsets[g] + length_of_group(joining, g);
  }
  size_t bytes = (size_t)offsets[joining->group_count];
  joining->result->values = sl_alloc(bytes ? bytes : 1);
  return joining->result->values ? SL_OK : sl_fail_alloc(err, bytes);
}

static char *add(char *to, SlStr text) {
  if (text.length) memcpy(to, text.bytes, text.length);
  return to + text.length;
}

static void join_group(const Joining *joining, int64_t g) {
  char *to = (char *)joining->result->values + joining->result->offsets[g];
  bool first = true;
  for (int64_t i = joining->starts[g]; i < joining->starts[g + 1]; i++) {
    int64_t row = joining->order[i];
    if (sl_column_is_null(joining->column, row)) continue;
    if (!first) to = add(to, joining->separator);
    to = add(to, sl_column_text(joining->column, row));
    first = false;
  }
}

static SlStatus join_groups(void *context, int64_t task, SlError *err) {
  const Joining *joining = context;
  int64_t first = task * joining->step, end = sl_piece_end(task, joining->step, joining->group_count);
  for (int64_t g = first; g < end; g++) {
    if (g % 256 == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    join_group(joining, g);
  }
  return SL_OK;
}

SlStatus sl_aggregate_texts(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  enum { GROUPS = SL_SIZE(1 << 10, 2) };
  Joining joining = {.column = call->columns[0], .separator = call->constant.text, .group_count = call->groups->group_count, .step = GROUPS};
  SlStatus status = sl_groups_order(call->groups, &joining.order, &joining.starts, err);
  if (status == SL_OK) status = sl_column_alloc(SL_TEXT, SL_STRING, joining.group_count, true, NULL, &joining.result, err);
  if (status == SL_OK) {
    joining.result->reasons = sl_alloc_zeroed((size_t)joining.group_count, 1);
    status = joining.result->reasons ? set_offsets(&joining, err) : sl_fail_alloc(err, (size_t)joining.group_count);
  }
  if (status == SL_OK) status = sl_parallel(sl_pieces_of(joining.group_count, GROUPS), join_groups, &joining, err);
  sl_free(joining.order);
  sl_free(joining.starts);
  if (status != SL_OK) {
    sl_column_release(joining.result);
    return status;
  }
  *out = joining.result;
  return SL_OK;
}
