#include "core/base/input.h"

#include <string.h>

#define ZLIB_CONST /* it only reads what it unpacks */
#include <zlib.h>
#define ZSTD_STATIC_LINKING_ONLY /* for its memory to come from the gate, and to look at a frame before unpacking it */
#include <zstd.h>
#include <zstd_errors.h>

#include "core/base/alloc.h"
#include "core/base/file.h"
#include "core/base/progress.h"

enum { BLOCK_BYTES = 1 << 18, MAGIC_BYTES = 4, GZIP_WINDOW = 15 + 16 };

typedef enum Packing { PLAIN, GZIP, ZSTD } Packing;

struct SlInput {
  const char *name;
  SlFile file;        /* its descriptor is -1: from memory */
  SlStr memory;       /* what of it is left */
  Packing packing;
  char *block;        /* owned; what came in last */
  SlStr pending;      /* of the block, or of memory: not yet taken */
  bool ended;         /* nothing more comes in */
  bool within;        /* a packed piece has begun and not ended */
  int64_t taken;
  size_t expected;
  z_stream gzip;
  ZSTD_DStream *zstd;
  unsigned long long window; /* of the frame that is unpacked, in bytes */
};

static Packing packing_of(SlStr bytes) {
  if (bytes.length >= 3 && memcmp(bytes.bytes, "\x1F\x8B\x08", 3) == 0) return GZIP;
  if (bytes.length >= 4 && memcmp(bytes.bytes, "\x28\xB5\x2F\xFD", 4) == 0) return ZSTD;
  return PLAIN;
}

bool sl_is_packed(SlStr bytes) { return packing_of(bytes) != PLAIN; }

/* Some bytes, or none at the end. */
static SlStatus read_descriptor(SlInput *input, char *out, size_t most, size_t *got, SlError *err) {
  ssize_t count;
  SlStatus status = sl_descriptor_read(input->file.descriptor, input->name, out, most, &count, err);
  if (status != SL_OK) return status;
  *got = (size_t)count;
  input->ended = count == 0;
  return SL_OK;
}

/* More into the block, behind what is pending; `ended` when there is none. */
static SlStatus fetch(SlInput *input, SlError *err) {
  if (input->file.descriptor < 0) {
    input->pending = input->memory;
    input->memory.length = 0;
    input->ended = true;
    return SL_OK;
  }
  if (input->pending.length) memmove(input->block, input->pending.bytes, input->pending.length);
  input->pending.bytes = input->block;
  size_t got;
  SlStatus status = read_descriptor(input, input->block + input->pending.length, BLOCK_BYTES - input->pending.length, &got, err);
  if (status == SL_OK) input->pending.length += got;
  return status;
}

/* Looks at the first bytes and makes ready to unpack them. */
static SlStatus begin(SlInput *input, SlError *err) {
  while (!input->ended && input->pending.length < MAGIC_BYTES) {
    SlStatus status = fetch(input, err);
    if (status != SL_OK) return status;
  }
  input->packing = packing_of(input->pending);
  if (input->packing == GZIP) {
    input->gzip = (z_stream){.zalloc = sl_alloc_for_zlib, .zfree = sl_free_for};
    if (inflateInit2(&input->gzip, GZIP_WINDOW) != Z_OK) {
      input->packing = PLAIN; /* nothing to end */
      return sl_fail_alloc(err, BLOCK_BYTES);
    }
  } else if (input->packing == ZSTD) {
    input->zstd = ZSTD_createDStream_advanced((ZSTD_customMem){.customAlloc = sl_alloc_for_zstd, .customFree = sl_free_for});
    if (!input->zstd) return sl_fail_alloc(err, BLOCK_BYTES);
  }
  return SL_OK;
}

static SlStatus new_input(const char *name, SlInput **out, SlError *err) {
  *out = sl_alloc_zeroed(1, sizeof **out);
  if (!*out) return sl_fail_alloc(err, sizeof **out);
  **out = (SlInput){.name = name, .file.descriptor = -1};
  return SL_OK;
}

