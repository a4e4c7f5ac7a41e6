/* Functions of datetimes. */
#include <inttypes.h>

#include "core/expr/functions/integer_loop.h"
#include "core/values/datetime.h"

enum { SHOWN = 60 /* bytes of a text that is none */, PARTS = 5 /* year, month, day, hour, minute */ };

#define MINUTE (60 * SL_SECOND_MICROSECONDS)
#define HOUR (60 * MINUTE)

SL_INTEGER_LOOP(hour_of_datetime, sl_time_of_datetime(a[i]) / HOUR)
SL_INTEGER_LOOP(minute_of_datetime, sl_time_of_datetime(a[i]) / MINUTE % 60)
SL_INTEGER_LOOP(day_of_datetime, sl_day_of_datetime(a[i]))
SL_INTEGER_LOOP(midnight_of_date, a[i] * SL_DAY_MICROSECONDS)

/* --- time between and time later ---------------------------------------------------------------------------------- */

/* From the first to the second, in units of so many microseconds. */
static SlStatus between_in(const SlBatch *batch, double unit) {
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  double *out = batch->out->numbers;
  int64_t count = batch->count;
  for (int64_t i = 0; i < count; i++) out[i] = (double)(b[i] - a[i]) / unit;
  return SL_OK;
}

static SlStatus hours_between(SlBatch *batch, SlError *err) { return (void)err, between_in(batch, (double)HOUR); }
static SlStatus minutes_between(SlBatch *batch, SlError *err) { return (void)err, between_in(batch, (double)MINUTE); }
static SlStatus seconds_between(SlBatch *batch, SlError *err) { return (void)err, between_in(batch, (double)SL_SECOND_MICROSECONDS); }

static SlStatus move_by(SlBatch *batch, int64_t unit, const char *unit_name, SlError *err) {
  const int64_t *a = batch->in[0]->integers, *n = batch->in[1]->integers;
  int64_t *out = batch->out->integers;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t way;
    bool fits = !__builtin_mul_overflow(n[i], unit, &way) && !__builtin_add_overflow(a[i], way, &out[i]) &&
                sl_day_in_range(sl_day_of_datetime(out[i]));
    if (fits) continue;
    if (sl_batch_present(batch, i)) {
      SlBuf from;
      sl_buf_init(&from);
      sl_datetime_print(a[i], &from);
      SlStatus status = sl_batch_fail(batch, i, SL_ERANGE, err, "%s + %" PRId64 " %s lies outside the years 1 to 9999", sl_buf_text(&from),
                                      n[i], unit_name);
      sl_buf_reset(&from);
      return status;
    }
    out[i] = 0; /* later loops take every row for a datetime */
  }
  return SL_OK;
}

static SlStatus move_hours(SlBatch *batch, SlError *err) { return move_by(batch, HOUR, "hours", err); }
static SlStatus move_minutes(SlBatch *batch, SlError *err) { return move_by(batch, MINUTE, "minutes", err); }

/* --- making one --------------------------------------------------------------------------------------------------- */

static SlStatus datetime_of_text(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    SlStr text = batch->in[0]->texts[i];
    if (!sl_datetime_parse_any(text, &batch->out->integers[i]))
      return sl_batch_fail(batch, i, SL_EDATA, err, "\"%.*s\" is not a datetime (2019-03-25 10:30, 25/03/2019 10:30:05)",
                           (int)sl_str_cut(text, SHOWN), text.bytes);
  }
  return SL_OK;
}

static SlStatus datetime_of_day_and_time(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    SlStr text = batch->in[1]->texts[i];
    int64_t time;
    if (!sl_time_of_day_parse(text, &time))
      return sl_batch_fail(batch, i, SL_EDATA, err, "\"%.*s\" is not a time of day (10:30, 10:30:05)", (int)sl_str_cut(text, SHOWN), text.bytes);
    batch->out->integers[i] = batch->in[0]->integers[i] * SL_DAY_MICROSECONDS + time;
  }
  return SL_OK;
}

