/* source.h - the bytes of a CSV file as UTF-8 text, proved.
 *
 *     file or stdin -> bytes -> (BOM, UTF-16, UTF-8 or Windows-1252) -> text without BOM, without NUL
 *
 * Invariant: text is valid UTF-8 and holds no NUL.
 */
#ifndef SL_CSV_SOURCE_H
#define SL_CSV_SOURCE_H

#include "core/base/file.h"
#include "core/csv/read.h"

typedef struct SlSource {
  const char *name;    /* what messages call it; borrowed */
  SlStr text;          /* into bytes, or borrowed from the caller */
  SlBuf bytes;         /* owned */
  SlFileMap map;       /* owned; a large file is not read but looked at */
  bool no_nul;         /* proved */
  int64_t input_bytes; /* as they came in */
} SlSource;

/* An encoding that had to be guessed is said in notices. */
SlStatus sl_source_open(const char *path, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err);
SlStatus sl_source_of_text(SlStr text, const char *name, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err);
void sl_source_reset(SlSource *source);

#endif
