/* marks.h - presence, reason and flags of single rows, for kernels that set them themselves.
 *
 * A vector carries these arrays only when one of its rows needs them: no `present` is all present, no `reasons` none, no `flags`
 * none. Reading goes by that; setting takes for granted that the node was made with `clears` or `own_marks` (making.h), so that the
 * arrays it writes to are there.
 * Private to core/expr.
 */
#ifndef SL_EXPR_MARKS_H
#define SL_EXPR_MARKS_H

#include "core/expr/run/node.h"

static inline bool is_present(const SlVector *vector, int64_t i) { return !vector->present || vector->present[i]; }
static inline uint8_t reason_of(const SlVector *vector, int64_t i) {
  return vector->reasons ? vector->reasons[i] : SL_REASON_NONE;
}
static inline uint8_t flags_of(const SlVector *vector, int64_t i) {
  return vector->flags && is_present(vector, i) ? vector->flags[i] : 0;
}
static inline uint8_t stronger(uint8_t a, uint8_t b) { return (uint8_t)sl_reason_stronger((SlReason)a, (SlReason)b); }

static inline void set_missing(SlVector *out, int64_t i, uint8_t reason) {
  out->present[i] = 0;
  if (out->reasons) out->reasons[i] = reason;
  if (out->flags) out->flags[i] = 0;
}

static inline void set_present(SlVector *out, int64_t i, uint8_t flags) {
  if (out->present) out->present[i] = 1;
  if (out->reasons) out->reasons[i] = SL_REASON_NONE;
  if (out->flags) out->flags[i] = flags;
}

#endif
