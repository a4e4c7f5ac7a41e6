#include "core/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/progress.h"
#include "core/base/runtime.h"

enum { READ_BYTES = 1 << 18 };

/* strerror() speaks the language of the locale, which a script can change. */
static const char *reason(int number) {
  const char *text = strerrordesc_np(number);
  return text ? text : "unknown error";
}

static SlStatus fail_read(const char *path, int number, SlError *err) {
  if (number == EISDIR) return sl_fail(err, SL_EIO, "cannot read %s: it is a directory, not a file", path);
  return sl_fail(err, SL_EIO, "cannot read %s: %s", path, reason(number));
}

/* Waits until a pipe or terminal has something, looking up now and then for whoever wants to stop. */
static SlStatus wait_for_input(int file, SlError *err) {
  enum { LOOK_UP_MS = 50 };
  struct pollfd input = {.fd = file, .events = POLLIN};
  while (!sl_interrupted())
    if (poll(&input, 1, LOOK_UP_MS) > 0) return SL_OK; /* regular files are always ready */
  return sl_fail_interrupted(err);
}

SlStatus sl_descriptor_read(int file, const char *name, char *out, size_t most, ssize_t *got, SlError *err) {
  SlStatus status = wait_for_input(file, err);
  if (status != SL_OK) return status;
  do *got = read(file, out, most);
  while (*got < 0 && errno == EINTR);
  return *got < 0 ? fail_read(name, errno, err) : SL_OK;
}

/* All that is left of the file. `expected` bytes are made room for at once, so that a large file is not copied around. */
static SlStatus read_rest(int file, const char *path, size_t expected, SlBuf *out, SlError *err) {
  size_t want = expected + 1; /* one more, so that the end is met without growing */
  for (;;) {
    char *room = sl_buf_room(out, want);
    if (!room) return sl_fail_alloc(err, want);
    ssize_t got;
    SlStatus status = sl_descriptor_read(file, path, room, want, &got, err);
    if (status != SL_OK || got == 0) return status;
    out->length += (size_t)got;
    sl_progress_add(got, 0);
    want = want > (size_t)got ? want - (size_t)got : READ_BYTES;
  }
}

/* --- open files ------------------------------------------------------------------------------------------------------ */

static SlFileMark mark_of(const struct stat *about) {
  return (SlFileMark){
    .device = about->st_dev,
    .inode = about->st_ino,
    .size_bytes = about->st_size,
    .changed_s = about->st_mtim.tv_sec,
    .changed_ns = about->st_mtim.tv_nsec,
  };
}

bool sl_file_marks_equal(const SlFileMark *a, const SlFileMark *b) {
  return a->device == b->device && a->inode == b->inode && a->size_bytes == b->size_bytes && a->changed_s == b->changed_s &&
         a->changed_ns == b->changed_ns;
}

bool sl_file_mark(const char *path, SlFileMark *mark) {
  struct stat about;
  if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) return false;
  *mark = mark_of(&about);
  return true;
}

SlStatus sl_file_open(const char *path, SlFile *file, SlError *err) {
  bool standard_input = strcmp(path, "-") == 0;
  *file = (SlFile){.path = standard_input ? "standard input" : path};
  file->descriptor = standard_input ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
  struct stat about;
  if (file->descriptor < 0) return fail_read(file->path, errno, err);
  int failed = fstat(file->descriptor, &about) != 0 ? errno : S_ISDIR(about.st_mode) ? EISDIR : 0;
  if (failed) {
    sl_file_close(file);
    return fail_read(file->path, failed, err);
  }
  file->is_regular = S_ISREG(about.st_mode) && !standard_input; /* some of standard input may have been read already */
  if (!file->is_regular) return SL_OK;
  file->length = (size_t)about.st_size;
  file->mark = mark_of(&about);
  return SL_OK;
}

void sl_file_close(SlFile *file) {
  if (file->descriptor >= 0) close(file->descriptor);
  file->descriptor = -1;
}

SlStatus sl_fail_changed(const char *path, SlError *err) {
  return sl_fail(err, SL_EIO, "%s: the file was changed while it was read; read it again", path);
}

