#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/expr/functions/integer_loop.h"
#include "core/values/period.h"
#include "core/values/period_read.h"

enum { FIRST_YEAR = 1, LAST_YEAR = 9999, FIRST_PERIOD = 1000, SHOWN = 60 /* bytes of a text that is no date */ };

/* Floor division for periods, which count from year 0. */
static int64_t floor_of(int64_t value, int64_t by) { return value >= 0 ? value / by : -((-value + by - 1) / by); }

SL_INTEGER_LOOP(year_of_date, sl_day_split(a[i]).year)
SL_INTEGER_LOOP(year_of_quarter, floor_of(a[i], 4))
SL_INTEGER_LOOP(year_of_year_ending, floor_of(a[i], 12))
SL_INTEGER_LOOP(month_of_date, sl_day_split(a[i]).month)
SL_INTEGER_LOOP(month_of_year_ending, a[i] - 12 * floor_of(a[i], 12) + 1)
SL_INTEGER_LOOP(quarter_of_date, sl_quarter_of_day(a[i]))
SL_INTEGER_LOOP(quarter_of_month, a[i] / 3)
SL_INTEGER_LOOP(same, a[i])

/* Each year's text is made once a batch, as long as no more than a few years take turns. */
typedef struct Shown {
  bool made;
  int year;
  SlStr text;
} Shown;

static SlStatus show(SlBatch *batch, int year, SlBuf *buf, Shown *shown, SlError *err) {
  buf->length = 0;
  sl_financial_year_print(year, buf);
  char *kept = buf->failed ? NULL : sl_arena_copy_text(batch->texts, buf->bytes, buf->length);
  if (!kept) return sl_fail_alloc(err, buf->length);
  *shown = (Shown){true, year, {kept, buf->length}};
  return SL_OK;
}

/* Of a date, and of periods that lie in one. */
static int financial_year_of(SlType type, int64_t value) {
  enum { MONTHS = 12, APRIL = 3 /* the month's place */ };
  if (type == SL_DATE) return sl_financial_year_of_day(value);
  int64_t month = sl_period_first_month(type, value);
  return (int)(month / MONTHS) - (month % MONTHS < APRIL);
}

static SlStatus financial_year(SlBatch *batch, SlError *err) {
  enum { PLACES = 64 };
  Shown places[PLACES] = {{0}};
  SlBuf buf;
  sl_buf_init(&buf);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    int year = financial_year_of(batch->node->arguments[0]->type, batch->in[0]->integers[i]);
    Shown *shown = &places[(unsigned)year % PLACES];
    if (!shown->made || shown->year != year) status = show(batch, year, &buf, shown, err);
    batch->out->texts[i] = shown->text;
  }
  sl_buf_reset(&buf);
  return status;
}

static SlStatus year_ending(SlBatch *batch, SlError *err) {
  const int64_t *day = batch->in[0]->integers, *month = batch->in[1]->integers;
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    if (month[i] < 1 || month[i] > 12)
      return sl_batch_fail(batch, i, SL_EARG, err, "year_ending: the last month is 1 to 12, not %" PRId64, month[i]);
    batch->out->integers[i] = sl_year_ending_of_day(day[i], (int)month[i]);
  }
  return SL_OK;
}

static SlStatus date_of_parts(SlBatch *batch, SlError *err) {
  const int64_t *year = batch->in[0]->integers, *month = batch->in[1]->integers, *day = batch->in[2]->integers;
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    bool fits =
        year[i] >= FIRST_YEAR && year[i] <= LAST_YEAR && month[i] >= 1 && month[i] <= 12 && day[i] >= 1 && day[i] <= 31;
    if (!fits || !sl_day_valid((int)year[i], (int)month[i], (int)day[i]))
      return sl_batch_fail(batch, i, SL_EARG, err, "there is no date(%" PRId64 ", %" PRId64 ", %" PRId64 ")", year[i],
                           month[i], day[i]);
    batch->out->integers[i] = sl_day_number((int)year[i], (int)month[i], (int)day[i]);
  }
  return SL_OK;
}

