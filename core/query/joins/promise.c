#include "core/query/joins/promise.h"

#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/values/print.h"

enum { KEYS_NAMED = 3 };

static const char *const cardinalities[] = {[SL_MANY_TO_ONE] = "m:1", [SL_ONE_TO_ONE] = "1:1",
                                            [SL_ONE_TO_MANY] = "1:m", [SL_MANY_TO_MANY] = "m:m"};

bool sl_cardinality_find(SlStr name, SlCardinality *card) {
  for (int i = 0; i <= SL_MANY_TO_MANY; i++) {
    if (!sl_str_equal(name, sl_str(cardinalities[i]))) continue;
    *card = (SlCardinality)i;
    return true;
  }
  return false;
}

/* Keys that several rows of a side have although at most one was promised. */
typedef struct Broken {
  const SlJoining *join;
  bool right_side;
  int64_t count;
  SlBuf named; /* the first three */
} Broken;

static void name_value(const char *before, SlStr name, const SlColumn *column, int64_t row, SlBuf *out) {
  sl_buf_printf(out, "%s%.*s = ", before, SL_STR_ARGS(name));
  sl_print_value(column, row, out);
}

/* The key of a right row, which `rows` rows of the side share. */
static void add_broken(Broken *broken, int64_t right_row, int64_t rows) {
  const SlJoining *j = broken->join;
  SlBuf *out = &broken->named;
  if (broken->count++ >= KEYS_NAMED) return;
  if (broken->count > 1) sl_buf_add_text(out, "; ");
  for (int64_t k = 0; k < j->options->key_count; k++)
    name_value(k ? ", " : "", j->options->left_keys[k], j->keys[k], j->left->length + right_row, out);
  if (j->asof_right)
    name_value(j->options->key_count ? ", " : "", j->options->asof_left, j->asof_right, right_row, out);
  sl_buf_printf(out, " (%" PRId64 " rows)", rows);
}

/* Whether a range before number i has the same column of that side. */
static bool is_named(const SlJoining *j, int64_t i, bool right_side) {
  for (int64_t k = 0; k < i; k++)
    if (right_side ? j->ranges[k].right == j->ranges[i].right : j->ranges[k].left == j->ranges[i].left) return true;
  return false;
}

/* A row of one side that meets `rows` rows of the other, where conditions say what meets. */
static void add_row(Broken *broken, int64_t row, int64_t rows) {
  const SlJoining *j = broken->join;
  bool right_side = !broken->right_side; /* the row is of the side that stands once, against several of the other */
  SlBuf *out = &broken->named;
  if (broken->count++ >= KEYS_NAMED) return;
  if (broken->count > 1) sl_buf_add_text(out, "; ");
  const char *before = "";
  for (int64_t k = 0; k < j->options->key_count; k++, before = ", ")
    name_value(before, right_side ? j->options->right_keys[k] : j->options->left_keys[k], j->keys[k], right_side ? j->left->length + row : row, out);
  for (int64_t i = 0; i < j->options->range_count; i++) {
    if (is_named(j, i, right_side)) continue;
    const SlJoinRange *range = &j->options->ranges[i];
    name_value(before, right_side ? range->right : range->left, right_side ? j->ranges[i].right : j->ranges[i].left, row, out);
    before = ", ";
  }
  sl_buf_printf(out, " (%" PRId64 " rows)", rows);
}

/* The same as report(), for ranges. */
static SlStatus report_rows(Broken *broken, SlError *err) {
  int64_t count = broken->count;
  const char *one = broken->right_side ? "left" : "right", *several = broken->right_side ? "right" : "left";
  if (count > 0)
    sl_fail(err, SL_EDATA, "join: expect = \"%s\", but %" PRId64 " row%s of the %s table meet%s several rows of the %s table: %.*s%s\n"
            "  Mend ranges that overlap, add a condition to on, or say expect = \"m:m\".",
            cardinalities[broken->join->options->expect], count, count == 1 ? "" : "s", one, count == 1 ? "s" : "", several,
            SL_STR_ARGS(sl_buf_str(&broken->named)), count > KEYS_NAMED ? "; ..." : "");
  sl_buf_reset(&broken->named);
  return count > 0 ? SL_EDATA : SL_OK;
}

/* Left rows that meet several right rows. */
SlStatus sl_join_check_left_rows(const SlJoining *j, SlError *err) {
  Broken broken = {.join = j, .right_side = true};
  sl_buf_init(&broken.named);
  for (int64_t row = 0; row < j->match.left_count; row++) {
    if (sl_interrupted_at(row)) {
      sl_buf_reset(&broken.named);
      return sl_fail_interrupted(err);
    }
    if (j->met[row] > 1) add_row(&broken, row, j->met[row]);
  }
  return report_rows(&broken, err);
}

