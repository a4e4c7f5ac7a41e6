/* What chooses among its arguments: if_else, case_when, coalesce, min_of, max_of. First each row's argument is chosen, then marks
 * and values are fetched; presence and marks are set here.
 */
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/functions.h"
#include "core/expr/run/marks.h"

static const SlVector *argument(const SlBatch *batch, int64_t k) {
  return &batch->all[batch->node->arguments[k]->index];
}

static void copy_value(const SlBatch *batch, const SlVector *from, int64_t i) {
  SlVector *out = batch->out;
  switch (batch->node->type) {
    case SL_TEXT: out->texts[i] = from ? from->texts[i] : (SlStr){"", 0}; break;
    case SL_NUMBER: out->numbers[i] = from ? from->numbers[i] : 0; break;
    case SL_BOOLEAN: out->booleans[i] = from ? from->booleans[i] : 0; break;
    default: out->integers[i] = from ? from->integers[i] : 0; break;
  }
}

/* Row i of out becomes that of the vector, value, presence and marks. */
static void take(const SlBatch *batch, const SlVector *from, int64_t i) {
  copy_value(batch, from, i);
  if (is_present(from, i))
    set_present(batch->out, i, flags_of(from, i));
  else
    set_missing(batch->out, i, reason_of(from, i));
}

static void take_nothing(const SlBatch *batch, int64_t i, uint8_t reason) {
  copy_value(batch, NULL, i);
  set_missing(batch->out, i, reason);
}

static bool is_plain(const SlVector *out) { return !out->present && !out->flags; }

/* --- if_else ------------------------------------------------------------------------------------------------------ */

#define SELECT(type, field)                                                                 \
  do {                                                                                      \
    const type *yes = batch->in[1]->field, *no = batch->in[2]->field;                       \
    type *out = batch->out->field;                                                          \
    for (int64_t i = 0; i < count; i++) {                                                   \
      type values[] = {no[i], yes[i]}; /* no branch, which would be guessed wrong too often */ \
      out[i] = values[condition[i] & 1]; /* of a missing one the value is anything */       \
    }                                                                                       \
  } while (0)

static void select_values(const SlBatch *batch) {
  const uint8_t *condition = batch->in[0]->booleans;
  int64_t count = batch->count;
  switch (batch->node->type) {
    case SL_TEXT: SELECT(SlStr, texts); break;
    case SL_NUMBER: SELECT(double, numbers); break;
    case SL_BOOLEAN: SELECT(uint8_t, booleans); break;
    default: SELECT(int64_t, integers); break;
  }
}

/* Present where the condition is and what it takes is. */
static void select_present(const SlBatch *batch) {
  const uint8_t *condition = batch->in[0]->booleans, *known = batch->in[0]->present;
  const uint8_t *yes = batch->in[1]->present, *no = batch->in[2]->present;
  uint8_t *present = batch->out->present;
  for (int64_t i = 0; i < batch->count; i++) {
    uint8_t values[] = {no ? no[i] : 1, yes ? yes[i] : 1};
    present[i] = values[condition[i] & 1] & (known ? known[i] : 1);
  }
}

static SlStatus if_else(SlBatch *batch, SlError *err) {
  (void)err;
  const SlVector *condition = batch->in[0];
  if (!batch->out->reasons && !batch->out->flags) {
    select_values(batch);
    if (batch->out->present) select_present(batch);
    return SL_OK;
  }
  for (int64_t i = 0; i < batch->count; i++) {
    if (is_present(condition, i))
      take(batch, batch->in[condition->booleans[i] ? 1 : 2], i);
    else
      take_nothing(batch, i, reason_of(condition, i));
  }
  return SL_OK;
}

/* --- case_when ---------------------------------------------------------------------------------------------------- */

static int64_t case_count(const SlBatch *batch) { return batch->node->count / 2; }
static const SlVector *otherwise(const SlBatch *batch) { return argument(batch, batch->node->count - 1); }

/* 1 for the rows of which the condition is true: those where it is missing have any value. */
static void find_true(const SlVector *condition, int64_t count, uint8_t *restrict taken) {
  if (condition->present)
    for (int64_t i = 0; i < count; i++) taken[i] = condition->booleans[i] & condition->present[i] & 1;
  else
    memcpy(taken, condition->booleans, (size_t)count);
}