static SlStatus date_of_text(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    SlStr text = batch->in[0]->texts[i];
    if (!sl_date_parse_any(text, &batch->out->integers[i]))
      return sl_batch_fail(batch, i, SL_EDATA, err, "\"%.*s\" is not a date (2019-03-25, 25/03/2019 or 25 March 2019)",
                           (int)sl_str_cut(text, SHOWN), text.bytes);
  }
  return SL_OK;
}

/* --- type rules: kernels are of dates, of quarters, of years that end in a month ------------------------------------- */

static SlKernel kernel_for(const SlFunction *function, SlType type) {
  return type == SL_DATE          ? function->kernels[0]
         : type == SL_QUARTER     ? function->kernels[1]
         : type == SL_YEAR_ENDING ? function->kernels[2]
         : type == SL_MONTH       ? function->kernels[3]
         : type == SL_FINANCIAL_YEAR ? function->kernels[4]
         : type == SL_YEAR        ? function->kernels[5]
                                  : NULL;
}

/* Those from `first` on are integers. */
static SlStatus need_integers(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t first,
                              int64_t count) {
  for (int64_t i = first; i < count; i++) {
    SlStatus status = sl_make_typed(making, SL_INTEGER, &nodes[i]);
    if (status != SL_OK) return status;
    if (nodes[i]->type != SL_INTEGER)
      return sl_make_wrong_type(making, nodes[i], function->doc.name, "needs integers here");
  }
  return SL_OK;
}

/* Of a date or period, then integers. A text that stands there is read as a date. */
static SlStatus make_of_time(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                             SlNode **out) {
  SlStatus status = sl_make_typed(making, SL_DATE, &nodes[0]);
  if (status == SL_OK) status = need_integers(making, function, nodes, 1, count);
  if (status == SL_OK && nodes[0]->type == SL_TEXT) status = sl_make_time(making, SL_DATE, &nodes[0]);
  if (status == SL_OK) status = sl_make_day(making, &nodes[0]);
  if (status != SL_OK) return status;
  SlType type = nodes[0]->type;
  SlShape shape = {.kernel = kernel_for(function, type), .type = function->gives, .fails = true};
  if (!shape.kernel)
    return sl_make_wrong_type(making, nodes[0], function->doc.name,
                              type == SL_TEXT             ? "needs a date; date(x) reads one from text, period(x) a period"
                              : type == SL_FINANCIAL_YEAR ? "needs what lies in one calendar year"
                              : sl_type_is_period(type)   ? "needs a date or a shorter period"
                                                          : "needs a date or period");
  return sl_make_kernel(making, &shape, nodes, count, out);
}

static SlStatus make_date_literal(const SlMaking *making, SlNode *node, SlNode **out) {
  SlScalar value = {.type = SL_DATE};
  SlStr text = node->value.text;
  if (!sl_date_parse_any(text, &value.integer))
    return sl_check_fail(making->check, node->expr, SL_EPARSE, making->err, "\"%.*s\" is not a date, as \"2019-03-25\"",
                         SL_STR_ARGS(text));
  return sl_make_literal(making, &value, out);
}

/* Of a text or a date, or of a year, a month and a day. */
static SlStatus make_date(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                          SlNode **out) {
  SlShape shape = {.type = SL_DATE, .fails = true};
  SlStatus status;
  if (count == 2)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "date takes a text, or a year, a month and a day");
  if (count == 3) {
    status = need_integers(making, function, nodes, 0, count);
    shape.kernel = date_of_parts;
  } else {
    status = sl_make_typed(making, SL_TEXT, &nodes[0]);
    if (status == SL_OK && nodes[0]->kind == SL_NODE_LITERAL && nodes[0]->type == SL_TEXT && !nodes[0]->value.missing)
      return make_date_literal(making, nodes[0], out);
    if (status == SL_OK) status = sl_make_day(making, &nodes[0]);
    shape.kernel = nodes[0]->type == SL_TEXT ? date_of_text : kernel_for(function, nodes[0]->type);
    if (status == SL_OK && !shape.kernel)
      return sl_make_wrong_type(making, nodes[0], function->doc.name, "needs a date or period");
  }
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, count, out) : status;
}

