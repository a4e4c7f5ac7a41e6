#include "core/query/join.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/join_match.h"
#include "core/values/print.h"

enum { KEYS_NAMED = 3 };

static const char *const joins[] = {[SL_JOIN_INNER] = "inner", [SL_JOIN_LEFT] = "left", [SL_JOIN_RIGHT] = "right",
                                    [SL_JOIN_FULL] = "full",   [SL_JOIN_SEMI] = "semi", [SL_JOIN_ANTI] = "anti"};
static const char *const cardinalities[] = {[SL_MANY_TO_ONE] = "m:1", [SL_ONE_TO_ONE] = "1:1",
                                            [SL_ONE_TO_MANY] = "1:m", [SL_MANY_TO_MANY] = "m:m"};

bool sl_join_find(SlStr name, SlJoin *how) {
  for (int i = 0; i <= SL_JOIN_ANTI; i++) {
    if (!sl_str_equal(name, sl_str(joins[i]))) continue;
    *how = (SlJoin)i;
    return true;
  }
  return false;
}

bool sl_cardinality_find(SlStr name, SlCardinality *card) {
  for (int i = 0; i <= SL_MANY_TO_MANY; i++) {
    if (!sl_str_equal(name, sl_str(cardinalities[i]))) continue;
    *card = (SlCardinality)i;
    return true;
  }
  return false;
}

/* The keys of both tables stand one below the other, so that they are numbered as one. */
typedef struct Join {
  const SlTable *left, *right;
  const SlJoinOptions *options;
  int64_t *left_keys, *right_keys; /* indices of columns */
  SlColumn **keys;                 /* counted: left's above right's */
  bool *matchable;                 /* of the rows of keys: not where one is missing; NULL: none is */
  const SlColumn *asof_left, *asof_right;
  SlMatch match;
} Join;

static void join_reset(Join *j) {
  for (int64_t k = 0; j->keys && k < j->options->key_count; k++) sl_column_release(j->keys[k]);
  sl_free(j->keys);
  sl_free(j->matchable);
  sl_free(j->left_keys);
  sl_free(j->right_keys);
  sl_match_reset(&j->match);
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

static bool is_empty(const SlColumn *column) { return column->null_count == column->length; }

/* A column without values has the type it was read with, as nothing tells another; it matches nothing of any type. */
static bool go_together(const SlColumn *a, const SlColumn *b) {
  bool numeric = sl_type_is_numeric(a->type) && sl_type_is_numeric(b->type);
  return a->type == b->type || numeric || is_empty(a) || is_empty(b);
}

static SlStatus require(const SlTable *table, const char *which, SlStr name, int64_t *index, SlError *err) {
  SlError said;
  SlStatus status = sl_table_require(table, name, index, &said);
  return status == SL_OK ? SL_OK : sl_fail(err, status, "join: the %s table: %s", which, said.text);
}

static SlStatus check_pair(const Join *j, SlStr left_name, SlStr right_name, int64_t *left, int64_t *right,
                           SlError *err) {
  SlStatus status = require(j->left, "left", left_name, left, err);
  if (status == SL_OK) status = require(j->right, "right", right_name, right, err);
  if (status != SL_OK) return status;
  const SlColumn *a = j->left->columns[*left], *b = j->right->columns[*right];
  if (!go_together(a, b))
    return sl_fail(err, SL_ETYPE, "join: \"%.*s\" is %s in the left table and \"%.*s\" %s in the right one",
                   SL_STR_ARGS(left_name), sl_type_name(a->type), SL_STR_ARGS(right_name), sl_type_name(b->type));
  return SL_OK;
}

static SlStatus stack_keys(Join *j, SlError *err) {
  const SlJoinOptions *options = j->options;
  size_t count = (size_t)options->key_count;
  j->left_keys = sl_alloc_array(count, sizeof *j->left_keys);
  j->right_keys = sl_alloc_array(count, sizeof *j->right_keys);
  j->keys = sl_alloc_zeroed(count, sizeof *j->keys);
  if (!j->left_keys || !j->right_keys || !j->keys) return sl_fail_alloc(err, count * sizeof *j->keys);
  for (size_t k = 0; k < count; k++) {
    SlStatus status =
        check_pair(j, options->left_keys[k], options->right_keys[k], &j->left_keys[k], &j->right_keys[k], err);
    if (status != SL_OK) return status;
    const SlColumn *both[] = {j->left->columns[j->left_keys[k]], j->right->columns[j->right_keys[k]]};
    status = sl_column_append(both, 2, &j->keys[k], err);
    if (status != SL_OK) return status;
  }
  if (options->asof_left.length == 0) return SL_OK;
  int64_t left, right;
  SlStatus status = check_pair(j, options->asof_left, options->asof_right, &left, &right, err);
  if (status != SL_OK) return status;
  j->asof_left = j->left->columns[left];
  j->asof_right = j->right->columns[right];
  SlType type = is_empty(j->asof_left) ? j->asof_right->type : j->asof_left->type;
  if ((type == SL_TEXT || type == SL_BOOLEAN) && !(is_empty(j->asof_left) && is_empty(j->asof_right)))
    return sl_fail(err, SL_ETYPE, "join: asof needs numbers, dates or periods, and \"%.*s\" is %s",
                   SL_STR_ARGS(options->asof_left), sl_type_name(type));
  return SL_OK;
}

/* A missing value matches nothing. `beside` is the other table's column of the pair: where it holds numbers, no integer
 * matches that is not one of them exactly. */
static SlStatus mark_key(const SlColumn *column, const SlColumn *beside, bool *matchable, SlError *err) {
  bool rounds = column->type == SL_INTEGER && beside->type == SL_NUMBER;
  if (!column->validity && !rounds) return SL_OK;
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    matchable[row] &= !sl_column_is_null(column, row);
    if (!rounds || !matchable[row]) continue;
    int64_t value = sl_column_integer(column, row);
    double rounded = (double)value;
    matchable[row] = rounded < 0x1p63 && (int64_t)rounded == value;
  }
  return SL_OK;
}