SlStatus sl_input_open(const char *path, SlInput **out, SlError *err) {
  SlInput *input;
  SlStatus status = new_input(path, &input, err);
  if (status != SL_OK) return status;
  status = sl_file_open(path, &input->file, err);
  input->name = input->file.path;
  input->expected = input->file.length;
  input->block = status == SL_OK ? sl_alloc(BLOCK_BYTES) : NULL;
  if (status == SL_OK) status = input->block ? begin(input, err) : sl_fail_alloc(err, BLOCK_BYTES);
  if (status == SL_OK)
    *out = input;
  else
    sl_input_close(input);
  return status;
}

SlStatus sl_input_of_bytes(SlStr bytes, const char *name, SlInput **out, SlError *err) {
  SlInput *input;
  SlStatus status = new_input(name, &input, err);
  if (status != SL_OK) return status;
  input->memory = bytes;
  input->expected = bytes.length;
  status = begin(input, err);
  if (status == SL_OK)
    *out = input;
  else
    sl_input_close(input);
  return status;
}

void sl_input_close(SlInput *input) {
  if (!input) return;
  if (input->packing == GZIP) inflateEnd(&input->gzip);
  ZSTD_freeDStream(input->zstd);
  sl_file_close(&input->file);
  sl_free(input->block);
  sl_free(input);
}

static void take(SlInput *input, size_t count) {
  input->pending.bytes += count;
  input->pending.length -= count;
  input->taken += (int64_t)count;
}

static const char *packing_name(const SlInput *input) { return input->packing == GZIP ? "gzip" : "Zstandard"; }

static SlStatus fail_damaged(const SlInput *input, const char *what, SlError *err) {
  return sl_fail(err, SL_EPARSE, "%s: the %s data is damaged near byte %lld%s%s", input->name, packing_name(input),
                 (long long)input->taken, what ? ": " : "", what ? what : "");
}

static SlStatus unpack_gzip(SlInput *input, char *out, size_t room, size_t *made, SlError *err) {
  z_stream *z = &input->gzip;
  z->next_in = (const Bytef *)input->pending.bytes;
  z->avail_in = input->pending.length > UINT32_MAX ? UINT32_MAX : (uInt)input->pending.length;
  z->next_out = (Bytef *)out;
  z->avail_out = room > UINT32_MAX ? UINT32_MAX : (uInt)room;
  int result = inflate(z, Z_NO_FLUSH);
  take(input, (size_t)((const char *)z->next_in - input->pending.bytes));
  *made = (size_t)((char *)z->next_out - out);
  input->within = result != Z_STREAM_END;
  if (result == Z_STREAM_END) inflateReset(z);
  if (result == Z_MEM_ERROR) return sl_fail_alloc(err, BLOCK_BYTES);
  return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? SL_OK : fail_damaged(input, z->msg, err);
}

/* A frame cannot be unpacked without its window, the text before each place that it may refer to: by its header up to gigabytes,
 * whatever the file's own size. Zstandard itself refuses more than 128 MB unless asked; so does this. */
static SlStatus fail_window(const SlInput *input, SlError *err) {
  static const size_t most = (size_t)1 << ZSTD_WINDOWLOG_LIMIT_DEFAULT;
  bool refused = input->window > most;
  SlStatus status = refused ? SL_ERANGE : SL_ENOMEM;
  sl_fail(err, status, "%s: unpacking it needs a window of %llu bytes, and ", input->name, input->window);
  if (refused)
    sl_fail_more(err, "at most %zu are allowed", most);
  else if (sl_memory_limit() > 0)
    sl_fail_more(err, "this runs out of memory: %zu are held and the limit is %zu", sl_memory_held(), sl_memory_limit());
  else
    sl_fail_more(err, "the machine is out of memory");
  sl_fail_more(err, "\n  Unpack the file first (zstd -d --long=31), or pack it without --long.");
  return status;
}

/* Of the frame that begins here. */
static void note_window(SlInput *input) {
  ZSTD_frameHeader header;
  if (ZSTD_getFrameHeader(&header, input->pending.bytes, input->pending.length) == 0) input->window = header.windowSize;
}

