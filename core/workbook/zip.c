#include "core/workbook/zip.h"

#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/values/dict.h"
#include "core/workbook/libraries.h"

enum { RATIO = 500, PART_NAME_BYTES = 512 };
#define FREE_BYTES (UINT64_C(64) << 20)
#define MOST_BYTES (UINT64_C(4) << 30)

struct SlZip {
  SlFile file;         /* none is open for bytes */
  SlStr bytes;
  const char *name;
  uint64_t length, at; /* of the container, and where minizip reads next */
  const SlMinizip *library;
  unzFile zip;
  SlDict *names;       /* of the parts, in small letters; where each is: */
  unz64_file_pos *places;
  int64_t place_count, place_capacity;
  bool in_part;
  char part[PART_NAME_BYTES];
  uint64_t packed, unpacked; /* of the open part: as stated, and as read */
  SlStatus read_status;      /* of the file, which minizip only knows to have failed */
  SlError read_error;
};

/* --- what minizip reads through: places of a file, or bytes ----------------------------------------------------------------- */

static voidpf open_source(voidpf context, const void *name, int mode) {
  (void)name;
  (void)mode;
  return context;
}

static uLong read_source(voidpf context, voidpf stream, void *out, uLong most) {
  (void)stream;
  SlZip *zip = context;
  uint64_t left = zip->at < zip->length ? zip->length - zip->at : 0;
  size_t length = most < left ? (size_t)most : (size_t)left;
  if (length == 0) return 0;
  if (zip->file.descriptor >= 0) {
    SlStatus status = sl_file_read_at(&zip->file, (size_t)zip->at, length, out, &zip->read_error);
    if (status != SL_OK) {
      zip->read_status = status;
      return 0;
    }
  } else {
    memcpy(out, zip->bytes.bytes + zip->at, length);
  }
  zip->at += length;
  return (uLong)length;
}

static ZPOS64_T tell_source(voidpf context, voidpf stream) {
  (void)stream;
  return ((SlZip *)context)->at;
}

static long seek_source(voidpf context, voidpf stream, ZPOS64_T offset, int origin) {
  (void)stream;
  SlZip *zip = context;
  uint64_t base = origin == ZLIB_FILEFUNC_SEEK_SET ? 0 : origin == ZLIB_FILEFUNC_SEEK_CUR ? zip->at : zip->length;
  if (offset > zip->length || base + offset > zip->length) return -1; /* places beyond the end are a damaged directory */
  zip->at = base + offset;
  return 0;
}

static int close_source(voidpf context, voidpf stream) {
  (void)context;
  (void)stream;
  return 0;
}

static int has_source_failed(voidpf context, voidpf stream) {
  (void)stream;
  return ((SlZip *)context)->read_status != SL_OK;
}

/* --- opening ------------------------------------------------------------------------------------------------------------------ */

static SlStatus fail_damaged(const SlZip *zip, const char *what, SlError *err) {
  if (zip->read_status != SL_OK) {
    if (err) *err = zip->read_error;
    return zip->read_status;
  }
  return sl_fail(err, SL_EPARSE, "%s: %s: the file is damaged or was not downloaded whole; get it again, or open it in LibreOffice or Excel and "
                 "save it", zip->name, what);
}

static bool has_word(const SlZip *zip, const char *bytes, size_t length, const char *word) {
  (void)zip;
  char wide[128]; /* names in a compound file are UTF-16 */
  size_t count = strlen(word), at = 0;
  for (; at < count; at++) wide[2 * at] = word[at], wide[2 * at + 1] = 0;
  return memmem(bytes, length, wide, 2 * count) != NULL;
}

/* A compound file: Excel's until 2003, or the wrapping of an encrypted workbook. */
static SlStatus fail_compound(SlZip *zip, SlError *err) {
  char head[1 << 16];
  static const char encrypted[] = "EncryptedPackage";
  for (uint64_t at = 0; at < zip->length; at += sizeof head - 64) { /* overlapping, so that no name is cut */
    zip->at = at;
    size_t got = (size_t)read_source(zip, NULL, head, sizeof head);
    if (got == 0) break;
    if (has_word(zip, head, got, encrypted))
      return sl_fail(err, SL_EPARSE, "%s: the workbook is locked with a password; open it in LibreOffice or Excel and save it without one", zip->name);
  }
  return sl_fail(err, SL_EPARSE, "%s: this is an old Excel file (.xls, before 2007); open it in LibreOffice or Excel and save it as ODS or XLSX",
                 zip->name);
}