/* Fails when there is a broken key; resets. */
static SlStatus report(Broken *broken, SlError *err) {
  int64_t count = broken->count;
  if (count > 0)
    sl_fail(err, SL_EDATA, "join: expect = \"%s\", but %" PRId64 " %s in several rows of the %s table: %.*s%s\n"
            "  Summarise that table first, add a column to on, or say expect = \"m:m\".",
            cardinalities[broken->join->options->expect], count, count == 1 ? "key stands" : "keys stand",
            broken->right_side ? "right" : "left", SL_STR_ARGS(sl_buf_str(&broken->named)),
            count > KEYS_NAMED ? "; ..." : "");
  sl_buf_reset(&broken->named);
  return count > 0 ? SL_EDATA : SL_OK;
}

/* Keys that no row of the other side asks for do no harm. */
static SlStatus check_side(const SlJoining *j, bool right_side, const int64_t *left_counts, SlError *err) {
  Broken broken = {.join = j, .right_side = right_side};
  sl_buf_init(&broken.named);
  for (int64_t b = 0; b < j->match.bucket_count; b++) {
    if (sl_interrupted_at(b)) {
      sl_buf_reset(&broken.named);
      return sl_fail_interrupted(err);
    }
    int64_t left = left_counts[b], right = sl_match_right_rows(&j->match, b);
    int64_t own = right_side ? right : left, other = right_side ? left : right;
    if (own > 1 && other > 0) add_broken(&broken, j->match.only[b], own);
  }
  return report(&broken, err);
}

bool sl_join_promises(const SlJoining *j, bool *right_once, bool *left_once) {
  SlCardinality expect = j->options->expect;
  bool filters = j->options->how == SL_JOIN_SEMI || j->options->how == SL_JOIN_ANTI;
  *right_once = !filters && (expect == SL_MANY_TO_ONE || expect == SL_ONE_TO_ONE);
  *left_once = !filters && (expect == SL_ONE_TO_MANY || expect == SL_ONE_TO_ONE);
  return *right_once || *left_once;
}

SlStatus sl_join_check_keys(const SlJoining *j, SlError *err) {
  const SlMatch *match = &j->match;
  bool right_once, left_once;
  if (!sl_join_promises(j, &right_once, &left_once) || j->asof_left || (!match->several && !left_once)) return SL_OK;
  int64_t *left_counts = sl_alloc_zeroed((size_t)match->bucket_count, sizeof *left_counts);
  if (!left_counts) return sl_fail_alloc(err, (size_t)match->bucket_count * sizeof *left_counts);
  SlStatus status = SL_OK;
  for (int64_t row = 0; status == SL_OK && row < match->left_count; row++) {
    if (sl_interrupted_at(row)) status = sl_fail_interrupted(err);
    if (match->left_buckets[row] != SL_NO_BUCKET) left_counts[match->left_buckets[row]]++;
  }
  if (status == SL_OK && right_once && match->several) status = check_side(j, true, left_counts, err);
  if (status == SL_OK && left_once) status = check_side(j, false, left_counts, err);
  sl_free(left_counts);
  return status;
}

/* With asof a left row meets one right row in any case; which left rows share one is known when rows are matched, as it is with
 * ranges. */
SlStatus sl_join_check_met(const SlJoining *j, SlError *err) {
  const SlMatch *match = &j->match;
  bool right_once, left_once;
  sl_join_promises(j, &right_once, &left_once);
  if (!left_once || (!j->asof_left && !j->met)) return SL_OK;
  int64_t *left_counts = sl_alloc_zeroed((size_t)match->right_count, sizeof *left_counts);
  if (!left_counts) return sl_fail_alloc(err, (size_t)match->right_count * sizeof *left_counts);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < match->count; i++) {
    if (sl_interrupted_at(i)) status = sl_fail_interrupted(err);
    if (match->right_rows[i] >= 0) left_counts[match->right_rows[i]]++;
  }
  Broken broken = {.join = j};
  sl_buf_init(&broken.named);
  for (int64_t row = 0; status == SL_OK && row < match->right_count; row++) {
    if (sl_interrupted_at(row)) status = sl_fail_interrupted(err);
    if (left_counts[row] <= 1) continue;
    if (j->met)
      add_row(&broken, row, left_counts[row]);
    else
      add_broken(&broken, row, left_counts[row]);
  }
  sl_free(left_counts);
  if (status == SL_OK) return j->met ? report_rows(&broken, err) : report(&broken, err);
  sl_buf_reset(&broken.named);
  return status;
}

