/* builder.h - grows one column row by row; the way in for everything that does not know its length.
 *
 *     SlBuilder b;
 *     sl_builder_init(&b, SL_INTEGER);
 *     sl_builder_add_integer(&b, 12);  sl_builder_add_null(&b, SL_REASON_CONFIDENTIAL);
 *     status = sl_builder_finish(&b, &column, &err);
 *
 * A failed append stays in the builder, like in a file stream: appends after it do nothing and finish() reports it, so
 * that a loop need not check each row. The finished integer column has the narrowest storage that holds its values; text
 * is kept as a dictionary, or as plain strings once more than a half of a million rows are distinct.
 * Ownership: held by value, one owner; init before use, reset frees; finish resets it in any case.
 */
#ifndef SL_VALUES_BUILDER_H
#define SL_VALUES_BUILDER_H

#include "core/values/column.h"

typedef struct SlBuilder {
  SlType type;
  int64_t length, capacity;
  int64_t *integers;   /* ordinal types */
  double *numbers;
  uint32_t *codes;     /* text while a dictionary pays */
  SlDict *dict;
  int64_t *offsets;    /* text once it does not */
  SlBuf bytes;
  uint64_t *validity;  /* from the first missing row on; capacity bits */
  uint8_t *reasons, *flags; /* from the first of them on; capacity bytes */
  SlStatus status;     /* of the first failed append */
  SlError error;
} SlBuilder;

void sl_builder_init(SlBuilder *builder, SlType type);
void sl_builder_reset(SlBuilder *builder);
void sl_builder_reserve(SlBuilder *builder, int64_t rows); /* a hint */

void sl_builder_add_integer(SlBuilder *builder, int64_t value); /* any ordinal type; also number */
void sl_builder_add_number(SlBuilder *builder, double value);
void sl_builder_add_text(SlBuilder *builder, SlStr text);       /* must be UTF-8 */
void sl_builder_add_boolean(SlBuilder *builder, bool value);
void sl_builder_add_null(SlBuilder *builder, SlReason reason);
void sl_builder_add_cell(SlBuilder *builder, const SlColumn *column, int64_t row); /* of the same type, marks included */
void sl_builder_flag_last(SlBuilder *builder, unsigned flags);  /* the row added last, which is present */

SlStatus sl_builder_finish(SlBuilder *builder, SlColumn **out, SlError *err);

#endif