SlStatus sl_file_read_at(const SlFile *file, size_t at, size_t length, char *out, SlError *err) {
  while (length > 0) {
    ssize_t got = pread(file->descriptor, out, length, (off_t)at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_read(file->path, errno, err);
    if (got == 0) return sl_fail_changed(file->path, err);
    at += (size_t)got;
    out += got;
    length -= (size_t)got;
  }
  return SL_OK;
}

SlStatus sl_file_check_unchanged(const SlFile *file, SlError *err) {
  if (!file->is_regular) return SL_OK;
  struct stat about;
  if (fstat(file->descriptor, &about) != 0) return fail_read(file->path, errno, err);
  SlFileMark now = mark_of(&about), there;
  bool same = sl_file_marks_equal(&file->mark, &now);
  if (same && sl_file_mark(file->path, &there)) same = sl_file_marks_equal(&file->mark, &there); /* unless it was unlinked */
  return same ? SL_OK : sl_fail_changed(file->path, err);
}

SlStatus sl_file_rewind(const SlFile *file, SlError *err) {
  SlStatus status = sl_file_check_unchanged(file, err);
  if (status == SL_OK && lseek(file->descriptor, 0, SEEK_SET) != 0) status = fail_read(file->path, errno, err);
  return status;
}

SlStatus sl_file_read(const char *path, SlBuf *out, SlError *err) {
  SlFile file;
  SlStatus status = sl_file_open(path, &file, err);
  if (status != SL_OK) return status;
  status = read_rest(file.descriptor, file.path, file.length > 0 ? file.length : READ_BYTES, out, err);
  sl_file_close(&file);
  return status;
}

/* --- writing --------------------------------------------------------------------------------------------------------- */

static int write_all(int file, SlStr bytes) {
  while (bytes.length > 0) {
    ssize_t put = write(file, bytes.bytes, bytes.length);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    bytes.bytes += put;
    bytes.length -= (size_t)put;
  }
  return 0;
}

static SlStatus fail_write(const char *path, int number, SlError *err) {
  return sl_fail(err, SL_EIO, "cannot write %s: %s", path, reason(number));
}

static SlStatus write_in_place(const char *path, SlStr bytes, SlError *err) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return fail_write(path, errno, err);
  int failed = write_all(file, bytes);
  if (close(file) != 0 && !failed) failed = errno;
  return failed ? fail_write(path, failed, err) : SL_OK;
}

/* The mode a new file would get: what umask leaves. Asking means setting it for a moment. */
static mode_t new_file_mode(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

/* A file that nobody may write to was made so that it stays as it is, and renaming over it would not ask: a rename needs the
 * folder's permission alone, and of root the system asks none. */
static bool is_read_only(const char *path, const struct stat *about) {
  return (about->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0 ||
         (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 && (errno == EACCES || errno == EPERM || errno == EROFS));
}

/* Onto the disk before the name leads there: else a power cut can leave the new name with none of the bytes. The folder is not
 * waited for: it has the old file or the new one, each whole. Some kinds of file systems know of no such thing. */
static int settle(int file) {
  if (fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP) return 0;
  return errno;
}

bool sl_file_is_in_place(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

SlStatus sl_file_out_open(const char *path, SlFileOut *out, SlError *err) {
  *out = (SlFileOut){.descriptor = -1, .path = path};
  struct stat about;
  bool exists = stat(path, &about) == 0;
  if (exists && S_ISDIR(about.st_mode)) return sl_fail(err, SL_EIO, "cannot write %s: it is a directory", path);
  if (exists && is_read_only(path, &about))
    return sl_fail(err, SL_EIO, "cannot write %s: the file is read-only\n  Allow it (chmod u+w), or delete it first, or write to another path.",
                   path);
  /* A link stays a link: the file it points to is replaced. */
  char resolved[PATH_MAX];
  const char *target = exists && realpath(path, resolved) ? resolved : path;
  sl_buf_add_text(&out->target, target);
  sl_buf_printf(&out->beside, "%s.XXXXXX", target);
  if (!sl_buf_text(&out->target) || !sl_buf_text(&out->beside)) {
    sl_file_out_reset(out);
    return sl_fail_alloc(err, strlen(target) + 8);
  }
  out->mode = exists ? about.st_mode & 07777 : new_file_mode();
  out->descriptor = mkostemp(out->beside.bytes, O_CLOEXEC);
  if (out->descriptor >= 0) return SL_OK;
  int failed = errno;
  sl_file_out_reset(out);
  return fail_write(path, failed, err);
}

SlStatus sl_file_out_add(SlFileOut *out, SlStr bytes, SlError *err) {
  int failed = write_all(out->descriptor, bytes);
  return failed ? fail_write(out->path, failed, err) : SL_OK;
}

SlStatus sl_file_out_put(SlFileOut *out, int64_t at, SlStr bytes, SlError *err) {
  while (bytes.length > 0) {
    ssize_t put = pwrite(out->descriptor, bytes.bytes, bytes.length, (off_t)at);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail_write(out->path, errno, err);
    bytes.bytes += put;
    bytes.length -= (size_t)put;
    at += put;
  }
  return SL_OK;
}

SlStatus sl_file_out_commit(SlFileOut *out, SlError *err) {
  int failed = fchmod(out->descriptor, out->mode) != 0 ? errno : settle(out->descriptor);
  if (close(out->descriptor) != 0 && !failed) failed = errno;
  out->descriptor = -1;
  if (!failed && rename(out->beside.bytes, out->target.bytes) != 0) failed = errno;
  if (failed) unlink(out->beside.bytes);
  SlStatus status = failed ? fail_write(out->path, failed, err) : SL_OK;
  sl_file_out_reset(out);
  return status;
}

void sl_file_out_reset(SlFileOut *out) {
  if (out->descriptor >= 0) {
    close(out->descriptor);
    unlink(out->beside.bytes);
  }
  out->descriptor = -1;
  sl_buf_reset(&out->target);
  sl_buf_reset(&out->beside);
}

SlStatus sl_file_write(const char *path, SlStr bytes, SlError *err) {
  if (sl_file_is_in_place(path)) return write_in_place(path, bytes, err);
  SlFileOut out;
  SlStatus status = sl_file_out_open(path, &out, err);
  if (status == SL_OK) status = sl_file_out_add(&out, bytes, err);
  if (status == SL_OK) return sl_file_out_commit(&out, err);
  sl_file_out_reset(&out);
  return status;
}
