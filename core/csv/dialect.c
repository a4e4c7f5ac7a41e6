#include "core/csv/dialect.h"

static bool is_structural(char c) { return c == '\n' || c == '\r' || c == '\0' || (unsigned char)c >= 0x80; }

SlStatus sl_dialect_resolve(const SlCsvOptions *options, SlDialect *dialect, SlError *err) {
  SlDialect d = {
    .delimiter = options->delimiter ? options->delimiter : ',',
    .quote = options->quote ? options->quote : '"',
    .quotes = options->quotes != SL_QUOTES_NONE,
    .lenient = options->quotes == SL_QUOTES_LENIENT,
    .escape = options->escape,
    .trim = options->trim,
    .fills = options->ragged == SL_BAD_MEND,
    .passes_faults = options->ragged == SL_BAD_REJECT || options->on_error == SL_BAD_REJECT,
    .keeps_blank = options->blank_rows_keep,
    .tells_quotes = options->missing_count > 0 || options->markers_gss,
    .comment = options->comment,
    .stop_at = options->stop_at,
  };
  d.loose = d.lenient || d.escape || d.trim;
  char decimal = options->decimal ? options->decimal : '.';
  if (is_structural(d.delimiter)) return sl_fail(err, SL_EARG, "delim must be one ASCII character and no line end");
  if (is_structural(d.quote)) return sl_fail(err, SL_EARG, "quote must be one ASCII character and no line end");
  if (d.quotes && d.quote == d.delimiter) return sl_fail(err, SL_EARG, "delim and quote are both '%c'", d.quote);
  if (d.escape && (is_structural(d.escape) || d.escape == d.delimiter || (d.quotes && d.escape == d.quote)))
    return sl_fail(err, SL_EARG, "escape must be one ASCII character, and neither delim nor quote nor a line end");
  if (decimal != '.' && decimal != ',') return sl_fail(err, SL_EARG, "decimal must be \".\" or \",\", not \"%c\"", decimal);
  if (options->skip < 0) return sl_fail(err, SL_EARG, "skip must not be negative");
  if (options->has_header && options->header_rows < 1) return sl_fail(err, SL_EARG, "header_rows must be 1 or more");
  *dialect = d;
  return SL_OK;
}

bool sl_dialect_stops(const SlDialect *dialect, SlStr text, size_t at) {
  if (dialect->stop_at.length == 0) return false;
  SlStr rest = {text.bytes + at, text.length - at};
  if (sl_str_starts_with(rest, dialect->stop_at)) return true;
  if (!dialect->quotes || rest.length == 0 || rest.bytes[0] != dialect->quote) return false;
  size_t from = 1;
  for (size_t i = 0; i < dialect->stop_at.length; i++, from++) {
    if (from >= rest.length || rest.bytes[from] != dialect->stop_at.bytes[i]) return false;
    if (rest.bytes[from] == dialect->quote && (++from >= rest.length || rest.bytes[from] != dialect->quote)) return false;
  }
  return true;
}
