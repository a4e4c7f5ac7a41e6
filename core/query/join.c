#include "core/query/join.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/query/groups.h"
#include "core/query/rows.h"
#include "core/values/print.h"

enum { ROWS_BETWEEN_LOOKS = 1 << 16, KEYS_NAMED = 3 };

static const char *const joins[] = {[SL_JOIN_INNER] = "inner", [SL_JOIN_LEFT] = "left", [SL_JOIN_RIGHT] = "right",
                                    [SL_JOIN_FULL] = "full",   [SL_JOIN_SEMI] = "semi", [SL_JOIN_ANTI] = "anti"};
static const char *const cardinalities[] = {[SL_MANY_TO_ONE] = "m:1", [SL_ONE_TO_ONE] = "1:1", [SL_ONE_TO_MANY] = "1:m", [SL_MANY_TO_MANY] = "m:m"};

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

/* The keys of both tables one below the other are grouped, so that rows match when they are of one group:
 *
 *     left  Kent Essex      groups  1 0 | 1 2 1       right rows of group 1: 0 2
 *     right Kent Surrey Kent
 */
typedef struct Join {
  const SlTable *left, *right;
  const SlJoinOptions *options;
  int64_t *left_keys, *right_keys; /* indices of columns */
  SlColumn **keys;                 /* counted: left's above right's */
  bool *matchable;                 /* of the stacked rows: not where a key is missing */
  SlGroups *groups;
  int64_t *right_order;            /* right rows with all keys present, group by group */
  int64_t *starts;                 /* group_count + 1 */
  int64_t *left_counts;            /* rows of each group; of rows with all keys present */
  const SlColumn *asof_left, *asof_right;
  int64_t *left_rows, *right_rows; /* of the result; -1 for none */
  int64_t count, capacity;
} Join;

static void join_reset(Join *j) {
  for (int64_t k = 0; j->keys && k < j->options->key_count; k++) sl_column_release(j->keys[k]);
  sl_free(j->keys);
  sl_free(j->matchable);
  sl_free(j->left_keys);
  sl_free(j->right_keys);
  sl_groups_free(j->groups);
  sl_free(j->right_order);
  sl_free(j->starts);
  sl_free(j->left_counts);
  sl_free(j->left_rows);
  sl_free(j->right_rows);
}

/* --- keys -------------------------------------------------------------------------------------------------------------------- */

static bool is_empty(const SlColumn *column) { return column->null_count == column->length; }

/* A column without values has the type it was read with for want of a better; it matches nothing of any type. */
static bool go_together(const SlColumn *a, const SlColumn *b) {
  bool numeric = sl_type_is_numeric(a->type) && sl_type_is_numeric(b->type);
  return a->type == b->type || numeric || is_empty(a) || is_empty(b);
}

static SlStatus require(const SlTable *table, const char *which, SlStr name, int64_t *index, SlError *err) {
  SlError said;
  SlStatus status = sl_table_require(table, name, index, &said);
  return status == SL_OK ? SL_OK : sl_fail(err, status, "join: the %s table: %s", which, said.text);
}

static SlStatus check_pair(const Join *j, SlStr left_name, SlStr right_name, int64_t *left, int64_t *right, SlError *err) {
  SlStatus status = require(j->left, "left", left_name, left, err);
  if (status == SL_OK) status = require(j->right, "right", right_name, right, err);
  if (status != SL_OK) return status;
  const SlColumn *a = j->left->columns[*left], *b = j->right->columns[*right];
  if (!go_together(a, b))
    return sl_fail(err, SL_ETYPE, "join: \"%.*s\" is %s in the left table and \"%.*s\" %s in the right one", SL_STR_ARGS(left_name),
                   sl_type_name(a->type), SL_STR_ARGS(right_name), sl_type_name(b->type));
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
    SlStatus status = check_pair(j, options->left_keys[k], options->right_keys[k], &j->left_keys[k], &j->right_keys[k], err);
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
static void mark_key(const SlColumn *column, const SlColumn *beside, bool *matchable) {
  bool rounds = column->type == SL_INTEGER && beside->type == SL_NUMBER;
  if (!column->validity && !rounds) return;
  for (int64_t row = 0; row < column->length; row++) {
    matchable[row] &= !sl_column_is_null(column, row);
    if (!rounds || !matchable[row]) continue;
    int64_t value = sl_column_integer(column, row);
    double rounded = (double)value;
    matchable[row] = rounded < 0x1p63 && (int64_t)rounded == value;
  }
}

/* Neither missing nor NaN, which is nowhere in the order of numbers. */
static void mark_asof(const SlColumn *column, bool *matchable) {
  for (int64_t row = 0; row < column->length; row++) {
    matchable[row] &= !sl_column_is_null(column, row);
    if (matchable[row] && column->type == SL_NUMBER) matchable[row] = !isnan(sl_column_number(column, row));
  }
}

static SlStatus mark_matchable(Join *j, SlError *err) {
  int64_t left = j->left->length, count = left + j->right->length;
  j->matchable = sl_alloc_array((size_t)count, sizeof *j->matchable);
  if (!j->matchable) return sl_fail_alloc(err, (size_t)count * sizeof *j->matchable);
  memset(j->matchable, true, (size_t)count * sizeof *j->matchable);
  for (int64_t k = 0; k < j->options->key_count; k++) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    const SlColumn *a = j->left->columns[j->left_keys[k]], *b = j->right->columns[j->right_keys[k]];
    mark_key(a, b, j->matchable);
    mark_key(b, a, j->matchable + left);
  }
  if (!j->asof_left) return SL_OK;
  mark_asof(j->asof_left, j->matchable);
  mark_asof(j->asof_right, j->matchable + left);
  return SL_OK;
}

