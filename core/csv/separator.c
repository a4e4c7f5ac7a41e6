#include "core/csv/separator.h"

#include <inttypes.h>
#include <string.h>

#include "core/csv/header.h"

char sl_separator_declared(SlStr text, size_t *next) {
  if (!sl_str_starts_with(text, sl_str("sep=")) || sl_line_end(text, 0, next) != 5) return 0;
  unsigned char c = (unsigned char)text.bytes[4];
  return c == '"' || c >= 0x80 || c == '\0' ? 0 : (char)c;
}

bool sl_separator_is_tab_by_name(const char *name) {
  static const char *const packed[] = {".gz", ".zst"}, *const tabs[] = {".tsv", ".tab"};
  char end[4];
  SlStr rest = sl_str(name);
  for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
    if (sl_str_ends_with(rest, sl_str(packed[i]))) rest.length -= strlen(packed[i]);
  if (rest.length < 4) return false;
  for (size_t i = 0; i < 4; i++) end[i] = sl_lower(rest.bytes[rest.length - 4 + i]);
  for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++)
    if (memcmp(end, tabs[i], 4) == 0) return true;
  return false;
}

/* The most fields that a line of the header has; 0 when its quotes are at fault. */
static SlStatus count_fields(SlStr head, const SlCsvOptions *options, char separator, int64_t *count, bool *beyond, SlError *err) {
  SlCsvOptions own = *options;
  own.delimiter = separator;
  SlDialect dialect;
  *count = 0;
  if (sl_dialect_resolve(&own, &dialect, NULL) != SL_OK) return SL_OK; /* it is the quote */
  size_t at;
  int64_t line;
  sl_header_find(head, &dialect, options, &at, &line, NULL);
  *beyond |= at >= head.length;
  SlRecord record;
  sl_record_init(&record);
  SlStatus status = SL_OK;
  int64_t rows = options->has_header ? options->header_rows : 1;
  for (int64_t row = 0; row < rows && at < head.length && status == SL_OK; row++) {
    status = sl_record_walk(head, &dialect, at, &record, err);
    *beyond |= record.fault == SL_RECORD_UNCLOSED;
    if (status == SL_OK && record.fault) *count = 0;
    if (status != SL_OK || record.fault) break;
    if (record.count > *count) *count = record.count;
    at = record.next;
    *beyond |= at >= head.length;
    sl_header_skip_to_record(head, &dialect, &at, &line, NULL);
  }
  sl_record_reset(&record);
  return status;
}

char sl_separator_said(SlStr head, const SlCsvOptions *options, const char *name) {
  size_t next;
  char declared = sl_separator_declared(head, &next);
  if (declared || !sl_separator_is_tab_by_name(name)) return declared;
  int64_t fields;
  bool beyond = false;
  return count_fields(head, options, '\t', &fields, &beyond, NULL) == SL_OK && fields >= 2 ? '\t' : 0;
}

SlStatus sl_separators_look(SlStr head, const SlCsvOptions *options, SlSeparators *out, SlError *err) {
  static const char others[SL_SEPARATORS_BESIDE_COMMA] = {';', '\t', '|'};
  *out = (SlSeparators){.count = 0};
  int64_t fields;
  SlStatus status = count_fields(head, options, ',', &fields, &out->beyond, err);
  out->comma = fields >= 2;
  for (int i = 0; i < SL_SEPARATORS_BESIDE_COMMA && status == SL_OK; i++) {
    status = count_fields(head, options, others[i], &fields, &out->beyond, err);
    if (fields >= 2) out->others[out->count++] = others[i];
  }
  return status;
}

void sl_separator_tell(char separator, int64_t fields, SlBuf *notices) {
  const char *shown = separator == '\t' ? "\\t" : (const char[]){separator, '\0'};
  sl_buf_printf(notices, "cells are separated by \"%s\", which alone cuts every row into the same number of fields, %" PRId64
                " (delim = \"%s\" says so for good)\n", shown, fields, shown);
}
