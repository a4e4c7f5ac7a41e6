/* file.h - whole files in, and out without ever leaving half of one.
 */
#ifndef SL_BASE_FILE_H
#define SL_BASE_FILE_H

#include "core/base/str.h"

/* The whole file (or standard input for "-") into out. SL_EIO names the path and the system's reason; a directory is
 * called a directory. */
SlStatus sl_file_read(const char *path, SlBuf *out, SlError *err);

/* Writes beside the target and renames when complete; an existing file keeps its mode. A target that is no regular file
 * (a pipe, /dev/stdout) is written in place. */
SlStatus sl_file_write(const char *path, SlStr bytes, SlError *err);

#endif
