/* hash.h - SHA-256, by which a reader of a report can tell that a file is the one it was made from.
 *
 * The digest is by nettle and is written as 64 hexadecimal digits in lower case with a zero behind them, into room of the caller's.
 * Nothing is allocated; a file is read in pieces and the work can be interrupted.
 * Private to bindings/files.
 */
#ifndef SLL_HASH_H
#define SLL_HASH_H

#include "core/base/str.h"

enum { SLL_HASH_TEXT_BYTES = 65 }; /* 64 hexadecimal digits, lower case, and the end */

void sll_hash_bytes(SlStr bytes, char out[SLL_HASH_TEXT_BYTES]);

/* Of a file's content, read in pieces. SL_EIO, SL_EINTERRUPTED. */
SlStatus sll_hash_file(const char *path, char out[SLL_HASH_TEXT_BYTES], SlError *err);

#endif
