#include "core/values/period_column.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/values/period_read.h"

typedef struct Texts {
  SlColumn *column;   /* with a dictionary */
  SlReading *readings; /* of each entry that a row has */
  bool *read;
  int64_t first_row;  /* that is not missing; -1: none */
} Texts;

static SlStatus fail_row(const Texts *texts, int64_t row, const SlReading *reading, const char *says, SlError *err) {
  enum { SHOWN = 60 };
  SlStr text = sl_column_text(texts->column, row);
  SlBuf why;
  sl_buf_init(&why);
  if (says)
    sl_buf_add_text(&why, says);
  else
    sl_period_say_fault(reading, &why);
  const char *words = sl_buf_text(&why);
  SlStatus status = sl_fail(err, SL_EDATA, "row %" PRId64 ": \"%.*s\" %s", row + 1, (int)sl_str_cut(text, SHOWN), text.bytes,
                            words ? words : "is no year, quarter, month or date");
  sl_buf_reset(&why);
  return status;
}

/* A text that is a period, but not of a kind with those before it. */
static SlStatus fail_kind(const Texts *texts, int64_t row, const SlReading *reading, SlError *err) {
  SlStr first = sl_column_text(texts->column, texts->first_row);
  char says[160];
  snprintf(says, sizeof says, "is a %s, and row %" PRId64 ", \"%.*s\", is none; a column has one kind of period",
           sl_type_name(reading->periods[0].type), texts->first_row + 1, (int)sl_str_cut(first, 40), first.bytes);
  return fail_row(texts, row, reading, says, err);
}

/* Reads each different text once, in the order of the rows. */
static SlStatus read_all(Texts *texts, SlPeriodProof *proof, SlError *err) {
  const SlColumn *column = texts->column;
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_column_is_null(column, row)) continue;
    uint32_t code = sl_column_code(column, row);
    if (texts->read[code]) continue;
    SlReading *reading = &texts->readings[code];
    sl_period_read(sl_column_text(column, row), reading);
    texts->read[code] = true;
    if (!sl_period_proof_add(proof, reading)) {
      bool other_kind = reading->fault == SL_PERIOD_GOOD && texts->first_row >= 0;
      return other_kind ? fail_kind(texts, row, reading, err) : fail_row(texts, row, reading, NULL, err);
    }
    if (texts->first_row < 0) texts->first_row = row;
  }
  return SL_OK;
}

static SlStatus convert(const Texts *texts, SlType type, SlColumn **out, SlError *err) {
  const SlColumn *from = texts->column;
  SlColumn *to;
  SlStatus status = sl_column_alloc(type, sl_storage_default(type), from->length, false, NULL, &to, err);
  if (status != SL_OK) return status;
  status = sl_column_copy_marks(from, to, err);
  int32_t *values = to->values;
  for (int64_t row = 0; status == SL_OK && row < from->length; row++) {
    if (sl_column_is_null(from, row)) continue;
    const SlReading *reading = &texts->readings[sl_column_code(from, row)];
    int64_t value = 0;
    sl_reading_as(reading, type, &value);
    values[row] = (int32_t)value;
    if (reading->flags == 0) continue;
    if (!to->flags && !(to->flags = sl_alloc_zeroed((size_t)from->length, 1))) status = sl_fail_alloc(err, (size_t)from->length);
    if (to->flags) to->flags[row] |= (uint8_t)reading->flags;
  }
  if (status == SL_OK) {
    sl_column_seal(to);
    *out = to;
  } else {
    sl_column_release(to);
  }
  return status;
}

SlStatus sl_period_column(const SlColumn *column, SlColumn **out, SlError *err) {
  Texts texts = {.first_row = -1};
  SlPeriodProof proof;
  sl_period_proof_init(&proof);
  SlStatus status = sl_column_encode(column, &texts.column, err);
  if (status != SL_OK) return status;
  size_t entries = (size_t)sl_dict_size(texts.column->dict);
  texts.readings = sl_alloc_array(entries + 1, sizeof *texts.readings);
  texts.read = sl_alloc_zeroed(entries + 1, sizeof *texts.read);
  if (!texts.readings || !texts.read) status = sl_fail_alloc(err, entries * sizeof *texts.readings);
  if (status == SL_OK) status = read_all(&texts, &proof, err);
  SlType type;
  if (status == SL_OK) {
    if (texts.first_row < 0)
      *out = sl_column_retain(column);
    else if (sl_period_proof_type(&proof, &type))
      status = convert(&texts, type, out, err);
    else
      status = fail_row(&texts, texts.first_row, &texts.readings[sl_column_code(texts.column, texts.first_row)], NULL, err);
  }
  sl_free(texts.readings);
  sl_free(texts.read);
  sl_column_release(texts.column);
  return status;
}
