#include "core/query/join.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/joins/promise.h"

static const char *const joins[] = {[SL_JOIN_INNER] = "inner", [SL_JOIN_LEFT] = "left", [SL_JOIN_RIGHT] = "right",
                                    [SL_JOIN_FULL] = "full",   [SL_JOIN_SEMI] = "semi", [SL_JOIN_ANTI] = "anti"};

bool sl_join_find(SlStr name, SlJoin *how) {
  for (int i = 0; i <= SL_JOIN_ANTI; i++) {
    if (!sl_str_equal(name, sl_str(joins[i]))) continue;
    *how = (SlJoin)i;
    return true;
  }
  return false;
}

static void join_reset(SlJoining *j) {
  for (int64_t k = 0; j->keys && k < j->options->key_count; k++) sl_column_release(j->keys[k]);
  sl_free(j->keys);
  sl_free(j->matchable);
  sl_free(j->left_keys);
  sl_free(j->right_keys);
  sl_free(j->ranges);
  sl_free(j->met);
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

static SlStatus check_pair(const SlJoining *j, SlStr left_name, SlStr right_name, int64_t *left, int64_t *right,
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

static SlStatus stack_keys(SlJoining *j, SlError *err) {
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
  return SL_OK;
}

/* A pair of columns whose values have an order, as `what` needs. */
static SlStatus find_ordered(const SlJoining *j, const char *what, SlStr left_name, SlStr right_name, const SlColumn **left, const SlColumn **right,
                             SlError *err) {
  int64_t at_left, at_right;
  SlStatus status = check_pair(j, left_name, right_name, &at_left, &at_right, err);
  if (status != SL_OK) return status;
  *left = j->left->columns[at_left];
  *right = j->right->columns[at_right];
  SlType type = is_empty(*left) ? (*right)->type : (*left)->type;
  if ((type == SL_TEXT || type == SL_BOOLEAN) && !(is_empty(*left) && is_empty(*right))) {
    sl_fail(err, SL_ETYPE, "join: %s needs numbers, dates or periods, and \"%.*s\" is %s", what, SL_STR_ARGS(left_name), sl_type_name(type));
    if (j->options->range_count > 0 && type == SL_TEXT) sl_fail_more(err, "; in a condition date(x), number(x) or period(x) make one of it");
    return SL_ETYPE;
  }
  return SL_OK;
}

static SlStatus find_ranges(SlJoining *j, SlError *err) {
  const SlJoinOptions *options = j->options;
  if (options->range_count > 0 && options->asof_left.length > 0)
    return sl_fail(err, SL_EARG, "join: asof and a range in on do not go together");
  j->ranges = sl_alloc_array((size_t)options->range_count, sizeof *j->ranges);
  if (!j->ranges) return sl_fail_alloc(err, (size_t)options->range_count * sizeof *j->ranges);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < options->range_count; i++) {
    const SlJoinRange *range = &options->ranges[i];
    j->ranges[i].op = range->op;
    status = find_ordered(j, "a range", range->left, range->right, &j->ranges[i].left, &j->ranges[i].right, err);
  }
  if (status != SL_OK || options->asof_left.length == 0) return status;
  return find_ordered(j, "asof", options->asof_left, options->asof_right, &j->asof_left, &j->asof_right, err);
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
static SlStatus mark_ordered(const SlColumn *column, bool *matchable, SlError *err) {
  for (int64_t row = 0; row < column->length; row++) {
    if (sl_interrupted_at(row)) return sl_fail_interrupted(err);
    matchable[row] &= !sl_column_is_null(column, row);
    if (matchable[row] && column->type == SL_NUMBER) matchable[row] = !isnan(sl_column_number(column, row));
  }
  return SL_OK;
}

/* Whether a row may match nothing for its own sake. */
static bool marks_key(const SlColumn *a, const SlColumn *b) { return a->validity || b->validity || a->type != b->type; }

static SlStatus mark_matchable(SlJoining *j, SlError *err) {
  int64_t left = j->left->length, count = left + j->right->length;
  bool marks = j->asof_left != NULL || j->options->range_count > 0;
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
  for (int64_t i = 0; status == SL_OK && i < j->options->range_count; i++) {
    status = mark_ordered(j->ranges[i].left, j->matchable, err);
    if (status == SL_OK) status = mark_ordered(j->ranges[i].right, j->matchable + left, err);
  }
  if (status != SL_OK || !j->asof_left) return status;
  status = mark_ordered(j->asof_left, j->matchable, err);
  return status == SL_OK ? mark_ordered(j->asof_right, j->matchable + left, err) : status;
}

/* --- the result --------------------------------------------------------------------------------------------------- */

static bool is_key(const int64_t *keys, int64_t count, int64_t column) {
  for (int64_t k = 0; k < count; k++)
    if (keys[k] == column) return true;
  return false;
}

/* The columns of the result and where their rows come from. */
typedef struct Made {
  const SlJoining *join;
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
  const SlJoining *j = made->join;
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
  const SlJoining *j = made->join;
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

static SlStatus make_table(const SlJoining *j, SlTable **out, SlError *err) {
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

static SlStatus take_left(const SlJoining *j, SlTable **out, SlError *err) {
  if (j->match.left_rows) return sl_table_take(j->left, j->match.left_rows, j->match.count, out, err);
  *out = sl_table_retain(j->left);
  return SL_OK;
}

static SlStatus match_ranges(SlJoining *j, bool right_once, SlError *err) {
  SlStatus status = sl_match_find_buckets(&j->match, err);
  if (status == SL_OK) status = sl_match_list_left(&j->match, err);
  if (status == SL_OK)
    status = sl_match_ranges(&j->match, j->ranges, j->options->range_count, j->options->how, right_once, &j->met, err);
  if (status == SL_OK && right_once) status = sl_join_check_left_rows(j, err);
  return status == SL_OK ? sl_join_check_met(j, err) : status;
}

static SlStatus match(SlJoining *j, SlError *err) {
  j->match = (SlMatch){.left_count = j->left->length, .right_count = j->right->length, .keys = j->keys,
                       .key_count = j->options->key_count, .matchable = j->matchable, .asof_left = j->asof_left,
                       .asof_right = j->asof_right};
  bool right_once, left_once;
  sl_join_promises(j, &right_once, &left_once);
  j->match.asks_left = left_once;
  if (j->options->range_count > 0) return match_ranges(j, right_once, err);
  SlStatus status = sl_match_init(&j->match, err);
  if (status == SL_OK) status = sl_join_check_keys(j, err);
  if (status == SL_OK) status = sl_match_rows(&j->match, j->options->how, err);
  if (status == SL_OK) status = sl_join_check_met(j, err);
  return status;
}

SlStatus sl_table_join(const SlTable *left, const SlTable *right, const SlJoinOptions *options, SlTable **out,
                       SlError *err) {
  if (options->key_count == 0 && options->asof_left.length == 0 && options->range_count == 0)
    return sl_fail(err, SL_EARG, "join: name at least one column that both tables have");
  SlJoining j = {.left = left, .right = right, .options = options};
  bool filters = options->how == SL_JOIN_SEMI || options->how == SL_JOIN_ANTI;
  SlStatus status = stack_keys(&j, err);
  if (status == SL_OK) status = find_ranges(&j, err);
  if (status == SL_OK) status = mark_matchable(&j, err);
  if (status == SL_OK) status = match(&j, err);
  if (status == SL_OK) status = filters ? take_left(&j, out, err) : make_table(&j, out, err);
  join_reset(&j);
  return status;
}
