/* match.h - which rows of two tables meet, for joins alone.
 *
 * Rows with equal keys have equal buckets. The right rows of a bucket are listed, and each left row looks into its own:
 *
 *     left   Kent Essex nil         buckets  1 0 none      starts  0 1 3
 *     right  Kent Essex Kent                 1 0 1         order   1 | 0 2
 *
 * Mostly each bucket has one right row; then `only` says which, and there are no lists.
 * Private to core/query/joins.
 */
#ifndef SL_QUERY_JOIN_MATCH_H
#define SL_QUERY_JOIN_MATCH_H

#include "core/query/join.h"

#define SL_NO_BUCKET UINT32_MAX /* of rows that match nothing: a key is missing, or (left) no right row has it */
#define SL_NO_ROW UINT32_MAX

typedef struct SlNumbering SlNumbering;

typedef struct SlMatch {
  int64_t left_count, right_count;
  /* Set by the caller, borrowed. */
  SlColumn *const *keys;           /* key_count of them, left's rows above right's */
  int64_t key_count;
  const bool *matchable;           /* of the rows of keys: all keys are there; NULL: of all rows */
  bool asks_left;                  /* whether left_buckets are wanted in any case */
  const SlColumn *asof_left, *asof_right; /* NULL for none */
  /* Made by sl_match_init(). */
  int64_t bucket_count;
  SlNumbering *numbering;          /* how words become buckets (buckets.c) */
  uint32_t *right_buckets;
  uint32_t *left_buckets;          /* NULL where each left row is looked up once only, when rows are matched */
  uint32_t *only;                  /* the first right row of each bucket, or SL_NO_ROW */
  bool several;                    /* a bucket has more than one */
  int64_t *order, *starts;         /* NULL unless several, or asof: then in the order of its values */
  /* Made by sl_match_rows(): the rows of the result, -1 for none. left_rows NULL: each left row once, in order. */
  int64_t *left_rows, *right_rows; /* right_rows NULL for semi and anti */
  int64_t count;
} SlMatch;

/* Numbers rows and lists right rows. Reset frees what was made; safe on zeroed memory. */
SlStatus sl_match_init(SlMatch *match, SlError *err);
void sl_match_reset(SlMatch *match);

SlStatus sl_match_rows(SlMatch *match, SlJoin how, SlError *err);

/* How many rows of the result a left row makes that meets `met` right rows. */
static inline int64_t sl_match_rows_made(SlJoin how, int64_t met) {
  switch (how) {
    case SL_JOIN_SEMI: return met > 0;
    case SL_JOIN_ANTI: return met == 0;
    case SL_JOIN_LEFT: case SL_JOIN_FULL: return met > 0 ? met : 1;
    default: return met;
  }
}

/* Parts of the above, for range.c: the right rows listed bucket by bucket in the order of a column of theirs (order, starts); and
 * the right rows that no row of the result has, added at its end. */
SlStatus sl_match_list_right_by(SlMatch *match, const SlColumn *column, SlError *err);
SlStatus sl_match_add_right(SlMatch *match, SlError *err);

static inline int64_t sl_match_right_rows(const SlMatch *match, int64_t bucket) {
  return match->starts ? match->starts[bucket + 1] - match->starts[bucket] : match->only[bucket] != SL_NO_ROW;
}

/* Of buckets.c: right_buckets and bucket_count; left_buckets; the buckets of left rows [first, first + count),
 * count <= SL_BATCH_ROWS. Rows not matchable get none. */
SlStatus sl_match_find_buckets(SlMatch *match, SlError *err);
SlStatus sl_match_list_left(SlMatch *match, SlError *err);
void sl_match_left_buckets(const SlMatch *match, int64_t first, int64_t count, uint32_t *buckets);
void sl_numbering_free(SlNumbering *numbering);

#endif
