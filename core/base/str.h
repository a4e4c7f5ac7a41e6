/* str.h - text by reference, and a growing buffer of bytes.
 *
 * SlStr is a pointer and a length: no terminating 0, not owned, may hold 0 bytes. Text inside the engine is valid UTF-8.
 * SlBuf grows; after a failed append it stays failed (like a file stream), so that a writer checks once at the end.
 */
#ifndef SL_BASE_STR_H
#define SL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/status.h"

typedef struct SlStr {
  const char *bytes;
  size_t length;
} SlStr;

#define SL_STR_ARGS(str) (int)(str).length, (str).bytes /* for "%.*s" */

SlStr sl_str(const char *terminated);
bool sl_str_equal(SlStr a, SlStr b);
static inline char sl_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; } /* A to Z alone */
bool sl_str_equal_caseless(SlStr a, SlStr b); /* the letters A to Z like a to z, in every locale */
int sl_str_compare(SlStr a, SlStr b); /* by bytes, which for UTF-8 is by code point: <0, 0, >0 */
bool sl_str_starts_with(SlStr text, SlStr prefix);
bool sl_str_ends_with(SlStr text, SlStr suffix);
SlStr sl_str_trim(SlStr text); /* without ASCII white space and no-break spaces at both ends */
uint64_t sl_str_hash(SlStr text, uint64_t seed); /* a seed of seed.h */

/* The number of characters (code points). */
int64_t sl_str_length(SlStr text);

/* The length of text, or of as much of it as fits into `most` bytes without half a character at its end. */
size_t sl_str_cut(SlStr text, size_t most);

/* True when all bytes form UTF-8; else *bad (unless NULL) is the offset of the first byte that does not. */
bool sl_str_is_utf8(SlStr text, size_t *bad);

typedef struct SlBuf {
  char *bytes; /* NULL while empty; not terminated unless sl_buf_text() was called */
  size_t length;
  size_t capacity;
  bool failed;
} SlBuf;

void sl_buf_init(SlBuf *buf);
void sl_buf_reset(SlBuf *buf); /* frees; safe on zeroed memory */
void sl_buf_add(SlBuf *buf, const char *bytes, size_t length);
void sl_buf_add_str(SlBuf *buf, SlStr text);
void sl_buf_add_text(SlBuf *buf, const char *terminated);
void sl_buf_add_char(SlBuf *buf, char c);
void sl_buf_printf(SlBuf *buf, const char *format, ...) SL_PRINTF(2, 3);
/* Room for `more` bytes behind the length; NULL when failed. The caller raises buf->length himself. */
char *sl_buf_room(SlBuf *buf, size_t more);
const char *sl_buf_text(SlBuf *buf); /* terminated; NULL when failed. Lives until the next append. */
SlStr sl_buf_str(const SlBuf *buf);

#endif