static SlStatus unpack_zstd(SlInput *input, char *out, size_t room, size_t *made, SlError *err) {
  if (!input->within) note_window(input);
  ZSTD_inBuffer in = {input->pending.bytes, input->pending.length, 0};
  ZSTD_outBuffer to = {out, room, 0};
  size_t result = ZSTD_decompressStream(input->zstd, &to, &in);
  take(input, in.pos);
  *made = to.pos;
  if (ZSTD_isError(result)) {
    ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
    if (code == ZSTD_error_memory_allocation || code == ZSTD_error_frameParameter_windowTooLarge) return fail_window(input, err);
    return fail_damaged(input, ZSTD_getErrorName(result), err);
  }
  input->within = result != 0;
  return SL_OK;
}

/* gzip fills up with zeros to a block of a tape, and so do some programs. */
static bool only_zeros(SlStr bytes) {
  for (size_t i = 0; i < bytes.length; i++)
    if (bytes.bytes[i]) return false;
  return true;
}

/* At least one byte more into out, unless all is at its end. */
static SlStatus read_some(SlInput *input, char *out, size_t room, size_t *made, SlError *err) {
  *made = 0;
  if (input->packing == PLAIN && input->pending.length == 0 && input->file.descriptor >= 0 && !input->ended) { /* no detour */
    SlStatus status = read_descriptor(input, out, room, made, err);
    if (status == SL_OK) input->taken += (int64_t)*made;
    return status;
  }
  for (;;) {
    SlStatus status = SL_OK;
    size_t wanted = input->packing != PLAIN && !input->within ? ZSTD_FRAMEHEADERSIZE_MAX : MAGIC_BYTES;
    while (status == SL_OK && input->pending.length < wanted && !input->ended) status = fetch(input, err);
    if (status != SL_OK) return status;
    if (input->packing == PLAIN) {
      *made = input->pending.length < room ? input->pending.length : room;
      if (*made) memcpy(out, input->pending.bytes, *made);
      take(input, *made);
      if (*made || input->ended) return SL_OK;
      continue;
    }
    if (!input->within && input->pending.length == 0 && input->ended) return SL_OK;
    if (!input->within && input->taken > 0 && packing_of(input->pending) != input->packing) {
      if (!only_zeros(input->pending)) return fail_damaged(input, "other bytes follow its end", err);
      take(input, input->pending.length);
      continue;
    }
    size_t before = input->pending.length;
    status = input->packing == GZIP ? unpack_gzip(input, out, room, made, err) : unpack_zstd(input, out, room, made, err);
    if (status != SL_OK || *made) return status;
    if (input->within && input->ended && input->pending.length == before)
      return sl_fail(err, SL_EPARSE, "%s: the %s data ends early, after %lld bytes: the file was cut short", input->name,
                     packing_name(input), (long long)input->taken);
  }
}

SlStatus sl_input_read(SlInput *input, char *out, size_t most, size_t *got, SlError *err) {
  *got = 0;
  int64_t before = input->taken;
  SlStatus status = SL_OK;
  size_t made = 1;
  while (*got < most && made > 0 && status == SL_OK) {
    status = read_some(input, out + *got, most - *got, &made, err);
    *got += status == SL_OK ? made : 0;
  }
  sl_progress_add(input->taken - before, 0);
  return status;
}

SlStatus sl_input_rewind(SlInput *input, SlError *err) {
  SlStatus status = sl_file_rewind(&input->file, err);
  if (status != SL_OK) return status;
  input->pending = (SlStr){input->block, 0};
  input->ended = input->within = false;
  input->taken = 0;
  if (input->packing == GZIP) inflateReset(&input->gzip);
  if (input->packing == ZSTD) ZSTD_DCtx_reset(input->zstd, ZSTD_reset_session_only);
  return SL_OK;
}

SlStatus sl_input_check_unchanged(const SlInput *input, SlError *err) { return sl_file_check_unchanged(&input->file, err); }

bool sl_input_is_packed(const SlInput *input) { return input->packing != PLAIN; }
const char *sl_input_name(const SlInput *input) { return input->name; }
const SlFile *sl_input_file(const SlInput *input) { return input->file.is_regular ? &input->file : NULL; }
int64_t sl_input_taken(const SlInput *input) { return input->taken; }
size_t sl_input_expected(const SlInput *input) { return input->expected; }