/* Of rows that are taken the other's; no branch, which would be guessed wrong too often. */
#define LAY_CASE(type, out, in)                                                     \
  do {                                                                              \
    if (!taken) memcpy((out), (in), (size_t)count * sizeof *(out));                 \
    for (int64_t i = 0; taken && i < count; i++) {                                  \
      type values[] = {(out)[i], (in)[i]};                                          \
      (out)[i] = values[taken[i]];                                                  \
    }                                                                               \
  } while (0)

/* taken NULL: all rows. */
static void lay_case(const SlBatch *batch, const SlVector *from, const uint8_t *taken) {
  int64_t count = batch->count;
  SlVector *out = batch->out;
  switch (batch->node->type) {
    case SL_TEXT: LAY_CASE(SlStr, out->texts, from->texts); break;
    case SL_NUMBER: LAY_CASE(double, out->numbers, from->numbers); break;
    case SL_BOOLEAN: LAY_CASE(uint8_t, out->booleans, from->booleans); break;
    default: LAY_CASE(int64_t, out->integers, from->integers); break;
  }
  if (!out->present) return;
  if (from->present) {
    LAY_CASE(uint8_t, out->present, from->present);
  } else if (!taken) {
    memset(out->present, 1, (size_t)count);
  } else {
    for (int64_t i = 0; i < count; i++) out->present[i] |= taken[i];
  }
}

/* Reasons and flags are those of the value that was taken: of the first condition that is true. */
static void mark_cases(const SlBatch *batch) {
  for (int64_t i = 0; i < batch->count; i++) {
    const SlVector *from = otherwise(batch);
    for (int64_t k = case_count(batch) - 1; k >= 0; k--) {
      const SlVector *condition = argument(batch, 2 * k);
      if (is_present(condition, i) && condition->booleans[i]) from = argument(batch, 2 * k + 1);
    }
    if (is_present(from, i))
      set_present(batch->out, i, flags_of(from, i));
    else
      set_missing(batch->out, i, reason_of(from, i));
  }
}

/* From the last case to the first, each lays its values over what is there. */
static SlStatus case_when(SlBatch *batch, SlError *err) {
  (void)err;
  uint8_t taken[SL_BATCH_ROWS];
  lay_case(batch, otherwise(batch), NULL);
  for (int64_t k = case_count(batch) - 1; k >= 0; k--) {
    find_true(argument(batch, 2 * k), batch->count, taken);
    lay_case(batch, argument(batch, 2 * k + 1), taken);
  }
  if (batch->out->reasons || batch->out->flags) mark_cases(batch);
  return SL_OK;
}

/* --- coalesce ----------------------------------------------------------------------------------------------------- */

/* From the last argument to the first, each lays what it has over what is there. */
#define LAY_OVER(type, field)                                                              \
  for (int64_t k = batch->node->count - 1; k >= 0; k--) {                                  \
    const type *in = argument(batch, k)->field;                                            \
    const uint8_t *present = argument(batch, k)->present;                                  \
    type *out = batch->out->field;                                                         \
    if (present && k < batch->node->count - 1)                                             \
      for (int64_t i = 0; i < count; i++) {                                                \
        type values[] = {out[i], in[i]}; /* no branch, which would be guessed wrong too often */ \
        out[i] = values[present[i]];                                                       \
      }                                                                                    \
    else                                                                                   \
      memcpy(out, in, (size_t)count * sizeof *out);                                        \
  }

static void lay_over(const SlBatch *batch) {
  int64_t count = batch->count;
  switch (batch->node->type) {
    case SL_TEXT: LAY_OVER(SlStr, texts); break;
    case SL_NUMBER: LAY_OVER(double, numbers); break;
    case SL_BOOLEAN: LAY_OVER(uint8_t, booleans); break;
    default: LAY_OVER(int64_t, integers); break;
  }
}

static void find_present(const SlBatch *batch) {
  uint8_t *present = batch->out->present;
  memset(present, 0, (size_t)batch->count);
  for (int64_t k = 0; k < batch->node->count; k++) {
    const uint8_t *other = argument(batch, k)->present;
    for (int64_t i = 0; i < batch->count; i++) present[i] |= other ? other[i] : 1;
  }
}

