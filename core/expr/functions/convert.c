#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/functions.h"
#include "core/expr/run/kernels.h"
#include "core/values/datetime.h"
#include "core/values/parse.h"
#include "core/values/print.h"

enum { SHOWN = 60 };

static SlStatus broken(const SlBatch *batch, int64_t i, SlStr text, const char *what, SlError *err) {
  return sl_batch_fail(batch, i, SL_EDATA, err, "\"%.*s\" is not %s", (int)sl_str_cut(text, SHOWN),
                       text.bytes, what);
}

static SlStatus integer_of_text(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->integers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    SlStr text = batch->in[0]->texts[i];
    if (!sl_parse_declared_integer(text, true, &batch->out->integers[i]))
      return broken(batch, i, text, "an integer", err);
  }
  return SL_OK;
}

static SlStatus integer_of_number(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    double value = batch->in[0]->numbers[i];
    bool good = value >= -0x1p63 && value < 0x1p63 && trunc(value) == value;
    batch->out->integers[i] = good ? (int64_t)value : 0;
    if (!good && sl_batch_present(batch, i))
      return sl_batch_fail(batch, i, SL_ERANGE, err,
                           "%s is not a whole number of 64 bits; round, floor or ceil it first",
                           sl_number_text(value, (char[SL_NUMBER_BYTES]){0}));
  }
  return SL_OK;
}

static SlStatus integer_of_boolean(SlBatch *batch, SlError *err) {
  (void)err;
  const uint8_t *in = batch->in[0]->booleans;
  int64_t *out = batch->out->integers;
  int64_t count = batch->count;
  for (int64_t i = 0; i < count; i++) out[i] = in[i];
  return SL_OK;
}

static SlStatus number_of_text(SlBatch *batch, SlError *err) {
  for (int64_t i = 0; i < batch->count; i++) {
    batch->out->numbers[i] = 0;
    if (!sl_batch_present(batch, i)) continue;
    SlStr text = batch->in[0]->texts[i];
    if (!sl_parse_number(text, true, '.', &batch->out->numbers[i])) return broken(batch, i, text, "a number", err);
  }
  return SL_OK;
}

static SlStatus number_of_integer(SlBatch *batch, SlError *err) {
  (void)err;
  const int64_t *in = batch->in[0]->integers;
  double *out = batch->out->numbers;
  int64_t count = batch->count;
  for (int64_t i = 0; i < count; i++) out[i] = (double)in[i];
  return SL_OK;
}

static SlStatus numbers_of_column(SlBatch *batch, SlError *err) {
  (void)err;
  sl_column_load_numbers(batch->node->arguments[0]->column, batch->first_row, batch->count, batch->out->numbers);
  return SL_OK;
}

SlKernel sl_kernel_numbers_of_column(void) { return numbers_of_column; }

static SlStatus number_of_boolean(SlBatch *batch, SlError *err) {
  (void)err;
  const uint8_t *in = batch->in[0]->booleans;
  double *out = batch->out->numbers;
  int64_t count = batch->count;
  for (int64_t i = 0; i < count; i++) out[i] = in[i];
  return SL_OK;
}

/* --- to text ------------------------------------------------------------------------------------------------------ */

static void print_row(const SlVector *from, SlType type, int64_t i, SlBuf *out) {
  switch (type) {
    case SL_NUMBER: sl_print_number(from->numbers[i], out); break;
    case SL_BOOLEAN: sl_buf_add_text(out, from->booleans[i] ? "true" : "false"); break;
    case SL_DATE: sl_date_print(from->integers[i], out); break;
    case SL_DATETIME: sl_datetime_print(from->integers[i], out); break;
    case SL_MONTH: case SL_QUARTER: case SL_FINANCIAL_YEAR: case SL_YEAR_ENDING: case SL_YEAR:
      sl_period_print(type, from->integers[i], out);
      break;
    case SL_TEXT: sl_buf_add_str(out, from->texts[i]); break;
    default: sl_print_integer(from->integers[i], out); break;
  }
}

static SlStatus text_of_any(SlBatch *batch, SlError *err) {
  SlType type = batch->node->arguments[0]->type;
  SlBuf text;
  sl_buf_init(&text);
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    text.length = 0;
    print_row(batch->in[0], type, i, &text);
    char *kept = text.failed ? NULL : sl_arena_copy_text(batch->texts, text.length ? text.bytes : "", text.length);
    if (!kept) status = sl_fail_alloc(err, text.length);
    batch->out->texts[i] = (SlStr){kept, text.length};
  }
  sl_buf_reset(&text);
  return status;
}

SlKernel sl_kernel_number_of_integer(void) { return number_of_integer; }
SlKernel sl_kernel_text_of_any(void) { return text_of_any; }

/* --- type rule: kernels are of texts, of integers and numbers (the one that it does not give), of booleans ------------ */

static SlStatus make_conversion(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count,
                                SlNode **out) {
  (void)count;
  SlType type = function->gives;
  SlStatus status = sl_make_typed(making, type, &nodes[0]);
  if (status != SL_OK) return status;
  SlType from = nodes[0]->type;
  if (from == type) {
    *out = nodes[0];
    return SL_OK;
  }
  SlShape shape = {.kernel = type == SL_TEXT              ? function->kernels[0]
                             : from == SL_TEXT            ? function->kernels[0]
                             : sl_type_is_numeric(from)   ? function->kernels[1]
                             : from == SL_BOOLEAN         ? function->kernels[2]
                                                          : NULL,
                   .type = type,
                   .fails = type != SL_TEXT};
  if (!shape.kernel)
    return sl_make_wrong_type(making, nodes[0], function->doc.name, "reads numbers, texts and booleans");
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

const SlFunction sl_conversion_functions[] = {
    {{"integer", "integer(x)", "()", "Converted to an integer; raises where a value does not convert.",
      "print(col.n:integer())"},
     1, 1, make_conversion, SL_INTEGER, {integer_of_text, integer_of_number, integer_of_boolean}},
    {{"number", "number(x)", "()", "Converted to a number; raises where a value does not convert.",
      "print(col.n:number())"},
     1, 1, make_conversion, SL_NUMBER, {number_of_text, number_of_integer, number_of_boolean}},
    {{"text", "text(x)", "()", "Converted to text, as CSV output writes it.", "print(col.year:text())"},
     1, 1, make_conversion, SL_TEXT, {text_of_any}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_TEXT, {NULL}},
};
