/* file.h - whole files in, and out without ever leaving half of one.
 */
#ifndef SL_BASE_FILE_H
#define SL_BASE_FILE_H

#include "core/base/str.h"

/* The whole file (or standard input for "-") into out. SL_EIO names the path and the system's reason; a directory is
 * called a directory. */
SlStatus sl_file_read(const char *path, SlBuf *out, SlError *err);

/* A regular file of at least so many bytes, seen in memory without being read. False when it is no such file or cannot be
 * mapped: read it then. A file that another program cuts short while it is mapped ends this one (SIGBUS). */
typedef struct SlFileMap {
  char *bytes; /* NULL: nothing is mapped */
  size_t length;
} SlFileMap;
bool sl_file_map(const char *path, size_t at_least, SlFileMap *map);
void sl_file_unmap(SlFileMap *map); /* safe on a zeroed one */

/* Writes beside the target and renames when complete; an existing file keeps its mode. A target that is no regular file
 * (a pipe, /dev/stdout) is written in place. */
SlStatus sl_file_write(const char *path, SlStr bytes, SlError *err);

#endif
