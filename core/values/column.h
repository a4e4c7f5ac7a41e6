/* column.h - one typed, immutable sequence of values.
 *
 *     values    [ 12 |  7 |  0 | 40 ]   row 2 is missing: its slot is 0 (an empty string) and never read
 *     validity     1    1    0    1     no bitmap at all = no row is missing
 *     reasons      .    .    c    .     why a row is missing; no array when no row has a reason
 *     flags        p    .    .    .     what is to be known of a present value; no array when no row has one
 *
 * Invariants
 *   1. 0 <= row < length for every row index.
 *   2. null_count is the number of 0 bits; validity is NULL exactly when it is 0.
 *   3. Nothing changes a column after its builder or constructor returned it.
 *   4. storage belongs to type (type.h); codes are below the dictionary's size; offsets rise from 0.
 *   5. STRING storage: row's text is bytes [offsets[row], offsets[row + 1]) of values.
 * Ownership: counted (atomically). Functions borrow the columns they are given and return new references.
 */
#ifndef SL_VALUES_COLUMN_H
#define SL_VALUES_COLUMN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/status.h"
#include "core/values/bitmap.h"
#include "core/values/dict.h"
#include "core/values/type.h"

typedef struct SlColumn {
  atomic_int references;
  SlType type;
  SlStorage storage;
  bool values_inside;  /* they lie behind the column in one block: true of a few rows, and never by their address alone */
  int64_t length;
  int64_t null_count;
  void *values;        /* owned, of a few rows in one block with the column; length values of the storage's width, or the bytes of SL_STRING */
  uint64_t *validity;  /* owned, or NULL */
  uint8_t *reasons;    /* owned, or NULL; SlReason a row */
  uint8_t *flags;      /* owned, or NULL; SlFlag bits a row */
  int64_t *offsets;    /* owned; SL_STRING only, length + 1 of them */
  SlDict *dict;        /* counted; CODE storages only */
} SlColumn;

/* An SlColumn whose arrays are allocated (zeroed values) and may still be filled by its maker, who then calls
 * sl_column_seal() once. For SL_STRING only offsets are allocated; the maker sets values. With_validity gives a bitmap
 * of ones. The dictionary of a CODE storage is retained. */
SlStatus sl_column_alloc(SlType type, SlStorage storage, int64_t length, bool with_validity, SlDict *dict, SlColumn **out,
                         SlError *err);

/* Copies which rows of a column are missing, with all reasons and flags, to one of the same length that was allocated without. */
SlStatus sl_column_copy_marks(const SlColumn *from, SlColumn *to, SlError *err);

/* Gives the rows that are missing in `to`, which nobody but its maker has yet, the reasons of the same rows of `from`, a column of the same
 * length: of two reasons the stronger stands. Rows that are present stay so. */
SlStatus sl_column_add_reasons(const SlColumn *from, SlColumn *to, SlError *err);

/* Establishes invariant 2 (counts the missing rows, drops a bitmap of all ones, and arrays that hold nothing). */
void sl_column_seal(SlColumn *column);

SlColumn *sl_column_retain(const SlColumn *column); /* counting is not a change */
void sl_column_release(SlColumn *column);           /* NULL is allowed */

static inline bool sl_column_is_null(const SlColumn *column, int64_t row) {
  return column->validity && !sl_bitmap_get(column->validity, row);
}

/* Single values, widened. Of a missing row they give 0, 0.0 or the empty text. */
int64_t sl_column_integer(const SlColumn *column, int64_t row); /* ordinal types */
double sl_column_number(const SlColumn *column, int64_t row);   /* numeric types */
SlStr sl_column_text(const SlColumn *column, int64_t row);      /* text; lives as long as the column */
uint32_t sl_column_code(const SlColumn *column, int64_t row);   /* CODE storages */
SlReason sl_column_reason(const SlColumn *column, int64_t row); /* NONE when present */
unsigned sl_column_flags(const SlColumn *column, int64_t row);

/* Rows [first, first + count) widened into out: the batch form of the above. */
void sl_column_load_integers(const SlColumn *column, int64_t first, int64_t count, int64_t *out);
void sl_column_load_numbers(const SlColumn *column, int64_t first, int64_t count, double *out);
void sl_column_load_codes(const SlColumn *column, int64_t first, int64_t count, uint32_t *out);

/* A text column with dictionary storage: itself retained when it has one already. */
SlStatus sl_column_encode(const SlColumn *column, SlColumn **out, SlError *err);

/* A numeric column as SL_NUMBER: itself retained when it is one. Integers past 2^53 are rounded to nearest. */
SlStatus sl_column_to_number(const SlColumn *column, SlColumn **out, SlError *err);

/* The rows named, in that order; an index of -1 gives a missing row. The dictionary is shared. */
SlStatus sl_column_take(const SlColumn *column, const int64_t *rows, int64_t count, SlColumn **out, SlError *err);

/* The same of several columns, each with its own `count` rows, over all cores (not within a task). rows NULL: the column
 * itself, retained. */
SlStatus sl_columns_take(const SlColumn *const *columns, const int64_t *const *rows, int64_t column_count, int64_t count,
                         SlColumn **out, SlError *err);

/* One below the other: types must be equal, except that integer meets number as number, and a column of
 * missing rows only (or of none) takes the type of the others. */
SlStatus sl_column_append(const SlColumn *const *columns, int64_t count, SlColumn **out, SlError *err);

/* Value and missingness (a reason counts, a flag does not). For tests, distinct and joins. NaN equals NaN. */
bool sl_column_rows_equal(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b);

size_t sl_column_bytes(const SlColumn *column); /* of memory held, dictionary included */

#endif
