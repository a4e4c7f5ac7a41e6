/* file.h - whole files in, and out without ever leaving half of one.
 */
#ifndef SL_BASE_FILE_H
#define SL_BASE_FILE_H

#include <sys/types.h>

#include "core/base/str.h"

/* The whole file (or standard input for "-") into out. SL_EIO names the path and the system's reason; a directory is
 * called a directory. */
SlStatus sl_file_read(const char *path, SlBuf *out, SlError *err);

/* What an open descriptor has, at least a byte unless it is at its end (*got is 0). Waiting for a pipe can be interrupted. */
SlStatus sl_descriptor_read(int file, const char *name, char *out, size_t most, ssize_t *got, SlError *err);

/* A regular file that is read in places, by several threads if need be. A file that becomes shorter or is written to while it
 * is read is SL_EIO, from either of the last two. */
typedef struct SlFile {
  int descriptor;    /* -1: none is open */
  const char *path;  /* borrowed */
  size_t length;     /* when it was opened */
  int64_t changed_s, changed_ns; /* when it was last written to, then */
} SlFile;
bool sl_file_open(const char *path, SlFile *file); /* false: it is no regular file, or cannot be opened */
int64_t sl_file_length(const char *path);          /* 0: it is no regular file, or not there */
void sl_file_close(SlFile *file);                  /* safe when none is open */
SlStatus sl_file_read_at(const SlFile *file, size_t at, size_t length, char *out, SlError *err);
SlStatus sl_file_check_unchanged(const SlFile *file, SlError *err);

/* Writes beside the target and renames when complete; an existing file keeps its mode. A target that is no regular file
 * (a pipe, /dev/stdout) is written in place. */
SlStatus sl_file_write(const char *path, SlStr bytes, SlError *err);

#endif
