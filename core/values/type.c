#include "core/values/type.h"

static const char *const type_names[SL_TYPE_COUNT] = {"integer", "number",      "text",  "boolean",        "date", "datetime",
                                                      "quarter", "year-ending", "month", "financial-year", "year"};

const char *sl_type_name(SlType type) { return type_names[type]; }

bool sl_type_find(SlStr name, SlType *type) {
  for (int i = 0; i < SL_TYPE_COUNT; i++) {
    if (!sl_str_equal(name, sl_str(type_names[i]))) continue;
    *type = (SlType)i;
    return true;
  }
  return false;
}

bool sl_type_is_numeric(SlType type) { return type == SL_INTEGER || type == SL_NUMBER; }
bool sl_type_is_period(SlType type) {
  return type == SL_MONTH || type == SL_QUARTER || type == SL_FINANCIAL_YEAR || type == SL_YEAR_ENDING || type == SL_YEAR;
}

size_t sl_storage_bytes(SlStorage storage) {
  switch (storage) {
    case SL_I8: case SL_CODE8: case SL_BOOL8: return 1;
    case SL_I16: case SL_CODE16: return 2;
    case SL_I32: case SL_CODE32: return 4;
    case SL_I64: case SL_F64: return 8;
    case SL_STRING: return 0;
  }
  return 0;
}

bool sl_storage_is_code(SlStorage storage) { return storage == SL_CODE8 || storage == SL_CODE16 || storage == SL_CODE32; }

SlStorage sl_storage_default(SlType type) {
  switch (type) {
    case SL_INTEGER: case SL_DATETIME: return SL_I64;
    case SL_NUMBER: return SL_F64;
    case SL_TEXT: return SL_CODE32;
    case SL_BOOLEAN: return SL_BOOL8;
    case SL_DATE: case SL_MONTH: case SL_QUARTER: case SL_FINANCIAL_YEAR: case SL_YEAR_ENDING: case SL_YEAR: return SL_I32;
  }
  return SL_I64;
}

static const char *const reason_markers[] = {"", "[low]", "[z]", "[x]", "[c]"};
static const char *const flag_markers[] = {"[p]", "[r]", "[e]", "[b]", "[u]"};

const char *sl_reason_marker(SlReason reason) { return reason_markers[reason]; }

bool sl_reason_find(SlStr marker, SlReason *reason) {
  for (int i = SL_REASON_LOW; i <= SL_REASON_CONFIDENTIAL; i++) {
    if (!sl_str_equal(marker, sl_str(reason_markers[i]))) continue;
    *reason = (SlReason)i;
    return true;
  }
  return false;
}

bool sl_flag_find(SlStr marker, SlFlag *flag) {
  for (int i = 0; i < 5; i++) {
    if (!sl_str_equal(marker, sl_str(flag_markers[i]))) continue;
    *flag = (SlFlag)(1 << i);
    return true;
  }
  return false;
}

void sl_flags_print(unsigned flags, SlBuf *out) {
  for (int i = 0; i < 5; i++)
    if (flags & (1u << i)) sl_buf_add_text(out, flag_markers[i]);
}

SlReason sl_reason_stronger(SlReason a, SlReason b) { return a > b ? a : b; }
