#include "core/workbook/zip_write.h"

#include <string.h>
#include <zlib.h>

#include "core/base/alloc.h"

enum { PIECE_BYTES = 1 << 16, HEADER_BYTES = 30, ENTRY_BYTES = 46, VERSION = 20, STORED = 0, DEFLATED = 8, FAST = 1, RAW = -15, MEMORY = 9 };
enum { DAY_ONE = 33 }; /* 1 January 1980, the first day that zip files know */
#define MOST_BYTES (INT64_C(0xFFFFFFFF) - PIECE_BYTES)

struct SlZipOut {
  SlFileOut *file;
  SlBuf *bytes;
  const char *name;
  int64_t at;        /* where the next byte goes */
  SlBuf directory;
  int64_t parts;
  /* the part that is open */
  SlBuf part;        /* its name */
  bool packed;
  int64_t begin, length;
  uLong checksum;
  z_stream deflater;
  bool has_deflater;
  char piece[PIECE_BYTES];
};

SlStatus sl_zip_out_new(SlFileOut *file, SlBuf *bytes, const char *name, SlZipOut **out, SlError *err) {
  SlZipOut *zip = sl_alloc(sizeof *zip);
  if (!zip) return sl_fail_alloc(err, sizeof *zip);
  memset(zip, 0, offsetof(SlZipOut, piece));
  zip->file = file;
  zip->bytes = bytes;
  zip->name = name;
  *out = zip;
  return SL_OK;
}

void sl_zip_out_free(SlZipOut *zip) {
  if (!zip) return;
  if (zip->has_deflater) deflateEnd(&zip->deflater);
  sl_buf_reset(&zip->directory);
  sl_buf_reset(&zip->part);
  sl_free(zip);
}

/* --- bytes on their way out ----------------------------------------------------------------------------------------------------- */

static SlStatus put_out(SlZipOut *zip, SlStr bytes, SlError *err) {
  zip->at += (int64_t)bytes.length;
  if (zip->file) return sl_file_out_add(zip->file, bytes, err);
  sl_buf_add_str(zip->bytes, bytes);
  return zip->bytes->failed ? sl_fail_alloc(err, bytes.length) : SL_OK;
}

static SlStatus put_again(SlZipOut *zip, int64_t at, SlStr bytes, SlError *err) {
  if (zip->file) return sl_file_out_put(zip->file, at, bytes, err);
  memcpy(zip->bytes->bytes + at, bytes.bytes, bytes.length);
  return SL_OK;
}

static SlStatus fail_too_large(const SlZipOut *zip, SlError *err) {
  return sl_fail(err, SL_EDATA, "cannot write %s: it would hold more than 4 GB, which no office opens; write fewer rows, or a CSV file", zip->name);
}

static char *put_number(char *out, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) *out++ = (char)(value >> (8 * i));
  return out;
}

/* What a part's two headers have in common, from the version that reads it to the length of its name. */
static char *put_fields(const SlZipOut *zip, char *out, int64_t packed_bytes) {
  out = put_number(out, VERSION, 2);
  out = put_number(out, 0, 2);
  out = put_number(out, zip->packed ? DEFLATED : STORED, 2);
  out = put_number(out, 0, 2);
  out = put_number(out, DAY_ONE, 2);
  out = put_number(out, zip->checksum, 4);
  out = put_number(out, (uint64_t)packed_bytes, 4);
  out = put_number(out, (uint64_t)zip->length, 4);
  out = put_number(out, zip->part.length, 2);
  return put_number(out, 0, 2);
}

static SlStr make_header(const SlZipOut *zip, int64_t packed_bytes, char out[HEADER_BYTES]) {
  put_fields(zip, put_number(out, 0x04034b50, 4), packed_bytes);
  return (SlStr){out, HEADER_BYTES};
}

/* --- parts ---------------------------------------------------------------------------------------------------------------------- */