static int64_t group_of(const Join *j, int64_t stacked) { return j->options->key_count ? j->groups->group_of_row[stacked] : 0; }

static SlStatus list_right(Join *j, SlError *err) {
  int64_t groups = j->groups->group_count, left = j->left->length, right = j->right->length;
  j->starts = sl_alloc_zeroed((size_t)groups + 2, sizeof *j->starts);
  j->left_counts = sl_alloc_zeroed((size_t)groups + 1, sizeof *j->left_counts);
  j->right_order = sl_alloc_array((size_t)right, sizeof *j->right_order);
  if (!j->starts || !j->left_counts || !j->right_order) return sl_fail_alloc(err, ((size_t)groups + 2) * sizeof *j->starts);
  for (int64_t row = 0; row < left; row++)
    if (j->matchable[row]) j->left_counts[group_of(j, row)]++;
  /* starts[g + 2] counts first, so that filling moves starts[g + 1] from the begin of group g to its end. */
  for (int64_t row = 0; row < right; row++)
    if (j->matchable[left + row]) j->starts[group_of(j, left + row) + 2]++;
  for (int64_t g = 0; g < groups; g++) j->starts[g + 2] += j->starts[g + 1];
  for (int64_t row = 0; row < right; row++)
    if (j->matchable[left + row]) j->right_order[j->starts[group_of(j, left + row) + 1]++] = row;
  return SL_OK;
}

/* --- cardinality ------------------------------------------------------------------------------------------------------------- */

static void name_group(const Join *j, int64_t group, SlBuf *out) {
  for (int64_t k = 0; k < j->options->key_count; k++) {
    sl_buf_printf(out, "%s%.*s = ", k ? ", " : "", SL_STR_ARGS(j->options->left_keys[k]));
    sl_print_value(j->groups->keys[k], group, out);
  }
}

/* Which groups have several rows on a side although at most one was promised; those no row of the other side asks for do no
 * harm. */
static SlStatus check_side(const Join *j, bool right_side, SlError *err) {
  int64_t broken = 0;
  SlBuf named;
  sl_buf_init(&named);
  for (int64_t g = 0; g < j->groups->group_count; g++) {
    int64_t left = j->left_counts[g], right = j->starts[g + 1] - j->starts[g];
    int64_t own = right_side ? right : left, other = right_side ? left : right;
    if (own < 2 || other == 0) continue;
    if (broken++ >= KEYS_NAMED) continue;
    if (broken > 1) sl_buf_add_text(&named, "; ");
    name_group(j, g, &named);
    sl_buf_printf(&named, " (%" PRId64 " rows)", own);
  }
  if (broken > 0)
    sl_fail(err, SL_EDATA, "join: expect = \"%s\", but %" PRId64 " %s in several rows of the %s table: %.*s%s\n"
            "  Summarise that table first, add a column to on, or say expect = \"m:m\".",
            cardinalities[j->options->expect], broken, broken == 1 ? "key stands" : "keys stand", right_side ? "right" : "left",
            SL_STR_ARGS(sl_buf_str(&named)), broken > KEYS_NAMED ? "; ..." : "");
  sl_buf_reset(&named);
  return broken > 0 ? SL_EDATA : SL_OK;
}

static SlStatus check_cardinality(const Join *j, SlError *err) {
  SlCardinality expect = j->options->expect;
  bool filters = j->options->how == SL_JOIN_SEMI || j->options->how == SL_JOIN_ANTI;
  if (filters || j->asof_left || expect == SL_MANY_TO_MANY) return SL_OK;
  SlStatus status = SL_OK;
  if (expect == SL_MANY_TO_ONE || expect == SL_ONE_TO_ONE) status = check_side(j, true, err);
  if (status == SL_OK && (expect == SL_ONE_TO_MANY || expect == SL_ONE_TO_ONE)) status = check_side(j, false, err);
  return status;
}