/* Of a year, a month, a day, an hour, a minute and perhaps a second. */
static SlStatus datetime_of_parts(SlBatch *batch, SlError *err) {
  static const struct { int64_t low, high; } limits[] = {{1, 9999}, {1, 12}, {1, 31}, {0, 23}, {0, 59}, {0, 59}};
  int64_t count = batch->node->count;
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    int64_t part[PARTS + 1] = {0};
    bool fits = true;
    for (int64_t k = 0; k < count; k++) {
      part[k] = batch->all[batch->node->arguments[k]->index].integers[i];
      fits &= part[k] >= limits[k].low && part[k] <= limits[k].high;
    }
    if (!fits || !sl_day_valid((int)part[0], (int)part[1], (int)part[2]))
      return sl_batch_fail(batch, i, SL_EARG, err,
                           "there is no datetime(%" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ")", part[0], part[1],
                           part[2], part[3], part[4], part[5]);
    batch->out->integers[i] = sl_day_number((int)part[0], (int)part[1], (int)part[2]) * SL_DAY_MICROSECONDS + part[3] * HOUR +
                              part[4] * MINUTE + part[5] * SL_SECOND_MICROSECONDS;
  }
  return SL_OK;
}

/* --- type rules --------------------------------------------------------------------------------------------------- */

SlStatus sl_make_day(const SlMaking *making, SlNode **node) {
  if ((*node)->type != SL_DATETIME) return SL_OK;
  SlNode *datetime = *node;
  SlShape shape = {.kernel = day_of_datetime, .type = SL_DATE};
  return sl_make_kernel(making, &shape, &datetime, 1, node);
}

static SlStatus need_datetime(const SlMaking *making, const SlFunction *function, SlNode **node) {
  SlStatus status = sl_make_typed(making, SL_DATETIME, node);
  if (status == SL_OK) status = sl_make_time(making, SL_DATETIME, node);
  if (status != SL_OK || (*node)->type == SL_DATETIME) return status;
  return sl_make_wrong_type(making, *node, function->doc.name,
                            (*node)->type == SL_DATE   ? "needs a time of day; datetime(x) is a date's midnight"
                            : (*node)->type == SL_TEXT ? "needs a datetime; datetime(x) reads one from text"
                                                       : "needs a datetime");
}

static SlStatus need_integer(const SlMaking *making, const SlFunction *function, SlNode **node) {
  SlStatus status = sl_make_typed(making, SL_INTEGER, node);
  if (status != SL_OK || (*node)->type == SL_INTEGER) return status;
  return sl_make_wrong_type(making, *node, function->doc.name, "needs integers here");
}

static SlStatus make_of_clock(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) status = need_datetime(making, function, &nodes[i]);
  SlShape shape = {.kernel = function->kernels[0], .type = function->gives};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

