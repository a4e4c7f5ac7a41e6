/* type.h - what a column holds, and how it lies in memory.
 *
 * The type is what an analyst sees; the storage is how values lie in memory. One type has several storages:
 *
 *     type                    storage                                      widened to (see column.h)
 *     integer                 I8 I16 I32 I64                               int64_t
 *     number                  F64                                          double
 *     text                    CODE8 CODE16 CODE32 (dictionary), STRING     SlStr
 *     boolean                 BOOL8: 0 or 1                                int64_t 0 or 1
 *     date                    I32: days since 1970-01-01                   int64_t
 *     datetime                I64: microseconds since 1970-01-01 00:00     int64_t
 *     quarter                 I32: year * 4 + (0..3)                       int64_t
 *     year-ending             I32: year * 12 + (0..11), the last month     int64_t
 *     month                   I32: year * 12 + (0..11)                     int64_t
 *     financial-year          I32: the year in whose April it begins       int64_t
 *     year                    I32: the calendar year                       int64_t
 */
#ifndef SL_VALUES_TYPE_H
#define SL_VALUES_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"

typedef enum SlType {
  SL_INTEGER, SL_NUMBER, SL_TEXT, SL_BOOLEAN, SL_DATE, SL_DATETIME, SL_QUARTER, SL_YEAR_ENDING,
  SL_MONTH, SL_FINANCIAL_YEAR, SL_YEAR
} SlType;
enum { SL_TYPE_COUNT = SL_YEAR + 1 };

typedef enum SlStorage {
  SL_I8, SL_I16, SL_I32, SL_I64,
  SL_F64,
  SL_CODE8, SL_CODE16, SL_CODE32, /* unsigned index into a dictionary */
  SL_STRING,                      /* offsets and bytes */
  SL_BOOL8
} SlStorage;

/* Why a value is missing, weakest first: in an operation the strongest reason of the operands wins. */
typedef enum SlReason {
  SL_REASON_NONE = 0,       /* plainly missing */
  SL_REASON_LOW,            /* [low]: not zero, but would round to it */
  SL_REASON_NOT_APPLICABLE, /* [z] */
  SL_REASON_NOT_AVAILABLE,  /* [x] */
  SL_REASON_CONFIDENTIAL    /* [c] */
} SlReason;

/* What is to be known of a value that is present; several can hold at once. */
typedef enum SlFlag {
  SL_FLAG_PROVISIONAL = 1,     /* [p] */
  SL_FLAG_REVISED = 2,         /* [r] */
  SL_FLAG_ESTIMATED = 4,       /* [e] */
  SL_FLAG_BREAK = 8,           /* [b] */
  SL_FLAG_LOW_RELIABILITY = 16 /* [u] */
} SlFlag;

const char *sl_type_name(SlType type);              /* "integer", "year-ending", ... */
bool sl_type_find(SlStr name, SlType *type);        /* by that name */
bool sl_type_is_numeric(SlType type);               /* integer or number */
bool sl_type_is_period(SlType type);                /* month, quarter, financial-year, year-ending or year */

size_t sl_storage_bytes(SlStorage storage);         /* of one value; 0 for SL_STRING */
bool sl_storage_is_code(SlStorage storage);
SlStorage sl_storage_default(SlType type);          /* the widest for integers; CODE32 for text */

/* GSS shorthand. Reasons: "" "[low]" "[z]" "[x]" "[c]". Markers of a flag set are written one after the other. */
const char *sl_reason_marker(SlReason reason);
bool sl_reason_find(SlStr marker, SlReason *reason);
bool sl_flag_find(SlStr marker, SlFlag *flag);
void sl_flags_print(unsigned flags, SlBuf *out);    /* "[p][r]" */
SlReason sl_reason_stronger(SlReason a, SlReason b);

#endif
