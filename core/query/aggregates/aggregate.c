#include "core/query/aggregate.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/query/aggregates/call.h"
#include "core/values/print.h"

/* measured: numeric, a date or a datetime; summable: numeric, or true and false */
typedef enum Takes { TAKES_ANY, TAKES_NUMERIC, TAKES_MEASURED, TAKES_SUMMABLE, TAKES_BOOLEAN, TAKES_TEXT } Takes;
typedef enum Gives { GIVES_INTEGER, GIVES_NUMBER, GIVES_BETWEEN /* a number of numeric ones, else the same type */, GIVES_SAME, GIVES_SUM } Gives;

/* What follows the columns: quantile's p, top's n, join_text's separator. */
typedef struct Constant {
  const char *said; /* NULL: nothing follows */
  const char *wrong; /* NULL: it is a text */
  double lowest, highest;
  bool whole;
} Constant;

#define NO_CONSTANT {NULL, NULL, 0, 0, false}
#define PROBABILITY {" and p, from 0 to 1", "quantile(x, p): p is between 0 and 1", 0, 1, false}
#define PLACE {" and n", "top(x, n): n is a whole number of at least 1", 1, (double)INFINITY, true}

#define SEPARATOR {" and a separator, a text", NULL, 0, 0, false}

/* An aggregate is a row here and a family that runs it. One that a pipeline shall put together from parts stands in
 * scripts/lib/pipeline/parts.lua, too; a test asks that each stands there or is refused. */