/* --- matching ---------------------------------------------------------------------------------------------------------------- */

static SlStatus push(Join *j, int64_t left, int64_t right, SlError *err) {
  if (j->count == j->capacity) {
    size_t capacity = sl_grow_capacity((size_t)j->capacity, (size_t)j->count + 1);
    int64_t *lefts = sl_realloc_array(j->left_rows, capacity, sizeof *lefts);
    if (lefts) j->left_rows = lefts;
    int64_t *rights = lefts ? sl_realloc_array(j->right_rows, capacity, sizeof *rights) : NULL;
    if (!rights) return sl_fail_alloc(err, capacity * sizeof *rights);
    j->right_rows = rights;
    j->capacity = (int64_t)capacity;
  }
  j->left_rows[j->count] = left;
  j->right_rows[j->count++] = right;
  return SL_OK;
}

/* Sorted by the asof value within each group, equal values in the order of rows, so that the last of them is taken. */
static bool is_later(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  if (a->type == SL_NUMBER || b->type == SL_NUMBER) return sl_column_number(a, row_a) > sl_column_number(b, row_b);
  return sl_column_integer(a, row_a) > sl_column_integer(b, row_b);
}

static SlStatus sort_asof(Join *j, SlError *err) {
  SlSortKey key = {.column = j->asof_right};
  int64_t *sorted;
  SlStatus status = sl_sort_rows(&key, 1, j->right->length, &sorted, err);
  if (status != SL_OK) return status;
  /* Dealing the sorted rows out to their groups keeps each group sorted. */
  int64_t *next = sl_alloc_array((size_t)j->groups->group_count, sizeof *next);
  if (next) {
    memcpy(next, j->starts, (size_t)j->groups->group_count * sizeof *next);
    for (int64_t i = 0; i < j->right->length; i++)
      if (j->matchable[j->left->length + sorted[i]])
        j->right_order[next[group_of(j, j->left->length + sorted[i])]++] = sorted[i];
  }
  sl_free(sorted);
  if (!next) return sl_fail_alloc(err, (size_t)j->groups->group_count * sizeof *next);
  sl_free(next);
  return SL_OK;
}

/* The place in right_order of the last row of the group that is not later than the left row; -1 when there is none. */
static int64_t nearest_before(const Join *j, int64_t left, int64_t group) {
  int64_t low = j->starts[group], high = j->starts[group + 1];
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (is_later(j->asof_right, j->right_order[middle], j->asof_left, left))
      high = middle;
    else
      low = middle + 1;
  }
  return low > j->starts[group] ? low - 1 : -1;
}

static SlStatus match_left(Join *j, bool *right_used, SlError *err) {
  SlJoin how = j->options->how;
  SlStatus status = SL_OK;
  for (int64_t row = 0; status == SL_OK && row < j->left->length; row++) {
    if (row % ROWS_BETWEEN_LOOKS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    int64_t first = 0, last = 0;
    if (j->matchable[row]) {
      int64_t group = group_of(j, row);
      first = j->starts[group];
      last = j->starts[group + 1];
      if (j->asof_left) {
        first = nearest_before(j, row, group);
        last = first < 0 ? first : first + 1;
      }
    }
    bool found = first < last;
    if (how == SL_JOIN_SEMI || how == SL_JOIN_ANTI) {
      if (found == (how == SL_JOIN_SEMI)) status = push(j, row, -1, err);
      continue;
    }
    for (int64_t i = first; status == SL_OK && i < last; i++) {
      right_used[j->right_order[i]] = true;
      status = push(j, row, j->right_order[i], err);
    }
    if (status == SL_OK && !found && how != SL_JOIN_INNER && how != SL_JOIN_RIGHT) status = push(j, row, -1, err);
  }
  return status;
}

static SlStatus match(Join *j, SlError *err) {
  bool *right_used = sl_alloc_zeroed((size_t)j->right->length, sizeof *right_used);
  if (!right_used) return sl_fail_alloc(err, (size_t)j->right->length);
  SlStatus status = match_left(j, right_used, err);
  bool adds_right = j->options->how == SL_JOIN_RIGHT || j->options->how == SL_JOIN_FULL;
  for (int64_t row = 0; adds_right && status == SL_OK && row < j->right->length; row++)
    if (!right_used[row]) status = push(j, -1, row, err);
  sl_free(right_used);
  return status;
}

/* --- the result ---------------------------------------------------------------------------------------------------------------- */

static int64_t key_at(const int64_t *keys, int64_t count, int64_t column) {
  for (int64_t k = 0; k < count; k++)
    if (keys[k] == column) return k;
  return -1;
}

/* A key of left's: of rows that only right has, right's. */
static SlStatus take_key(const Join *j, int64_t k, SlColumn **out, SlError *err) {
  int64_t *rows = sl_alloc_array((size_t)j->count, sizeof *rows);
  if (!rows) return sl_fail_alloc(err, (size_t)j->count * sizeof *rows);
  for (int64_t i = 0; i < j->count; i++) rows[i] = j->left_rows[i] >= 0 ? j->left_rows[i] : j->left->length + j->right_rows[i];
  SlStatus status = sl_column_take(j->keys[k], rows, j->count, out, err);
  sl_free(rows);
  return status;
}

typedef struct Made {
  SlStr *names;
  SlColumn **columns; /* counted */
  SlBuf *suffixed;    /* names that were made longer */
  int64_t count;
} Made;

static SlStatus make_left(const Join *j, Made *made, SlError *err) {
  bool adds_right = j->options->how == SL_JOIN_RIGHT || j->options->how == SL_JOIN_FULL;
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < j->left->column_count; i++) {
    int64_t k = adds_right ? key_at(j->left_keys, j->options->key_count, i) : -1;
    made->names[made->count] = j->left->names[i];
    status = k >= 0 ? take_key(j, k, &made->columns[made->count], err)
                    : sl_column_take(j->left->columns[i], j->left_rows, j->count, &made->columns[made->count], err);
    if (status == SL_OK) made->count++;
  }
  return status;
}