/* Neither missing nor NaN, which is nowhere in the order of numbers. */
static SlStatus mark_asof(const SlColumn *column, bool *matchable, SlError *err) {
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    matchable[row] &= !sl_column_is_null(column, row);
    if (matchable[row] && column->type == SL_NUMBER) matchable[row] = !isnan(sl_column_number(column, row));
  }
  return SL_OK;
}

/* Whether a row may match nothing for its own sake. */
static bool marks_key(const SlColumn *a, const SlColumn *b) { return a->validity || b->validity || a->type != b->type; }

static SlStatus mark_matchable(Join *j, SlError *err) {
  int64_t left = j->left->length, count = left + j->right->length;
  bool marks = j->asof_left != NULL;
  for (int64_t k = 0; k < j->options->key_count; k++)
    marks |= marks_key(j->left->columns[j->left_keys[k]], j->right->columns[j->right_keys[k]]);
  if (!marks) return SL_OK;
  j->matchable = sl_alloc_array((size_t)count, sizeof *j->matchable);
  if (!j->matchable) return sl_fail_alloc(err, (size_t)count * sizeof *j->matchable);
  memset(j->matchable, true, (size_t)count * sizeof *j->matchable);
  SlStatus status = SL_OK;
  for (int64_t k = 0; status == SL_OK && k < j->options->key_count; k++) {
    const SlColumn *a = j->left->columns[j->left_keys[k]], *b = j->right->columns[j->right_keys[k]];
    status = mark_key(a, b, j->matchable, err);
    if (status == SL_OK) status = mark_key(b, a, j->matchable + left, err);
  }
  if (status != SL_OK || !j->asof_left) return status;
  status = mark_asof(j->asof_left, j->matchable, err);
  return status == SL_OK ? mark_asof(j->asof_right, j->matchable + left, err) : status;
}

/* --- cardinality -------------------------------------------------------------------------------------------------- */

