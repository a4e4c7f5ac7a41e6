#include "core/csv/doubts/tries.h"

#include "core/base/alloc.h"
#include "core/csv/doubts/advice.h"
#include "core/csv/separator.h"

typedef struct Try { /* a read with one separator */
  SlStatus status;
  SlTable *table;
  SlCsvReport found;
  SlCutOutcome outcome;
  char delimiter;
  SlError err;
} Try;

static void try_reset(Try *try) {
  sl_table_release(try->table);
  sl_csv_report_reset(&try->found);
  *try = (Try){.status = SL_OK};
}

static SlStatus read_as(const SlTryText *text, const SlCsvOptions *options, Try *try) {
  *try = (Try){.status = SL_OK, .delimiter = options->delimiter ? options->delimiter : ','};
  try->status = sl_read_source(text->source, options, &try->table, &try->found, &try->outcome, &try->err);
  if (try->status == SL_OK && try->outcome.needs_whole) {
    sl_csv_report_reset(&try->found);
    try->status = sl_source_load(text->source, text->input, options->encoding, text->notices, &try->err);
    if (try->status == SL_OK)
      try->status = sl_read_source(text->source, options, &try->table, &try->found, &try->outcome, &try->err);
  }
  return try->status;
}

/* Anything else is no matter of how rows are cut: the read ends with it. */
static bool may_be_cut_otherwise(const Try *try) {
  return !try->outcome.alike && (try->status == SL_OK || try->status == SL_EPARSE || try->status == SL_ENAME);
}

/* With each of the others, every row proved; `best` becomes what came of it when only one cuts all rows alike, or a failure. */
static bool try_others(const SlTryText *text, const SlCsvOptions *options, const SlSeparators *look, Try *best) {
  SlCsvOptions own = *options;
  own.ragged = SL_BAD_STOP;
  Try found = {.status = SL_OK};
  int alike = 0;
  char separator = 0;
  for (int i = 0; i < look->count; i++) {
    own.delimiter = look->others[i];
    Try try;
    read_as(text, &own, &try);
    bool serious = try.status != SL_OK && !try.outcome.alike && !may_be_cut_otherwise(&try);
    if (!serious && (!try.outcome.alike || alike++ > 0)) {
      try_reset(&try);
      continue;
    }
    try_reset(&found);
    found = try;
    separator = own.delimiter;
    if (!serious) continue;
    alike = 1;
    break;
  }
  if (alike != 1) {
    try_reset(&found);
    return false;
  }
  if (found.status == SL_OK) sl_separator_tell(separator, found.outcome.fields, &found.found.notices);
  try_reset(best);
  *best = found;
  return true;
}

static void read_any(const SlTryText *text, const SlCsvOptions *options, Try *try) {
  SlCsvOptions own = *options;
  if (own.delimiter == 0) own.delimiter = sl_separator_said(text->source->text, options, text->source->name);
  SlSeparators look = {.comma = true};
  *try = (Try){.status = SL_OK};
  if (own.delimiter == 0) try->status = sl_separators_look(text->source->text, options, &look, &try->err);
  if (try->status == SL_OK && look.beyond && !text->source->whole) {
    try->status = sl_source_load(text->source, text->input, options->encoding, text->notices, &try->err);
    if (try->status == SL_OK) try->status = sl_separators_look(text->source->text, options, &look, &try->err);
  }
  if (try->status != SL_OK) return;
  if (look.comma || look.count == 0) {
    read_as(text, &own, try);
    if (look.count == 0 || !may_be_cut_otherwise(try)) return;
  }
  if (!try_others(text, options, &look, try) && !look.comma) read_as(text, &own, try);
}

/* Under options that name the separator; for advice.h. */
static SlStatus read_again(void *context, const SlCsvOptions *options, SlTable **out, SlCsvReport *report, SlError *err) {
  Try try;
  SlStatus status = read_as(context, options, &try);
  if (status == SL_OK) {
    *out = try.table;
    try.table = NULL;
    *report = try.found;
    sl_csv_report_init(&try.found);
  } else {
    *err = try.err;
  }
  try_reset(&try);
  return status;
}

static void advise(const SlTryText *text, const SlCsvOptions *options, Try *try) {
  SlCsvOptions own = *options;
  SlTrial trial = {.context = (void *)(uintptr_t)text, .read = read_again};
  if (own.delimiter == 0) own.delimiter = try->delimiter;
  if (try->status == SL_EPARSE && !try->outcome.cut) sl_advise_failure(text->source, &own, &trial, &try->err);
  if (try->status == SL_OK && !text->source->whole && sl_advice_needs_whole(&own, options->delimiter == 0, try->outcome.spans_lines, try->table))
    try->status = sl_source_load(text->source, text->input, options->encoding, text->notices, &try->err);
  if (try->status == SL_OK) sl_advise_table(text->source, &own, options->delimiter == 0, try->outcome.spans_lines, try->table, &trial, &try->found.notices);
  if (try->status == SL_OK && trial.status != SL_OK) {
    try->status = trial.status;
    try->err = trial.err;
  }
}

SlStatus sl_try_separators(const SlTryText *text, const SlCsvOptions *options, SlTable **out, SlCsvReport *found, SlError *err) {
  Try try;
  read_any(text, options, &try);
  advise(text, options, &try);
  if (try.status != SL_OK) {
    if (err) *err = try.err;
  } else {
    *out = try.table;
    try.table = NULL;
    *found = try.found;
    sl_csv_report_init(&try.found);
    SlBuf after = found->notices;
    found->notices = *text->notices;
    sl_buf_init(text->notices);
    sl_buf_add_str(&found->notices, sl_buf_str(&after));
    found->notices.failed |= after.failed;
    sl_buf_reset(&after);
    if (found->notices.failed) try.status = sl_fail_alloc(err, 128);
  }
  SlStatus status = try.status;
  if (status != SL_OK && *out) {
    sl_table_release(*out);
    *out = NULL;
  }
  try_reset(&try);
  return status;
}
