/* What chooses among its arguments: if_else, coalesce, min_of, max_of. First each row's argument is chosen, then marks
 * and values are fetched; presence and marks are set here.
 */
#include <math.h>
#include <string.h>

#include "core/expr/kernels.h"
#include "core/expr/marks.h"

static const SlVector *argument(const SlBatch *batch, int64_t k) {
  return &batch->all[batch->node->arguments[k]->index];
}

static void copy_value(const SlBatch *batch, const SlVector *from, int64_t i) {
  SlVector *out = batch->out;
  switch (batch->node->type) {
    case SL_TEXT: out->texts[i] = from ? from->texts[i] : (SlStr){"", 0}; break;
    case SL_NUMBER: out->numbers[i] = from ? from->numbers[i] : 0; break;
    case SL_BOOLEAN: out->booleans[i] = from ? from->booleans[i] : 0; break;
    default: out->integers[i] = from ? from->integers[i] : 0; break;
  }
}

/* Row i of out becomes that of the vector, value, presence and marks. */
static void take(const SlBatch *batch, const SlVector *from, int64_t i) {
  copy_value(batch, from, i);
  if (is_present(from, i))
    set_present(batch->out, i, flags_of(from, i));
  else
    set_missing(batch->out, i, reason_of(from, i));
}

static void take_nothing(const SlBatch *batch, int64_t i, uint8_t reason) {
  copy_value(batch, NULL, i);
  set_missing(batch->out, i, reason);
}

static bool is_plain(const SlVector *out) { return !out->present && !out->flags; }

/* --- if_else ------------------------------------------------------------------------------------------------------ */

#define SELECT(type, field)                                                                 \
  do {                                                                                      \
    const type *yes = batch->in[1]->field, *no = batch->in[2]->field;                       \
    type *out = batch->out->field;                                                          \
    for (int64_t i = 0; i < count; i++) {                                                   \
      type values[] = {no[i], yes[i]}; /* no branch, which would be guessed wrong too often */ \
      out[i] = values[condition[i]];                                                        \
    }                                                                                       \
  } while (0)

static void select_values(const SlBatch *batch) {
  const uint8_t *condition = batch->in[0]->booleans;
  int64_t count = batch->count;
  switch (batch->node->type) {
    case SL_TEXT: SELECT(SlStr, texts); break;
    case SL_NUMBER: SELECT(double, numbers); break;
    case SL_BOOLEAN: SELECT(uint8_t, booleans); break;
    default: SELECT(int64_t, integers); break;
  }
}

static SlStatus if_else(SlBatch *batch, SlError *err) {
  (void)err;
  const SlVector *condition = batch->in[0];
  if (is_plain(batch->out)) {
    select_values(batch);
    return SL_OK;
  }
  for (int64_t i = 0; i < batch->count; i++) {
    if (is_present(condition, i))
      take(batch, batch->in[condition->booleans[i] ? 1 : 2], i);
    else
      take_nothing(batch, i, reason_of(condition, i));
  }
  return SL_OK;
}

/* --- coalesce ----------------------------------------------------------------------------------------------------- */

/* From the last argument to the first, each lays what it has over what is there. */
#define LAY_OVER(type, field)                                                              \
  for (int64_t k = batch->node->count - 1; k >= 0; k--) {                                  \
    const type *in = argument(batch, k)->field;                                            \
    const uint8_t *present = argument(batch, k)->present;                                  \
    type *out = batch->out->field;                                                         \
    if (present && k < batch->node->count - 1)                                             \
      for (int64_t i = 0; i < count; i++) {                                                \
        type values[] = {out[i], in[i]}; /* no branch, which would be guessed wrong too often */ \
        out[i] = values[present[i]];                                                       \
      }                                                                                    \
    else                                                                                   \
      memcpy(out, in, (size_t)count * sizeof *out);                                        \
  }

static void lay_over(const SlBatch *batch) {
  int64_t count = batch->count;
  switch (batch->node->type) {
    case SL_TEXT: LAY_OVER(SlStr, texts); break;
    case SL_NUMBER: LAY_OVER(double, numbers); break;
    case SL_BOOLEAN: LAY_OVER(uint8_t, booleans); break;
    default: LAY_OVER(int64_t, integers); break;
  }
}