static SlStatus make_right(const Join *j, Made *made, SlError *err) {
  SlStr suffix = j->options->suffix.length ? j->options->suffix : sl_str("_right");
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < j->right->column_count; i++) {
    if (key_at(j->right_keys, j->options->key_count, i) >= 0) continue;
    SlStr name = j->right->names[i];
    if (sl_table_find(j->left, name) >= 0) {
      SlBuf *text = &made->suffixed[i];
      sl_buf_add_str(text, name);
      sl_buf_add_str(text, suffix);
      if (text->failed) return sl_fail_alloc(err, name.length + suffix.length);
      name = sl_buf_str(text);
    }
    made->names[made->count] = name;
    status = sl_column_take(j->right->columns[i], j->right_rows, j->count, &made->columns[made->count], err);
    if (status == SL_OK) made->count++;
  }
  return status;
}

static SlStatus make_table(const Join *j, SlTable **out, SlError *err) {
  size_t room = (size_t)(j->left->column_count + j->right->column_count);
  Made made = {.names = sl_alloc_array(room, sizeof(SlStr)), .columns = sl_alloc_array(room, sizeof(SlColumn *)),
               .suffixed = sl_alloc_zeroed((size_t)j->right->column_count, sizeof(SlBuf))};
  SlStatus status = made.names && made.columns && made.suffixed ? make_left(j, &made, err) : sl_fail_alloc(err, room * sizeof(SlStr));
  if (status == SL_OK) status = make_right(j, &made, err);
  if (status == SL_OK) status = sl_table_new(made.names, made.columns, made.count, j->count, out, err);
  for (int64_t i = 0; i < made.count; i++) sl_column_release(made.columns[i]);
  for (int64_t i = 0; made.suffixed && i < j->right->column_count; i++) sl_buf_reset(&made.suffixed[i]);
  sl_free(made.suffixed);
  sl_free(made.columns);
  sl_free(made.names);
  return status;
}

SlStatus sl_table_join(const SlTable *left, const SlTable *right, const SlJoinOptions *options, SlTable **out, SlError *err) {
  if (options->key_count == 0 && options->asof_left.length == 0)
    return sl_fail(err, SL_EARG, "join: name at least one column that both tables have");
  Join j = {.left = left, .right = right, .options = options};
  SlStatus status = stack_keys(&j, err);
  if (status == SL_OK)
    status = sl_groups_new((const SlColumn *const *)j.keys, options->key_count, left->length + right->length, false, &j.groups, err);
  if (status == SL_OK) status = mark_matchable(&j, err);
  if (status == SL_OK) status = list_right(&j, err);
  if (status == SL_OK) status = check_cardinality(&j, err);
  if (status == SL_OK && j.asof_left) status = sort_asof(&j, err);
  if (status == SL_OK) status = match(&j, err);
  bool filters = options->how == SL_JOIN_SEMI || options->how == SL_JOIN_ANTI;
  if (status == SL_OK) status = filters ? sl_table_take(left, j.left_rows, j.count, out, err) : make_table(&j, out, err);
  join_reset(&j);
  return status;
}