static SlStatus make_later(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = need_datetime(making, function, &nodes[0]);
  if (status == SL_OK) status = need_integer(making, function, &nodes[1]);
  SlShape shape = {.kernel = function->kernels[0], .type = SL_DATETIME, .fails = true};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

static SlStatus make_literal(const SlMaking *making, const SlNode *node, SlNode **out) {
  SlScalar value = {.type = SL_DATETIME};
  SlStr text = node->value.text;
  if (!sl_datetime_parse_any(text, &value.integer))
    return sl_check_fail(making->check, node->expr, SL_EPARSE, making->err, "\"%.*s\" is not a datetime, as \"2019-03-25 10:30\"", SL_STR_ARGS(text));
  return sl_make_literal(making, &value, out);
}

static SlStatus make_of_one(const SlMaking *making, const SlFunction *function, SlNode **nodes, SlNode **out) {
  SlStatus status = sl_make_typed(making, SL_TEXT, &nodes[0]);
  if (status != SL_OK) return status;
  const SlNode *node = nodes[0];
  if (node->kind == SL_NODE_LITERAL && node->type == SL_TEXT && !node->value.missing) return make_literal(making, node, out);
  if (node->type == SL_DATETIME) {
    *out = nodes[0];
    return SL_OK;
  }
  SlShape shape = {.kernel = node->type == SL_TEXT   ? datetime_of_text
                             : node->type == SL_DATE ? midnight_of_date
                                                     : NULL,
                   .type = SL_DATETIME,
                   .fails = node->type == SL_TEXT};
  if (!shape.kernel) return sl_make_wrong_type(making, node, function->doc.name, "needs a text, a date or a datetime");
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

static SlStatus make_of_day_and_time(const SlMaking *making, const SlFunction *function, SlNode **nodes, SlNode **out) {
  SlStatus status = sl_make_typed(making, SL_DATE, &nodes[0]);
  if (status == SL_OK) status = sl_make_time(making, SL_DATE, &nodes[0]);
  if (status == SL_OK) status = sl_make_typed(making, SL_TEXT, &nodes[1]);
  if (status != SL_OK) return status;
  if (nodes[0]->type != SL_DATE) return sl_make_wrong_type(making, nodes[0], function->doc.name, "of two needs a date first");
  if (nodes[1]->type != SL_TEXT) return sl_make_wrong_type(making, nodes[1], function->doc.name, "of two needs a text such as \"10:30\" behind the date");
  SlShape shape = {.kernel = datetime_of_day_and_time, .type = SL_DATETIME, .fails = true};
  return sl_make_kernel(making, &shape, nodes, 2, out);
}

static SlStatus make_datetime(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  if (count == 1) return make_of_one(making, function, nodes, out);
  if (count == 2) return make_of_day_and_time(making, function, nodes, out);
  if (count < PARTS)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "datetime takes a text or a date, a date and a time, or year, month, "
                                                                           "day, hour, minute and perhaps second");
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) status = need_integer(making, function, &nodes[i]);
  SlShape shape = {.kernel = datetime_of_parts, .type = SL_DATETIME, .fails = true};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

const SlFunction sl_clock_functions[] = {
    {{"datetime", "datetime(text) or datetime(date, time) or datetime(year, month, day, hour, minute, second)",
      "(time?: string|integer|slavelab.Expression, day?: integer, hour?: integer, minute?: integer, second?: integer)",
      "A day and a time of day, without a zone: from a text 2019-03-25 10:30 (or T between, 25/03/2019 10:30:05, 25 March 2019 9:30), from a "
      "date (its midnight) and a text 10:30, or from whole numbers; second is 0 unless given.",
      "print(col.day:datetime(col.time))"},
     1, PARTS + 1, make_datetime, SL_DATETIME, {NULL}},
    {{"hour", "hour(datetime)", "()", "The hour, 0 to 23.", "print(col.arrested:hour())"},
     1, 1, make_of_clock, SL_INTEGER, {hour_of_datetime}},
    {{"minute", "minute(datetime)", "()", "The minute, 0 to 59.", "print(col.arrested:minute())"},
     1, 1, make_of_clock, SL_INTEGER, {minute_of_datetime}},
    {{"hours_between", "hours_between(from, to)", "(to: slavelab.Expression|string)",
      "The hours from one datetime to another, a number: 1.5 is an hour and a half; negative when the second is the earlier.",
      "print(col.arrested:hours_between(col.released))"},
     2, 2, make_of_clock, SL_NUMBER, {hours_between}},
    {{"minutes_between", "minutes_between(from, to)", "(to: slavelab.Expression|string)",
      "The minutes from one datetime to another, a number.", "print(col.called:minutes_between(col.answered))"},
     2, 2, make_of_clock, SL_NUMBER, {minutes_between}},
    {{"seconds_between", "seconds_between(from, to)", "(to: slavelab.Expression|string)",
      "The seconds from one datetime to another, a number.", "print(col.called:seconds_between(col.answered))"},
     2, 2, make_of_clock, SL_NUMBER, {seconds_between}},
    {{"add_hours", "add_hours(datetime, n)", "(n: integer|slavelab.Expression)",
      "The datetime so many hours later, or earlier where n is negative.", "print(col.arrested:add_hours(24))"},
     2, 2, make_later, SL_DATETIME, {move_hours}},
    {{"add_minutes", "add_minutes(datetime, n)", "(n: integer|slavelab.Expression)",
      "The datetime so many minutes later, or earlier where n is negative.", "print(col.called:add_minutes(15))"},
     2, 2, make_later, SL_DATETIME, {move_minutes}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_DATETIME, {NULL}},
};
