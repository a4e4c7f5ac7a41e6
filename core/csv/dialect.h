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
} SlDialect;

/* Defaults filled in. SL_EARG when the characters contradict each other. */
SlStatus sl_dialect_resolve(const SlCsvOptions *options, SlDialect *dialect, SlError *err);

#endif
