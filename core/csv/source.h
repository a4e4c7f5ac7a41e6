/* source.h - the bytes of a CSV file as UTF-8 text.
 *
 *     file or stdin -> bytes -> (BOM, UTF-16, UTF-8 or Windows-1252) -> text without BOM, without NUL
 *
 * Invariants
 *   1. A proved source's text is valid UTF-8 without NUL. What is not proved is proved by whoever reads it.
 *   2. Of a large file that looks like UTF-8 only the head is there at first: its text is valid and has no NUL, the rest is
 *      read in pieces (scan.h), or sl_source_load() makes the source whole. A whole source that was opened is proved.
 * Private to core/csv.
 */
#ifndef SL_CSV_SOURCE_H
#define SL_CSV_SOURCE_H

#include "core/base/input.h"
#include "core/csv/read.h"

typedef struct SlSource {
  const char *name;    /* what messages call it; borrowed */
  SlStr text;          /* into bytes, or borrowed from the caller */
  SlBuf bytes;         /* owned */
  bool whole, proved;
  const SlFile *file;  /* borrowed, until the source is whole: what is not in text is read there */
  size_t length;       /* of all text, whether or not it is here */
  size_t before_text;  /* bytes of the file before the text: its BOM */
  int64_t first_line;  /* the number of the text's first line */
  int64_t input_bytes; /* as they came in */
} SlSource;

/* An encoding that had to be guessed is said in notices. */
SlStatus sl_source_open(SlInput *input, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err);
SlStatus sl_source_of_text(SlStr text, const char *name, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err);
/* All of the text, from the input that the source was opened of. */
SlStatus sl_source_load(SlSource *source, SlInput *input, SlEncoding encoding, SlBuf *notices, SlError *err);
void sl_source_reset(SlSource *source);

/* A chunk of a text (feed.h) takes over its bytes. It is whole and not proved. */
void sl_source_of_chunk(SlBuf *bytes, const char *name, int64_t first_line, bool first, SlSource *chunk);
/* Whether text is valid; it is proved then. */
SlStatus sl_source_prove(SlSource *source, bool *valid, SlError *err);
/* Whether text[0, end) is valid; end is between characters. */
SlStatus sl_source_prove_to(const SlSource *source, size_t end, bool *valid, SlError *err);

/* Whether the first bytes of a file are those of UTF-8 text, as far as they tell. */
bool sl_source_may_be_utf8(SlStr head);

/* text[start, end): out points into the text, or into room, where it was read to. Safe from several threads. */
SlStatus sl_source_piece(const SlSource *source, size_t start, size_t end, SlBuf *room, SlStr *out, SlError *err);

#endif