static SlStatus year_of_integer(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    int64_t year = batch->in[0]->integers[i];
    batch->out->integers[i] = year;
    if (!sl_batch_present(batch, i) || (year >= FIRST_PERIOD && year <= LAST_YEAR)) continue;
    batch->out->integers[i] = 0;
    return sl_batch_fail(batch, i, SL_EDATA, err, "%" PRId64 " is no year of four digits", year);
  }
  return SL_OK;
}

/* Of a literal, a whole number that is a year, and what is a date or a period already; columns of texts are read together
 * (sl_whole_function_find). */
static SlStatus make_period(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlNode *node = nodes[0];
  *out = node;
  if (node->untyped || node->type == SL_DATE || sl_type_is_period(node->type)) return SL_OK;
  if (node->type == SL_INTEGER) {
    SlShape shape = {.kernel = year_of_integer, .type = SL_YEAR, .fails = true};
    return sl_make_kernel(making, &shape, nodes, count, out);
  }
  if (node->type != SL_TEXT || node->kind != SL_NODE_LITERAL)
    return sl_make_wrong_type(making, node, function->doc.name, "reads texts and whole years");
  SlReading reading;
  if (sl_period_read(node->value.text, &reading)) {
    SlScalar value = {.type = reading.periods[0].type, .integer = reading.periods[0].value};
    return sl_make_literal(making, &value, out);
  }
  SlBuf why;
  sl_buf_init(&why);
  sl_period_say_fault(&reading, &why);
  const char *words = sl_buf_text(&why);
  SlStatus status = sl_check_fail(making->check, node->expr ? node->expr : making->expr, SL_EPARSE, making->err, "\"%.*s\" %s",
                                  SL_STR_ARGS(node->value.text), words ? words : "is no period");
  sl_buf_reset(&why);
  return status;
}

const SlFunction sl_time_functions[] = {
    {{"year", "year(date)", "()", "The calendar year of a date or period, an integer; of a year ending, the one that it ends in. A financial year lies in two.", "print(col.received:year())"},
     1, 1, make_of_time, SL_INTEGER, {year_of_date, year_of_quarter, year_of_year_ending, year_of_year_ending, NULL, same}},
    {{"month", "month(date)", "()", "The month of a date or month, 1 to 12; of a year ending, its last.", "print(col.received:month())"},
     1, 1, make_of_time, SL_INTEGER, {month_of_date, NULL, month_of_year_ending, month_of_year_ending}},
    {{"quarter", "quarter(date)", "()", "The quarter of a date or month, a period.", "print(col.received:quarter())"},
     1, 1, make_of_time, SL_QUARTER, {quarter_of_date, same, NULL, quarter_of_month}},
    {{"financial_year", "financial_year(date)", "()",
      "The year from April to March that a date, month or quarter lies in, as text: 2017/18. period(x) makes a period of it.", "print(col.received:financial_year())"},
     1, 1, make_of_time, SL_TEXT, {financial_year, financial_year, NULL, financial_year, financial_year}},
    {{"year_ending", "year_ending(date, month)", "(month: integer)",
      "The year that ends with that month and holds the date.", "print(col.received:year_ending(3))"},
     2, 2, make_of_time, SL_YEAR_ENDING, {year_ending, NULL, same}},
    {{"period", "period(text)", "()",
      "The period that a text names, in any spelling of official statistics: Jan to Mar 2019, 2018/19, Sep-19. All texts of a column "
      "are of one type, which they prove together. A whole number is a year.", "print(col.quarter:period())"},
     1, 1, make_period, SL_YEAR, {NULL}},
    {{"date", "date(text) or date(year, month, day)", "(month?: integer, day?: integer)",
      "A date from a text 2019-03-25, 25/03/2019, 25 March 2019 or 25 Mar 2019, or from a year with month and day.", "print(col.year:date(4, 1))"},
     1, 3, make_date, SL_DATE, {same}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_DATE, {NULL}},
};
