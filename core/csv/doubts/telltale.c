#include "core/csv/doubts/telltale.h"

#include <string.h>

#include "core/csv/message.h"
#include "core/csv/stream/record.h"

enum { HEAD_BYTES = 4096 };

static bool begins(SlStr text, const char *bytes, size_t length) {
  return text.length >= length && memcmp(text.bytes, bytes, length) == 0;
}

/* What is no text, by its first bytes, and what to do with it. */
static const struct {
  const char *bytes;
  size_t length;
  const char *what, *advice;
} no_text[] = {
    {"BZh91AY&SY", 10, "packed with bzip2", "Unpack it first: bunzip2 -k FILE (gzip and Zstandard are unpacked here)."},
    {"\xFD\x37zXZ\0", 6, "packed with xz", "Unpack it first: unxz -k FILE (gzip and Zstandard are unpacked here)."},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "an old Excel workbook (.xls) or another Office file", "Open it in LibreOffice or Excel, save it as ODS or XLSX, and read that: lab.read_sheet(path, { sheet = ... })."},
    {"$FL2@(#)", 8, "a file of SPSS (.sav)", "Save it as CSV from SPSS, PSPP or R: haven::read_sav."},
    {"$FL3@(#)", 8, "a file of SPSS (.zsav)", "Save it as CSV from SPSS, PSPP or R: haven::read_sav."},
    {"<stata_dta>", 11, "a file of Stata (.dta)", "Save it as CSV from Stata (export delimited) or R: haven::read_dta."},
    {"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60\xB3\x14\x11\xCF", 20, "a file of SAS (.sas7bdat)", "Save it as CSV from SAS (proc export) or R: haven::read_sas."},
    {"%PDF-", 5, "a PDF", "Its publisher may have the table as CSV or as a spreadsheet."},
};
enum { NO_TEXT_COUNT = sizeof no_text / sizeof *no_text };

/* Text, but no table: how it begins, blanks and letter case aside. */
static const struct {
  const char *begin, *what, *advice;
} no_table[] = {
    {"<!doctype html", "a web page", "Its address may have been that of a page about the file, or of an error: save the file itself."},
    {"<html", "a web page", "Its address may have been that of a page about the file, or of an error: save the file itself."},
    {"<?xml", "XML", "Save the table in it as CSV."},
    {"version https://git-lfs", "a pointer of Git LFS", "The file itself is stored elsewhere: git lfs pull fetches it."},
};
enum { NO_TABLE_COUNT = sizeof no_table / sizeof *no_table };

static bool begins_caseless(SlStr text, const char *begin) {
  SlStr wanted = sl_str(begin);
  return text.length >= wanted.length && sl_str_equal_caseless((SlStr){text.bytes, wanted.length}, wanted);
}

static bool contains(SlStr text, const char *part) { return memmem(text.bytes, text.length, part, strlen(part)) != NULL; }

/* A zip archive is told by what its first kilobytes name. */
static SlStatus fail_zip(SlStr text, const char *name, SlError *err) {
  SlStr head = {text.bytes, text.length < HEAD_BYTES ? text.length : HEAD_BYTES};
  if (contains(head, "opendocument.spreadsheet"))
    sl_fail(err, SL_EPARSE, "%s: this is a spreadsheet (.ods), not CSV text\n  lab.read_sheet(path, { sheet = ... }) reads a table of it, lab.workbook(path) shows what is in it.", name);
  else if (contains(head, "[Content_Types].xml") || contains(head, "xl/"))
    sl_fail(err, SL_EPARSE, "%s: this is an Excel workbook (.xlsx), not CSV text\n  lab.read_sheet(path, { sheet = ... }) reads a table of it, lab.workbook(path) shows what is in it.", name);
  else
    sl_fail(err, SL_EPARSE, "%s: this is a zip archive, not CSV text\n  Unpack it first: unzip FILE.", name);
  return SL_EPARSE;
}

SlStatus sl_check_is_text(SlStr text, const char *name, SlError *err) {
  if (begins(text, "PK\x03\x04", 4)) return fail_zip(text, name, err);
  for (int i = 0; i < NO_TEXT_COUNT; i++)
    if (begins(text, no_text[i].bytes, no_text[i].length))
      return sl_fail(err, SL_EPARSE, "%s: this is %s, not CSV text\n  %s", name, no_text[i].what, no_text[i].advice);
  SlStr trimmed = sl_str_trim((SlStr){text.bytes, text.length < HEAD_BYTES ? text.length : HEAD_BYTES});
  for (int i = 0; i < NO_TABLE_COUNT; i++)
    if (begins_caseless(trimmed, no_table[i].begin))
      return sl_fail(err, SL_EPARSE, "%s: this is %s, not a table as CSV\n  %s", name, no_table[i].what, no_table[i].advice);
  return SL_OK;
}

/* --- how much is not UTF-8 ---------------------------------------------------------------------------------------------------- */

typedef struct Mix { /* of a text that is not UTF-8 */
  int64_t bytes, byte_lines;     /* bytes that are not, and lines that have such */
  int64_t letters, letter_lines; /* letters beyond ASCII that are: they come out wrong */
} Mix;

/* The length of the UTF-8 letter at `at`, beyond ASCII; 0: there is none. */
static size_t letter_length(SlStr text, size_t at) {
  for (size_t length = 2; length <= 4 && at + length <= text.length; length++)
    if (sl_str_is_utf8((SlStr){text.bytes + at, length}, NULL)) return length;
  return 0;
}

static Mix measure_mix(SlStr text) {
  Mix mix = {0};
  bool byte_here = false, letter_here = false;
  for (size_t at = 0; at < text.length;) {
    unsigned char c = (unsigned char)text.bytes[at];
    size_t length = c < 0x80 ? 1 : letter_length(text, at);
    if (c == '\n') byte_here = letter_here = false;
    if (c >= 0x80 && length == 0) {
      mix.bytes++;
      mix.byte_lines += !byte_here;
      byte_here = true;
      length = 1;
    } else if (c >= 0x80) {
      mix.letters++;
      mix.letter_lines += !letter_here;
      letter_here = true;
    }
    at += length;
  }
  return mix;
}

void sl_tell_windows_1252(SlStr text, size_t bad, SlBuf *notices) {
  int64_t line, column;
  sl_text_position(text, bad, &line, &column);
  Mix mix = measure_mix(text);
  sl_buf_printf(notices, "the text is not UTF-8 (line %lld, column %lld): it was read as Windows-1252; %s byte%s on %s line%s %s not UTF-8",
                (long long)line, (long long)column, sl_count_text(mix.bytes).text, mix.bytes == 1 ? "" : "s",
                sl_count_text(mix.byte_lines).text, mix.byte_lines == 1 ? "" : "s", mix.bytes == 1 ? "is" : "are");
  if (mix.letters)
    sl_buf_printf(notices, ", but %s letter%s on %s line%s %s, and will look wrong (\xC3\x83\xC2\xA9 for \xC3\xA9): the file mixes both",
                  sl_count_text(mix.letters).text, mix.letters == 1 ? "" : "s", sl_count_text(mix.letter_lines).text,
                  mix.letter_lines == 1 ? "" : "s", mix.letters == 1 ? "is" : "are");
  sl_buf_add_char(notices, '\n');
}
