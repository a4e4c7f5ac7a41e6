/* The texts of a group in one: join_text. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/aggregates/call.h"

/* Rows are walked through twice in the order of the table: for the length of each group's text, then for its bytes, which go to
 * where the group's text has got. */
typedef struct Joining {
  const SlAggregateCall *call;
  SlColumn *result; /* its offsets say where each group's text begins */
  int64_t *ends;    /* where the next text of each group goes; -1: the group has none so far */
} Joining;

typedef void (*EachText)(const Joining *joining, uint32_t group, SlStr text);

static SlStatus each_text(const Joining *joining, EachText take, SlError *err) {
  enum { LOOK_UP_BATCHES = 16 };
  const SlColumn *column = joining->call->columns[0];
  uint32_t groups[SL_BATCH_ROWS];
  int64_t batches = 0, rows = joining->call->groups->row_count;
  for (int64_t first = 0; first < rows; first += SL_BATCH_ROWS) {
    if (batches++ % LOOK_UP_BATCHES == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    int64_t count = sl_batch_size(first, rows);
    sl_groups_load(joining->call->groups, first, count, groups);
    for (int64_t i = 0; i < count; i++)
      if (!sl_column_is_null(column, first + i)) take(joining, groups[i], sl_column_text(column, first + i));
  }
  return SL_OK;
}

/* Lengths stand one behind, where they become offsets. */
static void add_length(const Joining *joining, uint32_t group, SlStr text) {
  joining->result->offsets[group + 1] += (int64_t)(text.length + joining->call->constant.text.length);
}

static void add_text(const Joining *joining, uint32_t group, SlStr text) {
  char *bytes = joining->result->values;
  int64_t *end = &joining->ends[group];
  SlStr separator = joining->call->constant.text;
  if (*end < 0)
    *end = joining->result->offsets[group];
  else if (separator.length)
    memcpy(bytes + *end - separator.length, separator.bytes, separator.length);
  if (text.length) memcpy(bytes + *end, text.bytes, text.length);
  *end += (int64_t)(text.length + separator.length);
}

/* Each text was counted with a separator behind it; the last of a group has none. */
static SlStatus place_groups(Joining *joining, SlError *err) {
  int64_t *offsets = joining->result->offsets, groups = joining->result->length;
  int64_t separator = (int64_t)joining->call->constant.text.length;
  offsets[0] = 0;
  for (int64_t g = 0; g < groups; g++) {
    if (sl_interrupted_at(g)) return sl_fail_interrupted(err);
    offsets[g + 1] += offsets[g] - (joining->call->present[g] > 0 ? separator : 0);
    joining->ends[g] = -1;
  }
  size_t bytes = (size_t)offsets[groups];
  joining->result->values = sl_alloc(bytes ? bytes : 1);
  return joining->result->values ? SL_OK : sl_fail_alloc(err, bytes);
}

SlStatus sl_aggregate_texts(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  int64_t groups = call->groups->group_count;
  Joining joining = {.call = call, .ends = sl_alloc_array((size_t)groups, sizeof *joining.ends)};
  SlStatus status = joining.ends ? SL_OK : sl_fail_alloc(err, (size_t)groups * sizeof *joining.ends);
  if (status == SL_OK) status = sl_column_alloc(SL_TEXT, SL_STRING, groups, true, NULL, &joining.result, err);
  if (status == SL_OK) {
    memset(joining.result->offsets, 0, ((size_t)groups + 1) * sizeof *joining.result->offsets);
    joining.result->reasons = sl_alloc_zeroed((size_t)groups, 1);
    status = joining.result->reasons ? each_text(&joining, add_length, err) : sl_fail_alloc(err, (size_t)groups);
  }
  if (status == SL_OK) status = place_groups(&joining, err);
  if (status == SL_OK) status = each_text(&joining, add_text, err);
  sl_free(joining.ends);
  if (status != SL_OK) {
    sl_column_release(joining.result);
    return status;
  }
  *out = joining.result;
  return SL_OK;
}