static SlStatus begin_packing(SlZipOut *zip, SlError *err) {
  if (zip->has_deflater) {
    deflateReset(&zip->deflater);
    return SL_OK;
  }
  zip->deflater = (z_stream){.zalloc = sl_alloc_for_zlib, .zfree = sl_free_for};
  if (deflateInit2(&zip->deflater, FAST, Z_DEFLATED, RAW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) return sl_fail_alloc(err, PIECE_BYTES);
  zip->has_deflater = true;
  return SL_OK;
}

SlStatus sl_zip_out_begin(SlZipOut *zip, const char *part, bool packed, SlError *err) {
  char header[HEADER_BYTES];
  zip->part.length = 0;
  sl_buf_add_text(&zip->part, part);
  if (zip->part.failed) return sl_fail_alloc(err, strlen(part));
  if (zip->at > MOST_BYTES) return fail_too_large(zip, err);
  zip->packed = packed;
  zip->begin = zip->at;
  zip->length = 0;
  zip->checksum = crc32(0, NULL, 0);
  SlStatus status = packed ? begin_packing(zip, err) : SL_OK;
  if (status == SL_OK) status = put_out(zip, make_header(zip, 0, header), err);
  if (status == SL_OK) status = put_out(zip, sl_buf_str(&zip->part), err);
  return status;
}

static SlStatus pack(SlZipOut *zip, SlStr bytes, int flush, SlError *err) {
  z_stream *z = &zip->deflater;
  z->next_in = (Bytef *)(uintptr_t)bytes.bytes;
  z->avail_in = (uInt)bytes.length;
  do {
    z->next_out = (Bytef *)zip->piece;
    z->avail_out = PIECE_BYTES;
    deflate(z, flush);
    SlStatus status = put_out(zip, (SlStr){zip->piece, PIECE_BYTES - z->avail_out}, err);
    if (status != SL_OK) return status;
  } while (z->avail_out == 0);
  return SL_OK;
}

SlStatus sl_zip_out_add(SlZipOut *zip, SlStr bytes, SlError *err) {
  while (bytes.length > 0) { /* zlib counts in 32 bits */
    SlStr piece = {bytes.bytes, bytes.length < (1 << 30) ? bytes.length : 1 << 30};
    zip->checksum = crc32(zip->checksum, (const Bytef *)piece.bytes, (uInt)piece.length);
    zip->length += (int64_t)piece.length;
    if (zip->length > MOST_BYTES || zip->at > MOST_BYTES) return fail_too_large(zip, err);
    SlStatus status = zip->packed ? pack(zip, piece, Z_NO_FLUSH, err) : put_out(zip, piece, err);
    if (status != SL_OK) return status;
    bytes.bytes += piece.length;
    bytes.length -= piece.length;
  }
  return SL_OK;
}

static SlStatus enter_directory(SlZipOut *zip, int64_t packed_bytes, SlError *err) {
  char entry[ENTRY_BYTES], *at = put_number(entry, 0x02014b50, 4);
  at = put_fields(zip, put_number(at, VERSION, 2), packed_bytes);
  at = put_number(at, 0, 8); /* no comment, no disks */
  at = put_number(at, 0, 2);
  put_number(at, (uint64_t)zip->begin, 4);
  sl_buf_add(&zip->directory, entry, sizeof entry);
  sl_buf_add_str(&zip->directory, sl_buf_str(&zip->part));
  zip->parts++;
  return zip->directory.failed ? sl_fail_alloc(err, sizeof entry) : SL_OK;
}

SlStatus sl_zip_out_end(SlZipOut *zip, SlError *err) {
  char header[HEADER_BYTES];
  SlStatus status = zip->packed ? pack(zip, (SlStr){"", 0}, Z_FINISH, err) : SL_OK;
  int64_t packed_bytes = zip->at - zip->begin - HEADER_BYTES - (int64_t)zip->part.length;
  if (status == SL_OK && zip->at > MOST_BYTES) status = fail_too_large(zip, err);
  if (status == SL_OK) status = put_again(zip, zip->begin, make_header(zip, packed_bytes, header), err);
  if (status == SL_OK) status = enter_directory(zip, packed_bytes, err);
  return status;
}

SlStatus sl_zip_out_part(SlZipOut *zip, const char *part, bool packed, SlStr bytes, SlError *err) {
  SlStatus status = sl_zip_out_begin(zip, part, packed, err);
  if (status == SL_OK) status = sl_zip_out_add(zip, bytes, err);
  return status == SL_OK ? sl_zip_out_end(zip, err) : status;
}

SlStatus sl_zip_out_finish(SlZipOut *zip, SlError *err) {
  char end[22], *at = put_number(end, 0x06054b50, 4);
  at = put_number(at, 0, 4);
  at = put_number(at, (uint64_t)zip->parts, 2);
  at = put_number(at, (uint64_t)zip->parts, 2);
  at = put_number(at, zip->directory.length, 4);
  at = put_number(at, (uint64_t)zip->at, 4);
  put_number(at, 0, 2);
  SlStatus status = put_out(zip, sl_buf_str(&zip->directory), err);
  return status == SL_OK ? put_out(zip, (SlStr){end, sizeof end}, err) : status;
}
