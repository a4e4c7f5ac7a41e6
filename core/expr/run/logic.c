/* Three-valued logic (Kleene). Presence and marks are set here. */
#include <string.h>

#include "core/expr/run/kernels.h"
#include "core/expr/run/marks.h"

/* Values when none is missing; `turn` is 0 for and, 1 for or, which is not (not a and not b). */
static void join_values(const SlBatch *batch, uint8_t turn) {
  int64_t count = batch->count;
  const uint8_t *a = batch->in[0]->booleans, *b = batch->in[1]->booleans;
  uint8_t *out = batch->out->booleans;
  for (int64_t i = 0; i < count; i++) out[i] = (uint8_t)(((a[i] ^ turn) & (b[i] ^ turn)) ^ turn);
}

/* A false decides an and, whatever the other is; else the row is there when both are. For or, true decides. */
static void join_present(const SlBatch *batch, const uint8_t *has_a, const uint8_t *has_b, uint8_t turn) {
  int64_t count = batch->count;
  const uint8_t *a = batch->in[0]->booleans, *b = batch->in[1]->booleans;
  uint8_t *out = batch->out->booleans, *present = batch->out->present;
  for (int64_t i = 0; i < count; i++) {
    uint8_t pa = has_a ? has_a[i] : 1, pb = has_b ? has_b[i] : 1;
    uint8_t decided = (uint8_t)((pa & ~(a[i] ^ turn) & 1) | (pb & ~(b[i] ^ turn) & 1));
    out[i] = (uint8_t)(!decided ^ turn);
    present[i] = (uint8_t)(decided | (pa & pb));
  }
}

static void join_marks(const SlBatch *batch) {
  int64_t count = batch->count;
  const SlVector *a = batch->in[0], *b = batch->in[1];
  SlVector *out = batch->out;
  for (int64_t i = 0; out->reasons && i < count; i++)
    out->reasons[i] = is_present(out, i)
                          ? SL_REASON_NONE
                          : stronger(is_present(a, i) ? 0 : reason_of(a, i), is_present(b, i) ? 0 : reason_of(b, i));
  for (int64_t i = 0; out->flags && i < count; i++)
    out->flags[i] = is_present(out, i) ? flags_of(a, i) | flags_of(b, i) : 0;
}

static void join(SlBatch *batch, uint8_t turn) {
  if (batch->out->present)
    join_present(batch, batch->in[0]->present, batch->in[1]->present, turn);
  else
    join_values(batch, turn);
  join_marks(batch);
}

static SlStatus and_booleans(SlBatch *batch, SlError *err) {
  (void)err;
  join(batch, 0);
  return SL_OK;
}

static SlStatus or_booleans(SlBatch *batch, SlError *err) {
  (void)err;
  join(batch, 1);
  return SL_OK;
}

static SlStatus not_boolean(SlBatch *batch, SlError *err) {
  (void)err;
  const uint8_t *in = batch->in[0]->booleans;
  uint8_t *out = batch->out->booleans;
  int64_t count = batch->count;
  for (int64_t i = 0; i < count; i++) out[i] = !in[i];
  return SL_OK;
}

static SlStatus is_missing(SlBatch *batch, SlError *err) {
  (void)err;
  const uint8_t *present = batch->in[0]->present;
  uint8_t *out = batch->out->booleans;
  int64_t count = batch->count;
  if (present)
    for (int64_t i = 0; i < count; i++) out[i] = !present[i];
  else
    memset(out, 0, (size_t)count);
  return SL_OK;
}

SlKernel sl_kernel_logic(SlOperator op) {
  switch (op) {
    case SL_OP_AND: return and_booleans;
    case SL_OP_OR: return or_booleans;
    case SL_OP_NOT: return not_boolean;
    case SL_OP_IS_MISSING: return is_missing;
    default: return NULL;
  }
}