/* Flags of the argument that was taken; the strongest reason when none was. */
static void mark_first(const SlBatch *batch, int64_t i) {
  uint8_t reason = SL_REASON_NONE;
  for (int64_t k = 0; k < batch->node->count; k++) {
    const SlVector *other = argument(batch, k);
    if (is_present(other, i)) {
      set_present(batch->out, i, flags_of(other, i));
      return;
    }
    reason = stronger(reason, reason_of(other, i));
  }
  set_missing(batch->out, i, reason);
}

static SlStatus coalesce(SlBatch *batch, SlError *err) {
  (void)err;
  lay_over(batch);
  if (batch->out->present) find_present(batch);
  if (batch->out->reasons || batch->out->flags)
    for (int64_t i = 0; i < batch->count; i++) mark_first(batch, i);
  return SL_OK;
}

/* --- min_of, max_of ----------------------------------------------------------------------------------------------- */

static bool is_before(SlType type, const SlVector *a, const SlVector *b, int64_t i) {
  switch (type) {
    case SL_NUMBER: return a->numbers[i] < b->numbers[i];
    case SL_TEXT: return sl_str_compare(a->texts[i], b->texts[i]) < 0;
    case SL_BOOLEAN: return a->booleans[i] < b->booleans[i];
    default: return a->integers[i] < b->integers[i];
  }
}

/* NaN loses to any number. */
static bool is_better(const SlBatch *batch, bool largest, const SlVector *other, const SlVector *best, int64_t i) {
  SlType type = batch->node->type;
  if (type == SL_NUMBER && isnan(other->numbers[i])) return false;
  if (type == SL_NUMBER && isnan(best->numbers[i])) return true;
  return largest ? is_before(type, best, other, i) : is_before(type, other, best, i);
}

/* Of two arguments that are there. */
#define BETTER_OF(type, field, better)                                                    \
  do {                                                                                    \
    const type *a = batch->in[0]->field, *b = batch->in[1]->field;                        \
    type *out = batch->out->field;                                                        \
    for (int64_t i = 0; i < count; i++) out[i] = b[i] better a[i] || a[i] != a[i] ? b[i] : a[i]; \
  } while (0)

static bool better_of_two(const SlBatch *batch, bool largest) {
  int64_t count = batch->count;
  if (batch->node->count != 2 || !is_plain(batch->out) || batch->node->type == SL_TEXT ||
      batch->node->type == SL_BOOLEAN)
    return false;
  if (batch->node->type == SL_NUMBER && largest) BETTER_OF(double, numbers, >);
  else if (batch->node->type == SL_NUMBER) BETTER_OF(double, numbers, <);
  else if (largest) BETTER_OF(int64_t, integers, >);
  else BETTER_OF(int64_t, integers, <);
  return true;
}

/* Missing values are left out. Flags are those of all present arguments. */
static void choose_extreme(SlBatch *batch, bool largest) {
  if (better_of_two(batch, largest)) return;
  for (int64_t i = 0; i < batch->count; i++) {
    const SlVector *best = NULL;
    uint8_t reason = SL_REASON_NONE, flags = 0;
    for (int64_t k = 0; k < batch->node->count; k++) {
      const SlVector *other = argument(batch, k);
      if (!is_present(other, i)) {
        reason = stronger(reason, reason_of(other, i));
        continue;
      }
      flags |= flags_of(other, i);
      if (!best || is_better(batch, largest, other, best, i)) best = other;
    }
    if (!best) {
      take_nothing(batch, i, reason);
      continue;
    }
    take(batch, best, i);
    if (batch->out->flags) batch->out->flags[i] = flags;
  }
}

static SlStatus smallest(SlBatch *batch, SlError *err) {
  (void)err;
  choose_extreme(batch, false);
  return SL_OK;
}

static SlStatus largest(SlBatch *batch, SlError *err) {
  (void)err;
  choose_extreme(batch, true);
  return SL_OK;
}

/* --- type rule ---------------------------------------------------------------------------------------------------- */