static const struct {
  SlDoc doc;
  int fewest, most; /* columns */
  Constant constant;
  Takes takes;
  Gives gives;
  bool flagged; /* the result carries the flags of its rows */
  SlStatus (*run)(const SlAggregateCall *call, SlColumn **out, SlError *err);
} aggregates[SL_AGGREGATE_ALL_COUNT] = {
    [SL_AGG_COUNT] = {
        {"count", "count() or count(x)", "()",
         "How many values there are; missing ones are not counted. count() is the number of rows.",
         "print(col.age:count())"},
        0, 1, NO_CONSTANT, TAKES_ANY, GIVES_INTEGER, false, NULL},
    [SL_AGG_COUNT_IF] = {
        {"count_if", "count_if(condition)", "()", "The number of rows for which the condition is true: not those where it is missing.",
         "print(col.age:lt(18):count_if())"},
        1, 1, NO_CONSTANT, TAKES_BOOLEAN, GIVES_INTEGER, false, NULL},
    [SL_AGG_SUM] = {
        {"sum", "sum(x)", "()",
         "The sum; missing values are left out, and of none it is missing. Integers are summed exactly; of conditions, those that "
         "are true are counted.",
         "print(col.people:sum())"},
        1, 1, NO_CONSTANT, TAKES_SUMMABLE, GIVES_SUM, true, sl_aggregate_sums},
    [SL_AGG_MEAN] = {
        {"mean", "mean(x)", "()", "The arithmetic mean; missing values are left out.", "print(col.age:mean())"},
        1, 1, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, true, sl_aggregate_sums},
    [SL_AGG_MEDIAN] = {
        {"median", "median(x)", "()",
         "The median; missing values are left out. Of dates it is a date: between two days the one halfway, or the day before that; of datetimes a datetime.",
         "print(col.age:median())"},
        1, 1, NO_CONSTANT, TAKES_MEASURED, GIVES_BETWEEN, true, sl_aggregate_order},
    [SL_AGG_QUANTILE] = {
        {"quantile", "quantile(x, p)", "(p: number)",
         "The p-quantile, p from 0 to 1 (type 7 of Hyndman and Fan); of dates the day that it lies in, of datetimes a datetime.",
         "print(col.days:quantile(0.9))"},
        1, 1, PROBABILITY, TAKES_MEASURED, GIVES_BETWEEN, true, sl_aggregate_order},
    [SL_AGG_MIN] = {
        {"min", "min(x)", "()", "The smallest value.", "print(col.age:min())"},
        1, 1, NO_CONSTANT, TAKES_ANY, GIVES_SAME, true, sl_aggregate_extreme},
    [SL_AGG_MAX] = {
        {"max", "max(x)", "()", "The largest value.", "print(col.age:max())"},
        1, 1, NO_CONSTANT, TAKES_ANY, GIVES_SAME, true, sl_aggregate_extreme},
    [SL_AGG_VAR] = {
        {"var", "var(x)", "()", "The sample variance (n - 1); missing for a single value.", "print(col.days:var())"},
        1, 1, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, true, sl_aggregate_spread},
    [SL_AGG_SD] = {
        {"sd", "sd(x)", "()", "The sample standard deviation (n - 1); missing for a single value.",
         "print(col.days:sd())"},
        1, 1, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, true, sl_aggregate_spread},
    [SL_AGG_N_DISTINCT] = {
        {"n_distinct", "n_distinct(x)", "()", "How many different values there are.",
         "print(col.force:n_distinct())"},
        1, 1, NO_CONSTANT, TAKES_ANY, GIVES_INTEGER, false, sl_aggregate_distinct},
    [SL_AGG_FIRST] = {
        {"first", "first(x)", "()", "The value of the first row, missing or not.", "print(col.force:first())"},
        1, 1, NO_CONSTANT, TAKES_ANY, GIVES_SAME, true, sl_aggregate_edge},
    [SL_AGG_LAST] = {
        {"last", "last(x)", "()", "The value of the last row, missing or not.", "print(col.force:last())"},
        1, 1, NO_CONSTANT, TAKES_ANY, GIVES_SAME, true, sl_aggregate_edge},
    [SL_AGG_SHARE] = {
        {"share", "share(x)", "()", "The group's sum in percent of the sum over all groups.",
         "print(col.people:share())"},
        1, 1, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, false, sl_aggregate_sums},
    [SL_AGG_CORR] = {
        {"corr", "corr(x, y)", "(other: slavelab.Expression)", "Pearson's correlation with another column.",
         "print(col.a:corr(col.b))"},
        2, 2, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, true, sl_aggregate_spread},
    [SL_AGG_WEIGHTED_MEAN] = {
        {"weighted_mean", "weighted_mean(x, weights)", "(weights: slavelab.Expression)", "The mean with weights.",
         "print(col.rate:weighted_mean(col.population))"},
        2, 2, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, true, sl_aggregate_sums},
    [SL_AGG_ANY] = {
        {"any", "any(condition)", "()", "True when it is true of one row; missing when of none but one is missing.",
         "print(col.age:lt(18):any())"},
        1, 1, NO_CONSTANT, TAKES_BOOLEAN, GIVES_SAME, true, sl_aggregate_logic},
    [SL_AGG_ALL] = {
        {"all", "all(condition)", "()",
         "True when it is true of every row; missing when false of none but one is missing.",
         "print(col.age:lt(18):all())"},
        1, 1, NO_CONSTANT, TAKES_BOOLEAN, GIVES_SAME, true, sl_aggregate_logic},
    [SL_AGG_TOP] = {
        {"top", "top(x, n)", "(n: integer)", "The n-th largest value.", "print(col.people:top(2))"},
        1, 1, PLACE, TAKES_ANY, GIVES_SAME, true, sl_aggregate_order},
    [SL_AGG_MODE] = {
        {"mode", "mode(x)", "()", "The value that occurs most often; of several that do, the smallest.", "print(col.nationality:mode())"},
        1, 1, NO_CONSTANT, TAKES_ANY, GIVES_SAME, true, sl_aggregate_order},
    [SL_AGG_JOIN_TEXT] = {
        {"join_text", "join_text(x, separator)", "(separator: string)",
         "The texts of all rows in one, in the order of rows and as often as they stand there, with the separator between them.",
         "print(col.force:join_text(\"; \"))"},
        1, 1, SEPARATOR, TAKES_TEXT, GIVES_SAME, true, sl_aggregate_texts},
    [SL_AGG_SUM_HIGH] = {{.name = "sum high"}, 1, 2, NO_CONSTANT, TAKES_SUMMABLE, GIVES_SUM, true, sl_aggregate_parts},
    [SL_AGG_SUM_LOW] = {{.name = "sum low"}, 1, 2, NO_CONSTANT, TAKES_SUMMABLE, GIVES_SUM, true, sl_aggregate_parts},
    [SL_AGG_SUM_OF_PARTS] = {{.name = "sum of parts"}, 1, 2, NO_CONSTANT, TAKES_NUMERIC, GIVES_SAME, true, sl_aggregate_parts},
    [SL_AGG_NUMBER_OF_PARTS] = {{.name = "number of parts"}, 1, 2, NO_CONSTANT, TAKES_NUMERIC, GIVES_NUMBER, true, sl_aggregate_parts},
};

