#include <inttypes.h>

#include "core/base/alloc.h"
#include "core/expr/kernels.h"
#include "core/values/period.h"

enum { FIRST_YEAR = 1, LAST_YEAR = 9999 };

/* Floor division for periods, which count from year 0. */
static int64_t floor_of(int64_t value, int64_t by) { return value >= 0 ? value / by : -((-value + by - 1) / by); }

#define TIME_LOOP(name, expression)                                                  \
  static SlStatus name(SlBatch *batch, SlError *err) {                               \
    (void)err;                                                                       \
    const int64_t *a = batch->in[0]->integers;                                       \
    int64_t *out = batch->out->integers, count = batch->count;                       \
    for (int64_t i = 0; i < count; i++) out[i] = expression;                         \
    return SL_OK;                                                                    \
  }
TIME_LOOP(year_of_date, sl_day_split(a[i]).year)
TIME_LOOP(year_of_quarter, floor_of(a[i], 4))
TIME_LOOP(year_of_year_ending, floor_of(a[i], 12))
TIME_LOOP(month_of_date, sl_day_split(a[i]).month)
TIME_LOOP(month_of_year_ending, a[i] - 12 * floor_of(a[i], 12) + 1)
TIME_LOOP(quarter_of_date, sl_quarter_of_day(a[i]))
TIME_LOOP(same, a[i])

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

static SlStatus financial_year(SlBatch *batch, SlError *err) {
  enum { PLACES = 64 };
  Shown places[PLACES] = {{0}};
  SlBuf buf;
  sl_buf_init(&buf);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    int year = sl_financial_year_of_day(batch->in[0]->integers[i]);
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

SlKernel sl_kernel_time(SlFunction function, SlType type, int64_t count) {
  switch (function) {
    case SL_FN_YEAR:
      return type == SL_DATE          ? year_of_date
             : type == SL_QUARTER     ? year_of_quarter
             : type == SL_YEAR_ENDING ? year_of_year_ending
                                      : NULL;
    case SL_FN_MONTH: return type == SL_DATE ? month_of_date : type == SL_YEAR_ENDING ? month_of_year_ending : NULL;
    case SL_FN_QUARTER: return type == SL_DATE ? quarter_of_date : type == SL_QUARTER ? same : NULL;
    case SL_FN_FINANCIAL_YEAR: return type == SL_DATE ? financial_year : NULL;
    case SL_FN_YEAR_ENDING: return type == SL_DATE ? year_ending : type == SL_YEAR_ENDING ? same : NULL;
    case SL_FN_DATE: return count == 3 ? date_of_parts : type == SL_DATE ? same : NULL;
    default: return NULL;
  }
}
