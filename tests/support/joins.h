/* joins.h - what a join gives, against looking at every pair of rows.
 *
 * A test says which right rows a left row meets (Partners); the walk says which rows the result has then, in order, and whether the
 * promise is kept. Tables are told apart by a column that numbers their rows: "l" of the left one, "r" of the right one.
 */
#ifndef SL_TESTS_SUPPORT_JOINS_H
#define SL_TESTS_SUPPORT_JOINS_H

#include "core/query/join.h"
#include "tests/support/columns.h"
#include "tests/support/csv.h"

/* Of two texts of CSV. */
static inline SlStatus join(const char *left, const char *right, SlJoinOptions options, SlTable **out, SlError *err) {
  Csv a = read_text(left, NULL), b = read_text(right, NULL);
  SlStatus status = sl_table_join(a.table, b.table, &options, out, err);
  csv_reset(&a);
  csv_reset(&b);
  return status;
}

/* A join that is tried many times: for fail_each_allocation() and interruptions. */
typedef struct JoinAttempt {
  const SlTable *left, *right;
  SlJoinOptions options;
} JoinAttempt;

static inline SlStatus attempt_join(void *context, SlError *err) {
  const JoinAttempt *attempt = context;
  SlTable *out = NULL;
  SlStatus status = sl_table_join(attempt->left, attempt->right, &attempt->options, &out, err);
  assert_true((status == SL_OK) == (out != NULL));
  sl_table_release(out);
  return status;
}

/* The right rows that a left row meets, in order, into `rows`, which has room for all; returns how many. */
typedef int64_t (*Partners)(const void *context, int64_t left, int64_t *rows);

/* The number in that column; -1 where the row is of the other table alone. */
static inline int64_t row_joined(const SlTable *out, const char *name, int64_t at) {
  const SlColumn *column = sl_table_column(out, sl_str(name));
  return sl_column_is_null(column, at) ? -1 : sl_column_integer(column, at);
}

static inline void assert_pair(const SlTable *out, int64_t at, int64_t left, int64_t right, bool both) {
  if (!out) return;
  assert_true(at < out->length);
  assert_int_equal(row_joined(out, "l", at), left);
  if (both) assert_int_equal(row_joined(out, "r", at), right);
}

/* Whether the promise is kept. If there is a result, its rows must be those that the walk over all pairs finds. */
static inline bool check_every_pair(const SlTable *out, const SlTable *left, const SlTable *right, const SlJoinOptions *options,
                                    Partners partners, const void *context) {
  SlJoin how = options->how;
  bool filters = how == SL_JOIN_SEMI || how == SL_JOIN_ANTI, stays = how == SL_JOIN_LEFT || how == SL_JOIN_FULL;
  bool left_once = options->expect == SL_ONE_TO_MANY || options->expect == SL_ONE_TO_ONE;
  bool right_once = options->expect == SL_MANY_TO_ONE || options->expect == SL_ONE_TO_ONE, kept = true;
  int64_t *rows = sl_alloc_array((size_t)right->length, sizeof *rows), at = 0;
  int64_t *met = sl_alloc_zeroed((size_t)right->length, sizeof *met);
  for (int64_t l = 0; l < left->length; l++) {
    int64_t count = partners(context, l, rows);
    for (int64_t i = 0; i < count; i++) {
      met[rows[i]]++;
      if (!filters) assert_pair(out, at++, l, rows[i], true);
    }
    if (filters ? (count > 0) == (how == SL_JOIN_SEMI) : count == 0 && stays) assert_pair(out, at++, l, -1, !filters);
    if (right_once && count > 1) kept = false;
  }
  for (int64_t r = 0; r < right->length; r++) {
    if (left_once && met[r] > 1) kept = false;
    if (met[r] == 0 && (how == SL_JOIN_RIGHT || how == SL_JOIN_FULL)) assert_pair(out, at++, -1, r, true);
  }
  if (out) assert_int_equal(out->length, at);
  sl_free(rows);
  sl_free(met);
  return kept || filters;
}

#endif
