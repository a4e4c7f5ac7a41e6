#define ZSTD_STATIC_LINKING_ONLY /* for its memory to come from the gate */
#include "core/base/pack.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"

enum { PIECE_BYTES = 1 << 20, GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8 };

static bool ends_with(const char *path, const char *end) {
  size_t length = strlen(path), wanted = strlen(end);
  return length > wanted && strcmp(path + length - wanted, end) == 0;
}

bool sl_pack_is_asked_for(const char *path) { return ends_with(path, ".gz") || ends_with(path, ".zst"); }

bool sl_pack_is_unknown(const char *path) { return ends_with(path, ".bz2") || ends_with(path, ".xz") || ends_with(path, ".zip"); }

/* zlib counts in 32 bits, so that a long text goes in piece by piece; so can an interrupt be heeded. */
static SlStatus deflate_all(z_stream *stream, SlStr bytes, SlBuf *out, SlError *err) {
  size_t at = 0;
  int result = Z_OK;
  while (result != Z_STREAM_END) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    size_t length = bytes.length - at < PIECE_BYTES ? bytes.length - at : PIECE_BYTES;
    stream->next_in = (Bytef *)(uintptr_t)(bytes.bytes + at);
    stream->avail_in = (uInt)length;
    at += length;
    do {
      char *room = sl_buf_room(out, PIECE_BYTES);
      if (!room) return sl_fail_alloc(err, PIECE_BYTES);
      stream->next_out = (Bytef *)room;
      stream->avail_out = PIECE_BYTES;
      result = deflate(stream, at < bytes.length ? Z_NO_FLUSH : Z_FINISH);
      out->length += PIECE_BYTES - stream->avail_out;
    } while (stream->avail_out == 0);
  }
  return SL_OK;
}

static SlStatus pack_gzip(SlStr bytes, SlBuf *out, SlError *err) {
  z_stream stream = {.zalloc = sl_alloc_for_zlib, .zfree = sl_free_for};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
    return sl_fail_alloc(err, PIECE_BYTES);
  SlStatus status = deflate_all(&stream, bytes, out, err);
  deflateEnd(&stream);
  return status;
}

static SlStatus pack_zstd(SlStr bytes, SlBuf *out, SlError *err) {
  ZSTD_CCtx *context = ZSTD_createCCtx_advanced((ZSTD_customMem){.customAlloc = sl_alloc_for_zstd, .customFree = sl_free_for});
  size_t most = ZSTD_compressBound(bytes.length), result = 0;
  char *room = context ? sl_buf_room(out, most) : NULL;
  if (room) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    result = ZSTD_compress2(context, room, most, bytes.bytes, bytes.length);
  }
  ZSTD_freeCCtx(context);
  if (!room || ZSTD_isError(result)) return sl_fail_alloc(err, most); /* with room for any outcome nothing else can fail */
  out->length += result;
  return SL_OK;
}

SlStatus sl_pack(SlStr bytes, const char *path, SlBuf *out, SlError *err) {
  if (ends_with(path, ".gz")) return pack_gzip(bytes, out, err);
  if (ends_with(path, ".zst")) return pack_zstd(bytes, out, err);
  sl_buf_add_str(out, bytes);
  return out->failed ? sl_fail_alloc(err, bytes.length) : SL_OK;
}