bool sl_aggregate_find(SlStr name, SlAggregate *aggregate) {
  for (int i = 0; i < SL_AGGREGATE_ALL_COUNT; i++) {
    if (!sl_str_equal(name, sl_str(aggregates[i].doc.name))) continue;
    *aggregate = (SlAggregate)i;
    return true;
  }
  return false;
}

const SlDoc *sl_aggregate_doc(SlAggregate aggregate) { return &aggregates[aggregate].doc; }
const char *sl_aggregate_name(SlAggregate aggregate) { return aggregates[aggregate].doc.name; }

void sl_aggregate_arity(SlAggregate aggregate, int *fewest, int *most, SlConstantKind *constant) {
  const Constant *follows = &aggregates[aggregate].constant;
  *fewest = aggregates[aggregate].fewest;
  *most = aggregates[aggregate].most;
  *constant = !follows->said ? SL_CONSTANT_NONE : follows->wrong ? SL_CONSTANT_NUMBER : SL_CONSTANT_TEXT;
}

static const char *columns_of(SlAggregate aggregate) {
  return aggregates[aggregate].most == 2 ? "two columns" : aggregates[aggregate].fewest == 0 ? "one column or none" : "one column";
}

SlStatus sl_aggregate_fail_arity(SlAggregate aggregate, SlError *err) {
  const char *constant = aggregates[aggregate].constant.said;
  return sl_fail(err, SL_EARG, "%s takes %s%s", aggregates[aggregate].doc.name, columns_of(aggregate),
                 constant ? constant : "");
}

SlStatus sl_aggregate_check_number(SlAggregate aggregate, double value, SlError *err) {
  const Constant *constant = &aggregates[aggregate].constant;
  bool good = value >= constant->lowest && value <= constant->highest && (!constant->whole || trunc(value) == value);
  return good ? SL_OK : sl_fail(err, SL_EARG, "%s", constant->wrong);
}

SlStatus sl_aggregate_type(SlAggregate aggregate, const SlType *types, int count, SlType *out, SlError *err) {
  const char *name = aggregates[aggregate].doc.name;
  int fewest = aggregates[aggregate].fewest, most = aggregates[aggregate].most;
  if (count < fewest || count > most)
    return sl_fail(err, SL_EARG, "%s takes %s, not %d", name, columns_of(aggregate), count);
  for (int i = 0; i < count; i++) {
    Takes takes = aggregates[aggregate].takes;
    bool needs_numbers = takes == TAKES_NUMERIC || (takes == TAKES_SUMMABLE && types[i] != SL_BOOLEAN);
    if (needs_numbers && !sl_type_is_numeric(types[i]))
      return sl_fail(err, SL_ETYPE, "%s needs integers or numbers, not %s", name, sl_type_name(types[i]));
    if (takes == TAKES_MEASURED && !sl_type_is_numeric(types[i]) && types[i] != SL_DATE && types[i] != SL_DATETIME)
      return sl_fail(err, SL_ETYPE, "%s needs integers, numbers or dates, not %s", name, sl_type_name(types[i]));
    if (takes == TAKES_TEXT && types[i] != SL_TEXT)
      return sl_fail(err, SL_ETYPE, "%s needs text, not %s; text(x) makes it", name, sl_type_name(types[i]));
    if (takes == TAKES_BOOLEAN && types[i] != SL_BOOLEAN)
      return sl_fail(err, SL_ETYPE, "%s needs true and false, not %s; compare first: %s(x > 0)", name, sl_type_name(types[i]),
                     name);
  }
  switch (aggregates[aggregate].gives) {
    case GIVES_INTEGER: *out = SL_INTEGER; break;
    case GIVES_NUMBER: *out = SL_NUMBER; break;
    case GIVES_BETWEEN: *out = sl_type_is_numeric(types[0]) ? SL_NUMBER : types[0]; break;
    case GIVES_SAME: *out = types[0]; break;
    case GIVES_SUM: *out = types[0] == SL_BOOLEAN ? SL_INTEGER : types[0]; break;
  }
  return SL_OK;
}

/* --- results --------------------------------------------------------------------------------------------------------------- */

