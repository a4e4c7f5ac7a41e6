/* zip.h - a workbook of parts that are not packed, in memory: what is changed in it reaches the reader of the part, when its checksum is
 * made after that.
 *
 *     ZipPart parts[] = {{"mimetype", sl_str("application/...")}, {"content.xml", sl_str("<office:...>")}};
 *     make_zip(parts, 2, &bytes);
 */
#ifndef SL_TESTS_SUPPORT_ZIP_H
#define SL_TESTS_SUPPORT_ZIP_H

#include "core/base/str.h"

typedef struct ZipPart {
  const char *name;
  SlStr text;        /* as it lies in the file */
  bool deflated;     /* it was packed: */
  uint32_t checksum; /* of what it unpacks to, */
  size_t length;     /* which is so long */
} ZipPart;

static inline uint32_t zip_checksum(SlStr text) {
  uint32_t crc = 0xFFFFFFFFu;
  for (size_t i = 0; i < text.length; i++) {
    crc ^= (unsigned char)text.bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
  }
  return ~crc;
}

static inline void zip_put(SlBuf *out, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) sl_buf_add_char(out, (char)(i < 8 ? value >> (8 * i) : 0));
}

/* What a part's two headers have in common, from the version on. */
static inline void zip_put_fields(SlBuf *out, const ZipPart *part) {
  zip_put(out, 20, 2);
  zip_put(out, 0, 2);
  zip_put(out, part->deflated ? 8 : 0, 2);
  zip_put(out, 33u << 16, 4);
  zip_put(out, part->deflated ? part->checksum : zip_checksum(part->text), 4);
  zip_put(out, part->text.length, 4);
  zip_put(out, part->deflated ? part->length : part->text.length, 4);
  zip_put(out, strlen(part->name), 2);
  zip_put(out, 0, 2);
}

static inline void make_zip(const ZipPart *parts, int count, SlBuf *out) {
  size_t places[16];
  out->length = 0;
  for (int i = 0; i < count; i++) {
    places[i] = out->length;
    zip_put(out, 0x04034b50, 4);
    zip_put_fields(out, &parts[i]);
    sl_buf_add_text(out, parts[i].name);
    sl_buf_add_str(out, parts[i].text);
  }
  size_t directory = out->length;
  for (int i = 0; i < count; i++) {
    zip_put(out, 0x02014b50, 4);
    zip_put(out, 20, 2);
    zip_put_fields(out, &parts[i]);
    zip_put(out, 0, 10);
    zip_put(out, places[i], 4);
    sl_buf_add_text(out, parts[i].name);
  }
  size_t length = out->length - directory;
  zip_put(out, 0x06054b50, 4);
  zip_put(out, 0, 4);
  zip_put(out, (unsigned)count, 2);
  zip_put(out, (unsigned)count, 2);
  zip_put(out, length, 4);
  zip_put(out, directory, 4);
  zip_put(out, 0, 2);
}

#endif
