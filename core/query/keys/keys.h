/* keys.h - key columns as one unsigned word a row, in the order of the keys.
 *
 *     year   force        codes        word = year code * 4 + force code
 *     2018   Kent         0  1         1
 *     2019   Essex        1  0         4           forces: Essex 0, Kent 1, Surrey 2, missing 3
 *     2018   nil          0  3         3
 *
 * Two rows have equal words exactly when all their keys are equal; the smaller word sorts first: ascending or
 * descending as asked, text by code point, NaN behind all other values, missing behind NaN. A missing key is one value,
 * whatever its reasons; -0 equals 0.
 *
 * A column gives each row a code below its domain: integers and dates count from the smallest, numbers likewise through an
 * order-keeping image of their bits, texts by their rank in the dictionary. Words are codes in mixed radix. Columns whose
 * product of domains passes 2^64 are first made dense: distinct values numbered in order.
 * Ownership: held by value; retains the columns. Reset frees; safe on zeroed memory.
 * Private to core/query.
 */
#ifndef SL_QUERY_KEYS_H
#define SL_QUERY_KEYS_H

#include "core/base/batches.h"
#include "core/query/rows.h"

typedef enum SlKeyKind { SL_KEY_ORDINAL, SL_KEY_NUMBER, SL_KEY_CODE, SL_KEY_DENSE } SlKeyKind;

typedef struct SlKeyPart {
  SlKeyKind kind;
  SlColumn *column;  /* counted; text with a dictionary. NULL for several columns made dense together */
  bool descending;
  bool has_nan, has_null;
  uint64_t base;     /* ORDINAL, NUMBER: the smallest image */
  uint64_t values;   /* codes below it are values in order; then NaN, then missing, as far as the column has them */
  uint64_t domain;   /* all codes are below it; 0 when there are no rows */
  uint64_t weight;   /* word = sum of code * weight */
  const uint32_t *ranks; /* CODE: of each dictionary entry, the dictionary's own; NULL when entries are in order */
  uint32_t *dense;   /* DENSE: the code of each row */
} SlKeyPart;

typedef struct SlKeys {
  int64_t row_count;
  int64_t part_count;
  SlKeyPart *parts;
  uint64_t largest; /* no word is above it */
} SlKeys;

/* Columns have row_count rows each. No keys: every word is 0. */
SlStatus sl_keys_init(SlKeys *keys, const SlSortKey *columns, int64_t count, int64_t row_count, SlError *err);
void sl_keys_reset(SlKeys *keys);

/* The words of rows [first, first + count), count <= SL_BATCH_ROWS. */
void sl_keys_words(const SlKeys *keys, int64_t first, int64_t count, uint64_t *words);

/* The same where `largest` is below 2^32. */
void sl_keys_small_words(const SlKeys *keys, int64_t first, int64_t count, uint32_t *words);

/* Every row with its word, in order of rows; free with sl_free(). */
struct SlRadixItem;
SlStatus sl_keys_items(const SlKeys *keys, struct SlRadixItem **items, SlError *err);

#endif
