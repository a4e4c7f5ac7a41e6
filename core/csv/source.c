#include "core/csv/source.h"

#include <stdatomic.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/input.h"
#include "core/base/runtime.h"
#include "core/csv/doubts/telltale.h"
#include "core/csv/message.h"
#include "core/csv/scan/structure.h"
#include "core/csv/stream/record.h"

/* A file from so many bytes on is read in pieces; its head is that many bytes. */
#ifndef SL_CSV_PIECES_FROM_BYTES
#define SL_CSV_PIECES_FROM_BYTES (1 << 20)
#endif
#ifndef SL_CSV_HEAD_BYTES
#define SL_CSV_HEAD_BYTES (1 << 16)
#endif
enum { PROOF_BYTES = 1 << 22, BOM_BYTES = 3, READ_BYTES = 1 << 20 };

/* Windows-1252 from 0x80 to 0x9F; the five bytes it leaves open are the C1 controls of that number (as in the WHATWG
 * encoding standard), so that nothing is lost. From 0xA0 on it is Latin-1. */
static const uint16_t windows_1252[32] = {
  0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
  0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* Writes a code point; at has room for 4 bytes. */
static char *put_code_point(char *at, uint32_t code) {
  if (code < 0x80) {
    *at++ = (char)code;
  } else if (code < 0x800) {
    *at++ = (char)(0xC0 | code >> 6);
    *at++ = (char)(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *at++ = (char)(0xE0 | code >> 12);
    *at++ = (char)(0x80 | (code >> 6 & 0x3F));
    *at++ = (char)(0x80 | (code & 0x3F));
  } else {
    *at++ = (char)(0xF0 | code >> 18);
    *at++ = (char)(0x80 | (code >> 12 & 0x3F));
    *at++ = (char)(0x80 | (code >> 6 & 0x3F));
    *at++ = (char)(0x80 | (code & 0x3F));
  }
  return at;
}

/* The source's bytes give way to `out`, which becomes its text. */
static void replace_bytes(SlSource *source, SlBuf *out) {
  sl_buf_reset(&source->bytes);
  source->bytes = *out;
  source->text = sl_buf_str(out);
}

enum { LOOK_UP_EVERY = SL_SIZE(1 << 20, 1 << 3) }; /* bytes or units */

static SlStatus interrupt(SlBuf *out, SlError *err) {
  sl_buf_reset(out);
  return sl_fail_interrupted(err);
}

static SlStatus decode_windows_1252(SlSource *source, SlError *err) {
  SlStr in = source->text;
  size_t more = 0; /* bytes the text grows by; the euro sign and the like take three */
  for (size_t i = 0; i < in.length; i++) {
    unsigned char c = (unsigned char)in.bytes[i];
    if (c >= 0x80) more += c < 0xA0 && windows_1252[c - 0x80] >= 0x800 ? 2 : 1;
  }
  SlBuf out;
  sl_buf_init(&out);
  char *at = sl_buf_room(&out, in.length + more);
  if (!at) return sl_fail_alloc(err, in.length + more);
  for (size_t i = 0; i < in.length; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return interrupt(&out, err);
    unsigned char c = (unsigned char)in.bytes[i];
    if (c < 0x80)
      *at++ = (char)c;
    else
      at = put_code_point(at, c < 0xA0 ? windows_1252[c - 0x80] : c);
  }
  out.length = (size_t)(at - out.bytes);
  replace_bytes(source, &out);
  return SL_OK;
}

static SlStatus decode_utf16(SlSource *source, bool big_endian, SlError *err) {
  const unsigned char *in = (const unsigned char *)source->text.bytes;
  size_t units = source->text.length / 2;
  if (source->text.length % 2)
    return sl_fail(err, SL_EPARSE, "%s: UTF-16 text has an even number of bytes, this has %zu: its end is missing", source->name,
                   source->text.length);
  size_t most; /* a unit becomes at most three bytes */
  if (!sl_multiply_size(units, 3, &most)) return sl_fail_alloc(err, SIZE_MAX);
  SlBuf out;
  sl_buf_init(&out);
  char *at = sl_buf_room(&out, most);
  if (!at) return sl_fail_alloc(err, most);
  for (size_t i = 0; i < units; i++) {
    if (i % LOOK_UP_EVERY == 0 && sl_interrupted()) return interrupt(&out, err);
    uint32_t code = big_endian ? (uint32_t)in[2 * i] << 8 | in[2 * i + 1] : (uint32_t)in[2 * i + 1] << 8 | in[2 * i];
    if (code >= 0xD800 && code < 0xE000) {
      uint32_t low = 0;
      if (i + 1 < units)
        low = big_endian ? (uint32_t)in[2 * i + 2] << 8 | in[2 * i + 3] : (uint32_t)in[2 * i + 3] << 8 | in[2 * i + 2];
      if (code >= 0xDC00 || low < 0xDC00 || low >= 0xE000) {
        out.length = (size_t)(at - out.bytes);
        int64_t line, column;
        sl_text_position(sl_buf_str(&out), out.length, &line, &column);
        sl_buf_reset(&out);
        sl_fail(err, SL_EPARSE, "%s:%lld:%lld: half of a UTF-16 surrogate pair", source->name, (long long)line, (long long)column);
        return SL_EPARSE;
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      i++;
    }
    at = put_code_point(at, code);
  }
  out.length = (size_t)(at - out.bytes);
  replace_bytes(source, &out);
  return SL_OK;
}

/* --- is it text ------------------------------------------------------------------------------------------------------------- */

typedef struct Proof {
  SlStr text;
  atomic_bool not_utf8, nul;
} Proof;

static bool continues(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

/* A piece begins and ends between characters. */
static size_t piece_at(const Proof *proof, int64_t piece) {
  size_t at = (size_t)piece * PROOF_BYTES;
  if (at >= proof->text.length) return proof->text.length;
  for (int i = 0; i < 3 && at < proof->text.length && continues(proof->text.bytes[at]); i++) at++;
  return at;
}

static SlStatus prove_piece(void *context, int64_t piece, SlError *err) {
  if (sl_interrupted()) return sl_fail_interrupted(err);
  Proof *proof = context;
  size_t start = piece ? piece_at(proof, piece) : 0, end = piece_at(proof, piece + 1);
  SlStr text = {proof->text.bytes + start, end - start};
  SlSurvey survey = sl_structure_survey(text.bytes, text.length, 0);
  if (survey.nul) atomic_store(&proof->nul, true);
  if (survey.beyond_ascii && !sl_str_is_utf8(text, NULL)) atomic_store(&proof->not_utf8, true);
  return SL_OK;
}

/* Whether a text is UTF-8, and whether a NUL is in it, on all cores. */
static SlStatus prove(SlStr text, bool *utf8, bool *nul, SlError *err) {
  Proof proof = {.text = text};
  atomic_init(&proof.not_utf8, false);
  atomic_init(&proof.nul, false);
  int64_t pieces = (int64_t)((text.length + PROOF_BYTES - 1) / PROOF_BYTES);
  SlStatus status = sl_parallel(pieces, prove_piece, &proof, err);
  *utf8 = !atomic_load(&proof.not_utf8);
  *nul = atomic_load(&proof.nul);
  return status;
}

static bool begins(SlStr text, const char *bytes, size_t length) {
  return text.length >= length && memcmp(text.bytes, bytes, length) == 0;
}

static void skip_bytes(SlStr *text, size_t count) {
  text->bytes += count;
  text->length -= count;
}

static SlStatus fail_not_utf8(const SlSource *source, size_t bad, SlError *err) {
  int64_t line, column;
  sl_text_position(source->text, bad, &line, &column);
  sl_fail(err, SL_EPARSE, "%s:%lld:%lld: byte 0x%02X is not UTF-8", source->name, (long long)line, (long long)column,
          (unsigned char)source->text.bytes[bad]);
  if (err) {
    err->line = line;
    err->column = column;
  }
  sl_fail_more(err, "\n  Save the file as UTF-8, or read_csv(path, { encoding = \"windows-1252\" }).");
  return SL_EPARSE;
}

/* Whether bytes with a NUL among them are UTF-16 without a mark, as encoding = "utf-16" reads it: every line end is of two bytes, and no
 * NUL stands where a character begins. */
static bool looks_like_utf16(SlStr bytes) {
  if (bytes.length % 2) return false;
  for (size_t i = 0; i < bytes.length; i += 2)
    if (bytes.bytes[i] == '\0' || bytes.bytes[i + 1] == '\n' || (bytes.bytes[i] == '\n' && bytes.bytes[i + 1])) return false;
  return true;
}

static SlStatus check_no_nul(const SlSource *source, bool utf16, SlError *err) {
  const char *nul = source->text.length ? memchr(source->text.bytes, '\0', source->text.length) : NULL;
  if (!nul) return SL_OK;
  sl_csv_fail_at(err, source, (size_t)(nul - source->text.bytes), "a NUL byte: this is not a text file, or its end was never written");
  if (utf16) sl_fail_more(err, "\n  If it is UTF-16 without a byte order mark: read_csv(path, { encoding = \"utf-16\" }).");
  return SL_EPARSE;
}

static SlStatus decode(SlSource *source, SlEncoding encoding, SlBuf *notices, SlError *err) {
  SlStatus status = SL_OK;
  SlStr *text = &source->text;
  size_t bad = 0;
  bool utf8 = true, nul = true, utf16 = false;
  status = sl_check_is_text(*text, source->name, err);
  if (status != SL_OK) return status;
  if (begins(*text, "\xFF\xFE\0\0", 4) || begins(*text, "\0\0\xFE\xFF", 4))
    return sl_fail(err, SL_EPARSE, "%s: this is UTF-32 text; save it as UTF-8", source->name);
  if (begins(*text, "\xFF\xFE", 2) || begins(*text, "\xFE\xFF", 2)) {
    bool big_endian = text->bytes[0] == '\xFE';
    skip_bytes(text, 2);
    status = decode_utf16(source, big_endian, err);
  } else if (begins(*text, "\xEF\xBB\xBF", 3)) {
    skip_bytes(text, 3);
    status = prove(source->text, &utf8, &nul, err);
    if (status == SL_OK && !utf8 && !sl_str_is_utf8(*text, &bad)) status = fail_not_utf8(source, bad, err);
  } else if (encoding == SL_ENCODING_UTF16) {
    status = decode_utf16(source, false, err);
  } else if (encoding == SL_ENCODING_WINDOWS_1252) {
    status = decode_windows_1252(source, err);
  } else {
    status = prove(source->text, &utf8, &nul, err);
    if (status != SL_OK || (utf8 && !nul)) return status;
    utf16 = nul && looks_like_utf16(*text);
    if (utf8) return check_no_nul(source, utf16, err);
    sl_str_is_utf8(*text, &bad);
    if (encoding == SL_ENCODING_UTF8) return fail_not_utf8(source, bad, err);
    sl_tell_windows_1252(*text, bad, notices);
    status = decode_windows_1252(source, err);
  }
  return status == SL_OK && nul ? check_no_nul(source, utf16, err) : status;
}

bool sl_source_may_be_utf8(SlStr head) {
  return sl_check_is_text(head, "", NULL) == SL_OK && !begins(head, "\xFF\xFE", 2) && !begins(head, "\xFE\xFF", 2) &&
         !begins(head, "\0\0\xFE\xFF", 4);
}

void sl_source_of_chunk(SlBuf *bytes, const char *name, int64_t first_line, bool first, SlSource *chunk) {
  *chunk = (SlSource){.name = name, .bytes = *bytes, .whole = true, .first_line = first_line};
  sl_buf_init(bytes);
  chunk->text = sl_buf_str(&chunk->bytes);
  if (first && begins(chunk->text, "\xEF\xBB\xBF", BOM_BYTES)) skip_bytes(&chunk->text, BOM_BYTES);
  chunk->length = chunk->text.length;
}

SlStatus sl_source_prove(SlSource *source, bool *valid, SlError *err) {
  bool utf8 = true, nul = false;
  SlStatus status = source->proved ? SL_OK : prove(source->text, &utf8, &nul, err);
  *valid = utf8 && !nul;
  source->proved = status == SL_OK && *valid;
  return status;
}

SlStatus sl_source_prove_to(const SlSource *source, size_t end, bool *valid, SlError *err) {
  bool utf8 = true, nul = false;
  SlStatus status = prove((SlStr){source->text.bytes, end}, &utf8, &nul, err);
  *valid = utf8 && !nul;
  return status;
}

/* The head of a large file when it is plain UTF-8 so far; false when the file is to be read whole. */
static bool open_head(const SlFile *file, SlSource *source) {
  char *room = file->length >= SL_CSV_PIECES_FROM_BYTES ? sl_buf_room(&source->bytes, SL_CSV_HEAD_BYTES) : NULL;
  if (!room || sl_file_read_at(file, 0, SL_CSV_HEAD_BYTES, room, NULL) != SL_OK) return false;
  source->bytes.length = SL_CSV_HEAD_BYTES;
  SlStr head = sl_buf_str(&source->bytes);
  if (begins(head, "\xEF\xBB\xBF", BOM_BYTES)) source->before_text = BOM_BYTES;
  skip_bytes(&head, source->before_text);
  size_t good;
  if (!sl_str_is_utf8(head, &good)) head.length = good; /* it may end within a character */
  if (head.length + BOM_BYTES + 4 < SL_CSV_HEAD_BYTES || memchr(head.bytes, '\0', head.length)) return false;
  if (!sl_source_may_be_utf8(head)) return false;
  source->file = file;
  source->text = head;
  source->length = file->length - source->before_text;
  source->input_bytes = (int64_t)file->length;
  return true;
}

/* All that comes in. Room for as much as there is is made at once, so that a large file is not copied around. */
static SlStatus read_input(SlInput *input, SlSource *source, SlError *err) {
  size_t want = sl_input_is_packed(input) ? READ_BYTES : sl_input_expected(input) + 1, got = 0;
  SlStatus status = SL_OK;
  do {
    char *room = sl_buf_room(&source->bytes, want);
    if (!room) return sl_fail_alloc(err, want);
    status = sl_input_read(input, room, want, &got, err);
    source->bytes.length += got;
    if (status != SL_OK || got < want) break;
    if (sl_interrupted()) return sl_fail_interrupted(err);
    want = READ_BYTES;
  } while (true);
  source->text = sl_buf_str(&source->bytes);
  source->input_bytes = sl_input_taken(input);
  return status;
}

static SlStatus open_whole(SlInput *input, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err) {
  sl_source_reset(source);
  *source = (SlSource){.name = sl_input_name(input), .whole = true, .first_line = 1};
  SlStatus status = read_input(input, source, err);
  if (status == SL_OK) status = decode(source, encoding, notices, err);
  if (status != SL_OK) sl_source_reset(source);
  source->proved = true;
  source->length = source->text.length;
  return status;
}

SlStatus sl_source_open(SlInput *input, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err) {
  *source = (SlSource){.name = sl_input_name(input), .first_line = 1};
  bool may_be_utf8 = encoding == SL_ENCODING_AUTO || encoding == SL_ENCODING_UTF8;
  const SlFile *file = sl_input_is_packed(input) ? NULL : sl_input_file(input);
  if (may_be_utf8 && file && open_head(file, source)) return SL_OK;
  return open_whole(input, encoding, source, notices, err);
}

SlStatus sl_source_load(SlSource *source, SlInput *input, SlEncoding encoding, SlBuf *notices, SlError *err) {
  if (source->whole) return SL_OK;
  SlStatus status = sl_input_rewind(input, err);
  return status == SL_OK ? open_whole(input, encoding, source, notices, err) : status;
}

SlStatus sl_source_of_text(SlStr text, const char *name, SlEncoding encoding, SlSource *source, SlBuf *notices, SlError *err) {
  *source = (SlSource){.name = name, .text = text, .whole = true, .first_line = 1, .input_bytes = (int64_t)text.length};
  SlStatus status = SL_OK;
  if (sl_is_packed(text)) {
    SlInput *input;
    status = sl_input_of_bytes(text, name, &input, err);
    if (status != SL_OK) return status;
    status = read_input(input, source, err);
    sl_input_close(input);
  }
  if (status == SL_OK) status = decode(source, encoding, notices, err);
  if (status != SL_OK) sl_source_reset(source);
  source->proved = true;
  source->length = source->text.length;
  return status;
}

void sl_source_reset(SlSource *source) {
  sl_buf_reset(&source->bytes);
  source->text = (SlStr){0};
}

SlStatus sl_source_piece(const SlSource *source, size_t start, size_t end, SlBuf *room, SlStr *out, SlError *err) {
  if (source->whole) {
    *out = (SlStr){source->text.bytes + start, end - start};
    return SL_OK;
  }
  room->length = 0;
  char *bytes = sl_buf_room(room, end - start);
  if (!bytes) return sl_fail_alloc(err, end - start);
  SlStatus status = sl_file_read_at(source->file, source->before_text + start, end - start, bytes, err);
  *out = (SlStr){bytes, end - start};
  return status;
}
