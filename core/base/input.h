/* input.h - bytes one after the other, from a file, standard input or memory; gzip and Zstandard are unpacked on the way.
 *
 *     referrals.csv.gz -> 256 kB packed at a time -> sl_input_read() -> text
 *
 * What is packed is told by its first bytes, whatever its name. Several packed pieces behind one another are one text, as gzip
 * and zstd have it. Packed bytes that are damaged or end early are SL_EPARSE: nothing is read as if it were whole.
 *
 * A file is opened once, here, for all who ask something of it: whether it is packed, what its first bytes are, what stands in one
 * place of it (sl_input_file), its bytes in order, all of them again (sl_input_rewind), whether it has changed meanwhile.
 * Ownership: one owner; close when done.
 */
#ifndef SL_BASE_INPUT_H
#define SL_BASE_INPUT_H

#include "core/base/file.h"

typedef struct SlInput SlInput;

/* path "-" is standard input. A missing file or a directory is SL_EIO, as for sl_file_read(). */
SlStatus sl_input_open(const char *path, SlInput **out, SlError *err);
SlStatus sl_input_of_bytes(SlStr bytes, const char *name, SlInput **out, SlError *err); /* both borrowed */
void sl_input_close(SlInput *input); /* NULL is allowed */

bool sl_is_packed(SlStr bytes); /* whether bytes begin as packed ones do */
bool sl_input_is_packed(const SlInput *input);
const char *sl_input_name(const SlInput *input);
/* The regular file behind it, to be read in places, by the bytes it has (packed or not); NULL when there is none. */
const SlFile *sl_input_file(const SlInput *input);

/* Fills out; less than `most` bytes come only at the end of all. */
SlStatus sl_input_read(SlInput *input, char *out, size_t most, size_t *got, SlError *err);
int64_t sl_input_taken(const SlInput *input); /* bytes of what came in that were taken so far, before unpacking */
size_t sl_input_expected(const SlInput *input); /* bytes that are to come in, where that is known, else 0 */

/* The next read gives the first byte again. For what has a file; SL_EIO when that has changed. */
SlStatus sl_input_rewind(SlInput *input, SlError *err);
/* SL_EIO when a regular file was changed since it was opened: what was read of it may be of two states. */
SlStatus sl_input_check_unchanged(const SlInput *input, SlError *err);

#endif