/* Keys that several rows of a side have although at most one was promised. */
typedef struct Broken {
  const Join *join;
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
  const Join *j = broken->join;
  SlBuf *out = &broken->named;
  if (broken->count++ >= KEYS_NAMED) return;
  if (broken->count > 1) sl_buf_add_text(out, "; ");
  for (int64_t k = 0; k < j->options->key_count; k++)
    name_value(k ? ", " : "", j->options->left_keys[k], j->keys[k], j->left->length + right_row, out);
  if (j->asof_right)
    name_value(j->options->key_count ? ", " : "", j->options->asof_left, j->asof_right, right_row, out);
  sl_buf_printf(out, " (%" PRId64 " rows)", rows);
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
static SlStatus check_side(const Join *j, bool right_side, const int64_t *left_counts, SlError *err) {
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

static bool promises(const Join *j, bool *right_once, bool *left_once) {
  SlCardinality expect = j->options->expect;
  bool filters = j->options->how == SL_JOIN_SEMI || j->options->how == SL_JOIN_ANTI;
  *right_once = !filters && (expect == SL_MANY_TO_ONE || expect == SL_ONE_TO_ONE);
  *left_once = !filters && (expect == SL_ONE_TO_MANY || expect == SL_ONE_TO_ONE);
  return *right_once || *left_once;
}

static SlStatus check_cardinality(const Join *j, SlError *err) {
  const SlMatch *match = &j->match;
  bool right_once, left_once;
  if (!promises(j, &right_once, &left_once) || j->asof_left || (!match->several && !left_once)) return SL_OK;
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

/* With asof a left row meets one right row in any case; which left rows share one is known when rows are matched. */
static SlStatus check_asof(const Join *j, SlError *err) {
  const SlMatch *match = &j->match;
  bool right_once, left_once;
  promises(j, &right_once, &left_once);
  if (!left_once || !j->asof_left) return SL_OK;
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
    if (left_counts[row] > 1) add_broken(&broken, row, left_counts[row]);
  }
  sl_free(left_counts);
  if (status == SL_OK) return report(&broken, err);
  sl_buf_reset(&broken.named);
  return status;
}

/* --- the result --------------------------------------------------------------------------------------------------- */

static bool is_key(const int64_t *keys, int64_t count, int64_t column) {
  for (int64_t k = 0; k < count; k++)
    if (keys[k] == column) return true;
  return false;
}

/* The columns of the result and where their rows come from. */
typedef struct Made {
  const Join *join;
  SlStr *names;
  SlBuf *suffixed;        /* names that were made longer, by column of right */
  const SlColumn **from;
  const int64_t **rows;   /* of from; NULL: as it is */
  SlColumn **columns;     /* counted */
  int64_t *key_rows;      /* of the keys of both tables: left's, or right's where only right has the row */
  int64_t count;
} Made;

static void put(Made *made, SlStr name, const SlColumn *from, const int64_t *rows) {
  made->names[made->count] = name;
  made->from[made->count] = from;
  made->rows[made->count++] = rows;
}

static SlStatus put_left(Made *made, SlError *err) {
  const Join *j = made->join;
  const SlMatch *match = &j->match;
  bool adds_right = j->options->how == SL_JOIN_RIGHT || j->options->how == SL_JOIN_FULL;
  for (int64_t i = 0; i < j->left->column_count; i++)
    put(made, j->left->names[i], j->left->columns[i], match->left_rows);
  if (!adds_right) return SL_OK;
  made->key_rows = sl_alloc_array((size_t)match->count, sizeof *made->key_rows);
  if (!made->key_rows) return sl_fail_alloc(err, (size_t)match->count * sizeof *made->key_rows);
  for (int64_t i = 0; i < match->count; i++) {
    if (sl_interrupted_at(i)) return sl_fail_interrupted(err);
    int64_t row = match->left_rows ? match->left_rows[i] : i;
    made->key_rows[i] = row >= 0 ? row : match->left_count + match->right_rows[i];
  }
  for (int64_t k = 0; k < j->options->key_count; k++) {
    made->from[j->left_keys[k]] = j->keys[k];
    made->rows[j->left_keys[k]] = made->key_rows;
  }
  return SL_OK;
}

static SlStatus put_right(Made *made, SlError *err) {
  const Join *j = made->join;
  SlStr suffix = j->options->suffix.length ? j->options->suffix : sl_str("_right");
  for (int64_t i = 0; i < j->right->column_count; i++) {
    if (is_key(j->right_keys, j->options->key_count, i)) continue;
    SlStr name = j->right->names[i];
    if (sl_table_find(j->left, name) >= 0) {
      SlBuf *text = &made->suffixed[i];
      sl_buf_add_str(text, name);
      sl_buf_add_str(text, suffix);
      if (text->failed) return sl_fail_alloc(err, name.length + suffix.length);
      name = sl_buf_str(text);
    }
    put(made, name, j->right->columns[i], j->match.right_rows);
  }
  return SL_OK;
}

static SlStatus make_columns(Made *made, SlError *err) {
  return sl_columns_take(made->from, made->rows, made->count, made->join->match.count, made->columns, err);
}

static SlStatus make_table(const Join *j, SlTable **out, SlError *err) {
  size_t right = (size_t)j->right->column_count, room = (size_t)j->left->column_count + right;
  Made made = {.join = j,
               .names = sl_alloc_array(room, sizeof *made.names),
               .suffixed = sl_alloc_zeroed(right, sizeof *made.suffixed),
               .from = sl_alloc_array(room, sizeof *made.from),
               .rows = sl_alloc_array(room, sizeof *made.rows),
               .columns = sl_alloc_zeroed(room, sizeof *made.columns)};
  bool ready = made.names && made.suffixed && made.from && made.rows && made.columns;
  SlStatus status = ready ? put_left(&made, err) : sl_fail_alloc(err, room * sizeof *made.names);
  if (status == SL_OK) status = put_right(&made, err);
  if (status == SL_OK) status = make_columns(&made, err);
  if (status == SL_OK) status = sl_table_new(made.names, made.columns, made.count, j->match.count, out, err);
  if (status == SL_EDATA) sl_fail_more(err, " after the join; give another suffix");
  for (int64_t i = 0; made.columns && i < made.count; i++) sl_column_release(made.columns[i]);
  for (size_t i = 0; made.suffixed && i < right; i++) sl_buf_reset(&made.suffixed[i]);
  sl_free(made.key_rows);
  sl_free(made.columns);
  sl_free(made.rows);
  sl_free(made.from);
  sl_free(made.suffixed);
  sl_free(made.names);
  return status;
}

static SlStatus take_left(const Join *j, SlTable **out, SlError *err) {
  if (j->match.left_rows) return sl_table_take(j->left, j->match.left_rows, j->match.count, out, err);
  *out = sl_table_retain(j->left);
  return SL_OK;
}

static SlStatus match(Join *j, SlError *err) {
  j->match = (SlMatch){.left_count = j->left->length, .right_count = j->right->length, .keys = j->keys,
                       .key_count = j->options->key_count, .matchable = j->matchable, .asof_left = j->asof_left,
                       .asof_right = j->asof_right};
  bool right_once, left_once;
  promises(j, &right_once, &left_once);
  j->match.asks_left = left_once;
  SlStatus status = sl_match_init(&j->match, err);
  if (status == SL_OK) status = check_cardinality(j, err);
  if (status == SL_OK) status = sl_match_rows(&j->match, j->options->how, err);
  if (status == SL_OK) status = check_asof(j, err);
  return status;
}

SlStatus sl_table_join(const SlTable *left, const SlTable *right, const SlJoinOptions *options, SlTable **out,
                       SlError *err) {
  if (options->key_count == 0 && options->asof_left.length == 0)
    return sl_fail(err, SL_EARG, "join: name at least one column that both tables have");
  Join j = {.left = left, .right = right, .options = options};
  bool filters = options->how == SL_JOIN_SEMI || options->how == SL_JOIN_ANTI;
  SlStatus status = stack_keys(&j, err);
  if (status == SL_OK) status = mark_matchable(&j, err);
  if (status == SL_OK) status = match(&j, err);
  if (status == SL_OK) status = filters ? take_left(&j, out, err) : make_table(&j, out, err);
  join_reset(&j);
  return status;
}