static SlStatus fail_other(SlZip *zip, const char *head, size_t got, SlError *err) {
  if (zip->read_status != SL_OK) return fail_damaged(zip, "it cannot be read", err);
  static const char compound[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  if (got >= 8 && memcmp(head, compound, 8) == 0) return fail_compound(zip, err);
  if (got == 0) return sl_fail(err, SL_EPARSE, "%s: the file is empty", zip->name);
  if (got >= 2 && memcmp(head, "PK", 2) == 0) return fail_damaged(zip, "its directory of parts cannot be read", err);
  if (memmem(head, got, "office:document", 15))
    return sl_fail(err, SL_EPARSE, "%s: this is a flat OpenDocument file (.fods); open it in LibreOffice and save it as ODS", zip->name);
  if (memmem(head, got, "<html", 5) || memmem(head, got, "<HTML", 5) || memmem(head, got, "<table", 6))
    return sl_fail(err, SL_EPARSE, "%s: this is a web page, not a workbook; open it in LibreOffice or Excel and save it as ODS or XLSX", zip->name);
  return sl_fail(err, SL_EPARSE, "%s: this is no workbook (ODS or XLSX); if it is text, lab.read_csv reads it", zip->name);
}

/* Whether the record that ends a zip file stands at its end, all of it: minizip puts up with a part of it. */
static bool has_end(SlZip *zip) {
  enum { END_BYTES = 22, LONGEST_COMMENT = 0xFFFF };
  char tail[4096];
  uint64_t longest = END_BYTES + LONGEST_COMMENT, from = zip->length > longest ? zip->length - longest : 0;
  bool found = false;
  for (uint64_t at = from; at + END_BYTES <= zip->length && !found; at += sizeof tail - END_BYTES) {
    zip->at = at;
    size_t got = (size_t)read_source(zip, NULL, tail, sizeof tail);
    const char *record = tail;
    while (got >= END_BYTES && (record = memmem(record, got - (size_t)(record - tail), "PK\5\6", 4)) != NULL) {
      found |= at + (uint64_t)(record - tail) + END_BYTES <= zip->length;
      record++;
    }
  }
  zip->at = 0;
  return found;
}

static SlStr lower_name(const char *name, char room[PART_NAME_BYTES]) {
  size_t length = 0;
  for (; name[length] && length < PART_NAME_BYTES - 1; length++) room[length] = sl_lower(name[length]);
  return (SlStr){room, length};
}

/* The directory, read once: looking a part up walks all of it otherwise. Of two parts of one name the first counts. */
static SlStatus read_directory(SlZip *zip, SlError *err) {
  zip->names = sl_dict_new();
  if (!zip->names) return sl_fail_alloc(err, 64);
  int found = zip->library->GoToFirstFile(zip->zip);
  for (int64_t part = 0; found == UNZ_OK; part++, found = zip->library->GoToNextFile(zip->zip)) {
    char name[PART_NAME_BYTES] = "", lower[PART_NAME_BYTES];
    if (part % 1024 == 0 && sl_interrupted()) return sl_fail_interrupted(err);
    unz64_file_pos place;
    if (zip->library->GetCurrentFileInfo64(zip->zip, NULL, name, sizeof name - 1, NULL, 0, NULL, 0) != UNZ_OK || zip->library->GetFilePos64(zip->zip, &place) != UNZ_OK)
      return fail_damaged(zip, "its directory of parts cannot be read", err);
    uint32_t code;
    SlStatus status = sl_dict_add(zip->names, lower_name(name, lower), &code, err);
    if (status != SL_OK) return status;
    if (code < zip->place_count) continue;
    if (zip->place_count == zip->place_capacity) {
      size_t capacity = sl_grow_capacity((size_t)zip->place_capacity, (size_t)zip->place_count + 1);
      unz64_file_pos *places = sl_realloc_array(zip->places, capacity, sizeof *places);
      if (!places) return sl_fail_alloc(err, capacity * sizeof *places);
      zip->places = places;
      zip->place_capacity = (int64_t)capacity;
    }
    zip->places[zip->place_count++] = place;
  }
  if (found != UNZ_END_OF_LIST_OF_FILE || zip->read_status != SL_OK) return fail_damaged(zip, "its directory of parts cannot be read", err);
  return SL_OK;
}

static SlStatus open_zip(SlZip *zip, SlError *err) {
  char head[1024];
  size_t got = (size_t)read_source(zip, NULL, head, sizeof head);
  zip->at = 0;
  zlib_filefunc64_def functions = {.zopen64_file = open_source, .zread_file = read_source, .ztell64_file = tell_source, .zseek64_file = seek_source,
                                   .zclose_file = close_source, .zerror_file = has_source_failed, .opaque = zip};
  if (got >= 4 && memcmp(head, "PK\3\4", 4) == 0 && has_end(zip)) {
    SlStatus status = sl_minizip(&zip->library, err);
    if (status != SL_OK) return status;
    zip->zip = zip->library->Open2_64(zip->name, &functions);
  }
  return zip->zip ? read_directory(zip, err) : fail_other(zip, head, got, err);
}

static SlZip *new_zip(const char *name) {
  SlZip *zip = sl_alloc_zeroed(1, sizeof *zip);
  if (!zip) return NULL;
  zip->file.descriptor = -1;
  zip->name = name;
  return zip;
}

static SlStatus finish_open(SlZip *zip, SlStatus status, SlZip **out) {
  if (status == SL_OK)
    *out = zip;
  else
    sl_zip_close(zip);
  return status;
}

SlStatus sl_zip_open(const char *path, SlZip **out, SlError *err) {
  SlZip *zip = new_zip(path);
  if (!zip) return sl_fail_alloc(err, sizeof *zip);
  SlStatus status = sl_file_open(path, &zip->file, err);
  if (status != SL_OK) zip->file.descriptor = -1;
  if (status == SL_OK && !zip->file.is_regular)
    status = sl_fail(err, SL_EIO, "%s: a workbook is read in places, which a pipe has not; save it to a file first", path);
  zip->length = zip->file.length;
  if (status == SL_OK) status = open_zip(zip, err);
  return finish_open(zip, status, out);
}

SlStatus sl_zip_of_bytes(SlStr bytes, const char *name, SlZip **out, SlError *err) {
  SlZip *zip = new_zip(name);
  if (!zip) return sl_fail_alloc(err, sizeof *zip);
  zip->bytes = bytes;
  zip->length = bytes.length;
  return finish_open(zip, open_zip(zip, err), out);
}

void sl_zip_close(SlZip *zip) {
  if (!zip) return;
  if (zip->zip) {
    sl_zip_close_part(zip);
    zip->library->Close(zip->zip);
  }
  sl_dict_release(zip->names);
  sl_free(zip->places);
  if (zip->file.descriptor >= 0) sl_file_close(&zip->file);
  sl_free(zip);
}

const char *sl_zip_name(const SlZip *zip) { return zip->name; }
const SlFile *sl_zip_file(const SlZip *zip) { return zip->file.descriptor >= 0 ? &zip->file : NULL; }

/* --- parts --------------------------------------------------------------------------------------------------------------------- */

bool sl_zip_has(SlZip *zip, const char *part) {
  char lower[PART_NAME_BYTES];
  return sl_dict_find(zip->names, lower_name(part, lower)) >= 0;
}

void sl_zip_list(SlZip *zip, SlBuf *out) {
  for (int64_t i = 0; i < sl_dict_size(zip->names); i++) {
    sl_buf_add_str(out, sl_dict_get(zip->names, i));
    sl_buf_add_char(out, '\n');
  }
}

static SlStatus fail_part(const SlZip *zip, const char *what, SlError *err) {
  char words[PART_NAME_BYTES + 80];
  sl_print_cut(words, sizeof words, "part \"%s\" %s", zip->part, what);
  return fail_damaged(zip, words, err);
}

SlStatus sl_zip_open_part(SlZip *zip, const char *part, SlError *err) {
  sl_zip_close_part(zip);
  sl_print_cut(zip->part, sizeof zip->part, "%s", part);
  unz_file_info64 info;
  char lower[PART_NAME_BYTES];
  int64_t number = sl_dict_find(zip->names, lower_name(part, lower));
  if (number < 0) return fail_part(zip, "is missing", err);
  if (zip->library->GoToFilePos64(zip->zip, &zip->places[number]) != UNZ_OK) return fail_part(zip, "cannot be found", err);
  if (zip->library->GetCurrentFileInfo64(zip->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK) return fail_part(zip, "cannot be found", err);
  if (info.flag & 1)
    return sl_fail(err, SL_EPARSE, "%s: the workbook is locked with a password; open it in LibreOffice or Excel and save it without one", zip->name);
  if (info.compression_method != 0 && info.compression_method != Z_DEFLATED)
    return sl_fail(err, SL_EPARSE, "%s: part \"%s\" is packed in a way that workbooks are not (method %lu)", zip->name, part, info.compression_method);
  if (zip->library->OpenCurrentFile(zip->zip) != UNZ_OK) return fail_part(zip, "cannot be unpacked", err);
  zip->in_part = true;
  zip->packed = info.compressed_size < zip->length ? info.compressed_size : zip->length;
  zip->unpacked = 0;
  return SL_OK;
}

SlStatus sl_zip_read(SlZip *zip, char *out, size_t most, size_t *got, SlError *err) {
  int read = zip->library->ReadCurrentFile(zip->zip, out, (unsigned)most);
  if (read < 0) return fail_part(zip, "cannot be unpacked", err);
  zip->unpacked += (uint64_t)read;
  if (zip->unpacked > MOST_BYTES || (zip->unpacked > FREE_BYTES && zip->unpacked / RATIO > zip->packed))
    return sl_fail(err, SL_EDATA, "%s: part \"%s\" unpacks to more than %s; a workbook that does so is made to fill memories, and is not read",
                   zip->name, zip->part, zip->unpacked > MOST_BYTES ? "4 GB" : "500 times its size");
  if (read == 0) {
    zip->in_part = false;
    int closed = zip->library->CloseCurrentFile(zip->zip);
    if (zip->read_status != SL_OK || closed == UNZ_CRCERROR) return fail_part(zip, "is not what it was when it was packed", err);
    if (closed != UNZ_OK) return fail_part(zip, "ends early", err);
  }
  *got = (size_t)read;
  return SL_OK;
}

int64_t sl_zip_taken(const SlZip *zip) { return zip->in_part ? (int64_t)zip->library->GetCurrentFileZStreamPos64(zip->zip) : 0; }

void sl_zip_close_part(SlZip *zip) {
  if (zip->in_part) zip->library->CloseCurrentFile(zip->zip);
  zip->in_part = false;
}
