/* pack.h - bytes packed with gzip or Zstandard, as the name of a file asks for: the other way is input.h.
 *
 *     forces.csv.gz   gzip, without a name or a time in it, so that equal texts give equal files
 *     forces.csv.zst  Zstandard, with a checksum
 *     forces.csv      as they are
 *
 * Ownership: out is the caller's.
 */
#ifndef SL_BASE_PACK_H
#define SL_BASE_PACK_H

#include "core/base/status.h"
#include "core/base/str.h"

bool sl_pack_is_asked_for(const char *path);

/* Whether the name is one of files that other programs pack: .bz2 .xz .zip */
bool sl_pack_is_unknown(const char *path);

/* The bytes as a file of this name holds them, appended to out. */
SlStatus sl_pack(SlStr bytes, const char *path, SlBuf *out, SlError *err);

#endif