static void find_present(const SlBatch *batch) {
  uint8_t *present = batch->out->present;
  memset(present, 0, (size_t)batch->count);
  for (int64_t k = 0; k < batch->node->count; k++) {
    const uint8_t *other = argument(batch, k)->present;
    for (int64_t i = 0; i < batch->count; i++) present[i] |= other ? other[i] : 1;
  }
}

/* Flags of the argument that was taken; the strongest reason when none was. */
static void mark_first(const SlBatch *batch, int64_t i) {
  uint8_t reason = SL_REASON_NONE;
  for (int64_t k = 0; k < batch->node->count; k++) {
    const SlVector *other = argument(batch, k);
    if (is_present(other, i)) {
      set_present(batch->out, i, flags_of(other, i));
      return;
    }
    reason = stronger(reason, reason_of(other, i));
  }
  set_missing(batch->out, i, reason);
}

static SlStatus coalesce(SlBatch *batch, SlError *err) {
  (void)err;
  lay_over(batch);
  if (batch->out->present) find_present(batch);
  if (batch->out->reasons || batch->out->flags)
    for (int64_t i = 0; i < batch->count; i++) mark_first(batch, i);
  return SL_OK;
}

/* --- min_of, max_of ----------------------------------------------------------------------------------------------- */

static bool is_before(SlType type, const SlVector *a, const SlVector *b, int64_t i) {
  switch (type) {
    case SL_NUMBER: return a->numbers[i] < b->numbers[i];
    case SL_TEXT: return sl_str_compare(a->texts[i], b->texts[i]) < 0;
    case SL_BOOLEAN: return a->booleans[i] < b->booleans[i];
    default: return a->integers[i] < b->integers[i];
  }
}

/* NaN loses to any number. */
static bool is_better(const SlBatch *batch, const SlVector *other, const SlVector *best, int64_t i) {
  SlType type = batch->node->type;
  if (type == SL_NUMBER && isnan(other->numbers[i])) return false;
  if (type == SL_NUMBER && isnan(best->numbers[i])) return true;
  return batch->node->choice ? is_before(type, best, other, i) : is_before(type, other, best, i);
}

/* Of two arguments that are there. */
#define BETTER_OF(type, field, better)                                                    \
  do {                                                                                    \
    const type *a = batch->in[0]->field, *b = batch->in[1]->field;                        \
    type *out = batch->out->field;                                                        \
    for (int64_t i = 0; i < count; i++) out[i] = b[i] better a[i] || a[i] != a[i] ? b[i] : a[i]; \
  } while (0)

static bool better_of_two(const SlBatch *batch) {
  int64_t count = batch->count;
  bool largest = batch->node->choice;
  if (batch->node->count != 2 || !is_plain(batch->out) || batch->node->type == SL_TEXT ||
      batch->node->type == SL_BOOLEAN)
    return false;
  if (batch->node->type == SL_NUMBER && largest) BETTER_OF(double, numbers, >);
  else if (batch->node->type == SL_NUMBER) BETTER_OF(double, numbers, <);
  else if (largest) BETTER_OF(int64_t, integers, >);
  else BETTER_OF(int64_t, integers, <);
  return true;
}

/* Missing values are left out. Flags are those of all present arguments. */
static SlStatus extreme(SlBatch *batch, SlError *err) {
  (void)err;
  if (better_of_two(batch)) return SL_OK;
  for (int64_t i = 0; i < batch->count; i++) {
    const SlVector *best = NULL;
    uint8_t reason = SL_REASON_NONE, flags = 0;
    for (int64_t k = 0; k < batch->node->count; k++) {
      const SlVector *other = argument(batch, k);
      if (!is_present(other, i)) {
        reason = stronger(reason, reason_of(other, i));
        continue;
      }
      flags |= flags_of(other, i);
      if (!best || is_better(batch, other, best, i)) best = other;
    }
    if (!best) {
      take_nothing(batch, i, reason);
      continue;
    }
    take(batch, best, i);
    if (batch->out->flags) batch->out->flags[i] = flags;
  }
  return SL_OK;
}

SlKernel sl_kernel_choose(SlFunction function) {
  switch (function) {
    case SL_FN_IF_ELSE: return if_else;
    case SL_FN_COALESCE: return coalesce;
    case SL_FN_MIN_OF:
    case SL_FN_MAX_OF: return extreme;
    default: return NULL;
  }
}
