/* Functions of days, and + and - beside a date. */
#include <inttypes.h>

#include "core/expr/functions/integer_loop.h"
#include "core/values/datetime.h"

/* --- parts of a date ---------------------------------------------------------------------------------------------- */

SL_INTEGER_LOOP(day_of_date, sl_day_split(a[i]).day)
SL_INTEGER_LOOP(weekday_of_date, sl_weekday(a[i]))
SL_INTEGER_LOOP(week_of_date, sl_iso_week(a[i]))
SL_INTEGER_LOOP(week_year_of_date, sl_iso_year(a[i]))

/* --- days between and days later ---------------------------------------------------------------------------------- */

/* From the first to the second. */
static SlStatus days_between(SlBatch *batch, SlError *err) {
  (void)err;
  const int64_t *a = batch->in[0]->integers, *b = batch->in[1]->integers;
  int64_t *out = batch->out->integers, count = batch->count;
  for (int64_t i = 0; i < count; i++) out[i] = b[i] - a[i];
  return SL_OK;
}

static SlStatus fail_move(const SlBatch *batch, int64_t i, SlError *err) {
  SlBuf from;
  sl_buf_init(&from);
  if (batch->node->type == SL_DATETIME)
    sl_datetime_print(batch->in[0]->integers[i], &from);
  else
    sl_date_print(batch->in[0]->integers[i], &from);
  bool back = batch->node->choice == SL_OP_SUB;
  SlStatus status = sl_batch_fail(batch, i, SL_ERANGE, err, "%s %c %" PRId64 " %s lies outside the years 1 to 9999",
                                  sl_buf_text(&from), back ? '-' : '+', batch->in[1]->integers[i],
                                  batch->node->choice == SL_OP_MUL ? "months" : "days");
  sl_buf_reset(&from);
  return status;
}

/* Reckons without looking and gathers in `far` whether any row left the calendar; only then is each looked at. Rows that
 * are missing may hold any number of days; they are given a day that there is, as later loops take every row for one. */
static SlStatus move_days(SlBatch *batch, SlError *err) {
  enum { MOST = SL_LAST_DAY - SL_FIRST_DAY };
  const int64_t *a = batch->in[0]->integers, *days = batch->in[1]->integers;
  int64_t *out = batch->out->integers, count = batch->count;
  bool back = batch->node->choice == SL_OP_SUB, far = false;
  for (int64_t i = 0; i < count; i++) {
    out[i] = (int64_t)((uint64_t)a[i] + (back ? 0 - (uint64_t)days[i] : (uint64_t)days[i]));
    far |= !sl_day_in_range(out[i]) | (days[i] < -MOST) | (days[i] > MOST);
  }
  for (int64_t i = 0; far && i < count; i++) {
    if (sl_day_in_range(out[i]) && days[i] >= -MOST && days[i] <= MOST) continue;
    if (sl_batch_present(batch, i)) return fail_move(batch, i, err);
    out[i] = 0;
  }
  return SL_OK;
}

static SlStatus move_months(SlBatch *batch, SlError *err) {
  const int64_t *a = batch->in[0]->integers, *months = batch->in[1]->integers;
  int64_t *out = batch->out->integers;
  for (int64_t i = 0; i < batch->count; i++) {
    if (sl_add_months(a[i], months[i], &out[i])) continue;
    if (sl_batch_present(batch, i)) return fail_move(batch, i, err);
    out[i] = 0;
  }
  return SL_OK;
}

/* The same of datetimes: the time of day stays. */
static SlStatus move_datetimes(SlBatch *batch, SlError *err) {
  const int64_t *a = batch->in[0]->integers, *n = batch->in[1]->integers;
  int64_t *out = batch->out->integers;
  bool months = batch->node->choice == SL_OP_MUL;
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t day = sl_day_of_datetime(a[i]), moved = 0;
    bool fits = months ? sl_add_months(day, n[i], &moved) : !__builtin_add_overflow(day, n[i], &moved) && sl_day_in_range(moved);
    if (!fits && sl_batch_present(batch, i)) return fail_move(batch, i, err);
    out[i] = fits ? a[i] + (moved - day) * SL_DAY_MICROSECONDS : 0;
  }
  return SL_OK;
}

/* --- type rules --------------------------------------------------------------------------------------------------- */

static SlType type_of_text(const SlNode *node) {
  int64_t ignored;
  bool datetime = node->kind == SL_NODE_LITERAL && node->type == SL_TEXT && !node->value.missing &&
                  sl_datetime_parse(node->value.text, SL_DATE_ISO, &ignored);
  return datetime ? SL_DATETIME : SL_DATE;
}

/* A text that stands there is read as a date; what has no value is one. Of a datetime its day is taken. */
static SlStatus need_date(const SlMaking *making, const char *what, SlNode **node) {
  SlStatus status = sl_make_typed(making, SL_DATE, node);
  if (status == SL_OK) status = sl_make_time(making, type_of_text(*node), node);
  if (status == SL_OK) status = sl_make_day(making, node);
  if (status != SL_OK || (*node)->type == SL_DATE) return status;
  return sl_make_wrong_type(making, *node, what,
                            (*node)->type == SL_TEXT ? "needs a date; date(x) reads one from text" : "needs a date");
}