SlStatus sl_result_new(const SlAggregateCall *call, SlType type, SlDict *dict, SlColumn **out, SlError *err) {
  int64_t length = call->groups->group_count;
  SlColumn *result;
  SlStatus status = sl_column_alloc(type, sl_storage_default(type), length, true, dict, &result, err);
  if (status != SL_OK) return status;
  result->reasons = sl_alloc_zeroed((size_t)length, 1);
  if (!result->reasons) {
    sl_column_release(result);
    return sl_fail_alloc(err, (size_t)length);
  }
  *out = result;
  return SL_OK;
}

void sl_result_clear(SlColumn *result, int64_t group, SlReason reason) {
  size_t bytes = sl_storage_bytes(result->storage);
  memset((char *)result->values + (size_t)group * bytes, 0, bytes);
  sl_bitmap_clear(result->validity, group);
  result->reasons[group] = (uint8_t)reason;
}

void sl_result_set_ordinal(SlColumn *result, int64_t group, int64_t value) {
  switch (result->storage) {
    case SL_I64: ((int64_t *)result->values)[group] = value; break;
    case SL_BOOL8: ((uint8_t *)result->values)[group] = (uint8_t)value; break;
    default: ((int32_t *)result->values)[group] = (int32_t)value; break; /* dates and periods; codes have the same width */
  }
}

/* --- which rows are present ---------------------------------------------------------------------------------------------- */

static void count_present(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *counts = states;
  for (int64_t i = 0; i < batch->count; i++) counts[batch->groups[i]]++;
}

static void merge_counts(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  int64_t *counts = states;
  const int64_t *others = later;
  for (int64_t g = first; g < first + count; g++) counts[g] += others[g];
}

/* *counted is for the caller to free; NULL when the sizes of groups say it all. */
static SlStatus present_rows(SlAggregateCall *call, void **counted, SlError *err) {
  *counted = NULL;
  call->present = call->groups->sizes;
  bool missing = false;
  for (int c = 0; c < 2; c++) missing |= call->columns[c] && call->columns[c]->validity;
  if (!missing) return SL_OK;
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_PRESENT, .columns = {call->columns[0], call->columns[1]},
                 .state_bytes = sizeof(int64_t), .rows = count_present, .merge = merge_counts};
  SlStatus status = sl_fold(&fold, counted, err);
  if (status == SL_OK) call->present = *counted;
  return status;
}

/* --- marks ------------------------------------------------------------------------------------------------------------------ */

static void unite_flags(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  uint8_t *flags = states;
  for (int64_t i = 0; i < batch->count; i++) flags[batch->groups[i]] |= (uint8_t)batch->integers[i];
}

static void merge_flags(void *states, const void *later, int64_t first, int64_t count, void *context) {
  (void)context;
  uint8_t *flags = states;
  const uint8_t *others = later;
  for (int64_t g = first; g < first + count; g++) flags[g] |= others[g];
}

static SlStatus fold_marks(const SlAggregateCall *call, SlFoldInput input, uint8_t **marks, SlError *err) {
  bool reasons = input == SL_FOLD_REASONS;
  SlFold fold = {.groups = call->groups, .input = input, .columns = {call->columns[0], call->columns[1]}, .state_bytes = 1,
                 .rows = reasons ? sl_fold_strongest : unite_flags, .merge = reasons ? sl_fold_merge_strongest : merge_flags};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status == SL_OK) *marks = states;
  return status;
}

/* Groups without present rows become missing, with the strongest reason of their rows. any and all can be missing beside
 * present rows, and then for the same reasons. */
static SlStatus mark_missing(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  for (int64_t g = 0; g < result->length; g++)
    if (call->present[g] == 0) sl_result_clear(result, g, SL_REASON_NONE);
  bool reasoned = false;
  for (int c = 0; c < 2; c++) reasoned |= call->columns[c] && call->columns[c]->reasons;
  if (!reasoned) return SL_OK;
  uint8_t *reasons;
  SlStatus status = fold_marks(call, SL_FOLD_REASONS, &reasons, err);
  if (status != SL_OK) return status;
  bool logic = call->aggregate == SL_AGG_ANY || call->aggregate == SL_AGG_ALL;
  for (int64_t g = 0; g < result->length; g++)
    if (!sl_bitmap_get(result->validity, g) && (call->present[g] == 0 || logic)) result->reasons[g] = reasons[g];
  sl_free(reasons);
  return SL_OK;
}

