/* Three-valued logic (Kleene), and what chooses among its arguments. Both set presence and marks themselves. */
#include <math.h>
#include <string.h>

#include "core/expr/kernels.h"

static bool is_present(const SlVector *vector, int64_t i) { return !vector->present || vector->present[i]; }
static uint8_t reason_of(const SlVector *vector, int64_t i) { return vector->reasons ? vector->reasons[i] : SL_REASON_NONE; }

static void set_missing(SlVector *out, int64_t i, uint8_t reason) {
  out->present[i] = 0;
  if (out->reasons) out->reasons[i] = reason;
  if (out->flags) out->flags[i] = 0;
}

static void set_present(SlVector *out, int64_t i, uint8_t flags) {
  if (out->present) out->present[i] = 1;
  if (out->reasons) out->reasons[i] = SL_REASON_NONE;
  if (out->flags) out->flags[i] = flags;
}

static uint8_t flags_of(const SlVector *vector, int64_t i) {
  return vector->flags && is_present(vector, i) ? vector->flags[i] : 0;
}

static uint8_t stronger(uint8_t a, uint8_t b) { return (uint8_t)sl_reason_stronger((SlReason)a, (SlReason)b); }

/* deciding: the value that decides whatever the other is: false for and, true for or. */
static void decide(SlBatch *batch, bool deciding) {
  const SlVector *a = batch->in[0], *b = batch->in[1];
  SlVector *out = batch->out;
  if (!out->present && !out->flags) {
    if (deciding)
      for (int64_t i = 0; i < batch->count; i++) out->booleans[i] = a->booleans[i] | b->booleans[i];
    else
      for (int64_t i = 0; i < batch->count; i++) out->booleans[i] = a->booleans[i] & b->booleans[i];
    return;
  }
  for (int64_t i = 0; i < batch->count; i++) {
    bool has_a = is_present(a, i), has_b = is_present(b, i);
    bool decided = (has_a && (bool)a->booleans[i] == deciding) || (has_b && (bool)b->booleans[i] == deciding);
    out->booleans[i] = decided ? deciding : !deciding;
    if (decided || (has_a && has_b))
      set_present(out, i, flags_of(a, i) | flags_of(b, i));
    else
      set_missing(out, i, stronger(has_a ? 0 : reason_of(a, i), has_b ? 0 : reason_of(b, i)));
  }
}

static SlStatus and_booleans(SlBatch *batch, SlError *err) {
  (void)err;
  decide(batch, false);
  return SL_OK;
}

static SlStatus or_booleans(SlBatch *batch, SlError *err) {
  (void)err;
  decide(batch, true);
  return SL_OK;
}

static SlStatus not_boolean(SlBatch *batch, SlError *err) {
  (void)err;
  for (int64_t i = 0; i < batch->count; i++) batch->out->booleans[i] = !batch->in[0]->booleans[i];
  return SL_OK;
}

static SlStatus is_missing(SlBatch *batch, SlError *err) {
  (void)err;
  for (int64_t i = 0; i < batch->count; i++) batch->out->booleans[i] = !is_present(batch->in[0], i);
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

/* --- choosing ---------------------------------------------------------------------------------------------------------------- */

static size_t width_of(SlType type) {
  return type == SL_TEXT ? sizeof(SlStr) : type == SL_BOOLEAN ? sizeof(uint8_t) : sizeof(int64_t);
}

static const SlVector *argument(const SlBatch *batch, int64_t k) { return &batch->all[batch->node->arguments[k]->index]; }

/* Row i of out becomes that of the vector, value, presence and marks. */
static void take(SlBatch *batch, const SlVector *from, int64_t i, size_t width) {
  memcpy((char *)batch->out->values + (size_t)i * width, (const char *)from->values + (size_t)i * width, width);
  if (is_present(from, i))
    set_present(batch->out, i, flags_of(from, i));
  else
    set_missing(batch->out, i, reason_of(from, i));
}

static SlStatus if_else(SlBatch *batch, SlError *err) {
  (void)err;
  const SlVector *condition = batch->in[0];
  size_t width = width_of(batch->node->type);
  for (int64_t i = 0; i < batch->count; i++) {
    if (is_present(condition, i))
      take(batch, batch->in[condition->booleans[i] ? 1 : 2], i, width);
    else {
      memset((char *)batch->out->values + (size_t)i * width, 0, width);
      set_missing(batch->out, i, reason_of(condition, i));
    }
  }
  return SL_OK;
}

static SlStatus coalesce(SlBatch *batch, SlError *err) {
  (void)err;
  int64_t count = batch->node->count;
  size_t width = width_of(batch->node->type);
  for (int64_t i = 0; i < batch->count; i++) {
    uint8_t reason = SL_REASON_NONE;
    int64_t k = 0;
    while (k < count && !is_present(argument(batch, k), i)) reason = stronger(reason, reason_of(argument(batch, k++), i));
    if (k < count) {
      take(batch, argument(batch, k), i, width);
    } else {
      memset((char *)batch->out->values + (size_t)i * width, 0, width);
      set_missing(batch->out, i, reason);
    }
  }
  return SL_OK;
}

static bool is_before(SlType type, const SlVector *a, const SlVector *b, int64_t i) {
  switch (type) {
    case SL_NUMBER: return a->numbers[i] < b->numbers[i] || (isnan(b->numbers[i]) && !isnan(a->numbers[i]));
    case SL_TEXT: return sl_str_compare(a->texts[i], b->texts[i]) < 0;
    case SL_BOOLEAN: return a->booleans[i] < b->booleans[i];
    default: return a->integers[i] < b->integers[i];
  }
}

/* Missing values are left out, NaN loses to any number. Flags are those of all present arguments. */
static SlStatus extreme(SlBatch *batch, SlError *err) {
  (void)err;
  SlType type = batch->node->type;
  size_t width = width_of(type);
  bool largest = batch->node->choice;
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
      bool nan = type == SL_NUMBER && isnan(other->numbers[i]);
      if (!best || (largest ? (!nan && (is_before(type, best, other, i) || (type == SL_NUMBER && isnan(best->numbers[i])))) : is_before(type, other, best, i)))
        best = other;
    }
    if (best) {
      take(batch, best, i, width);
      if (batch->out->flags) batch->out->flags[i] = flags;
    } else {
      memset((char *)batch->out->values + (size_t)i * width, 0, width);
      set_missing(batch->out, i, reason);
    }
  }
  return SL_OK;
}

SlKernel sl_kernel_choose(SlFunction function, SlType type) {
  (void)type;
  switch (function) {
    case SL_FN_IF_ELSE: return if_else;
    case SL_FN_COALESCE: return coalesce;
    case SL_FN_MIN_OF:
    case SL_FN_MAX_OF: return extreme;
    default: return NULL;
  }
}
