/* input.h - bytes one after the other, from a file, standard input or memory; gzip and Zstandard are unpacked on the way.
 *
 *     referrals.csv.gz -> 256 kB packed at a time -> sl_input_read() -> text
 *
 * What is packed is told by its first bytes, whatever its name. Several packed pieces behind one another are one text, as gzip
 * and zstd have it. Packed bytes that are damaged or end early are SL_EPARSE: nothing is read as if it were whole.
 * Ownership: one owner; close when done.
 */
#ifndef SL_BASE_INPUT_H
#define SL_BASE_INPUT_H

#include "core/base/str.h"

typedef struct SlInput SlInput;

/* path "-" is standard input. A missing file or a directory is SL_EIO, as for sl_file_read(). */
SlStatus sl_input_open(const char *path, SlInput **out, SlError *err);
SlStatus sl_input_of_bytes(SlStr bytes, const char *name, SlInput **out, SlError *err); /* both borrowed */
void sl_input_close(SlInput *input); /* NULL is allowed */

/* Fills out; less than `most` bytes come only at the end of all. */
SlStatus sl_input_read(SlInput *input, char *out, size_t most, size_t *got, SlError *err);

bool sl_input_is_packed(const SlInput *input);
int64_t sl_input_taken(const SlInput *input); /* bytes of what came in that were taken so far, before unpacking */
size_t sl_input_expected(const SlInput *input); /* bytes that are to come in, where that is known, else 0 */

/* Whether bytes begin as packed ones do. */
bool sl_is_packed(SlStr bytes);
bool sl_file_is_packed(const char *path); /* false also for what is no regular file */

#endif