static SlStatus mark_flags(const SlAggregateCall *call, SlColumn *result, SlError *err) {
  bool flagged = false;
  for (int c = 0; c < 2; c++) flagged |= call->columns[c] && call->columns[c]->flags;
  if (!flagged) return SL_OK;
  SlStatus status = fold_marks(call, SL_FOLD_FLAGS, &result->flags, err);
  for (int64_t g = 0; status == SL_OK && g < result->length; g++)
    if (!sl_bitmap_get(result->validity, g)) result->flags[g] = 0;
  return status;
}

/* --- one aggregate ----------------------------------------------------------------------------------------------------------- */

static SlStatus count_rows(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  SlStatus status = sl_column_alloc(SL_INTEGER, SL_I64, call->groups->group_count, false, NULL, out, err);
  if (status == SL_OK) memcpy((*out)->values, call->present, (size_t)call->groups->group_count * sizeof(int64_t));
  return status;
}

static void count_true(void *states, const SlFoldBatch *batch, void *context) {
  (void)context;
  int64_t *counts = states;
  for (int64_t i = 0; i < batch->count; i++) counts[batch->groups[i]] += batch->integers[i];
}

static SlStatus count_conditions(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  SlFold fold = {.groups = call->groups, .input = SL_FOLD_INTEGERS, .columns = {call->columns[0]}, .state_bytes = sizeof(int64_t),
                 .rows = count_true, .merge = merge_counts};
  void *states;
  SlStatus status = sl_fold(&fold, &states, err);
  if (status != SL_OK) return status;
  SlAggregateCall counted = *call;
  counted.present = states;
  status = count_rows(&counted, out, err);
  sl_free(states);
  return status;
}

static SlStatus run_marked(const SlAggregateCall *call, SlColumn **out, SlError *err) {
  SlColumn *result;
  SlStatus status = aggregates[call->aggregate].run(call, &result, err);
  if (status != SL_OK) return status;
  status = mark_missing(call, result, err);
  if (status == SL_OK && aggregates[call->aggregate].flagged) status = mark_flags(call, result, err);
  if (status != SL_OK) {
    sl_column_release(result);
    return status;
  }
  sl_column_seal(result);
  *out = result;
  return SL_OK;
}

static SlStatus check_constant(SlAggregate aggregate, double constant, SlError *err) {
  if (aggregate == SL_AGG_QUANTILE && !(constant >= 0 && constant <= 1))
    return sl_fail(err, SL_EARG, "quantile(x, p) needs p from 0 to 1, not %s",
                   sl_number_text(constant, (char[SL_NUMBER_BYTES]){0}));
  if (aggregate == SL_AGG_TOP && !(constant >= 1 && constant <= 9007199254740992.0 && constant == floor(constant)))
    return sl_fail(err, SL_EARG, "top(x, n) needs a whole number n of 1 or more, not %s",
                   sl_number_text(constant, (char[SL_NUMBER_BYTES]){0}));
  return SL_OK;
}

SlStatus sl_aggregate(SlAggregate aggregate, const SlColumn *const *columns, int count, SlConstant constant,
                      const SlGroups *groups, SlColumn **out, SlError *err) {
  SlType types[2] = {SL_INTEGER, SL_INTEGER}, type;
  for (int i = 0; i < count && i < 2; i++) types[i] = columns[i]->type;
  SlStatus status = sl_aggregate_type(aggregate, types, count, &type, err);
  if (status == SL_OK) status = check_constant(aggregate, constant.number, err);
  if (status != SL_OK) return status;
  SlAggregateCall call = {.aggregate = aggregate, .constant = constant, .groups = groups};
  for (int i = 0; i < count; i++) call.columns[i] = columns[i];
  if (aggregate == SL_AGG_FIRST || aggregate == SL_AGG_LAST) return sl_aggregate_edge(&call, out, err);
  if (aggregate == SL_AGG_COUNT_IF) return count_conditions(&call, out, err);
  void *counted;
  status = present_rows(&call, &counted, err);
  if (status != SL_OK) return status;
  switch (aggregate) {
    case SL_AGG_COUNT: status = count_rows(&call, out, err); break;
    case SL_AGG_N_DISTINCT: status = sl_aggregate_distinct(&call, out, err); break;
    default: status = run_marked(&call, out, err); break;
  }
  sl_free(counted);
  return status;
}
