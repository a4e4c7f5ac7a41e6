/* dialect.h - the few characters that give a text its rows and cells, checked once.
 *
 *     options (0: unless given)  ->  dialect (every character filled in, none contradicting another)
 *
 * Ownership: held by value; the texts are the options'.
 * Private to core/csv.
 */
#ifndef SL_CSV_DIALECT_H
#define SL_CSV_DIALECT_H

#include "core/csv/read.h"

typedef struct SlDialect {
  char delimiter;
  char quote;      /* meaningless without quotes */
  bool quotes;
  SlStr comment;   /* empty: none */
  SlStr stop_at;   /* empty: nothing ends the table but the end of the file */
  bool lenient, trim;
  char escape;       /* 0: none */
  bool loose;        /* any of the three: records are loose.h's */
  bool fills;        /* rows that are short get missing cells, empty ones too many are cut off */
  bool passes_faults;/* rows whose quotes are at fault are told and passed over */
  bool keeps_blank;  /* a row without a cell is one all the same */
  bool tells_quotes; /* whether a cell had quotes is of interest */
} SlDialect;

/* Defaults filled in. SL_EARG when the characters contradict each other. */
SlStatus sl_dialect_resolve(const SlCsvOptions *options, SlDialect *dialect, SlError *err);

/* Whether stop_at ends the table at the record that begins there: its line begins so, or the content of its first cell. */
bool sl_dialect_stops(const SlDialect *dialect, SlStr text, size_t at);

#endif
