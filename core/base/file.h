/* file.h - files in, and out without ever leaving half of one.
 *
 *     open -> mark -> read_at ... read_at -> check_unchanged      a file that changes meanwhile is an error, never half of each
 *     bytes -> temporary file beside the target -> on the disk -> renamed over it
 *
 * Every failure is SL_EIO with the path and the system's reason. Nothing here knows what is in a file.
 * Ownership: an SlFile is held by value, owns its descriptor until sl_file_close(), and borrows its path.
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

/* What tells one state of a file from another: which file it is, how long, and when it was last written to. */
typedef struct SlFileMark {
  uint64_t device, inode;
  int64_t size_bytes, changed_s, changed_ns;
} SlFileMark;
bool sl_file_mark(const char *path, SlFileMark *mark); /* false: it is no regular file, or not there */
bool sl_file_marks_equal(const SlFileMark *a, const SlFileMark *b);

/* What is open for reading. A regular file can be read in places, by several threads if need be, and from its begin again; and it
 * is known whether it has changed since it was opened. */
typedef struct SlFile {
  int descriptor;    /* -1: none is open */
  const char *path;  /* borrowed; what messages call it */
  bool is_regular;   /* else a pipe, a terminal, standard input */
  size_t length;     /* of a regular one, when it was opened */
  SlFileMark mark;   /* of a regular one, then */
} SlFile;

/* "-" is standard input. A missing file or a directory is SL_EIO. */
SlStatus sl_file_open(const char *path, SlFile *file, SlError *err);
void sl_file_close(SlFile *file); /* safe when none is open */

/* Bytes of a regular file. One that has become shorter is SL_EIO. */
SlStatus sl_file_read_at(const SlFile *file, size_t at, size_t length, char *out, SlError *err);

/* SL_EIO when a regular file was written to since it was opened, or another has taken its path. */
SlStatus sl_file_check_unchanged(const SlFile *file, SlError *err);
/* The next read of the descriptor is of the first byte; checks it too. For regular files. */
SlStatus sl_file_rewind(const SlFile *file, SlError *err);
SlStatus sl_fail_changed(const char *path, SlError *err);

/* Writes beside the target and renames when complete and on the disk; an existing file keeps its mode, and one that is read-only
 * is SL_EIO and stays. A target that is no regular file (a pipe, /dev/stdout) is written in place. */
SlStatus sl_file_write(const char *path, SlStr bytes, SlError *err);

/* The same piece by piece, for what is too long to be held: open, then write, then commit, which renames; sl_file_out_reset() drops what
 * was not committed. Places written before can be written again, so that a length known at the end can stand at the begin. A target that
 * is no regular file has no places and cannot be renamed over: sl_file_is_in_place() tells, and sl_file_write() writes those. */
typedef struct SlFileOut {
  int descriptor;    /* -1: none is open */
  const char *path;  /* borrowed; what messages call it */
  SlBuf target, beside;
  mode_t mode;       /* of the file that there will be */
} SlFileOut;

bool sl_file_is_in_place(const char *path);
SlStatus sl_file_out_open(const char *path, SlFileOut *out, SlError *err);
SlStatus sl_file_out_add(SlFileOut *out, SlStr bytes, SlError *err);
SlStatus sl_file_out_put(SlFileOut *out, int64_t at, SlStr bytes, SlError *err);
SlStatus sl_file_out_commit(SlFileOut *out, SlError *err);
void sl_file_out_reset(SlFileOut *out); /* safe when none is open, and after a commit */

#endif
