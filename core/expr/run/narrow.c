/* Comparing what lies narrow with a constant, without widening: a register holds two integers of 64 bits, or 16 of 8. */
#include "core/expr/run/kernels.h"

#define NARROW_LOOP(op) for (int64_t i = 0; i < count; i++) out[i] = in[i] op value

#define NARROW(name, type)                                            \
  static SlStatus name(SlBatch *batch, SlError *err) {                \
    (void)err;                                                        \
    const type *in = batch->in[0]->values;                            \
    const type value = (type)batch->node->value.integer;              \
    uint8_t *out = batch->out->booleans;                              \
    int64_t count = batch->count;                                     \
    switch ((SlOperator)batch->node->choice) {                        \
      case SL_OP_EQ: NARROW_LOOP(==); break;                          \
      case SL_OP_NE: NARROW_LOOP(!=); break;                          \
      case SL_OP_LT: NARROW_LOOP(<); break;                           \
      case SL_OP_LE: NARROW_LOOP(<=); break;                          \
      case SL_OP_GT: NARROW_LOOP(>); break;                           \
      default: NARROW_LOOP(>=); break;                                \
    }                                                                 \
    return SL_OK;                                                     \
  }

NARROW(narrow_i8, int8_t)
NARROW(narrow_i16, int16_t)
NARROW(narrow_i32, int32_t)
NARROW(narrow_code8, uint8_t)
NARROW(narrow_code16, uint16_t)
NARROW(narrow_code32, uint32_t)

SlKernel sl_kernel_narrow(SlStorage storage) {
  switch (storage) {
    case SL_I8: return narrow_i8;
    case SL_I16: return narrow_i16;
    case SL_I32: return narrow_i32;
    case SL_CODE8: return narrow_code8;
    case SL_CODE16: return narrow_code16;
    case SL_CODE32: return narrow_code32;
    default: return NULL;
  }
}

bool sl_narrow_holds(SlStorage storage, int64_t value) {
  switch (storage) {
    case SL_I8: return value >= INT8_MIN && value <= INT8_MAX;
    case SL_I16: return value >= INT16_MIN && value <= INT16_MAX;
    case SL_I32: return value >= INT32_MIN && value <= INT32_MAX;
    default: return false;
  }
}
