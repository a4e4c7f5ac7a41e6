#include "core/csv/dialect.h"

static bool is_structural(char c) { return c == '\n' || c == '\r' || c == '\0' || (unsigned char)c >= 0x80; }

SlStatus sl_dialect_resolve(const SlCsvOptions *options, SlDialect *dialect, SlError *err) {
  SlDialect d = {
    .delimiter = options->delimiter ? options->delimiter : ',',
    .quote = options->quote ? options->quote : '"',
    .quotes = options->quotes,
    .comment = options->comment,
    .stop_at = options->stop_at,
  };
  char decimal = options->decimal ? options->decimal : '.';
  if (is_structural(d.delimiter)) return sl_fail(err, SL_EARG, "delim must be one ASCII character and no line end");
  if (is_structural(d.quote)) return sl_fail(err, SL_EARG, "quote must be one ASCII character and no line end");
  if (d.quotes && d.quote == d.delimiter) return sl_fail(err, SL_EARG, "delim and quote are both '%c'", d.quote);
  if (decimal != '.' && decimal != ',') return sl_fail(err, SL_EARG, "decimal must be \".\" or \",\", not \"%c\"", decimal);
  if (options->skip < 0) return sl_fail(err, SL_EARG, "skip must not be negative");
  if (options->has_header && options->header_rows < 1) return sl_fail(err, SL_EARG, "header_rows must be 1 or more");
  *dialect = d;
  return SL_OK;
}