static SlStatus make_choice(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t first,
                            int64_t count, SlNode **out) {
  bool all_nil = true;
  for (int64_t i = first; i < count; i++) all_nil &= nodes[i]->untyped && nodes[i]->kind == SL_NODE_LITERAL;
  if (all_nil) {
    *out = nodes[first];
    return SL_OK;
  }
  SlStatus status = sl_make_alike(making, nodes + first, count - first, false, "the values differ in type");
  if (status != SL_OK) return status;
  SlShape shape = {.kernel = function->kernels[0], .type = nodes[first]->type, .own_marks = true};
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus make_of_all(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                            SlNode **out) {
  return make_choice(making, function, nodes, 0, count, out);
}

static SlStatus make_if_else(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                             SlNode **out) {
  SlStatus status = sl_make_typed(making, SL_BOOLEAN, &nodes[0]);
  if (status != SL_OK) return status;
  if (nodes[0]->type != SL_BOOLEAN)
    return sl_make_wrong_type(making, nodes[0], function->doc.name, "needs a condition first");
  return make_choice(making, function, nodes, 1, count, out);
}

/* Conditions and values in turns; the last value, when it has no condition, is for what no condition is true of. */
static SlStatus make_case_when(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                               SlNode **out) {
  int64_t cases = count / 2, value_count = cases + 1;
  SlNode **all = sl_arena_alloc_array(&making->check->arena, (size_t)(2 * cases + 1), sizeof *all);
  SlNode **values = sl_arena_alloc_array(&making->check->arena, (size_t)value_count, sizeof *values);
  if (!all || !values) return sl_fail_alloc(making->err, (size_t)count * sizeof *all);
  SlStatus status = SL_OK;
  bool all_nil = true;
  for (int64_t k = 0; k < cases; k++) {
    all[2 * k] = nodes[2 * k];
    status = sl_make_typed(making, SL_BOOLEAN, &all[2 * k]);
    if (status != SL_OK) return status;
    if (all[2 * k]->type != SL_BOOLEAN)
      return sl_make_wrong_type(making, all[2 * k], function->doc.name, "takes conditions and values in turns, a condition here");
    values[k] = nodes[2 * k + 1];
  }
  static const SlScalar nothing = {.type = SL_TEXT, .missing = true, .untyped = true};
  if (count % 2)
    values[cases] = nodes[count - 1];
  else
    status = sl_make_literal(making, &nothing, &values[cases]);
  for (int64_t k = 0; status == SL_OK && k < value_count; k++)
    all_nil &= values[k]->untyped && values[k]->kind == SL_NODE_LITERAL;
  if (status == SL_OK && all_nil) *out = values[0];
  if (status != SL_OK || all_nil) return status;
  status = sl_make_alike(making, values, value_count, false, "the values differ in type");
  for (int64_t k = 0; k < cases; k++) all[2 * k + 1] = values[k];
  all[2 * cases] = values[cases];
  SlShape shape = {.kernel = function->kernels[0], .type = values[0]->type, .own_marks = true};
  return status == SL_OK ? sl_make_kernel(making, &shape, all, 2 * cases + 1, out) : status;
}

const SlFunction sl_choice_functions[] = {
    {{"min_of", "min_of(a, b, ...)", "(...: any)", "The smallest of several values in a row; missing ones are left out.",
      "print(col.a:min_of(col.b))"},
     1, SL_ANY_NUMBER, make_of_all, SL_NUMBER, {smallest}},
    {{"max_of", "max_of(a, b, ...)", "(...: any)", "The largest of several values in a row; missing ones are left out.",
      "print(col.a:max_of(col.b, 0))"},
     1, SL_ANY_NUMBER, make_of_all, SL_NUMBER, {largest}},
    {{"coalesce", "coalesce(a, b, ...)", "(...: any)", "The first of several values in a row that is there.",
      "print(col.revised:coalesce(col.first_published))"},
     1, SL_ANY_NUMBER, make_of_all, SL_NUMBER, {coalesce}},
    {{"if_else", "if_else(condition, a, b)", "(yes: any, no: any)",
      "One value where the condition is true, the other where it is false; missing where it is missing. Both are worked "
      "out for every row, so that a conversion that fails in the one not taken is still an error.",
      "print(col.age:ge(18):if_else(\"adult\", \"child\"))"},
     3, 3, make_if_else, SL_NUMBER, {if_else}},
    {{"case_when", "case_when(condition, a, ..., otherwise)", "(yes: any, ...: any)",
      "The value behind the first condition that is true; otherwise, and where a condition is missing and none is true, the last one, or "
      "missing when there is none. All values are worked out for every row.",
      "print(col.age:lt(18):case_when(\"child\", col.age:lt(65), \"adult\", \"older\"))"},
     2, SL_ANY_NUMBER, make_case_when, SL_NUMBER, {case_when}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_NUMBER, {NULL}},
};
