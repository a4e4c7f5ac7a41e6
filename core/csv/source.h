/* source.h - the bytes of a CSV file as UTF-8 text.
 *
 *     file or stdin -> bytes -> (BOM, UTF-16, UTF-8 or Windows-1252) -> text without BOM, without NUL
 *
 * Invariants
 *   1. A whole source's text is all of it, valid UTF-8, without NUL.
 *   2. Of a large file that looks like UTF-8 only the head is there at first: its text is valid and has no NUL either, the
 *      rest is proved by whoever reads it in pieces (scan.h), or sl_source_load() makes the source whole.
 */
#ifndef SL_CSV_SOURCE_H
#define SL_CSV_SOURCE_H

#include "core/base/file.h"
#include "core/csv/read.h"

typedef struct SlSource {
  const char *name;    /* what messages call it; borrowed */
  SlStr text;          /* into bytes, or borrowed from the caller */
  SlBuf bytes;         /* owned */
  bool whole;
  SlFile file;         /* open until the source is whole */
  size_t length;       /* of all text, whether or not it is here */
  size_t before_text;  /* bytes of the file before the text: its BOM */
  int64_t first_line;  /* the number of the text's first line */
  int64_t input_bytes; /* as they came in */
} SlSource;

/* An encoding that had to be guessed is said in notices. */
SlStatus sl_source_open(const char *path, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err);
SlStatus sl_source_of_text(SlStr text, const char *name, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err);
SlStatus sl_source_load(SlSource *source, SlEncoding encoding, SlBuf *notices, SlError *err);
void sl_source_reset(SlSource *source);

/* text[start, end): out points into the text, or into room, where it was read to. Safe from several threads. */
SlStatus sl_source_piece(const SlSource *source, size_t start, size_t end, SlBuf *room, SlStr *out, SlError *err);

#endif