static SlStatus make_part(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                          SlNode **out) {
  SlStatus status = need_date(making, function->doc.name, &nodes[0]);
  SlShape shape = {.kernel = function->kernels[0], .type = function->gives};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

static SlStatus make_between(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                             SlNode **out) {
  SlStatus status = need_date(making, function->doc.name, &nodes[0]);
  if (status == SL_OK) status = need_date(making, function->doc.name, &nodes[1]);
  SlShape shape = {.kernel = days_between, .type = SL_INTEGER};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

static SlStatus make_move_by(const SlMaking *making, SlKernel kernel, SlOperator sign, SlNode **nodes, SlNode **out) {
  bool date = nodes[0]->type == SL_DATE;
  SlShape shape = {.kernel = date ? kernel : move_datetimes, .type = nodes[0]->type, .choice = sign, .fails = true};
  return sl_make_kernel(making, &shape, nodes, 2, out);
}

static SlStatus make_move(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                          SlNode **out) {
  (void)count;
  bool datetime = nodes[0]->type == SL_DATETIME;
  SlStatus status = datetime ? SL_OK : need_date(making, function->doc.name, &nodes[0]);
  if (status == SL_OK) status = sl_make_typed(making, SL_INTEGER, &nodes[1]);
  if (status != SL_OK) return status;
  if (nodes[1]->type != SL_INTEGER)
    return sl_make_wrong_type(making, nodes[1], function->doc.name, "moves a date by a whole number");
  bool months = function->kernels[0] == move_months;
  return make_move_by(making, function->kernels[0], months ? SL_OP_MUL : SL_OP_ADD, nodes, out);
}

/* Days, hours or seconds: a datetime has no unit that goes without saying. */
static SlStatus fail_unit(const SlMaking *making, bool between) {
  return sl_check_fail(making->check, making->expr, SL_ETYPE, making->err, "%s",
                       between ? "the time between datetimes needs a unit: seconds_between(a, b), minutes_between, hours_between or days_between, "
                                 "from a to b"
                               : "a datetime is moved by a unit that is named: add_minutes(x, n), add_hours, add_days or add_months");
}

static bool can_be_date(const SlNode *node) {
  return node->type == SL_DATE || node->untyped || (node->type == SL_TEXT && node->kind == SL_NODE_LITERAL);
}

SlStatus sl_make_date_arithmetic(const SlMaking *making, SlOperator op, SlNode **given, SlNode **out) {
  SlNode *nodes[] = {given[0], given[1]};
  if (nodes[0]->type == SL_DATETIME || nodes[1]->type == SL_DATETIME)
    return fail_unit(making, op == SL_OP_SUB && !sl_type_is_numeric(nodes[1]->type));
  if (op == SL_OP_SUB && can_be_date(nodes[1])) {
    SlNode *ends[] = {nodes[1], nodes[0]}; /* a - b are the days from b to a */
    SlStatus status = need_date(making, "the difference from a date", &ends[1]);
    if (status == SL_OK) status = need_date(making, "the difference from a date", &ends[0]);
    SlShape shape = {.kernel = days_between, .type = SL_INTEGER};
    return status == SL_OK ? sl_make_kernel(making, &shape, ends, 2, out) : status;
  }
  if (nodes[0]->type != SL_DATE) { /* 1 + date */
    nodes[0] = given[1];
    nodes[1] = given[0];
  }
  SlStatus status = sl_make_typed(making, SL_INTEGER, &nodes[1]);
  if (status != SL_OK) return status;
  if (nodes[1]->type == SL_DATE)
    return sl_check_fail(making->check, making->expr, SL_ETYPE, making->err,
                         "two dates have no sum; a - b are the days between them, a + 7 is a week later");
  if (nodes[1]->type != SL_INTEGER)
    return sl_make_wrong_type(making, nodes[1], op == SL_OP_SUB ? "-" : "+", "moves a date by whole days");
  return make_move_by(making, move_days, op, nodes, out);
}

const SlFunction sl_day_functions[] = {
    {{"day", "day(date)", "()", "The day of the month, 1 to 31.", "print(col.received:day())"},
     1, 1, make_part, SL_INTEGER, {day_of_date}},
    {{"weekday", "weekday(date)", "()", "The day of the week, 1 for Monday to 7 for Sunday (ISO 8601).",
      "print(col.received:weekday())"},
     1, 1, make_part, SL_INTEGER, {weekday_of_date}},
    {{"week", "week(date)", "()",
      "The number of its week, 1 to 53 (ISO 8601): weeks begin on Monday and belong to the year of their Thursday, which "
      "week_year gives.",
      "print(col.received:week())"},
     1, 1, make_part, SL_INTEGER, {week_of_date}},
    {{"week_year", "week_year(date)", "()",
      "The year that its week is counted in (ISO 8601): 2019 for 2018-12-31, whose week is the first of 2019.",
      "print(col.received:week_year())"},
     1, 1, make_part, SL_INTEGER, {week_year_of_date}},
    {{"days_between", "days_between(from, to)", "(to: slavelab.Expression|string)",
      "The days from one date to another, as to - from: negative when the second is the earlier. Of datetimes the days count, not the hours.",
      "print(col.referred:days_between(col.decided))"},
     2, 2, make_between, SL_INTEGER, {days_between}},
    {{"add_days", "add_days(date, n)", "(n: integer|slavelab.Expression)",
      "The date so many days later, or earlier where n is negative; date + n says the same. A datetime keeps its time.",
      "print(col.received:add_days(45))"},
     2, 2, make_move, SL_DATE, {move_days}},
    {{"add_months", "add_months(date, n)", "(n: integer|slavelab.Expression)",
      "The same day of the month so many months later (earlier where n is negative), or the last day of a month that is too short "
      "for it: 31 January and a month is 28 or 29 February.",
      "print(col.received:add_months(-12))"},
     2, 2, make_move, SL_DATE, {move_months}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_DATE, {NULL}},
};
